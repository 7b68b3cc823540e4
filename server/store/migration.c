// SPDX-License-Identifier: EUPL-1.2
// Applies schema steps, each in its transaction, after comparing what was applied before.
#include "store/migration.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/copy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { APPLICATION_ID = 0x53535447, FOLDER_SIZE = 4096, HEX_SIZE = 2 * STORE_HASH_SIZE + 1 };

static const char CREATE_LIST[] = SQL("PRAGMA application_id = 1397969991;"
                                      "CREATE TABLE schema_migrations ("
                                      "    number INTEGER PRIMARY KEY,"
                                      "    name TEXT NOT NULL,"
                                      "    sha256 TEXT NOT NULL,"
                                      "    schema_hash TEXT NOT NULL,"
                                      "    applied_us INTEGER NOT NULL"
                                      ") STRICT;");
static const char READ_LIST[] =
    SQL("SELECT number, sha256, schema_hash FROM schema_migrations ORDER BY number");
static const char INSERT_STEP[] =
    SQL("INSERT INTO schema_migrations (number, name, sha256, schema_hash, applied_us)"
        " VALUES ($1, $2, $3, $4, $5)");
static const char READ_SCHEMA[] =
    SQL("SELECT type || '|' || name || '|' || tbl_name || '|' || sql || char(10)"
        " FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        " ORDER BY type, name");

_Static_assert(APPLICATION_ID == 1397969991, "the literal in CREATE_LIST");

struct applied {
    size_t count;
    int last;
    char schema_hash[HEX_SIZE];
};

static enum rc read_number(sqlite3 *sqlite, const char *sql, int64_t *number) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        *number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    }
    enum rc rc = connection_rc(sqlite, code, "migration");
    sqlite3_finalize(statement);
    return rc;
}

static enum rc hash_schema(sqlite3 *sqlite, const struct store_crypto *crypto, char hex[HEX_SIZE]) {
    struct buffer text;
    uint8_t hash[STORE_HASH_SIZE];
    sqlite3_stmt *statement = NULL;
    buffer_init(&text, (size_t)4 << 20);
    int code = sqlite3_prepare_v2(sqlite, READ_SCHEMA, -1, &statement, NULL);
    enum rc rc = RC_OK;
    while (rc == RC_OK && code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        rc = buffer_text(&text, (const char *)sqlite3_column_text(statement, 0));
        code = SQLITE_OK;
    }
    if (rc == RC_OK) {
        rc = connection_rc(sqlite, code, "migration");
    }
    sqlite3_finalize(statement);
    if (rc == RC_OK) {
        crypto->hash(crypto->context, buffer_string(&text), text.length, hash);
        for (size_t i = 0; i < sizeof hash; i++) {
            snprintf(hex + 2 * i, 3, "%02x", hash[i]);
        }
    }
    buffer_free(&text);
    return rc;
}

// Compare the applied steps one by one with ours.
static enum rc compare(struct connection *connection, struct applied *applied,
                       struct fault *fault) {
    const struct migration *ours = STORE_MIGRATIONS[connection->db];
    size_t count = STORE_MIGRATION_COUNTS[connection->db];
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection->sqlite, READ_LIST, -1, &statement, NULL);
    enum rc rc = RC_OK;
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW && rc == RC_OK) {
        int number = sqlite3_column_int(statement, 0);
        const char *sha256 = (const char *)sqlite3_column_text(statement, 1);
        if (applied->count == count || (count > 0 && number > ours[count - 1].number)) {
            rc = fault_set(fault, RC_CONFLICT, "store-newer");
        } else if (number != ours[applied->count].number ||
                   strcmp(sha256, ours[applied->count].sha256) != 0) {
            rc = fault_set(fault, RC_CONFLICT, "store-altered");
        }
        snprintf(applied->schema_hash, HEX_SIZE, "%s", sqlite3_column_text(statement, 2));
        applied->last = number;
        applied->count++;
        code = SQLITE_OK;
    }
    if (rc == RC_OK && (code != SQLITE_DONE || applied->count == 0)) {
        rc = fault_set(fault, RC_CONFLICT, "store-altered");
    }
    sqlite3_finalize(statement);
    if (rc != RC_OK) {
        log_error("store.schema-refused", log_text("database", store_db_name(connection->db)),
                  log_text("code", fault ? fault->code : ""), log_int("step", applied->last));
    }
    return rc;
}

static enum rc check_applied(struct connection *connection, const struct store_crypto *crypto,
                             struct applied *applied, struct fault *fault) {
    char hex[HEX_SIZE];
    enum rc rc = compare(connection, applied, fault);
    if (rc != RC_OK) {
        return rc;
    }
    rc = hash_schema(connection->sqlite, crypto, hex);
    if (rc != RC_OK) {
        return fault_set(fault, rc, "store-unreadable");
    }
    if (strcmp(hex, applied->schema_hash) != 0) {
        log_error("store.schema-altered", log_text("database", store_db_name(connection->db)));
        return fault_set(fault, RC_CONFLICT, "store-altered");
    }
    return RC_OK;
}

