// SPDX-License-Identifier: EUPL-1.2
// POST /api/v1/patients/{subject}/readings: a reading written down by staff.
#include "http/entered_reading.h"

#include "scoring/quantity.h"
#include "service/entered_reading.h"

#include "http/monitoring.h"

const struct json_field ENTERED_VALUE_FIELDS[] = {
    JSON_TEXT("quantity", struct entered_value, quantity, 1, 20),
    JSON_TEXT("v", struct entered_value, v, 1, 20),
    JSON_TEXT("u", struct entered_value, u, 1, 15),
    JSON_END,
};

struct entry_body {
    const char *kind;
    int64_t measured_us;
    struct json_list values;
};

void reading_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_TEXT("kind", struct entry_body, kind, 1, 20),
        JSON_FIELD(JSON_KIND_INSTANT, "measuredAt", struct entry_body, measured_us),
        JSON_OBJECTS("values", struct entry_body, values, 1, QUANTITY_VALUES_MAX,
                     struct entered_value, ENTERED_VALUE_FIELDS),
        JSON_END,
    };
    struct fault fault = {0};
    struct entry_body body = {0};
    bool fresh = false;
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct manual_entry entry = {.subject = http_param_id(rq, "subject"),
                                     .reading = {.kind = body.kind,
                                                 .measured_us = body.measured_us,
                                                 .values = body.values.items,
                                                 .value_count = body.values.count},
                                     .once = rq->once};
        rc = readings_enter(rq->service, &rq->actor, &entry, rq->arena, &fault, &fresh);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, json_pack("{s:b}", "stored", fresh));
}
