// SPDX-License-Identifier: EUPL-1.2
// Taking a stored reading back, because it was somebody else's or is wrong (telemonitoring §5 case
// 53).
#ifndef SERVICE_WITHDRAWAL_H
#define SERVICE_WITHDRAWAL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct once;
struct service;

struct withdrawal {
    struct public_id subject;
    struct public_id reading; // the id of its points
    int64_t measured_us;      // … and their time
    const char *reason;
    struct once *once;
};

// The reading stays, with who took it back and why, and is in no chart, mean or last value any
// more; the same reading sent again stays taken back. Alerts that it raised say so and remain for a
// person to close. What it should have been is written down by hand. RC_NOT_FOUND
// "subject-unknown"; RC_CONFLICT "reading-unknown" (also one that was taken back before).
RC_CHECKED enum rc reading_withdraw(const struct service *service, const struct actor *actor,
                                    const struct withdrawal *withdrawal, struct arena *arena,
                                    struct fault *fault);

#endif
