// SPDX-License-Identifier: EUPL-1.2
// What doors refused to devices or in their name: counted, and a security alert to the staff.
#ifndef SERVICE_DRAIN_TROUBLES_H
#define SERVICE_DRAIN_TROUBLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "inbox/wake.h"

struct service;

enum { DRAIN_TROUBLES_MAX = 256 };

// What names no registered device is written that seldom: anybody on the network can cause it, and
// each write makes the audit trail longer.
#define DRAIN_STRANGERS_EVERY_US INT64_C(60000000)

// Heard and not written yet.
struct drain_troubles {
    struct inbox_trouble_report reports[DRAIN_TROUBLES_MAX];
    size_t count;
    int64_t strangers_us; // monotonic, when such were last written; 0: never
};

// An inbox_troubled; context is a struct drain_troubles. When it is full, more of a kind that
// stands in it is added there; what does not, is logged only.
void drain_troubles_heard(void *context, const struct inbox_trouble_report *report);

// Writes what was heard and is due at now_us (monotonic): the counters, one audit entry for all,
// and an alert for each registered device and kind that has none open; one that is open stays as it
// is, so that staff can work it. Without anything due it does nothing.
RC_CHECKED enum rc drain_troubles_write(struct drain_troubles *troubles,
                                        const struct service *service, int64_t now_us);

#endif
