// SPDX-License-Identifier: EUPL-1.2
// The guards in front of libmicrohttpd's holes (security finding 10): judged on the header, before
// the body.
//
// libmicrohttpd 0.9.75 takes Transfer-Encoding together with Content-Length, uses the first of
// several lengths and hands over any target. Two parties that read one message differently are how
// requests are smuggled; so whatever could be read in two ways is refused and the connection closed
// (RFC 9112 §6.3, §11.2).
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "http/request.h"

enum { FRAMING_HEADERS_MAX = 64, FRAMING_TARGET_MAX = 2048 };

struct framing_header {
    const char *name;
    size_t name_length;
    const char *value; // NULL counts as ""
    size_t value_length;
};

struct framing_message {
    const char *method;
    const char *version; // "HTTP/1.1"
    const char *target;  // as sent, not decoded
    const struct framing_header *headers;
    size_t header_count; // more than FRAMING_HEADERS_MAX is refused
};

struct framing_verdict {
    unsigned status;  // 0: fine; 400, 414, 415, 417, 431, 501, 505 otherwise, and the connection is
                      // closed
    const char *code; // static text
    enum http_method method;
    bool has_body;       // chunked, or a length above 0
    int64_t body_length; // -1: chunked
};

// Judge one message. Pure, any thread.
void framing_check(const struct framing_message *message, struct framing_verdict *verdict);

struct framing_query {
    const char *key;
    const char *value;
};

// Split a target that framing_check() passed into its path and decoded query, in the arena. False
// with a static `code`: query-malformed (bad escape, NUL, control characters, broken UTF-8),
// query-repeated, query-too-many.
bool framing_split(struct arena *arena, const char *target, const char **path,
                   struct framing_query *query, size_t query_max, size_t *query_count,
                   const char **code);

#endif
