// SPDX-License-Identifier: EUPL-1.2
// Results become statuses and problem documents (RFC 9457) that carry codes and places, never prose
// or values.
#include "http/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void results_have_their_status(void **state) {
    (void)state;
    assert_int_equal(problem_status(RC_NOT_FOUND, "not-found"), 404);
    assert_int_equal(problem_status(RC_CONFLICT, "alert-already-taken"), 409);
    assert_int_equal(problem_status(RC_STALE, "stale"), 412);
    assert_int_equal(problem_status(RC_INVALID, "invalid-input"), 422);
    assert_int_equal(problem_status(RC_DENIED, "denied"), 403);
    assert_int_equal(problem_status(RC_LIMIT, "login-delayed"), 429);
    assert_int_equal(problem_status(RC_BUSY, "busy"), 503);
    assert_int_equal(problem_status(RC_IO, "io"), 503);
    assert_int_equal(problem_status(RC_NOMEM, "no-memory"), 500);
    assert_int_equal(problem_status(RC_BUG, "bug"), 500);
}

static void faults_of_the_request_are_400_and_relatives(void **state) {
    (void)state;
    assert_int_equal(problem_status(RC_INVALID, "json-malformed"), 400);
    assert_int_equal(problem_status(RC_LIMIT, "json-too-deep"), 400);
    assert_int_equal(problem_status(RC_LIMIT, "json-too-large"), 413);
    assert_int_equal(problem_status(RC_INVALID, "bad-cursor"), 400);
    assert_int_equal(problem_status(RC_INVALID, "query-invalid"), 400);
    assert_int_equal(problem_status(RC_DENIED, "login-failed"), 401);
    assert_int_equal(problem_status(RC_CONFLICT, "idempotency-key-reused"), 422);
}

static void the_document_has_the_places(void **state) {
    (void)state;
    struct fault fault = {0};
    fault_at(&fault, "/months/0", "too-early");
    fault_at(&fault, "/iban", "checksum");
    json_t *problem = problem_json(422, "invalid-input", "r1", &fault);
    assert_non_null(problem);
    assert_string_equal(json_string_value(json_object_get(problem, "type")),
                        "urn:sostegno:problem:invalid-input");
    assert_int_equal(json_integer_value(json_object_get(problem, "status")), 422);
    assert_string_equal(json_string_value(json_object_get(problem, "requestId")), "r1");
    json_t *errors = json_object_get(problem, "errors");
    assert_int_equal(json_array_size(errors), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(errors, 1), "pointer")),
                        "/iban");
    json_decref(problem);
    problem = problem_json(404, "not-found", "r2", NULL);
    assert_null(json_object_get(problem, "errors"));
    json_decref(problem);
}

static void every_status_in_use_has_a_title(void **state) {
    (void)state;
    static const unsigned used[] = {400, 401, 403, 404, 405, 409, 412, 413, 414,
                                    415, 417, 422, 428, 429, 431, 501, 503, 505};
    for (size_t i = 0; i < sizeof used / sizeof used[0]; i++) {
        assert_string_not_equal(problem_title(used[i]), problem_title(500));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_have_their_status),
        cmocka_unit_test(faults_of_the_request_are_400_and_relatives),
        cmocka_unit_test(the_document_has_the_places),
        cmocka_unit_test(every_status_in_use_has_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
