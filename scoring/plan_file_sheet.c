// SPDX-License-Identifier: EUPL-1.2
// Items and questions of a plan file.
#include "scoring/plan_file_sheet.h"

#include <string.h>

const char *const plan_sheet_keys[PLAN_SHEET_KEYS] = {"grade_lists", "groups", "scales",
                                                      "answers_needed"};

static bool read_grade(struct plan_reader *reader, const json_t *value, struct plan_grade *grade) {
    static const char *const keys[] = {"code", "label", "points", "unable", NULL};
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "code", &grade->code) ||
        !plan_reader_text(reader, value, "label", false, &grade->label) ||
        !plan_reader_points(reader, value, "points", &grade->points) ||
        !plan_reader_flag(reader, value, "unable", &grade->unable)) {
        return false;
    }
    // An answer is a grade's code or this word: as a grade it would hide a "don't know".
    if (strcmp(grade->code, "unknown") == 0) {
        return plan_reader_fail_at(reader, "code", "out-of-range",
                                   "this word is taken for \"don't know\"");
    }
    return true;
}

static bool read_grade_array(struct plan_reader *reader, const json_t *object,
                             struct plan_grade grades[PLAN_GRADES_MAX], size_t *count) {
    json_t *list;
    if (!plan_reader_array(reader, object, "grades", 2, PLAN_GRADES_MAX, &list)) {
        return false;
    }
    plan_reader_enter(reader, "grades");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        if (!read_grade(reader, json_array_get(list, i), &grades[i])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(grades[k].code, grades[i].code) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    *count = json_array_size(list);
    return true;
}

// Grades go from the most able to the least able, whichever way the points count.
static bool check_order(struct plan_reader *reader, const struct plan_activity *activity) {
    for (size_t i = 0; i < activity->grade_count; i++) {
        if (activity->grades[i].points < 0 && activity->direction != PLAN_NO_DIRECTION) {
            plan_reader_enter(reader, "grades");
            plan_reader_enter_index(reader, i);
            return plan_reader_fail_at(reader, "points", "out-of-range",
                                       "only a correction (direction none) has points below zero");
        }
    }
    for (size_t i = 1; i < activity->grade_count; i++) {
        int32_t rise = activity->grades[i].points - activity->grades[i - 1].points;
        bool falls = activity->direction == PLAN_HIGHER_IS_WORSE && rise < 0;
        bool rises = activity->direction == PLAN_HIGHER_IS_BETTER && rise > 0;
        if (falls || rises) {
            plan_reader_enter(reader, "grades");
            plan_reader_enter_index(reader, i);
            return plan_reader_fail(reader, "out-of-order",
                                    falls ? "grades go from the most able to the least able: "
                                            "points must not fall"
                                          : "grades go from the most able to the least able: "
                                            "points must not rise where higher is better");
        }
    }
    return true;
}

static bool read_grade_lists(struct plan_reader *reader, const json_t *root,
                             struct plan_sheet *sheet) {
    static const char *const keys[] = {"code", "grades", NULL};
    json_t *array;
    if (json_object_get(root, "grade_lists") == NULL) {
        return true;
    }
    if (!plan_reader_array(reader, root, "grade_lists", 1, PLAN_GRADE_LISTS_MAX, &array)) {
        return false;
    }
    plan_reader_enter(reader, "grade_lists");
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *value = json_array_get(array, i);
        struct plan_grade_list *list = &sheet->lists[i];
        plan_reader_enter_index(reader, i);
        if (!plan_reader_keys(reader, value, keys) ||
            !plan_reader_code(reader, value, "code", &list->code) ||
            !read_grade_array(reader, value, list->grades, &list->count)) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(sheet->lists[k].code, list->code) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        sheet->list_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_grades(struct plan_reader *reader, const json_t *object,
                        const struct plan_sheet *sheet, struct plan_grade own[PLAN_GRADES_MAX],
                        struct plan_activity *activity) {
    const char *name = json_string_value(json_object_get(object, "grades"));
    if (name == NULL) {
        activity->grades = own;
        return read_grade_array(reader, object, own, &activity->grade_count) &&
               check_order(reader, activity);
    }
    for (size_t i = 0; i < sheet->list_count; i++) {
        if (strcmp(sheet->lists[i].code, name) == 0) {
            activity->grades = sheet->lists[i].grades;
            activity->grade_count = sheet->lists[i].count;
            return check_order(reader, activity);
        }
    }
    return plan_reader_fail_at(reader, "grades", "unknown-code", "no grade list has this code");
}

static bool read_range(struct plan_reader *reader, const json_t *object,
                       struct plan_activity *activity) {
    static const char *const keys[] = {"from", "to", "step", NULL};
    const json_t *value = json_object_get(object, "range");
    struct plan_range *range = &activity->number;
    plan_reader_enter(reader, "range");
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_points(reader, value, "from", &range->least) ||
        !plan_reader_points(reader, value, "to", &range->most) ||
        !plan_reader_points(reader, value, "step", &range->step)) {
        return false;
    }
    if (range->most <= range->least) {
        return plan_reader_fail_at(reader, "to", "out-of-order", "the range ends after it begins");
    }
    if (range->step <= 0 || (range->most - range->least) % range->step != 0) {
        return plan_reader_fail_at(reader, "step", "out-of-range",
                                   "the step is above zero and leads from one end to the other");
    }
    plan_reader_leave(reader);
    return true;
}

// The item itself without how it is answered.
static bool read_head(struct plan_reader *reader, const json_t *value,
                      struct plan_activity *activity) {
    static const char *const directions[] = {"higher-is-worse", "higher-is-better", "none"};
    size_t direction = 0;
    if (!plan_reader_code(reader, value, "code", &activity->code) ||
        !plan_reader_text(reader, value, "label", false, &activity->label) ||
        !plan_reader_text(reader, value, "question", false, &activity->question) ||
        !plan_reader_text(reader, value, "help", true, &activity->help) ||
        !plan_reader_string(reader, value, "rule", true, &activity->rule) ||
        !plan_reader_string(reader, value, "source", false, &activity->source)) {
        return false;
    }
    if (json_object_get(value, "direction") != NULL &&
        !plan_reader_choice(reader, value, "direction", directions, 3, &direction)) {
        return false;
    }
    activity->direction = (enum plan_direction)direction;
    return true;
}

static bool read_activity(struct plan_reader *reader, const json_t *value,
                          const struct plan_sheet *sheet, struct plan_grade own[PLAN_GRADES_MAX],
                          struct plan_activity *activity) {
    static const char *const grade_keys[] = {"code", "label",  "question", "help",
                                             "rule", "source", "grades",   NULL};
    static const char *const number_keys[] = {"code", "label",  "question", "help",
                                              "rule", "source", "range",    NULL};
    static const char *const day_keys[] = {"code", "label",  "question", "help",
                                           "rule", "source", NULL};
    static const char *const optional[] = {"kind", "direction", NULL};
    static const char *const optional_day[] = {"kind", NULL};
    static const char *const kinds[] = {"grade", "number", "day"};
    size_t kind = PLAN_ITEM_GRADE;
    if (json_object_get(value, "kind") != NULL &&
        !plan_reader_choice(reader, value, "kind", kinds, 3, &kind)) {
        return false;
    }
    activity->kind = (enum plan_item_kind)kind;
    if (activity->kind == PLAN_ITEM_GRADE) {
        return plan_reader_keys_also(reader, value, grade_keys, optional) &&
               read_head(reader, value, activity) &&
               read_grades(reader, value, sheet, own, activity);
    }
    if (activity->kind == PLAN_ITEM_NUMBER) {
        return plan_reader_keys_also(reader, value, number_keys, optional) &&
               read_head(reader, value, activity) && read_range(reader, value, activity);
    }
    if (!plan_reader_keys_also(reader, value, day_keys, optional_day) ||
        !read_head(reader, value, activity)) {
        return false;
    }
    activity->direction = PLAN_NO_DIRECTION;
    return true;
}

bool plan_sheet_read_activities(struct plan_reader *reader, const json_t *root,
                                struct plan_sheet *sheet, struct plan *plan) {
    json_t *list;
    if (!read_grade_lists(reader, root, sheet) ||
        !plan_reader_array(reader, root, "activities", 1, PLAN_ACTIVITIES_MAX, &list)) {
        return false;
    }
    plan->activities = sheet->activities;
    plan_reader_enter(reader, "activities");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        size_t twin;
        if (!read_activity(reader, json_array_get(list, i), sheet, sheet->grades[i],
                           &sheet->activities[i])) {
            return false;
        }
        // activity_count is still the number of those before this one.
        if (plan_find_activity(plan, sheet->activities[i].code, &twin)) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        plan->activity_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_options(struct plan_reader *reader, const json_t *object,
                         struct plan_option options[PLAN_OPTIONS_MAX],
                         struct plan_question *question) {
    static const char *const keys[] = {"code", "label", NULL};
    bool choice = question->kind == PLAN_QUESTION_CHOICE;
    json_t *list;
    if (!plan_reader_array(reader, object, "options", choice ? 2 : 0, choice ? PLAN_OPTIONS_MAX : 0,
                           &list)) {
        return false;
    }
    plan_reader_enter(reader, "options");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        plan_reader_enter_index(reader, i);
        if (!plan_reader_keys(reader, value, keys) ||
            !plan_reader_code(reader, value, "code", &options[i].code) ||
            !plan_reader_text(reader, value, "label", false, &options[i].label)) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(options[k].code, options[i].code) == 0) {
                return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
            }
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    question->options = options;
    question->option_count = json_array_size(list);
    return true;
}

static bool read_question(struct plan_reader *reader, const json_t *value,
                          struct plan_option options[PLAN_OPTIONS_MAX],
                          struct plan_question *question) {
    static const char *const keys[] = {"code", "kind",   "question", "help",
                                       "rule", "source", "options",  NULL};
    static const char *const kinds[] = {"date", "choice"};
    size_t kind;
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "code", &question->code) ||
        !plan_reader_choice(reader, value, "kind", kinds, 2, &kind) ||
        !plan_reader_text(reader, value, "question", false, &question->question) ||
        !plan_reader_text(reader, value, "help", true, &question->help) ||
        !plan_reader_string(reader, value, "rule", true, &question->rule) ||
        !plan_reader_string(reader, value, "source", false, &question->source)) {
        return false;
    }
    question->kind = kind == 0 ? PLAN_QUESTION_DATE : PLAN_QUESTION_CHOICE;
    return read_options(reader, value, options, question);
}

