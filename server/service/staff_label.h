// SPDX-License-Identifier: EUPL-1.2
// Names of staff beside what they did; looked up in the office database after the monitoring read.
#ifndef SERVICE_STAFF_LABEL_H
#define SERVICE_STAFF_LABEL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"

struct service;

struct staff_view {
    struct public_id id; // unset: nobody
    const char *name;    // "" for nobody, or an account that is gone
};

// The views to be named, collected while the monitoring side is read.
struct staff_list {
    struct arena *arena;
    struct staff_view **items;
    size_t count, capacity;
};

// Later names `view`, which must not move until then. Views of nobody are skipped.
RC_CHECKED enum rc staff_list_add(struct staff_list *list, struct staff_view *view);

// Fill in all names. Outside any store closure.
RC_CHECKED enum rc staff_list_name(const struct service *service, struct staff_list *list);

#endif
