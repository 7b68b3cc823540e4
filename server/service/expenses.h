// SPDX-License-Identifier: EUPL-1.2
// Use cases on expenses of care: approve into payment lines, or refuse with a reason that the
// family sees.
#ifndef SERVICE_EXPENSES_H
#define SERVICE_EXPENSES_H

#include <stdint.h>

#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

// Approve: one payment line of min(share, what is left of the month) for every benefit month the
// service period touches (S-07, S-08). `if_match` is the version of the claim. Faults
// (RC_CONFLICT): expense-decided; facts-contradict (of this claim, or another of the person cannot
// be read, so that it is not known what its months have left); not-receipted (A-34, plan of the
// temporary state); otherwise the engine's reason key, for example form-not-covered (B-20),
// survival-running and survival-unconfirmed (B-23), ceiling-reached (S-07), before-benefit,
// not-recognised, consolidated-never-covered (S-22).
RC_CHECKED enum rc expense_approve(const struct service *service, const struct actor *actor,
                                   const struct public_id *claim, const struct public_id *expense,
                                   int64_t if_match, struct fault *fault);

// Refuse with a person's words; what the engine holds against the expense is kept beside them.
// Fault: expense-decided.
RC_CHECKED enum rc expense_refuse(const struct service *service, const struct actor *actor,
                                  const struct public_id *claim, const struct public_id *expense,
                                  int64_t if_match, const char *reason, struct fault *fault);

#endif
