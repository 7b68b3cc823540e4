// SPDX-License-Identifier: EUPL-1.2
// The table of vital quantities and of the kinds of reading they arrive in.
#include "scoring/quantity.h"

#include <string.h>

// Glucose meters of home use show 20 to 600 mg/dL (telemonitoring §2.1: "LO" and "HI" are values,
// to be read as "<20" and ">600"). LOINC 2708-6 is the code of the FHIR R4 profile for the same
// oxygen saturation; 33452-4 is peak flow by any method, 19935-6 by a peak-flow meter. HbA1c is
// 59261-8 in mmol/mol (IFCC), 4548-4 in per cent (NGSP). Steps are 55423-8 for any span, 41950-7
// for 24 hours.
static const struct quantity_row rows[] = {
    [QUANTITY_SYSTOLIC] = {QUANTITY_SYSTOLIC, "systolic", "8480-6", NULL, UNIT_MMHG, 0, 0, 0},
    [QUANTITY_DIASTOLIC] = {QUANTITY_DIASTOLIC, "diastolic", "8462-4", NULL, UNIT_MMHG, 0, 0, 0},
    [QUANTITY_PULSE] = {QUANTITY_PULSE, "pulse", "8867-4", NULL, UNIT_PER_MINUTE, 0, 0, 0},
    [QUANTITY_SPO2] = {QUANTITY_SPO2, "spo2", "59408-5", "2708-6", UNIT_PERCENT, 0, 0, 0},
    [QUANTITY_GLUCOSE] = {QUANTITY_GLUCOSE, "glucose", "41653-7", NULL, UNIT_MG_PER_DL, 0, 20000,
                          600000},
    [QUANTITY_WEIGHT] = {QUANTITY_WEIGHT, "weight", "29463-7", NULL, UNIT_KG, 1, 0, 0},
    [QUANTITY_TEMPERATURE] = {QUANTITY_TEMPERATURE, "temperature", "8310-5", NULL, UNIT_CELSIUS, 1,
                              0, 0},
    [QUANTITY_PEF] = {QUANTITY_PEF, "pef", "19935-6", "33452-4", UNIT_L_PER_MINUTE, 0, 0, 0},
    [QUANTITY_FEV1] = {QUANTITY_FEV1, "fev1", "20150-9", NULL, UNIT_LITRE, 2, 0, 0},
    [QUANTITY_MEAN_PRESSURE] = {QUANTITY_MEAN_PRESSURE, "mean-pressure", "8478-0", NULL, UNIT_MMHG,
                                0, 0, 0},
    [QUANTITY_FVC] = {QUANTITY_FVC, "fvc", "19868-9", NULL, UNIT_LITRE, 2, 0, 0},
    [QUANTITY_RESPIRATORY_RATE] = {QUANTITY_RESPIRATORY_RATE, "respiratory-rate", "9279-1", NULL,
                                   UNIT_PER_MINUTE, 0, 0, 0},
    [QUANTITY_HBA1C] = {QUANTITY_HBA1C, "hba1c", "59261-8", "4548-4", UNIT_MMOL_PER_MOL, 0, 0, 0},
    [QUANTITY_STEPS] = {QUANTITY_STEPS, "steps", "55423-8", "41950-7", UNIT_STEPS, 0, 0, 0},
};

static const struct quantity_kind_row kind_rows[] = {
    [QUANTITY_KIND_BLOOD_PRESSURE] = {QUANTITY_KIND_BLOOD_PRESSURE,
                                      "blood-pressure",
                                      "85354-9",
                                      {QUANTITY_SYSTOLIC, QUANTITY_DIASTOLIC, QUANTITY_PULSE,
                                       QUANTITY_MEAN_PRESSURE},
                                      {QUANTITY_SYSTOLIC, QUANTITY_DIASTOLIC}},
    [QUANTITY_KIND_PULSE] =
        {QUANTITY_KIND_PULSE, "pulse", NULL, {QUANTITY_PULSE}, {QUANTITY_PULSE}},
    [QUANTITY_KIND_SPO2] =
        {QUANTITY_KIND_SPO2, "spo2", NULL, {QUANTITY_PULSE, QUANTITY_SPO2}, {QUANTITY_SPO2}},
    [QUANTITY_KIND_GLUCOSE] =
        {QUANTITY_KIND_GLUCOSE, "glucose", NULL, {QUANTITY_GLUCOSE}, {QUANTITY_GLUCOSE}},
    [QUANTITY_KIND_WEIGHT] =
        {QUANTITY_KIND_WEIGHT, "weight", NULL, {QUANTITY_WEIGHT}, {QUANTITY_WEIGHT}},
    [QUANTITY_KIND_TEMPERATURE] = {QUANTITY_KIND_TEMPERATURE,
                                   "temperature",
                                   NULL,
                                   {QUANTITY_TEMPERATURE},
                                   {QUANTITY_TEMPERATURE}},
    [QUANTITY_KIND_SPIROMETRY] = {QUANTITY_KIND_SPIROMETRY,
                                  "spirometry",
                                  NULL,
                                  {QUANTITY_PEF, QUANTITY_FEV1, QUANTITY_FVC},
                                  {QUANTITY_NONE}},
    [QUANTITY_KIND_RESPIRATION] = {QUANTITY_KIND_RESPIRATION,
                                   "respiratory-rate",
                                   NULL,
                                   {QUANTITY_RESPIRATORY_RATE},
                                   {QUANTITY_RESPIRATORY_RATE}},
    [QUANTITY_KIND_HBA1C] =
        {QUANTITY_KIND_HBA1C, "hba1c", NULL, {QUANTITY_HBA1C}, {QUANTITY_HBA1C}},
    [QUANTITY_KIND_STEPS] =
        {QUANTITY_KIND_STEPS, "steps", NULL, {QUANTITY_STEPS}, {QUANTITY_STEPS}},
};

