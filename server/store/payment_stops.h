// SPDX-License-Identifier: EUPL-1.2
// Payment lines that do not go on because the right behind them is gone, and what authorised
// services keep of the months.
#ifndef STORE_PAYMENT_STOPS_H
#define STORE_PAYMENT_STOPS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A line that nobody has stopped yet.
struct payment_line_going {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    int64_t expense_id;
    bool exported; // it went to the bank
};

// All of a claim, in the order in which they arose.
RC_CHECKED enum rc payment_line_list_going(struct tx *tx, int64_t claim_id, struct arena *arena,
                                           struct payment_line_going **lines, size_t *count);

struct payment_stop {
    int64_t line_id;
    bool recover; // it had gone to the bank: a person stops it there, or asks it back. Otherwise it
                  // is withdrawn, and its month has the sum again
    const char *rule;   // "S-09"
    const char *reason; // "not-recognised", "excluded", "not-insurable", "not-covered",
                        // "filed-late-lost", "died-in-window"
    int64_t stopped_us; // domain instant
    struct public_id stopped_by;
};

// RC_CONFLICT: the line is stopped already, or `recover` is not what became of it.
RC_CHECKED enum rc payment_stop_insert(struct tx *tx, const struct payment_stop *stop);

// What authorised services will take of one month of a claim. Derived, so not append-only.
struct month_reservation {
    int64_t claim_id;
    int32_t month_number;
    int64_t reserved_cents;  // > 0
    int64_t elsewhere_cents; // of the days of the month, by other claims of the person; >= 0
    int64_t ceiling_cents;   // of the month
};

// Takes the reservations of the claim away, so that what was reserved can be paid; the same
// transaction writes them anew.
RC_CHECKED enum rc month_reservation_lift(struct tx *tx, int64_t claim_id);
// RC_CONFLICT: with what was paid, borne and used elsewhere it would pass the ceiling, or the month
// has one.
RC_CHECKED enum rc month_reservation_insert(struct tx *tx,
                                            const struct month_reservation *reservation);

#endif
