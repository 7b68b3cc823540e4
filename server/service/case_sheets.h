// SPDX-License-Identifier: EUPL-1.2
// The answers about the state, by who gave them, and the clinician's judgements of it, as dated
// sheets of the engine (inside the service room).
//
// What the family answers has no day: it is read with every judgement for which no examination by a
// physician had come. A sheet of an examination stands on its own, with the judgement of its day.
#ifndef SERVICE_CASE_SHEETS_H
#define SERVICE_CASE_SHEETS_H

#include <stdbool.h>

#include "base/json.h"
#include "base/result.h"
#include "service/claim_case.h"

// The family's answers into c->answers, those of examinations into the view.
RC_CHECKED enum rc case_load_sheets(struct claim_case *c);

// Puts "assessments", or "answers" and the judgement while there is none of a day.
void case_put_sheets(json_t *json, const struct claim_case *c);

// Whether what is found on that day has room among the days of examination that the engine takes: a
// day that is there already has.
bool case_sheet_fits(const struct claim_case *c, struct civil_date day);

// Who filled the sheet at that place of "assessments": "family", "physician", "visit".
const char *case_sheet_rater(const struct claim_case *c, size_t place);

// What the family answered, "unknown" included; NULL: nothing yet.
const char *case_family_grade(const struct claim_case *c, const char *item);

// Grades are padded to one length before sealing: the length of a ciphertext tells nothing.
RC_CHECKED enum rc case_save_grade(struct claim_case *c, int64_t sheet, const struct public_id *id,
                                   const char *item, const char *grade);

#endif
