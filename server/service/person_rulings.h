// SPDX-License-Identifier: EUPL-1.2
// Use cases of what only a person says: whether a claim filed too early stands, whether the refusal
// of a check counts (S-11), and what interrupted the limitation (L-09).
#ifndef SERVICE_PERSON_RULINGS_H
#define SERVICE_PERSON_RULINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"

struct claim_view;
struct service;

// On a claim filed before the state had lasted as long as the plan asks: "accept" (it stands) or
// "refuse" (it has to be filed again). Faults (RC_CONFLICT): state-forbids, not-early,
// recognised-already (a right that was recognised is refused only after the decision was
// corrected); invalid-input at /ruling (not-a-choice).
RC_CHECKED enum rc claim_rule_on_early(const struct service *service, const struct actor *actor,
                                       const struct public_id *claim, int64_t if_match,
                                       const char *ruling, const char *reason, struct fault *fault);

// On every refusal since the last check that was complied with: "confirmed" (services from the day
// of the request are held) or "dismissed". A later ruling takes the place of the earlier one.
// Faults (RC_CONFLICT): state-forbids, no-open-refusal; invalid-input at /ruling (not-a-choice).
RC_CHECKED enum rc claim_rule_on_refusal(const struct service *service, const struct actor *actor,
                                         const struct public_id *claim, int64_t if_match,
                                         const char *ruling, const char *reason,
                                         struct fault *fault);

// Is there a refusal, ruled on or not, with which nobody has complied since?
bool claim_refusal_open(const struct claim_view *view);

// A written request of payment, or an acknowledgement of the right. Faults: too-many-interruptions
// (RC_CONFLICT), invalid-input at /date (in-future, before-onset).
RC_CHECKED enum rc claim_record_interruption(const struct service *service,
                                             const struct actor *actor,
                                             const struct public_id *claim, int64_t if_match,
                                             const char *date, const char *evidence,
                                             struct fault *fault);

#endif
