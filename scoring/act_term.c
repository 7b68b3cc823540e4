// SPDX-License-Identifier: EUPL-1.2
// Terms for acts under one plan.
#include "scoring/act_term.h"

enum {
    MONTHS_OF_DAY = 100, // a day of the year as month * 100 + day
};

static enum holiday holiday_under(const struct plan *plan, struct civil_date date) {
    int month;
    int day;
    enum holiday holiday = holiday_on(date);
    if (holiday != HOLIDAY_NONE || !civil_date_split(date, NULL, &month, &day)) {
        return holiday;
    }
    for (size_t i = 0; i < plan->patron_day_count; i++) {
        if (plan->patron_days[i].value == month * MONTHS_OF_DAY + day) {
            return HOLIDAY_PATRON_SAINT;
        }
    }
    return HOLIDAY_NONE;
}

struct civil_date act_term_next_working_day(const struct plan *plan, struct civil_date date) {
    while (holiday_under(plan, date) != HOLIDAY_NONE) {
        date = civil_date_add_days(date, 1);
    }
    return date;
}

static struct deadline settle(const struct plan *plan, struct deadline deadline) {
    if (plan->settings.extend_acts.value) {
        deadline.extended_over = holiday_under(plan, deadline.nominal);
        deadline.last = act_term_next_working_day(plan, deadline.nominal);
    }
    return deadline;
}

struct deadline act_term_in_days(const struct plan *plan, const char *rule,
                                 enum deadline_event event, struct civil_date start, int32_t days) {
    return settle(plan, deadline_in_days(DEADLINE_ACT, rule, event, start, days, false));
}

struct deadline act_term_in_months(const struct plan *plan, const char *rule,
                                   enum deadline_event event, struct civil_date start,
                                   int32_t months) {
    return settle(plan, deadline_in_months(DEADLINE_ACT, rule, event, start, months, false));
}
