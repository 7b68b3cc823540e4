// SPDX-License-Identifier: EUPL-1.2
// Matching of a path against the route table: fixed segments, public ids and slugs; nothing else.
#include "http/route.h"

#include <string.h>

static bool id_digits(const char *text, size_t length) {
    if (length != PUBLIC_ID_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && !(text[i] >= 'a' && text[i] <= 'f')) {
            return false;
        }
    }
    return true;
}

static bool slug(const char *text, size_t length) {
    if (length == 0 || length > 40) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && !(text[i] >= 'a' && text[i] <= 'z') && text[i] != '-') {
            return false;
        }
    }
    return true;
}

// One "{name}" or "{name:slug}" against one path segment.
static bool take_param(const char *pattern, size_t pattern_length, const char *segment,
                       size_t length, struct http_found *found) {
    const char *colon = memchr(pattern, ':', pattern_length);
    size_t name_length = colon == NULL ? pattern_length - 2 : (size_t)(colon - pattern) - 1;
    bool fits = colon == NULL ? id_digits(segment, length) : slug(segment, length);
    if (!fits || found->count == HTTP_PARAMS_MAX || name_length >= sizeof found->params[0].name) {
        return false;
    }
    struct http_param *param = &found->params[found->count++];
    memcpy(param->name, pattern + 1, name_length);
    param->name[name_length] = '\0';
    memcpy(param->value, segment, length);
    param->value[length] = '\0';
    return true;
}

static bool matches(const char *pattern, const char *path, struct http_found *found) {
    found->count = 0;
    while (*pattern == '/' && *path == '/') {
        pattern++;
        path++;
        size_t pattern_length = strcspn(pattern, "/");
        size_t length = strcspn(path, "/");
        if (pattern[0] == '{') {
            if (!take_param(pattern, pattern_length, path, length, found)) {
                return false;
            }
        } else if (pattern_length != length || memcmp(pattern, path, length) != 0) {
            return false;
        }
        pattern += pattern_length;
        path += length;
    }
    return *pattern == '\0' && *path == '\0';
}

static void allow_add(char allow[64], enum http_method method) {
    static const char *const names[] = {
        [HTTP_METHOD_NONE] = "", [HTTP_GET] = "GET, HEAD", [HTTP_HEAD] = "",
        [HTTP_POST] = "POST",    [HTTP_PUT] = "PUT",       [HTTP_PATCH] = "PATCH",
        [HTTP_DELETE] = "DELETE"};
    size_t used = strlen(allow);
    size_t more = strlen(names[method]);
    if (used + more + 3 > 64) {
        return;
    }
    if (used > 0) {
        memcpy(allow + used, ", ", 2);
        used += 2;
    }
    memcpy(allow + used, names[method], more + 1);
}

enum http_match http_route_find(const struct http_route *table, size_t count,
                                enum http_method method, const char *path,
                                struct http_found *found) {
    enum http_method wanted = method == HTTP_HEAD ? HTTP_GET : method;
    struct http_found candidate;
    *found = (struct http_found){0};
    for (size_t i = 0; i < count; i++) {
        candidate = (struct http_found){0};
        if (!matches(table[i].pattern, path, &candidate)) {
            continue;
        }
        if (table[i].method == wanted) {
            *found = candidate;
            found->route = &table[i];
            return HTTP_MATCH_FOUND;
        }
        allow_add(found->allow, table[i].method);
    }
    return found->allow[0] == '\0' ? HTTP_MATCH_NONE : HTTP_MATCH_METHOD;
}
