// SPDX-License-Identifier: EUPL-1.2
// Opens connections with the one set of pragmas, and watches which tables a system write touches.
#include "store/connection.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

static const char *const CONTROL_SQL[CONTROLS] = {
    [CONTROL_BEGIN_WRITE] = SQL("BEGIN IMMEDIATE"),
    [CONTROL_BEGIN_READ] = SQL("BEGIN"),
    [CONTROL_COMMIT] = SQL("COMMIT"),
    [CONTROL_ROLLBACK] = SQL("ROLLBACK"),
    [CONTROL_SAVEPOINT] = SQL("SAVEPOINT closure"),
    [CONTROL_RELEASE] = SQL("RELEASE closure"),
    [CONTROL_ROLLBACK_TO] = SQL("ROLLBACK TO closure"),
};

// The writer alone checkpoints (SQLite 3.40 has the WAL-reset bug of two checkpointers), and never
// inside a commit. Its cache holds the newest days of many devices: a backlog comes back to each
// device again and again.
static const char WRITER_PRAGMAS[] =
    SQL("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA cell_size_check=ON;"
        "PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;");
static const char READER_PRAGMAS[] =
    SQL("PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-4096;");

static const struct {
    const char *name;
    const char *tables[3];
} SYSTEMS[] = {
    [STORE_SYSTEM_NONE] = {"", {NULL}},
    [STORE_SYSTEM_SESSION] = {"system.session", {"sessions", "login_failures", NULL}},
    [STORE_SYSTEM_LOGIN] = {"system.login", {"login_failures", NULL}},
    [STORE_SYSTEM_OUTBOX] = {"system.outbox", {"outbox", NULL}},
    [STORE_SYSTEM_IDEMPOTENCY] = {"system.idempotency", {"idempotency", NULL}},
    [STORE_SYSTEM_EVENT] = {"system.event", {"events", NULL}},
    [STORE_SYSTEM_CURSOR] = {"system.cursor", {"inbox_cursors", NULL}},
    [STORE_SYSTEM_CHECKPOINT] = {"system.checkpoint", {"audit_checkpoints", NULL}},
};

bool system_may_touch(enum store_system system, const char *table) {
    for (const char *const *allowed = SYSTEMS[system].tables; *allowed; allowed++) {
        if (strcmp(*allowed, table) == 0) {
            return true;
        }
    }
    return false;
}

const char *system_name(enum store_system system) {
    return SYSTEMS[system].name;
}

enum rc connection_rc(sqlite3 *sqlite, int code, const char *name) {
    int extended = sqlite ? sqlite3_extended_errcode(sqlite) : code;
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return RC_OK;
    case SQLITE_CONSTRAINT:
        if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
            extended == SQLITE_CONSTRAINT_FOREIGNKEY || extended == SQLITE_CONSTRAINT_TRIGGER) {
            return RC_CONFLICT;
        }
        log_bug("store.constraint", log_text("statement", name), log_int("code", extended));
        return RC_BUG;
    case SQLITE_NOMEM:
        return RC_NOMEM;
    case SQLITE_FULL:
        log_error("store.full", log_text("statement", name));
        return RC_IO;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        log_error("store.busy", log_text("statement", name), log_int("code", extended));
        return RC_BUSY;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        log_error("store.io", log_text("statement", name), log_int("code", extended));
        return RC_IO;
    default:
        log_bug("store.statement", log_text("statement", name), log_int("code", extended),
                log_text("message", sqlite ? sqlite3_errmsg(sqlite) : ""));
        return RC_BUG;
    }
}

// Not called for tables WITHOUT ROWID: their rows then are missing in allowed_rows, and the write
// is refused.
static void on_change(void *context, int operation, const char *database, const char *table,
                      sqlite3_int64 row) {
    (void)operation;
    (void)database;
    (void)row;
    struct connection *connection = context;
    if (connection->tx && connection->tx->system != STORE_SYSTEM_NONE &&
        system_may_touch(connection->tx->system, table)) {
        connection->tx->allowed_rows++;
    }
}

