// SPDX-License-Identifier: EUPL-1.2
// One decoded reading: whose it is, whether it is new, whether it can be true, what the limits say.
#include <stdio.h>
#include <string.h>

#include "scoring/alert_rule.h"
#include "scoring/plausibility.h"
#include "scoring/stuck_sensor.h"
#include "service/alert_raise.h"
#include "service/ingest.h"
#include "service/measure.h"
#include "service/service.h"
#include "store/readings.h"
#include "store/slots.h"
#include "vault/vault.h"

// What is known of the reading while it goes through the steps.
struct taking {
    const struct payload_reading *reading;
    size_t index;
    struct subject subject;
    struct ingest_person *person; // the subject in the memory
    struct reading_identity identity;
    unsigned flags;
    bool judged; // limits were in force for one of the values
    struct payload_reading *whole; // `reading`, when it was put together from two halves; or NULL
};

static enum rc make_refusal(struct ingest_work *work, const struct taking *taking, const char *code,
                            const char *pointer, const char *proposed,
                            struct ingest_refusal *refusal) {
    const struct payload_reading *reading = taking->reading;
    // No byte of another reading is kept with it: it may be another member's.
    char *raw = arena_alloc(work->arena, work->message->raw->length + 3);
    if (raw == NULL) {
        return RC_NOMEM;
    }
    *refusal = (struct ingest_refusal){
        .code = code,
        .pointer = pointer,
        .proposed = proposed,
        .bytes = raw,
        .length = payload_reading_raw(&work->message->decoded, taking->index,
                                      work->message->raw->payload, raw),
        .subject = taking->subject.id == 0 ? NULL : &taking->subject,
        // Whoever brings a file sees what becomes of each of its rows.
        .quiet =
            (reading->flags & PAYLOAD_FLAG_CONTROL) != 0 || work->origin == READING_ORIGIN_IMPORTED,
    };
    return RC_OK;
}

static enum rc refuse(struct ingest_work *work, const struct taking *taking, const char *code,
                      const char *pointer, const char *proposed) {
    struct ingest_refusal refusal;
    enum rc rc = make_refusal(work, taking, code, pointer, proposed, &refusal);
    return rc == RC_OK ? ingest_refuse(work, &refusal) : rc;
}

// RC_NOT_FOUND: nobody had the device then, or its user button is nobody's (telemonitoring case
// 31).
static enum rc find_subject(struct ingest_work *work, struct taking *taking) {
    int64_t subject_id = 0;
    int slot = taking->reading->slot;
    int64_t at_us = taking->reading->time_us;
    enum rc rc = slot < 0 ? RC_NOT_FOUND
                          : slot_at(work->tx, work->device->id, slot, at_us, &subject_id);
    if (rc == RC_NOT_FOUND && (slot < 0 || slot == 1)) {
        rc = ingest_speaker_holder(work->speaker, at_us, &subject_id);
    }
    if (rc == RC_OK) {
        rc = ingest_person_find(work->batch->memory, work->tx, subject_id, &taking->person);
        if (rc == RC_NOT_FOUND) {
            rc = RC_BUG; // the foreign key forbids it
        }
    }
    if (rc == RC_OK) {
        taking->subject = taking->person->subject;
    }
    return rc;
}

// Only the primary profile has its members at this place; elsewhere the reading is shown.
static const char *place_within(struct ingest_work *work, const struct payload_reading *reading,
                                const char *way, const char *member) {
    bool primary = strncmp(reading->place, "/readings/", 10) == 0;
    return primary ? arena_printf(work->arena, "%s/%s%s", reading->place, way, member)
                   : reading->place;
}

