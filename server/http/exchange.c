// SPDX-License-Identifier: EUPL-1.2
// The way of a request: judged on its header, then on a worker from session to handler.
#include "http/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/origin.h"
#include "http/stream.h"
#include "http/www.h"
#include "service/access.h"

struct http_exchange *exchange_new(const struct http_context *context, const char *target) {
    struct http_exchange *exchange = calloc(1, sizeof *exchange);
    struct arena *arena = arena_new(0);
    if (exchange == NULL || arena == NULL) {
        free(exchange);
        arena_free(arena);
        return NULL;
    }
    exchange->context = context;
    exchange->arena = arena;
    exchange->started_us = clock_monotonic_us();
    exchange->target = arena_strdup(arena, target);
    struct http_request *rq = &exchange->request;
    rq->service = context->service;
    rq->arena = arena;
    rq->content_type = "";
    rq->if_match = -1;
    rq->found = &exchange->found;
    rq->exchange = exchange;
    struct public_id id = public_id_new();
    memcpy(rq->request_id, id.text, sizeof rq->request_id);
    reply_init(&exchange->reply, arena, rq);
    buffer_init(&exchange->body, 0);
    if (exchange->target == NULL) {
        exchange_free(exchange);
        return NULL;
    }
    return exchange;
}

void exchange_free(struct http_exchange *exchange) {
    if (exchange == NULL) {
        return;
    }
    buffer_free(&exchange->body);
    arena_free(exchange->arena);
    free(exchange);
}

static void keep_headers(struct http_exchange *exchange, const struct framing_message *message) {
    static const char *const names[HEADER_COUNT] = {
        [HEADER_HOST] = "Host",
        [HEADER_COOKIE] = "Cookie",
        [HEADER_ORIGIN] = "Origin",
        [HEADER_SEC_FETCH_SITE] = "Sec-Fetch-Site",
        [HEADER_CSRF] = "X-CSRF-Token",
        [HEADER_UNATTENDED] = "X-Unattended",
        [HEADER_IF_MATCH] = "If-Match",
        [HEADER_IF_NONE_MATCH] = "If-None-Match",
        [HEADER_IDEMPOTENCY_KEY] = "Idempotency-Key",
        [HEADER_LAST_EVENT_ID] = "Last-Event-ID",
        [HEADER_CONTENT_TYPE] = "Content-Type",
        [HEADER_ACCEPT_ENCODING] = "Accept-Encoding",
        [HEADER_FORWARDED] = "Forwarded",
        [HEADER_X_FORWARDED_FOR] = "X-Forwarded-For",
    };
    for (size_t i = 0; i < message->header_count; i++) {
        const struct framing_header *header = &message->headers[i];
        for (size_t n = 0; n < HEADER_COUNT; n++) {
            if (header->name_length == strlen(names[n]) &&
                strncasecmp(header->name, names[n], header->name_length) == 0) {
                exchange->headers[n] =
                    arena_strndup(exchange->arena, header->value == NULL ? "" : header->value,
                                  header->value_length);
            }
        }
    }
}

static void keep_content_type(struct http_exchange *exchange) {
    const char *value = exchange->headers[HEADER_CONTENT_TYPE];
    if (value == NULL) {
        return;
    }
    char *type = arena_strndup(exchange->arena, value, strcspn(value, "; \t"));
    for (char *c = type; c != NULL && *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            *c = (char)(*c - 'A' + 'a');
        }
    }
    exchange->request.content_type = type == NULL ? "" : type;
}

static bool unsafe(enum http_method method) {
    return method != HTTP_GET && method != HTTP_HEAD;
}

static bool query_known(const struct http_exchange *exchange, struct fault *fault) {
    for (size_t i = 0; i < exchange->query_count; i++) {
        const char *const *key = exchange->request.route->query;
        while (key != NULL && *key != NULL && strcmp(*key, exchange->query[i].key) != 0) {
            key++;
        }
        if (key == NULL || *key == NULL) {
            // The key is the caller's text: its place among the keys says enough.
            fault_atf(fault, "query-unknown", "?%zu", i + 1);
            fault_set(fault, RC_INVALID, "query-unknown");
            return false;
        }
    }
    return true;
}

// Everything outside of /api and the health pages is the web application.
static bool is_api(const char *path) {
    return strncmp(path, "/api/", 5) == 0 || strcmp(path, "/api") == 0;
}

