// SPDX-License-Identifier: EUPL-1.2
// Works out what the claims wait for that an earlier release, or an earlier schema, left.
#ifndef SERVICE_WAIT_KEEPER_H
#define SERVICE_WAIT_KEEPER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/result.h"

struct service;

struct wait_keeper {
    const struct service *service;
    int64_t after; // row number; 0 at the start
    bool done;
};

// A scheduler job: one slice of claims whose wait other rules than ours (DECISION_ENGINE) worked
// out. After the last one it looks no more. One thread.
RC_CHECKED enum rc wait_keeper_run(void *keeper);

#endif
