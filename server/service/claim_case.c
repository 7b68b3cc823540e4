// SPDX-License-Identifier: EUPL-1.2
// Loading, moving and writing one claim.
#include "service/claim_case.h"

#include <string.h>

#include "base/log.h"
#include "scoring/rome_time.h"
#include "scoring/survival.h"
#include "service/benefits.h"
#include "service/case_beside.h"
#include "service/case_compose.h"
#include "service/case_expenses.h"
#include "service/case_history.h"
#include "service/case_sheets.h"
#include "service/case_wait.h"
#include "service/decisions.h"
#include "service/payment_stop.h"
#include "service/person_account.h"
#include "service/person_cover.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/cover_events.h"
#include "store/covers.h"
#include "store/event.h"
#include "store/payment_lines.h"
#include "vault/vault.h"

struct civil_date case_date(const char *text) {
    struct civil_date date;
    if (text == NULL || !civil_date_parse(text, strlen(text), &date))
        return (struct civil_date){0};
    return date;
}

const char *case_date_text(struct arena *arena, struct civil_date date) {
    char text[CIVIL_DATE_TEXT_SIZE];
    return civil_date_format(date, text) == 0 ? NULL : arena_strdup(arena, text);
}

enum rc case_staff(struct tx *tx, const struct public_id *user, struct arena *arena,
                   struct staff_ref *staff) {
    struct user found;
    enum rc rc = user_by_public_id(tx, user, arena, &found);
    if (rc == RC_OK)
        *staff = (struct staff_ref){found.public_id, found.display_name};
    return rc;
}

const char *case_shown(enum claim_state state) {
    switch (state) {
    case CLAIM_STATE_NONE:
    case CLAIM_STATE_COUNT:
    case CLAIM_NOTICE:
        return "draft";
    case CLAIM_OPENED:
    case CLAIM_WAITING_DOCUMENTS:
        return "submitted";
    case CLAIM_COMPLETE:
    case CLAIM_UNDER_EVALUATION:
    case CLAIM_LATE:
        return "complete";
    case CLAIM_RECOGNISED:
    case CLAIM_IN_PAYMENT:
    case CLAIM_SUSPENDED:
        return "recognised";
    case CLAIM_NOT_RECOGNISED:
        return "not-recognised";
    case CLAIM_REVIEWABLE:
        return "reviewable";
    case CLAIM_EXCLUDED:
    case CLAIM_NOT_INSURABLE:
    case CLAIM_NOT_COVERED:
        return "excluded";
    case CLAIM_ENDED:
        return "ended";
    }
    return "draft";
}

// The register of covers on the day the state arose: what counts while no event of the cover is
// recorded. While nobody says that day it is not known, unless no cover had begun by the filing.
static enum rc load_register(struct claim_case *c) {
    const char *established = c->view.dates[CLAIM_DATE_ONSET].on;
    struct civil_date onset =
        case_date(established != NULL ? established : c->view.statement.onset_date);
    bool known = civil_date_known(onset);
    struct civil_date last = civil_date_known(c->view.received_on) ? c->view.received_on : c->today;
    char day[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(known ? onset : last, day);
    struct cover cover;
    const struct public_id *person = &c->claim.person;
    enum rc rc = known ? cover_on(c->tx, person, c->claim.plan_id, day, c->arena, &cover)
                       : cover_begun(c->tx, person, c->claim.plan_id, day, c->arena, &cover);
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    enum fact found = known ? FACT_NO : FACT_UNKNOWN;
    c->cover_from = rc == RC_OK && known ? cover.from_on : NULL;
    c->view.registered_cover =
        (struct proposal_check){PROPOSAL_CHECK_COVERAGE, c->view.plan->cover.cutoff_day.rule,
                                rc == RC_OK ? found : FACT_YES};
    return RC_OK;
}

static enum rc load_cover(struct claim_case *c) {
    struct cover_event_row *rows = NULL;
    size_t count = 0;
    enum rc rc = cover_event_list(c->tx, &c->claim.person, c->arena, &rows, &count);
    if (rc != RC_OK)
        return rc;
    c->cover_events = rows;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].plan_id, c->claim.plan_id) == 0)
            rows[c->cover_event_count++] = rows[i];
    }
    c->view.cover_event_count = c->cover_event_count;
    // A day of expiry or who the holder is says nothing about the cover by itself.
    for (size_t i = 0; i < c->cover_event_count; i++)
        c->view.cover_by_events =
            c->view.cover_by_events || cover_event_counts(c->cover_events[i].kind);
    return load_register(c);
}

