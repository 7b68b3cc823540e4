// SPDX-License-Identifier: EUPL-1.2
// POST /api/v1/claims/{claim}/…: what only a person says: rulings, interruptions, authorisations,
// sheets of examinations.
#include <stddef.h>

#include "base/json.h"
#include "http/change.h"
#include "http/claims.h"
#include "scoring/plan.h"
#include "service/claim_services.h"
#include "service/claim_sheets.h"
#include "service/person_rulings.h"

enum { RULING_MAX = 40, REASON_MAX = 2000, PROOF_MAX = 100 };

struct words_body {
    const char *ruling, *reason;
};

static const struct json_field words_fields[] = {
    JSON_TEXT("ruling", struct words_body, ruling, 1, RULING_MAX),
    JSON_TEXT("reason", struct words_body, reason, 3, REASON_MAX),
    JSON_END,
};

static enum rc early(const struct http_request *rq, struct public_id *id, const void *given,
                     struct fault *fault) {
    const struct words_body *body = given;
    return claim_rule_on_early(rq->service, &rq->actor, id, rq->if_match, body->ruling,
                               body->reason, fault);
}

static enum rc refused_check(const struct http_request *rq, struct public_id *id, const void *given,
                             struct fault *fault) {
    const struct words_body *body = given;
    return claim_rule_on_refusal(rq->service, &rq->actor, id, rq->if_match, body->ruling,
                                 body->reason, fault);
}

struct interruption_body {
    const char *date, *evidence;
};

static const struct json_field interruption_fields[] = {
    JSON_DATE("date", struct interruption_body, date),
    JSON_TEXT("evidence", struct interruption_body, evidence, 1, PROOF_MAX),
    JSON_END,
};

static enum rc interruption(const struct http_request *rq, struct public_id *id, const void *given,
                            struct fault *fault) {
    const struct interruption_body *body = given;
    return claim_record_interruption(rq->service, &rq->actor, id, rq->if_match, body->date,
                                     body->evidence, fault);
}

static const struct json_field service_fields[] = {
    JSON_TEXT("provider", struct service_new, provider, 1, 120),
    JSON_TEXT("document", struct service_new, document, 1, 60),
    JSON_DATE("serviceFrom", struct service_new, service_from),
    JSON_DATE("serviceTo", struct service_new, service_to),
    JSON_INT("amountCents", struct service_new, amount_cents, 1, 100000000),
    JSON_END,
};

static enum rc authorisation(const struct http_request *rq, struct public_id *id, const void *given,
                             struct fault *fault) {
    return claim_authorise(rq->service, &rq->actor, id, rq->if_match, given, fault);
}

static const struct json_field answer_fields[] = {
    JSON_TEXT("item", struct sheet_answer, item, 1, 40),
    JSON_TEXT("grade", struct sheet_answer, grade, 1, 40),
    JSON_END,
};

struct sheet_body {
    const char *rater, *on;
    struct json_list answers;
};

static const struct json_field sheet_fields[] = {
    JSON_TEXT("rater", struct sheet_body, rater, 1, RULING_MAX),
    JSON_DATE("on", struct sheet_body, on),
    JSON_OBJECTS("answers", struct sheet_body, answers, 1, PLAN_ACTIVITIES_MAX, struct sheet_answer,
                 answer_fields),
    JSON_END,
};

static enum rc assessment(const struct http_request *rq, struct public_id *id, const void *given,
                          struct fault *fault) {
    const struct sheet_body *body = given;
    struct sheet_new sheet = {body->rater, body->on, body->answers.items, body->answers.count};
    return claim_examine(rq->service, &rq->actor, id, rq->if_match, &sheet, fault);
}

#define CLAIM "/api/v1/claims/{claim}"

static const struct http_change changes[] = {
    {CLAIM "/early-ruling", early, words_fields, sizeof(struct words_body)},
    {CLAIM "/refusal-ruling", refused_check, words_fields, sizeof(struct words_body)},
    {CLAIM "/interruptions", interruption, interruption_fields, sizeof(struct interruption_body)},
    {CLAIM "/authorisations", authorisation, service_fields, sizeof(struct service_new)},
    {CLAIM "/assessments", assessment, sheet_fields, sizeof(struct sheet_body)},
    {0},
};

void claim_act_write(struct http_request *rq, struct http_reply *rp) {
    http_change(rq, rp, changes, claim_reply);
}
