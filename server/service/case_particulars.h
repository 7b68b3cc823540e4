// SPDX-License-Identifier: EUPL-1.2
// What a person found about one expense, about the cause of the state and about an earlier benefit
// (inside the service room).
#ifndef SERVICE_CASE_PARTICULARS_H
#define SERVICE_CASE_PARTICULARS_H

#include <stdbool.h>

#include "base/json.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/claim_case.h"

// Whether a check of that subject is one of these: "expense" (its nature, X-17),
// "expense-invoiced" and "expense-paid" (its days, S-08), "cause-class" (the
// waiting times of a plan), "earlier-benefit" (whether it was the same event, S-15).
bool case_is_particular(const char *about);

// Takes the newest of its subject; `of` of the content is the expense or the earlier claim.
RC_CHECKED enum rc case_take_particular(struct claim_case *c, const struct claim_check_fact *fact,
                                        const json_t *content);

// What is recorded, NULL: nothing. `of` NULL for what is about the claim itself.
const struct claim_check_fact *case_particular_of(const struct claim_view *view, const char *about,
                                                  const struct public_id *of);

#endif
