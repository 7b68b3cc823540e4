// SPDX-License-Identifier: EUPL-1.2
// Readings with their identity key.
#include "store/readings.h"

#include <stdlib.h>
#include <string.h>

#include "store/rows.h"
#include "store/statement.h"

#define DAY_US (INT64_C(86400) * 1000000)

enum {
    Q_SOURCE,
    Q_SOURCE_COUNT,
    Q_SOURCE_INSERT,
    Q_SOURCES,
    Q_INSERT,
    Q_SEQUENCE,
    Q_SEQUENCE_INSERT,
    Q_FLAG,
    Q_DAY,
    Q_OF_DEVICE,
    Q_NEWEST_RUNS,
    Q_NEWEST_INSERT,
    Q_NEWEST_SET,
    Q_LATEST,
    Q_COUNT,
};

static const struct statement STATEMENTS[] = {
    [Q_SOURCE] = {"reading.source",
                  SQL("SELECT id FROM sources WHERE subject_id = $1 AND name = $2")},
    [Q_SOURCE_COUNT] = {"reading.source-count",
                        SQL("SELECT count(*) FROM sources WHERE subject_id = $1")},
    [Q_SOURCE_INSERT] = {"reading.source-insert",
                         SQL("INSERT INTO sources (subject_id, name) VALUES ($1, $2) "
                             "RETURNING id")},
    [Q_SOURCES] = {"reading.sources", SQL("SELECT id FROM sources WHERE subject_id = $1")},
    [Q_INSERT] = {"reading.insert",
                  SQL("INSERT INTO readings (day, source_id, quantity, time_us, digest, kind, "
                      "device_id, value, sent, unit, level, origin, flags, received_us) VALUES "
                      "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
                      "ON CONFLICT DO NOTHING")},
    [Q_SEQUENCE] = {"reading.sequence",
                    SQL("SELECT digest, source_id, time_us FROM reading_sequences WHERE "
                        "device_id = $1 AND boot = $2 AND seq = $3 AND place = $4")},
    [Q_SEQUENCE_INSERT] = {"reading.sequence-insert",
                           SQL("INSERT INTO reading_sequences (device_id, boot, seq, place, "
                               "digest, day, source_id, time_us) "
                               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING")},
    [Q_FLAG] = {"reading.flag",
                SQL("UPDATE readings SET flags = flags | $5 WHERE day = $1 AND source_id = $2 "
                    "AND time_us = $3 AND digest = $4")},
    [Q_DAY] = {"reading.day",
               SQL("SELECT source_id, quantity, time_us, digest, kind, device_id, value, sent, "
                   "unit, level, origin, flags, received_us FROM readings WHERE day = $1 "
                   "AND source_id = $2 AND kind = $3 AND time_us >= $4 AND time_us < $5 "
                   "AND superseded = 0")},
    [Q_OF_DEVICE] = {"reading.of-device",
                     SQL("SELECT 1 FROM readings WHERE day = $1 AND source_id = $2 "
                         "AND device_id = $3 AND time_us >= $4 AND time_us < $5 LIMIT 1")},
    [Q_NEWEST_RUNS] = {"reading.newest-runs",
                       SQL("SELECT quantity, time_us, value, same_count, same_since_us "
                           "FROM latest_readings WHERE subject_id = $1 LIMIT $2")},
    [Q_NEWEST_INSERT] = {"reading.newest-insert",
                         SQL("INSERT INTO latest_readings (subject_id, quantity, time_us, value, "
                             "sent, unit, level, same_count, same_since_us) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")},
    [Q_NEWEST_SET] = {"reading.newest-set",
                      SQL("UPDATE latest_readings SET time_us = $3, value = $4, sent = $5, "
                          "unit = $6, level = $7, same_count = $8, same_since_us = $9 "
                          "WHERE subject_id = $1 AND quantity = $2")},
    [Q_LATEST] = {"reading.latest",
                  SQL("SELECT quantity, time_us, value, sent, unit, level FROM latest_readings "
                      "WHERE subject_id = $1")},
};

const struct statement_table READING_STATEMENTS = {"readings", STORE_IN_MONITORING, STATEMENTS,
                                                   Q_COUNT};

static const char *const LEVELS[READING_LEVELS] = {
    [READING_LEVEL_UNKNOWN] = "unknown",    [READING_LEVEL_NORMAL] = "normal",
    [READING_LEVEL_WARN_LOW] = "warnLow",   [READING_LEVEL_WARN_HIGH] = "warnHigh",
    [READING_LEVEL_ALERT_LOW] = "alertLow", [READING_LEVEL_ALERT_HIGH] = "alertHigh",
};

const char *reading_level_name(enum reading_level level) {
    return (unsigned)level < READING_LEVELS ? LEVELS[level] : "";
}

enum reading_level reading_level_of(const char *name) {
    for (int i = 0; i < READING_LEVELS; i++) {
        if (strcmp(name, LEVELS[i]) == 0) {
            return (enum reading_level)i;
        }
    }
    return READING_LEVEL_UNKNOWN;
}

const char *reading_origin_name(enum reading_origin origin) {
    switch (origin) {
    case READING_ORIGIN_DEVICE:
        return "device";
    case READING_ORIGIN_MANUAL:
        return "manual";
    case READING_ORIGIN_CORRECTED:
        return "corrected";
    case READING_ORIGIN_IMPORTED:
        return "imported";
    case READING_ORIGIN_NONE:
        break;
    }
    return "";
}

static enum reading_origin origin_of(const char *name) {
    for (int i = READING_ORIGIN_MANUAL; i <= READING_ORIGIN_IMPORTED; i++) {
        if (strcmp(name, reading_origin_name((enum reading_origin)i)) == 0) {
            return (enum reading_origin)i;
        }
    }
    return READING_ORIGIN_DEVICE;
}

static int64_t day_of(int64_t time_us) {
    return time_us / DAY_US - (time_us % DAY_US < 0 ? 1 : 0);
}

static enum quantity quantity_of(const char *code) {
    enum quantity quantity = QUANTITY_NONE;
    return quantity_find(code, strlen(code), &quantity) ? quantity : QUANTITY_NONE;
}

enum rc reading_source(struct tx *tx, int64_t subject_id, const char *name, int64_t *source_id) {
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_SOURCE);
    bind_int(query, 1, subject_id);
    bind_text(query, 2, name);
    enum rc rc = query_row(query);
    if (rc == RC_NOT_FOUND) {
        query = tx_query(tx, &READING_STATEMENTS, Q_SOURCE_COUNT);
        bind_int(query, 1, subject_id);
        rc = query_row(query);
        if (rc != RC_OK || column_int(query, 0) >= READING_SOURCES_MAX) {
            return rc == RC_OK ? RC_LIMIT : rc;
        }
        query = tx_query(tx, &READING_STATEMENTS, Q_SOURCE_INSERT);
        bind_int(query, 1, subject_id);
        bind_text(query, 2, name);
        rc = query_row(query);
        if (rc == RC_OK) {
            *source_id = column_int(query, 0);
            return query_run(query);
        }
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    if (rc == RC_OK) {
        *source_id = column_int(query, 0);
    }
    return rc;
}

enum rc reading_insert(struct tx *tx, const struct reading *reading, bool *fresh) {
    const struct quantity_row *quantity = quantity_describe(reading->quantity);
    const struct quantity_kind_row *kind = quantity_kind_describe(reading->kind);
    if (quantity == NULL || kind == NULL) {
        return RC_BUG;
    }
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_INSERT);
    bind_int(query, 1, day_of(reading->identity.time_us));
    bind_int(query, 2, reading->identity.source_id);
    bind_lent(query, 3, quantity->code);
    bind_int(query, 4, reading->identity.time_us);
    bind_lent_blob(query, 5, reading->identity.digest, READING_DIGEST_SIZE);
    bind_lent(query, 6, kind->code);
    bind_int(query, 7, reading->device_id);
    bind_int(query, 8, reading->value);
    bind_lent(query, 9, reading->sent);
    bind_lent(query, 10, reading->unit);
    bind_lent(query, 11, reading_level_name(reading->level));
    bind_lent(query, 12, reading_origin_name(reading->origin));
    bind_int(query, 13, reading->flags);
    bind_int(query, 14, reading->received_us);
    enum rc rc = query_run(query);
    if (rc == RC_OK) {
        *fresh = query_changes(query) > 0;
    }
    return rc;
}

static bool digest_take(struct query *query, int column, uint8_t digest[READING_DIGEST_SIZE]) {
    size_t length = 0;
    const void *bytes = column_blob(query, column, &length);
    if (bytes == NULL || length != READING_DIGEST_SIZE) {
        return false;
    }
    memcpy(digest, bytes, READING_DIGEST_SIZE);
    return true;
}

enum rc reading_sequence_claim(struct tx *tx, const struct reading_sequence *sequence,
                               const struct reading_identity *identity,
                               enum sequence_verdict *verdict, struct reading_identity *earlier) {
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_SEQUENCE_INSERT);
    bind_int(query, 1, sequence->device_id);
    bind_int(query, 2, sequence->boot);
    bind_int(query, 3, sequence->seq);
    bind_int(query, 4, sequence->place);
    bind_blob(query, 5, identity->digest, READING_DIGEST_SIZE);
    bind_int(query, 6, day_of(identity->time_us));
    bind_int(query, 7, identity->source_id);
    bind_int(query, 8, identity->time_us);
    enum rc rc = query_run(query);
    if (rc == RC_OK && query_changes(query) > 0) {
        *verdict = SEQUENCE_NEW;
        return RC_OK;
    }
    if (rc != RC_OK) {
        return rc;
    }
    query = tx_query(tx, &READING_STATEMENTS, Q_SEQUENCE);
    bind_int(query, 1, sequence->device_id);
    bind_int(query, 2, sequence->boot);
    bind_int(query, 3, sequence->seq);
    bind_int(query, 4, sequence->place);
    rc = query_row(query);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    struct reading_identity found = {.source_id = column_int(query, 1),
                                     .time_us = column_int(query, 2)};
    if (!digest_take(query, 0, found.digest)) {
        return RC_BUG;
    }
    *verdict = memcmp(found.digest, identity->digest, READING_DIGEST_SIZE) == 0 ? SEQUENCE_AGAIN
                                                                                : SEQUENCE_REUSED;
    *earlier = found;
    return RC_OK;
}

