// SPDX-License-Identifier: EUPL-1.2
// POST /api/v1/patients/{subject}/readings/{reading}/withdraw: a stored reading is taken back.
#include "service/withdrawal.h"

#include "http/monitoring.h"

struct withdrawal_body {
    int64_t measured_us;
    const char *reason;
};

void reading_withdraw_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "measuredAt",
         .kind = JSON_KIND_INSTANT,
         .offset = offsetof(struct withdrawal_body, measured_us)},
        {.name = "reason",
         .kind = JSON_KIND_TEXT,
         .offset = offsetof(struct withdrawal_body, reason),
         .min = 3,
         .max = 500},
        JSON_END,
    };
    struct fault fault = {0};
    struct withdrawal_body body = {0};
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct withdrawal withdrawal = {.subject = http_param_id(rq, "subject"),
                                        .reading = http_param_id(rq, "reading"),
                                        .measured_us = body.measured_us,
                                        .reason = body.reason,
                                        .once = rq->once};
        rc = reading_withdraw(rq->service, &rq->actor, &withdrawal, rq->arena, &fault);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, json_pack("{s:b}", "withdrawn", 1));
}
