// SPDX-License-Identifier: EUPL-1.2
// Terms for acts under a plan (S-02, L-01).
#include "scoring/act_term.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is_day(struct civil_date date, const char *expected) {
    char text[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(date, text);
    assert_string_equal(text, expected);
}

static void s02_an_act_moves_over_a_holiday_unless_the_plan_says_no(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    // 14 days from 18 April 2027 end on Sunday 2 May.
    struct civil_date start = plans_date("2027-04-18");
    struct deadline term = act_term_in_days(&plan, "A-16", DEADLINE_EVENT_ONSET, start, 14);
    is_day(term.nominal, "2027-05-02");
    is_day(term.last, "2027-05-03");
    assert_int_equal(term.extended_over, HOLIDAY_SUNDAY);
    assert_int_equal(term.kind, DEADLINE_ACT);
    plan.settings.extend_acts.value = false;
    term = act_term_in_days(&plan, "A-16", DEADLINE_EVENT_ONSET, start, 14);
    is_day(term.last, "2027-05-02");
    assert_int_equal(term.extended_over, HOLIDAY_NONE);
    plan_file_free(file);
}

static void l01_a_patron_saint_day_counts_where_the_plan_names_it(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    assert_int_equal(plan.patron_day_count, 0);
    // 29 June 2026 is a Monday, the patron saints of Rome.
    struct civil_date start = plans_date("2026-06-15");
    struct deadline term = act_term_in_days(&plan, "A-16", DEADLINE_EVENT_ONSET, start, 14);
    is_day(term.last, "2026-06-29");
    plan.patron_days[0] = (struct plan_number){629, "L-01", "Rome"};
    plan.patron_days[1] = (struct plan_number){630, "L-01", "not counted"};
    plan.patron_day_count = 1;
    term = act_term_in_days(&plan, "A-16", DEADLINE_EVENT_ONSET, start, 14);
    is_day(term.last, "2026-06-30");
    assert_int_equal(term.extended_over, HOLIDAY_PATRON_SAINT);
    assert_string_equal(holiday_name(term.extended_over), "patron-saint");
    is_day(act_term_next_working_day(&plan, plans_date("2026-06-28")), "2026-06-30");
    plan_file_free(file);
}

static void l05_months_end_on_the_same_day_and_move_too(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan changed = *plan_file_plan(file);
    const struct plan *plan = &changed;
    struct deadline term =
        act_term_in_months(plan, "L-09", DEADLINE_EVENT_ONSET, plans_date("2024-08-15"), 24);
    is_day(term.nominal, "2026-08-15");
    is_day(term.last, "2026-08-17"); // Saturday 15 August, then Sunday
    assert_int_equal(term.kind, DEADLINE_ACT);
    changed.settings.extend_acts.value = false;
    term = act_term_in_months(plan, "L-09", DEADLINE_EVENT_ONSET, plans_date("2024-08-15"), 24);
    is_day(term.last, "2026-08-15");
    assert_int_equal(term.extended_over, HOLIDAY_NONE);
    is_day(act_term_next_working_day(plan, (struct civil_date){0}), "");
    plan_file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s02_an_act_moves_over_a_holiday_unless_the_plan_says_no),
        cmocka_unit_test(l01_a_patron_saint_day_counts_where_the_plan_names_it),
        cmocka_unit_test(l05_months_end_on_the_same_day_and_move_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
