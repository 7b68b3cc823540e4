// SPDX-License-Identifier: EUPL-1.2
// Sealing of rows: one key per door start, sealed to the server; facts and payload inside each box.
#ifndef INBOX_SEAL_H
#define INBOX_SEAL_H

#include "inbox/inbox.h"

#include <sodium.h>

// The row of one door start. `after` is the last sequence given before it, `first` the first one it
// may give; the numbers between are the hole that the start skipped.
struct seal_start {
    int64_t number;
    int64_t after;
    int64_t first;
    uint8_t key[crypto_secretbox_KEYBYTES];
};

#define SEAL_START_TEXT (crypto_secretbox_KEYBYTES + INBOX_ID_SIZE + 3 * 8)
#define SEAL_START_SIZE (crypto_box_SEALBYTES + SEAL_START_TEXT)

// Seals key and numbers of a start to the server.
enum inbox_result seal_start_close(const struct seal_start *start, const uint8_t id[INBOX_ID_SIZE],
                                   const uint8_t server_public[INBOX_KEY_SIZE],
                                   uint8_t out[SEAL_START_SIZE])
    __attribute__((warn_unused_result));

// Opens it. INBOX_CORRUPT when it does not open or belongs to another inbox or row number.
enum inbox_result seal_start_open(const uint8_t *sealed, size_t length, int64_t number,
                                  const uint8_t id[INBOX_ID_SIZE], const struct inbox_keypair *keys,
                                  struct seal_start *out) __attribute__((warn_unused_result));

// Checks an entry against its contract.
bool seal_entry_valid(const struct inbox_entry *entry);

// The box of one valid entry: nonce, tag, sealed text. The caller frees *out.
enum inbox_result seal_message(const struct seal_start *start, const uint8_t id[INBOX_ID_SIZE],
                               int64_t sequence, const struct inbox_entry *entry, uint8_t **out,
                               size_t *length) __attribute__((warn_unused_result));

// Opens a box into message: facts, payload, length and soundness. *buffer is what holds the
// payload; the caller frees it. start is NULL when the start's own row is damaged. A box that does
// not open makes a damaged message, which is a success.
enum inbox_result seal_open(const struct seal_start *start, const uint8_t id[INBOX_ID_SIZE],
                            const uint8_t *box, size_t box_length, struct inbox_message *message,
                            uint8_t **buffer) __attribute__((warn_unused_result));

#endif
