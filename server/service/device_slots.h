// SPDX-License-Identifier: EUPL-1.2
// Whose the user buttons of a shared meter are (telemonitoring case 31).
#ifndef SERVICE_DEVICE_SLOTS_H
#define SERVICE_DEVICE_SLOTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/device_view.h"

struct device;
struct once;
struct service;
struct tx;

// One wish; `once` may be NULL.
struct slot_wish {
    struct public_id device;
    int64_t slot;             // 0 … SLOT_MAX
    struct public_id subject; // of slots_give
    int64_t at_us;            // where the interval begins, or ends
    struct once *once;
};

// From at_us on the readings of this button are the subject's, by the time of measuring; an open
// interval of somebody else ends there. The interval ends with the assignment of the device, if
// that has an end. RC_NOT_FOUND "device-unknown"; RC_INVALID at /subject "unknown-subject";
// RC_CONFLICT "not-assigned" (nobody has the device then), "assignment-overlap",
// "already-assigned", "readings-since".
RC_CHECKED enum rc slots_give(const struct service *service, const struct actor *actor,
                              const struct slot_wish *wish, struct arena *arena,
                              struct fault *fault, struct device_view *view);

// RC_CONFLICT "not-assigned", "readings-since"; RC_INVALID at /to "not-after-from".
RC_CHECKED enum rc slots_end(const struct service *service, const struct actor *actor,
                             const struct slot_wish *wish, struct arena *arena, struct fault *fault,
                             struct device_view *view);

// Ends all intervals of the device's buttons that last beyond at_us, since the device goes
// elsewhere. RC_CONFLICT "assignment-overlap" (one begins only then), "readings-since".
RC_CHECKED enum rc slots_end_all(struct tx *tx, const struct service *service, int64_t device_id,
                                 int64_t at_us, struct arena *arena, struct fault *fault);

#endif
