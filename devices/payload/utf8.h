// SPDX-License-Identifier: EUPL-1.2
// Strict UTF-8. Private to the room.
#ifndef PAYLOAD_UTF8_H
#define PAYLOAD_UTF8_H

#include <stddef.h>
#include <stdint.h>

// Length in bytes (1 to 4) of the well-formed sequence (Unicode 15 table 3-7) at the start of
// bytes; 0 when there is none: overlong, surrogate, above U+10FFFF, cut short.
size_t utf8_sequence(const unsigned char *bytes, size_t length);

// Writes a code point (not a surrogate, at most U+10FFFF); returns its length.
size_t utf8_write(uint32_t code_point, unsigned char out[4]);

#endif
