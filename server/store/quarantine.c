// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated.
#include "store/quarantine.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_HAS, Q_OF_MESSAGE, Q_PAGE, Q_PLACE, Q_ONE, Q_SETTLE, Q_COUNT };

#define ITEM_COLUMNS                                                                               \
    "SELECT q.id, q.public_id, q.fund, q.device, q.subject_id, s.public_id, s.key, q.transport, "  \
    "q.inbox, q.sequence, q.code, q.pointer, q.proposed, q.bytes, q.payload, q.received_us, "      \
    "CASE WHEN q.held = 2 THEN 'completed' ELSE q.act END, q.reason, q.acted_us, q.acted_by, "     \
    "a.public_id FROM quarantine q LEFT JOIN subjects s ON s.id = q.subject_id "                   \
    "LEFT JOIN subjects a ON a.id = q.acted_subject_id "

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"quarantine.insert",
                  SQL("INSERT INTO quarantine (public_id, fund, device, subject_id, transport, "
                      "inbox, sequence, code, pointer, proposed, bytes, payload, received_us) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")},
    [Q_HAS] = {"quarantine.has",
               SQL("SELECT id FROM quarantine WHERE inbox = $1 AND sequence = $2 AND "
                   "pointer = $3 LIMIT 1")},
    [Q_OF_MESSAGE] = {"quarantine.of-message",
                      SQL("SELECT public_id, code, pointer, CASE WHEN held = 2 THEN "
                          "'completed' ELSE act END FROM quarantine WHERE inbox = $1 "
                          "AND sequence = $2 ORDER BY id")},
    // Without a known device nobody can say whose it is: shown to every fund, and without bytes.
    // Each part ends by its own index, so that a quiet fund does not walk over a noisy one's items.
    [Q_PAGE] = {"quarantine.page",
                SQL(ITEM_COLUMNS
                    "WHERE q.id IN (SELECT id FROM (SELECT id FROM quarantine WHERE fund = $1 AND "
                    "(act IS NULL) = $4 AND held = 0 AND id < $2 ORDER BY id DESC LIMIT $3) "
                    "UNION ALL SELECT id FROM (SELECT id FROM quarantine WHERE fund IS NULL AND "
                    "(act IS NULL) = $4 AND held = 0 AND id < $2 ORDER BY id DESC LIMIT $3)) "
                    "ORDER BY q.id DESC LIMIT $3")},
    [Q_ONE] = {"quarantine.one", SQL(ITEM_COLUMNS "WHERE q.public_id = $1")},
    [Q_SETTLE] = {"quarantine.settle",
                  SQL("UPDATE quarantine SET act = $2, reason = $3, acted_us = $4, acted_by = $5, "
                      "acted_subject_id = $6 WHERE id = $1 AND act IS NULL AND held <> 2")},
    [Q_PLACE] = {"quarantine.place", SQL("SELECT id FROM quarantine WHERE public_id = $1")},
};

const struct statement_table QUARANTINE_STATEMENTS = {"quarantine", STORE_IN_MONITORING, STATEMENTS,
                                                      Q_COUNT};

enum rc quarantine_insert(struct tx *tx, const struct quarantine_item *item) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &item->public_id);
    bind_id(query, 2, &item->fund);
    bind_id(query, 3, &item->device);
    if (item->subject_id == 0) {
        bind_null(query, 4);
    } else {
        bind_int(query, 4, item->subject_id);
    }
    bind_text(query, 5, transport_name(item->transport));
    bind_id(query, 6, &item->inbox);
    bind_int(query, 7, item->sequence);
    bind_text(query, 8, item->code);
    bind_text(query, 9, item->pointer);
    bind_text(query, 10, item->proposed);
    bind_int(query, 11, item->bytes);
    bind_blob(query, 12, item->payload.bytes, item->payload.length);
    bind_int(query, 13, item->received_us);
    return query_run(query);
}

enum rc quarantine_has(struct tx *tx, const struct public_id *inbox, int64_t sequence,
                       const char *pointer) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_HAS);
    bind_id(query, 1, inbox);
    bind_int(query, 2, sequence);
    bind_text(query, 3, pointer);
    return query_row(query);
}

static void take_part(struct query *query, struct arena *arena, void *row) {
    *(struct quarantine_part *)row = (struct quarantine_part){
        .public_id = column_id(query, 0),
        .code = column_copy(query, 1, arena),
        .pointer = column_copy(query, 2, arena),
        .act = column_copy(query, 3, arena),
    };
}

enum rc quarantine_of_message(struct tx *tx, const struct public_id *inbox, int64_t sequence,
                              struct arena *arena, struct quarantine_part **parts, size_t *count) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_OF_MESSAGE);
    bind_id(query, 1, inbox);
    bind_int(query, 2, sequence);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **parts, take_part, &rows, count);
    if (rc == RC_OK) {
        *parts = rows;
    }
    return rc;
}

static void take(struct query *query, struct arena *arena, void *row) {
    struct quarantine_item *item = row;
    *item = (struct quarantine_item){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .fund = column_id(query, 2),
        .device = column_id(query, 3),
        .subject_id = column_int(query, 4),
        .subject = column_id(query, 5),
        .transport = strcmp(column_text(query, 7), "coap") == 0 ? TRANSPORT_COAP : TRANSPORT_MQTT,
        .inbox = column_id(query, 8),
        .sequence = column_int(query, 9),
        .code = column_copy(query, 10, arena),
        .pointer = column_copy(query, 11, arena),
        .proposed = column_copy(query, 12, arena),
        .bytes = column_int(query, 13),
        .received_us = column_int(query, 15),
        .act = column_copy(query, 16, arena),
        .acted_us = column_int(query, 18),
        .acted_by = column_id(query, 19),
        .acted_subject = column_id(query, 20),
    };
    item->reason.bytes = column_blob_copy(query, 17, arena, &item->reason.length);
    item->subject_key.bytes = column_blob_copy(query, 6, arena, &item->subject_key.length);
    item->payload.bytes = column_blob_copy(query, 14, arena, &item->payload.length);
}

enum rc quarantine_page(struct tx *tx, const struct public_id *fund, bool acted, int64_t before_id,
                        size_t limit, struct arena *arena, struct quarantine_item **items,
                        size_t *count) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_PAGE);
    bind_id(query, 1, fund);
    bind_int(query, 2, before_id == 0 ? INT64_MAX : before_id);
    bind_int(query, 3, (int64_t)limit);
    bind_int(query, 4, acted ? 0 : 1);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **items, take, &rows, count);
    if (rc == RC_OK) {
        *items = rows;
    }
    return rc;
}

enum rc quarantine_place(struct tx *tx, const struct public_id *public_id, int64_t *id) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_PLACE);
    bind_id(query, 1, public_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *id = column_int(query, 0);
    }
    return rc;
}

enum rc quarantine_by_public_id(struct tx *tx, const struct public_id *public_id,
                                struct arena *arena, struct quarantine_item *item) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_ONE);
    bind_id(query, 1, public_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        take(query, arena, item);
    }
    return rc;
}

enum rc quarantine_settle(struct tx *tx, int64_t id, const struct quarantine_act *act) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_SETTLE);
    bind_int(query, 1, id);
    bind_text(query, 2, act->act);
    bind_blob(query, 3, act->reason->bytes, act->reason->length);
    bind_int(query, 4, act->at_us);
    bind_id(query, 5, &act->by);
    if (act->subject_id == 0) {
        bind_null(query, 6);
    } else {
        bind_int(query, 6, act->subject_id);
    }
    return query_run_one(query);
}
