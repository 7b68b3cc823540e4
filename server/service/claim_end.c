// SPDX-License-Identifier: EUPL-1.2
// The end of a claim, and taking back one that was recorded wrongly (chapter 7, S-11, S-22, S-26).
#include <string.h>

#include "scoring/coverage.h"
#include "scoring/sheet_history.h"
#include "service/case_act.h"
#include "service/case_beside.h"
#include "service/claim_records.h"
#include "store/covers.h"

// What the end rests on must be known to the claim already.
static enum rc check_ground(const struct claim_case *c, enum claim_end end, struct fault *fault) {
    const struct claim_view *view = &c->view;
    size_t months = view->month_count;
    switch (end) {
    case CLAIM_END_NONE:
    case CLAIM_END_COUNT:
        return fault_at(fault, "/reason", "not-a-choice");
    case CLAIM_END_MONTHS_USED:
        if (months == 0 || civil_date_compare(view->months[months - 1].month.last, c->today) >= 0)
            return fault_set(fault, RC_CONFLICT, "months-left");
        return RC_OK;
    case CLAIM_END_DEATH:
        return civil_date_known(view->died_on)
                   ? RC_OK
                   : fault_set(fault, RC_CONFLICT, "death-not-recorded");
    case CLAIM_END_CONSOLIDATED:
        return view->finding.recorded && view->finding.consolidated == CONSOLIDATED_YES
                   ? RC_OK
                   : fault_set(fault, RC_CONFLICT, "not-consolidated");
    case CLAIM_END_STATE_ENDED:
    case CLAIM_END_COVER:
    case CLAIM_END_WITHDRAWN:
        return RC_OK;
    }
    return RC_BUG;
}

// The day from which a state that counts as consolidated was found so.
static struct civil_date consolidated_since(const struct claim_case *c) {
    const struct evaluation_case *facts = &c->input.facts;
    struct sheet_history history = {facts->sheets, facts->sheet_count, c->today};
    return sheet_history_consolidated_since(&history);
}

// A cover that is in force on that day has not ended.
static enum rc check_cover(const struct claim_case *c, const char *day, struct fault *fault) {
    struct cover cover;
    bool covered = false;
    if (c->input.facts.cover != NULL) {
        struct cover_facts facts = *c->input.facts.cover;
        facts.holder = c->facts.holder;
        covered = coverage_on(c->view.plan, &facts, case_date(day)).covered != FACT_NO;
    } else {
        enum rc rc = cover_on(c->tx, &c->claim.person, c->claim.plan_id, day, c->arena, &cover);
        if (rc != RC_OK && rc != RC_NOT_FOUND)
            return rc;
        covered = rc == RC_OK;
    }
    return covered ? fault_at(fault, "/date", "still-covered") : RC_OK;
}

// Nothing ends before it began, and every end has the day of what it rests on.
static enum rc check_day(const struct claim_case *c, enum claim_end end, const char *on,
                         struct fault *fault) {
    const struct claim_view *view = &c->view;
    struct civil_date day = case_date(on);
    if (civil_date_compare(day, c->today) > 0)
        return fault_at(fault, "/date", "in-future");
    if (end == CLAIM_END_DEATH && civil_date_compare(day, view->died_on) != 0)
        return fault_at(fault, "/date", "not-the-day-of-death");
    if (end == CLAIM_END_MONTHS_USED &&
        civil_date_compare(day, view->months[view->month_count - 1].month.last) < 0)
        return fault_at(fault, "/date", "before-last-month");
    if (end == CLAIM_END_WITHDRAWN && civil_date_known(view->received_on) &&
        civil_date_compare(day, view->received_on) < 0)
        return fault_at(fault, "/date", "before-receipt");
    if (end == CLAIM_END_CONSOLIDATED && civil_date_compare(day, consolidated_since(c)) < 0)
        return fault_at(fault, "/date", "before-finding");
    bool of_state =
        end == CLAIM_END_STATE_ENDED || end == CLAIM_END_CONSOLIDATED || end == CLAIM_END_COVER;
    if (of_state && civil_date_compare(day, c->facts.onset) < 0)
        return fault_at(fault, "/date", "before-onset");
    return end == CLAIM_END_COVER ? check_cover(c, on, fault) : RC_OK;
}

