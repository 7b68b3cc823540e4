// SPDX-License-Identifier: EUPL-1.2
// Whose the user buttons of a shared meter are.
#include "store/slots.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_INSERT, Q_END, Q_AT, Q_ANY_AT, Q_LIST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"slot.insert",
                  SQL("INSERT INTO slots (device_id, slot, subject_id, from_us, recorded_us, "
                      "recorded_by, to_us) VALUES ($1, $2, $3, $4, $5, $6, nullif($7, 0))")},
    [Q_END] = {"slot.end", SQL("UPDATE slots SET to_us = $2 WHERE id = $1 AND "
                               "(to_us IS NULL OR to_us > $2)")},
    [Q_AT] = {"slot.at", SQL("SELECT subject_id, to_us FROM slots WHERE device_id = $1 AND "
                             "slot = $2 AND from_us <= $3 ORDER BY from_us DESC LIMIT 1")},
    [Q_ANY_AT] = {"slot.any-at", SQL("SELECT id FROM slots WHERE subject_id = $1 AND "
                                     "device_id = $2 AND from_us <= $3 AND "
                                     "(to_us IS NULL OR to_us > $3) LIMIT 1")},
    [Q_LIST] = {"slot.list",
                SQL("SELECT a.id, a.slot, s.public_id, a.subject_id, a.from_us, a.to_us FROM slots "
                    "a JOIN subjects s ON s.id = a.subject_id WHERE a.device_id = $1 "
                    "ORDER BY a.slot, a.from_us DESC")},
};

const struct statement_table SLOT_STATEMENTS = {"slots", STORE_IN_MONITORING, STATEMENTS, Q_COUNT};

static void take(struct query *query, struct arena *arena, void *row) {
    (void)arena; // nothing of an interval is a text
    *(struct slot *)row = (struct slot){
        .id = column_int(query, 0),
        .slot = column_int(query, 1),
        .subject = column_id(query, 2),
        .subject_id = column_int(query, 3),
        .from_us = column_int(query, 4),
        .to_us = column_int(query, 5),
    };
}

enum rc slot_insert(struct tx *tx, int64_t device_id, const struct slot *slot, int64_t recorded_us,
                    const struct public_id *by) {
    struct query *query = tx_query(tx, &SLOT_STATEMENTS, Q_INSERT);
    bind_int(query, 1, device_id);
    bind_int(query, 2, slot->slot);
    bind_int(query, 3, slot->subject_id);
    bind_int(query, 4, slot->from_us);
    bind_int(query, 5, recorded_us);
    bind_id(query, 6, by);
    bind_int(query, 7, slot->to_us);
    return query_run(query);
}

enum rc slot_end(struct tx *tx, int64_t id, int64_t to_us) {
    struct query *query = tx_query(tx, &SLOT_STATEMENTS, Q_END);
    bind_int(query, 1, id);
    bind_int(query, 2, to_us);
    return query_run_one(query);
}

enum rc slot_at(struct tx *tx, int64_t device_id, int64_t slot, int64_t at_us,
                int64_t *subject_id) {
    struct query *query = tx_query(tx, &SLOT_STATEMENTS, Q_AT);
    bind_int(query, 1, device_id);
    bind_int(query, 2, slot);
    bind_int(query, 3, at_us);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    if (!column_is_null(query, 1) && column_int(query, 1) <= at_us) {
        return RC_NOT_FOUND;
    }
    *subject_id = column_int(query, 0);
    return RC_OK;
}

enum rc slot_any_at(struct tx *tx, int64_t device_id, int64_t subject_id, int64_t at_us) {
    struct query *query = tx_query(tx, &SLOT_STATEMENTS, Q_ANY_AT);
    bind_int(query, 1, subject_id);
    bind_int(query, 2, device_id);
    bind_int(query, 3, at_us);
    return query_row(query);
}

enum rc slot_list(struct tx *tx, int64_t device_id, struct arena *arena, struct slot **slots,
                  size_t *count) {
    struct query *query = tx_query(tx, &SLOT_STATEMENTS, Q_LIST);
    bind_int(query, 1, device_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **slots, take, &rows, count);
    if (rc == RC_OK) {
        *slots = rows;
    }
    return rc;
}
