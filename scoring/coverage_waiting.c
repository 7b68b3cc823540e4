// SPDX-License-Identifier: EUPL-1.2
// Times of waiting at the start of a cover, by the class of the cause (rules.md chapter 4).
#include "scoring/coverage.h"

#include <string.h>

const struct plan_waiting *coverage_waiting_of(const struct plan *plan, const char *cause) {
    for (size_t i = 0; cause != NULL && i < plan->waiting_count; i++) {
        if (strcmp(plan->waiting[i].cause, cause) == 0) {
            return &plan->waiting[i];
        }
    }
    return NULL;
}

static enum fact waits(const struct plan_waiting *waiting, struct civil_date since,
                       struct civil_date onset) {
    if (waiting->days.value == 0) {
        return FACT_NO;
    }
    if (!civil_date_known(since) || !civil_date_known(onset)) {
        return FACT_UNKNOWN;
    }
    struct civil_date over = civil_date_add_days(since, (int32_t)waiting->days.value);
    return civil_date_compare(onset, over) < 0 ? FACT_YES : FACT_NO;
}

enum fact coverage_waits(const struct plan *plan, struct civil_date since, struct civil_date onset,
                         const char *cause) {
    const struct plan_waiting *waiting = coverage_waiting_of(plan, cause);
    if (waiting != NULL) {
        return waits(waiting, since, onset);
    }
    // The cause is not known: sure only where all classes agree.
    for (size_t i = 1; i < plan->waiting_count; i++) {
        if (waits(&plan->waiting[i], since, onset) != waits(&plan->waiting[0], since, onset)) {
            return FACT_UNKNOWN;
        }
    }
    return plan->waiting_count == 0 ? FACT_NO : waits(&plan->waiting[0], since, onset);
}
