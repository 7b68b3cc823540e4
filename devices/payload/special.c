// SPDX-License-Identifier: EUPL-1.2
// SFLOAT, FLOAT, and words in the place of a number.
#include "payload/special.h"

#include <stdbool.h>
#include <string.h>

// mantissa * 10^exponent, the zeros of the exponent kept: 200 * 10^-2 is 2.00.
static enum payload_fault_code of_parts(int64_t mantissa, int exponent, struct decimal *out) {
    if (exponent < -DECIMAL_SCALE_MAX) {
        return PAYLOAD_BAD_NUMBER;
    }
    for (; exponent > 0; exponent--) {
        // 10^18 has more digits than are kept.
        if (mantissa > INT64_C(99999999999999999) || mantissa < -INT64_C(99999999999999999)) {
            return PAYLOAD_BAD_NUMBER;
        }
        mantissa *= 10;
        if (mantissa == 0) {
            exponent = 1;
        }
    }
    *out = (struct decimal){.mantissa = mantissa, .scale = -exponent};
    return PAYLOAD_OK;
}

// The five mantissas around the middle of the range are no numbers: 2^n - 1, 2^n - 2, -2^n + 2,
// -2^n, -2^n + 1 with n bits without the sign.
static bool is_special(int64_t mantissa, int64_t middle) {
    return mantissa >= middle - 2 || mantissa <= -middle + 2;
}

enum payload_fault_code special_sfloat(uint16_t bits, struct decimal *out) {
    int mantissa = bits & 0x0fff;
    int exponent = bits >> 12;
    mantissa -= mantissa >= 0x0800 ? 0x1000 : 0;
    exponent -= exponent >= 8 ? 16 : 0;
    // With another exponent these mantissas are numbers: 0xF7FF is 204.7.
    if (exponent == 0 && is_special(mantissa, 0x0800)) {
        return PAYLOAD_NO_VALUE;
    }
    return of_parts(mantissa, exponent, out);
}

enum payload_fault_code special_float(uint32_t bits, struct decimal *out) {
    int64_t mantissa = bits & 0x00ffffff;
    int exponent = (int)(bits >> 24);
    mantissa -= mantissa >= 0x00800000 ? 0x01000000 : 0;
    exponent -= exponent >= 128 ? 256 : 0;
    if (exponent == 0 && is_special(mantissa, 0x00800000)) {
        return PAYLOAD_NO_VALUE;
    }
    return of_parts(mantissa, exponent, out);
}

enum payload_fault_code special_word(const char *text, size_t length) {
    static const struct {
        const char *word;
        enum payload_fault_code code;
    } words[] = {
        {"LO", PAYLOAD_BELOW_RANGE},    {"HI", PAYLOAD_ABOVE_RANGE}, {"NaN", PAYLOAD_NO_VALUE},
        {"NRes", PAYLOAD_NO_VALUE},     {"+INF", PAYLOAD_NO_VALUE},  {"-INF", PAYLOAD_NO_VALUE},
        {"reserved", PAYLOAD_NO_VALUE}, {"Err", PAYLOAD_NO_VALUE},   {"---", PAYLOAD_NO_VALUE},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0) {
            return words[i].code;
        }
    }
    return PAYLOAD_WRONG_TYPE;
}
