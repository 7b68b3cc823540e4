// SPDX-License-Identifier: EUPL-1.2
// The triage worklist: one row per person with open alerts, most urgent first (W-01, W-05).
#ifndef SERVICE_WORKLIST_H
#define SERVICE_WORKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/alert_view.h"
#include "service/person_label.h"

struct service;

enum { WORKLIST_POSITION_SIZE = 80 };

struct worklist_query {
    const char *severity;  // "urgent", "warning", "technical"; NULL: any
    const char *condition; // "copd", …; NULL: any
    bool mine;             // only rows whose most urgent alert is the actor's
    bool nobody;           // only rows whose most urgent alert nobody has taken
    const char *after;     // `next` of the page before; "" for the first
    size_t limit;          // 1..200
};

struct worklist_row_view {
    struct public_id subject;
    struct person_label person;
    const char *conditions[3];
    size_t condition_count;
    const char *severity;
    int64_t since_us;
    struct staff_view owner;
    struct alert_view *alerts; // open ones, most severe first
    size_t alert_count;
};

struct worklist_view {
    struct worklist_row_view *rows;
    size_t count;
    int64_t urgent, warning, technical, silent; // persons
    int64_t received_us;                        // newest message of any device, 0: none yet
    int64_t reporting_devices;                  // heard in the last 24 hours of domain time
    struct alert_view *custody; // open alerts about no person: gaps, damage, unassigned devices
    size_t custody_count;
    char next[WORKLIST_POSITION_SIZE]; // "" on the last page
};

// RC_INVALID "bad-cursor": `after` is none of ours. The read is audited once per actor, fund and
// ten minutes; looking at a person's own page is audited by person.
RC_CHECKED enum rc worklist_read(const struct service *service, const struct actor *actor,
                                 const struct worklist_query *query, struct arena *arena,
                                 struct fault *fault, struct worklist_view *view);

#endif
