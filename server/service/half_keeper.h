// SPDX-License-Identifier: EUPL-1.2
// Halves of blood pressures whose other half did not come: shown to a person (telemonitoring §5
// case 27).
#ifndef SERVICE_HALF_KEEPER_H
#define SERVICE_HALF_KEEPER_H

#include <stdint.h>

#include "base/result.h"

struct service;

// Shows in quarantine, with its alert, what has waited INGEST_HALF_WAIT_US as of the domain instant
// `as_of_us` (drain_caught_up_us: the other half may lie in the backlog; 0 does nothing), and
// forgets halves that are too old to come again. In slices; call it about once a second.
RC_CHECKED enum rc halves_check(const struct service *service, int64_t as_of_us);

#endif
