// SPDX-License-Identifier: EUPL-1.2
// An alert as people see it, with its calls and the names of those who worked on it.
#ifndef SERVICE_ALERT_VIEW_H
#define SERVICE_ALERT_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/staff_label.h"

struct alert;
struct service;
struct tx;

struct call_view {
    int64_t at_us;
    struct staff_view by;
    const char *result;
    const char *note; // "" when none
};

// Texts are API words or arena texts; NULL: it does not apply. Instants are domain time, 0: none.
struct alert_view {
    struct public_id id;
    struct public_id subject; // unset: nobody in particular
    struct public_id device;  // unset: it is about none, or about readings
    const char *kind;
    const char *severity;
    const char *state;
    const char *quantity; // and the next six: kind "limit" only
    const char *side;
    const char *value;
    const char *unit;
    const char *limit;
    const char *bound;
    const char *beyond; // "below" or "above": the meter showed LO or HI, `value` is its range's end
    bool corrected;     // the reading has been taken back since
    const char *rule;
    int64_t measured_us;
    int64_t raised_us;
    int64_t repeats;
    struct staff_view owner;
    int64_t version;
    const char *outcome;
    const char *note; // "" when none
    int64_t closed_us;
    struct call_view *calls;
    size_t call_count;
};

// Inside a monitoring transaction. The staff of the view are added to `staff`, to be named after
// it.
RC_CHECKED enum rc alert_view_read(struct tx *tx, const struct service *service,
                                   const struct alert *alert, struct arena *arena,
                                   struct staff_list *staff, struct alert_view *view);

// Views of many alerts; *views is an array of `count`.
RC_CHECKED enum rc alert_views_read(struct tx *tx, const struct service *service,
                                    const struct alert *alerts, size_t count, struct arena *arena,
                                    struct staff_list *staff, struct alert_view **views);

#endif
