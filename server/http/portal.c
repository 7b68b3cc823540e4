// SPDX-License-Identifier: EUPL-1.2
// /api/v1/portal: the family's home page and claims.
#include "service/portal.h"

#include <stddef.h>
#include <stdio.h>

#include "base/json.h"
#include "http/change.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/once.h"

static json_t *answers_json(const struct portal_claim *claim) {
    json_t *answers = json_array();
    for (size_t i = 0; i < claim->answer_count; i++)
        answers = json_append(answers, json_pack("{s:s, s:s, s:o}", "item", claim->answers[i].item,
                                                 "grade", claim->answers[i].grade, "savedAt",
                                                 json_instant_or_null(claim->answers[i].saved_us)));
    return answers;
}

static json_t *open_items_json(const struct portal_claim *claim) {
    json_t *items = json_array();
    for (size_t i = 0; i < claim->open_count; i++)
        items = json_append(items, json_string(claim->open_items[i]));
    return items;
}

static json_t *tasks_json(const struct portal_claim *claim) {
    json_t *tasks = json_array();
    for (size_t i = 0; i < claim->task_count; i++)
        tasks = json_append(tasks,
                            json_pack("{s:s, s:s, s:o}", "code", claim->tasks[i].code, "status",
                                      claim->tasks[i].status, "by", date_json(claim->tasks[i].by)));
    return tasks;
}

static json_t *documents_json(const struct portal_claim *claim) {
    json_t *documents = json_array();
    for (size_t i = 0; i < claim->document_count; i++) {
        const struct portal_document *one = &claim->documents[i];
        documents = json_append(documents, json_pack("{s:s, s:o, s:o}", "code", one->document->code,
                                                     "label", text_json(&one->document->label),
                                                     "note", json_text_or_null(one->note)));
    }
    return documents;
}

static json_t *steps_json(const struct portal_claim *claim) {
    json_t *steps = json_array();
    for (size_t i = 0; i < claim->step_count; i++)
        steps = json_append(steps, json_pack("{s:s, s:o}", "code", claim->steps[i].code, "on",
                                             date_json(claim->steps[i].on)));
    return steps;
}

// What the person who decided wrote for the family; never who it was, nor a score.
static json_t *decision_json(const struct claim_decision *decision) {
    if (decision == NULL)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:o}", "outcome", decision->outcome, "on",
                     decision->decided_on, "reason", decision->reason, "reviewOn",
                     json_text_or_null(decision->review_on));
}

static json_t *claim_json(const struct portal_claim *claim) {
    json_t *receipt = json_null();
    if (claim->submitted_us != 0)
        receipt = json_pack("{s:s, s:o}", "number", claim->number, "submittedAt",
                            json_instant_or_null(claim->submitted_us));
    json_t *member = json_pack("{s:s, s:s, s:s}", "name", claim->member, "birthDate",
                               claim->birth_date, "codiceFiscale", claim->codice_fiscale);
    return json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "id", claim->id.text, "number", claim->number, "person", claim->person.text, "member",
        member, "plan", plan_json(claim->plan), "state", claim->shown, "version",
        (json_int_t)claim->version, "facts", statement_json(&claim->statement), "answers",
        answers_json(claim), "openItems", open_items_json(claim), "documents",
        documents_json(claim), "tasks", tasks_json(claim), "steps", steps_json(claim), "decision",
        decision_json(claim->decision), "months", months_json(claim->months, claim->month_count),
        "expenses", expenses_json(claim->expenses, claim->expense_count, claim->version), "receipt",
        receipt);
}

static json_t *person_json(const struct portal_person *person) {
    json_t *covers = json_array();
    json_t *claims = json_array();
    for (size_t i = 0; i < person->cover_count; i++)
        covers = json_append(covers, plan_json(person->covers[i]));
    for (size_t i = 0; i < person->claim_count; i++)
        claims = json_append(claims, claim_json(&person->claims[i]));
    return json_pack("{s:s, s:s, s:s, s:o, s:o}", "person", person->id.text, "name", person->name,
                     "relation", person->relation, "covers", covers, "claims", claims);
}

void portal_get(struct http_request *rq, struct http_reply *rp) {
    struct portal_person *people = NULL;
    size_t count = 0;
    enum rc rc = portal_read(rq->service, &rq->actor, rq->arena, &people, &count);
    if (rc != RC_OK) {
        reply_failure(rp, rc, NULL);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        list = json_append(list, person_json(&people[i]));
    http_reply_json(rp, 200, json_pack("{s:o}", "people", list));
}

static void reply_claim(struct http_request *rq, struct http_reply *rp, const struct public_id *id,
                        bool created) {
    struct portal_claim *claim = arena_alloc(rq->arena, sizeof *claim);
    enum rc rc =
        claim == NULL ? RC_NOMEM : portal_claim_read(rq->service, &rq->actor, id, rq->arena, claim);
    if (rc != RC_OK) {
        reply_failure(rp, rc, NULL);
        return;
    }
    char location[80];
    snprintf(location, sizeof location, "/api/v1/portal/claims/%s", id->text);
    if (created)
        http_reply_created(rp, location, claim_json(claim));
    else
        http_reply_json(rp, 200, claim_json(claim));
}

// The claim after a change, or why there was none.
static void reply_made(struct http_request *rq, struct http_reply *rp, const struct public_id *id,
                       enum rc rc, const struct fault *fault) {
    if (rc != RC_OK)
        reply_failure(rp, rc, fault);
    else
        reply_claim(rq, rp, id, true);
}

static void reply_changed(struct http_request *rq, struct http_reply *rp,
                          const struct public_id *id, enum rc rc, const struct fault *fault) {
    if (rc != RC_OK)
        reply_failure(rp, rc, fault);
    else
        reply_claim(rq, rp, id, false);
}

void portal_claim_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    reply_claim(rq, rp, &id, false);
}

