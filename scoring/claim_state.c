// SPDX-License-Identifier: EUPL-1.2
// The claim's transition table.
#include "scoring/claim_state.h"

#include <stddef.h>
#include <string.h>

// next[state][event]; CLAIM_STATE_NONE where the event is not allowed.
static const enum claim_state table[CLAIM_STATE_COUNT][CLAIM_EVENT_COUNT] = {
    [CLAIM_NOTICE] =
        {
            [CLAIM_EVENT_FILE] = CLAIM_OPENED,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_OPENED] =
        {
            [CLAIM_EVENT_REQUEST_DOCUMENTS] = CLAIM_WAITING_DOCUMENTS,
            [CLAIM_EVENT_DOCUMENTS_COMPLETE] = CLAIM_COMPLETE,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_WAITING_DOCUMENTS] =
        {
            [CLAIM_EVENT_REQUEST_DOCUMENTS] = CLAIM_WAITING_DOCUMENTS,
            [CLAIM_EVENT_DOCUMENTS_COMPLETE] = CLAIM_COMPLETE,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_COMPLETE] =
        {
            [CLAIM_EVENT_REQUEST_DOCUMENTS] = CLAIM_WAITING_DOCUMENTS,
            [CLAIM_EVENT_EVALUATE] = CLAIM_UNDER_EVALUATION,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_UNDER_EVALUATION] =
        {
            [CLAIM_EVENT_REQUEST_DOCUMENTS] = CLAIM_WAITING_DOCUMENTS,
            [CLAIM_EVENT_VISIT] = CLAIM_UNDER_EVALUATION,
            [CLAIM_EVENT_FIND_LATE] = CLAIM_LATE,
            [CLAIM_EVENT_DECIDE_RECOGNISED] = CLAIM_RECOGNISED,
            [CLAIM_EVENT_DECIDE_NOT_RECOGNISED] = CLAIM_NOT_RECOGNISED,
            [CLAIM_EVENT_DECIDE_REVIEWABLE] = CLAIM_REVIEWABLE,
            [CLAIM_EVENT_DECIDE_EXCLUDED] = CLAIM_EXCLUDED,
            [CLAIM_EVENT_DECIDE_NOT_INSURABLE] = CLAIM_NOT_INSURABLE,
            [CLAIM_EVENT_DECIDE_NOT_COVERED] = CLAIM_NOT_COVERED,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    // From here only a person leads on: a delay is never a refusal by itself (S-09, art. 1915
    // c.c.).
    [CLAIM_LATE] =
        {
            [CLAIM_EVENT_REQUEST_DOCUMENTS] = CLAIM_WAITING_DOCUMENTS,
            [CLAIM_EVENT_EVALUATE] = CLAIM_UNDER_EVALUATION,
            [CLAIM_EVENT_VISIT] = CLAIM_LATE,
            [CLAIM_EVENT_DECIDE_RECOGNISED] = CLAIM_RECOGNISED,
            [CLAIM_EVENT_DECIDE_NOT_RECOGNISED] = CLAIM_NOT_RECOGNISED,
            [CLAIM_EVENT_DECIDE_REVIEWABLE] = CLAIM_REVIEWABLE,
            [CLAIM_EVENT_DECIDE_EXCLUDED] = CLAIM_EXCLUDED,
            [CLAIM_EVENT_DECIDE_NOT_INSURABLE] = CLAIM_NOT_INSURABLE,
            [CLAIM_EVENT_DECIDE_NOT_COVERED] = CLAIM_NOT_COVERED,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_REVIEWABLE] =
        {
            [CLAIM_EVENT_REQUEST_DOCUMENTS] = CLAIM_WAITING_DOCUMENTS,
            [CLAIM_EVENT_EVALUATE] = CLAIM_UNDER_EVALUATION,
            [CLAIM_EVENT_VISIT] = CLAIM_REVIEWABLE,
            [CLAIM_EVENT_DECIDE_RECOGNISED] = CLAIM_RECOGNISED,
            [CLAIM_EVENT_DECIDE_NOT_RECOGNISED] = CLAIM_NOT_RECOGNISED,
            [CLAIM_EVENT_DECIDE_REVIEWABLE] = CLAIM_REVIEWABLE,
            [CLAIM_EVENT_DECIDE_EXCLUDED] = CLAIM_EXCLUDED,
            [CLAIM_EVENT_DECIDE_NOT_INSURABLE] = CLAIM_NOT_INSURABLE,
            [CLAIM_EVENT_DECIDE_NOT_COVERED] = CLAIM_NOT_COVERED,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_NOT_RECOGNISED] = {[CLAIM_EVENT_REOPEN] = CLAIM_UNDER_EVALUATION},
    [CLAIM_EXCLUDED] = {[CLAIM_EVENT_REOPEN] = CLAIM_UNDER_EVALUATION},
    [CLAIM_NOT_INSURABLE] = {[CLAIM_EVENT_REOPEN] = CLAIM_UNDER_EVALUATION},
    [CLAIM_NOT_COVERED] = {[CLAIM_EVENT_REOPEN] = CLAIM_UNDER_EVALUATION},
    [CLAIM_RECOGNISED] =
        {
            [CLAIM_EVENT_VISIT] = CLAIM_RECOGNISED,
            [CLAIM_EVENT_START_PAYMENT] = CLAIM_IN_PAYMENT,
            [CLAIM_EVENT_SUSPEND] = CLAIM_SUSPENDED,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_IN_PAYMENT] =
        {
            [CLAIM_EVENT_VISIT] = CLAIM_IN_PAYMENT,
            [CLAIM_EVENT_SUSPEND] = CLAIM_SUSPENDED,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
    [CLAIM_SUSPENDED] =
        {
            [CLAIM_EVENT_VISIT] = CLAIM_SUSPENDED,
            [CLAIM_EVENT_RESUME] = CLAIM_IN_PAYMENT,
            [CLAIM_EVENT_WITHDRAW] = CLAIM_ENDED,
            [CLAIM_EVENT_END] = CLAIM_ENDED,
        },
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

bool claim_state_next(enum claim_state state, enum claim_event event, enum claim_state *next) {
    enum claim_state found = table[state][event];
    if (found == CLAIM_STATE_NONE) {
        return false;
    }
    *next = found;
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
