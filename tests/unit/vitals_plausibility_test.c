// SPDX-License-Identifier: EUPL-1.2
// Plausibility: the impossible and the suspicious never reach a clinical rule.
#include "scoring/plausibility.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct quantity_value value(enum quantity quantity, const char *number, enum unit unit) {
    struct quantity_value made = {.quantity = quantity, .unit = unit};
    assert_int_equal(decimal_parse(number, strlen(number), &made.sent), DECIMAL_OK);
    assert_true(quantity_canonical(quantity, &made.sent, unit, &made.canonical));
    return made;
}

struct row {
    enum quantity quantity;
    const char *number;
    enum unit unit;
    enum plausibility verdict;
    enum unit proposed_unit;
    int64_t proposed_value;
};

static void check(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct quantity_value judged = value(rows[i].quantity, rows[i].number, rows[i].unit);
        struct plausibility_finding finding;
        plausibility_value(&judged, &finding);
        assert_int_equal(finding.verdict, rows[i].verdict);
        assert_int_equal(finding.proposed_unit, rows[i].proposed_unit);
        assert_true(finding.proposed_value == rows[i].proposed_value);
        assert_int_equal(finding.quantity,
                         finding.verdict == PLAUSIBILITY_OK ? QUANTITY_NONE : rows[i].quantity);
    }
}

