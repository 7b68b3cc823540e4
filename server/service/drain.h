// SPDX-License-Identifier: EUPL-1.2
// The drain: takes messages out of the doors' inboxes and tells the doors how far they may trim.
//
// One thread. It reads every "*.inbox" in the configured folder and in its direct sub-folders
// (doors may run as different users), read-only, wakes by datagram on the wake socket and looks
// every second anyway. Messages, what came of them and the cursor are one transaction
// (service/ingest.h). Only after its commit the door is told to trim, by datagram to "<inbox>.sock"
// beside the inbox; a door that is not there is told the next time.
#ifndef SERVICE_DRAIN_H
#define SERVICE_DRAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/result.h"

struct drain;
struct service;

struct drain_options {
    const struct service *service; // outlives the drain
    const char *inboxes;           // folder; texts are copied
    const char *wake;              // datagram socket to bind; "" or NULL: only look every second
    bool record_only;              // raise no alerts from limits, give no levels
};

// Opens the wake socket and makes the keys ready; no thread yet. Faults: wake-socket (RC_IO).
RC_CHECKED enum rc drain_open(const struct drain_options *options, struct drain **drain,
                              struct fault *fault);

// One pass over all inboxes, until each is empty. What is wrong with one inbox is logged and the
// others go on; then the result is that of the first one that failed. Not while the thread runs.
RC_CHECKED enum rc drain_run_once(struct drain *drain);

// The thread, and its end after the batch in hand. drain_close stops it too; NULL is fine.
RC_CHECKED enum rc drain_start(struct drain *drain);
void drain_stop(struct drain *drain);
void drain_close(struct drain *drain);

// Seconds since a pass last ended, whatever it found; for /readyz. -1: not yet, or no inbox is
// there.
int64_t drain_age_seconds(const struct drain *drain);

// The domain instant at which the last pass began that found every inbox readable and emptied it;
// 0: none yet. Nobody may be called silent before the backlog is in (telemonitoring §5 case 48).
int64_t drain_caught_up_us(const struct drain *drain);

// A job for the scheduler, about every second: notes who was silent when the drain last caught up
// (service/silence.h), and what has waited in vain for its other half (service/half_keeper.h). `drain` is a struct drain.
RC_CHECKED enum rc drain_note_silence(void *drain);

#endif