static enum rc keep_copy(struct connection *connection, const char *directory, int last) {
    char path[FOLDER_SIZE], at[CLOCK_TEXT_SIZE];
    if (snprintf(path, sizeof path, "%s/before-migration", directory) >= FOLDER_SIZE - 80) {
        return RC_LIMIT;
    }
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        return RC_IO;
    }
    clock_text(clock_technical_us(), at);
    size_t used = strlen(path);
    snprintf(path + used, sizeof path - used, "/%s-%04d-%s.db", store_db_name(connection->db), last,
             at);
    enum rc rc = copy_database(connection->sqlite, path);
    if (rc == RC_OK) {
        rc = copy_check(path);
    }
    log_notice("store.copied-before-migration", log_text("file", path), log_rc(rc));
    return rc;
}

static enum rc record(sqlite3 *sqlite, const struct migration *step, const char *schema_hash) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(sqlite, INSERT_STEP, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_int(statement, 1, step->number);
        sqlite3_bind_text(statement, 2, step->name, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 3, step->sha256, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 4, schema_hash, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 5, clock_technical_us());
        code = sqlite3_step(statement);
    }
    enum rc rc = connection_rc(sqlite, code, step->name);
    sqlite3_finalize(statement);
    return rc;
}

static enum rc apply(struct connection *connection, const struct store_crypto *crypto,
                     const struct migration *step, bool first) {
    sqlite3 *sqlite = connection->sqlite;
    char hex[HEX_SIZE];
    int64_t violations = 0;
    enum rc rc = connection_control(connection, CONTROL_BEGIN_WRITE);
    if (rc != RC_OK) {
        return rc;
    }
    if (first) {
        rc = connection_rc(sqlite, sqlite3_exec(sqlite, CREATE_LIST, NULL, NULL, NULL), "create");
    }
    if (rc == RC_OK && step->mend != NULL) {
        rc = connection_rc(sqlite, sqlite3_exec(sqlite, step->mend, NULL, NULL, NULL), step->name);
    }
    if (rc == RC_OK) {
        rc = connection_rc(sqlite, sqlite3_exec(sqlite, step->sql, NULL, NULL, NULL), step->name);
    }
    if (rc == RC_OK) {
        rc = read_number(sqlite, SQL("SELECT count(*) FROM pragma_foreign_key_check"), &violations);
    }
    if (rc == RC_OK && violations > 0) {
        rc = RC_CONFLICT;
    }
    if (rc == RC_OK) {
        rc = hash_schema(sqlite, crypto, hex);
    }
    if (rc == RC_OK) {
        rc = record(sqlite, step, hex);
    }
    if (rc == RC_OK) {
        rc = connection_control(connection, CONTROL_COMMIT);
    }
    if (rc != RC_OK && !sqlite3_get_autocommit(sqlite)) {
        enum rc undone = connection_control(connection, CONTROL_ROLLBACK);
        rc = undone == RC_OK ? rc : undone;
    }
    return rc;
}

enum rc migrate(struct connection *connection, const char *directory,
                const struct store_options *options, struct fault *fault) {
    struct applied applied = {0};
    int64_t tables = 0, application = 0;
    enum rc rc =
        read_number(connection->sqlite, SQL("SELECT count(*) FROM sqlite_schema"), &tables);
    if (rc == RC_OK) {
        rc = read_number(connection->sqlite, SQL("PRAGMA application_id"), &application);
    }
    if (rc != RC_OK) {
        return fault_set(fault, rc, "store-unreadable");
    }
    if (tables > 0 && application != APPLICATION_ID) {
        return fault_set(fault, RC_CONFLICT, "store-altered");
    }
    if (tables > 0) {
        rc = check_applied(connection, &options->crypto, &applied, fault);
    }
    size_t count = STORE_MIGRATION_COUNTS[connection->db];
    if (rc == RC_OK && applied.count > 0 && applied.count < count) {
        rc = keep_copy(connection, directory, applied.last);
        if (rc != RC_OK) {
            return fault_set(fault, rc, "store-unreadable");
        }
    }
    for (size_t i = applied.count; rc == RC_OK && i < count; i++) {
        const struct migration *step = &STORE_MIGRATIONS[connection->db][i];
        rc = apply(connection, &options->crypto, step, i == 0);
        log_info("store.migrated", log_text("database", store_db_name(connection->db)),
                 log_text("step", step->name), log_rc(rc));
        if (rc != RC_OK) {
            fault_set(fault, rc, "store-migration");
        }
    }
    return rc;
}
