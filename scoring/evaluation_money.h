// SPDX-License-Identifier: EUPL-1.2
// The part of an evaluation that is about money: benefit months, and the expenses served one after
// the other. Private to evaluation. Pure; any thread.
#ifndef SCORING_EVALUATION_MONEY_H
#define SCORING_EVALUATION_MONEY_H

#include "scoring/evaluation.h"

// Lays out the months that `basis` gives a right to. The proposal, and where the claim stops or is
// suspended, must be there.
void evaluation_money_months(const struct plan *plan, const struct evaluation_case *facts,
                             enum claim_ruling basis, struct evaluation *evaluation);

// Serves the expenses under those months (S-17). False when an expense is not well formed.
__attribute__((warn_unused_result)) bool evaluation_money_serve(const struct plan *plan,
                                                                const struct evaluation_case *facts,
                                                                enum claim_ruling basis,
                                                                struct evaluation *evaluation,
                                                                struct allocation *allocations);

#endif
