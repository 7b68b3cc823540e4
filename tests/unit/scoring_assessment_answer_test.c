// SPDX-License-Identifier: EUPL-1.2
// What an answer may be, what a subject can have, and plans that no reader would make (rule
// book 3.4).
#include "scoring/assessment.h"
#include "scoring/points.h"

#include "scoring_group_plan.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void answers_are_words_of_their_kind(void **state) {
    (void)state;
    static const struct {
        const char *code, *word;
        bool good;
    } rows[] = {
        {"bed", "b", true},
        {"bed", "1", false},
        {"hours", "12.49", true},
        {"hours", "100", true},
        {"hours", "100.01", false},
        {"hours", "-1", false},
        {"hours", "1.005", false},
        {"hours", "1e1", false},
        {"hours", "", false},
        {"hours", "12,5", false},
        {"certified", "2026-02-28", true},
        {"certified", "2026-02-30", false},
        {"certified", "a", false},
        {"nothing", "a", false},
    };
    struct plan plan = group_plan_of(&any_points);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct assessment sheet = {0};
        assert_int_equal(assessment_answer(&plan, &sheet, rows[i].code, rows[i].word),
                         rows[i].good);
        size_t index = 0;
        if (!plan_find_activity(&plan, rows[i].code, &index)) {
            continue;
        }
        char text[ASSESSMENT_WORD_SIZE];
        assert_string_equal(assessment_word(&group_plan_items[index], &sheet.answers[index], text),
                            rows[i].good ? rows[i].word : "");
    }
    char text[ASSESSMENT_WORD_SIZE];
    const struct answer unknown = {.kind = ANSWER_DONT_KNOW};
    assert_string_equal(assessment_word(&group_plan_items[BED], &unknown, text), "unknown");
}

static void an_answer_of_another_kind_is_refused(void **state) {
    (void)state;
    const struct answer bad[][2] = {
        {{.kind = ANSWER_NUMBER, .points = 0}, {.kind = ANSWER_GRADE, .grade = 3}},
        {{.kind = ANSWER_DAY, .day = {738156}}, {.kind = ANSWER_NUMBER, .points = 0}},
        {{.kind = ANSWER_NUMBER, .points = 10001}, {.kind = ANSWER_GRADE, .grade = 0}},
        {{.kind = ANSWER_DAY, .day = {0}}, {.kind = ANSWER_NUMBER, .points = 0}},
    };
    struct plan plan = group_plan_of(&any_points);
    for (size_t item = 0; item < ITEMS; item++) {
        for (size_t i = 0; i < 2; i++) {
            struct assessment sheet = {0};
            struct assessment_result result = {.missing = 77};
            sheet.answers[item] = bad[item][i];
            assert_false(assessment_evaluate(&plan, &sheet, &result));
            assert_int_equal(result.missing, 77);
        }
    }
    // A number must lie on the steps of its range.
    static const struct plan_activity fives[] = {
        {.code = "adl", .kind = PLAN_ITEM_NUMBER, .number = {0, 6000, 500}}};
    plan.activities = fives;
    plan.activity_count = 1;
    struct assessment sheet = {0};
    assert_false(assessment_answer(&plan, &sheet, "adl", "7"));
    assert_true(assessment_answer(&plan, &sheet, "adl", "15"));
}

static void ranges_say_what_a_subject_can_have(void **state) {
    (void)state;
    static const struct {
        struct plan_subject subject;
        struct plan_range range;
    } rows[] = {
        {{PLAN_SUBJECT_ALL, 0}, {0, 10600, 1}},
        {{PLAN_SUBJECT_ACTIVITY, BED}, {0, 300, 100}},
        {{PLAN_SUBJECT_ACTIVITY, HOURS}, {0, 10000, 1}},
        {{PLAN_SUBJECT_ACTIVITY, CERTIFIED}, {0, 0, 0}},
        {{PLAN_SUBJECT_GROUP, 1}, {0, 1500, 500}},
        {{PLAN_SUBJECT_SCALE, 0}, {0, 0, 0}},
    };
    struct plan plan = group_plan_of(&any_points);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_range range = plan_subject_range(&plan, rows[i].subject);
        assert_int_equal(range.least, rows[i].range.least);
        assert_int_equal(range.most, rows[i].range.most);
        assert_int_equal(range.step, rows[i].range.step);
    }
    static const struct plan_grade rising[] = {{.points = -280}, {.points = 40}, {.points = -10}};
    const struct plan_activity correction = {.grades = rising, .grade_count = 3};
    struct plan_range range = plan_activity_range(&correction);
    assert_int_equal(range.least, -280);
    assert_int_equal(range.most, 40);
    assert_int_equal(range.step, 10);
    size_t index = 7;
    assert_false(plan_find_group(&plan, "none", &index));
    assert_false(plan_find_scale(&plan, "none", &index));
    assert_false(plan_find_level(&group_plan_scales[0], "none", &index));
    assert_int_equal(index, 7);
    assert_true(plan_find_group(&plan, "table", &index));
    assert_int_equal(index, 2);
    assert_true(plan_find_scale(&plan, "overridden", &index));
    assert_int_equal(index, 1);
    assert_true(plan_find_level(&group_plan_scales[0], "three", &index));
    assert_int_equal(index, 2);
}

