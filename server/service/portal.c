// SPDX-License-Identifier: EUPL-1.2
// What a family does with a claim.
#include "service/portal.h"

#include <string.h>

#include "scoring/rome_time.h"
#include "service/benefits.h"
#include "service/case_expenses.h"
#include "service/case_sheets.h"
#include "service/claim_case.h"
#include "service/expense_twin.h"
#include "service/once.h"
#include "service/plan_shelf.h"
#include "service/quotations.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/covers.h"

struct opening {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *person;
    const char *plan;
    struct public_id claim, sheet;
    struct arena *arena;
    struct fault *fault;
};

static enum rc insert_draft(struct tx *tx, struct opening *o, const struct cover *cover,
                            const struct plan *plan, struct civil_date today) {
    int year = 0;
    (void)civil_date_split(today, &year, NULL, NULL);
    int64_t now = service_domain_now(o->service);
    struct claim claim = {
        .public_id = o->claim,
        .fund = o->actor->fund,
        .person = *o->person,
        .plan_id = plan->id,
        .plan_version = plan->version,
        .holder = cover->holder,
        .state = claim_state_name(CLAIM_NOTICE),
        .shown = "draft",
        .opened_us = now,
        .opened_by = o->actor->user,
        .due_on = CLAIM_NEVER_DUE,
    };
    enum rc rc = claim_number_next(tx, &o->actor->fund, year, o->arena, &claim.number);
    if (rc == RC_OK)
        rc = claim_insert(tx, &claim);
    if (rc == RC_CONFLICT)
        return fault_set(o->fault, RC_CONFLICT, "draft-exists");
    if (rc == RC_OK)
        rc = claim_by_public_id(tx, &o->claim, o->arena, &claim);
    if (rc == RC_OK)
        rc = assessment_insert(tx, claim.id,
                               &(struct assessment_sheet){.public_id = o->sheet,
                                                          .rater = "family",
                                                          .created_us = now,
                                                          .created_by = o->actor->user});
    return rc;
}