static enum rc end_claim(struct claim_case *c, const struct case_act *act) {
    const struct end_new *input = act->input;
    enum claim_end end = CLAIM_END_NONE;
    enum claim_state next = c->state;
    const char *before = c->claim.state;
    if (!claim_end_from_name(input->reason, &end))
        return fault_at(act->fault, "/reason", "not-a-choice");
    if (end != CLAIM_END_NONE && !claim_end_fits(c->view.plan, end))
        return fault_at(act->fault, "/reason", "not-of-this-plan");
    enum rc rc = check_ground(c, end, act->fault);
    if (rc == RC_OK && !claim_state_end(c->state, end, &next, NULL))
        rc = fault_set(act->fault, RC_CONFLICT, "state-forbids");
    if (rc == RC_OK)
        rc = check_day(c, end, input->date, act->fault);
    if (rc != RC_OK)
        return rc;
    case_set_state(c, next);
    rc = case_record(c, CLAIM_FACT_END, input->date,
                     json_pack("{s:s, s:s, s:s, s:s*}", "reason", input->reason, "evidence",
                               input->evidence, "from", before, "note", input->note));
    return rc == RC_OK ? case_close(c, "claim.end") : rc;
}

enum rc claim_end(const struct service *service, const struct actor *actor,
                  const struct public_id *claim, int64_t if_match, const struct end_new *end,
                  struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.end", end_claim, end, fault});
}

// Where the claim stood. Ends of older versions do not say: then it follows from the decision.
static enum claim_state state_before(const struct claim_case *c) {
    enum claim_state state;
    if (c->view.ending.from != NULL && claim_state_from_name(c->view.ending.from, &state))
        return state;
    if (c->view.decision_count == 0)
        return c->claim.complete_on == NULL ? CLAIM_OPENED : CLAIM_COMPLETE;
    return strcmp(c->view.decisions[0].outcome, "recognised") == 0 ? CLAIM_RECOGNISED
                                                                   : CLAIM_REVIEWABLE;
}

// Four eyes: whoever ended the claim does not take it back.
static enum rc check_correction(const struct claim_case *c, const struct case_act *act) {
    const struct claim_ending *ending = &c->view.ending;
    if (c->state != CLAIM_ENDED || ending->reason == NULL)
        return fault_set(act->fault, RC_CONFLICT, "nothing-to-correct");
    if (public_id_equal(&ending->signature.by.id, &act->actor->user))
        return fault_set(act->fault, RC_CONFLICT, "same-person");
    // A death is taken back by a sign of life, and the end after it.
    if (strcmp(ending->reason, claim_end_name(CLAIM_END_DEATH)) == 0 &&
        civil_date_known(c->view.died_on))
        return fault_set(act->fault, RC_CONFLICT, "death-recorded");
    if (case_pays(c) && case_meets_running(c, c->view.proposal.accrual_start))
        return fault_set(act->fault, RC_CONFLICT, "benefit-running");
    return RC_OK;
}

static enum rc correct_end(struct claim_case *c, const struct case_act *act) {
    const char *reason = act->input;
    enum rc rc = check_correction(c, act);
    if (rc != RC_OK)
        return rc;
    case_set_state(c, state_before(c));
    rc = case_record(c, CLAIM_FACT_END, case_date_text(c->arena, c->today),
                     json_pack("{s:s, s:s}", "corrects", c->view.ending.reason, "note", reason));
    if (rc != RC_OK)
        return rc;
    c->view.ending = (struct claim_ending){0};
    return case_close(c, "claim.correct-end");
}

enum rc claim_correct_end(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, int64_t if_match, const char *reason,
                          struct fault *fault) {
    return case_act_run(&(struct case_act){service, actor, ACTION_CLAIM_HANDLE, claim, if_match,
                                           "claim.correct-end", correct_end, reason, fault});
}
