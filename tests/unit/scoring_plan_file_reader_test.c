// SPDX-License-Identifier: EUPL-1.2
// The strict getters by themselves: a member that is not there is a fault like one of the wrong
// type, never a crash, and the place stays with the fault.
#include "scoring/plan_file_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct plan_file_fault fault;
static json_t *object;
static struct plan_reader reader;

static int open_object(void **state) {
    (void)state;
    object = json_pack("{s:{s:s}, s:b, s:b, s:i, s:[]}", "text", "it", "x", "yes", 1, "no", 0,
                       "number", 7, "list");
    memset(&fault, 0, sizeof fault);
    reader = (struct plan_reader){.fault = &fault};
    return object == NULL ? -1 : 0;
}

static int close_object(void **state) {
    (void)state;
    json_decref(object);
    return 0;
}

static void check_fault(const char *pointer, const char *code) {
    assert_true(reader.failed);
    assert_string_equal(fault.pointer, pointer);
    assert_string_equal(fault.code, code);
    // Going back out does not lose the place.
    plan_reader_leave(&reader);
    assert_string_equal(fault.pointer, pointer);
    memset(&fault, 0, sizeof fault);
    reader = (struct plan_reader){.fault = &fault};
}

static void a_missing_member_is_a_fault_at_its_place(void **state) {
    (void)state;
    static const char *const keys[] = {"value", NULL};
    const char *text;
    int64_t number;
    int32_t points;
    bool flag;
    json_t *list;
    struct plan_text both;
    struct plan_number basis;
    struct plan_flag plan_flag;
    assert_false(plan_reader_keys(&reader, NULL, keys));
    check_fault("", "wrong-type");
    assert_false(plan_reader_string(&reader, object, "gone", true, &text));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_code(&reader, object, "gone", &text));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_integer(&reader, object, "gone", 0, 9, &number));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_flag(&reader, object, "gone", &flag));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_points(&reader, object, "gone", &points));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_array(&reader, object, "gone", 0, 9, &list));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_text(&reader, object, "gone", true, &both));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_text(&reader, object, "text", true, &both));
    check_fault("/text/en", "missing-key");
    assert_false(plan_reader_number(&reader, object, "gone", 0, 9, &basis));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_amount(&reader, object, "gone", &basis));
    check_fault("/gone", "wrong-type");
    assert_false(plan_reader_plan_flag(&reader, object, "gone", &plan_flag));
    check_fault("/gone", "wrong-type");
}

static void flags_numbers_and_lists_are_read(void **state) {
    (void)state;
    bool flag = false;
    int64_t number = 0;
    int32_t points = 0;
    json_t *list = NULL;
    assert_true(plan_reader_flag(&reader, object, "yes", &flag));
    assert_true(flag);
    assert_true(plan_reader_flag(&reader, object, "no", &flag));
    assert_false(flag);
    assert_false(plan_reader_flag(&reader, object, "number", &flag));
    check_fault("/number", "wrong-type");
    assert_true(plan_reader_integer(&reader, object, "number", 7, 7, &number));
    assert_int_equal(number, 7);
    assert_true(plan_reader_points(&reader, object, "number", &points));
    assert_int_equal(points, 700);
    assert_true(plan_reader_array(&reader, object, "list", 0, 0, &list));
    assert_false(plan_reader_array(&reader, object, "list", 1, 2, &list));
    check_fault("/list", "empty");
}

// {"value": …, "rule": …, "source": …} with one member of the wrong type.
static void every_member_of_a_basis_is_checked(void **state) {
    (void)state;
    static const char *const members[] = {"value", "rule", "source"};
    for (size_t i = 0; i < 3; i++) {
        json_t *bad =
            json_pack("{s:{s:i, s:s, s:s}, s:{s:b, s:s, s:s}, s:{s:s, s:s, s:s}}", "n", "value", 5,
                      "rule", "r", "source", "s", "f", "value", 1, "rule", "r", "source", "s", "a",
                      "value", "5.00", "rule", "r", "source", "s");
        assert_non_null(bad);
        struct plan_number number;
        struct plan_flag flag;
        assert_true(plan_reader_number(&reader, bad, "n", 5, 5, &number));
        assert_int_equal(number.value, 5);
        assert_true(plan_reader_plan_flag(&reader, bad, "f", &flag));
        assert_true(flag.value);
        assert_true(plan_reader_amount(&reader, bad, "a", &number));
        assert_int_equal(number.value, 500);
        static const char *const names[] = {"n", "f", "a"};
        for (size_t k = 0; k < 3; k++) {
            json_object_set_new(json_object_get(bad, names[k]), members[i], json_array());
            bool good = k == 0   ? plan_reader_number(&reader, bad, "n", 5, 5, &number)
                        : k == 1 ? plan_reader_plan_flag(&reader, bad, "f", &flag)
                                 : plan_reader_amount(&reader, bad, "a", &number);
            assert_false(good);
            assert_int_equal(strncmp(fault.pointer + 3, members[i], strlen(members[i])), 0);
            assert_string_equal(fault.code, "wrong-type");
            memset(&fault, 0, sizeof fault);
            reader = (struct plan_reader){.fault = &fault};
        }
        json_decref(bad);
    }
}

