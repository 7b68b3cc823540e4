// SPDX-License-Identifier: EUPL-1.2
// One SenML record: its labels, the base values in force, the resolved name, time, unit and value.
#include "payload/senml.h"

#include "payload/value.h"

#include <stdio.h>
#include <string.h>

// RFC 8428 §4.5.3: values below 2^28 seconds count from now.
#define RELATIVE_BELOW_S (INT64_C(1) << 28)
#define SECOND_US INT64_C(1000000)
// 3000-01-01: no device means a later time; milliseconds taken for seconds end beyond it.
#define LATEST_US (INT64_C(32503680000) * SECOND_US)

enum label {
    LABEL_BVER,
    LABEL_BN,
    LABEL_BT,
    LABEL_BU,
    LABEL_BV,
    LABEL_BS,
    LABEL_N,
    LABEL_U,
    LABEL_V,
    LABEL_VS,
    LABEL_VB,
    LABEL_S,
    LABEL_T,
    LABEL_UT,
    LABEL_VD,
    LABEL_COUNT,
};

// RFC 8428 table 4. In JSON a label is text, in CBOR an integer.
static const struct {
    const char *json;
    const char *cbor;
} labels[] = {
    [LABEL_BVER] = {"bver", "#-1"}, [LABEL_BN] = {"bn", "#-2"}, [LABEL_BT] = {"bt", "#-3"},
    [LABEL_BU] = {"bu", "#-4"},     [LABEL_BV] = {"bv", "#-5"}, [LABEL_BS] = {"bs", "#-6"},
    [LABEL_N] = {"n", "#0"},        [LABEL_U] = {"u", "#1"},    [LABEL_V] = {"v", "#2"},
    [LABEL_VS] = {"vs", "#3"},      [LABEL_VB] = {"vb", "#4"},  [LABEL_S] = {"s", "#5"},
    [LABEL_T] = {"t", "#6"},        [LABEL_UT] = {"ut", "#7"},  [LABEL_VD] = {"vd", "#8"},
};

struct resolving {
    struct senml_base *base;
    const struct node *found[LABEL_COUNT];
    struct senml_record *record;
    const struct place *place;
    struct payload_fault *fault; // of the pack
};

static void note(struct resolving *r, enum label label, enum payload_fault_code code) {
    struct place place = place_member(r->place, labels[label].json);
    fault_note(r->fault, code, &place, r->found[label]);
}

static void note_record(struct resolving *r, enum label label, enum payload_fault_code code) {
    if (r->record->fault == PAYLOAD_OK) {
        r->record->fault = code;
        r->record->label = labels[label].json;
    }
}

static enum label label_of(const struct document *document, const struct node *key) {
    int i = 0;
    while (i < LABEL_COUNT &&
           !document_is(document, key, document->labels ? labels[i].cbor : labels[i].json)) {
        i++;
    }
    return (enum label)i;
}

// Unknown labels are skipped, as the RFC wants, unless they say that they must be understood.
static void find_labels(struct resolving *r, const struct node *node) {
    const struct document *document = r->base->document;
    for (const struct node *key = field_first(document, node); key;) {
        const struct node *value = &document->nodes[key->next];
        enum label label = label_of(document, key);
        const char *text = field_text(document, key);
        struct place member = {r->place, text, key->text_length, 0};
        if (label != LABEL_COUNT && r->found[label]) {
            fault_note(r->fault, PAYLOAD_DUPLICATE_FIELD, &member, key);
        } else if (label != LABEL_COUNT) {
            r->found[label] = value;
        } else if (key->text_length > 0 && text[key->text_length - 1] == '_') {
            fault_note(r->fault, PAYLOAD_MUST_UNDERSTAND, &member, key);
        }
        key = field_after(document, node, value);
    }
}

static bool number_at(struct resolving *r, enum label label, struct decimal *out) {
    const struct node *node = r->found[label];
    struct payload_sent sent;
    if (node->type != NODE_NUMBER) {
        note(r, label, PAYLOAD_WRONG_TYPE);
        return false;
    }
    if (value_number(field_text(r->base->document, node), node->text_length, &sent, out) !=
        PAYLOAD_OK) {
        note(r, label, PAYLOAD_BAD_NUMBER);
        return false;
    }
    return true;
}

static bool text_at(struct resolving *r, enum label label, char *out, size_t size) {
    const struct node *node = r->found[label];
    if (node->type != NODE_STRING) {
        note(r, label, PAYLOAD_WRONG_TYPE);
        return false;
    }
    if (node->text_length >= size) {
        note(r, label, PAYLOAD_OUT_OF_RANGE);
        return false;
    }
    memcpy(out, field_text(r->base->document, node), node->text_length);
    out[node->text_length] = '\0';
    return true;
}

