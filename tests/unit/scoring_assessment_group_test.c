// SPDX-License-Identifier: EUPL-1.2
// Groups, scales and tests in three values, with open answers (rule book 3.4).
#include "scoring/assessment.h"
#include "scoring/points.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// Two items by grade, a number and a day.
enum item { BED, WALK, HOURS, CERTIFIED, ITEMS };

static const struct plan_grade grades[] = {
    {.code = "a", .points = 0},
    {.code = "b", .points = 100, .unable = true},
    {.code = "c", .points = 300, .unable = true},
};
static const struct plan_activity items[ITEMS] = {
    {.code = "bed", .grades = grades, .grade_count = 3},
    {.code = "walk", .grades = grades, .grade_count = 3},
    {.code = "hours", .kind = PLAN_ITEM_NUMBER, .number = {0, 10000, 1}},
    {.code = "certified", .kind = PLAN_ITEM_DAY, .direction = PLAN_NO_DIRECTION},
};
static const struct plan_subject bed_and_walk[] = {{PLAN_SUBJECT_ACTIVITY, BED},
                                                   {PLAN_SUBJECT_ACTIVITY, WALK}};
static const struct plan_band falling[] = {{0, 100, 400}, {200, 300, 100}, {400, 600, 0}};
static const struct plan_subject first_group[] = {{PLAN_SUBJECT_GROUP, 0}};
static const struct plan_subject two_groups[] = {{PLAN_SUBJECT_GROUP, 1}, {PLAN_SUBJECT_GROUP, 2}};
static const struct plan_group groups[] = {
    {.code = "sum",
     .parts = bed_and_walk,
     .part_count = 2,
     .unweighted = {0, 600, 100},
     .range = {0, 600, 100}},
    {.code = "most",
     .parts = bed_and_walk,
     .part_count = 2,
     .combine = PLAN_COMBINE_MAX,
     .weight = 1500,
     .unweighted = {0, 300, 100},
     .range = {0, 1500, 500}},
    {.code = "table",
     .parts = first_group,
     .part_count = 1,
     .combine = PLAN_COMBINE_BANDS,
     .bands = falling,
     .band_count = 3,
     .unweighted = {0, 400, 100},
     .range = {0, 400, 100}},
    {.code = "all",
     .parts = two_groups,
     .part_count = 2,
     .unweighted = {0, 1900, 100},
     .range = {0, 1900, 100}},
};
static const struct plan_test certificate = {.kind = PLAN_TEST_DAY_FROM,
                                             .subject = {PLAN_SUBJECT_ACTIVITY, CERTIFIED},
                                             .day = {738156},
                                             .rule = "day"};
static const struct plan_override overrides[] = {{&certificate, 1, "override", "x"}};
static const struct plan_level levels[] = {{.code = "one", .threshold = 1250},
                                           {.code = "two", .threshold = 2700, .above = true},
                                           {.code = "three", .threshold = 9000}};
static const struct plan_scale scales[] = {{.code = "by-hours",
                                            .subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                            .levels = levels,
                                            .level_count = 3},
                                           {.code = "overridden",
                                            .subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                            .levels = levels,
                                            .level_count = 3,
                                            .overrides = overrides,
                                            .override_count = 1}};

static struct plan plan_of(const struct plan_test *test) {
    return (struct plan){.activities = items,
                         .activity_count = ITEMS,
                         .groups = groups,
                         .group_count = 4,
                         .scales = scales,
                         .scale_count = 2,
                         .answers_needed = PLAN_ANSWERS_DECIDING,
                         .test = test};
}

static const struct plan_test any_points = {
    .kind = PLAN_TEST_SUM_AT_LEAST, .points = 1, .rule = "", .source = ""};

// Answers in the order of the items; NULL is missing, "unknown" don't know.
static struct assessment sheet_of(const struct plan *plan, const char *const words[ITEMS]) {
    struct assessment sheet = {0};
    for (size_t i = 0; i < ITEMS; i++) {
        if (words[i] != NULL && strcmp(words[i], "unknown") == 0) {
            sheet.answers[i].kind = ANSWER_DONT_KNOW;
        } else if (words[i] != NULL) {
            assert_true(assessment_answer(plan, &sheet, items[i].code, words[i]));
        }
    }
    return sheet;
}

