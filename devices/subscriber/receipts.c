// SPDX-License-Identifier: EUPL-1.2
// Receipts on their way to devices.
#include "subscriber/receipts.h"

#include <string.h>

static size_t place(const struct receipts *receipts, size_t at) {
    return (receipts->first + at) % RECEIPTS_MAX;
}

bool receipts_add(struct receipts *receipts, const uint8_t device[INBOX_DEVICE_SIZE],
                  const uint8_t digest[RECEIPTS_DIGEST_SIZE]) {
    if (receipts->count == RECEIPTS_MAX)
        return false;
    struct receipt *receipt = &receipts->ring[place(receipts, receipts->count++)];
    *receipt = (struct receipt){.sent = false};
    memcpy(receipt->device, device, INBOX_DEVICE_SIZE);
    memcpy(receipt->digest, digest, RECEIPTS_DIGEST_SIZE);
    return true;
}

static void let_go(struct receipts *receipts) {
    while (receipts->count > 0 && receipts->ring[receipts->first].answered) {
        receipts->first = (receipts->first + 1) % RECEIPTS_MAX;
        receipts->count--;
        if (receipts->next > 0)
            receipts->next--;
    }
}

static void skip_answered(struct receipts *receipts) {
    while (receipts->next < receipts->count &&
           receipts->ring[place(receipts, receipts->next)].answered)
        receipts->next++;
}

void receipts_again(struct receipts *receipts) {
    receipts->next = 0;
    receipts->open = 0;
    skip_answered(receipts);
}

const struct receipt *receipts_next(const struct receipts *receipts, size_t window, uint16_t *id) {
    if (receipts->next == receipts->count || receipts->open >= window)
        return NULL;
    size_t at = place(receipts, receipts->next);
    *id = (uint16_t)(at + 1);
    return &receipts->ring[at];
}

void receipts_sent(struct receipts *receipts) {
    receipts->ring[place(receipts, receipts->next)].sent = true;
    receipts->next++;
    receipts->open++;
    skip_answered(receipts);
}

void receipts_answered(struct receipts *receipts, uint16_t id) {
    size_t at = (size_t)id + RECEIPTS_MAX - 1 - receipts->first;
    if (id == 0 || id > RECEIPTS_MAX)
        return;
    at %= RECEIPTS_MAX;
    if (at >= receipts->next || receipts->ring[id - 1].answered)
        return;
    receipts->ring[id - 1].answered = true;
    if (receipts->open > 0)
        receipts->open--;
    let_go(receipts);
}
