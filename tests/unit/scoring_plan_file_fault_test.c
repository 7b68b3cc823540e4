// SPDX-License-Identifier: EUPL-1.2
// Every place of a plan file, damaged by machine: what is missing, of another type or unknown is
// refused with its place, never taken for something else and never a crash. What each damage is
// answered stands in tests/plans/faults/damage.json: the code of the fault, with its place where
// that is another, "-" for a plan.
#include "scoring/plan_file.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

enum {
    PLACE_SIZE = 256,
    SHAPES_MAX = 4096,
// Where it is slow, or runs for every mutant, each place gets some of the values, in turn.
#if defined HOUSE_SPARSE
    VALUES_STEP = 5,
    RATION_STEP = 7,
#elif defined __SANITIZE_ADDRESS__
    VALUES_STEP = 3,
    RATION_STEP = 1,
#else
    VALUES_STEP = 1,
    RATION_STEP = 1,
#endif
};

// The short ones first: a shape is tried in the first plan that has it, and each try reads it
// whole.
static const char *const names[] = {
    "tests/plans/bolzano-care-hours",
    "tests/plans/external-certificate",
    "tests/plans/svama",
    "tests/plans/sanarti",
    "tests/plans/emapi",
    "tests/plans/cassa-forense",
    "tests/plans/sanifonds",
    "tests/plans/faschim-payments",
    "tests/plans/dementia-branch",
    "temporary-2026",
    "tests/plans/fideuram",
    "permanent-2026",
    "tests/plans/german-care-grade",
};

// Places of the same shape are read alike: "/activities/3/code" is "/activities/#/code". The kind
// of an object belongs to the shape of what is in it.
static uint64_t shapes[SHAPES_MAX];
static size_t shape_count;

static bool new_shape(const char *shape) {
    uint64_t hash = 14695981039346656037U;
    for (const char *at = shape; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * 1099511628211U;
    }
    for (size_t i = 0; i < shape_count; i++) {
        if (shapes[i] == hash) {
            return false;
        }
    }
    assert_true(shape_count < SHAPES_MAX);
    shapes[shape_count++] = hash;
    return true;
}

// A place as a pointer and as a shape.
struct place {
    char pointer[PLACE_SIZE];
    char shape[PLACE_SIZE];
};

static json_t *answers; // by shape, in the order of the damages

struct damage {
    json_t *root;
    size_t tried;
    size_t accepted;
};

// Reads the damaged plan; true when it was refused.
static bool refused(struct damage *damage, const char *place, struct plan_file_fault *fault) {
    char *text = json_dumps(damage->root, JSON_COMPACT);
    assert_non_null(text);
    struct plan_file *file = NULL;
    *fault = (struct plan_file_fault){0};
    enum plan_file_result result = plan_file_read(text, strlen(text), &file, fault);
    free(text);
    damage->tried++;
    damage->accepted += result == PLAN_FILE_OK ? 1 : 0;
    if ((result == PLAN_FILE_OK) != (file != NULL) ||
        (result != PLAN_FILE_OK && (result != PLAN_FILE_INVALID || fault->code[0] == '\0' ||
                                    fault->hint[0] == '\0' || fault->line < 1))) {
        fail_msg("%s: result %d, %s at %s", place, (int)result, fault->code, fault->pointer);
    }
    plan_file_free(file);
    return result != PLAN_FILE_OK;
}

