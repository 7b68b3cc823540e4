// SPDX-License-Identifier: EUPL-1.2
// Inside store: numbered schema steps, built into the program, applied forward only.
#ifndef STORE_MIGRATION_H
#define STORE_MIGRATION_H

#include "base/fault.h"
#include "store/connection.h"

// Made by embed_migrations.cmake from migrations/<database>/NNNN-name.sql, in order.
struct migration {
    int number;
    const char *name;
    const char *sha256; // of the file, 64 hex digits
    const char *sql;
    const char *mend; // run before it, changes data only; NULL: none
};
extern const struct migration *const STORE_MIGRATIONS[STORE_DATABASES];
extern const size_t STORE_MIGRATION_COUNTS[STORE_DATABASES];

// Bring the database to the newest schema. Refuses one that a newer program made, or whose steps or
// tables are not what this program would have made. Before changing one that holds data it writes a
// checked copy to
// `<directory>/before-migration/`.
RC_CHECKED enum rc migrate(struct connection *connection, const char *directory,
                           const struct store_options *options, struct fault *fault);

#endif
