// SPDX-License-Identifier: EUPL-1.2
// Deciding a claim, and computing a decision again.
#include "service/decisions.h"

#include <string.h>

#include "base/clock.h"
#include "service/claim_case.h"
#include "service/decision_record.h"
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

// The day after the last benefit month that begins with `start`.
static struct civil_date benefit_end(const struct plan *plan, struct civil_date start) {
    return civil_date_add_months(start, (int32_t)plan->months.value);
}

// Has the other claim opened benefit months that meet those of this one?
static bool benefit_runs(const struct claim_case *c, const struct claim *other) {
    enum claim_state state;
    if (other->id == c->claim.id || strcmp(other->plan_id, c->claim.plan_id) != 0 ||
        !claim_state_from_name(other->state, &state))
        return false;
    if (state != CLAIM_RECOGNISED && state != CLAIM_IN_PAYMENT && state != CLAIM_SUSPENDED)
        return false;
    const struct plan *pinned =
        plan_shelf_find(c->service->plans, other->plan_id, other->plan_version);
    const struct plan *plan = pinned == NULL ? c->view.plan : pinned;
    struct civil_date start = c->view.proposal.accrual_start;
    struct civil_date began = case_date(other->complete_on);
    return civil_date_compare(start, benefit_end(plan, began)) < 0 &&
           civil_date_compare(began, benefit_end(c->view.plan, start)) < 0;
}

// The sum is one a month, however many claims there are (A-30, B-22, S-15).
static enum rc check_months(const struct claim_case *c, const struct deciding *d) {
    struct claim *claims = NULL;
    size_t count = 0;
    enum rc rc = claim_list_of_person(c->tx, &c->claim.person, c->arena, &claims, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (benefit_runs(c, &claims[i]))
            rc = fault_set(d->fault, RC_CONFLICT, "benefit-running");
    }
    return rc;
}

// A right needs a start, an answer to every question and a judgement of the state; all else is for
// the person.
static enum rc check_ground(const struct claim_case *c, const struct deciding *d) {
    if (c->claim.complete_on == NULL)
        return fault_set(d->fault, RC_CONFLICT, "claim-not-complete");
    if (strcmp(d->input->outcome, "recognised") != 0)
        return RC_OK;
    if (c->view.proposal.score.outcome == ASSESSMENT_INCOMPLETE)
        return fault_set(d->fault, RC_CONFLICT, "answers-open");
    if (!c->view.finding.recorded)
        return fault_set(d->fault, RC_CONFLICT, "finding-missing");
    if (!civil_date_known(c->view.proposal.accrual_start))
        return fault_set(d->fault, RC_CONFLICT, "claim-not-complete");
    return check_months(c, d);
}

static enum rc step_to_outcome(struct claim_case *c, const struct deciding *d) {
    if (c->state == CLAIM_COMPLETE || c->state == CLAIM_NOT_RECOGNISED ||
        c->state == CLAIM_EXCLUDED) {
        enum claim_event first =
            c->state == CLAIM_COMPLETE ? CLAIM_EVENT_EVALUATE : CLAIM_EVENT_REOPEN;
        enum rc rc = case_step(c, first, d->fault, "state-forbids");
        if (rc != RC_OK)
            return rc;
    }
    return case_step(c, event_of(d->input->outcome), d->fault, "decided-already");
}

static json_t *record_of(const struct claim_case *c, const struct deciding *d, int64_t at_us) {
    char digest[PLAN_DIGEST_SIZE], at[CLOCK_TEXT_SIZE];
    plan_shelf_digest(c->service->plans, c->view.plan, digest);
    clock_text(at_us, at);
    return json_pack("{s:i, s:s, s:{s:s, s:i, s:s}, s:o, s:s, s:o, s:{s:s, s:s, s:s*, s:s, s:s}}",
                     "format", 1, "engine", DECISION_ENGINE, "plan", "id", c->view.plan->id,
                     "version", (int)c->view.plan->version, "digest", digest, "inputs",
                     decision_record_inputs(c->view.plan, &c->facts), "evidence",
                     c->sheet.public_id.text, "proposal",
                     decision_record_proposal(&c->view.proposal), "decision", "outcome",
                     d->input->outcome, "reason", d->input->reason, "reviewOn", d->input->review_on,
                     "by", d->actor->user.text, "at", at);
}

static enum rc insert_decision(struct claim_case *c, const struct deciding *d) {
    struct decision decision = {
        .public_id = d->id,
        .outcome = d->input->outcome,
        .plan_id = c->view.plan->id,
        .plan_version = c->view.plan->version,
        .engine = DECISION_ENGINE,
        .review_on = d->input->review_on,
        .decided_us = service_domain_now(c->service),
        .decided_by = d->actor->user,
    };
    json_t *record = record_of(c, d, decision.decided_us);
    char *text = record == NULL ? NULL : json_render_canonical(c->arena, record);
    json_decref(record);
    if (text == NULL)
        return RC_NOMEM;
    vault_hash(text, strlen(text), decision.record_hash);
    struct seal_place place = {"decisions", "record", &d->id};
    enum rc rc = text_seal(&c->key, &place, text, c->arena, &decision.record);
    return rc == RC_OK ? decision_insert(c->tx, c->claim.id, &decision) : rc;
}

