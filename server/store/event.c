// SPDX-License-Identifier: EUPL-1.2
// The bounded tail of notices for browsers.
#include "store/event.h"

#include "store/connection.h"
#include "store/rows.h"

enum { LIST_MOST = 500, PRUNE_EVERY = 256 };

enum { Q_APPEND, Q_PRUNE, Q_LIST, Q_OLDEST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_APPEND] = {"event.append",
                  SQL("INSERT INTO events (at_us, fund, audience, user, kind, payload)"
                      " VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_PRUNE] = {"event.prune", SQL("DELETE FROM events WHERE seq <= $1")},
    [Q_LIST] = {"event.list", SQL("SELECT seq, at_us, fund, audience, user, kind, payload"
                                  " FROM events WHERE seq > $1 ORDER BY seq LIMIT $2")},
    [Q_OLDEST] = {"event.oldest", SQL("SELECT coalesce(min(seq), 0) FROM events")},
};

const struct statement_table EVENT_STATEMENTS = {"event", STORE_IN_BOTH, STATEMENTS, Q_COUNT};

enum rc event_append(struct tx *tx, const struct event *event) {
    struct query *query = tx_query(tx, &EVENT_STATEMENTS, Q_APPEND);
    bind_int(query, 1, tx_at_us(tx));
    bind_id(query, 2, &event->fund);
    bind_text(query, 3, event->audience);
    bind_id(query, 4, &event->user);
    bind_text(query, 5, event->kind);
    bind_text(query, 6, event->payload);
    enum rc rc = query_run(query);
    // Not RETURNING, which builds a table for each row: one message in the drain is one event.
    int64_t seq = sqlite3_last_insert_rowid(tx->connection->sqlite);
    if (rc == RC_OK && seq % PRUNE_EVERY == 0) {
        query = tx_query(tx, &EVENT_STATEMENTS, Q_PRUNE);
        bind_int(query, 1, seq - EVENT_KEPT);
        rc = query_run(query);
    }
    if (rc == RC_OK) {
        tx->last_event = seq;
    }
    return rc;
}

static void take_event(struct query *query, struct arena *arena, void *row) {
    *(struct event *)row = (struct event){
        .seq = column_int(query, 0),
        .at_us = column_int(query, 1),
        .fund = column_id(query, 2),
        .audience = column_copy(query, 3, arena),
        .user = column_id(query, 4),
        .kind = column_copy(query, 5, arena),
        .payload = column_copy(query, 6, arena),
    };
}

enum rc event_list(struct tx *tx, int64_t after_seq, size_t limit, struct arena *arena,
                   struct event **events, size_t *count, int64_t *oldest_seq) {
    void *rows = NULL;
    size_t found = 0;
    int64_t oldest = 0;
    struct query *query = tx_query(tx, &EVENT_STATEMENTS, Q_LIST);
    bind_int(query, 1, after_seq);
    bind_int(query, 2, (int64_t)(limit < LIST_MOST ? limit : LIST_MOST));
    enum rc rc = rows_collect(query, arena, sizeof **events, take_event, &rows, &found);
    if (rc == RC_OK) {
        query = tx_query(tx, &EVENT_STATEMENTS, Q_OLDEST);
        rc = query_row(query);
        oldest = column_int(query, 0);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *events = rows;
    *count = found;
    if (oldest_seq) {
        *oldest_seq = oldest;
    }
    return RC_OK;
}
