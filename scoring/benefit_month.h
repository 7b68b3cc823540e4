// SPDX-License-Identifier: EUPL-1.2
// Benefit months from the start of accrual, each with its own ceiling: anniversary months, or
// calendar months with the first and last pro rata, as the plan says; in a plan with a ceiling a
// year, benefit years (S-05, S-07, S-08, S-16, L-05). Pure; any thread.
#ifndef SCORING_BENEFIT_MONTH_H
#define SCORING_BENEFIT_MONTH_H

#include "scoring/civil_date.h"
#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Month k runs from start + (k-1) months to the day before start + k months, each computed from the
// start itself: from 31 January, month 2 begins on 28 (29) February and month 3 on 31 March. A
// benefit year is twelve of them. By calendar months, month 1 runs from the start to the end of its
// month, the last one to the day before start + n months; its ceiling is what the first leaves of
// one whole ceiling.
struct benefit_month {
    int32_t number; // 1 … benefit_month_count
    struct civil_date first;
    struct civil_date last;
    int64_t ceiling_cents; // of the month before anything ends inside it (S-16, allocation_ceiling)
};

// How many months the benefit has that starts on `start`. A plan that counts paid months only
// (S-15) has PLAN_MONTHS_MAX of them, and allocation stops after the paid ones. 0 when the start is
// unknown.
int32_t benefit_month_count(const struct plan *plan, struct civil_date start);

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
