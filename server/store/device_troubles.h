// SPDX-License-Identifier: EUPL-1.2
// What doors refused to devices or in their name, counted (monitoring database).
#ifndef STORE_DEVICE_TROUBLES_H
#define STORE_DEVICE_TROUBLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/result.h"
#include "store/store.h"

// trouble: one of the words of the table's CHECK. device_id 0: no registered device.
RC_CHECKED enum rc device_trouble_add(struct tx *tx, int64_t device_id, const char *trouble,
                                      int64_t count, int64_t at_us);

struct device_trouble {
    const char *trouble;
    int64_t count;
    int64_t first_us; // domain time
    int64_t last_us;
};

// Newest first.
RC_CHECKED enum rc device_trouble_list(struct tx *tx, int64_t device_id, struct arena *arena,
                                       struct device_trouble **troubles, size_t *count);

#endif
