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

bool plan_find_group(const struct plan *plan, const char *code, size_t *index) {
    for (size_t i = 0; i < plan->group_count; i++) {
        if (strcmp(plan->groups[i].code, code) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool plan_find_scale(const struct plan *plan, const char *code, size_t *index) {
    for (size_t i = 0; i < plan->scale_count; i++) {
        if (strcmp(plan->scales[i].code, code) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool plan_find_level(const struct plan_scale *scale, const char *code, size_t *index) {
    for (size_t i = 0; i < scale->level_count; i++) {
        if (strcmp(scale->levels[i].code, code) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

bool plan_allows_form(const struct plan *plan, enum benefit_form form) {
    return form != BENEFIT_FORM_UNKNOWN && form != BENEFIT_FORM_ANNUITY && plan->forms[form].value;
}

int32_t plan_common_step(int32_t a, int32_t b) {
    while (b != 0) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static struct plan_range range_of_grades(const struct plan_activity *activity) {
    struct plan_range range = {0};
    for (size_t i = 0; i < activity->grade_count; i++) {
        int32_t points = activity->grades[i].points;
        if (i == 0 || points < range.least) {
            range.least = points;
        }
        if (i == 0 || points > range.most) {
            range.most = points;
        }
    }
    for (size_t i = 0; i < activity->grade_count; i++) {
        range.step = plan_common_step(range.step, activity->grades[i].points - range.least);
    }
    return range;
}

struct plan_range plan_activity_range(const struct plan_activity *activity) {
    switch (activity->kind) {
    case PLAN_ITEM_GRADE:
        return range_of_grades(activity);
    case PLAN_ITEM_NUMBER:
        return activity->number;
    case PLAN_ITEM_DAY:
        break;
    }
    return (struct plan_range){0};
}

static struct plan_range range_of_all(const struct plan *plan) {
    struct plan_range sum = {0};
    for (size_t i = 0; i < plan->activity_count; i++) {
        struct plan_range range = plan_activity_range(&plan->activities[i]);
        sum.least += range.least;
        sum.most += range.most;
        sum.step = plan_common_step(sum.step, range.step);
    }
    return sum;
}

struct plan_range plan_subject_range(const struct plan *plan, struct plan_subject subject) {
    switch (subject.kind) {
    case PLAN_SUBJECT_ALL:
        return range_of_all(plan);
    case PLAN_SUBJECT_ACTIVITY:
        return plan_activity_range(&plan->activities[subject.index]);
    case PLAN_SUBJECT_GROUP:
        return plan->groups[subject.index].range;
    case PLAN_SUBJECT_SCALE:
        break;
    }
    return (struct plan_range){0};
}

int32_t plan_points_possible(const struct plan *plan) {
    return range_of_all(plan).most;
}
