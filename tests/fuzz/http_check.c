// SPDX-License-Identifier: EUPL-1.2
// The promises of http/framing.h, http/origin.h and http/cursor.h as checks on any input.
#include "http_check.h"

#include "holds.h"
#include "http/cursor.h"
#include "http/framing.h"
#include "http/origin.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LINES = 80, QUERY = 16, METHOD = 0, TARGET = 1, VERSION = 2, HEADERS = 3 };

static void check_path(const char *path) {
    HOLDS(path[0] == '/');
    HOLDS(strstr(path, "//") == NULL);
    HOLDS(strstr(path, "/../") == NULL);
    HOLDS(strstr(path, "/./") == NULL);
    HOLDS(strpbrk(path, "%\\#? \t\r\n") == NULL);
}

static void check_head(struct arena *arena, char *const *lines, size_t count) {
    struct framing_header headers[LINES];
    size_t header_count = 0;
    size_t lengths = 0;
    size_t codings = 0;
    for (size_t i = HEADERS; i < count; i++) {
        const char *colon = strchr(lines[i], ':');
        if (colon == NULL) {
            continue;
        }
        size_t name = (size_t)(colon - lines[i]);
        lengths += name == 14 && strncasecmp(lines[i], "Content-Length", 14) == 0;
        codings += name == 17 && strncasecmp(lines[i], "Transfer-Encoding", 17) == 0;
        headers[header_count++] = (struct framing_header){.name = lines[i],
                                                          .name_length = name,
                                                          .value = colon + 1,
                                                          .value_length = strlen(colon + 1)};
    }
    struct framing_message message = {.method = lines[METHOD],
                                      .target = lines[TARGET],
                                      .version = lines[VERSION],
                                      .headers = headers,
                                      .header_count = header_count};
    struct framing_verdict verdict;
    framing_check(&message, &verdict);
    if (verdict.status != 0) {
        HOLDS(verdict.status >= 400 && verdict.status <= 505);
        HOLDS(verdict.code != NULL);
        return;
    }
    HOLDS(verdict.method != HTTP_METHOD_NONE);
    HOLDS(lengths + codings <= 1);
    HOLDS(codings == 0 || verdict.body_length == -1);
    HOLDS(verdict.body_length >= -1);
    const char *path = NULL;
    const char *code = NULL;
    struct framing_query query[QUERY];
    size_t query_count = 0;
    if (!framing_split(arena, lines[TARGET], &path, query, QUERY, &query_count, &code)) {
        HOLDS(code != NULL);
        return;
    }
    check_path(path);
    for (size_t i = 0; i < query_count; i++) {
        HOLDS(query[i].key[0] != '\0');
        HOLDS(strpbrk(query[i].value, "\r\n") == NULL);
    }
}

static void check_client(const char *x_forwarded_for, const char *forwarded) {
    char client[CLIENT_SIZE];
    unsigned char binary[16];
    origin_client("192.0.2.1", "192.0.2.1", x_forwarded_for, forwarded, client);
    HOLDS(inet_pton(AF_INET, client, binary) == 1 || inet_pton(AF_INET6, client, binary) == 1);
    origin_client("192.0.2.2", "192.0.2.1", x_forwarded_for, forwarded, client);
    HOLDS(strcmp(client, "192.0.2.2") == 0);
}

void http_check(const uint8_t *bytes, size_t length) {
    char *text = calloc(1, length + 1);
    struct arena *arena = arena_new(1 << 20);
    HOLDS(text != NULL && arena != NULL);
    memcpy(text, bytes, length);
    char *lines[LINES];
    size_t count = 0;
    for (char *at = text; at != NULL && count < LINES;) {
        lines[count++] = at;
        at = strchr(at, '\n');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    if (count >= HEADERS) {
        check_head(arena, lines, count);
    }
    check_client(lines[0], NULL);
    check_client(NULL, lines[0]);
    const char *cookie = origin_cookie(arena, lines[0], "sid");
    HOLDS(cookie == NULL || (cookie[0] != '\0' && strpbrk(cookie, "; \"") == NULL));
    const char *position = NULL;
    if (cursor_read(arena, "/a", lines[0], &position)) {
        const char *again = cursor_write(arena, "/a", position);
        HOLDS(again != NULL && strcmp(again, lines[0]) == 0);
    }
    arena_free(arena);
    free(text);
}