static bool time_at(struct resolving *r, enum label label, int64_t *us) {
    struct decimal seconds;
    if (!number_at(r, label, &seconds)) {
        return false;
    }
    if (!decimal_scaled(&seconds, 0, 1, 1, 6, us) || *us > LATEST_US || *us < -LATEST_US) {
        note(r, label, PAYLOAD_BAD_TIME);
        return false;
    }
    return true;
}

static void take_base(struct resolving *r) {
    struct senml_base *base = r->base;
    struct decimal version;
    if (r->found[LABEL_BVER] && number_at(r, LABEL_BVER, &version) &&
        (version.scale != 0 || (version.mantissa != 10 && version.mantissa != 26))) {
        note(r, LABEL_BVER, PAYLOAD_UNKNOWN_VERSION);
    }
    if (r->found[LABEL_BN]) {
        (void)text_at(r, LABEL_BN, base->name, sizeof base->name);
    }
    if (r->found[LABEL_BU]) {
        (void)text_at(r, LABEL_BU, base->unit, sizeof base->unit);
    }
    if (r->found[LABEL_BT]) {
        (void)time_at(r, LABEL_BT, &base->time_us);
    }
    if (r->found[LABEL_BV]) {
        base->has_value = number_at(r, LABEL_BV, &base->value);
    }
}

static bool alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// RFC 8428 §4.5.1.
static bool is_name(const char *name) {
    if (!alphanumeric(name[0])) {
        return false;
    }
    for (; *name != '\0'; name++) {
        if (!alphanumeric(*name) && !strchr("-:./_", *name)) {
            return false;
        }
    }
    return true;
}

static const char *last_part(const char *name) {
    const char *last = name;
    for (const char *c = name; *c != '\0'; c++) {
        last = *c == ':' || *c == '/' ? c + 1 : last;
    }
    return last;
}

// "urn:dev:mac:0024befffe804ff1:pulse" is the pulse of meter 0024BEFFFE804FF1: what stands behind
// the last ':' or '/' says what was measured, what stands before it is the meter's name, of which
// the scheme of RFC 9039 is no part.
static void split_name(struct resolving *r) {
    struct senml_record *record = r->record;
    size_t length = (size_t)(record->what - record->name);
    const char *meter = record->name;
    if (length > 8 && memcmp(meter, "urn:dev:", 8) == 0) {
        const char *colon = memchr(meter + 8, ':', length - 8);
        size_t scheme = colon ? (size_t)(colon + 1 - meter) : 0;
        meter += scheme;
        length -= scheme;
    }
    while (length > 0 && (meter[length - 1] == ':' || meter[length - 1] == '/')) {
        length--;
    }
    if (length > 0 && !payload_meter_canonical(meter, length, record->meter)) {
        note_record(r, LABEL_N, PAYLOAD_BAD_METER);
    }
}

static void take_name(struct resolving *r) {
    struct senml_record *record = r->record;
    char own[SENML_NAME_SIZE] = "";
    if (r->found[LABEL_N] && !text_at(r, LABEL_N, own, sizeof own)) {
        return;
    }
    size_t base = strlen(r->base->name);
    if (base + strlen(own) >= sizeof record->name) {
        note_record(r, LABEL_N, PAYLOAD_BAD_NAME);
        memcpy(record->name, own, sizeof own); // still says what the record was about
        record->what = last_part(record->name);
        return;
    }
    memcpy(record->name, r->base->name, base);
    memcpy(record->name + base, own, strlen(own) + 1);
    record->what = last_part(record->name);
    if (!is_name(record->name)) {
        note_record(r, LABEL_N, PAYLOAD_BAD_NAME);
        return;
    }
    split_name(r);
}

static void take_time(struct resolving *r) {
    int64_t own = 0;
    if (r->found[LABEL_T] && !time_at(r, LABEL_T, &own)) {
        return;
    }
    int64_t sum = r->base->time_us + own; // both are far from the ends
    r->record->relative = sum < RELATIVE_BELOW_S * SECOND_US;
    r->record->time_us = r->record->relative ? r->base->received_us + sum : sum;
}

