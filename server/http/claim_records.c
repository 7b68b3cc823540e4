// SPDX-License-Identifier: EUPL-1.2
// POST /api/v1/claims/{claim}/…: facts that staff record: checks, dossier, dates, rulings, ends.
#include "service/claim_records.h"

#include <stddef.h>

#include "base/json.h"
#include "http/change.h"
#include "http/claims.h"

enum { CODE_MAX = 40, EVIDENCE_MAX = 100, WORDS_MAX = 2000, NUMBER_MISSING = -1 };

struct check_item {
    const char *about, *code, *answer, *since, *evidence, *note;
    int64_t number;
    bool number_given;
    struct json_list exceptions;
    struct public_id of;
};

static const struct json_field check_item_fields[] = {
    JSON_TEXT("about", struct check_item, about, 1, CODE_MAX),
    JSON_TEXT("code", struct check_item, code, 1, CODE_MAX, JSON_OPTIONAL),
    JSON_TEXT("answer", struct check_item, answer, 1, CODE_MAX),
    JSON_INT("number", struct check_item, number, 0, 100,
             JSON_GIVEN(struct check_item, number_given)),
    JSON_DATE("since", struct check_item, since, JSON_OPTIONAL),
    JSON_TEXTS("exceptions", struct check_item, exceptions, 0, CHECK_EXCEPTIONS_MAX, CODE_MAX,
               JSON_OPTIONAL),
    JSON_TEXT("evidence", struct check_item, evidence, 1, EVIDENCE_MAX, JSON_OPTIONAL),
    JSON_TEXT("note", struct check_item, note, 1, WORDS_MAX, JSON_OPTIONAL),
    JSON_ID("of", struct check_item, of, JSON_OPTIONAL),
    JSON_END,
};

struct checks_body {
    struct json_list checks;
};

static const struct json_field checks_fields[] = {
    JSON_OBJECTS("checks", struct checks_body, checks, 1, CHECKS_AT_ONCE, struct check_item,
                 check_item_fields),
    JSON_END,
};

static struct check_new check_of(const struct check_item *item) {
    struct check_new check = {
        .about = item->about,
        .code = item->code,
        .answer = item->answer,
        .number = item->number_given ? item->number : NUMBER_MISSING,
        .since = item->since,
        .exception_count = item->exceptions.count,
        .evidence = item->evidence,
        .note = item->note,
        .of = item->of,
    };
    for (size_t i = 0; i < item->exceptions.count; i++)
        check.exceptions[i] = ((const char *const *)item->exceptions.items)[i];
    return check;
}

static enum rc checks(const struct http_request *rq, struct public_id *id, const void *given,
                      struct fault *fault) {
    const struct checks_body *body = given;
    struct check_new *list = arena_array(rq->arena, body->checks.count + 1, sizeof *list);
    if (list == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < body->checks.count; i++)
        list[i] = check_of(&((const struct check_item *)body->checks.items)[i]);
    return claim_record_checks(rq->service, &rq->actor, id, rq->if_match, list, body->checks.count,
                               fault);
}

static const char *const fact_words[] = {"unknown", "no", "yes"};
static const char *const verdict_words[] = {NULL, "no", "yes"};

struct document_item {
    const char *code, *received_on, *note;
    int accepted;
};

static const struct json_field document_fields[] = {
    JSON_TEXT("code", struct document_item, code, 1, CODE_MAX),
    JSON_DATE("receivedOn", struct document_item, received_on),
    JSON_CHOICE("accepted", struct document_item, accepted, verdict_words),
    JSON_TEXT("note", struct document_item, note, 1, EVIDENCE_MAX, JSON_OPTIONAL),
    JSON_END,
};

struct situation_body {
    int admitted, home_service, inpatient;
};

static const struct json_field situation_fields[] = {
    JSON_CHOICE("admitted", struct situation_body, admitted, fact_words),
    JSON_CHOICE("homeService", struct situation_body, home_service, fact_words),
    JSON_CHOICE("inpatient", struct situation_body, inpatient, fact_words),
    JSON_END,
};

struct dossier_body {
    struct situation_body situation;
    bool situation_given;
    struct json_list documents;
};

