// SPDX-License-Identifier: EUPL-1.2
// Money: euro as whole cents in int64_t, exact, every operation checked (S-30). No floating point.
// All functions are pure and may be called from any thread.
#ifndef SCORING_MONEY_H
#define SCORING_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    // Room for the longest text, "-92233720368547758.08", with its terminating NUL.
    MONEY_TEXT_SIZE = 24,
};

// *out = a + b, a - b, cents * factor. False on overflow, *out untouched.
__attribute__((warn_unused_result)) bool money_add(int64_t a, int64_t b, int64_t *out);
__attribute__((warn_unused_result)) bool money_subtract(int64_t a, int64_t b, int64_t *out);
__attribute__((warn_unused_result)) bool money_multiply(int64_t cents, int64_t factor,
                                                        int64_t *out);

int64_t money_min(int64_t a, int64_t b);

// The share part/whole of an amount, rounded down to the cent, without overflow on the way.
// Needs cents >= 0, 0 <= part <= whole, 0 < whole <= 1000000; otherwise 0.
int64_t money_share(int64_t cents, int32_t part, int32_t whole);

// The same for a sum that is not split but due by days, half a cent up (S-30).
int64_t money_prorated(int64_t cents, int32_t part, int32_t whole);

// Writes "1234.50", "-0.05", "0.00": point, always two decimals, no grouping. Returns the length.
size_t money_format(int64_t cents, char text[MONEY_TEXT_SIZE]);

// Reads what money_format writes and also "1234", "1234.5", "-3": digits, optionally a point and
// one or two digits; no plus sign, no blanks, no grouping, no leading zero before another digit.
// The text need not end with NUL. False when it is not such a number or does not fit; *cents
// untouched.
__attribute__((warn_unused_result)) bool money_parse(const char *text, size_t length,
                                                     int64_t *cents);

#endif
