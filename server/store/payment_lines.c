// SPDX-License-Identifier: EUPL-1.2
// SQL of payment lines.
#include "store/payment_lines.h"

#include "store/rows.h"
#include "store/statement.h"

enum {
    Q_INSERT,
    Q_USED,
    Q_SUM,
    Q_LIST,
    Q_TOTALS,
    Q_OF_CLAIM,
    Q_BEAR,
    Q_BORNE,
    Q_STILL_BORNE,
    Q_RETURN,
    Q_COUNT
};

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"payment-line.insert",
                  SQL("INSERT INTO payment_lines (public_id, fund, claim_id, expense_id, "
                      "month_number, month_from, month_to, amount_cents, ceiling_cents, "
                      "created_us, created_by, part_cents, kind, payee) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")},
    [Q_USED] = {"payment-line.used", SQL("SELECT month_number, sum(cents) FROM month_uses "
                                         "WHERE claim_id = $1 GROUP BY month_number")},
    [Q_SUM] = {"payment-line.sum",
               SQL("SELECT coalesce(sum(l.amount_cents), 0) FROM payment_lines AS l "
                   "WHERE l.expense_id = $1 AND NOT EXISTS (SELECT 1 FROM payment_stops AS s "
                   "WHERE s.line_id = l.id AND s.kind = 'withdrawn')")},
    [Q_LIST] = {"payment-line.list",
                SQL("SELECT l.id, l.public_id, l.fund, l.claim_id, l.expense_id, l.month_number, "
                    "l.month_from, l.month_to, l.amount_cents, l.ceiling_cents, l.created_us, "
                    "l.created_by, c.public_id, c.number, c.plan_id, p.public_id, k.wrapped, "
                    "p.last_name, p.first_name, e.public_id, e.detail, e.amount_cents, "
                    "l.part_cents, l.kind, s.kind, s.rule, s.reason, s.stopped_us, l.payee "
                    "FROM payment_lines l JOIN claims c ON c.id = l.claim_id "
                    "JOIN persons p ON p.id = c.person_id "
                    "LEFT JOIN person_keys k ON k.person_id = p.id "
                    "JOIN expenses e ON e.id = l.expense_id "
                    "LEFT JOIN payment_stops s ON s.line_id = l.id "
                    "WHERE l.fund = $1 AND l.id < $2 ORDER BY l.id DESC LIMIT $3")},
    [Q_TOTALS] =
        {"payment-line.totals",
         SQL("SELECT count(*) - count(s.line_id), coalesce(sum(CASE WHEN s.line_id IS NULL "
             "THEN l.amount_cents END), 0), count(s.line_id) FROM payment_lines AS l "
             "LEFT JOIN payment_stops AS s ON s.line_id = l.id WHERE l.fund = $1")},
    [Q_OF_CLAIM] =
        {"payment-line.of-claim",
         SQL("SELECT e.public_id, l.month_number, l.month_from, l.month_to, "
             "l.amount_cents FROM payment_lines l JOIN expenses e ON e.id = l.expense_id "
             "WHERE l.claim_id = $1 AND NOT EXISTS (SELECT 1 FROM payment_stops s "
             "WHERE s.line_id = l.id AND s.kind = 'withdrawn') ORDER BY l.id")},
    [Q_BEAR] = {"borne-line.insert",
                SQL("INSERT INTO borne_lines (claim_id, expense_id, month_number, borne_cents, "
                    "ceiling_cents, created_us, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)")},
    [Q_BORNE] = {"borne-line.sum",
                 SQL("SELECT (SELECT coalesce(sum(borne_cents), 0) FROM borne_lines "
                     "WHERE claim_id = $1) - (SELECT coalesce(sum(returned_cents), 0) "
                     "FROM borne_returns WHERE claim_id = $1)")},
    [Q_STILL_BORNE] =
        {"borne-line.still",
         SQL("SELECT b.expense_id, b.month_number, sum(b.borne_cents) - "
             "(SELECT coalesce(sum(r.returned_cents), 0) FROM borne_returns r "
             "WHERE r.expense_id = b.expense_id AND r.month_number = b.month_number) AS rest "
             "FROM borne_lines b WHERE b.claim_id = $1 "
             "GROUP BY b.expense_id, b.month_number ORDER BY max(b.id) DESC")},
    [Q_RETURN] = {"borne-line.return",
                  SQL("INSERT INTO borne_returns (claim_id, expense_id, month_number, "
                      "returned_cents, created_us, created_by) VALUES ($1, $2, $3, $4, $5, $6)")},
};

const struct statement_table PAYMENT_LINE_STATEMENTS = {"payment-line", STORE_IN_OFFICE, STATEMENTS,
                                                        Q_COUNT};

enum rc payment_line_insert(struct tx *tx, const struct payment_line *line) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &line->public_id);
    bind_id(query, 2, &line->fund);
    bind_int(query, 3, line->claim_id);
    bind_int(query, 4, line->expense_id);
    bind_int(query, 5, line->month_number);
    bind_text(query, 6, line->month_from);
    bind_text(query, 7, line->month_to);
    bind_int(query, 8, line->amount_cents);
    bind_int(query, 9, line->ceiling_cents);
    bind_int(query, 10, line->created_us);
    bind_id(query, 11, &line->created_by);
    bind_int(query, 12, line->part_cents);
    bind_text(query, 13, line->kind == NULL ? "expense" : line->kind);
    bind_text(query, 14, line->payee);
    return query_run_one(query);
}

