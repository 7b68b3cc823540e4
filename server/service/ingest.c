// SPDX-License-Identifier: EUPL-1.2
// Taking a batch of messages out of custody.
#include "service/ingest.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "service/alert_raise.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/worklist.h"

enum { ANNOUNCED_SINGLY = 50 };

enum rc ingest_touch(struct ingest_work *work, const struct subject *subject) {
    struct ingest_touched *touched = &work->batch->touched;
    struct ingest_memory *memory = work->batch->memory;
    struct ingest_person *person =
        memory == NULL ? NULL : ingest_person_known(memory, subject->id);
    if (person != NULL && person->touched == ingest_memory_run(memory)) {
        return RC_OK;
    }
    // Whom the memory does not know, or has forgotten, may be here all the same.
    for (size_t i = 0; (person == NULL || work->batch->careful) && i < touched->count; i++) {
        if (public_id_equal(&touched->members[i].subject, &subject->public_id)) {
            return RC_OK;
        }
    }
    if (person != NULL) {
        person->touched = ingest_memory_run(memory);
    }
    if (touched->count == touched->capacity) {
        size_t capacity = touched->capacity == 0 ? 32 : touched->capacity * 2;
        struct ingest_member *larger = arena_array(touched->arena, capacity, sizeof *larger);
        if (larger == NULL) {
            return RC_NOMEM;
        }
        if (touched->count > 0) {
            memcpy(larger, touched->members, touched->count * sizeof *larger);
        }
        touched->members = larger;
        touched->capacity = capacity;
    }
    touched->members[touched->count++] =
        (struct ingest_member){.subject = subject->public_id, .fund = subject->fund};
    return RC_OK;
}

// An alert about the custody itself: of no fund and no subject.
static enum rc raise_custody(struct ingest_work *work, enum alert_kind kind, const char *rule) {
    struct alert alert = {
        .public_id = public_id_new(),
        .kind = kind,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = rule,
        .raised_us = work->now_us,
        .scope = alert_scope(work->arena, kind, &work->batch->inbox, NULL),
    };
    return alert_raise(work->tx, &alert, work->arena);
}

static enum rc refuse_whole(struct ingest_work *work, const char *code, const char *pointer) {
    struct ingest_refusal refusal = {
        .code = code,
        .pointer = pointer,
        .bytes = work->message->raw->payload,
        .length = work->message->raw->length,
    };
    return ingest_refuse(work, &refusal);
}

bool ingest_has_left(const struct ingest_work *work, const struct subject *subject,
                     int64_t measured_us) {
    if (subject->id == 0 || subject->closed_us == 0) {
        return false;
    }
    bool all = subject->closed_reason == LEAVING_CONSENT_REVOKED || measured_us == 0;
    return (all ? work->received_us : measured_us) >= subject->closed_us;
}

enum rc ingest_drop(struct ingest_work *work, const struct subject *subject) {
    work->counts.dropped++;
    enum rc rc = alert_recover_kit(work->tx, subject, &work->device_id, work->now_us, work->arena);
    return rc == RC_OK ? ingest_touch(work, subject) : rc;
}

