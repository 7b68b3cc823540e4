// SPDX-License-Identifier: EUPL-1.2
// Keeping what cannot be evaluated, and saying so once per device.
#include "service/alert_raise.h"
#include "service/ingest.h"
#include "service/service.h"
#include "service/subject_key.h"
#include "store/event.h"
#include "store/quarantine.h"
#include "store/receipts.h"

static enum rc raise_alert(struct ingest_work *work, const struct ingest_refusal *refusal) {
    // Whoever has the device is told that something is wrong with it; the content may be another's.
    const struct subject *subject = refusal->subject;
    if (subject == NULL && work->holder.id != 0) {
        subject = &work->holder;
    }
    struct alert alert = {
        .public_id = public_id_new(),
        .kind = ALERT_KIND_QUARANTINE,
        .severity = ALERT_SEVERITY_TECHNICAL,
        .rule = RULE_QUARANTINE,
        .raised_us = work->now_us,
        .scope = alert_scope(work->arena, ALERT_KIND_QUARANTINE, &work->device_id,
                             subject == NULL ? NULL : subject->public_id.text),
    };
    if (subject != NULL) {
        alert.fund = subject->fund;
        alert.subject = subject->public_id;
        alert.subject_id = subject->id;
    } else if (work->device != NULL) {
        alert.fund = work->device->fund;
    }
    enum rc rc = alert_raise(work->tx, &alert, work->arena);
    return rc == RC_OK && subject != NULL ? ingest_touch(work, subject) : rc;
}

// Whether an earlier run that read past damage has kept it. RC_NOT_FOUND: it has not.
static enum rc is_kept(struct ingest_work *work, const struct ingest_refusal *refusal) {
    const struct ingest_batch *batch = work->batch;
    int64_t sequence = work->message->raw->sequence;
    enum rc rc = batch->salvage
                     ? RC_OK
                     : receipt_is(work->tx, batch->book_id, sequence, work->received_us);
    return rc == RC_OK ? quarantine_has(work->tx, &batch->inbox, sequence, refusal->pointer) : rc;
}

enum rc ingest_refuse(struct ingest_work *work, const struct ingest_refusal *refusal) {
    enum rc kept = is_kept(work, refusal);
    if (kept != RC_NOT_FOUND) {
        return kept;
    }
    struct quarantine_item item = {
        .public_id = public_id_new(),
        .device = work->device_id,
        .subject_id = refusal->subject == NULL ? 0 : refusal->subject->id,
        .transport = work->batch->transport,
        .inbox = work->batch->inbox,
        .sequence = work->message->raw->sequence,
        .code = refusal->code,
        .pointer = refusal->pointer,
        .proposed = refusal->proposed,
        .bytes = (int64_t)refusal->length,
        .received_us = work->received_us,
    };
    if (work->device != NULL) {
        item.fund = work->device->fund;
    }
    struct subject_seal seal = {
        .vault = work->batch->service->vault,
        .subject = refusal->subject == NULL ? NULL : &refusal->subject->public_id,
        .key = refusal->subject == NULL ? NULL : &refusal->subject->key,
        .place = {.table = "quarantine", .column = "payload", .row = &item.public_id},
    };
    enum rc rc = subject_seal(&seal, refusal->bytes == NULL ? "" : refusal->bytes, refusal->length,
                              work->arena, &item.payload);
    if (rc == RC_OK) {
        rc = quarantine_insert(work->tx, &item);
    }
    if (rc == RC_OK && !refusal->quiet) {
        rc = raise_alert(work, refusal);
    }
    if (rc == RC_OK && refusal->subject != NULL) {
        rc = ingest_touch(work, refusal->subject);
    }
    if (rc == RC_OK && public_id_is_set(&item.fund)) {
        rc = alert_announce_quarantine(work->tx, &item.fund);
    }
    if (rc == RC_OK) {
        work->counts.quarantined++;
        if (refusal->item != NULL) {
            *refusal->item = item.public_id;
        }
    }
    return rc;
}
