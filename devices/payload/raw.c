// SPDX-License-Identifier: EUPL-1.2
// The bytes of one reading and of no other.
#include "payload/payload.h"

#include <string.h>

// A CBOR array's head: below 24 elements in one byte, else in two; there are at most 200 records.
static size_t cbor_head(size_t count, unsigned char *out) {
    if (count < 24) {
        out[0] = (unsigned char)(0x80 | count);
        return 1;
    }
    out[0] = 0x98;
    out[1] = (unsigned char)count;
    return 2;
}

static size_t count_pieces(const struct payload_message *message, size_t index) {
    size_t count = 0;
    for (size_t i = 0; i < message->piece_count; i++) {
        count += message->pieces[i].reading == index ? 1 : 0;
    }
    return count;
}

size_t payload_reading_raw(const struct payload_message *message, size_t index, const void *bytes,
                           void *out) {
    const struct payload_reading *reading = &message->readings[index];
    const unsigned char *from = bytes;
    unsigned char *to = out;
    size_t count = count_pieces(message, index);
    if (count < 2) {
        memcpy(to, from + reading->raw_offset, reading->raw_length);
        return reading->raw_length;
    }
    bool cbor = (from[0] & 0x80) != 0;
    size_t at = cbor ? cbor_head(count, to) : 0;
    for (size_t i = 0; i < message->piece_count; i++) {
        const struct payload_piece *piece = &message->pieces[i];
        if (piece->reading != index) {
            continue;
        }
        if (!cbor) {
            to[at] = at == 0 ? '[' : ',';
            at++;
        }
        memcpy(to + at, from + piece->offset, piece->length);
        at += piece->length;
    }
    if (!cbor) {
        to[at++] = ']';
    }
    return at;
}
