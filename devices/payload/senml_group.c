// SPDX-License-Identifier: EUPL-1.2
// SenML carries one value per record: those of one meter at one time are one reading again.
#include "payload/senml.h"

#include "payload/special.h"
#include "payload/value.h"

#include <stdio.h>
#include <string.h>

struct grouping {
    const struct senml_record *records;
    size_t count;
    struct payload_message *message;
    enum quantity quantities[PAYLOAD_READINGS_MAX]; // of each record
    size_t first[PAYLOAD_READINGS_MAX];             // record of each reading
};

static void fault_at(struct payload_reading *reading, const struct senml_record *record,
                     enum payload_fault_code code, const char *label) {
    struct place place = place_element(NULL, record->index);
    struct place member = place_member(&place, label);
    fault_note(&reading->fault, code, &member, record->node);
}

// Room for two remarks beside each record; what exceeds it is a remark that can still be seen in
// the reading it was about.
static void add_piece(struct grouping *g, size_t reading, const struct senml_record *record) {
    struct payload_message *message = g->message;
    if (message->piece_count < SENML_PIECES(g->count)) {
        message->pieces[message->piece_count++] =
            (struct payload_piece){.reading = reading,
                                   .offset = record->node->raw_offset,
                                   .length = record->node->raw_length};
    }
}

static struct payload_reading *start_reading(struct grouping *g, size_t at) {
    const struct senml_record *record = &g->records[at];
    g->first[g->message->reading_count] = at;
    add_piece(g, g->message->reading_count, record);
    struct payload_reading *reading = &g->message->readings[g->message->reading_count++];
    *reading = (struct payload_reading){
        .has_time = record->fault == PAYLOAD_OK,
        .time_relative = record->relative,
        .time_us = record->time_us,
        .slot = -1,
        .raw_offset = record->node->raw_offset,
        .raw_length = record->node->raw_length,
    };
    (void)snprintf(reading->place, sizeof reading->place, "/%zu", record->index);
    memcpy(reading->meter, record->meter, sizeof reading->meter);
    return reading;
}

// A record that cannot be part of any reading is one of its own, with its fault.
static void set_apart(struct grouping *g, size_t at, enum payload_fault_code code,
                      const char *label) {
    fault_at(start_reading(g, at), &g->records[at], code, label);
}

static bool together(const struct senml_record *a, const struct senml_record *b) {
    return a->time_us == b->time_us && a->relative == b->relative &&
           strcmp(a->meter, b->meter) == 0;
}

static bool has_beside(const struct grouping *g, size_t at, enum quantity quantity) {
    for (size_t i = 0; i < g->count; i++) {
        if (g->quantities[i] == quantity && together(&g->records[i], &g->records[at])) {
            return true;
        }
    }
    return false;
}

// The kind of reading that a value is part of; QUANTITY_KIND_NONE: a pulse that a cuff and an
// oximeter could both have given.
static enum quantity_kind kind_of(const struct grouping *g, size_t at) {
    bool cuff = has_beside(g, at, QUANTITY_SYSTOLIC) || has_beside(g, at, QUANTITY_DIASTOLIC);
    bool oximeter = has_beside(g, at, QUANTITY_SPO2);
    switch (g->quantities[at]) {
    case QUANTITY_SYSTOLIC:
    case QUANTITY_DIASTOLIC:
    case QUANTITY_MEAN_PRESSURE:
        return QUANTITY_KIND_BLOOD_PRESSURE;
    case QUANTITY_PULSE:
        if (cuff && oximeter) {
            return QUANTITY_KIND_NONE;
        }
        return cuff       ? QUANTITY_KIND_BLOOD_PRESSURE
               : oximeter ? QUANTITY_KIND_SPO2
                          : QUANTITY_KIND_PULSE;
    case QUANTITY_SPO2:
        return QUANTITY_KIND_SPO2;
    case QUANTITY_GLUCOSE:
        return QUANTITY_KIND_GLUCOSE;
    case QUANTITY_WEIGHT:
        return QUANTITY_KIND_WEIGHT;
    case QUANTITY_TEMPERATURE:
        return QUANTITY_KIND_TEMPERATURE;
    case QUANTITY_PEF:
    case QUANTITY_FEV1:
    case QUANTITY_FVC:
        return QUANTITY_KIND_SPIROMETRY;
    case QUANTITY_RESPIRATORY_RATE:
        return QUANTITY_KIND_RESPIRATION;
    case QUANTITY_HBA1C:
        return QUANTITY_KIND_HBA1C;
    case QUANTITY_STEPS:
        return QUANTITY_KIND_STEPS;
    case QUANTITY_NONE:
        break;
    }
    return QUANTITY_KIND_NONE;
}

