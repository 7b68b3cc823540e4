// SPDX-License-Identifier: EUPL-1.2
// Inside store: what the files of this room see of an open store.
#ifndef STORE_PARTS_H
#define STORE_PARTS_H

#include "store/connection.h"
#include "store/writer.h"

enum { STORE_PATH_SIZE = 4096 };

struct writer *store_writer(struct store *store, enum store_db db);
const struct store_options *store_options(const struct store *store);

// Both chains as of their last commits.
void store_heads(struct store *store, struct audit_head heads[STORE_DATABASES]);

// Take and give back a read connection; at most 5 s of waiting, then RC_BUSY.
RC_CHECKED enum rc store_reader_take(struct store *store, enum store_db db,
                                     struct connection **connection);
void store_reader_give(struct store *store, struct connection *connection);

// Only one backup pauses the writers at a time.
void store_backup_begin(struct store *store);
void store_backup_end(struct store *store);

// "<directory>/<database>.db"; RC_LIMIT if it does not fit.
RC_CHECKED enum rc store_path(const char *directory, enum store_db db, char path[STORE_PATH_SIZE]);

#endif