enum rc reading_flag(struct tx *tx, const struct reading_identity *identity, unsigned flags) {
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_FLAG);
    bind_int(query, 1, day_of(identity->time_us));
    bind_int(query, 2, identity->source_id);
    bind_int(query, 3, identity->time_us);
    bind_blob(query, 4, identity->digest, READING_DIGEST_SIZE);
    bind_int(query, 5, flags);
    return query_run(query);
}

static void take(struct query *query, struct arena *arena, void *row) {
    struct reading *reading = row;
    *reading = (struct reading){
        .identity = {.source_id = column_int(query, 0), .time_us = column_int(query, 2)},
        .quantity = quantity_of(column_text(query, 1)),
        .device_id = column_int(query, 5),
        .value = column_int(query, 6),
        .sent = column_copy(query, 7, arena),
        .unit = column_copy(query, 8, arena),
        .level = reading_level_of(column_text(query, 9)),
        .origin = origin_of(column_text(query, 10)),
        .flags = (unsigned)column_int(query, 11),
        .received_us = column_int(query, 12),
    };
    (void)digest_take(query, 3, reading->identity.digest); // the CHECK of the table keeps its size
}

static void take_source(struct query *query, struct arena *arena, void *row) {
    (void)arena; // a number
    *(int64_t *)row = column_int(query, 0);
}

