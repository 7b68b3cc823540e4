// SPDX-License-Identifier: EUPL-1.2
// The claim's transition table.
#include "scoring/claim_state.h"

#include <stddef.h>
#include <string.h>

struct transition {
    enum claim_state from;
    enum claim_event event;
    enum claim_state to;
    unsigned effects;
};

static const struct transition transitions[] = {
    // The family fills the forms and sends them.
    {CLAIM_NOTICE, CLAIM_EVENT_FILE, CLAIM_OPENED, 0},
    // Documents, until the last compulsory one is accepted.
    {CLAIM_OPENED, CLAIM_EVENT_REQUEST_DOCUMENTS, CLAIM_WAITING_DOCUMENTS,
     CLAIM_EFFECT_ASK_DOCUMENTS},
    {CLAIM_OPENED, CLAIM_EVENT_DOCUMENTS_COMPLETE, CLAIM_COMPLETE, CLAIM_EFFECT_START_ACCRUAL},
    {CLAIM_WAITING_DOCUMENTS, CLAIM_EVENT_REQUEST_DOCUMENTS, CLAIM_WAITING_DOCUMENTS,
     CLAIM_EFFECT_ASK_DOCUMENTS},
    {CLAIM_WAITING_DOCUMENTS, CLAIM_EVENT_DOCUMENTS_COMPLETE, CLAIM_COMPLETE,
     CLAIM_EFFECT_START_ACCRUAL},
    {CLAIM_COMPLETE, CLAIM_EVENT_REQUEST_DOCUMENTS, CLAIM_WAITING_DOCUMENTS,
     CLAIM_EFFECT_ASK_DOCUMENTS},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_REQUEST_DOCUMENTS, CLAIM_WAITING_DOCUMENTS,
     CLAIM_EFFECT_ASK_DOCUMENTS},
    {CLAIM_LATE, CLAIM_EVENT_REQUEST_DOCUMENTS, CLAIM_WAITING_DOCUMENTS,
     CLAIM_EFFECT_ASK_DOCUMENTS},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_REQUEST_DOCUMENTS, CLAIM_WAITING_DOCUMENTS,
     CLAIM_EFFECT_ASK_DOCUMENTS},
    // Evaluation. From LATE only a person leads on: a delay is never a refusal by itself (S-09).
    {CLAIM_COMPLETE, CLAIM_EVENT_EVALUATE, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_LATE, CLAIM_EVENT_EVALUATE, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_EVALUATE, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_FIND_LATE, CLAIM_LATE, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_VISIT, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_LATE, CLAIM_EVENT_VISIT, CLAIM_LATE, 0},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_VISIT, CLAIM_REVIEWABLE, 0},
    {CLAIM_RECOGNISED, CLAIM_EVENT_VISIT, CLAIM_RECOGNISED, 0},
    {CLAIM_IN_PAYMENT, CLAIM_EVENT_VISIT, CLAIM_IN_PAYMENT, 0},
    {CLAIM_SUSPENDED, CLAIM_EVENT_VISIT, CLAIM_SUSPENDED, 0},
    // Decisions, each of a person.
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_DECIDE_RECOGNISED, CLAIM_RECOGNISED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_OPEN_MONTHS},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_DECIDE_REVIEWABLE, CLAIM_REVIEWABLE,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_SET_REVIEW},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_DECIDE_NOT_RECOGNISED, CLAIM_NOT_RECOGNISED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_DECIDE_EXCLUDED, CLAIM_EXCLUDED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_DECIDE_NOT_INSURABLE, CLAIM_NOT_INSURABLE,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_UNDER_EVALUATION, CLAIM_EVENT_DECIDE_NOT_COVERED, CLAIM_NOT_COVERED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_LATE, CLAIM_EVENT_DECIDE_RECOGNISED, CLAIM_RECOGNISED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_OPEN_MONTHS},
    {CLAIM_LATE, CLAIM_EVENT_DECIDE_REVIEWABLE, CLAIM_REVIEWABLE,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_SET_REVIEW},
    {CLAIM_LATE, CLAIM_EVENT_DECIDE_NOT_RECOGNISED, CLAIM_NOT_RECOGNISED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_LATE, CLAIM_EVENT_DECIDE_EXCLUDED, CLAIM_EXCLUDED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_LATE, CLAIM_EVENT_DECIDE_NOT_INSURABLE, CLAIM_NOT_INSURABLE,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_LATE, CLAIM_EVENT_DECIDE_NOT_COVERED, CLAIM_NOT_COVERED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_RECOGNISED, CLAIM_RECOGNISED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_OPEN_MONTHS},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_REVIEWABLE, CLAIM_REVIEWABLE,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_SET_REVIEW},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_NOT_RECOGNISED, CLAIM_NOT_RECOGNISED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_EXCLUDED, CLAIM_EXCLUDED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_NOT_INSURABLE, CLAIM_NOT_INSURABLE,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_NOT_COVERED, CLAIM_NOT_COVERED,
     CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_CLOSE_EXPENSES},
    // New documents or a complaint open a refused claim again.
    {CLAIM_NOT_RECOGNISED, CLAIM_EVENT_REOPEN, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_EXCLUDED, CLAIM_EVENT_REOPEN, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_NOT_INSURABLE, CLAIM_EVENT_REOPEN, CLAIM_UNDER_EVALUATION, 0},
    {CLAIM_NOT_COVERED, CLAIM_EVENT_REOPEN, CLAIM_UNDER_EVALUATION, 0},
    // Payment, suspended and resumed without losing a day (S-11).
    {CLAIM_RECOGNISED, CLAIM_EVENT_START_PAYMENT, CLAIM_IN_PAYMENT, 0},
    {CLAIM_RECOGNISED, CLAIM_EVENT_SUSPEND, CLAIM_SUSPENDED, CLAIM_EFFECT_HOLD_EXPENSES},
    {CLAIM_IN_PAYMENT, CLAIM_EVENT_SUSPEND, CLAIM_SUSPENDED, CLAIM_EFFECT_HOLD_EXPENSES},
    {CLAIM_SUSPENDED, CLAIM_EVENT_RESUME, CLAIM_IN_PAYMENT, CLAIM_EFFECT_RELEASE_EXPENSES},
};

