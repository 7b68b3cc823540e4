// SPDX-License-Identifier: EUPL-1.2
// Receipts: what became of each message that a door took into custody.
#include "store/receipts.h"

#include <stdio.h>

#include "store/rows.h"
#include "store/statement.h"

#define RECEIPT_COLUMNS                                                                            \
    "r.book_id, r.sequence, r.device_id, r.received_us, r.read_us, r.boot, r.seq, r.stored, "      \
    "r.duplicates, r.quarantined, r.rejected, r.used, b.inbox, b.door, d.public_id, d.fund"

enum {
    Q_BOOK,
    Q_BOOK_INSERT,
    Q_PUT,
    Q_RENEW,
    Q_IS,
    Q_OF_DEVICE_PUT,
    Q_OF_DEVICE_SET,
    Q_DAY_NEWEST,
    Q_DAY_ADD,
    Q_READ,
    Q_LIST,
    Q_RUN_BESIDE,
    Q_RUN_INSERT,
    Q_RUN_LAST,
    Q_RUN_DROP,
    Q_RUN_PRUNE,
    Q_RUN_READ,
    Q_COUNT,
};

static const struct statement STATEMENTS[] = {
    [Q_BOOK] = {"receipt.book", SQL("SELECT id FROM receipt_books WHERE inbox = $1")},
    [Q_BOOK_INSERT] = {"receipt.book-insert",
                       SQL("INSERT INTO receipt_books (inbox, door, after) VALUES ($1, $2, $3) "
                           "RETURNING id")},
    // Not one statement with DO UPDATE: SQLite prepares each such for being undone alone, with a
    // copy of the pages it changes.
    [Q_PUT] = {"receipt.put",
               SQL("INSERT INTO receipts (book_id, sequence, device_id, received_us, read_us, "
                   "boot, seq, stored, duplicates, quarantined, rejected, used) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
                   "ON CONFLICT DO NOTHING")},
    // The same number for another message: the door's file was rolled back.
    [Q_RENEW] = {"receipt.renew",
                 SQL("UPDATE receipts SET device_id = $3, received_us = $4, read_us = $5, "
                     "boot = $6, seq = $7, stored = $8, duplicates = $9, quarantined = $10, "
                     "rejected = $11, used = $12 WHERE book_id = $1 AND sequence = $2 "
                     "AND $3 IS NOT NULL AND (device_id IS NULL OR device_id <> $3 OR "
                     "received_us <> $4)")},
    [Q_IS] = {"receipt.is", SQL("SELECT sequence FROM receipts WHERE book_id = $1 AND "
                                "sequence = $2 AND received_us = $3")},
    [Q_OF_DEVICE_PUT] = {"receipt.of-device-put",
                         SQL("INSERT INTO device_receipts (device_id, place, book_id, sequence) "
                             "VALUES ($1, $4, $2, $3) ON CONFLICT DO NOTHING")},
    [Q_OF_DEVICE_SET] = {"receipt.of-device-set",
                         SQL("UPDATE device_receipts SET book_id = $2, sequence = $3 "
                             "WHERE device_id = $1 AND place = $4")},
    [Q_DAY_NEWEST] = {"receipt.day-newest", SQL("SELECT day FROM receipt_days WHERE book_id = $1 "
                                                "ORDER BY day DESC LIMIT 1")},
    [Q_DAY_ADD] = {"receipt.day-add",
                   SQL("INSERT INTO receipt_days (book_id, day, last, read, stored, duplicate, "
                       "quarantined, rejected) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                       "ON CONFLICT (book_id, day) DO UPDATE SET last = CASE WHEN "
                       "receipt_days.last > excluded.last THEN receipt_days.last "
                       "ELSE excluded.last END, read = receipt_days.read + excluded.read, "
                       "stored = receipt_days.stored + excluded.stored, "
                       "duplicate = receipt_days.duplicate + excluded.duplicate, "
                       "quarantined = receipt_days.quarantined + excluded.quarantined, "
                       "rejected = receipt_days.rejected + excluded.rejected")},
    [Q_READ] = {"receipt.read",
                SQL("SELECT " RECEIPT_COLUMNS " FROM receipt_books b JOIN receipts r "
                    "ON r.book_id = b.id LEFT JOIN devices d ON d.id = r.device_id "
                    "WHERE b.inbox = $1 AND r.sequence = $2")},
    [Q_LIST] = {"receipt.list",
                SQL("SELECT " RECEIPT_COLUMNS " FROM device_receipts o JOIN receipts r "
                    "ON r.book_id = o.book_id AND r.sequence = o.sequence "
                    "JOIN receipt_books b ON b.id = r.book_id JOIN devices d ON d.id = o.device_id "
                    "WHERE o.device_id = $1 AND r.device_id = o.device_id "
                    "ORDER BY r.received_us DESC, r.sequence DESC")},
    [Q_RUN_BESIDE] = {"receipt.run-beside",
                      SQL("SELECT first, last FROM device_runs WHERE device_id = $1 AND boot = $2 "
                          "AND first <= $3 ORDER BY first DESC LIMIT 2")},
    [Q_RUN_INSERT] = {"receipt.run-insert",
                      SQL("INSERT INTO device_runs (device_id, boot, first, last) "
                          "VALUES ($1, $2, $3, $4)")},
    [Q_RUN_LAST] = {"receipt.run-last", SQL("UPDATE device_runs SET last = $4 WHERE "
                                            "device_id = $1 AND boot = $2 AND first = $3")},
    [Q_RUN_DROP] = {"receipt.run-drop", SQL("DELETE FROM device_runs WHERE device_id = $1 "
                                            "AND boot = $2 AND first = $3")},
    [Q_RUN_PRUNE] = {"receipt.run-prune",
                     SQL("DELETE FROM device_runs WHERE device_id = $1 AND (boot, first) = "
                         "(SELECT boot, first FROM device_runs WHERE device_id = $1 "
                         "ORDER BY boot DESC, first DESC LIMIT 1 OFFSET $2)")},
    [Q_RUN_READ] = {"receipt.run-read",
                    SQL("SELECT boot, first, last, (SELECT MAX(n.last) FROM device_runs n "
                        "WHERE n.device_id = r.device_id AND n.boot = r.boot) FROM device_runs r "
                        "WHERE device_id = $1 AND ($2 = 1 OR boot = $3) "
                        "ORDER BY boot DESC, first LIMIT 1")},
};

