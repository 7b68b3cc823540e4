// SPDX-License-Identifier: EUPL-1.2
// Whether a reading can be true at all, before any clinical rule sees it.
#ifndef SCORING_PLAUSIBILITY_H
#define SCORING_PLAUSIBILITY_H

#include "scoring/quantity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Everything but PLAUSIBILITY_OK goes to quarantine: kept, shown to a person, never evaluated and
// never converted silently. New verdicts are appended.
enum plausibility {
    PLAUSIBILITY_OK = 0,
    PLAUSIBILITY_IMPOSSIBLE,   // outside what a living person or the meter can give
    PLAUSIBILITY_UNIT_SUSPECT, // makes sense only, or more likely, in another unit: see the
                               // proposal
    PLAUSIBILITY_SWAPPED,      // diastolic above systolic: a person may confirm the swap
};

enum freshness {
    FRESHNESS_OK = 0,
    FRESHNESS_TOO_OLD, // measured more than 35 days before it was received
    FRESHNESS_FUTURE,  // measured more than 5 minutes after it was received: a clock is wrong
};

// Readings older or further ahead are kept, not judged. Both limits are still fresh.
#define FRESHNESS_OLDEST_US (INT64_C(35) * 86400 * 1000000)
#define FRESHNESS_AHEAD_US (INT64_C(5) * 60 * 1000000)

// A message that says it was made more than this after it was received: the device's clock is
// ahead.
#define FRESHNESS_CLOCK_AHEAD_US (INT64_C(2) * 60 * 1000000)

struct plausibility_finding {
    enum plausibility verdict;
    enum quantity quantity;  // the value it is about; QUANTITY_NONE when PLAUSIBILITY_OK
    enum unit proposed_unit; // PLAUSIBILITY_UNIT_SUSPECT: read in this unit …
    int64_t proposed_value;  // … the value would be this, in thousandths of the canonical unit
};

// Inclusive bounds of what is possible, in thousandths of the canonical unit.
struct plausibility_bounds {
    int64_t least;
    int64_t most;
};

// The bounds of a quantity; NULL for none. Static. Also the sanity limits for alert rules.
const struct plausibility_bounds *plausibility_bounds_of(enum quantity quantity);

// Judges one value with its declared unit. A value impossible in its unit but possible in another
// unit of the quantity is a suspicion of that unit; so is glucose of 2.0 to below 30 declared as
// mg/dL (from 30 on both units are possible and the declared one is believed, case 19 and 20).
void plausibility_value(const struct quantity_value *value, struct plausibility_finding *out);

// Judges all values of one reading: the first finding in the order of the values, then the relation
// of diastolic to systolic (below it; equal is impossible) and of their mean (between them). A
// value beyond the range of its meter ("LO", "HI") is the meter's own word and never implausible.
// `count` may be 0, which is PLAUSIBILITY_OK.
void plausibility_reading(const struct quantity_value *values, size_t count,
                          struct plausibility_finding *out);

// Stable code for quarantine rows and the API: "impossible-value", "unit-suspect",
// "pressures-swapped"; "" for PLAUSIBILITY_OK. Static.
const char *plausibility_code(enum plausibility verdict);

// Both instants are domain time, microseconds UTC. `received_us` is when the door took the message
// into custody, not when it is drained: a server that was down must not make readings stale.
enum freshness freshness_of(int64_t measured_us, int64_t received_us);

// Whether the sender's clock is ahead for certain (telemonitoring §5 case 11): nothing is sent
// before it is made. A clock that is behind cannot be told from a message that waited, so it is not
// judged.
bool freshness_clock_ahead(int64_t sent_us, int64_t received_us);

// Stable code: "too-old", "in-the-future"; "" for FRESHNESS_OK. Static.
const char *freshness_code(enum freshness freshness);

#endif
