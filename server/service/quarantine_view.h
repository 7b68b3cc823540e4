// SPDX-License-Identifier: EUPL-1.2
// An item of the quarantine as people see it: what was sent, as far as it can be read.
#ifndef SERVICE_QUARANTINE_VIEW_H
#define SERVICE_QUARANTINE_VIEW_H

#include <stddef.h>

#include "base/arena.h"
#include "base/result.h"
#include "service/quarantine.h"
#include "service/subject_key.h"
#include "store/quarantine.h"

struct service;

// How a column of the item is sealed.
struct subject_seal quarantine_seal(const struct service *service,
                                    const struct quarantine_item *item, const char *column);

// The bytes of the item. RC_CONFLICT: they were erased with their key.
RC_CHECKED enum rc quarantine_payload(const struct service *service,
                                      const struct quarantine_item *item, struct arena *arena,
                                      char **plain, size_t *length);

RC_CHECKED enum rc quarantine_show(const struct service *service,
                                   const struct quarantine_item *item, struct arena *arena,
                                   struct quarantine_view *view);

#endif
