// SPDX-License-Identifier: EUPL-1.2
// The life of a claim as one transition table (rule book, chapter 7). Pure; any thread.
#ifndef SCORING_CLAIM_STATE_H
#define SCORING_CLAIM_STATE_H

#include "scoring/plan.h"

#include <stdbool.h>
#include <stddef.h>

enum claim_state {
    CLAIM_STATE_NONE,
    CLAIM_NOTICE, // announced; the family is still filling the forms
    CLAIM_OPENED, // sent
    CLAIM_WAITING_DOCUMENTS,
    CLAIM_COMPLETE,
    CLAIM_UNDER_EVALUATION,
    CLAIM_RECOGNISED,
    CLAIM_NOT_RECOGNISED,
    CLAIM_REVIEWABLE,
    CLAIM_EXCLUDED,
    CLAIM_NOT_INSURABLE,
    CLAIM_NOT_COVERED,
    CLAIM_LATE, // a person has to rule on the delay (S-09)
    CLAIM_IN_PAYMENT,
    CLAIM_SUSPENDED,
    CLAIM_ENDED,
    CLAIM_STATE_COUNT,
};

enum claim_event {
    CLAIM_EVENT_NONE,
    CLAIM_EVENT_FILE,               // the family sends the claim
    CLAIM_EVENT_REQUEST_DOCUMENTS,  // something compulsory is missing
    CLAIM_EVENT_DOCUMENTS_COMPLETE, // last compulsory document accepted (S-06)
    CLAIM_EVENT_EVALUATE,           // a clinician takes it up, or a review falls due
    CLAIM_EVENT_VISIT,              // a visit is ordered or reported: the state stays
    CLAIM_EVENT_FIND_LATE,          // the filing term was missed
    CLAIM_EVENT_DECIDE_RECOGNISED,
    CLAIM_EVENT_DECIDE_NOT_RECOGNISED,
    CLAIM_EVENT_DECIDE_REVIEWABLE,
    CLAIM_EVENT_DECIDE_EXCLUDED,
    CLAIM_EVENT_DECIDE_NOT_INSURABLE,
    CLAIM_EVENT_DECIDE_NOT_COVERED,
    CLAIM_EVENT_START_PAYMENT, // the first payment line arises
    CLAIM_EVENT_SUSPEND,       // refusal of a check, confirmed by a person
    CLAIM_EVENT_RESUME,
    CLAIM_EVENT_REOPEN, // new documents or a complaint
    CLAIM_EVENT_WITHDRAW,
    CLAIM_EVENT_END, // why: enum claim_end, kept beside the state
    CLAIM_EVENT_COUNT,
};

// Why a claim ended.
enum claim_end {
    CLAIM_END_NONE,
    CLAIM_END_MONTHS_USED,
    CLAIM_END_STATE_ENDED,
    CLAIM_END_CONSOLIDATED, // plan A (A-14, S-22)
    CLAIM_END_DEATH,
    CLAIM_END_COVER, // S-26
    CLAIM_END_WITHDRAWN,
    CLAIM_END_COUNT,
};

// What a transition brings with it, as bits of `effects`.
enum claim_effect {
    CLAIM_EFFECT_ASK_DOCUMENTS = 1 << 0,   // tell the family what is missing
    CLAIM_EFFECT_START_ACCRUAL = 1 << 1,   // the day of completeness is fixed (S-06)
    CLAIM_EFFECT_ASK_PERSON = 1 << 2,      // a person rules before anything else (S-09)
    CLAIM_EFFECT_RECORD_DECISION = 1 << 3, // with inputs, plan version and rule ids
    CLAIM_EFFECT_SET_REVIEW = 1 << 4,      // a day of review is given; overdue raises a task (S-10)
    CLAIM_EFFECT_OPEN_MONTHS = 1 << 5,     // benefit months are laid out
    CLAIM_EFFECT_CLOSE_EXPENSES = 1 << 6,  // open expenses are refused: no right stands behind them
    CLAIM_EFFECT_HOLD_EXPENSES = 1 << 7,   // with a service from the day of the request on (S-11)
    CLAIM_EFFECT_RELEASE_EXPENSES = 1 << 8, // what was held is looked at again, day by day
    CLAIM_EFFECT_STOP_DIRECT = 1 << 9,      // authorised direct services after the day are released
    CLAIM_EFFECT_PAY_HEIRS = 1 << 10, // services up to the day of death go to the heirs (S-27)
    CLAIM_EFFECT_CLAW_BACK = 1 << 11, // list what was paid for days after it
};

enum { CLAIM_EFFECT_COUNT = 12 };

// The state after the event; for CLAIM_EVENT_END, whatever the end is. False when the event is not
// allowed in that state; *next untouched.
__attribute__((warn_unused_result)) bool
claim_state_next(enum claim_state state, enum claim_event event, enum claim_state *next);

// The same for the end of a claim for that reason: which states can end so, and what it brings.
// CLAIM_EVENT_WITHDRAW is the end CLAIM_END_WITHDRAWN. effects may be NULL.
__attribute__((warn_unused_result)) bool claim_state_end(enum claim_state state, enum claim_end end,
                                                         enum claim_state *next, unsigned *effects);

// What the event brings with it in that state; 0 where it is not allowed or brings nothing. For
// CLAIM_EVENT_END ask claim_state_end.
unsigned claim_state_effects(enum claim_state state, enum claim_event event);

// Can a claim under that plan end for that reason? Consolidated only where it may not be,
// for the cover only where the benefit stops with it (S-26), by months only where they are counted.
bool claim_end_fits(const struct plan *plan, enum claim_end end);

// Names as stored and sent, lower case with hyphens: "waiting-documents", "decide-recognised",
// "months-used"; "none" for the zero. The reverse gives false, output untouched, for other texts.
const char *claim_state_name(enum claim_state state);
bool claim_state_from_name(const char *name, enum claim_state *state);
const char *claim_event_name(enum claim_event event);
bool claim_event_from_name(const char *name, enum claim_event *event);
const char *claim_end_name(enum claim_end end);
// Of the effect 1 << place, place < CLAIM_EFFECT_COUNT: "ask-documents", "start-accrual", …
const char *claim_effect_name(size_t place);
bool claim_end_from_name(const char *name, enum claim_end *end);

#endif
