// SPDX-License-Identifier: EUPL-1.2
// A loaded case as the engine reads it (docs/evaluate.md), and what the engine makes of it (inside
// the service room).
//
// There is one road to a proposal: the stored facts become the case that `sostegno evaluate` reads,
// and that case is evaluated. So a stored decision can be computed again by either.
#ifndef SERVICE_CASE_COMPOSE_H
#define SERVICE_CASE_COMPOSE_H

#include "base/arena.h"
#include "base/json.h"
#include "base/result.h"
#include "service/claim_case.h"

// The case as of today; a new reference, NULL when out of memory. A section is there when something
// of it is recorded.
json_t *case_compose(const struct claim_case *c);

// The same with that one of the open reimbursements alone: what it is judged on. Authorised
// services are in it all, since they are reserved before it (S-17).
json_t *case_compose_for(const struct claim_case *c, const struct public_id *expense);

// Evaluate the case: c->facts, c->input, c->evaluation, c->allocations and the proposal of the
// view. Everything that is stored must have been loaded. RC_BUG with c->unreadable set: the facts
// contradict each other even without the onset.
RC_CHECKED enum rc case_evaluate(struct claim_case *c);

// Only read the case, without asking the engine: sets c->contradictory and c->unreadable. RC_OK
// also when the facts contradict each other.
RC_CHECKED enum rc case_probe(struct claim_case *c);

// What the record of a decision holds: the case and the result, as `sostegno evaluate --record`
// writes them; canonical, in the arena.
RC_CHECKED enum rc case_record_text(const struct claim_case *c, const char **text);

#endif
