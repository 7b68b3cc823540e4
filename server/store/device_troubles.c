// SPDX-License-Identifier: EUPL-1.2
// What doors refused to devices or in their name, counted.
#include "store/device_troubles.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_ADD, Q_LIST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_ADD] = {"device-trouble.add",
               SQL("INSERT INTO device_troubles (device_id, trouble, count, first_us, last_us) "
                   "VALUES (NULLIF($1, 0), $2, $3, $4, $4) "
                   "ON CONFLICT (COALESCE(device_id, 0), trouble) DO UPDATE SET "
                   "count = count + excluded.count, last_us = excluded.last_us")},
    [Q_LIST] = {"device-trouble.list",
                SQL("SELECT trouble, count, first_us, last_us FROM device_troubles "
                    "WHERE COALESCE(device_id, 0) = $1 ORDER BY last_us DESC, trouble")},
};

const struct statement_table DEVICE_TROUBLE_STATEMENTS = {"device-troubles", STORE_IN_MONITORING,
                                                          STATEMENTS, Q_COUNT};

enum rc device_trouble_add(struct tx *tx, int64_t device_id, const char *trouble, int64_t count,
                           int64_t at_us) {
    struct query *query = tx_query(tx, &DEVICE_TROUBLE_STATEMENTS, Q_ADD);
    bind_int(query, 1, device_id);
    bind_text(query, 2, trouble);
    bind_int(query, 3, count);
    bind_int(query, 4, at_us);
    return query_run(query);
}

static void take(struct query *query, struct arena *arena, void *row) {
    *(struct device_trouble *)row = (struct device_trouble){
        .trouble = column_copy(query, 0, arena),
        .count = column_int(query, 1),
        .first_us = column_int(query, 2),
        .last_us = column_int(query, 3),
    };
}

enum rc device_trouble_list(struct tx *tx, int64_t device_id, struct arena *arena,
                            struct device_trouble **troubles, size_t *count) {
    struct query *query = tx_query(tx, &DEVICE_TROUBLE_STATEMENTS, Q_LIST);
    bind_int(query, 1, device_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **troubles, take, &rows, count);
    if (rc == RC_OK) {
        *troubles = rows;
    }
    return rc;
}
