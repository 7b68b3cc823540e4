// SPDX-License-Identifier: EUPL-1.2
// Groups, scales and tests in three values, with open answers (rule book 3.4).
#include "scoring/assessment.h"

#include "scoring_group_plan.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check_group(const struct assessment_result *result, size_t group, int32_t raw_low,
                        int32_t raw_high, int32_t low, int32_t high) {
    assert_int_equal(result->groups[group].raw_low, raw_low);
    assert_int_equal(result->groups[group].raw_high, raw_high);
    assert_int_equal(result->groups[group].low, low);
    assert_int_equal(result->groups[group].high, high);
}

static void groups_add_take_the_most_and_look_up(void **state) {
    (void)state;
    struct assessment_result result =
        group_plan_result(&any_points, (const char *[]){"b", "c", "0", NULL});
    check_group(&result, 0, 400, 400, 400, 400);
    check_group(&result, 1, 300, 300, 1500, 1500);
    check_group(&result, 2, 400, 400, 0, 0);
    check_group(&result, 3, 1500, 1500, 1500, 1500);
    result = group_plan_result(&any_points, (const char *[]){"a", "b", "0", NULL});
    check_group(&result, 0, 100, 100, 100, 100);
    check_group(&result, 1, 100, 100, 500, 500);
    check_group(&result, 2, 100, 100, 400, 400);
    check_group(&result, 3, 900, 900, 900, 900);
}

static void an_open_answer_is_everything_it_could_be(void **state) {
    (void)state;
    struct assessment_result result =
        group_plan_result(&any_points, (const char *[]){"b", NULL, NULL, NULL});
    check_group(&result, 0, 100, 400, 100, 400);
    check_group(&result, 1, 100, 300, 500, 1500);
    // Falling points: the least sum gives the most.
    check_group(&result, 2, 100, 400, 0, 400);
    check_group(&result, 3, 500, 1900, 500, 1900);
    assert_int_equal(result.missing, 3);
    assert_int_equal(result.sum, 100);
    assert_int_equal(result.sum_possible, 10400);
}

static void check_levels(const char *hours, const char *day, uint32_t plain, uint32_t overridden) {
    struct assessment_result result =
        group_plan_result(&any_points, (const char *[]){"a", "a", hours, day});
    assert_int_equal(result.scales[0].possible, plain);
    assert_null(result.scales[0].override);
    assert_int_equal(result.scales[0].low, result.contributions[HOURS].low);
    assert_int_equal(result.scales[0].high, result.contributions[HOURS].high);
    assert_int_equal(result.scales[1].possible, overridden);
    assert_int_equal(result.scales[1].override != NULL,
                     day != NULL && strcmp(day, "2022-01-01") >= 0 && strcmp(day, "unknown") != 0);
}

static void levels_begin_at_or_above_their_threshold(void **state) {
    (void)state;
    const char *before = "2021-12-31";
    check_levels("12.49", before, 1, 1);
    check_levels("12.5", before, 2, 2);
    check_levels("26.99", before, 2, 2);
    check_levels("27", before, 2, 2);
    check_levels("27.01", before, 4, 4);
    check_levels("89.99", before, 4, 4);
    check_levels("90", before, 8, 8);
    check_levels("100", before, 8, 8);
    check_levels(NULL, before, 15, 15);
    check_levels("unknown", before, 15, 15);
}

static void an_override_gives_its_level_and_may_be_open(void **state) {
    (void)state;
    check_levels("12.49", "2022-01-01", 1, 4);
    check_levels("100", "2022-01-02", 8, 4);
    check_levels(NULL, "2022-01-01", 15, 4);
    check_levels("12.49", NULL, 1, 1 | 4);
    check_levels("27.01", "unknown", 4, 4);
    size_t level = 9;
    struct assessment_scale scale = {.possible = 4};
    assert_true(assessment_level(&scale, &level));
    assert_int_equal(level, 2);
    scale.possible = 5;
    assert_false(assessment_level(&scale, &level));
    scale.possible = 0;
    assert_false(assessment_level(&scale, &level));
    assert_int_equal(level, 2);
    scale.possible = 1;
    assert_true(assessment_level(&scale, &level));
    assert_int_equal(level, 0);
}

