// SPDX-License-Identifier: EUPL-1.2
// No data is a state of its own (W-04): a technical alert for each member from whom nothing comes.
#ifndef SERVICE_SILENCE_H
#define SERVICE_SILENCE_H

#include <stdint.h>

#include "base/result.h"
#include "service/clock_watch.h"

struct service;

// Who is silent is looked at as long as the server's clock has not jumped (case 47).
struct silence_keeper {
    const struct service *service;
    struct clock_watch clock;
};

// Note everybody silent as of the domain instant `as_of_us` (drain_caught_up_us: what has not been
// read yet must not count as missing; 0 does nothing). In slices. The alert ends by itself when a
// current reading comes (service/ingest.h); one that a person closed while the member stays silent
// comes again after the allowed span. Call it about once a second.
RC_CHECKED enum rc silence_check(const struct service *service, int64_t as_of_us);

// The same, unless the clocks (technical and monotonic, now) say that the server's own has jumped:
// then nobody is called silent for CLOCK_WATCH_HOLD_US, in which devices deliver what they kept or the
// clock is put right.
RC_CHECKED enum rc silence_keep(struct silence_keeper *keeper, int64_t as_of_us, int64_t real_us,
                                int64_t monotonic_us);

#endif
