// SPDX-License-Identifier: EUPL-1.2
// Little-endian integers in byte buffers, for the formats of this room.
#ifndef INBOX_BYTES_H
#define INBOX_BYTES_H

#include <stdint.h>

static inline void bytes_put_u32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static inline void bytes_put_i64(uint8_t *at, int64_t value) {
    uint64_t bits = (uint64_t)value;
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(bits >> (8 * i));
}

static inline uint32_t bytes_get_u32(const uint8_t *at) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value |= (uint32_t)at[i] << (8 * i);
    return value;
}

static inline int64_t bytes_get_i64(const uint8_t *at) {
    uint64_t bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)at[i] << (8 * i);
    return (int64_t)bits;
}

#endif
