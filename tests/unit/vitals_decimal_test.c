// SPDX-License-Identifier: EUPL-1.2
// Decimals: nothing a device sent is rounded, misread or overflowed silently.
#include "scoring/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void case25_decimals_are_kept_exactly_as_sent(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t mantissa;
        int scale;
    } cases[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"142", 142, 0},
        {"8.10", 810, 2},
        {"-3.5", -35, 1},
        {"79.30000305", 7930000305, 8},
        {"36.430000305175781", 36430000305175781, 15},
        {"0.00000000000000001", 1, 17},
        {"999999999999999999", 999999999999999999, 0},
        {"1e2", 100, 0},
        {"1E+2", 100, 0},
        {"1.5e1", 15, 0},
        {"1.25e1", 125, 1},
        {"100e-2", 100, 2},
        {"0e999999999999", 0, 0},
        {"0.000000000000000001e1", 1, 17},
        {"1e17", 100000000000000000, 0},
        {"12345678901234567e1", 123456789012345670, 0},
        {"-12345678901234567e1", -123456789012345670, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal number = {-1, -1};
        assert_int_equal(decimal_parse(cases[i].text, strlen(cases[i].text), &number), DECIMAL_OK);
        assert_true(number.mantissa == cases[i].mantissa);
        assert_int_equal(number.scale, cases[i].scale);
    }
}

static void case25_what_is_no_json_number_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",      "-",     "+1",  ".5",       "1.",  "01",   "-01",  " 1",   "1 ",
        "1,5",   "1e",    "1e+", "1.e",      "--1", "NaN",  "Inf",  "0x10", "1_0",
        "1.2.3", "1e2.5", "12a", "Infinity", "1:",  "1.5:", "1e2:", ":",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal number = {-1, -1};
        assert_int_equal(decimal_parse(cases[i], strlen(cases[i]), &number), DECIMAL_SYNTAX);
        assert_true(number.mantissa == -1 && number.scale == -1);
    }
    struct decimal number = {-1, -1};
    assert_int_equal(decimal_parse("1\0002", 3, &number), DECIMAL_SYNTAX);
}

static void case40_huge_numbers_are_refused_not_rounded(void **state) {
    (void)state;
    static const char *const cases[] = {
        "1000000000000000000",
        "0.1234567890123456789",
        "1e18",
        "-1e18",
        "1e999999999999999999",
        "1e-18",
        "0.000000000000000001",
        "123456789012345678e1",
        "1e-999999999999999999",
        "99999999999999999999999999999",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal number = {-1, -1};
        assert_int_equal(decimal_parse(cases[i], strlen(cases[i]), &number), DECIMAL_RANGE);
    }
    char zeros[2001];
    memset(zeros, '0', sizeof zeros);
    zeros[1] = '.';
    struct decimal number;
    assert_int_equal(decimal_parse(zeros, sizeof zeros, &number), DECIMAL_RANGE);
}

// A number ends with its length, whatever stands behind it.
static void case25_what_follows_the_number_is_not_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        int64_t mantissa;
        int scale;
    } cases[] = {
        {"12", 1, 1, 0},     {"1.5", 1, 1, 0},    {"1.56", 3, 15, 1}, {"1e2", 1, 1, 0},
        {"1.5e2", 3, 15, 1}, {"1e23", 3, 100, 0}, {"-12", 2, -1, 0},  {"01", 1, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal number = {-1, -1};
        assert_int_equal(decimal_parse(cases[i].text, cases[i].length, &number), DECIMAL_OK);
        assert_true(number.mantissa == cases[i].mantissa);
        assert_int_equal(number.scale, cases[i].scale);
    }
    struct decimal number = {-1, -1};
    assert_int_equal(decimal_parse("-1", 1, &number), DECIMAL_SYNTAX);
    assert_int_equal(decimal_parse("1", 0, &number), DECIMAL_SYNTAX);
    assert_int_equal(decimal_parse("1.5", 2, &number), DECIMAL_SYNTAX);
    assert_int_equal(decimal_parse("1e+2", 3, &number), DECIMAL_SYNTAX);
}

static void case40_a_thousand_characters_are_the_most(void **state) {
    (void)state;
    char text[1002];
    memset(text, '0', sizeof text);
    text[1] = 'e';
    struct decimal number = {-1, -1};
    assert_int_equal(decimal_parse(text, 1000, &number), DECIMAL_OK);
    assert_true(number.mantissa == 0 && number.scale == 0);
    assert_int_equal(decimal_parse(text, 1001, &number), DECIMAL_RANGE);
}

// 10^k with k decimals is one, and its neighbours are not.
static void every_power_of_ten_compares_as_one(void **state) {
    (void)state;
    const struct decimal one = {1, 0};
    struct decimal power = {1, 0};
    for (; power.scale <= DECIMAL_SCALE_MAX; power.scale++, power.mantissa *= 10) {
        struct decimal more = {power.mantissa + 1, power.scale};
        struct decimal less = {power.mantissa - 1, power.scale};
        assert_int_equal(decimal_compare(&power, &one), 0);
        assert_int_equal(decimal_compare(&more, &one), 1);
        assert_int_equal(decimal_compare(&less, &one), -1);
    }
}

