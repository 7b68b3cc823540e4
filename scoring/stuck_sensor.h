// SPDX-License-Identifier: EUPL-1.2
// A sensor that gives the same numbers for ten days (telemonitoring §5 case 55).
#ifndef SCORING_STUCK_SENSOR_H
#define SCORING_STUCK_SENSOR_H

#include "scoring/quantity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STUCK_SENSOR_READINGS 10
#define STUCK_SENSOR_SPAN_US                                                                       \
    (INT64_C(9) * 86400 * 1000000) // from the first of ten days to the last

// For how long one quantity of a member has had the same value, reading after reading.
struct stuck_run {
    int64_t count;    // readings in a row, at least 1
    int64_t since_us; // when the first of them was measured
    int64_t last_us;  // and the last
};

// Whether readings of this kind may be judged: several values at once, or glucose. One value of few
// digits is often the same for days: a saturation of 97, a weight, a temperature.
bool stuck_sensor_judges(enum quantity_kind kind, size_t value_count);

// Whether all runs, one for each value of the newest reading, are long enough. False for none.
bool stuck_sensor_found(const struct stuck_run *runs, size_t count);

#endif
