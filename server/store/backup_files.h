// SPDX-License-Identifier: EUPL-1.2
// Inside store: the files of a backup.
#ifndef STORE_BACKUP_FILES_H
#define STORE_BACKUP_FILES_H

#define BACKUP_FORMAT "sostegno-backup 1"
#define BACKUP_MANIFEST "manifest.json"
#define BACKUP_SIGNATURE "manifest.json.sig"
#define BACKUP_CHECKPOINT "audit-checkpoint.txt"

enum { BACKUP_FILES = 3 };

// What the manifest lists, in this order.
static const char *const BACKUP_NAMES[BACKUP_FILES] = {"monitoring.db", "office.db",
                                                       BACKUP_CHECKPOINT};

#endif
