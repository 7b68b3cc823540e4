// SPDX-License-Identifier: EUPL-1.2
// SQL of the work list and of what its claims wait for.
#include "store/claim_work.h"

#include "store/rows.h"
#include "store/statement.h"

#include <string.h>

#define WORK_COLUMNS                                                                               \
    "c.id, c.public_id, c.number, c.plan_id, c.state, c.shown, c.submitted_us, c.due_on, "         \
    "w.engine = $5, w.code, w.basis, w.start_on, w.days, w.months, w.extended_from, w.holiday, "   \
    "w.rule, w.late_from, p.public_id, k.wrapped, p.last_name, p.first_name, p.birth_date, "       \
    "p.codice_fiscale FROM claims c JOIN persons p ON p.id = c.person_id "                         \
    "LEFT JOIN person_keys k ON k.person_id = p.id "                                               \
    "LEFT JOIN claim_waits w ON w.claim_id = c.id "

enum { Q_WORK, Q_WORK_SHOWN, Q_WORK_STATE, Q_KEEP, Q_DUE, Q_MISSING, Q_COUNT };

static const struct statement STATEMENTS[] = {
    // The states are those of the index claims_waiting, word by word, so that a page is read in its
    // order and not sorted out of all that wait.
    [Q_WORK] = {"claim-work.all",
                SQL("SELECT " WORK_COLUMNS "WHERE c.fund = $1 AND c.shown IN ('submitted', "
                    "'complete', 'reviewable', 'recognised') "
                    "AND (c.due_on, c.id) > ($2, $3) "
                    "ORDER BY c.due_on, c.id LIMIT $4")},
    [Q_WORK_SHOWN] = {"claim-work.shown",
                      SQL("SELECT " WORK_COLUMNS "WHERE c.fund = $1 AND c.shown = $6 "
                          "AND c.shown <> 'draft' "
                          "AND (c.due_on, c.id) > ($2, $3) "
                          "ORDER BY c.due_on, c.id LIMIT $4")},
    // The coarser state leads through its index.
    [Q_WORK_STATE] = {"claim-work.state",
                      SQL("SELECT " WORK_COLUMNS "WHERE c.fund = $1 AND c.shown = $6 "
                          "AND c.shown <> 'draft' AND c.state = $7 "
                          "AND (c.due_on, c.id) > ($2, $3) "
                          "ORDER BY c.due_on, c.id LIMIT $4")},
    [Q_KEEP] = {"claim-work.keep",
                SQL("INSERT INTO claim_waits (claim_id, engine, code, basis, start_on, days, "
                    "months, extended_from, holiday, rule, late_from) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
                    "ON CONFLICT (claim_id) DO UPDATE SET engine = excluded.engine, "
                    "code = excluded.code, basis = excluded.basis, start_on = excluded.start_on, "
                    "days = excluded.days, months = excluded.months, "
                    "extended_from = excluded.extended_from, holiday = excluded.holiday, "
                    "rule = excluded.rule, late_from = excluded.late_from")},
    [Q_DUE] = {"claim-work.due", SQL("UPDATE claims SET due_on = $2 WHERE id = $1")},
    [Q_MISSING] = {"claim-work.missing",
                   SQL("SELECT c.id, c.public_id FROM claims c "
                       "LEFT JOIN claim_waits w ON w.claim_id = c.id "
                       "WHERE c.id > $1 AND c.shown <> 'draft' "
                       "AND (w.engine IS NULL OR w.engine <> $2) ORDER BY c.id LIMIT $3")},
};

const struct statement_table CLAIM_WORK_STATEMENTS = {"claim-work", STORE_IN_OFFICE, STATEMENTS,
                                                      Q_COUNT};

static struct sealed column_sealed(struct query *query, int column, struct arena *arena) {
    struct sealed sealed = {0};
    sealed.bytes = column_blob_copy(query, column, arena, &sealed.length);
    return sealed;
}

