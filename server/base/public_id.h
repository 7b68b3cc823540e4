// SPDX-License-Identifier: EUPL-1.2
// Public ids: 128 random bits, everywhere written as 32 lower-case hex digits. Row numbers never
// leave the server.
#ifndef BASE_PUBLIC_ID_H
#define BASE_PUBLIC_ID_H

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PUBLIC_ID_BYTES = 16, PUBLIC_ID_DIGITS = 32 };

struct public_id {
    char text[PUBLIC_ID_DIGITS + 1]; // "" is no id
};

// From the kernel's random source; does not fail (a kernel without randomness aborts the process).
struct public_id public_id_new(void);

// Strict: exactly 32 of [0-9a-f]; otherwise RC_INVALID.
RC_CHECKED enum rc public_id_parse(const char *text, size_t length, struct public_id *id);

struct public_id public_id_of_bytes(const uint8_t bytes[PUBLIC_ID_BYTES]);
void public_id_to_bytes(const struct public_id *id, uint8_t bytes[PUBLIC_ID_BYTES]);
bool public_id_equal(const struct public_id *a, const struct public_id *b);
bool public_id_is_set(const struct public_id *id);

#endif
