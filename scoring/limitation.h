// SPDX-License-Identifier: EUPL-1.2
// Limitation of the right and the term for answering a complaint (L-09, K-02, L-11, S-02).
// Pure; any thread.
#ifndef SCORING_LIMITATION_H
#define SCORING_LIMITATION_H

#include "scoring/act_term.h"
#include "scoring/civil_date.h"
#include "scoring/plan.h"

#include <stddef.h>

// The limitation of the right: the plan's years from the day of the fact, or from the last
// interruption (a written claim, an acknowledgement) that came before the term was over; an
// interruption after that revives nothing. Interruptions in any order. Unknown last day when the
// day of the fact is not known.
struct deadline limitation_term(const struct plan *plan, struct civil_date fact,
                                const struct civil_date *interruptions, size_t count);

struct complaint {
    struct civil_date received;
    struct civil_date answered; // unknown: not yet
};

enum complaint_state {
    COMPLAINT_UNKNOWN, // not dated, or the plan has no term
    COMPLAINT_OPEN,
    COMPLAINT_OVERDUE, // the complainant may turn to IVASS (K-02)
    COMPLAINT_ANSWERED,
    COMPLAINT_ANSWERED_LATE,
};

// The term for the answer: an act, from the day the complaint was received.
struct deadline complaint_term(const struct plan *plan, const struct complaint *complaint);

enum complaint_state complaint_on(const struct plan *plan, const struct complaint *complaint,
                                  struct civil_date as_of);

#endif