static void two_overrides_may_both_be_open(void **state) {
    (void)state;
    static const struct plan_test certain = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 100, .subject = {PLAN_SUBJECT_ACTIVITY, BED}};
    static const struct plan_override two[] = {{&group_plan_certificate, 2, "first", ""},
                                               {&certain, 0, "second", ""}};
    static const struct plan_scale scale = {.subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                            .levels = group_plan_levels,
                                            .level_count = 3,
                                            .overrides = two,
                                            .override_count = 2};
    struct plan plan = group_plan_of(&any_points);
    plan.scales = &scale;
    plan.scale_count = 1;
    static const struct {
        const char *bed, *day;
        uint32_t possible;
        const char *rule;
    } rows[] = {
        {"a", "2021-01-01", 1, NULL},    {"b", "2021-01-01", 2, "second"},
        {"b", NULL, 2 | 8, "second"},    {NULL, NULL, 1 | 2 | 8, NULL},
        {"b", "2022-01-01", 8, "first"}, {NULL, "2022-01-01", 8, "first"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct assessment sheet =
            group_plan_sheet(&plan, (const char *[]){rows[i].bed, "a", "0", rows[i].day});
        struct assessment_result result;
        assert_true(assessment_evaluate(&plan, &sheet, &result));
        assert_int_equal(result.scales[0].possible, rows[i].possible);
        assert_int_equal(result.scales[0].override == NULL, rows[i].rule == NULL);
        if (rows[i].rule != NULL) {
            assert_string_equal(result.scales[0].override->rule, rows[i].rule);
        }
    }
}

// What an override waits for is not what the plan waits for.
static void a_duration_in_an_override_makes_no_case_wait(void **state) {
    (void)state;
    static const struct plan_test lasting = {.kind = PLAN_TEST_DURATION_AT_LEAST, .count = 90};
    static const struct plan_override by_duration[] = {{&lasting, 2, "lasting", ""}};
    static const struct plan_scale scale = {.subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                            .levels = group_plan_levels,
                                            .level_count = 3,
                                            .overrides = by_duration,
                                            .override_count = 1};
    struct plan plan = group_plan_of(&any_points);
    plan.scales = &scale;
    plan.scale_count = 1;
    struct assessment sheet = group_plan_sheet(&plan, (const char *[]){"b", "a", "0", NULL});
    struct assessment_days days = {plans_date("2026-02-01"), plans_date("2026-01-01"), {0}};
    struct assessment_result result;
    for (size_t i = 0; i < 2; i++) {
        assert_true(assessment_evaluate_on(&plan, &sheet, &days, &result));
        assert_int_equal(result.scales[0].possible, 1 | 8);
        assert_false(result.onset_unknown);
        assert_false(result.still_running);
        assert_int_equal(result.test_count, 1);
        days.onset = (struct civil_date){0};
    }
}

// A plan that no reader would make does no harm.
static void what_no_plan_file_says_is_answered_all_the_same(void **state) {
    (void)state;
    const char *sheet[ITEMS] = {"b", "b", "0", NULL};
    const struct plan_test nothing = {.kind = PLAN_TEST_NONE};
    assert_int_equal(group_plan_result(&nothing, sheet).outcome, ASSESSMENT_NOT_REACHED);
    const struct plan_test unheard = {.kind = (enum plan_test_kind)99};
    assert_int_equal(group_plan_result(&unheard, sheet).outcome, ASSESSMENT_INCOMPLETE);
    struct plan_test sum = {.kind = PLAN_TEST_SUM_AT_LEAST, .points = 1};
    sum.subject.kind = PLAN_SUBJECT_SCALE;
    assert_int_equal(group_plan_result(&sum, sheet).tests[0].reached, 0);
    assert_int_equal(group_plan_result(&sum, sheet).tests[0].possible, 0);
    sum.subject.kind = (enum plan_subject_kind)99;
    assert_int_equal(group_plan_result(&sum, sheet).tests[0].reached, 0);
    struct plan plan = group_plan_of(&any_points);
    assert_int_equal(plan_subject_range(&plan, sum.subject).most, 0);
    // More leaves than are shown.
    struct plan_test leaves[PLAN_TESTS_MAX + 1];
    for (size_t i = 0; i <= PLAN_TESTS_MAX; i++) {
        leaves[i] = any_points;
    }
    const struct plan_test many = {
        .kind = PLAN_TEST_ALL, .parts = leaves, .part_count = PLAN_TESTS_MAX + 1};
    assert_int_equal(group_plan_result(&many, sheet).outcome, ASSESSMENT_REACHED);
    assert_int_equal(group_plan_result(&many, sheet).test_count, PLAN_TESTS_MAX);
    // An item and an answer of no kind.
    struct plan_activity odd = group_plan_items[BED];
    odd.kind = (enum plan_item_kind)99;
    plan.activities = &odd;
    plan.activity_count = 1;
    plan.group_count = 0;
    plan.scale_count = 0;
    struct assessment answers = {0};
    struct assessment_result result;
    assert_false(assessment_answer(&plan, &answers, "bed", "a"));
    assert_int_equal(plan_activity_range(&odd).most, 0);
    answers.answers[0].kind = (enum answer_kind)99;
    assert_false(assessment_evaluate(&plan, &answers, &result));
    char text[ASSESSMENT_WORD_SIZE];
    assert_string_equal(assessment_word(&odd, &answers.answers[0], text), "");
}

