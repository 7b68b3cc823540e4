// SPDX-License-Identifier: EUPL-1.2
// What was paid, authorised and spent in a case (docs/evaluate.md).
#ifndef CASE_FILE_CASE_MONEY_H
#define CASE_FILE_CASE_MONEY_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "case_file/case_evidence.h"
#include "scoring/evaluation.h"
#include "scoring/plan.h"

#include <stdbool.h>

struct paid_json {
    int64_t month;
    const char *amount;
    int form; // 0: not said
    struct json_list evidence;
};

struct expense_json {
    const char *id, *from, *to, *amount, *currency, *received, *invoiced, *paid, *nature;
    int form, receipted;
    struct json_list evidence;
};

// An authorised direct service.
struct authorisation_json {
    const char *id, *from, *to, *amount, *granted;
    struct json_list evidence;
};

extern const struct json_field case_paid_fields[];
extern const struct json_field case_elsewhere_fields[]; // of a struct paid_json
extern const struct json_field case_expense_fields[];
extern const struct json_field case_authorisation_fields[];

struct money_json {
    struct json_list paid, elsewhere, authorisations, expenses;
};

// Turns the lists into facts, which live in the arena; *ids gets the id of each of facts->expenses.
// facts->facts must be filled. Faults: not-an-amount, out-of-range, duplicate, contradiction,
// unknown-exclusion, not-a-currency, after-as-of. False only when out of memory.
bool case_money_read(const struct plan *plan, const struct money_json *json, struct arena *arena,
                     struct evaluation_case *facts, const char *const **ids,
                     struct case_evidence *evidence, struct fault *fault);

#endif
