// SPDX-License-Identifier: EUPL-1.2
// Messages that arrive in blocks (Block1, RFC 7959), put together within bounds.
#include "coap/blocks.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024
#define FIRST_ROOM 1024

// In a chain with the others of its device's bucket, and in the order of the newest block.
struct transfer {
    struct transfer *next; // of the bucket
    struct transfer *older, *newer;
    uint8_t device[INBOX_DEVICE_SIZE];
    uint64_t session;
    uint64_t tag;
    int32_t content_format;
    uint16_t first_mid; // message id of block 0
    int64_t touched_ms;
    uint8_t *bytes;
    size_t length;
    size_t room;
};

struct blocks {
    struct transfer *buckets[BUCKETS];
    struct transfer *oldest, *newest;
    size_t count;
    size_t bytes;
};

struct blocks *blocks_new(void) {
    return calloc(1, sizeof(struct blocks));
}

// Device ids are random: any of their bytes spread well.
static size_t bucket_number(const uint8_t device[INBOX_DEVICE_SIZE]) {
    return (device[0] | (unsigned)device[1] << 8) % BUCKETS;
}

static struct transfer **bucket_of(struct blocks *blocks, const uint8_t device[INBOX_DEVICE_SIZE]) {
    return &blocks->buckets[bucket_number(device)];
}

static void take_out_of_order(struct blocks *blocks, const struct transfer *transfer) {
    *(transfer->older ? &transfer->older->newer : &blocks->oldest) = transfer->newer;
    *(transfer->newer ? &transfer->newer->older : &blocks->newest) = transfer->older;
}

static void put_newest(struct blocks *blocks, struct transfer *transfer, int64_t now_ms) {
    transfer->touched_ms = now_ms;
    transfer->newer = NULL;
    transfer->older = blocks->newest;
    *(blocks->newest ? &blocks->newest->newer : &blocks->oldest) = transfer;
    blocks->newest = transfer;
}

static void drop(struct blocks *blocks, struct transfer *transfer) {
    struct transfer **link = bucket_of(blocks, transfer->device);
    while (*link != transfer)
        link = &(*link)->next;
    *link = transfer->next;
    take_out_of_order(blocks, transfer);
    blocks->count--;
    blocks->bytes -= transfer->room;
    free(transfer->bytes);
    free(transfer);
}

void blocks_free(struct blocks *blocks) {
    if (blocks == NULL)
        return;
    while (blocks->oldest != NULL)
        drop(blocks, blocks->oldest);
    free(blocks);
}

static void drop_older_than(struct blocks *blocks, int64_t age_ms, int64_t now_ms) {
    while (blocks->oldest != NULL && blocks->oldest->touched_ms + age_ms <= now_ms)
        drop(blocks, blocks->oldest);
}

void blocks_expire(struct blocks *blocks, int64_t now_ms) {
    drop_older_than(blocks, BLOCKS_LIFETIME_MS, now_ms);
}

static struct transfer *find(const struct blocks *blocks, const struct block_part *part) {
    for (struct transfer *at = blocks->buckets[bucket_number(part->device)]; at != NULL;
         at = at->next)
        if (at->session == part->session && at->tag == part->tag &&
            memcmp(at->device, part->device, INBOX_DEVICE_SIZE) == 0)
            return at;
    return NULL;
}

// A device that was switched off leaves its transfers behind; they must not shut it out.
static void keep_within_device(struct blocks *blocks, const struct block_part *part) {
    struct transfer *least = NULL;
    size_t count = 0;
    for (struct transfer *at = *bucket_of(blocks, part->device); at != NULL; at = at->next) {
        if (memcmp(at->device, part->device, INBOX_DEVICE_SIZE) != 0)
            continue;
        count++;
        if (least == NULL || at->touched_ms <= least->touched_ms)
            least = at; // of the same instant, the one further down the chain came earlier
    }
    if (count >= BLOCKS_PER_DEVICE)
        drop(blocks, least);
}

static struct transfer *begin(struct blocks *blocks, const struct block_part *part,
                              int64_t now_ms) {
    keep_within_device(blocks, part);
    if (blocks->count >= BLOCKS_TRANSFERS_MAX)
        drop_older_than(blocks, BLOCKS_GIVEN_UP_MS, now_ms);
    if (blocks->count >= BLOCKS_TRANSFERS_MAX)
        return NULL;
    struct transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL)
        return NULL;
    memcpy(transfer->device, part->device, INBOX_DEVICE_SIZE);
    transfer->session = part->session;
    transfer->tag = part->tag;
    transfer->content_format = part->content_format;
    transfer->first_mid = part->mid;
    struct transfer **bucket = bucket_of(blocks, part->device);
    transfer->next = *bucket;
    *bucket = transfer;
    put_newest(blocks, transfer, now_ms);
    blocks->count++;
    return transfer;
}

