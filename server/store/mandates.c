// SPDX-License-Identifier: EUPL-1.2
// SQL of mandates and of the person behind a family account.
#include "store/mandates.h"

#include "store/rows.h"
#include "store/statement.h"

#include <string.h>

// Of several rows for one user and person the last recorded one counts.
#define LAST_OF_PAIR                                                                               \
    "m.id = (SELECT max(l.id) FROM mandates l WHERE l.user = m.user AND l.person_id = "            \
    "m.person_id)"
#define IN_FORCE_ON(day) "m.from_on <= " day " AND (m.to_on IS NULL OR m.to_on >= " day ")"
#define MANDATE_COLUMNS                                                                            \
    "m.public_id, m.user, p.public_id, m.kind, u.username, m.from_on, m.to_on, m.recorded_us, "    \
    "m.recorded_by FROM mandates m JOIN persons p ON p.id = m.person_id "                          \
    "JOIN users u ON u.public_id = m.user "

enum { Q_INSERT, Q_IN_FORCE, Q_OF_PERSON, Q_OF_USER, Q_OWN_INSERT, Q_OWN, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"mandate.insert",
                  SQL("INSERT INTO mandates (public_id, user, person_id, kind, from_on, to_on, "
                      "recorded_us, recorded_by) SELECT $1, $2, id, $4, $5, $6, $7, $8 "
                      "FROM persons WHERE public_id = $3")},
    [Q_IN_FORCE] = {"mandate.in-force",
                    SQL("SELECT 1 FROM mandates m JOIN persons p ON p.id = m.person_id "
                        "WHERE m.user = $1 AND p.public_id = $2 AND " IN_FORCE_ON(
                            "$3") " AND " LAST_OF_PAIR)},
    [Q_OF_PERSON] = {"mandate.of-person", SQL("SELECT " MANDATE_COLUMNS "WHERE p.public_id = $1 "
                                              "ORDER BY m.id DESC LIMIT 100")},
    [Q_OF_USER] = {"mandate.of-user",
                   SQL("SELECT " MANDATE_COLUMNS "WHERE m.user = $1 AND " IN_FORCE_ON(
                       "$2") " AND " LAST_OF_PAIR " ORDER BY m.id LIMIT 100")},
    [Q_OWN_INSERT] = {"mandate.own-insert", SQL("INSERT INTO user_persons (user, person_id) "
                                                "SELECT $1, id FROM persons WHERE public_id = $2")},
    [Q_OWN] = {"mandate.own", SQL("SELECT p.public_id FROM user_persons o "
                                  "JOIN persons p ON p.id = o.person_id WHERE o.user = $1")},
};

const struct statement_table MANDATE_STATEMENTS = {"mandate", STORE_IN_OFFICE, STATEMENTS, Q_COUNT};

static const char *const kind_names[MANDATE_KINDS] = {
    [MANDATE_NONE] = "",
    [MANDATE_SPOUSE] = "spouse",
    [MANDATE_COHABITEE] = "cohabitee",
    [MANDATE_RELATIVE] = "relative",
    [MANDATE_IN_LAW] = "in-law",
    [MANDATE_GUARDIAN] = "guardian",
    [MANDATE_CURATOR] = "curator",
    [MANDATE_SUPPORT_ADMINISTRATOR] = "support-administrator",
    [MANDATE_ATTORNEY] = "attorney",
};

const char *mandate_kind_name(enum mandate_kind kind) {
    return kind_names[kind];
}

enum mandate_kind mandate_kind_of(const char *name) {
    for (int kind = MANDATE_NONE + 1; kind < MANDATE_KINDS; kind++) {
        if (strcmp(kind_names[kind], name) == 0)
            return (enum mandate_kind)kind;
    }
    return MANDATE_NONE;
}

enum rc mandate_in_force(struct tx *tx, const struct public_id *user,
                         const struct public_id *person, const char *date) {
    struct query *query = tx_query(tx, &MANDATE_STATEMENTS, Q_IN_FORCE);
    bind_id(query, 1, user);
    bind_id(query, 2, person);
    bind_text(query, 3, date);
    return query_row(query);
}

enum rc mandate_insert(struct tx *tx, const struct mandate *mandate) {
    struct query *query = tx_query(tx, &MANDATE_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &mandate->public_id);
    bind_id(query, 2, &mandate->user);
    bind_id(query, 3, &mandate->person);
    bind_text(query, 4, mandate_kind_name(mandate->kind));
    bind_text(query, 5, mandate->from_on);
    bind_text(query, 6, mandate->to_on);
    bind_int(query, 7, mandate->recorded_us);
    bind_id(query, 8, &mandate->recorded_by);
    return query_run_one(query);
}

static void read_mandate(struct query *query, struct arena *arena, void *row) {
    *(struct mandate *)row = (struct mandate){
        .public_id = column_id(query, 0),
        .user = column_id(query, 1),
        .person = column_id(query, 2),
        .kind = mandate_kind_of(column_text(query, 3)),
        .username = column_copy(query, 4, arena),
        .from_on = column_copy(query, 5, arena),
        .to_on = column_is_null(query, 6) ? NULL : column_copy(query, 6, arena),
        .recorded_us = column_int(query, 7),
        .recorded_by = column_id(query, 8),
    };
}

static enum rc read_mandates(struct query *query, struct arena *arena, struct mandate **mandates,
                             size_t *count) {
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **mandates, read_mandate, &rows, count);
    if (rc == RC_OK)
        *mandates = rows;
    return rc;
}

enum rc mandate_list(struct tx *tx, const struct public_id *person, struct arena *arena,
                     struct mandate **mandates, size_t *count) {
    struct query *query = tx_query(tx, &MANDATE_STATEMENTS, Q_OF_PERSON);
    bind_id(query, 1, person);
    return read_mandates(query, arena, mandates, count);
}

enum rc mandate_list_of_user(struct tx *tx, const struct public_id *user, const char *date,
                             struct arena *arena, struct mandate **mandates, size_t *count) {
    struct query *query = tx_query(tx, &MANDATE_STATEMENTS, Q_OF_USER);
    bind_id(query, 1, user);
    bind_text(query, 2, date);
    return read_mandates(query, arena, mandates, count);
}

enum rc user_person_insert(struct tx *tx, const struct public_id *user,
                           const struct public_id *person) {
    struct query *query = tx_query(tx, &MANDATE_STATEMENTS, Q_OWN_INSERT);
    bind_id(query, 1, user);
    bind_id(query, 2, person);
    return query_run_one(query);
}

enum rc user_person(struct tx *tx, const struct public_id *user, struct public_id *person) {
    struct query *query = tx_query(tx, &MANDATE_STATEMENTS, Q_OWN);
    bind_id(query, 1, user);
    enum rc rc = query_row(query);
    if (rc == RC_OK)
        *person = column_id(query, 0);
    return rc;
}
