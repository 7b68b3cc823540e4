// SPDX-License-Identifier: EUPL-1.2
// How far the drain has come in each inbox.
#include "store/cursors.h"

#include "store/statement.h"

enum { Q_READ, Q_WRITE, Q_BEGIN, Q_UNDO, Q_KEEP, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_READ] = {"cursor.read", SQL("SELECT sequence FROM inbox_cursors WHERE inbox = $1")},
    [Q_WRITE] = {"cursor.write",
                 SQL("INSERT INTO inbox_cursors (inbox, sequence, updated_us) VALUES ($1, $2, $3) "
                     "ON CONFLICT (inbox) DO UPDATE SET sequence = excluded.sequence, "
                     "updated_us = excluded.updated_us")},
    [Q_BEGIN] = {"message.begin", SQL("SAVEPOINT message")},
    [Q_UNDO] = {"message.undo", SQL("ROLLBACK TO SAVEPOINT message")},
    [Q_KEEP] = {"message.keep", SQL("RELEASE SAVEPOINT message")},
};

const struct statement_table CURSOR_STATEMENTS = {"cursors", STORE_IN_MONITORING, STATEMENTS,
                                                  Q_COUNT};

enum rc inbox_cursor_read(struct tx *tx, const struct public_id *inbox, int64_t *sequence) {
    struct query *query = tx_query(tx, &CURSOR_STATEMENTS, Q_READ);
    bind_id(query, 1, inbox);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *sequence = column_int(query, 0);
    } else if (rc == RC_NOT_FOUND) {
        *sequence = 0;
        rc = RC_OK;
    }
    return rc;
}

enum rc inbox_cursor_write(struct tx *tx, const struct public_id *inbox, int64_t sequence) {
    struct query *query = tx_query(tx, &CURSOR_STATEMENTS, Q_WRITE);
    bind_id(query, 1, inbox);
    bind_int(query, 2, sequence);
    bind_int(query, 3, tx_at_us(tx));
    return query_run(query);
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
