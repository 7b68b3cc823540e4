// SPDX-License-Identifier: EUPL-1.2
// Keys: everything secret is derived from one root key or wrapped by a key derived from it. All
// functions are thread-safe.
#ifndef VAULT_VAULT_H
#define VAULT_VAULT_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    VAULT_KEY_SIZE = 32,
    VAULT_HASH_SIZE = 32,
    VAULT_SIGNATURE_SIZE = 64,
    VAULT_INDEX_SIZE = 16,
    VAULT_WRAPPED_SIZE = 73,  // version, nonce, key, tag
    VAULT_SEAL_OVERHEAD = 41, // version, nonce, tag
    VAULT_PASSWORD_SIZE = 128,
    VAULT_TOKEN_DIGITS = 64,
    VAULT_PREFIXES_MAX = 64,
};

struct vault;

struct vault_options {
    const char *root_key_file; // 32 bytes or 64 hex digits; see vault_open
    bool fast_hash; // cheapest Argon2id: demo and tests only, the caller refuses it elsewhere
};

// Read the root key. The file must be regular, not a symbolic link, and closed to group and others,
// except below $CREDENTIALS_DIRECTORY, which systemd guards itself. Faults: root-key-missing
// (RC_NOT_FOUND), root-key-open (RC_DENIED: permissions), root-key-malformed (RC_INVALID),
// RC_NOMEM. Keys are locked in memory and wiped on close.
RC_CHECKED enum rc vault_open(const struct vault_options *options, struct vault **vault,
                              struct fault *fault);
void vault_close(struct vault *vault);

// Make a root key file (0600), synced with its folder. RC_CONFLICT if the file exists.
RC_CHECKED enum rc vault_root_key_create(const char *file);

// Unkeyed BLAKE2b-256.
void vault_hash(const void *bytes, size_t length, uint8_t hash[VAULT_HASH_SIZE]);

// Ed25519 with the audit key (derived; the public half may be given to anyone).
void vault_sign(const struct vault *vault, const void *bytes, size_t length,
                uint8_t signature[VAULT_SIGNATURE_SIZE]);
bool vault_verify(const struct vault *vault, const void *bytes, size_t length,
                  const uint8_t signature[VAULT_SIGNATURE_SIZE]);
void vault_audit_public_key(const struct vault *vault, uint8_t key[VAULT_KEY_SIZE]);

// The server's key pair of the inboxes (X25519 for crypto_box_seal; doors hold only the public
// half), and the symmetric key under which the roster `devices.snapshot` is sealed for the doors.
// Wipe secrets after use (vault_wipe).
void vault_inbox_keys(const struct vault *vault, uint8_t public_key[VAULT_KEY_SIZE],
                      uint8_t secret_key[VAULT_KEY_SIZE]);
void vault_door_key(const struct vault *vault, uint8_t key[VAULT_KEY_SIZE]);
void vault_wipe(void *secret, size_t length);

#endif
