// SPDX-License-Identifier: EUPL-1.2
// SQL of quotations.
#include "store/quotations.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_BEFORE, Q_LIST, Q_COUNT };

#define COLUMNS "q.currency, q.day, q.units, q.recorded_us, q.recorded_by "
#define NEWEST                                                                                     \
    "q.id = (SELECT max(l.id) FROM quotations l WHERE l.fund = q.fund "                            \
    "AND l.currency = q.currency AND l.day = q.day) "

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"quotation.insert",
                  SQL("INSERT INTO quotations (fund, currency, day, units, recorded_us, "
                      "recorded_by) VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_BEFORE] = {"quotation.before",
                  SQL("SELECT " COLUMNS "FROM quotations q WHERE q.fund = $1 AND q.currency = $2 "
                      "AND q.day <= $3 AND " NEWEST "ORDER BY q.day DESC LIMIT $4")},
    [Q_LIST] = {"quotation.list",
                SQL("SELECT " COLUMNS "FROM quotations q WHERE q.fund = $1 AND " NEWEST
                    "ORDER BY q.day DESC, q.currency DESC LIMIT $2")},
};

const struct statement_table QUOTATION_STATEMENTS = {"quotation", STORE_IN_OFFICE, STATEMENTS,
                                                     Q_COUNT};

enum rc quotation_insert(struct tx *tx, const struct public_id *fund,
                         const struct quotation_row *row) {
    struct query *query = tx_query(tx, &QUOTATION_STATEMENTS, Q_INSERT);
    bind_id(query, 1, fund);
    bind_text(query, 2, row->currency);
    bind_text(query, 3, row->day);
    bind_int(query, 4, row->units);
    bind_int(query, 5, row->recorded_us);
    bind_id(query, 6, &row->recorded_by);
    return query_run_one(query);
}

static void read_quotation(struct query *query, struct arena *arena, void *row) {
    *(struct quotation_row *)row = (struct quotation_row){
        .currency = column_copy(query, 0, arena),
        .day = column_copy(query, 1, arena),
        .units = column_int(query, 2),
        .recorded_us = column_int(query, 3),
        .recorded_by = column_id(query, 4),
    };
}

static enum rc collect(struct query *query, struct arena *arena, struct quotation_row **rows,
                       size_t *count) {
    void *list = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **rows, read_quotation, &list, count);
    if (rc == RC_OK)
        *rows = list;
    return rc;
}

enum rc quotation_list_before(struct tx *tx, const struct public_id *fund, const char *currency,
                              const char *day, size_t limit, struct arena *arena,
                              struct quotation_row **rows, size_t *count) {
    struct query *query = tx_query(tx, &QUOTATION_STATEMENTS, Q_BEFORE);
    bind_id(query, 1, fund);
    bind_text(query, 2, currency);
    bind_text(query, 3, day);
    bind_int(query, 4, (int64_t)limit);
    return collect(query, arena, rows, count);
}

enum rc quotation_list(struct tx *tx, const struct public_id *fund, size_t limit,
                       struct arena *arena, struct quotation_row **rows, size_t *count) {
    struct query *query = tx_query(tx, &QUOTATION_STATEMENTS, Q_LIST);
    bind_id(query, 1, fund);
    bind_int(query, 2, (int64_t)limit);
    return collect(query, arena, rows, count);
}