enum rc borne_line_insert(struct tx *tx, const struct borne_line *line) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_BEAR);
    bind_int(query, 1, line->claim_id);
    bind_int(query, 2, line->expense_id);
    bind_int(query, 3, line->month_number);
    bind_int(query, 4, line->borne_cents);
    bind_int(query, 5, line->ceiling_cents);
    bind_int(query, 6, line->created_us);
    bind_id(query, 7, &line->created_by);
    return query_run_one(query);
}

enum rc borne_line_return(struct tx *tx, const struct borne_line *line) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_RETURN);
    bind_int(query, 1, line->claim_id);
    bind_int(query, 2, line->expense_id);
    bind_int(query, 3, line->month_number);
    bind_int(query, 4, line->borne_cents);
    bind_int(query, 5, line->created_us);
    bind_id(query, 6, &line->created_by);
    return query_run_one(query);
}

static void read_borne(struct query *query, struct arena *arena, void *row) {
    (void)arena;
    *(struct borne_line *)row = (struct borne_line){
        .expense_id = column_int(query, 0),
        .month_number = (int32_t)column_int(query, 1),
        .borne_cents = column_int(query, 2),
    };
}

enum rc borne_line_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                        struct borne_line **lines, size_t *count) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_STILL_BORNE);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **lines, read_borne, &rows, count);
    if (rc == RC_OK)
        *lines = rows;
    return rc;
}

enum rc borne_line_sum(struct tx *tx, int64_t claim_id, int64_t *cents) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_BORNE);
    bind_int(query, 1, claim_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK)
        *cents = column_int(query, 0);
    return rc;
}

enum rc payment_line_used(struct tx *tx, int64_t claim_id, int64_t *used, size_t months) {
    for (size_t i = 0; i < months; i++)
        used[i] = 0;
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_USED);
    bind_int(query, 1, claim_id);
    enum rc rc = query_row(query);
    while (rc == RC_OK) {
        int64_t month = column_int(query, 0);
        if (month < 1 || (uint64_t)month > months)
            return RC_BUG;
        used[month - 1] = column_int(query, 1);
        rc = query_row(query);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc payment_line_sum(struct tx *tx, int64_t expense_id, int64_t *cents) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_SUM);
    bind_int(query, 1, expense_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK)
        *cents = column_int(query, 0);
    return rc;
}

static struct sealed column_sealed(struct query *query, int column, struct arena *arena) {
    struct sealed sealed = {0};
    sealed.bytes = column_blob_copy(query, column, arena, &sealed.length);
    return sealed;
}

static void read_line(struct query *query, struct arena *arena, void *row) {
    *(struct payment_line_row *)row = (struct payment_line_row){
        .line = {.id = column_int(query, 0),
                 .public_id = column_id(query, 1),
                 .fund = column_id(query, 2),
                 .claim_id = column_int(query, 3),
                 .expense_id = column_int(query, 4),
                 .month_number = (int32_t)column_int(query, 5),
                 .month_from = column_copy(query, 6, arena),
                 .month_to = column_copy(query, 7, arena),
                 .amount_cents = column_int(query, 8),
                 .ceiling_cents = column_int(query, 9),
                 .created_us = column_int(query, 10),
                 .created_by = column_id(query, 11),
                 .part_cents = column_int(query, 22),
                 .kind = column_copy(query, 23, arena),
                 .payee = column_is_null(query, 28) ? NULL : column_copy(query, 28, arena)},
        .claim = column_id(query, 12),
        .claim_number = column_copy(query, 13, arena),
        .plan_id = column_copy(query, 14, arena),
        .person = column_id(query, 15),
        .person_key = column_sealed(query, 16, arena),
        .last_name = column_sealed(query, 17, arena),
        .first_name = column_sealed(query, 18, arena),
        .expense = column_id(query, 19),
        .expense_detail = column_sealed(query, 20, arena),
        .expense_cents = column_int(query, 21),
        .stop_kind = column_copy(query, 24, arena),
        .stop_rule = column_copy(query, 25, arena),
        .stop_reason = column_copy(query, 26, arena),
        .stopped_us = column_int(query, 27),
    };
}

enum rc payment_line_list(struct tx *tx, const struct public_id *fund, int64_t before_id,
                          size_t limit, struct arena *arena, struct payment_line_row **rows,
                          size_t *count) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_LIST);
    bind_id(query, 1, fund);
    bind_int(query, 2, before_id == 0 ? INT64_MAX : before_id);
    bind_int(query, 3, (int64_t)limit);
    void *list = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **rows, read_line, &list, count);
    if (rc == RC_OK)
        *rows = list;
    return rc;
}

enum rc payment_line_totals(struct tx *tx, const struct public_id *fund,
                            struct payment_line_totals *totals) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_TOTALS);
    bind_id(query, 1, fund);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    *totals = (struct payment_line_totals){
        .count = column_int(query, 0),
        .cents = column_int(query, 1),
        .stopped = column_int(query, 2),
    };
    return RC_OK;
}

static void read_line_of_claim(struct query *query, struct arena *arena, void *row) {
    *(struct payment_line_of_claim *)row = (struct payment_line_of_claim){
        .expense = column_id(query, 0),
        .month_number = (int32_t)column_int(query, 1),
        .month_from = column_copy(query, 2, arena),
        .month_to = column_copy(query, 3, arena),
        .amount_cents = column_int(query, 4),
    };
}

enum rc payment_line_list_of_claim(struct tx *tx, int64_t claim_id, struct arena *arena,
                                   struct payment_line_of_claim **lines, size_t *count) {
    struct query *query = tx_query(tx, &PAYMENT_LINE_STATEMENTS, Q_OF_CLAIM);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **lines, read_line_of_claim, &rows, count);
    if (rc == RC_OK)
        *lines = rows;
    return rc;
}
