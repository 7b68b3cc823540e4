// SPDX-License-Identifier: EUPL-1.2
// The life of the fleet, from the first reading to the signal.
#ifndef FLEET_RUN_H
#define FLEET_RUN_H

#include "fleet/options.h"

#include <signal.h>

// Runs until *stop is set, the duration is over, or (history only) everything is acknowledged.
// Returns the exit status: 0, 1 when it could not start or write its oracle (said on standard
// error), 3 when asked for the history or scenarios only and stopped before all of it was acknowledged
// or refused, 4 when a message of a scenario was acknowledged that had to be refused.
int fleet_run(const struct options *options, const volatile sig_atomic_t *stop);

#endif
