// SPDX-License-Identifier: EUPL-1.2
// Scores of groups, levels of scales and answers of tests over one sheet, each as what it can still
// be. Private to assessment.
#ifndef SCORING_ASSESSMENT_SCORE_H
#define SCORING_ASSESSMENT_SCORE_H

#include "scoring/assessment.h"

// Everything a score looks at. The contributions of result are there; groups and scales are filled
// in their order.
struct assessment_scoring {
    const struct plan *plan;
    const struct assessment_days *days;
    struct assessment_result *result;
};

// Fills result->groups; a group needs those before it.
void assessment_score_groups(struct assessment_scoring *scoring);

// Fills result->scales; the overrides of a scale may read the scales before it.
void assessment_score_scales(struct assessment_scoring *scoring);

// Answers the plan's test, filling result->tests and what a test of duration waits for.
enum fact assessment_score_test(struct assessment_scoring *scoring);

#endif
