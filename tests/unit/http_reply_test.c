// SPDX-License-Identifier: EUPL-1.2
// Whole exchanges without a socket: refusals before the handler, replies with their headers.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http/cursor.h"
#include "http/exchange.h"

static void say_page(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    const char *position = NULL;
    int64_t limit = 0;
    if (http_page_position(rq, &fault, &position) != RC_OK ||
        http_page_limit(rq, 50, 200, &fault, &limit) != RC_OK) {
        http_reply_fault(rp, &fault);
        return;
    }
    http_reply_page(
        rp, json_pack("{s:[], s:s, s:I}", "items", "after", position, "limit", (json_int_t)limit),
        "p2");
}

static void say_version(struct http_request *rq, struct http_reply *rp) {
    (void)rq;
    http_reply_version(rp, 7);
    http_reply_json(rp, 200, json_pack("{s:b}", "ok", 1));
}

static void say_match(struct http_request *rq, struct http_reply *rp) {
    http_reply_json(rp, 200,
                    json_pack("{s:I, s:O}", "match", (json_int_t)rq->if_match, "body", rq->body));
}

static void say_nothing(struct http_request *rq, struct http_reply *rp) {
    (void)rq;
    (void)rp;
}

static const struct http_route routes[] = {
    {HTTP_GET, "/api/page", ACTION_PUBLIC, 0, 0, HTTP_QUERY("cursor", "limit"), say_page},
    {HTTP_GET, "/api/version", ACTION_PUBLIC, 0, 0, NULL, say_version},
    {HTTP_PUT, "/api/match", ACTION_PUBLIC, 100, HTTP_NEEDS_MATCH | HTTP_NO_CSRF, NULL, say_match},
    {HTTP_POST, "/api/key", ACTION_PUBLIC, 100, HTTP_NEEDS_KEY | HTTP_NO_CSRF, NULL, say_match},
    {HTTP_GET, "/api/silent", ACTION_PUBLIC, 0, 0, NULL, say_nothing},
    {HTTP_GET, "/api/own", ACTION_SESSION, 0, 0, NULL, say_version},
};

static const struct http_settings settings = {.trusted_proxy = "", .secure_cookies = true};
static const struct http_context context = {.settings = &settings,
                                            .routes = routes,
                                            .route_count = sizeof routes / sizeof routes[0],
                                            .https = true};

// One exchange; `lines` as in "Name: value", `body` NULL: none. The caller frees it.
static struct http_exchange *ask(const char *method, const char *target, const char *const *lines,
                                 const char *body) {
    struct framing_header headers[16] = {{"Host", 4, "a.example", 9}};
    size_t count = 1;
    char length[24];
    for (; *lines != NULL; lines++) {
        const char *colon = strchr(*lines, ':');
        headers[count++] =
            (struct framing_header){*lines, (size_t)(colon - *lines), colon + 2, strlen(colon + 2)};
    }
    if (body != NULL) {
        int digits = snprintf(length, sizeof length, "%zu", strlen(body));
        headers[count++] = (struct framing_header){"Content-Length", 14, length, (size_t)digits};
        headers[count++] = (struct framing_header){"Content-Type", 12, "application/json", 16};
    }
    struct framing_message message = {.method = method,
                                      .version = "HTTP/1.1",
                                      .target = target,
                                      .headers = headers,
                                      .header_count = count};
    struct http_exchange *exchange = exchange_new(&context, target);
    if (exchange_begin(exchange, &message, "192.0.2.1") == EXCHANGE_RUN) {
        if (body != NULL && buffer_append(&exchange->body, body, strlen(body)) != RC_OK) {
            exchange->body_over = true;
        }
        exchange_run(exchange);
    }
    exchange_finish(exchange);
    return exchange;
}

static const char *header(const struct http_exchange *exchange, const char *name) {
    for (size_t i = 0; i < exchange->reply.header_count; i++) {
        if (strcmp(exchange->reply.headers[i].name, name) == 0) {
            return exchange->reply.headers[i].value;
        }
    }
    return NULL;
}

static void expect(const char *method, const char *target, const char *const *lines,
                   const char *body, unsigned status, const char *code) {
    struct http_exchange *exchange = ask(method, target, lines, body);
    char want[80];
    snprintf(want, sizeof want, "\"code\":\"%s\"", code);
    assert_int_equal(exchange->reply.status, status);
    assert_non_null(strstr(exchange->reply.body, want));
    assert_string_equal(header(exchange, "Content-Type"), "application/problem+json");
    exchange_free(exchange);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})
