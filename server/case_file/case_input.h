// SPDX-License-Identifier: EUPL-1.2
// One case of `sostegno evaluate`: strict JSON to the facts of the engine (docs/evaluate.md).
#ifndef CASE_FILE_CASE_INPUT_H
#define CASE_FILE_CASE_INPUT_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/result.h"
#include "case_file/case_evidence.h"
#include "scoring/evaluation.h"
#include "scoring/plan.h"

struct case_input {
    const char *id;
    const char *const *expense_ids; // as many as facts.expenses
    const char *const *payment_ids; // as many as facts.payments
    struct evaluation_case facts;
    struct case_evidence evidence;
};

// Limits of one case.
extern const struct json_limits case_limits;

// Reads a case for `plan`. as_of: the day for a case that names none; may be unknown. Everything in
// *input lives in the arena or in the plan. RC_INVALID: the fault names every place, at most
// FAULT_PLACES; besides the codes of json_fill: unknown-activity, unknown-grade, not-an-amount,
// contradiction (with another fact of the case), duplicate.
RC_CHECKED enum rc case_input_read(const struct plan *plan, const json_t *json,
                                   struct civil_date as_of, struct arena *arena,
                                   struct case_input *input, struct fault *fault);

#endif
