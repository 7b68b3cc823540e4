// SPDX-License-Identifier: EUPL-1.2
// One place of a plan file changed: what is still a plan, and what the fault says of what is not.
#include "scoring_plans.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BASIS "\"rule\": \"\", \"source\": \"test\""
#define NAMED "\"rule\": \"X-16\", \"source\": \"test\""
#define TEST(kind, words) "{\"kind\": \"" kind "\", " words ", " BASIS "}"
#define NOT(part) TEST("not", "\"parts\": [" part "]")
#define SUM(points) TEST("sum-at-least", "\"points\": " points)

struct change {
    const char *plan;
    const char *pointer;
    const char *to;   // JSON; NULL: taken away
    const char *at;   // of the fault; NULL: it is a plan
    const char *code; // of the fault
    const char *hint; // what the hint says among other things; NULL: not asked
};

static json_t *load(const char *name) {
    size_t length;
    char *text = plans_text(name, &length);
    json_t *value = json_loadb(text, length, 0, NULL);
    assert_non_null(value);
    free(text);
    return value;
}

static json_t *value_at(json_t *root, const char *pointer) {
    char steps[200];
    char *rest = NULL;
    assert_true(snprintf(steps, sizeof steps, "%s", pointer) < (int)sizeof steps);
    for (char *step = strtok_r(steps, "/", &rest); step != NULL;
         step = strtok_r(NULL, "/", &rest)) {
        root = json_is_array(root) ? json_array_get(root, strtoul(step, NULL, 10))
                                   : json_object_get(root, step);
    }
    return root;
}

static void put(json_t *root, const char *pointer, json_t *to) {
    char steps[200];
    char *rest = NULL;
    assert_true(snprintf(steps, sizeof steps, "%s", pointer) < (int)sizeof steps);
    char *step = strtok_r(steps, "/", &rest);
    for (char *next = strtok_r(NULL, "/", &rest); next != NULL; next = strtok_r(NULL, "/", &rest)) {
        root = json_is_array(root) ? json_array_get(root, strtoul(step, NULL, 10))
                                   : json_object_get(root, step);
        step = next;
    }
    int done = json_is_array(root) ? json_array_set(root, strtoul(step, NULL, 10), to)
               : to == NULL        ? json_object_del(root, step)
                                   : json_object_set(root, step, to);
    assert_int_equal(done, 0);
}

// The plan with that change; NULL, and the fault, when it is none.
static struct plan_file *read_changed(const struct change *change, struct plan_file_fault *fault) {
    json_t *plan = load(change->plan);
    json_t *to = change->to == NULL ? NULL : json_loads(change->to, JSON_DECODE_ANY, NULL);
    assert_true(to != NULL || change->to == NULL);
    put(plan, change->pointer, to);
    char *text = json_dumps(plan, JSON_COMPACT);
    struct plan_file *file = NULL;
    *fault = (struct plan_file_fault){0};
    enum plan_file_result result = plan_file_read(text, strlen(text), &file, fault);
    assert_true(result == PLAN_FILE_OK || result == PLAN_FILE_INVALID);
    free(text);
    json_decref(to);
    json_decref(plan);
    return file;
}

static void hold(const struct change *changes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct plan_file_fault fault;
        struct plan_file *file = read_changed(&changes[i], &fault);
        const char *at = changes[i].at;
        if ((file != NULL) != (at == NULL)) {
            fail_msg("%s %s = %s: %s at %s", changes[i].plan, changes[i].pointer, changes[i].to,
                     file != NULL ? "accepted" : fault.code, fault.pointer);
        }
        if (at != NULL) {
            assert_string_equal(fault.pointer, at);
            assert_string_equal(fault.code, changes[i].code);
            assert_true(changes[i].hint == NULL || strstr(fault.hint, changes[i].hint) != NULL);
        }
        plan_file_free(file);
    }
}

#define HOLD(changes) hold(changes, sizeof(changes) / sizeof(changes)[0])