#define CSP                                                                                        \
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "   \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static void refusals_have_codes(void **state) {
    (void)state;
    expect("GET", "/api/nowhere", LINES(), NULL, 404, "route-unknown");
    expect("GET", "/nowhere.js", LINES(), NULL, 404, "page-unknown");
    expect("DELETE", "/api/page", LINES(), NULL, 405, "method-not-allowed");
    expect("GET", "/api/page?evil=1", LINES(), NULL, 400, "query-unknown");
    expect("GET", "/api/page?limit=0", LINES(), NULL, 400, "query-invalid");
    expect("GET", "/api/page?limit=201", LINES(), NULL, 400, "query-invalid");
    expect("GET", "/api/page?limit=1e2", LINES(), NULL, 400, "query-invalid");
    expect("GET", "/api/page?cursor=abc", LINES(), NULL, 400, "bad-cursor");
    expect("GET", "/api/page", LINES(), "{}", 400, "body-unexpected");
    expect("GET", "/api/own", LINES(), NULL, 401, "session-missing");
    expect("GET", "/api/own", LINES("Cookie: sid=1"), NULL, 401, "session-missing");
    expect("GET", "/api/silent", LINES(), NULL, 500, "bug");
    expect("PUT", "/api/match", LINES(), "{}", 428, "match-missing");
    expect("PUT", "/api/match", LINES("If-Match: *"), "{}", 400, "match-malformed");
    expect("PUT", "/api/match", LINES("If-Match: W/\"1\""), "{}", 400, "match-malformed");
    expect("PUT", "/api/match", LINES("If-Match: \"1\", \"2\""), "{}", 400, "match-malformed");
    expect("PUT", "/api/match", LINES("If-Match: \"1\""), "{", 400, "json-malformed");
    expect("PUT", "/api/match", LINES("If-Match: \"1\""), "{\"a\":1,\"a\":2}", 400,
           "json-duplicate-key");
    expect("PUT", "/api/match", LINES("If-Match: \"1\"", "Origin: https://evil.example"), "{}", 403,
           "origin-not-allowed");
    expect("PUT", "/api/match", LINES("If-Match: \"1\"", "Sec-Fetch-Site: cross-site"), "{}", 403,
           "origin-not-allowed");
    expect("POST", "/api/key", LINES(), "{}", 400, "idempotency-key-missing");
    expect("POST", "/api/key", LINES("Idempotency-Key: short"), "{}", 400,
           "idempotency-key-malformed");
    char big[200];
    memset(big, ' ', sizeof big);
    big[199] = '\0';
    expect("PUT", "/api/match", LINES("If-Match: \"1\""), big, 413, "body-too-large");
}

static void replies_carry_the_security_headers(void **state) {
    (void)state;
    struct http_exchange *exchange = ask("GET", "/api/version", LINES(), NULL);
    assert_int_equal(exchange->reply.status, 200);
    assert_string_equal(header(exchange, "Content-Security-Policy"), CSP);
    assert_string_equal(header(exchange, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(header(exchange, "Referrer-Policy"), "no-referrer");
    assert_string_equal(header(exchange, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_string_equal(header(exchange, "Cross-Origin-Resource-Policy"), "same-origin");
    assert_string_equal(header(exchange, "Cache-Control"), "no-store");
    assert_string_equal(header(exchange, "Strict-Transport-Security"), "max-age=31536000");
    assert_string_equal(header(exchange, "X-Request-Id"), exchange->request.request_id);
    assert_string_equal(header(exchange, "ETag"), "\"7\"");
    assert_null(header(exchange, "Server"));
    exchange_free(exchange);
}

static void a_known_version_is_not_sent_again(void **state) {
    (void)state;
    static const struct {
        const char *line;
        unsigned status;
    } cases[] = {{"If-None-Match: \"7\"", 304},        {"If-None-Match: \"6\"", 200},
                 {"If-None-Match: \"6\", \"7\"", 304}, {"If-None-Match: W/\"7\"", 304},
                 {"If-None-Match: \"77\"", 200},       {"If-None-Match: *", 200}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_exchange *exchange = ask("GET", "/api/version", LINES(cases[i].line), NULL);
        assert_int_equal(exchange->reply.status, cases[i].status);
        exchange_free(exchange);
    }
}

static void pages_link_to_the_next(void **state) {
    (void)state;
    struct http_exchange *exchange = ask("GET", "/api/page?limit=5", LINES(), NULL);
    struct http_exchange *next;
    char target[300];
    const char *link = header(exchange, "Link");
    assert_non_null(link);
    assert_non_null(strstr(link, ">; rel=\"next\""));
    snprintf(target, sizeof target, "%.*s", (int)(strcspn(link, ">") - 1), link + 1);
    assert_non_null(strstr(target, "limit=5"));
    next = ask("GET", target, LINES(), NULL);
    assert_int_equal(next->reply.status, 200);
    assert_non_null(strstr(next->reply.body, "\"after\":\"p2\""));
    assert_non_null(strstr(next->reply.body, "\"limit\":5"));
    exchange_free(next);
    exchange_free(exchange);
}

static void the_handler_sees_version_and_body(void **state) {
    (void)state;
    struct http_exchange *exchange = ask(
        "PUT", "/api/match", LINES("If-Match: \"42\"", "Origin: https://a.example"), "{\"a\":[1]}");
    assert_int_equal(exchange->reply.status, 200);
    assert_string_equal(exchange->reply.body, "{\"match\":42,\"body\":{\"a\":[1]}}");
    exchange_free(exchange);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_have_codes),
        cmocka_unit_test(replies_carry_the_security_headers),
        cmocka_unit_test(a_known_version_is_not_sent_again),
        cmocka_unit_test(pages_link_to_the_next),
        cmocka_unit_test(the_handler_sees_version_and_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
