// SPDX-License-Identifier: EUPL-1.2
// Vendor formats as tables: where the entries lie, what they measure, in which unit.
#include "payload/adapter.h"

#include "payload/field.h"
#include "payload/instant.h"
#include "payload/special.h"
#include "payload/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MAX_STEPS 3
#define SECOND_US INT64_C(1000000)
#define EPOCH_LATEST INT64_C(32503680000) // 3000-01-01; milliseconds lie beyond it

enum clock {
    CLOCK_EPOCH = 0, // whole seconds since 1970
    CLOCK_ROME,      // "YYYY-MM-DD hh:mm:ss" on the wall in Italy
};

struct adapter_value {
    enum quantity quantity;
    const char *name; // compared without case
    enum unit unit;
    int decimals; // the meter's resolution; what lies below is the noise of a float
};

struct adapter_shape {
    const char *attribute; // NULL after the last
    enum quantity_kind kind;
    struct adapter_value values[QUANTITY_VALUES_MAX];
};

struct adapter {
    const char *attribute[PATH_MAX_STEPS + 1]; // path to the name of what was measured
    const char *entries[PATH_MAX_STEPS + 1];   // path to the list; empty: the message is the entry
    const char *time;
    enum clock clock;
    const char *meter;
    const char *slot;  // or NULL
    const char *error; // the meter's error number, 0 for none; or NULL
    bool comma;        // "36,4" is 36.4
    const char *ignored[8];
    const struct adapter_shape *shapes;
};

static const struct adapter_shape gateway_shapes[] = {
    {"BP_METER",
     QUANTITY_KIND_BLOOD_PRESSURE,
     {{QUANTITY_SYSTOLIC, "bp_high", UNIT_MMHG, 0},
      {QUANTITY_DIASTOLIC, "bp_low", UNIT_MMHG, 0},
      {QUANTITY_PULSE, "pr", UNIT_PER_MINUTE, 0}}},
    {"OXIMETER",
     QUANTITY_KIND_SPO2,
     {{QUANTITY_SPO2, "spo2", UNIT_PERCENT, 0}, {QUANTITY_PULSE, "pulse", UNIT_PER_MINUTE, 0}}},
    {"GLUCOMETER", QUANTITY_KIND_GLUCOSE, {{QUANTITY_GLUCOSE, "glucose", UNIT_MG_PER_DL, 0}}},
    {"SCALE", QUANTITY_KIND_WEIGHT, {{QUANTITY_WEIGHT, "weight", UNIT_KG, 2}}},
    {"THERMOMETER", QUANTITY_KIND_TEMPERATURE, {{QUANTITY_TEMPERATURE, "temp", UNIT_CELSIUS, 2}}},
    {.attribute = NULL},
};

static const struct adapter gateway_report = {
    .attribute = {"data", "attribute"},
    .entries = {"data", "value", "device_list"},
    .time = "scan_time",
    .clock = CLOCK_EPOCH,
    .meter = "ble_addr",
    .ignored = {"name", "rssi", "battery", "pi"}, // the perfusion index has no known scale
    .shapes = gateway_shapes,
};

static const struct adapter_shape hub_shapes[] = {
    {"BP",
     QUANTITY_KIND_BLOOD_PRESSURE,
     {{QUANTITY_SYSTOLIC, "sys", UNIT_MMHG, 0},
      {QUANTITY_DIASTOLIC, "dia", UNIT_MMHG, 0},
      {QUANTITY_PULSE, "pul", UNIT_PER_MINUTE, 0}}},
    {"BG", QUANTITY_KIND_GLUCOSE, {{QUANTITY_GLUCOSE, "mmol", UNIT_MMOL_PER_L, 1}}},
    {"WT", QUANTITY_KIND_WEIGHT, {{QUANTITY_WEIGHT, "kg", UNIT_KG, 1}}},
    {"TEMP", QUANTITY_KIND_TEMPERATURE, {{QUANTITY_TEMPERATURE, "celsius", UNIT_CELSIUS, 1}}},
    {.attribute = NULL},
};

static const struct adapter hub_record = {
    .attribute = {"type"},
    .time = "at",
    .clock = CLOCK_ROME,
    .meter = "sn",
    .slot = "user",
    .error = "err",
    .comma = true,
    .ignored = {"type", "hub", "fw"},
    .shapes = hub_shapes,
};