// Where a claim ends, and why: by CLAIM_EVENT_WITHDRAW or CLAIM_EVENT_END.
struct ending {
    enum claim_state from;
    enum claim_end end;
    unsigned effects;
};

static const struct ending endings[] = {
    // Withdrawn before a right was recognised: nothing is paid.
    {CLAIM_NOTICE, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_OPENED, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_WAITING_DOCUMENTS, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_COMPLETE, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_UNDER_EVALUATION, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_LATE, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES},
    {CLAIM_REVIEWABLE, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_CLOSE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
    // Death: before a decision the heirs may still want one, so only a person ends the claim.
    {CLAIM_NOTICE, CLAIM_END_DEATH, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_OPENED, CLAIM_END_DEATH, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_WAITING_DOCUMENTS, CLAIM_END_DEATH, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_COMPLETE, CLAIM_END_DEATH, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_UNDER_EVALUATION, CLAIM_END_DEATH, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_LATE, CLAIM_END_DEATH, CLAIM_EFFECT_ASK_PERSON},
    {CLAIM_REVIEWABLE, CLAIM_END_DEATH,
     CLAIM_EFFECT_STOP_DIRECT | CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_CLAW_BACK},
    {CLAIM_RECOGNISED, CLAIM_END_DEATH,
     CLAIM_EFFECT_STOP_DIRECT | CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_CLAW_BACK},
    {CLAIM_IN_PAYMENT, CLAIM_END_DEATH,
     CLAIM_EFFECT_STOP_DIRECT | CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_CLAW_BACK},
    {CLAIM_SUSPENDED, CLAIM_END_DEATH,
     CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT | CLAIM_EFFECT_PAY_HEIRS |
         CLAIM_EFFECT_CLAW_BACK},
    // The months are used, the state ended or turned consolidated, the cover is lost, the claim is
    // withdrawn: what was served before that day is still paid, also what a refused check held, for
    // only a check that shows that the state had ended takes it (S-11).
    {CLAIM_RECOGNISED, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_IN_PAYMENT, CLAIM_END_WITHDRAWN, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_SUSPENDED, CLAIM_END_WITHDRAWN,
     CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_RECOGNISED, CLAIM_END_MONTHS_USED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_IN_PAYMENT, CLAIM_END_MONTHS_USED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_SUSPENDED, CLAIM_END_MONTHS_USED,
     CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_RECOGNISED, CLAIM_END_STATE_ENDED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_IN_PAYMENT, CLAIM_END_STATE_ENDED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_SUSPENDED, CLAIM_END_STATE_ENDED,
     CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_RECOGNISED, CLAIM_END_CONSOLIDATED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_IN_PAYMENT, CLAIM_END_CONSOLIDATED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_SUSPENDED, CLAIM_END_CONSOLIDATED,
     CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_RECOGNISED, CLAIM_END_COVER, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_IN_PAYMENT, CLAIM_END_COVER, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_SUSPENDED, CLAIM_END_COVER, CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_REVIEWABLE, CLAIM_END_STATE_ENDED, CLAIM_EFFECT_STOP_DIRECT},
    {CLAIM_REVIEWABLE, CLAIM_END_CONSOLIDATED, CLAIM_EFFECT_STOP_DIRECT},
};

static const char *const state_names[CLAIM_STATE_COUNT] = {
    [CLAIM_STATE_NONE] = "none",
    [CLAIM_NOTICE] = "notice",
    [CLAIM_OPENED] = "opened",
    [CLAIM_WAITING_DOCUMENTS] = "waiting-documents",
    [CLAIM_COMPLETE] = "complete",
    [CLAIM_UNDER_EVALUATION] = "under-evaluation",
    [CLAIM_RECOGNISED] = "recognised",
    [CLAIM_NOT_RECOGNISED] = "not-recognised",
    [CLAIM_REVIEWABLE] = "reviewable",
    [CLAIM_EXCLUDED] = "excluded",
    [CLAIM_NOT_INSURABLE] = "not-insurable",
    [CLAIM_NOT_COVERED] = "not-covered",
    [CLAIM_LATE] = "late",
    [CLAIM_IN_PAYMENT] = "in-payment",
    [CLAIM_SUSPENDED] = "suspended",
    [CLAIM_ENDED] = "ended",
};

static const char *const event_names[CLAIM_EVENT_COUNT] = {
    [CLAIM_EVENT_NONE] = "none",
    [CLAIM_EVENT_FILE] = "file",
    [CLAIM_EVENT_REQUEST_DOCUMENTS] = "request-documents",
    [CLAIM_EVENT_DOCUMENTS_COMPLETE] = "documents-complete",
    [CLAIM_EVENT_EVALUATE] = "evaluate",
    [CLAIM_EVENT_VISIT] = "visit",
    [CLAIM_EVENT_FIND_LATE] = "find-late",
    [CLAIM_EVENT_DECIDE_RECOGNISED] = "decide-recognised",
    [CLAIM_EVENT_DECIDE_NOT_RECOGNISED] = "decide-not-recognised",
    [CLAIM_EVENT_DECIDE_REVIEWABLE] = "decide-reviewable",
    [CLAIM_EVENT_DECIDE_EXCLUDED] = "decide-excluded",
    [CLAIM_EVENT_DECIDE_NOT_INSURABLE] = "decide-not-insurable",
    [CLAIM_EVENT_DECIDE_NOT_COVERED] = "decide-not-covered",
    [CLAIM_EVENT_START_PAYMENT] = "start-payment",
    [CLAIM_EVENT_SUSPEND] = "suspend",
    [CLAIM_EVENT_RESUME] = "resume",
    [CLAIM_EVENT_REOPEN] = "reopen",
    [CLAIM_EVENT_WITHDRAW] = "withdraw",
    [CLAIM_EVENT_END] = "end",
};

static const char *const end_names[CLAIM_END_COUNT] = {
    [CLAIM_END_NONE] = "none",
    [CLAIM_END_MONTHS_USED] = "months-used",
    [CLAIM_END_STATE_ENDED] = "state-ended",
    [CLAIM_END_CONSOLIDATED] = "consolidated",
    [CLAIM_END_DEATH] = "death",
    [CLAIM_END_COVER] = "cover-ended",
    [CLAIM_END_WITHDRAWN] = "withdrawn",
};

static const char *const effect_names[CLAIM_EFFECT_COUNT] = {
    "ask-documents",    "start-accrual", "ask-person",     "record-decision",
    "set-review",       "open-months",   "close-expenses", "hold-expenses",
    "release-expenses", "stop-direct",   "pay-heirs",      "claw-back",
};

static const struct ending *find_ending(enum claim_state state, enum claim_end end) {
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (endings[i].from == state && endings[i].end == end) {
            return &endings[i];
        }
    }
    return NULL;
}

