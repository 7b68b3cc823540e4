// SPDX-License-Identifier: EUPL-1.2
// What happened to a person's cover under a plan: append-only, effective and recorded time.
#ifndef STORE_COVER_EVENTS_H
#define STORE_COVER_EVENTS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct cover_event_row {
    struct public_id public_id;
    struct public_id person;
    const char *plan_id;
    const char *kind; // see the CHECK of the table
    const char *on_day;
    const char *communicated_on; // NULL: not known
    const char *paid, *for_all;  // fact_name() of scoring/fact.h
    struct sealed evidence;      // text, sealed at "cover_events|evidence|<public id>"
    struct public_id replaces;   // unset: a new event
    int64_t recorded_us;         // domain instant
    struct public_id recorded_by;
};

// RC_CONFLICT: the event it replaces does not exist or has been replaced already.
RC_CHECKED enum rc cover_event_insert(struct tx *tx, const struct cover_event_row *event);

// What counts now, by plan, day and order of recording: no event that a later one replaces, and
// nothing withdrawn.
RC_CHECKED enum rc cover_event_list(struct tx *tx, const struct public_id *person,
                                    struct arena *arena, struct cover_event_row **events,
                                    size_t *count);

#endif
