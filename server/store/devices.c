// SPDX-License-Identifier: EUPL-1.2
// Devices and what the doors must know of them.
#include "store/devices.h"

#include <string.h>

#include "store/device_life.h"
#include "store/rows.h"
#include "store/statement.h"

#define DEVICE_COLUMNS                                                                             \
    "d.id, d.public_id, d.fund, d.transport, d.model, d.serial, d.secret, d.registered_us, "       \
    "d.revoked_us, d.received_us, d.battery"

enum {
    Q_INSERT,
    Q_BY_PUBLIC_ID,
    Q_SPEAKER,
    Q_SET_SECRET,
    Q_REVOKE,
    Q_PAGE,
    Q_OF_SUBJECT,
    Q_COUNT_HEARD,
    Q_HEARD,
    Q_CLOCK,
    Q_ROSTER_VERSION,
    Q_ROSTER_CHANGED,
    Q_ROSTER,
    Q_COUNT,
};

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"device.insert",
                  SQL("INSERT INTO devices (public_id, fund, transport, model, serial, secret, "
                      "registered_us) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id")},
    [Q_BY_PUBLIC_ID] = {"device.by-public-id",
                        SQL("SELECT " DEVICE_COLUMNS " FROM devices d WHERE d.public_id = $1")},
    [Q_SPEAKER] = {"device.speaker", SQL("SELECT id, fund, revoked_us, messages, beat_sent_us, "
                                         "beat_received_us, behind_us FROM devices "
                                         "WHERE public_id = $1")},
    [Q_SET_SECRET] = {"device.set-secret",
                      SQL("UPDATE devices SET secret = $2 WHERE id = $1 AND state = 'active'")},
    [Q_REVOKE] = {"device.revoke", SQL("UPDATE devices SET state = 'revoked', revoked_us = $2, "
                                       "secret = NULL WHERE id = $1 AND state = 'active'")},
    [Q_PAGE] = {"device.page", SQL("SELECT " DEVICE_COLUMNS " FROM devices d WHERE d.fund = $1 "
                                   "AND d.public_id > $2 ORDER BY d.public_id LIMIT $3")},
    [Q_OF_SUBJECT] =
        {"device.of-subject",
         SQL("SELECT " DEVICE_COLUMNS " FROM devices d JOIN (SELECT device_id, "
             "MAX(from_us) AS newest FROM (SELECT device_id, from_us FROM "
             "assignments WHERE subject_id = $1 UNION ALL SELECT device_id, from_us "
             "FROM slots WHERE subject_id = $1) GROUP BY device_id) a ON a.device_id = d.id "
             "ORDER BY a.newest DESC, d.public_id")},
    [Q_COUNT_HEARD] = {"device.count-heard",
                       SQL("SELECT COUNT(*) FROM devices WHERE fund = $1 AND received_us >= $2")},
    [Q_HEARD] = {"device.heard",
                 SQL("UPDATE devices SET received_us = CASE WHEN received_us > $2 THEN received_us "
                     "ELSE $2 END, battery = COALESCE($3, battery), messages = messages + $6, "
                     "duplicates = duplicates + $4, dropped = dropped + $5 WHERE id = $1")},
    [Q_CLOCK] = {"device.clock", SQL("UPDATE devices SET beat_sent_us = $2, "
                                     "beat_received_us = $3, behind_us = $4 WHERE id = $1")},
    [Q_ROSTER_VERSION] = {"roster.version", SQL("SELECT version FROM roster WHERE only = 1")},
    [Q_ROSTER_CHANGED] = {"roster.changed",
                          SQL("UPDATE roster SET version = version + 1 WHERE only = 1")},
    [Q_ROSTER] = {"roster.devices",
                  SQL("SELECT " DEVICE_COLUMNS " FROM devices d ORDER BY d.public_id")},
};

const struct statement_table DEVICE_STATEMENTS = {"devices", STORE_IN_MONITORING, STATEMENTS,
                                                  Q_COUNT};

const char *transport_name(enum transport transport) {
    switch (transport) {
    case TRANSPORT_MQTT:
        return "mqtt";
    case TRANSPORT_COAP:
        return "coap";
    case TRANSPORT_NONE:
        break;
    }
    return "";
}

static void take(struct query *query, struct arena *arena, void *row) {
    struct device *device = row;
    *device = (struct device){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .fund = column_id(query, 2),
        .transport = strcmp(column_text(query, 3), "coap") == 0 ? TRANSPORT_COAP : TRANSPORT_MQTT,
        .model = column_copy(query, 4, arena),
        .serial = column_copy(query, 5, arena),
        .registered_us = column_int(query, 7),
        .revoked = !column_is_null(query, 8),
        .revoked_us = column_int(query, 8),
        .received_us = column_int(query, 9),
        .battery = column_is_null(query, 10) ? DEVICE_NO_BATTERY : (int)column_int(query, 10),
    };
    device->secret.bytes = column_blob_copy(query, 6, arena, &device->secret.length);
}

