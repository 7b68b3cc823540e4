// SPDX-License-Identifier: EUPL-1.2
// What stands on the case page beside score, deadlines and expenses: checks, dossier, rulings,
// tasks. All return new references.
#ifndef HTTP_CASE_JSON_H
#define HTTP_CASE_JSON_H

#include "base/json.h"
#include "service/claim_view.h"

json_t *claim_staff_json(const struct staff_ref *staff);

// The codes of the checks under this rule that stand so: what a reason of the proposal speaks of.
json_t *case_check_codes(const struct claim_view *view, const char *rule, enum fact hit);

// Null when no account is known.
json_t *bank_account_json(const struct person_account *account);

// Adds to the case page: warnings, account, checks, coverage, dossier, dates, lateRuling,
// survivalRuling, controls, ending, complaints, clawbacks, tasks.
void case_json_add(json_t *page, const struct claim_view *view);

#endif
