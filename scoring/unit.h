// SPDX-License-Identifier: EUPL-1.2
// The units that vital readings may come in, by UCUM code, and their exact conversion.
#ifndef SCORING_UNIT_H
#define SCORING_UNIT_H

#include "scoring/decimal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum unit {
    UNIT_NONE = 0,
    UNIT_MMHG,          // mm[Hg]
    UNIT_KPA,           // kPa; 1 kPa = 7.50062 mm[Hg]
    UNIT_PER_MINUTE,    // /min
    UNIT_PERCENT,       // %
    UNIT_MG_PER_DL,     // mg/dL (of glucose)
    UNIT_MMOL_PER_L,    // mmol/L (of glucose); 1 mmol/L = 18.0156 mg/dL
    UNIT_KG,            // kg
    UNIT_GRAM,          // g
    UNIT_POUND,         // [lb_av]; 0.45359237 kg
    UNIT_STONE,         // [stone_av]; 14 pounds
    UNIT_CELSIUS,       // Cel
    UNIT_FAHRENHEIT,    // [degF]; Cel = (F - 32) * 5 / 9
    UNIT_L_PER_MINUTE,  // L/min
    UNIT_L_PER_SECOND,  // L/s
    UNIT_CL_PER_SECOND, // cL/s
    UNIT_LITRE,         // L
    UNIT_MILLILITRE,    // mL
    UNIT_HECTOPASCAL,   // hPa
    UNIT_PASCAL,        // Pa, the one unit of pressure that SenML has of its own
    UNIT_MMOL_PER_MOL,  // mmol/mol (of HbA1c, IFCC)
    UNIT_STEPS,         // {steps}
};

#define UNIT_LAST UNIT_STEPS

// The unit with exactly this UCUM code (case matters in UCUM). False for any other text.
bool unit_find(const char *ucum, size_t length, enum unit *out);

// The UCUM code; "" for UNIT_NONE and anything that is not a unit. Static, never NULL.
const char *unit_code(enum unit unit);

// The unit in which readings of this unit's dimension are kept: UNIT_KPA gives UNIT_MMHG.
enum unit unit_canonical(enum unit unit);

// *out = value, given in `unit`, as an integer of 10^-scale canonical units, exact and rounded
// once, half away from zero. False when the number leaves int64 or the unit is none.
bool unit_convert(const struct decimal *value, enum unit unit, int scale, int64_t *out);

#endif
