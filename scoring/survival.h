// SPDX-License-Identifier: EUPL-1.2
// The survival window: a benefit that is due only if the member is still alive after n days from
// the written claim (B-23, S-03, S-02c, S-29). Pure; any thread.
#ifndef SCORING_SURVIVAL_H
#define SCORING_SURVIVAL_H

#include "scoring/civil_date.h"
#include "scoring/deadline.h"
#include "scoring/plan.h"

enum survival_state {
    SURVIVAL_CLAIM_DATE_UNKNOWN,
    SURVIVAL_NO_WINDOW,   // the plan has none
    SURVIVAL_RUNNING,     // as_of is before the first payable day
    SURVIVAL_UNCONFIRMED, // the window has passed, nobody confirmed the member alive through it
    SURVIVAL_PASSED,
    SURVIVAL_DIED,             // inside the window
    SURVIVAL_DIED_ON_LAST_DAY, // not payable by itself, but a person decides (S-29)
};

// What a person ruled about a death on the last day of the window (S-29).
enum last_day_ruling {
    LAST_DAY_RULING_NONE,
    LAST_DAY_RULING_PAYABLE,
    LAST_DAY_RULING_NOT_PAYABLE,
};

struct survival_facts {
    struct civil_date claim_sent;
    struct civil_date claim_received;
    struct civil_date alive_through; // last day on which the member is confirmed alive
    struct civil_date death;
    enum last_day_ruling last_day_ruling;
};

// Day 0 is the date of the written claim, the last day is day n; never extended. Kind DEADLINE_NONE
// when the plan has no window; unknown last day when the claim's date is not known.
struct deadline survival_window(const struct plan *plan, const struct survival_facts *facts);

// The first day on which a payment may arise: the day after the window (S-29 "day passed") or its
// last day ("day reached"). Unknown without a window or without the claim's date.
struct civil_date survival_first_payable(const struct plan *plan,
                                         const struct survival_facts *facts);

// What is known on as_of. A death after the window proves that the member lived through it.
enum survival_state survival_on(const struct plan *plan, const struct survival_facts *facts,
                                struct civil_date as_of);

// The same question for a plan that pays only to the living: is the member alive on as_of, the day
// of the payment? NO_WINDOW when the plan does not ask; DIED; DIED_ON_LAST_DAY when that was as_of
// itself; PASSED when confirmed alive through as_of; else UNCONFIRMED.
enum survival_state survival_at_payment(const struct plan *plan, const struct survival_facts *facts,
                                        struct civil_date as_of);

#endif
