// SPDX-License-Identifier: EUPL-1.2
// Sessions, known by the hash of their token, and the counting of failed logins.
#include "store/accounts.h"

#include "base/clock.h"
#include "store/rows.h"
#include "store/statement.h"
#include "store/user_row.h"

enum { NAME_FREE_FAILURES = 5, NETWORK_FREE_FAILURES = 20 };

static const int64_t FAILURE_WINDOW_US = 15 * CLOCK_MINUTE_US;

enum { Q_INSERT, Q_BY_TOKEN, Q_TOUCH, Q_DELETE, Q_LIST, Q_PRUNE, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] =
        {"session.insert",
         SQL("INSERT INTO sessions (public_id, user_id, token_hash, created_us,"
             " last_seen_us, idle_us, expires_us) VALUES ($1, $2, $3, $4, $4, $5, $6)")},
    [Q_BY_TOKEN] = {"session.by-token",
                    SQL("SELECT s.id, s.public_id, s.user_id, s.created_us,"
                        " s.last_seen_us, s.expires_us, " USER_COLUMNS " FROM sessions s"
                        " JOIN users u ON u.id = s.user_id JOIN funds f ON f.id = u.fund_id"
                        " WHERE s.token_hash = $1 AND u.disabled = 0"
                        " AND s.expires_us > $2 AND s.last_seen_us + s.idle_us > $2")},
    [Q_TOUCH] = {"session.touch", SQL("UPDATE sessions SET last_seen_us = $2"
                                      " WHERE id = $1 AND last_seen_us < $2")},
    [Q_DELETE] = {"session.delete", SQL("DELETE FROM sessions WHERE id = $1")},
    [Q_LIST] = {"session.list",
                SQL("SELECT id, public_id, user_id, created_us, last_seen_us, expires_us"
                    " FROM sessions WHERE user_id = $1 AND expires_us > $2"
                    " AND last_seen_us + idle_us > $2 ORDER BY created_us")},
    [Q_PRUNE] = {"session.prune", SQL("DELETE FROM sessions WHERE expires_us < $1")},
};

const struct statement_table SESSION_STATEMENTS = {"session", STORE_IN_OFFICE, STATEMENTS, Q_COUNT};

enum { L_INSERT, L_BY_NAME, L_BY_NETWORK, L_FORGET, L_PRUNE, L_COUNT };

static const struct statement LOGINS[] = {
    [L_INSERT] = {"login.failed", SQL("INSERT INTO login_failures (name_index, network, at_us)"
                                      " VALUES ($1, $2, $3)")},
    [L_BY_NAME] = {"login.by-name",
                       SQL("SELECT count(*), coalesce(max(at_us), 0) FROM login_failures"
                           " WHERE name_index = $1 AND at_us > $2 AND at_us <= $3")},
    [L_BY_NETWORK] = {"login.by-network",
                      SQL("SELECT count(*), coalesce(max(at_us), 0) FROM login_failures"
                          " WHERE network = $1 AND at_us > $2 AND at_us <= $3")},
    [L_FORGET] = {"login.forget", SQL("DELETE FROM login_failures WHERE name_index = $1")},
    [L_PRUNE] = {"login.prune", SQL("DELETE FROM login_failures WHERE at_us < $1")},
};

const struct statement_table LOGIN_STATEMENTS = {"login", STORE_IN_OFFICE, LOGINS, L_COUNT};

enum rc session_insert(struct tx *tx, int64_t user_id, enum user_role role,
                       const uint8_t token_hash[STORE_HASH_SIZE], int64_t now_us) {
    struct public_id public_id = public_id_new();
    struct query *query = tx_query(tx, &SESSION_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &public_id);
    bind_int(query, 2, user_id);
    bind_blob(query, 3, token_hash, STORE_HASH_SIZE);
    bind_int(query, 4, now_us);
    bind_int(query, 5, user_role_idle_us(role));
    bind_int(query, 6, now_us + user_role_absolute_us(role));
    return query_run(query);
}

static void take_session(struct query *query, struct arena *arena, void *row) {
    (void)arena;
    struct session *session = row;
    *session = (struct session){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .user_id = column_int(query, 2),
        .created_us = column_int(query, 3),
        .last_seen_us = column_int(query, 4),
        .expires_us = column_int(query, 5),
    };
}

enum rc session_by_token(struct tx *tx, const uint8_t token_hash[STORE_HASH_SIZE], int64_t now_us,
                         struct arena *arena, struct session *session) {
    struct query *query = tx_query(tx, &SESSION_STATEMENTS, Q_BY_TOKEN);
    bind_blob(query, 1, token_hash, STORE_HASH_SIZE);
    bind_int(query, 2, now_us);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        take_session(query, arena, session);
        user_take(query, 6, arena, &session->user);
        rc = arena_failed(arena) ? RC_NOMEM : RC_OK;
    }
    return rc;
}

struct touching {
    int64_t id, now_us;
};

static enum rc touch(struct tx *tx, void *context) {
    const struct touching *touching = context;
    struct query *query = tx_query(tx, &SESSION_STATEMENTS, Q_TOUCH);
    bind_int(query, 1, touching->id);
    bind_int(query, 2, touching->now_us);
    return query_run(query);
}

