// SPDX-License-Identifier: EUPL-1.2
// Plan files: the two plans as written, and what is refused with its place.
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void plan_a_is_the_temporary_plan_of_the_guide(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    assert_string_equal(plan->id, "temporary-2026");
    assert_int_equal(plan->version, 1);
    assert_int_equal(plan->activity_count, 4);
    assert_int_equal(plan->test->kind, PLAN_TEST_UNABLE_AT_LEAST);
    assert_int_equal(plan->test->count, 3);
    assert_int_equal(plan->consolidation, PLAN_CONSOLIDATION_FORBIDDEN);
    assert_true(plan->constant_need.value);
    assert_false(plan->holder_only.value);
    assert_int_equal(plan->ceiling_cents.value, 50000);
    assert_int_equal(plan->months.value, 6);
    assert_int_equal(plan->filing_days.value, 14);
    assert_int_equal(plan->survival_days.value, 0);
    assert_true(plan_allows_form(plan, BENEFIT_FORM_DIRECT));
    assert_true(plan_allows_form(plan, BENEFIT_FORM_INVOICE));
    assert_true(plan_allows_form(plan, BENEFIT_FORM_HOME_CARER));
    assert_false(plan_allows_form(plan, BENEFIT_FORM_ANNUITY));
    assert_false(plan_allows_form(plan, BENEFIT_FORM_UNKNOWN));
    assert_string_equal(plan->ceiling_cents.rule, "A-30");
    assert_non_null(strstr(plan->ceiling_cents.source, "[G 6.19.3]"));
    plan_file_free(file);
}

static void plan_b_is_the_permanent_plan_of_the_regulation(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    const struct plan *plan = plan_file_plan(file);
    assert_int_equal(plan->activity_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(plan->activities[i].grade_count, 3);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(plan->activities[i].grades[k].points, 500 * k);
        }
        assert_non_null(strstr(plan->activities[i].source, "SAMPLE"));
    }
    assert_int_equal(plan_points_possible(plan), 6000);
    assert_int_equal(plan->test->kind, PLAN_TEST_SUM_AT_LEAST);
    assert_int_equal(plan->test->points, 4000);
    assert_int_equal(plan->consolidation, PLAN_CONSOLIDATION_REQUIRED);
    assert_true(plan->holder_only.value);
    assert_int_equal(plan->ceiling_cents.value, 60000);
    assert_int_equal(plan->months.value, 36);
    assert_int_equal(plan->filing_days.value, 0);
    assert_int_equal(plan->survival_days.value, 60);
    assert_true(plan_allows_form(plan, BENEFIT_FORM_DIRECT));
    assert_true(plan_allows_form(plan, BENEFIT_FORM_RSA_STAY));
    assert_false(plan_allows_form(plan, BENEFIT_FORM_INVOICE));
    assert_false(plan_allows_form(plan, BENEFIT_FORM_HOME_CARER));
    assert_false(plan_allows_form(plan, BENEFIT_FORM_ANNUITY));
    assert_true(plan->settings.extend_acts.value);
    assert_false(plan->settings.pay_while_reviewable.value);
    assert_int_equal(plan->settings.survival, PLAN_SURVIVAL_DAY_PASSED);
    assert_int_not_equal(strlen(plan->notice.it), 0);
    plan_file_free(file);
}

static void the_kept_json_reads_as_the_same_plan(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    size_t length;
    const char *json = plan_file_json(file, &length);
    assert_int_equal(length, strlen(json));
    struct plan_file *again = NULL;
    assert_int_equal(plan_file_read(json, length, &again, NULL), PLAN_FILE_OK);
    assert_string_equal(plan_file_json(again, NULL), json);
    plan_file_free(again);
    plan_file_free(file);
}

