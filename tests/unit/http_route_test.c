// SPDX-License-Identifier: EUPL-1.2
// The route table holds its own law, docs/access.csv says the same as the access table, patterns
// match strictly.
#include "http/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static bool unsafe(enum http_method method) {
    return method != HTTP_GET && method != HTTP_HEAD;
}

static void every_unsafe_route_has_csrf_and_a_role(void **state) {
    (void)state;
    size_t count = 0;
    const struct http_route *routes = http_routes(&count);
    for (size_t i = 0; i < count; i++) {
        const struct http_route *r = &routes[i];
        assert_non_null(r->handler);
        assert_true((unsigned)r->action < ACTION_COUNT);
        if (!unsafe(r->method)) {
            assert_int_equal(r->body_limit, 0);
            assert_int_equal(r->flags & (HTTP_NEEDS_KEY | HTTP_NEEDS_MATCH | HTTP_NO_CSRF), 0);
            continue;
        }
        // A person who signs in and a device that shows its code have no session yet.
        bool before = r->method == HTTP_POST && (strcmp(r->pattern, "/api/v1/session") == 0 ||
                                                 strcmp(r->pattern, "/api/v1/enrolment") == 0);
        assert_int_equal((r->flags & HTTP_NO_CSRF) != 0, before);
        assert_int_equal(r->action == ACTION_PUBLIC, before);
        assert_int_equal(r->flags & HTTP_NO_TOUCH, 0);
    }
}

// Two patterns are ambiguous when one path could match both: segment by segment equal, or one a
// parameter.
static bool overlap(const char *a, const char *b) {
    while (*a == '/' && *b == '/') {
        size_t left = strcspn(++a, "/");
        size_t right = strcspn(++b, "/");
        bool same = left == right && strncmp(a, b, left) == 0;
        // A fixed word is never 32 hex digits, so only slugs can swallow one.
        bool slug = memchr(a, ':', left) != NULL || memchr(b, ':', right) != NULL;
        bool both = a[0] == '{' && b[0] == '{';
        if (!same && !slug && !both) {
            return false;
        }
        a += left;
        b += right;
    }
    return *a == '\0' && *b == '\0';
}

static void no_two_routes_match_one_request(void **state) {
    (void)state;
    size_t count = 0;
    const struct http_route *routes = http_routes(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (routes[i].method == routes[j].method &&
                overlap(routes[i].pattern, routes[j].pattern)) {
                fail_msg("%s and %s", routes[i].pattern, routes[j].pattern);
            }
        }
    }
}

static const struct {
    const char *name;
    enum http_method method;
} methods[] = {{"GET", HTTP_GET},
               {"POST", HTTP_POST},
               {"PUT", HTTP_PUT},
               {"PATCH", HTTP_PATCH},
               {"DELETE", HTTP_DELETE}};

// "{quantity:slug}" in the table is "{quantity}" on paper.
static void bare(const char *pattern, char out[160]) {
    size_t used = 0;
    bool skip = false;
    for (; *pattern != '\0' && used < 159; pattern++) {
        skip = (skip || *pattern == ':') && *pattern != '}';
        if (!skip) {
            out[used++] = *pattern;
        }
    }
    out[used] = '\0';
}

static const struct http_route *route_of(const char *method, const char *path) {
    size_t count = 0;
    const struct http_route *routes = http_routes(&count);
    for (size_t i = 0; i < count; i++) {
        char pattern[160];
        bare(routes[i].pattern, pattern);
        for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
            if (strcmp(methods[m].name, method) == 0 && methods[m].method == routes[i].method &&
                strcmp(pattern, path) == 0) {
                return &routes[i];
            }
        }
    }
    return NULL;
}

