// SPDX-License-Identifier: EUPL-1.2
// From results and fault codes to HTTP statuses and problem documents (RFC 9457).
#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "base/fault.h"
#include "base/json.h"

// The status of a failed use case (see http_reply_fault).
unsigned problem_status(enum rc rc, const char *code);

// The title of a status, in English; web apps translate the code instead.
const char *problem_title(unsigned status);

// {type, title, status, code, requestId, errors?}; NULL when out of memory. `fault` may be NULL.
json_t *problem_json(unsigned status, const char *code, const char *request_id,
                     const struct fault *fault);

#endif
