// SPDX-License-Identifier: EUPL-1.2
// /api/v1/quarantine: what was not evaluated, and what a person makes of it.
#include "service/quarantine.h"

#include "scoring/quantity.h"
#include "service/quarantine_desk.h"

#include "http/entered_reading.h"
#include "http/monitoring.h"
#include "http/monitoring_json.h"

static json_t *reading_json(const struct quarantine_reading *reading) {
    if (reading == NULL) {
        return json_null();
    }
    json_t *values = json_array();
    for (size_t i = 0; values != NULL && i < reading->value_count; i++) {
        values = json_append(values,
                             json_pack("{s:s, s:s, s:s}", "quantity", reading->values[i].quantity,
                                       "v", reading->values[i].v, "u", reading->values[i].u));
    }
    return json_pack("{s:s, s:o, s:o, s:b, s:o}", "kind", reading->kind, "measuredAt",
                     reading->has_time ? json_instant_or_null(reading->measured_us) : json_null(),
                     "slot", reading->slot < 0 ? json_null() : json_integer(reading->slot), "whole",
                     reading->whole, "values", values);
}

static json_t *decision_json(const struct quarantine_view *item) {
    if (item->act == NULL) {
        return json_null();
    }
    return json_pack("{s:s, s:o, s:s, s:o, s:s}", "act", item->act, "at",
                     json_instant_or_null(item->acted_us), "by", item->acted_by.text, "subject",
                     json_id_or_null(&item->acted_subject), "reason", item->reason);
}

static json_t *item_json(const struct quarantine_view *item) {
    json_t *json = json_pack(
        "{s:s, s:o, s:o, s:o, s:s, s:s, s:s, s:I, s:o, s:o}", "id", item->id.text, "receivedAt",
        json_instant_or_null(item->received_us), "device", json_id_or_null(&item->device),
        "subject", json_id_or_null(&item->subject), "transport", item->transport, "code",
        item->code, "pointer", item->pointer, "bytes", (json_int_t)item->bytes, "reading",
        reading_json(item->reading), "decision", decision_json(item));
    if (json != NULL && (json_put_text(json, "proposed", item->proposed) != 0 ||
                         json_put_text(json, "excerpt", item->excerpt) != 0)) {
        json_decref(json);
        json = NULL;
    }
    return json;
}

void quarantine_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    const char *after = "";
    int64_t limit = 0;
    struct quarantine_view *items;
    size_t count = 0;
    static const char *const states[] = {"open", "settled", NULL};
    int state = 0;
    enum rc rc = http_page_limit(rq, 50, 200, &fault, &limit);
    if (rc == RC_OK) {
        rc = http_query_choice(rq, "state", states, &fault, &state);
    }
    if (rc == RC_OK) {
        rc = http_page_position(rq, &fault, &after);
    }
    if (rc == RC_OK) {
        // One more than asked for tells whether there is a next page.
        rc = quarantine_read(rq->service, &rq->actor, state == 1, after, (size_t)limit + 1,
                             rq->arena, &fault, &items, &count);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    size_t shown = count > (size_t)limit ? (size_t)limit : count;
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < shown; i++) {
        array = json_append(array, item_json(&items[i]));
    }
    http_reply_page(rp, json_pack("{s:o}", "items", array),
                    count > shown ? items[shown - 1].id.text : NULL);
}

struct decision_body {
    int act;
    const char *reason;
    struct public_id subject;
    const char *kind;
    int64_t measured_us;
    struct json_list values;
};

void quarantine_decision_post(struct http_request *rq, struct http_reply *rp) {
    static const char *const acts[] = {NULL, "confirm", "assign", "correct", "discard"};
    static const struct json_field fields[] = {
        JSON_CHOICE("act", struct decision_body, act, acts),
        JSON_TEXT("reason", struct decision_body, reason, 3, 500),
        JSON_ID("subject", struct decision_body, subject, JSON_OPTIONAL),
        JSON_TEXT("kind", struct decision_body, kind, 1, 20, JSON_OPTIONAL),
        JSON_FIELD(JSON_KIND_INSTANT, "measuredAt", struct decision_body, measured_us,
                   JSON_OPTIONAL),
        JSON_OBJECTS("values", struct decision_body, values, 1, QUANTITY_VALUES_MAX,
                     struct entered_value, ENTERED_VALUE_FIELDS, JSON_OPTIONAL),
        JSON_END,
    };
    struct fault fault = {0};
    struct decision_body body = {0};
    struct quarantine_view view;
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct desk_step step = {.item = http_param_id(rq, "quarantined"),
                                 .once = rq->once,
                                 .act = (enum desk_act)body.act,
                                 .reason = body.reason,
                                 .subject = body.subject,
                                 .corrected = {.kind = body.kind,
                                               .measured_us = body.measured_us,
                                               .values = body.values.items,
                                               .value_count = body.values.count}};
        rc = quarantine_decide(rq->service, &rq->actor, &step, rq->arena, &fault, &view);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, item_json(&view));
}