static void a_place_that_is_too_long_ends_at_a_whole_character(void **state) {
    (void)state;
    char key[400];
    memset(key, '/', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    plan_reader_enter(&reader, key);
    // "/" and then "~1" as often as there is room.
    assert_int_equal(strlen(fault.pointer), 191);
    assert_string_equal(fault.pointer + 187, "~1~1");
    plan_reader_enter(&reader, "more");
    assert_int_equal(strlen(fault.pointer), 191);
}

// {"x": a text}
static json_t *with_text(const char *text) {
    json_t *one = json_pack("{s:s}", "x", text);
    assert_non_null(one);
    return one;
}

static void a_code_has_1_to_40_signs(void **state) {
    (void)state;
    const char *code = NULL;
    json_t *most = with_text("a234567890-234567890-234567890-234567890");
    assert_true(plan_reader_code(&reader, most, "x", &code));
    assert_int_equal(strlen(code), 40);
    json_t *more = with_text("a234567890-234567890-234567890-2345678901");
    assert_false(plan_reader_code(&reader, more, "x", &code));
    check_fault("/x", "out-of-range");
    json_t *none = with_text("");
    assert_false(plan_reader_code(&reader, none, "x", &code));
    check_fault("/x", "empty");
    json_decref(most);
    json_decref(more);
    json_decref(none);
}

static void points_and_amounts_reach_their_bounds(void **state) {
    (void)state;
    static const int64_t whole[] = {-10000, 10000};
    int32_t points = 0;
    for (size_t i = 0; i < 2; i++) {
        json_t *last = json_pack("{s:I}", "x", (json_int_t)whole[i]);
        json_t *beyond = json_pack("{s:I}", "x", (json_int_t)(whole[i] + (i == 0 ? -1 : 1)));
        assert_true(plan_reader_points(&reader, last, "x", &points));
        assert_int_equal(points, whole[i] * 100);
        assert_false(plan_reader_points(&reader, beyond, "x", &points));
        check_fault("/x", "out-of-range");
        json_decref(last);
        json_decref(beyond);
    }
    static const struct {
        const char *text;
        int64_t cents;    // 0: refused
        const char *code; // then
    } amounts[] = {
        {"0.01", 1, ""},
        {"10000000.00", 1000000000, ""},
        {"10000000.01", 0, "out-of-range"},
        {"0.00", 0, "out-of-range"},
        {"", 0, "empty"},
    };
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        struct plan_number number = {0, "", ""};
        json_t *one = json_pack("{s:{s:s, s:s, s:s}}", "a", "value", amounts[i].text, "rule", "",
                                "source", "s");
        assert_int_equal(plan_reader_amount(&reader, one, "a", &number), amounts[i].cents > 0);
        if (amounts[i].cents > 0) {
            assert_int_equal(number.value, amounts[i].cents);
        } else {
            check_fault("/a/value", amounts[i].code);
        }
        json_decref(one);
    }
}

// The names to choose from are told as far as there is room.
static void a_choice_tells_its_names(void **state) {
    (void)state;
    static const char *const names[] = {"the-first-of-many-names",  "the-second-of-many-names",
                                        "the-third-of-many-names",  "the-fourth-of-many-names",
                                        "the-fifth-of-many-names",  "the-sixth-of-many-names",
                                        "the-seventh-of-many-names"};
    size_t choice = 99;
    json_t *one = with_text("another");
    json_t *none = with_text("");
    assert_false(plan_reader_choice(&reader, one, "x", names, 2, &choice));
    assert_string_equal(fault.hint, "one of: the-first-of-many-names the-second-of-many-names");
    check_fault("/x", "unknown-name");
    assert_false(plan_reader_choice(&reader, one, "x", names, 7, &choice));
    assert_int_equal(strlen(fault.hint), sizeof fault.hint - 1);
    check_fault("/x", "unknown-name");
    assert_false(plan_reader_choice(&reader, none, "x", names, 2, &choice));
    check_fault("/x", "empty");
    assert_int_equal(choice, 99);
    json_decref(one);
    json_decref(none);
}

#define READER_TEST(name) cmocka_unit_test_setup_teardown(name, open_object, close_object)

int main(void) {
    const struct CMUnitTest tests[] = {
        READER_TEST(a_missing_member_is_a_fault_at_its_place),
        READER_TEST(flags_numbers_and_lists_are_read),
        READER_TEST(every_member_of_a_basis_is_checked),
        READER_TEST(a_code_has_1_to_40_signs),
        READER_TEST(points_and_amounts_reach_their_bounds),
        READER_TEST(a_choice_tells_its_names),
        READER_TEST(a_place_that_is_too_long_ends_at_a_whole_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
