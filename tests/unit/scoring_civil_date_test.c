// SPDX-License-Identifier: EUPL-1.2
// Civil dates against a calendar that is walked day by day (L-05, S-01).
#include "scoring/civil_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static void every_day_from_1800_to_2999_has_its_number_weekday_and_text(void **state) {
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    // 1 January 1800 was a Wednesday.
    int weekday = CIVIL_WEDNESDAY;
    int32_t number = civil_date_of(1800, 1, 1).number;
    for (int year = 1800; year <= 2999; year++) {
        for (int month = 1; month <= 12; month++) {
            int days = lengths[month - 1] + (month == 2 && leap(year) ? 1 : 0);
            assert_int_equal(civil_days_in_month(year, month), days);
            for (int day = 1; day <= days; day++, number++, weekday = weekday % 7 + 1) {
                struct civil_date date = civil_date_of(year, month, day);
                int y;
                int m;
                int d;
                assert_int_equal(date.number, number);
                assert_true(civil_date_split(date, &y, &m, &d));
                if (y != year || m != month || d != day ||
                    civil_date_weekday(date) != (enum civil_weekday)weekday) {
                    fail_msg("%d-%d-%d", year, month, day);
                }
            }
            assert_false(civil_date_known(civil_date_of(year, month, days + 1)));
        }
    }
}

static void parts_that_nobody_asks_for_are_left_out(void **state) {
    (void)state;
    struct civil_date date = civil_date_of(2026, 11, 21);
    int year = 0;
    int month = 0;
    int day = 0;
    assert_true(civil_date_split(date, NULL, NULL, NULL));
    assert_true(civil_date_split(date, NULL, NULL, &day));
    assert_true(civil_date_split(date, NULL, &month, NULL));
    assert_true(civil_date_split(date, &year, NULL, NULL));
    assert_true(year == 2026 && month == 11 && day == 21);
    assert_false(civil_date_split((struct civil_date){0}, &year, &month, &day));
    assert_true(year == 2026 && month == 11 && day == 21);
}

static void known_weekdays(void **state) {
    (void)state;
    assert_int_equal(civil_date_weekday(civil_date_of(1970, 1, 1)), CIVIL_THURSDAY);
    assert_int_equal(civil_date_weekday(civil_date_of(2026, 11, 21)), CIVIL_SATURDAY);
    assert_int_equal(civil_date_weekday(civil_date_of(2027, 10, 4)), CIVIL_MONDAY);
    assert_int_equal(civil_date_weekday((struct civil_date){0}), CIVIL_WEEKDAY_UNKNOWN);
}

