// SPDX-License-Identifier: EUPL-1.2
// Keeps devices.snapshot as the database has it: written at the start and within a second of a change.
#ifndef SERVICE_ROSTER_WORKER_H
#define SERVICE_ROSTER_WORKER_H

#include <stdint.h>

#include "base/result.h"

struct service;

struct roster_worker {
    const struct service *service; // outlives the worker
    const char *path;              // of devices.snapshot; outlives the worker
    int64_t written;               // version in the file; -1: unknown, write it
};

struct roster_worker roster_worker_new(const struct service *service, const char *path);

// Write the file if the database has a newer version. One thread at a time; call it every 250 ms. On
// failure (logged) the doors keep the old file, and the next call tries again.
RC_CHECKED enum rc roster_worker_run(struct roster_worker *worker);

#endif