static enum rc open_draft(struct tx *tx, void *context) {
    struct opening *o = context;
    struct civil_date today = rome_date(service_domain_now(o->service));
    char day[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(today, day);
    fault_clear(o->fault);
    struct person person;
    enum rc rc = person_by_public_id(tx, o->person, o->arena, &person);
    if (rc != RC_OK)
        return rc;
    struct access_object object = {person.fund, person.public_id};
    rc = access_check(tx, o->actor, ACTION_CLAIM_OPEN, &object, day);
    if (rc == RC_OK)
        rc = once_begin(tx, o->once);
    if (rc != RC_OK || (o->once != NULL && o->once->again))
        return rc;
    struct cover cover;
    const struct plan *plan = plan_shelf_latest(o->service->plans, o->plan, today);
    rc = plan == NULL ? RC_NOT_FOUND : cover_begun(tx, o->person, o->plan, day, o->arena, &cover);
    if (rc == RC_NOT_FOUND)
        return fault_set(o->fault, RC_CONFLICT, "no-cover-in-force");
    if (rc == RC_OK)
        rc = insert_draft(tx, o, &cover, plan, today);
    if (rc == RC_OK)
        rc = audit_append(tx, o->actor->user.text, "claim.open", o->claim.text, NULL);
    if (rc == RC_OK)
        rc = once_end(tx, o->once, o->claim.text);
    return rc;
}

enum rc portal_claim_open(const struct service *service, const struct actor *actor,
                          struct once *once, const struct public_id *person, const char *plan,
                          struct public_id *claim, struct fault *fault) {
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    struct opening o = {service,         actor,           once,  person, plan,
                        public_id_new(), public_id_new(), arena, fault};
    enum rc rc = store_write(service->store, STORE_OFFICE, "claim.open", open_draft, &o);
    if (rc == RC_OK && once != NULL && once->again)
        rc = public_id_parse(once->result, strlen(once->result), claim);
    else if (rc == RC_OK)
        *claim = o.claim;
    arena_free(arena);
    return rc;
}

// One change of one claim by the family.
struct change {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *claim;
    struct arena *arena;
    struct fault *fault;
    const char *item, *grade;            // an answer
    const struct claim_statement *facts; // or facts
    const struct expense_new *expense;   // or an expense
    struct public_id id;                 // of the row that is made
};

static enum rc run_change(struct change *change, const char *name, store_fn *fn) {
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    change->arena = arena;
    change->id = public_id_new();
    enum rc rc = store_write(change->service->store, STORE_OFFICE, name, fn, change);
    arena_free(arena);
    return rc;
}

// Families may still add what is missing to a claim that was sent, until it is decided: nobody can
// recognise it on an open answer, so a dossier held to be complete too early must not close it.
static bool is_open_to_family(const struct claim_case *c) {
    return strcmp(c->claim.shown, "draft") == 0 || strcmp(c->claim.shown, "submitted") == 0 ||
           strcmp(c->claim.shown, "complete") == 0 || strcmp(c->claim.shown, "reviewable") == 0;
}

static enum rc check_answer(const struct claim_case *c, const struct change *change) {
    size_t activity = 0, grade = 0;
    if (!plan_find_activity(c->view.plan, change->item, &activity))
        return RC_NOT_FOUND;
    if (strcmp(change->grade, "unknown") != 0 &&
        !plan_find_grade(&c->view.plan->activities[activity], change->grade, &grade))
        return fault_at(change->fault, "/grade", "not-a-choice");
    if (!is_open_to_family(c))
        return fault_set(change->fault, RC_CONFLICT, "claim-closed");
    const char *said = case_family_grade(c, change->item);
    if (c->state != CLAIM_NOTICE && said != NULL && strcmp(said, "unknown") != 0)
        return fault_set(change->fault, RC_CONFLICT, "answer-already-sent");
    return RC_OK;
}

static enum rc save_answer(struct tx *tx, void *context) {
    struct change *change = context;
    struct claim_case *c = arena_alloc(change->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, change->service, change->actor, ACTION_CLAIM_OPEN, change->claim, -1,
                           change->arena, change->fault, c);
    if (rc != RC_OK)
        return rc;
    rc = check_answer(c, change);
    if (rc == RC_OK)
        rc = case_save_grade(c, c->sheet.id, &change->id, change->item, change->grade);
    if (rc == RC_OK)
        rc = case_close(c, "claim.answer");
    case_wipe(c);
    return rc;
}

enum rc portal_answer_save(const struct service *service, const struct actor *actor,
                           const struct public_id *claim, const char *item, const char *grade,
                           struct fault *fault) {
    struct change change = {service,        actor,        NULL,          claim,
                            .fault = fault, .item = item, .grade = grade};
    return run_change(&change, "claim.answer", save_answer);
}

static enum rc check_facts(const struct claim_case *c, const struct change *change) {
    const struct claim_statement *said = &c->view.statement, *now = change->facts;
    if (!is_open_to_family(c))
        return fault_set(change->fault, RC_CONFLICT, "claim-closed");
    if (now->onset_date != NULL && civil_date_compare(case_date(now->onset_date), c->today) > 0)
        return fault_at(change->fault, "/onsetDate", "in-future");
    if (now->onset_date != NULL &&
        civil_date_compare(case_date(now->onset_date), case_date(c->identity.birth_date)) < 0)
        return fault_at(change->fault, "/onsetDate", "before-birth");
    if (now->onset_date != NULL && civil_date_known(c->view.died_on) &&
        civil_date_compare(case_date(now->onset_date), c->view.died_on) > 0)
        return fault_at(change->fault, "/onsetDate", "after-death");
    bool altered = (now->onset_date != NULL && said->onset_date != NULL) ||
                   (now->constant_need != NULL && said->constant_need != NULL &&
                    strcmp(said->constant_need, "unknown") != 0) ||
                   (now->place_of_care != NULL && said->place_of_care != NULL);
    if (c->state != CLAIM_NOTICE && altered)
        return fault_set(change->fault, RC_CONFLICT, "facts-already-sent");
    return RC_OK;
}

static enum rc save_facts(struct tx *tx, void *context) {
    struct change *change = context;
    struct claim_case *c = arena_alloc(change->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, change->service, change->actor, ACTION_CLAIM_OPEN, change->claim, -1,
                           change->arena, change->fault, c);
    if (rc != RC_OK)
        return rc;
    rc = check_facts(c, change);
    if (rc == RC_OK) {
        const char *today = case_date_text(c->arena, c->today);
        rc = case_record(c, CLAIM_FACT_STATEMENT, today,
                         json_pack("{s:s*, s:s*, s:s*}", "onsetDate", change->facts->onset_date,
                                   "constantNeed", change->facts->constant_need, "placeOfCare",
                                   change->facts->place_of_care));
    }
    if (rc == RC_OK)
        rc = case_close(c, "claim.facts");
    case_wipe(c);
    return rc;
}

enum rc portal_facts_save(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, const struct claim_statement *facts,
                          struct fault *fault) {
    struct change change = {service, actor, NULL, claim, .fault = fault, .facts = facts};
    return run_change(&change, "claim.facts", save_facts);
}

static enum rc send_claim(struct claim_case *c, struct change *change) {
    enum rc rc = case_step(c, CLAIM_EVENT_FILE, change->fault, "claim-closed");
    if (rc != RC_OK)
        return rc;
    c->claim.submitted_us = service_domain_now(c->service);
    c->claim.submitted_by = c->actor->user;
    c->claim.received_on = case_date_text(c->arena, rome_date(c->claim.submitted_us));
    c->facts.sent = c->facts.received = case_date(c->claim.received_on);
    return case_close(c, "claim.submit");
}

static enum rc submit(struct tx *tx, void *context) {
    struct change *change = context;
    struct claim_case *c = arena_alloc(change->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, change->service, change->actor, ACTION_CLAIM_OPEN, change->claim, -1,
                           change->arena, change->fault, c);
    if (rc == RC_OK)
        rc = once_begin(tx, change->once);
    bool again = change->once != NULL && change->once->again;
    if (rc == RC_OK && !again && c->claim.submitted_us == 0) {
        rc = send_claim(c, change);
        if (rc == RC_OK)
            rc = once_end(tx, change->once, change->claim->text);
    }
    case_wipe(c);
    return rc;
}

enum rc portal_claim_submit(const struct service *service, const struct actor *actor,
                            struct once *once, const struct public_id *claim, struct fault *fault) {
    struct change change = {service, actor, once, claim, .fault = fault};
    return run_change(&change, "claim.submit", submit);
}

enum { SERVICE_DAYS_MAX = 366 };

static enum rc check_expense(const struct claim_case *c, const struct change *change) {
    struct civil_date from = case_date(change->expense->service_from);
    struct civil_date to = case_date(change->expense->service_to);
    enum rc rc = RC_OK;
    enum benefit_form form = benefit_form_of(change->expense->form);
    // A service is authorised by staff, not handed in.
    if (form == BENEFIT_FORM_UNKNOWN || form == BENEFIT_FORM_DIRECT)
        rc = fault_at(change->fault, "/form", "not-a-choice");
    if (civil_date_compare(from, c->today) > 0)
        rc = fault_at(change->fault, "/serviceFrom", "in-future");
    if (civil_date_compare(to, from) < 0)
        rc = fault_at(change->fault, "/serviceTo", "before-from");
    else if (civil_date_days_between(from, to) >= SERVICE_DAYS_MAX)
        rc = fault_at(change->fault, "/serviceTo", "too-long");
    if (civil_date_compare(case_date(change->expense->invoiced_on), c->today) > 0)
        rc = fault_at(change->fault, "/invoicedOn", "in-future");
    if (civil_date_compare(case_date(change->expense->paid_on), c->today) > 0)
        rc = fault_at(change->fault, "/paidOn", "in-future");
    if (change->expense->currency != NULL && !quotation_is_currency(change->expense->currency))
        rc = fault_at(change->fault, "/currency", "not-a-choice");
    if (rc != RC_OK)
        return rc;
    if (!case_pays(c))
        return fault_set(change->fault, RC_CONFLICT, "claim-not-recognised");
    return RC_OK;
}

static enum rc submit_expense(struct tx *tx, void *context) {
    struct change *change = context;
    struct claim_case *c = arena_alloc(change->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_open(tx, change->service, change->actor, ACTION_EXPENSE_SUBMIT, change->claim,
                           -1, change->arena, change->fault, c);
    if (rc != RC_OK)
        return rc;
    rc = once_begin(tx, change->once);
    if (rc == RC_OK && (change->once == NULL || !change->once->again)) {
        rc = check_expense(c, change);
        bool known = false;
        if (rc == RC_OK)
            rc = expense_has_twin(c, change->expense, &known);
        if (rc == RC_OK && known)
            rc = fault_set(change->fault, RC_CONFLICT, "expense-known");
        if (rc == RC_OK)
            rc = case_add_expense(c, change->expense, &change->id);
        if (rc == RC_OK)
            rc = case_close(c, "expense.submit");
        if (rc == RC_OK)
            rc = once_end(tx, change->once, change->id.text);
    }
    case_wipe(c);
    return rc;
}

enum rc portal_expense_submit(const struct service *service, const struct actor *actor,
                              struct once *once, const struct public_id *claim,
                              const struct expense_new *input, struct public_id *expense,
                              struct fault *fault) {
    struct change change = {service, actor, once, claim, .fault = fault, .expense = input};
    enum rc rc = run_change(&change, "expense.submit", submit_expense);
    if (rc == RC_OK && once != NULL && once->again)
        rc = public_id_parse(once->result, strlen(once->result), expense);
    else if (rc == RC_OK)
        *expense = change.id;
    return rc;
}
