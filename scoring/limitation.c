// SPDX-License-Identifier: EUPL-1.2
// Terms that run against the member and against the insurer.
#include "scoring/limitation.h"

static struct deadline term_from(const struct plan *plan, enum deadline_event event,
                                 struct civil_date start) {
    const struct plan_number *months = &plan->settings.limitation_months;
    return act_term_in_months(plan, months->rule, event, start, (int32_t)months->value);
}

struct deadline limitation_term(const struct plan *plan, struct civil_date fact,
                                const struct civil_date *interruptions, size_t count) {
    struct deadline term = term_from(plan, DEADLINE_EVENT_ONSET, fact);
    bool moved = civil_date_known(fact);
    // Each round takes the latest interruption that the term in hand still reaches.
    while (moved) {
        struct civil_date latest = term.start;
        for (size_t i = 0; i < count; i++) {
            if (civil_date_compare(interruptions[i], latest) > 0 &&
                civil_date_compare(interruptions[i], term.last) <= 0) {
                latest = interruptions[i];
            }
        }
        moved = civil_date_compare(latest, term.start) > 0;
        if (moved) {
            term = term_from(plan, DEADLINE_EVENT_INTERRUPTION, latest);
        }
    }
    return term;
}

struct deadline complaint_term(const struct plan *plan, const struct complaint *complaint) {
    return act_term_in_days(plan, plan->complaint_days.rule, DEADLINE_EVENT_COMPLAINT_RECEIVED,
                            complaint->received, (int32_t)plan->complaint_days.value);
}

enum complaint_state complaint_on(const struct plan *plan, const struct complaint *complaint,
                                  struct civil_date as_of) {
    if (plan->complaint_days.value == 0 || !civil_date_known(complaint->received)) {
        return COMPLAINT_UNKNOWN;
    }
    struct deadline term = complaint_term(plan, complaint);
    bool answered = civil_date_known(complaint->answered);
    bool late = deadline_position(&term, answered ? complaint->answered : as_of) == DEADLINE_PAST;
    if (answered) {
        return late ? COMPLAINT_ANSWERED_LATE : COMPLAINT_ANSWERED;
    }
    return late ? COMPLAINT_OVERDUE : COMPLAINT_OPEN;
}
