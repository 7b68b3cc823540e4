// SPDX-License-Identifier: EUPL-1.2
// Quantity table and units: codes, conversion, which values a kind needs.
#include "scoring/quantity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

static void every_quantity_has_the_codes_of_the_table(void **state) {
    (void)state;
    static const struct {
        enum quantity quantity;
        const char *code;
        const char *loinc;
        const char *ucum;
        const char *also;
        int decimals;
    } cases[] = {
        {QUANTITY_SYSTOLIC, "systolic", "8480-6", "mm[Hg]", NULL, 0},
        {QUANTITY_DIASTOLIC, "diastolic", "8462-4", "mm[Hg]", NULL, 0},
        {QUANTITY_PULSE, "pulse", "8867-4", "/min", NULL, 0},
        {QUANTITY_SPO2, "spo2", "59408-5", "%", "2708-6", 0},
        {QUANTITY_GLUCOSE, "glucose", "41653-7", "mg/dL", NULL, 0},
        {QUANTITY_WEIGHT, "weight", "29463-7", "kg", NULL, 1},
        {QUANTITY_TEMPERATURE, "temperature", "8310-5", "Cel", NULL, 1},
        {QUANTITY_PEF, "pef", "19935-6", "L/min", "33452-4", 0},
        {QUANTITY_FEV1, "fev1", "20150-9", "L", NULL, 2},
        {QUANTITY_MEAN_PRESSURE, "mean-pressure", "8478-0", "mm[Hg]", NULL, 0},
        {QUANTITY_FVC, "fvc", "19868-9", "L", NULL, 2},
        {QUANTITY_RESPIRATORY_RATE, "respiratory-rate", "9279-1", "/min", NULL, 0},
        {QUANTITY_HBA1C, "hba1c", "59261-8", "mmol/mol", "4548-4", 0},
        {QUANTITY_STEPS, "steps", "55423-8", "{steps}", "41950-7", 0},
    };
    assert_int_equal(sizeof cases / sizeof *cases, QUANTITY_LAST);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct quantity_row *row = quantity_describe(cases[i].quantity);
        assert_non_null(row);
        assert_int_equal(row->quantity, cases[i].quantity);
        assert_string_equal(row->code, cases[i].code);
        assert_string_equal(row->loinc, cases[i].loinc);
        assert_int_equal(row->loinc_also != NULL, cases[i].also != NULL);
        bool words = cases[i].quantity == QUANTITY_GLUCOSE;
        assert_true(row->meter_least == (words ? 20000 : 0));
        assert_true(row->meter_most == (words ? 600000 : 0));
        if (cases[i].also != NULL) {
            assert_string_not_equal(row->loinc_also, row->loinc);
            assert_string_equal(row->loinc_also, cases[i].also);
        }
        assert_int_equal(row->display_decimals, cases[i].decimals);
        assert_string_equal(unit_code(row->unit), cases[i].ucum);
        assert_int_equal(unit_canonical(row->unit), row->unit);
        enum quantity found = QUANTITY_NONE;
        assert_true(quantity_find(cases[i].code, strlen(cases[i].code), &found));
        assert_int_equal(found, cases[i].quantity);
    }
    assert_null(quantity_describe(QUANTITY_NONE));
    assert_null(quantity_describe((enum quantity)(QUANTITY_LAST + 1)));
}

static void case56_unknown_codes_are_not_found(void **state) {
    (void)state;
    enum quantity quantity = QUANTITY_WEIGHT;
    enum quantity_kind kind = QUANTITY_KIND_WEIGHT;
    enum unit unit = UNIT_KG;
    static const char *const texts[] = {"",     "Systolic", "systoli", "systolicx",
                                        "mmHg", "kpa",      "KG"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(quantity_find(texts[i], strlen(texts[i]), &quantity));
        assert_false(quantity_kind_find(texts[i], strlen(texts[i]), &kind));
        assert_false(unit_find(texts[i], strlen(texts[i]), &unit));
    }
    assert_true(quantity == QUANTITY_WEIGHT && kind == QUANTITY_KIND_WEIGHT && unit == UNIT_KG);
}

