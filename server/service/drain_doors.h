// SPDX-License-Identifier: EUPL-1.2
// Doors that do not do their work: not running, refusing for lack of space, or refusing everything
// after a failed flush. Each tells the drain every second how it is (inbox/wake.h); what it said,
// or that it says nothing any more, is a technical alert until it is well again.
#ifndef SERVICE_DRAIN_DOORS_H
#define SERVICE_DRAIN_DOORS_H

#include <stddef.h>
#include <stdint.h>

#include "base/public_id.h"
#include "base/result.h"
#include "inbox/wake.h"

struct service;

enum { DRAIN_DOORS_MAX = 64 };

enum door_health {
    DOOR_HEALTH_UNKNOWN = 0, // since this server began
    DOOR_HEALTH_WELL,
    DOOR_HEALTH_FULL,
    DOOR_HEALTH_LATCHED,
    DOOR_HEALTH_SILENT,
    DOOR_HEALTH_AWAY,
};

struct drain_doors {
    struct drain_door {
        struct public_id inbox;
        enum inbox_state said; // last
        int silent;            // looks in a row at which nothing had been heard
        int full;              // looks in a row at which it was full
        int away;              // the same of a client without its broker
        enum door_health told; // what the alerts say
    } doors[DRAIN_DOORS_MAX];
    size_t count;
    int64_t looked_us; // monotonic, when a look last counted; 0: never
};

// An inbox_heard; context is a struct drain_doors.
void drain_doors_heard(void *context, const uint8_t id[INBOX_ID_SIZE], enum inbox_state state);

// To be called after every pass with the inboxes that are there; counts at most one look a second.
// A latched door is told at the next look, a full one after 5, one that is away from
// its broker after 10, a silent one after 15.
RC_CHECKED enum rc drain_doors_look(struct drain_doors *doors, const struct service *service,
                                    const struct public_id *present, size_t count, int64_t now_us);

#endif
