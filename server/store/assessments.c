// SPDX-License-Identifier: EUPL-1.2
// SQL of assessments and answers.
#include "store/assessments.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_OF_FAMILY, Q_EXAMINED, Q_BY_ID, Q_ANSWER_INSERT, Q_ANSWERS, Q_COUNT };

#define COLUMNS "id, public_id, rater, on_day, created_us, created_by "

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"assessment.insert",
                  SQL("INSERT INTO assessments (public_id, claim_id, rater, on_day, created_us, "
                      "created_by) VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_OF_FAMILY] = {"assessment.of-family",
                     SQL("SELECT " COLUMNS "FROM assessments WHERE claim_id = $1 "
                         "AND rater = 'family' ORDER BY id DESC LIMIT 1")},
    [Q_EXAMINED] = {"assessment.examined",
                    SQL("SELECT " COLUMNS "FROM assessments WHERE claim_id = $1 "
                        "AND rater <> 'family' ORDER BY id")},
    [Q_BY_ID] = {"assessment.by-id",
                 SQL("SELECT " COLUMNS "FROM assessments WHERE public_id = $1")},
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
    bind_text(query, 4, sheet->on);
    bind_int(query, 5, sheet->created_us);
    bind_id(query, 6, &sheet->created_by);
    return query_run_one(query);
}

static void read_sheet(struct query *query, struct arena *arena, void *row) {
    *(struct assessment_sheet *)row = (struct assessment_sheet){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .rater = column_copy(query, 2, arena),
        .on = column_is_null(query, 3) ? NULL : column_copy(query, 3, arena),
        .created_us = column_int(query, 4),
        .created_by = column_id(query, 5),
    };
}

static enum rc read_one(struct query *query, struct arena *arena, struct assessment_sheet *sheet) {
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    struct assessment_sheet found;
    read_sheet(query, arena, &found);
    if (arena_failed(arena))
        return RC_NOMEM;
    *sheet = found;
    return RC_OK;
}

enum rc assessment_of_family(struct tx *tx, int64_t claim_id, struct arena *arena,
                             struct assessment_sheet *sheet) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_OF_FAMILY);
    bind_int(query, 1, claim_id);
    return read_one(query, arena, sheet);
}

enum rc assessment_by_public_id(struct tx *tx, const struct public_id *public_id,
                                struct arena *arena, struct assessment_sheet *sheet) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_BY_ID);
    bind_id(query, 1, public_id);
    return read_one(query, arena, sheet);
}

enum rc assessment_list_examined(struct tx *tx, int64_t claim_id, struct arena *arena,
                                 struct assessment_sheet **sheets, size_t *count) {
    struct query *query = tx_query(tx, &ASSESSMENT_STATEMENTS, Q_EXAMINED);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **sheets, read_sheet, &rows, count);
    if (rc == RC_OK)
        *sheets = rows;
    return rc;
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
