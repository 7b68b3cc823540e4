// SPDX-License-Identifier: EUPL-1.2
// First answers by Idempotency-Key.
#include "store/idempotency.h"

#include "base/clock.h"
#include "store/statement.h"

#include <string.h>

enum { Q_FIND, Q_DROP, Q_INSERT, Q_PRUNE, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_FIND] = {"idempotency.find",
                SQL("SELECT request_hash, status, body, created_us FROM idempotency"
                    " WHERE actor = $1 AND route = $2 AND key_hash = $3")},
    [Q_DROP] = {"idempotency.drop", SQL("DELETE FROM idempotency"
                                        " WHERE actor = $1 AND route = $2 AND key_hash = $3")},
    [Q_INSERT] = {"idempotency.insert",
                  SQL("INSERT INTO idempotency"
                      " (actor, route, key_hash, request_hash, created_us, status, body)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7)")},
    [Q_PRUNE] = {"idempotency.prune", SQL("DELETE FROM idempotency WHERE created_us < $1")},
};

const struct statement_table IDEMPOTENCY_STATEMENTS = {"idempotency", STORE_IN_BOTH, STATEMENTS,
                                                       Q_COUNT};

static struct query *query_for(struct tx *tx, size_t which, const struct idempotency_key *key) {
    struct query *query = tx_query(tx, &IDEMPOTENCY_STATEMENTS, which);
    bind_text(query, 1, key->actor);
    bind_text(query, 2, key->route);
    bind_blob(query, 3, key->key_hash, sizeof key->key_hash);
    return query;
}

enum rc idempotency_claim(struct tx *tx, const struct idempotency_key *key, struct arena *arena,
                          struct idempotency_reply *reply) {
    *reply = (struct idempotency_reply){0};
    struct query *query = query_for(tx, Q_FIND, key);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (column_int(query, 3) < tx_at_us(tx) - CLOCK_DAY_US) {
        return query_run(query_for(tx, Q_DROP, key)); // its day is over, and the key free again
    }
    size_t length = 0;
    const void *request = column_blob(query, 0, &length);
    if (length != STORE_HASH_SIZE || memcmp(request, key->request_hash, length) != 0) {
        return RC_INVALID;
    }
    void *body = column_blob_copy(query, 2, arena, &length);
    if (!body) {
        return RC_NOMEM;
    }
    *reply = (struct idempotency_reply){
        .status = (int)column_int(query, 1), .body = body, .body_length = length};
    return RC_OK;
}

enum rc idempotency_store(struct tx *tx, const struct idempotency_key *key, int status,
                          const void *body, size_t body_length) {
    struct query *query = query_for(tx, Q_INSERT, key);
    bind_blob(query, 4, key->request_hash, sizeof key->request_hash);
    bind_int(query, 5, tx_at_us(tx));
    bind_int(query, 6, status);
    bind_blob(query, 7, body ? body : "", body ? body_length : 0);
    return query_run(query);
}

static enum rc prune(struct tx *tx, void *context) {
    (void)context;
    struct query *query = tx_query(tx, &IDEMPOTENCY_STATEMENTS, Q_PRUNE);
    bind_int(query, 1, tx_at_us(tx) - CLOCK_DAY_US);
    return query_run(query);
}

enum rc idempotency_prune(struct store *store, enum store_db db) {
    return store_write_system(store, db, STORE_SYSTEM_IDEMPOTENCY, prune, NULL);
}
