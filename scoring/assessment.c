// SPDX-License-Identifier: EUPL-1.2
// One sheet: its answers, their points, and the outcome.
#include "scoring/assessment.h"

#include "scoring/assessment_score.h"
#include "scoring/points.h"

#include <string.h>

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
    [PLAN_TEST_SUM_AT_MOST] = "sum-at-most",
    [PLAN_TEST_IN_BAND] = "in-band",
    [PLAN_TEST_LEVEL_IN] = "level-in",
    [PLAN_TEST_DURATION_AT_LEAST] = "duration-at-least",
    [PLAN_TEST_DAY_FROM] = "day-from",
    [PLAN_TEST_ALL] = "all",
    [PLAN_TEST_ANY] = "any",
    [PLAN_TEST_NOT] = "not",
};

static const char *const combine_names[] = {
    [PLAN_COMBINE_SUM] = "sum",
    [PLAN_COMBINE_MAX] = "max",
    [PLAN_COMBINE_BANDS] = "band_table",
};

static bool is_on_range(struct plan_range range, int32_t points) {
    return points >= range.least && points <= range.most &&
           (points - range.least) % range.step == 0;
}

static bool is_answer_of(const struct plan_activity *activity, const struct answer *answer) {
    switch (answer->kind) {
    case ANSWER_MISSING:
    case ANSWER_DONT_KNOW:
        return true;
    case ANSWER_GRADE:
        return activity->kind == PLAN_ITEM_GRADE && answer->grade < activity->grade_count;
    case ANSWER_NUMBER:
        return activity->kind == PLAN_ITEM_NUMBER && is_on_range(activity->number, answer->points);
    case ANSWER_DAY:
        return activity->kind == PLAN_ITEM_DAY && civil_date_known(answer->day);
    }
    return false;
}

static void add_contribution(const struct plan_activity *activity, const struct answer *answer,
                             struct assessment_result *result) {
    struct plan_range range = plan_activity_range(activity);
    struct assessment_contribution *contribution =
        &result->contributions[result->contribution_count++];
    *contribution = (struct assessment_contribution){.answer = *answer};
    contribution->points_possible = range.most;
    contribution->low = range.least;
    contribution->high = range.most;
    if (answer->kind == ANSWER_GRADE || answer->kind == ANSWER_NUMBER) {
        bool grade = answer->kind == ANSWER_GRADE;
        contribution->points = grade ? activity->grades[answer->grade].points : answer->points;
        contribution->unable = grade && activity->grades[answer->grade].unable;
        contribution->low = contribution->points;
        contribution->high = contribution->points;
    }
    result->missing += answer->kind == ANSWER_MISSING ? 1 : 0;
    result->dont_know += answer->kind == ANSWER_DONT_KNOW ? 1 : 0;
    result->sum += contribution->low;
    result->sum_possible += contribution->high;
    result->unable_count += contribution->unable ? 1 : 0;
}

static enum assessment_outcome
outcome_of(const struct plan *plan, const struct assessment_result *result, enum fact answer) {
    bool open = result->missing + result->dont_know > 0;
    if (answer == FACT_UNKNOWN || (open && plan->answers_needed == PLAN_ANSWERS_ALL)) {
        return ASSESSMENT_INCOMPLETE;
    }
    return answer == FACT_YES ? ASSESSMENT_REACHED : ASSESSMENT_NOT_REACHED;
}

bool assessment_evaluate_on(const struct plan *plan, const struct assessment *assessment,
                            const struct assessment_days *days, struct assessment_result *result) {
    struct assessment_scoring scoring = {.plan = plan, .days = days, .result = result};
    for (size_t i = 0; i < plan->activity_count; i++) {
        if (!is_answer_of(&plan->activities[i], &assessment->answers[i])) {
            return false;
        }
    }
    // The arrays are written as far as they are used: clearing them whole would be half of the
    // work.
    memset(result, 0, offsetof(struct assessment_result, contributions));
    result->contribution_count = 0;
    result->test_count = 0;
    for (size_t i = 0; i < plan->activity_count; i++) {
        add_contribution(&plan->activities[i], &assessment->answers[i], result);
    }
    assessment_score_groups(&scoring);
    assessment_score_scales(&scoring);
    result->outcome = outcome_of(plan, result, assessment_score_test(&scoring));
    return true;
}

bool assessment_evaluate(const struct plan *plan, const struct assessment *assessment,
                         struct assessment_result *result) {
    const struct assessment_days days = {0};
    return assessment_evaluate_on(plan, assessment, &days, result);
}

static bool read_answer(const struct plan_activity *activity, const char *word,
                        struct answer *answer) {
    switch (activity->kind) {
    case PLAN_ITEM_GRADE:
        answer->kind = ANSWER_GRADE;
        return plan_find_grade(activity, word, &answer->grade);
    case PLAN_ITEM_NUMBER:
        answer->kind = ANSWER_NUMBER;
        return points_parse(word, strlen(word), &answer->points) && is_answer_of(activity, answer);
    case PLAN_ITEM_DAY:
        answer->kind = ANSWER_DAY;
        return civil_date_parse(word, strlen(word), &answer->day);
    }
    return false;
}

bool assessment_answer(const struct plan *plan, struct assessment *assessment,
                       const char *activity_code, const char *word) {
    size_t activity;
    struct answer answer;
    if (!plan_find_activity(plan, activity_code, &activity) ||
        !read_answer(&plan->activities[activity], word, &answer)) {
        return false;
    }
    assessment->answers[activity] = answer;
    return true;
}

const char *assessment_word(const struct plan_activity *activity, const struct answer *answer,
                            char text[ASSESSMENT_WORD_SIZE]) {
    switch (answer->kind) {
    case ANSWER_MISSING:
        break;
    case ANSWER_DONT_KNOW:
        return "unknown";
    case ANSWER_GRADE:
        return activity->grades[answer->grade].code;
    case ANSWER_NUMBER:
        (void)points_format(answer->points, text);
        return text;
    case ANSWER_DAY:
        (void)civil_date_format(answer->day, text);
        return text;
    }
    return "";
}

bool assessment_level(const struct assessment_scale *scale, size_t *level) {
    uint32_t possible = scale->possible;
    if (possible == 0 || (possible & (possible - 1)) != 0) {
        return false;
    }
    size_t found = 0;
    while ((possible >> found & 1) == 0) {
        found++;
    }
    *level = found;
    return true;
}

const char *assessment_outcome_name(enum assessment_outcome outcome) {
    return outcome_names[outcome];
}

const char *plan_test_kind_name(enum plan_test_kind kind) {
    return test_kind_names[kind];
}

const char *plan_combine_name(enum plan_combine combine) {
    return combine_names[combine];
}
