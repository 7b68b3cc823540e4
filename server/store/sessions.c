// SPDX-License-Identifier: EUPL-1.2
// Sessions, known by the hash of their token, and the counting of failed logins.
#include "store/accounts.h"

#include "base/clock.h"
#include "store/rows.h"
#include "store/statement.h"
#include "store/user_row.h"

#include <string.h>

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

enum { L_INSERT, L_BY_USERNAME, L_BY_NETWORK, L_FORGET, L_PRUNE, L_COUNT };

static const struct statement LOGINS[] = {
    [L_INSERT] = {"login.failed", SQL("INSERT INTO login_failures (username, network, at_us)"
                                      " VALUES ($1, $2, $3)")},
    [L_BY_USERNAME] = {"login.by-username",
                       SQL("SELECT count(*), coalesce(max(at_us), 0) FROM login_failures"
                           " WHERE username = $1 AND at_us > $2 AND at_us <= $3")},
    [L_BY_NETWORK] = {"login.by-network",
                      SQL("SELECT count(*), coalesce(max(at_us), 0) FROM login_failures"
                          " WHERE network = $1 AND at_us > $2 AND at_us <= $3")},
    [L_FORGET] = {"login.forget", SQL("DELETE FROM login_failures WHERE username = $1")},
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

static enum rc wait_of(struct tx *tx, size_t which, const char *key, int64_t free_failures,
                       int64_t now_us, int64_t *wait_us) {
    struct query *query = tx_query(tx, &LOGIN_STATEMENTS, which);
    bind_text(query, 1, key);
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

// Attackers choose the name: what is longer than any of ours is counted by its beginning.
static void cut_name(const char *username, char cut[USER_USERNAME_MAX + 1]) {
    size_t length = strnlen(username, USER_USERNAME_MAX);
    memcpy(cut, username, length);
    cut[length] = '\0';
}

enum rc login_wait(struct tx *tx, const char *username, const char *network, int64_t now_us,
                   int64_t *wait_us) {
    int64_t name_us = 0, network_us = 0;
    char name[USER_USERNAME_MAX + 1];
    cut_name(username, name);
    enum rc rc = wait_of(tx, L_BY_USERNAME, name, NAME_FREE_FAILURES, now_us, &name_us);
    if (rc == RC_OK) {
        rc = wait_of(tx, L_BY_NETWORK, network, NETWORK_FREE_FAILURES, now_us, &network_us);
    }
    if (rc == RC_OK) {
        *wait_us = name_us > network_us ? name_us : network_us;
    }
    return rc;
}

struct failing {
    char username[USER_USERNAME_MAX + 1];
    const char *network;
    int64_t now_us;
};

static enum rc add_failure(struct tx *tx, void *context) {
    const struct failing *failing = context;
    struct query *query = tx_query(tx, &LOGIN_STATEMENTS, L_INSERT);
    bind_text(query, 1, failing->username);
    bind_text(query, 2, failing->network);
    bind_int(query, 3, failing->now_us);
    return query_run(query);
}

enum rc login_failed(struct store *store, const char *username, const char *network,
                     int64_t now_us) {
    struct failing failing = {.network = network, .now_us = now_us};
    cut_name(username, failing.username);
    return store_write_system(store, STORE_OFFICE, STORE_SYSTEM_LOGIN, add_failure, &failing);
}

static enum rc forget(struct tx *tx, void *context) {
    struct query *query = tx_query(tx, &LOGIN_STATEMENTS, L_FORGET);
    bind_text(query, 1, context);
    return query_run(query);
}

enum rc login_succeeded(struct store *store, const char *username) {
    char name[USER_USERNAME_MAX + 1];
    cut_name(username, name);
    return store_write_system(store, STORE_OFFICE, STORE_SYSTEM_LOGIN, forget, name);
}