const struct statement_table RECEIPT_STATEMENTS = {"receipts", STORE_IN_MONITORING, STATEMENTS,
                                                   Q_COUNT};

void receipt_count(struct receipt_counts *counts, const struct receipt *receipt) {
    counts->read++;
    if (receipt->stored > 0) {
        counts->stored++;
    } else if (receipt->quarantined > 0) {
        counts->quarantined++;
    } else if (receipt->rejected > 0) {
        counts->rejected++;
    } else if (receipt->duplicates > 0) {
        counts->duplicate++;
    }
}

enum rc receipt_book(struct tx *tx, const struct public_id *inbox, const char *door, int64_t after,
                     int64_t *book_id) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_BOOK);
    bind_id(query, 1, inbox);
    enum rc rc = query_row(query);
    if (rc == RC_NOT_FOUND) {
        query = tx_query(tx, &RECEIPT_STATEMENTS, Q_BOOK_INSERT);
        bind_id(query, 1, inbox);
        bind_text(query, 2, door);
        bind_int(query, 3, after);
        rc = query_row(query);
        if (rc == RC_OK) {
            *book_id = column_int(query, 0);
            return query_run(query);
        }
        return rc == RC_NOT_FOUND ? RC_BUG : rc;
    }
    if (rc == RC_OK) {
        *book_id = column_int(query, 0);
    }
    return rc;
}

