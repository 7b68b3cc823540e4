// SPDX-License-Identifier: EUPL-1.2
// Receipts on their way to devices: what was committed, told on `ltc/v1/<device>/down/receipt`.
//
// A bounded ring in the order of commit. A receipt stays until the broker has answered it, and goes
// out again after a reconnection. One that does not fit, or is lost with the process, is no loss: a
// device that waits for it sends its message again and is told then.
#ifndef SUBSCRIBER_RECEIPTS_H
#define SUBSCRIBER_RECEIPTS_H

#include "inbox/inbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECEIPTS_MAX = 1024, RECEIPTS_DIGEST_SIZE = 32 };

struct receipt {
    uint8_t device[INBOX_DEVICE_SIZE];
    uint8_t digest[RECEIPTS_DIGEST_SIZE]; // SHA-256 of the message's bytes
    bool sent;                            // before, in this connection or an earlier one
    bool answered;
};

struct receipts {
    struct receipt ring[RECEIPTS_MAX];
    size_t first; // oldest not answered
    size_t count;
    size_t next; // how many of them went out in this connection
    size_t open; // of these, how many are not answered
};

// False when the ring is full.
bool receipts_add(struct receipts *receipts, const uint8_t device[INBOX_DEVICE_SIZE],
                  const uint8_t digest[RECEIPTS_DIGEST_SIZE]);

// A connection has begun: everything that is not answered goes out again.
void receipts_again(struct receipts *receipts);

// The next one to send, and its packet id (1 to RECEIPTS_MAX), or NULL: none, or `window` of them
// are unanswered. Counts as sent when receipts_sent is called.
const struct receipt *receipts_next(const struct receipts *receipts, size_t window, uint16_t *id);
void receipts_sent(struct receipts *receipts);

// The broker has answered this packet id; one that is not under way is ignored.
void receipts_answered(struct receipts *receipts, uint16_t id);

#endif
