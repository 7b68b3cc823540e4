// SPDX-License-Identifier: EUPL-1.2
// A small plan with groups, scales and an override, and sheets answered under it.
#include "scoring_group_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct plan_grade grades[] = {
    {.code = "a", .points = 0},
    {.code = "b", .points = 100, .unable = true},
    {.code = "c", .points = 300, .unable = true},
};
const struct plan_activity group_plan_items[ITEMS] = {
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
const struct plan_test group_plan_certificate = {.kind = PLAN_TEST_DAY_FROM,
                                                 .subject = {PLAN_SUBJECT_ACTIVITY, CERTIFIED},
                                                 .day = {738156},
                                                 .rule = "day"};
static const struct plan_override overrides[] = {{&group_plan_certificate, 1, "override", "x"}};
// The one behind the three of the scales is none of theirs.
const struct plan_level group_plan_levels[4] = {{.code = "one", .threshold = 1250},
                                                {.code = "two", .threshold = 2700, .above = true},
                                                {.code = "three", .threshold = 9000},
                                                {.code = "behind"}};
const struct plan_scale group_plan_scales[2] = {{.code = "by-hours",
                                                 .subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                                 .levels = group_plan_levels,
                                                 .level_count = 3},
                                                {.code = "overridden",
                                                 .subject = {PLAN_SUBJECT_ACTIVITY, HOURS},
                                                 .levels = group_plan_levels,
                                                 .level_count = 3,
                                                 .overrides = overrides,
                                                 .override_count = 1}};

struct plan group_plan_of(const struct plan_test *test) {
    return (struct plan){.activities = group_plan_items,
                         .activity_count = ITEMS,
                         .groups = groups,
                         .group_count = 4,
                         .scales = group_plan_scales,
                         .scale_count = 2,
                         .answers_needed = PLAN_ANSWERS_DECIDING,
                         .test = test};
}

const struct plan_test any_points = {
    .kind = PLAN_TEST_SUM_AT_LEAST, .points = 1, .rule = "", .source = ""};

// Answers in the order of the group_plan_items; NULL is missing, "unknown" don't know.
struct assessment group_plan_sheet(const struct plan *plan, const char *const words[ITEMS]) {
    struct assessment sheet = {0};
    for (size_t i = 0; i < ITEMS; i++) {
        if (words[i] != NULL && strcmp(words[i], "unknown") == 0) {
            sheet.answers[i].kind = ANSWER_DONT_KNOW;
        } else if (words[i] != NULL) {
            assert_true(assessment_answer(plan, &sheet, group_plan_items[i].code, words[i]));
        }
    }
    return sheet;
}

struct assessment_result group_plan_result(const struct plan_test *test,
                                           const char *const words[ITEMS]) {
    struct plan plan = group_plan_of(test);
    struct assessment sheet = group_plan_sheet(&plan, words);
    struct assessment_result result;
    memset(&result, 0xa5, sizeof result); // nothing of before may show through
    assert_true(assessment_evaluate(&plan, &sheet, &result));
    return result;
}
