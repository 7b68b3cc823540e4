// SPDX-License-Identifier: EUPL-1.2
// Alerts and the calls made for them.
#include "store/alerts.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

#define ALERT_COLUMNS                                                                              \
    "a.id, a.public_id, a.fund, s.public_id, a.subject_id, a.kind, a.severity, a.state, a.scope, " \
    "a.quantity, a.bound, a.limit_value, a.value, a.rule, a.measured_us, a.raised_us, a.repeats, " \
    "a.owner, a.version, a.outcome, a.note, a.closed_us, "                                         \
    "EXISTS (SELECT 1 FROM alert_calls c WHERE c.alert_id = a.id) "                                \
    "FROM alerts a LEFT JOIN subjects s ON s.id = a.subject_id "

enum {
    Q_INSERT,
    Q_BY_PUBLIC_ID,
    Q_OPEN_OF_SCOPE,
    Q_REPEAT,
    Q_WORSE,
    Q_TAKE,
    Q_CLOSE,
    Q_LIST_OPEN,
    Q_LIST_CLOSED,
    Q_LIST_OF_NOBODY,
    Q_CALL_INSERT,
    Q_CALLED,
    Q_CALL_LIST,
    Q_COUNT,
};

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"alert.insert",
                  SQL("INSERT INTO alerts (public_id, fund, subject_id, kind, severity, scope, "
                      "quantity, side, bound, limit_value, value, rule, measured_us, raised_us) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
                      "RETURNING id")},
    [Q_BY_PUBLIC_ID] = {"alert.by-public-id",
                        SQL("SELECT " ALERT_COLUMNS "WHERE a.public_id = $1")},
    [Q_OPEN_OF_SCOPE] = {"alert.open-of-scope",
                         SQL("SELECT " ALERT_COLUMNS "WHERE a.scope = $1 AND a.state <> 'closed'")},
    [Q_REPEAT] = {"alert.repeat", SQL("UPDATE alerts SET repeats = repeats + 1, "
                                      "version = version + 1 WHERE id = $1")},
    [Q_WORSE] = {"alert.worse",
                 SQL("UPDATE alerts SET repeats = repeats + 1, version = version + 1, "
                     "severity = $2, bound = $3, limit_value = $4, value = $5, measured_us = $6 "
                     "WHERE id = $1")},
    [Q_TAKE] = {"alert.take",
                SQL("UPDATE alerts SET state = 'taken', owner = $2, version = version + 1 "
                    "WHERE id = $1 AND state = 'open'")},
    [Q_CLOSE] = {"alert.close",
                 SQL("UPDATE alerts SET state = 'closed', outcome = $2, note = $3, closed_us = $4, "
                     "version = version + 1 WHERE id = $1 AND state <> 'closed'")},
    [Q_LIST_OPEN] = {"alert.list-open",
                     SQL("SELECT " ALERT_COLUMNS "WHERE a.subject_id = $1 AND a.closed_us IS NULL "
                         "ORDER BY CASE a.severity WHEN 'urgent' THEN 0 WHEN 'warning' THEN 1 "
                         "ELSE 2 END, a.raised_us, a.id")},
    [Q_LIST_CLOSED] = {"alert.list-closed",
                       SQL("SELECT " ALERT_COLUMNS "WHERE a.subject_id = $1 "
                           "AND a.closed_us IS NOT NULL ORDER BY a.closed_us DESC, a.id DESC "
                           "LIMIT $2")},
    [Q_LIST_OF_NOBODY] = {"alert.list-of-nobody",
                          SQL("SELECT " ALERT_COLUMNS "WHERE a.subject_id IS NULL "
                              "AND a.state <> 'closed' AND (a.fund IS NULL OR a.fund = $1) "
                              "ORDER BY a.raised_us, a.id LIMIT $2")},
    [Q_CALL_INSERT] = {"alert.call-insert",
                       SQL("INSERT INTO alert_calls (public_id, alert_id, at_us, called_by, "
                           "result, note) VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_CALLED] = {"alert.called", SQL("UPDATE alerts SET version = version + 1 WHERE id = $1")},
    [Q_CALL_LIST] = {"alert.call-list",
                     SQL("SELECT public_id, alert_id, at_us, called_by, result, note "
                         "FROM alert_calls WHERE alert_id = $1 ORDER BY id")},
};

const struct statement_table ALERT_STATEMENTS = {"alerts", STORE_IN_MONITORING, STATEMENTS,
                                                 Q_COUNT};

static const char *const KINDS[ALERT_KINDS] = {
    [ALERT_KIND_NONE] = "",           [ALERT_KIND_LIMIT] = "limit",
    [ALERT_KIND_SILENCE] = "silence", [ALERT_KIND_SEQUENCE_GAP] = "sequence-gap",
    [ALERT_KIND_DAMAGED] = "damaged", [ALERT_KIND_QUARANTINE] = "quarantine",
    [ALERT_KIND_DOOR] = "door",
    [ALERT_KIND_SECURITY] = "security",
    [ALERT_KIND_DEVICE] = "device",
    [ALERT_KIND_MEMBER] = "member",
};
static const char *const SEVERITIES[ALERT_SEVERITIES] = {
    [ALERT_SEVERITY_NONE] = "",
    [ALERT_SEVERITY_TECHNICAL] = "technical",
    [ALERT_SEVERITY_WARNING] = "warning",
    [ALERT_SEVERITY_URGENT] = "urgent",
};
static const char *const STATES[ALERT_STATES] = {
    [ALERT_STATE_NONE] = "",
    [ALERT_STATE_OPEN] = "open",
    [ALERT_STATE_TAKEN] = "taken",
    [ALERT_STATE_CLOSED] = "closed",
};

static int place_of(const char *const *names, int count, const char *name) {
    for (int i = 1; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return 0;
}

const char *alert_kind_name(enum alert_kind kind) {
    return (unsigned)kind < ALERT_KINDS ? KINDS[kind] : "";
}

const char *alert_severity_name(enum alert_severity severity) {
    return (unsigned)severity < ALERT_SEVERITIES ? SEVERITIES[severity] : "";
}

enum alert_severity alert_severity_of(const char *name) {
    return (enum alert_severity)place_of(SEVERITIES, ALERT_SEVERITIES, name);
}

const char *alert_state_name(enum alert_state state) {
    return (unsigned)state < ALERT_STATES ? STATES[state] : "";
}

// The bounds of an alert are the levels of a reading, without the two that cross none.
static enum reading_level bound_of(const char *name) {
    for (int i = READING_LEVEL_WARN_LOW; i < READING_LEVELS; i++) {
        if (strcmp(reading_level_name((enum reading_level)i), name) == 0) {
            return (enum reading_level)i;
        }
    }
    return READING_LEVEL_UNKNOWN;
}

static const char *side_of(enum reading_level level) {
    return level == READING_LEVEL_WARN_LOW || level == READING_LEVEL_ALERT_LOW ? "low" : "high";
}

enum rc alert_insert(struct tx *tx, const struct alert *alert, int64_t *id) {
    const struct quantity_row *quantity = quantity_describe(alert->quantity);
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &alert->public_id);
    bind_id(query, 2, &alert->fund);
    if (alert->subject_id == 0) {
        bind_null(query, 3);
    } else {
        bind_int(query, 3, alert->subject_id);
    }
    bind_text(query, 4, alert_kind_name(alert->kind));
    bind_text(query, 5, alert_severity_name(alert->severity));
    bind_text(query, 6, alert->scope);
    if (alert->kind == ALERT_KIND_LIMIT) {
        bind_text(query, 7, quantity == NULL ? NULL : quantity->code);
        bind_text(query, 8, side_of(alert->level));
        bind_text(query, 9, reading_level_name(alert->level));
        bind_int(query, 10, alert->limit_value);
        bind_int(query, 11, alert->value);
    } else {
        for (int i = 7; i <= 11; i++) {
            bind_null(query, i);
        }
    }
    bind_text(query, 12, alert->rule);
    if (alert->measured_us == 0) {
        bind_null(query, 13);
    } else {
        bind_int(query, 13, alert->measured_us);
    }
    bind_int(query, 14, alert->raised_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    *id = column_int(query, 0);
    return query_run(query);
}

static void take(struct query *query, struct arena *arena, void *row) {
    struct alert *alert = row;
    const char *quantity = column_text(query, 9);
    *alert = (struct alert){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .fund = column_id(query, 2),
        .subject = column_id(query, 3),
        .subject_id = column_int(query, 4),
        .kind = (enum alert_kind)place_of(KINDS, ALERT_KINDS, column_text(query, 5)),
        .severity = alert_severity_of(column_text(query, 6)),
        .state = (enum alert_state)place_of(STATES, ALERT_STATES, column_text(query, 7)),
        .scope = column_copy(query, 8, arena),
        .level = bound_of(column_text(query, 10)),
        .limit_value = column_int(query, 11),
        .value = column_int(query, 12),
        .rule = column_copy(query, 13, arena),
        .measured_us = column_int(query, 14),
        .raised_us = column_int(query, 15),
        .repeats = column_int(query, 16),
        .owner = column_id(query, 17),
        .version = column_int(query, 18),
        .outcome = column_copy(query, 19, arena),
        .closed_us = column_int(query, 21),
        .called = column_bool(query, 22),
    };
    (void)quantity_find(quantity, strlen(quantity), &alert->quantity); // none for technical alerts
    alert->note.bytes = column_blob_copy(query, 20, arena, &alert->note.length);
}

static enum rc take_one(struct query *query, struct arena *arena, struct alert *alert) {
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    take(query, arena, alert);
    return arena_failed(arena) ? RC_NOMEM : RC_OK;
}

static enum rc take_all(struct query *query, struct arena *arena, struct alert **alerts,
                        size_t *count) {
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **alerts, take, &rows, count);
    if (rc == RC_OK) {
        *alerts = rows;
    }
    return rc;
}

enum rc alert_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                           struct alert *alert) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    return take_one(query, arena, alert);
}

