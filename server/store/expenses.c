// SPDX-License-Identifier: EUPL-1.2
// SQL of expenses.
#include "store/expenses.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_LIST, Q_DECIDE, Q_KEEP, Q_REOPEN, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"expense.insert",
                  SQL("INSERT INTO expenses (public_id, claim_id, detail, amount_cents, state, "
                      "submitted_us, submitted_by) VALUES ($1, $2, $3, $4, 'submitted', $5, $6)")},
    [Q_LIST] = {"expense.list",
                SQL("SELECT id, public_id, detail, amount_cents, state, verdict, submitted_us, "
                    "submitted_by, decided_us, decided_by, record, record_hash FROM expenses "
                    "WHERE claim_id = $1 "
                    "ORDER BY id")},
    [Q_DECIDE] = {"expense.decide",
                  SQL("UPDATE expenses SET state = $2, verdict = $3, decided_us = $4, "
                      "decided_by = $5, record = $6, record_hash = $7 "
                      "WHERE id = $1 AND state = 'submitted'")},
    [Q_KEEP] = {"expense.keep-verdict",
                SQL("INSERT INTO expense_reopenings (expense_id, verdict, record, record_hash, "
                    "decided_us, decided_by, reopened_us, reopened_by) "
                    "SELECT id, verdict, record, record_hash, decided_us, decided_by, $2, $3 "
                    "FROM expenses WHERE id = $1 AND state = 'approved'")},
    [Q_REOPEN] = {"expense.reopen",
                  SQL("UPDATE expenses SET state = 'submitted', verdict = NULL, record = NULL, "
                      "record_hash = NULL, decided_us = NULL, decided_by = NULL "
                      "WHERE id = $1 AND state = 'approved'")},
};

const struct statement_table EXPENSE_STATEMENTS = {"expense", STORE_IN_OFFICE, STATEMENTS, Q_COUNT};

enum rc expense_insert(struct tx *tx, int64_t claim_id, const struct expense_entry *expense) {
    struct query *query = tx_query(tx, &EXPENSE_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &expense->public_id);
    bind_int(query, 2, claim_id);
    bind_blob(query, 3, expense->detail.bytes, expense->detail.length);
    bind_int(query, 4, expense->amount_cents);
    bind_int(query, 5, expense->submitted_us);
    bind_id(query, 6, &expense->submitted_by);
    return query_run_one(query);
}

static void read_expense(struct query *query, struct arena *arena, void *row) {
    struct expense_entry *expense = row;
    *expense = (struct expense_entry){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .amount_cents = column_int(query, 3),
        .state = column_copy(query, 4, arena),
        .submitted_us = column_int(query, 6),
        .submitted_by = column_id(query, 7),
        .decided_us = column_int(query, 8),
        .decided_by = column_id(query, 9),
    };
    expense->detail.bytes = column_blob_copy(query, 2, arena, &expense->detail.length);
    expense->verdict.bytes = column_blob_copy(query, 5, arena, &expense->verdict.length);
    expense->record.bytes = column_blob_copy(query, 10, arena, &expense->record.length);
    size_t length = 0;
    const void *hash = column_blob_copy(query, 11, arena, &length);
    if (hash != NULL && length == sizeof expense->record_hash)
        memcpy(expense->record_hash, hash, length);
}

enum rc expense_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                     struct expense_entry **expenses, size_t *count) {
    struct query *query = tx_query(tx, &EXPENSE_STATEMENTS, Q_LIST);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **expenses, read_expense, &rows, count);
    if (rc == RC_OK)
        *expenses = rows;
    return rc;
}

enum rc expense_decide(struct tx *tx, const struct expense_entry *expense) {
    struct query *query = tx_query(tx, &EXPENSE_STATEMENTS, Q_DECIDE);
    bind_int(query, 1, expense->id);
    bind_text(query, 2, expense->state);
    bind_blob(query, 3, expense->verdict.bytes, expense->verdict.length);
    bind_int(query, 4, expense->decided_us);
    bind_id(query, 5, &expense->decided_by);
    bind_blob(query, 6, expense->record.bytes, expense->record.length);
    bind_blob(query, 7, expense->record.bytes == NULL ? NULL : expense->record_hash,
              expense->record.bytes == NULL ? 0 : sizeof expense->record_hash);
    enum rc rc = query_run_one(query);
    return rc == RC_NOT_FOUND ? RC_CONFLICT : rc;
}

enum rc expense_reopen(struct tx *tx, int64_t expense_id, int64_t reopened_us,
                       const struct public_id *reopened_by) {
    struct query *query = tx_query(tx, &EXPENSE_STATEMENTS, Q_KEEP);
    bind_int(query, 1, expense_id);
    bind_int(query, 2, reopened_us);
    bind_id(query, 3, reopened_by);
    enum rc rc = query_run_one(query);
    if (rc != RC_OK)
        return rc;
    query = tx_query(tx, &EXPENSE_STATEMENTS, Q_REOPEN);
    bind_int(query, 1, expense_id);
    return query_run_one(query);
}
