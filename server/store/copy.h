// SPDX-License-Identifier: EUPL-1.2
// Inside store: a checked copy of an open database as one plain file.
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/connection.h"

// Copy what `source` sees (its open snapshot, if a read transaction is open) to the new file
// `path`, without WAL, synced with its folder. RC_CONFLICT if the file exists.
RC_CHECKED enum rc copy_database(sqlite3 *source, const char *path);

// integrity_check and foreign_key_check of the file, read-only. RC_CONFLICT if they find anything.
RC_CHECKED enum rc copy_check(const char *path);

#endif
