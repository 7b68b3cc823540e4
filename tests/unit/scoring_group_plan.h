// SPDX-License-Identifier: EUPL-1.2
// A small plan with groups, scales and an override, for the tests of the assessment.
#ifndef TESTS_UNIT_SCORING_GROUP_PLAN_H
#define TESTS_UNIT_SCORING_GROUP_PLAN_H

#include "scoring/assessment.h"

// Two items by grade, a number and a day.
enum item { BED, WALK, HOURS, CERTIFIED, ITEMS };

extern const struct plan_activity group_plan_items[ITEMS];
extern const struct plan_level group_plan_levels[4];
extern const struct plan_scale group_plan_scales[2];
// Certified on 2022-01-01 or later.
extern const struct plan_test group_plan_certificate;
extern const struct plan_test any_points;

// The plan that asks for this test.
struct plan group_plan_of(const struct plan_test *test);

// Answers in the order of the items; NULL is missing, "unknown" don't know.
struct assessment group_plan_sheet(const struct plan *plan, const char *const words[ITEMS]);

// That sheet under group_plan_of(test).
struct assessment_result group_plan_result(const struct plan_test *test,
                                           const char *const words[ITEMS]);

#endif
