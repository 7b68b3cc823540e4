// SPDX-License-Identifier: EUPL-1.2
// The life of a claim as one transition table (rule book, chapter 7). Pure; any thread.
#ifndef SCORING_CLAIM_STATE_H
#define SCORING_CLAIM_STATE_H

#include <stdbool.h>

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

// The state after the event. False when the event is not allowed in that state; *next untouched.
__attribute__((warn_unused_result)) bool
claim_state_next(enum claim_state state, enum claim_event event, enum claim_state *next);

// Names as stored and sent, lower case with hyphens: "waiting-documents", "decide-recognised",
// "months-used"; "none" for the zero. The reverse gives false, output untouched, for other texts.
const char *claim_state_name(enum claim_state state);
bool claim_state_from_name(const char *name, enum claim_state *state);
const char *claim_event_name(enum claim_event event);
bool claim_event_from_name(const char *name, enum claim_event *event);
const char *claim_end_name(enum claim_end end);
bool claim_end_from_name(const char *name, enum claim_end *end);

#endif
