// SPDX-License-Identifier: EUPL-1.2
// Exclusions of a plan against what was found.
#include "scoring/exclusion.h"

#include <string.h>

static bool excepted(const struct plan_exclusion *exclusion, const struct cause_finding *finding) {
    for (size_t i = 0; i < exclusion->exception_count; i++) {
        for (size_t k = 0; k < finding->exception_count; k++) {
            if (strcmp(exclusion->exceptions[i], finding->exceptions[k]) == 0) {
                return true;
            }
        }
    }
    return false;
}

enum fact exclusion_hit(const struct plan_exclusion *exclusion, const struct cause_facts *causes) {
    for (size_t i = 0; i < causes->finding_count; i++) {
        const struct cause_finding *finding = &causes->findings[i];
        if (strcmp(finding->code, exclusion->code) == 0) {
            return excepted(exclusion, finding) ? FACT_NO : finding->present;
        }
    }
    return causes->examined == FACT_YES ? FACT_NO : FACT_UNKNOWN;
}

enum fact exclusion_any(const struct plan *plan, const struct cause_facts *causes) {
    enum fact any = FACT_NO;
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        if (plan->exclusions[i].scope != PLAN_SCOPE_CAUSE) {
            continue;
        }
        enum fact hit = exclusion_hit(&plan->exclusions[i], causes);
        if (hit == FACT_YES) {
            return FACT_YES;
        }
        if (hit == FACT_UNKNOWN) {
            any = FACT_UNKNOWN;
        }
    }
    return any;
}

const struct plan_exclusion *exclusion_of_expense(const struct plan *plan, const char *nature) {
    for (size_t i = 0; nature != NULL && i < plan->exclusion_count; i++) {
        const struct plan_exclusion *exclusion = &plan->exclusions[i];
        if (exclusion->scope == PLAN_SCOPE_EXPENSE && strcmp(exclusion->code, nature) == 0) {
            return exclusion;
        }
    }
    return NULL;
}
