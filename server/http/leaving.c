// SPDX-License-Identifier: EUPL-1.2
// POST /api/v1/patients/{subject}/end: a member is not watched any longer.
#include "service/leaving.h"

#include "http/monitoring.h"

struct end_body {
    int reason;
};

void monitoring_end_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "reason",
         .kind = JSON_KIND_CHOICE,
         .offset = offsetof(struct end_body, reason),
         .choices = LEAVING_WORDS,
         .choice_count = LEAVING_WORD_COUNT},
        JSON_END,
    };
    struct fault fault = {0};
    struct end_body body = {0};
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct leaving leaving = {
            .subject = http_param_id(rq, "subject"), .reason = body.reason, .once = rq->once};
        rc = monitoring_end(rq->service, &rq->actor, &leaving, rq->arena, &fault);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 200, json_pack("{s:s}", "reason", LEAVING_WORDS[body.reason]));
}