static void only_items_with_an_unable_grade_can_become_unable(void **state) {
    (void)state;
    static const struct plan_grade never[] = {{.code = "n"}, {.code = "y", .points = 100}};
    static const struct plan_grade first[] = {{.code = "n", .unable = true}, {.code = "y"}};
    static const struct plan_activity two[] = {
        {.code = "never", .grades = never, .grade_count = 2},
        {.code = "first", .grades = first, .grade_count = 2}};
    static const struct plan_test test = {.kind = PLAN_TEST_UNABLE_AT_LEAST, .count = 1};
    const struct plan plan = {.activities = two, .activity_count = 2, .test = &test};
    const struct assessment open = {0};
    struct assessment_result result;
    assert_true(assessment_evaluate(&plan, &open, &result));
    assert_int_equal(result.tests[0].reached, 0);
    assert_int_equal(result.tests[0].possible, 1);
}

static void a_rising_table_and_a_range_above_zero(void **state) {
    (void)state;
    static const struct plan_band rising[] = {{100, 600, 0}, {1100, 1100, 200}, {1600, 1600, 500}};
    static const struct plan_subject whole[] = {{PLAN_SUBJECT_ACTIVITY, 0}};
    static const struct plan_group table = {.code = "table",
                                            .parts = whole,
                                            .part_count = 1,
                                            .combine = PLAN_COMBINE_BANDS,
                                            .bands = rising,
                                            .band_count = 3};
    static const struct plan_activity number = {
        .code = "n", .kind = PLAN_ITEM_NUMBER, .number = {100, 1600, 500}};
    const struct plan plan = {.activities = &number,
                              .activity_count = 1,
                              .groups = &table,
                              .group_count = 1,
                              .test = &any_points};
    struct assessment sheet = {0};
    struct assessment_result result;
    assert_true(assessment_evaluate(&plan, &sheet, &result));
    assert_int_equal(result.sum, 100);
    assert_int_equal(result.sum_possible, 1600);
    assert_int_equal(result.groups[0].low, 0);
    assert_int_equal(result.groups[0].high, 500);
    static const struct {
        const char *word;
        int32_t points;
    } rows[] = {{"1", 0}, {"6", 0}, {"11", 200}, {"16", 500}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(assessment_answer(&plan, &sheet, "n", rows[i].word));
        assert_true(assessment_evaluate(&plan, &sheet, &result));
        assert_int_equal(result.groups[0].low, rows[i].points);
        assert_int_equal(result.groups[0].high, rows[i].points);
    }
    assert_false(assessment_answer(&plan, &sheet, "n", "5"));
    assert_false(assessment_answer(&plan, &sheet, "n", "0"));
}

static void points_are_hundredths_in_and_out(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int32_t points;
    } rows[] = {{"40", 4000},   {"12.5", 1250}, {"3.75", 375},      {"0", 0},
                {"-1.1", -110}, {"-0.05", -5},  {"10000", 1000000}, {"-10000", -1000000}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[POINTS_TEXT_SIZE];
        int32_t points = 7;
        assert_int_equal(points_format(rows[i].points, text), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
        assert_true(points_parse(rows[i].text, strlen(rows[i].text), &points));
        assert_int_equal(points, rows[i].points);
    }
    static const char *const bad[] = {"", "1.005", "10000.01", "-10000.01", "one", "1.", "+1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t points = 7;
        assert_false(points_parse(bad[i], strlen(bad[i]), &points));
        assert_int_equal(points, 7);
    }
    assert_string_equal(plan_combine_name(PLAN_COMBINE_BANDS), "band_table");
    assert_string_equal(plan_combine_name(PLAN_COMBINE_SUM), "sum");
    assert_string_equal(plan_combine_name(PLAN_COMBINE_MAX), "max");
    assert_string_equal(plan_test_kind_name(PLAN_TEST_NONE), "none");
    assert_string_equal(assessment_outcome_name(ASSESSMENT_REACHED), "reached");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_words_of_their_kind),
        cmocka_unit_test(an_answer_of_another_kind_is_refused),
        cmocka_unit_test(ranges_say_what_a_subject_can_have),
        cmocka_unit_test(two_overrides_may_both_be_open),
        cmocka_unit_test(a_duration_in_an_override_makes_no_case_wait),
        cmocka_unit_test(what_no_plan_file_says_is_answered_all_the_same),
        cmocka_unit_test(only_items_with_an_unable_grade_can_become_unable),
        cmocka_unit_test(a_rising_table_and_a_range_above_zero),
        cmocka_unit_test(points_are_hundredths_in_and_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