static bool make_room(struct blocks *blocks, struct transfer *transfer, size_t needed,
                      int64_t now_ms) {
    size_t room = transfer->room == 0 ? FIRST_ROOM : transfer->room;
    while (room < needed)
        room *= 2;
    if (room == transfer->room)
        return true;
    // The transfer itself is the newest by now, so it is not among those that give way.
    if (blocks->bytes + (room - transfer->room) > BLOCKS_BYTES_MAX)
        drop_older_than(blocks, BLOCKS_GIVEN_UP_MS, now_ms);
    if (blocks->bytes + (room - transfer->room) > BLOCKS_BYTES_MAX)
        return false;
    uint8_t *grown = realloc(transfer->bytes, room);
    if (grown == NULL)
        return false;
    blocks->bytes += room - transfer->room;
    transfer->bytes = grown;
    transfer->room = room;
    return true;
}

static enum block_verdict end_with(struct blocks *blocks, struct transfer *transfer,
                                   enum block_verdict verdict) {
    if (transfer != NULL)
        drop(blocks, transfer);
    return verdict;
}

// A block we have: the answer was lost, unless its bytes are others.
static bool is_repeat(const struct transfer *transfer, const struct block_part *part,
                      uint64_t offset) {
    return part->more && offset + part->length <= transfer->length &&
           memcmp(transfer->bytes + offset, part->payload, part->length) == 0 &&
           (part->number > 0 || transfer->first_mid == part->mid);
}

static enum block_verdict append(struct blocks *blocks, struct transfer *transfer,
                                 const struct block_part *part, int64_t now_ms,
                                 struct block_body *body) {
    take_out_of_order(blocks, transfer);
    put_newest(blocks, transfer, now_ms);
    if (!make_room(blocks, transfer, transfer->length + part->length, now_ms)) {
        if (transfer->length == 0) // it holds nothing: the device starts anew in any case
            drop(blocks, transfer);
        return BLOCK_NO_ROOM;
    }
    if (part->length > 0)
        memcpy(transfer->bytes + transfer->length, part->payload, part->length);
    transfer->length += part->length;
    if (part->more)
        return BLOCK_CONTINUE;
    *body = (struct block_body){.bytes = transfer->bytes, .length = transfer->length};
    blocks->bytes -= transfer->room;
    transfer->room = 0;
    transfer->bytes = NULL;
    drop(blocks, transfer);
    return BLOCK_WHOLE;
}

enum block_verdict blocks_take(struct blocks *blocks, const struct block_part *part, int64_t now_ms,
                               struct block_body *body) {
    blocks_expire(blocks, now_ms);
    struct transfer *transfer = find(blocks, part);
    if (part->szx > BLOCKS_SZX_MAX)
        return end_with(blocks, transfer, BLOCK_BAD);
    size_t size = (size_t)16 << part->szx;
    if (part->length > size || (part->more && part->length != size))
        return end_with(blocks, transfer, BLOCK_BAD);
    uint64_t offset = (uint64_t)part->number * size;
    if (part->announced > part->cap || offset + part->length > part->cap)
        return end_with(blocks, transfer, BLOCK_TOO_LARGE);
    if (transfer != NULL && part->content_format == transfer->content_format &&
        is_repeat(transfer, part, offset))
        return BLOCK_CONTINUE;
    if (part->number == 0) {
        if (transfer != NULL)
            drop(blocks, transfer);
        transfer = begin(blocks, part, now_ms);
        if (transfer == NULL)
            return BLOCK_NO_ROOM;
    }
    if (transfer == NULL || offset != transfer->length ||
        part->content_format != transfer->content_format)
        return end_with(blocks, transfer, BLOCK_INCOMPLETE);
    return append(blocks, transfer, part, now_ms, body);
}

bool blocks_await(const struct blocks *blocks, const struct block_part *part, uint16_t *first_mid) {
    const struct transfer *transfer = find(blocks, part);
    if (transfer == NULL || part->more || part->number == 0 || part->szx > BLOCKS_SZX_MAX ||
        (uint64_t)part->number << (part->szx + 4) != transfer->length)
        return false;
    *first_mid = transfer->first_mid;
    return true;
}

size_t blocks_count(const struct blocks *blocks) {
    return blocks->count;
}

size_t blocks_bytes(const struct blocks *blocks) {
    return blocks->bytes;
}
