// SPDX-License-Identifier: EUPL-1.2
// The family's pages: task list, steps, answers; made from the case without its score.
#include <string.h>

#include "scoring/dossier.h"
#include "scoring/rome_time.h"
#include "scoring/survival.h"
#include "service/case_sheets.h"
#include "service/claim_case.h"
#include "service/plan_shelf.h"
#include "service/portal.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/covers.h"
#include "store/mandates.h"

static void add_task(struct portal_claim *p, const char *code, const char *status,
                     struct civil_date by) {
    if (p->task_count < PORTAL_TASKS_MAX)
        p->tasks[p->task_count++] = (struct portal_task){code, status, by};
}

static struct civil_date term_last(const struct claim_case *c, const char *code) {
    for (size_t i = 0; i < c->view.deadline_count; i++) {
        if (strcmp(c->view.deadlines[i].code, code) == 0)
            return c->view.deadlines[i].last;
    }
    return (struct civil_date){0};
}

static const char *part_status(size_t done, size_t all) {
    if (done == all)
        return "done";
    return done == 0 ? "to-do" : "in-progress";
}

static enum survival_state survival_of(const struct claim_case *c) {
    struct survival_facts facts = case_survival(c, true);
    return survival_on(c->view.plan, &facts, c->today);
}

static void fill_tasks(const struct claim_case *c, struct portal_claim *p) {
    const struct claim_statement *said = &c->view.statement;
    const struct civil_date none = {0};
    struct civil_date filing = term_last(c, "filing");
    size_t facts = (said->onset_date != NULL) + (size_t)(said->constant_need != NULL) +
                   (size_t)(said->place_of_care != NULL);
    size_t items = c->view.plan->activity_count;
    bool sent = c->claim.submitted_us != 0;
    bool complete = c->claim.complete_on != NULL;
    bool decided = c->view.decision_count > 0;
    bool recognised = case_pays(c) && c->state != CLAIM_ENDED;
    add_task(p, "facts", part_status(facts, 3), sent ? none : filing);
    add_task(p, "questionnaire", part_status(items - p->open_count, items), sent ? none : filing);
    // Sending waits for nothing: a term may be running while answers are still sought (decision
    // 0012).
    add_task(p, "submit", sent ? "done" : "to-do", sent ? none : filing);
    // What came and is not good, or did not come, is for the family to bring.
    const char *documents = p->document_count > 0 ? "to-do" : "in-progress";
    add_task(p, "documents", complete ? "done" : sent ? documents : "cannot-start", none);
    add_task(p, "evaluation", decided ? "done" : complete ? "in-progress" : "cannot-start", none);
    add_task(p, "decision",
             decided    ? "done"
             : complete ? "in-progress"
                        : "cannot-start",
             term_last(c, "review"));
    struct civil_date window = term_last(c, "survival");
    bool settled = survival_of(c) == SURVIVAL_PASSED;
    if (civil_date_known(window))
        add_task(p, "waiting-period",
                 settled ? "done"
                 : sent  ? "in-progress"
                         : "cannot-start",
                 window);
    bool payable = recognised && (settled || !civil_date_known(window));
    add_task(p, "expenses", payable ? "to-do" : "cannot-start", none);
}

static void add_step(struct portal_claim *p, const char *code, struct civil_date on) {
    if (p->step_count < PORTAL_STEPS_MAX)
        p->steps[p->step_count++] = (struct portal_step){code, on};
}

static void fill_steps(const struct claim_case *c, struct portal_claim *p) {
    const struct civil_date none = {0};
    add_step(p, "opened", rome_date(c->claim.opened_us));
    add_step(p, "submitted", c->view.received_on);
    add_step(p, "complete", c->view.complete_on);
    add_step(p, "decided",
             c->view.decision_count > 0 ? case_date(c->view.decisions[0].decided_on) : none);
    if (civil_date_known(term_last(c, "survival"))) {
        struct survival_facts facts = case_survival(c, true);
        bool over = survival_of(c) == SURVIVAL_PASSED;
        add_step(p, "waiting-period-over",
                 over ? survival_first_payable(c->view.plan, &facts) : none);
    }
    if (strcmp(c->claim.shown, "ended") == 0)
        add_step(p, "ended",
                 c->view.ending.on == NULL ? c->view.died_on : case_date(c->view.ending.on));
}

