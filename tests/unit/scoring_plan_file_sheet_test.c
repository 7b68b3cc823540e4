// SPDX-License-Identifier: EUPL-1.2
// The sheet of a plan file: what the schemes of rule book 3.4 read as, and the fault in each row of
// tests/plans/faults.
#include "scoring_plans.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct plan_file *open_scheme(const char *name) {
    char path[80];
    snprintf(path, sizeof path, "tests/plans/%s", name);
    return plans_open(path);
}

static json_t *load(const char *name) {
    char path[80];
    size_t length;
    snprintf(path, sizeof path, "tests/plans/%s", name);
    char *text = plans_text(path, &length);
    json_t *value = json_loadb(text, length, 0, NULL);
    assert_non_null(value);
    free(text);
    return value;
}

// The value at a JSON Pointer without its last step, and that step.
static json_t *parent_of(json_t *root, char *pointer, const char **last) {
    char *rest = NULL;
    char *step = strtok_r(pointer, "/", &rest);
    for (char *next = strtok_r(NULL, "/", &rest); next != NULL; next = strtok_r(NULL, "/", &rest)) {
        root = json_is_array(root) ? json_array_get(root, strtoul(step, NULL, 10))
                                   : json_object_get(root, step);
        step = next;
    }
    *last = step;
    return root;
}

static void change(json_t *root, const char *pointer, json_t *to) {
    char steps[512];
    const char *last = NULL;
    snprintf(steps, sizeof steps, "%s", pointer);
    json_t *parent = parent_of(root, steps, &last);
    int done = -1;
    if (json_is_array(parent)) {
        done = json_array_set(parent, strtoul(last, NULL, 10), to);
    } else if (to == NULL) {
        done = json_object_del(parent, last);
    } else {
        done = json_object_set(parent, last, to);
    }
    assert_int_equal(done, 0);
}

static const char *text_of(const json_t *row, const char *key) {
    return json_string_value(json_object_get(row, key));
}

static void every_single_fault_is_named_with_its_place(void **state) {
    (void)state;
    json_t *rows = load("faults/faults");
    assert_true(json_array_size(rows) > 100);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        json_t *plan = load(text_of(row, "plan"));
        change(plan, text_of(row, "change"), json_object_get(row, "to"));
        char *text = json_dumps(plan, JSON_INDENT(2));
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        enum plan_file_result result = plan_file_read(text, strlen(text), &file, &fault);
        if (result != PLAN_FILE_INVALID || strcmp(fault.pointer, text_of(row, "at")) != 0 ||
            strcmp(fault.code, text_of(row, "code")) != 0) {
            fail_msg("%s: got %d %s at %s", text_of(row, "why"), (int)result, fault.code,
                     fault.pointer);
        }
        assert_null(file);
        assert_true(fault.line > 0);
        assert_true(strlen(fault.hint) > 10);
        free(text);
        json_decref(plan);
    }
    json_decref(rows);
}

static void the_german_modules_have_bands_weights_and_exact_steps(void **state) {
    (void)state;
    static const struct {
        const char *code;
        enum plan_combine combine;
        int32_t weight;
        int32_t most;
        int32_t step;
    } rows[] = {
        {"mobility", PLAN_COMBINE_BANDS, 1000, 1000, 250},
        {"cognition", PLAN_COMBINE_BANDS, 0, 400, 100},
        {"behaviour", PLAN_COMBINE_BANDS, 0, 400, 100},
        {"cognition-or-behaviour", PLAN_COMBINE_MAX, 1500, 1500, 375},
        {"self-care", PLAN_COMBINE_BANDS, 4000, 4000, 1000},
        {"therapy", PLAN_COMBINE_BANDS, 2000, 2000, 500},
        {"everyday-life", PLAN_COMBINE_BANDS, 1500, 1500, 375},
        {"care-need", PLAN_COMBINE_SUM, 0, 10000, 125},
    };
    struct plan_file *file = open_scheme("german-care-grade");
    const struct plan *plan = plan_file_plan(file);
    assert_int_equal(plan->group_count, 8);
    for (size_t i = 0; i < 8; i++) {
        const struct plan_group *group = &plan->groups[i];
        assert_string_equal(group->code, rows[i].code);
        assert_int_equal(group->combine, rows[i].combine);
        assert_int_equal(group->weight, rows[i].weight);
        assert_int_equal(group->range.least, 0);
        assert_int_equal(group->range.most, rows[i].most);
        assert_int_equal(group->range.step, rows[i].step);
        assert_int_equal(group->direction, PLAN_HIGHER_IS_WORSE);
    }
    assert_int_equal(plan->scale_count, 1);
    assert_int_equal(plan->scales[0].subject.kind, PLAN_SUBJECT_GROUP);
    assert_int_equal(plan->scales[0].levels[2].threshold, 4750);
    assert_int_equal(plan->scales[0].override_count, 1);
    assert_int_equal(plan->scales[0].overrides[0].level, 4);
    assert_int_equal(plan->test->kind, PLAN_TEST_LEVEL_IN);
    assert_int_equal(plan->test->levels, 31);
    plan_file_free(file);
}