static void every_unit_is_found_by_its_own_code(void **state) {
    (void)state;
    for (int i = 1; i <= UNIT_LAST; i++) {
        enum unit unit = UNIT_NONE;
        const char *code = unit_code((enum unit)i);
        assert_true(unit_find(code, strlen(code), &unit));
        assert_int_equal(unit, i);
        assert_int_equal(unit_canonical(unit_canonical(unit)), unit_canonical(unit));
    }
    assert_string_equal(unit_code((enum unit)(UNIT_LAST + 1)), "");
}

// One of each unit, to the ninth decimal: the factors are exact.
static void case21_case22_units_have_their_codes_and_factors(void **state) {
    (void)state;
    static const struct {
        enum unit unit;
        const char *code;
        enum unit canonical;
        int64_t one;
    } cases[] = {
        {UNIT_MMHG, "mm[Hg]", UNIT_MMHG, 1000000000},
        {UNIT_KPA, "kPa", UNIT_MMHG, 7500620000},
        {UNIT_PER_MINUTE, "/min", UNIT_PER_MINUTE, 1000000000},
        {UNIT_PERCENT, "%", UNIT_PERCENT, 1000000000},
        {UNIT_MG_PER_DL, "mg/dL", UNIT_MG_PER_DL, 1000000000},
        {UNIT_MMOL_PER_L, "mmol/L", UNIT_MG_PER_DL, 18015600000},
        {UNIT_KG, "kg", UNIT_KG, 1000000000},
        {UNIT_GRAM, "g", UNIT_KG, 1000000},
        {UNIT_POUND, "[lb_av]", UNIT_KG, 453592370},
        {UNIT_STONE, "[stone_av]", UNIT_KG, 6350293180},
        {UNIT_CELSIUS, "Cel", UNIT_CELSIUS, 1000000000},
        {UNIT_FAHRENHEIT, "[degF]", UNIT_CELSIUS, -17222222222},
        {UNIT_L_PER_MINUTE, "L/min", UNIT_L_PER_MINUTE, 1000000000},
        {UNIT_L_PER_SECOND, "L/s", UNIT_L_PER_MINUTE, 60000000000},
        {UNIT_CL_PER_SECOND, "cL/s", UNIT_L_PER_MINUTE, 600000000},
        {UNIT_LITRE, "L", UNIT_LITRE, 1000000000},
        {UNIT_MILLILITRE, "mL", UNIT_LITRE, 1000000},
        {UNIT_HECTOPASCAL, "hPa", UNIT_MMHG, 750062000},
        {UNIT_PASCAL, "Pa", UNIT_MMHG, 7500620},
        {UNIT_MMOL_PER_MOL, "mmol/mol", UNIT_MMOL_PER_MOL, 1000000000},
        {UNIT_STEPS, "{steps}", UNIT_STEPS, 1000000000},
    };
    assert_int_equal(sizeof cases / sizeof *cases, UNIT_LAST);
    const struct decimal one = {1, 0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t out = 0;
        assert_string_equal(unit_code(cases[i].unit), cases[i].code);
        assert_int_equal(unit_canonical(cases[i].unit), cases[i].canonical);
        assert_true(unit_convert(&one, cases[i].unit, 9, &out));
        assert_true(out == cases[i].one);
    }
    assert_string_equal(unit_code(UNIT_NONE), "");
    assert_int_equal(unit_canonical(UNIT_NONE), UNIT_NONE);
}

// The codes of a list that ends with QUANTITY_NONE, a space after each.
static void list_codes(const enum quantity *list, char *out, size_t size) {
    size_t at = 0;
    for (size_t k = 0; list[k] != QUANTITY_NONE; k++) {
        int length = snprintf(out + at, size - at, "%s ", quantity_describe(list[k])->code);
        assert_in_range(length, 1, size - at - 1);
        at += (size_t)length;
    }
}

