// SPDX-License-Identifier: EUPL-1.2
// Invented data for a demo or a test: made by the same use cases as real data, only with the domain
// clock set back.
#ifndef SERVICE_DEMO_SEED_H
#define SERVICE_DEMO_SEED_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/result.h"

struct service;

struct demo_options {
    // Where the simulated fleet finds its devices, written with mode 0600: a line of device id,
    // secret, transport, condition, meter serial and subject each, separated by tabs. NULL: no
    // devices are made.
    const char *devices_file;
    // Two funds, "first" and "second", with one account for each staff role, and nothing else.
    bool accounts_only;
};

// Fill an installation that holds no fund yet. All dates follow the domain day of `service`, which
// has to be 2026-06-30 or later: half a year behind it the plans must be valid already. One-time
// passwords are made and forgotten: `sostegno demo logins` gives every account a new one. Faults:
// demo-not-empty (RC_CONFLICT; nothing was changed), demo-failed with the step that failed as the
// place (the installation is then of no use).
RC_CHECKED enum rc demo_seed(const struct service *service, const struct demo_options *options,
                             struct fault *fault);

#endif