static bool begins(const char *text, const char *beginning) {
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

// The answer to damage number `which` of a place is the one that is written down.
static void answered(const struct place *place, size_t which, bool told,
                     const struct plan_file_fault *fault) {
    char answer[PLACE_SIZE + 48];
    const char *expected =
        json_string_value(json_array_get(json_object_get(answers, place->shape), which));
    bool here = strcmp(fault->pointer, place->pointer) == 0;
    snprintf(answer, sizeof answer, "%s%s%s", told ? fault->code : "-", !told || here ? "" : " ",
             !told || here ? "" : fault->pointer);
    if (expected == NULL || strcmp(answer, expected) != 0) {
        fail_msg("%s, damage %zu: %s, not %s", place->pointer, which, answer,
                 expected == NULL ? "known" : expected);
    }
}

enum { FIRST_VALUE = 2 }; // after the two damages that are none of the value

// A value of each other type in the place of `value`; `put` sets the place.
static void try_other_values(struct damage *damage, const struct place *at, json_t *value,
                             void (*put)(void *, json_t *), void *where) {
    const char *place = at->pointer;
    static const char *const others[] = {"null", "true", "7",    "\"x\"",       "-1",
                                         "{}",   "[]",   "\"\"", "999999999999"};
    for (size_t i = shape_count % VALUES_STEP; i < sizeof others / sizeof others[0];
         i += VALUES_STEP) {
        struct plan_file_fault fault;
        json_t *other = json_loads(others[i], JSON_DECODE_ANY, NULL);
        bool same_type = json_typeof(other) == json_typeof(value) ||
                         (json_is_boolean(other) && json_is_boolean(value));
        put(where, other);
        bool told = refused(damage, place, &fault);
        answered(at, FIRST_VALUE + i, told, &fault);
        // Points are written as a text or as a whole number.
        bool points = json_is_string(value) && json_is_integer(other);
        if (!told && !same_type && !points && !(json_is_integer(value) && json_is_string(other))) {
            fail_msg("%s: %s was accepted", place, others[i]);
        }
        if (told && !same_type && json_is_null(other) && !begins(place, fault.pointer) &&
            !begins(fault.pointer, place)) {
            fail_msg("%s: the fault is told at %s", place, fault.pointer);
        }
        json_decref(other);
    }
    put(where, value);
}

struct member {
    json_t *object;
    const char *key;
};

static void put_member(void *where, json_t *value) {
    struct member *member = where;
    json_object_set(member->object, member->key, value);
}

struct element {
    json_t *array;
    size_t index;
};

static void put_element(void *where, json_t *value) {
    struct element *element = where;
    json_array_set(element->array, element->index, value);
}

static void damage_all(struct damage *damage, json_t *node, const struct place *place);

static struct place below_of(const struct place *place, const char *kind, const char *key,
                             const char *shape) {
    struct place below;
    int pointer = snprintf(below.pointer, sizeof below.pointer, "%s/%s", place->pointer, key);
    int length = snprintf(below.shape, sizeof below.shape, "%s%s/%s", place->shape, kind, shape);
    assert_true(pointer < PLACE_SIZE && length < PLACE_SIZE);
    return below;
}

static struct place member_of(const struct place *place, const json_t *node, const char *key) {
    const char *kind = json_string_value(json_object_get(node, "kind"));
    return below_of(place, kind == NULL ? "" : kind, key, key);
}

static struct place element_of(const struct place *place, size_t index) {
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    return below_of(place, "", number, "#");
}

static void damage_object(struct damage *damage, json_t *node, const struct place *place) {
    json_t *copy = json_copy(node);
    const char *key;
    json_t *value;
    json_object_foreach(copy, key, value) {
        struct place below = member_of(place, node, key);
        if (new_shape(below.shape)) {
            struct plan_file_fault fault;
            json_object_set_new(node, "no_such_name", json_true());
            if (!refused(damage, below.pointer, &fault)) {
                fail_msg("%s: an unknown name was accepted", place->pointer);
            }
            answered(&below, 0, true, &fault);
            json_object_del(node, "no_such_name");
            json_object_del(node, key);
            bool told = refused(damage, below.pointer, &fault);
            answered(&below, 1, told, &fault);
            json_object_set(node, key, value);
            struct member member = {node, key};
            try_other_values(damage, &below, value, put_member, &member);
        }
        damage_all(damage, value, &below);
    }
    json_decref(copy);
}

static void damage_array(struct damage *damage, json_t *node, const struct place *place) {
    struct plan_file_fault fault;
    size_t count = json_array_size(node);
    for (size_t i = 0; i < count; i++) {
        struct place below = element_of(place, i);
        json_t *value = json_incref(json_array_get(node, i));
        if (new_shape(below.shape)) {
            struct element element = {node, i};
            try_other_values(damage, &below, value, put_element, &element);
            json_array_remove(node, i);
            bool told = refused(damage, below.pointer, &fault);
            answered(&below, 0, told, &fault);
            json_array_insert(node, i, value);
            // Twice the same: a code that is used twice, or one element too many.
            json_array_insert(node, i, value);
            told = refused(damage, below.pointer, &fault);
            answered(&below, 1, told, &fault);
            json_array_remove(node, i);
        }
        damage_all(damage, value, &below);
        json_decref(value);
    }
}

static void damage_all(struct damage *damage, json_t *node, const struct place *place) {
    if (json_is_object(node)) {
        damage_object(damage, node, place);
    } else if (json_is_array(node)) {
        damage_array(damage, node, place);
    }
}

static void every_place_of_every_plan_is_read_strictly(void **state) {
    (void)state;
    size_t tried = 0;
    size_t size;
    char *told = plans_text("tests/plans/faults/damage", &size);
    answers = json_loadb(told, size, 0, NULL);
    free(told);
    assert_non_null(answers);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length;
        char *text = plans_text(names[i], &length);
        struct damage damage = {.root = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL)};
        free(text);
        assert_non_null(damage.root);
        damage_all(&damage, damage.root, &(struct place){.pointer = ""});
        struct plan_file_fault fault;
        assert_false(refused(&damage, names[i], &fault));
        json_decref(damage.root);
        tried += damage.tried;
    }
    assert_true(shape_count > 300 && tried > 3 * shape_count);
    assert_int_equal(shape_count, json_object_size(answers));
    json_decref(answers);
}

