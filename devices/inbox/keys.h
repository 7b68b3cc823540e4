// SPDX-License-Identifier: EUPL-1.2
// The keys of custody: the server's key pair for sealed rows, the door key for the roster.
//
// Two secrets, each of 32 bytes:
//  * the server's X25519 pair. Doors know the public half only, so a stolen door or disk reads no
//    backlog. The server may keep the secret half in a file (inbox_keypair_files) or derive it from
//    its root key (inbox_keypair_from_seed) and write only the public file (inbox_key_write).
//  * the door key, known to the server and all doors of a node; it seals devices.snapshot.
//
// Key file: one line of text, "<purpose> <64 lower-case hex digits>\n", purpose being
// "sostegno-inbox-secret", "sostegno-inbox-public" or "sostegno-door-key", so that files cannot be
// mixed up. Made with mode 0600 (secret), 0644 (public), 0640 (door), each minus umask; a secret or
// door key that others than owner and group can read or write is refused.
//
// All functions are thread-safe. INBOX_NO_MEMORY also means that libsodium could not start.
#ifndef INBOX_KEYS_H
#define INBOX_KEYS_H

#include "inbox/result.h"

#include <stdint.h>

#define INBOX_KEY_SIZE 32

enum inbox_key_kind {
    INBOX_KEY_NONE = 0,
    INBOX_KEY_SECRET, // server's secret half
    INBOX_KEY_PUBLIC, // server's public half
    INBOX_KEY_DOOR,   // symmetric, seals the roster
};

struct inbox_keypair {
    uint8_t secret[INBOX_KEY_SIZE];
    uint8_t public[INBOX_KEY_SIZE];
};

// A new random pair.
enum inbox_result inbox_keypair(struct inbox_keypair *out) __attribute__((warn_unused_result));

// The pair that belongs to a seed: the same seed gives the same pair for ever.
enum inbox_result inbox_keypair_from_seed(const uint8_t seed[INBOX_KEY_SIZE],
                                          struct inbox_keypair *out)
    __attribute__((warn_unused_result));

// The pair of a secret half read with inbox_key_read.
enum inbox_result inbox_keypair_from_secret(const uint8_t secret[INBOX_KEY_SIZE],
                                            struct inbox_keypair *out)
    __attribute__((warn_unused_result));

// A new random symmetric key.
enum inbox_result inbox_key_random(uint8_t out[INBOX_KEY_SIZE]) __attribute__((warn_unused_result));

// Writes a key file through a temporary file, flush, rename and flush of the directory; an existing
// file is replaced. INBOX_INVALID for INBOX_KEY_NONE.
enum inbox_result inbox_key_write(const char *path, enum inbox_key_kind kind,
                                  const uint8_t key[INBOX_KEY_SIZE])
    __attribute__((warn_unused_result));

// Reads a key file. INBOX_MISSING, INBOX_DENIED (also: a secret that others can read),
// INBOX_CORRUPT (not a key file), INBOX_WRONG_KEY (a key file of another purpose).
enum inbox_result inbox_key_read(const char *path, enum inbox_key_kind kind,
                                 uint8_t out[INBOX_KEY_SIZE]) __attribute__((warn_unused_result));

#endif
