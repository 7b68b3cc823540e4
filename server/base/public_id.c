// SPDX-License-Identifier: EUPL-1.2
// Makes and reads public ids.
#include "base/public_id.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char DIGITS[] = "0123456789abcdef";

struct public_id public_id_new(void) {
    uint8_t bytes[PUBLIC_ID_BYTES];
    // Requests of up to 256 bytes are not interrupted (getrandom(2)); anything else means no kernel
    // support.
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        abort();
    }
    return public_id_of_bytes(bytes);
}

static int digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum rc public_id_parse(const char *text, size_t length, struct public_id *id) {
    if (length != PUBLIC_ID_DIGITS) {
        return RC_INVALID;
    }
    for (size_t i = 0; i < length; i++) {
        if (digit_value(text[i]) < 0) {
            return RC_INVALID;
        }
    }
    memcpy(id->text, text, PUBLIC_ID_DIGITS);
    id->text[PUBLIC_ID_DIGITS] = '\0';
    return RC_OK;
}

struct public_id public_id_of_bytes(const uint8_t bytes[PUBLIC_ID_BYTES]) {
    struct public_id id = {{0}};
    for (size_t i = 0; i < PUBLIC_ID_BYTES; i++) {
        id.text[2 * i] = DIGITS[bytes[i] >> 4];
        id.text[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    return id;
}

void public_id_to_bytes(const struct public_id *id, uint8_t bytes[PUBLIC_ID_BYTES]) {
    for (size_t i = 0; i < PUBLIC_ID_BYTES; i++) {
        int high = digit_value(id->text[2 * i]);
        int low = high < 0 ? -1 : digit_value(id->text[2 * i + 1]);
        bytes[i] = (uint8_t)(low < 0 ? 0 : high * 16 + low);
    }
}

bool public_id_equal(const struct public_id *a, const struct public_id *b) {
    return strcmp(a->text, b->text) == 0;
}

bool public_id_is_set(const struct public_id *id) {
    return id->text[0] != '\0';
}