enum rc alert_open_of_scope(struct tx *tx, const char *scope, struct arena *arena,
                            struct alert *alert) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_OPEN_OF_SCOPE);
    bind_text(query, 1, scope);
    return take_one(query, arena, alert);
}

enum rc alert_repeat(struct tx *tx, int64_t id, const struct alert *worse) {
    if (worse == NULL) {
        struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_REPEAT);
        bind_int(query, 1, id);
        return query_run_one(query);
    }
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_WORSE);
    bind_int(query, 1, id);
    bind_text(query, 2, alert_severity_name(worse->severity));
    bind_text(query, 3, reading_level_name(worse->level));
    bind_int(query, 4, worse->limit_value);
    bind_int(query, 5, worse->value);
    bind_int(query, 6, worse->measured_us);
    return query_run_one(query);
}

enum rc alert_take(struct tx *tx, int64_t id, const struct public_id *owner) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_TAKE);
    bind_int(query, 1, id);
    bind_id(query, 2, owner);
    return query_run_one(query);
}

enum rc alert_close(struct tx *tx, int64_t id, const char *outcome, const struct sealed *note,
                    int64_t at_us) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_CLOSE);
    bind_int(query, 1, id);
    bind_text(query, 2, outcome);
    bind_blob(query, 3, note == NULL ? NULL : note->bytes, note == NULL ? 0 : note->length);
    bind_int(query, 4, at_us);
    return query_run_one(query);
}

