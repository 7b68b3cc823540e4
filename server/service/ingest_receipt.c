// SPDX-License-Identifier: EUPL-1.2
// The receipt of a message that was taken out of custody, in the same transaction.
#include <string.h>

#include "scoring/rome_time.h"
#include "service/ingest.h"

enum rc ingest_receipts_begin(struct tx *tx, struct ingest_batch *batch) {
    batch->day = (struct ingest_day){.last = 0};
    batch->ack_count = 0;
    enum rc rc = receipt_book(tx, &batch->inbox, batch->door, batch->after, &batch->book_id);
    return rc == RC_OK ? receipt_day_newest(tx, batch->book_id, batch->day.day) : rc;
}

static enum rc write_day(struct tx *tx, struct ingest_batch *batch) {
    const struct ingest_day *day = &batch->day;
    return day->counts.read == 0
               ? RC_OK
               : receipt_day_add(tx, batch->book_id, day->day, day->last, &day->counts);
}

static enum rc count_in_day(struct ingest_work *work, const struct receipt *receipt) {
    struct ingest_batch *batch = work->batch;
    char day[CIVIL_DATE_TEXT_SIZE];
    enum rc rc = RC_OK;
    // Days follow each other as sequences do, whatever the door's clock did, and none is ahead of
    // today.
    int64_t at_us = receipt->received_us < work->now_us ? receipt->received_us : work->now_us;
    if (civil_date_format(rome_date(at_us), day) == 0) {
        return RC_BUG; // the domain's clock is in the years of the calendar
    }
    if (strcmp(day, batch->day.day) > 0) {
        rc = write_day(work->tx, batch);
        batch->day = (struct ingest_day){.last = 0};
        memcpy(batch->day.day, day, sizeof batch->day.day);
    }
    batch->day.last = receipt->sequence;
    receipt_count(&batch->day.counts, receipt);
    return rc;
}

// The device's own number of the message is stored; told after the commit, once for each device.
static enum rc note_run(struct ingest_work *work, const struct receipt *receipt) {
    struct ingest_batch *batch = work->batch;
    enum rc rc = receipt_run_note(work->tx, receipt->device_id, receipt->boot, receipt->seq);
    for (size_t i = 0; i < batch->ack_count; i++) {
        if (batch->acks[i].device_id == receipt->device_id) {
            batch->acks[i].boot = receipt->boot;
            return rc;
        }
    }
    batch->acks[batch->ack_count++] = (struct ingest_ack){.device_id = receipt->device_id,
                                                          .device = work->device_id,
                                                          .boot = receipt->boot};
    return rc;
}

enum rc ingest_receipt(struct ingest_work *work) {
    const struct ingest_message *message = work->message;
    bool decoded = message->raw->soundness == INBOX_SOUND && message->fault.code == PAYLOAD_OK;
    const struct receipt receipt = {
        .book_id = work->batch->book_id,
        .sequence = message->raw->sequence,
        .device_id = work->device == NULL ? 0 : work->device->id,
        .messages = work->found.messages,
        .received_us = work->received_us,
        .read_us = work->now_us,
        .boot = decoded ? message->decoded.boot : -1,
        .seq = decoded ? message->decoded.seq : -1,
        .stored = work->counts.readings,
        .duplicates = work->counts.duplicates,
        .quarantined = work->counts.quarantined,
        .rejected = work->counts.dropped,
        .used = work->counts.used,
    };
    bool fresh = false;
    enum rc rc = receipt_put(work->tx, &receipt, &fresh);
    if (rc == RC_OK && fresh) {
        rc = count_in_day(work, &receipt);
    }
    if (rc == RC_OK && receipt.device_id != 0 && receipt.seq >= 0) {
        rc = note_run(work, &receipt);
    }
    return rc;
}

enum rc ingest_receipts_end(struct tx *tx, struct ingest_batch *batch) {
    enum rc rc = write_day(tx, batch);
    for (size_t i = 0; rc == RC_OK && i < batch->ack_count; i++) {
        struct ingest_ack *ack = &batch->acks[i];
        rc = receipt_run_read(tx, ack->device_id, false, ack->boot, &ack->run);
    }
    return rc;
}
