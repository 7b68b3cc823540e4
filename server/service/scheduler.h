// SPDX-License-Identifier: EUPL-1.2
// The house's alarm clock: one thread that runs short jobs at intervals of technical time.
#ifndef SERVICE_SCHEDULER_H
#define SERVICE_SCHEDULER_H

#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

// A job takes milliseconds, does its own logging, and is simply run again at its next turn. A result
// other than RC_OK is logged with the job's name.
typedef enum rc scheduler_fn(void *context);

struct scheduler_job {
    const char *name;    // literal, for the log
    int64_t interval_us; // between the end of a run and the next start
    scheduler_fn *run;
    void *context;
};

struct scheduler;

// Starts the thread; every job runs once at once, then at its interval. `jobs` is copied. RC_NOMEM, RC_IO.
RC_CHECKED enum rc scheduler_start(const struct scheduler_job *jobs, size_t count,
                                   struct scheduler **scheduler);

// Waits for the running job and ends the thread. NULL is fine.
void scheduler_stop(struct scheduler *scheduler);

#endif
