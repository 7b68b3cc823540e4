// SPDX-License-Identifier: EUPL-1.2
// Answers to points: what a sheet adds up to and whether the plan's test holds (A-12, B-25).
//
// A missing answer and "don't know" make the sheet incomplete; they never count as zero points.
// Pure; any thread.
#ifndef SCORING_ASSESSMENT_H
#define SCORING_ASSESSMENT_H

#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum answer_kind {
    ANSWER_MISSING,
    ANSWER_DONT_KNOW,
    ANSWER_GRADE,
};

struct answer {
    enum answer_kind kind;
    size_t grade; // index into the activity's grades, for ANSWER_GRADE
};

// One sheet: answers[i] belongs to plan->activities[i].
struct assessment {
    struct answer answers[PLAN_ACTIVITIES_MAX];
};

enum assessment_outcome {
    ASSESSMENT_INCOMPLETE,
    ASSESSMENT_REACHED,     // complete, and the plan's test holds
    ASSESSMENT_NOT_REACHED, // complete, and it does not
};

struct assessment_contribution {
    enum answer_kind kind;
    size_t grade;
    int32_t points;          // points of the answer; 0 when there is none
    int32_t points_possible; // points of the activity's worst grade
    bool unable;
};

// One leaf of the plan's test tree, in tree order.
struct assessment_test {
    enum plan_test_kind kind;
    const char *rule;  // owned by the plan
    int32_t threshold; // hundredths for PLAN_TEST_SUM_AT_LEAST, otherwise a number of activities
    int32_t reached;   // same unit, over the answers that are there
    int32_t distance;  // reached - threshold: negative is what is missing, >= 0 is reached
    bool holds;        // of this leaf; meaningful only when the sheet is complete
};

struct assessment_result {
    enum assessment_outcome outcome;
    size_t missing;       // unanswered
    size_t dont_know;     // answered "don't know"
    int32_t sum;          // over the answers that are there: a lower bound while incomplete
    int32_t sum_possible; // that sum with the worst grade for every open answer
    int32_t unable_count;
    struct assessment_contribution contributions[PLAN_ACTIVITIES_MAX];
    size_t contribution_count; // = plan->activity_count
    struct assessment_test tests[PLAN_TESTS_MAX];
    size_t test_count;
};

// Computes the result. False when a grade index is not one of the plan's (a fault of the caller);
// *result untouched.
__attribute__((warn_unused_result)) bool assessment_evaluate(const struct plan *plan,
                                                             const struct assessment *assessment,
                                                             struct assessment_result *result);

// Sets one answer by codes, as they come from the API. False when the plan has no such activity or
// the activity no such grade; *assessment untouched.
__attribute__((warn_unused_result)) bool assessment_answer(const struct plan *plan,
                                                           struct assessment *assessment,
                                                           const char *activity_code,
                                                           const char *grade_code);

// "incomplete", "reached", "not-reached".
const char *assessment_outcome_name(enum assessment_outcome outcome);

// "sum-at-least", "unable-at-least", "points-at-least", "all", "any", "not".
const char *plan_test_kind_name(enum plan_test_kind kind);

#endif