// Once somebody has looked at the envelope, the family reads what is missing of it and why.
static void fill_documents(const struct claim_case *c, struct portal_claim *p) {
    const struct claim_view *view = &c->view;
    if (c->claim.submitted_us == 0 || c->claim.complete_on != NULL || view->dossier == NULL)
        return;
    for (size_t i = 0; i < view->plan->document_count; i++) {
        const struct plan_document *document = &view->plan->documents[i];
        bool needed = dossier_needs(document, view->dossier) == FACT_YES;
        if (!needed || civil_date_known(dossier_received(document, view->dossier)))
            continue;
        const char *note = NULL;
        for (size_t k = 0; k < view->document_count; k++) {
            if (strcmp(view->documents[k].code, document->code) == 0)
                note = view->documents[k].note;
        }
        p->documents[p->document_count++] = (struct portal_document){document, note};
    }
}

static void fill_claim(const struct claim_case *c, struct portal_claim *p) {
    *p = (struct portal_claim){
        .id = c->claim.public_id,
        .number = c->claim.number,
        .person = c->claim.person,
        .member = arena_printf(c->arena, "%s %s", c->identity.first_name, c->identity.last_name),
        .birth_date = c->identity.birth_date,
        .codice_fiscale = c->identity.codice_fiscale,
        .plan = c->view.plan,
        .shown = c->claim.shown,
        .version = c->claim.version,
        .statement = c->view.statement,
        .answers = c->answers,
        .answer_count = c->answer_count,
        .months = c->view.months,
        .month_count = c->view.month_count,
        .expenses = c->view.expenses,
        .expense_count = c->view.expense_count,
        .submitted_us = c->claim.submitted_us,
    };
    if (p->member == NULL) // out of memory: the other order is the same person
        p->member = c->identity.name;
    if (c->unreadable)
        return;
    for (size_t i = 0; i < c->view.plan->activity_count; i++) {
        if (case_family_grade(c, c->view.plan->activities[i].code) == NULL)
            p->open_items[p->open_count++] = c->view.plan->activities[i].code;
    }
    p->decision = c->view.decision_count > 0 ? &c->view.decisions[0] : NULL;
    fill_documents(c, p);
    fill_tasks(c, p);
    fill_steps(c, p);
}

