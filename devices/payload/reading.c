// SPDX-License-Identifier: EUPL-1.2
// One reading of the primary profile: kind, time, meter, slot, flags and values.
#include "payload/reading.h"

#include <string.h>

enum { FIELD_T, FIELD_KIND, FIELD_METER, FIELD_SLOT, FIELD_VALUES, FIELD_FLAGS, FIELD_COUNT };

static const char *const field_names[] = {"t", "kind", "meter", "slot", "values", "flags"};
static const char *const value_names[] = {"v", "u"};

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
    // 255 is "unknown user" in the Bluetooth services, which is not a slot.
    if (field_integer(job->document, node, 0, 254, &slot, &place, &job->reading->fault)) {
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

// Copies a node's text when it fits with its NUL.
static bool copy_text(const struct document *document, const struct node *node, char *out,
                      size_t size) {
    if (node->text_length >= size) {
        return false;
    }
    memcpy(out, field_text(document, node), node->text_length);
    out[node->text_length] = '\0';
    return true;
}

static bool read_number(struct reading_job *job, const struct node *node, const struct place *place,
                        struct quantity_value *value, struct payload_sent *sent) {
    if (!node) {
        note(job, PAYLOAD_MISSING_FIELD, place, NULL);
        return false;
    }
    if (!field_type(node, NODE_NUMBER, place, &job->reading->fault)) {
        return false;
    }
    if (!copy_text(job->document, node, sent->number, sizeof sent->number) ||
        decimal_parse(sent->number, node->text_length, &value->sent) != DECIMAL_OK) {
        note(job, PAYLOAD_BAD_NUMBER, place, node);
        return false;
    }
    return true;
}

static bool read_unit(struct reading_job *job, const struct node *node, const struct place *place,
                      struct quantity_value *value, struct payload_sent *sent) {
    if (!node) {
        note(job, PAYLOAD_MISSING_FIELD, place, NULL);
        return false;
    }
    if (!field_type(node, NODE_STRING, place, &job->reading->fault)) {
        return false;
    }
    if (!copy_text(job->document, node, sent->unit, sizeof sent->unit) ||
        !unit_find(sent->unit, node->text_length, &value->unit) ||
        !quantity_accepts(value->quantity, value->unit)) {
        note(job, PAYLOAD_UNKNOWN_UNIT, place, node);
        return false;
    }
    return true;
}

// Keeps the values in the order of the quantities, whatever the order of sending.
static void insert_value(struct payload_reading *reading, const struct quantity_value *value,
                         const struct payload_sent *sent) {
    size_t at = reading->value_count++;
    for (; at > 0 && reading->values[at - 1].quantity > value->quantity; at--) {
        reading->values[at] = reading->values[at - 1];
        reading->sent[at] = reading->sent[at - 1];
    }
    reading->values[at] = *value;
    reading->sent[at] = *sent;
}

static bool has_value(const struct payload_reading *reading, enum quantity quantity) {
    for (size_t i = 0; i < reading->value_count; i++) {
        if (reading->values[i].quantity == quantity) {
            return true;
        }
    }
    return false;
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
    if (has_value(reading, value.quantity)) {
        note(job, PAYLOAD_DUPLICATE_FIELD, place, key);
        return;
    }
    if (!field_type(node, NODE_OBJECT, place, &reading->fault)) {
        return;
    }
    const struct node *found[2];
    field_find(job->document, node, value_names, 2, found, place, &reading->fault);
    struct place number_place = place_member(place, "v");
    struct place unit_place = place_member(place, "u");
    if (!read_number(job, found[0], &number_place, &value, &sent) ||
        !read_unit(job, found[1], &unit_place, &value, &sent)) {
        return;
    }
    if (!quantity_canonical(value.quantity, &value.sent, value.unit, &value.canonical)) {
        note(job, PAYLOAD_BAD_NUMBER, &number_place, found[0]);
        return;
    }
    // Only a reading of unknown kind, which has a fault already, can bring more.
    if (reading->value_count < QUANTITY_VALUES_MAX) {
        insert_value(reading, &value, &sent);
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
