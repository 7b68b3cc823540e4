// SPDX-License-Identifier: EUPL-1.2
// Answers to points, groups, levels: what a sheet adds up to and whether the plan's test holds
// (A-12, B-25, rule book 3.4).
//
// A missing answer and "don't know" are open: they count as everything they could still be, never
// as zero. Every score is therefore two numbers, the least and the most it can be; they are the
// same once the answers it needs are there. Points are hundredths. Pure; any thread.
#ifndef SCORING_ASSESSMENT_H
#define SCORING_ASSESSMENT_H

#include "scoring/civil_date.h"
#include "scoring/fact.h"
#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum answer_kind {
    ANSWER_MISSING,
    ANSWER_DONT_KNOW,
    ANSWER_GRADE,
    ANSWER_NUMBER,
    ANSWER_DAY,
};

// Which member holds is said by kind.
struct answer {
    enum answer_kind kind;
    union {
        size_t grade;          // index into the activity's grades
        int32_t points;        // of PLAN_ITEM_NUMBER, within its range
        struct civil_date day; // of PLAN_ITEM_DAY, known
    };
};

// One sheet: answers[i] belongs to plan->activities[i].
struct assessment {
    struct answer answers[PLAN_ACTIVITIES_MAX];
};

// The days that tests of duration look at. Unknown ones stay zero.
struct assessment_days {
    struct civil_date as_of;
    struct civil_date onset;
    struct civil_date death; // the state ended with it
};

enum assessment_outcome {
    ASSESSMENT_INCOMPLETE,
    ASSESSMENT_REACHED,     // enough answers, and the plan's test holds
    ASSESSMENT_NOT_REACHED, // enough answers, and it does not
};

struct assessment_contribution {
    struct answer answer;
    int32_t points;          // points of the answer; 0 when there is none
    int32_t points_possible; // the most points the activity has
    int32_t low;             // what is certain of this answer: its points, or the least possible
    int32_t high;            // its points, or the most possible
    bool unable;
};

struct assessment_group {
    int32_t raw_low; // the parts combined, before bands and weight
    int32_t raw_high;
    int32_t low; // the score
    int32_t high;
};

struct assessment_scale {
    int32_t low; // the score it reads
    int32_t high;
    // What the level can still be: bit 0 none, bit k + 1 level k. One bit once it is known.
    uint32_t possible;
    const struct plan_override *override; // the one that gave the level; NULL: the score did
};

// One leaf of the plan's test tree, in tree order.
struct assessment_test {
    const struct plan_test *test;
    enum plan_test_kind kind;
    const char *rule;  // owned by the plan
    int32_t threshold; // hundredths for tests of a score (of a band: its lower end), else a number
                       // of activities, parts or days; 1 for levels, 0 for PLAN_TEST_DAY_FROM
    int32_t reached;   // same unit: the least it can be
    int32_t possible;  // the most it can be
    int32_t distance;  // of what is certain: negative is what is missing, >= 0 holds
    struct civil_date since; // of PLAN_TEST_DURATION_AT_LEAST: the day it counts from, when known
    enum fact answer;        // of this leaf
    bool holds;              // answer is yes
};

struct assessment_result {
    enum assessment_outcome outcome;
    size_t missing;       // unanswered
    size_t dont_know;     // answered "don't know"
    int32_t sum;          // of all activities: the least it can be
    int32_t sum_possible; // the most it can be
    int32_t unable_count;
    bool onset_unknown; // a test of duration does not know when the state began
    bool still_running; // a test of duration waits for days to pass
    struct assessment_contribution contributions[PLAN_ACTIVITIES_MAX];
    size_t contribution_count;                       // = plan->activity_count
    struct assessment_group groups[PLAN_GROUPS_MAX]; // by plan->groups
    struct assessment_scale scales[PLAN_SCALES_MAX]; // by plan->scales
    struct assessment_test tests[PLAN_TESTS_MAX];
    size_t test_count;
};

// Computes the result as of a day. False when an answer is not one of the plan's (a fault of the
// caller); *result untouched. Of the arrays only what the plan has and the counts say is written.
__attribute__((warn_unused_result)) bool assessment_evaluate_on(const struct plan *plan,
                                                                const struct assessment *assessment,
                                                                const struct assessment_days *days,
                                                                struct assessment_result *result);

// The same without any day: tests of duration stay open.
__attribute__((warn_unused_result)) bool assessment_evaluate(const struct plan *plan,
                                                             const struct assessment *assessment,
                                                             struct assessment_result *result);

// Sets one answer by codes, as they come from the API: a grade's code, a number ("18", "12.5") or a
// day ("2026-01-31"), as the activity's kind wants it. False when the plan has no such activity or
// the activity no such answer; *assessment untouched.
__attribute__((warn_unused_result)) bool assessment_answer(const struct plan *plan,
                                                           struct assessment *assessment,
                                                           const char *activity_code,
                                                           const char *word);

enum {
    // Room for a number or a day as assessment_word writes it.
    ASSESSMENT_WORD_SIZE = 16,
};

// The answer as assessment_answer takes it: a grade's code (owned by the plan), or a number or day
// written into text; "unknown" for "don't know", "" for a missing one.
const char *assessment_word(const struct plan_activity *activity, const struct answer *answer,
                            char text[ASSESSMENT_WORD_SIZE]);

// The level that the scale found: 0 none, k + 1 level k. False while it is open; *level untouched.
bool assessment_level(const struct assessment_scale *scale, size_t *level);

// "incomplete", "reached", "not-reached".
const char *assessment_outcome_name(enum assessment_outcome outcome);

// "sum-at-least", "unable-at-least", "points-at-least", "sum-at-most", "in-band", "level-in",
// "duration-at-least", "day-from", "all", "any", "not".
const char *plan_test_kind_name(enum plan_test_kind kind);

// "sum", "max", "band_table".
const char *plan_combine_name(enum plan_combine combine);

#endif
