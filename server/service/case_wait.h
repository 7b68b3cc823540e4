// SPDX-License-Identifier: EUPL-1.2
// What a claim waits for next, kept beside it so that the work list opens no case (inside the
// service room).
#ifndef SERVICE_CASE_WAIT_H
#define SERVICE_CASE_WAIT_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/claim_case.h"
#include "store/claim_work.h"

// The term that staff wait for with the derived case `c`: of the survival window, the review and
// the complaints the one that ends first; of a claim that is refused or ended only complaints.
// NULL: nothing. The last day orders the work list.
const struct claim_deadline *case_next_deadline(const struct claim_case *c);

// The same as it is kept.
void case_find_wait(const struct claim_case *c, struct claim_wait *wait);

// The same for a stored claim, which is opened for it: no right is checked, nothing is shown. A
// claim that cannot be read waits for nothing.
RC_CHECKED enum rc case_wait_of(struct tx *tx, const struct service *service,
                                const struct public_id *claim, struct arena *arena,
                                struct claim_wait *wait);

// Work out anew, and keep, what the other claims of the person wait for: a sign of life or a death
// told on one claim counts for all.
RC_CHECKED enum rc case_keep_other_waits(const struct claim_case *c);

#endif
