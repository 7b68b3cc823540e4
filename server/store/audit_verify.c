// SPDX-License-Identifier: EUPL-1.2
// Recomputes both chains from the files and holds them against every checkpoint that can be found.
#include "store/audit.h"

#include "store/audit_chain.h"
#include "store/file.h"
#include "store/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AGAINST_MOST = 64 << 20 };

static const char READ_ENTRIES[] =
    SQL("SELECT seq, at_us, actor, action, object, detail, prev, hash FROM audit ORDER BY seq");
static const char READ_HASH[] = SQL("SELECT hash FROM audit WHERE seq = $1");
static const char READ_NEWEST[] = SQL("SELECT coalesce(max(id), 0) FROM audit_checkpoints");
static const char READ_CHECKPOINTS[] =
    SQL("SELECT text FROM audit_checkpoints WHERE id <= $1 ORDER BY id");

struct verifying {
    const struct store_crypto *crypto;
    struct connection *connections[STORE_DATABASES];
    int64_t newest[STORE_DATABASES]; // id of the newest checkpoint kept when the walk began
    struct audit_report *report;
};

static enum rc found(struct verifying *verifying, enum store_db db, int64_t seq,
                     const char *problem) {
    struct audit_report *report = verifying->report;
    report->first_bad_seq[db] = seq;
    snprintf(report->problem, sizeof report->problem, "%s: entry %lld: %s", store_db_name(db),
             (long long)seq, problem);
    return RC_CONFLICT;
}

// The column's text. What is no text, or goes on behind a NUL, was not written by us: its hash
// would be that of the part before.
static bool text_at(sqlite3_stmt *statement, int column, const char **text) {
    bool is_text = sqlite3_column_type(statement, column) == SQLITE_TEXT;
    *text = is_text ? (const char *)sqlite3_column_text(statement, column) : NULL;
    return *text && strlen(*text) == (size_t)sqlite3_column_bytes(statement, column);
}

static bool read_row(sqlite3_stmt *statement, struct audit_row *row) {
    row->seq = sqlite3_column_int64(statement, 0);
    row->at_us = sqlite3_column_int64(statement, 1);
    return sqlite3_column_type(statement, 1) == SQLITE_INTEGER &&
           text_at(statement, 2, &row->actor) && text_at(statement, 3, &row->action) &&
           text_at(statement, 4, &row->object) && text_at(statement, 5, &row->detail);
}

static bool blob_is(sqlite3_stmt *statement, int column, const uint8_t *expected) {
    const void *bytes = sqlite3_column_blob(statement, column);
    return bytes && sqlite3_column_bytes(statement, column) == STORE_HASH_SIZE &&
           memcmp(bytes, expected, STORE_HASH_SIZE) == 0;
}

static enum rc check_entry(struct verifying *verifying, enum store_db db, sqlite3_stmt *statement,
                           struct audit_head *head) {
    struct audit_row row = {0};
    uint8_t hash[STORE_HASH_SIZE];
    bool ours = read_row(statement, &row);
    if (row.seq != head->seq + 1) {
        return found(verifying, db, head->seq + 1, "missing");
    }
    if (!blob_is(statement, 6, head->hash)) {
        return found(verifying, db, row.seq, "does not follow the entry before it");
    }
    enum rc rc = ours ? audit_row_hash(verifying->crypto, db, &row, head->hash, hash) : RC_CONFLICT;
    if (rc == RC_BUG) {
        rc = RC_CONFLICT; // longer than any entry we write
    }
    if (rc == RC_NOMEM) {
        return rc;
    }
    if (rc != RC_OK || !blob_is(statement, 7, hash)) {
        return found(verifying, db, row.seq, "changed");
    }
    head->seq = row.seq;
    memcpy(head->hash, hash, sizeof hash);
    return RC_OK;
}

static enum rc walk_chain(struct verifying *verifying, enum store_db db) {
    struct audit_head head = {0};
    sqlite3_stmt *statement = NULL;
    sqlite3 *sqlite = verifying->connections[db]->sqlite;
    int code = sqlite3_prepare_v2(sqlite, READ_ENTRIES, -1, &statement, NULL);
    enum rc rc = code == SQLITE_OK ? RC_OK : RC_IO;
    while (rc == RC_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        rc = check_entry(verifying, db, statement, &head);
    }
    if (rc == RC_OK && code != SQLITE_DONE) {
        rc = found(verifying, db, head.seq + 1, "unreadable");
    }
    sqlite3_finalize(statement);
    verifying->report->entries[db] = head.seq;
    return rc;
}

// The chain is consistent in itself; a signed head beyond or beside it shows a cut or a rewritten
// one.
static enum rc check_head(struct verifying *verifying, enum store_db db,
                          const struct audit_head *head) {
    static const uint8_t empty[STORE_HASH_SIZE];
    if (head->seq == 0) {
        return memcmp(head->hash, empty, sizeof empty) == 0
                   ? RC_OK
                   : found(verifying, db, 0, "checkpoint of an empty chain with a hash");
    }
    if (head->seq > verifying->report->entries[db]) {
        return found(verifying, db, verifying->report->entries[db] + 1,
                     "missing, a signed checkpoint has seen it");
    }
    sqlite3_stmt *statement = NULL;
    sqlite3 *sqlite = verifying->connections[db]->sqlite;
    if (sqlite3_prepare_v2(sqlite, READ_HASH, -1, &statement, NULL) != SQLITE_OK) {
        return RC_IO;
    }
    sqlite3_bind_int64(statement, 1, head->seq);
    bool same = sqlite3_step(statement) == SQLITE_ROW && blob_is(statement, 0, head->hash);
    sqlite3_finalize(statement);
    return same ? RC_OK : found(verifying, db, head->seq, "differs from a signed checkpoint");
}

