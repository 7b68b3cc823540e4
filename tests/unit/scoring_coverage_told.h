// SPDX-License-Identifier: EUPL-1.2
// What the cover of a person is from day to day, as one text, for the tests of the rules.
#ifndef TESTS_UNIT_SCORING_COVERAGE_TOLD_H
#define TESTS_UNIT_SCORING_COVERAGE_TOLD_H

#include "scoring/coverage.h"

// "2024-12-01 yes B-05 since 2015-02-01; 2025-04-01 unknown B-02 …": every day from `from` to `to`
// on which the answer changes. Valid until the next call.
const char *coverage_told(const struct plan *plan, const struct cover_facts *facts,
                          const char *from, const char *to);

#endif
