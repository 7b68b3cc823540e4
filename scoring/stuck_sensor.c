// SPDX-License-Identifier: EUPL-1.2
// A sensor that gives the same numbers for ten days.
#include "scoring/stuck_sensor.h"

bool stuck_sensor_judges(enum quantity_kind kind, size_t value_count) {
    return kind == QUANTITY_KIND_GLUCOSE || value_count > 1;
}

bool stuck_sensor_found(const struct stuck_run *runs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (runs[i].count < STUCK_SENSOR_READINGS ||
            runs[i].last_us - runs[i].since_us < STUCK_SENSOR_SPAN_US) {
            return false;
        }
    }
    return count > 0;
}
