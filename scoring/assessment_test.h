// SPDX-License-Identifier: EUPL-1.2
// Answers of tests over one sheet. Private to assessment.
#ifndef SCORING_ASSESSMENT_TEST_H
#define SCORING_ASSESSMENT_TEST_H

#include "scoring/assessment_score.h"

// The least and the most that a score can be.
struct assessment_bounds {
    int32_t low;
    int32_t high;
};

// Of all activities, one, or a group that is already scored.
struct assessment_bounds assessment_bounds_of(const struct assessment_scoring *scoring,
                                              struct plan_subject subject);

// The answer of one test tree. With show, each of its leaves goes into result->tests.
enum fact assessment_test_answer(struct assessment_scoring *scoring, const struct plan_test *test,
                                 bool show);

#endif
