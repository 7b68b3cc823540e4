// SPDX-License-Identifier: EUPL-1.2
// The worklist as kept.
#include "store/worklist.h"

#include "store/rows.h"
#include "store/statement.h"

enum {
    Q_ROW,
    Q_PUT,
    Q_DROP,
    Q_PAGE,
    Q_COUNTS,
    Q_COUNTS_ROW,
    Q_COUNT_ROWS,
    Q_COUNT_SILENT,
    Q_RECEIVED,
    Q_COUNT,
};

static const struct statement STATEMENTS[] = {
    [Q_ROW] = {"worklist.row", SQL("SELECT grade FROM worklist WHERE subject_id = $1")},
    [Q_PUT] = {"worklist.put",
               SQL("INSERT INTO worklist (subject_id, subject, fund, grade, since_us, owner) "
                   "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (subject_id) DO UPDATE SET "
                   "grade = excluded.grade, since_us = excluded.since_us, owner = excluded.owner")},
    [Q_DROP] = {"worklist.drop", SQL("DELETE FROM worklist WHERE subject_id = $1")},
    [Q_PAGE] = {"worklist.page",
                SQL("SELECT w.subject, w.subject_id, w.grade, w.since_us, w.owner, s.diabetes, "
                    "s.hypertension, s.copd FROM worklist w JOIN subjects s ON s.id = w.subject_id "
                    "WHERE w.fund = $1 AND (w.grade, w.since_us, w.subject) > ($2, $3, $4) "
                    "AND ($5 IS NULL OR w.grade = $5) AND ($6 IS NULL OR w.owner = $6) "
                    "AND ($7 = 0 OR w.owner IS NULL) AND ($8 = 0 OR s.diabetes = 1) "
                    "AND ($9 = 0 OR s.hypertension = 1) AND ($10 = 0 OR s.copd = 1) "
                    "ORDER BY w.grade, w.since_us, w.subject LIMIT $11")},
    [Q_COUNTS] = {"worklist.counts", SQL("SELECT urgent, warning, technical, silent, received_us "
                                         "FROM worklist_counts WHERE fund = $1")},
    // Changes may be negative: the row is made first, so that its CHECKs see sums only.
    [Q_COUNTS_ROW] = {"worklist.counts-row", SQL("INSERT INTO worklist_counts (fund) VALUES ($1) "
                                                 "ON CONFLICT (fund) DO NOTHING")},
    [Q_COUNT_ROWS] = {"worklist.count-rows",
                      SQL("UPDATE worklist_counts SET urgent = urgent + $2, "
                          "warning = warning + $3, technical = technical + $4 WHERE fund = $1")},
    [Q_COUNT_SILENT] = {"worklist.count-silent",
                        SQL("UPDATE worklist_counts SET silent = silent + $2 WHERE fund = $1")},
    [Q_RECEIVED] = {"worklist.received",
                    SQL("INSERT INTO worklist_counts (fund, received_us) VALUES ($1, $2) "
                        "ON CONFLICT (fund) DO UPDATE SET received_us = $2 WHERE "
                        "worklist_counts.received_us IS NULL OR "
                        "worklist_counts.received_us < $2")},
};

const struct statement_table WORKLIST_STATEMENTS = {"worklist", STORE_IN_MONITORING, STATEMENTS,
                                                    Q_COUNT};

enum { GRADE_URGENT = 0, GRADE_WARNING, GRADE_TECHNICAL, GRADE_NONE };

static int64_t grade_of(enum alert_severity severity) {
    switch (severity) {
    case ALERT_SEVERITY_URGENT:
        return GRADE_URGENT;
    case ALERT_SEVERITY_WARNING:
        return GRADE_WARNING;
    case ALERT_SEVERITY_TECHNICAL:
        return GRADE_TECHNICAL;
    case ALERT_SEVERITY_NONE:
        break;
    }
    return GRADE_NONE;
}

static enum alert_severity severity_of(int64_t grade) {
    if (grade == GRADE_URGENT) {
        return ALERT_SEVERITY_URGENT;
    }
    return grade == GRADE_WARNING ? ALERT_SEVERITY_WARNING : ALERT_SEVERITY_TECHNICAL;
}

static enum rc make_counts(struct tx *tx, const struct public_id *fund) {
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_COUNTS_ROW);
    bind_id(query, 1, fund);
    return query_run(query);
}

static enum rc count_change(struct tx *tx, const struct public_id *fund, int64_t before,
                            int64_t after) {
    if (before == after) {
        return RC_OK;
    }
    enum rc rc = make_counts(tx, fund);
    if (rc != RC_OK) {
        return rc;
    }
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_COUNT_ROWS);
    bind_id(query, 1, fund);
    for (int grade = GRADE_URGENT; grade < GRADE_NONE; grade++) {
        bind_int(query, 2 + grade, (after == grade ? 1 : 0) - (before == grade ? 1 : 0));
    }
    return query_run(query);
}