enum rc session_touch(struct store *store, const struct session *session, int64_t now_us) {
    struct touching touching = {.id = session->id, .now_us = now_us};
    if (now_us - session->last_seen_us < CLOCK_MINUTE_US) {
        return RC_OK;
    }
    return store_write_system(store, STORE_OFFICE, STORE_SYSTEM_SESSION, touch, &touching);
}

enum rc session_delete(struct tx *tx, int64_t session_id) {
    struct query *query = tx_query(tx, &SESSION_STATEMENTS, Q_DELETE);
    bind_int(query, 1, session_id);
    return query_run_one(query);
}

enum rc session_list(struct tx *tx, int64_t user_id, int64_t now_us, struct arena *arena,
                     struct session **sessions, size_t *count) {
    void *rows = NULL;
    struct query *query = tx_query(tx, &SESSION_STATEMENTS, Q_LIST);
    bind_int(query, 1, user_id);
    bind_int(query, 2, now_us);
    enum rc rc = rows_collect(query, arena, sizeof **sessions, take_session, &rows, count);
    if (rc == RC_OK) {
        *sessions = rows;
    }
    return rc;
}

static enum rc prune(struct tx *tx, void *context) {
    const int64_t *before_us = context;
    struct query *query = tx_query(tx, &SESSION_STATEMENTS, Q_PRUNE);
    bind_int(query, 1, *before_us);
    enum rc rc = query_run(query);
    if (rc == RC_OK) {
        query = tx_query(tx, &LOGIN_STATEMENTS, L_PRUNE);
        bind_int(query, 1, *before_us);
        rc = query_run(query);
    }
    return rc;
}

enum rc session_prune(struct store *store, int64_t now_us) {
    int64_t before_us = now_us - CLOCK_DAY_US;
    return store_write_system(store, STORE_OFFICE, STORE_SYSTEM_SESSION, prune, &before_us);
}

// How long after the last failure the next try may come: 1 s at the first failure beyond the free
// ones, then doubling.
static int64_t delay_us(int64_t failures, int64_t free_failures) {
    int64_t delay = CLOCK_SECOND_US;
    if (failures < free_failures) {
        return 0;
    }
    for (int64_t i = free_failures; i < failures && delay < FAILURE_WINDOW_US; i++) {
        delay *= 2;
    }
    return delay < FAILURE_WINDOW_US ? delay : FAILURE_WINDOW_US;
}

// How long the failures that `query` counts, bound up to $1, make the next try wait.
static enum rc wait_of(struct query *query, int64_t free_failures, int64_t now_us,
                       int64_t *wait_us) {
    bind_int(query, 2, now_us - FAILURE_WINDOW_US);
    bind_int(query, 3, now_us);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        int64_t wait =
            column_int(query, 1) + delay_us(column_int(query, 0), free_failures) - now_us;
        *wait_us = wait > 0 ? wait : 0;
    }
    return rc;
}

enum rc login_wait(struct tx *tx, const struct login_name *name, const char *network,
                   int64_t now_us, int64_t *wait_us) {
    int64_t name_us = 0, network_us = 0;
    struct query *query = tx_query(tx, &LOGIN_STATEMENTS, L_BY_NAME);
    bind_blob(query, 1, name->index, sizeof name->index);
    enum rc rc = wait_of(query, NAME_FREE_FAILURES, now_us, &name_us);
    if (rc == RC_OK) {
        query = tx_query(tx, &LOGIN_STATEMENTS, L_BY_NETWORK);
        bind_text(query, 1, network);
        rc = wait_of(query, NETWORK_FREE_FAILURES, now_us, &network_us);
    }
    if (rc == RC_OK) {
        *wait_us = name_us > network_us ? name_us : network_us;
    }
    return rc;
}

struct failing {
    const struct login_name *name;
    const char *network;
    int64_t now_us;
};

static enum rc add_failure(struct tx *tx, void *context) {
    const struct failing *failing = context;
    struct query *query = tx_query(tx, &LOGIN_STATEMENTS, L_INSERT);
    bind_blob(query, 1, failing->name->index, sizeof failing->name->index);
    bind_text(query, 2, failing->network);
    bind_int(query, 3, failing->now_us);
    return query_run(query);
}

enum rc login_failed(struct store *store, const struct login_name *name, const char *network,
                     int64_t now_us) {
    struct failing failing = {.name = name, .network = network, .now_us = now_us};
    return store_write_system(store, STORE_OFFICE, STORE_SYSTEM_LOGIN, add_failure, &failing);
}

static enum rc forget(struct tx *tx, void *context) {
    const struct login_name *name = context;
    struct query *query = tx_query(tx, &LOGIN_STATEMENTS, L_FORGET);
    bind_blob(query, 1, name->index, sizeof name->index);
    return query_run(query);
}

enum rc login_succeeded(struct store *store, const struct login_name *name) {
    struct login_name copy = *name;
    return store_write_system(store, STORE_OFFICE, STORE_SYSTEM_LOGIN, forget, &copy);
}
