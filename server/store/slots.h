// SPDX-License-Identifier: EUPL-1.2
// Whose the user buttons of a shared meter are, by interval (monitoring database).
#ifndef STORE_SLOTS_H
#define STORE_SLOTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

enum { SLOT_MAX = 254 }; // 255 is "nobody known" in the Bluetooth services

struct slot {
    int64_t id;
    int64_t slot;
    struct public_id subject;
    int64_t subject_id;
    int64_t from_us; // first instant
    int64_t to_us;   // end, excluded; 0: open
};

// RC_CONFLICT: it would overlap with another interval of this button.
RC_CHECKED enum rc slot_insert(struct tx *tx, int64_t device_id, const struct slot *slot,
                               int64_t recorded_us, const struct public_id *by);
// RC_NOT_FOUND: the interval ends by then already.
RC_CHECKED enum rc slot_end(struct tx *tx, int64_t id, int64_t to_us);
// Whose the button was at that instant. RC_NOT_FOUND: nobody's.
RC_CHECKED enum rc slot_at(struct tx *tx, int64_t device_id, int64_t slot, int64_t at_us,
                           int64_t *subject_id);
// RC_NOT_FOUND: no button of the device was the subject's at that instant.
RC_CHECKED enum rc slot_any_at(struct tx *tx, int64_t device_id, int64_t subject_id, int64_t at_us);
// All intervals of a device by button, then newest first.
RC_CHECKED enum rc slot_list(struct tx *tx, int64_t device_id, struct arena *arena,
                             struct slot **slots, size_t *count);

#endif
