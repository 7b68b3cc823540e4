// SPDX-License-Identifier: EUPL-1.2
// The sheet of a plan file: activities with their grades, further questions, and the test tree.
// Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_SHEET_H
#define SCORING_PLAN_FILE_SHEET_H

#include "scoring/plan_file_reader.h"

// Where the arrays of one plan live; all within the handle.
struct plan_sheet {
    struct plan_activity activities[PLAN_ACTIVITIES_MAX];
    struct plan_grade grades[PLAN_ACTIVITIES_MAX][PLAN_GRADES_MAX];
    struct plan_question questions[PLAN_QUESTIONS_MAX];
    struct plan_option options[PLAN_QUESTIONS_MAX][PLAN_OPTIONS_MAX];
    struct plan_test tests[PLAN_TESTS_MAX];
    size_t test_count;
};

// Each reads its member of the root object into the sheet and points the plan at it.
bool plan_sheet_read_activities(struct plan_reader *reader, const json_t *root,
                                struct plan_sheet *sheet, struct plan *plan);
bool plan_sheet_read_questions(struct plan_reader *reader, const json_t *root,
                               struct plan_sheet *sheet, struct plan *plan);

// Needs the activities: a threshold that no sheet can reach is refused.
bool plan_sheet_read_test(struct plan_reader *reader, const json_t *root, struct plan_sheet *sheet,
                          struct plan *plan);

#endif
