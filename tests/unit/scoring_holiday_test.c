// SPDX-License-Identifier: EUPL-1.2
// Italian holidays as dated data (L-01, L-02, L-03, L-04).
#include "scoring/holiday.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static enum holiday on(int year, int month, int day) {
    return holiday_on(civil_date_of(year, month, day));
}

static void l01_fixed_days_and_sundays(void **state) {
    (void)state;
    assert_int_equal(on(2026, 1, 1), HOLIDAY_NEW_YEAR);
    assert_int_equal(on(2026, 1, 6), HOLIDAY_EPIPHANY);
    assert_int_equal(on(2026, 4, 25), HOLIDAY_LIBERATION);
    assert_int_equal(on(2026, 5, 1), HOLIDAY_LABOUR);
    assert_int_equal(on(2026, 6, 2), HOLIDAY_REPUBLIC);
    assert_int_equal(on(2026, 8, 15), HOLIDAY_ASSUMPTION);
    assert_int_equal(on(2026, 11, 1), HOLIDAY_ALL_SAINTS);
    assert_int_equal(on(2026, 12, 8), HOLIDAY_IMMACULATE);
    assert_int_equal(on(2026, 12, 25), HOLIDAY_CHRISTMAS);
    assert_int_equal(on(2026, 12, 26), HOLIDAY_SAINT_STEPHEN);
    assert_int_equal(on(2026, 11, 22), HOLIDAY_SUNDAY);
    assert_int_equal(on(2026, 11, 23), HOLIDAY_NONE);
    // Abolished in 1977: Saint Joseph, 4 November, and Peter and Paul outside Rome.
    assert_int_equal(on(2026, 3, 19), HOLIDAY_NONE);
    assert_int_equal(on(2026, 11, 4), HOLIDAY_NONE);
    assert_int_equal(on(2026, 6, 29), HOLIDAY_NONE);
    assert_false(holiday_is((struct civil_date){0}));
}

static void l02_fourth_of_october_is_a_holiday_from_2026(void **state) {
    (void)state;
    assert_int_equal(on(2024, 10, 4), HOLIDAY_NONE);
    assert_int_equal(on(2025, 10, 4), HOLIDAY_NONE);
    assert_int_equal(on(2026, 10, 4), HOLIDAY_SAINT_FRANCIS);
    assert_int_equal(on(2027, 10, 4), HOLIDAY_SAINT_FRANCIS);
}

static void l03_easter_mondays_of_the_rule_book(void **state) {
    (void)state;
    static const int rows[][3] = {
        {2025, 4, 21}, {2026, 4, 6},  {2027, 3, 29}, {2028, 4, 17}, {2029, 4, 2},
        {2030, 4, 22}, {2031, 4, 14}, {2032, 3, 29}, {2033, 4, 18}, {2034, 4, 10},
        {2035, 3, 26}, {2038, 4, 26}, {1943, 4, 26}, {1818, 3, 23}, {2285, 3, 23},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct civil_date monday = civil_date_of(rows[i][0], rows[i][1], rows[i][2]);
        assert_int_equal(holiday_easter(rows[i][0]).number + 1, monday.number);
        // In 2038 and 2011 Easter Monday can meet 25 April; the fixed day's name then wins.
        assert_true(holiday_is(monday));
    }
    assert_int_equal(on(2026, 4, 6), HOLIDAY_EASTER_MONDAY);
}

// Oudin's algorithm (1940), another than the module's.
static struct civil_date oudin(int year) {
    int g = year % 19;
    int c = year / 100;
    int h = (c - c / 4 - (8 * c + 13) / 25 + 19 * g + 15) % 30;
    int i = h - h / 28 * (1 - 29 / (h + 1) * ((21 - g) / 11));
    int j = (year + year / 4 + i + 2 - c + c / 4) % 7;
    int l = i - j;
    int month = 3 + (l + 40) / 44;
    return civil_date_of(year, month, l + 28 - 31 * (month / 4));
}

static void l03_easter_agrees_with_another_computus(void **state) {
    (void)state;
    for (int year = 1800; year <= 2999; year++) {
        struct civil_date easter = holiday_easter(year);
        assert_int_equal(easter.number, oudin(year).number);
        assert_int_equal(civil_date_weekday(easter), CIVIL_SUNDAY);
    }
}

static void l04_saturday_is_a_working_day(void **state) {
    (void)state;
    assert_int_equal(on(2026, 11, 21), HOLIDAY_NONE);
    assert_int_equal(holiday_next_working_day(civil_date_of(2026, 11, 21)).number,
                     civil_date_of(2026, 11, 21).number);
}

static void the_next_working_day_skips_whole_runs(void **state) {
    (void)state;
    // Christmas 2026 is a Friday; the 26th is a holiday, the 27th a Sunday.
    assert_int_equal(holiday_next_working_day(civil_date_of(2026, 12, 25)).number,
                     civil_date_of(2026, 12, 28).number);
    // Easter 2026: Sunday and Monday.
    assert_int_equal(holiday_next_working_day(civil_date_of(2026, 4, 5)).number,
                     civil_date_of(2026, 4, 7).number);
    assert_false(civil_date_known(holiday_next_working_day((struct civil_date){0})));
}

static void every_holiday_has_a_name(void **state) {
    (void)state;
    for (int i = HOLIDAY_NONE; i <= HOLIDAY_SAINT_STEPHEN; i++) {
        assert_non_null(holiday_name((enum holiday)i));
    }
    assert_string_equal(holiday_name(HOLIDAY_SAINT_FRANCIS), "saint-francis");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(l01_fixed_days_and_sundays),
        cmocka_unit_test(l02_fourth_of_october_is_a_holiday_from_2026),
        cmocka_unit_test(l03_easter_mondays_of_the_rule_book),
        cmocka_unit_test(l03_easter_agrees_with_another_computus),
        cmocka_unit_test(l04_saturday_is_a_working_day),
        cmocka_unit_test(the_next_working_day_skips_whole_runs),
        cmocka_unit_test(every_holiday_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
