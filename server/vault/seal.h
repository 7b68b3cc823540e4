// SPDX-License-Identifier: EUPL-1.2
// Sealed fields: a data key per person, wrapped by a derived key; each value bound to its table,
// column and row.
#ifndef VAULT_SEAL_H
#define VAULT_SEAL_H

#include "vault/vault.h"

struct data_key {
    uint8_t bytes[VAULT_KEY_SIZE];
    uint8_t version;
};

// A new key for person (or other owner) `owner`, only ever stored wrapped (key version 1). Losing
// the wrapped bytes erases the person. Wipe the struct with vault_wipe after use.
void vault_person_key_new(const struct vault *vault, const struct public_id *owner,
                          uint8_t wrapped[VAULT_WRAPPED_SIZE], struct data_key *key);
// RC_CONFLICT: not a key of this owner, or damaged.
RC_CHECKED enum rc vault_person_key_open(const struct vault *vault, const struct public_id *owner,
                                         const void *wrapped, size_t wrapped_length,
                                         struct data_key *key);
// The key for secrets that belong to no person (device credentials).
void vault_system_key(const struct vault *vault, struct data_key *key);

// Where a value lives: its associated data is "table|column|row|key version".
struct seal_place {
    const char *table;
    const char *column;
    const struct public_id *row;
};

// Result: version, 24 random nonce bytes, ciphertext, tag: `length` + VAULT_SEAL_OVERHEAD bytes in
// the arena; NULL when the arena is exhausted. Length is not hidden: pad short choices yourself if
// that tells something.
void *vault_seal(const struct data_key *key, const struct seal_place *place, const void *plain,
                 size_t length, struct arena *arena, size_t *sealed_length);
void *vault_seal_text(const struct data_key *key, const struct seal_place *place, const char *text,
                      struct arena *arena, size_t *sealed_length);

// RC_CONFLICT: moved from another place, other key, or damaged. The plain bytes get a NUL behind
// them.
RC_CHECKED enum rc vault_unseal(const struct data_key *key, const struct seal_place *place,
                                const void *sealed, size_t sealed_length, struct arena *arena,
                                char **plain, size_t *length);

#endif