static void items_by_number_and_by_day_are_read(void **state) {
    (void)state;
    struct plan_file *file = open_scheme("bolzano-care-hours");
    const struct plan_activity *hours = &plan_file_plan(file)->activities[0];
    assert_int_equal(hours->kind, PLAN_ITEM_NUMBER);
    assert_int_equal(hours->number.most, 74400);
    assert_int_equal(hours->number.step, 1);
    assert_true(plan_file_plan(file)->scales[0].levels[0].above);
    plan_file_free(file);
    file = open_scheme("external-certificate");
    assert_int_equal(plan_file_plan(file)->activities[1].kind, PLAN_ITEM_DAY);
    assert_int_equal(plan_file_plan(file)->activities[1].direction, PLAN_NO_DIRECTION);
    assert_int_equal(plan_file_plan(file)->answers_needed, PLAN_ANSWERS_DECIDING);
    assert_int_equal(plan_file_plan(file)->test->parts[1].day.number,
                     plans_date("2023-01-01").number);
    plan_file_free(file);
    file = open_scheme("mms-corrected");
    const struct plan *plan = plan_file_plan(file);
    assert_int_equal(plan->activities[1].direction, PLAN_NO_DIRECTION);
    assert_int_equal(plan->groups[0].range.least, -280);
    assert_int_equal(plan->groups[0].range.most, 3220);
    assert_int_equal(plan->groups[0].direction, PLAN_HIGHER_IS_BETTER);
    plan_file_free(file);
}

static void questions_are_read_with_their_options(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    assert_int_equal(plan->question_count, 4);
    assert_string_equal(plan->questions[0].code, "onset");
    assert_int_equal(plan->questions[0].kind, PLAN_QUESTION_DATE);
    assert_int_equal(plan->questions[0].option_count, 0);
    assert_string_equal(plan->questions[1].code, "cause");
    assert_int_equal(plan->questions[1].kind, PLAN_QUESTION_CHOICE);
    assert_int_equal(plan->questions[1].option_count, 3);
    assert_string_equal(plan->questions[1].options[2].code, "unknown");
    plan_file_free(file);
}

static json_t *object_of(const char *json) {
    json_t *value = json_loads(json, 0, NULL);
    assert_non_null(value);
    return value;
}

#define BASIS "\"rule\": \"\", \"source\": \"a test\""

// The Barthel plan with these groups after its own, and a test that reads the last of them.
static enum plan_file_result read_with_groups(const char *groups, const char *test,
                                              struct plan_file **file,
                                              struct plan_file_fault *fault) {
    json_t *plan = load("barthel");
    json_t *more = object_of(groups);
    assert_int_equal(json_array_extend(json_object_get(plan, "groups"), more), 0);
    json_decref(more);
    assert_int_equal(json_object_set_new(plan, "test", object_of(test)), 0);
    char *text = json_dumps(plan, 0);
    enum plan_file_result result = plan_file_read(text, strlen(text), file, fault);
    free(text);
    json_decref(plan);
    return result;
}

static void a_band_table_with_falling_points_turns_a_score_round(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    const char *groups =
        "[{\"code\": \"turned\", \"label\": {\"it\": \"x\", \"en\": \"x\"}, \"of\": "
        "[\"barthel-index\"], \"combine\": \"band_table\", \"bands\": [{\"from\": 0, \"to\": 60, "
        "\"points\": 2}, {\"from\": 61, \"to\": 100, \"points\": 0}], \"weight\": \"0.5\", " BASIS
        "}, {\"code\": \"worst\", \"label\": {\"it\": \"x\", \"en\": \"x\"}, \"of\": [\"turned\", "
        "\"barthel-index\"], \"combine\": \"max\", " BASIS "}]";
    const char *test = "{\"kind\": \"sum-at-least\", \"of\": \"worst\", \"points\": 1, " BASIS "}";
    assert_int_equal(read_with_groups(groups, test, &file, &fault), PLAN_FILE_INVALID);
    // The turned score counts the other way than the index.
    assert_string_equal(fault.code, "mixed-direction");
    assert_string_equal(fault.pointer, "/groups/2/of/1");
}