// One entry on its way to a reading.
struct entry_job {
    const struct adapter *adapter;
    const struct document *document;
    const struct adapter_shape *shape; // NULL: not known
    int64_t received_us;
    const struct place *place;
    struct payload_reading *reading;
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_name(const struct document *document, const struct node *key, const char *name) {
    const char *text = field_text(document, key);
    size_t i = 0;
    while (i < key->text_length && name[i] != '\0' && lower(text[i]) == name[i]) {
        i++;
    }
    return i == key->text_length && name[i] == '\0';
}

// The value at the end of a path of member names; NULL when it is not there. What else the gateway
// says about itself on the way is not ours. A name on the way that comes twice is a fault of the
// message: which one is meant would be a guess (case 41).
static const struct node *find_path(const struct document *document, const char *const *path,
                                    struct payload_fault *fault) {
    const struct node *node = &document->nodes[0];
    const struct place *up = NULL;
    struct place places[PATH_MAX_STEPS];
    for (size_t step = 0; path[step]; step++) {
        const struct node *found = NULL;
        if (node->type != NODE_OBJECT) {
            return NULL;
        }
        places[step] = place_member(up, path[step]);
        up = &places[step];
        for (const struct node *key = field_first(document, node); key;) {
            const struct node *value = &document->nodes[key->next];
            bool same = document_is(document, key, path[step]);
            if (same && found) {
                fault_note(fault, PAYLOAD_DUPLICATE_FIELD, up, key);
            }
            found = same && !found ? value : found;
            key = field_after(document, node, value);
        }
        if (!found) {
            return NULL;
        }
        node = found;
    }
    return node;
}

static void note(struct entry_job *job, enum payload_fault_code code, const struct place *place,
                 const struct node *node) {
    fault_note(&job->reading->fault, code, place, node);
}

static void take_time(struct entry_job *job, const struct node *node, const struct place *place) {
    struct payload_reading *reading = job->reading;
    enum payload_fault_code code = PAYLOAD_OK;
    if (job->adapter->clock == CLOCK_EPOCH) {
        int64_t seconds;
        if (!field_integer(job->document, node, INT64_MIN, INT64_MAX, &seconds, place,
                           &reading->fault)) {
            return;
        }
        code = seconds > 0 && seconds < EPOCH_LATEST ? PAYLOAD_OK : PAYLOAD_BAD_TIME;
        reading->time_us = code == PAYLOAD_OK ? seconds * SECOND_US : 0;
    } else if (field_type(node, NODE_STRING, place, &reading->fault)) {
        code = instant_local(field_text(job->document, node), node->text_length, job->received_us,
                             &reading->time_us, &reading->offset_minutes, &reading->hour_twice);
    } else {
        return;
    }
    reading->has_time = code == PAYLOAD_OK;
    if (code != PAYLOAD_OK) {
        note(job, code, place, node);
    }
}

static void take_meter(struct entry_job *job, const struct node *node, const struct place *place) {
    if (field_type(node, NODE_STRING, place, &job->reading->fault) &&
        !payload_meter_canonical(field_text(job->document, node), node->text_length,
                                 job->reading->meter)) {
        note(job, PAYLOAD_BAD_METER, place, node);
    }
}

static void take_slot(struct entry_job *job, const struct node *node, const struct place *place) {
    int64_t slot;
    if (field_integer(job->document, node, 0, PAYLOAD_SLOT_UNKNOWN, &slot, place,
                      &job->reading->fault)) {
        job->reading->slot = (int)slot;
    }
}

static void take_error(struct entry_job *job, const struct node *node, const struct place *place) {
    int64_t error;
    if (field_integer(job->document, node, 0, INT32_MAX, &error, place, &job->reading->fault) &&
        error != 0) {
        note(job, PAYLOAD_NO_VALUE, place, node);
    }
}

// The text of a number, which may be a string and, where the adapter says so, have a comma.
static enum payload_fault_code number_text(const struct entry_job *job, const struct node *node,
                                           char out[PAYLOAD_NUMBER_SIZE]) {
    const char *text = field_text(job->document, node);
    if (node->type != NODE_NUMBER && node->type != NODE_STRING) {
        return PAYLOAD_WRONG_TYPE;
    }
    if (node->type == NODE_STRING) {
        enum payload_fault_code word = special_word(text, node->text_length);
        if (word != PAYLOAD_WRONG_TYPE) {
            return word;
        }
    }
    if (node->text_length >= PAYLOAD_NUMBER_SIZE) {
        return PAYLOAD_BAD_NUMBER;
    }
    for (size_t i = 0; i < node->text_length; i++) {
        out[i] = job->adapter->comma && text[i] == ',' ? '.' : text[i];
    }
    out[node->text_length] = '\0';
    return PAYLOAD_OK;
}

static void take_value(struct entry_job *job, const struct adapter_value *row,
                       const struct node *node, const struct place *place) {
    struct quantity_value value = {.quantity = row->quantity, .unit = row->unit};
    struct payload_sent sent = {{0}, {0}};
    char text[PAYLOAD_NUMBER_SIZE];
    if (value_find(job->reading, row->quantity) < job->reading->value_count) {
        note(job, PAYLOAD_DUPLICATE_FIELD, place, node);
        return;
    }
    enum payload_fault_code code = number_text(job, node, text);
    if (code == PAYLOAD_OK) {
        code = value_number(text, strlen(text), &sent, &value.sent);
    } else {
        code = value_word(code, row->quantity, &sent, &value);
    }
    if (code == PAYLOAD_OK) {
        const char *unit = unit_code(row->unit); // the format itself says it
        code = value_unit(unit, strlen(unit), row->quantity, &sent, &value.unit);
    }
    int64_t rounded = 0;
    bool within = value.beyond == QUANTITY_WITHIN;
    if (code == PAYLOAD_OK && !decimal_scaled(&value.sent, 0, 1, 1, row->decimals, &rounded)) {
        code = PAYLOAD_BAD_NUMBER;
    }
    if (code == PAYLOAD_OK && within && value.sent.scale > row->decimals) {
        value.sent = (struct decimal){.mantissa = rounded, .scale = row->decimals};
    }
    if (code == PAYLOAD_OK) {
        code = value_add(job->reading, value, &sent);
    }
    if (code != PAYLOAD_OK) {
        note(job, code, place, node);
    }
}

static bool is_ignored(const struct entry_job *job, const struct node *key) {
    for (size_t i = 0; i < sizeof job->adapter->ignored / sizeof *job->adapter->ignored; i++) {
        if (job->adapter->ignored[i] && is_name(job->document, key, job->adapter->ignored[i])) {
            return true;
        }
    }
    return false;
}

static const struct adapter_value *row_of(const struct entry_job *job, const struct node *key) {
    for (size_t i = 0; job->shape && i < QUANTITY_VALUES_MAX; i++) {
        const struct adapter_value *row = &job->shape->values[i];
        if (row->name && is_name(job->document, key, row->name)) {
            return row;
        }
    }
    return NULL;
}

// The members of an entry that are no values.
enum member { MEMBER_TIME, MEMBER_METER, MEMBER_SLOT, MEMBER_ERROR, MEMBER_COUNT };

static enum member member_of(const struct entry_job *job, const struct node *key) {
    const struct adapter *adapter = job->adapter;
    const char *const names[] = {adapter->time, adapter->meter, adapter->slot, adapter->error};
    int i = 0;
    while (i < MEMBER_COUNT && !(names[i] && is_name(job->document, key, names[i]))) {
        i++;
    }
    return (enum member)i;
}

// `seen` has a bit per enum member. Names are compared without case, so what the document's own
// check of names takes for two may be one: the second would win in silence (case 41).
static void take_member(struct entry_job *job, const struct node *key, const struct node *value,
                        unsigned *seen) {
    static void (*const takers[])(struct entry_job *, const struct node *, const struct place *) = {
        take_time, take_meter, take_slot, take_error};
    struct place place = {job->place, field_text(job->document, key), key->text_length, 0};
    const struct adapter_value *row = row_of(job, key);
    enum member member = member_of(job, key);
    if (row) {
        take_value(job, row, value, &place);
    } else if (member != MEMBER_COUNT && (*seen & 1U << member) != 0) {
        note(job, PAYLOAD_DUPLICATE_FIELD, &place, key);
    } else if (member != MEMBER_COUNT) {
        *seen |= 1U << member;
        takers[member](job, value, &place);
    } else if (!is_ignored(job, key)) {
        // It may be a value that nobody has told us about (telemonitoring case 56).
        note(job, PAYLOAD_UNKNOWN_QUANTITY, &place, key);
    }
}

static void read_entry(struct entry_job *job, const struct node *node) {
    struct payload_reading *reading = job->reading;
    *reading = (struct payload_reading){
        .slot = -1, .raw_offset = node->raw_offset, .raw_length = node->raw_length};
    fault_pointer(job->place, reading->place, sizeof reading->place);
    if (!field_type(node, NODE_OBJECT, job->place, &reading->fault)) {
        return;
    }
    if (!job->shape) {
        note(job, PAYLOAD_UNKNOWN_KIND, job->place, node);
    } else {
        reading->kind = job->shape->kind;
    }
    unsigned seen = 0;
    for (const struct node *key = field_first(job->document, node); key;) {
        const struct node *value = &job->document->nodes[key->next];
        take_member(job, key, value, &seen);
        key = field_after(job->document, node, value);
    }
    enum quantity missing =
        quantity_kind_missing(reading->kind, reading->values, reading->value_count);
    if (missing != QUANTITY_NONE) {
        struct place place = place_member(job->place, quantity_describe(missing)->code);
        note(job, PAYLOAD_MISSING_FIELD, &place, node);
    }
    if ((seen & 1U << MEMBER_TIME) == 0) {
        struct place place = place_member(job->place, job->adapter->time);
        note(job, PAYLOAD_MISSING_FIELD, &place, node);
    }
}

static const struct adapter_shape *
shape_of(const struct adapter *adapter, const struct document *document, const struct node *node) {
    for (const struct adapter_shape *shape = adapter->shapes; shape->attribute; shape++) {
        if (node->type == NODE_STRING && document_is(document, node, shape->attribute)) {
            return shape;
        }
    }
    return NULL;
}

// The places of a path, innermost last; returned is the innermost, NULL for an empty path.
static const struct place *place_path(const char *const *path, struct place *places) {
    const struct place *up = NULL;
    for (size_t i = 0; path[i]; i++) {
        places[i] = place_member(up, path[i]);
        up = &places[i];
    }
    return up;
}

static enum payload_fault_code read_all(const struct adapter *adapter,
                                        const struct document *document, int64_t received_us,
                                        struct payload_message *out, struct payload_fault *fault) {
    struct place places[PATH_MAX_STEPS];
    const struct node *attribute = find_path(document, adapter->attribute, fault);
    const struct node *entries = find_path(document, adapter->entries, fault);
    if (fault->code != PAYLOAD_OK) {
        return fault->code;
    }
    if (!attribute || !entries) {
        fault_note(fault, PAYLOAD_MISSING_FIELD,
                   place_path(attribute ? adapter->entries : adapter->attribute, places), NULL);
        return fault->code;
    }
    const struct place *place = place_path(adapter->entries, places);
    bool list = adapter->entries[0] != NULL;
    if (!field_type(entries, list ? NODE_ARRAY : NODE_OBJECT, place, fault)) {
        return fault->code;
    }
    if (list && entries->count > PAYLOAD_READINGS_MAX) {
        fault_note(fault, PAYLOAD_TOO_MANY, place, entries);
        return fault->code;
    }
    struct payload_message message = {.seq = -1, .boot = -1, .battery = -1, .sent_us = received_us};
    size_t count = list ? entries->count : 1;
    message.readings = count > 0 ? malloc(count * sizeof *message.readings) : NULL;
    if (count > 0 && !message.readings) {
        fault_note(fault, PAYLOAD_NO_MEMORY, NULL, NULL);
        return fault->code;
    }
    const struct node *node = list ? field_first(document, entries) : entries;
    for (; message.reading_count < count; message.reading_count++) {
        struct place element = place_element(place, message.reading_count);
        struct entry_job job = {
            .adapter = adapter,
            .document = document,
            .shape = shape_of(adapter, document, attribute),
            .received_us = received_us,
            .place = list ? &element : NULL,
            .reading = &message.readings[message.reading_count],
        };
        read_entry(&job, node);
        node = list ? field_after(document, entries, node) : node;
    }
    *out = message;
    return PAYLOAD_OK;
}

enum payload_fault_code adapter_read_gateway_report(const struct document *document,
                                                    int64_t received_us,
                                                    struct payload_message *out,
                                                    struct payload_fault *fault) {
    return read_all(&gateway_report, document, received_us, out, fault);
}

enum payload_fault_code adapter_read_hub_record(const struct document *document,
                                                int64_t received_us, struct payload_message *out,
                                                struct payload_fault *fault) {
    return read_all(&hub_record, document, received_us, out, fault);
}
