// SPDX-License-Identifier: EUPL-1.2
// One reading of the primary profile: kind, time, meter, slot, flags and values.
#include "payload/reading.h"

#include "payload/special.h"
#include "payload/value.h"

#include <stdio.h>
#include <string.h>

enum { FIELD_T, FIELD_KIND, FIELD_METER, FIELD_SLOT, FIELD_VALUES, FIELD_FLAGS, FIELD_COUNT };

static const char *const field_names[] = {"t", "kind", "meter", "slot", "values", "flags"};
enum { VALUE_V, VALUE_SFLOAT, VALUE_FLOAT, VALUE_U, VALUE_COUNT };

static const char *const value_names[] = {"v", "sfloat", "float", "u"};

// What every part of the reading needs.
struct reading_job {
    const struct document *document;
    const struct place *place;
    struct payload_reading *reading;
};

static void note(struct reading_job *job, enum payload_fault_code code, const struct place *place,
                 const struct node *node) {
    fault_note(&job->reading->fault, code, place, node);
}

static void read_kind(struct reading_job *job, const struct node *node) {
    struct place place = place_member(job->place, "kind");
    if (field_type(node, NODE_STRING, &place, &job->reading->fault) &&
        !quantity_kind_find(field_text(job->document, node), node->text_length,
                            &job->reading->kind)) {
        note(job, PAYLOAD_UNKNOWN_KIND, &place, node);
    }
}

static void read_time(struct reading_job *job, const struct node *node) {
    struct place place = place_member(job->place, "t");
    struct payload_reading *reading = job->reading;
    reading->has_time = field_time(job->document, node, &reading->time_us, &reading->offset_minutes,
                                   &place, &reading->fault);
}

static void read_meter(struct reading_job *job, const struct node *node) {
    struct place place = place_member(job->place, "meter");
    if (field_type(node, NODE_STRING, &place, &job->reading->fault) &&
        !payload_meter_canonical(field_text(job->document, node), node->text_length,
                                 job->reading->meter)) {
        note(job, PAYLOAD_BAD_METER, &place, node);
    }
}

static void read_slot(struct reading_job *job, const struct node *node) {
    struct place place = place_member(job->place, "slot");
    int64_t slot = 0;
    if (field_integer(job->document, node, 0, PAYLOAD_SLOT_UNKNOWN, &slot, &place,
                      &job->reading->fault)) {
        job->reading->slot = (int)slot;
    }
}

static unsigned flag_of(const struct document *document, const struct node *node) {
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL; flag *= 2) {
        if (document_is(document, node, payload_flag_text((enum payload_flag)flag))) {
            return flag;
        }
    }
    return 0;
}

static void read_flags(struct reading_job *job, const struct node *node) {
    struct place place = place_member(job->place, "flags");
    if (!field_type(node, NODE_ARRAY, &place, &job->reading->fault)) {
        return;
    }
    size_t index = 0;
    for (const struct node *flag = field_first(job->document, node); flag;
         flag = field_after(job->document, node, flag)) {
        struct place element = place_element(&place, index++);
        if (!field_type(flag, NODE_STRING, &element, &job->reading->fault)) {
            continue;
        }
        unsigned bit = flag_of(job->document, flag);
        if (bit == 0) {
            note(job, PAYLOAD_UNKNOWN_FLAG, &element, flag);
        } else if (job->reading->flags & bit) {
            note(job, PAYLOAD_DUPLICATE_FIELD, &element, flag);
        }
        job->reading->flags |= bit;
    }
}

// The number in one of three spellings: "v" in decimal (or a word for none), or the bits of an
// SFLOAT or FLOAT as the meter gave them.
static enum payload_fault_code number_of(struct reading_job *job, const struct node *node,
                                         size_t spelling, struct quantity_value *value,
                                         struct payload_sent *sent) {
    const char *text = field_text(job->document, node);
    if (spelling == VALUE_V) {
        return node->type == NODE_STRING
                   ? value_word(special_word(text, node->text_length), value->quantity, sent, value)
                   : value_number(text, node->text_length, sent, &value->sent);
    }
    struct decimal bits;
    int64_t most = spelling == VALUE_SFLOAT ? UINT16_MAX : UINT32_MAX;
    if (decimal_parse(text, node->text_length, &bits) != DECIMAL_OK || bits.scale != 0 ||
        bits.mantissa < 0 || bits.mantissa > most) {
        return PAYLOAD_OUT_OF_RANGE;
    }
    enum payload_fault_code code = spelling == VALUE_SFLOAT
                                       ? special_sfloat((uint16_t)bits.mantissa, &value->sent)
                                       : special_float((uint32_t)bits.mantissa, &value->sent);
    if (code != PAYLOAD_OK) {
        return code;
    }
    char printed[DECIMAL_TEXT_SIZE];
    decimal_print(value->sent.mantissa, value->sent.scale, value->sent.scale, printed);
    return value_number(printed, strlen(printed), sent, &value->sent);
}

