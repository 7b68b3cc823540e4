// SPDX-License-Identifier: EUPL-1.2
// Whose device a reading came from that names none.
#include "service/member_device.h"

#include "store/slots.h"

enum rc member_device_at(struct tx *tx, int64_t subject_id, const struct device *devices,
                         size_t count, int64_t at_us, struct device *device) {
    enum rc rc = RC_NOT_FOUND;
    for (size_t i = 0; rc == RC_NOT_FOUND && i < count; i++) {
        int64_t holder;
        rc = assignment_at(tx, devices[i].id, at_us, &holder);
        if (rc == RC_NOT_FOUND || (rc == RC_OK && holder != subject_id)) {
            rc = slot_any_at(tx, devices[i].id, subject_id, at_us);
        }
        if (rc == RC_OK) {
            *device = devices[i];
        }
    }
    return rc;
}
