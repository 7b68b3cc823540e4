// SPDX-License-Identifier: EUPL-1.2
// Terms and their last days (S-01, S-02, S-02b, S-02c, L-04, L-05).
#include "scoring/deadline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct civil_date date(const char *text) {
    struct civil_date parsed = {0};
    assert_true(civil_date_parse(text, strlen(text), &parsed));
    return parsed;
}

// Computed by a separate program from the rule book.
static const struct {
    const char *start;
    int32_t days;
    const char *nominal;
    const char *last;
} rows[] = {
    {"2026-11-02", 14, "2026-11-16", "2026-11-16"}, // plain
    {"2026-11-07", 14, "2026-11-21", "2026-11-21"}, // Saturday is a working day
    {"2026-11-08", 14, "2026-11-22", "2026-11-23"}, // Sunday
    {"2026-12-11", 14, "2026-12-25", "2026-12-28"}, // Christmas, 26th, Sunday
    {"2026-12-12", 14, "2026-12-26", "2026-12-28"}, {"2026-12-13", 14, "2026-12-27", "2026-12-28"},
    {"2026-03-22", 14, "2026-04-05", "2026-04-07"}, // Easter and its Monday
    {"2026-03-23", 14, "2026-04-06", "2026-04-07"}, {"2026-04-11", 14, "2026-04-25", "2026-04-27"},
    {"2026-04-17", 14, "2026-05-01", "2026-05-02"}, // onto a Saturday
    {"2026-09-20", 14, "2026-10-04", "2026-10-05"}, // 4 October, a Sunday
    {"2027-09-20", 14, "2027-10-04", "2027-10-05"}, // 4 October, a Monday
    {"2025-09-20", 14, "2025-10-04", "2025-10-04"}, // no holiday yet, a Saturday
    {"2026-12-18", 14, "2027-01-01", "2027-01-02"}, {"2026-12-23", 14, "2027-01-06", "2027-01-07"},
    {"2028-02-15", 14, "2028-02-29", "2028-02-29"}, {"2026-02-14", 14, "2026-02-28", "2026-02-28"},
    {"2026-08-01", 14, "2026-08-15", "2026-08-17"}, {"2026-10-18", 14, "2026-11-01", "2026-11-02"},
    {"2027-09-19", 14, "2027-10-03", "2027-10-05"}, // Sunday, then 4 October
    {"2026-05-19", 14, "2026-06-02", "2026-06-03"}, {"2026-06-01", 60, "2026-07-31", "2026-07-31"},
    {"2026-10-02", 60, "2026-12-01", "2026-12-01"}, {"2026-10-26", 60, "2026-12-25", "2026-12-28"},
    {"2026-01-31", 45, "2026-03-17", "2026-03-17"}, {"2026-11-24", 14, "2026-12-08", "2026-12-09"},
};

static struct deadline of_row(size_t i, enum deadline_kind kind, bool extend) {
    return deadline_in_days(kind, "A-16", DEADLINE_EVENT_ONSET, date(rows[i].start), rows[i].days,
                            extend);
}

static void s01_s02_an_act_is_extended_over_holidays(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct deadline term = of_row(i, DEADLINE_ACT, true);
        assert_int_equal(term.nominal.number, date(rows[i].nominal).number);
        assert_int_equal(term.last.number, date(rows[i].last).number);
        bool extended = strcmp(rows[i].nominal, rows[i].last) != 0;
        assert_int_equal(term.extended_over != HOLIDAY_NONE, extended);
        assert_string_equal(term.rule, "A-16");
        assert_int_equal(term.start.number, date(rows[i].start).number);
    }
    assert_int_equal(of_row(3, DEADLINE_ACT, true).extended_over, HOLIDAY_CHRISTMAS);
}

static void s02b_s02c_cutoffs_and_states_are_never_extended(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct deadline plain = of_row(i, DEADLINE_ACT, false);
        struct deadline cutoff = of_row(i, DEADLINE_CUTOFF, true);
        struct deadline window = of_row(i, DEADLINE_STATE_WINDOW, true);
        assert_int_equal(plain.last.number, date(rows[i].nominal).number);
        assert_int_equal(cutoff.last.number, date(rows[i].nominal).number);
        assert_int_equal(window.last.number, date(rows[i].nominal).number);
        assert_int_equal(window.extended_over, HOLIDAY_NONE);
    }
}

static void l05_a_term_in_months_ends_on_the_same_numbered_day(void **state) {
    (void)state;
    struct deadline term =
        deadline_in_months(DEADLINE_ACT, "L-09", DEADLINE_EVENT_ONSET, date("2026-01-31"), 1, true);
    assert_int_equal(term.last.number, date("2026-02-28").number);
    assert_int_equal(term.months, 1);
    assert_int_equal(term.days, 0);
    // Two years from 4 October 2025 end on a Monday that is a holiday in 2027.
    term = deadline_in_months(DEADLINE_ACT, "L-09", DEADLINE_EVENT_ONSET, date("2025-10-04"), 24,
                              true);
    assert_int_equal(term.nominal.number, date("2027-10-04").number);
    assert_int_equal(term.last.number, date("2027-10-05").number);
    assert_int_equal(term.extended_over, HOLIDAY_SAINT_FRANCIS);
}

static void the_day_before_on_and_after_the_last_day(void **state) {
    (void)state;
    struct deadline term = of_row(3, DEADLINE_ACT, true);
    assert_int_equal(deadline_position(&term, date("2026-12-25")), DEADLINE_IN_TIME);
    assert_int_equal(deadline_position(&term, date("2026-12-27")), DEADLINE_IN_TIME);
    assert_int_equal(deadline_position(&term, date("2026-12-28")), DEADLINE_ON_LAST_DAY);
    assert_int_equal(deadline_position(&term, date("2026-12-29")), DEADLINE_PAST);
    assert_int_equal(deadline_days_left(&term, date("2026-12-27")), 1);
    assert_int_equal(deadline_days_left(&term, date("2026-12-28")), 0);
    assert_int_equal(deadline_days_left(&term, date("2026-12-29")), -1);
}

static void an_unknown_date_stays_unknown(void **state) {
    (void)state;
    const struct civil_date unknown = {0};
    struct deadline term =
        deadline_in_days(DEADLINE_ACT, "A-16", DEADLINE_EVENT_ONSET, unknown, 14, true);
    assert_false(civil_date_known(term.last));
    assert_int_equal(term.extended_over, HOLIDAY_NONE);
    assert_int_equal(deadline_position(&term, date("2026-01-01")), DEADLINE_POSITION_UNKNOWN);
    term = of_row(0, DEADLINE_ACT, true);
    assert_int_equal(deadline_position(&term, unknown), DEADLINE_POSITION_UNKNOWN);
    assert_int_equal(deadline_days_left(&term, unknown), 0);
}

static void names_are_stable(void **state) {
    (void)state;
    assert_string_equal(deadline_kind_name(DEADLINE_STATE_WINDOW), "state-window");
    assert_string_equal(deadline_event_name(DEADLINE_EVENT_CLAIM_RECEIVED), "claim-received");
    assert_string_equal(deadline_position_name(DEADLINE_ON_LAST_DAY), "on-last-day");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s01_s02_an_act_is_extended_over_holidays),
        cmocka_unit_test(s02b_s02c_cutoffs_and_states_are_never_extended),
        cmocka_unit_test(l05_a_term_in_months_ends_on_the_same_numbered_day),
        cmocka_unit_test(the_day_before_on_and_after_the_last_day),
        cmocka_unit_test(an_unknown_date_stays_unknown),
        cmocka_unit_test(names_are_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
