// SPDX-License-Identifier: EUPL-1.2
// /api/v1/persons: register, find, read, mandates, enrolment in telemonitoring.
#include "service/persons.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "http/case_json.h"
#include "http/change.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/once.h"

static json_t *covers_json(const struct person_record *record) {
    json_t *covers = json_array();
    for (size_t i = 0; i < record->cover_count; i++)
        covers = json_append(
            covers, json_pack("{s:s, s:s, s:o, s:s}", "plan", record->covers[i].plan, "from",
                              record->covers[i].from, "to", json_text_or_null(record->covers[i].to),
                              "holder", fact_name(record->covers[i].holder)));
    return covers;
}

static json_t *mandates_json(const struct person_record *record) {
    json_t *mandates = json_array();
    for (size_t i = 0; i < record->mandate_count; i++)
        mandates = json_append(
            mandates, json_pack("{s:s, s:s, s:s, s:o}", "username", record->mandates[i].username,
                                "kind", record->mandates[i].kind, "from", record->mandates[i].from,
                                "to", json_text_or_null(record->mandates[i].to)));
    return mandates;
}

static json_t *monitoring_json(const struct person_record *record) {
    if (!public_id_is_set(&record->subject))
        return json_null();
    json_t *conditions = json_array();
    for (size_t i = 0; i < record->condition_count; i++)
        conditions = json_append(conditions, json_string(record->conditions[i]));
    return json_pack("{s:s, s:o, s:o}", "subject", record->subject.text, "conditions", conditions,
                     "enrolledAt", json_instant_or_null(record->enrolled_us));
}

static json_t *cover_events_json(const struct person_cover_history *history) {
    json_t *events = json_array();
    for (size_t i = 0; i < history->event_count; i++) {
        const struct person_cover_event *event = &history->events[i];
        events = json_append(events, json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:o}",
                                               "id", event->id.text, "plan", event->plan, "kind",
                                               event->kind, "on", event->on, "communicatedOn",
                                               json_text_or_null(event->communicated_on), "paid",
                                               event->paid, "forAll", event->for_all, "evidence",
                                               json_text_or_null(event->evidence), "by",
                                               claim_staff_json(&event->signature.by), "at",
                                               json_instant_or_null(event->signature.at_us)));
    }
    return events;
}

static json_t *coverages_json(const struct person_cover_history *history) {
    json_t *coverages = json_array();
    for (size_t i = 0; i < history->coverage_count; i++) {
        const struct person_coverage *one = &history->coverages[i];
        coverages = json_append(coverages, json_pack("{s:s, s:s, s:o, s:s}", "plan", one->plan,
                                                     "covered", fact_name(one->coverage.covered),
                                                     "since", date_json(one->coverage.since),
                                                     "rule", one->coverage.rule));
    }
    return coverages;
}

static json_t *person_json(const struct person_record *record) {
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
                     record->id.text, "firstName", record->first_name, "lastName",
                     record->last_name, "birthDate", record->birth_date, "codiceFiscale",
                     record->codice_fiscale, "codiceFiscaleMismatch", (int)record->code_mismatch,
                     "phone", json_text_or_null(record->phone), "bankAccount",
                     bank_account_json(&record->account), "covers", covers_json(record),
                     "coverEvents", cover_events_json(&record->cover_history), "coverages",
                     coverages_json(&record->cover_history), "mandates", mandates_json(record),
                     "monitoring", monitoring_json(record));
}

static void reply_person(struct http_request *rq, struct http_reply *rp, const struct public_id *id,
                         bool created) {
    struct person_record record;
    enum rc rc = person_read(rq->service, &rq->actor, id, rq->arena, &record);
    if (rc != RC_OK) {
        reply_failure(rp, rc, NULL);
        return;
    }
    char location[80];
    snprintf(location, sizeof location, "/api/v1/persons/%s", id->text);
    if (created)
        http_reply_created(rp, location, person_json(&record));
    else
        http_reply_json(rp, 200, person_json(&record));
}

static void reply_written(struct http_request *rq, struct http_reply *rp,
                          const struct public_id *id, enum rc rc, const struct fault *fault) {
    if (rc != RC_OK)
        reply_failure(rp, rc, fault);
    else
        reply_person(rq, rp, id, true);
}

static const char *const fact_words[] = {"unknown", "no", "yes"};

struct cover_body {
    const char *plan, *from, *to;
    int holder;
};

struct person_body {
    struct person_new person;
    struct json_list covers; // of struct cover_body
};

static const struct json_field cover_fields[] = {
    JSON_TEXT("plan", struct cover_body, plan, 2, 40),
    JSON_DATE("from", struct cover_body, from),
    JSON_DATE("to", struct cover_body, to, JSON_OPTIONAL),
    JSON_CHOICE("holder", struct cover_body, holder, fact_words, JSON_OPTIONAL),
    JSON_END,
};

static const struct json_field person_fields[] = {
    JSON_TEXT("firstName", struct person_body, person.first_name, 1, 80),
    JSON_TEXT("lastName", struct person_body, person.last_name, 1, 80),
    JSON_DATE("birthDate", struct person_body, person.birth_date),
    JSON_TEXT("codiceFiscale", struct person_body, person.codice_fiscale, 11, 16),
    JSON_TEXT("phone", struct person_body, person.phone, 5, 30, JSON_OPTIONAL),
    JSON_OBJECTS("covers", struct person_body, covers, 0, PERSON_COVERS_MAX, struct cover_body,
                 cover_fields),
    JSON_END,
};

