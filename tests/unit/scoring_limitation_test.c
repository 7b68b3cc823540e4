// SPDX-License-Identifier: EUPL-1.2
// Limitation and complaints (L-09, K-02, L-11).
#include "scoring/limitation.h"
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

static void l09_two_years_or_ten_from_the_fact(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    struct plan plan = *plan_file_plan(file);
    struct deadline term = limitation_term(&plan, plans_date("2024-03-04"), NULL, 0);
    is_day(term.last, "2026-03-04");
    assert_int_equal(term.event, DEADLINE_EVENT_ONSET);
    assert_string_equal(term.rule, "L-09");
    plan.settings.limitation_months.value = 120;
    is_day(limitation_term(&plan, plans_date("2024-03-04"), NULL, 0).last,
           "2034-03-04"); // a Saturday
    is_day(limitation_term(&plan, (struct civil_date){0}, NULL, 0).last, "");
    plan_file_free(file);
}

static void l09_each_interruption_in_time_begins_the_term_anew(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    const struct plan *plan = plan_file_plan(file);
    const struct civil_date list[] = {plans_date("2027-01-05"), plans_date("2025-06-03"),
                                      plans_date("2023-01-01")};
    struct deadline term = limitation_term(plan, plans_date("2024-03-04"), list, 3);
    is_day(term.start, "2027-01-05");
    is_day(term.last, "2029-01-05");
    assert_int_equal(term.event, DEADLINE_EVENT_INTERRUPTION);
    // One that came after the term was over revives nothing; one on its last day does.
    const struct civil_date late[] = {plans_date("2026-03-05")};
    is_day(limitation_term(plan, plans_date("2024-03-04"), late, 1).last, "2026-03-04");
    const struct civil_date last[] = {plans_date("2026-03-04")};
    is_day(limitation_term(plan, plans_date("2024-03-04"), last, 1).last,
           "2028-03-04"); // a Saturday
    is_day(limitation_term(plan, (struct civil_date){0}, last, 1).last, "");
    plan_file_free(file);
}

static void k02_l11_a_complaint_is_answered_in_45_days(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    // 45 days from 12 February 2026 are Sunday 29 March: the act moves to Monday.
    struct complaint complaint = {.received = plans_date("2026-02-12")};
    struct deadline term = complaint_term(&plan, &complaint);
    is_day(term.nominal, "2026-03-29");
    is_day(term.last, "2026-03-30");
    assert_string_equal(term.rule, "L-11");
    assert_int_equal(term.event, DEADLINE_EVENT_COMPLAINT_RECEIVED);
    assert_int_equal(complaint_on(&plan, &complaint, plans_date("2026-03-30")), COMPLAINT_OPEN);
    assert_int_equal(complaint_on(&plan, &complaint, plans_date("2026-03-31")), COMPLAINT_OVERDUE);
    complaint.answered = plans_date("2026-03-30");
    assert_int_equal(complaint_on(&plan, &complaint, plans_date("2026-04-30")), COMPLAINT_ANSWERED);
    complaint.answered = plans_date("2026-03-31");
    assert_int_equal(complaint_on(&plan, &complaint, plans_date("2026-04-30")),
                     COMPLAINT_ANSWERED_LATE);
    complaint.received = (struct civil_date){0};
    assert_int_equal(complaint_on(&plan, &complaint, plans_date("2026-04-30")), COMPLAINT_UNKNOWN);
    complaint.received = plans_date("2026-02-12");
    plan.complaint_days.value = 0;
    assert_int_equal(complaint_on(&plan, &complaint, plans_date("2026-04-30")), COMPLAINT_UNKNOWN);
    plan_file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(l09_two_years_or_ten_from_the_fact),
        cmocka_unit_test(l09_each_interruption_in_time_begins_the_term_anew),
        cmocka_unit_test(k02_l11_a_complaint_is_answered_in_45_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
