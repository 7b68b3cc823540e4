// SPDX-License-Identifier: EUPL-1.2
// What handlers ask of their request: parameters, query values, bodies, pages.
#include "http/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/cursor.h"
#include "http/exchange.h"

const char *http_param(const struct http_request *rq, const char *name) {
    for (size_t i = 0; i < rq->found->count; i++) {
        if (strcmp(rq->found->params[i].name, name) == 0) {
            return rq->found->params[i].value;
        }
    }
    log_bug("http.param-unknown", log_text("name", name));
    abort();
}

struct public_id http_param_id(const struct http_request *rq, const char *name) {
    const char *text = http_param(rq, name);
    struct public_id id = {0};
    if (public_id_parse(text, strlen(text), &id) != RC_OK) {
        log_bug("http.param-not-an-id", log_text("name", name));
        abort();
    }
    return id;
}

const char *http_query(const struct http_request *rq, const char *key) {
    const char *const *allowed = rq->route->query;
    while (allowed != NULL && *allowed != NULL && strcmp(*allowed, key) != 0) {
        allowed++;
    }
    if (allowed == NULL || *allowed == NULL) {
        log_bug("http.query-not-in-route", log_text("key", key));
        abort();
    }
    const struct http_exchange *exchange = rq->exchange;
    for (size_t i = 0; i < exchange->query_count; i++) {
        if (strcmp(exchange->query[i].key, key) == 0) {
            return exchange->query[i].value;
        }
    }
    return NULL;
}

static enum rc bad_query(struct fault *fault, const char *key, const char *code) {
    enum rc rc = fault_atf(fault, code, "?%s", key);
    return fault_set(fault, rc, "query-invalid");
}

enum rc http_query_integer(const struct http_request *rq, const char *key, int64_t min, int64_t max,
                           struct fault *fault, int64_t *out) {
    const char *text = http_query(rq, key);
    if (text == NULL) {
        return RC_OK;
    }
    size_t length = strlen(text);
    bool negative = text[0] == '-';
    int64_t value = 0;
    if (length == negative || length > 18) {
        return bad_query(fault, key, "not-an-integer");
    }
    for (size_t i = negative; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return bad_query(fault, key, "not-an-integer");
        }
        value = value * 10 + (text[i] - '0');
    }
    value = negative ? -value : value;
    if (value < min || value > max) {
        return bad_query(fault, key, "out-of-range");
    }
    *out = value;
    return RC_OK;
}

enum rc http_query_date(const struct http_request *rq, const char *key, struct fault *fault,
                        const char **out) {
    const char *text = http_query(rq, key);
    if (text == NULL) {
        return RC_OK;
    }
    if (!clock_date_valid(text, strlen(text))) {
        return bad_query(fault, key, "not-a-date");
    }
    *out = text;
    return RC_OK;
}

enum rc http_query_instant(const struct http_request *rq, const char *key, struct fault *fault,
                           int64_t *out) {
    const char *text = http_query(rq, key);
    if (text == NULL) {
        return RC_OK;
    }
    if (clock_parse(text, strlen(text), out) != RC_OK) {
        return bad_query(fault, key, "not-an-instant");
    }
    return RC_OK;
}

enum rc http_query_id(const struct http_request *rq, const char *key, struct fault *fault,
                      struct public_id *out) {
    const char *text = http_query(rq, key);
    if (text == NULL) {
        return RC_OK;
    }
    if (public_id_parse(text, strlen(text), out) != RC_OK) {
        return bad_query(fault, key, "not-an-id");
    }
    return RC_OK;
}

enum rc http_query_choice(const struct http_request *rq, const char *key,
                          const char *const *choices, struct fault *fault, int *out) {
    const char *text = http_query(rq, key);
    if (text == NULL) {
        return RC_OK;
    }
    for (int i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], text) == 0) {
            *out = i;
            return RC_OK;
        }
    }
    return bad_query(fault, key, "not-a-choice");
}

enum rc http_body_fill(const struct http_request *rq, const struct json_field *fields, void *target,
                       struct fault *fault) {
    if (rq->body == NULL) {
        return fault_set(fault, RC_INVALID, "body-missing");
    }
    return json_fill(rq->body, "", fields, rq->arena, target, fault);
}

enum rc http_page_position(const struct http_request *rq, struct fault *fault,
                           const char **position) {
    const char *cursor = http_query(rq, "cursor");
    if (cursor == NULL) {
        *position = "";
        return RC_OK;
    }
    if (!cursor_read(rq->arena, rq->route->pattern, cursor, position)) {
        return fault_set(fault, RC_INVALID, "bad-cursor");
    }
    return RC_OK;
}

enum rc http_page_limit(const struct http_request *rq, int64_t fallback, int64_t max,
                        struct fault *fault, int64_t *limit) {
    *limit = fallback;
    return http_query_integer(rq, "limit", 1, max, fault, limit);
}
