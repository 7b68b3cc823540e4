// SPDX-License-Identifier: EUPL-1.2
// Funds and users.
#include "store/accounts.h"

#include "base/clock.h"
#include "store/rows.h"
#include "store/statement.h"
#include "store/user_row.h"

#include <string.h>

enum { LIST_MOST = 200 };

enum { F_INSERT, F_BY_PUBLIC_ID, F_BY_NAME, F_LIST, F_COUNT };

static const struct statement FUNDS[] = {
    [F_INSERT] = {"fund.insert",
                  SQL("INSERT INTO funds (public_id, name) VALUES ($1, $2) RETURNING id")},
    [F_BY_PUBLIC_ID] = {"fund.by-public-id",
                        SQL("SELECT id, public_id, name FROM funds WHERE public_id = $1")},
    [F_BY_NAME] = {"fund.by-name", SQL("SELECT id, public_id, name FROM funds WHERE name = $1")},
    [F_LIST] = {"fund.list", SQL("SELECT id, public_id, name FROM funds ORDER BY name")},
};

const struct statement_table FUND_STATEMENTS = {"fund", STORE_IN_OFFICE, FUNDS, F_COUNT};

enum {
    U_INSERT,
    U_BY_USERNAME,
    U_BY_PUBLIC_ID,
    U_LIST,
    U_LIST_OF_FUND,
    U_SET_DISABLED,
    U_SET_PASSWORD,
    U_REHASH,
    U_END_SESSIONS,
    U_COUNT
};

static const struct statement USERS[] = {
    [U_INSERT] = {"user.insert",
                  SQL("INSERT INTO users (public_id, fund_id, username, role, display_name,"
                      " password_hash, password_once, language, disabled, created_us,"
                      " password_set_us)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id")},
    [U_BY_USERNAME] = {"user.by-username",
                       SQL("SELECT " USER_COLUMNS " FROM users u JOIN funds f ON f.id = u.fund_id"
                           " WHERE u.username = $1")},
    [U_BY_PUBLIC_ID] = {"user.by-public-id",
                        SQL("SELECT " USER_COLUMNS " FROM users u JOIN funds f ON f.id = u.fund_id"
                            " WHERE u.public_id = $1")},
    [U_LIST] = {"user.list",
                SQL("SELECT " USER_COLUMNS " FROM users u JOIN funds f ON f.id = u.fund_id"
                    " WHERE u.username > $1 ORDER BY u.username LIMIT $2")},
    [U_LIST_OF_FUND] = {"user.list-of-fund",
                        SQL("SELECT " USER_COLUMNS " FROM users u JOIN funds f ON f.id = u.fund_id"
                            " WHERE u.fund_id = $1 AND u.username > $2"
                            " ORDER BY u.username LIMIT $3")},
    [U_SET_DISABLED] = {"user.set-disabled",
                        SQL("UPDATE users SET disabled = $2, version = version + 1 WHERE id = $1")},
    [U_SET_PASSWORD] = {"user.set-password",
                        SQL("UPDATE users SET password_hash = $2, password_once = $3,"
                            " password_set_us = $4, version = version + 1 WHERE id = $1")},
    [U_REHASH] = {"user.rehash", SQL("UPDATE users SET password_hash = $2 WHERE id = $1")},
    [U_END_SESSIONS] = {"user.end-sessions", SQL("DELETE FROM sessions WHERE user_id = $1")},
};

const struct statement_table USER_STATEMENTS = {"user", STORE_IN_OFFICE, USERS, U_COUNT};

static const char *const ROLE_NAMES[USER_ROLES] = {
    [USER_ROLE_NONE] = "",
    [USER_ROLE_FAMILY] = "family",
    [USER_ROLE_OPERATOR] = "operator",
    [USER_ROLE_MONITORING_CLINICIAN] = "monitoring-clinician",
    [USER_ROLE_CLAIMS_CLINICIAN] = "claims-clinician",
    [USER_ROLE_CLAIMS_HANDLER] = "claims-handler",
    [USER_ROLE_PAYMENTS_OFFICER] = "payments-officer",
    [USER_ROLE_ADMIN] = "admin",
};

const char *user_role_name(enum user_role role) {
    return ROLE_NAMES[role];
}

enum user_role user_role_of(const char *name) {
    for (int role = USER_ROLE_NONE + 1; role < USER_ROLES; role++) {
        if (strcmp(ROLE_NAMES[role], name) == 0) {
            return (enum user_role)role;
        }
    }
    return USER_ROLE_NONE;
}

int64_t user_role_idle_us(enum user_role role) {
    return (role == USER_ROLE_FAMILY ? 30 : 15) * CLOCK_MINUTE_US;
}

int64_t user_role_absolute_us(enum user_role role) {
    return (role == USER_ROLE_FAMILY ? 12 : 8) * CLOCK_HOUR_US;
}

// The id of an INSERT … RETURNING id.
static enum rc returned_id(struct query *query, int64_t *id) {
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    int64_t made = column_int(query, 0);
    rc = query_run(query);
    if (rc == RC_OK && id) {
        *id = made;
    }
    return rc;
}

static void take_fund(struct query *query, struct arena *arena, void *row) {
    *(struct fund *)row = (struct fund){.id = column_int(query, 0),
                                        .public_id = column_id(query, 1),
                                        .name = column_copy(query, 2, arena)};
}

enum rc fund_insert(struct tx *tx, const struct public_id *public_id, const char *name,
                    int64_t *id) {
    struct query *query = tx_query(tx, &FUND_STATEMENTS, F_INSERT);
    bind_id(query, 1, public_id);
    bind_text(query, 2, name);
    return returned_id(query, id);
}

