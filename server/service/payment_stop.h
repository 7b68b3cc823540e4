// SPDX-License-Identifier: EUPL-1.2
// What a written claim does to its money: lines of a right that is gone are stopped, and what
// authorised services will take is kept under the ceilings (inside the service room).
#ifndef SERVICE_PAYMENT_STOP_H
#define SERVICE_PAYMENT_STOP_H

#include "base/result.h"
#include "service/claim_case.h"

// When the right is gone that the payment lines of the claim rest on, all of them are stopped, each
// with an audit entry: a recognition was corrected into a refusal, the right was ruled lost by a
// late claim (S-09), or the member died inside the survival window (B-23). A line that went to the
// bank is to be recovered by a person; any other one is withdrawn, what the member had borne of its
// expense is given back, and the expense is open again, so that it can be judged anew should the
// right come back. `made` is the claim as it was just written, evaluated.
RC_CHECKED enum rc payment_stop_gone(const struct claim_case *made);

// Writes what the open authorised services will take of each month, waiting or due. RC_BUG: with
// what was paid it would pass a ceiling, so the engine and the schema disagree and nothing of the
// transaction may stand.
RC_CHECKED enum rc payment_reserve(struct claim_case *made);

#endif