static enum rc take_all(struct query *query, struct arena *arena, struct device **devices,
                        size_t *count) {
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **devices, take, &rows, count);
    if (rc == RC_OK) {
        *devices = rows;
    }
    return rc;
}

enum rc device_roster_changed(struct tx *tx) {
    return query_run_one(tx_query(tx, &DEVICE_STATEMENTS, Q_ROSTER_CHANGED));
}

enum rc device_insert(struct tx *tx, const struct device *device, int64_t *id) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &device->public_id);
    bind_id(query, 2, &device->fund);
    bind_text(query, 3, transport_name(device->transport));
    bind_text(query, 4, device->model);
    bind_text(query, 5, device->serial);
    bind_blob(query, 6, device->secret.bytes, device->secret.length);
    bind_int(query, 7, device->registered_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    *id = column_int(query, 0);
    rc = query_run(query);
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

enum rc device_by_public_id(struct tx *tx, const struct public_id *public_id, struct arena *arena,
                            struct device *device) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_BY_PUBLIC_ID);
    bind_id(query, 1, public_id);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    take(query, arena, device);
    return arena_failed(arena) ? RC_NOMEM : RC_OK;
}

enum rc device_speaker(struct tx *tx, const struct public_id *public_id,
                       struct device_speaker *speaker) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_SPEAKER);
    bind_id(query, 1, public_id);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *speaker = (struct device_speaker){
            .id = column_int(query, 0),
            .fund = column_id(query, 1),
            .revoked = !column_is_null(query, 2),
            .revoked_us = column_int(query, 2),
            .messages = column_int(query, 3),
            .clock = {.sent_us = column_int(query, 4),
                      .received_us = column_int(query, 5),
                      .behind_us = column_int(query, 6)},
        };
    }
    return rc;
}

enum rc device_set_secret(struct tx *tx, int64_t id, const struct sealed *secret) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_SET_SECRET);
    bind_int(query, 1, id);
    bind_blob(query, 2, secret->bytes, secret->length);
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

enum rc device_revoke(struct tx *tx, int64_t id, int64_t at_us) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_REVOKE);
    bind_int(query, 1, id);
    bind_int(query, 2, at_us);
    enum rc rc = query_run_one(query);
    if (rc == RC_OK) {
        rc = device_credentials_forget(tx, id);
    }
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

enum rc device_page(struct tx *tx, const struct public_id *fund, const char *after, size_t limit,
                    struct arena *arena, struct device **devices, size_t *count) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_PAGE);
    bind_id(query, 1, fund);
    bind_text(query, 2, after);
    bind_int(query, 3, (int64_t)limit);
    return take_all(query, arena, devices, count);
}

enum rc device_list_of_subject(struct tx *tx, int64_t subject_id, struct arena *arena,
                               struct device **devices, size_t *count) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_OF_SUBJECT);
    bind_int(query, 1, subject_id);
    return take_all(query, arena, devices, count);
}

enum rc device_count_heard(struct tx *tx, const struct public_id *fund, int64_t since_us,
                           int64_t *count) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_COUNT_HEARD);
    bind_id(query, 1, fund);
    bind_int(query, 2, since_us);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *count = column_int(query, 0);
    }
    return rc;
}

enum rc device_heard(struct tx *tx, int64_t id, const struct device_news *news) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_HEARD);
    bind_int(query, 1, id);
    bind_int(query, 2, news->received_us);
    if (news->battery == DEVICE_NO_BATTERY) {
        bind_null(query, 3);
    } else {
        bind_int(query, 3, news->battery);
    }
    bind_int(query, 4, news->duplicates);
    bind_int(query, 5, news->dropped);
    bind_int(query, 6, news->messages);
    return query_run_one(query);
}

enum rc device_clock_keep(struct tx *tx, int64_t id, const struct device_clock *clock) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_CLOCK);
    bind_int(query, 1, id);
    bind_int(query, 2, clock->sent_us);
    bind_int(query, 3, clock->received_us);
    bind_int(query, 4, clock->behind_us);
    return query_run_one(query);
}

enum rc roster_version(struct tx *tx, int64_t *version) {
    struct query *query = tx_query(tx, &DEVICE_STATEMENTS, Q_ROSTER_VERSION);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *version = column_int(query, 0);
    }
    return rc;
}

enum rc device_roster(struct tx *tx, struct arena *arena, struct device **devices, size_t *count) {
    return take_all(tx_query(tx, &DEVICE_STATEMENTS, Q_ROSTER), arena, devices, count);
}
