// SPDX-License-Identifier: EUPL-1.2
// Covers of a person under a plan: append-only facts with effective dates and the instant of
// recording.
#ifndef STORE_COVERS_H
#define STORE_COVERS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/fact.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cover {
    struct public_id public_id;
    struct public_id person;
    const char *plan_id;
    const char *from_on; // first day
    const char *to_on;   // last day; NULL: open
    enum fact holder;    // the person holds the cover; no: a relative under it (B-26, A-05)
    int64_t recorded_us; // domain instant
    struct public_id recorded_by;
};

RC_CHECKED enum rc cover_insert(struct tx *tx, const struct cover *cover);

// What counts now: the row recorded last for each (plan, first day), oldest first day first.
RC_CHECKED enum rc cover_list(struct tx *tx, const struct public_id *person, struct arena *arena,
                              struct cover **covers, size_t *count);

// The cover under `plan_id` that is in force on `date`, as known now. RC_NOT_FOUND: none.
RC_CHECKED enum rc cover_on(struct tx *tx, const struct public_id *person, const char *plan_id,
                            const char *date, struct arena *arena, struct cover *cover);

// The newest cover under `plan_id` that has begun by `date`, whether it has ended or not.
RC_CHECKED enum rc cover_begun(struct tx *tx, const struct public_id *person, const char *plan_id,
                               const char *date, struct arena *arena, struct cover *cover);

#endif