static struct assessment_result result_of(const struct plan_test *test,
                                          const char *const words[ITEMS]) {
    struct plan plan = plan_of(test);
    struct assessment sheet = sheet_of(&plan, words);
    struct assessment_result result;
    memset(&result, 0xa5, sizeof result); // nothing of before may show through
    assert_true(assessment_evaluate(&plan, &sheet, &result));
    return result;
}

static void check_group(const struct assessment_result *result, size_t group, int32_t raw_low,
                        int32_t raw_high, int32_t low, int32_t high) {
    assert_int_equal(result->groups[group].raw_low, raw_low);
    assert_int_equal(result->groups[group].raw_high, raw_high);
    assert_int_equal(result->groups[group].low, low);
    assert_int_equal(result->groups[group].high, high);
}

static void groups_add_take_the_most_and_look_up(void **state) {
    (void)state;
    struct assessment_result result = result_of(&any_points, (const char *[]){"b", "c", "0", NULL});
    check_group(&result, 0, 400, 400, 400, 400);
    check_group(&result, 1, 300, 300, 1500, 1500);
    check_group(&result, 2, 400, 400, 0, 0);
    check_group(&result, 3, 1500, 1500, 1500, 1500);
    result = result_of(&any_points, (const char *[]){"a", "b", "0", NULL});
    check_group(&result, 0, 100, 100, 100, 100);
    check_group(&result, 1, 100, 100, 500, 500);
    check_group(&result, 2, 100, 100, 400, 400);
    check_group(&result, 3, 900, 900, 900, 900);
}

static void an_open_answer_is_everything_it_could_be(void **state) {
    (void)state;
    struct assessment_result result =
        result_of(&any_points, (const char *[]){"b", NULL, NULL, NULL});
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
        result_of(&any_points, (const char *[]){"a", "a", hours, day});
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
        struct assessment_result result = result_of(test, rows[i].words);
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
    CHECK(&certificate, {{"a", "a", "0", "2022-01-01"}, FACT_YES, 0, 0, 0},
          {{"a", "a", "0", "2022-01-11"}, FACT_YES, 10, 10, 10},
          {{"a", "a", "0", "2021-12-31"}, FACT_NO, -1, -1, -1},
          {{"a", "a", "0", NULL}, FACT_UNKNOWN, 0, 0, 0});
}

static struct assessment_result on(const struct plan_test *test, const char *day,
                                   struct assessment_days days) {
    struct plan plan = plan_of(test);
    struct assessment sheet = sheet_of(&plan, (const char *[]){"a", "a", "0", day});
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
            assert_int_equal(result_of(&both, sheet).outcome, all       ? ASSESSMENT_REACHED
                                                              : some_no ? ASSESSMENT_NOT_REACHED
                                                                        : ASSESSMENT_INCOMPLETE);
            assert_int_equal(result_of(&either, sheet).outcome, some_yes ? ASSESSMENT_REACHED
                                                                : none   ? ASSESSMENT_NOT_REACHED
                                                                         : ASSESSMENT_INCOMPLETE);
            assert_int_equal(result_of(&no, sheet).outcome, facts[i] == FACT_NO ? ASSESSMENT_REACHED
                                                            : facts[i] == FACT_YES
                                                                ? ASSESSMENT_NOT_REACHED
                                                                : ASSESSMENT_INCOMPLETE);
            assert_int_equal(result_of(&either, sheet).test_count, 2);
        }
    }
}

static void a_plan_that_needs_all_answers_waits_for_them(void **state) {
    (void)state;
    const struct plan_test test = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 300, .subject = {PLAN_SUBJECT_ACTIVITY, BED}};
    struct plan plan = plan_of(&test);
    struct assessment sheet = sheet_of(&plan, (const char *[]){"c", "a", "0", NULL});
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
    struct plan plan = plan_of(&any_points);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct assessment sheet = {0};
        assert_int_equal(assessment_answer(&plan, &sheet, rows[i].code, rows[i].word),
                         rows[i].good);
        size_t index = 0;
        if (!plan_find_activity(&plan, rows[i].code, &index)) {
            continue;
        }
        char text[ASSESSMENT_WORD_SIZE];
        assert_string_equal(assessment_word(&items[index], &sheet.answers[index], text),
                            rows[i].good ? rows[i].word : "");
    }
    char text[ASSESSMENT_WORD_SIZE];
    const struct answer unknown = {.kind = ANSWER_DONT_KNOW};
    assert_string_equal(assessment_word(&items[BED], &unknown, text), "unknown");
}

