// SPDX-License-Identifier: EUPL-1.2
// Conditions of insurability on the first day of cover.
#include "scoring/insurability.h"

#include <string.h>

static const char *const status_names[] = {
    [INVALIDITY_NOT_STATED] = "not-stated",
    [INVALIDITY_UNKNOWN] = "unknown",
    [INVALIDITY_NONE] = "none",
    [INVALIDITY_ENTITLED] = "entitled",
    [INVALIDITY_APPLIED] = "applied",
    [INVALIDITY_RECOGNISED] = "recognised",
};

// Something that holds since a day: did it hold on the tested day?
static enum fact held_on(struct civil_date since, struct civil_date tested_on) {
    if (!civil_date_known(since) || !civil_date_known(tested_on)) {
        return FACT_UNKNOWN;
    }
    return civil_date_compare(since, tested_on) <= 0 ? FACT_YES : FACT_NO;
}

static enum fact finding_held(const char *code, const struct health_facts *health) {
    for (size_t i = 0; i < health->finding_count; i++) {
        const struct health_finding *finding = &health->findings[i];
        if (strcmp(finding->code, code) == 0) {
            enum fact held = held_on(finding->since, health->tested_on);
            // What may be there, but only since a later day, was not there on the day.
            return finding->present == FACT_UNKNOWN && held == FACT_YES ? FACT_UNKNOWN
                   : finding->present == FACT_NO                        ? FACT_NO
                                                                        : held;
        }
    }
    return health->statement == FACT_YES ? FACT_NO : FACT_UNKNOWN;
}

static enum fact any_finding(const struct plan_condition *condition,
                             const struct health_facts *health) {
    enum fact any = FACT_NO;
    for (size_t i = 0; i < condition->finding_count; i++) {
        enum fact held = finding_held(condition->findings[i], health);
        if (held == FACT_YES) {
            return FACT_YES;
        }
        if (held == FACT_UNKNOWN) {
            any = FACT_UNKNOWN;
        }
    }
    return any;
}

static enum fact invalidity_held(const struct plan *plan, const struct plan_condition *condition,
                                 const struct health_facts *health) {
    bool percent_known = health->invalidity_percent >= 0;
    switch (health->invalidity) {
    case INVALIDITY_NOT_STATED:
        return health->statement == FACT_YES ? FACT_NO : FACT_UNKNOWN;
    case INVALIDITY_NONE:
        return FACT_NO;
    case INVALIDITY_APPLIED:
        // S-20: an application counts whatever the percent, unless its outcome is known.
        if (!percent_known && plan->settings.applied_invalidity == PLAN_APPLIED_INVALIDITY_COUNTS) {
            return held_on(health->invalidity_since, health->tested_on);
        }
        break;
    case INVALIDITY_UNKNOWN:
        return FACT_UNKNOWN;
    case INVALIDITY_ENTITLED:
    case INVALIDITY_RECOGNISED:
        break;
    }
    if (percent_known && health->invalidity_percent < condition->least) {
        return FACT_NO;
    }
    enum fact held = held_on(health->invalidity_since, health->tested_on);
    return percent_known || held == FACT_NO ? held : FACT_UNKNOWN;
}

// S-21: what the plan counts as a drug against hypertension. Of the other count, where that alone is
// told, only this is sure: a medicine holds one substance at least.
static enum fact drugs_reach(const struct plan *plan, const struct plan_condition *condition,
                             const struct health_facts *health) {
    bool medicines = plan->settings.drug == PLAN_DRUG_MEDICINES;
    int64_t drugs = medicines ? health->medicines : health->substances;
    int64_t others = medicines ? health->substances : health->medicines;
    if (drugs >= 0) {
        return drugs >= condition->least ? FACT_YES : FACT_NO;
    }
    if (others < 0) {
        bool none = health->statement == FACT_YES && health->drugs_known != FACT_NO;
        return none ? FACT_NO : FACT_UNKNOWN;
    }
    if (medicines) {
        return others < condition->least ? FACT_NO : FACT_UNKNOWN;
    }
    if (others >= condition->least) {
        return FACT_YES;
    }
    return others == 0 ? FACT_NO : FACT_UNKNOWN;
}

enum fact insurability_hit(const struct plan *plan, const struct plan_condition *condition,
                           const struct health_facts *health) {
    switch (condition->kind) {
    case PLAN_CONDITION_NONE:
        return FACT_UNKNOWN;
    case PLAN_CONDITION_FINDINGS:
        return any_finding(condition, health);
    case PLAN_CONDITION_INVALIDITY:
        return invalidity_held(plan, condition, health);
    case PLAN_CONDITION_SUBSTANCES:
        return drugs_reach(plan, condition, health);
    }
    return FACT_UNKNOWN;
}

const char *invalidity_status_name(enum invalidity_status status) {
    return status_names[status];
}
