// SPDX-License-Identifier: EUPL-1.2
// The constant route table: what each address needs before its handler may run.
//
// To add a resource: write `http/<resource>.c`, declare its handlers in `http/monitoring.h` or
// `http/claims.h`, and add one line per method to the table in `http/routes.c`. What changes one
// object and replies it is a row of http/change.h.
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "http/reply.h"
#include "http/request.h"
#include "service/access.h"

// Runs on a worker thread as plain blocking code: it may wait for a group commit or a password
// hash. It is "parse, call one use case, reply" and replies exactly once; a handler that replies
// nothing gives 500.
typedef void http_handler(struct http_request *rq, struct http_reply *rp);

enum http_flag {
    HTTP_PLAIN = 0,
    HTTP_NEEDS_KEY =
        1 << 0, // Idempotency-Key required (400 idempotency-key-missing): rq->once holds it
    HTTP_NEEDS_MATCH =
        1 << 1,            // If-Match required (428 match-missing): rq->if_match holds the version
    HTTP_NO_CSRF = 1 << 2, // no X-CSRF-Token: only the log-in, which has no session yet
    HTTP_STREAM = 1 << 3,  // the reply is an event stream
    HTTP_RAW_BODY =
        1 << 4, // the body is text/csv and stays bytes (rq->raw); otherwise a JSON text (rq->body)
    HTTP_NO_TOUCH =
        1 << 5, // the request does not count as activity of the person: a stream
    HTTP_WITH_ONCE = 1 << 6, // open to a session that still has to change its one-time password
};

enum { HTTP_PARAMS_MAX = 4, HTTP_QUERY_MAX = 16 };

struct http_route {
    enum http_method method;
    // "/api/v1/claims/{claim}": a parameter is a public id; "{quantity:slug}" is 1–40 of [a-z0-9-].
    // Anything else in its place is 404.
    const char *pattern;
    enum action action; // roles are checked before the handler runs (401, 403)
    size_t
        body_limit; // bytes; 0: a body is refused (400 body-unexpected); above: 413 body-too-large
    unsigned flags; // enum http_flag
    const char *const *query; // allowed keys, ends with NULL; NULL: none. Others: 400 query-unknown
    http_handler *handler;
};

// Shorthand for the table.
#define HTTP_QUERY(...) ((const char *const[]){__VA_ARGS__, NULL})

enum {
    HTTP_BODY_JSON = 65536,    // the usual limit of a JSON body (security §3.1, "Input")
    HTTP_FILE_EXPORT = 131072, // a meter's export (payload/export.h)
};

// The whole table, `*count` rows. Constant, any thread.
const struct http_route *http_routes(size_t *count);

enum http_match {
    HTTP_MATCH_NONE = 0, // 404
    HTTP_MATCH_METHOD,   // the path exists, the method does not: 405, `*allow` lists the methods
    HTTP_MATCH_FOUND,
};

struct http_found {
    const struct http_route *route;
    size_t count;
    struct http_param {
        char name[24];
        char value[41];
    } params[HTTP_PARAMS_MAX];
    char allow[64]; // "GET, HEAD, POST" for HTTP_MATCH_METHOD
};

// Find the route of a path (already checked: starts with '/', no dot segments, no escapes). HEAD is
// answered by the GET route.
enum http_match http_route_find(const struct http_route *table, size_t count,
                                enum http_method method, const char *path,
                                struct http_found *found);

#endif
