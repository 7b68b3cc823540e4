// SPDX-License-Identifier: EUPL-1.2
// Exact decimal numbers as devices send them; no floating point anywhere.
#ifndef SCORING_DECIMAL_H
#define SCORING_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Most significant digits and most digits after the point that are taken. 18 digits hold every
// number a meter or a gateway prints, also a double printed in full ("36.430000305175781").
#define DECIMAL_DIGITS_MAX 18
#define DECIMAL_SCALE_MAX 17
// Room for any printed decimal with its sign, point and final NUL.
#define DECIMAL_TEXT_SIZE 40

// value = mantissa / 10^scale, |mantissa| < 10^18, 0 <= scale <= DECIMAL_SCALE_MAX.
struct decimal {
    int64_t mantissa;
    int scale;
};

enum decimal_result {
    DECIMAL_OK = 0,
    DECIMAL_SYNTAX, // not a number of RFC 8259 §6 (so no "+1", ".5", "01", "1.", " 1", "NaN",
                    // "1,5")
    DECIMAL_RANGE,  // a number, but with more digits than kept here; nothing is rounded away
                    // silently
};

// Reads exactly `length` bytes as a JSON number, exponent included. "8.10" gives {810, 2}: trailing
// zeros stay in the scale, an exponent only moves the point. Writes *out only when DECIMAL_OK.
enum decimal_result decimal_parse(const char *text, size_t length, struct decimal *out);

// -1, 0 or 1 as a is less than, equal to or greater than b, by value ({81, 1} equals {810, 2}).
int decimal_compare(const struct decimal *a, const struct decimal *b);

// *out = (value + shift) * numerator / denominator * 10^scale, computed exactly and then rounded
// once, half away from zero. shift is a whole number, |shift| <= 40; numerator and denominator are
// positive and below 10^9, 0 <= scale <= 9. False, and *out untouched, when the result leaves
// int64.
bool decimal_scaled(const struct decimal *value, int shift, int64_t numerator, int64_t denominator,
                    int scale, int64_t *out);

// Prints scaled / 10^scale with exactly `decimals` digits after the point (0 <= decimals <= 17,
// 0 <= scale <= 17), rounded half away from zero when there are fewer than scale: (36449, 3, 1) is
// "36.4", (-50, 3, 1) is "-0.1", (-49, 3, 1) is "0.0". The point is always '.', whatever the
// locale.
void decimal_print(int64_t scaled, int scale, int decimals, char out[DECIMAL_TEXT_SIZE]);

#endif
