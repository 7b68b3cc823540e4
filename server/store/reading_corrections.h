// SPDX-License-Identifier: EUPL-1.2
// Readings that a person took back, and what follows from it (monitoring database).
#ifndef STORE_READING_CORRECTIONS_H
#define STORE_READING_CORRECTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/readings.h"
#include "store/sealed.h"
#include "store/store.h"

struct reading_correction {
    struct public_id public_id;
    int64_t subject_id;
    struct reading_identity identity; // source_id is filled by reading_take_back
    struct sealed reason;             // "reading_corrections|reason|<public id>"
    struct public_id by;
    int64_t at_us;
};

// Marks all values of the subject's reading as superseded, remembers who and why, and makes the
// newest values of its quantities those of the readings that are left, looked for up to 366 days
// back. RC_NOT_FOUND: the subject has no such reading, or it was taken back before.
RC_CHECKED enum rc reading_take_back(struct tx *tx, struct reading_correction *correction,
                                     struct arena *arena);

// Whether a reading of the subject that was measured then has been taken back.
RC_CHECKED enum rc reading_taken_back(struct tx *tx, int64_t subject_id, int64_t time_us,
                                      bool *taken);

#endif
