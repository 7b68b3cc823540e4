// SPDX-License-Identifier: EUPL-1.2
// A reply as its handler makes it. All replies carry the security headers; API replies are
// no-store.
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/json.h"
#include "base/result.h"

struct http_reply;
struct http_request;

// Status and JSON body. Takes ownership of `json` (also on failure); NULL means that packing ran
// out of memory and gives 500. A second reply replaces the first and is logged as our bug.
void http_reply_json(struct http_reply *rp, unsigned status, json_t *json);

// Status without a body (204, 202).
void http_reply_empty(struct http_reply *rp, unsigned status);

// 201 with Location and body.
void http_reply_created(struct http_reply *rp, const char *location, json_t *json);

// Bytes of a given type; copied. For exports and downloads.
void http_reply_bytes(struct http_reply *rp, unsigned status, const char *content_type,
                      const void *bytes, size_t length);

// One page of a list: 200 with `page` (an object that holds "items" and whatever else belongs to
// the list), to which "nextCursor" (opaque text or null) and the header `Link: <…>; rel="next"` are
// added. `next_position` (at most 100 bytes of text, see http_page_position) NULL or "": the last
// page. Takes ownership of `page`.
void http_reply_page(struct http_reply *rp, json_t *page, const char *next_position);

// ETag: "<version>" of the object in the reply; call before or after the body. With If-None-Match
// on a GET that names the same version the reply becomes 304.
void http_reply_version(struct http_reply *rp, int64_t version);

// A header of the handler's own (copied). Names and values are checked; a bad one is logged and
// left out.
void http_reply_header(struct http_reply *rp, const char *name, const char *value);

// The problem (RFC 9457) that a failed use case amounts to. Status by fault->rc: not-found 404,
// conflict 409, stale 412, denied 403, limit 429 (413 for code "body-too-large"), busy 503, io 503,
// invalid 422; 400 for the faults of the request itself (json-malformed, query-…, body-…,
// bad-cursor); the rest 500. 429 and 503 carry Retry-After. A fault whose rc is RC_OK is our bug:
// 500.
void http_reply_fault(struct http_reply *rp, const struct fault *fault);

// The same from a bare result, when there is no fault to show; `code` NULL: the result's name.
void http_reply_rc(struct http_reply *rp, enum rc rc, const char *code);

// Seconds for Retry-After of the problem made afterwards (default 1 for 503, 60 for 429).
void http_reply_retry_after(struct http_reply *rp, int64_t seconds);

// One sentence or name for people in the problem made afterwards ("detail"); copied. Never health data.
void http_reply_detail(struct http_reply *rp, const char *text);

#endif