// How many allocations still succeed; negative: all.
static long allowed = -1;
static long asked;

static void *rationed(size_t size) {
    asked++;
    if (allowed == 0) {
        return NULL;
    }
    allowed -= allowed > 0 ? 1 : 0;
    return malloc(size);
}

static void memory_that_runs_out_gives_no_half_plan(void **state) {
    (void)state;
    size_t length;
    char *text = plans_text("permanent-2026", &length);
    struct plan_file *file = NULL;
    json_set_alloc_funcs(rationed, free);
    assert_int_equal(plan_file_read(text, length, &file, NULL), PLAN_FILE_OK);
    plan_file_free(file);
    long whole = asked;
    assert_true(whole > 500);
    for (long ration = 0; ration<whole; ration += whole - ration> 400 ? 29 : RATION_STEP) {
        allowed = ration;
        file = NULL;
        assert_int_not_equal(plan_file_read(text, length, &file, NULL), PLAN_FILE_OK);
        assert_null(file);
    }
    allowed = -1;
    json_set_alloc_funcs(malloc, free);
    free(text);
}

static void a_plan_that_pays_in_no_form_is_refused(void **state) {
    (void)state;
    size_t length;
    char *text = plans_text("permanent-2026", &length);
    struct damage damage = {.root = json_loadb(text, length, 0, NULL)};
    free(text);
    const char *key;
    json_t *form;
    json_object_foreach(json_object_get(damage.root, "forms"), key, form) {
        json_object_set_new(form, "value", json_false());
    }
    struct plan_file_fault fault;
    assert_true(refused(&damage, "/forms", &fault));
    assert_string_equal(fault.code, "empty");
    assert_string_equal(fault.pointer, "/forms");
    json_decref(damage.root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_runs_out_gives_no_half_plan),
        cmocka_unit_test(a_plan_that_pays_in_no_form_is_refused),
        cmocka_unit_test(every_place_of_every_plan_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