enum rc receipt_is(struct tx *tx, int64_t book_id, int64_t sequence, int64_t received_us) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_IS);
    bind_int(query, 1, book_id);
    bind_int(query, 2, sequence);
    bind_int(query, 3, received_us);
    return query_row(query);
}

static enum rc put_in_place(struct tx *tx, size_t which, const struct receipt *receipt, bool *put) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, which);
    bind_int(query, 1, receipt->device_id);
    bind_int(query, 2, receipt->book_id);
    bind_int(query, 3, receipt->sequence);
    bind_int(query, 4, receipt->messages % RECEIPTS_OF_DEVICE);
    enum rc rc = query_run(query);
    *put = rc == RC_OK && query_changes(query) > 0;
    return rc;
}

// The places of a device that has sent little are empty, all others are not.
static enum rc put_of_device(struct tx *tx, const struct receipt *receipt) {
    bool few = receipt->messages < RECEIPTS_OF_DEVICE;
    bool put;
    enum rc rc = put_in_place(tx, few ? Q_OF_DEVICE_PUT : Q_OF_DEVICE_SET, receipt, &put);
    if (rc == RC_OK && !put) {
        rc = put_in_place(tx, few ? Q_OF_DEVICE_SET : Q_OF_DEVICE_PUT, receipt, &put);
    }
    return rc;
}

static void bind_or_null(struct query *query, int number, int64_t value, int64_t none) {
    if (value == none) {
        bind_null(query, number);
    } else {
        bind_int(query, number, value);
    }
}

static enum rc put(struct tx *tx, size_t which, const struct receipt *receipt, bool *changed) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, which);
    bind_int(query, 1, receipt->book_id);
    bind_int(query, 2, receipt->sequence);
    bind_or_null(query, 3, receipt->device_id, 0);
    bind_int(query, 4, receipt->received_us);
    bind_int(query, 5, receipt->read_us);
    bind_or_null(query, 6, receipt->boot, -1);
    bind_or_null(query, 7, receipt->seq, -1);
    bind_int(query, 8, receipt->stored);
    bind_int(query, 9, receipt->duplicates);
    bind_int(query, 10, receipt->quarantined);
    bind_int(query, 11, receipt->rejected);
    bind_int(query, 12, receipt->used);
    enum rc rc = query_run(query);
    *changed = rc == RC_OK && query_changes(query) == 1;
    return rc;
}

enum rc receipt_put(struct tx *tx, const struct receipt *receipt, bool *fresh) {
    bool changed;
    enum rc rc = put(tx, Q_PUT, receipt, &changed);
    if (rc == RC_OK && !changed) {
        rc = put(tx, Q_RENEW, receipt, &changed);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *fresh = changed;
    return changed && receipt->device_id != 0 ? put_of_device(tx, receipt) : RC_OK;
}

enum rc receipt_day_newest(struct tx *tx, int64_t book_id, char day[RECEIPT_DAY_SIZE]) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_DAY_NEWEST);
    bind_int(query, 1, book_id);
    enum rc rc = query_row(query);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    snprintf(day, RECEIPT_DAY_SIZE, "%s", rc == RC_OK ? column_text(query, 0) : "");
    return RC_OK;
}

enum rc receipt_day_add(struct tx *tx, int64_t book_id, const char *day, int64_t last,
                        const struct receipt_counts *counts) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_DAY_ADD);
    bind_int(query, 1, book_id);
    bind_text(query, 2, day);
    bind_int(query, 3, last);
    bind_int(query, 4, counts->read);
    bind_int(query, 5, counts->stored);
    bind_int(query, 6, counts->duplicate);
    bind_int(query, 7, counts->quarantined);
    bind_int(query, 8, counts->rejected);
    return query_run(query);
}

