// SPDX-License-Identifier: EUPL-1.2
// The two plans of scoring/plans, and dates written as text, for the tests of the rules.
#ifndef TESTS_UNIT_SCORING_PLANS_H
#define TESTS_UNIT_SCORING_PLANS_H

#include "scoring/plan_file.h"

// Reads scoring/plans/<name>.json, or <name>.json from the root when name has a slash; ends the test program with a message when that fails.
struct plan_file *plans_open(const char *name);

// Both plans for the tests of one program: its group's set-up and tear-down.
extern struct plan_file *temporary;
extern struct plan_file *permanent;
int both_plans_open(void **state);
int both_plans_close(void **state);

// The text of that file; the caller frees it.
char *plans_text(const char *name, size_t *length);

// The date of "YYYY-MM-DD"; unknown for NULL. Ends the program for anything else.
struct civil_date plans_date(const char *text);

#endif
