// SPDX-License-Identifier: EUPL-1.2
// Who had a device when: intervals that never overlap.
#include "store/devices.h"
#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_END, Q_OPEN, Q_AT, Q_SPANS, Q_LIST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"assignment.insert",
                  SQL("INSERT INTO assignments (device_id, subject_id, from_us, recorded_us, "
                      "recorded_by) VALUES ($1, $2, $3, $4, $5)")},
    [Q_END] = {"assignment.end",
               SQL("UPDATE assignments SET to_us = $2 WHERE id = $1 AND to_us IS NULL")},
    [Q_OPEN] = {"assignment.open",
                SQL("SELECT a.id, s.public_id, a.subject_id, a.from_us, a.to_us FROM assignments a "
                    "JOIN subjects s ON s.id = a.subject_id "
                    "WHERE a.device_id = $1 AND a.to_us IS NULL")},
    [Q_AT] = {"assignment.at", SQL("SELECT subject_id, to_us FROM assignments WHERE device_id = $1 "
                                   "AND from_us <= $2 ORDER BY from_us DESC LIMIT 1")},
    [Q_SPANS] = {"assignment.spans", SQL("SELECT subject_id, from_us, to_us FROM assignments WHERE "
                                         "device_id = $1 ORDER BY from_us DESC")},
    [Q_LIST] = {"assignment.list",
                SQL("SELECT a.id, s.public_id, a.subject_id, a.from_us, a.to_us FROM assignments a "
                    "JOIN subjects s ON s.id = a.subject_id WHERE a.device_id = $1 "
                    "ORDER BY a.from_us DESC")},
};

const struct statement_table ASSIGNMENT_STATEMENTS = {"assignments", STORE_IN_MONITORING,
                                                      STATEMENTS, Q_COUNT};

static void take(struct query *query, struct arena *arena, void *row) {
    (void)arena; // nothing of an interval is a text
    *(struct assignment *)row = (struct assignment){
        .id = column_int(query, 0),
        .subject = column_id(query, 1),
        .subject_id = column_int(query, 2),
        .from_us = column_int(query, 3),
        .to_us = column_int(query, 4),
    };
}

enum rc assignment_insert(struct tx *tx, int64_t device_id, int64_t subject_id, int64_t from_us,
                          int64_t recorded_us, const struct public_id *by) {
    struct query *query = tx_query(tx, &ASSIGNMENT_STATEMENTS, Q_INSERT);
    bind_int(query, 1, device_id);
    bind_int(query, 2, subject_id);
    bind_int(query, 3, from_us);
    bind_int(query, 4, recorded_us);
    bind_id(query, 5, by);
    return query_run(query);
}

enum rc assignment_end(struct tx *tx, int64_t id, int64_t to_us) {
    struct query *query = tx_query(tx, &ASSIGNMENT_STATEMENTS, Q_END);
    bind_int(query, 1, id);
    bind_int(query, 2, to_us);
    return query_run_one(query);
}

enum rc assignment_open(struct tx *tx, int64_t device_id, struct assignment *open) {
    struct query *query = tx_query(tx, &ASSIGNMENT_STATEMENTS, Q_OPEN);
    bind_int(query, 1, device_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        take(query, NULL, open);
    }
    return rc;
}

enum rc assignment_at(struct tx *tx, int64_t device_id, int64_t at_us, int64_t *subject_id) {
    struct query *query = tx_query(tx, &ASSIGNMENT_STATEMENTS, Q_AT);
    bind_int(query, 1, device_id);
    bind_int(query, 2, at_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    if (!column_is_null(query, 1) && column_int(query, 1) <= at_us) {
        return RC_NOT_FOUND;
    }
    *subject_id = column_int(query, 0);
    return RC_OK;
}

static void take_span(struct query *query, struct arena *arena, void *row) {
    (void)arena;
    *(struct assignment_span *)row = (struct assignment_span){.subject_id = column_int(query, 0),
                                                              .from_us = column_int(query, 1),
                                                              .to_us = column_int(query, 2)};
}

enum rc assignment_spans(struct tx *tx, int64_t device_id, struct arena *arena,
                         const struct assignment_span **spans, size_t *count) {
    struct query *query = tx_query(tx, &ASSIGNMENT_STATEMENTS, Q_SPANS);
    bind_int(query, 1, device_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **spans, take_span, &rows, count);
    if (rc == RC_OK) {
        *spans = rows;
    }
    return rc;
}

enum rc assignment_list(struct tx *tx, int64_t device_id, struct arena *arena,
                        struct assignment **assignments, size_t *count) {
    struct query *query = tx_query(tx, &ASSIGNMENT_STATEMENTS, Q_LIST);
    bind_int(query, 1, device_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **assignments, take, &rows, count);
    if (rc == RC_OK) {
        *assignments = rows;
    }
    return rc;
}
