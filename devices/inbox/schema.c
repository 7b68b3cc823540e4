// SPDX-License-Identifier: EUPL-1.2
// The SQLite side of an inbox: its tables, its settings, and what SQLite's errors mean for custody.
#include "inbox/schema.h"

#include <sodium.h>
#include <string.h>

#define APPLICATION_ID 1399812217 // "Sost" with the top bit clear
#define SCHEMA_VERSION 1

// AUTOINCREMENT keeps the highest sequence apart from the rows, so trimming to empty forgets
// nothing.
static const char tables[] = "CREATE TABLE inbox ("
                             "  one INTEGER PRIMARY KEY CHECK (one = 1),"
                             "  id BLOB NOT NULL CHECK (length(id) = 16),"
                             "  door INTEGER NOT NULL CHECK (door BETWEEN 1 AND 3)) STRICT;"
                             "CREATE TABLE start ("
                             "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
                             "  after INTEGER NOT NULL,"
                             "  first INTEGER NOT NULL CHECK (first > after),"
                             "  server_public BLOB NOT NULL,"
                             "  sealed BLOB NOT NULL) STRICT;"
                             "CREATE TABLE message ("
                             "  sequence INTEGER PRIMARY KEY AUTOINCREMENT,"
                             "  start INTEGER NOT NULL,"
                             "  box BLOB NOT NULL) STRICT;"
                             "INSERT INTO sqlite_sequence (name, seq) VALUES ('message', 0);";

enum inbox_result schema_result(sqlite3 *db, int code) {
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return INBOX_OK;
    case SQLITE_NOMEM:
        return INBOX_NO_MEMORY;
    case SQLITE_FULL:
        return INBOX_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return INBOX_BUSY;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
        return INBOX_DENIED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR:
        return INBOX_CORRUPT;
    case SQLITE_IOERR:
        switch (sqlite3_extended_errcode(db)) {
        case SQLITE_IOERR_NOMEM:
            return INBOX_NO_MEMORY;
        case SQLITE_IOERR_SHMSIZE: // the index of the WAL cannot grow; it holds nothing of its own
            return INBOX_FULL;
        }
        return INBOX_IO;
    }
    return INBOX_IO;
}

enum inbox_result schema_number(sqlite3 *db, const char *sql, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    int64_t value = 0;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            value = sqlite3_column_int64(statement, 0);
    }
    enum inbox_result result = schema_result(db, code);
    if (sqlite3_finalize(statement) != SQLITE_OK && result == INBOX_OK)
        result = INBOX_IO;
    if (result == INBOX_OK && out != NULL)
        *out = value;
    return result;
}

static enum inbox_result text_is(sqlite3 *db, const char *sql, const char *expected) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    enum inbox_result result = schema_result(db, code);
    if (result == INBOX_OK) {
        const char *text =
            code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
        if (text == NULL || strcmp(text, expected) != 0)
            result = INBOX_CORRUPT;
    }
    (void)sqlite3_finalize(statement); // repeats the error of the step, which we have
    return result;
}

enum inbox_result schema_configure_writer(sqlite3 *db) {
    int on = 1;
    // For a new file only, and before anything else: it can then give space back (inbox/writer.c).
    int code = sqlite3_exec(db, "PRAGMA auto_vacuum=INCREMENTAL", NULL, NULL, NULL);
    enum inbox_result result = schema_result(db, code);
    if (result == INBOX_OK)
        result = text_is(db, "PRAGMA journal_mode=WAL", "wal");
    if (result != INBOX_OK)
        return result;
    code = sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db,
                            "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
                            "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
                            "PRAGMA journal_size_limit=8388608;",
                            NULL, NULL, NULL);
    return schema_result(db, code);
}

enum inbox_result schema_identify(sqlite3 *db, enum inbox_door *door, uint8_t id[INBOX_ID_SIZE]) {
    int64_t application = 0;
    int64_t version = 0;
    int64_t objects = 0;
    enum inbox_result result = schema_number(db, "PRAGMA application_id", &application);
    if (result == INBOX_OK)
        result = schema_number(db, "PRAGMA user_version", &version);
    if (result == INBOX_OK)
        result = schema_number(db, "SELECT count(*) FROM sqlite_schema", &objects);
    if (result != INBOX_OK)
        return result;
    if (application == 0 && version == 0 && objects == 0)
        return INBOX_MISSING;
    if (application != APPLICATION_ID || version != SCHEMA_VERSION)
        return INBOX_CORRUPT;
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v2(db, "SELECT id, door FROM inbox WHERE one = 1", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    result = schema_result(db, code);
    if (result == INBOX_OK) {
        if (code == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == INBOX_ID_SIZE) {
            memcpy(id, sqlite3_column_blob(statement, 0), INBOX_ID_SIZE);
            *door = (enum inbox_door)sqlite3_column_int(statement, 1);
        } else {
            result = INBOX_CORRUPT;
        }
    }
    (void)sqlite3_finalize(statement); // repeats the error of the step, which we have
    return result;
}

static enum inbox_result create(sqlite3 *db, enum inbox_door door,
                                const uint8_t id[INBOX_ID_SIZE]) {
    sqlite3_stmt *statement = NULL;
    char pragmas[96];
    (void)sqlite3_snprintf(sizeof pragmas, pragmas,
                           "PRAGMA application_id=%d; PRAGMA user_version=%d;", APPLICATION_ID,
                           SCHEMA_VERSION);
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return schema_result(db, code);
    code = sqlite3_exec(db, pragmas, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, tables, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, "INSERT INTO inbox (one, id, door) VALUES (1, $id, $door)",
                                  -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_blob(statement, 1, id, INBOX_ID_SIZE, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int(statement, 2, (int)door);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_DONE)
            code = SQLITE_OK;
    }
    enum inbox_result result = schema_result(db, code);
    (void)sqlite3_finalize(statement); // repeats the error of the step, which we have
    if (result == INBOX_OK)
        result = schema_result(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
    if (result != INBOX_OK && sqlite3_get_autocommit(db) == 0)
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL); // the caller closes the file anyway
    return result;
}

enum inbox_result schema_prepare(sqlite3 *db, enum inbox_door door, uint8_t id[INBOX_ID_SIZE]) {
    enum inbox_door found = INBOX_DOOR_NONE;
    enum inbox_result result = schema_identify(db, &found, id);
    if (result == INBOX_MISSING) {
        randombytes_buf(id, INBOX_ID_SIZE);
        return create(db, door, id);
    }
    if (result != INBOX_OK)
        return result;
    if (found != door)
        return INBOX_CORRUPT;
    return text_is(db, "PRAGMA quick_check(1)", "ok");
}
