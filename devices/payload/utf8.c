// SPDX-License-Identifier: EUPL-1.2
// Strict UTF-8 by the table of well-formed byte sequences.
#include "payload/utf8.h"

#include <stdbool.h>

static bool within(unsigned char byte, unsigned char least, unsigned char most) {
    return byte >= least && byte <= most;
}

size_t utf8_sequence(const unsigned char *bytes, size_t length) {
    if (length == 0) {
        return 0;
    }
    unsigned char first = bytes[0];
    if (first < 0x80) {
        return 1;
    }
    size_t size = within(first, 0xc2, 0xdf)   ? 2
                  : within(first, 0xe0, 0xef) ? 3
                  : within(first, 0xf0, 0xf4) ? 4
                                              : 0;
    if (size == 0 || length < size) {
        return 0;
    }
    unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (!within(bytes[1], least, most)) {
        return 0;
    }
    for (size_t i = 2; i < size; i++) {
        if (!within(bytes[i], 0x80, 0xbf)) {
            return 0;
        }
    }
    return size;
}

size_t utf8_write(uint32_t code_point, unsigned char out[4]) {
    if (code_point < 0x80) {
        out[0] = (unsigned char)code_point;
        return 1;
    }
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1;) {
        out[i] = (unsigned char)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (unsigned char)(marks[size] | code_point);
    return size;
}
