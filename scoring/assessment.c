// SPDX-License-Identifier: EUPL-1.2
// Sum, counts and the test tree of a plan over one sheet.
#include "scoring/assessment.h"

static const char *const outcome_names[] = {
    [ASSESSMENT_INCOMPLETE] = "incomplete",
    [ASSESSMENT_REACHED] = "reached",
    [ASSESSMENT_NOT_REACHED] = "not-reached",
};

static const char *const test_kind_names[] = {
    [PLAN_TEST_NONE] = "none",
    [PLAN_TEST_SUM_AT_LEAST] = "sum-at-least",
    [PLAN_TEST_UNABLE_AT_LEAST] = "unable-at-least",
    [PLAN_TEST_POINTS_AT_LEAST] = "points-at-least",
    [PLAN_TEST_ALL] = "all",
    [PLAN_TEST_ANY] = "any",
    [PLAN_TEST_NOT] = "not",
};

static int32_t worst_grade_points(const struct plan_activity *activity) {
    int32_t most = 0;
    for (size_t i = 0; i < activity->grade_count; i++) {
        int32_t points = activity->grades[i].points;
        most = points > most ? points : most;
    }
    return most;
}

static bool add_contribution(const struct plan_activity *activity, struct answer answer,
                             struct assessment_result *result) {
    struct assessment_contribution *contribution =
        &result->contributions[result->contribution_count];
    contribution->kind = answer.kind;
    contribution->points_possible = worst_grade_points(activity);
    switch (answer.kind) {
    case ANSWER_MISSING:
        result->missing++;
        result->sum_possible += contribution->points_possible;
        break;
    case ANSWER_DONT_KNOW:
        result->dont_know++;
        result->sum_possible += contribution->points_possible;
        break;
    case ANSWER_GRADE:
        if (answer.grade >= activity->grade_count) {
            return false;
        }
        contribution->grade = answer.grade;
        contribution->points = activity->grades[answer.grade].points;
        contribution->unable = activity->grades[answer.grade].unable;
        result->sum += contribution->points;
        result->sum_possible += contribution->points;
        result->unable_count += contribution->unable ? 1 : 0;
        break;
    }
    result->contribution_count++;
    return true;
}

static int32_t count_with_points(const struct assessment_result *result, int32_t points) {
    int32_t count = 0;
    for (size_t i = 0; i < result->contribution_count; i++) {
        const struct assessment_contribution *contribution = &result->contributions[i];
        count += contribution->kind == ANSWER_GRADE && contribution->points >= points ? 1 : 0;
    }
    return count;
}

static bool leaf_holds(const struct plan_test *test, int32_t threshold, int32_t reached,
                       struct assessment_result *result) {
    bool holds = reached >= threshold;
    if (result->test_count < PLAN_TESTS_MAX) {
        result->tests[result->test_count++] = (struct assessment_test){
            .kind = test->kind,
            .rule = test->rule,
            .threshold = threshold,
            .reached = reached,
            .distance = reached - threshold,
            .holds = holds,
        };
    }
    return holds;
}

// Every part is evaluated, also when the outcome is already sure, so that each leaf is shown.
// The depth is bounded by PLAN_TEST_DEPTH_MAX.
static bool test_holds(const struct plan_test *test, struct assessment_result *result) {
    size_t holding = 0;
    for (size_t i = 0; i < test->part_count; i++) {
        holding += test_holds(&test->parts[i], result) ? 1 : 0;
    }
    switch (test->kind) {
    case PLAN_TEST_NONE:
        return false;
    case PLAN_TEST_SUM_AT_LEAST:
        return leaf_holds(test, test->points, result->sum, result);
    case PLAN_TEST_UNABLE_AT_LEAST:
        return leaf_holds(test, test->count, result->unable_count, result);
    case PLAN_TEST_POINTS_AT_LEAST:
        return leaf_holds(test, test->count, count_with_points(result, test->points), result);
    case PLAN_TEST_ALL:
        return holding == test->part_count;
    case PLAN_TEST_ANY:
        return holding > 0;
    case PLAN_TEST_NOT:
        return holding == 0;
    }
    return false;
}

bool assessment_evaluate(const struct plan *plan, const struct assessment *assessment,
                         struct assessment_result *result) {
    struct assessment_result computed = {0};
    for (size_t i = 0; i < plan->activity_count; i++) {
        if (!add_contribution(&plan->activities[i], assessment->answers[i], &computed)) {
            return false;
        }
    }
    bool holds = test_holds(plan->test, &computed);
    if (computed.missing + computed.dont_know > 0) {
        computed.outcome = ASSESSMENT_INCOMPLETE;
    } else {
        computed.outcome = holds ? ASSESSMENT_REACHED : ASSESSMENT_NOT_REACHED;
    }
    *result = computed;
    return true;
}

bool assessment_answer(const struct plan *plan, struct assessment *assessment,
                       const char *activity_code, const char *grade_code) {
    size_t activity;
    size_t grade;
    if (!plan_find_activity(plan, activity_code, &activity) ||
        !plan_find_grade(&plan->activities[activity], grade_code, &grade)) {
        return false;
    }
    assessment->answers[activity] = (struct answer){ANSWER_GRADE, grade};
    return true;
}

const char *assessment_outcome_name(enum assessment_outcome outcome) {
    return outcome_names[outcome];
}

const char *plan_test_kind_name(enum plan_test_kind kind) {
    return test_kind_names[kind];
}
