// SPDX-License-Identifier: EUPL-1.2
// Whose device a reading came from that names none: written down, or out of a meter's export.
#ifndef SERVICE_MEMBER_DEVICE_H
#define SERVICE_MEMBER_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "store/devices.h"
#include "store/store.h"

// Of `devices` (device_list_of_subject) the first that the member had at that instant, or had a user
// button of. Inside a monitoring transaction. RC_NOT_FOUND: none.
RC_CHECKED enum rc member_device_at(struct tx *tx, int64_t subject_id, const struct device *devices,
                                    size_t count, int64_t at_us, struct device *device);

#endif
