// SPDX-License-Identifier: EUPL-1.2
// The bounds of a plan file: each number at its least and most and just beyond them, and which
// texts may be empty (tests/plans/faults/ranges.json).
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

enum { SHAPE_SIZE = 256 };

// A number or text is tried in the first plan that has its shape: "/activities/3/code" is of the
// shape "/activities/#/code", and the kind of an object belongs to the shape of what is in it.
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
    "tests/plans/ninety-days",
    "temporary-2026",
    "tests/plans/fideuram",
    "permanent-2026",
    "tests/plans/german-care-grade",
};

static json_t *ranges;   // shape: [least, most]
static json_t *may_lack; // shape: may be empty
static json_t *seen;     // shapes that were tried

struct walk {
    const char *name;
    json_t *root;
};

static json_t *load(const char *name) {
    size_t length;
    char *text = plans_text(name, &length);
    json_t *value = json_loadb(text, length, 0, NULL);
    assert_non_null(value);
    free(text);
    return value;
}

static bool accepted(const struct walk *walk) {
    char *text = json_dumps(walk->root, JSON_COMPACT);
    struct plan_file *file = NULL;
    enum plan_file_result result = plan_file_read(text, strlen(text), &file, NULL);
    plan_file_free(file);
    free(text);
    return result == PLAN_FILE_OK;
}

static void try_number(const struct walk *walk, const char *shape, json_t *value) {
    const json_t *range = json_object_get(ranges, shape);
    int64_t was = json_integer_value(value);
    if (range == NULL) {
        fail_msg("%s of %s has no range", shape, walk->name);
    }
    int64_t least = json_integer_value(json_array_get(range, 0));
    int64_t most = json_integer_value(json_array_get(range, 1));
    const struct {
        int64_t number;
        bool good;
    } tries[] = {{least - 1, false}, {least, true}, {most, true}, {most + 1, false}};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        json_integer_set(value, tries[i].number);
        if (accepted(walk) != tries[i].good) {
            fail_msg("%s of %s: %lld is %s", shape, walk->name, (long long)tries[i].number,
                     tries[i].good ? "refused" : "accepted");
        }
    }
    json_integer_set(value, was);
}

static void try_empty(const struct walk *walk, const char *shape, json_t *value) {
    char was[2000];
    bool may = json_is_true(json_object_get(may_lack, shape));
    int length = snprintf(was, sizeof was, "%s", json_string_value(value));
    assert_true(length < (int)sizeof was);
    json_string_set(value, "");
    if (accepted(walk) != may) {
        fail_msg("%s of %s: the empty text is %s", shape, walk->name, may ? "refused" : "accepted");
    }
    json_string_set(value, was);
}

// A text in both languages is empty in both, or in none.
static void try_empty_in_both(const struct walk *walk, const char *shape, json_t *value) {
    json_t *was = json_deep_copy(value);
    bool may = json_is_true(json_object_get(may_lack, shape));
    json_object_set_new(value, "it", json_string(""));
    json_object_set_new(value, "en", json_string(""));
    if (accepted(walk) != may) {
        fail_msg("%s of %s: empty in both languages is %s", shape, walk->name,
                 may ? "refused" : "accepted");
    }
    json_object_update(value, was);
    json_decref(was);
}

static void walk_all(const struct walk *walk, json_t *node, const char *shape);

static void walk_into(const struct walk *walk, json_t *value, const char *before,
                      const char *step) {
    char shape[SHAPE_SIZE];
    int length = snprintf(shape, sizeof shape, "%s/%s", before, step);
    assert_true(length < SHAPE_SIZE);
    if ((json_is_integer(value) || json_is_string(value)) && json_object_get(seen, shape) == NULL) {
        json_object_set_new(seen, shape, json_true());
        (json_is_integer(value) ? try_number : try_empty)(walk, shape, value);
    }
    if (json_object_get(value, "it") != NULL && json_object_get(seen, shape) == NULL) {
        json_object_set_new(seen, shape, json_true());
        try_empty_in_both(walk, shape, value);
    }
    walk_all(walk, value, shape);
}

static void walk_all(const struct walk *walk, json_t *node, const char *shape) {
    const char *key;
    json_t *value;
    size_t index;
    if (json_is_object(node)) {
        char inner[SHAPE_SIZE];
        const char *kind = json_string_value(json_object_get(node, "kind"));
        snprintf(inner, sizeof inner, "%s%s%s", shape, kind == NULL ? "" : ":",
                 kind == NULL ? "" : kind);
        json_object_foreach(node, key, value) {
            walk_into(walk, value, inner, key);
        }
    }
    json_array_foreach(node, index, value) {
        walk_into(walk, value, shape, "#");
    }
}

static void every_number_has_its_bounds_and_every_text_says_whether_it_may_be_empty(void **state) {
    (void)state;
    json_t *told = load("tests/plans/faults/ranges");
    ranges = json_object_get(told, "ranges");
    may_lack = json_object_get(told, "may be empty");
    seen = json_object();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct walk walk = {names[i], load(names[i])};
        walk_all(&walk, walk.root, "");
        assert_true(accepted(&walk));
        json_decref(walk.root);
    }
    const char *shape;
    json_t *value;
    json_object_foreach(ranges, shape, value) {
        assert_non_null(json_object_get(seen, shape));
    }
    json_object_foreach(may_lack, shape, value) {
        assert_non_null(json_object_get(seen, shape));
    }
    json_decref(seen);
    json_decref(told);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_has_its_bounds_and_every_text_says_whether_it_may_be_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
