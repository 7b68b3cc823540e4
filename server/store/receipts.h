// SPDX-License-Identifier: EUPL-1.2
// Receipts: what became of each message that a door took into custody (monitoring database).
//
// The number of a receipt is the inbox and the sequence that the door gave, the same at every door:
// "<inbox>-<sequence>". Instants are domain time.
#ifndef STORE_RECEIPTS_H
#define STORE_RECEIPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

enum {
    RECEIPTS_OF_DEVICE = 8, // the newest of a device, kept at hand
    RECEIPT_RUNS_MAX = 32,  // of a device; the oldest go first
    RECEIPT_DAY_SIZE = 11,
};

// A message that was read. Counts are of its readings; a message that is refused as a whole is one
// in quarantine.
struct receipt {
    int64_t book_id;
    int64_t sequence;
    int64_t device_id; // 0: none that is registered
    int64_t messages;  // that the device has sent, also this one; not in a receipt that was looked up
    int64_t received_us;
    int64_t read_us;
    int64_t boot, seq; // of the device's own counting, -1: not told
    int64_t stored, duplicates, quarantined, rejected, used;
    // Of a receipt that was looked up:
    struct public_id inbox;
    const char *door;
    struct public_id device, fund; // unset: none that is registered
};

// What happened to messages, each counted once.
struct receipt_counts {
    int64_t read, stored, duplicate, quarantined, rejected;
};
void receipt_count(struct receipt_counts *counts, const struct receipt *receipt);

// The book of an inbox, begun with the sequences behind `after` when there is none.
RC_CHECKED enum rc receipt_book(struct tx *tx, const struct public_id *inbox, const char *door,
                                int64_t after, int64_t *book_id);

// *fresh is false when this very message has its receipt already: it was read again. Another one
// under the same number (a file that was rolled back) takes its place.
RC_CHECKED enum rc receipt_put(struct tx *tx, const struct receipt *receipt, bool *fresh);

// RC_NOT_FOUND: no receipt of a message under this number that was received then.
RC_CHECKED enum rc receipt_is(struct tx *tx, int64_t book_id, int64_t sequence,
                              int64_t received_us);

// The newest day of a book, "" for none.
RC_CHECKED enum rc receipt_day_newest(struct tx *tx, int64_t book_id, char day[RECEIPT_DAY_SIZE]);
// Adds to the day, whose last sequence becomes at least `last`.
RC_CHECKED enum rc receipt_day_add(struct tx *tx, int64_t book_id, const char *day, int64_t last,
                                   const struct receipt_counts *counts);

// RC_NOT_FOUND: not read, or from before there were receipts.
RC_CHECKED enum rc receipt_read(struct tx *tx, const struct public_id *inbox, int64_t sequence,
                                struct arena *arena, struct receipt *receipt);
// The newest of a device, newest first, at most RECEIPTS_OF_DEVICE.
RC_CHECKED enum rc receipt_list(struct tx *tx, int64_t device_id, struct arena *arena,
                                struct receipt **receipts, size_t *count);

// The device's message with this number of its own counting is stored. boot -1: not told.
RC_CHECKED enum rc receipt_run_note(struct tx *tx, int64_t device_id, int64_t boot, int64_t seq);

struct receipt_run {
    int64_t boot;
    int64_t from;   // the lowest number known of this boot …
    int64_t upto;   // … and all from there to here are stored
    int64_t newest; // the highest stored; beyond upto some before it are missing
};
// Of that boot, or with *any* of the newest boot. RC_NOT_FOUND: the device tells no numbers.
RC_CHECKED enum rc receipt_run_read(struct tx *tx, int64_t device_id, bool any, int64_t boot,
                                    struct receipt_run *run);

// ---- reconciliation ---------------------------------------------------------------------------

struct receipt_book_row {
    int64_t id;
    struct public_id inbox;
    const char *door;
    int64_t after;
};
RC_CHECKED enum rc receipt_book_list(struct tx *tx, struct arena *arena,
                                     struct receipt_book_row **books, size_t *count);

struct receipt_day {
    int64_t book_id;
    struct public_id inbox;
    const char *door;
    const char *day;
    int64_t last;
    struct receipt_counts counts;
    int64_t given; // -1: never reconciled
    int64_t in_custody, missing, mismatched;
    int64_t checked_us;
    int64_t told; // missing and mismatched together, as the reconciliation before had found
};
// Newest day first, then by door and inbox. book_id 0: of all.
RC_CHECKED enum rc receipt_day_list(struct tx *tx, int64_t book_id, size_t limit,
                                    struct arena *arena, struct receipt_day **days, size_t *count);
// Counted again from the receipts of (after, upto]; *items: quarantine items that they speak of.
RC_CHECKED enum rc receipt_recount(struct tx *tx, int64_t book_id, int64_t after, int64_t upto,
                                   struct receipt_counts *counts, int64_t *items);
// Quarantine items of the inbox's messages in (after, upto].
RC_CHECKED enum rc receipt_quarantine_count(struct tx *tx, const struct public_id *inbox,
                                            int64_t after, int64_t upto, int64_t *items);
// What reconciling has found: given, in_custody, missing, mismatched, checked_us of `day`.
RC_CHECKED enum rc receipt_day_check(struct tx *tx, const struct receipt_day *day);

// ---- retention --------------------------------------------------------------------------------

// The oldest day of a book whose receipts are there still and need not be: before `day`, followed by
// `newer` days at least, reconciled and without a difference; the one whose turn it is when an
// older one has to stay is none. *last: its last sequence. RC_NOT_FOUND: none.
RC_CHECKED enum rc receipt_day_prunable(struct tx *tx, int64_t book_id, const char *day,
                                        size_t newer, int64_t *last);
// Takes away the oldest receipts of the book up to `last`, at most `limit`. *count: how many. When
// none is left up to there, the book remembers it. What the days say and which numbers of a device
// are stored stays.
RC_CHECKED enum rc receipt_prune(struct tx *tx, int64_t book_id, int64_t last, size_t limit,
                                 size_t *count);
// Whether the receipt with this number would have been taken away. RC_NOT_FOUND: it would not.
RC_CHECKED enum rc receipt_was_pruned(struct tx *tx, const struct public_id *inbox,
                                      int64_t sequence);

#endif
