// SPDX-License-Identifier: EUPL-1.2
// The work list of claims: rows with the person and with what the claim waits for, in one query.
#ifndef STORE_CLAIM_WORK_H
#define STORE_CLAIM_WORK_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/persons.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The next term of a claim that staff wait for. Kept beside the claim; derived, so not append-only.
struct claim_wait {
    const char *code; // NULL: the claim waits for nothing; then nothing but due_on is set
    const char *basis, *rule;
    const char *start_on;
    int32_t days, months;
    const char *due_on;                  // its last day, CLAIM_NEVER_DUE without a code
    const char *extended_from, *holiday; // NULL: not moved by a holiday
    const char *late_from;               // the first day on which it has passed
};

struct claim_work {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    const char *number, *plan_id, *state, *shown;
    int64_t submitted_us;
    bool kept; // `wait` is what the rules named `engine` worked out; otherwise only due_on is set
    struct claim_wait wait;
    struct person person; // public id, key, names, birth date and codice fiscale; nothing else
};

// Claims of the fund that wait for staff (never drafts), by due day and row number after the
// position (`after_due` "" and `after_id` 0 for the start). `shown` NULL: submitted, complete,
// reviewable and recognised; otherwise that state alone, and of it, where `state` is given, only
// that finer one.
RC_CHECKED enum rc claim_list_work(struct tx *tx, const struct public_id *fund, const char *shown,
                                   const char *state, const char *engine, const char *after_due,
                                   int64_t after_id, size_t limit, struct arena *arena,
                                   struct claim_work **rows, size_t *count);

// Keep what the claim waits for and its due day. The version does not grow: time and other claims
// of the person move it, too.
RC_CHECKED enum rc claim_wait_keep(struct tx *tx, int64_t claim_id, const char *engine,
                                   const struct claim_wait *wait);

// Claims sent in whose wait was not worked out by `engine`, by row number after `after_id`.
RC_CHECKED enum rc claim_wait_missing(struct tx *tx, const char *engine, int64_t after_id,
                                      size_t limit, struct arena *arena, struct public_id **claims,
                                      size_t *count, int64_t *last_id);

#endif
