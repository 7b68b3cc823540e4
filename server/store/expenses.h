// SPDX-License-Identifier: EUPL-1.2
// Expenses of care that a family sends for a claim.
#ifndef STORE_EXPENSES_H
#define STORE_EXPENSES_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct expense_entry {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    struct sealed detail; // JSON, sealed at "expenses|detail|<public id>"
    int64_t amount_cents;
    const char *state;     // "submitted", "approved", "refused"
    struct sealed verdict; // JSON reasons, sealed at "expenses|verdict|<public id>"; none: open
    struct sealed record;  // docs/evaluate.md, sealed at "expenses|record|<public id>"; none: open,
                           // or judged before 0036
    uint8_t record_hash[STORE_HASH_SIZE]; // of the record, where there is one
    int64_t submitted_us;                 // domain instant
    struct public_id submitted_by;
    int64_t decided_us; // 0: open
    struct public_id decided_by;
};

// state, verdict, record and decided_* are ignored: an expense starts as submitted.
RC_CHECKED enum rc expense_insert(struct tx *tx, int64_t claim_id,
                                  const struct expense_entry *expense);
// In the order of arrival (S-17).
RC_CHECKED enum rc expense_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                                struct expense_entry **expenses, size_t *count);
// Writes state, verdict, record and decided_*. RC_CONFLICT: it is no longer open.
RC_CHECKED enum rc expense_decide(struct tx *tx, const struct expense_entry *expense);
// Opens an approved expense again, as if nobody had judged it; what the approval said is kept.
// RC_NOT_FOUND: it is not approved.
RC_CHECKED enum rc expense_reopen(struct tx *tx, int64_t expense_id, int64_t reopened_us,
                                  const struct public_id *reopened_by);

#endif
