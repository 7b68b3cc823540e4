// SPDX-License-Identifier: EUPL-1.2
// The benefit months that earlier events of the same person used up (S-15). Pure; any thread.
#ifndef SCORING_BENEFIT_HISTORY_H
#define SCORING_BENEFIT_HISTORY_H

#include "scoring/civil_date.h"
#include "scoring/fact.h"
#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A benefit of the same plan that ended before this one.
struct earlier_benefit {
    struct civil_date from; // its first benefit day
    struct civil_date to;   // its last one
    int32_t paid_months;    // in which something was paid
    enum fact same_cause;   // as the state of this claim
};

struct benefit_used {
    int32_t months; // benefit months (years, in a yearly plan) that are no longer to be had
    int32_t open;   // of them, those that count only while a person has not settled the event
    bool unsure;    // whether one was the same event is not known
};

// What the benefit that starts on `start` has lost to earlier ones. By event, only those of the
// same cause count after whose end the state of this claim set in within the plan's same_event_days
// (a relapse is dated by its onset, not by the papers; without a known onset by the start); by
// year, those whose months began in the calendar year of the start; by life, all. 0 when the start
// is unknown.
struct benefit_used benefit_used_before(const struct plan *plan,
                                        const struct earlier_benefit *earlier, size_t count,
                                        struct civil_date onset, struct civil_date start);

#endif
