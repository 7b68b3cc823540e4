// SPDX-License-Identifier: EUPL-1.2
// Units of vital readings: UCUM codes and exact factors to the canonical unit.
#include "scoring/unit.h"

#include <string.h>

// canonical = (value + shift) * numerator / denominator
struct unit_row {
    enum unit unit;
    const char *code;
    enum unit canonical;
    int shift;
    int64_t numerator;
    int64_t denominator;
};

static const struct unit_row rows[] = {
    [UNIT_NONE] = {.code = ""},
    [UNIT_MMHG] = {UNIT_MMHG, "mm[Hg]", UNIT_MMHG, 0, 1, 1},
    [UNIT_KPA] = {UNIT_KPA, "kPa", UNIT_MMHG, 0, 750062, 100000},
    [UNIT_PER_MINUTE] = {UNIT_PER_MINUTE, "/min", UNIT_PER_MINUTE, 0, 1, 1},
    [UNIT_PERCENT] = {UNIT_PERCENT, "%", UNIT_PERCENT, 0, 1, 1},
    [UNIT_MG_PER_DL] = {UNIT_MG_PER_DL, "mg/dL", UNIT_MG_PER_DL, 0, 1, 1},
    [UNIT_MMOL_PER_L] = {UNIT_MMOL_PER_L, "mmol/L", UNIT_MG_PER_DL, 0, 180156, 10000},
    [UNIT_KG] = {UNIT_KG, "kg", UNIT_KG, 0, 1, 1},
    [UNIT_GRAM] = {UNIT_GRAM, "g", UNIT_KG, 0, 1, 1000},
    [UNIT_POUND] = {UNIT_POUND, "[lb_av]", UNIT_KG, 0, 45359237, 100000000},
    [UNIT_STONE] = {UNIT_STONE, "[stone_av]", UNIT_KG, 0, 635029318, 100000000},
    [UNIT_CELSIUS] = {UNIT_CELSIUS, "Cel", UNIT_CELSIUS, 0, 1, 1},
    [UNIT_FAHRENHEIT] = {UNIT_FAHRENHEIT, "[degF]", UNIT_CELSIUS, -32, 5, 9},
    [UNIT_L_PER_MINUTE] = {UNIT_L_PER_MINUTE, "L/min", UNIT_L_PER_MINUTE, 0, 1, 1},
    [UNIT_L_PER_SECOND] = {UNIT_L_PER_SECOND, "L/s", UNIT_L_PER_MINUTE, 0, 60, 1},
    [UNIT_CL_PER_SECOND] = {UNIT_CL_PER_SECOND, "cL/s", UNIT_L_PER_MINUTE, 0, 3, 5},
    [UNIT_LITRE] = {UNIT_LITRE, "L", UNIT_LITRE, 0, 1, 1},
    [UNIT_MILLILITRE] = {UNIT_MILLILITRE, "mL", UNIT_LITRE, 0, 1, 1000},
    [UNIT_HECTOPASCAL] = {UNIT_HECTOPASCAL, "hPa", UNIT_MMHG, 0, 750062, 1000000},
    [UNIT_PASCAL] = {UNIT_PASCAL, "Pa", UNIT_MMHG, 0, 750062, 100000000},
    [UNIT_MMOL_PER_MOL] = {UNIT_MMOL_PER_MOL, "mmol/mol", UNIT_MMOL_PER_MOL, 0, 1, 1},
    [UNIT_STEPS] = {UNIT_STEPS, "{steps}", UNIT_STEPS, 0, 1, 1},
};

static const struct unit_row *row_of(enum unit unit) {
    size_t index = (size_t)unit;
    return index <= UNIT_LAST ? &rows[index] : &rows[UNIT_NONE];
}

bool unit_find(const char *ucum, size_t length, enum unit *out) {
    for (size_t i = 1; i <= UNIT_LAST; i++) {
        if (strlen(rows[i].code) == length && memcmp(rows[i].code, ucum, length) == 0) {
            *out = rows[i].unit;
            return true;
        }
    }
    return false;
}

const char *unit_code(enum unit unit) {
    return row_of(unit)->code;
}

enum unit unit_canonical(enum unit unit) {
    return row_of(unit)->canonical;
}

bool unit_convert(const struct decimal *value, enum unit unit, int scale, int64_t *out) {
    const struct unit_row *row = row_of(unit);
    if (row->unit == UNIT_NONE) {
        return false;
    }
    return decimal_scaled(value, row->shift, row->numerator, row->denominator, scale, out);
}
