// SPDX-License-Identifier: EUPL-1.2
// Inside vault: the derived keys.
#ifndef VAULT_KEYS_H
#define VAULT_KEYS_H

#include "vault/vault.h"

#include <semaphore.h>

enum { VAULT_SIGN_SECRET_SIZE = 64, VAULT_HASHES_AT_ONCE = 2 };

// In guarded, locked memory.
struct vault_keys {
    uint8_t person[VAULT_KEY_SIZE]; // wraps the data keys of persons
    uint8_t system[VAULT_KEY_SIZE]; // seals what belongs to no person
    uint8_t blind[VAULT_KEY_SIZE];
    uint8_t sign_public[VAULT_KEY_SIZE];
    uint8_t sign_secret[VAULT_SIGN_SECRET_SIZE];
    uint8_t inbox_public[VAULT_KEY_SIZE];
    uint8_t inbox_secret[VAULT_KEY_SIZE];
    uint8_t door[VAULT_KEY_SIZE];
};

struct vault {
    struct vault_keys *keys;
    sem_t hashing; // Argon2id takes 64 MiB each: few at a time
    bool fast_hash;
};

#endif