static enum exchange_next begin_route(struct http_exchange *exchange,
                                      const struct framing_verdict *verdict) {
    struct http_request *rq = &exchange->request;
    struct http_reply *rp = &exchange->reply;
    const struct http_context *context = exchange->context;
    enum http_match match = http_route_find(context->routes, context->route_count, rq->method,
                                            exchange->path, &exchange->found);
    if (match == HTTP_MATCH_NONE && !is_api(exchange->path)) {
        if (verdict->has_body) {
            reply_problem(rp, 400, "body-unexpected", NULL);
            return EXCHANGE_REFUSE;
        }
        www_reply(context->www, exchange);
        return EXCHANGE_REPLY;
    }
    if (match == HTTP_MATCH_NONE) {
        reply_problem(rp, 404, "route-unknown", NULL);
        return EXCHANGE_REPLY;
    }
    if (match == HTTP_MATCH_METHOD) {
        reply_problem(rp, 405, "method-not-allowed", NULL);
        http_reply_header(rp, "Allow", exchange->found.allow);
        return EXCHANGE_REPLY;
    }
    rq->route = exchange->found.route;
    struct fault fault = {0};
    if (!query_known(exchange, &fault)) {
        http_reply_fault(rp, &fault);
        return EXCHANGE_REPLY;
    }
    if (unsafe(rq->method) &&
        !origin_allowed(exchange->headers[HEADER_SEC_FETCH_SITE], exchange->headers[HEADER_ORIGIN],
                        exchange->headers[HEADER_HOST], context->https)) {
        reply_problem(rp, 403, "origin-not-allowed", NULL);
        return EXCHANGE_REPLY;
    }
    if (verdict->has_body && rq->route->body_limit == 0) {
        reply_problem(rp, 400, "body-unexpected", NULL);
        return EXCHANGE_REPLY;
    }
    if (verdict->body_length > (int64_t)rq->route->body_limit) {
        reply_problem(rp, 413, "body-too-large", NULL);
        // A body of moderate size is read and dropped, so that the client sees the answer and not a
        // reset.
        return verdict->body_length > 16 * HTTP_BODY_JSON ? EXCHANGE_REFUSE : EXCHANGE_REPLY;
    }
    const char *taken = (rq->route->flags & HTTP_RAW_BODY) != 0 ? "text/csv" : "application/json";
    if (verdict->has_body && strcmp(rq->content_type, taken) != 0) {
        reply_problem(rp, 415, "content-type-unknown", NULL);
        return EXCHANGE_REPLY;
    }
    buffer_init(&exchange->body, rq->route->body_limit);
    return EXCHANGE_RUN;
}

enum exchange_next exchange_begin(struct http_exchange *exchange,
                                  const struct framing_message *message, const char *peer) {
    struct http_request *rq = &exchange->request;
    struct http_reply *rp = &exchange->reply;
    const struct http_settings *settings = exchange->context->settings;
    struct framing_verdict verdict;
    framing_check(message, &verdict);
    rq->method = verdict.method;
    snprintf(rq->client, sizeof rq->client, "%s", peer);
    if (verdict.status != 0) {
        rp->close = true;
        reply_problem(rp, verdict.status, verdict.code, NULL);
        log_peer("http.refused", log_text("code", verdict.code),
                 log_text("request", rq->request_id));
        return EXCHANGE_REFUSE;
    }
    keep_headers(exchange, message);
    keep_content_type(exchange);
    origin_client(peer, settings->trusted_proxy == NULL ? "" : settings->trusted_proxy,
                  exchange->headers[HEADER_X_FORWARDED_FOR], exchange->headers[HEADER_FORWARDED],
                  rq->client);
    exchange->token = origin_cookie(exchange->arena, exchange->headers[HEADER_COOKIE],
                                    settings->secure_cookies ? "__Host-sid" : "sid");
    const char *code = NULL;
    if (!framing_split(exchange->arena, exchange->target, &exchange->path, exchange->query,
                       HTTP_QUERY_MAX, &exchange->query_count, &code)) {
        rp->close = true;
        reply_problem(rp, code == NULL ? 500 : 400, code == NULL ? "no-memory" : code, NULL);
        return EXCHANGE_REFUSE;
    }
    enum exchange_next next = begin_route(exchange, &verdict);
    if (next == EXCHANGE_REPLY && verdict.has_body &&
        (!unsafe(rq->method) || verdict.body_length > 16 * HTTP_BODY_JSON)) {
        // A body nobody asked for on a GET is where two readers part ways; a huge one is not worth
        // reading.
        next = EXCHANGE_REFUSE;
    }
    rp->close = rp->close || next == EXCHANGE_REFUSE;
    return next;
}

// Does the request tell of a person at the screen? What a page reads by itself says that it does
// not; an act always does.
static bool attended(const struct http_exchange *exchange) {
    const struct http_request *rq = &exchange->request;
    return (rq->route->flags & HTTP_NO_TOUCH) == 0 &&
           (unsafe(rq->method) || exchange->headers[HEADER_UNATTENDED] == NULL);
}

static bool find_session(struct http_exchange *exchange) {
    struct http_request *rq = &exchange->request;
    struct http_reply *rp = &exchange->reply;
    const struct http_route *route = rq->route;
    if (route->action == ACTION_PUBLIC) {
        return true;
    }
    if (exchange->token == NULL) {
        reply_problem(rp, 401, "session-missing", NULL);
        return false;
    }
    enum rc rc = session_find(rq->service, exchange->token, attended(exchange), exchange->arena,
                              &exchange->view);
    if (rc == RC_NOT_FOUND) {
        reply_problem(rp, 401, "session-ended", NULL);
        return false;
    }
    if (rc != RC_OK) {
        http_reply_rc(rp, rc, NULL);
        return false;
    }
    rq->session = &exchange->view;
    rq->actor = exchange->view.actor;
    return true;
}

