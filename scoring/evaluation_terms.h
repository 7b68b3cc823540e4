// SPDX-License-Identifier: EUPL-1.2
// The part of an evaluation that is about time and persons after the decision: terms, complaints,
// limitation, what comes back after a death. Private to evaluation. Pure; any thread.
#ifndef SCORING_EVALUATION_TERMS_H
#define SCORING_EVALUATION_TERMS_H

#include "scoring/evaluation.h"

// Fills terms and claw_backs and adds the tasks they leave; the proposal and the tasks of the
// proposal must be there.
void evaluation_terms_fill(const struct plan *plan, const struct evaluation_case *facts,
                           struct evaluation *evaluation);

#endif
