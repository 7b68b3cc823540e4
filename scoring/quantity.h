// SPDX-License-Identifier: EUPL-1.2
// The vital quantities, the kinds of reading they arrive in, and their canonical form.
#ifndef SCORING_QUANTITY_H
#define SCORING_QUANTITY_H

#include "scoring/decimal.h"
#include "scoring/unit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Every canonical value, and every limit compared with one, is an integer of thousandths of the
// quantity's canonical unit: 142 mm[Hg] is 142000, 36.43 Cel is 36430, 5.6 mmol/L is 100887
// (mg/dL). One scale for all quantities, finer than any home meter, so nobody ever asks which scale
// is meant.
#define QUANTITY_SCALE 3

// Most values in one reading of any kind.
#define QUANTITY_VALUES_MAX 4

// New quantities are appended. Outside the process a quantity is its code, never its number.
enum quantity {
    QUANTITY_NONE = 0,
    QUANTITY_SYSTOLIC,
    QUANTITY_DIASTOLIC,
    QUANTITY_PULSE,
    QUANTITY_SPO2,
    QUANTITY_GLUCOSE,
    QUANTITY_WEIGHT,
    QUANTITY_TEMPERATURE,
    QUANTITY_PEF,
    QUANTITY_FEV1,
    QUANTITY_MEAN_PRESSURE,
    QUANTITY_FVC,
    QUANTITY_RESPIRATORY_RATE,
    QUANTITY_HBA1C,
    QUANTITY_STEPS,
};

#define QUANTITY_LAST QUANTITY_STEPS

// The group of values taken in one go, with one time: the "kind" of the payload and the quantity
// group of the reading's identity key.
enum quantity_kind {
    QUANTITY_KIND_NONE = 0,
    QUANTITY_KIND_BLOOD_PRESSURE, // systolic and diastolic; pulse and mean if the cuff gives them
    QUANTITY_KIND_PULSE,          // pulse
    QUANTITY_KIND_SPO2,           // spo2; pulse if the oximeter gives it
    QUANTITY_KIND_GLUCOSE,        // glucose
    QUANTITY_KIND_WEIGHT,         // weight
    QUANTITY_KIND_TEMPERATURE,    // temperature
    QUANTITY_KIND_SPIROMETRY,     // at least one of pef, fev1, fvc
    QUANTITY_KIND_RESPIRATION,    // respiratory rate
    QUANTITY_KIND_HBA1C,          // hba1c
    QUANTITY_KIND_STEPS,          // steps
};

#define QUANTITY_KIND_LAST QUANTITY_KIND_STEPS

// A meter that shows "LO" or "HI" has measured: the value lies beyond the end of what it can show.
enum quantity_beyond {
    QUANTITY_WITHIN = 0,
    QUANTITY_BELOW, // less than the canonical value beside it
    QUANTITY_ABOVE, // more than it
};

// Codes of LOINC (loinc.org) and UCUM (ucum.org).
struct quantity_row {
    enum quantity quantity;
    const char *code;       // name in payloads, API and database: "systolic", "spo2", …
    const char *loinc;      // "8480-6"
    const char *loinc_also; // a second code in use for the same thing, or NULL
    enum unit unit;         // canonical unit
    int display_decimals;   // digits after the point on screens
    // What home meters of this quantity show at least and at most, in thousandths of the canonical
    // unit; 0 and 0 where "LO" and "HI" are no measurement (a scale says LO of its battery).
    int64_t meter_least;
    int64_t meter_most;
};

struct quantity_kind_row {
    enum quantity_kind kind;
    const char *code;  // name in payloads, API and database: "blood-pressure", "spo2", …
    const char *loinc; // of the panel, or NULL when the kind is its one quantity
    // The quantities that may come, in the order of the enum, QUANTITY_NONE after the last.
    enum quantity may[QUANTITY_VALUES_MAX + 1];
    // Those that must come, QUANTITY_NONE after the last; empty: at least one of `may`.
    enum quantity must[QUANTITY_VALUES_MAX + 1];
};

// One measured value.
struct quantity_value {
    enum quantity quantity;
    enum unit unit;      // as declared by the sender, never guessed
    struct decimal sent; // in that unit
    int64_t canonical;   // thousandths of the canonical unit
    enum quantity_beyond beyond; // the value is less or more than `canonical`, not equal to it
};

// The row of a quantity or kind; NULL for none or anything outside the enum. Static.
const struct quantity_row *quantity_describe(enum quantity quantity);
const struct quantity_kind_row *quantity_kind_describe(enum quantity_kind kind);

// Finds by code, exactly. False, and *out untouched, when there is no such code.
bool quantity_find(const char *code, size_t length, enum quantity *out);
bool quantity_kind_find(const char *code, size_t length, enum quantity_kind *out);

// Whether a reading of this kind may carry this quantity.
bool quantity_kind_may(enum quantity_kind kind, enum quantity quantity);

// The first quantity that a reading of this kind must have and that is not among the `count`
// values; QUANTITY_NONE when the reading is complete.
enum quantity quantity_kind_missing(enum quantity_kind kind, const struct quantity_value *values,
                                    size_t count);

// Whether the quantity may be declared in this unit (same dimension; HbA1c in per cent of NGSP or
// in mmol/mol of IFCC).
bool quantity_accepts(enum quantity quantity, enum unit unit);

// What a meter's "LO" or "HI" says: the end of its range, to be read as "less than" or "more than".
// Writes quantity, unit (canonical), sent, canonical and beyond. False, and *out untouched, when
// the words are no measurement of this quantity, or for QUANTITY_WITHIN.
bool quantity_of_word(enum quantity quantity, enum quantity_beyond beyond,
                      struct quantity_value *out);

// *out = the value in thousandths of the canonical unit, exact and rounded once, half away from
// zero. False, and *out untouched, when the unit does not belong to the quantity or the number is
// too large.
bool quantity_canonical(enum quantity quantity, const struct decimal *sent, enum unit unit,
                        int64_t *out);

// Prints a canonical value with the quantity's display decimals ("142", "36.4"), without the unit.
void quantity_print(enum quantity quantity, int64_t canonical, char out[DECIMAL_TEXT_SIZE]);

#endif
