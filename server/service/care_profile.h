// SPDX-License-Identifier: EUPL-1.2
// What a monitored condition brings by default: limits, how often a reading is expected, silence.
//
// The limits are the programme's starting points from published figures (sources in
// care_profile.c); the member's clinician replaces them. The closed set of conditions is
// CONDITION_* of the store.
#ifndef SERVICE_CARE_PROFILE_H
#define SERVICE_CARE_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "scoring/alert_rule.h"

// The default rules of the conditions together, one per quantity (the first condition that has one
// decides). Returns how many were written, at most `most`.
size_t care_profile_rules(unsigned conditions, struct alert_rule *rules, size_t most);

// How often a reading of that kind is expected; the chart calls twice this span without one a gap.
int64_t care_profile_expected_us(enum quantity_kind kind);

// A member of these conditions from whom nothing comes for this long is silent (W-04): twice the
// shortest expected span of their kinds, and never less than a day.
int64_t care_profile_silent_after_us(unsigned conditions);

#endif
