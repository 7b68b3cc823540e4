// SPDX-License-Identifier: EUPL-1.2
// Reading the test tree of a plan file.
#include "scoring/plan_file_test.h"

#include "scoring/assessment.h"
#include "scoring/points.h"

#include <stdio.h>
#include <string.h>

enum {
    DURATION_DAYS_MAX = 3660,
    HINT_SIZE = 160,
};

// Everything that reading one node needs.
struct test_reader {
    struct plan_reader *reader;
    const struct plan *plan;
    struct plan_sheet *sheet;
    size_t depth;
};

static bool read_node(const struct test_reader *in, const json_t *value, struct plan_test *test);

// Parts of one node lie side by side, so their places are taken before any of them is read.
static bool read_parts(const struct test_reader *in, const json_t *object, struct plan_test *test) {
    const struct test_reader inner = {in->reader, in->plan, in->sheet, in->depth + 1};
    const bool one = test->kind == PLAN_TEST_NOT;
    struct plan_reader *reader = in->reader;
    struct plan_sheet *sheet = in->sheet;
    json_t *list;
    if (!plan_reader_array(reader, object, "parts", one ? 1 : 2, one ? 1 : PLAN_TESTS_MAX, &list)) {
        return false;
    }
    size_t count = json_array_size(list);
    if (in->depth >= PLAN_TEST_DEPTH_MAX || sheet->test_count + count > PLAN_TESTS_MAX) {
        return plan_reader_fail(reader, "too-many", "the test is too deep or has too many parts");
    }
    struct plan_test *parts = &sheet->tests[sheet->test_count];
    sheet->test_count += count;
    test->parts = parts;
    test->part_count = count;
    plan_reader_enter(reader, "parts");
    for (size_t i = 0; i < count; i++) {
        plan_reader_enter_index(reader, i);
        if (!read_node(&inner, json_array_get(list, i), &parts[i])) {
            return false;
        }
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool fail_unreachable(struct plan_reader *reader, const char *key, struct plan_range range) {
    char least[POINTS_TEXT_SIZE];
    char most[POINTS_TEXT_SIZE];
    char hint[HINT_SIZE];
    (void)points_format(range.least, least);
    (void)points_format(range.most, most);
    (void)snprintf(hint, sizeof hint,
                   "no sheet, or every sheet, reaches this: the score goes from %s to %s", least,
                   most);
    return plan_reader_fail_at(reader, key, "out-of-range", hint);
}

// What the test looks at: the item or group that "of" names, all activities without it.
static bool read_subject(const struct test_reader *in, const json_t *object,
                         struct plan_test *test) {
    if (json_object_get(object, "of") == NULL) {
        plan_sheet_note(in->plan, test->subject, in->sheet);
        return true;
    }
    return plan_sheet_subject(in->reader, object, "of", in->plan, in->sheet, &test->subject);
}

static bool is_item_of(const struct test_reader *in, const struct plan_test *test,
                       enum plan_item_kind kind) {
    return test->subject.kind == PLAN_SUBJECT_ACTIVITY &&
           in->plan->activities[test->subject.index].kind == kind;
}

// Of an item or group with points.
static bool read_score(const struct test_reader *in, const json_t *object, struct plan_test *test,
                       struct plan_range *range) {
    if (!read_subject(in, object, test)) {
        return false;
    }
    if (is_item_of(in, test, PLAN_ITEM_DAY)) {
        return plan_reader_fail_at(in->reader, "of", "wrong-type", "a day has no points");
    }
    *range = plan_subject_range(in->plan, test->subject);
    return true;
}

static bool read_sum(const struct test_reader *in, const json_t *object, struct plan_test *test) {
    struct plan_range range;
    bool at_most = test->kind == PLAN_TEST_SUM_AT_MOST;
    if (!read_score(in, object, test, &range) ||
        !plan_reader_points(in->reader, object, "points", &test->points)) {
        return false;
    }
    bool sure = at_most ? test->points >= range.most : test->points <= range.least;
    bool never = at_most ? test->points < range.least : test->points > range.most;
    if (sure || never) {
        return fail_unreachable(in->reader, "points", range);
    }
    return true;
}

static bool read_band(const struct test_reader *in, const json_t *object, struct plan_test *test) {
    struct plan_range range;
    if (!read_score(in, object, test, &range) ||
        !plan_reader_points(in->reader, object, "from", &test->points) ||
        !plan_reader_points(in->reader, object, "to", &test->to)) {
        return false;
    }
    if (test->to < test->points) {
        return plan_reader_fail_at(in->reader, "to", "out-of-order",
                                   "the band ends where it begins or after");
    }
    int32_t first = plan_range_next(range, test->points);
    if (first > test->to || first > range.most) {
        return fail_unreachable(in->reader, "from", range);
    }
    if (test->points <= range.least && test->to >= range.most) {
        return fail_unreachable(in->reader, "to", range);
    }
    return true;
}

// How many of the parts that are counted can have that many points, or an unable grade.
static int32_t most_counted(const struct test_reader *in, const struct plan_test *test) {
    const struct plan *plan = in->plan;
    bool group = test->subject.kind == PLAN_SUBJECT_GROUP;
    size_t parts = group ? plan->groups[test->subject.index].part_count : plan->activity_count;
    int32_t count = 0;
    for (size_t i = 0; i < parts; i++) {
        struct plan_subject part = {PLAN_SUBJECT_ACTIVITY, i};
        if (group) {
            part = plan->groups[test->subject.index].parts[i];
        }
        bool counts = false;
        if (test->kind == PLAN_TEST_POINTS_AT_LEAST) {
            counts = plan_subject_range(plan, part).most >= test->points;
        } else if (part.kind == PLAN_SUBJECT_ACTIVITY) {
            const struct plan_activity *activity = &plan->activities[part.index];
            for (size_t k = 0; k < activity->grade_count; k++) {
                counts = counts || activity->grades[k].unable;
            }
        }
        count += counts ? 1 : 0;
    }
    return count;
}

static bool read_count(const struct test_reader *in, const json_t *object, struct plan_test *test) {
    struct plan_reader *reader = in->reader;
    int64_t count;
    if (!read_subject(in, object, test)) {
        return false;
    }
    if (test->subject.kind == PLAN_SUBJECT_ACTIVITY) {
        return plan_reader_fail_at(reader, "of", "wrong-type",
                                   "items are counted within a group, not within one item");
    }
    if (test->kind == PLAN_TEST_POINTS_AT_LEAST) {
        if (!plan_reader_points(reader, object, "points", &test->points)) {
            return false;
        }
        if (test->points <= 0 || most_counted(in, test) == 0) {
            return plan_reader_fail_at(reader, "points", "out-of-range",
                                       "no part, or every part, reaches this");
        }
    }
    int32_t most = most_counted(in, test);
    if (most == 0) {
        return plan_reader_fail_at(reader, "count", "out-of-range",
                                   "nothing that is counted here has an unable grade");
    }
    if (!plan_reader_integer(reader, object, "count", 1, most, &count)) {
        return false;
    }
    test->count = (int32_t)count;
    return true;
}

static bool read_levels(const struct test_reader *in, const json_t *object,
                        struct plan_test *test) {
    struct plan_reader *reader = in->reader;
    const char *code;
    json_t *list;
    if (!plan_reader_code(reader, object, "of", &code)) {
        return false;
    }
    test->subject.kind = PLAN_SUBJECT_SCALE;
    if (!plan_find_scale(in->plan, code, &test->subject.index)) {
        return plan_reader_fail_at(reader, "of", "unknown-code",
                                   "no scale before this place has this code");
    }
    const struct plan_scale *scale = &in->plan->scales[test->subject.index];
    if (!plan_reader_array(reader, object, "levels", 1, scale->level_count, &list)) {
        return false;
    }
    plan_reader_enter(reader, "levels");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        size_t level;
        plan_reader_enter_index(reader, i);
        if (name == NULL) {
            return plan_reader_fail(reader, "wrong-type", "a text is expected here");
        }
        if (!plan_find_level(scale, name, &level)) {
            return plan_reader_fail(reader, "unknown-code", "the scale has no such level");
        }
        if ((test->levels & UINT32_C(1) << level) != 0) {
            return plan_reader_fail(reader, "duplicate-code", "this code is used twice");
        }
        test->levels |= UINT32_C(1) << level;
        plan_reader_leave(reader);
    }
    plan_reader_leave(reader);
    return true;
}

static bool read_duration(const struct test_reader *in, const json_t *object,
                          struct plan_test *test) {
    int64_t days;
    if (json_object_get(object, "of") != NULL) {
        if (!read_subject(in, object, test)) {
            return false;
        }
        if (!is_item_of(in, test, PLAN_ITEM_DAY)) {
            return plan_reader_fail_at(in->reader, "of", "wrong-type",
                                       "an item that is answered by a day is expected here");
        }
    }
    if (!plan_reader_integer(in->reader, object, "days", 1, DURATION_DAYS_MAX, &days)) {
        return false;
    }
    test->count = (int32_t)days;
    return true;
}

static bool read_day(const struct test_reader *in, const json_t *object, struct plan_test *test) {
    const char *day;
    if (!read_subject(in, object, test)) {
        return false;
    }
    if (!is_item_of(in, test, PLAN_ITEM_DAY)) {
        return plan_reader_fail_at(in->reader, "of", "wrong-type",
                                   "an item that is answered by a day is expected here");
    }
    if (!plan_reader_string(in->reader, object, "day", false, &day)) {
        return false;
    }
    if (!civil_date_parse(day, strlen(day), &test->day)) {
        return plan_reader_fail_at(in->reader, "day", "out-of-range",
                                   "a date looks like \"2026-01-01\"");
    }
    return true;
}

enum { WORDS_MAX = 6 };

// What each kind of test has to say, and who reads it.
static const struct {
    const char *keys[WORDS_MAX];
    bool (*read)(const struct test_reader *in, const json_t *object, struct plan_test *test);
} kinds[] = {
    [PLAN_TEST_SUM_AT_LEAST] = {{"kind", "points", "rule", "source"}, read_sum},
    [PLAN_TEST_UNABLE_AT_LEAST] = {{"kind", "count", "rule", "source"}, read_count},
    [PLAN_TEST_POINTS_AT_LEAST] = {{"kind", "points", "count", "rule", "source"}, read_count},
    [PLAN_TEST_SUM_AT_MOST] = {{"kind", "points", "rule", "source"}, read_sum},
    [PLAN_TEST_IN_BAND] = {{"kind", "from", "to", "rule", "source"}, read_band},
    [PLAN_TEST_LEVEL_IN] = {{"kind", "of", "levels", "rule", "source"}, read_levels},
    [PLAN_TEST_DURATION_AT_LEAST] = {{"kind", "days", "rule", "source"}, read_duration},
    [PLAN_TEST_DAY_FROM] = {{"kind", "of", "day", "rule", "source"}, read_day},
    [PLAN_TEST_ALL] = {{"kind", "parts", "rule", "source"}, read_parts},
    [PLAN_TEST_ANY] = {{"kind", "parts", "rule", "source"}, read_parts},
    [PLAN_TEST_NOT] = {{"kind", "parts", "rule", "source"}, read_parts},
};

static bool read_node(const struct test_reader *in, const json_t *value, struct plan_test *test) {
    static const char *const of[] = {"of", NULL};
    static const char *const nothing[] = {NULL};
    struct plan_reader *reader = in->reader;
    const char *names[PLAN_TEST_NOT];
    for (size_t i = 0; i < PLAN_TEST_NOT; i++) {
        names[i] = plan_test_kind_name((enum plan_test_kind)(i + 1));
    }
    size_t kind;
    if (json_typeof(value) != JSON_OBJECT) {
        return plan_reader_fail(reader, "wrong-type", "an object is expected here");
    }
    if (!plan_reader_choice(reader, value, "kind", names, PLAN_TEST_NOT, &kind)) {
        return false;
    }
    test->kind = (enum plan_test_kind)(kind + 1);
    return plan_reader_keys_also(reader, value, kinds[test->kind].keys,
                                 test->kind < PLAN_TEST_ALL ? of : nothing) &&
           plan_reader_string(reader, value, "rule", true, &test->rule) &&
           plan_reader_string(reader, value, "source", false, &test->source) &&
           kinds[test->kind].read(in, value, test);
}

bool plan_test_read(struct plan_reader *reader, const json_t *object, const char *key,
                    const struct plan *plan, struct plan_sheet *sheet,
                    const struct plan_test **out) {
    const struct test_reader in = {reader, plan, sheet, 1};
    if (sheet->test_count == PLAN_TESTS_MAX) {
        return plan_reader_fail_at(reader, key, "too-many", "the plan has too many tests");
    }
    struct plan_test *test = &sheet->tests[sheet->test_count++];
    plan_reader_enter(reader, key);
    if (!read_node(&in, json_object_get(object, key), test)) {
        return false;
    }
    plan_reader_leave(reader);
    *out = test;
    return true;
}
