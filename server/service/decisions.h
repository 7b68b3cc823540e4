// SPDX-License-Identifier: EUPL-1.2
// A person decides; the engine only proposes. What was known, by which rules and what was proposed
// is kept, sealed, in a form from which the same bytes can be computed again (design §5).
#ifndef SERVICE_DECISIONS_H
#define SERVICE_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct service;

// Version of the rules compiled into this program; kept with every decision.
#define DECISION_ENGINE "rules/1"

struct decision_new {
    const char *outcome;   // "recognised", "not-recognised", "reviewable", "excluded"
    const char *reason;    // the deciding person's words
    const char *review_on; // with "reviewable" only, and then required
};

// Faults (RC_CONFLICT): claim-not-complete (no decision before: there is no start of the right,
// A-23), answers-open and finding-missing (nothing can be recognised on an unanswered question or
// without a judgement of the state), benefit-running (another recognised claim under this plan has
// benefit months that these would meet), decided-already; invalid-input at /reviewOn
// (missing, not-allowed, not-in-future), /outcome.
RC_CHECKED enum rc claim_decide(const struct service *service, const struct actor *actor,
                                const struct public_id *claim, int64_t if_match,
                                const struct decision_new *input, struct fault *fault);

struct decision_replayed {
    const char *stored;     // canonical JSON as it was written; arena
    const char *recomputed; // the same, with inputs read back and the proposal made anew
    bool same;              // both texts and the stored hash agree
};

// Open the record of one decision and compute it again with the pinned plan. RC_NOT_FOUND: no such
// decision, or the person was erased; RC_CONFLICT: the plan file is not the one that was pinned.
RC_CHECKED enum rc decision_replay(const struct service *service, const struct actor *actor,
                                   const struct public_id *claim, const struct public_id *decision,
                                   struct arena *arena, struct decision_replayed *replayed);

#endif
