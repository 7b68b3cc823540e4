// SPDX-License-Identifier: EUPL-1.2
// Activities, questions and the test tree of a plan file.
#include "scoring/plan_file_sheet.h"

#include "scoring/assessment.h"

#include <string.h>

static bool read_grade(struct plan_reader *reader, const json_t *value, struct plan_grade *grade) {
    static const char *const keys[] = {"code", "label", "points", "unable", NULL};
    if (!plan_reader_keys(reader, value, keys) ||
        !plan_reader_code(reader, value, "code", &grade->code) ||
        !plan_reader_text(reader, value, "label", false, &grade->label) ||
        !plan_reader_points(reader, value, &grade->points) ||
        !plan_reader_flag(reader, value, "unable", &grade->unable)) {
        return false;
    }
    // An answer is a grade's code or this word: as a grade it would hide a "don't know".
    if (strcmp(grade->code, "unknown") == 0) {
        plan_reader_enter(reader, "code");
        return plan_reader_fail(reader, "out-of-range", "this word is taken for \"don't know\"");
    }
    return true;
}

static bool read_grades(struct plan_reader *reader, const json_t *object,
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
        if (i > 0 && grades[i].points < grades[i - 1].points) {
            return plan_reader_fail(reader, "out-of-order",
                                    "grades go from the most able to the least able: points must "
                                    "not fall");
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

static bool read_activity(struct plan_reader *reader, const json_t *value,
                          struct plan_grade grades[PLAN_GRADES_MAX],
                          struct plan_activity *activity) {
    static const char *const keys[] = {"code", "label",  "question", "help",
                                       "rule", "source", "grades",   NULL};
    activity->grades = grades;
    return plan_reader_keys(reader, value, keys) &&
           plan_reader_code(reader, value, "code", &activity->code) &&
           plan_reader_text(reader, value, "label", false, &activity->label) &&
           plan_reader_text(reader, value, "question", false, &activity->question) &&
           plan_reader_text(reader, value, "help", true, &activity->help) &&
           plan_reader_string(reader, value, "rule", true, &activity->rule) &&
           plan_reader_string(reader, value, "source", false, &activity->source) &&
           read_grades(reader, value, grades, &activity->grade_count);
}

bool plan_sheet_read_activities(struct plan_reader *reader, const json_t *root,
                                struct plan_sheet *sheet, struct plan *plan) {
    json_t *list;
    if (!plan_reader_array(reader, root, "activities", 1, PLAN_ACTIVITIES_MAX, &list)) {
        return false;
    }
    plan->activities = sheet->activities;
    plan_reader_enter(reader, "activities");
    for (size_t i = 0; i < json_array_size(list); i++) {
        plan_reader_enter_index(reader, i);
        size_t twin;
        if (!read_activity(reader, json_array_get(list, i), sheet->grades[i],
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

static bool read_test_node(struct plan_reader *reader, const json_t *value, size_t depth,
                           const struct plan *plan, struct plan_sheet *sheet,
                           struct plan_test *test);

// Parts of one node lie side by side, so their places are taken before any of them is read.
static bool read_parts(struct plan_reader *reader, const json_t *object, size_t least, size_t most,
                       size_t depth, const struct plan *plan, struct plan_sheet *sheet,
                       struct plan_test *test) {
    json_t *list;
    if (!plan_reader_array(reader, object, "parts", least, most, &list)) {
        return false;
    }
    size_t count = json_array_size(list);
    if (depth >= PLAN_TEST_DEPTH_MAX || sheet->test_count + count > PLAN_TESTS_MAX) {
        return plan_reader_fail(reader, "too-many", "the test is too deep or has too many parts");
    }
    struct plan_test *parts = &sheet->tests[sheet->test_count];
    sheet->test_count += count;
    test->parts = parts;
    test->part_count = count;
    plan_reader_enter(reader, "parts");
    for (size_t i = 0; i < count; i++) {
        plan_reader_enter_index(reader, i);
        if (!read_test_node(reader, json_array_get(list, i), depth + 1, plan, sheet, &parts[i])) {
            return false;
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_count(struct plan_reader *reader, const json_t *object, const struct plan *plan,
                       struct plan_test *test) {
    int64_t count;
    if (!plan_reader_integer(reader, object, "count", 1, (int64_t)plan->activity_count, &count)) {
        return false;
    }
    test->count = (int32_t)count;
    return true;
}

static bool read_threshold(struct plan_reader *reader, const json_t *object,
                           const struct plan *plan, struct plan_test *test) {
    if (!plan_reader_points(reader, object, &test->points)) {
        return false;
    }
    if (test->points == 0 || test->points > plan_points_possible(plan)) {
        plan_reader_enter(reader, "points");
        return plan_reader_fail(reader, "out-of-range", "no sheet, or every sheet, reaches this");
    }
    return true;
}

static bool read_test_node(struct plan_reader *reader, const json_t *value, size_t depth,
                           const struct plan *plan, struct plan_sheet *sheet,
                           struct plan_test *test) {
    static const char *const sum_keys[] = {"kind", "points", "rule", "source", NULL};
    static const char *const unable_keys[] = {"kind", "count", "rule", "source", NULL};
    static const char *const points_keys[] = {"kind", "points", "count", "rule", "source", NULL};
    static const char *const parts_keys[] = {"kind", "parts", "rule", "source", NULL};
    static const char *const *const keys[] = {
        [PLAN_TEST_NONE] = NULL,
        [PLAN_TEST_SUM_AT_LEAST] = sum_keys,
        [PLAN_TEST_UNABLE_AT_LEAST] = unable_keys,
        [PLAN_TEST_POINTS_AT_LEAST] = points_keys,
        [PLAN_TEST_ALL] = parts_keys,
        [PLAN_TEST_ANY] = parts_keys,
        [PLAN_TEST_NOT] = parts_keys,
    };
    const char *kinds[PLAN_TEST_NOT];
    for (size_t i = 0; i < PLAN_TEST_NOT; i++) {
        kinds[i] = plan_test_kind_name((enum plan_test_kind)(i + 1));
    }
    size_t kind;
    if (!json_is_object(value)) {
        return plan_reader_fail(reader, "wrong-type", "an object is expected here");
    }
    if (!plan_reader_choice(reader, value, "kind", kinds, PLAN_TEST_NOT, &kind)) {
        return false;
    }
    test->kind = (enum plan_test_kind)(kind + 1);
    if (!plan_reader_keys(reader, value, keys[test->kind]) ||
        !plan_reader_string(reader, value, "rule", true, &test->rule) ||
        !plan_reader_string(reader, value, "source", false, &test->source)) {
        return false;
    }
    switch (test->kind) {
    case PLAN_TEST_NONE:
        break;
    case PLAN_TEST_SUM_AT_LEAST:
        return read_threshold(reader, value, plan, test);
    case PLAN_TEST_UNABLE_AT_LEAST:
        return read_count(reader, value, plan, test);
    case PLAN_TEST_POINTS_AT_LEAST:
        return read_threshold(reader, value, plan, test) && read_count(reader, value, plan, test);
    case PLAN_TEST_ALL:
    case PLAN_TEST_ANY:
        return read_parts(reader, value, 2, PLAN_TESTS_MAX, depth, plan, sheet, test);
    case PLAN_TEST_NOT:
        return read_parts(reader, value, 1, 1, depth, plan, sheet, test);
    }
    return false;
}

bool plan_sheet_read_test(struct plan_reader *reader, const json_t *root, struct plan_sheet *sheet,
                          struct plan *plan) {
    struct plan_test *test = &sheet->tests[sheet->test_count++];
    plan->test = test;
    plan_reader_enter(reader, "test");
    if (!read_test_node(reader, json_object_get(root, "test"), 1, plan, sheet, test)) {
        return false;
    }
    plan_reader_leave(reader);
    return true;
}
