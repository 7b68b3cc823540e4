// SPDX-License-Identifier: EUPL-1.2
// What happens to a device between members, and how it gets its credentials.
#include "store/device_life.h"

#include <stdio.h>

#include "store/devices.h"
#include "store/rows.h"
#include "store/statement.h"

enum {
    Q_READ,
    Q_ACT,
    Q_CLEANED,
    Q_CHECK_PUT,
    Q_CHECKS_DUE,
    Q_CHECK_TOLD,
    Q_CHECK_TELL,
    Q_CODE_PUT,
    Q_CODE_TAKE,
    Q_CODE_DROP,
    Q_OLD_PUT,
    Q_OLD_END,
    Q_OLD_LIST,
    Q_COUNT,
};

#define NEWEST(act)                                                                                \
    "(SELECT MAX(a.at_us) FROM device_acts a WHERE a.device_id = d.id AND a.act = '" act "')"

static const struct statement STATEMENTS[] = {
    [Q_READ] = {"device-life.read",
                SQL("SELECT " NEWEST("cleaned") ", " NEWEST("checked") ", " NEWEST("retired") ", "
                    "c.due, e.until_us, o.since_us FROM devices d "
                    "LEFT JOIN device_checks c ON c.device_id = d.id "
                    "LEFT JOIN device_enrolments e ON e.device_id = d.id "
                    "LEFT JOIN device_old_secrets o ON o.device_id = d.id WHERE d.id = $1")},
    [Q_ACT] = {"device-life.act",
               SQL("INSERT INTO device_acts (device_id, act, at_us, due, recorded_us, recorded_by) "
                   "VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_CLEANED] = {"device-life.cleaned",
                   SQL("SELECT id FROM device_acts WHERE device_id = $1 AND act = 'cleaned' "
                       "AND at_us >= $2 AND at_us <= $3 LIMIT 1")},
    [Q_CHECK_PUT] = {"device-life.check-put",
                     SQL("INSERT INTO device_checks (device_id, due) VALUES ($1, $2) "
                         "ON CONFLICT (device_id) DO UPDATE SET due = excluded.due, told = NULL")},
    [Q_CHECKS_DUE] = {"device-life.checks-due",
                      SQL("SELECT d.public_id FROM device_checks c JOIN devices d "
                          "ON d.id = c.device_id WHERE (c.told IS NULL OR c.told <> c.due) "
                          "AND c.due <= $1 AND d.state = 'active' ORDER BY c.due LIMIT $2")},
    [Q_CHECK_TOLD] = {"device-life.check-told",
                      SQL("UPDATE device_checks SET told = due WHERE device_id = $1")},
    [Q_CHECK_TELL] = {"device-life.check-tell-again",
                      SQL("UPDATE device_checks SET told = NULL WHERE device_id = $1")},
    [Q_CODE_PUT] = {"device-life.code-put",
                    SQL("INSERT INTO device_enrolments (device_id, code_hash, until_us) "
                        "VALUES ($1, $2, $3) ON CONFLICT (device_id) DO UPDATE SET "
                        "code_hash = excluded.code_hash, until_us = excluded.until_us")},
    [Q_CODE_TAKE] = {"device-life.code-take",
                     SQL("DELETE FROM device_enrolments WHERE code_hash = $1 AND until_us > $2 "
                         "RETURNING (SELECT d.public_id FROM devices d "
                         "WHERE d.id = device_enrolments.device_id)")},
    [Q_CODE_DROP] = {"device-life.code-drop",
                     SQL("DELETE FROM device_enrolments WHERE device_id = $1")},
    [Q_OLD_PUT] = {"device-life.old-put",
                   SQL("INSERT INTO device_old_secrets (device_id, secret, since_us) "
                       "VALUES ($1, $2, $3)")},
    [Q_OLD_END] = {"device-life.old-end",
                   SQL("DELETE FROM device_old_secrets WHERE device_id = $1")},
    [Q_OLD_LIST] = {"device-life.old-list", SQL("SELECT device_id, secret FROM device_old_secrets "
                                                "ORDER BY device_id")},
};

const struct statement_table DEVICE_LIFE_STATEMENTS = {"device-life", STORE_IN_MONITORING,
                                                       STATEMENTS, Q_COUNT};

enum rc device_life_read(struct tx *tx, int64_t device_id, struct device_life *life) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_READ);
    bind_int(query, 1, device_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *life = (struct device_life){.cleaned_us = column_int(query, 0),
                                     .checked_us = column_int(query, 1),
                                     .retired_us = column_int(query, 2),
                                     .enrolment_until_us = column_int(query, 4),
                                     .old_secret_us = column_int(query, 5)};
        snprintf(life->due, sizeof life->due, "%s", column_text(query, 3));
    }
    return rc;
}