static int by_quantity_and_time(const void *a, const void *b) {
    const struct reading *x = a;
    const struct reading *y = b;
    if (x->quantity != y->quantity) {
        return x->quantity < y->quantity ? -1 : 1;
    }
    if (x->identity.time_us != y->identity.time_us) {
        return x->identity.time_us < y->identity.time_us ? -1 : 1;
    }
    return memcmp(x->identity.digest, y->identity.digest, READING_DIGEST_SIZE);
}

// What a window grows in while its days are walked.
struct window {
    struct reading *rows;
    size_t count, capacity, limit;
};

static enum rc window_add(struct window *window, struct arena *arena, const struct reading *rows,
                          size_t count) {
    if (window->count + count > window->limit) {
        return RC_LIMIT;
    }
    if (window->count + count > window->capacity) {
        size_t capacity = (window->count + count) * 2;
        struct reading *larger = arena_array(arena, capacity, sizeof *larger);
        if (larger == NULL) {
            return RC_NOMEM;
        }
        if (window->count > 0) {
            memcpy(larger, window->rows, window->count * sizeof *larger);
        }
        window->rows = larger;
        window->capacity = capacity;
    }
    if (count > 0) {
        memcpy(window->rows + window->count, rows, count * sizeof *rows);
        window->count += count;
    }
    return RC_OK;
}

