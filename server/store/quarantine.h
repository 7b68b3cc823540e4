// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated, with its bytes and the reason (monitoring database).
#ifndef STORE_QUARANTINE_H
#define STORE_QUARANTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/devices.h"
#include "store/sealed.h"
#include "store/store.h"

struct quarantine_item {
    int64_t id;
    struct public_id public_id;
    struct public_id fund;     // unset: of no known device
    struct public_id device;   // as authenticated at the door; unset: not readable
    int64_t subject_id;        // 0: nobody had the device, or nobody knows when it was measured
    struct public_id subject;  // filled when read
    struct sealed subject_key; // filled when read: the subject's wrapped key
    enum transport transport;
    struct public_id inbox; // where it came from
    int64_t sequence;
    const char *code;      // stable reason
    const char *pointer;   // JSON Pointer into the message
    const char *proposed;  // proposed interpretation, or NULL
    int64_t bytes;         // length of the payload
    struct sealed payload; // "quarantine|payload|<public id>" under the subject's or system key
    int64_t received_us;   // domain instant at the door
    const char *act;       // what a person made of it: "confirmed" …; "completed": the server, with
                           // its other half (store/halves.h); NULL: nothing yet
    struct sealed reason;  // "quarantine|reason|<public id>" under the key of the payload
    int64_t acted_us;      // domain instant
    struct public_id acted_by;
    struct public_id acted_subject; // whose reading it became; unset: nobody's
};

// id, subject, subject_key and all about the act are ignored.
RC_CHECKED enum rc quarantine_insert(struct tx *tx, const struct quarantine_item *item);

// Whether what stands at this place of a message is there already. RC_NOT_FOUND: it is not.
RC_CHECKED enum rc quarantine_has(struct tx *tx, const struct public_id *inbox, int64_t sequence,
                                  const char *pointer);

// What was kept of one message of an inbox, in the order of the message.
struct quarantine_part {
    struct public_id public_id;
    const char *code;
    const char *pointer;
    const char *act; // NULL: nobody has acted yet
};
RC_CHECKED enum rc quarantine_of_message(struct tx *tx, const struct public_id *inbox,
                                         int64_t sequence, struct arena *arena,
                                         struct quarantine_part **parts, size_t *count);

// Items of the fund on which a person has acted, or has not, newest first, older than `before_id`
// (0: from the newest), at most `limit`.
RC_CHECKED enum rc quarantine_page(struct tx *tx, const struct public_id *fund, bool acted,
                                   int64_t before_id, size_t limit, struct arena *arena,
                                   struct quarantine_item **items, size_t *count);
// RC_NOT_FOUND.
RC_CHECKED enum rc quarantine_by_public_id(struct tx *tx, const struct public_id *public_id,
                                           struct arena *arena, struct quarantine_item *item);

// RC_NOT_FOUND: somebody has acted already. `subject_id` 0: nobody's.
struct quarantine_act {
    const char *act;
    const struct sealed *reason;
    int64_t at_us;
    struct public_id by;
    int64_t subject_id;
};
RC_CHECKED enum rc quarantine_settle(struct tx *tx, int64_t id, const struct quarantine_act *act);

// The row number of an item, to go on after it. RC_NOT_FOUND.
RC_CHECKED enum rc quarantine_place(struct tx *tx, const struct public_id *public_id, int64_t *id);

#endif