static bool read_number(struct reading_job *job, const struct node *const *found,
                        const struct place *up, struct quantity_value *value,
                        struct payload_sent *sent) {
    size_t spelling = VALUE_V;
    for (size_t i = VALUE_V; i <= VALUE_FLOAT; i++) {
        if (found[i] && found[spelling] && i != spelling) {
            struct place second = place_member(up, value_names[i]);
            note(job, PAYLOAD_AMBIGUOUS, &second, found[i]);
            return false;
        }
        spelling = found[i] ? i : spelling;
    }
    struct place place = place_member(up, value_names[spelling]);
    const struct node *node = found[spelling];
    if (!node) {
        note(job, PAYLOAD_MISSING_FIELD, &place, NULL);
        return false;
    }
    if ((spelling != VALUE_V || node->type != NODE_STRING) &&
        !field_type(node, NODE_NUMBER, &place, &job->reading->fault)) {
        return false;
    }
    enum payload_fault_code code = number_of(job, node, spelling, value, sent);
    if (code != PAYLOAD_OK) {
        note(job, code, &place, node);
    }
    return code == PAYLOAD_OK;
}

static bool read_unit(struct reading_job *job, const struct node *node, const struct place *up,
                      struct quantity_value *value, struct payload_sent *sent) {
    struct place place = place_member(up, value_names[VALUE_U]);
    if (!node) {
        note(job, PAYLOAD_MISSING_FIELD, &place, NULL);
        return false;
    }
    if (!field_type(node, NODE_STRING, &place, &job->reading->fault)) {
        return false;
    }
    enum payload_fault_code code = value_unit(field_text(job->document, node), node->text_length,
                                              value->quantity, sent, &value->unit);
    if (code != PAYLOAD_OK) {
        note(job, code, &place, node);
    }
    return code == PAYLOAD_OK;
}

static void read_value(struct reading_job *job, const struct node *key, const struct node *node,
                       const struct place *place) {
    struct payload_reading *reading = job->reading;
    struct quantity_value value = {.quantity = QUANTITY_NONE};
    struct payload_sent sent = {{0}, {0}};
    bool known = quantity_find(field_text(job->document, key), key->text_length, &value.quantity);
    if (!known || (reading->kind != QUANTITY_KIND_NONE &&
                   !quantity_kind_may(reading->kind, value.quantity))) {
        note(job, PAYLOAD_UNKNOWN_QUANTITY, place, key);
        return;
    }
    if (value_find(reading, value.quantity) < reading->value_count) {
        note(job, PAYLOAD_DUPLICATE_FIELD, place, key);
        return;
    }
    if (!field_type(node, NODE_OBJECT, place, &reading->fault)) {
        return;
    }
    const struct node *found[VALUE_COUNT];
    field_find(job->document, node, value_names, VALUE_COUNT, found, place, &reading->fault);
    if (!read_number(job, found, place, &value, &sent) ||
        !read_unit(job, found[VALUE_U], place, &value, &sent)) {
        return;
    }
    // A kind that is not known says nothing about how many values there may be.
    if (reading->value_count == QUANTITY_VALUES_MAX) {
        return;
    }
    if (value_add(reading, value, &sent) != PAYLOAD_OK) {
        struct place number_place = place_member(place, "v");
        note(job, PAYLOAD_BAD_NUMBER, &number_place, node);
    }
}

static void read_values(struct reading_job *job, const struct node *node) {
    struct place place = place_member(job->place, "values");
    struct payload_reading *reading = job->reading;
    if (!field_type(node, NODE_OBJECT, &place, &reading->fault)) {
        return;
    }
    for (const struct node *key = field_first(job->document, node); key;) {
        const struct node *value = &job->document->nodes[key->next];
        struct place member = {&place, field_text(job->document, key), key->text_length, 0};
        read_value(job, key, value, &member);
        key = field_after(job->document, node, value);
    }
    enum quantity missing =
        quantity_kind_missing(reading->kind, reading->values, reading->value_count);
    if (missing != QUANTITY_NONE) {
        struct place member = place_member(&place, quantity_describe(missing)->code);
        note(job, PAYLOAD_MISSING_FIELD, &member, node);
    }
}

static void note_missing(struct reading_job *job, const char *name, const struct node *node) {
    struct place place = place_member(job->place, name);
    note(job, PAYLOAD_MISSING_FIELD, &place, node);
}

void reading_read(const struct document *document, const struct node *node, size_t index,
                  bool time_needed, struct payload_reading *reading) {
    struct place list = place_member(NULL, "readings");
    struct place place = place_element(&list, index);
    struct reading_job job = {document, &place, reading};
    *reading = (struct payload_reading){
        .slot = -1,
        .raw_offset = node->raw_offset,
        .raw_length = node->raw_length,
    };
    (void)snprintf(reading->place, sizeof reading->place, "/readings/%zu", index);
    if (!field_type(node, NODE_OBJECT, &place, &reading->fault)) {
        return;
    }
    const struct node *found[FIELD_COUNT];
    field_find(document, node, field_names, FIELD_COUNT, found, &place, &reading->fault);
    static void (*const readers[])(struct reading_job *, const struct node *) = {
        read_time, read_kind, read_meter, read_slot, read_values, read_flags,
    };
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        bool needed = i == FIELD_KIND || i == FIELD_VALUES || (i == FIELD_T && time_needed);
        if (found[i]) {
            readers[i](&job, found[i]);
        } else if (needed) {
            note_missing(&job, field_names[i], node);
        }
    }
}
