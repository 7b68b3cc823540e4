// SPDX-License-Identifier: EUPL-1.2
// What the cover of a person is from day to day, as one text, for the tests of the rules.
#ifndef TESTS_UNIT_SCORING_COVERAGE_TOLD_H
#define TESTS_UNIT_SCORING_COVERAGE_TOLD_H

#include "scoring/coverage.h"

// Paid, and for all relatives.
struct cover_event event(enum cover_event_kind kind, const char *date, const char *communicated);

// A holder who was born on 5 May 1970; the year of the cover is that of the calendar.
struct cover_facts facts_of(const struct cover_event *events, size_t count);

// "2024-12-01 yes B-05 since 2015-02-01; 2025-04-01 unknown B-02 …": every day from `from` to `to`
// on which the answer changes. Valid until the next call.
const char *coverage_told(const struct plan *plan, const struct cover_facts *facts,
                          const char *from, const char *to);

// The test asserts it where it says it.
#define says(plan, facts, from, to, expected)                                                      \
    assert_string_equal(coverage_told(plan, facts, from, to), expected)

#endif
