// SPDX-License-Identifier: EUPL-1.2
// Every sheet of both plans against the counts of the rule book (3.3, A-12, B-25).
#include "scoring/assessment.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

// The sheet whose grades are the digits of `number` in base `grades`.
static struct assessment sheet_of(const struct plan *plan, unsigned number, unsigned grades) {
    struct assessment sheet = {0};
    for (size_t i = 0; i < plan->activity_count; i++) {
        sheet.answers[i] = (struct answer){.kind = ANSWER_GRADE, .grade = number % grades};
        number /= grades;
    }
    return sheet;
}

static struct assessment_result evaluate(const struct plan *plan, struct assessment sheet) {
    struct assessment_result result = {0};
    assert_true(assessment_evaluate(plan, &sheet, &result));
    return result;
}

static void b25_all_729_sheets_match_the_printed_counts(void **state) {
    (void)state;
    static const int expected[] = {1, 6, 21, 50, 90, 126, 141, 126, 90, 50, 21, 6, 1};
    const struct plan *plan = plan_file_plan(permanent);
    int by_sum[13] = {0};
    int reached = 0;
    for (unsigned number = 0; number < 729; number++) {
        struct assessment_result result = evaluate(plan, sheet_of(plan, number, 3));
        int sum = 0;
        for (unsigned rest = number; rest > 0; rest /= 3) {
            sum += (int)(rest % 3) * 5;
        }
        assert_int_equal(result.sum, sum * 100);
        assert_int_equal(result.sum_possible, sum * 100);
        by_sum[sum / 5]++;
        assert_int_equal(result.outcome, sum >= 40 ? ASSESSMENT_REACHED : ASSESSMENT_NOT_REACHED);
        assert_int_equal(result.test_count, 1);
        assert_int_equal(result.tests[0].distance, (sum - 40) * 100);
        assert_int_equal(result.tests[0].threshold, 4000);
        assert_string_equal(result.tests[0].rule, "B-25");
        // No sheet that wins has fewer than four impaired acts.
        assert_true(sum < 40 || result.unable_count >= 4);
        reached += sum >= 40 ? 1 : 0;
    }
    for (size_t i = 0; i < 13; i++) {
        assert_int_equal(by_sum[i], expected[i]);
    }
    assert_int_equal(reached, 168);
}

static void count_reached(const struct plan_test *test, int expected) {
    struct plan plan = *plan_file_plan(permanent);
    plan.test = test;
    int reached = 0;
    for (unsigned number = 0; number < 729; number++) {
        reached += evaluate(&plan, sheet_of(&plan, number, 3)).outcome == ASSESSMENT_REACHED;
    }
    assert_int_equal(reached, expected);
}

static void chapter_3_other_thresholds_and_the_double_test(void **state) {
    (void)state;
    static const struct plan_test parts[] = {
        {.kind = PLAN_TEST_POINTS_AT_LEAST, .points = 500, .count = 4, .rule = "", .source = ""},
        {.kind = PLAN_TEST_SUM_AT_LEAST, .points = 3000, .rule = "", .source = ""},
    };
    static const struct plan_test both = {
        .kind = PLAN_TEST_ALL, .parts = parts, .part_count = 2, .rule = "", .source = ""};
    static const struct plan_test either = {
        .kind = PLAN_TEST_ANY, .parts = parts, .part_count = 2, .rule = "", .source = ""};
    static const struct plan_test neither = {
        .kind = PLAN_TEST_NOT, .parts = &either, .part_count = 1, .rule = "", .source = ""};
    count_reached(&parts[1], 435);
    count_reached(&both, 415);
    // At least four impaired acts: 15*16*1 + 6*32 + 64 = 496; either = 496 + 435 - 415.
    count_reached(&parts[0], 496);
    count_reached(&either, 516);
    count_reached(&neither, 729 - 516);
}

static void every_leaf_of_a_tree_is_shown(void **state) {
    (void)state;
    static const struct plan_test parts[] = {
        {.kind = PLAN_TEST_SUM_AT_LEAST, .points = 3000, .rule = "x", .source = ""},
        {.kind = PLAN_TEST_UNABLE_AT_LEAST, .count = 4, .rule = "y", .source = ""},
    };
    static const struct plan_test both = {
        .kind = PLAN_TEST_ANY, .parts = parts, .part_count = 2, .rule = "", .source = ""};
    struct plan plan = *plan_file_plan(permanent);
    plan.test = &both;
    // Three acts at ten points: 30 points, three unable.
    struct assessment_result result = evaluate(&plan, sheet_of(&plan, 2 + 6 + 18, 3));
    assert_int_equal(result.outcome, ASSESSMENT_REACHED);
    assert_int_equal(result.test_count, 2);
    assert_true(result.tests[0].holds);
    assert_int_equal(result.tests[0].distance, 0);
    assert_false(result.tests[1].holds);
    assert_int_equal(result.tests[1].reached, 3);
    assert_int_equal(result.tests[1].distance, -1);
}

static void a12_all_16_sheets_five_win(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(temporary);
    int reached = 0;
    for (unsigned number = 0; number < 16; number++) {
        struct assessment_result result = evaluate(plan, sheet_of(plan, number, 2));
        int unable = __builtin_popcount(number);
        assert_int_equal(result.unable_count, unable);
        assert_int_equal(result.outcome, unable >= 3 ? ASSESSMENT_REACHED : ASSESSMENT_NOT_REACHED);
        assert_int_equal(result.tests[0].distance, unable - 3);
        reached += unable >= 3 ? 1 : 0;
    }
    assert_int_equal(reached, 5);
}