bool plan_sheet_read_questions(struct plan_reader *reader, const json_t *root,
                               struct plan_sheet *sheet, struct plan *plan) {
    json_t *list;
    if (!plan_reader_array(reader, root, "questions", 0, PLAN_QUESTIONS_MAX, &list)) {
        return false;
    }
    plan->questions = sheet->questions;
    plan_reader_enter(reader, "questions");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        struct plan_question *question = &sheet->questions[i];
        size_t twin;
        if (!read_question(reader, json_array_get(list, i), sheet->options[i], question)) {
            return false;
        }
        bool taken = plan_find_activity(plan, question->code, &twin);
        for (size_t k = 0; k < i; k++) {
            taken = taken || strcmp(sheet->questions[k].code, question->code) == 0;
        }
        if (taken) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        plan->question_count++;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

void plan_sheet_note(const struct plan *plan, struct plan_subject subject,
                     struct plan_sheet *sheet) {
    bool all = subject.kind == PLAN_SUBJECT_ALL;
    for (size_t i = 0; all && i < plan->activity_count; i++) {
        sheet->activity_read[i] = true;
    }
    if (subject.kind == PLAN_SUBJECT_ACTIVITY) {
        sheet->activity_read[subject.index] = true;
    } else if (subject.kind == PLAN_SUBJECT_GROUP) {
        sheet->group_read[subject.index] = true;
    }
}

bool plan_sheet_subject(struct plan_reader *reader, const json_t *object, const char *key,
                        const struct plan *plan, struct plan_sheet *sheet,
                        struct plan_subject *subject) {
    const char *code;
    if (!plan_reader_code(reader, object, key, &code)) {
        return false;
    }
    if (plan_find_activity(plan, code, &subject->index)) {
        subject->kind = PLAN_SUBJECT_ACTIVITY;
    } else if (plan_find_group(plan, code, &subject->index)) {
        subject->kind = PLAN_SUBJECT_GROUP;
    } else {
        return plan_reader_fail_at(reader, key, "unknown-code",
                                   "no item, and no group before this place, has this code");
    }
    plan_sheet_note(plan, *subject, sheet);
    return true;
}

bool plan_sheet_all_read(struct plan_reader *reader, const struct plan *plan,
                         const struct plan_sheet *sheet) {
    for (size_t i = 0; i < plan->activity_count; i++) {
        if (!sheet->activity_read[i]) {
            plan_reader_enter(reader, "activities");
            plan_reader_enter_index(reader, i);
            return plan_reader_fail(reader, "unused",
                                    "no group, scale or test reads this item: why is it asked?");
        }
    }
    for (size_t i = 0; i < plan->group_count; i++) {
        if (!sheet->group_read[i]) {
            plan_reader_enter(reader, "groups");
            plan_reader_enter_index(reader, i);
            return plan_reader_fail(reader, "unused",
                                    "no other group, scale or test reads this group");
        }
    }
    return true;
}

int32_t plan_range_next(struct plan_range range, int32_t from) {
    if (from <= range.least) {
        return range.least;
    }
    if (range.step == 0) {
        return from;
    }
    int32_t steps = (from - range.least + range.step - 1) / range.step;
    return range.least + steps * range.step;
}
