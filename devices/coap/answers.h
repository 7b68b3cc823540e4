// SPDX-License-Identifier: EUPL-1.2
// Which confirmable messages were answered in the last 247 s (EXCHANGE_LIFETIME, RFC 7252 4.8.2),
// so that a repeated one is answered again and not stored again. libcoap 4.3.1 does not do this.
//
// Memory only: after a restart a repeat is stored once more and the database's identity key removes
// it. Bounded: the oldest answers are forgotten first, with the same effect. One thread.
#ifndef COAP_ANSWERS_H
#define COAP_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANSWERS_LIFETIME_MS 247000
#define ANSWERS_MAX 65536

enum answer {
    ANSWER_NONE = 0, // never seen, or forgotten
    ANSWER_PENDING,  // stored soon; the answer comes by itself
    ANSWER_STORED,
};

// What makes two messages the same: the DTLS session (a number never used twice), the message id,
// and a fingerprint of token and payload, since a restarted device may use its message ids again.
// Of an upload in blocks that is the last block; the id of its first tells whether a last block
// that an upload is waiting for belongs to that one, or comes once more, late, for the one before.
struct answer_key {
    uint64_t session;
    uint64_t fingerprint;
    uint16_t mid;
    bool awaited;       // an upload under way wants exactly this block
    uint16_t first_mid; // … and began with this message
};

struct answers;

// NULL when out of memory.
struct answers *answers_new(void);
void answers_free(struct answers *answers);

// An awaited block whose upload began as the one that is remembered did is a new message
// (ANSWER_NONE): the device uses its message ids again, and what was said of the earlier upload
// must not be said of this one.
enum answer answers_find(struct answers *answers, const struct answer_key *key, int64_t now_ms);

// Remembers as ANSWER_PENDING; a key whose storing failed keeps its place among the oldest.
void answers_begin(struct answers *answers, const struct answer_key *key, int64_t now_ms);

// Of the same key begun twice, each is ended; it is pending until the last one is.
// From pending to stored, or, when storing failed, forgotten: the next repeat is a new attempt.
void answers_end(struct answers *answers, const struct answer_key *key, bool stored);

uint64_t answers_fingerprint(const uint8_t *token, size_t token_length, const uint8_t *payload,
                             size_t length);

#endif
