// SPDX-License-Identifier: EUPL-1.2
// SQL of persons, their keys, their name indexes and their enrolment in monitoring.
#include "store/persons.h"

#include "store/rows.h"
#include "store/statement.h"

#include <string.h>

#define PERSON_COLUMNS                                                                             \
    "p.id, p.public_id, p.fund, k.wrapped, p.last_name, p.first_name, p.birth_date, "              \
    "p.codice_fiscale, p.phone, p.code_mismatch, p.created_us, e.subject, e.conditions, "          \
    "e.enrolled_us FROM persons p LEFT JOIN person_keys k ON k.person_id = p.id "                  \
    "LEFT JOIN enrolments e ON e.person_id = p.id "

enum {
    Q_INSERT,
    Q_KEY,
    Q_NAME,
    Q_BY_PUBLIC_ID,
    Q_BY_SUBJECT,
    Q_BY_CODE,
    Q_BY_NAMES,
    Q_ENROL,
    Q_ENROLLED,
    Q_COUNT
};

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"person.insert",
                  SQL("INSERT INTO persons (public_id, fund, last_name, first_name, birth_date, "
                      "codice_fiscale, phone, code_index, code_mismatch, created_us) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id")},
    [Q_KEY] = {"person.key", SQL("INSERT INTO person_keys (person_id, wrapped) VALUES ($1, $2)")},
    [Q_NAME] = {"person.name", SQL("INSERT INTO person_names (fund, name_index, person_id) "
                                   "VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")},
    [Q_BY_PUBLIC_ID] = {"person.by-public-id",
                        SQL("SELECT " PERSON_COLUMNS "WHERE p.public_id = $1")},
    [Q_BY_SUBJECT] = {"person.by-subject", SQL("SELECT " PERSON_COLUMNS "WHERE e.subject = $1")},
    [Q_BY_CODE] = {"person.by-code",
                   SQL("SELECT " PERSON_COLUMNS "WHERE p.fund = $1 AND p.code_index = $2")},
    [Q_BY_NAMES] =
        {"person.by-names",
         SQL("SELECT " PERSON_COLUMNS "WHERE p.fund = $1 AND p.id IN ("
             "SELECT person_id FROM person_names WHERE fund = $1 AND name_index IN "
             "($2, $3, $4, $5, $6, $7, $8, $9) GROUP BY person_id HAVING count(*) = $10) "
             "ORDER BY p.id LIMIT $11")},
    [Q_ENROL] = {"person.enrol",
                 SQL("INSERT INTO enrolments (person_id, subject, conditions, enrolled_us) "
                     "SELECT id, $2, $3, $4 FROM persons WHERE public_id = $1")},
    [Q_ENROLLED] = {"person.enrolled", SQL("SELECT " PERSON_COLUMNS "WHERE p.id IN (SELECT "
                                           "person_id FROM enrolments WHERE person_id > $1 "
                                           "ORDER BY person_id LIMIT $2) ORDER BY p.id")},
};

const struct statement_table PERSON_STATEMENTS = {"person", STORE_IN_OFFICE, STATEMENTS, Q_COUNT};

static void bind_sealed(struct query *query, int number, const struct sealed *sealed) {
    bind_blob(query, number, sealed->bytes, sealed->length);
}

static struct sealed column_sealed(struct query *query, int column, struct arena *arena) {
    struct sealed sealed = {0};
    sealed.bytes = column_blob_copy(query, column, arena, &sealed.length);
    return sealed;
}

static void read_person(struct query *query, struct arena *arena, void *row) {
    *(struct person *)row = (struct person){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .fund = column_id(query, 2),
        .key = column_sealed(query, 3, arena),
        .last_name = column_sealed(query, 4, arena),
        .first_name = column_sealed(query, 5, arena),
        .birth_date = column_sealed(query, 6, arena),
        .codice_fiscale = column_sealed(query, 7, arena),
        .phone = column_sealed(query, 8, arena),
        .code_mismatch = column_bool(query, 9),
        .created_us = column_int(query, 10),
        .subject = column_id(query, 11),
        .conditions = column_sealed(query, 12, arena),
        .enrolled_us = column_int(query, 13),
    };
}

