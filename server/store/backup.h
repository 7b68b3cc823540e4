// SPDX-License-Identifier: EUPL-1.2
// A consistent copy of both databases while the server runs, and the proof that it can be restored.
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/fault.h"
#include "base/result.h"
#include "store/audit.h"
#include "store/store.h"

// Write monitoring.db, office.db, audit-checkpoint.txt and manifest.json (+ .sig) into `directory`,
// which is made and must not exist or be empty. Both snapshots are taken at one instant (writers
// pause for it, well under a millisecond of work), so that no outbox row is done on one side and
// missing on the other. Files are synced before return. Faults: backup-not-empty (RC_CONFLICT),
// backup-failed (RC_IO).
RC_CHECKED enum rc store_backup(struct store *store, const char *directory, struct fault *fault);

struct backup_report {
    int64_t bytes;
    char made_at[32];
    struct audit_report audit;
    char problem[200]; // "" or one line
};

// Check a backup: manifest signature, hashes, integrity_check, foreign_key_check, audit chains and
// heads. `into` (NULL: none) is a folder that does not exist or is empty: the checked databases are
// copied there, ready for store_open, without the sessions of that time. RC_CONFLICT: the backup is not what was written; RC_IO;
// RC_INVALID: not a backup.
RC_CHECKED enum rc store_restore_verify(const char *directory, const struct store_crypto *crypto,
                                        const char *into, struct backup_report *report);

#endif