static void kinds_have_their_codes_and_values(void **state) {
    (void)state;
    static const struct {
        enum quantity_kind kind;
        const char *code;
        const char *loinc;
        const char *may;
        const char *must;
    } cases[] = {
        {QUANTITY_KIND_BLOOD_PRESSURE, "blood-pressure", "85354-9",
         "systolic diastolic pulse mean-pressure ", "systolic diastolic "},
        {QUANTITY_KIND_PULSE, "pulse", NULL, "pulse ", "pulse "},
        {QUANTITY_KIND_SPO2, "spo2", NULL, "pulse spo2 ", "spo2 "},
        {QUANTITY_KIND_GLUCOSE, "glucose", NULL, "glucose ", "glucose "},
        {QUANTITY_KIND_WEIGHT, "weight", NULL, "weight ", "weight "},
        {QUANTITY_KIND_TEMPERATURE, "temperature", NULL, "temperature ", "temperature "},
        {QUANTITY_KIND_SPIROMETRY, "spirometry", NULL, "pef fev1 fvc ", ""},
        {QUANTITY_KIND_RESPIRATION, "respiratory-rate", NULL, "respiratory-rate ",
         "respiratory-rate "},
        {QUANTITY_KIND_HBA1C, "hba1c", NULL, "hba1c ", "hba1c "},
        {QUANTITY_KIND_STEPS, "steps", NULL, "steps ", "steps "},
    };
    assert_int_equal(sizeof cases / sizeof *cases, QUANTITY_KIND_LAST);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct quantity_kind_row *row = quantity_kind_describe(cases[i].kind);
        char may[64] = "";
        char must[64] = "";
        list_codes(row->may, may, sizeof may);
        list_codes(row->must, must, sizeof must);
        assert_int_equal(row->kind, cases[i].kind);
        assert_string_equal(row->code, cases[i].code);
        assert_int_equal(row->loinc != NULL, cases[i].loinc != NULL);
        if (cases[i].loinc != NULL) {
            assert_string_equal(row->loinc, cases[i].loinc);
        }
        assert_string_equal(may, cases[i].may);
        assert_string_equal(must, cases[i].must);
    }
    assert_null(quantity_kind_describe(QUANTITY_KIND_NONE));
}

static void case21_case22_declared_units_convert_exactly(void **state) {
    (void)state;
    static const struct {
        enum quantity quantity;
        const char *number;
        enum unit unit;
        int64_t canonical;
    } cases[] = {
        {QUANTITY_SYSTOLIC, "142", UNIT_MMHG, 142000},
        {QUANTITY_SYSTOLIC, "16.0", UNIT_KPA, 120010},      // 120.00992
        {QUANTITY_DIASTOLIC, "10.7", UNIT_KPA, 80257},      // 80.256634
        {QUANTITY_GLUCOSE, "5.6", UNIT_MMOL_PER_L, 100887}, // 100.88736
        {QUANTITY_GLUCOSE, "3.9", UNIT_MMOL_PER_L, 70261},  // 70.26084
        {QUANTITY_GLUCOSE, "108", UNIT_MG_PER_DL, 108000},
        {QUANTITY_WEIGHT, "165", UNIT_POUND, 74843},  // 74.84274105
        {QUANTITY_WEIGHT, "11.5", UNIT_STONE, 73028}, // 73.02837157
        {QUANTITY_WEIGHT, "74843", UNIT_GRAM, 74843},
        {QUANTITY_WEIGHT, "79.30000305", UNIT_KG, 79300},
        {QUANTITY_TEMPERATURE, "98.6", UNIT_FAHRENHEIT, 37000},
        {QUANTITY_TEMPERATURE, "36.43000031", UNIT_CELSIUS, 36430},
        {QUANTITY_PEF, "7.25", UNIT_L_PER_SECOND, 435000},
        {QUANTITY_PEF, "725", UNIT_CL_PER_SECOND, 435000},
        {QUANTITY_FEV1, "1850", UNIT_MILLILITRE, 1850},
        {QUANTITY_SPO2, "97.5", UNIT_PERCENT, 97500},
        {QUANTITY_PULSE, "-71", UNIT_PER_MINUTE, -71000},
        {QUANTITY_MEAN_PRESSURE, "13.3", UNIT_KPA, 99758}, // 99.758246
        {QUANTITY_FVC, "3.41", UNIT_LITRE, 3410},
        {QUANTITY_RESPIRATORY_RATE, "16", UNIT_PER_MINUTE, 16000},
        {QUANTITY_STEPS, "10234", UNIT_STEPS, 10234000},
        // The master equation: 6.5 % is 48 mmol/mol, 7 % is 53, 2.152 % would be none.
        {QUANTITY_HBA1C, "48", UNIT_MMOL_PER_MOL, 48000},
        {QUANTITY_HBA1C, "6.5", UNIT_PERCENT, 47530}, // 47.5295…
        {QUANTITY_HBA1C, "7", UNIT_PERCENT, 52995},   // 52.9952…
        {QUANTITY_HBA1C, "7.0000", UNIT_PERCENT, 52995},
        {QUANTITY_HBA1C, "2.152", UNIT_PERCENT, 0},
        {QUANTITY_HBA1C, "0", UNIT_PERCENT, -23524}, // -23.5242…
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal number;
        int64_t canonical = 0;
        assert_int_equal(decimal_parse(cases[i].number, strlen(cases[i].number), &number),
                         DECIMAL_OK);
        assert_true(quantity_canonical(cases[i].quantity, &number, cases[i].unit, &canonical));
        assert_true(canonical == cases[i].canonical);
    }
}