// docs/access.csv is written by hand; column by column it must say what the table of access.c does.
static void access_csv_and_the_tables_agree(void **state) {
    (void)state;
    static const enum role columns[] = {ROLE_NONE,
                                        ROLE_FAMILY,
                                        ROLE_FAMILY,
                                        ROLE_FAMILY,
                                        ROLE_OPERATOR,
                                        ROLE_MONITORING_CLINICIAN,
                                        ROLE_CLAIMS_CLINICIAN,
                                        ROLE_CLAIMS_HANDLER,
                                        ROLE_PAYMENTS_OFFICER,
                                        ROLE_ADMIN};
    FILE *csv = fopen(HOUSE_SOURCE_DIR "/docs/access.csv", "r");
    assert_non_null(csv);
    char line[400];
    size_t rows = 0;
    assert_non_null(fgets(line, sizeof line, csv));
    while (fgets(line, sizeof line, csv) != NULL) {
        char *cells[16] = {0};
        size_t count = 0;
        line[strcspn(line, "\r\n")] = '\0';
        for (char *at = line; at != NULL && count < 16; count++) {
            cells[count] = at;
            at = strchr(at, ',');
            if (at != NULL) {
                *at++ = '\0';
            }
        }
        const struct http_route *route = route_of(cells[0], cells[1]);
        if (route == NULL) {
            fail_msg("%s %s is in docs/access.csv and not in the route table", cells[0], cells[1]);
            return;
        }
        rows++;
        for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
            const char *cell = cells[2 + c];
            if (strcmp(cell, "-") == 0) {
                continue;
            }
            bool refused = strcmp(cell, "401") == 0 || strcmp(cell, "403") == 0;
            if (access_role_allowed(columns[c], route->action) == refused) {
                fail_msg("%s %s: column %zu says %s", cells[0], cells[1], c + 3, cell);
            }
        }
    }
    fclose(csv);
    size_t routes = 0;
    http_routes(&routes);
    assert_int_equal(rows, routes);
}

static http_handler nothing;

static void nothing(struct http_request *rq, struct http_reply *rp) {
    (void)rq;
    (void)rp;
}

static const struct http_route sample[] = {
    {HTTP_GET, "/v1/claims", ACTION_CLAIM_READ, 0, 0, NULL, nothing},
    {HTTP_POST, "/v1/claims", ACTION_CLAIM_OPEN, 1, 0, NULL, nothing},
    {HTTP_GET, "/v1/claims/{claim}", ACTION_CLAIM_READ, 0, 0, NULL, nothing},
    {HTTP_PUT, "/v1/claims/{claim}/answers/{item:slug}", ACTION_CLAIM_OPEN, 1, 0, NULL, nothing},
};

#define ID "0123456789abcdef0123456789abcdef"

static enum http_match find(enum http_method method, const char *path, struct http_found *found) {
    return http_route_find(sample, sizeof sample / sizeof sample[0], method, path, found);
}

static void parameters_are_ids_or_slugs(void **state) {
    (void)state;
    struct http_found found;
    assert_int_equal(find(HTTP_GET, "/v1/claims/" ID, &found), HTTP_MATCH_FOUND);
    assert_string_equal(found.params[0].name, "claim");
    assert_string_equal(found.params[0].value, ID);
    assert_int_equal(find(HTTP_PUT, "/v1/claims/" ID "/answers/a-9", &found), HTTP_MATCH_FOUND);
    assert_string_equal(found.params[1].name, "item");
    assert_string_equal(found.params[1].value, "a-9");
    static const char *const none[] = {
        "/v1/claims/",
        "/v1/claims/" ID "/",
        "/v1/claims/" ID "0",
        "/v1/claims/0123",
        "/v1/claims/0123456789ABCDEF0123456789abcdef",
        "/v1/claims/" ID "/answers/",
        "/v1/claims/" ID "/answers/A",
        "/v1/claims/" ID "/answers/a_b",
        "/v1/claims/" ID "/answers/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/v1",
        "/",
        "/v1/claim",
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(find(HTTP_PUT, none[i], &found), HTTP_MATCH_NONE);
    }
}

static void wrong_method_names_the_right_ones(void **state) {
    (void)state;
    struct http_found found;
    assert_int_equal(find(HTTP_DELETE, "/v1/claims", &found), HTTP_MATCH_METHOD);
    assert_string_equal(found.allow, "GET, HEAD, POST");
    assert_int_equal(find(HTTP_HEAD, "/v1/claims", &found), HTTP_MATCH_FOUND);
    assert_ptr_equal(found.route, &sample[0]);
    assert_int_equal(find(HTTP_POST, "/v1/claims/" ID, &found), HTTP_MATCH_METHOD);
    assert_string_equal(found.allow, "GET, HEAD");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unsafe_route_has_csrf_and_a_role),
        cmocka_unit_test(no_two_routes_match_one_request),
        cmocka_unit_test(access_csv_and_the_tables_agree),
        cmocka_unit_test(parameters_are_ids_or_slugs),
        cmocka_unit_test(wrong_method_names_the_right_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
