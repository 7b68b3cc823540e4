// SPDX-License-Identifier: EUPL-1.2
// /api/v1/devices/{device}/…: enrolment code, cleaning, technical check, retirement, end of an old
// secret; and /api/v1/enrolment, where a device gets its credential with the code.
#include "service/device_life.h"

#include <string.h>

#include "http/monitoring.h"
#include "http/monitoring_json.h"

static struct device_wish wish_of(struct http_request *rq, const struct public_id *device,
                                  struct fault *fault, struct device_view *view) {
    return (struct device_wish){.service = rq->service,
                                .actor = &rq->actor,
                                .device = device,
                                .arena = rq->arena,
                                .fault = fault,
                                .view = view};
}

struct life_body {
    int64_t at_us;
    const char *on;
    const char *next;
    const char *code;
    const char *csr;
};

void device_cleaning_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "at", .kind = JSON_KIND_INSTANT, .offset = offsetof(struct life_body, at_us)},
        JSON_END,
    };
    struct fault fault = {0};
    struct life_body body = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    struct device_wish wish = wish_of(rq, &device, &fault, &view);
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        rc = device_life_clean(&wish, body.at_us);
    }
    device_reply(rp, rc, &fault, 200, &view);
}

void device_check_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "on", .kind = JSON_KIND_DATE, .offset = offsetof(struct life_body, on)},
        {.name = "next", .kind = JSON_KIND_DATE, .offset = offsetof(struct life_body, next)},
        JSON_END,
    };
    struct fault fault = {0};
    struct life_body body = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    struct device_wish wish = wish_of(rq, &device, &fault, &view);
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        rc = device_life_check(&wish, body.on, body.next);
    }
    device_reply(rp, rc, &fault, 200, &view);
}

void device_retire_post(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    struct device_wish wish = wish_of(rq, &device, &fault, &view);
    device_reply(rp, device_life_retire(&wish), &fault, 200, &view);
}

void device_old_secret_end_post(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    struct device_wish wish = wish_of(rq, &device, &fault, &view);
    device_reply(rp, device_life_end_old_secret(&wish), &fault, 200, &view);
}

void device_enrolment_code_post(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_view view;
    char code[ENROLMENT_CODE_SIZE];
    struct public_id device = http_param_id(rq, "device");
    struct device_wish wish = wish_of(rq, &device, &fault, &view);
    if (device_life_give_code(&wish, code) != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 201, json_pack("{s:o, s:s}", "device", device_json(&view), "code", code));
    explicit_bzero(code, sizeof code);
}

void enrolment_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        {.name = "code",
         .kind = JSON_KIND_TEXT,
         .offset = offsetof(struct life_body, code),
         .min = 1,
         .max = 64},
        {.name = "csr",
         .kind = JSON_KIND_TEXT,
         .optional = true,
         .offset = offsetof(struct life_body, csr),
         .min = 1,
         .max = 4096},
        JSON_END,
    };
    struct fault fault = {0};
    struct life_body body = {0};
    struct device_enrolled made;
    int64_t wait = 0;
    if (http_body_fill(rq, fields, &body, &fault) != RC_OK ||
        device_enrol(rq->service, rq->client, body.code, body.csr, rq->arena, &fault, &wait,
                     &made) != RC_OK) {
        if (wait > 0) {
            http_reply_retry_after(rp, wait);
        }
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 201,
                    json_pack("{s:s, s:s, s:o, s:o}", "device", made.view.id.text, "transport",
                              made.view.transport, "certificate",
                              json_text_or_null(made.certificate), "secret",
                              json_text_or_null(made.secret)));
}
