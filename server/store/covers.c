// SPDX-License-Identifier: EUPL-1.2
// SQL of covers.
#include "store/covers.h"

#include "store/rows.h"
#include "store/statement.h"

#define COVER_COLUMNS                                                                              \
    "c.public_id, p.public_id, c.plan_id, c.from_on, c.to_on, c.holder, c.recorded_us, "           \
    "c.recorded_by FROM covers c JOIN persons p ON p.id = c.person_id "                            \
    "WHERE p.public_id = $1 AND c.id = (SELECT max(l.id) FROM covers l WHERE "                     \
    "l.person_id = c.person_id AND l.plan_id = c.plan_id AND l.from_on = c.from_on) "

enum { Q_INSERT, Q_LIST, Q_ON, Q_BEGUN, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"cover.insert",
                  SQL("INSERT INTO covers (public_id, person_id, plan_id, from_on, to_on, holder, "
                      "recorded_us, recorded_by) SELECT $1, id, $3, $4, $5, $6, $7, $8 "
                      "FROM persons WHERE public_id = $2")},
    [Q_LIST] = {"cover.list", SQL("SELECT " COVER_COLUMNS "ORDER BY c.from_on, c.id")},
    [Q_ON] = {"cover.on",
              SQL("SELECT " COVER_COLUMNS "AND c.plan_id = $2 AND c.from_on <= $3 "
                  "AND (c.to_on IS NULL OR c.to_on >= $3) ORDER BY c.from_on DESC LIMIT 1")},
    [Q_BEGUN] = {"cover.begun",
                 SQL("SELECT " COVER_COLUMNS "AND c.plan_id = $2 AND c.from_on <= $3 "
                     "ORDER BY c.from_on DESC LIMIT 1")},
};

const struct statement_table COVER_STATEMENTS = {"cover", STORE_IN_OFFICE, STATEMENTS, Q_COUNT};

enum rc cover_insert(struct tx *tx, const struct cover *cover) {
    struct query *query = tx_query(tx, &COVER_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &cover->public_id);
    bind_id(query, 2, &cover->person);
    bind_text(query, 3, cover->plan_id);
    bind_text(query, 4, cover->from_on);
    bind_text(query, 5, cover->to_on);
    bind_text(query, 6, fact_name(cover->holder));
    bind_int(query, 7, cover->recorded_us);
    bind_id(query, 8, &cover->recorded_by);
    return query_run_one(query);
}

static void read_cover(struct query *query, struct arena *arena, void *row) {
    struct cover *cover = row;
    *cover = (struct cover){
        .public_id = column_id(query, 0),
        .person = column_id(query, 1),
        .plan_id = column_copy(query, 2, arena),
        .from_on = column_copy(query, 3, arena),
        .to_on = column_is_null(query, 4) ? NULL : column_copy(query, 4, arena),
        .recorded_us = column_int(query, 6),
        .recorded_by = column_id(query, 7),
    };
    (void)fact_from_name(column_text(query, 5), &cover->holder);
}

enum rc cover_list(struct tx *tx, const struct public_id *person, struct arena *arena,
                   struct cover **covers, size_t *count) {
    struct query *query = tx_query(tx, &COVER_STATEMENTS, Q_LIST);
    bind_id(query, 1, person);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **covers, read_cover, &rows, count);
    if (rc == RC_OK)
        *covers = rows;
    return rc;
}

static enum rc find_one(struct tx *tx, size_t statement, const struct public_id *person,
                        const char *plan_id, const char *date, struct arena *arena,
                        struct cover *cover) {
    struct query *query = tx_query(tx, &COVER_STATEMENTS, statement);
    bind_id(query, 1, person);
    bind_text(query, 2, plan_id);
    bind_text(query, 3, date);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    struct cover found;
    read_cover(query, arena, &found);
    if (arena_failed(arena))
        return RC_NOMEM;
    *cover = found;
    return RC_OK;
}

enum rc cover_on(struct tx *tx, const struct public_id *person, const char *plan_id,
                 const char *date, struct arena *arena, struct cover *cover) {
    return find_one(tx, Q_ON, person, plan_id, date, arena, cover);
}

enum rc cover_begun(struct tx *tx, const struct public_id *person, const char *plan_id,
                    const char *date, struct arena *arena, struct cover *cover) {
    return find_one(tx, Q_BEGUN, person, plan_id, date, arena, cover);
}
