// SPDX-License-Identifier: EUPL-1.2
// The SQLite side of an inbox: its tables, its settings, and what SQLite's errors mean for custody.
#ifndef INBOX_SCHEMA_H
#define INBOX_SCHEMA_H

#include "inbox/inbox.h"

#include <sqlite3.h>

// Classifies a SQLite result code of the given connection.
enum inbox_result schema_result(sqlite3 *db, int code);

// Settings of the door's connection: WAL, synchronous=FULL, no automatic checkpoint, WAL kept.
enum inbox_result schema_configure_writer(sqlite3 *db) __attribute__((warn_unused_result));

// Makes the tables if the file is new, all in one transaction. INBOX_CORRUPT: made by something
// else or by another door kind, or quick_check found damage.
enum inbox_result schema_prepare(sqlite3 *db, enum inbox_door door, uint8_t id[INBOX_ID_SIZE])
    __attribute__((warn_unused_result));

// What an existing file says about itself. INBOX_MISSING: not made yet.
enum inbox_result schema_identify(sqlite3 *db, enum inbox_door *door, uint8_t id[INBOX_ID_SIZE])
    __attribute__((warn_unused_result));

// Runs one statement that returns at most one integer; *out (may be NULL) is 0 without a row.
enum inbox_result schema_number(sqlite3 *db, const char *sql, int64_t *out)
    __attribute__((warn_unused_result));

#endif