// The stable code of what keeps a reading from being evaluated; NULL: nothing. *pointer and
// *proposed are filled with it.
static const char *find_fault(struct ingest_work *work, const struct taking *taking,
                              const char **pointer, const char **proposed) {
    const struct payload_reading *reading = taking->reading;
    *proposed = NULL;
    if (reading->fault.code != PAYLOAD_OK) {
        *pointer = reading->fault.pointer;
        return payload_fault_text(reading->fault.code);
    }
    *pointer = reading->place;
    if ((reading->flags & PAYLOAD_FLAG_CONTROL) != 0) {
        return "control-measurement";
    }
    if (taking->subject.id == 0 && reading->slot > -1 && reading->slot != 1) {
        *pointer = place_within(work, reading, "", "slot");
        return "slot-not-mapped";
    }
    enum freshness freshness = freshness_of(reading->time_us, work->received_us);
    if (freshness != FRESHNESS_OK) {
        *pointer = place_within(work, reading, "", "t");
        *proposed = ingest_clock_proposal(work, reading);
        return freshness_code(freshness);
    }
    if (ingest_clock_untrusted(work, reading)) {
        *pointer = place_within(work, reading, "", "t");
        *proposed = ingest_clock_proposal(work, reading);
        return "clock-behind";
    }
    struct plausibility_finding finding;
    plausibility_reading(reading->values, reading->value_count, &finding);
    if (finding.verdict == PLAUSIBILITY_OK) {
        return NULL;
    }
    const struct quantity_row *quantity = quantity_describe(finding.quantity);
    if (quantity != NULL) {
        *pointer = place_within(work, reading, "values/", quantity->code);
        *proposed = measure_proposal(reading, &finding, work->arena);
    }
    return plausibility_code(finding.verdict);
}

bool ingest_digest(const struct payload_message *message, size_t index, const char *device,
                   uint8_t digest[READING_DIGEST_SIZE]) {
    struct payload_keys keys;
    if (!payload_reading_keys(message, index, device, &keys)) {
        return false;
    }
    char identity[2 * PAYLOAD_KEY_SIZE + 2];
    int length = snprintf(identity, sizeof identity, "%s\n%s", keys.slot, keys.values);
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash(identity, (size_t)length, hash);
    memcpy(digest, hash, READING_DIGEST_SIZE);
    return true;
}

static bool identify(const struct ingest_work *work, struct taking *taking) {
    const struct ingest_message *message = work->message;
    taking->identity.time_us = taking->reading->time_us;
    if (taking->whole != NULL) {
        // What was put together stands in no message; its time is its own.
        const struct payload_message alone = {
            .seq = -1, .boot = -1, .reading_count = 1, .readings = taking->whole};
        return ingest_digest(&alone, 0, work->device_id.text, taking->identity.digest);
    }
    if (message->digests == NULL) {
        return ingest_digest(&message->decoded, taking->index, work->device_id.text,
                             taking->identity.digest);
    }
    memcpy(taking->identity.digest, message->digests[taking->index], READING_DIGEST_SIZE);
    return true;
}

// A technical alert about the device, on the row of whose reading it was.
static enum rc report_device(struct ingest_work *work, const struct taking *taking,
                             const char *rule, const char *what) {
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = taking->subject.fund,
        .subject = taking->subject.public_id,
        .subject_id = taking->subject.id,
        .kind = ALERT_KIND_DEVICE,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = rule,
        .measured_us = taking->reading->time_us,
        .raised_us = work->now_us,
        .scope =
            alert_scope(work->arena, ALERT_KIND_DEVICE, &work->device_id,
                        arena_printf(work->arena, "%s:%s", what, taking->subject.public_id.text)),
    };
    return alert_raise(work->tx, &alert, work->arena);
}

// Whether the message's own counting knows this reading already. *again: nothing is left to do.
static enum rc check_sequence(struct ingest_work *work, struct taking *taking, bool *again) {
    const struct payload_message *message = &work->message->decoded;
    *again = false;
    if (message->seq < 0) {
        return RC_OK;
    }
    struct reading_sequence sequence = {.device_id = work->device->id,
                                        .boot = message->boot,
                                        .seq = message->seq,
                                        .place = (int64_t)taking->index};
    enum sequence_verdict verdict;
    struct reading_identity earlier;
    enum rc rc = reading_sequence_claim(work->tx, &sequence, &taking->identity, &verdict, &earlier);
    if (rc != RC_OK) {
        return rc;
    }
    *again = verdict == SEQUENCE_AGAIN;
    if (verdict == SEQUENCE_REUSED) {
        // Both are kept and both are marked; which of them is right is for a person to say.
        taking->flags |= READING_FLAG_SEQUENCE_REUSED;
        rc = reading_flag(work->tx, &earlier, READING_FLAG_SEQUENCE_REUSED);
    }
    return rc;
}

