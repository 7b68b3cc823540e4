// SPDX-License-Identifier: EUPL-1.2
// The one mapping from real to domain time that server and fleet share (design §4, two clocks).
#ifndef SCORING_DOMAIN_TIME_H
#define SCORING_DOMAIN_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// domain = anchor_domain + (real - anchor_real) * speed_permille / 1000, rounded towards the past.
// Instants are microseconds since 1970-01-01T00:00:00Z.
struct domain_time {
    int64_t anchor_real_us;
    int64_t anchor_domain_us;
    int64_t speed_permille; // 1000: as fast as real time; 0: stands still (stepped by rewriting)
};

#define DOMAIN_TIME_SPEED_MAX INT64_C(1000000000) // a million times real time
// Room for a printed line with newline and final NUL.
#define DOMAIN_TIME_TEXT_SIZE 96

// Domain time that is real time, as used when there is no clock file.
struct domain_time domain_time_real(void);

// *out = the domain instant at a real instant. False when it leaves int64 or the speed is not
// valid.
bool domain_time_at(const struct domain_time *clock, int64_t real_us, int64_t *out);

// *out = the first real instant at which domain time is at or after `domain_us`. False when that
// never comes (the clock stands still before it), when it leaves int64, or when the speed is not
// valid.
bool domain_time_when(const struct domain_time *clock, int64_t domain_us, int64_t *out);

// The text form is one line, "domain 1 <anchor_real_us> <anchor_domain_us> <speed_permille>\n",
// numbers in decimal, one space between words; the newline may be missing, nothing may follow it.
// Whoever writes the file replaces it by rename, so that a reader sees the old or the new line.
bool domain_time_parse(const char *text, size_t length, struct domain_time *out);

// Prints the line with its newline. Returns its length without the NUL.
size_t domain_time_print(const struct domain_time *clock, char out[DOMAIN_TIME_TEXT_SIZE]);

#endif