static void l05_months_end_on_the_same_numbered_or_the_last_day(void **state) {
    (void)state;
    static const struct {
        const char *from;
        int32_t months;
        const char *to;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28"},
        {"2028-01-31", 1, "2028-02-29"},
        {"2026-01-31", 2, "2026-03-31"},
        {"2026-01-31", 3, "2026-04-30"},
        {"2026-01-31", 12, "2027-01-31"},
        {"2028-02-29", 12, "2029-02-28"},
        {"2028-02-29", 48, "2032-02-29"},
        {"2026-03-31", -1, "2026-02-28"},
        {"2026-01-15", -1, "2025-12-15"},
        {"2026-11-30", 3, "2027-02-28"},
        {"2026-12-31", 0, "2026-12-31"},
        {"2000-01-31", 1, "2000-02-29"},
        {"1900-01-31", 1, "1900-02-28"},
        {"2026-05-10", -2700, "1801-05-10"},
        {"2999-12-31", 1, ""},
        {"2999-12-31", 2147483647, ""},
        {"1800-01-01", -2147483647, ""},
        {"2026-03-31", -24315, ""}, // March of the year 0
        {"2026-03-31", -24316, ""},
        {"1800-01-01", -1, ""},
        {"2999-11-30", 1, "2999-12-30"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct civil_date from;
        char text[CIVIL_DATE_TEXT_SIZE];
        assert_true(civil_date_parse(rows[i].from, 10, &from));
        civil_date_format(civil_date_add_months(from, rows[i].months), text);
        assert_string_equal(text, rows[i].to);
    }
}

static void the_unknown_date_travels(void **state) {
    (void)state;
    const struct civil_date unknown = {0};
    struct civil_date known = civil_date_of(2026, 1, 1);
    char text[CIVIL_DATE_TEXT_SIZE] = "x";
    assert_false(civil_date_known(civil_date_add_days(unknown, 14)));
    assert_false(civil_date_known(civil_date_add_days(unknown, 730000)));
    assert_false(civil_date_known(civil_date_add_months(unknown, 1)));
    assert_int_equal(civil_date_days_between(unknown, known), 0);
    assert_int_equal(civil_date_days_between(known, unknown), 0);
    assert_int_equal(civil_date_format(unknown, text), 0);
    assert_string_equal(text, "");
    assert_int_equal(civil_date_earliest(unknown, known).number, known.number);
    assert_int_equal(civil_date_earliest(known, unknown).number, known.number);
    assert_int_equal(civil_date_earliest(unknown, unknown).number, 0);
    assert_true(civil_date_compare(unknown, known) < 0);
    assert_true(civil_date_compare(known, unknown) > 0);
    assert_int_equal(civil_date_compare(known, known), 0);
}

static void days_outside_the_range_are_unknown(void **state) {
    (void)state;
    struct civil_date first = civil_date_of(1800, 1, 1);
    struct civil_date last = civil_date_of(2999, 12, 31);
    assert_false(civil_date_known(civil_date_add_days(first, -1)));
    assert_false(civil_date_known(civil_date_add_days(last, 1)));
    assert_false(civil_date_known(civil_date_add_days(last, INT32_MAX)));
    assert_false(civil_date_known(civil_date_add_days(first, INT32_MIN)));
    assert_false(civil_date_known(civil_date_add_months(last, INT32_MAX)));
    assert_int_equal(civil_date_add_days(first, civil_date_days_between(first, last)).number,
                     last.number);
    assert_int_equal(civil_date_earliest(last, first).number, first.number);
    assert_int_equal(civil_date_earliest(first, last).number, first.number);
    assert_int_equal(civil_date_add_days(civil_date_of(1800, 1, 2), -1).number, first.number);
    assert_int_equal(civil_date_add_months(civil_date_of(1801, 1, 1), -12).number, first.number);
    assert_int_equal(civil_days_in_month(2026, 0), 0);
    assert_int_equal(civil_days_in_month(2026, 13), 0);
    assert_false(civil_date_known(civil_date_of(1799, 12, 31)));
    assert_false(civil_date_known(civil_date_of(3000, 1, 1)));
    assert_false(civil_date_known(civil_date_of(2026, 0, 1)));
    assert_false(civil_date_known(civil_date_of(2026, 13, 1)));
    assert_false(civil_date_known(civil_date_of(2026, 1, 0)));
}

static void only_exact_iso_text_is_a_date(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",           "2026-1-01",  "2026-01-1",   "2026/01/01",  "20260101",
        "2026-02-29", "2026-13-01", "2026-00-10",  "2026-01-00",  "2026-01-32",
        "1799-12-31", "3000-01-01", " 2026-01-01", "2026-01-01 ", "2026-01-0a",
        "a026-01-01", "2026-0b-01", "2026-01_01",  "-026-01-01",  "2026-01-01T00:00",
        "2026-01-0:", "2026-1/-10",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct civil_date date = {77};
        assert_false(civil_date_parse(wrong[i], strlen(wrong[i]), &date));
        assert_int_equal(date.number, 77);
    }
    struct civil_date date;
    char text[CIVIL_DATE_TEXT_SIZE];
    assert_true(civil_date_parse("2028-02-29", 10, &date));
    assert_int_equal(civil_date_format(date, text), 10);
    assert_string_equal(text, "2028-02-29");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1800_to_2999_has_its_number_weekday_and_text),
        cmocka_unit_test(parts_that_nobody_asks_for_are_left_out),
        cmocka_unit_test(known_weekdays),
        cmocka_unit_test(l05_months_end_on_the_same_numbered_or_the_last_day),
        cmocka_unit_test(the_unknown_date_travels),
        cmocka_unit_test(days_outside_the_range_are_unknown),
        cmocka_unit_test(only_exact_iso_text_is_a_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
