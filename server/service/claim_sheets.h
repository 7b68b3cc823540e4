// SPDX-License-Identifier: EUPL-1.2
// Use case: what a physician found of every activity on a day of examination (D3, D4, A-20, B-25),
// beside what the family answers.
#ifndef SERVICE_CLAIM_SHEETS_H
#define SERVICE_CLAIM_SHEETS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

struct sheet_answer {
    const char *item, *grade; // a grade of the plan, or "unknown"
};

struct sheet_new {
    const char *rater; // "physician": treating or of a hospital; "visit": of the insurer
    const char *on;    // day of the examination
    const struct sheet_answer *answers;
    size_t answer_count;
};

// The sheet stands on its own: every item of the plan has an answer. From its day on it goes before
// what the family answered; a later one before it. Faults (RC_CONFLICT): state-forbids,
// too-many-examinations; invalid-input at /rater (not-a-choice), /on (in-future, before-onset,
// after-death), /answers (missing: an item has none), /answers/i/item (not-a-choice, repeated),
// /answers/i/grade (not-a-choice).
RC_CHECKED enum rc claim_examine(const struct service *service, const struct actor *actor,
                                 const struct public_id *claim, int64_t if_match,
                                 const struct sheet_new *sheet, struct fault *fault);

#endif
