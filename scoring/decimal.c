// SPDX-License-Identifier: EUPL-1.2
// Exact decimal numbers: parsing, comparing, scaling with one rounding, printing.
#include "scoring/decimal.h"

static const int64_t powers[] = {
    INT64_C(1),
    INT64_C(10),
    INT64_C(100),
    INT64_C(1000),
    INT64_C(10000),
    INT64_C(100000),
    INT64_C(1000000),
    INT64_C(10000000),
    INT64_C(100000000),
    INT64_C(1000000000),
    INT64_C(10000000000),
    INT64_C(100000000000),
    INT64_C(1000000000000),
    INT64_C(10000000000000),
    INT64_C(100000000000000),
    INT64_C(1000000000000000),
    INT64_C(10000000000000000),
    INT64_C(100000000000000000),
};

// A power of ten below 2^32, so that wide numbers are divided by one limb.
#define LIMB_POWER 9

// 128 bits, least limb first: holds every product that decimal_scaled can form.
struct wide {
    uint32_t limb[4];
};

static void wide_multiply(struct wide *number, uint32_t factor) {
    uint64_t carry = 0;
    for (size_t i = 0; i < 4; i++) {
        uint64_t product = (uint64_t)number->limb[i] * factor + carry;
        number->limb[i] = (uint32_t)product;
        carry = product >> 32;
    }
}

// Rounds towards zero. Dividing twice equals dividing by the product.
static void wide_divide(struct wide *number, uint32_t divisor) {
    uint64_t remainder = 0;
    for (size_t i = 4; i-- > 0;) {
        uint64_t part = remainder << 32 | number->limb[i];
        number->limb[i] = (uint32_t)(part / divisor);
        remainder = part % divisor;
    }
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

// Where each part of a JSON number ends; false when the text is not one.
static bool number_shape(const char *text, size_t length, size_t *whole_end, size_t *fraction_end) {
    size_t at = length > 0 && text[0] == '-' ? 1 : 0;
    if (at >= length || !digit(text[at])) {
        return false;
    }
    bool leading_zero = text[at] == '0';
    size_t first = at;
    while (at < length && digit(text[at])) {
        at++;
    }
    if (leading_zero && at - first > 1) {
        return false;
    }
    *whole_end = at;
    if (at < length && text[at] == '.') {
        size_t point = at++;
        while (at < length && digit(text[at])) {
            at++;
        }
        if (at == point + 1) {
            return false;
        }
    }
    *fraction_end = at;
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < length && (text[at] == '+' || text[at] == '-')) {
            at++;
        }
        size_t first_digit = at;
        while (at < length && digit(text[at])) {
            at++;
        }
        if (at == first_digit) {
            return false;
        }
    }
    return at == length;
}

// The exponent, held within ±1000: anything beyond is out of range for every mantissa but zero.
static int exponent_of(const char *text, size_t from, size_t length) {
    if (from >= length) {
        return 0;
    }
    size_t at = from + 1;
    bool negative = text[at] == '-';
    if (text[at] == '-' || text[at] == '+') {
        at++;
    }
    int exponent = 0;
    for (; at < length; at++) {
        if (exponent < 1000) {
            exponent = exponent * 10 + (text[at] - '0');
        }
    }
    return negative ? -exponent : exponent;
}

// The digits of text without its point; false when they are more than can be kept.
static bool mantissa_of(const char *text, size_t end, int64_t *out) {
    int64_t mantissa = 0;
    int digits = 0;
    for (size_t at = 0; at < end; at++) {
        if (!digit(text[at])) {
            continue;
        }
        if (mantissa != 0 || text[at] != '0') {
            if (++digits > DECIMAL_DIGITS_MAX) {
                return false;
            }
            mantissa = mantissa * 10 + (text[at] - '0');
        }
    }
    *out = text[0] == '-' ? -mantissa : mantissa;
    return true;
}

