// SPDX-License-Identifier: EUPL-1.2
// Last days of terms: art. 2963 c.c., art. 155 c.p.c.
#include "scoring/deadline.h"

static const char *const kind_names[] = {
    [DEADLINE_NONE] = "none",
    [DEADLINE_ACT] = "act",
    [DEADLINE_CUTOFF] = "cutoff",
    [DEADLINE_STATE_WINDOW] = "state-window",
};

static const char *const event_names[] = {
    [DEADLINE_EVENT_NONE] = "none",
    [DEADLINE_EVENT_ONSET] = "onset",
    [DEADLINE_EVENT_FIRST_CONTACT] = "first-contact",
    [DEADLINE_EVENT_CLAIM_SENT] = "claim-sent",
    [DEADLINE_EVENT_CLAIM_RECEIVED] = "claim-received",
    [DEADLINE_EVENT_DOSSIER_COMPLETE] = "dossier-complete",
    [DEADLINE_EVENT_DOCUMENT_REQUESTED] = "document-requested",
    [DEADLINE_EVENT_COMPLAINT_RECEIVED] = "complaint-received",
    [DEADLINE_EVENT_INTERRUPTION] = "interruption",
    [DEADLINE_EVENT_DECISION] = "decision",
};

static const char *const position_names[] = {
    [DEADLINE_POSITION_UNKNOWN] = "unknown",
    [DEADLINE_IN_TIME] = "in-time",
    [DEADLINE_ON_LAST_DAY] = "on-last-day",
    [DEADLINE_PAST] = "past",
};

static void settle_last_day(struct deadline *deadline, bool extend_acts) {
    deadline->last = deadline->nominal;
    if (deadline->kind == DEADLINE_ACT && extend_acts) {
        deadline->extended_over = holiday_on(deadline->nominal);
        deadline->last = holiday_next_working_day(deadline->nominal);
    }
}

struct deadline deadline_in_days(enum deadline_kind kind, const char *rule,
                                 enum deadline_event event, struct civil_date start, int32_t days,
                                 bool extend_acts) {
    struct deadline deadline = {
        .kind = kind,
        .event = event,
        .rule = rule,
        .start = start,
        .days = days,
        .nominal = civil_date_add_days(start, days),
    };
    settle_last_day(&deadline, extend_acts);
    return deadline;
}

struct deadline deadline_in_months(enum deadline_kind kind, const char *rule,
                                   enum deadline_event event, struct civil_date start,
                                   int32_t months, bool extend_acts) {
    struct deadline deadline = {
        .kind = kind,
        .event = event,
        .rule = rule,
        .start = start,
        .months = months,
        .nominal = civil_date_add_months(start, months),
    };
    settle_last_day(&deadline, extend_acts);
    return deadline;
}

enum deadline_position deadline_position(const struct deadline *deadline, struct civil_date day) {
    if (!civil_date_known(deadline->last) || !civil_date_known(day)) {
        return DEADLINE_POSITION_UNKNOWN;
    }
    int order = civil_date_compare(day, deadline->last);
    if (order == 0) {
        return DEADLINE_ON_LAST_DAY;
    }
    return order < 0 ? DEADLINE_IN_TIME : DEADLINE_PAST;
}

int32_t deadline_days_left(const struct deadline *deadline, struct civil_date day) {
    return civil_date_days_between(day, deadline->last);
}

const char *deadline_kind_name(enum deadline_kind kind) {
    return kind_names[kind];
}

const char *deadline_event_name(enum deadline_event event) {
    return event_names[event];
}

const char *deadline_position_name(enum deadline_position position) {
    return position_names[position];
}
