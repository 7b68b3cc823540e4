// SPDX-License-Identifier: EUPL-1.2
// /api/v1/patients/{subject}: the page of one member, readings in a window, care limits.
#include "service/patient.h"

#include <string.h>

#include "http/monitoring.h"
#include "http/monitoring_json.h"
#include "service/limits.h"
#include "service/reading_window.h"

static json_t *latest_json(const struct patient_view *view) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < view->latest_count; i++) {
        const struct latest_view *one = &view->latest[i];
        json_t *json = json_pack("{s:s, s:s, s:s, s:o, s:s}", "quantity",
                                 quantity_describe(one->quantity)->code, "value", one->value,
                                 "unit", one->unit, "measuredAt",
                                 json_instant_or_null(one->measured_us), "level", one->level);
        if (json != NULL && json_put_text(json, "beyond", one->beyond) != 0) {
            json_decref(json);
            json = NULL;
        }
        array = json_append(array, json);
    }
    return array;
}

static json_t *patient_json(const struct patient_view *view) {
    const struct person_banner *person = &view->person;
    return json_pack("{s:s, s:{s:s, s:s, s:i, s:s, s:o}, s:o, s:o, s:o, s:o, s:o, s:o}", "subject",
                     view->subject.text, "person", "name", person->name, "birthDate",
                     person->birth_date, "age", person->age, "codiceFiscale",
                     person->codice_fiscale, "phone", json_text_or_null(person->phone),
                     "conditions", texts_json(view->conditions, view->condition_count), "latest",
                     latest_json(view), "devices", devices_json(view->devices, view->device_count),
                     "alerts", alerts_json(view->alerts, view->alert_count), "silentSince",
                     json_instant_or_null(view->silent_since_us), "endedAt",
                     json_instant_or_null(view->ended_us));
}

void patient_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct patient_view view;
    struct public_id subject = http_param_id(rq, "subject");
    if (patient_read(rq->service, &rq->actor, &subject, rq->arena, &fault, &view) != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, patient_json(&view));
}

static json_t *point_json(const struct window_point *point) {
    json_t *json = json_pack("{s:s, s:o, s:s, s:s, s:s}", "id", point->id.text, "t",
                             json_instant_or_null(point->t_us), "v", point->value, "level",
                             point->level, "source", point->source);
    if (json == NULL) {
        return NULL;
    }
    int failures = json_put_text(json, "sent", point->sent);
    failures |= json_put_instant(json, "receivedAt", point->received_us);
    if (point->flag_count > 0) {
        failures |= json_put(json, "flags", texts_json(point->flags, point->flag_count));
    }
    if (failures != 0) {
        json_decref(json);
        return NULL;
    }
    return json;
}

static int put_bounds(json_t *json, const char *alert_low, const char *warn_low,
                      const char *warn_high, const char *alert_high) {
    int failures = json_put_text(json, "alertLow", alert_low);
    failures |= json_put_text(json, "warnLow", warn_low);
    failures |= json_put_text(json, "warnHigh", warn_high);
    failures |= json_put_text(json, "alertHigh", alert_high);
    return failures;
}

static json_t *step_json(const struct window_step *step) {
    json_t *json = json_pack("{s:o}", "from", json_instant_or_null(step->from_us));
    if (json != NULL &&
        put_bounds(json, step->alert_low, step->warn_low, step->warn_high, step->alert_high) != 0) {
        json_decref(json);
        json = NULL;
    }
    return json;
}

static json_t *summary_json(const struct window_series *series) {
    json_t *json = json_pack("{s:I, s:I}", "count", (json_int_t)series->count, "outOfLimits",
                             (json_int_t)series->out_of_limits);
    if (json != NULL && (json_put_text(json, "mean", series->mean) != 0 ||
                         json_put_text(json, "min", series->least) != 0 ||
                         json_put_text(json, "max", series->greatest) != 0)) {
        json_decref(json);
        json = NULL;
    }
    return json;
}

static json_t *series_json(const struct window_series *series) {
    json_t *points = json_array();
    for (size_t i = 0; points != NULL && i < series->point_count; i++) {
        points = json_append(points, point_json(&series->points[i]));
    }
    json_t *steps = json_array();
    for (size_t i = 0; steps != NULL && i < series->step_count; i++) {
        steps = json_append(steps, step_json(&series->steps[i]));
    }
    return json_pack("{s:s, s:s, s:i, s:o, s:o, s:o}", "quantity",
                     quantity_describe(series->quantity)->code, "unit", series->unit, "decimals",
                     series->decimals, "points", points, "limits", steps, "summary",
                     summary_json(series));
}

