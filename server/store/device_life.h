// SPDX-License-Identifier: EUPL-1.2
// What happens to a device between members, and how it gets its credentials (monitoring database).
#ifndef STORE_DEVICE_LIFE_H
#define STORE_DEVICE_LIFE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

enum { DEVICE_DAY_SIZE = 11, DEVICE_CODE_HASH_SIZE = 32 };

struct device_life {
    int64_t cleaned_us; // newest cleaning, 0: never
    int64_t checked_us; // newest technical check, 0: never
    char due[DEVICE_DAY_SIZE]; // of the next, "": none
    int64_t retired_us;        // 0: it is not
    int64_t enrolment_until_us; // real time; 0: no code was given out, or it was used
    int64_t old_secret_us;      // real time of a rotation under way, 0: none
};
RC_CHECKED enum rc device_life_read(struct tx *tx, int64_t device_id, struct device_life *life);

// act: "cleaned", "checked", "retired"; due only for "checked". A check sets the next one.
struct device_act {
    const char *act;
    int64_t at_us;
    const char *due; // NULL: none
    int64_t recorded_us;
    struct public_id by;
};
RC_CHECKED enum rc device_act_insert(struct tx *tx, int64_t device_id,
                                     const struct device_act *act);

// RC_NOT_FOUND: it was not cleaned from the one instant to the other.
RC_CHECKED enum rc device_cleaned(struct tx *tx, int64_t device_id, int64_t from_us, int64_t to_us);

// Devices that can still be used, whose check is due by that day and was not told.
RC_CHECKED enum rc device_checks_due(struct tx *tx, const char *day, size_t limit,
                                     struct arena *arena, struct public_id **devices,
                                     size_t *count);
RC_CHECKED enum rc device_check_told(struct tx *tx, int64_t device_id);
// Once it is due it is told, though it was before. Nothing for a device without a check.
RC_CHECKED enum rc device_check_tell_again(struct tx *tx, int64_t device_id);

// A code takes the place of the one before.
RC_CHECKED enum rc device_enrolment_put(struct tx *tx, int64_t device_id,
                                        const uint8_t hash[DEVICE_CODE_HASH_SIZE],
                                        int64_t until_us);
// Whose code it is, and the code is gone. RC_NOT_FOUND: nobody's, or past its time at now_us.
RC_CHECKED enum rc device_enrolment_take(struct tx *tx, const uint8_t hash[DEVICE_CODE_HASH_SIZE],
                                         int64_t now_us, struct public_id *device);

// RC_CONFLICT: an old secret is in force already.
RC_CHECKED enum rc device_old_secret_put(struct tx *tx, int64_t device_id,
                                         const struct sealed *secret, int64_t since_us);
// RC_NOT_FOUND: none.
RC_CHECKED enum rc device_old_secret_end(struct tx *tx, int64_t device_id);
// Neither an old secret nor a code is left.
RC_CHECKED enum rc device_credentials_forget(struct tx *tx, int64_t device_id);

struct device_old_secret {
    int64_t device_id;
    struct sealed secret;
};
// All of them, by device.
RC_CHECKED enum rc device_old_secret_list(struct tx *tx, struct arena *arena,
                                          struct device_old_secret **secrets, size_t *count);

#endif
