// SPDX-License-Identifier: EUPL-1.2
// Blood pressures of which one half has come, by device, meter and time (monitoring database).
#ifndef STORE_HALVES_H
#define STORE_HALVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

enum half_state {
    HALF_NONE = 0,
    HALF_WAITING, // for the other one
    HALF_TOLD,    // that it did not come, to a person
    HALF_JOINED,  // with the other one
};
enum { HALF_STATES = HALF_JOINED + 1 };

struct half {
    int64_t device_id;
    const char *meter; // "": none named
    int64_t time_us;   // domain instant of measuring
    const char *values; // `"systolic":{"v":142,"u":"mm[Hg]"}`; of both once joined
    int slot;           // -1: none
    unsigned flags;
    int64_t received_us; // domain instant at the door
    enum half_state state;
    struct public_id item; // of the quarantine
};

// The item of the quarantine is held back with it. RC_CONFLICT: there is one of that device, meter
// and time.
RC_CHECKED enum rc half_insert(struct tx *tx, const struct half *half);
// RC_NOT_FOUND.
RC_CHECKED enum rc half_read(struct tx *tx, int64_t device_id, const char *meter, int64_t time_us,
                             struct arena *arena, struct half *half);
// The other half came: `half->values` are those of both. Its item is in quarantine no more, unless a
// person acted on it.
RC_CHECKED enum rc half_join(struct tx *tx, const struct half *half);

// Whether there is anything for half_list_waiting before `tell_us`, or for half_prune before
// `forget_us`.
RC_CHECKED enum rc half_due(struct tx *tx, int64_t tell_us, int64_t forget_us, bool *due);

// Halves that wait and were received before `before_us`, the oldest first, at most `limit`.
RC_CHECKED enum rc half_list_waiting(struct tx *tx, int64_t before_us, size_t limit,
                                     struct arena *arena, struct half **halves, size_t *count);
// The other half did not come: its item is shown.
RC_CHECKED enum rc half_tell(struct tx *tx, const struct half *half);
// Forget those that were received before `before_us` and wait no more, at most `limit`.
RC_CHECKED enum rc half_prune(struct tx *tx, int64_t before_us, size_t limit);

#endif
