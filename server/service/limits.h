// SPDX-License-Identifier: EUPL-1.2
// Care limits of one member: what is in force, what was, and setting new ones (P-03).
#ifndef SERVICE_LIMITS_H
#define SERVICE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/quantity.h"
#include "service/actor.h"
#include "service/staff_label.h"

struct service;

struct limit_view {
    enum quantity quantity;
    const char *unit;
    int64_t from_us;
    int64_t to_us;         // 0: in force
    const char *alert_low; // exact decimals in the canonical unit; NULL: not set
    const char *warn_low;
    const char *warn_high;
    const char *alert_high;
    const char *reason;   // "profile" for a default of the condition
    struct staff_view by; // unset: the condition's profile
};

// What a clinician asks for: decimals as text, NULL where no bound is wanted.
struct limit_wish {
    struct public_id subject;
    enum quantity quantity;
    const char *alert_low;
    const char *warn_low;
    const char *warn_high;
    const char *alert_high;
    const char *reason;
};

// Every limit there was, newest first within a quantity. The read is audited.
RC_CHECKED enum rc limits_read(const struct service *service, const struct actor *actor,
                               const struct public_id *subject, struct arena *arena,
                               struct fault *fault, struct limit_view **limits, size_t *count);

// Append a limit that acts on readings received from now on. RC_INVALID with the places:
// not-a-decimal, too-many-decimals, and for the whole: limits-out-of-order, limit-impossible,
// limit-missing.
RC_CHECKED enum rc limits_set(const struct service *service, const struct actor *actor,
                              const struct limit_wish *wish, struct arena *arena,
                              struct fault *fault, struct limit_view *limit);

#endif
