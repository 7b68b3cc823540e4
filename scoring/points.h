// SPDX-License-Identifier: EUPL-1.2
// Points as text. Inside they are whole hundredths everywhere. Pure; any thread.
#ifndef SCORING_POINTS_H
#define SCORING_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    // Room for "-21474836.48" and NUL.
    POINTS_TEXT_SIZE = 16,
};

// Without needless zeros, the point always '.': 4000 is "40", 1250 is "12.5", 375 is "3.75".
// Returns the length.
size_t points_format(int32_t points, char text[POINTS_TEXT_SIZE]);

// Reads exactly `length` bytes: digits with at most two decimals and perhaps a '-' before. False
// for anything else and beyond PLAN_POINTS_MAX on either side; *points untouched.
__attribute__((warn_unused_result)) bool points_parse(const char *text, size_t length,
                                                      int32_t *points);

#endif
