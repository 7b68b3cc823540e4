// SPDX-License-Identifier: EUPL-1.2
// /api/v1/persons: register, find, read, mandates, enrolment in telemonitoring.
#include "service/persons.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "http/case_json.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/once.h"

static json_t *covers_json(const struct person_record *record) {
    json_t *covers = json_array();
    for (size_t i = 0; i < record->cover_count; i++)
        covers = json_append(covers, json_pack("{s:s, s:s, s:o}", "plan", record->covers[i].plan,
                                               "from", record->covers[i].from, "to",
                                               json_text_or_null(record->covers[i].to)));
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
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
                     record->id.text, "firstName", record->first_name, "lastName",
                     record->last_name, "birthDate", record->birth_date, "codiceFiscale",
                     record->codice_fiscale, "codiceFiscaleMismatch", (int)record->code_mismatch,
                     "phone", json_text_or_null(record->phone), "covers", covers_json(record),
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

struct person_body {
    struct person_new person;
    struct json_list covers; // of struct person_cover
};

static const struct json_field cover_fields[] = {
    {.name = "plan",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct person_cover, plan),
     .min = 2,
     .max = 40},
    {.name = "from", .kind = JSON_KIND_DATE, .offset = offsetof(struct person_cover, from)},
    {.name = "to",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct person_cover, to)},
    JSON_END,
};

#define PERSON_TEXT(field, member, shortest, longest)                                              \
    {                                                                                              \
        .name = field, .kind = JSON_KIND_TEXT,                                                     \
        .offset = offsetof(struct person_body, person.member), .min = shortest, .max = longest     \
    }

static const struct json_field person_fields[] = {
    PERSON_TEXT("firstName", first_name, 1, 80),
    PERSON_TEXT("lastName", last_name, 1, 80),
    {.name = "birthDate",
     .kind = JSON_KIND_DATE,
     .offset = offsetof(struct person_body, person.birth_date)},
    PERSON_TEXT("codiceFiscale", codice_fiscale, 11, 16),
    {.name = "phone",
     .kind = JSON_KIND_TEXT,
     .optional = true,
     .offset = offsetof(struct person_body, person.phone),
     .min = 5,
     .max = 30},
    {.name = "covers",
     .kind = JSON_KIND_LIST,
     .offset = offsetof(struct person_body, covers),
     .min = 0,
     .max = PERSON_COVERS_MAX,
     .item = JSON_KIND_OBJECT,
     .fields = cover_fields,
     .item_size = sizeof(struct person_cover)},
    JSON_END,
};

void persons_post(struct http_request *rq, struct http_reply *rp) {
    struct person_body body = {0};
    struct fault fault = {0};
    struct public_id id;
    enum rc rc = http_body_fill(rq, person_fields, &body, &fault);
    if (rc == RC_OK) {
        body.person.cover_count = body.covers.count;
        if (body.covers.count > 0)
            memcpy(body.person.covers, body.covers.items,
                   body.covers.count * sizeof body.person.covers[0]);
        rc = person_register(rq->service, &rq->actor, rq->once, &body.person, &id, &fault);
    }
    if (rc != RC_OK)
        reply_failure(rp, rc, &fault);
    else
        reply_person(rq, rp, &id, true);
}

struct search_body {
    const char *code, *name;
};

static const struct json_field search_fields[] = {
    {.name = "codiceFiscale",
     .kind = JSON_KIND_TEXT,
     .optional = true,
     .offset = offsetof(struct search_body, code),
     .min = 11,
     .max = 16},
    {.name = "name",
     .kind = JSON_KIND_TEXT,
     .optional = true,
     .offset = offsetof(struct search_body, name),
     .min = 3,
     .max = 80},
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
    {.name = "username",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct mandate_new, username),
     .min = 1,
     .max = 64},
    {.name = "kind",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct mandate_new, kind),
     .min = 1,
     .max = 40},
    {.name = "from", .kind = JSON_KIND_DATE, .offset = offsetof(struct mandate_new, from)},
    {.name = "to",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct mandate_new, to)},
    JSON_END,
};

void mandates_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "person");
    struct mandate_new body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, mandate_fields, &body, &fault);
    if (rc == RC_OK)
        rc = mandate_grant(rq->service, &rq->actor, rq->once, &id, &body, &fault);
    if (rc != RC_OK)
        reply_failure(rp, rc, &fault);
    else
        reply_person(rq, rp, &id, true);
}

static const char *const paid_words[] = {"unknown", "no", "yes"};

struct cover_event_body {
    struct cover_event_new event;
    int paid, for_all;
};

#define COVER_AT(member) .offset = offsetof(struct cover_event_body, event.member)

static const struct json_field cover_event_fields[] = {
    {.name = "plan", .kind = JSON_KIND_TEXT, COVER_AT(plan), .min = 2, .max = 40},
    {.name = "kind", .kind = JSON_KIND_TEXT, COVER_AT(kind), .min = 1, .max = 40},
    {.name = "on", .kind = JSON_KIND_DATE, COVER_AT(on)},
    {.name = "communicatedOn", .kind = JSON_KIND_DATE, .optional = true, COVER_AT(communicated_on)},
    {.name = "paid",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct cover_event_body, paid),
     .choices = paid_words,
     .choice_count = 3},
    {.name = "forAll",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct cover_event_body, for_all),
     .choices = paid_words,
     .choice_count = 3},
    {.name = "evidence",
     .kind = JSON_KIND_TEXT,
     .optional = true,
     COVER_AT(evidence),
     .min = 1,
     .max = 100},
    {.name = "replaces", .kind = JSON_KIND_ID, .optional = true, COVER_AT(replaces)},
    JSON_END,
};

void cover_events_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "person");
    struct cover_event_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, cover_event_fields, &body, &fault);
    body.event.paid = (enum fact)body.paid;
    body.event.for_all = (enum fact)body.for_all;
    if (rc == RC_OK)
        rc = cover_event_record(rq->service, &rq->actor, rq->once, &id, &body.event, &fault);
    if (rc != RC_OK)
        reply_failure(rp, rc, &fault);
    else
        reply_person(rq, rp, &id, true);
}

struct enrolment_body {
    struct json_list conditions; // of const char *
};

static const struct json_field enrolment_fields[] = {
    {.name = "conditions",
     .kind = JSON_KIND_LIST,
     .offset = offsetof(struct enrolment_body, conditions),
     .min = 1,
     .max = PERSON_CONDITIONS_MAX,
     .item = JSON_KIND_TEXT,
     .item_min = 1,
     .item_max = 40},
    JSON_END,
};

void monitoring_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "person");
    struct enrolment_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, enrolment_fields, &body, &fault);
    if (rc == RC_OK)
        rc = person_enrol(rq->service, &rq->actor, rq->once, &id, body.conditions.items,
                          body.conditions.count, &fault);
    if (rc != RC_OK)
        reply_failure(rp, rc, &fault);
    else
        reply_person(rq, rp, &id, true);
}
