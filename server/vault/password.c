// SPDX-License-Identifier: EUPL-1.2
// Hashes passwords, a few at a time, and makes tokens.
#include "vault/password.h"

#include "vault/keys.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

enum { PASSES = 3, MEMORY = 64 * 1024 * 1024, PASSWORD_MAX = 1024, GROUP_LETTERS = 4 };

_Static_assert(VAULT_PASSWORD_SIZE >= crypto_pwhash_STRBYTES, "Argon2id string");

// Well-formed hashes of nothing anybody knows, with the costs of real ones: checking against them
// takes an unknown user as long as a known one.
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=3,p=1$c29zdGVnbm8tbm9ib2R5IQ$"
                             "dGhpcyBpcyBub3QgdGhlIGhhc2ggb2YgYSBwYXNzd29";
static const char NOBODY_FAST[] = "$argon2id$v=19$m=8,t=1,p=1$c29zdGVnbm8tbm9ib2R5IQ$"
                                  "dGhpcyBpcyBub3QgdGhlIGhhc2ggb2YgYSBwYXNzd29";

static const char SUGGESTED[] = "abcdefghjkmnpqrstuvwxyz23456789";

static void enter(struct vault *vault) {
    while (sem_wait(&vault->hashing) != 0 && errno == EINTR) {
        // A signal is no reason to compute a third hash at the same time.
    }
}

static unsigned long long passes(const struct vault *vault) {
    return vault->fast_hash ? crypto_pwhash_OPSLIMIT_MIN : PASSES;
}

static size_t memory(const struct vault *vault) {
    return vault->fast_hash ? crypto_pwhash_MEMLIMIT_MIN : MEMORY;
}

const char *vault_password_nfc(struct arena *arena, const char *password) {
    const uint8_t *bytes = (const uint8_t *)password;
    size_t length = strlen(password), normal_length = 0;
    if (length == 0 || u8_check(bytes, length) != NULL) {
        return arena_strdup(arena, password);
    }
    uint8_t *normal = u8_normalize(UNINORM_NFC, bytes, length, NULL, &normal_length);
    if (normal == NULL) {
        return NULL;
    }
    const char *copy = arena_strndup(arena, (const char *)normal, normal_length);
    sodium_memzero(normal, normal_length);
    free(normal);
    return copy;
}

enum rc vault_password_hash(struct vault *vault, const char *password, size_t length,
                            char hash[VAULT_PASSWORD_SIZE]) {
    char made[crypto_pwhash_STRBYTES];
    if (length > PASSWORD_MAX) {
        return RC_INVALID;
    }
    enter(vault);
    int failed = crypto_pwhash_str_alg(made, password, length, passes(vault), memory(vault),
                                       crypto_pwhash_ALG_ARGON2ID13);
    sem_post(&vault->hashing);
    if (failed) {
        return RC_NOMEM;
    }
    memcpy(hash, made, sizeof made);
    return RC_OK;
}

enum rc vault_password_check(struct vault *vault, const char *password, size_t length,
                             const char *hash, bool *needs_rehash) {
    if (length > PASSWORD_MAX) {
        return RC_DENIED;
    }
    char against[VAULT_PASSWORD_SIZE] = {0}; // libsodium wants the whole array
    snprintf(against, sizeof against, "%s", hash ? hash : vault->fast_hash ? NOBODY_FAST : NOBODY);
    enter(vault);
    int wrong = crypto_pwhash_str_verify(against, password, length);
    sem_post(&vault->hashing);
    if (wrong || !hash) {
        return RC_DENIED;
    }
    if (needs_rehash) {
        *needs_rehash = crypto_pwhash_str_needs_rehash(against, passes(vault), memory(vault)) != 0;
    }
    return RC_OK;
}

struct token vault_token_new(void) {
    struct token token;
    uint8_t secret[VAULT_TOKEN_DIGITS / 2];
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(token.text, sizeof token.text, secret, sizeof secret);
    vault_hash(token.text, VAULT_TOKEN_DIGITS, token.hash);
    sodium_memzero(secret, sizeof secret);
    return token;
}

enum rc vault_token_hash(const char *text, size_t length, uint8_t hash[VAULT_HASH_SIZE]) {
    if (length != VAULT_TOKEN_DIGITS || strspn(text, "0123456789abcdef") < length) {
        return RC_INVALID;
    }
    vault_hash(text, length, hash);
    return RC_OK;
}

void vault_password_suggest(size_t groups, char *out) {
    size_t used = 0;
    for (size_t group = 0; group < groups; group++) {
        if (group > 0) {
            out[used++] = '-';
        }
        for (size_t i = 0; i < GROUP_LETTERS; i++) {
            out[used++] = SUGGESTED[randombytes_uniform(sizeof SUGGESTED - 1)];
        }
    }
    out[used] = '\0';
}

bool vault_equal(const void *a, const void *b, size_t length) {
    return sodium_memcmp(a, b, length) == 0;
}