static void b25_a_missing_answer_is_incomplete_and_never_zero(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(permanent);
    // Every sheet with one answer taken away, also those that would reach 40 without it.
    for (unsigned number = 0; number < 729; number++) {
        for (size_t open = 0; open < 6; open++) {
            struct assessment sheet = sheet_of(plan, number, 3);
            int32_t full = evaluate(plan, sheet).sum;
            int32_t own = (int32_t)sheet.answers[open].grade * 500;
            sheet.answers[open] = (struct answer){.kind = ANSWER_MISSING};
            struct assessment_result result = evaluate(plan, sheet);
            assert_int_equal(result.outcome, ASSESSMENT_INCOMPLETE);
            assert_int_equal(result.missing, 1);
            assert_int_equal(result.dont_know, 0);
            assert_int_equal(result.sum, full - own);
            assert_int_equal(result.sum_possible, full - own + 1000);
            sheet.answers[open].kind = ANSWER_DONT_KNOW;
            result = evaluate(plan, sheet);
            assert_int_equal(result.outcome, ASSESSMENT_INCOMPLETE);
            assert_int_equal(result.missing, 0);
            assert_int_equal(result.dont_know, 1);
        }
    }
    struct assessment_result result = evaluate(plan, (struct assessment){0});
    assert_int_equal(result.outcome, ASSESSMENT_INCOMPLETE);
    assert_int_equal(result.missing, 6);
    assert_int_equal(result.sum_possible, 6000);
    struct assessment two_open = sheet_of(plan, 728, 3);
    two_open.answers[0].kind = ANSWER_MISSING;
    two_open.answers[1].kind = ANSWER_DONT_KNOW;
    assert_int_equal(evaluate(plan, two_open).outcome, ASSESSMENT_INCOMPLETE);
}

static void each_contribution_is_shown(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(permanent);
    struct assessment sheet = {0};
    assert_true(assessment_answer(plan, &sheet, "washing", "grade-3"));
    assert_true(assessment_answer(plan, &sheet, "feeding", "grade-2"));
    assert_false(assessment_answer(plan, &sheet, "walking", "grade-2"));
    assert_false(assessment_answer(plan, &sheet, "moving", "grade-4"));
    struct assessment_result result = evaluate(plan, sheet);
    assert_int_equal(result.contribution_count, 6);
    assert_int_equal(result.contributions[0].points, 1000);
    assert_int_equal(result.contributions[0].points_possible, 1000);
    assert_true(result.contributions[0].unable);
    assert_int_equal(result.contributions[1].answer.kind, ANSWER_MISSING);
    assert_int_equal(result.contributions[1].points, 0);
    assert_int_equal(result.contributions[5].points, 500);
    assert_int_equal(result.contributions[5].answer.grade, 1);
    assert_int_equal(result.missing, 4);
}

static void a_grade_that_the_plan_does_not_have_is_refused(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(permanent);
    struct assessment sheet = sheet_of(plan, 0, 3);
    sheet.answers[5].grade = 3;
    struct assessment_result result = {.missing = 77};
    assert_false(assessment_evaluate(plan, &sheet, &result));
    assert_int_equal(result.missing, 77);
}

static void half_points_add_up_exactly(void **state) {
    (void)state;
    static const struct plan_grade grades[] = {
        {.code = "a", .points = 0}, {.code = "b", .points = 1250}, {.code = "c", .points = 4750}};
    static const struct plan_activity activities[] = {
        {.code = "x", .grades = grades, .grade_count = 3},
        {.code = "y", .grades = grades, .grade_count = 3}};
    static const struct plan_test test = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 6000, .rule = "", .source = ""};
    const struct plan plan = {.activities = activities, .activity_count = 2, .test = &test};
    assert_int_equal(plan_points_possible(&plan), 9500);
    struct assessment sheet = {
        .answers = {{.kind = ANSWER_GRADE, .grade = 1}, {.kind = ANSWER_GRADE, .grade = 2}}};
    struct assessment_result result = evaluate(&plan, sheet);
    assert_int_equal(result.sum, 6000);
    assert_int_equal(result.outcome, ASSESSMENT_REACHED);
}

static void names_are_stable(void **state) {
    (void)state;
    assert_string_equal(assessment_outcome_name(ASSESSMENT_INCOMPLETE), "incomplete");
    assert_string_equal(assessment_outcome_name(ASSESSMENT_NOT_REACHED), "not-reached");
    assert_string_equal(plan_test_kind_name(PLAN_TEST_SUM_AT_LEAST), "sum-at-least");
    assert_string_equal(plan_test_kind_name(PLAN_TEST_NOT), "not");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(b25_all_729_sheets_match_the_printed_counts),
        cmocka_unit_test(chapter_3_other_thresholds_and_the_double_test),
        cmocka_unit_test(every_leaf_of_a_tree_is_shown),
        cmocka_unit_test(a12_all_16_sheets_five_win),
        cmocka_unit_test(b25_a_missing_answer_is_incomplete_and_never_zero),
        cmocka_unit_test(each_contribution_is_shown),
        cmocka_unit_test(a_grade_that_the_plan_does_not_have_is_refused),
        cmocka_unit_test(half_points_add_up_exactly),
        cmocka_unit_test(names_are_stable),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
