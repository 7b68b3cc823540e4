// SPDX-License-Identifier: EUPL-1.2
// The reconciliation: what the doors gave numbers to, counted against what the database has.
//
// A door numbers its messages without holes (but for those its starts skip, which it says). So of
// each day: numbers given = messages with a receipt + messages still in custody + missing. And what
// is kept of a day must agree with its receipts counted again, and these with the quarantine.
#ifndef SERVICE_RECONCILE_H
#define SERVICE_RECONCILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

enum { RECONCILE_DAYS = 3 }; // of each inbox, the newest

// Reconciles the newest days of every inbox, and any earlier one that did not agree. A difference
// raises a technical alert for its inbox and day, which ends when they agree again. *differences:
// days that do not agree.
RC_CHECKED enum rc reconcile(const struct service *service, size_t *differences);

// A job for the scheduler, about every minute: reconciles at the first run, and when the hour or the
// day in Italy has changed since. The context is a struct reconcile_job.
struct reconcile_job {
    const struct service *service;
    int64_t hour; // of the last run, 0: none
};
RC_CHECKED enum rc reconcile_run_due(void *job);

// Messages of one inbox on one day, each counted once as what became of it.
struct reconciled_day {
    struct public_id inbox;
    const char *door;
    const char *day;
    int64_t given; // numbers that the door gave, -1: never reconciled
    int64_t read, stored, duplicate, quarantined, rejected;
    int64_t in_custody; // still at the door
    int64_t missing;    // neither here nor there
    int64_t mismatched; // what is kept in two places and differs
    int64_t checked_us; // 0: never
};

// The newest days of all inboxes, as last reconciled. actor NULL: the operator of the server.
RC_CHECKED enum rc reconcile_days(const struct service *service, const struct actor *actor,
                                  size_t limit, struct arena *arena, struct fault *fault,
                                  struct reconciled_day **days, size_t *count);

#endif
