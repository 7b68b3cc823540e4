// SPDX-License-Identifier: EUPL-1.2
// Copies a database with SQLite's backup interface and makes sure that the copy is whole and on
// disk.
#include "store/copy.h"

#include "store/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum rc copy_pages(sqlite3 *source, sqlite3 *target) {
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
    if (!backup) {
        return connection_rc(target, sqlite3_errcode(target), "backup");
    }
    sqlite3_backup_step(backup, -1); // its failure comes out of finish
    return connection_rc(target, sqlite3_backup_finish(backup), "backup");
}

// The copied header says WAL; a backup is one file that any tool can open read-only.
static enum rc leave_wal(const char *path) {
    sqlite3 *sqlite = NULL;
    int code = sqlite3_open_v2(path, &sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(sqlite, SQL("PRAGMA journal_mode=DELETE"), NULL, NULL, NULL);
    }
    enum rc rc = connection_rc(sqlite, code, "backup");
    sqlite3_close(sqlite);
    return rc;
}

enum rc copy_database(sqlite3 *source, const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EEXIST ? RC_CONFLICT : RC_IO;
    }
    close(fd); // empty
    sqlite3 *target = NULL;
    int code = sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    enum rc rc = connection_rc(target, code, "backup");
    if (rc == RC_OK) {
        rc = copy_pages(source, target);
    }
    sqlite3_close(target);
    if (rc == RC_OK) {
        rc = leave_wal(path);
    }
    if (rc == RC_OK) {
        rc = file_sync(path);
    }
    if (rc == RC_OK) {
        rc = file_sync_folder_of(path);
    }
    return rc;
}

// The first row of a check pragma must be `expected` (NULL: there must be none).
static enum rc first_row_is(sqlite3 *sqlite, const char *sql, const char *expected) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) != SQLITE_OK) {
        return RC_CONFLICT;
    }
    int code = sqlite3_step(statement);
    const unsigned char *text = code == SQLITE_ROW ? sqlite3_column_text(statement, 0) : NULL;
    bool right = expected ? text && strcmp((const char *)text, expected) == 0 : code == SQLITE_DONE;
    sqlite3_finalize(statement);
    return right ? RC_OK : RC_CONFLICT;
}

enum rc copy_check(const char *path) {
    sqlite3 *sqlite = NULL;
    int code = sqlite3_open_v2(path, &sqlite, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    enum rc rc = code == SQLITE_OK ? RC_OK : RC_CONFLICT;
    if (rc == RC_OK) {
        rc = first_row_is(sqlite, SQL("PRAGMA integrity_check(1)"), "ok");
    }
    if (rc == RC_OK) {
        rc = first_row_is(sqlite, SQL("PRAGMA foreign_key_check"), NULL);
    }
    sqlite3_close(sqlite);
    return rc;
}