enum rc portal_claim_read(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, struct arena *arena,
                          struct portal_claim *view) {
    struct claim_case *c = arena_alloc(arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_read(service, actor, ACTION_CLAIM_READ_OWN, claim, "portal-claim", arena, c);
    if (rc == RC_OK)
        fill_claim(c, view);
    return rc;
}

// A page of a hundred people with all their claims is more than one request's memory.
enum { PEOPLE_MAX = 101, HOME_MEMORY = 256 * 1024 * 1024 };

struct named {
    struct public_id id;
    const char *relation;
};

struct home {
    const struct service *service;
    const struct actor *actor;
    struct arena *arena;
    char day[CIVIL_DATE_TEXT_SIZE];
    struct named *names;
    size_t named;
    struct portal_person *people;
    size_t count;
    struct claim_case *one; // the claim in hand
};

static enum rc fill_covers(struct tx *tx, struct home *h, const char *day,
                           struct portal_person *person) {
    struct cover *covers = NULL;
    size_t count = 0;
    enum rc rc = cover_list(tx, &person->id, h->arena, &covers, &count);
    if (rc != RC_OK)
        return rc;
    person->covers = arena_array(h->arena, count + 1, sizeof *person->covers);
    if (person->covers == NULL)
        return RC_NOMEM;
    struct civil_date today = case_date(day);
    person->cover_count = 0;
    for (size_t i = 0; i < count; i++) {
        // Ended ones too: the day on which the state arose decides, not the day of claiming.
        bool begun = strcmp(covers[i].from_on, day) <= 0;
        const struct plan *plan =
            begun ? plan_shelf_latest(h->service->plans, covers[i].plan_id, today) : NULL;
        bool listed = false;
        for (size_t k = 0; k < person->cover_count; k++)
            listed = listed || person->covers[k] == plan;
        if (plan != NULL && !listed)
            person->covers[person->cover_count++] = plan;
    }
    return RC_OK;
}

static enum rc fill_claims(struct tx *tx, struct home *h, struct portal_person *person) {
    struct claim *claims = NULL;
    size_t count = 0;
    enum rc rc = claim_list_of_person(tx, &person->id, h->arena, &claims, &count);
    if (rc != RC_OK)
        return rc;
    person->claims = arena_array(h->arena, count + 1, sizeof *person->claims);
    struct claim_case *c = h->one;
    if (person->claims == NULL)
        return RC_NOMEM;
    for (person->claim_count = 0; person->claim_count < count; person->claim_count++) {
        rc = case_open(tx, h->service, h->actor, ACTION_CLAIM_READ_OWN,
                       &claims[person->claim_count].public_id, -1, h->arena, NULL, c);
        // One claim whose facts contradict each other does not take the page from the others.
        if (rc != RC_OK && !c->unreadable)
            return rc;
        case_wipe(c);
        fill_claim(c, &person->claims[person->claim_count]);
    }
    return RC_OK;
}

static enum rc add_person(struct tx *tx, struct home *h, const char *day,
                          const struct public_id *id, const char *relation) {
    struct person person;
    struct identity identity;
    enum rc rc = person_by_public_id(tx, id, h->arena, &person);
    struct access_object object = {person.fund, person.public_id};
    if (rc == RC_OK)
        rc = access_check(tx, h->actor, ACTION_CLAIM_READ_OWN, &object, day);
    if (rc == RC_OK)
        rc = person_identity(h->service, &person, h->arena, &identity);
    if (rc == RC_NOT_FOUND)
        return RC_OK; // erased, or of another fund
    if (rc != RC_OK || h->count == PEOPLE_MAX)
        return rc;
    struct portal_person *place = &h->people[h->count];
    *place = (struct portal_person){.id = *id, .relation = relation};
    place->name = arena_printf(h->arena, "%s %s", identity.first_name, identity.last_name);
    if (place->name == NULL)
        return RC_NOMEM;
    rc = fill_covers(tx, h, day, place);
    if (rc == RC_OK)
        rc = fill_claims(tx, h, place);
    if (rc == RC_OK)
        h->count++;
    return rc;
}

// Whom the account may look at today: the read of each of them is audited before it happens.
static enum rc find_people(struct tx *tx, void *context) {
    struct home *h = context;
    struct mandate *mandates = NULL;
    size_t count = 0;
    h->named = 0;
    if (public_id_is_set(&h->actor->person))
        h->names[h->named++] = (struct named){h->actor->person, "self"};
    enum rc rc = mandate_list_of_user(tx, &h->actor->user, h->day, h->arena, &mandates, &count);
    for (size_t i = 0; i < count && rc == RC_OK && h->named < PEOPLE_MAX; i++) {
        if (!public_id_equal(&mandates[i].person, &h->actor->person))
            h->names[h->named++] =
                (struct named){mandates[i].person, mandate_kind_name(mandates[i].kind)};
    }
    return rc;
}

static enum rc read_people(struct tx *tx, void *context) {
    struct home *h = context;
    enum rc rc = RC_OK;
    h->count = 0;
    for (size_t i = 0; i < h->named && rc == RC_OK; i++)
        rc = add_person(tx, h, h->day, &h->names[i].id, h->names[i].relation);
    return rc;
}

static void release_home(void *arena) {
    arena_free(arena);
}

enum rc portal_read(const struct service *service, const struct actor *actor, struct arena *arena,
                    struct portal_person **people, size_t *count) {
    if (!access_role_allowed(actor->role, ACTION_CLAIM_READ_OWN))
        return RC_DENIED;
    struct home h = {.service = service, .actor = actor, .arena = arena_new(HOME_MEMORY)};
    if (h.arena == NULL || arena_adopt(arena, h.arena, release_home) != 0)
        return RC_NOMEM;
    (void)civil_date_format(rome_date(service_domain_now(service)), h.day);
    h.names = arena_array(h.arena, PEOPLE_MAX, sizeof *h.names);
    h.people = arena_array(h.arena, PEOPLE_MAX, sizeof *h.people);
    h.one = arena_alloc(h.arena, sizeof *h.one);
    if (h.names == NULL || h.people == NULL || h.one == NULL)
        return RC_NOMEM;
    enum rc rc = store_read(service->store, STORE_OFFICE, "portal.people", find_people, &h);
    for (size_t i = 0; i < h.named && rc == RC_OK; i++)
        rc = audit_read(service->store, STORE_OFFICE, actor->user.text, h.names[i].id.text,
                        "portal");
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "portal.read", read_people, &h);
    if (rc != RC_OK)
        return rc;
    *people = h.people;
    *count = h.count;
    return RC_OK;
}