static enum reading_level level_of(enum alert_level level) {
    switch (level) {
    case ALERT_LEVEL_WARNING_LOW:
        return READING_LEVEL_WARN_LOW;
    case ALERT_LEVEL_WARNING_HIGH:
        return READING_LEVEL_WARN_HIGH;
    case ALERT_LEVEL_ALERT_LOW:
        return READING_LEVEL_ALERT_LOW;
    case ALERT_LEVEL_ALERT_HIGH:
        return READING_LEVEL_ALERT_HIGH;
    case ALERT_LEVEL_NONE:
        break;
    }
    return READING_LEVEL_NORMAL;
}

static enum rc judge(struct ingest_work *work, const struct taking *taking,
                     const struct reading *reading, const struct alert_verdict *verdict) {
    if (verdict->level == ALERT_LEVEL_NONE) {
        return RC_OK;
    }
    bool current = work->received_us - reading->identity.time_us <= INGEST_CURRENT_US;
    bool severe = alert_level_severity(verdict->level) > 1;
    bool low =
        reading->level == READING_LEVEL_WARN_LOW || reading->level == READING_LEVEL_ALERT_LOW;
    // What no number says has an alert of its own: an open one about a number must not hide it.
    bool beyond = (reading->flags & (READING_FLAG_BELOW_RANGE | READING_FLAG_ABOVE_RANGE)) != 0;
    struct alert alert = {
        .public_id = public_id_new(),
        .fund = taking->subject.fund,
        .subject = taking->subject.public_id,
        .subject_id = taking->subject.id,
        .kind = ALERT_KIND_LIMIT,
        .severity = severe && current ? ALERT_SEVERITY_URGENT : ALERT_SEVERITY_WARNING,
        .quantity = reading->quantity,
        .level = reading->level,
        .limit_value = verdict->limit,
        .value = reading->value,
        .rule = beyond ? RULE_BEYOND_METER : RULE_FOUR_BOUND,
        .measured_us = reading->identity.time_us,
        .raised_us = work->now_us,
        .scope = alert_scope(work->arena, ALERT_KIND_LIMIT, &taking->subject.public_id,
                             arena_printf(work->arena, "%s:%s%s",
                                          quantity_describe(reading->quantity)->code,
                                          low ? "low" : "high", beyond ? "-beyond" : "")),
    };
    return alert_raise(work->tx, &alert, work->arena);
}

static unsigned beyond_flag(enum quantity_beyond beyond) {
    switch (beyond) {
    case QUANTITY_BELOW:
        return READING_FLAG_BELOW_RANGE;
    case QUANTITY_ABOVE:
        return READING_FLAG_ABOVE_RANGE;
    case QUANTITY_WITHIN:
        break;
    }
    return 0;
}

// What the limits in force say. ALERT_LEVEL_NONE and *judged false: there is none, and none is
// needed.
static enum rc judge_value(struct ingest_work *work, const struct taking *taking,
                           const struct quantity_value *value, struct alert_verdict *verdict,
                           bool *judged) {
    *verdict = (struct alert_verdict){.level = ALERT_LEVEL_NONE};
    *judged = false;
    if (work->batch->record_only) {
        return RC_OK;
    }
    const struct alert_rule *rule;
    enum rc rc = ingest_person_rule(work->batch->memory, work->tx, taking->person, value->quantity,
                                    &rule);
    if (rc != RC_OK) {
        return rc;
    }
    bool beyond = value->beyond != QUANTITY_WITHIN;
    *judged = rule != NULL || beyond;
    if (beyond) {
        *verdict = alert_rule_evaluate_beyond(rule, value);
    } else if (rule != NULL) {
        *verdict = alert_rule_evaluate(rule, value->canonical);
    }
    return RC_OK;
}

