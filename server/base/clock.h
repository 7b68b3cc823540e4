// SPDX-License-Identifier: EUPL-1.2
// Technical time (sessions, limits, log lines, audit) and the one text form of instants.
// Domain time is not here: the composition root owns its mapping (scoring/domain_time.h) and passes
// it on.
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/result.h"

#include <stddef.h>
#include <stdint.h>

enum { CLOCK_TEXT_SIZE = 32 };

#define CLOCK_SECOND_US INT64_C(1000000)
#define CLOCK_MINUTE_US (60 * CLOCK_SECOND_US)
#define CLOCK_HOUR_US (60 * CLOCK_MINUTE_US)
#define CLOCK_DAY_US (24 * CLOCK_HOUR_US)

// Microseconds since 1970-01-01 UTC, real time always.
int64_t clock_technical_us(void);

// Microseconds that never jump, for measuring and waiting; no relation to the calendar.
int64_t clock_monotonic_us(void);

// "2026-11-21T08:30:05Z", with ".ffffff" before the Z only if not a whole second. Years 0001..9999;
// outside of them "" is written.
void clock_text(int64_t instant_us, char out[CLOCK_TEXT_SIZE]);

// Strict RFC 3339: date, 'T', time, up to 6 fraction digits, 'Z' or ±HH:MM; a leap second 60 is
// refused.
RC_CHECKED enum rc clock_parse(const char *text, size_t length, int64_t *instant_us);

// A calendar date "YYYY-MM-DD" that exists, in the years 1800..2999 of scoring/civil_date.h: what
// is outside would be "unknown" to the rules.
int clock_date_valid(const char *text, size_t length);

#endif
