// SPDX-License-Identifier: EUPL-1.2
// Inside store: the bytes that are hashed and signed.
#ifndef STORE_AUDIT_CHAIN_H
#define STORE_AUDIT_CHAIN_H

#include "store/audit.h"
#include "store/connection.h"

struct audit_row {
    int64_t seq, at_us;
    const char *actor, *action, *object, *detail;
};

// hash(domain, database, seq, time, the four texts each with its length, prev).
RC_CHECKED enum rc audit_row_hash(const struct store_crypto *crypto, enum store_db db,
                                  const struct audit_row *row, const uint8_t prev[STORE_HASH_SIZE],
                                  uint8_t hash[STORE_HASH_SIZE]);

// The newest entry, and the own_seq of the newest checkpoint kept in this database.
RC_CHECKED enum rc audit_head_load(struct connection *connection, struct audit_head *head,
                                   int64_t *checkpointed);

// Sign both committed heads.
void audit_checkpoint_text(struct store *store, char text[AUDIT_CHECKPOINT_SIZE]);

// store_fn: keep the text (the context) in this database's audit_checkpoints.
enum rc audit_checkpoint_insert(struct tx *tx, void *text);

struct audit_checkpoint {
    struct audit_head heads[STORE_DATABASES];
};
// Parse one checkpoint and check its signature. `*length` is what it took of `text`. RC_INVALID, or
// RC_CONFLICT if the signature is not ours.
RC_CHECKED enum rc audit_checkpoint_parse(const struct store_crypto *crypto, const char *text,
                                          size_t *length, struct audit_checkpoint *checkpoint);

void audit_hex(const uint8_t *bytes, size_t length, char *out); // 2 * length + 1 bytes
// Read 2 * length lower-case digits.
bool audit_unhex(const char *text, size_t length, uint8_t *out);

#endif