// The sum with the base value, exactly; false when it has more digits than are kept.
static bool add(struct decimal a, struct decimal b, struct decimal *out) {
    for (; a.scale < b.scale; a.scale++) {
        if (__builtin_mul_overflow(a.mantissa, INT64_C(10), &a.mantissa)) {
            return false;
        }
    }
    for (; b.scale < a.scale; b.scale++) {
        if (__builtin_mul_overflow(b.mantissa, INT64_C(10), &b.mantissa)) {
            return false;
        }
    }
    out->scale = a.scale;
    return !__builtin_add_overflow(a.mantissa, b.mantissa, &out->mantissa);
}

static void take_number(struct resolving *r) {
    struct senml_record *record = r->record;
    const struct node *node = r->found[LABEL_V];
    struct decimal own = {0, 0};
    struct payload_sent sent = {{0}, {0}};
    record->type = SENML_NUMBER;
    if (node && node->type == NODE_OTHER && node->text_length > 0) {
        record->type = SENML_NOTHING;
        return;
    }
    if (node && node->type != NODE_NUMBER) {
        note_record(r, LABEL_V, PAYLOAD_WRONG_TYPE);
        return;
    }
    if (node && value_number(field_text(r->base->document, node), node->text_length, &sent, &own) !=
                    PAYLOAD_OK) {
        note_record(r, LABEL_V, PAYLOAD_BAD_NUMBER);
        return;
    }
    memcpy(record->number, sent.number, sizeof record->number);
    if (r->base->has_value) {
        struct decimal sum;
        char printed[DECIMAL_TEXT_SIZE] = "";
        if (add(r->base->value, own, &sum)) {
            decimal_print(sum.mantissa, sum.scale, sum.scale, printed);
        }
        if (value_number(printed, strlen(printed), &sent, &own) != PAYLOAD_OK) {
            note_record(r, LABEL_V, PAYLOAD_BAD_NUMBER);
        }
        memcpy(record->number, sent.number, sizeof record->number);
    }
}

static void take_text(struct resolving *r) {
    const struct node *node = r->found[LABEL_VS];
    if (node->type != NODE_STRING) {
        note_record(r, LABEL_VS, PAYLOAD_WRONG_TYPE);
        return;
    }
    r->record->type = SENML_TEXT;
    r->record->text = field_text(r->base->document, node);
    r->record->text_length = node->text_length;
}

static void take_value(struct resolving *r) {
    size_t given = 0;
    enum label which = LABEL_COUNT;
    static const enum label values[] = {LABEL_V, LABEL_VS, LABEL_VB, LABEL_VD};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (r->found[values[i]]) {
            which = values[i];
            given++;
        }
    }
    if (given > 1) {
        note_record(r, which, PAYLOAD_AMBIGUOUS);
        return;
    }
    bool measured = r->found[LABEL_N] || r->found[LABEL_U] || r->found[LABEL_T] ||
                    r->found[LABEL_UT] || r->found[LABEL_S];
    if (which == LABEL_VS) {
        take_text(r);
    } else if (which == LABEL_VB) {
        const struct node *node = r->found[LABEL_VB];
        r->record->type = node->text_length > 0 ? SENML_TRUE : SENML_FALSE;
        if (node->type != NODE_BOOLEAN) {
            note_record(r, LABEL_VB, PAYLOAD_WRONG_TYPE);
        }
    } else if (which == LABEL_VD || (which == LABEL_COUNT && r->found[LABEL_S])) {
        r->record->type = SENML_DATA;
    } else if (which == LABEL_V || (measured && r->base->has_value)) {
        take_number(r); // a value that is missing beside a base value is zero (RFC 8428 §4.5.4)
    } else if (measured) {
        note_record(r, LABEL_V, PAYLOAD_MISSING_FIELD);
    }
}

void senml_resolve(struct senml_base *base, const struct node *node, size_t index,
                   struct senml_record *record, struct payload_fault *fault) {
    struct place place = place_element(NULL, index);
    struct resolving r = {.base = base, .record = record, .place = &place, .fault = fault};
    *record = (struct senml_record){.index = index, .node = node, .what = ""};
    if (!field_type(node, NODE_OBJECT, &place, fault)) {
        return;
    }
    find_labels(&r, node);
    take_base(&r);
    take_value(&r);
    if (fault->code != PAYLOAD_OK ||
        (record->type == SENML_NO_VALUE && record->fault == PAYLOAD_OK)) {
        return;
    }
    take_name(&r);
    take_time(&r);
    memcpy(record->unit, base->unit, sizeof record->unit);
    if (r.found[LABEL_U]) {
        (void)text_at(&r, LABEL_U, record->unit, sizeof record->unit);
    }
}
