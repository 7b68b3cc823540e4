// SPDX-License-Identifier: EUPL-1.2
// The record of a decision as JSON: inputs both ways, proposal one way (inside the service room).
// Pure.
#ifndef SERVICE_DECISION_RECORD_H
#define SERVICE_DECISION_RECORD_H

#include "base/arena.h"
#include "base/json.h"
#include "base/result.h"
#include "scoring/proposal.h"

// New references; NULL when out of memory.
json_t *decision_record_inputs(const struct plan *plan, const struct claim_facts *facts);
json_t *decision_record_proposal(const struct proposal *proposal);

// What decision_record_inputs wrote, back; checks and texts in the arena. RC_BUG: not such a
// record.
RC_CHECKED enum rc decision_record_facts(const struct plan *plan, const json_t *inputs,
                                         struct arena *arena, struct claim_facts *facts);

#endif
