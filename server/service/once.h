// SPDX-License-Identifier: EUPL-1.2
// Idempotency-Key in a use case: a repeated request changes nothing and gets the same result again.
//
// A use case behind a route with HTTP_NEEDS_KEY takes a `struct once *` and does, in its write
// closure:
//
//     rc = once_begin(tx, once);                 // first thing
//     if (rc != RC_OK || once->again)
//         return rc;                             // done before: once->result names what was made
//     … change, audit, effects …
//     return once_end(tx, once, claim_id.text);  // last thing: change and memory are one
//     transaction
//
// and answers, when `again` is set, with the thing that `result` names. The reply then carries
// `Idempotency-Replayed: true`. NULL is allowed everywhere and remembers nothing (command line,
// tests).
#ifndef SERVICE_ONCE_H
#define SERVICE_ONCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/public_id.h"
#include "base/result.h"

struct tx;

enum { ONCE_RESULT_SIZE = 256, ONCE_ROUTE_SIZE = 160, ONCE_KEY_MAX = 64 };

struct once {
    struct public_id actor;
    char route[ONCE_ROUTE_SIZE]; // method and path
    uint8_t key_hash[32];
    uint8_t request_hash[32];
    bool asked;                    // a closure called once_begin
    bool mismatch;                 // the key belongs to another request
    bool again;                    // the same request was carried out before
    char result[ONCE_RESULT_SIZE]; // what once_end was given then; valid when `again`
};

// Make the memory of one request. `key` is the header's value (up to ONCE_KEY_MAX bytes), `body` the
// raw body; neither can be told from what is kept.
void once_prepare(struct once *once, const struct public_id *actor, const char *route,
                  const char *key, const void *body, size_t body_length);

// RC_OK: look at `again`. RC_CONFLICT: the key was used for another request; `mismatch` is set and
// the router answers 422 "idempotency-key-reused" whatever the handler replies.
RC_CHECKED enum rc once_begin(struct tx *tx, struct once *once);

// `result`: public ids or codes, at most 255 bytes; never personal data or secrets unless sealed.
RC_CHECKED enum rc once_end(struct tx *tx, struct once *once, const char *result);

#endif
