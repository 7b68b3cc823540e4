// SPDX-License-Identifier: EUPL-1.2
// /api/v1/claims/{claim}/…: facts that staff record: checks, dossier, dates, rulings, ends.
#include "service/claim_records.h"

#include <stddef.h>
#include <string.h>

#include "base/json.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/decisions.h"

#define TEXT(field, type, member, shortest, longest)                                               \
    {                                                                                              \
        .name = field, .kind = JSON_KIND_TEXT, .offset = offsetof(struct type, member),            \
        .min = shortest, .max = longest                                                            \
    }
#define OPTIONAL_TEXT(field, type, member, longest)                                                \
    {                                                                                              \
        .name = field, .kind = JSON_KIND_TEXT, .optional = true,                                   \
        .offset = offsetof(struct type, member), .min = 1, .max = longest                          \
    }
#define DATE(field, type, member)                                                                  \
    { .name = field, .kind = JSON_KIND_DATE, .offset = offsetof(struct type, member) }

enum { CODE_MAX = 40, EVIDENCE_MAX = 100, WORDS_MAX = 2000, NUMBER_MISSING = -1 };

struct check_item {
    const char *about, *code, *answer, *since, *evidence, *note;
    int64_t number;
    bool number_given;
    struct json_list exceptions;
    struct public_id of;
};

static const struct json_field check_item_fields[] = {
    TEXT("about", check_item, about, 1, CODE_MAX),
    OPTIONAL_TEXT("code", check_item, code, CODE_MAX),
    TEXT("answer", check_item, answer, 1, CODE_MAX),
    {.name = "number",
     .kind = JSON_KIND_INT,
     .optional = true,
     .offset = offsetof(struct check_item, number),
     .given = 1 + offsetof(struct check_item, number_given),
     .min = 0,
     .max = 100},
    {.name = "since",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct check_item, since)},
    {.name = "exceptions",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct check_item, exceptions),
     .min = 0,
     .max = CHECK_EXCEPTIONS_MAX,
     .item = JSON_KIND_TEXT,
     .item_min = 1,
     .item_max = CODE_MAX},
    OPTIONAL_TEXT("evidence", check_item, evidence, EVIDENCE_MAX),
    OPTIONAL_TEXT("note", check_item, note, WORDS_MAX),
    {.name = "of",
     .kind = JSON_KIND_ID,
     .optional = true,
     .offset = offsetof(struct check_item, of)},
    JSON_END,
};

struct checks_body {
    struct json_list checks;
};

static const struct json_field checks_fields[] = {
    {.name = "checks",
     .kind = JSON_KIND_LIST,
     .offset = offsetof(struct checks_body, checks),
     .min = 1,
     .max = CHECKS_AT_ONCE,
     .item = JSON_KIND_OBJECT,
     .item_size = sizeof(struct check_item),
     .fields = check_item_fields},
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

void claim_checks_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct checks_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, checks_fields, &body, &fault);
    struct check_new *checks = arena_array(rq->arena, body.checks.count + 1, sizeof *checks);
    if (rc == RC_OK && checks == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < body.checks.count && rc == RC_OK; i++)
        checks[i] = check_of(&((const struct check_item *)body.checks.items)[i]);
    if (rc == RC_OK)
        rc = claim_record_checks(rq->service, &rq->actor, &id, rq->if_match, checks,
                                 body.checks.count, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const char *const fact_words[] = {"unknown", "no", "yes"};
static const char *const verdict_words[] = {NULL, "no", "yes"};

struct document_item {
    const char *code, *received_on, *note;
    int accepted;
};

static const struct json_field document_fields[] = {
    TEXT("code", document_item, code, 1, CODE_MAX),
    DATE("receivedOn", document_item, received_on),
    {.name = "accepted",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct document_item, accepted),
     .choices = verdict_words,
     .choice_count = 3},
    OPTIONAL_TEXT("note", document_item, note, EVIDENCE_MAX),
    JSON_END,
};

#define FACT(field, member)                                                                        \
    {                                                                                              \
        .name = field, .kind = JSON_KIND_CHOICE,                                                   \
        .offset = offsetof(struct situation_body, member), .choices = fact_words,                  \
        .choice_count = 3                                                                          \
    }

struct situation_body {
    int admitted, home_service, inpatient;
};

static const struct json_field situation_fields[] = {
    FACT("admitted", admitted),
    FACT("homeService", home_service),
    FACT("inpatient", inpatient),
    JSON_END,
};

struct dossier_body {
    struct situation_body situation;
    bool situation_given;
    struct json_list documents;
};

static const struct json_field dossier_fields[] = {
    {.name = "situation",
     .kind = JSON_KIND_OBJECT,
     .optional = true,
     .offset = offsetof(struct dossier_body, situation),
     .given = 1 + offsetof(struct dossier_body, situation_given),
     .fields = situation_fields},
    {.name = "documents",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct dossier_body, documents),
     .min = 0,
     .max = DOCUMENTS_AT_ONCE,
     .item = JSON_KIND_OBJECT,
     .item_size = sizeof(struct document_item),
     .fields = document_fields},
    JSON_END,
};

