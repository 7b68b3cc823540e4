// SPDX-License-Identifier: EUPL-1.2
// Several examinations of one state, by day: which one counts (A-21, S-22). Pure; any thread.
#ifndef SCORING_SHEET_HISTORY_H
#define SCORING_SHEET_HISTORY_H

#include "scoring/assessment.h"
#include "scoring/civil_date.h"
#include "scoring/fact.h"
#include "scoring/proposal.h"

#include <stddef.h>

// What was found on one day of examination.
struct dated_sheet {
    struct civil_date day;
    struct assessment assessment;
    enum consolidated consolidated;
    enum fact constant_need;
};

// In any order. Sheets after as_of are not known yet and do not count.
struct sheet_history {
    const struct dated_sheet *sheets;
    size_t count;
    struct civil_date as_of;
};

// Index of the newest sheet before that day, where it is known; of two of one day the later given.
// count when there is none.
size_t sheet_history_newest(const struct sheet_history *history, struct civil_date before);

// Since when every sheet found the state consolidated; unknown when the newest does not.
struct civil_date sheet_history_consolidated_since(const struct sheet_history *history);

#endif
