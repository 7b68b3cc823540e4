// SPDX-License-Identifier: EUPL-1.2
// Expenses, authorised services and quotations of a case, as the engine reads them (inside the
// service room).
#ifndef SERVICE_CASE_EXPENSES_H
#define SERVICE_CASE_EXPENSES_H

#include <stdbool.h>

#include "base/json.h"
#include "base/public_id.h"
#include "base/result.h"
#include "case_file/case_input.h"
#include "service/claim_case.h"

struct expense_new;

// A service that was authorised, to be paid to the provider; else a reimbursement.
bool expense_is_service(const struct claim_expense *expense);

// The open ones; new references, NULL when out of memory. `only`: of the reimbursements that one
// alone; NULL: all, as many as the engine takes.
json_t *case_expenses_json(const struct claim_case *c, const struct public_id *only);
json_t *case_services_json(const struct claim_case *c);
json_t *case_quotations_json(const struct claim_case *c);

// Where the expense stands among those that the engine was given; false: it was not.
bool case_expense_place(const struct case_input *input, const struct public_id *id, size_t *place);

// The quotations that the open expenses in other currencies need, into c->quotations (A-36, S-24).
RC_CHECKED enum rc case_load_quotations(struct claim_case *c);

// Writes the expense under that id; the caller has checked it.
RC_CHECKED enum rc case_add_expense(struct claim_case *c, const struct expense_new *input,
                                    const struct public_id *id);

// Judges one open expense alone. *record: the record of it, as `sostegno evaluate --record` writes
// it; in the arena.
RC_CHECKED enum rc case_judge_expense(const struct claim_case *c, const struct public_id *expense,
                                      struct allocation *allocation, const char **record);

#endif
