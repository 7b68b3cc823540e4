// SPDX-License-Identifier: EUPL-1.2
// /api/v1/plans: plans in force and their questionnaires, without points and thresholds (F-09).
#include "base/json.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "scoring/rome_time.h"
#include "service/plan_shelf.h"
#include "service/service.h"

void plans_get(struct http_request *rq, struct http_reply *rp) {
    const struct plan *plans[PLAN_SHELF_MAX];
    size_t count = plan_shelf_in_force(
        rq->service->plans, rome_date(service_domain_now(rq->service)), plans, PLAN_SHELF_MAX);
    json_t *items = json_array();
    for (size_t i = 0; i < count; i++)
        items = json_append(items, plan_json(plans[i]));
    http_reply_json(rp, 200, json_pack("{s:o}", "items", items));
}

static json_t *activity_json(const struct plan_activity *activity) {
    json_t *grades = json_array();
    for (size_t i = 0; i < activity->grade_count; i++)
        grades = json_append(grades, json_pack("{s:s, s:o}", "code", activity->grades[i].code,
                                               "label", text_json(&activity->grades[i].label)));
    return json_pack("{s:s, s:o, s:o, s:o}", "code", activity->code, "question",
                     text_json(&activity->question), "why", text_json(&activity->help), "grades",
                     grades);
}

// A claim is filled by the version that it pins, whatever came into force since.
void questionnaire_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    const char *id = http_param(rq, "plan");
    int64_t asked = 0;
    enum rc rc = http_query_integer(rq, "version", 1, INT32_MAX, &fault, &asked);
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    const struct plan *plan =
        asked == 0
            ? plan_shelf_latest(rq->service->plans, id, rome_date(service_domain_now(rq->service)))
            : plan_shelf_find(rq->service->plans, id, (int)asked);
    if (plan == NULL) {
        http_reply_rc(rp, RC_NOT_FOUND, NULL);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; i < plan->activity_count; i++)
        items = json_append(items, activity_json(&plan->activities[i]));
    json_t *version = json_sprintf("%d", (int)plan->version);
    http_reply_json(rp, 200,
                    json_pack("{s:s, s:o, s:o, s:b}", "plan", plan->id, "version", version, "items",
                              items, "sampleWording", (int)(plan->notice.it[0] != '\0')));
}
