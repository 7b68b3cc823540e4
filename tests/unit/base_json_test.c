// SPDX-License-Identifier: EUPL-1.2
// JSON: bounds and strictness at the door, faults with pointers, canonical form.
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

enum shape { SHAPE_NONE = 0, SHAPE_ROUND, SHAPE_SQUARE };
static const char *const SHAPES[] = {NULL, "round", "square"};

struct answer {
    const char *question;
    int64_t points;
};

struct claim {
    const char *name;
    const char *onset;
    int64_t filed_us;
    int shape;
    int64_t cents;
    bool cents_given;
    bool continuing;
    struct public_id member;
    struct answer first;
    struct json_list answers, tags;
    json_t *extra;
};

static const struct json_field ANSWER[] = {
    {.name = "question", .kind = JSON_KIND_TEXT, .offset = offsetof(struct answer, question)},
    {.name = "points", .kind = JSON_KIND_INT, .offset = offsetof(struct answer, points), .max = 10},
    JSON_END,
};

static const struct json_field CLAIM[] = {
    {.name = "name",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct claim, name),
     .min = 2,
     .max = 5},
    {.name = "onset",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct claim, onset)},
    {.name = "filed",
     .kind = JSON_KIND_INSTANT,
     .optional = true,
     .offset = offsetof(struct claim, filed_us)},
    {.name = "shape",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct claim, shape),
     .choices = SHAPES,
     .choice_count = 3},
    {.name = "cents",
     .kind = JSON_KIND_INT,
     .optional = true,
     .offset = offsetof(struct claim, cents),
     .given = 1 + offsetof(struct claim, cents_given),
     .min = -100,
     .max = 100},
    {.name = "continuing",
     .kind = JSON_KIND_BOOL,
     .optional = true,
     .offset = offsetof(struct claim, continuing)},
    {.name = "member",
     .kind = JSON_KIND_ID,
     .optional = true,
     .offset = offsetof(struct claim, member)},
    {.name = "first",
     .kind = JSON_KIND_OBJECT,
     .optional = true,
     .offset = offsetof(struct claim, first),
     .fields = ANSWER},
    {.name = "answers",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct claim, answers),
     .max = 3,
     .item = JSON_KIND_OBJECT,
     .item_size = sizeof(struct answer),
     .fields = ANSWER},
    {.name = "tags",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct claim, tags),
     .min = 1,
     .max = 2,
     .item = JSON_KIND_TEXT,
     .item_min = 1,
     .item_max = 3},
    {.name = "extra",
     .kind = JSON_KIND_ANY,
     .optional = true,
     .offset = offsetof(struct claim, extra)},
    JSON_END,
};

static void refused(const char *text, enum rc rc, const char *code) {
    struct fault fault = {0};
    json_t *json = NULL;
    assert_int_equal(json_read(text, strlen(text), NULL, &fault, &json), rc);
    assert_null(json);
    assert_string_equal(fault.code, code);
}

static void malformed_texts_are_refused(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "{",
        "{\"a\":1}x",
        "{'a':1}",
        "{\"a\":01}",
        "[1,]",
        "{\"a\":NaN}",
        "\"\\u0000\"",
        "{\"a\\u0000b\":1}",
        "[\"\xff\"]",
        "[\"\xed\xa0\x80\"]",
        "[\"\\ud800\"]",
        "{\"a\" 1}",
        "[99999999999999999999]",
        "nul",
        "[\"\t\"]",
        "7",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refused(texts[i], RC_INVALID, "json-malformed");
    }
    refused("{\"a\":1,\"a\":2}", RC_INVALID, "json-duplicate-key");
    refused("{\"a\":1,\"\\u0061\":2}", RC_INVALID, "json-duplicate-key");
}

static void depth_keys_and_size_are_bounded_before_parsing(void **state) {
    (void)state;
    char text[70000];
    memset(text, '[', 16);
    memset(text + 16, ']', 16);
    text[32] = '\0';
    struct fault fault = {0};
    json_t *json = NULL;
    assert_int_equal(json_read(text, 32, NULL, &fault, &json), RC_OK);
    json_decref(json);
    memset(text, '[', 17);
    refused(text, RC_LIMIT, "json-too-deep");
    memset(text, '[', sizeof text);
    text[sizeof text - 1] = '\0';
    refused(text, RC_LIMIT, "json-too-large");
    for (int keys = 256; keys <= 257; keys++) {
        size_t used = 0;
        for (int i = 0; i < keys; i++) {
            used += (size_t)snprintf(text + used, sizeof text - used, "%s\"k%d\":\"a:b\"",
                                     i ? "," : "{", i);
        }
        snprintf(text + used, sizeof text - used, "}");
        enum rc rc = json_read(text, strlen(text), NULL, &fault, &json);
        assert_int_equal(rc, keys == 256 ? RC_OK : RC_LIMIT);
        if (rc == RC_OK) {
            json_decref(json);
        }
    }
}

