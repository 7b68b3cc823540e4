// SPDX-License-Identifier: EUPL-1.2
// Cases for evaluation_make, and what it says of them as one text, for the tests of the rules.
#ifndef TESTS_UNIT_SCORING_EVALUATION_TOLD_H
#define TESTS_UNIT_SCORING_EVALUATION_TOLD_H

#include "scoring/evaluation.h"

// One digit per activity: the grade; '-' for no answer.
struct assessment told_sheet(const char *grades);

// Under the temporary plan, recognised: onset 10 January 2026, complete on 1 February, so that the
// months are those of the calendar from February to July; as of 1 July.
struct evaluation_case told_case(void);

struct evaluation_expense told_expense(enum benefit_form form, const char *from, const char *to,
                                       int64_t cents, const char *received);

// What the last evaluation made by told() says.
extern struct evaluation told_evaluation;
extern struct allocation told_allocations[EVALUATION_EXPENSES_MAX];

// "recognised in-payment; tasks …; …": what is not there is not named. Valid until the next call.
// The test fails when the case is not well formed.
const char *told(const struct plan *plan, const struct evaluation_case *facts);

// The test asserts it where it says it. LIMITED: the term of limitation that every told_case() has.
#define says(plan, facts, expected) assert_string_equal(told(plan, facts), expected)
#define LIMITED "; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22"

#endif
