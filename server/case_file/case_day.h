// SPDX-License-Identifier: EUPL-1.2
// Days of a case: in the calendar of the rules, and not after the day of the evaluation.
#ifndef CASE_FILE_CASE_DAY_H
#define CASE_FILE_CASE_DAY_H

#include "base/fault.h"
#include "scoring/civil_date.h"

#include <stddef.h>

// The day of a text that is a date; unknown for NULL and outside the calendar of the rules (years
// 1800 to 2999).
struct civil_date case_day_of(const char *text);

// The same, with a fault at `pointer`: out-of-range, or after-as-of.
struct civil_date case_day_past(const char *text, struct civil_date as_of, const char *pointer,
                                struct fault *fault);

// The same for item `index` of a list: the place is /list/index/name.
struct civil_date case_day_of_item(const char *text, struct civil_date as_of, const char *list,
                                   size_t index, const char *name, struct fault *fault);

// A fault `contradiction` at `pointer` when both are known and the second lies before the first.
void case_day_ordered(struct civil_date first, struct civil_date second, const char *pointer,
                      struct fault *fault);

#endif
