// SPDX-License-Identifier: EUPL-1.2
// Taking a batch of messages out of custody: one transaction of the monitoring database for
// readings, quarantine, alerts and the cursor together (design §3.4, C4, C6,
// C7).
//
// What happens to a reading:
// - it belongs to whoever had the device when it was measured, however late it arrives; outside any
//   interval of assignment it goes to quarantine;
// - its identity decides whether it is new; a second arrival is counted and changes nothing;
// - implausible, malformed or wrongly timed: quarantine with the reason, never evaluated, and one
//   open technical alert per device, on the row of whoever has the device now; the content is
//   nobody's until it is known when it was measured;
// - so is a reading of yet another meter of a member who has had READING_SOURCES_MAX of them;
// - measured more than INGEST_CURRENT_US before it reached the door, it is history: at most a
//   warning per quantity and side, counted upwards, never urgent (telemonitoring §5 case 9);
// - a message whose processing fails alone is undone, kept in quarantine as our fault
//   ("our-fault"), and the rest goes on. For that each message needs a savepoint, which costs
//   copies of pages; so a batch is tried without first, and only one that fails is taken again.
#ifndef SERVICE_INGEST_H
#define SERVICE_INGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/public_id.h"
#include "base/result.h"
#include "inbox/inbox.h"
#include "payload/payload.h"
#include "service/ingest_memory.h"
#include "store/cursors.h"
#include "store/devices.h"
#include "store/readings.h"
#include "store/receipts.h"
#include "store/store.h"
#include "store/subjects.h"

struct service;

#define INGEST_CURRENT_US (24 * CLOCK_HOUR_US)
// How long one half of a blood pressure waits for the other (case 27).
#define INGEST_HALF_WAIT_US (2 * CLOCK_MINUTE_US)

// One message with what decoding it gave; decoding happens before the transaction.
struct ingest_message {
    const struct inbox_message *raw;
    struct payload_fault fault; // PAYLOAD_OK: `decoded` holds
    struct payload_message decoded;
    // Of each reading without a fault, by ingest_digest; NULL: not made beforehand.
    uint8_t (*digests)[READING_DIGEST_SIZE];
};

// used: of the readings, those that were judged by limits.
struct ingest_counts {
    int64_t messages, readings, duplicates, quarantined, dropped, our_fault, gaps, used;
};

// Whose page or worklist row has changed in a run; announced once at its end.
struct ingest_touched {
    struct arena *arena; // of the run
    struct ingest_member {
        struct public_id subject;
        struct public_id fund;
    } * members;
    size_t count, capacity;
};

// How far what a device has counted is stored, behind a batch.
struct ingest_ack {
    int64_t device_id;
    struct public_id device;
    int64_t boot; // of the message
    struct receipt_run run;
};

// Receipts of one day, on their way into its row.
struct ingest_day {
    char day[RECEIPT_DAY_SIZE]; // "": none yet
    int64_t last;
    struct receipt_counts counts;
};

// The digest of a reading's identity. How the message travelled is no part of it. False when the
// reading has a fault.
bool ingest_digest(const struct payload_message *message, size_t index, const char *device,
                   uint8_t digest[READING_DIGEST_SIZE]);

// The context of the closure ingest_write. `counts`, `touched` and `failed_alone` are made anew by
// every run.
struct ingest_batch {
    const struct service *service;
    bool record_only; // store and show, judge nothing by limits
    bool salvage;     // read past damage: the cursor stays, and it may not be for the first time
    bool careful;     // each message in a savepoint
    bool failed_alone; // one message failed, not the storage: the batch is to be taken carefully
    struct ingest_memory *memory; // the caller says when it is settled or must forget; by hand: NULL
    struct public_id inbox;
    const char *door; // its name, for the receipts
    enum transport transport;
    int64_t after;            // the cursor that `messages` was read behind
    struct inbox_cursor upto; // the cursor behind them
    const struct ingest_message *messages;
    size_t count;
    struct ingest_counts counts;
    struct ingest_touched touched;
    struct ingest_ack *acks; // room for `count`; who counts its messages and how far they are stored
    size_t ack_count;
    int64_t book_id;            // of the receipts
    struct ingest_day day;      // that is being counted
};

// A write closure for STORE_MONITORING. RC_STALE: the stored cursor is not `after`. It first does
// without savepoints; when it fails and `failed_alone` is set, it is called again with `careful`.
enum rc ingest_write(struct tx *tx, void *context);