void claim_dossier_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct dossier_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, dossier_fields, &body, &fault);
    struct document_new *documents =
        arena_array(rq->arena, body.documents.count + 1, sizeof *documents);
    if (rc == RC_OK && documents == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < body.documents.count && rc == RC_OK; i++) {
        const struct document_item *item = &((const struct document_item *)body.documents.items)[i];
        documents[i] = (struct document_new){item->code, item->received_on,
                                             (enum fact)item->accepted, item->note};
    }
    struct dossier_new dossier = {body.situation_given,
                                  (enum fact)body.situation.admitted,
                                  (enum fact)body.situation.home_service,
                                  (enum fact)body.situation.inpatient,
                                  documents,
                                  body.documents.count};
    if (rc == RC_OK)
        rc = claim_record_dossier(rq->service, &rq->actor, &id, rq->if_match, &dossier, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

struct day_body {
    const char *date, *event, *evidence, *reason, *note, *text;
};

static const struct json_field complete_fields[] = {DATE("date", day_body, date), JSON_END};

void claim_complete_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct day_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, complete_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_complete(rq->service, &rq->actor, &id, rq->if_match, body.date, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field complete_correction_fields[] = {
    DATE("date", day_body, date), TEXT("reason", day_body, reason, 3, WORDS_MAX), JSON_END};

void claim_complete_correction_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct day_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, complete_correction_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_correct_complete(rq->service, &rq->actor, &id, rq->if_match, body.date,
                                    body.reason, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field date_fields[] = {
    TEXT("event", day_body, event, 1, CODE_MAX), DATE("date", day_body, date),
    TEXT("evidence", day_body, evidence, 1, EVIDENCE_MAX), JSON_END};

void claim_dates_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct day_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, date_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_record_date(rq->service, &rq->actor, &id, rq->if_match, body.event, body.date,
                               body.evidence, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

struct ruling_body {
    const char *ruling, *reason;
    int64_t prejudice_cents;
};

static const struct json_field late_ruling_fields[] = {
    TEXT("ruling", ruling_body, ruling, 1, CODE_MAX),
    TEXT("reason", ruling_body, reason, 3, WORDS_MAX),
    {.name = "prejudiceCents",
     .kind = JSON_KIND_INT,
     .optional = true,
     .offset = offsetof(struct ruling_body, prejudice_cents),
     .min = 1,
     .max = 100000000},
    JSON_END,
};

void claim_late_ruling_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct ruling_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, late_ruling_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_rule_on_late(rq->service, &rq->actor, &id, rq->if_match, body.ruling,
                                body.reason, body.prejudice_cents, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field survival_ruling_fields[] = {
    TEXT("ruling", ruling_body, ruling, 1, CODE_MAX),
    TEXT("reason", ruling_body, reason, 3, WORDS_MAX), JSON_END};

void claim_survival_ruling_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct ruling_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, survival_ruling_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_rule_on_survival(rq->service, &rq->actor, &id, rq->if_match, body.ruling,
                                    body.reason, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field control_fields[] = {
    TEXT("event", day_body, event, 1, CODE_MAX), DATE("date", day_body, date),
    OPTIONAL_TEXT("note", day_body, note, WORDS_MAX), JSON_END};

void claim_controls_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct day_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, control_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_record_control(rq->service, &rq->actor, &id, rq->if_match, body.event, body.date,
                                  body.note, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field end_fields[] = {
    TEXT("reason", day_body, reason, 1, CODE_MAX), DATE("date", day_body, date),
    OPTIONAL_TEXT("note", day_body, note, WORDS_MAX), JSON_END};

void claim_end_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct day_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, end_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_end(rq->service, &rq->actor, &id, rq->if_match, body.reason, body.date,
                       body.note, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field complaint_fields[] = {
    DATE("receivedOn", complaint_new, received_on),
    TEXT("firstName", complaint_new, first_name, 1, 80),
    TEXT("lastName", complaint_new, last_name, 1, 80),
    TEXT("codiceFiscale", complaint_new, code, 11, 16),
    TEXT("text", complaint_new, text, 3, WORDS_MAX),
    JSON_END,
};

void claim_complaints_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct complaint_new body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, complaint_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_record_complaint(rq->service, &rq->actor, &id, rq->if_match, &body, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field answer_fields[] = {
    DATE("date", day_body, date), TEXT("text", day_body, text, 3, WORDS_MAX), JSON_END};

void claim_complaint_answer_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct public_id complaint = http_param_id(rq, "complaint");
    struct day_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, answer_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_answer_complaint(rq->service, &rq->actor, &id, &complaint, rq->if_match,
                                    body.date, body.text, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

// The bytes as they were stored, so that `sostegno evaluate --replay` can compare them.
void decision_record_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct public_id decision = http_param_id(rq, "decision");
    struct decision_replayed replayed;
    enum rc rc = decision_replay(rq->service, &rq->actor, &id, &decision, rq->arena, &replayed);
    if (rc != RC_OK) {
        http_reply_rc(rp, rc, rc == RC_CONFLICT ? "plan-not-pinned" : NULL);
        return;
    }
    http_reply_bytes(rp, 200, "application/json", replayed.record, strlen(replayed.record));
}

void decision_replay_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct public_id decision = http_param_id(rq, "decision");
    struct decision_replayed replayed;
    enum rc rc = decision_replay(rq->service, &rq->actor, &id, &decision, rq->arena, &replayed);
    if (rc != RC_OK) {
        http_reply_rc(rp, rc, rc == RC_CONFLICT ? "plan-not-pinned" : NULL);
        return;
    }
    http_reply_json(rp, 200,
                    json_pack("{s:b, s:o}", "same", (int)replayed.same, "settings",
                              json_deep_copy(replayed.settings)));
}
