// SPDX-License-Identifier: EUPL-1.2
// POST /api/v1/patients/{subject}/imports and …/imports/look: a file that a meter's program
// exported.
#include "service/reading_import.h"

#include "http/monitoring.h"
#include "http/monitoring_json.h"

static json_t *values_json(const struct import_row *row) {
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < row->value_count; i++) {
        array = json_append(array, json_pack("{s:s, s:s, s:s}", "quantity", row->values[i].quantity,
                                             "v", row->values[i].v, "u", row->values[i].u));
    }
    return array;
}

static json_t *row_json(const struct import_row *row) {
    json_t *json = json_pack("{s:I, s:s, s:o, s:o, s:o}", "line", (json_int_t)row->line, "verdict",
                             import_verdict_name(row->verdict), "measuredAt",
                             json_instant_or_null(row->measured_us), "values", values_json(row),
                             "flags", texts_json(row->flags, row->flag_count));
    if (json == NULL) {
        return NULL;
    }
    int failures = json_put_text(json, "code", row->code);
    failures |= json_put_text(json, "title", row->title);
    if (row->column > 0) {
        failures |= json_put(json, "column", json_integer((json_int_t)row->column));
    }
    if (failures != 0) {
        json_decref(json);
        return NULL;
    }
    return json;
}

static json_t *import_json(const struct import_view *view, bool kept) {
    json_t *rows = json_array();
    for (size_t i = 0; rows != NULL && i < view->count; i++) {
        rows = json_append(rows, row_json(&view->rows[i]));
    }
    return json_pack("{s:b, s:{s:I, s:I, s:I, s:I}, s:o}", "stored", kept, "counts", "new",
                     (json_int_t)view->counts[IMPORT_NEW], "known",
                     (json_int_t)view->counts[IMPORT_KNOWN], "quarantined",
                     (json_int_t)view->counts[IMPORT_QUARANTINED], "refused",
                     (json_int_t)view->counts[IMPORT_REFUSED], "rows", rows);
}

static void take_file(struct http_request *rq, struct http_reply *rp, bool keep) {
    struct fault fault = {0};
    struct import_view view;
    int layout = 0;
    enum rc rc = RC_OK;
    if (http_query(rq, "layout") == NULL) {
        fault_set(&fault, RC_INVALID, "query-missing");
        rc = fault_at(&fault, "?layout", "missing");
    }
    if (rc == RC_OK) {
        rc = http_query_choice(rq, "layout", IMPORT_LAYOUTS, &fault, &layout);
    }
    if (rc == RC_OK) {
        struct reading_file file = {.subject = http_param_id(rq, "subject"),
                                    .layout = layout,
                                    .bytes = rq->raw == NULL ? "" : rq->raw,
                                    .length = rq->raw_length,
                                    .keep = keep,
                                    .once = rq->once};
        rc = readings_import(rq->service, &rq->actor, &file, rq->arena, &fault, &view);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, import_json(&view, keep));
}

void import_look_post(struct http_request *rq, struct http_reply *rp) {
    take_file(rq, rp, false);
}

void import_post(struct http_request *rq, struct http_reply *rp) {
    take_file(rq, rp, true);
}
