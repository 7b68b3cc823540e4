// SPDX-License-Identifier: EUPL-1.2
// Inboxes that gave messages before and are not there any more: removed, moved, made anew by a door
// that was installed again, or closed to us. What was in custody there nobody will read.
#ifndef SERVICE_DRAIN_WATCH_H
#define SERVICE_DRAIN_WATCH_H

#include <stddef.h>

#include "base/public_id.h"
#include "base/result.h"

struct service;

struct drain_watch {
    int looks; // in a row at which some inbox was missed
};

// To be called after a pass in which no inbox had trouble, with those that are open. Raises one
// alert for each that was missed at several looks in a row, and then not again until it has given a
// message. One server process drains all inboxes of a database.
RC_CHECKED enum rc drain_watch_look(struct drain_watch *watch, const struct service *service,
                                    const struct public_id *present, size_t count);

#endif
