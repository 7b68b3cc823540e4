// SPDX-License-Identifier: EUPL-1.2
// /api/v1/alerts/{alert}: look, take in charge, record calls, close.
#include "service/alerts.h"

#include "http/monitoring.h"
#include "http/monitoring_json.h"

static void reply(struct http_reply *rp, enum rc rc, const struct fault *fault, unsigned status,
                  const struct alert_view *view) {
    if (rc != RC_OK) {
        if (rc == RC_CONFLICT && public_id_is_set(&view->owner.id)) {
            http_reply_detail(rp, view->owner.name);
        }
        http_reply_fault(rp, fault);
        return;
    }
    http_reply_json(rp, status, alert_json(view));
    http_reply_version(rp, view->version);
}

void alert_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct alert_view view = {0};
    struct public_id alert = http_param_id(rq, "alert");
    enum rc rc = alerts_read(rq->service, &rq->actor, &alert, rq->arena, &fault, &view);
    reply(rp, rc, &fault, 200, &view);
}

void alert_take_post(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct alert_view view = {0};
    struct alert_step step = {.alert = http_param_id(rq, "alert"), .version = rq->if_match};
    enum rc rc = alerts_take(rq->service, &rq->actor, &step, rq->arena, &fault, &view);
    reply(rp, rc, &fault, 200, &view);
}

struct step_body {
    int choice;
    const char *note;
};

static const char *const CALL_RESULTS[] = {"reached", "no-answer", "busy", "wrong-number",
                                           "voicemail"};
static const char *const OUTCOMES[] = {"called-ok", "called-no-answer", "sent-doctor",
                                       "emergency", "false-reading",    "device-fault"};

#define STEP_NOTE                                                                                  \
    {                                                                                              \
        .name = "note", .kind = JSON_KIND_TEXT, .optional = true,                                  \
        .offset = offsetof(struct step_body, note), .min = 0, .max = 1000                          \
    }

void alert_call_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "result",
         .kind = JSON_KIND_CHOICE,
         .offset = offsetof(struct step_body, choice),
         .choices = CALL_RESULTS,
         .choice_count = sizeof CALL_RESULTS / sizeof CALL_RESULTS[0]},
        STEP_NOTE,
        JSON_END,
    };
    struct fault fault = {0};
    struct alert_view view = {0};
    struct step_body body = {0};
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct alert_step step = {.alert = http_param_id(rq, "alert"),
                                  .version = -1,
                                  .once = rq->once,
                                  .choice = CALL_RESULTS[body.choice],
                                  .note = body.note};
        rc = alerts_call(rq->service, &rq->actor, &step, rq->arena, &fault, &view);
    }
    reply(rp, rc, &fault, 201, &view);
}

void alert_close_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "outcome",
         .kind = JSON_KIND_CHOICE,
         .offset = offsetof(struct step_body, choice),
         .choices = OUTCOMES,
         .choice_count = sizeof OUTCOMES / sizeof OUTCOMES[0]},
        STEP_NOTE,
        JSON_END,
    };
    struct fault fault = {0};
    struct alert_view view = {0};
    struct step_body body = {0};
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct alert_step step = {.alert = http_param_id(rq, "alert"),
                                  .version = rq->if_match,
                                  .choice = OUTCOMES[body.choice],
                                  .note = body.note};
        rc = alerts_close(rq->service, &rq->actor, &step, rq->arena, &fault, &view);
    }
    reply(rp, rc, &fault, 200, &view);
}
