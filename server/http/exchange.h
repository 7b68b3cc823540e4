// SPDX-License-Identifier: EUPL-1.2
// One request and its reply on their way through the room; private to http.
//
// The adapter makes an exchange, exchange_begin() judges the header, the adapter collects the body,
// and exchange_run() does the rest on a worker. Nothing here knows libmicrohttpd.
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "http/framing.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/route.h"
#include "http/server.h"
#include "service/once.h"
#include "service/session.h"

struct http_stream;
struct http_streams;
struct http_www;

// What all exchanges of a server share; constant while it runs.
struct http_context {
    const struct service *service;
    const struct http_settings *settings;
    const struct http_route *routes;
    size_t route_count;
    struct http_streams *streams;
    const struct http_www *www;
    bool https; // the browser speaks TLS, to us or to the trusted proxy
};

// Headers that are looked at after the guards; copied from the adapter's memory.
enum http_header {
    HEADER_HOST = 0,
    HEADER_COOKIE,
    HEADER_ORIGIN,
    HEADER_SEC_FETCH_SITE,
    HEADER_CSRF,
    HEADER_UNATTENDED,
    HEADER_IF_MATCH,
    HEADER_IF_NONE_MATCH,
    HEADER_IDEMPOTENCY_KEY,
    HEADER_LAST_EVENT_ID,
    HEADER_CONTENT_TYPE,
    HEADER_ACCEPT_ENCODING,
    HEADER_FORWARDED,
    HEADER_X_FORWARDED_FOR,
};

enum { HEADER_COUNT = HEADER_X_FORWARDED_FOR + 1, REPLY_HEADERS_MAX = 24 };

struct http_reply {
    struct arena *arena;
    const struct http_request *request;
    unsigned status; // 0: nothing replied yet
    const char *content_type;
    const char *cache; // Cache-Control; NULL: no-store
    const void *body;  // in the arena or static
    size_t length;
    bool has_version;
    int64_t version;
    int64_t retry_after; // 0: the default of the status
    const char *detail;  // of the problem; NULL: none
    bool close;          // the connection is closed after the reply
    struct http_stream *stream;
    size_t header_count;
    struct {
        const char *name;
        const char *value;
    } headers[REPLY_HEADERS_MAX];
};

struct http_exchange {
    const struct http_context *context;
    struct arena *arena;
    struct http_request request;
    struct http_reply reply;
    struct http_found found;
    const char *target; // as sent
    const char *path;
    struct framing_query query[HTTP_QUERY_MAX];
    size_t query_count;
    const char *headers[HEADER_COUNT]; // NULL: absent
    struct buffer body;
    bool body_over;    // more than the route takes: the rest is read and dropped
    const char *token; // of the session cookie; NULL: none
    struct session_view view;
    struct once once;
    int64_t started_us;         // monotonic
    struct http_exchange *next; // queue of the pool
    void *adapter;              // the adapter's own
};

enum exchange_next {
    EXCHANGE_REFUSE = 0, // reply now and close: the framing cannot be trusted
    EXCHANGE_REPLY,      // the reply stands; read and drop the body first
    EXCHANGE_RUN,        // read the body into `body`, then exchange_run()
};

// NULL when out of memory.
struct http_exchange *exchange_new(const struct http_context *context, const char *target);
void exchange_free(struct http_exchange *exchange); // NULL allowed

// Judge the header; `peer` is the address of the connection in text.
enum exchange_next exchange_begin(struct http_exchange *exchange,
                                  const struct framing_message *message, const char *peer);

// Session, role, CSRF, preconditions, body, handler. Blocks; on a worker thread.
void exchange_run(struct http_exchange *exchange);

// Complete the reply: standard headers, 304, what is missing. After this reply.headers is what is
// sent.
void exchange_finish(struct http_exchange *exchange);

// reply.c: make the reply ready for use.
void reply_init(struct http_reply *rp, struct arena *arena, const struct http_request *request);
// A problem outside of the usual mapping of results.
void reply_problem(struct http_reply *rp, unsigned status, const char *code,
                   const struct fault *fault);
// Static bytes, not copied.
void reply_static(struct http_reply *rp, unsigned status, const char *content_type,
                  const void *bytes, size_t length);

// Is `tag` (with its quotes) among the tags of an If-None-Match header?
bool reply_tag_known(const char *tags, const char *tag);

#endif