static void an_answer_of_another_kind_is_refused(void **state) {
    (void)state;
    const struct answer bad[][2] = {
        {{.kind = ANSWER_NUMBER, .points = 0}, {.kind = ANSWER_GRADE, .grade = 3}},
        {{.kind = ANSWER_DAY, .day = {738156}}, {.kind = ANSWER_NUMBER, .points = 0}},
        {{.kind = ANSWER_NUMBER, .points = 10001}, {.kind = ANSWER_GRADE, .grade = 0}},
        {{.kind = ANSWER_DAY, .day = {0}}, {.kind = ANSWER_NUMBER, .points = 0}},
    };
    struct plan plan = plan_of(&any_points);
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
    struct plan plan = plan_of(&any_points);
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
    assert_false(plan_find_level(&scales[0], "none", &index));
    assert_int_equal(index, 7);
    assert_true(plan_find_group(&plan, "table", &index));
    assert_int_equal(index, 2);
    assert_true(plan_find_scale(&plan, "overridden", &index));
    assert_int_equal(index, 1);
    assert_true(plan_find_level(&scales[0], "three", &index));
    assert_int_equal(index, 2);
}

static void two_overrides_may_both_be_open(void **state) {
    (void)state;
    static const struct plan_test certain = {
        .kind = PLAN_TEST_SUM_AT_LEAST, .points = 100, .subject = {PLAN_SUBJECT_ACTIVITY, BED}};
    static const struct plan_override two[] = {{&certificate, 2, "first", ""},
                                               {&certain, 0, "second", ""}};
    static const struct plan_scale scale = {.subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                            .levels = levels,
                                            .level_count = 3,
                                            .overrides = two,
                                            .override_count = 2};
    struct plan plan = plan_of(&any_points);
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
            sheet_of(&plan, (const char *[]){rows[i].bed, "a", "0", rows[i].day});
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
                                            .levels = levels,
                                            .level_count = 3,
                                            .overrides = by_duration,
                                            .override_count = 1};
    struct plan plan = plan_of(&any_points);
    plan.scales = &scale;
    plan.scale_count = 1;
    struct assessment sheet = sheet_of(&plan, (const char *[]){"b", "a", "0", NULL});
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
    assert_int_equal(result_of(&nothing, sheet).outcome, ASSESSMENT_NOT_REACHED);
    const struct plan_test unheard = {.kind = (enum plan_test_kind)99};
    assert_int_equal(result_of(&unheard, sheet).outcome, ASSESSMENT_INCOMPLETE);
    struct plan_test sum = {.kind = PLAN_TEST_SUM_AT_LEAST, .points = 1};
    sum.subject.kind = PLAN_SUBJECT_SCALE;
    assert_int_equal(result_of(&sum, sheet).tests[0].reached, 0);
    assert_int_equal(result_of(&sum, sheet).tests[0].possible, 0);
    sum.subject.kind = (enum plan_subject_kind)99;
    assert_int_equal(result_of(&sum, sheet).tests[0].reached, 0);
    struct plan plan = plan_of(&any_points);
    assert_int_equal(plan_subject_range(&plan, sum.subject).most, 0);
    // More leaves than are shown.
    struct plan_test leaves[PLAN_TESTS_MAX + 1];
    for (size_t i = 0; i <= PLAN_TESTS_MAX; i++) {
        leaves[i] = any_points;
    }
    const struct plan_test many = {
        .kind = PLAN_TEST_ALL, .parts = leaves, .part_count = PLAN_TESTS_MAX + 1};
    assert_int_equal(result_of(&many, sheet).outcome, ASSESSMENT_REACHED);
    assert_int_equal(result_of(&many, sheet).test_count, PLAN_TESTS_MAX);
    // An item and an answer of no kind.
    struct plan_activity odd = items[BED];
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