static enum rc take_readings(struct ingest_work *work) {
    const struct payload_message *decoded = &work->message->decoded;
    for (size_t i = 0; i < decoded->reading_count; i++) {
        enum rc rc = ingest_reading(work, i);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc take_from_device(struct ingest_work *work) {
    const struct payload_fault *fault = &work->message->fault;
    struct device_news news = {
        .messages = 1, .received_us = work->received_us, .battery = DEVICE_NO_BATTERY};
    enum rc rc = RC_OK;
    if (work->device->revoked && work->device->revoked_us <= work->received_us) {
        // Only what a door accepted in the seconds before it heard of the revocation.
        rc = refuse_whole(work, "device-revoked", "");
    } else if (fault->code == PAYLOAD_OK) {
        rc = ingest_clock(work);
        if (rc == RC_OK) {
            rc = take_readings(work);
        }
        news.battery = work->message->decoded.battery;
    } else if (fault->code != PAYLOAD_EMPTY && ingest_has_left(work, &work->holder, 0)) {
        rc = ingest_drop(work, &work->holder);
    } else if (fault->code != PAYLOAD_EMPTY) {
        rc = refuse_whole(work, payload_fault_text(fault->code), fault->pointer);
    }
    if (rc == RC_OK) {
        news.duplicates = work->counts.duplicates;
        news.dropped = work->counts.dropped;
        ingest_speaker_heard(work->batch->memory, work->speaker, &news);
        work->found.messages = work->speaker->device.messages;
        rc = ingest_fund_received(work->batch->memory, &work->device->fund, work->received_us);
    }
    return rc;
}

static enum rc take_message(struct ingest_work *work) {
    const struct inbox_message *raw = work->message->raw;
    if (raw->soundness == INBOX_DAMAGED) {
        enum rc rc = raise_custody(work, ALERT_KIND_DAMAGED, RULE_DAMAGED);
        struct ingest_refusal refusal = {.code = "damaged-row",
                                         .pointer = "",
                                         .bytes = raw->payload,
                                         .length = raw->length,
                                         .quiet = true};
        return rc == RC_OK ? ingest_refuse(work, &refusal) : rc;
    }
    if (work->message->fault.code == PAYLOAD_NO_MEMORY) {
        return RC_NOMEM;
    }
    struct ingest_memory *memory = work->batch->memory;
    enum rc rc = ingest_speaker_find(memory, work->tx, &work->device_id, &work->speaker);
    if (rc != RC_OK) {
        return rc;
    }
    if (!work->speaker->known) {
        return refuse_whole(work, "unknown-device", "");
    }
    work->found = work->speaker->device;
    work->device = &work->found;
    int64_t holder = 0;
    rc = ingest_speaker_holder(work->speaker, work->received_us, &holder);
    if (rc == RC_OK) {
        struct ingest_person *person;
        rc = ingest_person_find(memory, work->tx, holder, &person);
        if (rc == RC_OK) {
            work->holder = person->subject;
        }
    } else if (rc == RC_NOT_FOUND) {
        rc = RC_OK;
    }
    return rc == RC_OK ? take_from_device(work) : rc;
}

// What is wrong with one message and not with the storage: the others may go on.
static bool is_its_own(enum rc rc) {
    return rc == RC_BUG || rc == RC_CONFLICT || rc == RC_INVALID || rc == RC_NOT_FOUND ||
           rc == RC_STALE || rc == RC_DENIED;
}

static enum rc take_or_set_aside(struct ingest_work *work) {
    struct ingest_batch *batch = work->batch;
    if (!batch->careful) {
        enum rc rc = take_message(work);
        batch->failed_alone = is_its_own(rc);
        return rc;
    }
    // What is undone must take nothing with it that another message did.
    ingest_memory_forget(batch->memory);
    enum rc rc = message_begin(work->tx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = take_message(work);
    if (rc == RC_OK) {
        rc = ingest_memory_write(batch->memory, work->tx);
    }
    if (rc == RC_OK) {
        return message_keep(work->tx);
    }
    if (!is_its_own(rc)) {
        return rc;
    }
    enum rc undone = message_undo(work->tx);
    if (undone != RC_OK) {
        return undone;
    }
    ingest_memory_forget(batch->memory);
    log_error("drain.our-fault", log_text("inbox", batch->inbox.text),
              log_int("sequence", work->message->raw->sequence), log_rc(rc));
    work->counts = (struct ingest_counts){.our_fault = 1};
    work->holder = (struct subject){0}; // whatever went wrong, setting aside must not meet it again
    return refuse_whole(work, "our-fault", "");
}

static void add_counts(struct ingest_counts *sum, const struct ingest_counts *one) {
    sum->messages++;
    sum->readings += one->readings;
    sum->duplicates += one->duplicates;
    sum->quarantined += one->quarantined;
    sum->dropped += one->dropped;
    sum->our_fault += one->our_fault;
    sum->gaps += one->gaps;
    sum->used += one->used;
}

static enum rc take_one(struct tx *tx, struct ingest_batch *batch,
                        const struct ingest_message *message, int64_t now_us) {
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct ingest_work work = {
        .tx = tx, .batch = batch, .message = message, .arena = arena, .now_us = now_us};
    const struct inbox_message *raw = message->raw;
    // A damaged row has no facts: the best that is known of its time is now.
    if (raw->soundness == INBOX_DAMAGED ||
        !domain_time_at(&batch->service->domain, raw->facts.received_us, &work.received_us)) {
        work.received_us = now_us;
    }
    if (raw->soundness == INBOX_SOUND) {
        work.device_id = public_id_of_bytes(raw->facts.device);
    }
    enum rc rc = RC_OK;
    if (raw->missing_before > 0) {
        log_error("drain.gap", log_text("inbox", batch->inbox.text),
                  log_int("before", raw->sequence), log_int("missing", raw->missing_before));
        rc = raise_custody(&work, ALERT_KIND_SEQUENCE_GAP, RULE_SEQUENCE_GAP);
    }
    if (rc == RC_OK) {
        rc = take_or_set_aside(&work);
    }
    if (rc == RC_OK) {
        rc = ingest_receipt(&work);
        work.counts.gaps = raw->missing_before;
        add_counts(&batch->counts, &work.counts);
    }
    arena_free(arena);
    return rc;
}

// Of very many nobody looks at each: their worklists are read again as a whole.
static enum rc announce_funds(struct tx *tx, const struct ingest_touched *touched) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < touched->count; i++) {
        const struct public_id *fund = &touched->members[i].fund;
        size_t first = 0;
        while (!public_id_equal(&touched->members[first].fund, fund)) {
            first++;
        }
        if (first == i) {
            rc = alert_announce(tx, fund, &(struct public_id){{0}}, touched->arena);
        }
    }
    return rc;
}

static enum rc announce(struct tx *tx, const struct ingest_touched *touched) {
    if (touched->count > ANNOUNCED_SINGLY) {
        return announce_funds(tx, touched);
    }
    for (size_t i = 0; i < touched->count; i++) {
        enum rc rc = alert_announce(tx, &touched->members[i].fund, &touched->members[i].subject,
                                    touched->arena);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc take_all(struct tx *tx, struct ingest_batch *batch) {
    int64_t now_us = service_domain_now(batch->service);
    ingest_memory_begin(batch->memory, tx, now_us);
    enum rc rc = ingest_receipts_begin(tx, batch);
    for (size_t i = 0; rc == RC_OK && i < batch->count; i++) {
        rc = take_one(tx, batch, &batch->messages[i], now_us);
    }
    if (rc == RC_OK) {
        rc = ingest_memory_write(batch->memory, tx);
        batch->failed_alone = is_its_own(rc);
    }
    if (rc == RC_OK) {
        rc = ingest_receipts_end(tx, batch);
    }
    if (rc == RC_OK) {
        rc = announce(tx, &batch->touched);
    }
    if (rc == RC_OK && !batch->salvage) {
        rc = inbox_cursor_write(tx, &batch->inbox, &batch->upto);
    }
    if (rc == RC_OK) {
        const char *detail =
            arena_printf(batch->touched.arena,
                         "{\"after\":%" PRId64 ",\"upto\":%" PRId64 ",\"readings\":%" PRId64
                         ",\"duplicates\":%" PRId64 ",\"quarantined\":%" PRId64 "}",
                         batch->after, batch->upto.sequence, batch->counts.readings,
                         batch->counts.duplicates, batch->counts.quarantined);
        rc = detail == NULL
                 ? RC_NOMEM
                 : audit_append(tx, "system", batch->salvage ? "drain.salvage" : "drain.take",
                                batch->inbox.text, detail);
    }
    return rc;
}

enum rc ingest_write(struct tx *tx, void *context) {
    struct ingest_batch *batch = context;
    batch->counts = (struct ingest_counts){0};
    batch->failed_alone = false;
    batch->touched = (struct ingest_touched){.arena = arena_new(0)};
    if (batch->touched.arena == NULL) {
        return RC_NOMEM;
    }
    struct inbox_cursor stored;
    enum rc rc = inbox_cursor_read(tx, &batch->inbox, &stored);
    if (rc == RC_OK && !batch->salvage && stored.sequence != batch->after) {
        rc = RC_STALE;
    }
    if (rc == RC_OK) {
        rc = take_all(tx, batch);
    }
    arena_free(batch->touched.arena);
    batch->touched = (struct ingest_touched){0};
    ingest_memory_end(batch->memory, tx);
    return rc;
}
