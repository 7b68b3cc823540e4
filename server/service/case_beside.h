// SPDX-License-Identifier: EUPL-1.2
// The other benefits of the person under the plan of a claim: what they took of its months and of
// its days (inside the service room).
//
// The sum is one a month, however many claims there are (A-30, B-22), and the months are counted by
// event (S-15). Which claim came before is said by the order of recognition, not of filing.
#ifndef SERVICE_CASE_BESIDE_H
#define SERVICE_CASE_BESIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "service/claim_case.h"

// Money that another claim gave for the days of one of its months.
struct case_share {
    struct civil_date first, last;
    int64_t cents;
};

struct case_benefit {
    int64_t recognised_us, id;     // their order is that of recognition
    bool ended;                    // or refused since: it gives nothing more
    struct civil_date from, until; // its benefit days; `until` is the first one after them
    struct claim_earlier earlier;
    bool began; // it gave a benefit day up to today
    const struct case_share *shares;
    size_t share_count;
};

// Claims of the person under the same plan that were recognised once, by their last decision, with
// the recognised ones of before this one in view.earlier. Decisions must have been loaded. Nothing
// of a claim that is itself only looked at beside another one.
RC_CHECKED enum rc case_load_beside(struct claim_case *c);

// Into c->elsewhere what they took of the days of its months; the case must have been evaluated.
// True when there is anything: then it is to be evaluated again.
bool case_share_months(struct claim_case *c);

// Would benefit months that begin on `start` meet those of another claim that has not ended?
bool case_meets_running(const struct claim_case *c, struct civil_date start);

#endif