static enum rc one_person(struct query *query, struct arena *arena, struct person *person) {
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    struct person found;
    read_person(query, arena, &found);
    if (arena_failed(arena))
        return RC_NOMEM;
    *person = found;
    return RC_OK;
}

enum rc person_insert(struct tx *tx, const struct person *person, const struct person_index *code,
                      const struct person_index *names, size_t name_count) {
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &person->public_id);
    bind_id(query, 2, &person->fund);
    bind_sealed(query, 3, &person->last_name);
    bind_sealed(query, 4, &person->first_name);
    bind_sealed(query, 5, &person->birth_date);
    bind_sealed(query, 6, &person->codice_fiscale);
    bind_sealed(query, 7, &person->phone);
    bind_blob(query, 8, code->bytes, sizeof code->bytes);
    bind_bool(query, 9, person->code_mismatch);
    bind_int(query, 10, person->created_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK)
        return rc;
    int64_t id = column_int(query, 0);
    query = tx_query(tx, &PERSON_STATEMENTS, Q_KEY);
    bind_int(query, 1, id);
    bind_sealed(query, 2, &person->key);
    rc = query_run_one(query);
    for (size_t i = 0; i < name_count && rc == RC_OK; i++) {
        query = tx_query(tx, &PERSON_STATEMENTS, Q_NAME);
        bind_id(query, 1, &person->fund);
        bind_blob(query, 2, names[i].bytes, sizeof names[i].bytes);
        bind_int(query, 3, id);
        rc = query_run(query);
    }
    return rc;
}

enum rc person_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                            struct person *person) {
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    return one_person(query, arena, person);
}

enum rc person_by_subject(struct tx *tx, const struct public_id *subject, struct arena *arena,
                          struct person *person) {
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_BY_SUBJECT);
    bind_id(query, 1, subject);
    return one_person(query, arena, person);
}

enum rc person_by_code(struct tx *tx, const struct public_id *fund, const struct person_index *code,
                       struct arena *arena, struct person *person) {
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_BY_CODE);
    bind_id(query, 1, fund);
    bind_blob(query, 2, code->bytes, sizeof code->bytes);
    return one_person(query, arena, person);
}

enum rc person_by_names(struct tx *tx, const struct public_id *fund,
                        const struct person_index *names, size_t count, struct arena *arena,
                        struct person **persons, size_t *found) {
    if (count == 0 || count > PERSON_SEARCH_WORDS)
        return RC_BUG;
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_BY_NAMES);
    bind_id(query, 1, fund);
    int64_t distinct = 0;
    for (size_t i = 0; i < PERSON_SEARCH_WORDS; i++) {
        const struct person_index *name = &names[i < count ? i : 0];
        bool repeated = i >= count;
        for (size_t j = 0; j < i && !repeated; j++)
            repeated = memcmp(names[j].bytes, name->bytes, sizeof name->bytes) == 0;
        distinct += repeated ? 0 : 1;
        bind_blob(query, 2 + (int)i, name->bytes, sizeof name->bytes);
    }
    bind_int(query, 10, distinct);
    bind_int(query, 11, PERSON_SEARCH_MAX + 1);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **persons, read_person, &rows, found);
    if (rc == RC_OK)
        *persons = rows;
    return rc;
}

enum rc enrolment_insert(struct tx *tx, const struct public_id *person,
                         const struct public_id *subject, const struct sealed *conditions,
                         int64_t at_us) {
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_ENROL);
    bind_id(query, 1, person);
    bind_id(query, 2, subject);
    bind_sealed(query, 3, conditions);
    bind_int(query, 4, at_us);
    return query_run_one(query);
}

enum rc enrolment_list(struct tx *tx, int64_t after, size_t limit, struct arena *arena,
                       struct person **persons, size_t *count, int64_t *last) {
    struct query *query = tx_query(tx, &PERSON_STATEMENTS, Q_ENROLLED);
    bind_int(query, 1, after);
    bind_int(query, 2, (int64_t)limit);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **persons, read_person, &rows, count);
    if (rc == RC_OK) {
        *persons = rows;
        *last = *count == 0 ? after : (*persons)[*count - 1].id;
    }
    return rc;
}
