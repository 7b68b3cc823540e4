// SPDX-License-Identifier: EUPL-1.2
// /api/v1/devices: registration, credentials, assignment intervals.
#include "service/devices.h"

#include <stdio.h>
#include <string.h>

#include "http/monitoring.h"
#include "http/monitoring_json.h"
#include "service/device_certificates.h"

void devices_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    const char *after = "";
    int64_t limit = 0;
    struct device_view *devices;
    size_t count = 0;
    enum rc rc = http_page_limit(rq, 50, 200, &fault, &limit);
    if (rc == RC_OK) {
        rc = http_page_position(rq, &fault, &after);
    }
    if (rc == RC_OK) {
        // One more than asked for tells whether there is a next page.
        rc = devices_page(rq->service, &rq->actor, after, (size_t)limit + 1, rq->arena, &fault,
                          &devices, &count);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    size_t shown = count > (size_t)limit ? (size_t)limit : count;
    http_reply_page(rp, json_pack("{s:o}", "items", devices_json(devices, shown)),
                    count > shown ? devices[shown - 1].id.text : NULL);
}

void device_reply(struct http_reply *rp, enum rc rc, const struct fault *fault, unsigned status,
                  const struct device_view *view) {
    if (rc != RC_OK) {
        http_reply_fault(rp, fault);
        return;
    }
    http_reply_json(rp, status, device_json(view));
}

static void reply_secret(struct http_reply *rp, enum rc rc, const struct fault *fault,
                         const struct device_view *view, char secret[DEVICE_SECRET_SIZE]) {
    if (rc != RC_OK) {
        http_reply_fault(rp, fault);
        return;
    }
    char location[64];
    snprintf(location, sizeof location, "/api/v1/devices/%s", view->id.text);
    http_reply_created(rp, location,
                       json_pack("{s:o, s:s}", "device", device_json(view), "secret", secret));
    explicit_bzero(secret, DEVICE_SECRET_SIZE);
}

struct device_body {
    int transport;
    const char *model;
    const char *serial;
};

void device_post(struct http_request *rq, struct http_reply *rp) {
    static const char *const transports[] = {"mqtt", "coap"};
    static const struct json_field fields[] = {
        JSON_CHOICE("transport", struct device_body, transport, transports),
        JSON_TEXT("model", struct device_body, model, 1, 80),
        JSON_TEXT("serial", struct device_body, serial, 1, 40, JSON_OPTIONAL),
        JSON_END,
    };
    struct fault fault = {0};
    struct device_body body = {0};
    struct device_view view;
    char secret[DEVICE_SECRET_SIZE];
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        struct device_new wanted = {
            .coap = body.transport == 1, .model = body.model, .serial = body.serial};
        rc = devices_register(rq->service, &rq->actor, rq->once, &wanted, rq->arena, &fault, &view,
                              secret);
    }
    reply_secret(rp, rc, &fault, &view, secret);
}

void device_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    enum rc rc = devices_read(rq->service, &rq->actor, &device, rq->arena, &fault, &view);
    device_reply(rp, rc, &fault, 200, &view);
}

void device_credential_post(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    char secret[DEVICE_SECRET_SIZE];
    enum rc rc =
        devices_renew(rq->service, &rq->actor, rq->once, &device, rq->arena, &fault, &view, secret);
    reply_secret(rp, rc, &fault, &view, secret);
}

struct certificate_body {
    const char *csr;
    const char *fingerprint;
};

void device_certificate_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_TEXT("csr", struct certificate_body, csr, 1, 4096),
        JSON_END,
    };
    struct fault fault = {0};
    struct certificate_body body = {0};
    struct device_view view;
    const char *pem = NULL;
    struct public_id device = http_param_id(rq, "device");
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        rc = device_certificate_issue(rq->service, &rq->actor, rq->once, &device, body.csr,
                                      rq->arena, &fault, &view, &pem);
    }
    if (rc != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_json(rp, 201,
                    json_pack("{s:o, s:s}", "device", device_json(&view), "certificate", pem));
}

// Other tools print fingerprints in upper case.
static const char *in_lower_case(const char *fingerprint, struct arena *arena) {
    char *lower = arena_printf(arena, "%s", fingerprint);
    for (char *c = lower; c != NULL && *c != '\0'; c++) {
        *c = *c >= 'A' && *c <= 'F' ? (char)(*c - 'A' + 'a') : *c;
    }
    return lower;
}

void device_certificate_revoke_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_TEXT("fingerprint", struct certificate_body, fingerprint, 64, 64),
        JSON_END,
    };
    struct fault fault = {0};
    struct certificate_body body = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        const char *fingerprint = in_lower_case(body.fingerprint, rq->arena);
        rc = fingerprint == NULL ? fault_set(&fault, RC_NOMEM, "no-memory")
                                 : device_certificate_revoke(rq->service, &rq->actor, &device,
                                                             fingerprint, rq->arena, &fault, &view);
    }
    device_reply(rp, rc, &fault, 200, &view);
}

void device_revoke_post(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    enum rc rc = devices_revoke(rq->service, &rq->actor, &device, rq->arena, &fault, &view);
    device_reply(rp, rc, &fault, 200, &view);
}

struct assignment_body {
    struct public_id subject;
    int64_t at_us;
};

void device_assignment_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_ID("subject", struct assignment_body, subject),
        JSON_FIELD(JSON_KIND_INSTANT, "from", struct assignment_body, at_us),
        JSON_END,
    };
    struct fault fault = {0};
    struct assignment_body body = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        rc = devices_assign(rq->service, &rq->actor, rq->once, &device, &body.subject, body.at_us,
                            rq->arena, &fault, &view);
    }
    device_reply(rp, rc, &fault, 201, &view);
}

void device_assignment_end_post(struct http_request *rq, struct http_reply *rp) {
    static const struct json_field fields[] = {
        JSON_FIELD(JSON_KIND_INSTANT, "to", struct assignment_body, at_us),
        JSON_END,
    };
    struct fault fault = {0};
    struct assignment_body body = {0};
    struct device_view view;
    struct public_id device = http_param_id(rq, "device");
    enum rc rc = http_body_fill(rq, fields, &body, &fault);
    if (rc == RC_OK) {
        rc = devices_end(rq->service, &rq->actor, &device, body.at_us, rq->arena, &fault, &view);
    }
    device_reply(rp, rc, &fault, 200, &view);
}