// *fresh is cleared when the value is here already; *run says for how long it has been the same.
static enum rc take_value(struct ingest_work *work, struct taking *taking, size_t i, bool *fresh,
                          struct stuck_run *run) {
    const struct payload_reading *from = taking->reading;
    struct reading reading = {
        .identity = taking->identity,
        .quantity = from->values[i].quantity,
        .kind = from->kind,
        .device_id = work->device->id,
        .value = from->values[i].canonical,
        .sent = from->sent[i].number,
        .unit = from->sent[i].unit,
        .origin = work->origin == READING_ORIGIN_NONE ? READING_ORIGIN_DEVICE : work->origin,
        .flags = taking->flags | beyond_flag(from->values[i].beyond),
        .received_us = work->received_us,
    };
    struct alert_verdict verdict;
    bool judged;
    enum rc rc = judge_value(work, taking, &from->values[i], &verdict, &judged);
    if (rc != RC_OK) {
        return rc;
    }
    if (judged) {
        reading.level = level_of(verdict.level);
        taking->judged = true;
    }
    rc = reading_insert(work->tx, &reading, fresh);
    if (rc == RC_OK && *fresh) {
        rc = ingest_person_newest(work->batch->memory, work->tx, taking->person, &reading, run);
        if (rc == RC_OK) {
            rc = judge(work, taking, &reading, &verdict);
        }
    }
    return rc;
}

static enum rc note_heard(struct ingest_work *work, const struct taking *taking) {
    bool back;
    ingest_person_heard(work->batch->memory, taking->person, taking->reading->time_us, &back);
    return back ? alert_end_silence(work->tx, &taking->subject, work->now_us, work->arena) : RC_OK;
}

