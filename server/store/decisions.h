// SPDX-License-Identifier: EUPL-1.2
// Decisions: append-only, each with the sealed record from which it can be computed again.
#ifndef STORE_DECISIONS_H
#define STORE_DECISIONS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct decision {
    struct public_id public_id;
    const char *outcome;  // "recognised", "not-recognised", "reviewable", "excluded",
                          // "not-insurable", "not-covered"
    struct sealed record; // docs/evaluate.md, sealed at "decisions|record|<public id>"
    uint8_t record_hash[STORE_HASH_SIZE];
    struct sealed ruling; // the person's words, JSON, sealed at "decisions|ruling|<public id>"
    const char *plan_id;
    int32_t plan_version;
    const char *engine;        // version of the rules in the program
    const char *review_on;     // NULL unless reviewable
    struct public_id corrects; // unset: takes no other decision's place
    int64_t decided_us;        // domain instant
    struct public_id decided_by;
};

RC_CHECKED enum rc decision_insert(struct tx *tx, int64_t claim_id,
                                   const struct decision *decision);
// Newest first.
RC_CHECKED enum rc decision_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                                 struct decision **decisions, size_t *count);

#endif
