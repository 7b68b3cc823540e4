// SPDX-License-Identifier: EUPL-1.2
// Bounds of the possible, suspicion of units, swapped pressures, freshness.
#include "scoring/plausibility.h"

// Up to FEV1 as in telemonitoring §2.2; the rest are design choices in the same spirit, wider than
// any living person: mean pressure between the bounds of diastolic and systolic; FVC above FEV1;
// breaths beyond both ends of NEWS2 (telemonitoring §2.1, 8 and 25 score most); HbA1c of 3.1 to
// 20.4 % NGSP; no step at all up to more than two marathons a day.
static const struct plausibility_bounds bounds[] = {
    [QUANTITY_SYSTOLIC] = {50000, 280000},   [QUANTITY_DIASTOLIC] = {20000, 200000},
    [QUANTITY_PULSE] = {20000, 250000},      [QUANTITY_SPO2] = {50000, 100000},
    [QUANTITY_GLUCOSE] = {10000, 1000000},   [QUANTITY_WEIGHT] = {25000, 300000},
    [QUANTITY_TEMPERATURE] = {30000, 43000}, [QUANTITY_PEF] = {30000, 900000},
    [QUANTITY_FEV1] = {200, 8000},           [QUANTITY_MEAN_PRESSURE] = {30000, 240000},
    [QUANTITY_FVC] = {200, 10000},           [QUANTITY_RESPIRATORY_RATE] = {3000, 80000},
    [QUANTITY_HBA1C] = {10000, 200000},      [QUANTITY_STEPS] = {0, 100000000},
};

// Possible as mg/dL, but the usual range of a meter that shows mmol/L: 2.0 up to, not
// including, 30.
#define GLUCOSE_DOUBT_FROM 2000
#define GLUCOSE_DOUBT_TO 30000

const struct plausibility_bounds *plausibility_bounds_of(enum quantity quantity) {
    return quantity_describe(quantity) ? &bounds[(size_t)quantity] : NULL;
}

static bool possible(enum quantity quantity, int64_t canonical) {
    const struct plausibility_bounds *range = plausibility_bounds_of(quantity);
    return range && canonical >= range->least && canonical <= range->most;
}

// No meter shows pascal or hectopascal: they are how a format writes what it measured.
static bool is_shown(enum unit unit) {
    return unit != UNIT_HECTOPASCAL && unit != UNIT_PASCAL;
}

// The first other unit of the quantity, in the order of the table, in which the number makes sense.
static bool propose(const struct quantity_value *value, struct plausibility_finding *out) {
    for (int i = 1; i <= UNIT_LAST; i++) {
        enum unit unit = (enum unit)i;
        int64_t canonical = 0;
        if (unit != value->unit && is_shown(unit) &&
            quantity_canonical(value->quantity, &value->sent, unit, &canonical) &&
            possible(value->quantity, canonical)) {
            out->verdict = PLAUSIBILITY_UNIT_SUSPECT;
            out->proposed_unit = unit;
            out->proposed_value = canonical;
            return true;
        }
    }
    return false;
}

void plausibility_value(const struct quantity_value *value, struct plausibility_finding *out) {
    struct plausibility_finding finding = {PLAUSIBILITY_OK, QUANTITY_NONE, UNIT_NONE, 0};
    // Beyond what the meter can show: it is the meter that says so, and there is no number to
    // doubt.
    if (value->beyond != QUANTITY_WITHIN) {
        *out = finding;
        return;
    }
    bool doubtful = value->quantity == QUANTITY_GLUCOSE && value->unit == UNIT_MG_PER_DL &&
                    value->canonical >= GLUCOSE_DOUBT_FROM && value->canonical < GLUCOSE_DOUBT_TO;
    if (doubtful || !possible(value->quantity, value->canonical)) {
        finding.quantity = value->quantity;
        if (!propose(value, &finding)) {
            finding.verdict = PLAUSIBILITY_IMPOSSIBLE;
        }
    }
    *out = finding;
}