struct expected {
    const char *words[ITEMS];
    enum fact answer;
    int32_t reached;
    int32_t possible;
    int32_t distance;
};

static void check_leaf(const struct plan_test *test, const struct expected *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct assessment_result result = group_plan_result(test, rows[i].words);
        const struct assessment_test *leaf = &result.tests[0];
        assert_int_equal(result.test_count, 1);
        assert_ptr_equal(leaf->test, test);
        assert_int_equal(leaf->threshold, test->kind == PLAN_TEST_LEVEL_IN   ? 1
                                          : test->kind == PLAN_TEST_DAY_FROM ? 0
                                          : test->count > 0                  ? test->count
                                                                             : test->points);
        assert_int_equal(leaf->answer, rows[i].answer);
        assert_int_equal(leaf->holds, rows[i].answer == FACT_YES);
        assert_int_equal(leaf->reached, rows[i].reached);
        assert_int_equal(leaf->possible, rows[i].possible);
        assert_int_equal(leaf->distance, rows[i].distance);
        assert_int_equal(result.outcome, rows[i].answer == FACT_YES  ? ASSESSMENT_REACHED
                                         : rows[i].answer == FACT_NO ? ASSESSMENT_NOT_REACHED
                                                                     : ASSESSMENT_INCOMPLETE);
    }
}

#define CHECK(test, ...)                                                                           \
    check_leaf(test, (const struct expected[]){__VA_ARGS__},                                       \
               sizeof((const struct expected[]){__VA_ARGS__}) / sizeof(struct expected))

static void limits_of_a_score_answer_yes_no_or_unknown(void **state) {
    (void)state;
    const struct plan_test least = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 300, .subject = {PLAN_SUBJECT_GROUP, 0}};
    CHECK(&least, {{"c", NULL, NULL, NULL}, FACT_YES, 300, 600, 0},
          {{"b", "b", NULL, NULL}, FACT_NO, 200, 200, -100},
          {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 100, 400, -200});
    const struct plan_test most = {
        .kind = PLAN_TEST_SUM_AT_MOST, .points = 300, .subject = {PLAN_SUBJECT_GROUP, 0}};
    CHECK(&most, {{"a", NULL, NULL, NULL}, FACT_YES, 0, 300, 0},
          {{"c", "b", NULL, NULL}, FACT_NO, 400, 400, -100},
          {{"c", NULL, NULL, NULL}, FACT_UNKNOWN, 300, 600, -300},
          {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 100, 400, -100});
    const struct plan_test hours = {.kind = PLAN_TEST_IN_BAND,
                                    .points = 200,
                                    .to = 400,
                                    .subject = {PLAN_SUBJECT_ACTIVITY, HOURS}};
    CHECK(&hours, {{"a", "a", "1.99", NULL}, FACT_NO, 199, 199, -1},
          {{"a", "a", "2", NULL}, FACT_YES, 200, 200, 0},
          {{"a", "a", "4", NULL}, FACT_YES, 400, 400, 0},
          {{"a", "a", "4.01", NULL}, FACT_NO, 401, 401, -1});
    // An open score that may end on either edge of the band.
    const struct plan_test upper = {
        .kind = PLAN_TEST_IN_BAND, .points = 400, .to = 600, .subject = {PLAN_SUBJECT_GROUP, 0}};
    CHECK(&upper, {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 100, 400, -300});
    const struct plan_test lower = {
        .kind = PLAN_TEST_IN_BAND, .points = 0, .to = 100, .subject = {PLAN_SUBJECT_GROUP, 0}};
    CHECK(&lower, {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 100, 400, -300});
    const struct plan_test band = {
        .kind = PLAN_TEST_IN_BAND, .points = 200, .to = 400, .subject = {PLAN_SUBJECT_GROUP, 0}};
    CHECK(&band, {{"b", "b", NULL, NULL}, FACT_YES, 200, 200, 0},
          {{"b", "c", NULL, NULL}, FACT_YES, 400, 400, 0},
          {{"a", "c", NULL, NULL}, FACT_YES, 300, 300, 100},
          {{"a", "b", NULL, NULL}, FACT_NO, 100, 100, -100},
          {{"c", "c", NULL, NULL}, FACT_NO, 600, 600, -200},
          {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 100, 400, -100});
}

