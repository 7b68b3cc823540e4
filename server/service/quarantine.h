// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated, for a person to look at (custody C7).
#ifndef SERVICE_QUARANTINE_H
#define SERVICE_QUARANTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

enum { QUARANTINE_EXCERPT = 400 }; // most characters shown of a payload

struct quarantine_value {
    const char *quantity, *v, *u; // as sent
};

// A reading of the primary profile, as far as it can be read.
struct quarantine_reading {
    const char *kind;
    bool has_time;
    int64_t measured_us;
    int slot;   // -1: none told
    bool whole; // nothing is wrong with it but what a person may decide
    const struct quarantine_value *values;
    size_t value_count;
};

struct quarantine_view {
    struct public_id id;
    int64_t received_us;
    struct public_id device;  // unset: not known
    struct public_id subject; // unset: nobody had the device then, or that is not known
    const char *transport;
    const char *code;
    const char *pointer;
    const char *proposed; // NULL: no proposal
    int64_t bytes;
    const struct quarantine_reading *reading; // NULL: cannot be read
    const char *act; // "confirmed", "assigned", "corrected", "discarded"; NULL: nobody has acted
    int64_t acted_us;
    struct public_id acted_by;
    struct public_id acted_subject; // whose reading it became; unset: nobody's
    const char *reason;             // "" when erased
    const char *excerpt; // first characters, escaped; NULL: whose it is is not known, or erased
};

// What nobody has acted on, or what somebody has, newest first, after the item `after` ("" for the
// newest). RC_INVALID "bad-cursor". The read is audited as one of the fund's quarantine.
RC_CHECKED enum rc quarantine_read(const struct service *service, const struct actor *actor,
                                   bool acted, const char *after, size_t limit, struct arena *arena,
                                   struct fault *fault, struct quarantine_view **items,
                                   size_t *count);

#endif
