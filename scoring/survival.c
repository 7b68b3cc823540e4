// SPDX-License-Identifier: EUPL-1.2
// The survival window of a plan.
#include "scoring/survival.h"

struct deadline survival_window(const struct plan *plan, const struct survival_facts *facts) {
    if (plan->survival_days.value == 0) {
        return (struct deadline){0};
    }
    bool by_sent = plan->settings.written_claim_date == PLAN_WRITTEN_CLAIM_SENT;
    return deadline_in_days(DEADLINE_STATE_WINDOW, plan->survival_days.rule,
                            by_sent ? DEADLINE_EVENT_CLAIM_SENT : DEADLINE_EVENT_CLAIM_RECEIVED,
                            by_sent ? facts->claim_sent : facts->claim_received,
                            (int32_t)plan->survival_days.value, false);
}

struct civil_date survival_first_payable(const struct plan *plan,
                                         const struct survival_facts *facts) {
    struct deadline window = survival_window(plan, facts);
    bool passed = plan->settings.survival == PLAN_SURVIVAL_DAY_PASSED;
    return civil_date_add_days(window.last, passed ? 1 : 0);
}

enum survival_state survival_on(const struct plan *plan, const struct survival_facts *facts,
                                struct civil_date as_of) {
    struct deadline window = survival_window(plan, facts);
    if (window.kind == DEADLINE_NONE) {
        return SURVIVAL_NO_WINDOW;
    }
    if (!civil_date_known(window.last)) {
        return SURVIVAL_CLAIM_DATE_UNKNOWN;
    }
    bool died = civil_date_known(facts->death);
    int order = civil_date_compare(facts->death, window.last);
    if (died && order < 0) {
        return SURVIVAL_DIED;
    }
    if (died && order == 0 && plan->settings.survival == PLAN_SURVIVAL_DAY_PASSED &&
        facts->last_day_ruling != LAST_DAY_RULING_PAYABLE) {
        return facts->last_day_ruling == LAST_DAY_RULING_NONE ? SURVIVAL_DIED_ON_LAST_DAY
                                                              : SURVIVAL_DIED;
    }
    if (civil_date_compare(as_of, survival_first_payable(plan, facts)) < 0) {
        return SURVIVAL_RUNNING;
    }
    if (died || civil_date_compare(facts->alive_through, window.last) >= 0) {
        return SURVIVAL_PASSED;
    }
    return SURVIVAL_UNCONFIRMED;
}

enum survival_state survival_at_payment(const struct plan *plan, const struct survival_facts *facts,
                                        struct civil_date as_of) {
    if (!plan->alive_at_payment.value) {
        return SURVIVAL_NO_WINDOW;
    }
    if (civil_date_known(facts->death) && civil_date_compare(facts->death, as_of) <= 0) {
        return civil_date_compare(facts->death, as_of) < 0 ? SURVIVAL_DIED
                                                           : SURVIVAL_DIED_ON_LAST_DAY;
    }
    return civil_date_compare(facts->alive_through, as_of) >= 0 ? SURVIVAL_PASSED
                                                                : SURVIVAL_UNCONFIRMED;
}
