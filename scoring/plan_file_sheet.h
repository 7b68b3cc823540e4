// SPDX-License-Identifier: EUPL-1.2
// The sheet of a plan file: items with their grades, further questions, and where all parts of the
// assessment of one plan live. Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_SHEET_H
#define SCORING_PLAN_FILE_SHEET_H

#include "scoring/plan_file_reader.h"

enum {
    PLAN_GRADE_LISTS_MAX = 12,
    PLAN_SHEET_KEYS = 4,
};

// Grades that several items share.
struct plan_grade_list {
    const char *code;
    struct plan_grade grades[PLAN_GRADES_MAX];
    size_t count;
};

// Where the arrays of one plan live; all within the handle.
struct plan_sheet {
    struct plan_grade_list lists[PLAN_GRADE_LISTS_MAX];
    size_t list_count;
    struct plan_activity activities[PLAN_ACTIVITIES_MAX];
    struct plan_grade grades[PLAN_ACTIVITIES_MAX][PLAN_GRADES_MAX];
    struct plan_question questions[PLAN_QUESTIONS_MAX];
    struct plan_option options[PLAN_QUESTIONS_MAX][PLAN_OPTIONS_MAX];
    struct plan_group groups[PLAN_GROUPS_MAX];
    struct plan_subject parts[PLAN_GROUPS_MAX][PLAN_PARTS_MAX];
    struct plan_band bands[PLAN_GROUPS_MAX][PLAN_BANDS_MAX];
    struct plan_scale scales[PLAN_SCALES_MAX];
    struct plan_level levels[PLAN_SCALES_MAX][PLAN_LEVELS_MAX];
    struct plan_override overrides[PLAN_SCALES_MAX][PLAN_OVERRIDES_MAX];
    struct plan_test tests[PLAN_TESTS_MAX];
    size_t test_count;
    // What some group, scale or test reads: nothing may be asked for nothing.
    bool activity_read[PLAN_ACTIVITIES_MAX];
    bool group_read[PLAN_GROUPS_MAX];
};

// What the root object may have besides: "grade_lists", "groups", "scales", "answers_needed".
extern const char *const plan_sheet_keys[PLAN_SHEET_KEYS];

// Each reads its member of the root object into the sheet and points the plan at it. Activities
// come first; groups, scales and the test (plan_file_group, plan_file_test) need them.
bool plan_sheet_read_activities(struct plan_reader *reader, const json_t *root,
                                struct plan_sheet *sheet, struct plan *plan);
bool plan_sheet_read_questions(struct plan_reader *reader, const json_t *root,
                               struct plan_sheet *sheet, struct plan *plan);

// Finds the item or group that a member of the value in hand names, and notes that it is read.
bool plan_sheet_subject(struct plan_reader *reader, const json_t *object, const char *key,
                        const struct plan *plan, struct plan_sheet *sheet,
                        struct plan_subject *subject);

// Notes that the subject is read; all activities for PLAN_SUBJECT_ALL.
void plan_sheet_note(const struct plan *plan, struct plan_subject subject,
                     struct plan_sheet *sheet);

// Every item and group is read by something.
bool plan_sheet_all_read(struct plan_reader *reader, const struct plan *plan,
                         const struct plan_sheet *sheet);

// The lowest value on the steps of the range that is `from` or more. Beyond range.most when there
// is none.
int32_t plan_range_next(struct plan_range range, int32_t from);

#endif
