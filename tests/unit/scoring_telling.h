// SPDX-License-Identifier: EUPL-1.2
// A text that grows while a test tells what the rules answered.
#ifndef TESTS_UNIT_SCORING_TELLING_H
#define TESTS_UNIT_SCORING_TELLING_H

// Forgets what was told.
void tell_anew(void);

// The test fails when there is no room left.
void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

// All since tell_anew(); valid until the next call of it.
const char *tell_text(void);

#endif