static bool may(struct http_exchange *exchange) {
    struct http_request *rq = &exchange->request;
    const struct http_route *route = rq->route;
    if (rq->session != NULL && rq->session->password_change &&
        (route->flags & HTTP_WITH_ONCE) == 0) {
        reply_problem(&exchange->reply, 403, "password-change-needed", NULL);
        return false;
    }
    if (!access_role_allowed(rq->actor.role, route->action)) {
        log_notice("http.denied", log_text("role", role_name(rq->actor.role)),
                   log_text("route", route->pattern));
        reply_problem(&exchange->reply, 403, "role-not-allowed", NULL);
        return false;
    }
    if (unsafe(rq->method) && (route->flags & HTTP_NO_CSRF) == 0 && rq->session != NULL &&
        !session_csrf_matches(rq->session, exchange->headers[HEADER_CSRF])) {
        reply_problem(&exchange->reply, 403, "csrf-mismatch", NULL);
        return false;
    }
    return true;
}

// Our tags are "<version>"; a weak one or a list names no single version.
static bool tag_read(const char *text, int64_t *version) {
    size_t length = strlen(text);
    int64_t value = 0;
    if (length < 3 || length > 20 || text[0] != '"' || text[length - 1] != '"') {
        return false;
    }
    for (size_t i = 1; i + 1 < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *version = value;
    return true;
}

static bool preconditions(struct http_exchange *exchange) {
    struct http_request *rq = &exchange->request;
    struct http_reply *rp = &exchange->reply;
    const char *match = exchange->headers[HEADER_IF_MATCH];
    if (match != NULL && !tag_read(match, &rq->if_match)) {
        reply_problem(rp, 400, "match-malformed", NULL);
        return false;
    }
    if (match == NULL && (rq->route->flags & HTTP_NEEDS_MATCH) != 0) {
        reply_problem(rp, 428, "match-missing", NULL);
        return false;
    }
    if ((rq->route->flags & HTTP_NEEDS_KEY) == 0) {
        return true;
    }
    const char *key = exchange->headers[HEADER_IDEMPOTENCY_KEY];
    if (key == NULL) {
        reply_problem(rp, 400, "idempotency-key-missing", NULL);
        return false;
    }
    if (strlen(key) < 8 || strlen(key) > ONCE_KEY_MAX) {
        reply_problem(rp, 400, "idempotency-key-malformed", NULL);
        return false;
    }
    char route[ONCE_ROUTE_SIZE];
    snprintf(route, sizeof route, "%u %s", (unsigned)rq->method, exchange->path);
    once_prepare(&exchange->once, &rq->actor.user, route, key, exchange->body.data,
                 exchange->body.length);
    rq->once = &exchange->once;
    return true;
}

static void release_json(void *json) {
    json_decref(json);
}

static bool read_body(struct http_exchange *exchange) {
    struct http_request *rq = &exchange->request;
    if (exchange->body_over) {
        reply_problem(&exchange->reply, 413, "body-too-large", NULL);
        return false;
    }
    rq->raw = exchange->body.length == 0 ? NULL : exchange->body.data;
    rq->raw_length = exchange->body.length;
    if (rq->raw == NULL || (rq->route->flags & HTTP_RAW_BODY) != 0) {
        return true;
    }
    struct fault fault = {0};
    json_t *json = NULL;
    struct json_limits limits = JSON_LIMITS_DEFAULT;
    limits.bytes = rq->route->body_limit;
    if (json_read(rq->raw, rq->raw_length, &limits, &fault, &json) != RC_OK) {
        http_reply_fault(&exchange->reply, &fault);
        return false;
    }
    if (arena_adopt(exchange->arena, json, release_json) != 0) {
        http_reply_rc(&exchange->reply, RC_NOMEM, NULL);
        return false;
    }
    rq->body = json;
    return true;
}

static void settle_once(struct http_exchange *exchange) {
    struct http_reply *rp = &exchange->reply;
    const struct once *once = exchange->request.once;
    if (once == NULL) {
        return;
    }
    if (once->mismatch) {
        rp->status = 0;
        rp->header_count = 0;
        reply_problem(rp, 422, "idempotency-key-reused", NULL);
    } else if (once->again) {
        http_reply_header(rp, "Idempotency-Replayed", "true");
    } else if (!once->asked && rp->status < 300) {
        log_bug("http.key-not-used", log_text("route", exchange->request.route->pattern));
    }
}

void exchange_run(struct http_exchange *exchange) {
    struct http_request *rq = &exchange->request;
    struct http_reply *rp = &exchange->reply;
    log_request(rq->request_id);
    if (find_session(exchange) && may(exchange) && read_body(exchange) && preconditions(exchange)) {
        rq->route->handler(rq, rp);
        if (rp->status == 0) {
            log_bug("http.no-reply", log_text("route", rq->route->pattern));
            reply_problem(rp, 500, "bug", NULL);
        }
        settle_once(exchange);
    }
    log_request(NULL);
}
