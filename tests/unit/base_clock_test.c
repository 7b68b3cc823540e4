// SPDX-License-Identifier: EUPL-1.2
// Instants as text: RFC 3339 both ways, strictly.
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static int64_t parsed(const char *text) {
    int64_t us = -1;
    assert_int_equal(clock_parse(text, strlen(text), &us), RC_OK);
    return us;
}

static void known_instants_are_read_and_written(void **state) {
    (void)state;
    static const struct {
        const char *text, *written;
        int64_t us;
    } rows[] = {
        {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", 0},
        {"2026-11-21T08:30:05+01:00", "2026-11-21T07:30:05Z", INT64_C(1795246205000000)},
        {"2026-11-21T07:30:05.25Z", "2026-11-21T07:30:05.250000Z", INT64_C(1795246205250000)},
        {"2024-02-29T23:59:59-00:30", "2024-03-01T00:29:59Z", INT64_C(1709252999000000)},
        {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", -1},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", INT64_C(-62135596800000000)},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", INT64_C(253402300799000000)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[CLOCK_TEXT_SIZE];
        assert_int_equal(parsed(rows[i].text), rows[i].us);
        clock_text(rows[i].us, text);
        assert_string_equal(text, rows[i].written);
    }
}

static void every_day_of_eight_centuries_survives_the_round_trip(void **state) {
    (void)state;
    for (int64_t day = -146097; day < 2 * 146097; day += 7) {
        char text[CLOCK_TEXT_SIZE];
        clock_text(day * CLOCK_DAY_US + 1, text);
        assert_int_equal(parsed(text), day * CLOCK_DAY_US + 1);
    }
}

static void malformed_instants_are_refused(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "2026-11-21",
        "2026-11-21T08:30:05",
        "2026-11-21 08:30:05Z",
        "2026-11-21T08:30Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:59:60Z",
        "2026-11-21T08:30:05.Z",
        "2026-11-21T08:30:05.1234567Z",
        "2026-11-21T08:30:05+1:00",
        "2026-11-21T08:30:05+24:00",
        "2026-11-21T08:30:05ZZ",
        "2026-11-21t08:30:05z",
        "0000-01-01T00:00:00Z",
        "-026-11-21T08:30:05Z",
        "2026-11-21T08:30:05+01:00Z",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t us = 42;
        assert_int_equal(clock_parse(texts[i], strlen(texts[i]), &us), RC_INVALID);
        assert_int_equal(us, 42);
    }
}

static void dates_must_exist(void **state) {
    (void)state;
    assert_true(clock_date_valid("2024-02-29", 10));
    assert_true(clock_date_valid("2000-02-29", 10));
    assert_false(clock_date_valid("1900-02-29", 10));
    assert_false(clock_date_valid("2026-02-29", 10));
    assert_false(clock_date_valid("2026-4-01", 9));
    assert_false(clock_date_valid("2026-04-31", 10));
    assert_false(clock_date_valid("2026-04-01x", 11));
    // What the rules cannot reckon with is no date at the door either (scoring/civil_date.h).
    assert_true(clock_date_valid("1800-01-01", 10));
    assert_true(clock_date_valid("2999-12-31", 10));
    assert_false(clock_date_valid("1799-12-31", 10));
    assert_false(clock_date_valid("3000-01-01", 10));
    assert_false(clock_date_valid("0001-01-01", 10));
    assert_false(clock_date_valid("9999-12-31", 10));
}

static void an_instant_beyond_year_9999_has_no_text(void **state) {
    (void)state;
    char text[CLOCK_TEXT_SIZE] = "x";
    clock_text(INT64_MAX, text);
    assert_string_equal(text, "");
    clock_text(INT64_MIN, text);
    assert_string_equal(text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_instants_are_read_and_written),
        cmocka_unit_test(every_day_of_eight_centuries_survives_the_round_trip),
        cmocka_unit_test(malformed_instants_are_refused),
        cmocka_unit_test(dates_must_exist),
        cmocka_unit_test(an_instant_beyond_year_9999_has_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
