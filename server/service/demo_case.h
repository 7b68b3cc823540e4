// SPDX-License-Identifier: EUPL-1.2
// What the parts of the demo seed share: who acts, and a service whose domain clock can be set
// back.
#ifndef SERVICE_DEMO_CASE_H
#define SERVICE_DEMO_CASE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/demo_people.h"
#include "service/service.h"

struct demo {
    const struct service *service; // with the real domain clock
    struct service then;           // the same parts, at another moment
    struct arena *arena;
    struct fault *fault;
    const char *step; // what is being done, for the fault's place
    struct actor admin, handler, clinician, daughter, member, administrator;
    struct public_id persons[DEMO_PEOPLE];
};

// Move `then` to 10:00 of the day that lies so many days before the domain day; 0: the present
// moment.
void demo_at(struct demo *demo, int days_before);

// That day as text, in the arena; NULL when it ran out.
const char *demo_day(struct demo *demo, int days_before);

// Claims in every state, near every limit.
RC_CHECKED enum rc demo_claims(struct demo *demo);

#endif