enum rc worklist_keep(struct tx *tx, int64_t subject_id, const struct public_id *subject,
                      const struct public_id *fund, struct arena *arena) {
    struct alert *alerts;
    size_t count;
    enum rc rc = alert_list_open(tx, subject_id, arena, &alerts, &count);
    if (rc != RC_OK) {
        return rc;
    }
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_ROW);
    bind_int(query, 1, subject_id);
    rc = query_row(query);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    int64_t before = rc == RC_OK ? column_int(query, 0) : GRADE_NONE;
    int64_t after = count == 0 ? GRADE_NONE : grade_of(alerts[0].severity);
    if (count == 0) {
        query = tx_query(tx, &WORKLIST_STATEMENTS, Q_DROP);
        bind_int(query, 1, subject_id);
    } else {
        query = tx_query(tx, &WORKLIST_STATEMENTS, Q_PUT);
        bind_int(query, 1, subject_id);
        bind_id(query, 2, subject);
        bind_id(query, 3, fund);
        bind_int(query, 4, after);
        bind_int(query, 5, alerts[0].raised_us);
        bind_id(query, 6, &alerts[0].owner);
    }
    rc = query_run(query);
    return rc == RC_OK ? count_change(tx, fund, before, after) : rc;
}

static void take(struct query *query, struct arena *arena, void *row) {
    (void)arena; // ids are copied into the struct
    *(struct worklist_row *)row = (struct worklist_row){
        .subject = column_id(query, 0),
        .subject_id = column_int(query, 1),
        .severity = severity_of(column_int(query, 2)),
        .since_us = column_int(query, 3),
        .owner = column_id(query, 4),
        .conditions = (column_bool(query, 5) ? (unsigned)CONDITION_DIABETES : 0U) |
                      (column_bool(query, 6) ? (unsigned)CONDITION_HYPERTENSION : 0U) |
                      (column_bool(query, 7) ? (unsigned)CONDITION_COPD : 0U),
    };
}

enum rc worklist_page(struct tx *tx, const struct worklist_filter *filter,
                      const struct worklist_place *after, size_t limit, struct arena *arena,
                      struct worklist_row **rows, size_t *count) {
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_PAGE);
    bool first = after->severity == ALERT_SEVERITY_NONE;
    bind_id(query, 1, &filter->fund);
    bind_int(query, 2, first ? -1 : grade_of(after->severity));
    bind_int(query, 3, after->since_us);
    bind_text(query, 4, after->subject.text);
    if (filter->severity == ALERT_SEVERITY_NONE) {
        bind_null(query, 5);
    } else {
        bind_int(query, 5, grade_of(filter->severity));
    }
    bind_id(query, 6, &filter->owner);
    bind_bool(query, 7, filter->nobody);
    bind_bool(query, 8, filter->condition == CONDITION_DIABETES);
    bind_bool(query, 9, filter->condition == CONDITION_HYPERTENSION);
    bind_bool(query, 10, filter->condition == CONDITION_COPD);
    bind_int(query, 11, (int64_t)limit);
    void *found;
    enum rc rc = rows_collect(query, arena, sizeof **rows, take, &found, count);
    if (rc == RC_OK) {
        *rows = found;
    }
    return rc;
}

enum rc worklist_counts(struct tx *tx, const struct public_id *fund,
                        struct worklist_counts *counts) {
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_COUNTS);
    bind_id(query, 1, fund);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *counts = (struct worklist_counts){
            .urgent = column_int(query, 0),
            .warning = column_int(query, 1),
            .technical = column_int(query, 2),
            .silent = column_int(query, 3),
            .received_us = column_int(query, 4),
        };
    } else if (rc == RC_NOT_FOUND) {
        *counts = (struct worklist_counts){0};
        rc = RC_OK;
    }
    return rc;
}

enum rc worklist_count_silent(struct tx *tx, const struct public_id *fund, int64_t change) {
    enum rc rc = make_counts(tx, fund);
    if (rc != RC_OK) {
        return rc;
    }
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_COUNT_SILENT);
    bind_id(query, 1, fund);
    bind_int(query, 2, change);
    return query_run(query);
}

enum rc worklist_received(struct tx *tx, const struct public_id *fund, int64_t received_us) {
    struct query *query = tx_query(tx, &WORKLIST_STATEMENTS, Q_RECEIVED);
    bind_id(query, 1, fund);
    bind_int(query, 2, received_us);
    return query_run(query);
}