static enum rc load_parts(struct claim_case *c) {
    enum rc rc = case_load_sheets(c);
    if (rc == RC_OK)
        rc = case_load_facts(c);
    if (rc == RC_OK)
        rc = load_cover(c);
    if (rc == RC_OK)
        rc = person_account_read(c->tx, &c->claim.person, &c->key, c->today, c->arena,
                                 &c->view.account);
    if (rc == RC_OK)
        rc = case_load_decisions(c);
    if (rc == RC_OK)
        rc = payment_line_used(c->tx, c->claim.id, c->used, PLAN_MONTHS_MAX);
    if (rc == RC_OK)
        rc = borne_line_sum(c->tx, c->claim.id, &c->view.late_ruling.borne_cents);
    if (rc == RC_OK)
        rc = benefit_load_expenses(c);
    if (rc == RC_OK)
        rc = case_load_quotations(c);
    if (rc == RC_OK)
        rc = benefit_load_payments(c);
    if (rc == RC_OK)
        rc = case_load_beside(c);
    return rc;
}

static enum rc derive_parts(struct claim_case *c) {
    enum rc rc = case_evaluate(c);
    if (rc == RC_OK && case_share_months(c))
        rc = case_evaluate(c);
    if (rc == RC_OK)
        rc = benefit_fill_months(c);
    if (rc == RC_OK)
        rc = benefit_explain_expenses(c);
    if (rc == RC_OK)
        benefit_fill_clawbacks(c);
    if (rc == RC_OK)
        rc = case_fill_deadlines(c);
    if (rc == RC_OK)
        rc = case_fill_timeline(c);
    return rc;
}

static enum rc load_claim(struct claim_case *c, const struct public_id *id) {
    enum rc rc = claim_by_public_id(c->tx, id, c->arena, &c->claim);
    if (rc == RC_OK)
        rc = person_by_public_id(c->tx, &c->claim.person, c->arena, &c->person);
    return rc;
}

