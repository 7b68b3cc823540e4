// SPDX-License-Identifier: EUPL-1.2
// Ending a member's monitoring: nothing measured from then on is kept, and the kit comes back
// (telemonitoring §5 case 34).
#ifndef SERVICE_LEAVING_H
#define SERVICE_LEAVING_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct once;
struct service;

// Why, as the API says it; the first is NULL, so that an index is an enum leaving_reason of the
// store.
enum { LEAVING_WORD_COUNT = 5 };
extern const char *const LEAVING_WORDS[LEAVING_WORD_COUNT];

struct leaving {
    struct public_id subject;
    int reason; // index in LEAVING_WORDS
    struct once *once;
};

// From now on: silence is over, what devices still send is counted and not kept, and each device
// that the member has makes an alert "recover kit". RC_NOT_FOUND "subject-unknown"; RC_CONFLICT
// "left-already": it has ended before.
RC_CHECKED enum rc monitoring_end(const struct service *service, const struct actor *actor,
                                  const struct leaving *leaving, struct arena *arena,
                                  struct fault *fault);

#endif
