// SPDX-License-Identifier: EUPL-1.2
// Messages that arrive in blocks (Block1, RFC 7959), put together within bounds.
//
// libcoap 4.3.1 could do this, and crashes on a client that leaves Size1 out, so it is ours. Knows
// no transport: plain bytes and numbers in, a verdict out. Memory grows with what has arrived, not
// with what a device announces. Memory only: what a restart or the time-out takes, the device sends
// again from its first block (4.08), since nothing was acknowledged but with 2.31. One thread.
#ifndef COAP_BLOCKS_H
#define COAP_BLOCKS_H

#include "inbox/inbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCKS_LIFETIME_MS 247000            // EXCHANGE_LIFETIME (RFC 7252 §4.8.2) without a block
#define BLOCKS_GIVEN_UP_MS 93000             // MAX_TRANSMIT_WAIT: gives way when there is no room
#define BLOCKS_PER_DEVICE 4                  // a fifth takes the place of the device's oldest
#define BLOCKS_TRANSFERS_MAX 4096            // of all devices
#define BLOCKS_BYTES_MAX (32u * 1024 * 1024) // of all transfers
#define BLOCKS_SZX_MAX 6                     // 1024 bytes; 7 is reserved

enum block_verdict {
    BLOCK_NONE = 0,
    BLOCK_CONTINUE,   // 2.31: taken, or had already
    BLOCK_WHOLE,      // the last one: the message is complete
    BLOCK_BAD,        // 4.00: block size 7, or a payload that is no block of its size
    BLOCK_INCOMPLETE, // 4.08: not the next block of anything we have, or another content
    BLOCK_TOO_LARGE,  // 4.13: the message would exceed `cap`
    BLOCK_NO_ROOM,    // 5.03: too much is under way
};

struct block_part {
    uint8_t device[INBOX_DEVICE_SIZE];
    uint64_t session; // number of the DTLS handshake, never used twice
    uint64_t tag;     // fingerprint of path and Request-Tag (RFC 9175 §3): one transfer each
    int32_t content_format;
    uint32_t announced; // Size1, 0: not said
    uint32_t cap;       // bytes of the whole message that this device may send
    uint32_t number;
    uint16_t mid;
    uint8_t szx;
    bool more;
    const uint8_t *payload; // borrowed
    size_t length;
};

// A complete message; the caller frees bytes, which are not NULL.
struct block_body {
    uint8_t *bytes;
    size_t length;
};

struct blocks;

// NULL when out of memory.
struct blocks *blocks_new(void);
void blocks_free(struct blocks *blocks);

// Takes one block. *body is set with BLOCK_WHOLE only, and the transfer is over then. Block 0
// starts anew, unless it is the same message once more; a repeated earlier block is BLOCK_CONTINUE
// when its bytes are the same. Whatever is refused for its content (4.00, 4.08, 4.13) ends the
// transfer it was sent for; BLOCK_NO_ROOM does not.
enum block_verdict blocks_take(struct blocks *blocks, const struct block_part *part, int64_t now_ms,
                               struct block_body *body);

// Whether a transfer waits for exactly this last block: the message would be complete. *first_mid
// is the message id of its block 0.
bool blocks_await(const struct blocks *blocks, const struct block_part *part, uint16_t *first_mid);

// Lets go of transfers that got no block for BLOCKS_LIFETIME_MS. Cheap; blocks_take does it too.
void blocks_expire(struct blocks *blocks, int64_t now_ms);

size_t blocks_count(const struct blocks *blocks); // transfers under way
size_t blocks_bytes(const struct blocks *blocks); // memory that their messages hold

#endif
