// SPDX-License-Identifier: EUPL-1.2
// A request as its handler sees it: checked, authenticated, with its body parsed.
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct http_exchange; // private to the adapter
struct http_found;
struct http_route;
struct once;
struct service;
struct session_view;

enum http_method {
    HTTP_METHOD_NONE = 0,
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
};

// Read-only for handlers. Everything lives until the reply is sent; nothing is owned by the
// handler.
struct http_request {
    const struct service *service;
    const struct http_route *route;
    const struct session_view *session; // service/session.h; NULL without a session
    struct actor actor;                 // role ROLE_NONE without a session
    struct arena *arena;                // for the handler's own pieces too
    const json_t *body; // the JSON body; NULL when none came or the route takes raw bytes
    const char *raw;    // the body's bytes, `raw_length` long; NULL when empty
    size_t raw_length;
    const char *content_type; // of the body, without parameters, lower case; "" when none
    int64_t if_match;         // version named by If-Match; -1 when the header is absent
    struct once
        *once; // routes with HTTP_NEEDS_KEY: hand it to the use case (service/once.h); else NULL
    char request_id[33]; // also in the log, in the X-Request-Id header and in problems
    char client[46];     // the client's address in text (through the trusted proxy, if any)
    enum http_method method;
    const struct http_found *found;
    struct http_exchange *exchange;
};

// A path parameter that is a public id. Asking for a name that the pattern does not have is our bug
// and aborts: the tests walk every route.
struct public_id http_param_id(const struct http_request *rq, const char *name);

// A path parameter as text (a slug).
const char *http_param(const struct http_request *rq, const char *name);

// A query value, decoded; NULL when absent. A key twice is refused before the handler runs. Keys
// that the route does not allow abort, as above.
const char *http_query(const struct http_request *rq, const char *key);

// Typed query values; an absent key leaves *out untouched. RC_INVALID with code "query-invalid" and
// the place
// "?key" (answered 400): not-an-integer, out-of-range, not-a-date, not-an-instant, not-an-id,
// not-a-choice.
RC_CHECKED enum rc http_query_integer(const struct http_request *rq, const char *key, int64_t min,
                                      int64_t max, struct fault *fault, int64_t *out);
RC_CHECKED enum rc http_query_date(const struct http_request *rq, const char *key,
                                   struct fault *fault, const char **out); // "YYYY-MM-DD"
RC_CHECKED enum rc http_query_instant(const struct http_request *rq, const char *key,
                                      struct fault *fault, int64_t *out); // microseconds UTC
RC_CHECKED enum rc http_query_id(const struct http_request *rq, const char *key,
                                 struct fault *fault, struct public_id *out);
// *out is the index in `choices` (which ends with NULL).
RC_CHECKED enum rc http_query_choice(const struct http_request *rq, const char *key,
                                     const char *const *choices, struct fault *fault, int *out);

// Fill a struct from the JSON body by a field table (base/json.h). An absent body is "body-missing"
// (400).
RC_CHECKED enum rc http_body_fill(const struct http_request *rq, const struct json_field *fields,
                                  void *target, struct fault *fault);

// The position a page starts after, from the query key "cursor"; "" on the first page. Positions
// are what the store's list function takes (at most 100 bytes of text). A cursor that this server
// did not make for this route gives RC_INVALID "bad-cursor" (400). To use it, the route allows the
// keys "cursor" and "limit".
RC_CHECKED enum rc http_page_position(const struct http_request *rq, struct fault *fault,
                                      const char **position);

// The page size from "limit": 1..max, `fallback` when absent.
RC_CHECKED enum rc http_page_limit(const struct http_request *rq, int64_t fallback, int64_t max,
                                   struct fault *fault, int64_t *limit);

#endif
