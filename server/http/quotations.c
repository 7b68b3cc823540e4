// SPDX-License-Identifier: EUPL-1.2
// /api/v1/quotations: other currencies, as published.
#include "service/quotations.h"

#include <stddef.h>

#include "base/json.h"
#include "http/case_json.h"
#include "http/claim_json.h"
#include "http/claims.h"

static const struct json_field quotation_fields[] = {
    JSON_TEXT("currency", struct quotation_new, currency, 3, 3),
    JSON_DATE("day", struct quotation_new, day),
    JSON_TEXT("units", struct quotation_new, units, 1, QUOTATION_TEXT_SIZE),
    JSON_END,
};

struct quotations_body {
    struct json_list quotations;
};

static const struct json_field quotations_fields[] = {
    JSON_OBJECTS("quotations", struct quotations_body, quotations, 1, QUOTATIONS_AT_ONCE,
                 struct quotation_new, quotation_fields),
    JSON_END,
};

static void reply_list(struct http_request *rq, struct http_reply *rp, enum rc rc,
                       const struct fault *fault) {
    struct quotation_view *views = NULL;
    size_t count = 0;
    if (rc == RC_OK)
        rc = quotations_list(rq->service, &rq->actor, rq->arena, &views, &count);
    if (rc != RC_OK) {
        reply_failure(rp, rc, fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; i < count; i++)
        items =
            json_append(items, json_pack("{s:s, s:s, s:s, s:o, s:o}", "currency", views[i].currency,
                                         "day", views[i].day, "units", views[i].units, "by",
                                         claim_staff_json(&views[i].signature.by), "at",
                                         json_instant_or_null(views[i].signature.at_us)));
    http_reply_json(rp, 200, json_pack("{s:o}", "items", items));
}

void quotations_get(struct http_request *rq, struct http_reply *rp) {
    reply_list(rq, rp, RC_OK, NULL);
}

void quotations_post(struct http_request *rq, struct http_reply *rp) {
    struct quotations_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, quotations_fields, &body, &fault);
    if (rc == RC_OK)
        rc = quotations_record(rq->service, &rq->actor, rq->once, body.quotations.items,
                               body.quotations.count, &fault);
    reply_list(rq, rp, rc, &fault);
}