static json_t *window_json(const struct window_view *view) {
    json_t *gaps = json_array();
    for (size_t i = 0; gaps != NULL && i < view->gap_count; i++) {
        gaps = json_append(gaps, json_pack("{s:o, s:o}", "from",
                                           json_instant_or_null(view->gaps[i].from_us), "to",
                                           json_instant_or_null(view->gaps[i].to_us)));
    }
    json_t *series = json_array();
    for (size_t i = 0; series != NULL && i < view->series_count; i++) {
        series = json_append(series, series_json(&view->series[i]));
    }
    return json_pack("{s:s, s:o, s:o, s:I, s:o, s:o}", "kind",
                     quantity_kind_describe(view->kind)->code, "from",
                     json_instant_or_null(view->from_us), "to", json_instant_or_null(view->to_us),
                     "expectedEverySeconds", (json_int_t)(view->expected_us / CLOCK_SECOND_US),
                     "gaps", gaps, "series", series);
}

struct window_query {
    enum quantity_kind kind;
    int64_t from_us, to_us;
};

static enum rc read_window(const struct http_request *rq, struct fault *fault,
                           struct window_query *query) {
    static const char *const kinds[] = {
        "blood-pressure", "glucose",          "spo2",  "weight", "temperature",
        "spirometry",     "respiratory-rate", "hba1c", "steps",  "pulse",
        NULL};
    static const char *const needed[] = {"kind", "from", "to"};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (http_query(rq, needed[i]) == NULL) {
            fault_set(fault, RC_INVALID, "query-missing");
            return fault_atf(fault, "missing", "?%s", needed[i]);
        }
    }
    int kind = 0;
    enum rc rc = http_query_choice(rq, "kind", kinds, fault, &kind);
    if (rc == RC_OK && !quantity_kind_find(kinds[kind], strlen(kinds[kind]), &query->kind)) {
        return fault_set(fault, RC_BUG, "kind");
    }
    if (rc == RC_OK) {
        rc = http_query_instant(rq, "from", fault, &query->from_us);
    }
    return rc == RC_OK ? http_query_instant(rq, "to", fault, &query->to_us) : rc;
}

void readings_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct window_query query = {0};
    struct window_view view;
    struct public_id subject = http_param_id(rq, "subject");
    enum rc rc = read_window(rq, &fault, &query);
    if (rc == RC_OK) {
        rc = window_read(rq->service, &rq->actor, &subject, query.kind, query.from_us, query.to_us,
                         rq->arena, &fault, &view);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, window_json(&view));
}

static json_t *limit_json(const struct limit_view *limit) {
    bool profile = !public_id_is_set(&limit->by.id);
    json_t *json =
        json_pack("{s:s, s:s, s:o, s:s, s:s}", "quantity", quantity_describe(limit->quantity)->code,
                  "unit", limit->unit, "from", json_instant_or_null(limit->from_us), "reason",
                  limit->reason, "setBy", profile ? "profile" : limit->by.name);
    if (json == NULL) {
        return NULL;
    }
    int failures = json_put_instant(json, "to", limit->to_us);
    failures |=
        put_bounds(json, limit->alert_low, limit->warn_low, limit->warn_high, limit->alert_high);
    if (failures != 0) {
        json_decref(json);
        return NULL;
    }
    return json;
}

void limits_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct limit_view *limits;
    size_t count;
    struct public_id subject = http_param_id(rq, "subject");
    if (limits_read(rq->service, &rq->actor, &subject, rq->arena, &fault, &limits, &count) !=
        RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; items != NULL && i < count; i++) {
        items = json_append(items, limit_json(&limits[i]));
    }
    http_reply_json(rp, 200, json_pack("{s:o}", "items", items));
}

static const struct json_field LIMIT_FIELDS[] = {
    JSON_TEXT("alertLow", struct limit_wish, alert_low, 1, 20, JSON_OPTIONAL),
    JSON_TEXT("warnLow", struct limit_wish, warn_low, 1, 20, JSON_OPTIONAL),
    JSON_TEXT("warnHigh", struct limit_wish, warn_high, 1, 20, JSON_OPTIONAL),
    JSON_TEXT("alertHigh", struct limit_wish, alert_high, 1, 20, JSON_OPTIONAL),
    JSON_TEXT("reason", struct limit_wish, reason, 3, 300),
    JSON_END,
};

void limit_put(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct limit_view view;
    struct limit_wish wish = {.subject = http_param_id(rq, "subject")};
    const char *quantity = http_param(rq, "quantity");
    enum rc rc = RC_OK;
    if (!quantity_find(quantity, strlen(quantity), &wish.quantity)) {
        rc = fault_set(&fault, RC_NOT_FOUND, "quantity-unknown");
    }
    if (rc == RC_OK) {
        rc = http_body_fill(rq, LIMIT_FIELDS, &wish, &fault);
    }
    if (rc == RC_OK) {
        rc = limits_set(rq->service, &rq->actor, &wish, rq->arena, &fault, &view);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, limit_json(&view));
}
