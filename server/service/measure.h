// SPDX-License-Identifier: EUPL-1.2
// Measured values as text for API and screens: exact, with a point, without trailing zeros.
#ifndef SERVICE_MEASURE_H
#define SERVICE_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "payload/payload.h"
#include "scoring/plausibility.h"
#include "scoring/quantity.h"

// Thousandths as an exact decimal: 36430 is "36.43", 142000 is "142". Arena text; NULL when
// exhausted.
const char *measure_text(struct arena *arena, int64_t thousandths);

// The canonical unit's UCUM code. Static.
const char *measure_unit(enum quantity quantity);

// A value in its canonical unit: exact when it was sent in that unit, else with the quantity's
// display decimals, since a converted number has no digits of its own.
const char *measure_value(struct arena *arena, enum quantity quantity, int64_t canonical,
                          const char *sent_unit);

// A value that crossed a limit, with the quantity's display decimals, or as many more as it takes
// to be seen apart from the limit: 250.417 beside 250 is "250.4", never "250 above the limit of
// 250".
const char *measure_beside(struct arena *arena, enum quantity quantity, int64_t value,
                           int64_t limit);

// What an implausible reading might mean, to be confirmed by a person and never applied:
// "glucose 5.6 mmol/L?". NULL when there is no proposal.
const char *measure_proposal(const struct payload_reading *reading,
                             const struct plausibility_finding *finding, struct arena *arena);

#endif
