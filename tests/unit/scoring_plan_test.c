// SPDX-License-Identifier: EUPL-1.2
// Look-ups in a plan: what its items can give, and what it pays.
#include "scoring/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct plan_grade unordered[] = {
    {.code = "half", .points = 500}, {.code = "none"}, {.code = "all", .points = 1000}};
static const struct plan_grade below_zero[] = {{.code = "a", .points = -300},
                                               {.code = "b", .points = -900}};
static const struct plan_activity activities[] = {
    {.code = "first", .kind = PLAN_ITEM_GRADE, .grades = unordered, .grade_count = 3},
    {.code = "second", .kind = PLAN_ITEM_GRADE, .grades = below_zero, .grade_count = 2},
    {.code = "beyond", .kind = PLAN_ITEM_GRADE, .grades = unordered, .grade_count = 3},
};

static void check(struct plan_range range, int32_t least, int32_t most, int32_t step) {
    assert_int_equal(range.least, least);
    assert_int_equal(range.most, most);
    assert_int_equal(range.step, step);
}

static void the_range_of_grades_is_found_in_any_order(void **state) {
    (void)state;
    check(plan_activity_range(&activities[0]), 0, 1000, 500);
    check(plan_activity_range(&activities[1]), -900, -300, 600);
}

static void the_range_of_all_adds_those_that_count(void **state) {
    (void)state;
    const struct plan plan = {.activities = activities, .activity_count = 2};
    const struct plan_subject all = {.kind = PLAN_SUBJECT_ALL};
    check(plan_subject_range(&plan, all), -900, 700, 100);
    assert_int_equal(plan_points_possible(&plan), 700);
}

static void an_annuity_is_never_paid_whatever_the_plan_says(void **state) {
    (void)state;
    struct plan plan = {0};
    for (size_t i = 0; i < BENEFIT_FORM_COUNT; i++) {
        plan.forms[i].value = true;
    }
    assert_false(plan_allows_form(&plan, BENEFIT_FORM_ANNUITY));
    assert_false(plan_allows_form(&plan, BENEFIT_FORM_UNKNOWN));
    assert_true(plan_allows_form(&plan, BENEFIT_FORM_DIRECT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_of_grades_is_found_in_any_order),
        cmocka_unit_test(the_range_of_all_adds_those_that_count),
        cmocka_unit_test(an_annuity_is_never_paid_whatever_the_plan_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