static enum rc fill(const char *text, struct arena *arena, struct claim *claim,
                    struct fault *fault) {
    json_t *json = NULL;
    fault_clear(fault);
    *claim = (struct claim){0};
    assert_int_equal(json_read(text, strlen(text), NULL, fault, &json), RC_OK);
    enum rc rc = json_fill(json, "", CLAIM, arena, claim, fault);
    claim->extra = claim->extra ? json_deep_copy(claim->extra) : NULL;
    json_decref(json);
    return rc;
}

static void a_whole_object_fills_the_struct(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct claim claim;
    struct fault fault;
    assert_int_equal(
        fill("{\"name\":\"Alò\",\"onset\":\"2026-01-31\",\"filed\":\"2026-11-21T08:30:05+01:00\","
             "\"shape\":\"square\",\"cents\":-100,\"continuing\":true,"
             "\"member\":\"00112233445566778899aabbccddeeff\",\"first\":{\"question\":\"q\","
             "\"points\":3},"
             "\"answers\":[{\"question\":\"a\",\"points\":10},{\"question\":\"b\",\"points\":0}],"
             "\"tags\":[\"x\",\"yy\"],\"extra\":{\"free\":[1]}}",
             arena, &claim, &fault),
        RC_OK);
    assert_string_equal(claim.name, "Alò");
    assert_string_equal(claim.onset, "2026-01-31");
    assert_int_equal(claim.filed_us, INT64_C(1795246205000000));
    assert_int_equal(claim.shape, SHAPE_SQUARE);
    assert_int_equal(claim.cents, -100);
    assert_true(claim.cents_given);
    assert_true(claim.continuing);
    assert_string_equal(claim.member.text, "00112233445566778899aabbccddeeff");
    assert_int_equal(claim.first.points, 3);
    assert_int_equal(claim.answers.count, 2);
    assert_string_equal(((struct answer *)claim.answers.items)[1].question, "b");
    assert_string_equal(((const char **)claim.tags.items)[1], "yy");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(claim.extra, "free"), 0)),
                     1);
    json_decref(claim.extra);
    arena_free(arena);
}

static void optional_members_may_be_absent_or_null(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct claim claim;
    struct fault fault;
    assert_int_equal(fill("{\"name\":\"Rosa\",\"cents\":null}", arena, &claim, &fault), RC_OK);
    assert_false(claim.cents_given);
    assert_null(claim.onset);
    arena_free(arena);
}

