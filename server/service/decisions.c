// SPDX-License-Identifier: EUPL-1.2
// Deciding a claim, and correcting a decision.
#include "service/decisions.h"

#include <string.h>

#include "base/clock.h"
#include "service/case_beside.h"
#include "service/case_compose.h"
#include "service/case_history.h"
#include "service/claim_case.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/decisions.h"
#include "vault/vault.h"

static const struct {
    const char *outcome;
    enum claim_event event;
} outcomes[] = {
    {"recognised", CLAIM_EVENT_DECIDE_RECOGNISED},
    {"not-recognised", CLAIM_EVENT_DECIDE_NOT_RECOGNISED},
    {"reviewable", CLAIM_EVENT_DECIDE_REVIEWABLE},
    {"excluded", CLAIM_EVENT_DECIDE_EXCLUDED},
    {"not-insurable", CLAIM_EVENT_DECIDE_NOT_INSURABLE},
    {"not-covered", CLAIM_EVENT_DECIDE_NOT_COVERED},
};

static enum claim_event event_of(const char *outcome) {
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        if (strcmp(outcomes[i].outcome, outcome) == 0)
            return outcomes[i].event;
    }
    return CLAIM_EVENT_NONE;
}

struct deciding {
    const struct service *service;
    const struct actor *actor;
    const struct public_id *claim;
    int64_t if_match;
    const struct decision_new *input;
    struct public_id id;
    struct public_id corrects; // unset: takes no other decision's place
    bool correcting;
    struct arena *arena;
    struct fault *fault;
};

static enum rc check_review(const struct claim_case *c, const struct deciding *d) {
    const char *review_on = d->input->review_on;
    if (strcmp(d->input->outcome, "reviewable") != 0)
        return review_on == NULL ? RC_OK : fault_at(d->fault, "/reviewOn", "not-allowed");
    if (review_on == NULL)
        return fault_at(d->fault, "/reviewOn", "missing");
    if (civil_date_compare(case_date(review_on), c->today) <= 0)
        return fault_at(d->fault, "/reviewOn", "not-in-future");
    return RC_OK;
}

// By this decision itself, where the plan counts from the recognition (S-06).
static struct civil_date start_of_months(const struct claim_case *c) {
    bool recognition = c->view.plan->settings.accrual_start == PLAN_ACCRUAL_RECOGNISED;
    return recognition ? c->today : c->view.proposal.accrual_start;
}

// A right needs a start, an answer to every question and a judgement of the state; all else is for
// the person.
static enum rc check_ground(const struct claim_case *c, const struct deciding *d) {
    if (c->claim.complete_on == NULL)
        return fault_set(d->fault, RC_CONFLICT, "claim-not-complete");
    if (c->contradictory)
        return fault_set(d->fault, RC_CONFLICT, "facts-contradict");
    if (!case_outcome_pays(c, d->input->outcome))
        return RC_OK;
    bool recognised = strcmp(d->input->outcome, "recognised") == 0;
    if (recognised && c->view.proposal.score.outcome == ASSESSMENT_INCOMPLETE)
        return fault_set(d->fault, RC_CONFLICT, "answers-open");
    if (recognised && !c->view.finding.recorded)
        return fault_set(d->fault, RC_CONFLICT, "finding-missing");
    if (c->view.proposal.timeliness == PROPOSAL_LATE && c->view.late_ruling.ruling == NULL)
        return fault_set(d->fault, RC_CONFLICT, "late-ruling-open");
    if (c->view.proposal.timeliness == PROPOSAL_LATE &&
        strcmp(c->view.late_ruling.ruling, "lose") == 0)
        return fault_set(d->fault, RC_CONFLICT, "right-ruled-lost");
    // Held for one of two reasons: filed before the state had lasted, or a death on the last day.
    if (c->view.proposal.timeliness == PROPOSAL_EARLY && c->view.early_ruling.ruling == NULL)
        return fault_set(d->fault, RC_CONFLICT, "early-ruling-open");
    if (c->view.proposal.timeliness == PROPOSAL_EARLY &&
        strcmp(c->view.early_ruling.ruling, "refuse") == 0)
        return fault_set(d->fault, RC_CONFLICT, "ruled-too-early");
    if (c->view.proposal.outcome == PROPOSAL_HELD && c->view.survival_ruling.ruling == NULL)
        return fault_set(d->fault, RC_CONFLICT, "survival-ruling-open");
    if (!civil_date_known(start_of_months(c)))
        return fault_set(d->fault, RC_CONFLICT, "claim-not-complete");
    // Two claims do not run in the same months; one that ended shares its last ones (A-30, B-22).
    if (case_meets_running(c, start_of_months(c)))
        return fault_set(d->fault, RC_CONFLICT, "benefit-running");
    return RC_OK;
}

static enum rc step_to_outcome(struct claim_case *c, const struct deciding *d) {
    if (c->state == CLAIM_COMPLETE || case_is_refused(c)) {
        enum claim_event first =
            c->state == CLAIM_COMPLETE ? CLAIM_EVENT_EVALUATE : CLAIM_EVENT_REOPEN;
        enum rc rc = case_step(c, first, d->fault, "state-forbids");
        if (rc != RC_OK)
            return rc;
    }
    // What was recognised wrongly goes back to the state in which it was judged.
    if (d->correcting && (c->state == CLAIM_RECOGNISED || c->state == CLAIM_IN_PAYMENT ||
                          c->state == CLAIM_SUSPENDED))
        case_set_state(c, CLAIM_UNDER_EVALUATION);
    return case_step(c, event_of(d->input->outcome), d->fault, "decided-already");
}

