// SPDX-License-Identifier: EUPL-1.2
// SQL of assessments and answers.
#include "store/assessments.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_NEWEST, Q_ANSWER_INSERT, Q_ANSWERS, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"assessment.insert",
                  SQL("INSERT INTO assessments (public_id, claim_id, rater, created_us, "
                      "created_by) VALUES ($1, $2, $3, $4, $5)")},
    [Q_NEWEST] = {"assessment.newest",
                  SQL("SELECT id, public_id, rater, created_us, created_by FROM assessments "
                      "WHERE claim_id = $1 ORDER BY id DESC LIMIT 1")},
    [Q_ANSWER_INSERT] = {"assessment.answer-insert",
                         SQL("INSERT INTO answers (public_id, assessment_id, item, grade, "
                             "saved_us, saved_by) VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_ANSWERS] = {"assessment.answers",
                   SQL("SELECT public_id, item, grade, saved_us, saved_by FROM answers "
                       "WHERE assessment_id = $1 AND id IN (SELECT max(id) FROM answers "
                       "WHERE assessment_id = $1 GROUP BY item) ORDER BY id LIMIT 64")},
};

const struct statement_table ASSESSMENT_STATEMENTS = {"assessment", STORE_IN_OFFICE, STATEMENTS,
                                                      Q_COUNT};

enum rc assessment_insert(struct tx *tx, int64_t claim_id, const struct assessment_sheet *sheet) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &sheet->public_id);
    bind_int(query, 2, claim_id);
    bind_text(query, 3, sheet->rater);
    bind_int(query, 4, sheet->created_us);
    bind_id(query, 5, &sheet->created_by);
    return query_run_one(query);
}

enum rc assessment_newest(struct tx *tx, int64_t claim_id, struct arena *arena,
                          struct assessment_sheet *sheet) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_NEWEST);
    bind_int(query, 1, claim_id);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    struct assessment_sheet found = {
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .rater = column_copy(query, 2, arena),
        .created_us = column_int(query, 3),
        .created_by = column_id(query, 4),
    };
    if (arena_failed(arena))
        return RC_NOMEM;
    *sheet = found;
    return RC_OK;
}

enum rc answer_insert(struct tx *tx, int64_t assessment_id, const struct saved_answer *answer) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_ANSWER_INSERT);
    bind_id(query, 1, &answer->public_id);
    bind_int(query, 2, assessment_id);
    bind_text(query, 3, answer->item);
    bind_blob(query, 4, answer->grade.bytes, answer->grade.length);
    bind_int(query, 5, answer->saved_us);
    bind_id(query, 6, &answer->saved_by);
    return query_run_one(query);
}

static void read_answer(struct query *query, struct arena *arena, void *row) {
    struct saved_answer *answer = row;
    *answer = (struct saved_answer){
        .public_id = column_id(query, 0),
        .item = column_copy(query, 1, arena),
        .saved_us = column_int(query, 3),
        .saved_by = column_id(query, 4),
    };
    answer->grade.bytes = column_blob_copy(query, 2, arena, &answer->grade.length);
}

enum rc answer_list(struct tx *tx, int64_t assessment_id, struct arena *arena,
                    struct saved_answer **answers, size_t *count) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_ANSWERS);
    bind_int(query, 1, assessment_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **answers, read_answer, &rows, count);
    if (rc == RC_OK)
        *answers = rows;
    return rc;
}