static void tests_reach_their_bounds(void **state) {
    (void)state;
    static const struct change changes[] = {
        {"permanent-2026", "/test", NOT(NOT(NOT(SUM("40")))), NULL, "", NULL},
        {"permanent-2026", "/test", NOT(NOT(NOT(NOT(SUM("40"))))), "/test/parts/0/parts/0/parts/0",
         "too-many", "too deep"},
        {"permanent-2026", "/test", TEST("not", "\"parts\": []"), "/test/parts", "empty", NULL},
        {"permanent-2026", "/test", NOT(SUM("40") ", " SUM("30")), "/test/parts", "too-many", NULL},
        {"permanent-2026", "/test/points", "61", "/test/points", "out-of-range",
         "the score goes from 0 to 60"},
        {"permanent-2026", "/test", TEST("sum-at-most", "\"points\": 0"), NULL, "", NULL},
        {"permanent-2026", "/test", TEST("sum-at-most", "\"points\": \"59.99\""), NULL, "", NULL},
        {"permanent-2026", "/test", TEST("sum-at-most", "\"points\": 60"), "/test/points",
         "out-of-range", NULL},
        {"permanent-2026", "/test", TEST("points-at-least", "\"points\": \"0.01\", \"count\": 6"),
         NULL, "", NULL},
        {"permanent-2026", "/test", TEST("points-at-least", "\"points\": 0, \"count\": 6"),
         "/test/points", "out-of-range", "no part, or every part"},
        {"permanent-2026", "/test", TEST("points-at-least", "\"points\": 10, \"count\": 6"), NULL,
         "", NULL},
        {"permanent-2026", "/test", TEST("points-at-least", "\"points\": 10, \"count\": 7"),
         "/test/count", "out-of-range", "from 1 to 6"},
        {"permanent-2026", "/test", TEST("points-at-least", "\"points\": \"10.01\", \"count\": 1"),
         "/test/points", "out-of-range", NULL},
        {"tests/plans/bolzano-care-hours", "/test", TEST("unable-at-least", "\"count\": 1"),
         "/test/count", "out-of-range", "nothing that is counted here has an unable grade"},
        {"tests/plans/bolzano-care-hours", "/test/levels", "[\"level-2\", \"level-2\"]",
         "/test/levels/1", "duplicate-code", NULL},
        {"tests/plans/external-certificate", "/test/parts/1/day", "\"\"", "/test/parts/1/day",
         "empty", NULL},
        {"tests/plans/ninety-days", "/test/parts/1/days", "3660", NULL, "", NULL},
        {"tests/plans/ninety-days", "/test/parts/1/days", "3661", "/test/parts/1/days",
         "out-of-range", "from 1 to 3660"},
        {"tests/plans/ninety-days", "/test/parts/1/days", "1", NULL, "", NULL},
        {"tests/plans/ninety-days", "/test/parts/1/days", "0", "/test/parts/1/days", "out-of-range",
         NULL},
        {"tests/plans/sanarti", "/seniority",
         "{\"months\": 1, \"within\": 1, \"rule\": \"\", \"source\": \"test\"}", NULL, "", NULL},
        // What is read behind the alternatives has its own place.
        {"tests/plans/sanifonds", "/complaint_days", "{\"value\": -1, " BASIS "}",
         "/complaint_days/value", "out-of-range", NULL},
        // What is read behind the day of the entry age has its own place.
        {"tests/plans/cassa-forense", "/cover/entry_age_on/value", "\"\"",
         "/cover/entry_age_on/value", "empty", NULL},
        {"tests/plans/cassa-forense", "/cover/end/value", "\"x\"", "/cover/end/value",
         "unknown-name", NULL},
        {"temporary-2026", "/insurability/0/findings", "[\"limited-moving\"]", NULL, "", NULL},
        {"temporary-2026", "/insurability/0/findings", "[]", "/insurability/0/findings", "empty",
         NULL},
        {"temporary-2026", "/insurability/1/findings", "[\"limited-moving\"]",
         "/insurability/1/findings", "too-many", NULL},
        {"permanent-2026", "/valid_from", "\"\"", "/valid_from", "empty", NULL},
        {"permanent-2026", "/answers_needed", "\"all\"", NULL, "", NULL},
        // A scale may have one level.
        {"permanent-2026", "/scales",
         "[{\"code\": \"s\", \"label\": {\"it\": \"s\", \"en\": \"s\"}, \"of\": \"washing\", "
         "\"levels\": [{\"code\": \"any\", \"label\": {\"it\": \"s\", \"en\": \"s\"}, "
         "\"from\": 0}], " BASIS "}]",
         NULL, "", NULL},
        // The unable grade may be the first one.
        {"temporary-2026", "/activities/0/grades",
         "[{\"code\": \"unable\", \"label\": {\"it\": \"No\", \"en\": \"No\"}, \"points\": 0, "
         "\"unable\": true}, {\"code\": \"able\", \"label\": {\"it\": \"Sì\", \"en\": \"Yes\"}, "
         "\"points\": 1, \"unable\": false}]",
         NULL, "", NULL},
    };
    HOLD(changes);
    // It counts like the others.
    struct plan_file_fault fault;
    struct change first = changes[sizeof changes / sizeof changes[0] - 1];
    json_t *plan = load("temporary-2026");
    json_t *grades = json_loads(first.to, 0, NULL);
    put(plan, first.pointer, grades);
    json_decref(grades);
    json_object_set_new(json_object_get(plan, "test"), "count", json_integer(4));
    char *text = json_dumps(plan, 0);
    struct plan_file *file = NULL;
    assert_int_equal(plan_file_read(text, strlen(text), &file, &fault), PLAN_FILE_OK);
    plan_file_free(file);
    free(text);
    json_decref(plan);
}