static json_t *ruling_of(const struct claim_case *c, const struct deciding *d, int64_t at_us) {
    char at[CLOCK_TEXT_SIZE];
    clock_text(at_us, at);
    return json_pack("{s:s, s:s*, s:s, s:s, s:s, s:o}", "reason", d->input->reason, "reviewOn",
                     d->input->review_on, "by", d->actor->user.text, "at", at, "proposal",
                     proposal_outcome_name(c->view.proposal.outcome), "settings",
                     plan_shelf_settings(c->service->plans, c->view.plan));
}

static enum rc seal_ruling(struct claim_case *c, const struct deciding *d,
                           struct decision *decision) {
    json_t *ruling = ruling_of(c, d, decision->decided_us);
    struct seal_place place = {"decisions", "ruling", &d->id};
    enum rc rc =
        ruling == NULL ? RC_NOMEM : json_seal(&c->key, &place, ruling, c->arena, &decision->ruling);
    json_decref(ruling);
    return rc;
}

static enum rc insert_decision(struct claim_case *c, const struct deciding *d) {
    struct decision decision = {
        .public_id = d->id,
        .outcome = d->input->outcome,
        .plan_id = c->view.plan->id,
        .plan_version = c->view.plan->version,
        .engine = DECISION_ENGINE,
        .review_on = d->input->review_on,
        .corrects = d->corrects,
        .decided_us = service_domain_now(c->service),
        .decided_by = d->actor->user,
    };
    const char *text = NULL;
    enum rc rc = case_record_text(c, &text);
    if (rc != RC_OK)
        return rc;
    vault_hash(text, strlen(text), decision.record_hash);
    struct seal_place place = {"decisions", "record", &d->id};
    rc = text_seal(&c->key, &place, text, c->arena, &decision.record);
    if (rc == RC_OK)
        rc = seal_ruling(c, d, &decision);
    return rc == RC_OK ? decision_insert(c->tx, c->claim.id, &decision) : rc;
}

static bool refuses(const char *outcome) {
    return strcmp(outcome, "recognised") != 0 && strcmp(outcome, "reviewable") != 0;
}

// Four eyes: whoever decided does not correct themselves.
static enum rc check_correction(struct claim_case *c, struct deciding *d) {
    if (c->view.decision_count == 0 || c->state == CLAIM_ENDED)
        return fault_set(d->fault, RC_CONFLICT, "nothing-to-correct");
    const struct claim_decision *newest = &c->view.decisions[0];
    if (public_id_equal(&newest->by.id, &d->actor->user))
        return fault_set(d->fault, RC_CONFLICT, "same-person");
    // What was paid stays paid, but a right that never was must not go on paying.
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        if (c->used[i] > 0 && !refuses(d->input->outcome))
            return fault_set(d->fault, RC_CONFLICT, "benefit-paid");
    }
    d->corrects = newest->id;
    return RC_OK;
}

static enum rc decide_case(struct claim_case *c, struct deciding *d) {
    enum rc rc = check_review(c, d);
    if (rc == RC_OK && d->correcting)
        rc = check_correction(c, d);
    // Nor do they judge anew what they refused, while it lies there as it lay then.
    if (rc == RC_OK && !d->correcting && case_refused_by_actor(c))
        rc = fault_set(d->fault, RC_CONFLICT, "same-person");
    if (rc == RC_OK)
        rc = check_ground(c, d);
    // The record is of the case before the decision moves it.
    if (rc == RC_OK)
        rc = insert_decision(c, d);
    if (rc == RC_OK)
        rc = step_to_outcome(c, d);
    if (rc != RC_OK)
        return rc;
    struct claim_decision *newest = arena_alloc(c->arena, sizeof *newest);
    if (newest == NULL)
        return RC_NOMEM;
    newest->review_on = d->input->review_on;
    c->view.decisions = newest;
    c->view.decision_count = 1;
    return case_close(c, d->correcting ? "claim.correct-decision" : "claim.decide");
}

static enum rc decide(struct tx *tx, void *context) {
    struct deciding *d = context;
    struct claim_case *c = arena_alloc(d->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, d->service, d->actor, ACTION_CLAIM_DECIDE, d->claim, d->if_match,
                           d->arena, d->fault, c);
    if (rc != RC_OK)
        return rc;
    rc = decide_case(c, d);
    case_wipe(c);
    return rc;
}

static enum rc run(struct deciding *d, const char *name) {
    if (event_of(d->input->outcome) == CLAIM_EVENT_NONE)
        return fault_at(d->fault, "/outcome", "not-a-choice");
    d->arena = arena_new(0);
    if (d->arena == NULL)
        return RC_NOMEM;
    d->id = public_id_new();
    enum rc rc = store_write(d->service->store, STORE_OFFICE, name, decide, d);
    arena_free(d->arena);
    return rc;
}

enum rc claim_decide(const struct service *service, const struct actor *actor,
                     const struct public_id *claim, int64_t if_match,
                     const struct decision_new *input, struct fault *fault) {
    struct deciding d = {service, actor, claim, if_match, input, .fault = fault};
    return run(&d, "claim.decide");
}

enum rc claim_correct_decision(const struct service *service, const struct actor *actor,
                               const struct public_id *claim, int64_t if_match,
                               const struct decision_new *input, struct fault *fault) {
    struct deciding d = {service,       actor, claim, if_match, input, .correcting = true,
                         .fault = fault};
    return run(&d, "claim.correct-decision");
}
