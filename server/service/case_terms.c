// SPDX-License-Identifier: EUPL-1.2
// Terms of a case with their basis, and what the actor may do now.
#include <string.h>

#include "scoring/limitation.h"
#include "scoring/survival.h"
#include "service/access.h"
#include "service/case_history.h"
#include "service/person_rulings.h"

static const char *filing_status(const struct claim_case *c, const struct deadline *term) {
    // By the day of the first contact or of sending, not that of the receipt (S-04).
    if (civil_date_known(c->facts.received))
        return c->evaluation.proposal.timeliness == PROPOSAL_IN_TIME ? "met" : "missed";
    return civil_date_compare(c->today, term->last) <= 0 ? "open" : "passed";
}

static const char *survival_status(const struct claim_case *c) {
    struct survival_facts facts = case_survival(c, true);
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

static void add(struct claim_case *c, const struct claim_deadline *deadline) {
    if (c->view.deadline_count < CLAIM_DEADLINES_MAX && civil_date_known(deadline->last))
        c->view.deadlines[c->view.deadline_count++] = *deadline;
}

static struct claim_deadline shown_term(const struct deadline *term, const char *code,
                                        const char *status) {
    bool extended = term->extended_over != HOLIDAY_NONE;
    return (struct claim_deadline){
        .code = code,
        .basis = deadline_event_name(term->event),
        .start = term->start,
        .days = term->days,
        .months = term->months,
        .last = term->last,
        .extended_from = extended ? term->nominal : (struct civil_date){0},
        .holiday = extended ? holiday_name(term->extended_over) : NULL,
        .rule = term->rule,
        .status = status,
    };
}

static void add_term(struct claim_case *c, const struct deadline *term) {
    // The days that the state must last run from the onset; time alone brings them too.
    bool duration = term->kind == DEADLINE_STATE_WINDOW && term->event == DEADLINE_EVENT_ONSET;
    bool survival = term->kind == DEADLINE_STATE_WINDOW && !duration;
    struct claim_deadline shown = shown_term(term, "filing", NULL);
    if (duration) {
        shown.code = "duration";
        shown.status = duration_status(c, term);
    } else if (survival) {
        shown.code = "survival";
        shown.status = survival_status(c);
    } else {
        shown.status = filing_status(c, term);
    }
    add(c, &shown);
}

static const char *complaint_status(enum complaint_state state) {
    switch (state) {
    case COMPLAINT_OVERDUE:
        return "passed";
    case COMPLAINT_ANSWERED:
        return "met";
    case COMPLAINT_ANSWERED_LATE:
        return "missed";
    case COMPLAINT_UNKNOWN:
    case COMPLAINT_OPEN:
        break;
    }
    return "open";
}

static const char *open_or_passed(const struct claim_case *c, const struct deadline *term) {
    return civil_date_compare(c->today, term->last) <= 0 ? "open" : "passed";
}

// Review, complaints in their order (K-02) and limitation (L-09).
static void add_further_term(struct claim_case *c, const struct deadline *term,
                             size_t *complaints) {
    struct claim_deadline shown = shown_term(term, "limitation", open_or_passed(c, term));
    if (term->event == DEADLINE_EVENT_DECISION) {
        shown.code = "review";
    } else if (term->event == DEADLINE_EVENT_COMPLAINT_RECEIVED) {
        const struct complaint *complaint = &c->input.facts.complaints[(*complaints)++];
        shown.code = "complaint";
        shown.status = complaint_status(complaint_on(c->view.plan, complaint, c->today));
    }
    add(c, &shown);
}

enum rc case_fill_deadlines(struct claim_case *c) {
    c->view.deadline_count = 0;
    for (size_t i = 0; i < c->view.proposal.deadline_count; i++)
        add_term(c, &c->view.proposal.deadlines[i]);
    size_t complaints = 0;
    for (size_t i = 0; i < c->evaluation.term_count; i++)
        add_further_term(c, &c->evaluation.terms[i], &complaints);
    return RC_OK;
}

static bool can_step(enum claim_state state, enum claim_event event) {
    enum claim_state next;
    return claim_state_next(state, event, &next);
}

bool case_is_refused(const struct claim_case *c) {
    return c->state == CLAIM_NOT_RECOGNISED || c->state == CLAIM_EXCLUDED ||
           c->state == CLAIM_NOT_INSURABLE || c->state == CLAIM_NOT_COVERED;
}

bool case_refused_by_actor(const struct claim_case *c) {
    const struct claim_view *view = &c->view;
    if (!case_is_refused(c) || view->decision_count == 0)
        return false;
    const struct claim_decision *refusal = &view->decisions[0];
    for (size_t i = 0; i < view->document_count; i++) {
        if (view->documents[i].signature.at_us > refusal->at_us)
            return false;
    }
    for (size_t i = 0; i < view->complaint_count; i++) {
        if (view->complaints[i].signature.at_us > refusal->at_us)
            return false;
    }
    return public_id_equal(&refusal->by.id, &c->actor->user);
}

static bool may_decide(enum claim_state state) {
    enum claim_state next;
    if (claim_state_next(state, CLAIM_EVENT_EVALUATE, &next) ||
        claim_state_next(state, CLAIM_EVENT_REOPEN, &next))
        state = next;
    return can_step(state, CLAIM_EVENT_DECIDE_RECOGNISED);
}

static void set_action(struct claim_case *c, size_t *place, const char *name, enum action action,
                       const char *obstacle) {
    if (!access_role_allowed(c->actor->role, action))
        obstacle = "another-role";
    c->view.actions[(*place)++] = (struct claim_action){name, obstacle == NULL, obstacle};
}

static const char *decide_obstacle(const struct claim_case *c) {
    if (c->claim.complete_on == NULL)
        return "claim-not-complete";
    if (case_refused_by_actor(c))
        return "same-person";
    if (!may_decide(c->state))
        return "decided-already";
    return c->contradictory ? "facts-contradict" : NULL;
}

static const char *approve_obstacle(const struct claim_case *c) {
    bool open_expense = false;
    for (size_t i = 0; i < c->view.expense_count; i++)
        open_expense = open_expense || strcmp(c->view.expenses[i].state, "submitted") == 0;
    if (!case_pays(c))
        return "claim-not-recognised";
    if (open_expense && c->contradictory)
        return "facts-contradict";
    return open_expense ? NULL : "no-open-expense";
}

static const char *correct_obstacle(const struct claim_case *c, bool something,
                                    const struct public_id *by) {
    if (!something || c->state == CLAIM_ENDED)
        return "nothing-to-correct";
    return public_id_equal(by, &c->actor->user) ? "same-person" : NULL;
}

// A month that was paid is not moved under its payment.
static const char *correct_complete_obstacle(const struct claim_case *c) {
    const char *obstacle = correct_obstacle(c, c->claim.complete_on != NULL, &c->complete_by);
    if (obstacle != NULL)
        return obstacle;
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        if (c->used[i] > 0)
            return "benefit-paid";
    }
    return NULL;
}