static void the_largest_of_two_ranges_keeps_its_steps(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    const char *groups =
        "[{\"code\": \"two\", \"label\": {\"it\": \"x\", \"en\": \"x\"}, \"of\": [\"bathing\", "
        "\"transfer\"], \"combine\": \"max\", " BASIS "}]";
    const char *test =
        "{\"kind\": \"in-band\", \"of\": \"two\", \"from\": 6, \"to\": 10, " BASIS "}";
    assert_int_equal(read_with_groups(groups, test, &file, &fault), PLAN_FILE_OK);
    const struct plan_group *group = &plan_file_plan(file)->groups[1];
    assert_int_equal(group->range.least, 0);
    assert_int_equal(group->range.most, 1500);
    assert_int_equal(group->range.step, 500);
    plan_file_free(file);
}

#define LABEL "\"label\": {\"it\": \"x\", \"en\": \"x\"}"
#define READS(of) "{\"kind\": \"in-band\", \"of\": \"" of "\", \"from\": 6, \"to\": 100, " BASIS "}"

static const struct plan_group *last_group(const struct plan_file *file) {
    const struct plan *plan = plan_file_plan(file);
    return &plan->groups[plan->group_count - 1];
}

static void items_and_groups_may_stand_side_by_side(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    const char *groups = "[{\"code\": \"both\", " LABEL ", \"of\": [\"bathing\", "
                         "\"barthel-index\"], \"combine\": \"sum\", " BASIS "}]";
    assert_int_equal(read_with_groups(groups, READS("both"), &file, NULL), PLAN_FILE_OK);
    assert_int_equal(last_group(file)->range.most, 10500);
    assert_int_equal(last_group(file)->direction, PLAN_HIGHER_IS_BETTER);
    plan_file_free(file);
    // A band from the least on, but not to the most.
    const char *low =
        "{\"kind\": \"in-band\", \"of\": \"both\", \"from\": 0, \"to\": 60, " BASIS "}";
    assert_int_equal(read_with_groups(groups, low, &file, NULL), PLAN_FILE_OK);
    plan_file_free(file);
}

static void turning_twice_is_as_before(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    const char *groups =
        "[{\"code\": \"turned\", " LABEL ", \"of\": [\"barthel-index\"], \"combine\": "
        "\"band_table\", \"bands\": [{\"from\": 0, \"to\": 60, \"points\": 100}, {\"from\": 61, "
        "\"to\": 100, \"points\": 0}], " BASIS "}, {\"code\": \"back\", " LABEL ", \"of\": "
        "[\"turned\"], \"combine\": \"band_table\", \"bands\": [{\"from\": 0, \"to\": 0, "
        "\"points\": 100}, {\"from\": 1, \"to\": 100, \"points\": 0}], " BASIS "}]";
    assert_int_equal(read_with_groups(groups, READS("back"), &file, NULL), PLAN_FILE_OK);
    assert_int_equal(plan_file_plan(file)->groups[1].direction, PLAN_HIGHER_IS_WORSE);
    assert_int_equal(last_group(file)->direction, PLAN_HIGHER_IS_BETTER);
    plan_file_free(file);
}

// A number between 1 and 3, an item that is always 5, a day, and these groups.
static enum plan_file_result read_small(const char *groups, const char *test,
                                        struct plan_file **file, struct plan_file_fault *fault) {
    json_t *plan = load("external-certificate");
    json_t *five = json_integer(5);
    change(plan, "/activities/0/grades/0/points", five);
    change(plan, "/activities/0/grades/1/points", five);
    json_decref(five);
    json_t *number = object_of(
        "{\"kind\": \"number\", \"direction\": \"none\", \"code\": \"n\", " LABEL
        ", \"question\": {\"it\": \"x\", \"en\": \"x\"}, \"help\": {\"it\": \"\", \"en\": \"\"}, "
        "\"range\": {\"from\": 1, \"to\": 3, \"step\": 1}, " BASIS "}");
    assert_int_equal(json_array_append_new(json_object_get(plan, "activities"), number), 0);
    assert_int_equal(json_object_set_new(plan, "groups", object_of(groups)), 0);
    assert_int_equal(json_object_set_new(plan, "test", object_of(test)), 0);
    char *text = json_dumps(plan, 0);
    enum plan_file_result result = plan_file_read(text, strlen(text), file, fault);
    free(text);
    json_decref(plan);
    return result;
}

#define ONE(of, rest) "[{\"code\": \"g\", " LABEL ", \"of\": [" of "], " rest ", " BASIS "}]"
#define DURATION                                                                                   \
    "{\"kind\": \"duration-at-least\", \"of\": \"finding-day\", \"days\": 9, " BASIS "}"