static void case24_bounds_of_every_quantity_are_inclusive(void **state) {
    (void)state;
    static const struct row rows[] = {
        {QUANTITY_SYSTOLIC, "50", UNIT_MMHG, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_SYSTOLIC, "280", UNIT_MMHG, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_SYSTOLIC, "280.001", UNIT_MMHG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_SYSTOLIC, "49.9", UNIT_MMHG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_DIASTOLIC, "20", UNIT_MMHG, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_DIASTOLIC, "201", UNIT_MMHG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_PULSE, "20", UNIT_PER_MINUTE, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_PULSE, "19", UNIT_PER_MINUTE, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_PULSE, "251", UNIT_PER_MINUTE, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_SPO2, "50", UNIT_PERCENT, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_SPO2, "100", UNIT_PERCENT, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_SPO2, "100.1", UNIT_PERCENT, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "1000", UNIT_MG_PER_DL, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "1001", UNIT_MG_PER_DL, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_WEIGHT, "25", UNIT_KG, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_WEIGHT, "300", UNIT_KG, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_WEIGHT, "3.4", UNIT_KG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_TEMPERATURE, "30", UNIT_CELSIUS, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_TEMPERATURE, "43.001", UNIT_CELSIUS, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_PEF, "30", UNIT_L_PER_MINUTE, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_PEF, "901", UNIT_L_PER_MINUTE, PLAUSIBILITY_UNIT_SUSPECT, UNIT_CL_PER_SECOND,
         540600},
        {QUANTITY_FEV1, "0.2", UNIT_LITRE, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_FEV1, "8.1", UNIT_LITRE, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void case23_case24_markers_zero_and_negative_are_impossible(void **state) {
    (void)state;
    static const struct row rows[] = {
        {QUANTITY_SPO2, "127", UNIT_PERCENT, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_SPO2, "255", UNIT_PERCENT, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_PULSE, "255", UNIT_PER_MINUTE, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_SYSTOLIC, "2047", UNIT_MMHG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_SYSTOLIC, "-1", UNIT_MMHG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_SYSTOLIC, "0", UNIT_MMHG, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "0", UNIT_MMOL_PER_L, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "-5.6", UNIT_MG_PER_DL, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
        {QUANTITY_TEMPERATURE, "0", UNIT_CELSIUS, PLAUSIBILITY_IMPOSSIBLE, UNIT_NONE, 0},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void case19_case20_glucose_in_the_wrong_unit_is_suspected(void **state) {
    (void)state;
    static const struct row rows[] = {
        {QUANTITY_GLUCOSE, "5.6", UNIT_MG_PER_DL, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MMOL_PER_L,
         100887},
        {QUANTITY_GLUCOSE, "110", UNIT_MMOL_PER_L, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MG_PER_DL,
         110000},
        {QUANTITY_GLUCOSE, "2.0", UNIT_MG_PER_DL, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MMOL_PER_L,
         36031},
        {QUANTITY_GLUCOSE, "29.9", UNIT_MG_PER_DL, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MMOL_PER_L,
         538666},
        {QUANTITY_GLUCOSE, "30", UNIT_MG_PER_DL, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "33.3", UNIT_MG_PER_DL, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "54", UNIT_MG_PER_DL, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "30", UNIT_MMOL_PER_L, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_GLUCOSE, "2.2", UNIT_MMOL_PER_L, PLAUSIBILITY_OK, UNIT_NONE, 0},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void case21_case22_other_wrong_units_are_suspected(void **state) {
    (void)state;
    static const struct row rows[] = {
        {QUANTITY_SYSTOLIC, "16.0", UNIT_MMHG, PLAUSIBILITY_UNIT_SUSPECT, UNIT_KPA, 120010},
        {QUANTITY_DIASTOLIC, "10.7", UNIT_MMHG, PLAUSIBILITY_UNIT_SUSPECT, UNIT_KPA, 80257},
        {QUANTITY_SYSTOLIC, "120", UNIT_KPA, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MMHG, 120000},
        {QUANTITY_SYSTOLIC, "16.0", UNIT_KPA, PLAUSIBILITY_OK, UNIT_NONE, 0},
        {QUANTITY_WEIGHT, "310", UNIT_KG, PLAUSIBILITY_UNIT_SUSPECT, UNIT_POUND, 140614},
        {QUANTITY_WEIGHT, "75000", UNIT_KG, PLAUSIBILITY_UNIT_SUSPECT, UNIT_GRAM, 75000},
        {QUANTITY_WEIGHT, "12", UNIT_KG, PLAUSIBILITY_UNIT_SUSPECT, UNIT_STONE, 76204},
        {QUANTITY_TEMPERATURE, "98.6", UNIT_CELSIUS, PLAUSIBILITY_UNIT_SUSPECT, UNIT_FAHRENHEIT,
         37000},
        {QUANTITY_TEMPERATURE, "36.6", UNIT_FAHRENHEIT, PLAUSIBILITY_UNIT_SUSPECT, UNIT_CELSIUS,
         36600},
        {QUANTITY_PEF, "7.5", UNIT_L_PER_MINUTE, PLAUSIBILITY_UNIT_SUSPECT, UNIT_L_PER_SECOND,
         450000},
        {QUANTITY_FEV1, "1850", UNIT_LITRE, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MILLILITRE, 1850},
        {QUANTITY_HBA1C, "48", UNIT_PERCENT, PLAUSIBILITY_UNIT_SUSPECT, UNIT_MMOL_PER_MOL, 48000},
        {QUANTITY_HBA1C, "6.5", UNIT_MMOL_PER_MOL, PLAUSIBILITY_UNIT_SUSPECT, UNIT_PERCENT, 47530},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void case26_swapped_pressures_are_proposed_not_swapped(void **state) {
    (void)state;
    struct quantity_value values[] = {value(QUANTITY_SYSTOLIC, "80", UNIT_MMHG),
                                      value(QUANTITY_DIASTOLIC, "130", UNIT_MMHG)};
    struct plausibility_finding finding;
    plausibility_reading(values, 2, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_SWAPPED);
    assert_int_equal(finding.quantity, QUANTITY_DIASTOLIC);
    assert_true(values[0].canonical == 80000 && values[1].canonical == 130000);
    values[1] = value(QUANTITY_DIASTOLIC, "80", UNIT_MMHG);
    plausibility_reading(values, 2, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_IMPOSSIBLE);
    values[1] = value(QUANTITY_DIASTOLIC, "79", UNIT_MMHG);
    plausibility_reading(values, 2, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    plausibility_reading(values, 0, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
}

static void a_mean_pressure_lies_between_its_two_pressures(void **state) {
    (void)state;
    static const struct {
        const char *mean;
        enum plausibility verdict;
    } cases[] = {{"93", PLAUSIBILITY_OK},
                 {"80", PLAUSIBILITY_IMPOSSIBLE},
                 {"120", PLAUSIBILITY_IMPOSSIBLE},
                 {"81", PLAUSIBILITY_OK},
                 {"119", PLAUSIBILITY_OK}};
    struct plausibility_finding finding;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct quantity_value values[] = {value(QUANTITY_SYSTOLIC, "120", UNIT_MMHG),
                                          value(QUANTITY_DIASTOLIC, "80", UNIT_MMHG),
                                          value(QUANTITY_MEAN_PRESSURE, cases[i].mean, UNIT_MMHG)};
        plausibility_reading(values, 3, &finding);
        assert_int_equal(finding.verdict, cases[i].verdict);
        assert_int_equal(finding.quantity, cases[i].verdict == PLAUSIBILITY_OK
                                               ? QUANTITY_NONE
                                               : QUANTITY_MEAN_PRESSURE);
        plausibility_reading(&values[2], 1, &finding); // alone it has nothing to lie between
        assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    }
}

// 20 mg/dL as a number would be suspected of being mmol/L; "LO" is no number.
static void case23_beyond_the_meters_range_is_not_doubted(void **state) {
    (void)state;
    struct quantity_value low;
    struct plausibility_finding finding = {PLAUSIBILITY_UNIT_SUSPECT, QUANTITY_PULSE, UNIT_KG, 7};
    assert_true(quantity_of_word(QUANTITY_GLUCOSE, QUANTITY_BELOW, &low));
    plausibility_value(&low, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    assert_int_equal(finding.quantity, QUANTITY_NONE);
    assert_int_equal(finding.proposed_unit, UNIT_NONE);
    assert_int_equal(finding.proposed_value, 0);
    plausibility_reading(&low, 1, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    low.beyond = QUANTITY_WITHIN;
    plausibility_reading(&low, 1, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_UNIT_SUSPECT);
}

static void one_impossible_value_taints_the_whole_reading(void **state) {
    (void)state;
    struct quantity_value values[] = {value(QUANTITY_SYSTOLIC, "142", UNIT_MMHG),
                                      value(QUANTITY_DIASTOLIC, "88", UNIT_MMHG),
                                      value(QUANTITY_PULSE, "255", UNIT_PER_MINUTE)};
    struct plausibility_finding finding;
    plausibility_reading(values, 3, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_IMPOSSIBLE);
    assert_int_equal(finding.quantity, QUANTITY_PULSE);
    assert_string_equal(plausibility_code(finding.verdict), "impossible-value");
}

static void case12_case13_freshness_is_35_days_back_and_5_minutes_ahead(void **state) {
    (void)state;
    const int64_t now = INT64_C(1795255790000000);
    const int64_t day = INT64_C(86400000000);
    static const int64_t minute = 60000000;
    const struct {
        int64_t measured;
        enum freshness expected;
    } cases[] = {
        {now, FRESHNESS_OK},
        {now - 35 * day, FRESHNESS_OK},
        {now - 35 * day - 1, FRESHNESS_TOO_OLD},
        {now + 5 * minute, FRESHNESS_OK},
        {now + 5 * minute + 1, FRESHNESS_FUTURE},
        {0, FRESHNESS_TOO_OLD},
        {-1, FRESHNESS_TOO_OLD},
        {INT64_MIN, FRESHNESS_TOO_OLD},
        {INT64_MAX, FRESHNESS_FUTURE},
        {now + 700 * day, FRESHNESS_FUTURE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(freshness_of(cases[i].measured, now), cases[i].expected);
    }
    assert_string_equal(freshness_code(FRESHNESS_FUTURE), "in-the-future");
}

static void case11_only_a_clock_that_is_ahead_is_told_from_a_late_message(void **state) {
    (void)state;
    const int64_t now = INT64_C(1795255790000000);
    assert_false(freshness_clock_ahead(now, now));
    assert_false(freshness_clock_ahead(now + 120000000, now));
    assert_true(freshness_clock_ahead(now + 120000001, now));
    assert_false(freshness_clock_ahead(now - 86400000000, now));
    assert_true(freshness_clock_ahead(INT64_MAX, INT64_MIN));
    assert_false(freshness_clock_ahead(INT64_MIN, INT64_MAX));
}

static void case24_a_thousandth_outside_the_bounds_is_impossible(void **state) {
    (void)state;
    static const struct {
        enum quantity quantity;
        enum unit unit;
        int64_t least;
        int64_t most;
    } cases[] = {
        {QUANTITY_SYSTOLIC, UNIT_MMHG, 50000, 280000},
        {QUANTITY_DIASTOLIC, UNIT_MMHG, 20000, 200000},
        {QUANTITY_PULSE, UNIT_PER_MINUTE, 20000, 250000},
        {QUANTITY_SPO2, UNIT_PERCENT, 50000, 100000},
        {QUANTITY_GLUCOSE, UNIT_MG_PER_DL, 10000, 1000000},
        {QUANTITY_WEIGHT, UNIT_KG, 25000, 300000},
        {QUANTITY_TEMPERATURE, UNIT_CELSIUS, 30000, 43000},
        {QUANTITY_PEF, UNIT_L_PER_MINUTE, 30000, 900000},
        {QUANTITY_FEV1, UNIT_LITRE, 200, 8000},
        {QUANTITY_MEAN_PRESSURE, UNIT_MMHG, 30000, 240000},
        {QUANTITY_FVC, UNIT_LITRE, 200, 10000},
        {QUANTITY_RESPIRATORY_RATE, UNIT_PER_MINUTE, 3000, 80000},
        {QUANTITY_HBA1C, UNIT_MMOL_PER_MOL, 10000, 200000},
        {QUANTITY_STEPS, UNIT_STEPS, 0, 100000000},
    };
    assert_int_equal(sizeof cases / sizeof *cases, QUANTITY_LAST);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct plausibility_bounds *range = plausibility_bounds_of(cases[i].quantity);
        assert_true(range->least == cases[i].least && range->most == cases[i].most);
        const int64_t values[] = {cases[i].least, cases[i].most, cases[i].least - 1,
                                  cases[i].most + 1};
        for (size_t k = 0; k < 4; k++) {
            const struct quantity_value judged = {
                cases[i].quantity, cases[i].unit, {values[k], 3}, values[k], QUANTITY_WITHIN};
            struct plausibility_finding finding;
            plausibility_value(&judged, &finding);
            // The lower bound of glucose lies in the range where mmol/L is suspected.
            bool doubtful = cases[i].quantity == QUANTITY_GLUCOSE && k == 0;
            assert_int_equal(finding.verdict == PLAUSIBILITY_OK, k < 2 && !doubtful);
        }
    }
}

static void verdicts_have_stable_codes(void **state) {
    (void)state;
    assert_string_equal(plausibility_code(PLAUSIBILITY_OK), "");
    assert_string_equal(plausibility_code(PLAUSIBILITY_IMPOSSIBLE), "impossible-value");
    assert_string_equal(plausibility_code(PLAUSIBILITY_UNIT_SUSPECT), "unit-suspect");
    assert_string_equal(plausibility_code(PLAUSIBILITY_SWAPPED), "pressures-swapped");
    assert_string_equal(plausibility_code((enum plausibility)99), "");
    assert_string_equal(freshness_code(FRESHNESS_OK), "");
    assert_string_equal(freshness_code(FRESHNESS_TOO_OLD), "too-old");
    assert_string_equal(freshness_code(FRESHNESS_FUTURE), "in-the-future");
    assert_string_equal(freshness_code((enum freshness)99), "");
}

static void what_has_no_bounds_is_impossible(void **state) {
    (void)state;
    const struct quantity_value nothing = {.quantity = QUANTITY_NONE};
    struct plausibility_finding finding;
    plausibility_value(&nothing, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_IMPOSSIBLE);
    assert_null(plausibility_bounds_of(QUANTITY_NONE));
    assert_null(plausibility_bounds_of((enum quantity)(QUANTITY_LAST + 1)));
}

// The first value that is wrong is the one that is named; a pressure alone is judged alone.
static void a_reading_is_judged_in_its_order(void **state) {
    (void)state;
    const struct quantity_value values[] = {value(QUANTITY_PULSE, "255", UNIT_PER_MINUTE),
                                            value(QUANTITY_SYSTOLIC, "500", UNIT_MMHG),
                                            value(QUANTITY_DIASTOLIC, "88", UNIT_MMHG)};
    struct plausibility_finding finding;
    plausibility_reading(values, 3, &finding);
    assert_int_equal(finding.quantity, QUANTITY_PULSE);
    const struct quantity_value alone = value(QUANTITY_SYSTOLIC, "142", UNIT_MMHG);
    plausibility_reading(&alone, 1, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    plausibility_reading(&values[2], 1, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    plausibility_reading(NULL, 0, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    assert_int_equal(finding.quantity, QUANTITY_NONE);
    assert_int_equal(finding.proposed_unit, UNIT_NONE);
    assert_true(finding.proposed_value == 0);
    plausibility_reading(&values[0], 1, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_IMPOSSIBLE);
    // What lies behind the last value does not belong to the reading.
    const struct quantity_value swapped[] = {value(QUANTITY_SYSTOLIC, "80", UNIT_MMHG),
                                             value(QUANTITY_DIASTOLIC, "120", UNIT_MMHG)};
    plausibility_reading(swapped, 1, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_OK);
    plausibility_reading(swapped, 2, &finding);
    assert_int_equal(finding.verdict, PLAUSIBILITY_SWAPPED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case24_bounds_of_every_quantity_are_inclusive),
        cmocka_unit_test(case23_case24_markers_zero_and_negative_are_impossible),
        cmocka_unit_test(case19_case20_glucose_in_the_wrong_unit_is_suspected),
        cmocka_unit_test(case21_case22_other_wrong_units_are_suspected),
        cmocka_unit_test(case26_swapped_pressures_are_proposed_not_swapped),
        cmocka_unit_test(case11_only_a_clock_that_is_ahead_is_told_from_a_late_message),
        cmocka_unit_test(case24_a_thousandth_outside_the_bounds_is_impossible),
        cmocka_unit_test(verdicts_have_stable_codes),
        cmocka_unit_test(what_has_no_bounds_is_impossible),
        cmocka_unit_test(a_reading_is_judged_in_its_order),
        cmocka_unit_test(a_mean_pressure_lies_between_its_two_pressures),
        cmocka_unit_test(case23_beyond_the_meters_range_is_not_doubted),
        cmocka_unit_test(one_impossible_value_taints_the_whole_reading),
        cmocka_unit_test(case12_case13_freshness_is_35_days_back_and_5_minutes_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
