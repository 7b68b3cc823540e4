// SPDX-License-Identifier: EUPL-1.2
// An approved expense or authorised service to payment lines under the ceilings
// (A-30, A-31, B-20 … B-23, S-03, S-08, S-10, S-11, S-15, S-16, S-22, S-26, S-27, S-29).
// Pure; any thread.
//
// Neither plan is an annuity: without an expense there is no line.
#ifndef SCORING_ALLOCATION_H
#define SCORING_ALLOCATION_H

#include "scoring/benefit_month.h"
#include "scoring/civil_date.h"
#include "scoring/plan.h"
#include "scoring/reason.h"
#include "scoring/survival.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a decided claim gives a right to. Dates that are not known stay zero.
struct entitlement {
    bool recognised;                 // a person decided so
    bool reviewable;                 // decided "reviewable"; pays only if the plan says so (S-10)
    struct civil_date accrual_start; // proposal.accrual_start as decided
    struct civil_date claim_sent;
    struct civil_date claim_received;
    struct civil_date alive_through; // last day on which the member is confirmed alive
    struct civil_date death;
    enum last_day_ruling last_day_ruling; // of a death on the last day of the window (S-29)
    struct civil_date state_ended;        // first day without the state, as a person found it
    struct civil_date consolidated_on; // day of that finding; read by plans that forbid it (S-22)
    struct civil_date withdrawn;       // the claim, from that day on
    struct civil_date cover_lost;      // first day without cover; read where it stops (S-26)
    struct civil_date suspended_from;  // day of the request that was refused (S-11)
    int32_t months_before;             // benefit months that earlier events used up (S-15)
    int32_t months_open;               // of them, those of which a person has to say so yet
    // The alternative taken in month k, at [k - 1]: 0 none yet, else 1 + its index in the plan. As
    // many as used_cents; NULL: none taken.
    const uint8_t *taken;
    // What other claims of the person under the plan have used of the days of month k, at [k - 1]:
    // the sum is one a month (A-30, B-22). >= 0, as many as used_cents; NULL: nothing.
    const int64_t *elsewhere_cents;
    bool lost; // a person ruled the right lost by a late claim (S-09)
    bool given_up; // withdrawn while it was reviewable: nothing will be recognised any more
};

struct expense {
    enum benefit_form form;
    struct civil_date service_from;
    struct civil_date service_to; // = service_from for one day
    int64_t cents;                // > 0
    struct civil_date invoiced;   // read by plans that reckon by it (S-08)
    struct civil_date paid;
};

enum allocation_outcome {
    ALLOCATION_REFUSED, // nothing is payable: reason says why
    ALLOCATION_HELD,    // not now: reason and not_before say why and until when
    ALLOCATION_PAYABLE, // at least one line pays something
};

// One line of the answer: the part of the expense that lies in one month or outside all of them.
struct allocation_line {
    struct benefit_part part; // place, month number, from, to, days, cents of the expense
    int64_t payable_cents;    // min(part.cents, what is left of the month)
    int64_t member_cents;     // part.cents - payable_cents, borne by the member
    int64_t prejudice_cents;  // of those, because a late claim was reduced (S-09); evaluation_make
    int64_t left_cents;       // what is left of the month afterwards
    struct reason reason;     // why the member bears something; REASON_NONE when nothing
};

enum {
    // One more than the parts: the part in which the member died is cut after that day.
    ALLOCATION_LINES_MAX = BENEFIT_PARTS_MAX + 1,
};

struct allocation {
    enum allocation_outcome outcome;
    struct reason reason;         // of a refusal or hold; REASON_NONE when payable
    struct civil_date not_before; // of a hold, where the day is known
    int64_t payable_cents;        // over all lines
    int64_t member_cents;
    struct allocation_line lines[ALLOCATION_LINES_MAX];
    size_t line_count; // 0 for a hold and for a refusal of the whole expense
};

// Allocates one expense on the day as_of. used_cents[k-1] is what month k has already paid or
// reserved (0 <= used; a value above the ceiling leaves nothing); used_count months are given,
// further ones are unused. The caller writes payable lines and the new used sums in one
// transaction, in the order it wants served (S-17).
//
// Order of checks: annuity; form not covered by the plan; withdrawn before its review; review open
// (held); not recognised; right ruled lost; died inside the survival window (refused) or on its
// last day (held for a person, S-29); written claim's date unknown (held); survival window still
// running on as_of, i.e. as_of <= day n (held, not_before = day n + 1); survival unconfirmed
// (held); service not yet ended on as_of (held until it ends). Then the split by benefit months:
// parts before, after the benefit or after death pay nothing; an expense that needs a month of
// which it is open whether an earlier event took it is held (S-15).
//
// False when the arguments are not well formed (as_of unknown, cents <= 0, period wrong or longer
// than 3660 days, accrual start unknown for a recognised claim, used < 0); *allocation untouched.
__attribute__((warn_unused_result)) bool
allocation_compute(const struct plan *plan, const struct entitlement *entitlement,
                   const struct expense *expense, const int64_t *used_cents, size_t used_count,
                   struct civil_date as_of, struct allocation *allocation);

// Is the expense refused whatever its days, its months and today are: by its form, by the decision,
// by a withdrawal before the review, by a right ruled lost? A right that is not decided at all
// counts as not recognised.
bool allocation_never(const struct plan *plan, const struct entitlement *entitlement,
                      const struct expense *expense);

// What month `month` may pay in all: less than its ceiling when the member died or the state ended
// inside it and the plan says so (S-16, S-27).
int64_t allocation_ceiling(const struct plan *plan, const struct entitlement *entitlement,
                           const struct benefit_month *month);

// The alternative that a form belongs to: 1 + its index in the plan; 0 for none.
uint8_t allocation_alternative(const struct plan *plan, enum benefit_form form);

// Who gets what is payable for that form on as_of: the provider of a direct service, the member,
// or, once the member is dead, the heirs (S-27).
enum allocation_payee {
    ALLOCATION_PAYEE_MEMBER,
    ALLOCATION_PAYEE_PROVIDER,
    ALLOCATION_PAYEE_HEIRS,
};

enum allocation_payee allocation_payee_of(enum benefit_form form, struct civil_date death,
                                          struct civil_date as_of);

// "member", "provider", "heirs".
const char *allocation_payee_name(enum allocation_payee payee);

// "refused", "held", "payable".
const char *allocation_outcome_name(enum allocation_outcome outcome);

#endif
