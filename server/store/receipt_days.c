// SPDX-License-Identifier: EUPL-1.2
// Receipts by door and day, as they are kept, counted again and compared.
#include "store/receipts.h"
#include "store/rows.h"
#include "store/statement.h"

enum { Q_BOOKS, Q_DAYS, Q_DAYS_OF_BOOK, Q_RECOUNT, Q_QUARANTINE, Q_CHECK, Q_OLDEST, Q_DROP,
       Q_DROPPED, Q_WAS, Q_COUNT };

#define DAY_COLUMNS                                                                                \
    "y.book_id, b.inbox, b.door, y.day, y.last, y.read, y.stored, y.duplicate, y.quarantined, "    \
    "y.rejected, y.given, y.in_custody, y.missing, y.mismatched, y.checked_us"

static const struct statement STATEMENTS[] = {
    [Q_BOOKS] = {"receipt.books", SQL("SELECT id, inbox, door, after FROM receipt_books "
                                      "ORDER BY id")},
    [Q_DAYS] = {"receipt.days", SQL("SELECT " DAY_COLUMNS " FROM receipt_days y "
                                    "JOIN receipt_books b ON b.id = y.book_id "
                                    "ORDER BY y.day DESC, y.book_id DESC LIMIT $1")},
    [Q_DAYS_OF_BOOK] = {"receipt.days-of-book",
                        SQL("SELECT " DAY_COLUMNS " FROM receipt_days y JOIN receipt_books b "
                            "ON b.id = y.book_id WHERE y.book_id = $2 ORDER BY y.day DESC "
                            "LIMIT $1")},
    [Q_RECOUNT] =
        {"receipt.recount",
         SQL("SELECT COUNT(*), SUM(CASE WHEN stored > 0 THEN 1 ELSE 0 END), "
             "SUM(CASE WHEN stored = 0 AND quarantined = 0 AND rejected = 0 AND duplicates > 0 "
             "THEN 1 ELSE 0 END), SUM(CASE WHEN stored = 0 AND quarantined > 0 THEN 1 ELSE 0 END), "
             "SUM(CASE WHEN stored = 0 AND quarantined = 0 AND rejected > 0 THEN 1 ELSE 0 END), "
             "SUM(quarantined) FROM receipts "
             "WHERE book_id = $1 AND sequence > $2 AND sequence <= $3")},
    [Q_QUARANTINE] = {"receipt.quarantine",
                      SQL("SELECT COUNT(*) FROM quarantine WHERE inbox = $1 AND sequence > $2 "
                          "AND sequence <= $3")},
    [Q_CHECK] = {"receipt.check",
                 SQL("UPDATE receipt_days SET given = $3, in_custody = $4, missing = $5, "
                     "mismatched = $6, checked_us = $7 WHERE book_id = $1 AND day = $2")},
    // The oldest day of which there are receipts still; then whether it may go.
    [Q_OLDEST] = {"receipt.oldest",
                  SQL("SELECT y.last, y.day < $2 AND y.given IS NOT NULL AND y.missing = 0 AND "
                      "y.mismatched = 0 AND y.day < coalesce((SELECT z.day FROM receipt_days z "
                      "WHERE z.book_id = $1 ORDER BY z.day DESC LIMIT 1 OFFSET $3), '') "
                      "FROM receipt_days y WHERE y.book_id = $1 AND y.last > (SELECT b.pruned "
                      "FROM receipt_books b WHERE b.id = $1) ORDER BY y.day LIMIT 1")},
    [Q_DROP] = {"receipt.drop",
                SQL("DELETE FROM receipts WHERE book_id = $1 AND sequence IN (SELECT sequence "
                    "FROM receipts WHERE book_id = $1 AND sequence <= $2 ORDER BY sequence "
                    "LIMIT $3)")},
    [Q_DROPPED] = {"receipt.dropped", SQL("UPDATE receipt_books SET pruned = $2 WHERE id = $1")},
    [Q_WAS] = {"receipt.was-pruned", SQL("SELECT id FROM receipt_books WHERE inbox = $1 "
                                         "AND pruned >= $2")},
};

const struct statement_table RECEIPT_DAY_STATEMENTS = {"receipt-days", STORE_IN_MONITORING,
                                                       STATEMENTS, Q_COUNT};

static void take_book(struct query *query, struct arena *arena, void *row) {
    *(struct receipt_book_row *)row = (struct receipt_book_row){
        .id = column_int(query, 0),
        .inbox = column_id(query, 1),
        .door = column_copy(query, 2, arena),
        .after = column_int(query, 3),
    };
}

