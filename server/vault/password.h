// SPDX-License-Identifier: EUPL-1.2
// Passwords (Argon2id) and opaque tokens (sessions, CSRF, one-time links), of which only hashes are
// kept.
#ifndef VAULT_PASSWORD_H
#define VAULT_PASSWORD_H

#include "vault/vault.h"

// Argon2id, 3 passes, 64 MiB (security.md §3.1). At most 2 hashes are computed at a time, others
// wait. RC_NOMEM. The password is any bytes up to 1024 (RC_INVALID beyond); rules on length are the
// caller's, and so is vault_password_nfc().
RC_CHECKED enum rc vault_password_hash(struct vault *vault, const char *password, size_t length,
                                       char hash[VAULT_PASSWORD_SIZE]);

// The text in Unicode NFC (UAX #15), so that a composed and a decomposed letter are one password
// whatever the keyboard sends. What is no UTF-8 stays as it is. In the arena; NULL: no memory.
const char *vault_password_nfc(struct arena *arena, const char *password);

// RC_OK or RC_DENIED. `hash` NULL (unknown user) costs the same time and is denied. `*needs_rehash`
// (may be NULL) is set on RC_OK if the stored hash has other costs than now wanted.
RC_CHECKED enum rc vault_password_check(struct vault *vault, const char *password, size_t length,
                                        const char *hash, bool *needs_rehash);

struct token {
    char text[VAULT_TOKEN_DIGITS + 1]; // 256 random bits as hex; the secret
    uint8_t hash[VAULT_HASH_SIZE];     // what is stored
};
struct token vault_token_new(void);
// RC_INVALID: not 64 lower-case hex digits.
RC_CHECKED enum rc vault_token_hash(const char *text, size_t length, uint8_t hash[VAULT_HASH_SIZE]);

// A one-time password a person can type: `groups` groups of four letters and digits without 0 O 1 l
// I, joined by '-' (about 20 bits a group). `out` holds groups * 5 bytes.
void vault_password_suggest(size_t groups, char *out);

// Equal, in constant time.
bool vault_equal(const void *a, const void *b, size_t length);

#endif