static void compare_is_by_value_across_scales(void **state) {
    (void)state;
    static const struct {
        struct decimal a;
        struct decimal b;
        int order;
    } cases[] = {
        {{81, 1}, {810, 2}, 0},
        {{81, 1}, {811, 2}, -1},
        {{-81, 1}, {-811, 2}, 1},
        {{-1, 1}, {1, 1}, -1},
        {{999999999999999999, 0}, {999999999999999999, 17}, 1},
        {{99999999999999999, 17}, {1, 0}, -1},
        {{0, 0}, {0, 17}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(decimal_compare(&cases[i].a, &cases[i].b), cases[i].order);
        assert_int_equal(decimal_compare(&cases[i].b, &cases[i].a), -cases[i].order);
    }
}

static void scaling_rounds_once_half_away_from_zero(void **state) {
    (void)state;
    static const struct {
        struct decimal value;
        int shift;
        int64_t numerator;
        int64_t denominator;
        int scale;
        int64_t expected;
    } cases[] = {
        {{142, 0}, 0, 1, 1, 3, 142000},
        {{25, 2}, 0, 1, 1, 1, 3},
        {{-25, 2}, 0, 1, 1, 1, -3},
        {{24, 2}, 0, 1, 1, 1, 2},
        {{-1, 0}, 0, 1, 1, 0, -1},
        {{1, 0}, 0, 1, 1, 0, 1},
        // Rounded in two steps it would be 3.
        {{249, 3}, 0, 1, 1, 1, 2},
        {{986, 1}, -32, 5, 9, 3, 37000},
        {{-40, 0}, -32, 5, 9, 0, -40},
        {{36430000305175781, 15}, 0, 1, 1, 3, 36430},
        {{999999999999999999, 17}, 0, 999999999, 1, 8, 999999998999999999},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t out = -1;
        assert_true(decimal_scaled(&cases[i].value, cases[i].shift, cases[i].numerator,
                                   cases[i].denominator, cases[i].scale, &out));
        assert_true(out == cases[i].expected);
    }
}

static void scaling_reports_overflow_and_leaves_the_result(void **state) {
    (void)state;
    struct decimal large = {999999999999999999, 0};
    int64_t out = 77;
    assert_false(decimal_scaled(&large, 0, 1, 1, 2, &out));
    assert_false(decimal_scaled(&large, 0, 999999999, 1, 9, &out));
    assert_true(out == 77);
    assert_true(decimal_scaled(&large, 0, 9, 1, 0, &out));
    assert_true(out == 8999999999999999991);
    // Half of 2^64 - 1 rounds up to 2^63, one more than fits; the even number below it still fits.
    struct decimal factor = {64424509455, 0};
    out = 77;
    assert_false(decimal_scaled(&factor, 0, 286331153, 2, 0, &out));
    assert_true(out == 77);
    struct decimal largest = {111789723913, 0};
    assert_true(decimal_scaled(&largest, 0, 82506439, 1, 0, &out));
    assert_true(out == INT64_MAX);
    // A product whose third limb alone is empty is still too large.
    struct decimal binary = {576460752303423488, 0};
    assert_false(decimal_scaled(&binary, 0, 536870912, 1, 9, &out));
    struct decimal half = {4611686018427387903, 0};
    assert_true(decimal_scaled(&half, 0, 2, 1, 0, &out));
    assert_true(out == INT64_MAX - 1);
    struct decimal negative = {-999999999999999999, 0};
    assert_false(decimal_scaled(&negative, 0, 10, 1, 0, &out));
}

static void printing_keeps_sign_and_places(void **state) {
    (void)state;
    static const struct {
        int64_t scaled;
        int scale;
        int decimals;
        const char *text;
    } cases[] = {
        {142000, 3, 0, "142"},
        {36449, 3, 1, "36.4"},
        {36450, 3, 1, "36.5"},
        {-50, 3, 1, "-0.1"},
        {-49, 3, 1, "0.0"},
        {0, 3, 3, "0.000"},
        {7, 0, 2, "7.00"},
        {5, 1, 3, "0.500"},
        {-1, 3, 3, "-0.001"},
        {999500, 3, 0, "1000"},
        {INT64_MIN, 0, 0, "-9223372036854775808"},
        {INT64_MAX, 17, 17, "92.23372036854775807"},
        {INT64_MIN, 0, 17, "-9223372036854775808.00000000000000000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[DECIMAL_TEXT_SIZE];
        decimal_print(cases[i].scaled, cases[i].scale, cases[i].decimals, text);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case25_decimals_are_kept_exactly_as_sent),
        cmocka_unit_test(case25_what_is_no_json_number_is_refused),
        cmocka_unit_test(case40_huge_numbers_are_refused_not_rounded),
        cmocka_unit_test(case25_what_follows_the_number_is_not_read),
        cmocka_unit_test(case40_a_thousand_characters_are_the_most),
        cmocka_unit_test(every_power_of_ten_compares_as_one),
        cmocka_unit_test(compare_is_by_value_across_scales),
        cmocka_unit_test(scaling_rounds_once_half_away_from_zero),
        cmocka_unit_test(scaling_reports_overflow_and_leaves_the_result),
        cmocka_unit_test(printing_keeps_sign_and_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
