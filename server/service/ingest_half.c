// SPDX-License-Identifier: EUPL-1.2
// One half of a blood pressure: it waits for the other one, and the two are put together
// (telemonitoring §5 case 27).
#include <stdio.h>
#include <string.h>

#include "service/ingest.h"
#include "store/halves.h"

enum { VALUES_MAX = 400, ELEMENT_MAX = 480 };

bool ingest_is_half(const struct ingest_work *work, const struct payload_reading *reading) {
    // Only a pack has records that may come apart; a time counted back from the receipt is another
    // one in each message.
    return work->message->decoded.piece_count > 0 && !work->by_hand && reading->has_time &&
           !reading->time_relative && reading->kind == QUANTITY_KIND_BLOOD_PRESSURE &&
           reading->fault.code == PAYLOAD_MISSING_FIELD && reading->value_count > 0 &&
           (reading->flags & PAYLOAD_FLAG_CONTROL) == 0;
}

// One value as a member of "values" of the primary profile: words of our own tables and a decimal.
static bool write_value(const struct payload_reading *reading, size_t i, char text[VALUES_MAX]) {
    const struct quantity_row *row = quantity_describe(reading->values[i].quantity);
    int length = row == NULL ? -1
                             : snprintf(text, VALUES_MAX, "\"%s\":{\"v\":%s,\"u\":\"%s\"}",
                                        row->code, reading->sent[i].number,
                                        unit_code(reading->values[i].unit));
    return length > 0 && length < VALUES_MAX;
}

// Appends those that `known` does not have; *fresh says whether there are any.
static bool add_values(const struct payload_reading *reading, const char *known,
                       char text[VALUES_MAX], bool *fresh) {
    size_t at = strlen(text);
    *fresh = false;
    for (size_t i = 0; i < reading->value_count; i++) {
        char one[VALUES_MAX];
        if (!write_value(reading, i, one)) {
            return false;
        }
        if (strstr(known, one) != NULL) {
            continue;
        }
        *fresh = true;
        int length = snprintf(text + at, VALUES_MAX - at, "%s%s", at == 0 ? "" : ",", one);
        if (length < 0 || at + (size_t)length >= VALUES_MAX) {
            return false;
        }
        at += (size_t)length;
    }
    return true;
}

// Kept in quarantine, held back and without an alert.
static enum rc hold(struct ingest_work *work, const struct ingest_refusal *refusal,
                    const struct payload_reading *reading) {
    char values[VALUES_MAX] = "";
    bool fresh;
    struct ingest_refusal quiet = *refusal;
    struct public_id item = {{""}};
    if (!add_values(reading, "", values, &fresh)) {
        return ingest_refuse(work, refusal);
    }
    quiet.quiet = true;
    quiet.item = &item;
    enum rc rc = ingest_refuse(work, &quiet);
    if (rc != RC_OK || !public_id_is_set(&item)) {
        return rc; // an earlier run that read past damage has kept it
    }
    const struct half half = {.device_id = work->device->id,
                              .meter = reading->meter,
                              .time_us = reading->time_us,
                              .values = values,
                              .slot = reading->slot,
                              .flags = reading->flags,
                              .received_us = work->received_us,
                              .item = item};
    return half_insert(work->tx, &half);
}

static bool near(int64_t a, int64_t b) {
    return (a > b ? a - b : b - a) <= INGEST_HALF_WAIT_US;
}

// Both halves as one reading. False: they are not halves of the same.
static bool put_together(const struct half *half, const struct payload_reading *reading,
                         const char *values, struct payload_reading *whole) {
    char text[ELEMENT_MAX];
    int length =
        snprintf(text, sizeof text, "{\"kind\":\"blood-pressure\",\"values\":{%s}}", values);
    bool whose = half->slot == reading->slot || half->slot == -1 || reading->slot == -1;
    if (!whose || length < 0 || length >= ELEMENT_MAX ||
        !payload_read_element(text, (size_t)length, whole) || whole->fault.code != PAYLOAD_OK) {
        return false;
    }
    struct payload_reading made = *reading;
    made.fault = whole->fault;
    made.slot = half->slot == -1 ? reading->slot : half->slot;
    made.flags = half->flags | reading->flags;
    made.value_count = whole->value_count;
    memcpy(made.values, whole->values, sizeof made.values);
    memcpy(made.sent, whole->sent, sizeof made.sent);
    *whole = made;
    return true;
}

// Takes `whole` in the place of the reading. *taken: it is stored, or was there.
static enum rc take_whole(struct ingest_work *work, size_t index,
                          const struct payload_reading *whole, bool *taken) {
    // As long as the run, not as the message: its texts are remembered until they are written.
    struct payload_reading *kept = arena_alloc(work->batch->touched.arena, sizeof *kept);
    if (kept == NULL) {
        return RC_NOMEM;
    }
    *kept = *whole;
    int64_t had = work->counts.readings + work->counts.duplicates;
    enum rc rc = ingest_whole(work, index, kept);
    *taken = work->counts.readings + work->counts.duplicates > had;
    return rc;
}

static enum rc meet(struct ingest_work *work, const struct ingest_refusal *refusal, size_t index,
                    const struct half *half) {
    const struct payload_reading *reading = &work->message->decoded.readings[index];
    char values[VALUES_MAX];
    bool fresh;
    int length = snprintf(values, sizeof values, "%s", half->values);
    bool fits = length >= 0 && length < VALUES_MAX &&
                add_values(reading, half->values, values, &fresh);
    if (fits && !fresh) {
        work->counts.duplicates++; // the same half again
        return RC_OK;
    }
    struct payload_reading whole;
    if (!fits || half->state == HALF_JOINED || !near(work->received_us, half->received_us) ||
        !put_together(half, reading, values, &whole)) {
        return ingest_refuse(work, refusal);
    }
    bool taken = false;
    enum rc rc = take_whole(work, index, &whole, &taken);
    struct half joined = *half;
    joined.values = values;
    return rc == RC_OK && taken ? half_join(work->tx, &joined) : rc;
}

enum rc ingest_half(struct ingest_work *work, const struct ingest_refusal *refusal, size_t index) {
    const struct payload_reading *reading = &work->message->decoded.readings[index];
    struct half half;
    enum rc rc = half_read(work->tx, work->device->id, reading->meter, reading->time_us,
                           work->arena, &half);
    if (rc == RC_NOT_FOUND) {
        return hold(work, refusal, reading);
    }
    return rc == RC_OK ? meet(work, refusal, index, &half) : rc;
}
