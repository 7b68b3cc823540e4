// SPDX-License-Identifier: EUPL-1.2
// Numbers of ISO/IEEE 11073-20601 (SFLOAT, FLOAT) and the words meters show instead of a number.
//
// A special value is a measurement that happened and gave no number: it becomes a fault of its
// reading, never a value (telemonitoring case 23). Pure; any thread.
#ifndef PAYLOAD_SPECIAL_H
#define PAYLOAD_SPECIAL_H

#include "payload/message.h"

#include <stddef.h>
#include <stdint.h>

// 16 bits: exponent of 4 and mantissa of 12, both signed. 0xE0C8 is 2.00. PAYLOAD_OK; or
// PAYLOAD_NO_VALUE for 0x07FF (not a number), 0x07FE and 0x0802 (infinite), 0x0800 (not at this
// resolution) and 0x0801 (reserved), *out untouched.
enum payload_fault_code special_sfloat(uint16_t bits, struct decimal *out);

// 32 bits: exponent of 8 and mantissa of 24. As above with 0x007FFFFF, 0x007FFFFE, 0x00800002,
// 0x00800000 and 0x00800001; PAYLOAD_BAD_NUMBER: more digits than are
// kept.
enum payload_fault_code special_float(uint32_t bits, struct decimal *out);

// What a word in the place of a number says: "LO", "HI", "NaN", "NRes", "+INF", "-INF", "reserved",
// "Err", "---". PAYLOAD_WRONG_TYPE for any other text.
enum payload_fault_code special_word(const char *text, size_t length);

#endif
