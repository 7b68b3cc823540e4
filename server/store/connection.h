// SPDX-License-Identifier: EUPL-1.2
// Inside store: one SQLite connection with its prepared statements, and the transaction that runs
// on it.
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include "store/statement.h"
#include "store/store.h"

#include <sqlite3.h>

enum { QUERY_PARAMETERS = 48, CONNECTION_BUSY_MS = 2000 };

// Writing the chain's next entry needs its last one; a rolled back closure gives it back.
struct audit_head {
    int64_t seq; // 0: empty chain, hash all zero
    uint8_t hash[STORE_HASH_SIZE];
};

struct query {
    const struct statement *statement;
    sqlite3_stmt *compiled;
    int place[QUERY_PARAMETERS + 1]; // SQLite's index of $n, 0: not in the text
    enum rc failed;                  // the first thing that went wrong since tx_query
    int64_t changes;
    bool used; // in the running transaction's list
    struct query *next_used;
};

enum control {
    CONTROL_BEGIN_WRITE,
    CONTROL_BEGIN_READ,
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_SAVEPOINT,
    CONTROL_RELEASE,
    CONTROL_ROLLBACK_TO,
    CONTROLS,
};

struct connection {
    sqlite3 *sqlite;
    enum store_db db;
    bool writable;
    sqlite3_stmt *control[CONTROLS];
    struct query **queries; // per listed table, `count` queries or NULL until used
    struct query broken;    // answers for a statement that could not be prepared
    struct tx *tx;          // the running one, for the update hook
    struct connection *next_free;
};

struct tx {
    struct connection *connection;
    struct store *store;
    int64_t at_us;
    struct query *used;
    struct audit_head *head; // NULL in a read
    const struct store_crypto *crypto;
    int64_t audited;    // entries appended by this run
    int64_t last_event; // highest event appended by this run, 0: none
    enum store_system system;
    int64_t allowed_rows; // changes in tables that `system` may touch
};

// Result code of an SQLite result; logs what is our own mistake with the statement's name.
enum rc connection_rc(sqlite3 *sqlite, int code, const char *name);

// `path` opened for reading and writing (created if need be) or read-only, with our pragmas.
RC_CHECKED enum rc connection_open(const char *path, const char *vfs, enum store_db db,
                                   bool writable, struct connection **connection);
void connection_close(struct connection *connection); // NULL allowed

RC_CHECKED enum rc connection_control(struct connection *connection, enum control control);

// Prepare every listed statement of this database once, to find mistakes at start-up.
RC_CHECKED enum rc connection_check_statements(struct connection *connection);

// One run of a closure on the connection: begin sets it up, end resets every statement it used.
void tx_begin(struct tx *tx, struct connection *connection, struct store *store);
void tx_end(struct tx *tx);

// May a system write touch this table?
bool system_may_touch(enum store_system system, const char *table);
const char *system_name(enum store_system system);

#endif