struct claim_body {
    struct public_id person;
    const char *plan;
};

static const struct json_field claim_fields[] = {
    JSON_ID("person", struct claim_body, person),
    JSON_TEXT("plan", struct claim_body, plan, 2, 40),
    JSON_END,
};

static enum rc claim(const struct http_request *rq, struct public_id *id, const void *given,
                     struct fault *fault) {
    const struct claim_body *body = given;
    return portal_claim_open(rq->service, &rq->actor, rq->once, &body->person, body->plan, id,
                             fault);
}

struct answer_body {
    const char *grade;
};

static const struct json_field answer_fields[] = {
    JSON_TEXT("grade", struct answer_body, grade, 1, 40), JSON_END};

static enum rc answer(const struct http_request *rq, struct public_id *id, const void *given,
                      struct fault *fault) {
    const struct answer_body *body = given;
    return portal_answer_save(rq->service, &rq->actor, id, http_param(rq, "item"), body->grade,
                              fault);
}

static const char *const needs[] = {"yes", "no", "unknown"};
static const char *const places[] = {"home", "rsa", "hospital", "other"};

struct facts_body {
    const char *onset_date;
    int need, place;
    bool need_given, place_given;
};

static const struct json_field facts_fields[] = {
    JSON_DATE("onsetDate", struct facts_body, onset_date, JSON_OPTIONAL),
    JSON_CHOICE("constantNeed", struct facts_body, need, needs,
                JSON_GIVEN(struct facts_body, need_given)),
    JSON_CHOICE("placeOfCare", struct facts_body, place, places,
                JSON_GIVEN(struct facts_body, place_given)),
    JSON_END,
};

static enum rc facts(const struct http_request *rq, struct public_id *id, const void *given,
                     struct fault *fault) {
    const struct facts_body *body = given;
    struct claim_statement statement = {
        .onset_date = body->onset_date,
        .constant_need = body->need_given ? needs[body->need] : NULL,
        .place_of_care = body->place_given ? places[body->place] : NULL,
    };
    return portal_facts_save(rq->service, &rq->actor, id, &statement, fault);
}

static enum rc submission(const struct http_request *rq, struct public_id *id, const void *given,
                          struct fault *fault) {
    (void)given;
    return portal_claim_submit(rq->service, &rq->actor, rq->once, id, fault);
}

static const struct json_field expense_fields[] = {
    JSON_TEXT("form", struct expense_new, form, 1, 40),
    JSON_TEXT("provider", struct expense_new, provider, 1, 120),
    JSON_TEXT("document", struct expense_new, document, 1, 60),
    JSON_DATE("serviceFrom", struct expense_new, service_from),
    JSON_DATE("serviceTo", struct expense_new, service_to),
    JSON_INT("amountCents", struct expense_new, amount_cents, 1, 100000000),
    JSON_FIELD(JSON_KIND_BOOL, "receipted", struct expense_new, receipted),
    JSON_DATE("invoicedOn", struct expense_new, invoiced_on, JSON_OPTIONAL),
    JSON_DATE("paidOn", struct expense_new, paid_on, JSON_OPTIONAL),
    JSON_TEXT("currency", struct expense_new, currency, 3, 3, JSON_OPTIONAL),
    JSON_END,
};

static enum rc expense(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    struct public_id expense_id;
    return portal_expense_submit(rq->service, &rq->actor, rq->once, id, given, &expense_id, fault);
}

#define CLAIM "/api/v1/portal/claims/{claim}"

static const struct http_change makes[] = {
    {"/api/v1/portal/claims", claim, claim_fields, sizeof(struct claim_body)},
    {CLAIM "/expenses", expense, expense_fields, sizeof(struct expense_new)},
    {0},
};

static const struct http_change changes[] = {
    {CLAIM "/answers/{item:slug}", answer, answer_fields, sizeof(struct answer_body)},
    {CLAIM "/facts", facts, facts_fields, sizeof(struct facts_body)},
    {CLAIM "/submit", submission, NULL, 0},
    {0},
};

void portal_claim_make(struct http_request *rq, struct http_reply *rp) {
    http_change(rq, rp, makes, reply_made);
}

void portal_claim_change(struct http_request *rq, struct http_reply *rp) {
    http_change(rq, rp, changes, reply_changed);
}
