// SPDX-License-Identifier: EUPL-1.2
// Prepares listed statements when first used, binds by name, steps, and reads columns.
#include "store/statement.h"

#include "base/log.h"
#include "store/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum rc prepare(struct connection *connection, const struct statement *statement,
                       struct query *query) {
    const char *rest = NULL;
    int code = sqlite3_prepare_v3(connection->sqlite, statement->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  &query->compiled, &rest);
    query->statement = statement;
    if (code != SQLITE_OK) {
        return connection_rc(connection->sqlite, code, statement->name);
    }
    int parameters = sqlite3_bind_parameter_count(query->compiled);
    int named = 0;
    for (int n = 1; n <= QUERY_PARAMETERS; n++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", n);
        query->place[n] = sqlite3_bind_parameter_index(query->compiled, name);
        named += query->place[n] > 0;
    }
    // "?" or ":x" would leave a parameter without a number; text behind a ';' would never run.
    if (named != parameters || (rest && rest[strspn(rest, " \n\t;")] != '\0')) {
        log_bug("store.statement-form", log_text("statement", statement->name));
        sqlite3_finalize(query->compiled);
        query->compiled = NULL;
        return RC_BUG;
    }
    return RC_OK;
}

static bool is_in(const struct statement_table *table, enum store_db db) {
    switch (db) {
    case STORE_MONITORING:
        return (table->in & STORE_IN_MONITORING) != 0;
    case STORE_OFFICE:
        return (table->in & STORE_IN_OFFICE) != 0;
    }
    return false;
}

enum rc connection_check_statements(struct connection *connection) {
    enum rc worst = RC_OK;
    for (size_t t = 0; t < STORE_STATEMENT_TABLE_COUNT; t++) {
        const struct statement_table *table = STORE_STATEMENT_TABLES[t];
        for (size_t q = 0; is_in(table, connection->db) && q < table->count; q++) {
            struct query query = {0};
            enum rc rc = RC_BUG;
            if (table->statements[q].sql) {
                rc = prepare(connection, &table->statements[q], &query);
            } else {
                log_bug("store.statement-missing", log_text("table", table->name),
                        log_int("number", (int64_t)q));
            }
            sqlite3_finalize(query.compiled);
            if (rc != RC_OK) {
                worst = rc; // name them all in one start, not one a start
            }
        }
    }
    return worst;
}

static struct query *find(struct connection *connection, const struct statement_table *table,
                          size_t which, enum rc *rc) {
    size_t t = 0;
    while (t < STORE_STATEMENT_TABLE_COUNT && STORE_STATEMENT_TABLES[t] != table) {
        t++;
    }
    if (t == STORE_STATEMENT_TABLE_COUNT || which >= table->count ||
        !is_in(table, connection->db)) {
        log_bug("store.statement-not-listed", log_text("table", table->name),
                log_text("database", store_db_name(connection->db)));
        *rc = RC_BUG;
        return NULL;
    }
    if (!connection->queries[t]) {
        connection->queries[t] = calloc(table->count, sizeof *connection->queries[t]);
    }
    if (!connection->queries[t]) {
        *rc = RC_NOMEM;
        return NULL;
    }
    struct query *query = &connection->queries[t][which];
    if (!query->compiled) {
        *rc = prepare(connection, &table->statements[which], query);
    }
    return *rc == RC_OK ? query : NULL;
}

struct query *tx_query(struct tx *tx, const struct statement_table *table, size_t which) {
    struct connection *connection = tx->connection;
    enum rc rc = RC_OK;
    struct query *query = find(connection, table, which, &rc);
    if (!query) {
        connection->broken = (struct query){.failed = rc};
        return &connection->broken;
    }
    sqlite3_reset(query->compiled); // an earlier failure has been reported by its step
    sqlite3_clear_bindings(query->compiled);
    query->failed = RC_OK;
    query->changes = 0;
    if (!query->used) {
        query->used = true;
        query->next_used = tx->used;
        tx->used = query;
    }
    return query;
}

static void note(struct query *query, int code) {
    if (code != SQLITE_OK && query->failed == RC_OK) {
        query->failed =
            connection_rc(sqlite3_db_handle(query->compiled), code, query->statement->name);
    }
}

// SQLite's index of $number, or 0 with the failure noted.
static int place_of(struct query *query, int number) {
    if (query->failed != RC_OK) {
        return 0;
    }
    if (number < 1 || number > QUERY_PARAMETERS || query->place[number] == 0) {
        log_bug("store.parameter", log_text("statement", query->statement->name),
                log_int("number", number));
        query->failed = RC_BUG;
        return 0;
    }
    return query->place[number];
}

