// SPDX-License-Identifier: EUPL-1.2
// SQL of decisions.
#include "store/decisions.h"

#include "store/rows.h"
#include "store/statement.h"

#include <string.h>

enum { Q_INSERT, Q_LIST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"decision.insert",
                  SQL("INSERT INTO decisions (public_id, claim_id, outcome, record, record_hash, "
                      "plan_id, plan_version, engine, review_on, decided_us, decided_by, ruling, "
                      "corrects) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")},
    [Q_LIST] = {"decision.list",
                SQL("SELECT public_id, outcome, record, record_hash, plan_id, plan_version, "
                    "engine, review_on, decided_us, decided_by, ruling, corrects FROM decisions "
                    "WHERE claim_id = $1 ORDER BY id DESC")},
};

const struct statement_table DECISION_STATEMENTS = {"decision", STORE_IN_OFFICE, STATEMENTS,
                                                    Q_COUNT};

enum rc decision_insert(struct tx *tx, int64_t claim_id, const struct decision *decision) {
    struct query *query = tx_query(tx, &DECISION_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &decision->public_id);
    bind_int(query, 2, claim_id);
    bind_text(query, 3, decision->outcome);
    bind_blob(query, 4, decision->record.bytes, decision->record.length);
    bind_blob(query, 5, decision->record_hash, sizeof decision->record_hash);
    bind_text(query, 6, decision->plan_id);
    bind_int(query, 7, decision->plan_version);
    bind_text(query, 8, decision->engine);
    bind_text(query, 9, decision->review_on);
    bind_int(query, 10, decision->decided_us);
    bind_id(query, 11, &decision->decided_by);
    bind_blob(query, 12, decision->ruling.bytes, decision->ruling.length);
    bind_id(query, 13, &decision->corrects);
    return query_run_one(query);
}

static void read_decision(struct query *query, struct arena *arena, void *row) {
    struct decision *decision = row;
    *decision = (struct decision){
        .public_id = column_id(query, 0),
        .outcome = column_copy(query, 1, arena),
        .plan_id = column_copy(query, 4, arena),
        .plan_version = (int32_t)column_int(query, 5),
        .engine = column_copy(query, 6, arena),
        .review_on = column_is_null(query, 7) ? NULL : column_copy(query, 7, arena),
        .decided_us = column_int(query, 8),
        .decided_by = column_id(query, 9),
        .corrects = column_id(query, 11),
    };
    decision->record.bytes = column_blob_copy(query, 2, arena, &decision->record.length);
    decision->ruling.bytes = column_blob_copy(query, 10, arena, &decision->ruling.length);
    size_t length = 0;
    const void *hash = column_blob(query, 3, &length);
    if (length == sizeof decision->record_hash) // a CHECK holds it to that
        memcpy(decision->record_hash, hash, length);
}

enum rc decision_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                      struct decision **decisions, size_t *count) {
    struct query *query = tx_query(tx, &DECISION_STATEMENTS, Q_LIST);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **decisions, read_decision, &rows, count);
    if (rc == RC_OK)
        *decisions = rows;
    return rc;
}
