// SPDX-License-Identifier: EUPL-1.2
// Payment lines: what is owed for one expense in one benefit month. Never changed, never above the
// ceiling; one that does not go on is stopped beside itself (payment_stops.h).
#ifndef STORE_PAYMENT_LINES_H
#define STORE_PAYMENT_LINES_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/persons.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct payment_line {
    int64_t id; // row number: the position in a page
    struct public_id public_id;
    struct public_id fund;
    int64_t claim_id;
    int64_t expense_id;
    const char *kind;  // "expense"; "returned": of a prejudice that was lowered (S-09)
    const char *payee; // "member", "provider", "heirs"; NULL: of before it was recorded
    int32_t month_number;
    const char *month_from, *month_to;
    int64_t part_cents;   // of the expense in this month; what is above the amount the member bears
    int64_t amount_cents; // > 0
    int64_t ceiling_cents; // of the month
    int64_t created_us;    // domain instant
    struct public_id created_by;
};

// RC_CONFLICT: the month's lines, what is borne of it and what is reserved in it together would
// pass its ceiling, or the expense has a line there (one of kind "expense"). Withdrawn lines are
// none.
RC_CHECKED enum rc payment_line_insert(struct tx *tx, const struct payment_line *line);

// What the member bears of an expense because the late claim was reduced (S-09).
struct borne_line {
    int64_t claim_id;
    int64_t expense_id;
    int32_t month_number;
    int64_t borne_cents;   // > 0
    int64_t ceiling_cents; // of the month
    int64_t created_us;    // domain instant
    struct public_id created_by;
};

// RC_CONFLICT: something of the expense is borne in that month, or its ceiling would be passed.
RC_CHECKED enum rc borne_line_insert(struct tx *tx, const struct borne_line *line);
// What is still borne, of all expenses of the claim.
RC_CHECKED enum rc borne_line_sum(struct tx *tx, int64_t claim_id, int64_t *cents);
// The lines of which something is still borne, the newest first; borne_cents is that rest.
RC_CHECKED enum rc borne_line_list(struct tx *tx, int64_t claim_id, struct arena *arena,
                                   struct borne_line **lines, size_t *count);
// Gives back borne_cents of what was borne of the expense in that month; the payment line is
// written after it. RC_CONFLICT: that is more than is borne.
RC_CHECKED enum rc borne_line_return(struct tx *tx, const struct borne_line *line);

// used[k-1] becomes what month k of the claim has used, paid or borne, withdrawn lines left out;
// months beyond `months` are an error (RC_BUG).
RC_CHECKED enum rc payment_line_used(struct tx *tx, int64_t claim_id, int64_t *used, size_t months);
// The sum of the lines of one expense that were not withdrawn.
RC_CHECKED enum rc payment_line_sum(struct tx *tx, int64_t expense_id, int64_t *cents);

// A line as its claim needs it.
struct payment_line_of_claim {
    struct public_id expense;
    int32_t month_number;
    const char *month_from, *month_to;
    int64_t amount_cents;
};

// All lines of a claim that were not withdrawn, in the order in which they arose.
RC_CHECKED enum rc payment_line_list_of_claim(struct tx *tx, int64_t claim_id, struct arena *arena,
                                              struct payment_line_of_claim **lines, size_t *count);

// A line with what a payments officer needs beside it.
struct payment_line_row {
    struct payment_line line;
    struct public_id claim;
    const char *claim_number;
    const char *plan_id;
    struct public_id person;
    struct sealed person_key, last_name, first_name; // of struct person
    struct public_id expense;
    struct sealed expense_detail;
    int64_t expense_cents;
    const char *stop_kind; // "withdrawn", "recover"; NULL: it goes on, and the rest is not set
    const char *stop_rule, *stop_reason; // of struct payment_stop
    int64_t stopped_us;
};

// Newest first, before row `before_id` (0: from the newest).
RC_CHECKED enum rc payment_line_list(struct tx *tx, const struct public_id *fund, int64_t before_id,
                                     size_t limit, struct arena *arena,
                                     struct payment_line_row **rows, size_t *count);

struct payment_line_totals {
    int64_t count, cents; // of the lines that go on
    int64_t stopped;      // the others
};

RC_CHECKED enum rc payment_line_totals(struct tx *tx, const struct public_id *fund,
                                       struct payment_line_totals *totals);

#endif