static void a_unit_of_another_dimension_is_refused(void **state) {
    (void)state;
    struct decimal number = {100, 0};
    int64_t canonical = -5;
    assert_false(quantity_canonical(QUANTITY_GLUCOSE, &number, UNIT_MMHG, &canonical));
    assert_false(quantity_canonical(QUANTITY_SYSTOLIC, &number, UNIT_NONE, &canonical));
    assert_false(quantity_canonical(QUANTITY_NONE, &number, UNIT_NONE, &canonical));
    assert_false(quantity_canonical(QUANTITY_FEV1, &number, UNIT_L_PER_MINUTE, &canonical));
    assert_false(unit_convert(&number, UNIT_NONE, 3, &canonical));
    assert_false(unit_convert(&number, (enum unit)(UNIT_LAST + 1), 3, &canonical));
    assert_false(quantity_canonical(QUANTITY_SPO2, &number, UNIT_MMOL_PER_MOL, &canonical));
    assert_false(quantity_canonical(QUANTITY_STEPS, &number, UNIT_PERCENT, &canonical));
    struct decimal huge = {999999999999999999, 0};
    assert_false(quantity_canonical(QUANTITY_HBA1C, &huge, UNIT_PERCENT, &canonical));
    struct decimal deep = {-999999999999999999, 0};
    assert_false(quantity_canonical(QUANTITY_HBA1C, &deep, UNIT_PERCENT, &canonical));
    assert_false(quantity_canonical(QUANTITY_SYSTOLIC, &huge, UNIT_KPA, &canonical));
    assert_true(canonical == -5);
}

static void case23_lo_and_hi_of_a_glucose_meter_are_the_ends_of_its_range(void **state) {
    (void)state;
    struct quantity_value value = {.quantity = QUANTITY_NONE};
    for (int i = 0; i <= QUANTITY_LAST + 1; i++) {
        bool glucose = i == QUANTITY_GLUCOSE;
        assert_int_equal(quantity_of_word((enum quantity)i, QUANTITY_BELOW, &value), glucose);
        assert_false(quantity_of_word((enum quantity)i, QUANTITY_WITHIN, &value));
    }
    assert_true(value.quantity == QUANTITY_GLUCOSE && value.beyond == QUANTITY_BELOW);
    assert_true(value.canonical == 20000 && value.unit == UNIT_MG_PER_DL);
    assert_true(value.sent.mantissa == 20000 && value.sent.scale == 3);
    assert_true(quantity_of_word(QUANTITY_GLUCOSE, QUANTITY_ABOVE, &value));
    assert_true(value.canonical == 600000 && value.beyond == QUANTITY_ABOVE);
}

