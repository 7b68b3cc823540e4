// SPDX-License-Identifier: EUPL-1.2
// Framing guards: everything that two readers could read in two ways is refused (security finding
// 10).
#include "http/framing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// Headers as "Name: value" lines; the text may hold control characters.
static struct framing_verdict judge(const char *method, const char *target, const char *version,
                                    const char *const *lines) {
    struct framing_header headers[FRAMING_HEADERS_MAX + 8];
    size_t count = 0;
    for (; lines[count] != NULL; count++) {
        const char *colon = strchr(lines[count], ':');
        headers[count] = (struct framing_header){
            .name = lines[count],
            .name_length = (size_t)(colon - lines[count]),
            .value = colon + 2,
            .value_length = strlen(colon + 2),
        };
    }
    struct framing_message message = {.method = method,
                                      .version = version,
                                      .target = target,
                                      .headers = headers,
                                      .header_count = count};
    struct framing_verdict verdict;
    framing_check(&message, &verdict);
    return verdict;
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void plain_requests_pass(void **state) {
    (void)state;
    struct framing_verdict v =
        judge("GET", "/api/v1/session", "HTTP/1.1", LINES("Host: a.example:8080"));
    assert_int_equal(v.status, 0);
    assert_int_equal(v.method, HTTP_GET);
    assert_false(v.has_body);
    v = judge("POST", "/api/v1/session?x=%C3%A8", "HTTP/1.1",
              LINES("Host: [::1]:80", "Content-Length: 12"));
    assert_int_equal(v.status, 0);
    assert_true(v.has_body);
    assert_int_equal(v.body_length, 12);
    v = judge("PUT", "/", "HTTP/1.1", LINES("Host: a", "Transfer-Encoding: Chunked"));
    assert_int_equal(v.status, 0);
    assert_int_equal(v.body_length, -1);
    v = judge("GET", "/", "HTTP/1.0", LINES("Accept: */*"));
    assert_int_equal(v.status, 0);
    v = judge("POST", "/", "HTTP/1.1", LINES("Host: a", "Content-Length: 0"));
    assert_int_equal(v.status, 0);
    assert_false(v.has_body);
}

static void ambiguous_bodies_are_refused(void **state) {
    (void)state;
    const struct {
        const char *code;
        const char *const *lines;
        const char *version;
    } cases[] = {
        {"length-and-coding", LINES("Host: a", "Content-Length: 3", "Transfer-Encoding: chunked"),
         "HTTP/1.1"},
        {"length-and-coding", LINES("Host: a", "transfer-encoding: chunked", "CONTENT-LENGTH: 0"),
         "HTTP/1.1"},
        {"coding-unknown", LINES("Host: a", "Transfer-Encoding: gzip, chunked"), "HTTP/1.1"},
        {"coding-unknown", LINES("Host: a", "Transfer-Encoding: identity"), "HTTP/1.1"},
        {"coding-unknown", LINES("Host: a", "Transfer-Encoding: xchunked"), "HTTP/1.1"},
        {"coding-unknown", LINES("Host: a", "Transfer-Encoding: chunked;q=1"), "HTTP/1.1"},
        {"coding-unknown", LINES("Host: a", "Transfer-Encoding: "), "HTTP/1.1"},
        {"coding-unknown", LINES("Transfer-Encoding: chunked"), "HTTP/1.0"},
        {"header-repeated",
         LINES("Host: a", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), "HTTP/1.1"},
        {"header-repeated", LINES("Host: a", "Content-Length: 3", "Content-Length: 3"), "HTTP/1.1"},
        {"header-repeated", LINES("Host: a", "Content-Length: 3", "content-length: 4"), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: +3"), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: -1"), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: 3, 3"), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: 0x3"), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: "), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: 3 "), "HTTP/1.1"},
        {"length-malformed", LINES("Host: a", "Content-Length: 99999999999999999999"), "HTTP/1.1"},
        {"header-malformed", LINES("Host: a", "Transfer-Encoding : chunked"), "HTTP/1.1"},
        {"header-malformed", LINES("Host: a", "Content\tLength: 3"), "HTTP/1.1"},
        {"header-malformed",
         LINES("Host: a", "X: a\x0b"
                          "b"),
         "HTTP/1.1"},
        {"header-malformed", LINES("Host: a", "X: a\r\nContent-Length: 3"), "HTTP/1.1"},
        {"header-malformed", LINES("Host: a", "X\xc3\xa8: a"), "HTTP/1.1"},
        {"header-malformed", LINES("Host: a", ": a"), "HTTP/1.1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct framing_verdict v = judge("POST", "/", cases[i].version, cases[i].lines);
        assert_int_equal(v.status, 400);
        assert_string_equal(v.code, cases[i].code);
    }
}

static void hosts_are_single_and_plain(void **state) {
    (void)state;
    static const char *const bad[] = {"Host: ",         "Host: a b",   "Host: a,b",   "Host: a@b",
                                      "Host: a/b",      "Host: a:b",   "Host: a:",    "Host: [::1",
                                      "Host: []",       "Host: [x]:1", "Host: a:1:2", "Host: a#b",
                                      "Host: a:123456", "Host: a\\b"};
    assert_string_equal(judge("GET", "/", "HTTP/1.1", LINES("Accept: a")).code, "host-missing");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct framing_verdict v = judge("GET", "/", "HTTP/1.1", LINES(bad[i]));
        // "[x]" holds letters, which an IPv6 address with a zone-less name may not be told from
        // here
        if (strcmp(bad[i], "Host: [x]:1") == 0) {
            assert_int_equal(v.status, 0);
            continue;
        }
        assert_int_equal(v.status, 400);
        assert_string_equal(v.code, "host-malformed");
    }
    assert_string_equal(judge("GET", "/", "HTTP/1.1", LINES("Host: a", "Host: a")).code,
                        "header-repeated");
}

