// SPDX-License-Identifier: EUPL-1.2
// Readings that a person took back.
#include "store/reading_corrections.h"

#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

#define DAY_US (INT64_C(86400) * 1000000)

enum { DAYS_BACK = 366 };

enum { Q_SOURCES, Q_SUPERSEDE, Q_INSERT, Q_TAKEN, Q_FORGET, Q_NEWEST, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_SOURCES] = {"correction.sources", SQL("SELECT id FROM sources WHERE subject_id = $1")},
    [Q_SUPERSEDE] = {"correction.supersede",
                     SQL("UPDATE readings SET superseded = 1 WHERE day = $1 AND source_id = $2 "
                         "AND time_us = $3 AND digest = $4 AND superseded = 0")},
    [Q_INSERT] = {"correction.insert",
                  SQL("INSERT INTO reading_corrections (public_id, subject_id, source_id, time_us, "
                      "digest, reason, taken_by, taken_us) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                      "$8)")},
    [Q_TAKEN] = {"correction.taken", SQL("SELECT 1 FROM reading_corrections WHERE subject_id = $1 "
                                         "AND time_us = $2 LIMIT 1")},
    [Q_FORGET] = {"correction.forget", SQL("DELETE FROM latest_readings WHERE subject_id = $1 "
                                           "AND time_us = $2 RETURNING quantity")},
    [Q_NEWEST] = {"correction.newest",
                  SQL("SELECT time_us, value, sent, unit, level FROM readings WHERE day = $1 "
                      "AND source_id = $2 AND quantity = $3 AND superseded = 0 "
                      "ORDER BY time_us DESC LIMIT 1")},
};

const struct statement_table READING_CORRECTION_STATEMENTS = {
    "reading-corrections", STORE_IN_MONITORING, STATEMENTS, Q_COUNT};

static int64_t day_of(int64_t time_us) {
    return time_us / DAY_US - (time_us % DAY_US < 0 ? 1 : 0);
}

static void take_id(struct query *query, struct arena *arena, void *row) {
    (void)arena; // a number
    *(int64_t *)row = column_int(query, 0);
}

static void take_code(struct query *query, struct arena *arena, void *row) {
    *(const char **)row = column_copy(query, 0, arena);
}

static enum rc supersede(struct tx *tx, struct reading_correction *correction,
                         const int64_t *sources, size_t count) {
    const struct reading_identity *identity = &correction->identity;
    for (size_t i = 0; i < count; i++) {
        struct query *query = tx_query(tx, &READING_CORRECTION_STATEMENTS, Q_SUPERSEDE);
        bind_int(query, 1, day_of(identity->time_us));
        bind_int(query, 2, sources[i]);
        bind_int(query, 3, identity->time_us);
        bind_blob(query, 4, identity->digest, READING_DIGEST_SIZE);
        enum rc rc = query_run(query);
        if (rc != RC_OK) {
            return rc;
        }
        if (query_changes(query) > 0) {
            correction->identity.source_id = sources[i];
            return RC_OK;
        }
    }
    return RC_NOT_FOUND;
}

static enum rc insert(struct tx *tx, const struct reading_correction *correction) {
    struct query *query = tx_query(tx, &READING_CORRECTION_STATEMENTS, Q_INSERT);
    bind_id(query, 1, &correction->public_id);
    bind_int(query, 2, correction->subject_id);
    bind_int(query, 3, correction->identity.source_id);
    bind_int(query, 4, correction->identity.time_us);
    bind_blob(query, 5, correction->identity.digest, READING_DIGEST_SIZE);
    bind_blob(query, 6, correction->reason.bytes, correction->reason.length);
    bind_id(query, 7, &correction->by);
    bind_int(query, 8, correction->at_us);
    return query_run(query);
}

// The newest of a day over all sources; RC_NOT_FOUND: none that day.
static enum rc newest_of_day(struct tx *tx, const int64_t *sources, size_t count, int64_t day,
                             const char *quantity, struct arena *arena, struct reading *newest) {
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        struct query *query = tx_query(tx, &READING_CORRECTION_STATEMENTS, Q_NEWEST);
        bind_int(query, 1, day);
        bind_int(query, 2, sources[i]);
        bind_text(query, 3, quantity);
        enum rc rc = query_row(query);
        if (rc != RC_OK && rc != RC_NOT_FOUND) {
            return rc;
        }
        if (rc == RC_OK && (!found || column_int(query, 0) > newest->identity.time_us)) {
            found = true;
            *newest = (struct reading){
                .identity = {.source_id = sources[i], .time_us = column_int(query, 0)},
                .value = column_int(query, 1),
                .sent = column_copy(query, 2, arena),
                .unit = column_copy(query, 3, arena),
                .level = reading_level_of(column_text(query, 4))};
        }
    }
    return found ? RC_OK : RC_NOT_FOUND;
}

static enum rc look_back(struct tx *tx, const struct reading_correction *correction,
                         const int64_t *sources, size_t count, const char *code,
                         struct arena *arena) {
    int64_t day = day_of(correction->identity.time_us);
    for (int64_t back = 0; back < DAYS_BACK; back++) {
        struct reading newest = {0};
        enum rc rc = newest_of_day(tx, sources, count, day - back, code, arena, &newest);
        if (rc == RC_NOT_FOUND) {
            continue;
        }
        if (rc != RC_OK || arena_failed(arena)) {
            return rc == RC_OK ? RC_NOMEM : rc;
        }
        int64_t time_us = newest.identity.time_us;
        const struct stuck_run run = {.count = 1, .since_us = time_us, .last_us = time_us};
        return quantity_find(code, strlen(code), &newest.quantity)
                   ? reading_newest_keep(tx, correction->subject_id, &newest, &run, false)
                   : RC_BUG;
    }
    return RC_OK;
}

static enum rc renew_latest(struct tx *tx, const struct reading_correction *correction,
                            const int64_t *sources, size_t count, struct arena *arena) {
    struct query *query = tx_query(tx, &READING_CORRECTION_STATEMENTS, Q_FORGET);
    bind_int(query, 1, correction->subject_id);
    bind_int(query, 2, correction->identity.time_us);
    void *codes;
    size_t code_count;
    enum rc rc = rows_collect(query, arena, sizeof(const char *), take_code, &codes, &code_count);
    for (size_t i = 0; rc == RC_OK && i < code_count; i++) {
        rc = look_back(tx, correction, sources, count, ((const char *const *)codes)[i], arena);
    }
    return rc;
}

enum rc reading_take_back(struct tx *tx, struct reading_correction *correction,
                          struct arena *arena) {
    struct query *query = tx_query(tx, &READING_CORRECTION_STATEMENTS, Q_SOURCES);
    bind_int(query, 1, correction->subject_id);
    void *sources;
    size_t count;
    enum rc rc = rows_collect(query, arena, sizeof(int64_t), take_id, &sources, &count);
    if (rc == RC_OK) {
        rc = supersede(tx, correction, sources, count);
    }
    if (rc == RC_OK) {
        rc = insert(tx, correction);
    }
    return rc == RC_OK ? renew_latest(tx, correction, sources, count, arena) : rc;
}

enum rc reading_taken_back(struct tx *tx, int64_t subject_id, int64_t time_us, bool *taken) {
    struct query *query = tx_query(tx, &READING_CORRECTION_STATEMENTS, Q_TAKEN);
    bind_int(query, 1, subject_id);
    bind_int(query, 2, time_us);
    enum rc rc = query_row(query);
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        *taken = rc == RC_OK;
        return RC_OK;
    }
    return rc;
}
