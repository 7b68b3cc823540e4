// SPDX-License-Identifier: EUPL-1.2
// What doors refused to devices or in their name: counted, and a security alert to the fund's staff.
#ifndef SERVICE_DRAIN_TROUBLES_H
#define SERVICE_DRAIN_TROUBLES_H

#include <stddef.h>

#include "base/result.h"
#include "inbox/wake.h"

struct service;

enum { DRAIN_TROUBLES_MAX = 256 };

// Heard and not written yet.
struct drain_troubles {
    struct inbox_trouble_report reports[DRAIN_TROUBLES_MAX];
    size_t count;
};

// An inbox_troubled; context is a struct drain_troubles. When it is full, more of a kind that stands
// in it is added there; what does not, is logged only.
void drain_troubles_heard(void *context, const struct inbox_trouble_report *report);

// Writes what was heard: the counters, one audit entry for all, and an alert for each registered
// device and kind that has none open. Without anything heard it does nothing.
RC_CHECKED enum rc drain_troubles_write(struct drain_troubles *troubles,
                                        const struct service *service);

#endif
