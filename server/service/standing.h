// SPDX-License-Identifier: EUPL-1.2
// What the office knows that ends a member's monitoring: a death, a cover that is over
// (telemonitoring §5 case 34, decision 0031).
//
// Monitoring learns it by the office's outbox row "monitoring.standing" {"person"}, which says whose
// standing to look at and not what it is: the row is applied with what holds then, so rows may come
// late, twice or in any order. A change is a task for a person on the member's row of the worklist;
// whether the monitoring ends stays theirs to decide (service/leaving.h).
#ifndef SERVICE_STANDING_H
#define SERVICE_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/result.h"
#include "store/persons.h"
#include "store/subjects.h"

struct service;
struct tx;

#define STANDING_OUTBOX_KIND "monitoring.standing"

// Inside an office transaction. Of the person's claims and covers, as known on the domain day.
// RC_NOT_FOUND: the person was erased.
RC_CHECKED enum rc standing_find(struct tx *tx, const struct service *service,
                                 const struct person *person, struct arena *arena,
                                 enum subject_standing *standing);

// Inside an office closure that changed what may count: tells monitoring to look. Nothing for a
// person who is not enrolled. The caller appends the audit entry.
RC_CHECKED enum rc standing_tell(struct tx *tx, const struct person *person, struct arena *arena);

// Apply all waiting rows, each exactly once. One whose enrolment is not applied yet is tried again
// later. A job for the scheduler; `service` is a struct service.
RC_CHECKED enum rc standing_apply(void *service);

// Inside a monitoring closure: the tasks about the member's standing are done.
RC_CHECKED enum rc standing_settle(struct tx *tx, const struct subject *subject, int64_t now_us,
                                   struct arena *arena);

// A job for the scheduler, about every second: once a domain day it walks in slices over everybody
// who is enrolled and has those looked at of whom monitoring knows otherwise. So a cover that ends by
// the calendar alone is seen on its day, and what was recorded by an older release at the start.
struct standing_keeper {
    const struct service *service;
    char day[11];  // that is being walked over, "" at first
    int64_t after; // row number of the person last looked at
    bool done;     // with that day
};
RC_CHECKED enum rc standing_keeper_run(void *keeper);

#endif
