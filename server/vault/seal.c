// SPDX-License-Identifier: EUPL-1.2
// Wraps data keys and seals fields with XChaCha20-Poly1305, each bound to its place.
#include "vault/seal.h"

#include "vault/keys.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    PLACE_SIZE = 200,
    KEY_VERSION = 1,
};

_Static_assert(VAULT_SEAL_OVERHEAD == 1 + NONCE + TAG, "version, nonce, tag");
_Static_assert(VAULT_WRAPPED_SIZE == VAULT_SEAL_OVERHEAD + VAULT_KEY_SIZE, "wrapped key");

// "table|column|row|version". Names are our literals without '|', ids are hex, so no two places
// share a text.
static size_t place_text(char out[PLACE_SIZE], const struct seal_place *place, uint8_t version) {
    const char *parts[] = {place->table, place->column, place->row ? place->row->text : ""};
    size_t used = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t length = strlen(parts[i]);
        if (length > PLACE_SIZE - 4 - used) {
            abort(); // table and column are our literals, and short
        }
        memcpy(out + used, parts[i], length);
        used += length;
        out[used++] = '|';
    }
    for (unsigned unit = version >= 100 ? 100 : version >= 10 ? 10 : 1; unit > 0; unit /= 10) {
        out[used++] = (char)('0' + version / unit % 10);
    }
    return used;
}

static void seal_into(unsigned char *sealed, const struct data_key *key,
                      const struct seal_place *place, const void *plain, size_t length) {
    char place_bytes[PLACE_SIZE];
    size_t place_length = place_text(place_bytes, place, key->version);
    sealed[0] = key->version;
    randombytes_buf(sealed + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 1 + NONCE, NULL, plain, length,
                                               (const unsigned char *)place_bytes, place_length,
                                               NULL, sealed + 1, key->bytes);
}

static enum rc unseal_into(unsigned char *plain, const struct data_key *key,
                           const struct seal_place *place, const unsigned char *sealed,
                           size_t sealed_length) {
    char place_bytes[PLACE_SIZE];
    if (!sealed || sealed_length < VAULT_SEAL_OVERHEAD || sealed[0] != key->version) {
        return RC_CONFLICT;
    }
    size_t place_length = place_text(place_bytes, place, key->version);
    int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, NULL, NULL, sealed + 1 + NONCE, sealed_length - 1 - NONCE,
        (const unsigned char *)place_bytes, place_length, sealed + 1, key->bytes);
    return wrong ? RC_CONFLICT : RC_OK;
}

static struct data_key wrapping_key(const struct vault *vault) {
    struct data_key key = {.version = KEY_VERSION};
    memcpy(key.bytes, vault->keys->person, sizeof key.bytes);
    return key;
}

static struct seal_place key_place(const struct public_id *owner) {
    return (struct seal_place){.table = "persons", .column = "data_key", .row = owner};
}

void vault_person_key_new(const struct vault *vault, const struct public_id *owner,
                          uint8_t wrapped[VAULT_WRAPPED_SIZE], struct data_key *key) {
    struct data_key wrapping = wrapping_key(vault);
    struct seal_place place = key_place(owner);
    key->version = KEY_VERSION;
    randombytes_buf(key->bytes, sizeof key->bytes);
    seal_into(wrapped, &wrapping, &place, key->bytes, sizeof key->bytes);
    sodium_memzero(&wrapping, sizeof wrapping);
}

enum rc vault_person_key_open(const struct vault *vault, const struct public_id *owner,
                              const void *wrapped, size_t wrapped_length, struct data_key *key) {
    if (wrapped_length != VAULT_WRAPPED_SIZE) {
        return RC_CONFLICT;
    }
    struct data_key wrapping = wrapping_key(vault);
    struct seal_place place = key_place(owner);
    struct data_key opened = {.version = KEY_VERSION};
    enum rc rc = unseal_into(opened.bytes, &wrapping, &place, wrapped, wrapped_length);
    if (rc == RC_OK) {
        *key = opened;
    }
    sodium_memzero(&wrapping, sizeof wrapping);
    sodium_memzero(&opened, sizeof opened);
    return rc;
}

void vault_system_key(const struct vault *vault, struct data_key *key) {
    key->version = KEY_VERSION;
    memcpy(key->bytes, vault->keys->system, sizeof key->bytes);
}

void *vault_seal(const struct data_key *key, const struct seal_place *place, const void *plain,
                 size_t length, struct arena *arena, size_t *sealed_length) {
    if (length > SIZE_MAX - VAULT_SEAL_OVERHEAD) {
        return NULL;
    }
    unsigned char *sealed = arena_alloc(arena, length + VAULT_SEAL_OVERHEAD);
    if (sealed) {
        seal_into(sealed, key, place, plain, length);
        *sealed_length = length + VAULT_SEAL_OVERHEAD;
    }
    return sealed;
}

void *vault_seal_text(const struct data_key *key, const struct seal_place *place, const char *text,
                      struct arena *arena, size_t *sealed_length) {
    return vault_seal(key, place, text, strlen(text), arena, sealed_length);
}

enum rc vault_unseal(const struct data_key *key, const struct seal_place *place, const void *sealed,
                     size_t sealed_length, struct arena *arena, char **plain, size_t *length) {
    if (sealed_length < VAULT_SEAL_OVERHEAD) {
        return RC_CONFLICT;
    }
    size_t plain_length = sealed_length - VAULT_SEAL_OVERHEAD;
    char *opened = arena_alloc(arena, plain_length + 1);
    if (!opened) {
        return RC_NOMEM;
    }
    enum rc rc = unseal_into((unsigned char *)opened, key, place, sealed, sealed_length);
    if (rc == RC_OK) {
        *plain = opened;
        if (length) {
            *length = plain_length;
        }
    }
    return rc;
}
