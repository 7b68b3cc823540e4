// SPDX-License-Identifier: EUPL-1.2
// What every reply carries: the security headers of security §3.1, caching, versions, the log line.
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/exchange.h"

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static const struct {
    const char *name;
    const char *value;
} standard[] = {
    {"Content-Security-Policy", policy},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
                           "gyroscope=(), microphone=(), "
                           "payment=(), usb=()"},
};

static const char *method_name(enum http_method method) {
    static const char *const names[] = {
        [HTTP_METHOD_NONE] = "-", [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD",
        [HTTP_POST] = "POST",     [HTTP_PUT] = "PUT", [HTTP_PATCH] = "PATCH",
        [HTTP_DELETE] = "DELETE"};
    return names[method];
}

bool reply_tag_known(const char *tags, const char *tag) {
    size_t length = strlen(tag);
    for (const char *at = strstr(tags, tag); at != NULL; at = strstr(at + 1, tag)) {
        bool begins = at == tags || at[-1] == ' ' || at[-1] == ',' || at[-1] == '/';
        bool ends = at[length] == '\0' || at[length] == ' ' || at[length] == ',';
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

static void add_version(struct http_exchange *exchange) {
    struct http_reply *rp = &exchange->reply;
    char tag[24];
    snprintf(tag, sizeof tag, "\"%lld\"", (long long)rp->version);
    http_reply_header(rp, "ETag", tag);
    const char *known = exchange->headers[HEADER_IF_NONE_MATCH];
    bool reading = exchange->request.method == HTTP_GET || exchange->request.method == HTTP_HEAD;
    if (reading && rp->status == 200 && known != NULL && reply_tag_known(known, tag)) {
        rp->status = 304;
        rp->body = NULL;
        rp->length = 0;
        rp->content_type = NULL;
    }
}

void exchange_finish(struct http_exchange *exchange) {
    struct http_reply *rp = &exchange->reply;
    const struct http_request *rq = &exchange->request;
    if (rp->status == 0) {
        log_bug("http.unanswered");
        reply_problem(rp, 500, "bug", NULL);
    }
    if (rp->has_version && rp->status < 300) {
        add_version(exchange);
    }
    for (size_t i = 0; i < sizeof standard / sizeof standard[0]; i++) {
        http_reply_header(rp, standard[i].name, standard[i].value);
    }
    http_reply_header(rp, "Cache-Control", rp->cache == NULL ? "no-store" : rp->cache);
    http_reply_header(rp, "X-Request-Id", rq->request_id);
    if (exchange->context->https) {
        http_reply_header(rp, "Strict-Transport-Security", "max-age=31536000");
    }
    if (rp->content_type != NULL) {
        http_reply_header(rp, "Content-Type", rp->content_type);
    }
    if (rp->close) {
        http_reply_header(rp, "Connection", "close");
    }
    // The pattern and not the address: an address names people.
    log_info("http.request", log_text("request", rq->request_id),
             log_text("route", rq->route == NULL ? "-" : rq->route->pattern),
             log_text("method", method_name(rq->method)), log_int("status", rp->status),
             log_int("us", clock_monotonic_us() - exchange->started_us));
}
