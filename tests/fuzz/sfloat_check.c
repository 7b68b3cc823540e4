// SPDX-License-Identifier: EUPL-1.2
// Numbers of ISO/IEEE 11073-20601 against their printed form, made by hand of mantissa and
// exponent.
#include "sfloat_check.h"

#include "holds.h"
#include "payload/special.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void check(enum payload_fault_code code, const struct decimal *out, long mantissa,
                  int exponent, bool special) {
    if (special) {
        HOLDS(code == PAYLOAD_NO_VALUE);
        return;
    }
    char text[64];
    int length = snprintf(text, sizeof text, "%lde%d", mantissa, exponent);
    struct decimal wanted;
    enum decimal_result known = decimal_parse(text, (size_t)length, &wanted);
    if (code != PAYLOAD_OK) {
        HOLDS(code == PAYLOAD_BAD_NUMBER && (known != DECIMAL_OK || exponent < -DECIMAL_SCALE_MAX));
        return;
    }
    HOLDS(known == DECIMAL_OK && decimal_compare(out, &wanted) == 0);
    HOLDS(out->scale >= 0 && out->scale <= DECIMAL_SCALE_MAX);
    // The zeros of the exponent are digits that the meter gave.
    HOLDS(exponent > 0 || out->scale == -exponent);
}

static void check_short(uint16_t bits) {
    struct decimal out = {0, 0};
    long mantissa = (long)(bits & 0x0fff) - ((bits & 0x0800) != 0 ? 0x1000 : 0);
    int exponent = (bits >> 12) - ((bits & 0x8000) != 0 ? 16 : 0);
    bool special =
        bits == 0x07ff || bits == 0x07fe || bits == 0x0802 || bits == 0x0800 || bits == 0x0801;
    check(special_sfloat(bits, &out), &out, mantissa, exponent, special);
}

static void check_long(uint32_t bits) {
    struct decimal out = {0, 0};
    long mantissa = (long)(bits & 0x00ffffff) - ((bits & 0x00800000) != 0 ? 0x01000000 : 0);
    int exponent = (int)(bits >> 24) - ((bits & 0x80000000) != 0 ? 256 : 0);
    bool special = bits == 0x007fffff || bits == 0x007ffffe || bits == 0x00800002 ||
                   bits == 0x00800000 || bits == 0x00800001;
    check(special_float(bits, &out), &out, mantissa, exponent, special);
}

void sfloat_check(const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i + 2 <= length; i += 2) {
        check_short((uint16_t)(at[i] | at[i + 1] << 8));
    }
    for (size_t i = 0; i + 4 <= length; i += 4) {
        check_long((uint32_t)at[i] | (uint32_t)at[i + 1] << 8 | (uint32_t)at[i + 2] << 16 |
                   (uint32_t)at[i + 3] << 24);
    }
    char word[17] = "";
    memcpy(word, bytes, length < 16 ? length : 16);
    enum payload_fault_code code = special_word(word, length < 16 ? length : 16);
    HOLDS(code == PAYLOAD_WRONG_TYPE || code == PAYLOAD_NO_VALUE || code == PAYLOAD_BELOW_RANGE ||
          code == PAYLOAD_ABOVE_RANGE);
}