#define ALL_OF(a, b) "{\"kind\": \"all\", \"parts\": [" a ", " b "], " BASIS "}"

static void scores_that_never_change_are_found(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    const char *g = "{\"kind\": \"in-band\", \"of\": \"g\", \"from\": 2, \"to\": 2, " BASIS "}";
    const char *both =
        ALL_OF("{\"kind\": \"sum-at-least\", \"of\": \"g\", \"points\": 2, " BASIS "}", DURATION);
    // 1 of 3 and 5 of 5 cannot both be stretched exactly.
    assert_int_equal(
        read_small(ONE("\"n\"", "\"combine\": \"sum\", \"weight\": 10"), g, &file, &fault),
        PLAN_FILE_INVALID);
    assert_string_equal(fault.code, "not-exact");
    assert_int_equal(read_small(ONE("\"n\"", "\"combine\": \"band_table\", \"bands\": [{\"from\": "
                                             "1, \"to\": 1, \"points\": 3}, {\"from\": 2, \"to\": "
                                             "3, \"points\": 1}]"),
                                both, &file, &fault),
                     PLAN_FILE_INVALID);
    // The item that is always 5 is asked for nothing.
    assert_string_equal(fault.code, "unused");
    assert_int_equal(
        read_small(ONE("\"attendance-allowance\"", "\"combine\": \"sum\""), g, &file, &fault),
        PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/test/from");
    assert_int_equal(
        read_small(ONE("\"attendance-allowance\"", "\"combine\": \"sum\""),
                   "{\"kind\": \"in-band\", \"of\": \"g\", \"from\": 6, \"to\": 7, " BASIS "}",
                   &file, &fault),
        PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/test/from");
    assert_int_equal(
        read_small(ONE("\"attendance-allowance\"", "\"combine\": \"sum\", \"weight\": 10"), g,
                   &file, &fault),
        PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/groups/0/weight");
    assert_string_equal(fault.code, "out-of-range");
    assert_int_equal(
        read_small(ONE("\"n\", \"attendance-allowance\"", "\"combine\": \"sum\""),
                   ALL_OF("{\"kind\": \"sum-at-least\", \"of\": \"g\", \"points\": 7, " BASIS "}",
                          DURATION),
                   &file, &fault),
        PLAN_FILE_OK);
    assert_int_equal(last_group(file)->range.least, 600);
    assert_int_equal(last_group(file)->direction, PLAN_HIGHER_IS_WORSE);
    assert_int_equal(plan_file_plan(file)->test->parts[1].subject.kind, PLAN_SUBJECT_ACTIVITY);
    plan_file_free(file);
}

static void what_is_too_many_is_refused(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    // 17 groups, each of the one before it.
    char groups[8192] = "[";
    const char *before = "barthel-index";
    char codes[17][8];
    for (size_t i = 0; i < 17; i++) {
        size_t used = strlen(groups);
        snprintf(codes[i], sizeof codes[i], "g%zu", i);
        snprintf(groups + used, sizeof groups - used,
                 "%s{\"code\": \"%s\", \"label\": {\"it\": \"x\", \"en\": \"x\"}, \"of\": "
                 "[\"%s\"], \"combine\": \"sum\", " BASIS "}",
                 i == 0 ? "" : ", ", codes[i], before);
        before = codes[i];
    }
    size_t end = strlen(groups);
    snprintf(groups + end, sizeof groups - end, "]");
    const char *test = "{\"kind\": \"sum-at-least\", \"of\": \"g0\", \"points\": 1, " BASIS "}";
    assert_int_equal(read_with_groups(groups, test, &file, &fault), PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/groups");
    assert_string_equal(fault.code, "too-many");
}

static void bands_may_share_points_begin_above_zero_and_lie_a_hundredth_apart(void **state) {
    (void)state;
    static const struct {
        const char *points[3];
        const char *weight;
        const char *reached;
        struct plan_range range;
    } rows[] = {
        {{"100", "100", "0"}, "", "100", {0, 10000, 10000}},
        {{"5", "2", "2"}, "", "5", {200, 500, 300}},
        {{"\"5.01\"", "5", "5"}, "", "\"5.01\"", {500, 501, 1}},
        {{"2", "2", "1"}, "\"weight\": 4, ", "4", {200, 400, 200}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char groups[800];
        char test[200];
        struct plan_file *file = NULL;
        int length = snprintf(
            groups, sizeof groups,
            "[{\"code\": \"turned\", " LABEL
            ", \"of\": [\"barthel-index\"], \"combine\": \"band_table\", \"bands\": [{\"from\": 0, "
            "\"to\": 60, \"points\": %s}, {\"from\": 61, \"to\": 80, \"points\": %s}, {\"from\": "
            "81, "
            "\"to\": 100, \"points\": %s}], %s" BASIS "}]",
            rows[i].points[0], rows[i].points[1], rows[i].points[2], rows[i].weight);
        assert_true(length < (int)sizeof groups);
        length =
            snprintf(test, sizeof test,
                     "{\"kind\": \"sum-at-least\", \"of\": \"turned\", \"points\": %s, " BASIS "}",
                     rows[i].reached);
        assert_true(length < (int)sizeof test);
        assert_int_equal(read_with_groups(groups, test, &file, NULL), PLAN_FILE_OK);
        assert_memory_equal(&last_group(file)->range, &rows[i].range, sizeof rows[i].range);
        plan_file_free(file);
    }
}

// A number of which nothing else is asked.
static json_t *number_item(const char *code, const char *range) {
    char text[400];
    int length = snprintf(text, sizeof text,
                          "{\"kind\": \"number\", \"code\": \"%s\", " LABEL
                          ", \"question\": {\"it\": \"x\", \"en\": \"x\"}, \"help\": {\"it\": "
                          "\"\", \"en\": \"\"}, \"range\": %s, " BASIS "}",
                          code, range);
    assert_true(length < (int)sizeof text);
    return object_of(text);
}

static void the_largest_of_parts_that_begin_apart_holds_every_score(void **state) {
    (void)state;
    static const struct {
        const char *first;
        const char *second;
        struct plan_range range; // of the larger of the two, in hundredths
    } rows[] = {
        {"{\"from\": 2, \"to\": 12, \"step\": 10}",
         "{\"from\": 6, \"to\": 16, \"step\": 10}",
         {600, 1600, 200}},
        {"{\"from\": 0, \"to\": 20, \"step\": 10}",
         "{\"from\": 7, \"to\": 17, \"step\": 10}",
         {700, 2000, 100}},
        {"{\"from\": 0, \"to\": 10, \"step\": 10}",
         "{\"from\": 0, \"to\": 15, \"step\": 15}",
         {0, 1500, 500}},
        {"{\"from\": 3, \"to\": 13, \"step\": 10}",
         "{\"from\": 8, \"to\": 18, \"step\": 10}",
         {800, 1800, 500}},
        {"{\"from\": 2, \"to\": 12, \"step\": 10}",
         "{\"from\": \"2.01\", \"to\": \"12.01\", \"step\": 10}",
         {201, 1201, 1}},
    };
    static const char group[] =
        "{\"code\": \"g\", " LABEL ", \"of\": [\"a\", \"b\"], \"combine\": \"max\", " BASIS "}";
    static const char test[] =
        "{\"kind\": \"sum-at-least\", \"of\": \"g\", \"points\": 10, " BASIS "}";
    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
        json_t *plan = load("bolzano-care-hours");
        json_t *items = json_object_get(plan, "activities");
        bool turned = i % 2 == 1; // either may stand before the other
        json_array_append_new(items, number_item(turned ? "b" : "a", rows[i / 2].first));
        json_array_append_new(items, number_item(turned ? "a" : "b", rows[i / 2].second));
        json_object_set_new(plan, "groups", json_pack("[o]", object_of(group)));
        json_object_set_new(plan, "test", object_of(test));
        char *text = json_dumps(plan, 0);
        struct plan_file *file = NULL;
        assert_int_equal(plan_file_read(text, strlen(text), &file, NULL), PLAN_FILE_OK);
        assert_memory_equal(&last_group(file)->range, &rows[i / 2].range, sizeof rows[i / 2].range);
        plan_file_free(file);
        free(text);
        json_decref(plan);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_single_fault_is_named_with_its_place),
        cmocka_unit_test(the_german_modules_have_bands_weights_and_exact_steps),
        cmocka_unit_test(items_by_number_and_by_day_are_read),
        cmocka_unit_test(questions_are_read_with_their_options),
        cmocka_unit_test(a_band_table_with_falling_points_turns_a_score_round),
        cmocka_unit_test(the_largest_of_two_ranges_keeps_its_steps),
        cmocka_unit_test(the_largest_of_parts_that_begin_apart_holds_every_score),
        cmocka_unit_test(bands_may_share_points_begin_above_zero_and_lie_a_hundredth_apart),
        cmocka_unit_test(items_and_groups_may_stand_side_by_side),
        cmocka_unit_test(turning_twice_is_as_before),
        cmocka_unit_test(scores_that_never_change_are_found),
        cmocka_unit_test(what_is_too_many_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