static enum rc decide_case(struct claim_case *c, const struct deciding *d) {
    enum rc rc = check_review(c, d);
    if (rc == RC_OK)
        rc = check_ground(c, d);
    if (rc == RC_OK)
        rc = step_to_outcome(c, d);
    if (rc == RC_OK)
        rc = insert_decision(c, d);
    if (rc != RC_OK)
        return rc;
    struct claim_decision *newest = arena_alloc(c->arena, sizeof *newest);
    if (newest == NULL)
        return RC_NOMEM;
    newest->review_on = d->input->review_on;
    c->view.decisions = newest;
    c->view.decision_count = 1;
    return case_close(c, "claim.decide");
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

enum rc claim_decide(const struct service *service, const struct actor *actor,
                     const struct public_id *claim, int64_t if_match,
                     const struct decision_new *input, struct fault *fault) {
    if (event_of(input->outcome) == CLAIM_EVENT_NONE)
        return fault_at(fault, "/outcome", "not-a-choice");
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    struct deciding d = {service, actor, claim, if_match, input, public_id_new(), arena, fault};
    enum rc rc = store_write(service->store, STORE_OFFICE, "claim.decide", decide, &d);
    arena_free(arena);
    return rc;
}

struct replaying {
    const struct service *service;
    const struct public_id *claim, *decision;
    struct arena *arena;
    struct decision decision_row;
    const char *stored;
};

static enum rc open_record(struct tx *tx, void *context) {
    struct replaying *r = context;
    struct claim claim;
    struct person person;
    struct decision *list = NULL;
    size_t count = 0;
    enum rc rc = claim_by_public_id(tx, r->claim, r->arena, &claim);
    if (rc == RC_OK)
        rc = person_by_public_id(tx, &claim.person, r->arena, &person);
    if (rc == RC_OK)
        rc = decision_list(tx, claim.id, r->arena, &list, &count);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < count; i++) {
        if (!public_id_equal(&list[i].public_id, r->decision))
            continue;
        struct data_key key;
        rc = person_key(r->service, &person, &key);
        if (rc != RC_OK)
            return rc;
        struct seal_place place = {"decisions", "record", r->decision};
        r->decision_row = list[i];
        rc = text_unseal(&key, &place, &list[i].record, r->arena, &r->stored);
        vault_wipe(&key, sizeof key);
        return rc;
    }
    return RC_NOT_FOUND;
}

// The record again: inputs read and written back, the proposal made anew, the rest as it stands.
static enum rc recompute(const struct service *service, const struct decision *row,
                         const char *stored, struct arena *arena, const char **recomputed) {
    json_t *record = NULL;
    const struct json_limits limits = {.bytes = 1 << 20, .depth = 16, .keys = 4096};
    enum rc rc = json_read(stored, strlen(stored), &limits, NULL, &record);
    if (rc != RC_OK)
        return RC_BUG;
    const struct plan *plan = plan_shelf_find(service->plans, row->plan_id, row->plan_version);
    char digest[PLAN_DIGEST_SIZE] = "";
    if (plan != NULL)
        plan_shelf_digest(service->plans, plan, digest);
    const char *pinned =
        json_string_value(json_object_get(json_object_get(record, "plan"), "digest"));
    struct claim_facts facts;
    struct proposal *proposal = arena_alloc(arena, sizeof *proposal);
    if (plan == NULL || pinned == NULL || strcmp(pinned, digest) != 0)
        rc = RC_CONFLICT;
    else if (proposal == NULL)
        rc = RC_NOMEM;
    else
        rc = decision_record_facts(plan, json_object_get(record, "inputs"), arena, &facts);
    if (rc == RC_OK && !proposal_make(plan, &facts, proposal))
        rc = RC_BUG;
    if (rc == RC_OK && (json_put(record, "inputs", decision_record_inputs(plan, &facts)) != 0 ||
                        json_put(record, "proposal", decision_record_proposal(proposal)) != 0))
        rc = RC_NOMEM;
    char *text = rc == RC_OK ? json_render_canonical(arena, record) : NULL;
    json_decref(record);
    if (rc == RC_OK && text == NULL)
        rc = RC_NOMEM;
    if (rc == RC_OK)
        *recomputed = text;
    return rc;
}

enum rc decision_replay(const struct service *service, const struct actor *actor,
                        const struct public_id *claim, const struct public_id *decision,
                        struct arena *arena, struct decision_replayed *replayed) {
    struct claim_case *c = arena_alloc(arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    struct replaying r = {service, claim, decision, arena, .stored = NULL};
    enum rc rc = case_read(service, actor, ACTION_CLAIM_READ, claim, "decision-replay", arena, c);
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "decision.record", open_record, &r);
    const char *recomputed = NULL;
    if (rc == RC_OK)
        rc = recompute(service, &r.decision_row, r.stored, arena, &recomputed);
    if (rc != RC_OK)
        return rc;
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash(recomputed, strlen(recomputed), hash);
    *replayed =
        (struct decision_replayed){r.stored, recomputed,
                                   strcmp(r.stored, recomputed) == 0 &&
                                       memcmp(hash, r.decision_row.record_hash, sizeof hash) == 0};
    return RC_OK;
}
