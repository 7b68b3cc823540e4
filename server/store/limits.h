// SPDX-License-Identifier: EUPL-1.2
// Care limits per subject and quantity: append-only, with effective and recorded time.
#ifndef STORE_LIMITS_H
#define STORE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/alert_rule.h"
#include "store/sealed.h"
#include "store/store.h"

struct care_limit {
    struct public_id public_id; // names the row to the vault
    int64_t subject_id;
    struct alert_rule rule;
    struct sealed reason;    // "care_limits|reason|<public id>" under the subject's key; none for
                             // a profile's default
    struct public_id set_by; // user; unset: the default of the condition's profile
    int64_t from_us;         // in force from here …
    int64_t recorded_us;     // … and known since then (domain instants)
};

RC_CHECKED enum rc limit_insert(struct tx *tx, const struct care_limit *limit);

// The rule in force at `at_us` as known now. RC_NOT_FOUND: none.
RC_CHECKED enum rc limit_in_force(struct tx *tx, int64_t subject_id, enum quantity quantity,
                                  int64_t at_us, struct alert_rule *rule);

// Every row of one quantity (QUANTITY_NONE: all), by quantity's name, newest recorded first.
RC_CHECKED enum rc limit_list(struct tx *tx, int64_t subject_id, enum quantity quantity,
                              struct arena *arena, struct care_limit **limits, size_t *count);

#endif