static enum rc take(struct ingest_work *work, struct taking *taking) {
    const struct payload_reading *reading = taking->reading;
    if (!identify(work, taking)) {
        return RC_BUG;
    }
    const char *source = reading->meter[0] == '\0' ? work->device_id.text : reading->meter;
    enum rc rc = ingest_person_source(work->batch->memory, work->tx, taking->person, source,
                                      &taking->identity.source_id);
    if (rc == RC_LIMIT && !work->by_hand) {
        // A gateway that makes up a name for every message: each would cost every chart a look a
        // day.
        return refuse(work, taking, "too-many-meters",
                      arena_printf(work->arena, "%s/meter", reading->place), NULL);
    }
    bool again = false;
    if (rc == RC_OK) {
        rc = check_sequence(work, taking, &again);
    }
    bool fresh = !again;
    struct stuck_run runs[QUANTITY_VALUES_MAX] = {{0, 0, 0}};
    for (size_t i = 0; rc == RC_OK && fresh && i < reading->value_count; i++) {
        rc = take_value(work, taking, i, &fresh, &runs[i]);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (!fresh) {
        work->counts.duplicates++;
        return RC_OK;
    }
    work->counts.readings++;
    work->counts.used += taking->judged ? 1 : 0;
    if ((taking->flags & READING_FLAG_SEQUENCE_REUSED) != 0) {
        rc = report_device(work, taking, RULE_SEQUENCE_REUSED, "sequence");
    }
    if (rc == RC_OK && stuck_sensor_judges(reading->kind, reading->value_count) &&
        stuck_sensor_found(runs, reading->value_count)) {
        rc = report_device(work, taking, RULE_STUCK_SENSOR, "stuck");
    }
    if (rc == RC_OK && (taking->flags & READING_FLAG_CLOCK_AHEAD) != 0) {
        rc = report_device(work, taking, RULE_CLOCK_AHEAD, "clock");
    }
    if (rc == RC_OK && (taking->flags & READING_FLAG_CLOCK_BEHIND) != 0) {
        rc = report_device(work, taking, RULE_CLOCK_BEHIND, "clock-behind");
    }
    if (rc == RC_OK) {
        rc = note_heard(work, taking);
    }
    return rc == RC_OK ? ingest_touch(work, &taking->subject) : rc;
}

static unsigned flags_of(const struct payload_reading *reading) {
    return reading->flags | (reading->hour_twice ? READING_FLAG_HOUR_TWICE : 0);
}

static enum rc take_or_refuse(struct ingest_work *work, struct taking taking) {
    taking.flags = flags_of(taking.reading);
    if (freshness_clock_ahead(work->message->decoded.sent_us, work->received_us)) {
        taking.flags |= READING_FLAG_CLOCK_AHEAD; // kept as sent: the meter may have its own clock
    }
    if (work->device->clock.behind_us > 0 && !taking.reading->time_relative) {
        taking.flags |= READING_FLAG_CLOCK_BEHIND;
    }
    enum rc rc = RC_NOT_FOUND;
    if (taking.reading->has_time) {
        rc = find_subject(work, &taking);
        if (rc != RC_OK && rc != RC_NOT_FOUND) {
            return rc;
        }
    }
    if (rc == RC_OK && ingest_has_left(work, &taking.subject, taking.reading->time_us)) {
        return ingest_drop(work, &taking.subject);
    }
    if (!taking.reading->has_time && ingest_has_left(work, &work->holder, 0)) {
        return ingest_drop(work, &work->holder);
    }
    bool assigned = rc == RC_OK;
    const char *pointer;
    const char *proposed;
    const char *code = find_fault(work, &taking, &pointer, &proposed);
    if (code == NULL && !assigned) {
        code = "not-assigned";
    }
    if (code == NULL) {
        return take(work, &taking);
    }
    struct ingest_refusal refusal;
    rc = make_refusal(work, &taking, code, pointer, proposed, &refusal);
    if (rc != RC_OK) {
        return rc;
    }
    bool half = assigned && ingest_is_half(work, taking.reading) &&
                freshness_of(taking.reading->time_us, work->received_us) == FRESHNESS_OK;
    return half ? ingest_half(work, &refusal, taking.index) : ingest_refuse(work, &refusal);
}

enum rc ingest_reading(struct ingest_work *work, size_t index) {
    return take_or_refuse(
        work,
        (struct taking){.reading = &work->message->decoded.readings[index], .index = index});
}

enum rc ingest_whole(struct ingest_work *work, size_t index, struct payload_reading *whole) {
    return take_or_refuse(work,
                          (struct taking){.reading = whole, .whole = whole, .index = index});
}

// With a memory for this reading alone.
static enum rc take_alone(struct ingest_work *work, struct taking *taking) {
    struct ingest_memory *memory;
    enum rc rc = ingest_memory_open(&memory);
    if (rc != RC_OK) {
        return rc;
    }
    work->batch->memory = memory;
    ingest_memory_begin(memory, work->tx, work->now_us);
    rc = ingest_person_find(memory, work->tx, taking->subject.id, &taking->person);
    if (rc == RC_OK) {
        rc = take(work, taking);
    }
    if (rc == RC_OK) {
        rc = ingest_memory_write(memory, work->tx);
    }
    ingest_memory_close(memory);
    work->batch->memory = NULL;
    return rc;
}

enum rc ingest_by_hand(struct ingest_work *work, const struct subject *subject) {
    const struct payload_reading *reading = &work->message->decoded.readings[0];
    struct taking taking = {.reading = reading, .subject = *subject, .flags = flags_of(reading)};
    return take_alone(work, &taking);
}

enum rc ingest_imported(struct ingest_work *work, const struct subject *subject,
                        const char **code) {
    const struct payload_reading *reading = &work->message->decoded.readings[0];
    struct taking taking = {.reading = reading, .subject = *subject, .flags = flags_of(reading)};
    const char *pointer;
    const char *proposed;
    *code = find_fault(work, &taking, &pointer, &proposed);
    if (*code == NULL) {
        return take_alone(work, &taking);
    }
    // A file of a whole year is no reason to fill the quarantine: its rows are still in the file.
    bool kept = freshness_of(reading->time_us, work->received_us) == FRESHNESS_OK;
    return kept ? refuse(work, &taking, *code, pointer, proposed) : RC_OK;
}