static enum rc check_checkpoint(struct verifying *verifying, const char *where, const char *text,
                                size_t *length) {
    struct audit_checkpoint checkpoint;
    enum rc rc = audit_checkpoint_parse(verifying->crypto, text, length, &checkpoint);
    if (rc != RC_OK) {
        snprintf(verifying->report->problem, sizeof verifying->report->problem,
                 "%.60s: checkpoint %lld: %s", where, (long long)verifying->report->checkpoints + 1,
                 rc == RC_CONFLICT ? "its signature is not ours" : "malformed");
        return rc;
    }
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = check_head(verifying, (enum store_db)db, &checkpoint.heads[db]);
    }
    verifying->report->checkpoints++;
    return rc;
}

static enum rc check_all(struct verifying *verifying, const char *where, const char *text) {
    enum rc rc = RC_OK;
    while (rc == RC_OK && *(text += strspn(text, "\n")) != '\0') {
        size_t length = 0;
        rc = check_checkpoint(verifying, where, text, &length);
        text += length;
    }
    return rc;
}

static enum rc unreadable(struct verifying *verifying, enum store_db db) {
    snprintf(verifying->report->problem, sizeof verifying->report->problem,
             "%s: checkpoints unreadable", store_db_name(db));
    return RC_IO;
}

static enum rc find_newest(struct verifying *verifying, enum store_db db) {
    sqlite3_stmt *statement = NULL;
    sqlite3 *sqlite = verifying->connections[db]->sqlite;
    bool read = sqlite3_prepare_v2(sqlite, READ_NEWEST, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (read) {
        verifying->newest[db] = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return read ? RC_OK : unreadable(verifying, db);
}

static enum rc check_kept(struct verifying *verifying, enum store_db db) {
    sqlite3_stmt *statement = NULL;
    sqlite3 *sqlite = verifying->connections[db]->sqlite;
    int code = sqlite3_prepare_v2(sqlite, READ_CHECKPOINTS, -1, &statement, NULL);
    enum rc rc = code == SQLITE_OK ? RC_OK : unreadable(verifying, db);
    sqlite3_bind_int64(statement, 1, verifying->newest[db]);
    while (rc == RC_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = NULL;
        bool kept = text_at(statement, 0, &text) && text[0] != '\0';
        rc = check_all(verifying, store_db_name(db), kept ? text : "?");
    }
    if (rc == RC_OK && code != SQLITE_DONE) {
        rc = unreadable(verifying, db);
    }
    sqlite3_finalize(statement);
    return rc == RC_INVALID ? RC_CONFLICT : rc; // malformed in our own table is tampering
}

static enum rc check_against(struct verifying *verifying, const char *file) {
    char *text = NULL;
    size_t length = 0;
    enum rc rc = file_read(file, AGAINST_MOST, &text, &length);
    if (rc != RC_OK) {
        snprintf(verifying->report->problem, sizeof verifying->report->problem,
                 "%.100s: cannot be read", file);
        return rc;
    }
    int64_t before = verifying->report->checkpoints;
    rc = check_all(verifying, file, text);
    if (rc == RC_OK && verifying->report->checkpoints == before) {
        snprintf(verifying->report->problem, sizeof verifying->report->problem,
                 "%.100s: holds no checkpoint", file);
        rc = RC_INVALID;
    }
    free(text);
    return rc;
}

static enum rc open_both(struct verifying *verifying, const char *directory) {
    enum rc rc = RC_OK;
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        char path[STORE_PATH_SIZE];
        rc = store_path(directory, (enum store_db)db, path);
        if (rc == RC_OK) {
            rc = connection_open(path, NULL, (enum store_db)db, false, &verifying->connections[db]);
        }
    }
    if (rc != RC_OK) {
        snprintf(verifying->report->problem, sizeof verifying->report->problem,
                 "%.100s: no readable databases", directory);
    }
    return rc;
}

enum rc audit_verify(const char *directory, const struct store_crypto *crypto, const char *against,
                     struct audit_report *report) {
    struct verifying verifying = {.crypto = crypto, .report = report};
    *report = (struct audit_report){0};
    enum rc rc = open_both(&verifying, directory);
    // A running server goes on writing: what is held against the chains was signed before they are
    // walked.
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = find_newest(&verifying, (enum store_db)db);
    }
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = walk_chain(&verifying, (enum store_db)db);
    }
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = check_kept(&verifying, (enum store_db)db);
    }
    if (rc == RC_OK && against) {
        rc = check_against(&verifying, against);
    }
    for (int db = 0; db < STORE_DATABASES; db++) {
        connection_close(verifying.connections[db]);
    }
    return rc;
}
