// SPDX-License-Identifier: EUPL-1.2
// Idempotency-Key in a use case, on the store's table.
#include "service/once.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "store/idempotency.h"
#include "vault/vault.h"

// What the table calls a status says only that the request was carried out.
enum { ONCE_DONE = 200 };

// The key, of which the table holds the hash alone, goes into the hash of the body: a body has so
// few possibilities that its own hash would tell it.
static void hash_request(const char *key, const void *body, size_t length, uint8_t hash[32]) {
    uint8_t bytes[VAULT_HASH_SIZE + ONCE_KEY_MAX];
    size_t key_length = strnlen(key, ONCE_KEY_MAX);
    vault_hash(body == NULL ? "" : body, body == NULL ? 0 : length, bytes);
    memcpy(bytes + VAULT_HASH_SIZE, key, key_length);
    vault_hash(bytes, VAULT_HASH_SIZE + key_length, hash);
}

void once_prepare(struct once *once, const struct public_id *actor, const char *route,
                  const char *key, const void *body, size_t body_length) {
    *once = (struct once){.actor = *actor};
    snprintf(once->route, sizeof once->route, "%s", route);
    vault_hash(key, strlen(key), once->key_hash);
    hash_request(key, body, body_length, once->request_hash);
}

static void key_of(const struct once *once, struct idempotency_key *key) {
    *key = (struct idempotency_key){.actor = once->actor.text, .route = once->route};
    memcpy(key->key_hash, once->key_hash, sizeof key->key_hash);
    memcpy(key->request_hash, once->request_hash, sizeof key->request_hash);
}

enum rc once_begin(struct tx *tx, struct once *once) {
    if (once == NULL) {
        return RC_OK;
    }
    once->asked = true;
    once->again = false;
    once->mismatch = false;
    struct arena *arena = arena_new(0);
    if (arena == NULL) {
        return RC_NOMEM;
    }
    struct idempotency_key key;
    key_of(once, &key);
    struct idempotency_reply reply = {0};
    enum rc rc = idempotency_claim(tx, &key, arena, &reply);
    if (rc == RC_INVALID) {
        once->mismatch = true;
        rc = RC_CONFLICT;
    } else if (rc == RC_OK && reply.status != 0) {
        size_t length = reply.body_length;
        if (length >= sizeof once->result) {
            length = sizeof once->result - 1;
        }
        if (length > 0) {
            memcpy(once->result, reply.body, length);
        }
        once->result[length] = '\0';
        once->again = true;
    }
    arena_free(arena);
    return rc;
}

enum rc once_end(struct tx *tx, struct once *once, const char *result) {
    if (once == NULL) {
        return RC_OK;
    }
    size_t length = strlen(result);
    if (length >= sizeof once->result) {
        return RC_BUG;
    }
    struct idempotency_key key;
    key_of(once, &key);
    return idempotency_store(tx, &key, ONCE_DONE, result, length);
}
