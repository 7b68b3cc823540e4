// SPDX-License-Identifier: EUPL-1.2
// A person decides; the engine only proposes. What was known, by which rules and what was proposed
// is kept, sealed, as the record of docs/evaluate.md, from which the same bytes can be computed
// again by the server and by `sostegno evaluate --replay` (design §5).
#ifndef SERVICE_DECISIONS_H
#define SERVICE_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

// Version of the rules compiled into this program; kept with every decision.
#define DECISION_ENGINE "rules/3"

struct decision_new {
    const char *outcome;   // "recognised", "not-recognised", "reviewable", "excluded",
                           // "not-insurable", "not-covered"
    const char *reason;    // the deciding person's words
    const char *review_on; // with "reviewable" only, and then required
};

// Faults (RC_CONFLICT): claim-not-complete (no decision before: there is no start of the right,
// A-23), answers-open and finding-missing (nothing can be recognised on an unanswered question or
// without a judgement of the state), late-ruling-open (S-09) and survival-ruling-open (S-29: a
// person rules on them first), early-ruling-open and ruled-too-early (likewise, of a claim filed
// before the state had lasted as long as the plan asks), right-ruled-lost (S-09: a lost right is
// not recognised until a new ruling takes the place of that one), benefit-running (another
// recognised claim under this plan has benefit months that these would meet), facts-contradict,
// decided-already, same-person (whoever refused the claim does not reopen it, unless a document or
// a complaint came after, A-39); invalid-input at /reviewOn (missing, not-allowed, not-in-future),
// /outcome.
RC_CHECKED enum rc claim_decide(const struct service *service, const struct actor *actor,
                                const struct public_id *claim, int64_t if_match,
                                const struct decision_new *input, struct fault *fault);

// The newest decision was wrong: another person than the one who took it puts a new one in its
// place; the old one stays in the store. Faults (RC_CONFLICT): nothing-to-correct, same-person
// (four eyes), benefit-paid (once something was paid only a refusal can follow: it stops what would
// come, and payment lines that did not go to the bank), and those of claim_decide.
RC_CHECKED enum rc claim_correct_decision(const struct service *service, const struct actor *actor,
                                          const struct public_id *claim, int64_t if_match,
                                          const struct decision_new *input, struct fault *fault);

struct decision_replayed {
    const char *record;     // as it was written; arena
    const char *recomputed; // made again from its inputs with the pinned plan
    bool same;              // both texts and the stored hash agree
    const json_t *settings; // of a decision: the S-settings of the plan as they were then; arena
};

// The record of any decision of the claim as it was written, also where the plan file is gone and
// of before records could be computed again. RC_NOT_FOUND: no such decision, or the person was
// erased.
RC_CHECKED enum rc decision_record(const struct service *service, const struct actor *actor,
                                   const struct public_id *claim, const struct public_id *decision,
                                   struct arena *arena, const char **record);

// Compute it again with the pinned plan. Faults (RC_CONFLICT): plan-not-pinned (the plan file is
// not the one that was pinned), record-not-replayable (the decision is of before migration 0020:
// its record holds what was asked and answered then, but not the case).
RC_CHECKED enum rc decision_replay(const struct service *service, const struct actor *actor,
                                   const struct public_id *claim, const struct public_id *decision,
                                   struct arena *arena, struct decision_replayed *replayed,
                                   struct fault *fault);

// The same of an expense that was approved or refused: the case with that expense alone.
// RC_CONFLICT record-missing: it is still open, or was judged before records of expenses were kept.
RC_CHECKED enum rc expense_record(const struct service *service, const struct actor *actor,
                                  const struct public_id *claim, const struct public_id *expense,
                                  struct arena *arena, const char **record);
RC_CHECKED enum rc expense_replay(const struct service *service, const struct actor *actor,
                                  const struct public_id *claim, const struct public_id *expense,
                                  struct arena *arena, struct decision_replayed *replayed,
                                  struct fault *fault);

#endif
