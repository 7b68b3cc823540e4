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

typedef enum rc alert_use(const struct service *service, const struct actor *actor,
                          const struct alert_step *step, struct arena *arena, struct fault *fault,
                          struct alert_view *view);

// What the body says is added to the step, the choice in the words of `words`.
static void work(struct http_request *rq, struct http_reply *rp, const struct json_field *fields,
                 const char *const *words, alert_use *use, unsigned status) {
    struct fault fault = {0};
    struct alert_view view = {0};
    struct step_body body = {0};
    struct alert_step step = {
        .alert = http_param_id(rq, "alert"), .version = rq->if_match, .once = rq->once};
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        step.choice = words[body.choice];
        step.note = body.note;
        rc = use(rq->service, &rq->actor, &step, rq->arena, &fault, &view);
    }
    reply(rp, rc, &fault, status, &view);
}

#define NOTE JSON_TEXT("note", struct step_body, note, 0, 1000, JSON_OPTIONAL)

void alert_call_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_CHOICE("result", struct step_body, choice, CALL_RESULTS), NOTE, JSON_END};
    work(rq, rp, fields, CALL_RESULTS, alerts_call, 201);
}

void alert_close_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_CHOICE("outcome", struct step_body, choice, OUTCOMES), NOTE, JSON_END};
    work(rq, rp, fields, OUTCOMES, alerts_close, 200);
}
