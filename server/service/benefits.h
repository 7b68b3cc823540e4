// SPDX-License-Identifier: EUPL-1.2
// What a case gives a right to: benefit months, and what the engine says about an expense (inside
// the service room).
#ifndef SERVICE_BENEFITS_H
#define SERVICE_BENEFITS_H

#include "base/result.h"
#include "scoring/allocation.h"
#include "service/claim_case.h"

// The months of a claim that was recognised, with what they have used; empty for every other (never
// stored: S-05).
RC_CHECKED enum rc benefit_fill_months(struct claim_case *c);

// Expenses as screens need them; the reasons of a closed one are what was recorded.
RC_CHECKED enum rc benefit_load_expenses(struct claim_case *c);
// The reasons of the open ones are what the engine says today, served in the order of S-17.
RC_CHECKED enum rc benefit_explain_expenses(struct claim_case *c);

// The payment lines with their days of service; expenses must have been loaded.
RC_CHECKED enum rc benefit_load_payments(struct claim_case *c);
// What of them was paid for days after the death (S-27), as the engine says.
void benefit_fill_clawbacks(struct claim_case *c);

// Who gets what is due for the expense today: "member", "provider", or "heirs" after a death
// (S-27).
const char *benefit_payee(const struct claim_case *c, const struct claim_expense *expense);

// "care-invoice" of the API is the engine's "invoice"; BENEFIT_FORM_UNKNOWN for other words.
enum benefit_form benefit_form_of(const char *name);

#endif
