// SPDX-License-Identifier: EUPL-1.2
// /api/v1/devices/{device}/slots: whose the user buttons of a shared meter are.
#include "service/device_slots.h"

#include "http/monitoring.h"
#include "http/monitoring_json.h"

static const struct json_field SLOT_FIELD = {
    .name = "slot",
    .kind = JSON_KIND_INT,
    .offset = offsetof(struct slot_wish, slot),
    .min = 0,
    .max = 254,
};

static void reply(struct http_reply *rp, enum rc rc, const struct fault *fault, unsigned status,
                  const struct device_view *view) {
    if (rc != RC_OK) {
        http_reply_fault(rp, fault);
        return;
    }
    http_reply_json(rp, status, device_json(view));
}

void device_slot_post(struct http_request *rq, struct http_reply *rp) {
    const struct json_field fields[] = {
        SLOT_FIELD,
        {.name = "subject", .kind = JSON_KIND_ID, .offset = offsetof(struct slot_wish, subject)},
        {.name = "from", .kind = JSON_KIND_INSTANT, .offset = offsetof(struct slot_wish, at_us)},
        JSON_END,
    };
    struct fault fault = {0};
    struct device_view view;
    struct slot_wish wish = {.device = http_param_id(rq, "device"), .once = rq->once};
    enum rc rc = http_body_fill(rq, fields, &wish, &fault);
    if (rc == RC_OK) {
        rc = slots_give(rq->service, &rq->actor, &wish, rq->arena, &fault, &view);
    }
    reply(rp, rc, &fault, 201, &view);
}

void device_slot_end_post(struct http_request *rq, struct http_reply *rp) {
    const struct json_field fields[] = {
        SLOT_FIELD,
        {.name = "to", .kind = JSON_KIND_INSTANT, .offset = offsetof(struct slot_wish, at_us)},
        JSON_END,
    };
    struct fault fault = {0};
    struct device_view view;
    struct slot_wish wish = {.device = http_param_id(rq, "device")};
    enum rc rc = http_body_fill(rq, fields, &wish, &fault);
    if (rc == RC_OK) {
        rc = slots_end(rq->service, &rq->actor, &wish, rq->arena, &fault, &view);
    }
    reply(rp, rc, &fault, 200, &view);
}