static void odd_targets_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *target;
        const char *code;
    } cases[] = {
        {"http://evil.example/", "target-not-origin-form"},
        {"*", "target-not-origin-form"},
        {"evil.example:443", "target-not-origin-form"},
        {"", "target-not-origin-form"},
        {"//evil.example/", "path-dots"},
        {"/a//b", "path-dots"},
        {"/..", "path-dots"},
        {"/a/../b", "path-dots"},
        {"/a/./b", "path-dots"},
        {"/a/.", "path-dots"},
        {"/a%2fb", "path-escaped"},
        {"/a%2Fb", "path-escaped"},
        {"/%2e%2e/b", "path-escaped"},
        {"/a%00b", "path-escaped"},
        {"/a%5cb", "path-escaped"},
        {"/a\\b", "path-malformed"},
        {"/a#b", "path-malformed"},
        {"/a b", "path-malformed"},
        {"/a\xc3\xa8", "path-malformed"},
        {"/a\x01", "path-malformed"},
        {"/a?b#c", "query-malformed"},
        {"/a?b=%", "query-malformed"},
        {"/a?b=%4", "query-malformed"},
        {"/a?b=%zz", "query-malformed"},
        {"/a?b=\x7f", "query-malformed"},
        {"/a?b=<", "query-malformed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct framing_verdict v = judge("GET", cases[i].target, "HTTP/1.1", LINES("Host: a"));
        assert_int_equal(v.status, 400);
        assert_string_equal(v.code, cases[i].code);
    }
    char target[FRAMING_TARGET_MAX + 3];
    memset(target, 'a', sizeof target);
    target[0] = '/';
    target[FRAMING_TARGET_MAX + 1] = '\0';
    assert_int_equal(judge("GET", target, "HTTP/1.1", LINES("Host: a")).status, 414);
    target[FRAMING_TARGET_MAX] = '\0';
    assert_int_equal(judge("GET", target, "HTTP/1.1", LINES("Host: a")).status, 0);
}

static void other_refusals_have_their_status(void **state) {
    (void)state;
    assert_int_equal(judge("BREW", "/", "HTTP/1.1", LINES("Host: a")).status, 501);
    assert_int_equal(judge("get", "/", "HTTP/1.1", LINES("Host: a")).status, 501);
    assert_int_equal(judge("GET", "/", "HTTP/2.0", LINES("Host: a")).status, 505);
    assert_int_equal(
        judge("POST", "/", "HTTP/1.1", LINES("Host: a", "Content-Encoding: gzip")).status, 415);
    assert_int_equal(judge("POST", "/", "HTTP/1.1", LINES("Host: a", "Expect: 200-ok")).status,
                     417);
    const char *many[FRAMING_HEADERS_MAX + 3] = {"Host: a"};
    for (size_t i = 1; i < FRAMING_HEADERS_MAX + 1; i++) {
        many[i] = "X: y";
    }
    assert_int_equal(judge("GET", "/", "HTTP/1.1", many).status, 431);
    many[FRAMING_HEADERS_MAX] = NULL;
    assert_int_equal(judge("GET", "/", "HTTP/1.1", many).status, 0);
}

static void queries_are_split_and_decoded_strictly(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct framing_query query[4];
    size_t count = 0;
    const char *path = NULL;
    const char *code = NULL;
    assert_true(framing_split(arena, "/a/b?x=1&y=%C3%A8+z&z", &path, query, 4, &count, &code));
    assert_string_equal(path, "/a/b");
    assert_int_equal(count, 3);
    assert_string_equal(query[1].value, "\xc3\xa8 z");
    assert_string_equal(query[2].value, "");
    assert_true(framing_split(arena, "/a?", &path, query, 4, &count, &code));
    assert_int_equal(count, 0);
    static const struct {
        const char *target;
        const char *code;
    } bad[] = {
        {"/a?x=1&x=2", "query-repeated"},      {"/a?x=1&%78=2", "query-repeated"},
        {"/a?x=%00", "query-malformed"},       {"/a?x=%0a", "query-malformed"},
        {"/a?x=%ff", "query-malformed"},       {"/a?x=%c0%80", "query-malformed"},
        {"/a?x=%ed%a0%80", "query-malformed"}, {"/a?=1", "query-malformed"},
        {"/a?a&b&c&d&e", "query-too-many"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(framing_split(arena, bad[i].target, &path, query, 4, &count, &code));
        assert_string_equal(code, bad[i].code);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_requests_pass),
        cmocka_unit_test(ambiguous_bodies_are_refused),
        cmocka_unit_test(hosts_are_single_and_plain),
        cmocka_unit_test(odd_targets_are_refused),
        cmocka_unit_test(other_refusals_have_their_status),
        cmocka_unit_test(queries_are_split_and_decoded_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
