// SPDX-License-Identifier: EUPL-1.2
// SQL of bank accounts.
#include "store/bank_accounts.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_NEWEST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"bank-account.insert",
                  SQL("INSERT INTO bank_accounts (public_id, person_id, detail, recorded_us, "
                      "recorded_by) SELECT $1, id, $3, $4, $5 FROM persons WHERE public_id = $2")},
    [Q_NEWEST] = {"bank-account.newest",
                  SQL("SELECT public_id, detail, recorded_us, recorded_by FROM bank_accounts "
                      "WHERE person_id = (SELECT id FROM persons WHERE public_id = $1) "
                      "ORDER BY id DESC LIMIT 1")},
};

const struct statement_table BANK_ACCOUNT_STATEMENTS = {"bank-account", STORE_IN_OFFICE, STATEMENTS,
                                                        Q_COUNT};

enum rc bank_account_insert(struct tx *tx, const struct public_id *person,
                            const struct bank_account_row *row) {
    struct query *query = tx_query(tx, &BANK_ACCOUNT_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &row->public_id);
    bind_id(query, 2, person);
    bind_blob(query, 3, row->detail.bytes, row->detail.length);
    bind_int(query, 4, row->recorded_us);
    bind_id(query, 5, &row->recorded_by);
    return query_run_one(query);
}

enum rc bank_account_newest(struct tx *tx, const struct public_id *person, struct arena *arena,
                            struct bank_account_row *row) {
    struct query *query = tx_query(tx, &BANK_ACCOUNT_STATEMENTS, Q_NEWEST);
    bind_id(query, 1, person);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    *row = (struct bank_account_row){
        .public_id = column_id(query, 0),
        .recorded_us = column_int(query, 2),
        .recorded_by = column_id(query, 3),
    };
    row->detail.bytes = column_blob_copy(query, 1, arena, &row->detail.length);
    return RC_OK;
}
