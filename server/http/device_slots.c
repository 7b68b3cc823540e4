// SPDX-License-Identifier: EUPL-1.2
// /api/v1/devices/{device}/slots: whose the user buttons of a shared meter are.
#include "service/device_slots.h"

#include "http/monitoring.h"
#include "http/monitoring_json.h"

#define SLOT_FIELD JSON_INT("slot", struct slot_wish, slot, 0, 254)

void device_slot_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        SLOT_FIELD,
        JSON_ID("subject", struct slot_wish, subject),
        JSON_FIELD(JSON_KIND_INSTANT, "from", struct slot_wish, at_us),
        JSON_END,
    };
    struct fault fault = {0};
    struct device_view view;
    struct slot_wish wish = {.device = http_param_id(rq, "device"), .once = rq->once};
    enum rc rc = http_body_fill(rq, fields, &wish, &fault);
    if (rc == RC_OK) {
        rc = slots_give(rq->service, &rq->actor, &wish, rq->arena, &fault, &view);
    }
    device_reply(rp, rc, &fault, 201, &view);
}

void device_slot_end_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        SLOT_FIELD,
        JSON_FIELD(JSON_KIND_INSTANT, "to", struct slot_wish, at_us),
        JSON_END,
    };
    struct fault fault = {0};
    struct device_view view;
    struct slot_wish wish = {.device = http_param_id(rq, "device")};
    enum rc rc = http_body_fill(rq, fields, &wish, &fault);
    if (rc == RC_OK) {
        rc = slots_end(rq->service, &rq->actor, &wish, rq->arena, &fault, &view);
    }
    device_reply(rp, rc, &fault, 200, &view);
}