// Inside the room: one message on its way, for ingest_reading.c and ingest_quarantine.c.
struct ingest_work {
    struct tx *tx;
    struct ingest_batch *batch;
    const struct ingest_message *message;
    struct arena *arena;         // of this message
    struct public_id device_id;  // as authenticated; unset for a damaged row
    const struct device_speaker *device; // NULL: not known
    struct device_speaker found; // what `device` points to: the memory may forget on the way
    struct ingest_speaker *speaker;      // in the memory; by hand: NULL
    struct subject holder;       // who has the device at the time of receipt; id 0: nobody
    int64_t received_us;         // domain instant at the door
    int64_t now_us;              // domain instant of this run
    struct ingest_counts counts; // of this message
    bool by_hand;                // a person decided: there is no raw message
    enum reading_origin origin;  // READING_ORIGIN_NONE: the device's own
};

// Why something was not evaluated.
struct ingest_refusal {
    const char *code;
    const char *pointer;
    const char *proposed; // or NULL
    const void *bytes;
    size_t length;
    const struct subject *subject; // whose it would be, or NULL
    bool quiet;                    // no alert: nothing is wrong with the device
    struct public_id *item;        // filled with the item's id when it was made now; or NULL
};

// Stores and judges the only reading of work->message as the subject's, since a person said so;
// counted in work->counts as a reading or a duplicate. RC_LIMIT: the subject has too many meters.
RC_CHECKED enum rc ingest_by_hand(struct ingest_work *work, const struct subject *subject);

// Takes the only reading of work->message as the subject's, being a row of a file: judged like a
// device's, and *code says what keeps it from being evaluated (NULL: nothing). Then it is kept in
// quarantine, without an alert, unless it is too old or ahead of time: nothing is kept of those.
// RC_LIMIT as above.
RC_CHECKED enum rc ingest_imported(struct ingest_work *work, const struct subject *subject,
                                   const char **code);

// What the message tells of its device's clock, before its readings are taken
// (scoring/device_clock.h).
RC_CHECKED enum rc ingest_clock(struct ingest_work *work);
// Whether a time by the device's clock is off by more than anybody should take for true.
bool ingest_clock_untrusted(const struct ingest_work *work, const struct payload_reading *reading);
// What that time would be by our clock, to be confirmed by a person: "t 2026-11-21T08:30:05Z?".
// NULL: not known, or it is the same.
const char *ingest_clock_proposal(const struct ingest_work *work,
                                  const struct payload_reading *reading);
// Whether it is one half of a blood pressure, whose other half may come in another message.
bool ingest_is_half(const struct ingest_work *work, const struct payload_reading *reading);
// Takes such a half of somebody's: with its other half as one reading, if that is waiting; else it
// waits itself, in quarantine and held back, as `refusal` says. A half that came before is counted
// as a duplicate.
RC_CHECKED enum rc ingest_half(struct ingest_work *work, const struct ingest_refusal *refusal,
                               size_t index);
RC_CHECKED enum rc ingest_reading(struct ingest_work *work, size_t index);
// The same for `whole` in the place of that reading; it lives as long as the batch.
RC_CHECKED enum rc ingest_whole(struct ingest_work *work, size_t index,
                                struct payload_reading *whole);
RC_CHECKED enum rc ingest_refuse(struct ingest_work *work, const struct ingest_refusal *refusal);
// The receipt of the message, after it was taken or set aside (service/ingest_receipt.c), and the
// day's row when the batch ends.
RC_CHECKED enum rc ingest_receipt(struct ingest_work *work);
RC_CHECKED enum rc ingest_receipts_begin(struct tx *tx, struct ingest_batch *batch);
RC_CHECKED enum rc ingest_receipts_end(struct tx *tx, struct ingest_batch *batch);
// What a device sends for a member who has left: counted, nothing kept, and the kit is asked for
// (telemonitoring §5 case 34).
RC_CHECKED enum rc ingest_drop(struct ingest_work *work, const struct subject *subject);
// Whether what was measured at that time (0: not known) is kept of the subject no more.
bool ingest_has_left(const struct ingest_work *work, const struct subject *subject,
                     int64_t measured_us);

RC_CHECKED enum rc ingest_touch(struct ingest_work *work, const struct subject *subject);

#endif