enum rc receipt_book_list(struct tx *tx, struct arena *arena, struct receipt_book_row **books,
                          size_t *count) {
    void *rows;
    enum rc rc = rows_collect(tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_BOOKS), arena,
                              sizeof **books, take_book, &rows, count);
    if (rc == RC_OK) {
        *books = rows;
    }
    return rc;
}

static void take_day(struct query *query, struct arena *arena, void *row) {
    *(struct receipt_day *)row = (struct receipt_day){
        .book_id = column_int(query, 0),
        .inbox = column_id(query, 1),
        .door = column_copy(query, 2, arena),
        .day = column_copy(query, 3, arena),
        .last = column_int(query, 4),
        .counts = {.read = column_int(query, 5),
                   .stored = column_int(query, 6),
                   .duplicate = column_int(query, 7),
                   .quarantined = column_int(query, 8),
                   .rejected = column_int(query, 9)},
        .given = column_is_null(query, 10) ? -1 : column_int(query, 10),
        .in_custody = column_int(query, 11),
        .missing = column_int(query, 12),
        .mismatched = column_int(query, 13),
        .checked_us = column_int(query, 14),
        .told = column_int(query, 12) + column_int(query, 13),
    };
}

enum rc receipt_day_list(struct tx *tx, int64_t book_id, size_t limit, struct arena *arena,
                         struct receipt_day **days, size_t *count) {
    struct query *query =
        tx_query(tx, &RECEIPT_DAY_STATEMENTS, book_id == 0 ? Q_DAYS : Q_DAYS_OF_BOOK);
    bind_int(query, 1, (int64_t)limit);
    if (book_id != 0) {
        bind_int(query, 2, book_id);
    }
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **days, take_day, &rows, count);
    if (rc == RC_OK) {
        *days = rows;
    }
    return rc;
}

enum rc receipt_recount(struct tx *tx, int64_t book_id, int64_t after, int64_t upto,
                        struct receipt_counts *counts, int64_t *items) {
    struct query *query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_RECOUNT);
    bind_int(query, 1, book_id);
    bind_int(query, 2, after);
    bind_int(query, 3, upto);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *counts = (struct receipt_counts){.read = column_int(query, 0),
                                          .stored = column_int(query, 1),
                                          .duplicate = column_int(query, 2),
                                          .quarantined = column_int(query, 3),
                                          .rejected = column_int(query, 4)};
        *items = column_int(query, 5);
    }
    return rc;
}

enum rc receipt_quarantine_count(struct tx *tx, const struct public_id *inbox, int64_t after,
                                 int64_t upto, int64_t *items) {
    struct query *query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_QUARANTINE);
    bind_id(query, 1, inbox);
    bind_int(query, 2, after);
    bind_int(query, 3, upto);
    enum rc rc = query_row(query);
    if (rc == RC_OK) {
        *items = column_int(query, 0);
    }
    return rc;
}

enum rc receipt_day_check(struct tx *tx, const struct receipt_day *day) {
    struct query *query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_CHECK);
    bind_int(query, 1, day->book_id);
    bind_text(query, 2, day->day);
    bind_int(query, 3, day->given);
    bind_int(query, 4, day->in_custody);
    bind_int(query, 5, day->missing);
    bind_int(query, 6, day->mismatched);
    bind_int(query, 7, day->checked_us);
    return query_run_one(query);
}

enum rc receipt_day_prunable(struct tx *tx, int64_t book_id, const char *day, size_t newer,
                             int64_t *last) {
    struct query *query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_OLDEST);
    bind_int(query, 1, book_id);
    bind_text(query, 2, day);
    bind_int(query, 3, (int64_t)newer - 1);
    enum rc rc = query_row(query);
    if (rc != RC_OK) {
        return rc;
    }
    if (!column_bool(query, 1)) {
        return RC_NOT_FOUND;
    }
    *last = column_int(query, 0);
    return RC_OK;
}

enum rc receipt_prune(struct tx *tx, int64_t book_id, int64_t last, size_t limit, size_t *count) {
    struct query *query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_DROP);
    bind_int(query, 1, book_id);
    bind_int(query, 2, last);
    bind_int(query, 3, (int64_t)limit);
    enum rc rc = query_run(query);
    if (rc != RC_OK) {
        return rc;
    }
    *count = (size_t)query_changes(query);
    if (*count == limit) {
        return RC_OK; // there may be more
    }
    query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_DROPPED);
    bind_int(query, 1, book_id);
    bind_int(query, 2, last);
    return query_run_one(query);
}

enum rc receipt_was_pruned(struct tx *tx, const struct public_id *inbox, int64_t sequence) {
    struct query *query = tx_query(tx, &RECEIPT_DAY_STATEMENTS, Q_WAS);
    bind_id(query, 1, inbox);
    bind_int(query, 2, sequence);
    return query_row(query);
}
