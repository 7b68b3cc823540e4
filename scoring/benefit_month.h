// SPDX-License-Identifier: EUPL-1.2
// Benefit months: anniversary months from the start of accrual, each with its own ceiling
// (S-05, S-07, S-08, S-16, L-05). Pure; any thread.
#ifndef SCORING_BENEFIT_MONTH_H
#define SCORING_BENEFIT_MONTH_H

#include "scoring/civil_date.h"
#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Month k runs from start + (k-1) months to the day before start + k months, each computed from the
// start itself: from 31 January, month 2 begins on 28 (29) February and month 3 on 31 March.
struct benefit_month {
    int32_t number; // 1 … plan->months
    struct civil_date first;
    struct civil_date last;
    int64_t ceiling_cents; // the whole sum, also when the state ends inside the month (S-16)
};

// Month `number` of a benefit that starts on `start`. False when the start is unknown or the plan
// has no such month; *month untouched.
__attribute__((warn_unused_result)) bool benefit_month_at(const struct plan *plan,
                                                          struct civil_date start, int32_t number,
                                                          struct benefit_month *month);

// The month a date lies in. False when it lies in none.
__attribute__((warn_unused_result)) bool benefit_month_of(const struct plan *plan,
                                                          struct civil_date start,
                                                          struct civil_date date,
                                                          struct benefit_month *month);

// All months of the plan, at most `capacity`; returns how many were written (0: start unknown).
size_t benefit_months(const struct plan *plan, struct civil_date start,
                      struct benefit_month *months, size_t capacity);

// Where a stretch of a service period lies.
enum benefit_place {
    BENEFIT_PLACE_MONTH,  // in month `number`
    BENEFIT_PLACE_BEFORE, // before the first day of month 1
    BENEFIT_PLACE_AFTER,  // after the last day of the last month
};

enum {
    BENEFIT_PARTS_MAX = PLAN_MONTHS_MAX + 2,
};

struct benefit_part {
    enum benefit_place place;
    int32_t number; // of the month; 0 outside
    struct civil_date from;
    struct civil_date to;
    int32_t days;
    int64_t cents; // this part's share of the expense
};

// Splits an expense over its service period [from, to] (both included; one day: from = to) by days:
// each part gets its share rounded down, the last one takes the remaining cents (S-08). Returns the
// number of parts (>= 1), whose cents add up to `cents` exactly; 0 when a date is unknown, to <
// from, cents < 0, or the period is longer than 3660 days.
size_t benefit_split(const struct plan *plan, struct civil_date start, struct civil_date from,
                     struct civil_date to, int64_t cents,
                     struct benefit_part parts[BENEFIT_PARTS_MAX]);

#endif