static void counts_take_the_parts_of_their_group(void **state) {
    (void)state;
    const struct plan_test unable = {
        .kind = PLAN_TEST_UNABLE_AT_LEAST, .count = 2, .subject = {PLAN_SUBJECT_GROUP, 0}};
    CHECK(&unable, {{"b", "c", NULL, NULL}, FACT_YES, 2, 2, 0},
          {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 1, 2, -1},
          {{"a", NULL, NULL, NULL}, FACT_NO, 0, 1, -2});
    // Neither a number nor a day can be unable.
    const struct plan_test everywhere = {.kind = PLAN_TEST_UNABLE_AT_LEAST, .count = 2};
    CHECK(&everywhere, {{"a", NULL, NULL, NULL}, FACT_NO, 0, 1, -2});
    const struct plan_test points = {.kind = PLAN_TEST_POINTS_AT_LEAST,
                                     .count = 2,
                                     .points = 400,
                                     .subject = {PLAN_SUBJECT_GROUP, 3}};
    CHECK(&points, {{"a", "b", NULL, NULL}, FACT_YES, 2, 2, 0},
          {{"c", "b", NULL, NULL}, FACT_NO, 1, 1, -1},
          {{"b", NULL, NULL, NULL}, FACT_UNKNOWN, 1, 2, -1});
    // No group within a group has an unable grade of its own.
    const struct plan_test nested = {
        .kind = PLAN_TEST_UNABLE_AT_LEAST, .count = 1, .subject = {PLAN_SUBJECT_GROUP, 3}};
    CHECK(&nested, {{"c", "c", NULL, NULL}, FACT_NO, 0, 0, -1});
}

static void a_level_test_holds_when_every_possible_level_does(void **state) {
    (void)state;
    const struct plan_test test = {
        .kind = PLAN_TEST_LEVEL_IN, .levels = 6, .subject = {PLAN_SUBJECT_SCALE, 1}};
    CHECK(&test, {{"a", "a", "90", "2021-01-01"}, FACT_YES, 1, 1, 0},
          {{"a", "a", "90", NULL}, FACT_YES, 1, 1, 0},
          {{"a", "a", "13", "2021-01-01"}, FACT_NO, 0, 0, -1},
          {{"a", "a", "13", NULL}, FACT_UNKNOWN, 0, 1, -1},
          {{"a", "a", NULL, "2022-01-01"}, FACT_YES, 1, 1, 0},
          {{"a", "a", NULL, "2021-01-01"}, FACT_UNKNOWN, 0, 1, -1});
}

static void a_day_counts_from_its_first(void **state) {
    (void)state;
    CHECK(&group_plan_certificate, {{"a", "a", "0", "2022-01-01"}, FACT_YES, 0, 0, 0},
          {{"a", "a", "0", "2022-01-11"}, FACT_YES, 10, 10, 10},
          {{"a", "a", "0", "2021-12-31"}, FACT_NO, -1, -1, -1},
          {{"a", "a", "0", NULL}, FACT_UNKNOWN, 0, 0, 0});
}

static struct assessment_result on(const struct plan_test *test, const char *day,
                                   struct assessment_days days) {
    struct plan plan = group_plan_of(test);
    struct assessment sheet = group_plan_sheet(&plan, (const char *[]){"a", "a", "0", day});
    struct assessment_result result;
    assert_true(assessment_evaluate_on(&plan, &sheet, &days, &result));
    return result;
}