#define BAND(from, to, points) "{\"from\": " #from ", \"to\": " #to ", \"points\": " #points "}"

// Who writes a band table is told the number at which it leaves the sums, not only the place.
static void a_wrong_band_is_told_the_number_it_should_have(void **state) {
    (void)state;
    static const char german[] = "tests/plans/german-care-grade";
    static const struct change changes[] = {
        {german, "/groups/0/bands/0/from", "1", "/groups/0/bands/0/from", "gap", "added up, 0"},
        {german, "/groups/0/bands/0/from", "-1", "/groups/0/bands/0/from", "out-of-range",
         "added up, 0"},
        {german, "/groups/0/bands/2/from", "3", "/groups/0/bands/2/from", "overlap",
         "which ends at 3"},
        {german, "/groups/0/bands/2", BAND(5, 5, 2), "/groups/0/bands/2/from", "gap",
         "no band holds 4"},
        {german, "/groups/0/bands/4/to", "14", "/groups/0/bands/4/to", "gap", "added up, 15"},
        {german, "/groups/0/bands/4/to", "16", "/groups/0/bands/4/to", "out-of-range",
         "added up, 15"},
        {german, "/groups/0/bands", "[" BAND(0, 15, 0) ", " BAND(16, 20, 4) "]",
         "/groups/0/bands/1/from", "out-of-range", "they go up to 15"},
        // Hours are counted in hundredths: none may fall between two bands.
        {"tests/plans/bolzano-care-hours", "/groups",
         "[{\"code\": \"g\", \"label\": {\"it\": \"g\", \"en\": \"g\"}, \"of\": [\"care-hours\"], "
         "\"combine\": \"band_table\", \"bands\": [" BAND(0, 100, 0) ", " BAND("100.02", 744,
                                                                               1) "], " BASIS "}]",
         "/groups/0/bands/1/from", "gap", "no band holds 100.01"},
        {german, "/groups/0/bands/1/to", "1", "/groups/0/bands/1/to", "out-of-order", NULL},
    };
    HOLD(changes);
}

// Grades go from the most able to the least able, to the hundredth of a point.
static void grades_stand_in_order_to_the_hundredth(void **state) {
    (void)state;
    static const char act[] = "tests/plans/faschim"; // 0, 5, 10: higher is worse
    static const char ten[] = "tests/plans/barthel"; // 10, 5, 0: higher is better
    static const struct change changes[] = {
        {act, "/grade_lists/0/grades/0/points", "\"-0.01\"", "/activities/0/grades/0/points",
         "out-of-range", "only a correction"},
        {act, "/grade_lists/0/grades/1/points", "\"10.01\"", "/activities/0/grades/2",
         "out-of-order", "points must not fall"},
        {ten, "/grade_lists/1/grades/1/points", "10", NULL, "", NULL},
        {ten, "/grade_lists/1/grades/1/points", "\"10.01\"", "/activities/0/grades/1",
         "out-of-order", "must not rise where higher is better"},
        // What is so without a word may be said.
        {act, "/activities/0/direction", "\"higher-is-worse\"", NULL, "", NULL},
        {act, "/activities/0/kind", "\"grade\"", NULL, "", NULL},
        // One option is no choice.
        {"temporary-2026", "/questions/1/options",
         "[{\"code\": \"illness\", \"label\": {\"it\": \"x\", \"en\": \"x\"}}]",
         "/questions/1/options", "empty", NULL},
        // Points below zero cannot be stretched, not even by a hundredth.
        {"tests/plans/bolzano-care-hours", "/groups",
         "[{\"code\": \"g\", \"label\": {\"it\": \"g\", \"en\": \"g\"}, \"of\": [\"care-hours\"], "
         "\"combine\": \"band_table\", \"bands\": [{\"from\": 0, \"to\": 100, \"points\": "
         "\"-0.01\"}, "
         "{\"from\": \"100.01\", \"to\": 744, \"points\": 1}], \"weight\": 1, " BASIS "}]",
         "/groups/0/weight", "out-of-range", "from zero up"},
    };
    HOLD(changes);
}

