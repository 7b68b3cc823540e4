// SPDX-License-Identifier: EUPL-1.2
// What runs for or against the right of a case: earlier benefits, payments that were made,
// interruptions, complaints, quotations of other currencies (docs/evaluate.md).
#ifndef CASE_FILE_CASE_RIGHTS_H
#define CASE_FILE_CASE_RIGHTS_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "case_file/case_evidence.h"
#include "scoring/evaluation.h"

#include <stdbool.h>

enum { CASE_PAID_MONTHS_MAX = PLAN_MONTHS_MAX };

struct earlier_json {
    const char *from, *to;
    int64_t paid_months;
    int same_cause;
    struct json_list evidence;
};

struct payment_json {
    const char *id, *from, *to, *amount;
    struct json_list evidence;
};

struct interruption_json {
    const char *date;
    struct json_list evidence;
};

struct complaint_json {
    const char *received, *answered;
    struct json_list evidence;
};

struct quotation_json {
    const char *currency, *day, *units;
    struct json_list evidence;
};

extern const struct json_field case_earlier_fields[];
extern const struct json_field case_payment_fields[];
extern const struct json_field case_interruption_fields[];
extern const struct json_field case_complaint_fields[];
extern const struct json_field case_quotation_fields[];

struct rights_json {
    struct json_list earlier, payments, interruptions, complaints, quotations;
};

// Turns the lists into facts, which live in the arena; *payment_ids gets the id of each of
// facts->payments. facts->facts must be filled. Faults: out-of-range, contradiction, after-as-of,
// not-an-amount, not-a-currency, not-a-quotation. False only when out of memory.
bool case_rights_read(const struct rights_json *json, struct arena *arena,
                      struct evaluation_case *facts, const char *const **payment_ids,
                      struct case_evidence *evidence, struct fault *fault);

// The currency that has to be turned into euro; NULL for euro, named or not.
const char *case_foreign(const char *currency);

// Three capital letters.
bool case_currency(const char *text);

#endif