static void a_duration_runs_passes_or_is_cut_short(void **state) {
    (void)state;
    const struct plan_test test = {.kind = PLAN_TEST_DURATION_AT_LEAST, .count = 90};
    const struct civil_date none = {0};
    static const struct {
        const char *onset, *as_of, *death;
        enum fact answer;
        int32_t reached;
        bool unknown, running;
    } rows[] = {
        {"2026-01-01", "2026-04-01", NULL, FACT_YES, 90, false, false},
        {"2026-01-01", "2026-03-31", NULL, FACT_UNKNOWN, 89, false, true},
        {"2026-01-01", "2026-01-02", NULL, FACT_UNKNOWN, 1, false, true},
        {"2026-01-01", "2026-01-01", NULL, FACT_UNKNOWN, 0, false, true},
        {"2026-01-01", "2026-06-01", "2025-12-31", FACT_NO, 0, false, false},
        {"2026-01-01", "2026-06-01", NULL, FACT_YES, 151, false, false},
        {"2026-01-01", "2025-12-01", NULL, FACT_UNKNOWN, 0, false, true},
        {"2026-01-01", "2026-06-01", "2026-04-01", FACT_YES, 90, false, false},
        {"2026-01-01", "2026-06-01", "2026-03-31", FACT_NO, 89, false, false},
        {NULL, "2026-06-01", NULL, FACT_UNKNOWN, 0, true, false},
        {"2026-01-01", NULL, NULL, FACT_UNKNOWN, 0, false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct assessment_days days = {plans_date(rows[i].as_of), plans_date(rows[i].onset),
                                       plans_date(rows[i].death)};
        struct assessment_result result = on(&test, NULL, days);
        assert_int_equal(result.tests[0].answer, rows[i].answer);
        assert_int_equal(result.tests[0].reached, rows[i].reached);
        assert_int_equal(result.tests[0].distance, rows[i].reached - 90);
        assert_int_equal(result.tests[0].possible,
                         rows[i].answer == FACT_UNKNOWN ? 90 : rows[i].reached);
        assert_int_equal(result.tests[0].since.number, plans_date(rows[i].onset).number);
        assert_int_equal(result.onset_unknown, rows[i].unknown);
        assert_int_equal(result.still_running, rows[i].running);
    }
    // From the day of an item instead of the onset.
    const struct plan_test by_day = {.kind = PLAN_TEST_DURATION_AT_LEAST,
                                     .count = 90,
                                     .subject = {PLAN_SUBJECT_ACTIVITY, CERTIFIED}};
    struct assessment_days days = {plans_date("2026-04-01"), none, none};
    assert_int_equal(on(&by_day, "2026-01-01", days).tests[0].answer, FACT_YES);
    assert_int_equal(on(&by_day, "2026-01-02", days).tests[0].answer, FACT_UNKNOWN);
    struct assessment_result open = on(&by_day, NULL, days);
    assert_int_equal(open.tests[0].answer, FACT_UNKNOWN);
    assert_false(open.onset_unknown);
    assert_false(open.still_running);
}

// Every pair of answers of two tests under all, any and not.
static void branches_answer_in_three_values(void **state) {
    (void)state;
    const struct plan_test leaf = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 300, .subject = {PLAN_SUBJECT_ACTIVITY, BED}};
    struct plan_test parts[] = {leaf, leaf};
    parts[1].subject.index = WALK;
    static const char *const words[] = {NULL, "a", "c"}; // unknown, no, yes
    static const enum fact facts[] = {FACT_UNKNOWN, FACT_NO, FACT_YES};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++) {
            struct plan_test both = {.kind = PLAN_TEST_ALL, .parts = parts, .part_count = 2};
            struct plan_test either = {.kind = PLAN_TEST_ANY, .parts = parts, .part_count = 2};
            struct plan_test no = {.kind = PLAN_TEST_NOT, .parts = parts, .part_count = 1};
            const char *sheet[ITEMS] = {words[i], words[k], "0", NULL};
            bool all = facts[i] == FACT_YES && facts[k] == FACT_YES;
            bool none = facts[i] == FACT_NO && facts[k] == FACT_NO;
            bool some_no = facts[i] == FACT_NO || facts[k] == FACT_NO;
            bool some_yes = facts[i] == FACT_YES || facts[k] == FACT_YES;
            assert_int_equal(group_plan_result(&both, sheet).outcome, all ? ASSESSMENT_REACHED
                                                                      : some_no
                                                                          ? ASSESSMENT_NOT_REACHED
                                                                          : ASSESSMENT_INCOMPLETE);
            assert_int_equal(group_plan_result(&either, sheet).outcome,
                             some_yes ? ASSESSMENT_REACHED
                             : none   ? ASSESSMENT_NOT_REACHED
                                      : ASSESSMENT_INCOMPLETE);
            assert_int_equal(group_plan_result(&no, sheet).outcome,
                             facts[i] == FACT_NO    ? ASSESSMENT_REACHED
                             : facts[i] == FACT_YES ? ASSESSMENT_NOT_REACHED
                                                    : ASSESSMENT_INCOMPLETE);
            assert_int_equal(group_plan_result(&either, sheet).test_count, 2);
        }
    }
}

