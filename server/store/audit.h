// SPDX-License-Identifier: EUPL-1.2
// Who did what, in the same transaction as the change: one hash chain per database, signed
// checkpoints over all heads.
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// `actor`: user public id, or "system", "operator" (command line), "device:<id>". `action`: stable
// dotted literal
// ("claim.decide"). `object`: public id of what was touched, or "". `detail`: JSON text or NULL;
// ids, states, versions and rule ids only — never health data, names, codes or amounts. Technical
// time is taken from the transaction.
RC_CHECKED enum rc audit_append(struct tx *tx, const char *actor, const char *action,
                                const char *object, const char *detail);

// Record that `actor` looks at health data of `subject` (public id or pseudonym) in `view`
// ("patient", "dossier"). One entry per actor, subject, view and ten minutes; returns only when the
// entry is durable, and the caller reads only after RC_OK. Writes to the audit of `db` as action
// "read.<view>". Any thread but a writer's.
RC_CHECKED enum rc audit_read(struct store *store, enum store_db db, const char *actor,
                              const char *subject, const char *view);

struct audit_entry {
    int64_t seq, at_us;
    const char *actor, *action, *object, *detail;
};

// Entries of one object, newest first, older than `before_seq` (0: from the newest), at most
// `limit` (≤ 200).
RC_CHECKED enum rc audit_list(struct tx *tx, const char *object, int64_t before_seq, size_t limit,
                              struct arena *arena, struct audit_entry **entries, size_t *count);

// The head of both chains as of their last commits, as signed text of a few lines:
//     sostegno-audit-checkpoint 1
//     at 2026-11-21T08:30:05Z
//     monitoring 1234 <64 hex digits>
//     office 567 <64 hex digits>
//     signature <128 hex digits>
// Made by the store itself after every 1,000 entries, and on demand (the server asks every ten
// minutes); kept in both databases, and worth keeping elsewhere. NUL-terminated.
enum { AUDIT_CHECKPOINT_SIZE = 640 };
RC_CHECKED enum rc audit_checkpoint(struct store *store, char text[AUDIT_CHECKPOINT_SIZE]);

struct audit_report {
    int64_t entries[STORE_DATABASES];       // walked
    int64_t checkpoints;                    // whose signature and heads were compared
    int64_t first_bad_seq[STORE_DATABASES]; // 0: the chain is whole
    char problem[200];                      // "" or one line: what and where
};

// Recompute both chains of the files in `directory` and compare them with the checkpoints in both
// databases and with every checkpoint in the text file `against` (NULL: none). Finds changed,
// deleted, reordered and truncated entries (truncation behind the newest known checkpoint, inside
// or outside). Reads only; works while a server runs, on a snapshot, and on a backup. RC_OK whole;
// RC_CONFLICT tampered, with `problem`; RC_IO, RC_INVALID unreadable input.
RC_CHECKED enum rc audit_verify(const char *directory, const struct store_crypto *crypto,
                                const char *against, struct audit_report *report);

#endif