static void case27_a_kind_says_which_value_is_missing(void **state) {
    (void)state;
    const struct quantity_value systolic = {.quantity = QUANTITY_SYSTOLIC};
    const struct quantity_value pressure[] = {{.quantity = QUANTITY_SYSTOLIC},
                                              {.quantity = QUANTITY_DIASTOLIC}};
    const struct quantity_value fev1 = {.quantity = QUANTITY_FEV1};
    enum quantity_kind cuff = QUANTITY_KIND_BLOOD_PRESSURE;
    assert_int_equal(quantity_kind_missing(cuff, &systolic, 1), QUANTITY_DIASTOLIC);
    assert_int_equal(quantity_kind_missing(cuff, pressure, 2), QUANTITY_NONE);
    assert_int_equal(quantity_kind_missing(cuff, NULL, 0), QUANTITY_SYSTOLIC);
    assert_int_equal(quantity_kind_missing(QUANTITY_KIND_SPIROMETRY, NULL, 0), QUANTITY_PEF);
    assert_int_equal(quantity_kind_missing(QUANTITY_KIND_SPIROMETRY, &fev1, 1), QUANTITY_NONE);
    assert_true(quantity_kind_may(cuff, QUANTITY_PULSE));
    assert_false(quantity_kind_may(cuff, QUANTITY_SPO2));
    assert_false(quantity_kind_may(QUANTITY_KIND_NONE, QUANTITY_PULSE));
    enum quantity_kind beyond = (enum quantity_kind)(QUANTITY_KIND_LAST + 1);
    assert_null(quantity_kind_describe(beyond));
    assert_false(quantity_kind_may(beyond, QUANTITY_PULSE));
    assert_int_equal(quantity_kind_missing(QUANTITY_KIND_NONE, NULL, 0), QUANTITY_NONE);
}

static void every_kind_is_found_and_needs_only_what_it_may_carry(void **state) {
    (void)state;
    for (int i = 1; i <= QUANTITY_KIND_LAST; i++) {
        const struct quantity_kind_row *row = quantity_kind_describe((enum quantity_kind)i);
        assert_non_null(row);
        enum quantity_kind found = QUANTITY_KIND_NONE;
        assert_true(quantity_kind_find(row->code, strlen(row->code), &found));
        assert_int_equal(found, i);
        assert_int_not_equal(row->may[0], QUANTITY_NONE);
        for (size_t j = 0; row->must[j] != QUANTITY_NONE; j++) {
            assert_true(quantity_kind_may(found, row->must[j]));
        }
        for (size_t j = 1; row->may[j] != QUANTITY_NONE; j++) {
            assert_true(row->may[j] > row->may[j - 1]);
        }
    }
}

static void values_are_shown_with_their_usual_decimals(void **state) {
    (void)state;
    char text[DECIMAL_TEXT_SIZE];
    quantity_print(QUANTITY_SYSTOLIC, 120010, text);
    assert_string_equal(text, "120");
    quantity_print(QUANTITY_TEMPERATURE, 36430, text);
    assert_string_equal(text, "36.4");
    quantity_print(QUANTITY_FEV1, 1855, text);
    assert_string_equal(text, "1.86");
    quantity_print(QUANTITY_NONE, 1855, text);
    assert_string_equal(text, "1.855");
}

static void a_quantity_takes_its_unit_and_hba1c_its_old_scale(void **state) {
    (void)state;
    assert_true(quantity_accepts(QUANTITY_HBA1C, UNIT_PERCENT));
    assert_true(quantity_accepts(QUANTITY_SPO2, UNIT_PERCENT));
    assert_false(quantity_accepts(QUANTITY_SYSTOLIC, UNIT_PERCENT));
    assert_false(quantity_accepts(QUANTITY_HBA1C, UNIT_MMHG));
    assert_false(quantity_accepts(QUANTITY_NONE, UNIT_PERCENT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quantity_takes_its_unit_and_hba1c_its_old_scale),
        cmocka_unit_test(every_quantity_has_the_codes_of_the_table),
        cmocka_unit_test(case56_unknown_codes_are_not_found),
        cmocka_unit_test(every_unit_is_found_by_its_own_code),
        cmocka_unit_test(case21_case22_units_have_their_codes_and_factors),
        cmocka_unit_test(kinds_have_their_codes_and_values),
        cmocka_unit_test(case21_case22_declared_units_convert_exactly),
        cmocka_unit_test(a_unit_of_another_dimension_is_refused),
        cmocka_unit_test(case23_lo_and_hi_of_a_glucose_meter_are_the_ends_of_its_range),
        cmocka_unit_test(case27_a_kind_says_which_value_is_missing),
        cmocka_unit_test(every_kind_is_found_and_needs_only_what_it_may_carry),
        cmocka_unit_test(values_are_shown_with_their_usual_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
