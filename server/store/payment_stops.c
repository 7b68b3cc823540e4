// SPDX-License-Identifier: EUPL-1.2
// SQL of stopped payment lines and of reservations.
#include "store/payment_stops.h"

#include "store/rows.h"
#include "store/statement.h"

enum { Q_GOING, Q_STOP, Q_LIFT, Q_RESERVE, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_GOING] = {"payment-stop.going",
                 SQL("SELECT l.id, l.public_id, l.expense_id, "
                     "EXISTS (SELECT 1 FROM payment_exports AS x WHERE x.line_id = l.id) "
                     "FROM payment_lines AS l WHERE l.claim_id = $1 AND NOT EXISTS "
                     "(SELECT 1 FROM payment_stops AS s WHERE s.line_id = l.id) ORDER BY l.id")},
    [Q_STOP] = {"payment-stop.insert",
                SQL("INSERT INTO payment_stops (line_id, kind, rule, reason, stopped_us, "
                    "stopped_by) VALUES ($1, $2, $3, $4, $5, $6)")},
    [Q_LIFT] = {"reservation.lift", SQL("DELETE FROM month_reservations WHERE claim_id = $1")},
    [Q_RESERVE] = {"reservation.insert",
                   SQL("INSERT INTO month_reservations (claim_id, month_number, reserved_cents, "
                       "elsewhere_cents, ceiling_cents) VALUES ($1, $2, $3, $4, $5)")},
};

const struct statement_table PAYMENT_STOP_STATEMENTS = {"payment-stop", STORE_IN_OFFICE, STATEMENTS,
                                                        Q_COUNT};

static void read_going(struct query *query, struct arena *arena, void *row) {
    (void)arena;
    *(struct payment_line_going *)row = (struct payment_line_going){
        .id = column_int(query, 0),
        .public_id = column_id(query, 1),
        .expense_id = column_int(query, 2),
        .exported = column_bool(query, 3),
    };
}

enum rc payment_line_list_going(struct tx *tx, int64_t claim_id, struct arena *arena,
                                struct payment_line_going **lines, size_t *count) {
    struct query *query = tx_query(tx, &PAYMENT_STOP_STATEMENTS, Q_GOING);
    bind_int(query, 1, claim_id);
    void *rows = NULL;
    enum rc rc = rows_collect(query, arena, sizeof **lines, read_going, &rows, count);
    if (rc == RC_OK)
        *lines = rows;
    return rc;
}

enum rc payment_stop_insert(struct tx *tx, const struct payment_stop *stop) {
    struct query *query = tx_query(tx, &PAYMENT_STOP_STATEMENTS, Q_STOP);
    bind_int(query, 1, stop->line_id);
    bind_text(query, 2, stop->recover ? "recover" : "withdrawn");
    bind_text(query, 3, stop->rule);
    bind_text(query, 4, stop->reason);
    bind_int(query, 5, stop->stopped_us);
    bind_id(query, 6, &stop->stopped_by);
    return query_run_one(query);
}

enum rc month_reservation_lift(struct tx *tx, int64_t claim_id) {
    struct query *query = tx_query(tx, &PAYMENT_STOP_STATEMENTS, Q_LIFT);
    bind_int(query, 1, claim_id);
    return query_run(query);
}

enum rc month_reservation_insert(struct tx *tx, const struct month_reservation *reservation) {
    struct query *query = tx_query(tx, &PAYMENT_STOP_STATEMENTS, Q_RESERVE);
    bind_int(query, 1, reservation->claim_id);
    bind_int(query, 2, reservation->month_number);
    bind_int(query, 3, reservation->reserved_cents);
    bind_int(query, 4, reservation->elsewhere_cents);
    bind_int(query, 5, reservation->ceiling_cents);
    return query_run_one(query);
}
