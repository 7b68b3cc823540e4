// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated, for a person to look at (custody C7).
#ifndef SERVICE_QUARANTINE_H
#define SERVICE_QUARANTINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

enum { QUARANTINE_EXCERPT = 400 }; // most characters shown of a payload

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
    const char *excerpt; // first characters, escaped; NULL: whose it is is not known, or erased
};

// Newest first, after the item `after` ("" for the newest). RC_INVALID "bad-cursor". The read is
// audited as one of the fund's quarantine.
RC_CHECKED enum rc quarantine_read(const struct service *service, const struct actor *actor,
                                   const char *after, size_t limit, struct arena *arena,
                                   struct fault *fault, struct quarantine_view **items,
                                   size_t *count);

#endif
