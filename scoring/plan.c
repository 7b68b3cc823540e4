// SPDX-License-Identifier: EUPL-1.2
// Look-ups in a plan.
#include "scoring/plan.h"

#include <string.h>

bool plan_find_activity(const struct plan *plan, const char *code, size_t *index) {
    for (size_t i = 0; i < plan->activity_count; i++) {
        if (strcmp(plan->activities[i].code, code) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool plan_find_grade(const struct plan_activity *activity, const char *code, size_t *index) {
    for (size_t i = 0; i < activity->grade_count; i++) {
        if (strcmp(activity->grades[i].code, code) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool plan_allows_form(const struct plan *plan, enum benefit_form form) {
    return form != BENEFIT_FORM_UNKNOWN && form != BENEFIT_FORM_ANNUITY && plan->forms[form].value;
}

int32_t plan_points_possible(const struct plan *plan) {
    int32_t sum = 0;
    for (size_t i = 0; i < plan->activity_count; i++) {
        int32_t most = 0;
        for (size_t k = 0; k < plan->activities[i].grade_count; k++) {
            int32_t points = plan->activities[i].grades[k].points;
            most = points > most ? points : most;
        }
        sum += most;
    }
    return sum;
}
