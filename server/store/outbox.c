// SPDX-License-Identifier: EUPL-1.2
// The outbox table: append, lease, finish, and exactly-once application in the other database.
#include "store/outbox.h"

#include "base/clock.h"
#include "store/rows.h"
#include "store/statement.h"

enum { CLAIM_MOST = 200 };

enum { Q_APPEND, Q_DUE, Q_LEASE, Q_FINISH, Q_RETRY, Q_APPLY, Q_COUNTS, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_APPEND] = {"outbox.append", SQL("INSERT INTO outbox (kind, payload, created_us, next_us)"
                                       " VALUES ($1, $2, $3, $4) RETURNING id")},
    [Q_DUE] = {"outbox.due",
               SQL("SELECT id, kind, payload, created_us, attempts + 1 FROM outbox"
                   " WHERE done_us IS NULL AND next_us <= $1 AND ($2 IS NULL OR kind = $2)"
                   " ORDER BY next_us, id LIMIT $3")},
    [Q_LEASE] = {"outbox.lease",
                 SQL("UPDATE outbox SET attempts = attempts + 1, next_us = $2 WHERE id = $1")},
    [Q_FINISH] = {"outbox.finish", SQL("UPDATE outbox SET done_us = $2, outcome = $3"
                                       " WHERE id = $1 AND done_us IS NULL")},
    [Q_RETRY] = {"outbox.retry", SQL("UPDATE outbox SET next_us = $2, outcome = $3"
                                     " WHERE id = $1 AND done_us IS NULL")},
    [Q_APPLY] = {"outbox.apply-once",
                 SQL("INSERT INTO outbox_applied (source, source_id, applied_us)"
                     " VALUES ($1, $2, $3)")},
    [Q_COUNTS] =
        {"outbox.counts",
         SQL("SELECT count(*), coalesce(sum(attempts > 0), 0), coalesce(min(created_us), 0)"
             " FROM outbox WHERE done_us IS NULL")},
};

const struct statement_table OUTBOX_STATEMENTS = {"outbox", STORE_IN_BOTH, STATEMENTS, Q_COUNT};

enum rc outbox_append(struct tx *tx, const char *kind, const char *payload, int64_t next_us,
                      int64_t *id) {
    struct query *query = tx_query(tx, &OUTBOX_STATEMENTS, Q_APPEND);
    bind_text(query, 1, kind);
    bind_text(query, 2, payload);
    bind_int(query, 3, tx_at_us(tx));
    bind_int(query, 4, next_us ? next_us : tx_at_us(tx));
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        int64_t made = column_int(query, 0);
        rc = query_run(query);
        if (rc == RC_OK && id) {
            *id = made;
        }
    }
    return rc == RC_NOT_FOUND ? RC_BUG : rc;
}

struct claiming {
    const char *kind;
    size_t limit;
    int64_t lease_us;
    struct arena *arena;
    struct outbox_row *rows;
    size_t count;
};

static void take_row(struct query *query, struct arena *arena, void *row) {
    *(struct outbox_row *)row = (struct outbox_row){
        .id = column_int(query, 0),
        .kind = column_copy(query, 1, arena),
        .payload = column_copy(query, 2, arena),
        .created_us = column_int(query, 3),
        .attempts = (int)column_int(query, 4),
    };
}

static enum rc claim(struct tx *tx, void *context) {
    struct claiming *claiming = context;
    void *rows = NULL;
    struct query *query = tx_query(tx, &OUTBOX_STATEMENTS, Q_DUE);
    bind_int(query, 1, tx_at_us(tx));
    bind_text(query, 2, claiming->kind);
    bind_int(query, 3, (int64_t)(claiming->limit < CLAIM_MOST ? claiming->limit : CLAIM_MOST));
    claiming->count = 0;
    enum rc rc = rows_collect(query, claiming->arena, sizeof *claiming->rows, take_row, &rows,
                              &claiming->count);
    claiming->rows = rows;
    for (size_t i = 0; rc == RC_OK && i < claiming->count; i++) {
        query = tx_query(tx, &OUTBOX_STATEMENTS, Q_LEASE);
        bind_int(query, 1, claiming->rows[i].id);
        bind_int(query, 2, tx_at_us(tx) + claiming->lease_us);
        rc = query_run_one(query);
    }
    return rc;
}

// Asks a reader first, so that an idle worker does not wake the writer.
static enum rc is_any_due(struct tx *tx, void *context) {
    struct claiming *claiming = context;
    struct query *query = tx_query(tx, &OUTBOX_STATEMENTS, Q_DUE);
    bind_int(query, 1, tx_at_us(tx));
    bind_text(query, 2, claiming->kind);
    bind_int(query, 3, 1);
    return query_row(query);
}

enum rc outbox_claim(struct store *store, enum store_db db, const char *kind, size_t limit,
                     int64_t lease_us, struct arena *arena, struct outbox_row **rows,
                     size_t *count) {
    struct claiming claiming = {.kind = kind, .limit = limit, .lease_us = lease_us, .arena = arena};
    enum rc rc = store_read(store, db, "outbox.due", is_any_due, &claiming);
    if (rc == RC_OK) {
        rc = store_write_system(store, db, STORE_SYSTEM_OUTBOX, claim, &claiming);
    } else if (rc == RC_NOT_FOUND) {
        rc = RC_OK;
    }
    if (rc == RC_OK) {
        *rows = claiming.rows;
        *count = claiming.count;
    }
    return rc;
}

struct settling {
    size_t which;
    int64_t id, at_us;
    const char *outcome;
};

static enum rc settle(struct tx *tx, void *context) {
    const struct settling *settling = context;
    struct query *query = tx_query(tx, &OUTBOX_STATEMENTS, settling->which);
    bind_int(query, 1, settling->id);
    bind_int(query, 2, settling->at_us);
    bind_text(query, 3, settling->outcome);
    return query_run_one(query);
}

enum rc outbox_finish(struct store *store, enum store_db db, int64_t id, const char *outcome) {
    struct settling settling = {
        .which = Q_FINISH, .id = id, .at_us = clock_technical_us(), .outcome = outcome};
    return store_write_system(store, db, STORE_SYSTEM_OUTBOX, settle, &settling);
}

enum rc outbox_retry(struct store *store, enum store_db db, int64_t id, int64_t next_us,
                     const char *outcome) {
    struct settling settling = {.which = Q_RETRY, .id = id, .at_us = next_us, .outcome = outcome};
    return store_write_system(store, db, STORE_SYSTEM_OUTBOX, settle, &settling);
}

enum rc outbox_apply_once(struct tx *tx, enum store_db source, int64_t source_id) {
    struct query *query = tx_query(tx, &OUTBOX_STATEMENTS, Q_APPLY);
    bind_text(query, 1, store_db_name(source));
    bind_int(query, 2, source_id);
    bind_int(query, 3, tx_at_us(tx));
    return query_run(query);
}

enum rc outbox_count(struct tx *tx, struct outbox_counts *counts) {
    struct query *query = tx_query(tx, &OUTBOX_STATEMENTS, Q_COUNTS);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *counts = (struct outbox_counts){.waiting = column_int(query, 0),
                                         .retried = column_int(query, 1),
                                         .oldest_us = column_int(query, 2)};
    }
    return rc;
}
