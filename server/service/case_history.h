// SPDX-License-Identifier: EUPL-1.2
// The parts of a loaded case: recorded facts, decisions, terms, timeline, allowed actions (inside
// the service room).
#ifndef SERVICE_CASE_HISTORY_H
#define SERVICE_CASE_HISTORY_H

#include <stdbool.h>

#include "base/result.h"
#include "service/claim_case.h"

// Statement, finding: of each kind the one recorded last counts; signs of life and death out of all
// claims of the person, in the order of recording. Also starts the timeline.
RC_CHECKED enum rc case_load_facts(struct claim_case *c);
RC_CHECKED enum rc case_load_decisions(struct claim_case *c);
RC_CHECKED enum rc case_fill_deadlines(struct claim_case *c);
RC_CHECKED enum rc case_fill_timeline(struct claim_case *c);
void case_fill_actions(struct claim_case *c);
// Whether the claim stands refused, and whether by the actor alone: nothing came after the refusal
// that would be a reason to judge again, neither a document nor a complaint.
bool case_is_refused(const struct claim_case *c);
bool case_refused_by_actor(const struct claim_case *c);

#endif