static const struct json_field dossier_fields[] = {
    JSON_FIELD(JSON_KIND_OBJECT, "situation", struct dossier_body, situation,
               JSON_GIVEN(struct dossier_body, situation_given), .fields = situation_fields),
    JSON_OBJECTS("documents", struct dossier_body, documents, 0, DOCUMENTS_AT_ONCE,
                 struct document_item, document_fields, JSON_OPTIONAL),
    JSON_END,
};

static enum rc dossier(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    const struct dossier_body *body = given;
    size_t count = body->documents.count;
    struct document_new *documents = arena_array(rq->arena, count + 1, sizeof *documents);
    if (documents == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const struct document_item *item =
            &((const struct document_item *)body->documents.items)[i];
        documents[i] = (struct document_new){item->code, item->received_on,
                                             (enum fact)item->accepted, item->note};
    }
    struct dossier_new news = {body->situation_given,
                               (enum fact)body->situation.admitted,
                               (enum fact)body->situation.home_service,
                               (enum fact)body->situation.inpatient,
                               documents,
                               count};
    return claim_record_dossier(rq->service, &rq->actor, id, rq->if_match, &news, fault);
}

// A day and what is said about it; each record takes the members that it needs.
struct day_body {
    const char *date, *event, *evidence, *reason, *note, *text;
};

static const struct json_field complete_fields[] = {JSON_DATE("date", struct day_body, date),
                                                    JSON_END};

static enum rc complete(const struct http_request *rq, struct public_id *id, const void *given,
                        struct fault *fault) {
    const struct day_body *body = given;
    return claim_complete(rq->service, &rq->actor, id, rq->if_match, body->date, fault);
}

static const struct json_field complete_correction_fields[] = {
    JSON_DATE("date", struct day_body, date),
    JSON_TEXT("reason", struct day_body, reason, 3, WORDS_MAX),
    JSON_END,
};

static enum rc complete_correction(const struct http_request *rq, struct public_id *id,
                                   const void *given, struct fault *fault) {
    const struct day_body *body = given;
    return claim_correct_complete(rq->service, &rq->actor, id, rq->if_match, body->date,
                                  body->reason, fault);
}

static const struct json_field date_fields[] = {
    JSON_TEXT("event", struct day_body, event, 1, CODE_MAX),
    JSON_DATE("date", struct day_body, date),
    JSON_TEXT("evidence", struct day_body, evidence, 1, EVIDENCE_MAX),
    JSON_END,
};

static enum rc date(const struct http_request *rq, struct public_id *id, const void *given,
                    struct fault *fault) {
    const struct day_body *body = given;
    return claim_record_date(rq->service, &rq->actor, id, rq->if_match, body->event, body->date,
                             body->evidence, fault);
}

struct ruling_body {
    const char *ruling, *reason;
    int64_t prejudice_cents;
};

static const struct json_field late_ruling_fields[] = {
    JSON_TEXT("ruling", struct ruling_body, ruling, 1, CODE_MAX),
    JSON_TEXT("reason", struct ruling_body, reason, 3, WORDS_MAX),
    JSON_INT("prejudiceCents", struct ruling_body, prejudice_cents, 1, 100000000, JSON_OPTIONAL),
    JSON_END,
};

static enum rc late_ruling(const struct http_request *rq, struct public_id *id, const void *given,
                           struct fault *fault) {
    const struct ruling_body *body = given;
    return claim_rule_on_late(rq->service, &rq->actor, id, rq->if_match, body->ruling, body->reason,
                              body->prejudice_cents, fault);
}

static const struct json_field survival_ruling_fields[] = {
    JSON_TEXT("ruling", struct ruling_body, ruling, 1, CODE_MAX),
    JSON_TEXT("reason", struct ruling_body, reason, 3, WORDS_MAX),
    JSON_END,
};

static enum rc survival_ruling(const struct http_request *rq, struct public_id *id,
                               const void *given, struct fault *fault) {
    const struct ruling_body *body = given;
    return claim_rule_on_survival(rq->service, &rq->actor, id, rq->if_match, body->ruling,
                                  body->reason, fault);
}

