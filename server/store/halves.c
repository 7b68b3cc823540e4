// SPDX-License-Identifier: EUPL-1.2
// Blood pressures of which one half has come.
#include "store/halves.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

#define HALF_COLUMNS                                                                               \
    "SELECT h.device_id, h.meter, h.time_us, h.values_sent, h.slot, h.flags, h.received_us, "      \
    "h.state, q.public_id FROM halves h JOIN quarantine q ON q.id = h.quarantine_id "

enum {
    Q_INSERT,
    Q_HOLD,
    Q_READ,
    Q_JOIN,
    Q_LEAVE,
    Q_DUE,
    Q_WAITING,
    Q_TELL,
    Q_SHOW,
    Q_PRUNE,
    Q_COUNT
};

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"half.insert",
                  SQL("INSERT INTO halves (device_id, meter, time_us, values_sent, slot, flags, "
                      "received_us, quarantine_id) SELECT $1, $2, $3, $4, $5, $6, $7, id "
                      "FROM quarantine WHERE public_id = $8")},
    [Q_HOLD] = {"half.hold", SQL("UPDATE quarantine SET held = 1 WHERE public_id = $1")},
    [Q_READ] = {"half.read", SQL(HALF_COLUMNS "WHERE h.device_id = $1 AND h.meter = $2 "
                                              "AND h.time_us = $3")},
    [Q_JOIN] = {"half.join",
                SQL("UPDATE halves SET state = 'joined', values_sent = $4 WHERE device_id = $1 "
                    "AND meter = $2 AND time_us = $3")},
    [Q_LEAVE] = {"half.leave",
                 SQL("UPDATE quarantine SET held = 2 WHERE public_id = $1 AND act IS NULL")},
    [Q_DUE] = {"half.due",
               SQL("SELECT EXISTS (SELECT 1 FROM halves WHERE state = 'waiting' AND "
                   "received_us < $1) OR EXISTS (SELECT 1 FROM halves WHERE received_us < $2 AND "
                   "state <> 'waiting')")},
    [Q_WAITING] = {"half.waiting", SQL(HALF_COLUMNS "WHERE h.state = 'waiting' AND "
                                                    "h.received_us < $1 ORDER BY h.received_us "
                                                    "LIMIT $2")},
    [Q_TELL] = {"half.tell", SQL("UPDATE halves SET state = 'told' WHERE device_id = $1 "
                                 "AND meter = $2 AND time_us = $3")},
    [Q_SHOW] = {"half.show", SQL("UPDATE quarantine SET held = 0 WHERE public_id = $1")},
    [Q_PRUNE] = {"half.prune",
                 SQL("DELETE FROM halves WHERE (device_id, meter, time_us) IN (SELECT device_id, "
                     "meter, time_us FROM halves WHERE received_us < $1 AND state <> 'waiting' "
                     "LIMIT $2)")},
};

const struct statement_table HALF_STATEMENTS = {"halves", STORE_IN_MONITORING, STATEMENTS, Q_COUNT};

static const char *const STATES[HALF_STATES] = {
    [HALF_NONE] = "",
    [HALF_WAITING] = "waiting",
    [HALF_TOLD] = "told",
    [HALF_JOINED] = "joined",
};

static enum half_state state_of(const char *name) {
    for (int i = HALF_WAITING; i < HALF_STATES; i++) {
        if (strcmp(STATES[i], name) == 0) {
            return (enum half_state)i;
        }
    }
    return HALF_NONE;
}

static enum rc of_item(struct tx *tx, size_t which, const struct public_id *item) {
    struct query *query = tx_query(tx, &HALF_STATEMENTS, which);
    bind_id(query, 1, item);
    return query_run(query);
}

static struct query *of_half(struct tx *tx, size_t which, const struct half *half) {
    struct query *query = tx_query(tx, &HALF_STATEMENTS, which);
    bind_int(query, 1, half->device_id);
    bind_text(query, 2, half->meter);
    bind_int(query, 3, half->time_us);
    return query;
}

enum rc half_insert(struct tx *tx, const struct half *half) {
    struct query *query = of_half(tx, Q_INSERT, half);
    bind_text(query, 4, half->values);
    bind_int(query, 5, half->slot);
    bind_int(query, 6, half->flags);
    bind_int(query, 7, half->received_us);
    bind_id(query, 8, &half->item);
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? of_item(tx, Q_HOLD, &half->item) : rc;
}

static void take(struct query *query, struct arena *arena, void *row) {
    *(struct half *)row = (struct half){
        .device_id = column_int(query, 0),
        .meter = column_copy(query, 1, arena),
        .time_us = column_int(query, 2),
        .values = column_copy(query, 3, arena),
        .slot = (int)column_int(query, 4),
        .flags = (unsigned)column_int(query, 5),
        .received_us = column_int(query, 6),
        .state = state_of(column_text(query, 7)),
        .item = column_id(query, 8),
    };
}

enum rc half_read(struct tx *tx, int64_t device_id, const char *meter, int64_t time_us,
                  struct arena *arena, struct half *half) {
    const struct half wanted = {.device_id = device_id, .meter = meter, .time_us = time_us};
    struct query *query = of_half(tx, Q_READ, &wanted);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    take(query, arena, half);
    return arena_failed(arena) ? RC_NOMEM : RC_OK;
}

enum rc half_join(struct tx *tx, const struct half *half) {
    struct query *query = of_half(tx, Q_JOIN, half);
    bind_text(query, 4, half->values);
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? of_item(tx, Q_LEAVE, &half->item) : rc;
}

enum rc half_due(struct tx *tx, int64_t tell_us, int64_t forget_us, bool *due) {
    struct query *query = tx_query(tx, &HALF_STATEMENTS, Q_DUE);
    bind_int(query, 1, tell_us);
    bind_int(query, 2, forget_us);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *due = column_bool(query, 0);
    }
    return rc == RC_NOT_FOUND ? RC_BUG : rc;
}

enum rc half_list_waiting(struct tx *tx, int64_t before_us, size_t limit, struct arena *arena,
                          struct half **halves, size_t *count) {
    struct query *query = tx_query(tx, &HALF_STATEMENTS, Q_WAITING);
    bind_int(query, 1, before_us);
    bind_int(query, 2, (int64_t)limit);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **halves, take, &rows, count);
    if (rc == RC_OK) {
        *halves = rows;
    }
    return rc;
}

enum rc half_tell(struct tx *tx, const struct half *half) {
    enum rc rc = query_run_one(of_half(tx, Q_TELL, half));
    return rc == RC_OK ? of_item(tx, Q_SHOW, &half->item) : rc;
}

enum rc half_prune(struct tx *tx, int64_t before_us, size_t limit) {
    struct query *query = tx_query(tx, &HALF_STATEMENTS, Q_PRUNE);
    bind_int(query, 1, before_us);
    bind_int(query, 2, (int64_t)limit);
    return query_run(query);
}
