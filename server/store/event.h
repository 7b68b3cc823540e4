// SPDX-License-Identifier: EUPL-1.2
// What a browser is told to look at again: ids only, a bounded tail of each database, read by the
// SSE streams.
#ifndef STORE_EVENT_H
#define STORE_EVENT_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

enum { EVENT_KEPT = 10000 }; // newest rows kept per database

struct event {
    int64_t seq; // grows, never reused: the SSE id
    int64_t at_us;
    struct public_id fund; // who may see it: members of this fund (unset: of every fund) …
    const char *audience;  // … in this role group: "monitoring", "claims", "portal"
    struct public_id user; // … or this user alone, if set
    const char *kind;      // "alert.opened"
    const char *payload;   // JSON object text: public ids and states only
};

// In the caller's closure; seq and at_us of `event` are ignored.
RC_CHECKED enum rc event_append(struct tx *tx, const struct event *event);

// Events after `after_seq` in order, at most `limit`. `*oldest_seq` (may be NULL) is the oldest one
// kept: a reader whose place is before it has missed some and must reload.
RC_CHECKED enum rc event_list(struct tx *tx, int64_t after_seq, size_t limit, struct arena *arena,
                              struct event **events, size_t *count, int64_t *oldest_seq);

#endif
