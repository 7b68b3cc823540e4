// SPDX-License-Identifier: EUPL-1.2
// Idempotency-Key: a repeated request gets the first answer, a different one under the same key is
// refused. Kept 24 h.
#ifndef STORE_IDEMPOTENCY_H
#define STORE_IDEMPOTENCY_H

#include "base/arena.h"
#include "base/result.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct idempotency_key {
    const char *actor;                     // user public id
    const char *route;                     // names the method and the path
    uint8_t key_hash[STORE_HASH_SIZE];     // of the header's value
    uint8_t request_hash[STORE_HASH_SIZE]; // of the body
};

struct idempotency_reply {
    int status; // 0: fresh, nothing stored
    const void *body;
    size_t body_length;
};

// First thing in a closure. RC_OK with reply->status 0: go on, and call idempotency_store before
// the closure ends; with a status: answer that and change nothing. RC_INVALID: same key, other
// request (422 idempotency-key-reused).
RC_CHECKED enum rc idempotency_claim(struct tx *tx, const struct idempotency_key *key,
                                     struct arena *arena, struct idempotency_reply *reply);

// In the same closure, so that change and answer are one. `body` may hold personal data only if the
// caller sealed it.
RC_CHECKED enum rc idempotency_store(struct tx *tx, const struct idempotency_key *key, int status,
                                     const void *body, size_t body_length);

// Drop answers older than 24 h; call about hourly. Own system write.
RC_CHECKED enum rc idempotency_prune(struct store *store, enum store_db db);

#endif
