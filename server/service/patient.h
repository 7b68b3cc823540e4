// SPDX-License-Identifier: EUPL-1.2
// One monitored member: who it is, the latest values, devices, alerts (P-01, P-02, P-05).
#ifndef SERVICE_PATIENT_H
#define SERVICE_PATIENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/quantity.h"
#include "service/actor.h"
#include "service/alert_view.h"
#include "service/device_view.h"
#include "service/person_label.h"

struct service;

struct latest_view {
    enum quantity quantity;
    const char *value; // in the canonical unit
    const char *unit;
    int64_t measured_us;
    const char *level;
    const char *beyond; // "below", "above": the meter showed LO or HI; else NULL
};

struct patient_view {
    struct public_id subject;
    struct person_banner person;
    const char *conditions[3];
    size_t condition_count;
    struct latest_view *latest; // newest per quantity
    size_t latest_count;
    struct device_view *devices; // has or had
    size_t device_count;
    struct alert_view *alerts; // open ones first, then the last 20 closed
    size_t alert_count;
    int64_t silent_since_us; // 0: heard lately
    int64_t ended_us;        // 0: still monitored
};

// RC_NOT_FOUND "subject-unknown". The read is audited.
RC_CHECKED enum rc patient_read(const struct service *service, const struct actor *actor,
                                const struct public_id *subject, struct arena *arena,
                                struct fault *fault, struct patient_view *view);

#endif
