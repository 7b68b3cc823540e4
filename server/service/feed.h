// SPDX-License-Identifier: EUPL-1.2
// What live streams follow: the events of the database of one's purpose, and who may see which.
#ifndef SERVICE_FEED_H
#define SERVICE_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

// A role has one purpose, so its stream has one source and one row of sequence numbers.
enum feed { FEED_NONE = 0, FEED_MONITORING, FEED_OFFICE };

enum { FEED_COUNT = FEED_OFFICE + 1 };

struct feed_event {
    int64_t seq; // grows, never reused
    struct public_id fund;
    struct public_id user; // this user alone, if set
    const char *audience;  // "monitoring", "claims", "portal"
    const char *kind;      // "worklist"
    const char *payload;   // JSON object text: ids and kinds only
};

enum feed feed_of_role(enum role role);

// May the actor see the event? Fund, then addressee, then audience.
bool feed_visible(const struct actor *actor, const struct feed_event *event);

// Events after `after_seq` in order, at most `limit`; `*oldest_seq` is the oldest one kept (0:
// none).
RC_CHECKED enum rc feed_read(const struct service *service, enum feed feed, int64_t after_seq,
                             size_t limit, struct arena *arena, struct feed_event **events,
                             size_t *count, int64_t *oldest_seq);

#endif