// The file with the first `from` replaced by `to`; the caller frees it.
static char *changed(const char *name, const char *from, const char *to, size_t *length) {
    char *text = plans_text(name, length);
    char *place = strstr(text, from);
    assert_non_null(place);
    size_t before = (size_t)(place - text);
    size_t after = *length - before - strlen(from);
    char *result = malloc(before + strlen(to) + after + 1);
    assert_non_null(result);
    memcpy(result, text, before);
    memcpy(result + before, to, strlen(to));
    memcpy(result + before + strlen(to), place + strlen(from), after);
    *length = before + strlen(to) + after;
    result[*length] = '\0';
    free(text);
    return result;
}

static void every_fault_is_named_with_its_json_pointer(void **state) {
    (void)state;
    static const struct {
        const char *from;
        const char *to;
        const char *pointer;
        const char *code;
    } rows[] = {
        {"\"format\": 1", "\"format\": 2", "/format", "out-of-range"},
        {"\"format\": 1", "\"format\": 1, \"colour\": 3", "/colour", "unknown-key"},
        {"\"format\": 1", "\"format\": 1, \"a/b~c\": 3", "/a~1b~0c", "unknown-key"},
        {"\"format\": 1,", "", "/format", "missing-key"},
        {"\"id\": \"permanent-2026\"", "\"id\": \"Permanent\"", "/id", "out-of-range"},
        {"\"id\": \"permanent-2026\"", "\"id\": \"2026\"", "/id", "out-of-range"},
        {"\"code\": \"grade-1\"", "\"code\": \"unknown\"", "/activities/0/grades/0/code",
         "out-of-range"},
        {"\"version\": 1", "\"version\": \"1\"", "/version", "wrong-type"},
        {"\"version\": 1", "\"version\": 1.5", "/version", "wrong-type"},
        {"\"version\": 1", "\"version\": 0", "/version", "out-of-range"},
        {"2026-01-01", "2026-02-30", "/valid_from", "out-of-range"},
        {"\"it\": \"Lavarsi\"", "\"it\": \"\"", "/activities/0/label/it", "empty"},
        {"\"it\": \"\"", "\"it\": \"solo\"", "/activities/0/help", "empty"},
        {"\"code\": \"washing\"", "\"code\": \"Washing\"", "/activities/0/code", "out-of-range"},
        {"\"code\": \"dressing\"", "\"code\": \"washing\"", "/activities/1", "duplicate-code"},
        {"\"code\": \"grade-2\"", "\"code\": \"grade-1\"", "/activities/0/grades/1",
         "duplicate-code"},
        {"\"points\": 5", "\"points\": \"5.005\"", "/activities/0/grades/1/points", "out-of-range"},
        {"\"points\": 5", "\"points\": -5", "/activities/0/grades/1/points", "out-of-range"},
        {"\"points\": 5", "\"points\": 5.0", "/activities/0/grades/1/points", "wrong-type"},
        {"\"points\": 5", "\"points\": 11", "/activities/0/grades/2", "out-of-order"},
        {"\"points\": 5", "\"points\": 9223372036854775807", "/activities/0/grades/1/points",
         "out-of-range"},
        {"\"unable\": false", "\"unable\": 0", "/activities/0/grades/0/unable", "wrong-type"},
        {"\"points\": 40", "\"points\": 61", "/test/points", "out-of-range"},
        {"\"points\": 40", "\"points\": 0", "/test/points", "out-of-range"},
        {"\"points\": 40", "\"count\": 4", "/test/count", "unknown-key"},
        {"\"sum-at-least\"", "\"sum\"", "/test/kind", "unknown-name"},
        {"\"value\": \"required\"", "\"value\": \"maybe\"", "/consolidated/value", "unknown-name"},
        {"\"value\": \"600.00\"", "\"value\": \"600.001\"", "/ceiling/value", "out-of-range"},
        {"\"value\": \"600.00\"", "\"value\": 600", "/ceiling/value", "wrong-type"},
        {"\"value\": \"600.00\"", "\"value\": \"0.00\"", "/ceiling/value", "out-of-range"},
        {"\"value\": \"600.00\"", "\"value\": \"10000000000000000.00\"", "/ceiling/value",
         "out-of-range"},
        {"\"value\": 36", "\"value\": 121", "/months/value", "out-of-range"},
        {"\"value\": 36", "\"value\": 0", "/months/value", "out-of-range"},
        {"\"value\": 60,", "\"value\": -1,", "/survival_days/value", "out-of-range"},
        {"\"annuity\": {\"value\": false", "\"annuity\": {\"value\": true", "/forms/annuity",
         "not-built"},
        {"\"home-carer\"", "\"badante\"", "/forms/badante", "unknown-key"},
        {"\"S-05\"", "\"S-99\"", "/settings/S-99", "unknown-key"},
        {"anniversary-months", "calendar-months", "/settings/S-05/value", "unknown-name"},
        {"\"kind\": \"date\"", "\"kind\": \"number\"", "/questions/0/kind", "unknown-name"},
        {"\"code\": \"onset\"", "\"code\": \"washing\"", "/questions/0", "duplicate-code"},
        {"\"code\": \"cause\"", "\"code\": \"onset\"", "/questions/1", "duplicate-code"},
        {"\"code\": \"illness\"", "\"code\": \"accident\"", "/questions/1/options/1",
         "duplicate-code"},
        {"\"options\": []", "\"options\": [1]", "/questions/0/options", "too-many"},
        {"[R] Regolamento AGIDAE Salus Istruzione, Allegato B", "", "/document", "empty"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length;
        char *text = changed("permanent-2026", rows[i].from, rows[i].to, &length);
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        enum plan_file_result result = plan_file_read(text, length, &file, &fault);
        if (result != PLAN_FILE_INVALID || strcmp(fault.pointer, rows[i].pointer) != 0 ||
            strcmp(fault.code, rows[i].code) != 0) {
            fail_msg("%s -> %s: got %d %s %s", rows[i].from, rows[i].to, (int)result, fault.pointer,
                     fault.code);
        }
        assert_null(file);
        assert_int_not_equal(fault.hint[0], '\0');
        free(text);
    }
}

static void a_fault_names_line_and_column_of_the_value(void **state) {
    (void)state;
    static const struct {
        const char *from;
        const char *to;
        const char *before; // the text right before the value at fault
    } rows[] = {
        {"\"version\": 1", "\"version\":   \"one\"", "\"version\":   "},
        {"\"points\": 40", "\"points\": 400", "\"kind\": \"sum-at-least\", \"points\": "},
        {"\"code\": \"grade-2\"", "\"code\": \"grade-1\"", "\"unable\": false},\n        "},
        {"\"value\": 36", "\"value\": 37.5", "\"months\": {\"value\": "},
        {"\"format\": 1", "\"format\": 1, \"a/b~c\": [true]", "\"a/b~c\": "},
        {"\"rule\": \"B-26\",", "", "\"holder_only\": "}, // a missing key: its object
        {"\"value\": \"600.00\"", "\"value\": \"6{[\\\"\"", "\"ceiling\": {\"value\": "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length;
        char *text = changed("permanent-2026", rows[i].from, rows[i].to, &length);
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        assert_int_equal(plan_file_read(text, length, &file, &fault), PLAN_FILE_INVALID);
        const char *expected = strstr(text, rows[i].before);
        assert_non_null(expected);
        expected += strlen(rows[i].before);
        int line = 1;
        const char *start = text;
        for (const char *at = text; at < expected; at++) {
            if (*at == '\n') {
                line++;
                start = at + 1;
            }
        }
        if (fault.line != line || fault.column != (int)(expected - start) + 1) {
            fail_msg("row %zu: %d:%d at %s, expected line %d", i, fault.line, fault.column,
                     fault.pointer, line);
        }
        free(text);
    }
}

static void half_points_are_read_exactly(void **state) {
    (void)state;
    size_t length;
    char *text = changed("permanent-2026", "\"points\": 5", "\"points\": \"7.5\"", &length);
    struct plan_file *file = NULL;
    assert_int_equal(plan_file_read(text, length, &file, NULL), PLAN_FILE_OK);
    assert_int_equal(plan_file_plan(file)->activities[0].grades[1].points, 750);
    plan_file_free(file);
    free(text);
}

static enum plan_file_result read_with_test(const char *test, struct plan_file_fault *fault,
                                            struct plan_file **file) {
    size_t length;
    char *text = changed("permanent-2026",
                         "{\"kind\": \"sum-at-least\", \"points\": 40, \"rule\": \"B-25\", "
                         "\"source\": \"[R All. B]: the sum of the points reaches at least 40\"}",
                         test, &length);
    enum plan_file_result result = plan_file_read(text, length, file, fault);
    free(text);
    return result;
}

#define BASIS "\"rule\": \"\", \"source\": \"a test\""
#define SUM30 "{\"kind\": \"sum-at-least\", \"points\": 30, " BASIS "}"
#define FOUR5 "{\"kind\": \"points-at-least\", \"points\": 5, \"count\": 4, " BASIS "}"
#define NOT(part) "{\"kind\": \"not\", \"parts\": [" part "], " BASIS "}"
#define BOTH(a, b) "{\"kind\": \"all\", \"parts\": [" a ", " b "], " BASIS "}"
#define EITHER(a, b) "{\"kind\": \"any\", \"parts\": [" a ", " b "], " BASIS "}"

static void test_trees_are_read_with_their_parts(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    assert_int_equal(read_with_test(EITHER(BOTH(SUM30, FOUR5), NOT(SUM30)), &fault, &file),
                     PLAN_FILE_OK);
    const struct plan_test *test = plan_file_plan(file)->test;
    assert_int_equal(test->kind, PLAN_TEST_ANY);
    assert_int_equal(test->part_count, 2);
    assert_int_equal(test->parts[0].kind, PLAN_TEST_ALL);
    assert_int_equal(test->parts[0].parts[0].points, 3000);
    assert_int_equal(test->parts[0].parts[1].count, 4);
    assert_int_equal(test->parts[0].parts[1].points, 500);
    assert_int_equal(test->parts[1].kind, PLAN_TEST_NOT);
    assert_int_equal(test->parts[1].parts[0].points, 3000);
    plan_file_free(file);
}

static void test_trees_are_bounded(void **state) {
    (void)state;
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    assert_int_equal(read_with_test(NOT(NOT(NOT(NOT(SUM30)))), &fault, &file), PLAN_FILE_INVALID);
    assert_string_equal(fault.code, "too-many");
    assert_int_equal(read_with_test(NOT(BOTH(SUM30, "3")), &fault, &file), PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/test/parts/0/parts/1");
    assert_string_equal(fault.code, "wrong-type");
    assert_int_equal(
        read_with_test("{\"kind\": \"all\", \"parts\": [" SUM30 "], " BASIS "}", &fault, &file),
        PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/test/parts");
    assert_string_equal(fault.code, "empty");
    assert_int_equal(
        read_with_test("{\"kind\": \"unable-at-least\", \"count\": 7, " BASIS "}", &fault, &file),
        PLAN_FILE_INVALID);
    assert_string_equal(fault.pointer, "/test/count");
    assert_null(file);
}

static void what_is_not_json_is_refused_with_its_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line;
    } rows[] = {
        {"", 1},
        {"{", 1},
        {"[1, 2", 1},
        {"{\n\"a\": 1,\n\"a\": 2}", 3},
        {"{\"a\": \"\xff\"}", 1},
        {"{\"a\": 1} x", 1},
        {"[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_file *file = NULL;
        struct plan_file_fault fault = {0};
        assert_int_equal(plan_file_read(rows[i].text, strlen(rows[i].text), &file, &fault),
                         PLAN_FILE_SYNTAX);
        assert_null(file);
        assert_int_equal(fault.line, rows[i].line);
        assert_string_equal(fault.code, "syntax");
    }
    assert_int_equal(plan_file_read("[]", 2, &(struct plan_file *){NULL}, NULL), PLAN_FILE_INVALID);
}

static void told(const char *text, enum plan_file_result result, const char *hint, int line,
                 int column) {
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    assert_int_equal(plan_file_read(text, strlen(text), &file, &fault), result);
    assert_null(file);
    assert_int_equal(strncmp(fault.hint, hint, strlen(hint)), 0);
    if (result == PLAN_FILE_SYNTAX) {
        assert_int_equal(fault.line, line);
        assert_int_equal(fault.column, column);
    }
}

// Brackets count outside of texts only, and closed ones no longer; sixteen may be open.
static void depth_is_counted_before_the_file_is_parsed(void **state) {
    (void)state;
    const char deep[] = "nested too deeply";
    const char object[] = "an object";
    told("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", PLAN_FILE_INVALID, object, 0, 0);
    told("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", PLAN_FILE_SYNTAX, deep, 0, 0);
    told(
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[[[[[[[[1]]]]]]]]}}}}}}}}}",
        PLAN_FILE_SYNTAX, deep, 0, 0);
    told("[\"[[[[[[[[[[[[[[[[[[[[{{{{{{{{{{{{{{{\"]", PLAN_FILE_INVALID, object, 0, 0);
    told("[\"\\\"[[[[[[[[[[[[[[[[[[[[\"]", PLAN_FILE_INVALID, object, 0, 0);
    told("[\"\\\\\", [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", PLAN_FILE_SYNTAX, deep, 0, 0);
    told("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]", PLAN_FILE_INVALID, object, 0,
         0);
    told("[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]", PLAN_FILE_INVALID, object, 0,
         0);
    told("][[[[[[[[[[[[[[[[[", PLAN_FILE_SYNTAX, deep, 0, 0);
    told("{\"a\": 1,\n \"b\" 2}", PLAN_FILE_SYNTAX, "':' expected near '2'", 2, 6);
}