static void take(struct query *query, struct arena *arena, void *row) {
    *(struct receipt *)row = (struct receipt){
        .book_id = column_int(query, 0),
        .sequence = column_int(query, 1),
        .device_id = column_int(query, 2),
        .received_us = column_int(query, 3),
        .read_us = column_int(query, 4),
        .boot = column_is_null(query, 5) ? -1 : column_int(query, 5),
        .seq = column_is_null(query, 6) ? -1 : column_int(query, 6),
        .stored = column_int(query, 7),
        .duplicates = column_int(query, 8),
        .quarantined = column_int(query, 9),
        .rejected = column_int(query, 10),
        .used = column_int(query, 11),
        .inbox = column_id(query, 12),
        .door = column_copy(query, 13, arena),
        .device = column_id(query, 14),
        .fund = column_id(query, 15),
    };
}

enum rc receipt_read(struct tx *tx, const struct public_id *inbox, int64_t sequence,
                     struct arena *arena, struct receipt *receipt) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_READ);
    bind_id(query, 1, inbox);
    bind_int(query, 2, sequence);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    take(query, arena, receipt);
    return arena_failed(arena) ? RC_NOMEM : RC_OK;
}

enum rc receipt_list(struct tx *tx, int64_t device_id, struct arena *arena,
                     struct receipt **receipts, size_t *count) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_LIST);
    bind_int(query, 1, device_id);
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **receipts, take, &rows, count);
    if (rc == RC_OK) {
        *receipts = rows;
    }
    return rc;
}

static struct query *run_query(struct tx *tx, size_t which, int64_t device_id, int64_t boot,
                               int64_t number) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, which);
    bind_int(query, 1, device_id);
    bind_int(query, 2, boot);
    bind_int(query, 3, number);
    return query;
}

static enum rc run_begin(struct tx *tx, int64_t device_id, int64_t boot, int64_t first,
                         int64_t last) {
    struct query *query = run_query(tx, Q_RUN_INSERT, device_id, boot, first);
    bind_int(query, 4, last);
    enum rc rc = query_run(query);
    if (rc == RC_OK) {
        query = tx_query(tx, &RECEIPT_STATEMENTS, Q_RUN_PRUNE);
        bind_int(query, 1, device_id);
        bind_int(query, 2, RECEIPT_RUNS_MAX);
        rc = query_run(query);
    }
    return rc;
}

enum rc receipt_run_note(struct tx *tx, int64_t device_id, int64_t boot, int64_t seq) {
    // The run that begins right behind the number, if there is one, and the one that begins at it
    // or before.
    struct query *query = run_query(tx, Q_RUN_BESIDE, device_id, boot, seq + 1);
    enum rc rc = query_row(query);
    int64_t end = seq;
    bool above = rc == RC_OK && column_int(query, 0) == seq + 1;
    if (above) {
        end = column_int(query, 1);
        rc = query_row(query);
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    bool below = rc == RC_OK;
    int64_t first = below ? column_int(query, 0) : 0;
    int64_t last = below ? column_int(query, 1) : 0;
    if (below && last >= seq) {
        return RC_OK;
    }
    bool joins = below && last == seq - 1;
    if (above) {
        rc = query_run(run_query(tx, Q_RUN_DROP, device_id, boot, seq + 1));
        if (rc != RC_OK) {
            return rc;
        }
    }
    if (!joins) {
        return run_begin(tx, device_id, boot, seq, end);
    }
    query = run_query(tx, Q_RUN_LAST, device_id, boot, first);
    bind_int(query, 4, end);
    return query_run_one(query);
}

enum rc receipt_run_read(struct tx *tx, int64_t device_id, bool any, int64_t boot,
                         struct receipt_run *run) {
    struct query *query = tx_query(tx, &RECEIPT_STATEMENTS, Q_RUN_READ);
    bind_int(query, 1, device_id);
    bind_bool(query, 2, any);
    bind_int(query, 3, boot);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *run = (struct receipt_run){.boot = column_int(query, 0),
                                    .from = column_int(query, 1),
                                    .upto = column_int(query, 2),
                                    .newest = column_int(query, 3)};
    }
    return rc;
}