static void what_is_not_said_of_the_cover_is_empty(void **state) {
    (void)state;
    struct plan_file *file = plans_open("tests/plans/emapi");
    const struct plan_cover *cover = &plan_file_plan(file)->cover;
    assert_string_equal(cover->payment_day.rule, "");
    assert_string_equal(cover->window_month.source, "");
    plan_file_free(file);
    // a line of the general list alone does not apply where nothing is said of that list.
    static const struct change general = {
        "tests/plans/emapi",
        "/exclusions",
        "[{\"code\": \"a\", \"item\": \"\", \"general_item\": \"7\", \"scope\": \"cause\", "
        "\"exceptions\": [], " NAMED "}, {\"code\": \"b\", \"item\": \"1\", \"scope\": \"cause\", "
        "\"exceptions\": [], " NAMED "}]",
        NULL,
        "",
        NULL};
    struct plan_file_fault fault;
    file = read_changed(&general, &fault);
    assert_non_null(file);
    assert_int_equal(plan_file_plan(file)->exclusion_count, 1);
    assert_string_equal(plan_file_plan(file)->exclusions[0].code, "b");
    plan_file_free(file);
}

static void tests_say_what_they_look_at(void **state) {
    (void)state;
    struct plan_file *file = plans_open("tests/plans/bolzano-care-hours");
    const struct plan_test *test = plan_file_plan(file)->test;
    assert_int_equal(test->kind, PLAN_TEST_LEVEL_IN);
    assert_int_equal(test->subject.kind, PLAN_SUBJECT_SCALE);
    assert_int_equal(test->subject.index, 0);
    plan_file_free(file);
    file = plans_open("tests/plans/ninety-days");
    test = plan_file_plan(file)->test;
    assert_int_equal(test->parts[1].kind, PLAN_TEST_DURATION_AT_LEAST);
    assert_int_equal(test->parts[1].count, 90);
    assert_int_equal(test->parts[0].count, 3);
    plan_file_free(file);
}

// A list at its most, and with one entry more: copies of its first entry, told apart by `unique`.
struct filled {
    const char *plan;
    const char *pointer;
    const char *unique; // member; "": the entries are codes themselves; NULL: they may be alike
    size_t most;
};

static json_t *copy_with(const json_t *first, const char *unique, size_t number) {
    char code[24];
    snprintf(code, sizeof code, "copy-%zu", number);
    if (unique != NULL && unique[0] == '\0') {
        return json_string(code);
    }
    json_t *copy = json_deep_copy(first);
    if (unique != NULL) {
        json_object_set_new(copy, unique, json_string(code));
    }
    return copy;
}