static const struct json_field control_fields[] = {
    JSON_TEXT("event", struct day_body, event, 1, CODE_MAX),
    JSON_DATE("date", struct day_body, date),
    JSON_TEXT("note", struct day_body, note, 1, WORDS_MAX, JSON_OPTIONAL),
    JSON_END,
};

static enum rc control(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    const struct day_body *body = given;
    return claim_record_control(rq->service, &rq->actor, id, rq->if_match, body->event, body->date,
                                body->note, fault);
}

static const struct json_field end_fields[] = {
    JSON_TEXT("reason", struct end_new, reason, 1, CODE_MAX),
    JSON_DATE("date", struct end_new, date),
    JSON_TEXT("evidence", struct end_new, evidence, 1, EVIDENCE_MAX),
    JSON_TEXT("note", struct end_new, note, 1, WORDS_MAX, JSON_OPTIONAL),
    JSON_END,
};

static enum rc end(const struct http_request *rq, struct public_id *id, const void *given,
                   struct fault *fault) {
    return claim_end(rq->service, &rq->actor, id, rq->if_match, given, fault);
}

static const struct json_field end_correction_fields[] = {
    JSON_TEXT("reason", struct day_body, reason, 3, WORDS_MAX),
    JSON_END,
};

static enum rc end_correction(const struct http_request *rq, struct public_id *id,
                              const void *given, struct fault *fault) {
    const struct day_body *body = given;
    return claim_correct_end(rq->service, &rq->actor, id, rq->if_match, body->reason, fault);
}

static const struct json_field complaint_fields[] = {
    JSON_DATE("receivedOn", struct complaint_new, received_on),
    JSON_TEXT("firstName", struct complaint_new, first_name, 1, 80),
    JSON_TEXT("lastName", struct complaint_new, last_name, 1, 80),
    JSON_TEXT("codiceFiscale", struct complaint_new, code, 11, 16),
    JSON_TEXT("text", struct complaint_new, text, 3, WORDS_MAX),
    JSON_END,
};

static enum rc complaint(const struct http_request *rq, struct public_id *id, const void *given,
                         struct fault *fault) {
    return claim_record_complaint(rq->service, &rq->actor, id, rq->if_match, given, fault);
}

static const struct json_field answer_fields[] = {
    JSON_DATE("date", struct day_body, date),
    JSON_TEXT("text", struct day_body, text, 3, WORDS_MAX),
    JSON_END,
};

static enum rc complaint_answer(const struct http_request *rq, struct public_id *id,
                                const void *given, struct fault *fault) {
    const struct day_body *body = given;
    struct public_id complaint_id = http_param_id(rq, "complaint");
    return claim_answer_complaint(rq->service, &rq->actor, id, &complaint_id, rq->if_match,
                                  body->date, body->text, fault);
}

#define CLAIM "/api/v1/claims/{claim}"

static const struct http_change changes[] = {
    {CLAIM "/checks", checks, checks_fields, sizeof(struct checks_body)},
    {CLAIM "/dossier", dossier, dossier_fields, sizeof(struct dossier_body)},
    {CLAIM "/complete", complete, complete_fields, sizeof(struct day_body)},
    {CLAIM "/complete/correction", complete_correction, complete_correction_fields,
     sizeof(struct day_body)},
    {CLAIM "/dates", date, date_fields, sizeof(struct day_body)},
    {CLAIM "/late-ruling", late_ruling, late_ruling_fields, sizeof(struct ruling_body)},
    {CLAIM "/survival-ruling", survival_ruling, survival_ruling_fields, sizeof(struct ruling_body)},
    {CLAIM "/controls", control, control_fields, sizeof(struct day_body)},
    {CLAIM "/end", end, end_fields, sizeof(struct end_new)},
    {CLAIM "/end/correction", end_correction, end_correction_fields, sizeof(struct day_body)},
    {CLAIM "/complaints", complaint, complaint_fields, sizeof(struct complaint_new)},
    {CLAIM "/complaints/{complaint}/answer", complaint_answer, answer_fields,
     sizeof(struct day_body)},
    {0},
};

void claim_record_write(struct http_request *rq, struct http_reply *rp) {
    http_change(rq, rp, changes, claim_reply);
}