static const char *correct_end_obstacle(const struct claim_case *c) {
    if (c->state != CLAIM_ENDED || c->view.ending.reason == NULL)
        return "nothing-to-correct";
    bool same = public_id_equal(&c->view.ending.signature.by.id, &c->actor->user);
    return same ? "same-person" : NULL;
}

static const char *survival_obstacle(const struct claim_case *c) {
    struct survival_facts facts = case_survival(c, false);
    bool last_day = survival_on(c->view.plan, &facts, c->today) == SURVIVAL_DIED_ON_LAST_DAY;
    return last_day ? NULL : "not-on-last-day";
}

void case_fill_actions(struct claim_case *c) {
    const char *ended = c->state == CLAIM_ENDED ? "state-forbids" : NULL;
    const char *complete = NULL;
    if (!can_step(c->state, CLAIM_EVENT_DOCUMENTS_COMPLETE))
        complete = c->claim.complete_on != NULL ? "complete-already" : "state-forbids";
    const char *late = c->view.proposal.timeliness == PROPOSAL_LATE ? ended : "not-late";
    const char *survival = ended != NULL ? ended : survival_obstacle(c);
    const char *end = can_step(c->state, CLAIM_EVENT_END) ? NULL : "state-forbids";
    const struct public_id nobody = {0};
    bool decided = c->view.decision_count > 0;
    const struct public_id *decider = decided ? &c->view.decisions[0].by.id : &nobody;
    size_t place = 0;
    set_action(c, &place, "complete", ACTION_CLAIM_HANDLE, complete);
    set_action(c, &place, "finding", ACTION_CLAIM_FINDING, ended);
    set_action(c, &place, "assessment", ACTION_CLAIM_FINDING, ended);
    set_action(c, &place, "life", ACTION_CLAIM_HANDLE, NULL); // a death is told after the end too
    set_action(c, &place, "decide", ACTION_CLAIM_DECIDE, decide_obstacle(c));
    set_action(c, &place, "approve-expense", ACTION_EXPENSE_APPROVE, approve_obstacle(c));
    set_action(c, &place, "checks", ACTION_CLAIM_CHECK, ended);
    set_action(c, &place, "dossier", ACTION_CLAIM_HANDLE, ended);
    set_action(c, &place, "dates", ACTION_CLAIM_HANDLE, ended);
    set_action(c, &place, "late-ruling", ACTION_CLAIM_DECIDE, late);
    set_action(c, &place, "survival-ruling", ACTION_CLAIM_DECIDE, survival);
    bool early_claim = c->view.proposal.timeliness == PROPOSAL_EARLY;
    const char *early = early_claim ? ended : "not-early";
    const char *refusal = claim_refusal_open(&c->view) ? ended : "no-open-refusal";
    set_action(c, &place, "early-ruling", ACTION_CLAIM_DECIDE, early);
    set_action(c, &place, "refusal-ruling", ACTION_CLAIM_DECIDE, refusal);
    set_action(c, &place, "interruption", ACTION_CLAIM_HANDLE, NULL);
    bool serves = case_pays(c) && c->state != CLAIM_ENDED;
    set_action(c, &place, "authorise", ACTION_EXPENSE_APPROVE,
               serves ? NULL : "claim-not-recognised");
    set_action(c, &place, "control", ACTION_CLAIM_HANDLE, ended);
    set_action(c, &place, "end", ACTION_CLAIM_HANDLE, end);
    set_action(c, &place, "complaint", ACTION_CLAIM_HANDLE, NULL);
    set_action(c, &place, "correct-end", ACTION_CLAIM_HANDLE, correct_end_obstacle(c));
    set_action(c, &place, "correct-complete", ACTION_CLAIM_HANDLE, correct_complete_obstacle(c));
    set_action(c, &place, "correct-decision", ACTION_CLAIM_DECIDE,
               correct_obstacle(c, decided, decider));
}