static void a_plan_that_needs_all_answers_waits_for_them(void **state) {
    (void)state;
    const struct plan_test test = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 300, .subject = {PLAN_SUBJECT_ACTIVITY, BED}};
    struct plan plan = group_plan_of(&test);
    struct assessment sheet = group_plan_sheet(&plan, (const char *[]){"c", "a", "0", NULL});
    struct assessment_result result;
    assert_true(assessment_evaluate(&plan, &sheet, &result));
    assert_int_equal(result.outcome, ASSESSMENT_REACHED);
    plan.answers_needed = PLAN_ANSWERS_ALL;
    assert_true(assessment_evaluate(&plan, &sheet, &result));
    assert_int_equal(result.outcome, ASSESSMENT_INCOMPLETE);
    assert_int_equal(result.tests[0].answer, FACT_YES);
    sheet.answers[CERTIFIED].kind = ANSWER_DONT_KNOW;
    assert_true(assessment_evaluate(&plan, &sheet, &result));
    assert_int_equal(result.outcome, ASSESSMENT_INCOMPLETE);
}

// What is not answered leaves every band open: the most and the least of them, also where the
// points stay the same from one band to the next.
static void bands_of_the_same_points_keep_the_ends(void **state) {
    (void)state;
    static const struct plan_band tables[][3] = {
        {{0, 100, 500}, {200, 300, 300}, {400, 600, 300}},
        {{0, 100, 500}, {200, 300, 500}, {400, 600, 300}},
        {{0, 100, 300}, {200, 300, 500}, {400, 600, 500}},
        {{0, 100, 300}, {200, 300, 300}, {400, 600, 500}},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct plan plan = group_plan_of(&any_points);
        struct plan_group groups[4];
        memcpy(groups, plan.groups, sizeof groups);
        groups[2].bands = tables[i];
        plan.groups = groups;
        const struct assessment sheet = {0};
        struct assessment_result result;
        assert_true(assessment_evaluate(&plan, &sheet, &result));
        assert_int_equal(result.groups[2].low, 300);
        assert_int_equal(result.groups[2].high, 500);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_of_the_same_points_keep_the_ends),
        cmocka_unit_test(groups_add_take_the_most_and_look_up),
        cmocka_unit_test(an_open_answer_is_everything_it_could_be),
        cmocka_unit_test(levels_begin_at_or_above_their_threshold),
        cmocka_unit_test(an_override_gives_its_level_and_may_be_open),
        cmocka_unit_test(limits_of_a_score_answer_yes_no_or_unknown),
        cmocka_unit_test(counts_take_the_parts_of_their_group),
        cmocka_unit_test(a_level_test_holds_when_every_possible_level_does),
        cmocka_unit_test(a_day_counts_from_its_first),
        cmocka_unit_test(a_duration_runs_passes_or_is_cut_short),
        cmocka_unit_test(branches_answer_in_three_values),
        cmocka_unit_test(a_plan_that_needs_all_answers_waits_for_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
