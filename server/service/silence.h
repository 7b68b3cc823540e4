// SPDX-License-Identifier: EUPL-1.2
// No data is a state of its own (W-04): a technical alert for each member from whom nothing comes.
#ifndef SERVICE_SILENCE_H
#define SERVICE_SILENCE_H

#include <stdint.h>

#include "base/result.h"

struct service;

// Note everybody silent as of the domain instant `as_of_us` (drain_caught_up_us: what has not been
// read yet must not count as missing; 0 does nothing). In slices. The alert ends by itself when a
// current reading comes (service/ingest.h); one that a person closed while the member stays silent
// comes again after the allowed span. Call it about once a second.
RC_CHECKED enum rc silence_check(const struct service *service, int64_t as_of_us);

#endif
