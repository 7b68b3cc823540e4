// SPDX-License-Identifier: EUPL-1.2
// Months used up before.
#include "scoring/benefit_history.h"

#include "scoring/benefit_month.h"

// Benefit months of the earlier benefit that began on or after `since`.
static int32_t elapsed_since(const struct plan *plan, const struct earlier_benefit *earlier,
                             struct civil_date since) {
    int32_t begun = 0;
    struct benefit_month month;
    for (int32_t number = 1; benefit_month_at(plan, earlier->from, number, &month); number++) {
        begun += civil_date_compare(month.first, earlier->to) <= 0 &&
                         civil_date_compare(month.first, since) >= 0
                     ? 1
                     : 0;
    }
    return begun;
}

static struct civil_date first_of_year(struct civil_date date) {
    int year = 0; // of no date at all, which has no first day either
    (void)civil_date_split(date, &year, NULL, NULL);
    return civil_date_of(year, 1, 1);
}

// Does it belong to the event of this claim? FACT_NO for a benefit that ended too long ago.
static enum fact same_event(const struct plan *plan, const struct earlier_benefit *earlier,
                            struct civil_date again) {
    bool near = civil_date_days_between(earlier->to, again) <= (int32_t)plan->same_event_days.value;
    return plan->same_event_days.value > 0 && near ? earlier->same_cause : FACT_NO;
}

struct benefit_used benefit_used_before(const struct plan *plan,
                                        const struct earlier_benefit *earlier, size_t count,
                                        struct civil_date onset, struct civil_date start) {
    struct civil_date again = civil_date_known(onset) ? onset : start;
    struct benefit_used used = {.months = 0, .open = 0, .unsure = false};
    const struct civil_date ever = {0};
    for (size_t i = 0; civil_date_known(start) && i < count; i++) {
        enum fact same = same_event(plan, &earlier[i], again);
        int32_t months = 0;
        switch (plan->settings.length) {
        case PLAN_LENGTH_EVENT:
            months = same == FACT_NO ? 0 : elapsed_since(plan, &earlier[i], ever);
            break;
        case PLAN_LENGTH_PAID:
            months = same == FACT_NO ? 0 : earlier[i].paid_months;
            break;
        case PLAN_LENGTH_YEAR:
            same = FACT_YES; // whatever the cause
            months = elapsed_since(plan, &earlier[i], first_of_year(start));
            break;
        case PLAN_LENGTH_LIFE:
            same = FACT_YES;
            months = elapsed_since(plan, &earlier[i], ever);
            break;
        }
        used.months += months;
        used.open += same == FACT_UNKNOWN ? months : 0;
        used.unsure = used.unsure || same == FACT_UNKNOWN;
    }
    return used;
}
