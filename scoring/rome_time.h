// SPDX-License-Identifier: EUPL-1.2
// Dates and instants in Italy: the domain's dates are those of Europe/Rome (S-01, S-23).
//
// Uses the rule of directive 2000/84/EC, not the machine's zone data: CET (UTC+1), and CEST (UTC+2)
// from the last Sunday of March to the last Sunday of October, both at 01:00 UTC. The rule holds
// from 1996 on; for earlier instants and dates the answer is "unknown". Pure; any thread.
#ifndef SCORING_ROME_TIME_H
#define SCORING_ROME_TIME_H

#include "scoring/civil_date.h"

#include <stdbool.h>
#include <stdint.h>

// Offset of Rome from UTC in seconds (3600 or 7200) at that instant (microseconds since
// 1970-01-01T00:00Z); 0 before 1996.
int32_t rome_offset(int64_t instant_us);

// The civil date in Rome at that instant; unknown before 1996 and after 2999.
struct civil_date rome_date(int64_t instant_us);

// The instant at which that date begins in Rome (00:00 local). A last day expires at
// rome_midnight(the day after). False before 1996-01-02 or for an unknown date; output untouched.
__attribute__((warn_unused_result)) bool rome_midnight(struct civil_date date, int64_t *instant_us);

#endif
