// SPDX-License-Identifier: EUPL-1.2
// Is an expense the same invoice as one that was handed in before? (inside the service room)
#ifndef SERVICE_EXPENSE_TWIN_H
#define SERVICE_EXPENSE_TWIN_H

#include <stdbool.h>

#include "base/result.h"
#include "service/claim_case.h"
#include "service/portal.h"

// Same provider and document number (blanks and case aside) for service days in common, under any
// claim of the person; not counted are refused ones and those that lack the receipt which the new
// one has.
RC_CHECKED enum rc expense_has_twin(struct claim_case *c, const struct expense_new *input,
                                    bool *found);

#endif
