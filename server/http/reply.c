// SPDX-License-Identifier: EUPL-1.2
// Replies: bodies, versions, pages, problems.
#include "http/reply.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "http/cursor.h"
#include "http/exchange.h"
#include "http/problem.h"

void reply_init(struct http_reply *rp, struct arena *arena, const struct http_request *request) {
    *rp = (struct http_reply){.arena = arena, .request = request};
}

static void start(struct http_reply *rp, unsigned status) {
    if (rp->status != 0) {
        log_bug("http.replied-twice", log_int("first", rp->status), log_int("second", status));
    }
    rp->status = status;
    rp->content_type = NULL;
    rp->body = NULL;
    rp->length = 0;
}

// The reply of last resort needs no memory.
static void out_of_memory(struct http_reply *rp) {
    rp->status = 500;
    rp->content_type = "application/problem+json";
    rp->body =
        "{\"type\":\"urn:sostegno:problem:no-memory\",\"title\":\"Something failed on our side\","
        "\"status\":500,\"code\":\"no-memory\",\"requestId\":\"\"}";
    rp->length = strlen(rp->body);
}

static void json_reply(struct http_reply *rp, unsigned status, const char *content_type,
                       json_t *json) {
    start(rp, status);
    const char *text = json == NULL ? NULL : json_render(rp->arena, json);
    json_decref(json);
    if (text == NULL) {
        log_error("http.reply-unwritten", log_int("status", status));
        out_of_memory(rp);
        return;
    }
    rp->content_type = content_type;
    rp->body = text;
    rp->length = strlen(text);
}

void http_reply_json(struct http_reply *rp, unsigned status, json_t *json) {
    json_reply(rp, status, "application/json", json);
}

void http_reply_empty(struct http_reply *rp, unsigned status) {
    start(rp, status);
}

void http_reply_created(struct http_reply *rp, const char *location, json_t *json) {
    http_reply_json(rp, 201, json);
    http_reply_header(rp, "Location", location);
}

void http_reply_bytes(struct http_reply *rp, unsigned status, const char *content_type,
                      const void *bytes, size_t length) {
    start(rp, status);
    const char *type = arena_strdup(rp->arena, content_type);
    const void *copy = length == 0 ? "" : arena_copy(rp->arena, bytes, length);
    if (type == NULL || copy == NULL) {
        out_of_memory(rp);
        return;
    }
    rp->content_type = type;
    rp->body = copy;
    rp->length = length;
}

void reply_static(struct http_reply *rp, unsigned status, const char *content_type,
                  const void *bytes, size_t length) {
    start(rp, status);
    rp->content_type = content_type;
    rp->body = bytes;
    rp->length = length;
}

// The page's own address with another cursor, for the Link header. All parts are plain or were
// checked.
static const char *next_link(const struct http_reply *rp, const char *cursor) {
    const struct http_exchange *exchange = rp->request->exchange;
    struct buffer link;
    const char *text = NULL;
    buffer_init(&link, FRAMING_TARGET_MAX + 256);
    const char *path = strchr(exchange->target, '?');
    int path_length = path == NULL ? (int)strlen(exchange->target) : (int)(path - exchange->target);
    enum rc rc = buffer_printf(&link, "<%.*s?cursor=%s", path_length, exchange->target, cursor);
    const char *at = path == NULL ? "" : path + 1;
    while (rc == RC_OK && *at != '\0') {
        size_t length = strcspn(at, "&");
        if (length > 0 && strncmp(at, "cursor=", 7) != 0) {
            rc = buffer_printf(&link, "&%.*s", (int)length, at);
        }
        at += length + (at[length] == '&');
    }
    if (rc == RC_OK) {
        rc = buffer_text(&link, ">; rel=\"next\"");
    }
    if (rc == RC_OK) {
        text = arena_strdup(rp->arena, buffer_string(&link));
    }
    buffer_free(&link);
    return text;
}

void http_reply_page(struct http_reply *rp, json_t *page, const char *next_position) {
    const char *cursor = NULL;
    if (next_position != NULL && next_position[0] != '\0') {
        cursor = cursor_write(rp->arena, rp->request->route->pattern, next_position);
        if (cursor == NULL) {
            log_bug("http.position-too-long");
            json_decref(page);
            http_reply_rc(rp, RC_BUG, NULL);
            return;
        }
    }
    if (page != NULL && json_put(page, "nextCursor", json_text_or_null(cursor)) != 0) {
        json_decref(page);
        page = NULL;
    }
    http_reply_json(rp, 200, page);
    const char *link = cursor == NULL ? NULL : next_link(rp, cursor);
    if (link != NULL) {
        http_reply_header(rp, "Link", link);
    }
}

void http_reply_version(struct http_reply *rp, int64_t version) {
    rp->has_version = true;
    rp->version = version;
}

void http_reply_header(struct http_reply *rp, const char *name, const char *value) {
    for (const char *c = value; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            log_bug("http.header-value", log_text("name", name));
            return;
        }
    }
    const char *name_copy = arena_strdup(rp->arena, name);
    const char *value_copy = arena_strdup(rp->arena, value);
    if (rp->header_count == REPLY_HEADERS_MAX || name_copy == NULL || value_copy == NULL) {
        log_bug("http.header-lost", log_text("name", name));
        return;
    }
    rp->headers[rp->header_count].name = name_copy;
    rp->headers[rp->header_count].value = value_copy;
    rp->header_count++;
}

void http_reply_detail(struct http_reply *rp, const char *text) {
    rp->detail = arena_strdup(rp->arena, text);
}

void http_reply_retry_after(struct http_reply *rp, int64_t seconds) {
    rp->retry_after = seconds < 1 ? 1 : seconds;
}

void reply_problem(struct http_reply *rp, unsigned status, const char *code,
                   const struct fault *fault) {
    json_t *problem = problem_json(status, code, rp->request->request_id, fault);
    if (problem != NULL && rp->detail != NULL &&
        json_put(problem, "detail", json_string(rp->detail)) != 0) {
        json_decref(problem);
        problem = NULL;
    }
    json_reply(rp, status, "application/problem+json", problem);
    rp->has_version = false;
    if (status == 429 || status == 503) {
        char seconds[24];
        int64_t wait = rp->retry_after > 0 ? rp->retry_after : status == 429 ? 60 : 1;
        snprintf(seconds, sizeof seconds, "%lld", (long long)wait);
        http_reply_header(rp, "Retry-After", seconds);
    }
    if (status == 401) {
        // RFC 9110 §11.6.1 wants a challenge; this scheme makes no browser open its own dialog.
        http_reply_header(rp, "WWW-Authenticate", "Session realm=\"sostegno\"");
    }
}

void http_reply_fault(struct http_reply *rp, const struct fault *fault) {
    if (fault->rc == RC_OK) {
        log_bug("http.fault-empty");
        reply_problem(rp, 500, "bug", NULL);
        return;
    }
    const char *code = fault->code[0] == '\0' ? rc_name(fault->rc) : fault->code;
    unsigned status = problem_status(fault->rc, code);
    if (status >= 500) {
        log_error("http.failed", log_rc(fault->rc), log_text("code", code));
    }
    reply_problem(rp, status, code, fault);
}

void http_reply_rc(struct http_reply *rp, enum rc rc, const char *code) {
    struct fault fault = {0};
    fault_set(&fault, rc == RC_OK ? RC_BUG : rc, code == NULL ? rc_name(rc) : code);
    http_reply_fault(rp, &fault);
}
