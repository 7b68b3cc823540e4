// SPDX-License-Identifier: EUPL-1.2
// Cover over a span of days: when it was lost, and for how many months it was held.
#include "scoring/coverage.h"

struct civil_date coverage_lost_after(const struct plan *plan, const struct cover_facts *facts,
                                      struct civil_date from, struct civil_date to) {
    struct civil_date day = civil_date_add_days(from, 1);
    while (civil_date_known(day) && civil_date_compare(day, to) <= 0) {
        if (coverage_on(plan, facts, day).covered == FACT_NO) {
            return day;
        }
        day = civil_date_add_days(day, 1);
    }
    return (struct civil_date){0};
}

enum fact coverage_seniority(const struct plan *plan, const struct cover_facts *facts,
                             struct civil_date onset) {
    int64_t held = 0;
    int64_t unsure = 0;
    for (int32_t i = 1; i <= plan->seniority_within.value; i++) {
        struct civil_date first = civil_date_add_months(onset, -i);
        enum fact covered = coverage_on(plan, facts, first).covered;
        held += covered == FACT_YES ? 1 : 0;
        unsure += covered == FACT_UNKNOWN ? 1 : 0;
    }
    if (held >= plan->seniority_months.value) {
        return FACT_YES;
    }
    return held + unsure >= plan->seniority_months.value ? FACT_UNKNOWN : FACT_NO;
}