static enum rc one_fund(struct query *query, struct arena *arena, struct fund *fund) {
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        take_fund(query, arena, fund);
    }
    return rc;
}

enum rc fund_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                          struct fund *fund) {
    struct query *query = tx_query(tx, &FUND_STATEMENTS, F_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    return one_fund(query, arena, fund);
}

enum rc fund_by_name(struct tx *tx, const char *name, struct arena *arena, struct fund *fund) {
    struct query *query = tx_query(tx, &FUND_STATEMENTS, F_BY_NAME);
    bind_text(query, 1, name);
    return one_fund(query, arena, fund);
}

enum rc fund_list(struct tx *tx, struct arena *arena, struct fund **funds, size_t *count) {
    void *rows = NULL;
    enum rc rc = rows_collect(tx_query(tx, &FUND_STATEMENTS, F_LIST), arena, sizeof **funds,
                              take_fund, &rows, count);
    if (rc == RC_OK) {
        *funds = rows;
    }
    return rc;
}

enum rc user_insert(struct tx *tx, const struct user *user, int64_t *id) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_INSERT);
    bind_id(query, 1, &user->public_id);
    bind_int(query, 2, user->fund_id);
    bind_text(query, 3, user->username);
    bind_text(query, 4, user_role_name(user->role));
    bind_text(query, 5, user->display_name ? user->display_name : "");
    bind_text(query, 6, user->password_hash);
    bind_bool(query, 7, user->password_once);
    bind_text(query, 8, user->language ? user->language : "it");
    bind_bool(query, 9, user->disabled);
    bind_int(query, 10, tx_at_us(tx));
    return returned_id(query, id);
}

void user_take(struct query *query, int column, struct arena *arena, struct user *user) {
    *user = (struct user){
        .id = column_int(query, column),
        .public_id = column_id(query, column + 1),
        .fund_id = column_int(query, column + 2),
        .fund = column_id(query, column + 3),
        .username = column_copy(query, column + 4, arena),
        .role = user_role_of(column_text(query, column + 5)),
        .display_name = column_copy(query, column + 6, arena),
        .password_hash = column_copy(query, column + 7, arena),
        .password_once = column_bool(query, column + 8),
        .language = column_copy(query, column + 9, arena),
        .disabled = column_bool(query, column + 10),
        .created_us = column_int(query, column + 11),
        .version = column_int(query, column + 12),
        .password_set_us = column_int(query, column + 13),
    };
}

static void take_user(struct query *query, struct arena *arena, void *row) {
    user_take(query, 0, arena, row);
}

static enum rc one_user(struct query *query, struct arena *arena, struct user *user) {
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        user_take(query, 0, arena, user);
        rc = arena_failed(arena) ? RC_NOMEM : RC_OK;
    }
    return rc;
}

enum rc user_by_username(struct tx *tx, const char *username, struct arena *arena,
                         struct user *user) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_BY_USERNAME);
    bind_text(query, 1, username);
    return one_user(query, arena, user);
}

enum rc user_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                          struct user *user) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    return one_user(query, arena, user);
}

enum rc user_list(struct tx *tx, const char *after, size_t limit, struct arena *arena,
                  struct user **users, size_t *count) {
    void *rows = NULL;
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_LIST);
    bind_text(query, 1, after);
    bind_int(query, 2, (int64_t)(limit < LIST_MOST ? limit : LIST_MOST));
    enum rc rc = rows_collect(query, arena, sizeof **users, take_user, &rows, count);
    if (rc == RC_OK) {
        *users = rows;
    }
    return rc;
}

enum rc user_list_of_fund(struct tx *tx, int64_t fund_id, const struct public_id *after,
                          size_t limit, struct arena *arena, struct user **users, size_t *count) {
    struct user last = {.username = ""};
    enum rc rc = RC_OK;
    if (public_id_is_set(after)) {
        rc = user_by_public_id(tx, after, arena, &last);
        if (rc == RC_OK && last.fund_id != fund_id) {
            rc = RC_NOT_FOUND;
        }
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_LIST_OF_FUND);
    bind_int(query, 1, fund_id);
    bind_text(query, 2, last.username);
    bind_int(query, 3, (int64_t)limit);
    void *rows = NULL;
    rc = rows_collect(query, arena, sizeof **users, take_user, &rows, count);
    if (rc == RC_OK) {
        *users = rows;
    }
    return rc;
}

static enum rc end_sessions(struct tx *tx, int64_t user_id) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_END_SESSIONS);
    bind_int(query, 1, user_id);
    return query_run(query);
}

enum rc user_set_disabled(struct tx *tx, int64_t user_id, bool disabled) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_SET_DISABLED);
    bind_int(query, 1, user_id);
    bind_bool(query, 2, disabled);
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? end_sessions(tx, user_id) : rc;
}

enum rc user_set_password(struct tx *tx, int64_t user_id, const char *password_hash, bool once) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_SET_PASSWORD);
    bind_int(query, 1, user_id);
    bind_text(query, 2, password_hash);
    bind_bool(query, 3, once);
    bind_int(query, 4, tx_at_us(tx));
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? end_sessions(tx, user_id) : rc;
}

enum rc user_rehash(struct tx *tx, int64_t user_id, const char *password_hash) {
    struct query *query = tx_query(tx, &USER_STATEMENTS, U_REHASH);
    bind_int(query, 1, user_id);
    bind_text(query, 2, password_hash);
    return query_run_one(query);
}