enum rc reading_window(struct tx *tx, int64_t subject_id, enum quantity_kind kind, int64_t from_us,
                       int64_t to_us, size_t limit, struct arena *arena, struct reading **readings,
                       size_t *count) {
    const struct quantity_kind_row *row = quantity_kind_describe(kind);
    if (row == NULL) {
        return RC_BUG;
    }
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_SOURCES);
    bind_int(query, 1, subject_id);
    void *sources;
    size_t source_count;
    enum rc rc = rows_collect(query, arena, sizeof(int64_t), take_source, &sources, &source_count);
    struct window window = {.limit = limit};
    // A range per source and day: the key begins with the day, so each is one descent of the tree.
    for (size_t i = 0; rc == RC_OK && i < source_count; i++) {
        for (int64_t day = day_of(from_us); rc == RC_OK && day <= day_of(to_us - 1); day++) {
            query = tx_query(tx, &READING_STATEMENTS, Q_DAY);
            bind_int(query, 1, day);
            bind_int(query, 2, ((const int64_t *)sources)[i]);
            bind_text(query, 3, row->code);
            bind_int(query, 4, from_us);
            bind_int(query, 5, to_us);
            while ((rc = query_row(query)) == RC_OK) {
                struct reading reading;
                take(query, arena, &reading);
                reading.kind = kind;
                rc = window_add(&window, arena, &reading, 1);
                if (rc != RC_OK) {
                    break;
                }
            }
            rc = rc == RC_NOT_FOUND ? RC_OK : rc;
        }
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (arena_failed(arena)) {
        return RC_NOMEM;
    }
    if (window.count > 1) {
        qsort(window.rows, window.count, sizeof *window.rows, by_quantity_and_time);
    }
    *readings = window.rows;
    *count = window.count;
    return RC_OK;
}

enum rc reading_any_of_device(struct tx *tx, int64_t subject_id, int64_t device_id, int64_t from_us,
                              int64_t to_us, struct arena *arena, bool *any) {
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_SOURCES);
    bind_int(query, 1, subject_id);
    void *sources;
    size_t count;
    enum rc rc = rows_collect(query, arena, sizeof(int64_t), take_source, &sources, &count);
    bool found = false;
    for (int64_t day = day_of(to_us - 1); rc == RC_OK && !found && day >= day_of(from_us); day--) {
        for (size_t i = 0; rc == RC_OK && !found && i < count; i++) {
            query = tx_query(tx, &READING_STATEMENTS, Q_OF_DEVICE);
            bind_int(query, 1, day);
            bind_int(query, 2, ((const int64_t *)sources)[i]);
            bind_int(query, 3, device_id);
            bind_int(query, 4, from_us);
            bind_int(query, 5, to_us);
            rc = query_row(query);
            found = rc == RC_OK;
            rc = rc == RC_NOT_FOUND ? RC_OK : rc;
        }
    }
    if (rc == RC_OK) {
        *any = found;
    }
    return rc;
}

enum rc reading_newest_runs(struct tx *tx, int64_t subject_id, struct reading_newest *rows,
                            size_t most, size_t *count) {
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_NEWEST_RUNS);
    bind_int(query, 1, subject_id);
    bind_int(query, 2, (int64_t)most);
    size_t n = 0;
    enum rc rc;
    while ((rc = query_row(query)) == RC_OK) {
        rows[n++] = (struct reading_newest){
            .quantity = quantity_of(column_text(query, 0)),
            .value = column_int(query, 2),
            .run = {.count = column_int(query, 3),
                    .since_us = column_int(query, 4),
                    .last_us = column_int(query, 1)},
        };
    }
    *count = n;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc reading_newest_keep(struct tx *tx, int64_t subject_id, const struct reading *reading,
                            const struct stuck_run *run, bool known) {
    const struct quantity_row *quantity = quantity_describe(reading->quantity);
    struct query *query =
        tx_query(tx, &READING_STATEMENTS, known ? Q_NEWEST_SET : Q_NEWEST_INSERT);
    bind_int(query, 1, subject_id);
    bind_lent(query, 2, quantity == NULL ? NULL : quantity->code);
    bind_int(query, 3, reading->identity.time_us);
    bind_int(query, 4, reading->value);
    bind_lent(query, 5, reading->sent);
    bind_lent(query, 6, reading->unit);
    bind_lent(query, 7, reading_level_name(reading->level));
    bind_int(query, 8, run->count);
    bind_int(query, 9, run->since_us);
    return query_run_one(query);
}

static void take_latest(struct query *query, struct arena *arena, void *row) {
    *(struct reading *)row = (struct reading){
        .quantity = quantity_of(column_text(query, 0)),
        .identity = {.time_us = column_int(query, 1)},
        .value = column_int(query, 2),
        .sent = column_copy(query, 3, arena),
        .unit = column_copy(query, 4, arena),
        .level = reading_level_of(column_text(query, 5)),
    };
}

enum rc reading_latest(struct tx *tx, int64_t subject_id, struct arena *arena,
                       struct reading **readings, size_t *count) {
    struct query *query = tx_query(tx, &READING_STATEMENTS, Q_LATEST);
    bind_int(query, 1, subject_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **readings, take_latest, &rows, count);
    if (rc == RC_OK) {
        *readings = rows;
        qsort(rows, *count, sizeof **readings, by_quantity_and_time);
    }
    return rc;
}