static void the_settings_are_kept_as_one_text(void **state) {
    (void)state;
    struct plan_file *file = plans_open("permanent-2026");
    const char *settings = plan_file_plan(file)->settings_text;
    assert_non_null(settings);
    assert_int_equal(strncmp(settings, "{\"L-09\":\"", 9), 0);
    assert_non_null(strstr(settings, "\",\"S-01\":\"event-day-is-day-0\",\"S-02\":\""));
    assert_string_equal(settings + strlen(settings) - 2, "\"}");
    plan_file_free(file);
}

static void a_file_that_is_too_big_is_not_parsed(void **state) {
    (void)state;
    size_t length = PLAN_FILE_BYTES_MAX + 1;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, ' ', length);
    struct plan_file *file = NULL;
    struct plan_file_fault fault = {0};
    assert_int_equal(plan_file_read(text, length, &file, &fault), PLAN_FILE_TOO_BIG);
    assert_string_equal(fault.code, "too-big");
    assert_string_equal(fault.hint, "a plan file has at most 262144 bytes");
    assert_int_equal(plan_file_read(text, length - 1, &file, NULL), PLAN_FILE_SYNTAX);
    assert_null(file);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_a_is_the_temporary_plan_of_the_guide),
        cmocka_unit_test(plan_b_is_the_permanent_plan_of_the_regulation),
        cmocka_unit_test(the_kept_json_reads_as_the_same_plan),
        cmocka_unit_test(every_fault_is_named_with_its_json_pointer),
        cmocka_unit_test(a_fault_names_line_and_column_of_the_value),
        cmocka_unit_test(half_points_are_read_exactly),
        cmocka_unit_test(test_trees_are_read_with_their_parts),
        cmocka_unit_test(test_trees_are_bounded),
        cmocka_unit_test(what_is_not_json_is_refused_with_its_line),
        cmocka_unit_test(a_file_that_is_too_big_is_not_parsed),
        cmocka_unit_test(depth_is_counted_before_the_file_is_parsed),
        cmocka_unit_test(the_settings_are_kept_as_one_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