// False when the event leads nowhere from there.
static bool find_transition(enum claim_state state, enum claim_event event,
                            struct transition *found) {
    if (event == CLAIM_EVENT_WITHDRAW || event == CLAIM_EVENT_END) {
        // Whatever can end in another way ends by a death, too.
        bool withdrawn = event == CLAIM_EVENT_WITHDRAW;
        const struct ending *ending =
            find_ending(state, withdrawn ? CLAIM_END_WITHDRAWN : CLAIM_END_DEATH);
        if (ending == NULL) {
            return false;
        }
        *found = (struct transition){state, event, CLAIM_ENDED, withdrawn ? ending->effects : 0};
        return true;
    }
    for (size_t i = 0; i < sizeof transitions / sizeof transitions[0]; i++) {
        if (transitions[i].from == state && transitions[i].event == event) {
            *found = transitions[i];
            return true;
        }
    }
    return false;
}

bool claim_state_next(enum claim_state state, enum claim_event event, enum claim_state *next) {
    struct transition found;
    if (!find_transition(state, event, &found)) {
        return false;
    }
    *next = found.to;
    return true;
}

bool claim_state_end(enum claim_state state, enum claim_end end, enum claim_state *next,
                     unsigned *effects) {
    const struct ending *found = find_ending(state, end);
    if (found == NULL) {
        return false;
    }
    *next = CLAIM_ENDED;
    if (effects != NULL) {
        *effects = found->effects;
    }
    return true;
}