static const struct quantity_value *value_of(const struct quantity_value *values, size_t count,
                                             enum quantity quantity) {
    for (size_t i = 0; i < count; i++) {
        if (values[i].quantity == quantity) {
            return &values[i];
        }
    }
    return NULL;
}

// A mean that is not between the two pressures it is the mean of.
static bool mean_outside(const struct quantity_value *values, size_t count) {
    const struct quantity_value *mean = value_of(values, count, QUANTITY_MEAN_PRESSURE);
    const struct quantity_value *systolic = value_of(values, count, QUANTITY_SYSTOLIC);
    const struct quantity_value *diastolic = value_of(values, count, QUANTITY_DIASTOLIC);
    return mean && ((systolic && mean->canonical >= systolic->canonical) ||
                    (diastolic && mean->canonical <= diastolic->canonical));
}

void plausibility_reading(const struct quantity_value *values, size_t count,
                          struct plausibility_finding *out) {
    struct plausibility_finding finding = {PLAUSIBILITY_OK, QUANTITY_NONE, UNIT_NONE, 0};
    for (size_t i = 0; i < count && finding.verdict == PLAUSIBILITY_OK; i++) {
        plausibility_value(&values[i], &finding);
    }
    if (finding.verdict == PLAUSIBILITY_OK) {
        const struct quantity_value *systolic = value_of(values, count, QUANTITY_SYSTOLIC);
        const struct quantity_value *diastolic = value_of(values, count, QUANTITY_DIASTOLIC);
        if (systolic && diastolic && diastolic->canonical >= systolic->canonical) {
            finding.verdict = diastolic->canonical > systolic->canonical ? PLAUSIBILITY_SWAPPED
                                                                         : PLAUSIBILITY_IMPOSSIBLE;
            finding.quantity = QUANTITY_DIASTOLIC;
        }
    }
    if (finding.verdict == PLAUSIBILITY_OK && mean_outside(values, count)) {
        finding.verdict = PLAUSIBILITY_IMPOSSIBLE;
        finding.quantity = QUANTITY_MEAN_PRESSURE;
    }
    *out = finding;
}

const char *plausibility_code(enum plausibility verdict) {
    switch (verdict) {
    case PLAUSIBILITY_OK:
        return "";
    case PLAUSIBILITY_IMPOSSIBLE:
        return "impossible-value";
    case PLAUSIBILITY_UNIT_SUSPECT:
        return "unit-suspect";
    case PLAUSIBILITY_SWAPPED:
        return "pressures-swapped";
    }
    return "";
}

enum freshness freshness_of(int64_t measured_us, int64_t received_us) {
    // Compared by difference of amounts that cannot overflow: instants of either sign and any size.
    if (measured_us < received_us) {
        uint64_t age = (uint64_t)received_us - (uint64_t)measured_us;
        return age > (uint64_t)FRESHNESS_OLDEST_US ? FRESHNESS_TOO_OLD : FRESHNESS_OK;
    }
    uint64_t ahead = (uint64_t)measured_us - (uint64_t)received_us;
    return ahead > (uint64_t)FRESHNESS_AHEAD_US ? FRESHNESS_FUTURE : FRESHNESS_OK;
}

bool freshness_clock_ahead(int64_t sent_us, int64_t received_us) {
    // By difference of amounts that cannot overflow, as above.
    return sent_us > received_us &&
           (uint64_t)sent_us - (uint64_t)received_us > (uint64_t)FRESHNESS_CLOCK_AHEAD_US;
}

const char *freshness_code(enum freshness freshness) {
    switch (freshness) {
    case FRESHNESS_OK:
        return "";
    case FRESHNESS_TOO_OLD:
        return "too-old";
    case FRESHNESS_FUTURE:
        return "in-the-future";
    }
    return "";
}
