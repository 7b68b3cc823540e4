// SPDX-License-Identifier: EUPL-1.2
// Checked arithmetic and exact text of whole cents.
#include "scoring/money.h"

bool money_add(int64_t a, int64_t b, int64_t *out) {
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        return false;
    }
    *out = sum;
    return true;
}

bool money_subtract(int64_t a, int64_t b, int64_t *out) {
    int64_t difference;
    if (__builtin_sub_overflow(a, b, &difference)) {
        return false;
    }
    *out = difference;
    return true;
}

bool money_multiply(int64_t cents, int64_t factor, int64_t *out) {
    int64_t product;
    if (__builtin_mul_overflow(cents, factor, &product)) {
        return false;
    }
    *out = product;
    return true;
}

int64_t money_min(int64_t a, int64_t b) {
    return a < b ? a : b;
}

// The share part/whole of cents with so much added, in parts of a cent, before rounding down.
// cents * part may overflow; quotient and remainder taken apart do not.
static int64_t share(int64_t cents, int32_t part, int32_t whole, int32_t added) {
    if (cents < 0 || part < 0 || part > whole || whole <= 0 || whole > 1000000) {
        return 0;
    }
    return cents / whole * part + (cents % whole * part + added) / whole;
}

int64_t money_share(int64_t cents, int32_t part, int32_t whole) {
    return share(cents, part, whole, 0);
}

int64_t money_prorated(int64_t cents, int32_t part, int32_t whole) {
    return share(cents, part, whole, whole / 2);
}

size_t money_format(int64_t cents, char text[MONEY_TEXT_SIZE]) {
    // Unsigned, so that INT64_MIN has a counterpart too.
    uint64_t rest = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    char reversed[MONEY_TEXT_SIZE];
    size_t count = 0;
    while (rest != 0 || count < 3) {
        reversed[count++] = (char)('0' + rest % 10);
        rest /= 10;
    }
    size_t length = 0;
    if (cents < 0) {
        text[length++] = '-';
    }
    while (count > 0) {
        text[length++] = reversed[--count];
        if (count == 2) {
            text[length++] = '.';
        }
    }
    text[length] = '\0';
    return length;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// value = value * 10 - digit: counts downwards, so that the lowest amount is read too.
static bool append_digit(int64_t *value, int digit) {
    return !__builtin_mul_overflow(*value, INT64_C(10), value) &&
           !__builtin_sub_overflow(*value, (int64_t)digit, value);
}

bool money_parse(const char *text, size_t length, int64_t *cents) {
    size_t at = 0;
    bool negative = length > 0 && text[0] == '-';
    if (negative) {
        at++;
    }
    size_t whole = at;
    int64_t value = 0;
    while (at < length && is_digit(text[at])) {
        if (!append_digit(&value, text[at] - '0')) {
            return false;
        }
        at++;
    }
    if (at == whole || (text[whole] == '0' && at - whole > 1)) {
        return false;
    }
    size_t decimals = 0;
    if (at < length) {
        if (text[at] != '.') {
            return false;
        }
        at++;
        decimals = length - at;
        if (decimals < 1 || decimals > 2) {
            return false;
        }
    }
    for (size_t i = 0; i < 2; i++) {
        int digit = 0;
        if (i < decimals) {
            if (!is_digit(text[at + i])) {
                return false;
            }
            digit = text[at + i] - '0';
        }
        if (!append_digit(&value, digit)) {
            return false;
        }
    }
    if (!negative) {
        if (value == INT64_MIN) {
            return false;
        }
        value = -value;
    }
    *cents = value;
    return true;
}
