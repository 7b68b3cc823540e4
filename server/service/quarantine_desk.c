// SPDX-License-Identifier: EUPL-1.2
// What a person makes of an item of the quarantine.
#include "service/quarantine_desk.h"

#include <string.h>

#include "service/access.h"
#include "service/alert_raise.h"
#include "service/ingest.h"
#include "service/once.h"
#include "service/quarantine_view.h"
#include "service/service.h"
#include "service/subject_key.h"
#include "store/audit.h"
#include "store/quarantine.h"
#include "store/store.h"

// One decision on its way; results are made anew by every run of the closure.
struct desk_work {
    const struct service *service;
    const struct actor *actor;
    const struct desk_step *step;
    struct arena *arena;
    struct fault *fault;
    struct quarantine_item item;
    struct quarantine_view *view;
};

static const char *const ACTS[] = {[DESK_NONE] = "",
                                   [DESK_CONFIRM] = "confirmed",
                                   [DESK_ASSIGN] = "assigned",
                                   [DESK_CORRECT] = "corrected",
                                   [DESK_DISCARD] = "discarded"};

static enum rc show(struct tx *tx, struct desk_work *work) {
    enum rc rc = quarantine_by_public_id(tx, &work->step->item, work->arena, &work->item);
    return rc == RC_OK ? quarantine_show(work->service, &work->item, work->arena, work->view) : rc;
}

static enum rc find(struct tx *tx, struct desk_work *work) {
    enum rc rc = quarantine_by_public_id(tx, &work->step->item, work->arena, &work->item);
    if (rc == RC_OK) {
        // What no known device sent is shown to every fund and is for none of them to decide.
        struct access_object object = {.fund = work->item.fund};
        rc = access_check(NULL, work->actor, ACTION_QUARANTINE_WORK, &object, NULL);
    }
    return rc == RC_NOT_FOUND ? fault_set(work->fault, rc, "quarantine-unknown") : rc;
}

static enum rc find_subject(struct tx *tx, const struct desk_work *work, struct subject *subject) {
    const struct desk_step *step = work->step;
    bool named = step->act != DESK_CONFIRM && public_id_is_set(&step->subject);
    if (!named && (step->act == DESK_ASSIGN || work->item.subject_id == 0)) {
        return fault_at(work->fault, "/subject", "missing");
    }
    enum rc rc = named ? subject_by_public_id(tx, &step->subject, work->arena, subject)
                       : subject_by_id(tx, work->item.subject_id, work->arena, subject);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !public_id_equal(&subject->fund, &work->item.fund))) {
        return fault_at(work->fault, "/subject", "unknown-subject");
    }
    return rc;
}

static bool sent_reading(const struct desk_work *work, struct payload_reading *reading) {
    char *plain;
    size_t length;
    return quarantine_payload(work->service, &work->item, work->arena, &plain, &length) == RC_OK &&
           payload_read_element(plain, length, reading);
}

static enum rc make_reading(const struct desk_work *work, struct payload_reading *reading) {
    int64_t now_us = service_domain_now(work->service);
    struct payload_reading sent;
    bool readable = sent_reading(work, &sent);
    if (work->step->act != DESK_CORRECT) {
        if (!readable || sent.fault.code != PAYLOAD_OK || !sent.has_time ||
            (sent.flags & PAYLOAD_FLAG_CONTROL) != 0) {
            return fault_set(work->fault, RC_CONFLICT, "not-a-reading");
        }
        *reading = sent;
        return entered_reading_check(reading, now_us, work->fault);
    }
    enum rc rc = entered_reading_make(&work->step->corrected, now_us, work->fault, reading);
    if (rc == RC_OK && readable) {
        // Whose meter it was is still known.
        memcpy(reading->meter, sent.meter, sizeof reading->meter);
        reading->flags = sent.flags & ~(unsigned)PAYLOAD_FLAG_CONTROL;
    }
    return rc;
}

