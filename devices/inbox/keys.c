// SPDX-License-Identifier: EUPL-1.2
// The keys of custody: making, writing and reading them.
#include "inbox/keys.h"

#include "inbox/replace.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(INBOX_KEY_SIZE == crypto_box_SECRETKEYBYTES, "X25519 secret");
_Static_assert(INBOX_KEY_SIZE == crypto_box_PUBLICKEYBYTES, "X25519 public");
_Static_assert(INBOX_KEY_SIZE == crypto_box_SEEDBYTES, "X25519 seed");
_Static_assert(INBOX_KEY_SIZE == crypto_secretbox_KEYBYTES, "secretbox key");

#define KEY_LINE_MAX 128

enum inbox_result inbox_keypair(struct inbox_keypair *out) {
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    return crypto_box_keypair(out->public, out->secret) == 0 ? INBOX_OK : INBOX_NO_MEMORY;
}

enum inbox_result inbox_keypair_from_seed(const uint8_t seed[INBOX_KEY_SIZE],
                                          struct inbox_keypair *out) {
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    return crypto_box_seed_keypair(out->public, out->secret, seed) == 0 ? INBOX_OK
                                                                        : INBOX_NO_MEMORY;
}

enum inbox_result inbox_keypair_from_secret(const uint8_t secret[INBOX_KEY_SIZE],
                                            struct inbox_keypair *out) {
    struct inbox_keypair pair;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    memcpy(pair.secret, secret, INBOX_KEY_SIZE);
    if (crypto_scalarmult_base(pair.public, pair.secret) != 0)
        return INBOX_INVALID;
    *out = pair;
    sodium_memzero(&pair, sizeof pair);
    return INBOX_OK;
}

enum inbox_result inbox_key_random(uint8_t out[INBOX_KEY_SIZE]) {
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    randombytes_buf(out, INBOX_KEY_SIZE);
    return INBOX_OK;
}

static const char *purpose_of(enum inbox_key_kind kind) {
    switch (kind) {
    case INBOX_KEY_NONE:
        return NULL;
    case INBOX_KEY_SECRET:
        return "sostegno-inbox-secret";
    case INBOX_KEY_PUBLIC:
        return "sostegno-inbox-public";
    case INBOX_KEY_DOOR:
        return "sostegno-door-key";
    }
    return NULL;
}

static mode_t mode_of(enum inbox_key_kind kind) {
    switch (kind) {
    case INBOX_KEY_NONE:
    case INBOX_KEY_SECRET:
        return 0600;
    case INBOX_KEY_PUBLIC:
        return 0644;
    case INBOX_KEY_DOOR:
        return 0640;
    }
    return 0600;
}

enum inbox_result inbox_key_write(const char *path, enum inbox_key_kind kind,
                                  const uint8_t key[INBOX_KEY_SIZE]) {
    const char *purpose = purpose_of(kind);
    if (purpose == NULL)
        return INBOX_INVALID;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    char hex[2 * INBOX_KEY_SIZE + 1];
    char line[KEY_LINE_MAX];
    sodium_bin2hex(hex, sizeof hex, key, INBOX_KEY_SIZE);
    int length = snprintf(line, sizeof line, "%s %s\n", purpose, hex);
    enum inbox_result result =
        replace_file(path, mode_of(kind), (const uint8_t *)line, (size_t)length);
    sodium_memzero(hex, sizeof hex);
    sodium_memzero(line, sizeof line);
    return result;
}

static bool is_key_purpose(const uint8_t *bytes, size_t length) {
    static const enum inbox_key_kind kinds[] = {INBOX_KEY_SECRET, INBOX_KEY_PUBLIC, INBOX_KEY_DOOR};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const char *purpose = purpose_of(kinds[i]);
        size_t size = strlen(purpose);
        if (length > size && memcmp(bytes, purpose, size) == 0 && bytes[size] == ' ')
            return true;
    }
    return false;
}

enum inbox_result inbox_key_read(const char *path, enum inbox_key_kind kind,
                                 uint8_t out[INBOX_KEY_SIZE]) {
    const char *purpose = purpose_of(kind);
    uint8_t *bytes = NULL;
    size_t length = 0;
    struct stat status;
    if (purpose == NULL)
        return INBOX_INVALID;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    enum inbox_result result = replace_read(path, KEY_LINE_MAX, &bytes, &length, &status);
    if (result != INBOX_OK)
        return result;
    if (kind != INBOX_KEY_PUBLIC && (status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
        result = INBOX_DENIED;
        goto out;
    }
    size_t head = strlen(purpose) + 1;
    if (!is_key_purpose(bytes, length)) {
        result = INBOX_CORRUPT;
        goto out;
    }
    if (length < head || memcmp(bytes, purpose, head - 1) != 0 || bytes[head - 1] != ' ') {
        result = INBOX_WRONG_KEY;
        goto out;
    }
    uint8_t key[INBOX_KEY_SIZE];
    size_t decoded = 0;
    const char *end = NULL;
    const char *hex = (const char *)bytes + head;
    size_t digits = length - head;
    if (digits > 0 && hex[digits - 1] == '\n')
        digits--;
    if (digits != 2 * INBOX_KEY_SIZE ||
        sodium_hex2bin(key, sizeof key, hex, digits, NULL, &decoded, &end) != 0 ||
        decoded != INBOX_KEY_SIZE) {
        result = INBOX_CORRUPT;
        goto out;
    }
    memcpy(out, key, INBOX_KEY_SIZE);
    sodium_memzero(key, sizeof key);
out:
    sodium_memzero(bytes, length);
    free(bytes);
    return result;
}
