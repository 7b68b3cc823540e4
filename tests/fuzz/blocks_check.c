// SPDX-License-Identifier: EUPL-1.2
// Scripts of blocks against a memory that only knows which bytes were accepted where.
//
// A block of a script is eight bytes: who (device 1 bit, session 1 bit, Request-Tag 3 bits, content
// format 1 bit), number (2, little endian), how (block size 3 bits, more 1 bit, what its length is
// 2 bits, Size1 2 bits), message id, fill, seconds since the block before, spare. Its payload is
// made of the fill, so that scripts stay short.
#include "blocks_check.h"

#include "holds.h"
#include "coap/blocks.h"

#include <stdlib.h>
#include <string.h>

#define CAP 4096
#define RECORD 8
#define TRANSFERS 32

static uint8_t accepted[TRANSFERS][CAP];

static size_t length_of(uint8_t how, uint8_t szx) {
    size_t size = (size_t)16 << szx;
    static const size_t nearly[] = {0, 0, 1, 1};
    switch (how >> 4 & 3) {
    case 1:
        return size - 1;
    case 2:
        return size + 1;
    case 3:
        return nearly[szx & 3];
    default:
        return size;
    }
}

static struct block_part read_part(const uint8_t *record, uint8_t *payload) {
    static const uint32_t announced[] = {0, 3, CAP, 0xFFFFFFFE};
    uint8_t szx = record[3] & 7;
    struct block_part part = {
        .device = {record[0] & 1},
        .session = record[0] >> 1 & 1,
        .tag = record[0] >> 2 & 7,
        .content_format = (record[0] & 32) != 0 ? 60 : 50,
        .announced = announced[record[3] >> 6],
        .cap = CAP,
        .number = record[1] | (uint32_t)record[2] << 8,
        .mid = record[4],
        .szx = szx,
        .more = (record[3] & 8) != 0,
        .payload = payload,
        .length = length_of(record[3], szx),
    };
    if (record[2] == 0xff) // far away, where products could overflow
        part.number = 0xFFFFF;
    for (size_t i = 0; i < part.length; i++)
        payload[i] = (uint8_t)(record[5] + i);
    return part;
}

static size_t check_one(struct blocks *blocks, const struct block_part *part, uint8_t *memory,
                        int64_t now_ms) {
    struct block_body body = {0};
    size_t before = blocks_count(blocks);
    enum block_verdict verdict = blocks_take(blocks, part, now_ms, &body);
    uint64_t offset = (uint64_t)part->number << (part->szx + 4);
    HOLDS(verdict != BLOCK_NONE);
    HOLDS((verdict == BLOCK_WHOLE) == (body.bytes != NULL));
    HOLDS(blocks_count(blocks) <= 2 * BLOCKS_PER_DEVICE && blocks_count(blocks) <= before + 1);
    HOLDS(blocks_bytes(blocks) <= blocks_count(blocks) * (size_t)CAP);
    HOLDS(blocks_count(blocks) > 0 || blocks_bytes(blocks) == 0);
    if (verdict == BLOCK_CONTINUE || verdict == BLOCK_WHOLE) {
        HOLDS(part->szx <= BLOCKS_SZX_MAX && offset + part->length <= CAP);
        HOLDS((verdict == BLOCK_CONTINUE) == part->more);
        if (part->length > 0)
            memcpy(memory + offset, part->payload, part->length);
    }
    if (verdict != BLOCK_WHOLE)
        return 0;
    HOLDS(body.length == offset + part->length);
    HOLDS(memcmp(body.bytes, memory, body.length) == 0);
    free(body.bytes);
    return 1;
}

size_t blocks_check(const uint8_t *bytes, size_t length) {
    struct blocks *blocks = blocks_new();
    size_t whole = 0;
    int64_t now_ms = 0;
    HOLDS(blocks != NULL);
    memset(accepted, 0, sizeof accepted);
    for (size_t at = 0; at + RECORD <= length; at += RECORD) {
        // On the heap in exactly its length, so that a read past the end is seen.
        size_t room = length_of(bytes[at + 3], bytes[at + 3] & 7);
        uint8_t *payload = malloc(room > 0 ? room : 1);
        HOLDS(payload != NULL);
        struct block_part part = read_part(bytes + at, payload);
        now_ms += INT64_C(1000) * bytes[at + 6];
        whole += check_one(blocks, &part, accepted[bytes[at] & (TRANSFERS - 1)], now_ms);
        free(payload);
    }
    blocks_expire(blocks, now_ms + BLOCKS_LIFETIME_MS);
    HOLDS(blocks_count(blocks) == 0 && blocks_bytes(blocks) == 0);
    blocks_free(blocks);
    return whole;
}