static enum rc store_reading(struct tx *tx, const struct desk_work *work,
                             const struct subject *subject, struct payload_reading *reading) {
    struct ingest_batch batch = {.service = work->service,
                                 .record_only = work->service->record_only,
                                 .inbox = work->item.inbox,
                                 .transport = work->item.transport,
                                 .touched = {.arena = work->arena}};
    struct ingest_message message = {
        .decoded = {.seq = -1, .boot = -1, .battery = -1, .reading_count = 1, .readings = reading}};
    struct ingest_work ingest = {
        .tx = tx,
        .batch = &batch,
        .message = &message,
        .arena = work->arena,
        .device_id = work->item.device,
        .now_us = service_domain_now(work->service),
        .by_hand = true,
        .origin = work->step->act == DESK_CORRECT ? READING_ORIGIN_CORRECTED : READING_ORIGIN_NONE,
    };
    ingest.received_us = ingest.now_us; // it is known from now on
    enum rc rc = device_speaker(tx, &work->item.device, &ingest.found);
    if (rc == RC_NOT_FOUND) {
        return RC_BUG; // only a known device's items have a fund
    }
    ingest.device = &ingest.found;
    if (rc == RC_OK) {
        rc = ingest_by_hand(&ingest, subject);
    }
    return rc == RC_LIMIT ? fault_set(work->fault, RC_CONFLICT, "too-many-meters") : rc;
}

static enum rc settle(struct tx *tx, const struct desk_work *work, const struct subject *subject) {
    struct sealed reason;
    struct subject_seal seal = quarantine_seal(work->service, &work->item, "reason");
    enum rc rc =
        subject_seal(&seal, work->step->reason, strlen(work->step->reason), work->arena, &reason);
    if (rc == RC_OK) {
        struct quarantine_act act = {.act = ACTS[work->step->act],
                                     .reason = &reason,
                                     .at_us = service_domain_now(work->service),
                                     .by = work->actor->user,
                                     .subject_id = subject->id};
        rc = quarantine_settle(tx, work->item.id, &act);
    }
    if (rc == RC_OK) {
        const char *what = arena_printf(work->arena, "quarantine.%s", ACTS[work->step->act]);
        rc = what == NULL
                 ? RC_NOMEM
                 : audit_append(tx, work->actor->user.text, what, work->step->item.text, NULL);
    }
    if (rc == RC_OK) {
        rc = alert_announce_quarantine(tx, &work->item.fund);
    }
    return rc == RC_OK && subject->id != 0
               ? alert_announce(tx, &work->item.fund, &subject->public_id, work->arena)
               : rc;
}

static enum rc write_decision(struct tx *tx, void *context) {
    struct desk_work *work = context;
    fault_clear(work->fault);
    enum rc rc = find(tx, work);
    if (rc == RC_OK) {
        rc = once_begin(tx, work->step->once);
    }
    if (rc == RC_OK && work->step->once != NULL && work->step->once->again) {
        return show(tx, work);
    }
    if (rc == RC_OK && work->item.act != NULL) {
        rc = fault_set(work->fault, RC_CONFLICT, "quarantine-settled");
    }
    struct subject subject = {0};
    if (rc == RC_OK && work->step->act != DESK_DISCARD) {
        struct payload_reading reading;
        rc = find_subject(tx, work, &subject);
        if (rc == RC_OK) {
            rc = make_reading(work, &reading);
        }
        if (rc == RC_OK && subject.closed_us != 0 && reading.time_us >= subject.closed_us) {
            rc = fault_at(work->fault, "/subject", "unknown-subject"); // not watched any longer
        }
        if (rc == RC_OK) {
            rc = store_reading(tx, work, &subject, &reading);
        }
    }
    if (rc == RC_OK) {
        rc = settle(tx, work, &subject);
    }
    if (rc == RC_OK) {
        rc = show(tx, work);
    }
    return rc == RC_OK ? once_end(tx, work->step->once, work->step->item.text) : rc;
}

enum rc quarantine_decide(const struct service *service, const struct actor *actor,
                          const struct desk_step *step, struct arena *arena, struct fault *fault,
                          struct quarantine_view *view) {
    struct desk_work work = {.service = service,
                             .actor = actor,
                             .step = step,
                             .arena = arena,
                             .fault = fault,
                             .view = view};
    enum rc rc =
        store_write(service->store, STORE_MONITORING, "quarantine.decide", write_decision, &work);
    return fault_named(fault, rc);
}
