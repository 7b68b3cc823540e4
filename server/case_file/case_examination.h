// SPDX-License-Identifier: EUPL-1.2
// Answers, dated assessments and visits of a case (docs/evaluate.md).
#ifndef CASE_FILE_CASE_EXAMINATION_H
#define CASE_FILE_CASE_EXAMINATION_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "case_file/case_evidence.h"
#include "scoring/evaluation.h"
#include "scoring/plan.h"

#include <stdbool.h>

enum { CASE_SHEETS_MAX = 50, CASE_VISITS_MAX = 50 };

struct sheet_json {
    const char *date;
    json_t *answers;
    int consolidated, constant_need;
    struct json_list evidence;
};

struct visit_json {
    const char *ordered, *appointment, *held, *refused;
    int confirmed, state_ended;
    struct json_list evidence;
};

extern const char *const case_consolidated_names[4]; // by enum consolidated
extern const struct json_field case_sheet_fields[];
extern const struct json_field case_visit_fields[];

// Reads an object of activity code to grade code. Faults get their place below `pointer`:
// wrong-type, unknown-activity, unknown-grade.
void case_examination_answers(const struct plan *plan, json_t *answers, const char *pointer,
                              struct assessment *assessment, struct fault *fault);

// Turns both lists into facts, which live in the arena. facts->facts must be filled. False only
// when out of memory.
bool case_examination_read(const struct plan *plan, const struct json_list *sheets,
                           const struct json_list *visits, struct arena *arena,
                           struct evaluation_case *facts, struct case_evidence *evidence,
                           struct fault *fault);

#endif
