// SPDX-License-Identifier: EUPL-1.2
// Framing guards: header names, lengths, codings, host and target.
#include "http/framing.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// tchar of RFC 9110 §5.6.2.
static bool is_token_char(char c) {
    return is_alphanumeric(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool name_is(const struct framing_header *header, const char *name) {
    return header->name_length == strlen(name) &&
           strncasecmp(header->name, name, header->name_length) == 0;
}

static bool value_is(const struct framing_header *header, const char *value) {
    return header->value_length == strlen(value) &&
           strncasecmp(header->value, value, header->value_length) == 0;
}

static bool header_well_formed(const struct framing_header *header) {
    if (header->name_length == 0) {
        return false;
    }
    for (size_t i = 0; i < header->name_length; i++) {
        if (!is_token_char(header->name[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < header->value_length; i++) {
        unsigned char c = (unsigned char)header->value[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool length_read(const struct framing_header *header, int64_t *length) {
    if (header->value_length == 0 || header->value_length > 15) {
        return false;
    }
    int64_t sum = 0;
    for (size_t i = 0; i < header->value_length; i++) {
        if (!is_digit(header->value[i])) {
            return false;
        }
        sum = sum * 10 + (header->value[i] - '0');
    }
    *length = sum;
    return true;
}

// A registered name or an address, with an optional port; nothing that could be read as two hosts.
static bool host_well_formed(const struct framing_header *header) {
    const char *at = header->value;
    const char *end = at + header->value_length;
    if (at == end || header->value_length > 255) {
        return false;
    }
    if (*at == '[') {
        const char *close = memchr(at, ']', header->value_length);
        if (close == NULL || close == at + 1) {
            return false;
        }
        for (const char *c = at + 1; c < close; c++) {
            if (!is_alphanumeric(*c) && *c != ':' && *c != '.') {
                return false;
            }
        }
        at = close + 1;
    } else {
        const char *start = at;
        while (at < end && (is_alphanumeric(*at) || *at == '.' || *at == '-')) {
            at++;
        }
        if (at == start) {
            return false;
        }
    }
    if (at == end) {
        return true;
    }
    if (*at != ':' || end - at < 2 || end - at > 6) {
        return false;
    }
    for (at++; at < end; at++) {
        if (!is_digit(*at)) {
            return false;
        }
    }
    return true;
}

static int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

// Our own addresses are plain: no escape in a path is ever needed, and an escaped slash or dot is
// exactly what a front and a back server read differently.
static const char *target_fault(const char *target) {
    if (target[0] != '/') {
        return "target-not-origin-form";
    }
    const char *c = target;
    const char *segment = target + 1;
    for (; *c != '\0' && *c != '?'; c++) {
        if (!is_alphanumeric(*c) && strchr("/-._~!$&'()*+,;=:@", *c) == NULL) {
            return *c == '%' ? "path-escaped" : "path-malformed";
        }
        if (*c != '/' || c == target) {
            continue;
        }
        size_t length = (size_t)(c - segment);
        if (length == 0 || (length == 1 && segment[0] == '.') ||
            (length == 2 && segment[0] == '.' && segment[1] == '.')) {
            return "path-dots";
        }
        segment = c + 1;
    }
    size_t last = (size_t)(c - segment);
    if ((last == 1 && segment[0] == '.') || (last == 2 && segment[0] == '.' && segment[1] == '.')) {
        return "path-dots";
    }
    for (; *c != '\0'; c++) {
        unsigned char u = (unsigned char)*c;
        if (u <= 0x20 || u >= 0x7f || strchr("#\"<>\\^`{|}", *c) != NULL) {
            return "query-malformed";
        }
        if (*c == '%' && (hex_value(c[1]) < 0 || hex_value(c[2]) < 0)) {
            return "query-malformed";
        }
    }
    return NULL;
}

static enum http_method method_of(const char *name) {
    static const struct {
        const char *name;
        enum http_method method;
    } known[] = {{"GET", HTTP_GET}, {"HEAD", HTTP_HEAD},   {"POST", HTTP_POST},
                 {"PUT", HTTP_PUT}, {"PATCH", HTTP_PATCH}, {"DELETE", HTTP_DELETE}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].method;
        }
    }
    return HTTP_METHOD_NONE;
}

// Headers that a message has once or not at all; a second one is a second opinion.
static const char *const singles[] = {
    "Host",          "Content-Length", "Transfer-Encoding", "Content-Type", "Content-Encoding",
    "Authorization", "Origin",         "If-Match",          "Cookie",       "Idempotency-Key",
    "X-CSRF-Token",  "Expect",         "Last-Event-ID",     "Forwarded",    "X-Forwarded-For",
    "If-None-Match", "Sec-Fetch-Site",
};

enum { SINGLE_HOST, SINGLE_LENGTH, SINGLE_CODING, SINGLE_TYPE, SINGLE_CONTENT_CODING };

enum { SINGLE_COUNT = sizeof singles / sizeof singles[0], SINGLE_EXPECT = 11 };

static void refuse(struct framing_verdict *verdict, unsigned status, const char *code) {
    if (verdict->status == 0) {
        verdict->status = status;
        verdict->code = code;
    }
}

static void check_headers(const struct framing_message *message,
                          const struct framing_header *seen[SINGLE_COUNT],
                          struct framing_verdict *verdict) {
    if (message->header_count > FRAMING_HEADERS_MAX) {
        refuse(verdict, 431, "headers-too-many");
        return;
    }
    for (size_t i = 0; i < message->header_count; i++) {
        const struct framing_header *header = &message->headers[i];
        if (!header_well_formed(header)) {
            refuse(verdict, 400, "header-malformed");
            return;
        }
        for (size_t s = 0; s < SINGLE_COUNT; s++) {
            if (!name_is(header, singles[s])) {
                continue;
            }
            if (seen[s] != NULL) {
                refuse(verdict, 400, "header-repeated");
                return;
            }
            seen[s] = header;
        }
    }
}

static void check_body(const struct framing_header *const seen[SINGLE_COUNT], bool http11,
                       struct framing_verdict *verdict) {
    const struct framing_header *coding = seen[SINGLE_CODING];
    const struct framing_header *length = seen[SINGLE_LENGTH];
    if (coding != NULL && length != NULL) {
        refuse(verdict, 400, "length-and-coding");
    } else if (coding != NULL && (!http11 || !value_is(coding, "chunked"))) {
        refuse(verdict, 400, "coding-unknown");
    } else if (coding != NULL) {
        verdict->has_body = true;
        verdict->body_length = -1;
    } else if (length != NULL && !length_read(length, &verdict->body_length)) {
        refuse(verdict, 400, "length-malformed");
    } else {
        verdict->has_body = verdict->body_length > 0;
    }
    const struct framing_header *content = seen[SINGLE_CONTENT_CODING];
    if (content != NULL && !value_is(content, "identity")) {
        refuse(verdict, 415, "content-coding-unknown");
    }
    const struct framing_header *expect = seen[SINGLE_EXPECT];
    if (expect != NULL && !value_is(expect, "100-continue")) {
        refuse(verdict, 417, "expectation-unknown");
    }
}

void framing_check(const struct framing_message *message, struct framing_verdict *verdict) {
    *verdict = (struct framing_verdict){0};
    bool http11 = strcmp(message->version, "HTTP/1.1") == 0;
    if (!http11 && strcmp(message->version, "HTTP/1.0") != 0) {
        refuse(verdict, 505, "version-unsupported");
        return;
    }
    if (strlen(message->target) > FRAMING_TARGET_MAX) {
        refuse(verdict, 414, "target-too-long");
        return;
    }
    const struct framing_header *seen[SINGLE_COUNT] = {0};
    check_headers(message, seen, verdict);
    if (verdict->status != 0) {
        return;
    }
    const struct framing_header *host = seen[SINGLE_HOST];
    if (host == NULL && http11) {
        refuse(verdict, 400, "host-missing");
    } else if (host != NULL && !host_well_formed(host)) {
        refuse(verdict, 400, "host-malformed");
    }
    check_body(seen, http11, verdict);
    const char *fault = target_fault(message->target);
    if (fault != NULL) {
        refuse(verdict, 400, fault);
    }
    verdict->method = method_of(message->method);
    if (verdict->method == HTTP_METHOD_NONE) {
        refuse(verdict, 501, "method-unknown");
    }
}

static bool utf8_valid(const unsigned char *text) {
    while (*text != 0) {
        unsigned char c = *text++;
        if (c < 0x20 || c == 0x7f) {
            return false;
        }
        if (c < 0x80) {
            continue;
        }
        int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
        if (c < 0xc2 || c > 0xf4) {
            return false;
        }
        unsigned char low = 0x80;
        unsigned char high = 0xbf;
        if (c == 0xe0) {
            low = 0xa0;
        } else if (c == 0xed) {
            high = 0x9f;
        } else if (c == 0xf0) {
            low = 0x90;
        } else if (c == 0xf4) {
            high = 0x8f;
        }
        for (; more > 0; more--) {
            if (*text < low || *text > high) {
                return false;
            }
            low = 0x80;
            high = 0xbf;
            text++;
        }
    }
    return true;
}

// Decode `length` bytes of the query; NULL when an escape stands for NUL or the result is not clean
// UTF-8.
static const char *decode(struct arena *arena, const char *text, size_t length) {
    char *out = arena_alloc(arena, length + 1);
    if (out == NULL) {
        return NULL;
    }
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            c = (char)(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        }
        if (c == '\0') {
            return NULL;
        }
        out[used++] = c;
    }
    out[used] = '\0';
    return utf8_valid((const unsigned char *)out) ? out : NULL;
}

bool framing_split(struct arena *arena, const char *target, const char **path,
                   struct framing_query *query, size_t query_max, size_t *query_count,
                   const char **code) {
    const char *mark = strchr(target, '?');
    size_t path_length = mark == NULL ? strlen(target) : (size_t)(mark - target);
    *path = arena_strndup(arena, target, path_length);
    size_t count = 0;
    const char *at = mark == NULL ? "" : mark + 1;
    while (*at != '\0') {
        size_t length = strcspn(at, "&");
        size_t key_length = strcspn(at, "=&");
        if (count == query_max) {
            *code = "query-too-many";
            return false;
        }
        const char *key = decode(arena, at, key_length);
        const char *value =
            key_length < length ? decode(arena, at + key_length + 1, length - key_length - 1) : "";
        if (key == NULL || value == NULL || key[0] == '\0') {
            *code = "query-malformed";
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (strcmp(query[i].key, key) == 0) {
                *code = "query-repeated";
                return false;
            }
        }
        query[count++] = (struct framing_query){.key = key, .value = value};
        at += length;
        if (*at == '&') {
            at++;
        }
    }
    *query_count = count;
    return *path != NULL;
}
