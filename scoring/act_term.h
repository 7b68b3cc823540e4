// SPDX-License-Identifier: EUPL-1.2
// Terms for acts to be done, as a plan reckons them: moved over holidays, and over the patron-saint
// days that the plan names, to the next working day (S-01, S-02, L-01). Pure; any thread.
#ifndef SCORING_ACT_TERM_H
#define SCORING_ACT_TERM_H

#include "scoring/deadline.h"
#include "scoring/plan.h"

// The day itself, or the first later day that is no holiday for the plan.
struct civil_date act_term_next_working_day(const struct plan *plan, struct civil_date date);

// The term of that many days (>= 0) or months from start; kind DEADLINE_ACT.
struct deadline act_term_in_days(const struct plan *plan, const char *rule,
                                 enum deadline_event event, struct civil_date start, int32_t days);
struct deadline act_term_in_months(const struct plan *plan, const char *rule,
                                   enum deadline_event event, struct civil_date start,
                                   int32_t months);

#endif
