// SPDX-License-Identifier: EUPL-1.2
// A reading that a person writes down: by hand for a member, or in the place of what was
// quarantined.
#ifndef SERVICE_ENTERED_READING_H
#define SERVICE_ENTERED_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct once;
struct payload_reading;
struct service;

struct entered_value {
    const char *quantity; // "systolic"
    const char *v;        // a decimal
    const char *u;        // UCUM
};

struct entered_reading {
    const char *kind;    // NULL: none given
    int64_t measured_us; // 0: none given
    const struct entered_value *values;
    size_t value_count;
};

// What was written as a reading of no meter. RC_INVALID at /kind, /measuredAt or /values what is
// wrong with them, also a time after now_us and values that nobody can have.
RC_CHECKED enum rc entered_reading_make(const struct entered_reading *entered, int64_t now_us,
                                        struct fault *fault, struct payload_reading *reading);

// Whether a reading that a person vouches for can be true: RC_INVALID as above. A suspicion of the
// unit is for the person to judge.
RC_CHECKED enum rc entered_reading_check(const struct payload_reading *reading, int64_t now_us,
                                         struct fault *fault);

// A member of staff writes down what a member measured, as received now and marked as manual; the
// audit says who. *fresh is false when this very reading is there already. RC_NOT_FOUND
// "subject-unknown"; RC_CONFLICT "no-device" (the member had none at that time and no user button of
// one), "monitoring-ended" (the member had left by then), "too-many-meters"; RC_INVALID as above.
struct manual_entry {
    struct public_id subject;
    struct entered_reading reading;
    struct once *once;
};
RC_CHECKED enum rc readings_enter(const struct service *service, const struct actor *actor,
                                  const struct manual_entry *entry, struct arena *arena,
                                  struct fault *fault, bool *fresh);

#endif