static void read_work(struct query *query, struct arena *arena, void *row) {
    *(struct claim_work *)row = (struct claim_work){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .number = column_copy(query, 2, arena),
        .plan_id = column_copy(query, 3, arena),
        .state = column_copy(query, 4, arena),
        .shown = column_copy(query, 5, arena),
        .submitted_us = column_int(query, 6),
        .kept = column_bool(query, 8),
        .wait = {.code = column_copy(query, 9, arena),
                 .basis = column_copy(query, 10, arena),
                 .rule = column_copy(query, 16, arena),
                 .start_on = column_copy(query, 11, arena),
                 .days = (int32_t)column_int(query, 12),
                 .months = (int32_t)column_int(query, 13),
                 .due_on = column_copy(query, 7, arena),
                 .extended_from = column_copy(query, 14, arena),
                 .holiday = column_copy(query, 15, arena),
                 .late_from = column_copy(query, 17, arena)},
        .person = {.public_id = column_id(query, 18),
                   .key = column_sealed(query, 19, arena),
                   .last_name = column_sealed(query, 20, arena),
                   .first_name = column_sealed(query, 21, arena),
                   .birth_date = column_sealed(query, 22, arena),
                   .codice_fiscale = column_sealed(query, 23, arena)},
    };
}

enum rc claim_list_work(struct tx *tx, const struct public_id *fund, const char *shown,
                        const char *state, const char *engine, const char *after_due,
                        int64_t after_id, size_t limit, struct arena *arena,
                        struct claim_work **rows, size_t *count) {
    size_t which = shown == NULL ? Q_WORK : state == NULL ? Q_WORK_SHOWN : Q_WORK_STATE;
    struct query *query = tx_query(tx, &CLAIM_WORK_STATEMENTS, which);
    bind_id(query, 1, fund);
    bind_text(query, 2, after_due);
    bind_int(query, 3, after_id);
    bind_int(query, 4, (int64_t)limit);
    bind_text(query, 5, engine);
    if (shown != NULL)
        bind_text(query, 6, shown);
    if (shown != NULL && state != NULL)
        bind_text(query, 7, state);
    void *found = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **rows, read_work, &found, count);
    if (rc == RC_OK)
        *rows = found;
    return rc;
}

enum rc claim_wait_keep(struct tx *tx, int64_t claim_id, const char *engine,
                        const struct claim_wait *wait) {
    struct query *query = tx_query(tx, &CLAIM_WORK_STATEMENTS, Q_KEEP);
    bind_int(query, 1, claim_id);
    bind_text(query, 2, engine);
    bind_text(query, 3, wait->code);
    bind_text(query, 4, wait->basis);
    bind_text(query, 5, wait->start_on);
    bind_int(query, 6, wait->days);
    bind_int(query, 7, wait->months);
    bind_text(query, 8, wait->extended_from);
    bind_text(query, 9, wait->holiday);
    bind_text(query, 10, wait->rule);
    bind_text(query, 11, wait->late_from);
    enum rc rc = query_run_one(query);
    if (rc != RC_OK)
        return rc;
    query = tx_query(tx, &CLAIM_WORK_STATEMENTS, Q_DUE);
    bind_int(query, 1, claim_id);
    bind_text(query, 2, wait->due_on);
    return query_run_one(query);
}

struct missing {
    int64_t id;
    struct public_id public_id;
};

static void read_missing(struct query *query, struct arena *arena, void *row) {
    (void)arena;
    *(struct missing *)row = (struct missing){column_int(query, 0), column_id(query, 1)};
}

enum rc claim_wait_missing(struct tx *tx, const char *engine, int64_t after_id, size_t limit,
                           struct arena *arena, struct public_id **claims, size_t *count,
                           int64_t *last_id) {
    struct query *query = tx_query(tx, &CLAIM_WORK_STATEMENTS, Q_MISSING);
    bind_int(query, 1, after_id);
    bind_text(query, 2, engine);
    bind_int(query, 3, (int64_t)limit);
    void *found = NULL;
    size_t all = 0;
    enum rc rc = rows_collect(query, arena, sizeof(struct missing), read_missing, &found, &all);
    struct public_id *ids = arena_array(arena, all + 1, sizeof *ids);
    if (rc == RC_OK && ids == NULL)
        rc = RC_NOMEM;
    if (rc != RC_OK)
        return rc;
    const struct missing *rows = found;
    for (size_t i = 0; i < all; i++)
        ids[i] = rows[i].public_id;
    *claims = ids;
    *count = all;
    *last_id = all == 0 ? after_id : rows[all - 1].id;
    return RC_OK;
}