const struct quantity_row *quantity_describe(enum quantity quantity) {
    size_t index = (size_t)quantity;
    return index >= 1 && index <= QUANTITY_LAST ? &rows[index] : NULL;
}

const struct quantity_kind_row *quantity_kind_describe(enum quantity_kind kind) {
    size_t index = (size_t)kind;
    return index >= 1 && index <= QUANTITY_KIND_LAST ? &kind_rows[index] : NULL;
}

static bool same(const char *code, const char *text, size_t length) {
    return strlen(code) == length && memcmp(code, text, length) == 0;
}

bool quantity_find(const char *code, size_t length, enum quantity *out) {
    for (size_t i = 1; i <= QUANTITY_LAST; i++) {
        if (same(rows[i].code, code, length)) {
            *out = rows[i].quantity;
            return true;
        }
    }
    return false;
}

bool quantity_kind_find(const char *code, size_t length, enum quantity_kind *out) {
    for (size_t i = 1; i <= QUANTITY_KIND_LAST; i++) {
        if (same(kind_rows[i].code, code, length)) {
            *out = kind_rows[i].kind;
            return true;
        }
    }
    return false;
}

bool quantity_kind_may(enum quantity_kind kind, enum quantity quantity) {
    const struct quantity_kind_row *row = quantity_kind_describe(kind);
    if (!row) {
        return false;
    }
    for (size_t i = 0; row->may[i] != QUANTITY_NONE; i++) {
        if (row->may[i] == quantity) {
            return true;
        }
    }
    return false;
}

static bool among(enum quantity quantity, const struct quantity_value *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (values[i].quantity == quantity) {
            return true;
        }
    }
    return false;
}

enum quantity quantity_kind_missing(enum quantity_kind kind, const struct quantity_value *values,
                                    size_t count) {
    const struct quantity_kind_row *row = quantity_kind_describe(kind);
    if (!row) {
        return QUANTITY_NONE;
    }
    for (size_t i = 0; row->must[i] != QUANTITY_NONE; i++) {
        if (!among(row->must[i], values, count)) {
            return row->must[i];
        }
    }
    if (row->must[0] == QUANTITY_NONE && count == 0) {
        return row->may[0];
    }
    return QUANTITY_NONE;
}

// Per cent is the unit of oxygen saturation too, so it is no other spelling of mmol/mol but a scale
// of HbA1c alone.
static bool is_ngsp(enum quantity quantity, enum unit unit) {
    return quantity == QUANTITY_HBA1C && unit == UNIT_PERCENT;
}

bool quantity_accepts(enum quantity quantity, enum unit unit) {
    const struct quantity_row *row = quantity_describe(quantity);
    return row && (unit_canonical(unit) == row->unit || is_ngsp(quantity, unit));
}

// The master equation: IFCC = (NGSP - 2.152) / 0.09148.
static bool ifcc_of_ngsp(const struct decimal *ngsp, int64_t *out) {
    struct decimal above = *ngsp;
    int64_t offset = 2152; // at three digits after the point
    for (; above.scale < 3; above.scale++) {
        if (above.mantissa > INT64_C(99999999999999999) ||
            above.mantissa < -INT64_C(99999999999999999)) {
            return false;
        }
        above.mantissa *= 10;
    }
    for (int digits = 3; digits < above.scale; digits++) {
        offset *= 10;
    }
    above.mantissa -= offset;
    return decimal_scaled(&above, 0, 100000, 9148, QUANTITY_SCALE, out);
}

bool quantity_canonical(enum quantity quantity, const struct decimal *sent, enum unit unit,
                        int64_t *out) {
    if (is_ngsp(quantity, unit)) {
        return ifcc_of_ngsp(sent, out);
    }
    return quantity_accepts(quantity, unit) && unit_convert(sent, unit, QUANTITY_SCALE, out);
}

bool quantity_of_word(enum quantity quantity, enum quantity_beyond beyond,
                      struct quantity_value *out) {
    const struct quantity_row *row = quantity_describe(quantity);
    if (!row || row->meter_most == 0 || beyond == QUANTITY_WITHIN) {
        return false;
    }
    int64_t end = beyond == QUANTITY_BELOW ? row->meter_least : row->meter_most;
    *out = (struct quantity_value){.quantity = quantity,
                                   .unit = row->unit,
                                   .sent = {.mantissa = end, .scale = QUANTITY_SCALE},
                                   .canonical = end,
                                   .beyond = beyond};
    return true;
}

void quantity_print(enum quantity quantity, int64_t canonical, char out[DECIMAL_TEXT_SIZE]) {
    const struct quantity_row *row = quantity_describe(quantity);
    decimal_print(canonical, QUANTITY_SCALE, row ? row->display_decimals : QUANTITY_SCALE, out);
}
