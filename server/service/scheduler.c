// SPDX-License-Identifier: EUPL-1.2
// One thread, a few jobs, a condition variable that a stop can interrupt.
#include "service/scheduler.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

struct scheduler {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stopping_changed;
    bool stopping; // under lock
    size_t count;
    struct {
        struct scheduler_job job;
        int64_t due_us; // monotonic
    } turns[];
};

static size_t next_turn(const struct scheduler *scheduler) {
    size_t next = 0;
    for (size_t i = 1; i < scheduler->count; i++) {
        if (scheduler->turns[i].due_us < scheduler->turns[next].due_us) {
            next = i;
        }
    }
    return next;
}

static void run_job(const struct scheduler_job *job) {
    enum rc rc = job->run(job->context);
    if (rc != RC_OK) {
        log_warning("scheduler.job-failed", log_text("job", job->name), log_rc(rc));
    }
}

static void *run(void *closure) {
    struct scheduler *scheduler = closure;
    pthread_mutex_lock(&scheduler->lock);
    while (!scheduler->stopping) {
        size_t turn = next_turn(scheduler);
        int64_t due = scheduler->turns[turn].due_us;
        if (clock_monotonic_us() < due) {
            struct timespec until = {.tv_sec = due / 1000000, .tv_nsec = due % 1000000 * 1000};
            pthread_cond_timedwait(&scheduler->stopping_changed, &scheduler->lock, &until);
            continue;
        }
        pthread_mutex_unlock(&scheduler->lock);
        run_job(&scheduler->turns[turn].job);
        pthread_mutex_lock(&scheduler->lock);
        scheduler->turns[turn].due_us =
            clock_monotonic_us() + scheduler->turns[turn].job.interval_us;
    }
    pthread_mutex_unlock(&scheduler->lock);
    return NULL;
}

enum rc scheduler_start(const struct scheduler_job *jobs, size_t count, struct scheduler **out) {
    struct scheduler *scheduler =
        calloc(1, sizeof *scheduler + count * sizeof scheduler->turns[0]);
    if (!scheduler) {
        return RC_NOMEM;
    }
    scheduler->count = count;
    for (size_t i = 0; i < count; i++) {
        scheduler->turns[i].job = jobs[i];
    }
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&scheduler->stopping_changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&scheduler->lock, NULL);
    if (pthread_create(&scheduler->thread, NULL, run, scheduler) != 0) {
        pthread_mutex_destroy(&scheduler->lock);
        pthread_cond_destroy(&scheduler->stopping_changed);
        free(scheduler);
        return RC_IO;
    }
    *out = scheduler;
    return RC_OK;
}

void scheduler_stop(struct scheduler *scheduler) {
    if (!scheduler) {
        return;
    }
    pthread_mutex_lock(&scheduler->lock);
    scheduler->stopping = true;
    pthread_cond_signal(&scheduler->stopping_changed);
    pthread_mutex_unlock(&scheduler->lock);
    pthread_join(scheduler->thread, NULL);
    pthread_mutex_destroy(&scheduler->lock);
    pthread_cond_destroy(&scheduler->stopping_changed);
    free(scheduler);
}
