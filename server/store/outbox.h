// SPDX-License-Identifier: EUPL-1.2
// Effects as rows: appended with the change, delivered after the commit at least once, applied
// across databases exactly once.
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "base/arena.h"
#include "base/result.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outbox_row {
    int64_t id;
    const char *kind; // "mail", "downlink", "consent.given"
    const char *
        payload; // JSON text: ids and states only; the deliverer looks up (and opens) what it needs
    int64_t created_us;
    int attempts; // including this claim
};

// `next_us`: technical time of the first attempt, 0 for now. The caller's closure appends its audit
// entry itself.
RC_CHECKED enum rc outbox_append(struct tx *tx, const char *kind, const char *payload,
                                 int64_t next_us, int64_t *id);

// Take up to `limit` due rows of `kind` (NULL: any) in order; each is due again after `lease_us` if
// nobody finishes it (a crash, a hang). Durable on return. Own system write; any thread but a
// writer's.
RC_CHECKED enum rc outbox_claim(struct store *store, enum store_db db, const char *kind,
                                size_t limit, int64_t lease_us, struct arena *arena,
                                struct outbox_row **rows, size_t *count);

// Delivered or finally given up: `outcome` is a short stable code ("delivered", "refused-550").
// Visible for ever.
RC_CHECKED enum rc outbox_finish(struct store *store, enum store_db db, int64_t id,
                                 const char *outcome);

// Not this time: due again at `next_us`; `outcome` says why so far.
RC_CHECKED enum rc outbox_retry(struct store *store, enum store_db db, int64_t id, int64_t next_us,
                                const char *outcome);

// Inside the closure that applies row `source_id` of database `source` to the other database: RC_OK
// the first time (and remembered in the same transaction), RC_CONFLICT if it was applied before:
// then change nothing, return RC_CONFLICT, and let the worker finish the row.
RC_CHECKED enum rc outbox_apply_once(struct tx *tx, enum store_db source, int64_t source_id);

struct outbox_counts {
    int64_t waiting, retried; // not done; of these, tried at least once
    int64_t oldest_us;        // created time of the oldest waiting, 0: none
};
RC_CHECKED enum rc outbox_count(struct tx *tx, struct outbox_counts *counts);

#endif