static enum rc check_access(struct claim_case *c, enum action action) {
    char today[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(c->today, today);
    struct access_object object = {c->claim.fund, c->claim.person};
    enum rc rc = access_check(c->tx, c->actor, action, &object, today);
    // A draft belongs to the family until it is sent.
    if (rc == RC_OK && c->actor->role != ROLE_FAMILY && strcmp(c->claim.shown, "draft") == 0)
        rc = RC_NOT_FOUND;
    return rc;
}

static enum rc open_claim(struct claim_case *c) {
    struct claim_view *view = &c->view;
    view->plan = plan_shelf_find(c->service->plans, c->claim.plan_id, c->claim.plan_version);
    if (view->plan == NULL || !claim_state_from_name(c->claim.state, &c->state)) {
        log_bug("claim.plan-missing", log_text("plan", c->claim.plan_id),
                log_int("version", c->claim.plan_version));
        return RC_BUG;
    }
    enum rc rc = person_identity(c->service, &c->person, c->arena, &c->identity);
    if (rc == RC_OK)
        rc = person_key(c->service, &c->person, &c->key);
    if (rc != RC_OK)
        return rc;
    view->id = c->claim.public_id;
    view->number = c->claim.number;
    view->person = (struct person_summary){c->person.public_id, c->identity.name,
                                           c->identity.birth_date, c->identity.codice_fiscale,
                                           person_age(c->identity.birth_date, c->today)};
    view->shown = c->claim.shown;
    view->course = c->state;
    view->version = c->claim.version;
    view->opened_us = c->claim.opened_us;
    view->submitted_us = c->claim.submitted_us;
    view->received_on = case_date(c->claim.received_on);
    view->complete_on = case_date(c->claim.complete_on);
    rc = load_parts(c);
    if (rc == RC_OK)
        rc = c->probe ? case_probe(c) : derive_parts(c);
    if (rc != RC_OK)
        case_wipe(c);
    if (rc != RC_OK || c->probe)
        return rc;
    case_fill_actions(c);
    view->next = case_next_deadline(c);
    return RC_OK;
}

enum rc case_open(struct tx *tx, const struct service *service, const struct actor *actor,
                  enum action action, const struct public_id *id, int64_t if_match,
                  struct arena *arena, struct fault *fault, struct claim_case *c) {
    if (fault != NULL)
        fault_clear(fault);
    memset(c, 0, sizeof *c);
    c->service = service;
    c->actor = actor;
    c->tx = tx;
    c->arena = arena;
    c->today = rome_date(service_domain_now(service));
    c->fault = fault;
    enum rc rc = load_claim(c, id);
    if (rc == RC_OK)
        rc = check_access(c, action);
    if (rc == RC_OK && if_match >= 0 && if_match != c->claim.version)
        rc = RC_STALE;
    return rc == RC_OK ? open_claim(c) : rc;
}

enum rc case_open_beside(const struct claim_case *c, const struct claim *claim,
                         const struct claim_earlier *earlier, size_t earlier_count,
                         struct claim_case *other) {
    memset(other, 0, sizeof *other);
    other->service = c->service;
    other->actor = c->actor;
    other->tx = c->tx;
    other->arena = c->arena;
    other->today = c->today;
    other->claim = *claim;
    other->person = c->person;
    other->beside = true;
    memcpy(other->view.earlier, earlier, earlier_count * sizeof earlier[0]);
    other->view.earlier_count = earlier_count;
    return open_claim(other);
}

static enum rc probe(const struct claim_case *like, const struct claim *claim,
                     struct claim_case *made) {
    memset(made, 0, sizeof *made);
    made->service = like->service;
    made->actor = like->actor;
    made->tx = like->tx;
    made->arena = like->arena;
    made->today = like->today;
    made->claim = *claim;
    made->person = like->person;
    made->probe = true;
    enum rc rc = open_claim(made);
    if (rc == RC_OK)
        case_wipe(made);
    return rc;
}

enum rc case_count_contradictory(struct tx *tx, const struct service *service,
                                 const struct actor *actor, const struct person *person,
                                 struct arena *arena, size_t *count) {
    struct claim *claims = NULL;
    size_t all = 0, found = 0;
    struct claim_case *like = arena_alloc(arena, sizeof *like);
    struct claim_case *made = arena_alloc(arena, sizeof *made);
    if (like == NULL || made == NULL)
        return RC_NOMEM;
    memset(like, 0, sizeof *like);
    like->service = service;
    like->actor = actor;
    like->tx = tx;
    like->arena = arena;
    like->today = rome_date(service_domain_now(service));
    like->person = *person;
    enum rc rc = claim_list_of_person(tx, &person->public_id, arena, &claims, &all);
    for (size_t i = 0; i < all && rc == RC_OK; i++) {
        rc = probe(like, &claims[i], made);
        found += rc == RC_OK && made->contradictory;
    }
    if (rc == RC_OK)
        *count = found;
    return rc;
}

enum rc case_arose_later(const struct claim_case *c, struct civil_date day, bool *later) {
    struct claim *claims = NULL;
    size_t count = 0;
    struct claim_case *made = arena_alloc(c->arena, sizeof *made);
    if (made == NULL)
        return RC_NOMEM;
    bool found = false;
    enum rc rc = claim_list_of_person(c->tx, &c->claim.person, c->arena, &claims, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        bool open = strcmp(claims[i].shown, "draft") != 0 && strcmp(claims[i].shown, "ended") != 0;
        if (!open || claims[i].id == c->claim.id)
            continue;
        rc = probe(c, &claims[i], made);
        found = found || (rc == RC_OK && !made->unreadable &&
                          civil_date_compare(made->input.facts.facts.onset, day) > 0);
    }
    if (rc == RC_OK)
        *later = found;
    return rc;
}

// The case as it will be read from now on. A recorded fact stays for good: one that keeps the claim
// from being read must not be written.
static enum rc read_again(const struct claim_case *c, struct claim_case *made) {
    enum rc rc = probe(c, &c->claim, made);
    bool worse = made->unreadable || (made->contradictory && !c->contradictory);
    return rc == RC_OK && worse ? fault_set(c->fault, RC_INVALID, "facts-contradict") : rc;
}

// What the claim waits for after this write, so that the work list need not open it.
static enum rc find_wait(struct claim_case *made, struct claim_wait *wait) {
    made->probe = false;
    enum rc rc = case_evaluate(made);
    if (rc == RC_OK)
        rc = case_fill_deadlines(made);
    if (rc == RC_OK)
        case_find_wait(made, wait);
    return rc;
}

void case_wipe(struct claim_case *c) {
    vault_wipe(&c->key, sizeof c->key);
}

struct survival_facts case_survival(const struct claim_case *c, bool ruled) {
    return (struct survival_facts){
        .claim_sent = c->facts.sent,
        .claim_received = c->facts.received,
        .alive_through = c->facts.alive_through,
        .death = c->facts.death,
        .last_day_ruling = ruled ? c->facts.last_day_ruling : LAST_DAY_RULING_NONE,
    };
}

bool case_outcome_pays(const struct claim_case *c, const char *outcome) {
    bool meanwhile = c->view.plan->settings.pay_while_reviewable.value;
    return strcmp(outcome, "recognised") == 0 || (meanwhile && strcmp(outcome, "reviewable") == 0);
}

bool case_pays(const struct claim_case *c) {
    return c->view.decision_count > 0 && case_outcome_pays(c, c->view.decisions[0].outcome) &&
           (c->state == CLAIM_RECOGNISED || c->state == CLAIM_IN_PAYMENT ||
            c->state == CLAIM_SUSPENDED || c->state == CLAIM_REVIEWABLE || c->state == CLAIM_ENDED);
}

void case_set_state(struct claim_case *c, enum claim_state state) {
    c->state = state;
    c->claim.state = claim_state_name(state);
    c->claim.shown = case_shown(state);
    c->view.shown = c->claim.shown;
}

enum rc case_step(struct claim_case *c, enum claim_event event, struct fault *fault,
                  const char *code) {
    enum claim_state next;
    if (!claim_state_next(c->state, event, &next))
        return fault_set(fault, RC_CONFLICT, code);
    case_set_state(c, next);
    return RC_OK;
}

enum rc case_record(struct claim_case *c, enum claim_fact_kind kind, const char *effective_on,
                    json_t *content) {
    struct claim_fact fact = {
        .public_id = public_id_new(),
        .kind = kind,
        .effective_on = effective_on,
        .recorded_us = service_domain_now(c->service),
        .recorded_by = c->actor->user,
    };
    struct seal_place place = {"claim_facts", "content", &fact.public_id};
    enum rc rc = json_seal(&c->key, &place, content, c->arena, &fact.content);
    json_decref(content);
    return rc == RC_OK ? claim_fact_insert(c->tx, c->claim.id, &fact) : rc;
}

enum rc case_close(struct claim_case *c, const char *audit_action) {
    struct claim_case *made = arena_alloc(c->arena, sizeof *made);
    struct claim_wait wait = {.due_on = CLAIM_NEVER_DUE};
    enum rc rc = made == NULL ? RC_NOMEM : read_again(c, made);
    if (rc == RC_OK)
        rc = find_wait(made, &wait);
    if (rc == RC_OK)
        rc = payment_stop_gone(made);
    if (rc == RC_OK)
        rc = payment_reserve(made);
    c->claim.due_on = wait.due_on;
    if (rc == RC_OK)
        rc = claim_update(c->tx, &c->claim);
    if (rc == RC_OK)
        rc = claim_wait_keep(c->tx, c->claim.id, DECISION_ENGINE, &wait);
    char *payload = arena_printf(c->arena, "{\"claim\":\"%s\"}", c->claim.public_id.text);
    char *detail = arena_printf(c->arena, "{\"state\":\"%s\",\"version\":%lld}", c->claim.state,
                                (long long)c->claim.version);
    if (rc == RC_OK && (payload == NULL || detail == NULL))
        rc = RC_NOMEM;
    if (rc == RC_OK)
        rc =
            audit_append(c->tx, c->actor->user.text, audit_action, c->claim.public_id.text, detail);
    if (rc == RC_OK)
        rc = event_append(c->tx, &(struct event){.fund = c->claim.fund,
                                                 .audience = "claims",
                                                 .kind = "claim",
                                                 .payload = payload});
    return rc;
}

struct case_reading {
    const struct service *service;
    const struct actor *actor;
    enum action action;
    const struct public_id *id;
    struct arena *arena;
    struct claim_case *c;
};

static enum rc may_read(struct tx *tx, void *context) {
    struct case_reading *r = context;
    struct claim_case *c = r->c;
    memset(c, 0, sizeof *c);
    c->service = r->service;
    c->actor = r->actor;
    c->tx = tx;
    c->arena = r->arena;
    c->today = rome_date(service_domain_now(r->service));
    enum rc rc = load_claim(c, r->id);
    return rc == RC_OK ? check_access(c, r->action) : rc;
}

static enum rc read_case(struct tx *tx, void *context) {
    struct case_reading *r = context;
    enum rc rc = case_open(tx, r->service, r->actor, r->action, r->id, -1, r->arena, NULL, r->c);
    if (rc == RC_OK)
        case_wipe(r->c);
    r->c->tx = NULL;
    return rc;
}

enum rc case_read(const struct service *service, const struct actor *actor, enum action action,
                  const struct public_id *id, const char *view, struct arena *arena,
                  struct claim_case *c) {
    struct case_reading r = {service, actor, action, id, arena, c};
    enum rc rc = store_read(service->store, STORE_OFFICE, "claim.may-read", may_read, &r);
    if (rc == RC_OK)
        rc = audit_read(service->store, STORE_OFFICE, actor->user.text, c->claim.person.text, view);
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "claim.read", read_case, &r);
    return rc;
}