static enum rc set_up(struct connection *connection, bool writable) {
    sqlite3 *sqlite = connection->sqlite;
    sqlite3_extended_result_codes(sqlite, 1);
    sqlite3_busy_timeout(sqlite, CONNECTION_BUSY_MS);
    sqlite3_limit(sqlite, SQLITE_LIMIT_ATTACHED, 0);
    if (writable) {
        sqlite3_update_hook(sqlite, on_change, connection);
    } else {
        sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    int code = sqlite3_exec(sqlite, writable ? WRITER_PRAGMAS : READER_PRAGMAS, NULL, NULL, NULL);
    return connection_rc(sqlite, code, "pragma");
}

enum rc connection_open(const char *path, const char *vfs, enum store_db db, bool writable,
                        struct connection **connection) {
    struct connection *made = calloc(1, sizeof *made);
    if (!made) {
        return RC_NOMEM;
    }
    made->db = db;
    made->writable = writable;
    made->queries = calloc(STORE_STATEMENT_TABLE_COUNT, sizeof *made->queries);
    int flags = SQLITE_OPEN_NOMUTEX |
                (writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    enum rc rc = RC_NOMEM;
    if (made->queries) {
        int code = sqlite3_open_v2(path, &made->sqlite, flags, vfs);
        rc = code == SQLITE_OK ? set_up(made, writable) : connection_rc(made->sqlite, code, "open");
    }
    if (rc != RC_OK) {
        connection_close(made);
        return rc;
    }
    *connection = made;
    return RC_OK;
}

void connection_close(struct connection *connection) {
    if (!connection) {
        return;
    }
    for (size_t t = 0; connection->queries && t < STORE_STATEMENT_TABLE_COUNT; t++) {
        struct query *queries = connection->queries[t];
        for (size_t q = 0; queries && q < STORE_STATEMENT_TABLES[t]->count; q++) {
            sqlite3_finalize(queries[q].compiled);
        }
        free(queries);
    }
    for (int i = 0; i < CONTROLS; i++) {
        sqlite3_finalize(connection->control[i]);
    }
    if (sqlite3_close(connection->sqlite) != SQLITE_OK) {
        log_bug("store.connection-left-open");
    }
    free(connection->queries);
    free(connection);
}

enum rc connection_control(struct connection *connection, enum control control) {
    sqlite3_stmt **statement = &connection->control[control];
    int code = SQLITE_OK;
    if (!*statement) {
        code = sqlite3_prepare_v3(connection->sqlite, CONTROL_SQL[control], -1,
                                  SQLITE_PREPARE_PERSISTENT, statement, NULL);
    }
    if (code == SQLITE_OK) {
        sqlite3_step(*statement);
        code = sqlite3_reset(*statement);
    }
    return connection_rc(connection->sqlite, code, CONTROL_SQL[control]);
}

void tx_begin(struct tx *tx, struct connection *connection, struct store *store) {
    *tx = (struct tx){.connection = connection, .store = store, .at_us = clock_technical_us()};
    connection->tx = tx;
}

void tx_end(struct tx *tx) {
    for (struct query *query = tx->used; query;) {
        struct query *next = query->next_used;
        if (query->compiled) {
            sqlite3_reset(query->compiled); // its result was seen by the step that failed
            sqlite3_clear_bindings(query->compiled);
        }
        query->used = false;
        query->next_used = NULL;
        query = next;
    }
    tx->used = NULL;
    tx->connection->tx = NULL;
}

enum store_db tx_db(const struct tx *tx) {
    return tx->connection->db;
}

struct store *tx_store(const struct tx *tx) {
    return tx->store;
}

int64_t tx_at_us(const struct tx *tx) {
    return tx->at_us;
}

int64_t tx_changes(const struct tx *tx) {
    return sqlite3_total_changes64(tx->connection->sqlite);
}
