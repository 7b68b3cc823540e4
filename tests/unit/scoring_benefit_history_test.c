// SPDX-License-Identifier: EUPL-1.2
// Months that earlier events used up (S-15).
#include "scoring/benefit_history.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct earlier_benefit earlier(const char *from, const char *to, int32_t paid,
                                      enum fact same) {
    return (struct earlier_benefit){plans_date(from), plans_date(to), paid, same};
}

// Months used before a benefit that starts on 1 June 2026, under one reading.
static struct benefit_used used(enum plan_length length, struct earlier_benefit before) {
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    plan.settings.length = length;
    struct benefit_used found =
        benefit_used_before(&plan, &before, 1, (struct civil_date){0}, plans_date("2026-06-01"));
    plan_file_free(file);
    return found;
}

static void s15_the_same_cause_within_180_days_is_the_same_event(void **state) {
    (void)state;
    // 3 December is 180 days before 1 June; 17 days into the third month counts as three.
    struct earlier_benefit near = earlier("2025-10-01", "2025-12-03", 1, FACT_YES);
    assert_int_equal(used(PLAN_LENGTH_EVENT, near).months, 3);
    assert_false(used(PLAN_LENGTH_EVENT, near).unsure);
    struct earlier_benefit far = earlier("2025-10-01", "2025-12-02", 1, FACT_YES);
    assert_int_equal(used(PLAN_LENGTH_EVENT, far).months, 0);
    near.same_cause = FACT_NO;
    assert_int_equal(used(PLAN_LENGTH_EVENT, near).months, 0);
    near.same_cause = FACT_UNKNOWN;
    assert_int_equal(used(PLAN_LENGTH_EVENT, near).months, 3);
    assert_true(used(PLAN_LENGTH_EVENT, near).unsure);
    assert_int_equal(used(PLAN_LENGTH_EVENT, near).open, 3);
    far.same_cause = FACT_UNKNOWN;
    assert_false(used(PLAN_LENGTH_EVENT, far).unsure);
}

// The state came back in time; that its dossier was complete later makes no new event of it.
static void s15_the_onset_of_the_relapse_counts_not_its_papers(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    const struct earlier_benefit before = earlier("2025-10-01", "2025-12-31", 3, FACT_YES);
    const struct civil_date start = plans_date("2026-07-20");
    assert_int_equal(benefit_used_before(plan, &before, 1, plans_date("2026-06-29"), start).months,
                     3);
    assert_int_equal(benefit_used_before(plan, &before, 1, plans_date("2026-06-30"), start).months,
                     0);
    assert_int_equal(benefit_used_before(plan, &before, 1, plans_date("2025-12-01"), start).months,
                     3);
    assert_int_equal(
        benefit_used_before(plan, &before, 1, plans_date("2026-03-01"), (struct civil_date){0})
            .months,
        0);
    plan_file_free(file);
}

static void s15_paid_months_only_of_the_same_event(void **state) {
    (void)state;
    struct earlier_benefit near = earlier("2025-10-01", "2025-12-31", 2, FACT_YES);
    assert_int_equal(used(PLAN_LENGTH_PAID, near).months, 2);
    near.same_cause = FACT_UNKNOWN;
    assert_true(used(PLAN_LENGTH_PAID, near).unsure);
    near.same_cause = FACT_NO;
    assert_int_equal(used(PLAN_LENGTH_PAID, near).months, 0);
}

static void s15_by_year_and_by_life_whatever_the_cause(void **state) {
    (void)state;
    struct earlier_benefit other = earlier("2025-12-15", "2026-03-01", 0, FACT_NO);
    assert_int_equal(used(PLAN_LENGTH_EVENT, other).months, 0);
    assert_int_equal(used(PLAN_LENGTH_YEAR, other).months, 2); // those of 15 January and February
    assert_int_equal(used(PLAN_LENGTH_LIFE, other).months, 3);
    struct earlier_benefit old = earlier("2010-01-01", "2010-05-31", 0, FACT_NO);
    assert_int_equal(used(PLAN_LENGTH_YEAR, old).months, 0);
    assert_int_equal(used(PLAN_LENGTH_LIFE, old).months, 5);
}

static void s15_a_month_that_began_on_the_last_day_or_on_new_years_day_counts(void **state) {
    (void)state;
    struct earlier_benefit one = earlier("2025-10-01", "2025-12-01", 1, FACT_YES);
    assert_int_equal(used(PLAN_LENGTH_LIFE, one).months, 3);
    one.to = plans_date("2025-11-30");
    assert_int_equal(used(PLAN_LENGTH_LIFE, one).months, 2);
    one = earlier("2025-11-01", "2026-02-15", 1, FACT_UNKNOWN);
    assert_int_equal(used(PLAN_LENGTH_YEAR, one).months, 2);
    // By the year and by life nobody has to be asked.
    assert_int_equal(used(PLAN_LENGTH_YEAR, one).open, 0);
    assert_false(used(PLAN_LENGTH_YEAR, one).unsure);
    assert_int_equal(used(PLAN_LENGTH_LIFE, one).months, 4);
    assert_int_equal(used(PLAN_LENGTH_LIFE, one).open, 0);
    assert_false(used(PLAN_LENGTH_LIFE, one).unsure);
}

static void s15_without_a_term_no_event_is_the_same_and_of_several_each_counts(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    const struct civil_date start = plans_date("2026-06-01");
    const struct civil_date none = {0};
    const struct earlier_benefit several[] = {
        earlier("2026-03-01", "2026-06-01", 2, FACT_YES),
        earlier("2026-02-01", "2026-02-20", 1, FACT_UNKNOWN),
        earlier("2026-01-01", "2026-01-20", 1, FACT_NO),
    };
    struct benefit_used found = benefit_used_before(&plan, several, 3, none, start);
    assert_int_equal(found.months, 5);
    assert_int_equal(found.open, 1);
    assert_true(found.unsure);
    found = benefit_used_before(&plan, several, 1, none, start);
    assert_int_equal(found.months, 4);
    assert_int_equal(found.open, 0);
    plan.same_event_days.value = 0;
    assert_int_equal(benefit_used_before(&plan, several, 3, none, start).months, 0);
    plan.same_event_days.value = 1;
    assert_int_equal(benefit_used_before(&plan, several, 3, none, start).months, 4);
    plan.settings.length = (enum plan_length)99;
    assert_int_equal(benefit_used_before(&plan, several, 3, none, start).months, 0);
    plan_file_free(file);
}

static void nothing_is_used_before_an_unknown_start(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct earlier_benefit before = earlier("2026-01-01", "2026-03-31", 3, FACT_YES);
    const struct civil_date unknown = {0};
    assert_int_equal(benefit_used_before(plan_file_plan(file), &before, 1, unknown, unknown).months,
                     0);
    plan_file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s15_the_same_cause_within_180_days_is_the_same_event),
        cmocka_unit_test(s15_the_onset_of_the_relapse_counts_not_its_papers),
        cmocka_unit_test(s15_paid_months_only_of_the_same_event),
        cmocka_unit_test(s15_by_year_and_by_life_whatever_the_cause),
        cmocka_unit_test(s15_a_month_that_began_on_the_last_day_or_on_new_years_day_counts),
        cmocka_unit_test(s15_without_a_term_no_event_is_the_same_and_of_several_each_counts),
        cmocka_unit_test(nothing_is_used_before_an_unknown_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
