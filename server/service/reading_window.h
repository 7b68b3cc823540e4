// SPDX-License-Identifier: EUPL-1.2
// The readings of one kind in a window, as a chart needs them: points, gaps, limits as steps,
// summary.
#ifndef SERVICE_READING_WINDOW_H
#define SERVICE_READING_WINDOW_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/quantity.h"
#include "service/actor.h"

struct service;

#define WINDOW_LONGEST_US (366 * CLOCK_DAY_US)

enum {
    WINDOW_POINTS_MAX = 2000, // of one series; above, the window is cut into slices of equal length
                              // that show their least and greatest value each (V-17)
    WINDOW_FLAGS_MAX = 14,
};

struct window_point {
    struct public_id id; // of the reading: the same in each of its series
    int64_t t_us;
    const char *value; // canonical unit
    const char *sent;  // number and unit as sent, NULL when they say the same
    const char *level;
    const char *source;  // "device", "manual", "corrected", "imported"
    int64_t received_us; // 0 unless late by more than an hour (V-16)
    const char *flags[WINDOW_FLAGS_MAX];
    size_t flag_count;
};

struct window_step {
    int64_t from_us;
    const char *alert_low; // NULL: not set
    const char *warn_low;
    const char *warn_high;
    const char *alert_high;
};

struct window_series {
    enum quantity quantity;
    const char *unit;
    int decimals; // digits after the point on screens
    struct window_point *points;
    size_t point_count;
    struct window_step *steps; // the limits, from the window's start on
    size_t step_count;
    int64_t count; // of all readings, also those that slices leave out
    int64_t out_of_limits;
    const char *mean; // NULL when there is none
    const char *least;
    const char *greatest;
};

struct window_gap {
    int64_t from_us, to_us;
};

struct window_view {
    enum quantity_kind kind;
    int64_t from_us, to_us;
    int64_t expected_us; // how often a reading of this kind is expected
    struct window_gap *gaps;
    size_t gap_count;
    struct window_series *series;
    size_t series_count;
};

// [from_us, to_us), at most WINDOW_LONGEST_US long (RC_INVALID at "?to": not-after-from, too-long).
// RC_NOT_FOUND "subject-unknown". The read is audited.
RC_CHECKED enum rc window_read(const struct service *service, const struct actor *actor,
                               const struct public_id *subject, enum quantity_kind kind,
                               int64_t from_us, int64_t to_us, struct arena *arena,
                               struct fault *fault, struct window_view *view);

#endif