static void each_fault_is_named_with_its_pointer(void **state) {
    (void)state;
    static const struct {
        const char *text, *pointer, *code;
    } rows[] = {
        {"{}", "/name", "missing"},
        {"{\"name\":null}", "/name", "wrong-type"},
        {"{\"name\":\"x\"}", "/name", "too-short"},
        {"{\"name\":\"àèìòùé\"}", "/name", "too-long"},
        {"{\"name\":\"a\\tb\"}", "/name", "bad-characters"},
        {"{\"name\":\"   \"}", "/name", "too-short"},
        {"{\"name\":\" \\u00a0\\n\"}", "/name", "too-short"},
        {"{\"name\":\"a\\u202eb\"}", "/name", "bad-characters"},
        {"{\"name\":\"a\\u2066b\"}", "/name", "bad-characters"},
        {"{\"name\":\"a\\u0085b\"}", "/name", "bad-characters"},
        {"{\"name\":\"Rosa\",\"onset\":\"2026-02-30\"}", "/onset", "not-a-date"},
        {"{\"name\":\"Rosa\",\"filed\":\"2026-02-20\"}", "/filed", "not-an-instant"},
        {"{\"name\":\"Rosa\",\"shape\":\"oval\"}", "/shape", "not-a-choice"},
        {"{\"name\":\"Rosa\",\"cents\":101}", "/cents", "out-of-range"},
        {"{\"name\":\"Rosa\",\"cents\":3.0}", "/cents", "wrong-type"},
        {"{\"name\":\"Rosa\",\"cents\":\"3\"}", "/cents", "wrong-type"},
        {"{\"name\":\"Rosa\",\"continuing\":1}", "/continuing", "wrong-type"},
        {"{\"name\":\"Rosa\",\"member\":\"1\"}", "/member", "not-an-id"},
        {"{\"name\":\"Rosa\",\"first\":[]}", "/first", "wrong-type"},
        {"{\"name\":\"Rosa\",\"tags\":[]}", "/tags", "too-few"},
        {"{\"name\":\"Rosa\",\"tags\":[\"a\",\"b\",\"c\"]}", "/tags", "too-many"},
        {"{\"name\":\"Rosa\",\"tags\":[\"a\",\"bbbb\"]}", "/tags/1", "too-long"},
        {"{\"name\":\"Rosa\",\"answers\":[{\"question\":\"q\",\"points\":11}]}",
         "/answers/0/points", "out-of-range"},
        {"{\"name\":\"Rosa\",\"colour\":1}", "/colour", "unknown-field"},
        {"{\"name\":\"Rosa\",\"a/b~c\":1}", "/a~1b~0c", "unknown-field"},
        {"[]", "", "wrong-type"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new(0);
        struct claim claim;
        struct fault fault;
        assert_int_equal(fill(rows[i].text, arena, &claim, &fault), RC_INVALID);
        assert_string_equal(fault.code, "invalid-input");
        assert_int_equal(fault.count, 1);
        assert_string_equal(fault.at[0].pointer, rows[i].pointer);
        assert_string_equal(fault.at[0].code, rows[i].code);
        arena_free(arena);
    }
}

static void many_faults_are_collected_up_to_eight(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct claim claim;
    struct fault fault;
    assert_int_equal(
        fill(
            "{\"onset\":1,\"cents\":\"1\",\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1}",
            arena, &claim, &fault),
        RC_INVALID);
    assert_int_equal(fault.count, FAULT_PLACES);
    assert_string_equal(fault.at[0].pointer, "/name");
    assert_string_equal(fault.at[1].pointer, "/onset");
    assert_string_equal(fault.at[2].pointer, "/cents");
    arena_free(arena);
}

static void an_exhausted_arena_is_reported_not_ignored(void **state) {
    (void)state;
    struct arena *arena = arena_new(2);
    struct claim claim;
    struct fault fault;
    assert_int_equal(fill("{\"name\":\"Rosa\"}", arena, &claim, &fault), RC_NOMEM);
    arena_free(arena);
}

static void the_canonical_form_sorts_names_and_drops_spaces(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    json_t *json = NULL;
    static const char text[] = "{ \"b\" : [1, 2.50], \"a\" : {\"y\":null, \"x\":\"è\"} }";
    assert_int_equal(json_read(text, strlen(text), NULL, &fault, &json), RC_OK);
    assert_string_equal(json_render_canonical(arena, json),
                        "{\"a\":{\"x\":\"è\",\"y\":null},\"b\":[1,2.5]}");
    assert_string_equal(json_render(arena, json), "{\"b\":[1,2.5],\"a\":{\"y\":null,\"x\":\"è\"}}");
    struct buffer small;
    buffer_init(&small, 10);
    assert_int_equal(json_write(json, &small), RC_LIMIT);
    buffer_free(&small);
    json_decref(json);
    arena_free(arena);
}

static void a_list_that_lost_an_item_is_no_list(void **state) {
    (void)state;
    json_t *list = json_append(json_append(json_array(), json_integer(1)), json_string("two"));
    assert_int_equal(json_array_size(list), 2);
    list = json_append(list, json_pack("{s:s}", "name", NULL)); // packing fails on the NULL text
    assert_null(list);
    list = json_append(list, json_integer(3));
    assert_null(list);
    assert_null(json_pack("{s:o}", "items", list));
}

static void an_object_that_lost_a_member_is_not_written(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    assert_non_null(arena);
    json_t *object = json_object();
    assert_int_equal(json_put(object, "first", json_integer(1)), 0);
    assert_int_equal(json_put(object, "second", json_pack("{s:s}", "name", NULL)), -1);
    assert_null(json_render(arena, object));
    json_decref(object);
    arena_free(arena);
}

static void a_failure_is_named_by_its_result_unless_a_step_told_of_it(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_int_equal(fault_named(&fault, RC_OK), RC_OK);
    assert_string_equal(fault.code, "");
    assert_int_equal(fault_named(&fault, RC_IO), RC_IO);
    assert_string_equal(fault.code, rc_name(RC_IO));
    fault_set(&fault, RC_CONFLICT, "claim-already-open");
    assert_int_equal(fault_named(&fault, RC_CONFLICT), RC_CONFLICT);
    assert_string_equal(fault.code, "claim-already-open");
    // The store failed after a step had told of something else.
    assert_int_equal(fault_named(&fault, RC_IO), RC_IO);
    assert_int_equal(fault.rc, RC_IO);
    assert_string_equal(fault.code, rc_name(RC_IO));
    assert_int_equal(fault_named(NULL, RC_IO), RC_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_is_named_by_its_result_unless_a_step_told_of_it),
        cmocka_unit_test(a_list_that_lost_an_item_is_no_list),
        cmocka_unit_test(an_object_that_lost_a_member_is_not_written),
        cmocka_unit_test(malformed_texts_are_refused),
        cmocka_unit_test(depth_keys_and_size_are_bounded_before_parsing),
        cmocka_unit_test(a_whole_object_fills_the_struct),
        cmocka_unit_test(optional_members_may_be_absent_or_null),
        cmocka_unit_test(each_fault_is_named_with_its_pointer),
        cmocka_unit_test(many_faults_are_collected_up_to_eight),
        cmocka_unit_test(an_exhausted_arena_is_reported_not_ignored),
        cmocka_unit_test(the_canonical_form_sorts_names_and_drops_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
