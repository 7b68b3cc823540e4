// SPDX-License-Identifier: EUPL-1.2
// Dates in Rome against the C library's POSIX zone rules (S-01, S-23).
#include "scoring/rome_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static const int64_t second_us = 1000000;

// The rule as a POSIX zone text: needs no zone data on the machine.
static int use_posix_rule(void **state) {
    (void)state;
    int failed = setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    return failed;
}

static int64_t utc(int year, int month, int day, int hour, int minute, int second) {
    struct tm parts = {.tm_year = year - 1900,
                       .tm_mon = month - 1,
                       .tm_mday = day,
                       .tm_hour = hour,
                       .tm_min = minute,
                       .tm_sec = second};
    return (int64_t)timegm(&parts) * second_us;
}

static void check_against_library(int64_t second) {
    time_t when = (time_t)second;
    struct tm local;
    assert_non_null(localtime_r(&when, &local));
    struct civil_date expected =
        civil_date_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
    if (rome_date(second * second_us).number != expected.number ||
        rome_offset(second * second_us) != (int32_t)local.tm_gmtoff) {
        fail_msg("instant %lld", (long long)second);
    }
}

static void s01_every_third_hour_of_a_century_has_the_date_of_rome(void **state) {
    (void)state;
    // An odd step visits every hour and minute; it starts well inside the rule's validity.
    for (int64_t second = 820540800; second < 3976214400; second += 10007) {
        check_against_library(second);
    }
}

static void the_changes_of_clock_fall_on_their_second(void **state) {
    (void)state;
    for (int year = 1996; year <= 2199; year++) {
        for (int day = 25; day <= 31; day++) {
            int64_t march = utc(year, 3, day, 1, 0, 0) / second_us;
            int64_t october = utc(year, 10, day, 1, 0, 0) / second_us;
            check_against_library(march - 1);
            check_against_library(march);
            check_against_library(october - 1);
            check_against_library(october);
        }
    }
}

static void the_date_changes_at_midnight_in_rome_not_in_utc(void **state) {
    (void)state;
    struct civil_date day = civil_date_of(2026, 11, 21);
    assert_int_equal(rome_date(utc(2026, 11, 20, 22, 59, 59)).number, day.number - 1);
    assert_int_equal(rome_date(utc(2026, 11, 20, 23, 0, 0) - 1).number, day.number - 1);
    assert_int_equal(rome_date(utc(2026, 11, 20, 23, 0, 0)).number, day.number);
    struct civil_date summer = civil_date_of(2026, 7, 1);
    assert_int_equal(rome_date(utc(2026, 6, 30, 22, 0, 0)).number, summer.number);
    assert_int_equal(rome_date(utc(2026, 6, 30, 22, 0, 0) - 1).number, summer.number - 1);
}

static void midnight_is_the_first_instant_of_the_date(void **state) {
    (void)state;
    struct civil_date last = civil_date_of(2199, 12, 31);
    for (struct civil_date day = civil_date_of(1996, 1, 2); day.number <= last.number;
         day.number++) {
        int64_t midnight;
        assert_true(rome_midnight(day, &midnight));
        if (rome_date(midnight).number != day.number ||
            rome_date(midnight - 1).number != day.number - 1) {
            fail_msg("day number %d", day.number);
        }
    }
}

static void before_the_rule_the_date_is_unknown(void **state) {
    (void)state;
    int64_t midnight = 77;
    assert_false(civil_date_known(rome_date(utc(1995, 12, 31, 23, 59, 59))));
    assert_false(civil_date_known(rome_date(0)));
    assert_false(civil_date_known(rome_date(INT64_MIN)));
    assert_false(civil_date_known(rome_date(INT64_MAX)));
    assert_int_equal(rome_offset(-1), 0);
    assert_false(rome_midnight(civil_date_of(1996, 1, 1), &midnight));
    assert_false(rome_midnight((struct civil_date){0}, &midnight));
    assert_int_equal(midnight, 77);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s01_every_third_hour_of_a_century_has_the_date_of_rome),
        cmocka_unit_test(the_changes_of_clock_fall_on_their_second),
        cmocka_unit_test(the_date_changes_at_midnight_in_rome_not_in_utc),
        cmocka_unit_test(midnight_is_the_first_instant_of_the_date),
        cmocka_unit_test(before_the_rule_the_date_is_unknown),
    };
    return cmocka_run_group_tests(tests, use_posix_rule, NULL);
}
