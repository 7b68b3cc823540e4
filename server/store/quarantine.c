// SPDX-License-Identifier: EUPL-1.2
// What arrived and was not evaluated.
#include "store/quarantine.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_HAS, Q_PAGE, Q_PLACE, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"quarantine.insert",
                  SQL("INSERT INTO quarantine (public_id, fund, device, subject_id, transport, "
                      "inbox, sequence, code, pointer, proposed, bytes, payload, received_us) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")},
    [Q_HAS] = {"quarantine.has",
               SQL("SELECT id FROM quarantine WHERE inbox = $1 AND sequence = $2 AND "
                   "pointer = $3 LIMIT 1")},
    // Without a known device nobody can say whose it is: shown to every fund, and without bytes.
    // Each part ends by its own index, so that a quiet fund does not walk over a noisy one's items.
    [Q_PAGE] = {"quarantine.page",
                SQL("SELECT q.id, q.public_id, q.fund, q.device, q.subject_id, s.public_id, s.key, "
                    "q.transport, q.inbox, q.sequence, q.code, q.pointer, q.proposed, q.bytes, "
                    "q.payload, q.received_us FROM quarantine q "
                    "LEFT JOIN subjects s ON s.id = q.subject_id WHERE q.id IN ("
                    "SELECT id FROM (SELECT id FROM quarantine WHERE fund = $1 AND id < $2 "
                    "ORDER BY id DESC LIMIT $3) UNION ALL "
                    "SELECT id FROM (SELECT id FROM quarantine WHERE fund IS NULL AND id < $2 "
                    "ORDER BY id DESC LIMIT $3)) ORDER BY q.id DESC LIMIT $3")},
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
    };
    item->subject_key.bytes = column_blob_copy(query, 6, arena, &item->subject_key.length);
    item->payload.bytes = column_blob_copy(query, 14, arena, &item->payload.length);
}

enum rc quarantine_page(struct tx *tx, const struct public_id *fund, int64_t before_id,
                        size_t limit, struct arena *arena, struct quarantine_item **items,
                        size_t *count) {
    struct query *query = tx_query(tx, &QUARANTINE_STATEMENTS, Q_PAGE);
    bind_id(query, 1, fund);
    bind_int(query, 2, before_id == 0 ? INT64_MAX : before_id);
    bind_int(query, 3, (int64_t)limit);
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
