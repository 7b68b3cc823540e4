// SPDX-License-Identifier: EUPL-1.2
// Terms of a case with their basis, and what the actor may do now.
#include <string.h>

#include "scoring/survival.h"
#include "service/access.h"
#include "service/case_history.h"

static const char *filing_status(const struct claim_case *c, const struct deadline *term) {
    bool filed = civil_date_known(c->facts.received);
    struct civil_date day = filed ? c->facts.received : c->today;
    bool in_time = civil_date_compare(day, term->last) <= 0;
    if (filed)
        return in_time ? "met" : "missed";
    return in_time ? "open" : "passed";
}

static const char *survival_status(const struct claim_case *c) {
    struct survival_facts facts = {c->facts.sent, c->facts.received, c->facts.alive_through,
                                   c->facts.death};
    switch (survival_on(c->view.plan, &facts, c->today)) {
    case SURVIVAL_PASSED:
        return "met";
    case SURVIVAL_DIED:
    case SURVIVAL_DIED_ON_LAST_DAY:
        return "missed";
    case SURVIVAL_UNCONFIRMED:
        return "passed";
    case SURVIVAL_CLAIM_DATE_UNKNOWN:
    case SURVIVAL_NO_WINDOW:
    case SURVIVAL_RUNNING:
        return "open";
    }
    return "open";
}

static const char *duration_status(const struct claim_case *c, const struct deadline *term) {
    if (civil_date_known(c->facts.death) && civil_date_compare(c->facts.death, term->last) < 0)
        return "missed";
    return civil_date_compare(c->today, term->last) < 0 ? "open" : "met";
}

static void add_term(struct claim_case *c, const struct deadline *term) {
    if (!civil_date_known(term->last) || c->view.deadline_count == CLAIM_DEADLINES_MAX)
        return;
    // The days that the state must last run from the onset; time alone brings them too.
    bool duration = term->kind == DEADLINE_STATE_WINDOW && term->event == DEADLINE_EVENT_ONSET;
    bool survival = term->kind == DEADLINE_STATE_WINDOW && !duration;
    c->view.deadlines[c->view.deadline_count++] = (struct claim_deadline){
        .code = duration   ? "duration"
                : survival ? "survival"
                           : "filing",
        .basis = deadline_event_name(term->event),
        .start = term->start,
        .days = term->months > 0 ? civil_date_days_between(term->start, term->nominal) : term->days,
        .last = term->last,
        .extended_from =
            term->extended_over == HOLIDAY_NONE ? (struct civil_date){0} : term->nominal,
        .rule = term->rule,
        .status = duration   ? duration_status(c, term)
                  : survival ? survival_status(c)
                             : filing_status(c, term),
    };
}

// A reviewable outcome carries the date by which the state is to be examined again.
static void add_review(struct claim_case *c) {
    if (c->view.decision_count == 0 || c->view.decisions[0].review_on == NULL ||
        c->view.deadline_count == CLAIM_DEADLINES_MAX)
        return;
    const struct claim_decision *decision = &c->view.decisions[0];
    struct civil_date last = case_date(decision->review_on);
    struct civil_date start = case_date(decision->decided_on);
    c->view.deadlines[c->view.deadline_count++] = (struct claim_deadline){
        .code = "review",
        .basis = "decision",
        .start = start,
        .days = civil_date_days_between(start, last),
        .last = last,
        .rule = "A-21",
        .status = civil_date_compare(c->today, last) <= 0 ? "open" : "passed",
    };
}

enum rc case_fill_deadlines(struct claim_case *c) {
    c->view.deadline_count = 0;
    for (size_t i = 0; i < c->view.proposal.deadline_count; i++)
        add_term(c, &c->view.proposal.deadlines[i]);
    add_review(c);
    return RC_OK;
}

static bool can_step(enum claim_state state, enum claim_event event) {
    enum claim_state next;
    return claim_state_next(state, event, &next);
}

static bool may_decide(enum claim_state state) {
    enum claim_state next;
    if (claim_state_next(state, CLAIM_EVENT_EVALUATE, &next) ||
        claim_state_next(state, CLAIM_EVENT_REOPEN, &next))
        state = next;
    return can_step(state, CLAIM_EVENT_DECIDE_RECOGNISED);
}

static void set_action(struct claim_case *c, size_t place, const char *name, enum action action,
                       const char *obstacle) {
    if (!access_role_allowed(c->actor->role, action))
        obstacle = "another-role";
    c->view.actions[place] = (struct claim_action){name, obstacle == NULL, obstacle};
}

void case_fill_actions(struct claim_case *c) {
    bool ended = c->state == CLAIM_ENDED;
    bool open_expense = false;
    for (size_t i = 0; i < c->view.expense_count; i++)
        open_expense = open_expense || strcmp(c->view.expenses[i].state, "submitted") == 0;
    bool judged = c->state == CLAIM_RECOGNISED || c->state == CLAIM_IN_PAYMENT;
    const char *complete = NULL;
    if (!can_step(c->state, CLAIM_EVENT_DOCUMENTS_COMPLETE))
        complete = c->claim.complete_on != NULL ? "complete-already" : "state-forbids";
    const char *decide = NULL;
    if (c->claim.complete_on == NULL)
        decide = "claim-not-complete";
    else if (!may_decide(c->state))
        decide = "decided-already";
    const char *approve = NULL;
    if (!judged)
        approve = "claim-not-recognised";
    else if (!open_expense)
        approve = "no-open-expense";
    set_action(c, 0, "complete", ACTION_CLAIM_HANDLE, complete);
    set_action(c, 1, "finding", ACTION_CLAIM_FINDING, ended ? "state-forbids" : NULL);
    set_action(c, 2, "life", ACTION_CLAIM_HANDLE, ended ? "state-forbids" : NULL);
    set_action(c, 3, "decide", ACTION_CLAIM_DECIDE, decide);
    set_action(c, 4, "approve-expense", ACTION_EXPENSE_APPROVE, approve);
}
