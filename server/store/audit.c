// SPDX-License-Identifier: EUPL-1.2
// Appends to the hash chain, notes reads of health data, lists what was done to an object.
#include "store/audit.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/audit_chain.h"
#include "store/rows.h"

#include <stdio.h>
#include <string.h>

enum { LIST_MOST = 200 };

static const int64_t READ_WINDOW_US = 10 * CLOCK_MINUTE_US;

enum { Q_INSERT, Q_HEAD, Q_CHECKPOINTED, Q_READ_RECENT, Q_LIST, Q_CHECKPOINT_INSERT, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"audit.insert",
                  SQL("INSERT INTO audit (seq, at_us, actor, action, object, detail, prev, hash)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")},
    [Q_HEAD] = {"audit.head", SQL("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")},
    [Q_CHECKPOINTED] = {"audit.checkpointed",
                        SQL("SELECT coalesce(max(own_seq), 0) FROM audit_checkpoints")},
    // Walked from the newest back to the first that is older than the window, never to the end.
    [Q_READ_RECENT] = {"audit.read-recent",
                       SQL("SELECT at_us, actor = $2 AND action = $3 FROM audit WHERE object = $1"
                           " ORDER BY seq DESC")},
    [Q_LIST] = {"audit.list",
                SQL("SELECT seq, at_us, actor, action, object, detail FROM audit"
                    " WHERE object = $1 AND ($2 = 0 OR seq < $2) ORDER BY seq DESC LIMIT $3")},
    [Q_CHECKPOINT_INSERT] = {"audit.checkpoint-insert",
                             SQL("INSERT INTO audit_checkpoints (at_us, own_seq, text)"
                                 " VALUES ($1, $2, $3)")},
};

const struct statement_table AUDIT_STATEMENTS = {"audit", STORE_IN_BOTH, STATEMENTS, Q_COUNT};

enum rc audit_append(struct tx *tx, const char *actor, const char *action, const char *object,
                     const char *detail) {
    if (!tx->head) {
        log_bug("store.audit-in-read", log_text("action", action));
        return RC_BUG;
    }
    struct audit_row row = {.seq = tx->head->seq + 1,
                            .at_us = tx->at_us,
                            .actor = actor,
                            .action = action,
                            .object = object ? object : "",
                            .detail = detail ? detail : ""};
    struct audit_head next = {.seq = row.seq};
    enum rc rc = audit_row_hash(tx->crypto, tx_db(tx), &row, tx->head->hash, next.hash);
    if (rc != RC_OK) {
        return rc;
    }
    struct query *query = tx_query(tx, &AUDIT_STATEMENTS, Q_INSERT);
    bind_int(query, 1, row.seq);
    bind_int(query, 2, row.at_us);
    bind_text(query, 3, row.actor);
    bind_text(query, 4, row.action);
    bind_text(query, 5, row.object);
    bind_text(query, 6, row.detail);
    bind_blob(query, 7, tx->head->hash, STORE_HASH_SIZE);
    bind_blob(query, 8, next.hash, STORE_HASH_SIZE);
    rc = query_run(query);
    if (rc == RC_OK) {
        *tx->head = next;
        tx->audited++;
    }
    return rc;
}

struct reading {
    const char *actor, *subject;
    char action[80];
    bool recent;
};

// RC_OK also when there is no recent entry: `recent` tells.
static enum rc look_for_recent(struct tx *tx, void *context) {
    struct reading *reading = context;
    struct query *query = tx_query(tx, &AUDIT_STATEMENTS, Q_READ_RECENT);
    bind_text(query, 1, reading->subject);
    bind_text(query, 2, reading->actor);
    bind_text(query, 3, reading->action);
    reading->recent = false;
    enum rc rc = query_row(query);
    while (rc == RC_OK && column_int(query, 0) > tx_at_us(tx) - READ_WINDOW_US) {
        // A clock that was set back leaves entries of the future: they are no reading of now.
        if (column_bool(query, 1) && column_int(query, 0) <= tx_at_us(tx)) {
            reading->recent = true;
            return RC_OK;
        }
        rc = query_row(query);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc append_read(struct tx *tx, void *context) {
    struct reading *reading = context;
    enum rc rc = look_for_recent(tx, reading); // two tabs may ask at once
    if (rc != RC_OK || reading->recent) {
        return rc;
    }
    return audit_append(tx, reading->actor, reading->action, reading->subject, NULL);
}

enum rc audit_read(struct store *store, enum store_db db, const char *actor, const char *subject,
                   const char *view) {
    struct reading reading = {.actor = actor, .subject = subject};
    size_t room = sizeof reading.action;
    if ((size_t)snprintf(reading.action, room, "read.%s", view) >= room) {
        return RC_BUG;
    }
    // What a reader sees is committed, so an entry found here is durable already.
    enum rc rc = store_read(store, db, "audit.read-recent", look_for_recent, &reading);
    if (rc != RC_OK || reading.recent) {
        return rc;
    }
    return store_write(store, db, "audit.read", append_read, &reading);
}

static void take_entry(struct query *query, struct arena *arena, void *row) {
    *(struct audit_entry *)row = (struct audit_entry){
        .seq = column_int(query, 0),
        .at_us = column_int(query, 1),
        .actor = column_copy(query, 2, arena),
        .action = column_copy(query, 3, arena),
        .object = column_copy(query, 4, arena),
        .detail = column_copy(query, 5, arena),
    };
}

enum rc audit_list(struct tx *tx, const char *object, int64_t before_seq, size_t limit,
                   struct arena *arena, struct audit_entry **entries, size_t *count) {
    void *rows = NULL;
    struct query *query = tx_query(tx, &AUDIT_STATEMENTS, Q_LIST);
    bind_text(query, 1, object);
    bind_int(query, 2, before_seq);
    bind_int(query, 3, (int64_t)(limit < LIST_MOST ? limit : LIST_MOST));
    enum rc rc = rows_collect(query, arena, sizeof **entries, take_entry, &rows, count);
    if (rc == RC_OK) {
        *entries = rows;
    }
    return rc;
}

enum rc audit_head_load(struct connection *connection, struct audit_head *head,
                        int64_t *checkpointed) {
    struct tx tx;
    tx_begin(&tx, connection, NULL);
    *head = (struct audit_head){0};
    *checkpointed = 0;
    struct query *query = tx_query(&tx, &AUDIT_STATEMENTS, Q_HEAD);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        size_t length = 0;
        head->seq = column_int(query, 0);
        const void *hash = column_blob(query, 1, &length);
        if (length == STORE_HASH_SIZE) {
            memcpy(head->hash, hash, length);
        }
    } else if (rc == RC_NOT_FOUND) {
        rc = RC_OK;
    }
    query = tx_query(&tx, &AUDIT_STATEMENTS, Q_CHECKPOINTED);
    if (rc == RC_OK && (rc = query_row(query)) == RC_OK) {
        *checkpointed = column_int(query, 0);
    }
    tx_end(&tx);
    return rc;
}

enum rc audit_checkpoint_insert(struct tx *tx, void *text) {
    struct query *query = tx_query(tx, &AUDIT_STATEMENTS, Q_CHECKPOINT_INSERT);
    bind_int(query, 1, tx_at_us(tx));
    bind_int(query, 2, tx->head ? tx->head->seq : 0);
    bind_text(query, 3, text);
    return query_run(query);
}