static struct payload_reading *reading_for(struct grouping *g, size_t at, enum quantity_kind kind) {
    const struct senml_record *record = &g->records[at];
    struct payload_message *message = g->message;
    for (size_t i = 0; i < message->reading_count; i++) {
        struct payload_reading *reading = &message->readings[i];
        if (reading->kind == kind && together(&g->records[g->first[i]], record)) {
            add_piece(g, i, record);
            return reading;
        }
    }
    struct payload_reading *reading = start_reading(g, at);
    reading->kind = kind;
    return reading;
}

// Units of the SenML registry that UCUM spells differently.
static const char *ucum_of(const char *unit) {
    static const char *const pairs[][2] = {
        {"beat/min", "/min"}, {"1/min", "/min"}, {"l", "L"}, {"l/s", "L/s"}, {"l/min", "L/min"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strcmp(unit, pairs[i][0]) == 0) {
            return pairs[i][1];
        }
    }
    return unit;
}

static void add_value(struct payload_reading *reading, const struct senml_record *record,
                      enum quantity quantity) {
    struct quantity_value value = {.quantity = quantity};
    struct payload_sent sent;
    if (value_find(reading, quantity) < reading->value_count) {
        fault_at(reading, record, PAYLOAD_AMBIGUOUS, "n");
        return;
    }
    if (record->type == SENML_TEXT) {
        enum payload_fault_code word =
            value_word(special_word(record->text, record->text_length), quantity, &sent, &value);
        if (word != PAYLOAD_OK) {
            fault_at(reading, record, word, "vs");
            return;
        }
    } else if (record->type != SENML_NUMBER) {
        fault_at(reading, record,
                 record->type == SENML_NOTHING ? PAYLOAD_NO_VALUE : PAYLOAD_WRONG_TYPE, "v");
        return;
    }
    // A word needs no unit to be understood: less than the meter can show is less in any.
    bool word = value.beyond != QUANTITY_WITHIN;
    const char *unit = word && record->unit[0] == '\0' ? unit_code(value.unit) : record->unit;
    if (unit[0] == '\0') {
        fault_at(reading, record, PAYLOAD_MISSING_FIELD, "u");
        return;
    }
    const char *ucum = ucum_of(unit);
    if (value_unit(ucum, strlen(ucum), quantity, &sent, &value.unit) != PAYLOAD_OK) {
        fault_at(reading, record, PAYLOAD_UNKNOWN_UNIT, "u");
        return;
    }
    (void)snprintf(sent.unit, sizeof sent.unit, "%s", unit);
    if ((!word &&
         value_number(record->number, strlen(record->number), &sent, &value.sent) != PAYLOAD_OK) ||
        value_add(reading, value, &sent) != PAYLOAD_OK) {
        fault_at(reading, record, PAYLOAD_BAD_NUMBER, "v");
    }
}

static void group_value(struct grouping *g, size_t at) {
    enum quantity_kind kind = kind_of(g, at);
    if (kind == QUANTITY_KIND_NONE) {
        set_apart(g, at, PAYLOAD_AMBIGUOUS, "n");
        return;
    }
    add_value(reading_for(g, at, kind), &g->records[at], g->quantities[at]);
}

static bool whole_number(const struct senml_record *record, int64_t most, int64_t *out) {
    struct decimal number;
    if (record->type != SENML_NUMBER ||
        decimal_parse(record->number, strlen(record->number), &number) != DECIMAL_OK ||
        number.scale != 0 || number.mantissa < 0 || number.mantissa > most) {
        return false;
    }
    *out = number.mantissa;
    return true;
}

// A record about the whole pack: its counter, the restarts, the battery.
static bool take_pack_record(struct grouping *g, size_t at) {
    static const char *const names[] = {"seq", "boot", "battery"};
    const struct senml_record *record = &g->records[at];
    size_t which = 0;
    while (which < 3 && strcmp(record->what, names[which]) != 0) {
        which++;
    }
    if (which == 3) {
        return false;
    }
    int64_t number;
    int64_t present[] = {g->message->seq, g->message->boot, g->message->battery};
    if (!whole_number(record, which == 2 ? 100 : PAYLOAD_SEQUENCE_MAX, &number)) {
        set_apart(g, at, PAYLOAD_OUT_OF_RANGE, "v");
    } else if (present[which] != -1) {
        set_apart(g, at, PAYLOAD_AMBIGUOUS, "n");
    } else if (which == 0) {
        g->message->seq = number;
    } else if (which == 1) {
        g->message->boot = number;
    } else {
        g->message->battery = (int)number;
    }
    return true;
}

static unsigned flag_of(const char *name) {
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL; flag *= 2) {
        if (strcmp(name, payload_flag_text((enum payload_flag)flag)) == 0) {
            return flag;
        }
    }
    return 0;
}

static bool is_remark(const struct senml_record *record) {
    return strcmp(record->what, "slot") == 0 || flag_of(record->what) != 0;
}

static bool meter_known(const struct senml_record *record) {
    return record->fault != PAYLOAD_BAD_NAME && record->fault != PAYLOAD_BAD_METER;
}