unsigned claim_state_effects(enum claim_state state, enum claim_event event) {
    struct transition found;
    return find_transition(state, event, &found) ? found.effects : 0;
}

bool claim_end_fits(const struct plan *plan, enum claim_end end) {
    switch (end) {
    case CLAIM_END_NONE:
    case CLAIM_END_COUNT:
        return false;
    case CLAIM_END_MONTHS_USED:
        return !plan->until_state_ends.value;
    case CLAIM_END_CONSOLIDATED:
        return plan->consolidation == PLAN_CONSOLIDATION_FORBIDDEN;
    case CLAIM_END_COVER:
        return plan->settings.cover_loss == PLAN_COVER_LOSS_STOPS;
    case CLAIM_END_STATE_ENDED:
    case CLAIM_END_DEATH:
    case CLAIM_END_WITHDRAWN:
        break;
    }
    return true;
}

static bool find_name(const char *const *names, size_t count, const char *name, size_t *index) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

const char *claim_state_name(enum claim_state state) {
    return state_names[state];
}

bool claim_state_from_name(const char *name, enum claim_state *state) {
    size_t index;
    if (!find_name(state_names, CLAIM_STATE_COUNT, name, &index)) {
        return false;
    }
    *state = (enum claim_state)index;
    return true;
}

const char *claim_event_name(enum claim_event event) {
    return event_names[event];
}

bool claim_event_from_name(const char *name, enum claim_event *event) {
    size_t index;
    if (!find_name(event_names, CLAIM_EVENT_COUNT, name, &index)) {
        return false;
    }
    *event = (enum claim_event)index;
    return true;
}

const char *claim_end_name(enum claim_end end) {
    return end_names[end];
}

bool claim_end_from_name(const char *name, enum claim_end *end) {
    size_t index;
    if (!find_name(end_names, CLAIM_END_COUNT, name, &index)) {
        return false;
    }
    *end = (enum claim_end)index;
    return true;
}

const char *claim_effect_name(size_t place) {
    return effect_names[place];
}