void bind_int(struct query *query, int number, int64_t value) {
    int place = place_of(query, number);
    if (place) {
        note(query, sqlite3_bind_int64(query->compiled, place, value));
    }
}

void bind_bool(struct query *query, int number, bool value) {
    bind_int(query, number, value);
}

void bind_text(struct query *query, int number, const char *text) {
    int place = place_of(query, number);
    if (place) {
        note(query, sqlite3_bind_text(query->compiled, place, text, -1, SQLITE_TRANSIENT));
    }
}

void bind_blob(struct query *query, int number, const void *bytes, size_t length) {
    int place = place_of(query, number);
    if (!place) {
        return;
    }
    if (bytes && length == 0) {
        note(query, sqlite3_bind_zeroblob(query->compiled, place, 0));
    } else {
        note(query, sqlite3_bind_blob64(query->compiled, place, bytes, length, SQLITE_TRANSIENT));
    }
}

void bind_lent(struct query *query, int number, const char *text) {
    int place = place_of(query, number);
    if (place) {
        note(query, sqlite3_bind_text(query->compiled, place, text, -1, SQLITE_STATIC));
    }
}

void bind_lent_blob(struct query *query, int number, const void *bytes, size_t length) {
    int place = place_of(query, number);
    if (place) {
        note(query, sqlite3_bind_blob64(query->compiled, place, bytes, length, SQLITE_STATIC));
    }
}

void bind_id(struct query *query, int number, const struct public_id *id) {
    bind_text(query, number, id && public_id_is_set(id) ? id->text : NULL);
}

void bind_null(struct query *query, int number) {
    int place = place_of(query, number);
    if (place) {
        note(query, sqlite3_bind_null(query->compiled, place));
    }
}

enum rc query_row(struct query *query) {
    if (query->failed != RC_OK) {
        return query->failed;
    }
    sqlite3 *sqlite = sqlite3_db_handle(query->compiled);
    int code = sqlite3_step(query->compiled);
    if (code == SQLITE_ROW) {
        return RC_OK;
    }
    enum rc rc = connection_rc(sqlite, code, query->statement->name);
    query->changes = rc == RC_OK ? sqlite3_changes64(sqlite) : 0;
    sqlite3_reset(query->compiled); // repeats the code that was just translated
    if (rc != RC_OK) {
        query->failed = rc;
        return rc;
    }
    return RC_NOT_FOUND;
}

enum rc query_run(struct query *query) {
    enum rc rc = RC_OK;
    while (rc == RC_OK) {
        rc = query_row(query);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc query_run_one(struct query *query) {
    enum rc rc = query_run(query);
    if (rc != RC_OK) {
        return rc;
    }
    if (query->changes > 1) {
        log_bug("store.changed-too-many", log_text("statement", query->statement->name),
                log_int("rows", query->changes));
        return RC_BUG;
    }
    return query->changes == 1 ? RC_OK : RC_NOT_FOUND;
}

int64_t query_changes(const struct query *query) {
    return query->changes;
}

int64_t column_int(struct query *query, int column) {
    return query->compiled ? sqlite3_column_int64(query->compiled, column) : 0;
}

bool column_bool(struct query *query, int column) {
    return column_int(query, column) != 0;
}

const char *column_text(struct query *query, int column) {
    const unsigned char *text =
        query->compiled ? sqlite3_column_text(query->compiled, column) : NULL;
    return text ? (const char *)text : "";
}

char *column_copy(struct query *query, int column, struct arena *arena) {
    return column_is_null(query, column) ? NULL : arena_strdup(arena, column_text(query, column));
}

const void *column_blob(struct query *query, int column, size_t *length) {
    if (column_is_null(query, column)) {
        *length = 0;
        return NULL;
    }
    // A blob of length 0 has no address in SQLite, yet it is not NULL.
    const void *bytes = sqlite3_column_blob(query->compiled, column);
    *length = (size_t)sqlite3_column_bytes(query->compiled, column);
    return bytes ? bytes : "";
}

void *column_blob_copy(struct query *query, int column, struct arena *arena, size_t *length) {
    const void *bytes = column_blob(query, column, length);
    return bytes ? arena_copy(arena, bytes, *length) : NULL;
}

struct public_id column_id(struct query *query, int column) {
    struct public_id id = {{0}};
    const char *text = column_text(query, column);
    if (public_id_parse(text, strlen(text), &id) != RC_OK && text[0] != '\0') {
        log_bug("store.not-an-id",
                log_text("statement", query->statement ? query->statement->name : ""),
                log_int("column", column));
    }
    return id;
}

bool column_is_null(struct query *query, int column) {
    return !query->compiled || sqlite3_column_type(query->compiled, column) == SQLITE_NULL;
}