enum rc device_act_insert(struct tx *tx, int64_t device_id, const struct device_act *act) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_ACT);
    bind_int(query, 1, device_id);
    bind_text(query, 2, act->act);
    bind_int(query, 3, act->at_us);
    bind_text(query, 4, act->due);
    bind_int(query, 5, act->recorded_us);
    bind_id(query, 6, &act->by);
    enum rc rc = query_run(query);
    if (rc != RC_OK || act->due == NULL) {
        return rc;
    }
    query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CHECK_PUT);
    bind_int(query, 1, device_id);
    bind_text(query, 2, act->due);
    return query_run(query);
}

enum rc device_cleaned(struct tx *tx, int64_t device_id, int64_t from_us, int64_t to_us) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CLEANED);
    bind_int(query, 1, device_id);
    bind_int(query, 2, from_us);
    bind_int(query, 3, to_us);
    return query_row(query);
}

static void take_id(struct query *query, struct arena *arena, void *row) {
    (void)arena; // ids are copied into the struct
    *(struct public_id *)row = column_id(query, 0);
}

enum rc device_checks_due(struct tx *tx, const char *day, size_t limit, struct arena *arena,
                          struct public_id **devices, size_t *count) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CHECKS_DUE);
    bind_text(query, 1, day);
    bind_int(query, 2, (int64_t)limit);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **devices, take_id, &rows, count);
    if (rc == RC_OK) {
        *devices = rows;
    }
    return rc;
}

enum rc device_check_told(struct tx *tx, int64_t device_id) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CHECK_TOLD);
    bind_int(query, 1, device_id);
    return query_run_one(query);
}

enum rc device_check_tell_again(struct tx *tx, int64_t device_id) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CHECK_TELL);
    bind_int(query, 1, device_id);
    return query_run(query);
}

enum rc device_enrolment_put(struct tx *tx, int64_t device_id,
                             const uint8_t hash[DEVICE_CODE_HASH_SIZE], int64_t until_us) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CODE_PUT);
    bind_int(query, 1, device_id);
    bind_blob(query, 2, hash, DEVICE_CODE_HASH_SIZE);
    bind_int(query, 3, until_us);
    return query_run(query);
}

enum rc device_enrolment_take(struct tx *tx, const uint8_t hash[DEVICE_CODE_HASH_SIZE],
                              int64_t now_us, struct public_id *device) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CODE_TAKE);
    bind_blob(query, 1, hash, DEVICE_CODE_HASH_SIZE);
    bind_int(query, 2, now_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    *device = column_id(query, 0);
    return query_run(query);
}

enum rc device_old_secret_put(struct tx *tx, int64_t device_id, const struct sealed *secret,
                              int64_t since_us) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_OLD_PUT);
    bind_int(query, 1, device_id);
    bind_blob(query, 2, secret->bytes, secret->length);
    bind_int(query, 3, since_us);
    enum rc rc = query_run(query);
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

enum rc device_old_secret_end(struct tx *tx, int64_t device_id) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_OLD_END);
    bind_int(query, 1, device_id);
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

enum rc device_credentials_forget(struct tx *tx, int64_t device_id) {
    struct query *query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_CODE_DROP);
    bind_int(query, 1, device_id);
    enum rc rc = query_run(query);
    if (rc == RC_OK) {
        query = tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_OLD_END);
        bind_int(query, 1, device_id);
        rc = query_run(query);
    }
    return rc;
}

static void take_old(struct query *query, struct arena *arena, void *row) {
    struct device_old_secret *old = row;
    old->device_id = column_int(query, 0);
    old->secret.bytes = column_blob_copy(query, 1, arena, &old->secret.length);
}

enum rc device_old_secret_list(struct tx *tx, struct arena *arena,
                               struct device_old_secret **secrets, size_t *count) {
    void *rows;
    enum rc rc = rows_collect(tx_query(tx, &DEVICE_LIFE_STATEMENTS, Q_OLD_LIST), arena,
                              sizeof **secrets, take_old, &rows, count);
    if (rc == RC_OK) {
        *secrets = rows;
    }
    return rc;
}
