// SPDX-License-Identifier: EUPL-1.2
// What a person makes of an item of the quarantine: confirms, assigns, corrects or discards it,
// with a reason. Nothing here is converted or guessed by the server (custody C7).
#ifndef SERVICE_QUARANTINE_DESK_H
#define SERVICE_QUARANTINE_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/entered_reading.h"
#include "service/quarantine.h"

struct once;
struct service;

enum desk_act {
    DESK_NONE = 0,
    DESK_CONFIRM, // it is a good reading of the member as it was sent
    DESK_ASSIGN,  // it is a good reading as it was sent, of `subject`
    DESK_CORRECT, // it is the reading that is given here, of `subject` or else of the member
    DESK_DISCARD, // it is none
};

struct desk_step {
    struct public_id item;
    struct once *once;
    enum desk_act act;
    const char *reason;
    struct public_id subject; // of DESK_ASSIGN and DESK_CORRECT; unset: the member the item is of
    struct entered_reading corrected; // of DESK_CORRECT
};

// The reading is stored and judged by the member's limits as any other, as received now; one that
// is there already changes nothing. RC_NOT_FOUND "quarantine-unknown"; RC_CONFLICT
// "quarantine-settled" (somebody has acted), "not-a-reading" (it cannot be read as it was sent:
// correct it), "too-many-meters"; RC_INVALID at /subject "unknown-subject" or "missing", at /kind,
// /measuredAt or /values what is wrong with them.
RC_CHECKED enum rc quarantine_decide(const struct service *service, const struct actor *actor,
                                     const struct desk_step *step, struct arena *arena,
                                     struct fault *fault, struct quarantine_view *view);

#endif
