// SPDX-License-Identifier: EUPL-1.2
// /api/v1/portal: the family's home page and claims.
#include "service/portal.h"

#include <stddef.h>
#include <stdio.h>

#include "base/json.h"
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

static json_t *claim_json(const struct portal_claim *claim) {
    json_t *receipt = json_null();
    if (claim->submitted_us != 0)
        receipt = json_pack("{s:s, s:o}", "number", claim->number, "submittedAt",
                            json_instant_or_null(claim->submitted_us));
    return json_pack(
        "{s:s, s:s, s:s, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
        claim->id.text, "number", claim->number, "person", claim->person.text, "plan",
        plan_json(claim->plan), "state", claim->shown, "version", (json_int_t)claim->version,
        "facts", statement_json(&claim->statement), "answers", answers_json(claim), "openItems",
        open_items_json(claim), "documents", documents_json(claim), "tasks", tasks_json(claim),
        "steps", steps_json(claim), "months", months_json(claim->months, claim->month_count),
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
static void reply_changed(struct http_request *rq, struct http_reply *rp,
                          const struct public_id *id, enum rc rc, const struct fault *fault,
                          bool created) {
    if (rc != RC_OK)
        reply_failure(rp, rc, fault);
    else
        reply_claim(rq, rp, id, created);
}

struct claim_body {
    struct public_id person;
    const char *plan;
};

static const struct json_field claim_fields[] = {
    {.name = "person", .kind = JSON_KIND_ID, .offset = offsetof(struct claim_body, person)},
    {.name = "plan",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct claim_body, plan),
     .min = 2,
     .max = 40},
    JSON_END,
};

void portal_claims_post(struct http_request *rq, struct http_reply *rp) {
    struct claim_body body = {0};
    struct fault fault = {0};
    struct public_id id = {0};
    enum rc rc = http_body_fill(rq, claim_fields, &body, &fault);
    if (rc == RC_OK)
        rc = portal_claim_open(rq->service, &rq->actor, rq->once, &body.person, body.plan, &id,
                               &fault);
    reply_changed(rq, rp, &id, rc, &fault, true);
}

void portal_claim_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    reply_claim(rq, rp, &id, false);
}

struct answer_body {
    const char *grade;
};

static const struct json_field answer_fields[] = {
    {.name = "grade",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct answer_body, grade),
     .min = 1,
     .max = 40},
    JSON_END,
};

void portal_answer_put(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct answer_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, answer_fields, &body, &fault);
    if (rc == RC_OK)
        rc = portal_answer_save(rq->service, &rq->actor, &id, http_param(rq, "item"), body.grade,
                                &fault);
    reply_changed(rq, rp, &id, rc, &fault, false);
}

static const char *const needs[] = {"yes", "no", "unknown"};
static const char *const places[] = {"home", "rsa", "hospital", "other"};

struct facts_body {
    const char *onset_date;
    int need, place;
    bool need_given, place_given;
};

static const struct json_field facts_fields[] = {
    {.name = "onsetDate",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct facts_body, onset_date)},
    {.name = "constantNeed",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct facts_body, need),
     .given = 1 + offsetof(struct facts_body, need_given),
     .choices = needs,
     .choice_count = 3},
    {.name = "placeOfCare",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct facts_body, place),
     .given = 1 + offsetof(struct facts_body, place_given),
     .choices = places,
     .choice_count = 4},
    JSON_END,
};

void portal_facts_put(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct facts_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, facts_fields, &body, &fault);
    if (rc == RC_OK) {
        struct claim_statement facts = {
            .onset_date = body.onset_date,
            .constant_need = body.need_given ? needs[body.need] : NULL,
            .place_of_care = body.place_given ? places[body.place] : NULL,
        };
        rc = portal_facts_save(rq->service, &rq->actor, &id, &facts, &fault);
    }
    reply_changed(rq, rp, &id, rc, &fault, false);
}

void portal_submit_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct fault fault = {0};
    enum rc rc = portal_claim_submit(rq->service, &rq->actor, rq->once, &id, &fault);
    reply_changed(rq, rp, &id, rc, &fault, false);
}

#define EXPENSE_TEXT(field, member, longest)                                                       \
    {                                                                                              \
        .name = field, .kind = JSON_KIND_TEXT, .offset = offsetof(struct expense_new, member),     \
        .min = 1, .max = longest                                                                   \
    }

static const struct json_field expense_fields[] = {
    EXPENSE_TEXT("form", form, 40),
    EXPENSE_TEXT("provider", provider, 120),
    EXPENSE_TEXT("document", document, 60),
    {.name = "serviceFrom",
     .kind = JSON_KIND_DATE,
     .offset = offsetof(struct expense_new, service_from)},
    {.name = "serviceTo",
     .kind = JSON_KIND_DATE,
     .offset = offsetof(struct expense_new, service_to)},
    {.name = "amountCents",
     .kind = JSON_KIND_INT,
     .offset = offsetof(struct expense_new, amount_cents),
     .min = 1,
     .max = 100000000},
    {.name = "receipted",
     .kind = JSON_KIND_BOOL,
     .offset = offsetof(struct expense_new, receipted)},
    JSON_END,
};

void portal_expenses_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct public_id expense;
    struct expense_new body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, expense_fields, &body, &fault);
    if (rc == RC_OK)
        rc = portal_expense_submit(rq->service, &rq->actor, rq->once, &id, &body, &expense, &fault);
    reply_changed(rq, rp, &id, rc, &fault, true);
}
