// SPDX-License-Identifier: EUPL-1.2
// How far the drain has come in each inbox.
#include "store/cursors.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

enum { Q_READ, Q_WRITE, Q_LIST, Q_MISSED, Q_BEGIN, Q_UNDO, Q_KEEP, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_READ] = {"cursor.read",
                SQL("SELECT sequence, start, mark FROM inbox_cursors WHERE inbox = $1")},
    [Q_WRITE] = {"cursor.write",
                 SQL("INSERT INTO inbox_cursors (inbox, sequence, updated_us, start, mark) "
                     "VALUES ($1, $2, $3, $4, $5) "
                     "ON CONFLICT (inbox) DO UPDATE SET sequence = excluded.sequence, "
                     "updated_us = excluded.updated_us, start = excluded.start, "
                     "mark = excluded.mark, missed_us = NULL")},
    [Q_LIST] = {"cursor.list", SQL("SELECT inbox FROM inbox_cursors WHERE missed_us IS NULL")},
    [Q_MISSED] = {"cursor.missed", SQL("UPDATE inbox_cursors SET missed_us = $2 WHERE inbox = $1")},
    [Q_BEGIN] = {"message.begin", SQL("SAVEPOINT message")},
    [Q_UNDO] = {"message.undo", SQL("ROLLBACK TO SAVEPOINT message")},
    [Q_KEEP] = {"message.keep", SQL("RELEASE SAVEPOINT message")},
};

const struct statement_table CURSOR_STATEMENTS = {"cursors", STORE_IN_MONITORING, STATEMENTS,
                                                  Q_COUNT};

enum rc inbox_cursor_read(struct tx *tx, const struct public_id *inbox,
                          struct inbox_cursor *cursor) {
    struct query *query = tx_query(tx, &CURSOR_STATEMENTS, Q_READ);
    bind_id(query, 1, inbox);
    enum rc rc = query_row(query);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    struct inbox_cursor found = {0};
    if (rc == RC_OK) {
        size_t length = 0;
        const void *mark = column_blob(query, 2, &length);
        found.sequence = column_int(query, 0);
        if (mark != NULL && length == sizeof found.mark) {
            found.start = column_int(query, 1);
            memcpy(found.mark, mark, sizeof found.mark);
        }
    }
    *cursor = found;
    return RC_OK;
}

enum rc inbox_cursor_write(struct tx *tx, const struct public_id *inbox,
                           const struct inbox_cursor *cursor) {
    struct query *query = tx_query(tx, &CURSOR_STATEMENTS, Q_WRITE);
    bind_id(query, 1, inbox);
    bind_int(query, 2, cursor->sequence);
    bind_int(query, 3, tx_at_us(tx));
    bind_int(query, 4, cursor->start);
    bind_blob(query, 5, cursor->start == 0 ? NULL : cursor->mark, sizeof cursor->mark);
    return query_run(query);
}

static void take_id(struct query *query, struct arena *arena, void *row) {
    (void)arena; // ids are copied into the struct
    *(struct public_id *)row = column_id(query, 0);
}

enum rc inbox_cursor_list(struct tx *tx, struct arena *arena, struct public_id **inboxes,
                          size_t *count) {
    void *rows;
    enum rc rc = rows_collect(tx_query(tx, &CURSOR_STATEMENTS, Q_LIST), arena, sizeof **inboxes,
                              take_id, &rows, count);
    if (rc == RC_OK) {
        *inboxes = rows;
    }
    return rc;
}

enum rc inbox_cursor_missed(struct tx *tx, const struct public_id *inbox) {
    struct query *query = tx_query(tx, &CURSOR_STATEMENTS, Q_MISSED);
    bind_id(query, 1, inbox);
    bind_int(query, 2, tx_at_us(tx));
    return query_run_one(query);
}

enum rc message_begin(struct tx *tx) {
    return query_run(tx_query(tx, &CURSOR_STATEMENTS, Q_BEGIN));
}

enum rc message_keep(struct tx *tx) {
    return query_run(tx_query(tx, &CURSOR_STATEMENTS, Q_KEEP));
}

enum rc message_undo(struct tx *tx) {
    enum rc rc = query_run(tx_query(tx, &CURSOR_STATEMENTS, Q_UNDO));
    return rc == RC_OK ? message_keep(tx) : rc;
}
