// SPDX-License-Identifier: EUPL-1.2
// /api/v1/claims/{claim}/…: what is found and decided, and what a decision was taken on.
#include "service/decisions.h"

#include <stddef.h>
#include <string.h>

#include "base/json.h"
#include "http/change.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/claims.h"
#include "service/expenses.h"

static const char *const consolidated_words[] = {"yes", "no", "undetermined"};
static const enum consolidated consolidated_values[] = {CONSOLIDATED_YES, CONSOLIDATED_NO,
                                                        CONSOLIDATED_UNDETERMINED};
static const char *const need_words[] = {"yes", "no", "unknown"};
static const enum fact need_values[] = {FACT_YES, FACT_NO, FACT_UNKNOWN};

struct finding_body {
    int consolidated, need;
    const char *note, *examined_on;
};

static const struct json_field finding_fields[] = {
    JSON_CHOICE("consolidated", struct finding_body, consolidated, consolidated_words),
    JSON_CHOICE("constantNeed", struct finding_body, need, need_words),
    JSON_DATE("examinedOn", struct finding_body, examined_on),
    JSON_TEXT("note", struct finding_body, note, 0, 2000, JSON_OPTIONAL),
    JSON_END,
};

static enum rc finding(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    const struct finding_body *body = given;
    struct finding_new news = {consolidated_values[body->consolidated], need_values[body->need],
                               body->note, body->examined_on};
    return claim_find(rq->service, &rq->actor, id, rq->if_match, &news, fault);
}

static const char *const life_words[] = {"alive", "died"};

struct life_body {
    int fact;
    const char *date, *notified_on, *evidence;
};

static const struct json_field life_fields[] = {
    JSON_CHOICE("fact", struct life_body, fact, life_words),
    JSON_DATE("date", struct life_body, date),
    JSON_DATE("notifiedOn", struct life_body, notified_on, JSON_OPTIONAL),
    JSON_TEXT("evidence", struct life_body, evidence, 1, 100, JSON_OPTIONAL),
    JSON_END,
};

static enum rc life(const struct http_request *rq, struct public_id *id, const void *given,
                    struct fault *fault) {
    const struct life_body *body = given;
    struct life_new sign = {body->fact == 1, body->date, body->notified_on, body->evidence};
    return claim_record_life(rq->service, &rq->actor, id, rq->if_match, &sign, fault);
}

static const struct json_field decision_fields[] = {
    JSON_TEXT("outcome", struct decision_new, outcome, 1, 40),
    JSON_TEXT("reason", struct decision_new, reason, 3, 2000),
    JSON_DATE("reviewOn", struct decision_new, review_on, JSON_OPTIONAL),
    JSON_END,
};

static enum rc decision(const struct http_request *rq, struct public_id *id, const void *given,
                        struct fault *fault) {
    return claim_decide(rq->service, &rq->actor, id, rq->if_match, given, fault);
}

static enum rc correction(const struct http_request *rq, struct public_id *id, const void *given,
                          struct fault *fault) {
    return claim_correct_decision(rq->service, &rq->actor, id, rq->if_match, given, fault);
}

static enum rc approval(const struct http_request *rq, struct public_id *id, const void *given,
                        struct fault *fault) {
    (void)given;
    struct public_id expense = http_param_id(rq, "expense");
    return expense_approve(rq->service, &rq->actor, id, &expense, rq->if_match, fault);
}

struct refusal_body {
    const char *reason;
};

static const struct json_field refusal_fields[] = {
    JSON_TEXT("reason", struct refusal_body, reason, 3, 500), JSON_END};

static enum rc refusal(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    const struct refusal_body *body = given;
    struct public_id expense = http_param_id(rq, "expense");
    return expense_refuse(rq->service, &rq->actor, id, &expense, rq->if_match, body->reason, fault);
}

#define CLAIM "/api/v1/claims/{claim}"

static const struct http_change changes[] = {
    {CLAIM "/finding", finding, finding_fields, sizeof(struct finding_body)},
    {CLAIM "/life", life, life_fields, sizeof(struct life_body)},
    {CLAIM "/decision", decision, decision_fields, sizeof(struct decision_new)},
    {CLAIM "/decision/correction", correction, decision_fields, sizeof(struct decision_new)},
    {CLAIM "/expenses/{expense}/approve", approval, NULL, 0},
    {CLAIM "/expenses/{expense}/refuse", refusal, refusal_fields, sizeof(struct refusal_body)},
    {0},
};

void claim_decision_write(struct http_request *rq, struct http_reply *rp) {
    http_change(rq, rp, changes, claim_reply);
}

typedef enum rc record_fn(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, const struct public_id *of,
                          struct arena *arena, const char **record);
typedef enum rc replay_fn(const struct service *service, const struct actor *actor,
                          const struct public_id *claim, const struct public_id *of,
                          struct arena *arena, struct decision_replayed *again,
                          struct fault *fault);

// The bytes as they were stored, so that `sostegno evaluate --replay` can compare them.
static void reply_record(struct http_request *rq, struct http_reply *rp, const char *what,
                         record_fn *read) {
    struct public_id id = http_param_id(rq, "claim"), of = http_param_id(rq, what);
    const char *record = NULL;
    enum rc rc = read(rq->service, &rq->actor, &id, &of, rq->arena, &record);
    if (rc != RC_OK)
        http_reply_rc(rp, rc, rc == RC_CONFLICT ? "record-missing" : NULL);
    else
        http_reply_bytes(rp, 200, "application/json", record, strlen(record));
}

static void reply_again(struct http_request *rq, struct http_reply *rp, const char *what,
                        replay_fn *replay) {
    struct public_id id = http_param_id(rq, "claim"), of = http_param_id(rq, what);
    struct decision_replayed again;
    struct fault fault = {0};
    enum rc rc = replay(rq->service, &rq->actor, &id, &of, rq->arena, &again, &fault);
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    json_t *settings = again.settings == NULL ? json_null() : json_deep_copy(again.settings);
    http_reply_json(rp, 200,
                    json_pack("{s:b, s:o}", "same", (int)again.same, "settings", settings));
}

void decision_record_get(struct http_request *rq, struct http_reply *rp) {
    reply_record(rq, rp, "decision", decision_record);
}

void decision_replay_get(struct http_request *rq, struct http_reply *rp) {
    reply_again(rq, rp, "decision", decision_replay);
}

void expense_record_get(struct http_request *rq, struct http_reply *rp) {
    reply_record(rq, rp, "expense", expense_record);
}

void expense_replay_get(struct http_request *rq, struct http_reply *rp) {
    reply_again(rq, rp, "expense", expense_replay);
}