static void every_list_has_its_most(void **state) {
    (void)state;
    static const struct filled lists[] = {
        {"temporary-2026", "/insurability", "code", PLAN_CONDITIONS_MAX},
        {"temporary-2026", "/insurability/0/findings", "", PLAN_FINDINGS_MAX},
        {"temporary-2026", "/exclusions", "code", PLAN_EXCLUSIONS_MAX},
        {"temporary-2026", "/exclusions/0/exceptions", "", PLAN_EXCEPTIONS_MAX},
        {"temporary-2026", "/documents", "code", PLAN_DOCUMENTS_MAX},
        {"temporary-2026", "/questions", "code", PLAN_QUESTIONS_MAX},
        {"temporary-2026", "/questions/1/options", "code", PLAN_OPTIONS_MAX},
        {"tests/plans/fideuram", "/waiting", "cause", PLAN_WAITING_MAX},
        {"tests/plans/barthel", "/scales", "code", PLAN_SCALES_MAX},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t more = 0; more < 2; more++) {
            json_t *plan = load(lists[i].plan);
            json_t *list = value_at(plan, lists[i].pointer);
            assert_true(json_is_array(list));
            json_t *first = json_incref(json_array_get(list, 0));
            for (size_t k = 0; json_array_size(list) < lists[i].most + more; k++) {
                json_array_append_new(list, copy_with(first, lists[i].unique, k));
            }
            json_decref(first);
            char *text = json_dumps(plan, JSON_COMPACT);
            struct plan_file *file = NULL;
            struct plan_file_fault fault = {0};
            enum plan_file_result result = plan_file_read(text, strlen(text), &file, &fault);
            if (result != (more == 0 ? PLAN_FILE_OK : PLAN_FILE_INVALID) ||
                (more == 1 && (strcmp(fault.code, "too-many") != 0 ||
                               strcmp(fault.pointer, lists[i].pointer) != 0))) {
                fail_msg("%s with %zu: %s at %s", lists[i].pointer, lists[i].most + more,
                         fault.code, fault.pointer);
            }
            plan_file_free(file);
            free(text);
            json_decref(plan);
        }
    }
}

// A plan of lines of the general list alone, "0", "1" …, all of them excepted but for `more`.
static enum plan_file_result excepted(size_t more, struct plan_file_fault *fault,
                                      size_t *applying) {
    json_t *plan = load("permanent-2026");
    json_t *lines = json_array();
    json_t *except = json_array();
    for (size_t k = 0; k < PLAN_EXCLUSIONS_MAX + more; k++) {
        char code[32];
        char item[24];
        snprintf(code, sizeof code, "line-%zu", k);
        snprintf(item, sizeof item, "%zu", k);
        json_array_append_new(except, json_string(item));
        if (k < PLAN_EXCLUSIONS_MAX) {
            json_array_append_new(lines,
                                  json_pack("{s:s,s:s,s:s,s:s,s:[],s:s,s:s}", "code", code, "item",
                                            "", "general_item", item, "scope", "cause",
                                            "exceptions", "rule", "X-17", "source", "s"));
        }
    }
    json_object_set_new(plan, "exclusions", lines);
    json_object_set_new(json_object_get(plan, "general_list"), "except", except);
    char *text = json_dumps(plan, JSON_COMPACT);
    struct plan_file *file = NULL;
    enum plan_file_result result = plan_file_read(text, strlen(text), &file, fault);
    *applying = result == PLAN_FILE_OK ? plan_file_plan(file)->exclusion_count : 0;
    plan_file_free(file);
    free(text);
    json_decref(plan);
    return result;
}

static void x16_every_line_of_the_general_list_may_be_excepted(void **state) {
    (void)state;
    struct plan_file_fault fault = {0};
    size_t applying = 99;
    assert_int_equal(excepted(0, &fault, &applying), PLAN_FILE_OK);
    assert_int_equal(applying, 0);
    assert_int_equal(excepted(1, &fault, &applying), PLAN_FILE_INVALID);
    assert_string_equal(fault.code, "too-many");
    assert_string_equal(fault.pointer, "/general_list/except");
}

// A slip of the pen would let the line apply that was meant to stay away.
static void x16_an_exception_names_a_line_of_the_general_list_alone(void **state) {
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        // No line has 17; 13 is a line of the cover's own list too, which always applies.
        json_t *plan = load("permanent-2026");
        json_array_append_new(value_at(plan, "/general_list/except"),
                              json_string(i == 0 ? "17" : "13"));
        char *text = json_dumps(plan, JSON_COMPACT);
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        assert_int_equal(plan_file_read(text, strlen(text), &file, &fault), PLAN_FILE_INVALID);
        assert_string_equal(fault.code, "unknown-code");
        assert_string_equal(fault.pointer, "/general_list/except/1");
        free(text);
        json_decref(plan);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_reach_their_bounds),
        cmocka_unit_test(a_wrong_band_is_told_the_number_it_should_have),
        cmocka_unit_test(grades_stand_in_order_to_the_hundredth),
        cmocka_unit_test(what_is_not_said_of_the_cover_is_empty),
        cmocka_unit_test(tests_say_what_they_look_at),
        cmocka_unit_test(every_list_has_its_most),
        cmocka_unit_test(x16_every_line_of_the_general_list_may_be_excepted),
        cmocka_unit_test(x16_an_exception_names_a_line_of_the_general_list_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