static enum rc registration(const struct http_request *rq, struct public_id *id, const void *given,
                            struct fault *fault) {
    const struct person_body *body = given;
    struct person_new person = body->person;
    const struct cover_body *covers = body->covers.items;
    person.cover_count = body->covers.count;
    for (size_t i = 0; i < body->covers.count; i++)
        person.covers[i] = (struct person_cover){.plan = covers[i].plan,
                                                 .from = covers[i].from,
                                                 .to = covers[i].to,
                                                 .holder = (enum fact)covers[i].holder};
    return person_register(rq->service, &rq->actor, rq->once, &person, id, fault);
}

struct search_body {
    const char *code, *name;
};

static const struct json_field search_fields[] = {
    JSON_TEXT("codiceFiscale", struct search_body, code, 11, 16, JSON_OPTIONAL),
    JSON_TEXT("name", struct search_body, name, 3, 80, JSON_OPTIONAL),
    JSON_END,
};

void persons_search_post(struct http_request *rq, struct http_reply *rp) {
    struct search_body body = {0};
    struct fault fault = {0};
    struct person_found *found = NULL;
    size_t count = 0;
    bool truncated = false;
    enum rc rc = http_body_fill(rq, search_fields, &body, &fault);
    if (rc == RC_OK)
        rc = persons_search(rq->service, &rq->actor, body.code, body.name, rq->arena, &found,
                            &count, &truncated, &fault);
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; i < count; i++)
        items = json_append(items, json_pack("{s:s, s:s, s:s, s:s}", "id", found[i].id.text, "name",
                                             found[i].name, "birthDate", found[i].birth_date,
                                             "codiceFiscale", found[i].codice_fiscale));
    http_reply_json(rp, 200, json_pack("{s:o, s:b}", "items", items, "truncated", (int)truncated));
}

void person_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "person");
    reply_person(rq, rp, &id, false);
}

static const struct json_field mandate_fields[] = {
    JSON_TEXT("username", struct mandate_new, username, 1, 64),
    JSON_TEXT("kind", struct mandate_new, kind, 1, 40),
    JSON_DATE("from", struct mandate_new, from),
    JSON_DATE("to", struct mandate_new, to, JSON_OPTIONAL),
    JSON_END,
};

static enum rc mandate(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    return mandate_grant(rq->service, &rq->actor, rq->once, id, given, fault);
}

struct cover_event_body {
    struct cover_event_new event;
    int paid, for_all;
};

static const struct json_field cover_event_fields[] = {
    JSON_TEXT("plan", struct cover_event_body, event.plan, 2, 40),
    JSON_TEXT("kind", struct cover_event_body, event.kind, 1, 40),
    JSON_DATE("on", struct cover_event_body, event.on),
    JSON_DATE("communicatedOn", struct cover_event_body, event.communicated_on, JSON_OPTIONAL),
    JSON_CHOICE("paid", struct cover_event_body, paid, fact_words, JSON_OPTIONAL),
    JSON_CHOICE("forAll", struct cover_event_body, for_all, fact_words, JSON_OPTIONAL),
    JSON_TEXT("evidence", struct cover_event_body, event.evidence, 1, 100, JSON_OPTIONAL),
    JSON_ID("replaces", struct cover_event_body, event.replaces, JSON_OPTIONAL),
    JSON_END,
};

static enum rc cover_event(const struct http_request *rq, struct public_id *id, const void *given,
                           struct fault *fault) {
    const struct cover_event_body *body = given;
    struct cover_event_new event = body->event;
    event.paid = (enum fact)body->paid;
    event.for_all = (enum fact)body->for_all;
    return cover_event_record(rq->service, &rq->actor, rq->once, id, &event, fault);
}

static const struct json_field account_fields[] = {
    JSON_TEXT("iban", struct person_account_new, iban, 5, 50),
    JSON_TEXT("holder", struct person_account_new, holder, 1, 120),
    JSON_TEXT("evidence", struct person_account_new, evidence, 1, 100),
    JSON_END,
};

static enum rc account(const struct http_request *rq, struct public_id *id, const void *given,
                       struct fault *fault) {
    return person_account_record(rq->service, &rq->actor, rq->once, id, given, fault);
}

static enum rc account_end(const struct http_request *rq, struct public_id *id, const void *given,
                           struct fault *fault) {
    (void)given;
    return person_account_end(rq->service, &rq->actor, rq->once, id, fault);
}

struct enrolment_body {
    struct json_list conditions; // of const char *
};

static const struct json_field enrolment_fields[] = {
    JSON_TEXTS("conditions", struct enrolment_body, conditions, 1, PERSON_CONDITIONS_MAX, 40),
    JSON_END,
};

static enum rc enrolment(const struct http_request *rq, struct public_id *id, const void *given,
                         struct fault *fault) {
    const struct enrolment_body *body = given;
    return person_enrol(rq->service, &rq->actor, rq->once, id, body->conditions.items,
                        body->conditions.count, fault);
}

#define PERSON "/api/v1/persons/{person}"

static const struct http_change changes[] = {
    {"/api/v1/persons", registration, person_fields, sizeof(struct person_body)},
    {PERSON "/mandates", mandate, mandate_fields, sizeof(struct mandate_new)},
    {PERSON "/cover-events", cover_event, cover_event_fields, sizeof(struct cover_event_body)},
    {PERSON "/bank-account", account, account_fields, sizeof(struct person_account_new)},
    {PERSON "/bank-account/end", account_end, NULL, 0},
    {PERSON "/monitoring", enrolment, enrolment_fields, sizeof(struct enrolment_body)},
    {0},
};

void person_write(struct http_request *rq, struct http_reply *rp) {
    http_change(rq, rp, changes, reply_written);
}