// Whether a value stands where the remark points, though perhaps in no reading for its own fault.
static bool about_a_value(const struct grouping *g, size_t at) {
    for (size_t i = 0; i < g->count; i++) {
        enum quantity quantity;
        const struct senml_record *record = &g->records[i];
        if (meter_known(record) && together(record, &g->records[at]) &&
            quantity_find(record->what, strlen(record->what), &quantity)) {
            return true;
        }
    }
    return false;
}

// A remark that cannot be read, or meets nothing, might have been about any reading of its meter,
// or if there is none about any of the pack: without it a reading would go to another member of
// the household, or a control solution pass for blood.
static void spoil(struct grouping *g, size_t at, enum payload_fault_code code, const char *label) {
    const struct senml_record *record = &g->records[at];
    bool any = false;
    for (int whole = 0; whole < 2 && !any; whole++) {
        for (size_t i = 0; i < g->message->reading_count; i++) {
            struct payload_reading *reading = &g->message->readings[i];
            bool its = meter_known(record) && strcmp(reading->meter, record->meter) == 0;
            if (reading->kind != QUANTITY_KIND_NONE && (whole || its)) {
                fault_at(reading, record, code, label);
                any = true;
            }
        }
    }
}

// A record about the readings of its meter and time: a flag, or whose turn it was.
static void take_remark(struct grouping *g, size_t at) {
    const struct senml_record *record = &g->records[at];
    unsigned flag = flag_of(record->what);
    bool slot = strcmp(record->what, "slot") == 0;
    int64_t user = -1;
    if (flag == 0 && !slot) {
        set_apart(g, at, PAYLOAD_UNKNOWN_QUANTITY, "n");
        return;
    }
    if (slot ? !whole_number(record, PAYLOAD_SLOT_UNKNOWN, &user)
             : record->type != SENML_TRUE && record->type != SENML_FALSE) {
        enum payload_fault_code code = slot ? PAYLOAD_OUT_OF_RANGE : PAYLOAD_WRONG_TYPE;
        set_apart(g, at, code, slot ? "v" : "vb");
        spoil(g, at, code, slot ? "v" : "vb");
        return;
    }
    bool met = false;
    for (size_t i = 0; i < g->message->reading_count; i++) {
        struct payload_reading *reading = &g->message->readings[i];
        if (reading->kind == QUANTITY_KIND_NONE || !together(&g->records[g->first[i]], record)) {
            continue;
        }
        met = true;
        add_piece(g, i, record);
        if (slot && reading->slot != -1 && reading->slot != (int)user) {
            fault_at(reading, record, PAYLOAD_AMBIGUOUS, "v");
        } else if (slot) {
            reading->slot = (int)user;
        } else if (record->type == SENML_TRUE) {
            reading->flags |= flag;
        }
    }
    if (!met) {
        set_apart(g, at, PAYLOAD_AMBIGUOUS, "n"); // a remark about nothing that is here
        if (!about_a_value(g, at)) {
            spoil(g, at, PAYLOAD_AMBIGUOUS, "n");
        }
    }
}

static void finish(struct grouping *g, size_t at) {
    struct payload_reading *reading = &g->message->readings[at];
    const struct senml_record *record = &g->records[g->first[at]];
    enum quantity missing =
        quantity_kind_missing(reading->kind, reading->values, reading->value_count);
    if (missing != QUANTITY_NONE) {
        fault_at(reading, record, PAYLOAD_MISSING_FIELD, quantity_describe(missing)->code);
    }
    if (reading->time_relative && (g->message->seq < 0 || g->message->boot < 0)) {
        fault_at(reading, record, PAYLOAD_NO_SEQUENCE, "t");
    }
}

void senml_group(const struct senml_record *records, size_t count,
                 struct payload_message *message) {
    struct grouping g = {.records = records, .count = count, .message = message};
    for (size_t i = 0; i < count; i++) {
        if (records[i].fault == PAYLOAD_OK && records[i].type != SENML_NO_VALUE) {
            (void)quantity_find(records[i].what, strlen(records[i].what), &g.quantities[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (records[i].fault != PAYLOAD_OK) {
            set_apart(&g, i, records[i].fault, records[i].label);
        } else if (g.quantities[i] != QUANTITY_NONE) {
            group_value(&g, i);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (records[i].fault != PAYLOAD_OK && is_remark(&records[i])) {
            spoil(&g, i, records[i].fault, records[i].label);
        }
        bool open = records[i].fault == PAYLOAD_OK && records[i].type != SENML_NO_VALUE &&
                    g.quantities[i] == QUANTITY_NONE;
        if (open && !take_pack_record(&g, i)) {
            take_remark(&g, i);
        }
    }
    for (size_t i = 0; i < message->reading_count; i++) {
        finish(&g, i);
    }
}
