// SPDX-License-Identifier: EUPL-1.2
// What a member's meter would measure: plausible, synthetic values by condition and hour.
//
// The model is a stated invention, not data of anybody: a personal level, a daily rhythm, noise,
// sometimes a measurement left out, and for one member a COPD exacerbation (saturation falling over
// five days, pulse rising).
#ifndef FLEET_CURVE_H
#define FLEET_CURVE_H

#include "scoring/civil_date.h"
#include "scoring/quantity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum condition {
    CONDITION_NONE = 0,
    CONDITION_HYPERTENSION, // blood pressure with pulse, morning and evening
    CONDITION_DIABETES,     // four glucose values a day, in mg/dL or mmol/L by member
    CONDITION_COPD,         // saturation with pulse, morning and evening
};

struct curve {
    uint64_t seed;
    uint64_t member; // which member of the fleet: levels and habits follow from it
    enum condition condition;
    bool unsteady;           // badly controlled: higher pressure, glucose that swings
    bool exacerbation;       // only with CONDITION_COPD
    int64_t exacerbation_us; // domain instant at which it begins
};

struct sample_value {
    enum quantity quantity;
    enum unit unit;
    int64_t scaled; // the number shown by the meter is scaled / 10^decimals
    int decimals;
};

struct sample {
    int64_t time_us; // domain time, whole seconds
    enum quantity_kind kind;
    size_t value_count;
    struct sample_value values[3];
    unsigned flags; // of enum payload_flag
};

#define CURVE_SAMPLES_A_DAY 4

// The measurements of one civil day in Italy, in the order of time. Returns how many.
size_t curve_day(const struct curve *curve, struct civil_date day,
                 struct sample out[CURVE_SAMPLES_A_DAY]);

// "hypertension", "diabetes", "copd". False for anything else.
bool condition_find(const char *text, enum condition *out);

#endif