enum decimal_result decimal_parse(const char *text, size_t length, struct decimal *out) {
    size_t whole_end = 0;
    size_t fraction_end = 0;
    if (!number_shape(text, length, &whole_end, &fraction_end)) {
        return DECIMAL_SYNTAX;
    }
    int64_t mantissa = 0;
    if (length > 1000 || !mantissa_of(text, fraction_end, &mantissa)) {
        return DECIMAL_RANGE;
    }
    int scale = fraction_end > whole_end ? (int)(fraction_end - whole_end) - 1 : 0;
    scale -= exponent_of(text, fraction_end, length);
    for (; scale < 0; scale++) {
        if (mantissa == 0) {
            scale = 0;
            break;
        }
        if (mantissa >= powers[17] || mantissa <= -powers[17]) {
            return DECIMAL_RANGE;
        }
        mantissa *= 10;
    }
    if (scale > DECIMAL_SCALE_MAX) {
        return DECIMAL_RANGE;
    }
    out->mantissa = mantissa;
    out->scale = scale;
    return DECIMAL_OK;
}

static int order(int64_t a, int64_t b) {
    return a < b ? -1 : a > b;
}

int decimal_compare(const struct decimal *a, const struct decimal *b) {
    int whole = order(a->mantissa / powers[a->scale], b->mantissa / powers[b->scale]);
    if (whole != 0) {
        return whole;
    }
    // Both rests are below 1 in amount, so at the finer of the two scales they are below 10^17.
    int scale = a->scale > b->scale ? a->scale : b->scale;
    return order(a->mantissa % powers[a->scale] * powers[scale - a->scale],
                 b->mantissa % powers[b->scale] * powers[scale - b->scale]);
}

bool decimal_scaled(const struct decimal *value, int shift, int64_t numerator, int64_t denominator,
                    int scale, int64_t *out) {
    // At most 10^18 + 40 * 10^17, which fits.
    int64_t shifted = value->mantissa + shift * powers[value->scale];
    uint64_t amount = shifted < 0 ? (uint64_t)-shifted : (uint64_t)shifted;
    struct wide number = {{(uint32_t)amount, (uint32_t)(amount >> 32), 0, 0}};
    // Below 5 * 10^18 * 10^9 * 10^9 * 2, so no carry leaves the last limb.
    wide_multiply(&number, (uint32_t)numerator);
    wide_multiply(&number, (uint32_t)powers[scale]);
    wide_multiply(&number, 2);
    wide_divide(&number, (uint32_t)denominator);
    int rest = value->scale;
    for (; rest > LIMB_POWER; rest -= LIMB_POWER) {
        wide_divide(&number, (uint32_t)powers[LIMB_POWER]);
    }
    wide_divide(&number, (uint32_t)powers[rest]);
    if ((number.limb[2] | number.limb[3]) != 0) {
        return false;
    }
    uint64_t doubled = (uint64_t)number.limb[1] << 32 | number.limb[0];
    uint64_t rounded = doubled / 2 + doubled % 2;
    if (rounded > INT64_MAX) {
        return false;
    }
    *out = shifted < 0 ? -(int64_t)rounded : (int64_t)rounded;
    return true;
}

void decimal_print(int64_t scaled, int scale, int decimals, char out[DECIMAL_TEXT_SIZE]) {
    uint64_t amount = scaled < 0 ? UINT64_C(0) - (uint64_t)scaled : (uint64_t)scaled;
    int padding = 0;
    if (decimals < scale) {
        uint64_t step = (uint64_t)powers[scale - decimals];
        amount = amount / step + (amount % step >= step / 2 ? 1 : 0);
    } else {
        padding = decimals - scale;
    }
    char reversed[DECIMAL_TEXT_SIZE];
    size_t count = 0;
    bool zero = amount == 0;
    for (int i = 0; i < decimals || amount != 0 || i == decimals; i++) {
        if (i == decimals && decimals > 0) {
            reversed[count++] = '.';
        }
        if (i < padding) {
            reversed[count++] = '0';
        } else {
            reversed[count++] = (char)('0' + amount % 10);
            amount /= 10;
        }
    }
    if (scaled < 0 && !zero) {
        reversed[count++] = '-';
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = reversed[count - 1 - i];
    }
    out[count] = '\0';
}
