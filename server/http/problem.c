// SPDX-License-Identifier: EUPL-1.2
// Statuses, titles and bodies of problems.
#include "http/problem.h"

#include <stdio.h>
#include <string.h>

// Codes whose status is not the one of their result: faults of the request itself, before any use
// case.
static const struct {
    const char *code;
    unsigned status;
} exceptions[] = {
    {"bad-cursor", 400},
    {"body-missing", 400},
    {"body-too-large", 413},
    {"body-unexpected", 400},
    {"content-type-unknown", 415},
    {"idempotency-key-malformed", 400},
    {"idempotency-key-missing", 400},
    {"idempotency-key-reused", 422},
    {"json-duplicate-key", 400},
    {"json-malformed", 400},
    {"json-too-deep", 400},
    {"json-too-large", 413},
    {"json-too-many-keys", 400},
    {"login-failed", 401},
    {"match-malformed", 400},
    {"match-missing", 428},
    {"password-expired", 401},
    {"query-invalid", 400},
    {"query-missing", 400},
    {"query-unknown", 400},
    {"session-ended", 401},
    {"session-missing", 401},
};

unsigned problem_status(enum rc rc, const char *code) {
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (strcmp(exceptions[i].code, code) == 0) {
            return exceptions[i].status;
        }
    }
    switch (rc) {
    case RC_NOT_FOUND:
        return 404;
    case RC_CONFLICT:
        return 409;
    case RC_STALE:
        return 412;
    case RC_INVALID:
        return 422;
    case RC_DENIED:
        return 403;
    case RC_LIMIT:
        return 429;
    case RC_BUSY:
    case RC_IO:
        return 503;
    case RC_OK:
    case RC_NOMEM:
    case RC_BUG:
        break;
    }
    return 500;
}

const char *problem_title(unsigned status) {
    static const struct {
        unsigned status;
        const char *title;
    } titles[] = {
        {400, "The request is malformed"},
        {401, "Sign in first"},
        {403, "Not allowed"},
        {404, "Not found"},
        {405, "Method not allowed"},
        {409, "The state does not allow this"},
        {412, "Changed meanwhile"},
        {413, "The body is too large"},
        {414, "The address is too long"},
        {415, "The kind of content is not taken"},
        {417, "The expectation is not met"},
        {422, "The input is not valid"},
        {428, "Say which version you mean"},
        {429, "Too many requests"},
        {431, "The header is too large"},
        {501, "The method is not known"},
        {503, "Not available right now"},
        {505, "The HTTP version is not supported"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (titles[i].status == status) {
            return titles[i].title;
        }
    }
    return "Something failed on our side";
}

json_t *problem_json(unsigned status, const char *code, const char *request_id,
                     const struct fault *fault) {
    char type[32 + FAULT_CODE_SIZE];
    snprintf(type, sizeof type, "urn:sostegno:problem:%s", code);
    json_t *problem =
        json_pack("{s:s, s:s, s:i, s:s, s:s}", "type", type, "title", problem_title(status),
                  "status", (int)status, "code", code, "requestId", request_id);
    if (problem == NULL || fault == NULL || fault->count == 0) {
        return problem;
    }
    json_t *errors = json_array();
    for (size_t i = 0; errors != NULL && i < fault->count; i++) {
        json_t *place =
            json_pack("{s:s, s:s}", "pointer", fault->at[i].pointer, "code", fault->at[i].code);
        if (place == NULL || json_array_append_new(errors, place) != 0) {
            json_decref(errors);
            errors = NULL;
        }
    }
    if (errors == NULL || json_object_set_new(problem, "errors", errors) != 0) {
        json_decref(problem);
        return NULL;
    }
    return problem;
}
