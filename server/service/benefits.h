// SPDX-License-Identifier: EUPL-1.2
// What a case gives a right to: benefit months, and what the engine says about an expense (inside
// the service room).
#ifndef SERVICE_BENEFITS_H
#define SERVICE_BENEFITS_H

#include "base/result.h"
#include "scoring/allocation.h"
#include "service/claim_case.h"

// The recognised claim's months with what they have used; empty for every other state (never
// stored: S-05).
RC_CHECKED enum rc benefit_fill_months(struct claim_case *c);

// Expenses as screens need them. The reasons of an open one are what the engine says today; those
// of a closed one are what was recorded.
RC_CHECKED enum rc benefit_fill_expenses(struct claim_case *c);

// Ask the engine about one expense of the case on today's date. RC_BUG: the stored expense is not
// well formed.
RC_CHECKED enum rc benefit_allocate(const struct claim_case *c, const struct claim_expense *expense,
                                    struct allocation *allocation);

// the plan of the temporary state pays receipted documents only.
bool benefit_lacks_receipt(const struct claim_case *c, const struct claim_expense *expense);

// "care-invoice" of the API is the engine's "invoice"; BENEFIT_FORM_UNKNOWN for other words.
enum benefit_form benefit_form_of(const char *name);

#endif