enum rc alert_list_open(struct tx *tx, int64_t subject_id, struct arena *arena,
                        struct alert **alerts, size_t *count) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_LIST_OPEN);
    bind_int(query, 1, subject_id);
    return take_all(query, arena, alerts, count);
}

enum rc alert_list_closed(struct tx *tx, int64_t subject_id, size_t limit, struct arena *arena,
                          struct alert **alerts, size_t *count) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_LIST_CLOSED);
    bind_int(query, 1, subject_id);
    bind_int(query, 2, (int64_t)limit);
    return take_all(query, arena, alerts, count);
}

enum rc alert_list_of_nobody(struct tx *tx, const struct public_id *fund, size_t limit,
                             struct arena *arena, struct alert **alerts, size_t *count) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_LIST_OF_NOBODY);
    bind_id(query, 1, fund);
    bind_int(query, 2, (int64_t)limit);
    return take_all(query, arena, alerts, count);
}

enum rc alert_call_insert(struct tx *tx, const struct alert_call *call) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_CALL_INSERT);
    bind_id(query, 1, &call->public_id);
    bind_int(query, 2, call->alert_id);
    bind_int(query, 3, call->at_us);
    bind_id(query, 4, &call->by);
    bind_text(query, 5, call->result);
    bind_blob(query, 6, call->note.bytes, call->note.length);
    enum rc rc = query_run(query);
    if (rc == RC_OK) {
        query = tx_query(tx, &ALERT_STATEMENTS, Q_CALLED);
        bind_int(query, 1, call->alert_id);
        rc = query_run_one(query);
    }
    return rc;
}

static void take_call(struct query *query, struct arena *arena, void *row) {
    struct alert_call *call = row;
    *call = (struct alert_call){
        .public_id = column_id(query, 0),
        .alert_id = column_int(query, 1),
        .at_us = column_int(query, 2),
        .by = column_id(query, 3),
        .result = column_copy(query, 4, arena),
    };
    call->note.bytes = column_blob_copy(query, 5, arena, &call->note.length);
}

enum rc alert_call_list(struct tx *tx, int64_t alert_id, struct arena *arena,
                        struct alert_call **calls, size_t *count) {
    struct query *query = tx_query(tx, &ALERT_STATEMENTS, Q_CALL_LIST);
    bind_int(query, 1, alert_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **calls, take_call, &rows, count);
    if (rc == RC_OK) {
        *calls = rows;
    }
    return rc;
}
