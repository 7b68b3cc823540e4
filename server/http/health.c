// SPDX-License-Identifier: EUPL-1.2
// /healthz, /readyz and /version: for supervisors and balancers, without a session.
#include "http/exchange.h"
#include "http/house.h"

enum { DRAIN_AGE_MAX = 60 };

static void reply_status(struct http_reply *rp, const char *const *failing, size_t count) {
    json_t *status = json_pack("{s:s}", "status", count == 0 ? "ok" : "failing");
    if (count > 0) {
        json_t *list = json_array();
        for (size_t i = 0; i < count; i++) {
            list = json_append(list, json_string(failing[i]));
        }
        json_object_set_new(status, "failing", list);
    }
    http_reply_json(rp, count == 0 ? 200 : 503, status);
}

void healthz_get(struct http_request *rq, struct http_reply *rp) {
    (void)rq; // that this runs is the answer
    reply_status(rp, NULL, 0);
}

void readyz_get(struct http_request *rq, struct http_reply *rp) {
    const struct http_settings *settings = rq->exchange->context->settings;
    struct http_readiness readiness = {
        .database_writable = true, .migrated = true, .accepting = true, .drain_age_seconds = -1};
    const char *failing[4];
    size_t count = 0;
    if (settings->ready != NULL && !settings->ready(settings->ready_closure, &readiness)) {
        readiness.accepting = false;
    }
    if (!readiness.database_writable) {
        failing[count++] = "database";
    }
    if (!readiness.migrated) {
        failing[count++] = "migrations";
    }
    if (!readiness.accepting) {
        failing[count++] = "accepting";
    }
    if (readiness.drain_age_seconds > DRAIN_AGE_MAX) {
        failing[count++] = "drain";
    }
    reply_status(rp, failing, count);
}

void version_get(struct http_request *rq, struct http_reply *rp) {
    (void)rq;
    http_reply_json(rp, 200,
                    json_pack("{s:s, s:s}", "name", "sostegno", "version", SOSTEGNO_VERSION));
}
