// SPDX-License-Identifier: EUPL-1.2
// Cursors: four check bytes and the position, base64url without padding (RFC 4648 §5).
#include "http/cursor.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum { CHECK_SIZE = 4 };

// FNV-1a over route and position.
static void check_bytes(const char *route, const char *position, uint8_t check[CHECK_SIZE]) {
    uint32_t hash = 2166136261u;
    const char *parts[] = {route, "\n", position};
    for (size_t p = 0; p < 3; p++) {
        for (const char *c = parts[p]; *c != '\0'; c++) {
            hash = (hash ^ (uint8_t)*c) * 16777619u;
        }
    }
    for (size_t i = 0; i < CHECK_SIZE; i++) {
        check[i] = (uint8_t)(hash >> (8 * i));
    }
}

const char *cursor_write(struct arena *arena, const char *route, const char *position) {
    uint8_t raw[CHECK_SIZE + CURSOR_POSITION_MAX];
    size_t length = strlen(position);
    if (length > CURSOR_POSITION_MAX) {
        return NULL;
    }
    check_bytes(route, position, raw);
    memcpy(raw + CHECK_SIZE, position, length);
    length += CHECK_SIZE;
    char *out = arena_alloc(arena, (length + 2) / 3 * 4 + 1);
    if (out == NULL) {
        return NULL;
    }
    size_t used = 0;
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t word = (uint32_t)raw[i] << 16;
        word |= left > 1 ? (uint32_t)raw[i + 1] << 8 : 0;
        word |= left > 2 ? raw[i + 2] : 0;
        for (size_t d = 0; d < (left > 2 ? 4 : left + 1); d++) {
            out[used++] = digits[(word >> (18 - 6 * d)) & 63];
        }
    }
    out[used] = '\0';
    return out;
}

bool cursor_read(struct arena *arena, const char *route, const char *cursor,
                 const char **position) {
    uint8_t raw[CHECK_SIZE + CURSOR_POSITION_MAX + 3];
    size_t length = strlen(cursor);
    size_t used = 0;
    uint32_t word = 0;
    unsigned bits = 0;
    if (length > (CHECK_SIZE + CURSOR_POSITION_MAX + 2) / 3 * 4) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        const char *digit = strchr(digits, cursor[i]);
        if (digit == NULL) {
            return false;
        }
        word = (word << 6) | (uint32_t)(digit - digits);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            raw[used++] = (uint8_t)(word >> bits);
        }
    }
    if (used < CHECK_SIZE || used > CHECK_SIZE + CURSOR_POSITION_MAX) {
        return false;
    }
    char *text = arena_strndup(arena, (const char *)raw + CHECK_SIZE, used - CHECK_SIZE);
    if (text == NULL || strlen(text) != used - CHECK_SIZE) {
        return false;
    }
    // One text, one cursor: a second spelling of the same bytes is not ours.
    const char *again = cursor_write(arena, route, text);
    if (again == NULL || strcmp(again, cursor) != 0) {
        return false;
    }
    *position = text;
    return true;
}
