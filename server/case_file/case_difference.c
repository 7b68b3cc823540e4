// SPDX-License-Identifier: EUPL-1.2
// Walking two JSON values side by side.
#include "case_file/case_difference.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_SIZE = 24 };

struct walk {
    char pointer[FAULT_POINTER_SIZE]; // cut at its end, as in a fault
    size_t length;
    const char *code; // NULL: no difference so far
};

static void compare(struct walk *walk, json_t *made, json_t *given);

static void put(struct walk *walk, const char *sign) {
    size_t length = strlen(sign);
    if (walk->length + length < sizeof walk->pointer) {
        memcpy(walk->pointer + walk->length, sign, length);
        walk->length += length;
    }
}

static void put_token(struct walk *walk, const char *name) {
    put(walk, "/");
    for (; *name != '\0'; name++) {
        const char plain[] = {*name, '\0'};
        put(walk, *name == '~' ? "~0" : *name == '/' ? "~1" : plain);
    }
}

// One member or element; NULL where a side does not have it. The pointer stays where it differs.
static void compare_at(struct walk *walk, const char *token, json_t *made, json_t *given) {
    size_t before = walk->length;
    put_token(walk, token);
    if (made == NULL || given == NULL) {
        walk->code = given == NULL ? "missing" : "unknown-field";
    } else {
        compare(walk, made, given);
    }
    walk->length = walk->code == NULL ? before : walk->length;
}

static void compare_objects(struct walk *walk, json_t *made, json_t *given) {
    const char *name;
    json_t *value;
    json_object_foreach(made, name, value) {
        compare_at(walk, name, value, json_object_get(given, name));
        if (walk->code != NULL) {
            return;
        }
    }
    json_object_foreach(given, name, value) {
        if (json_object_get(made, name) == NULL) {
            compare_at(walk, name, NULL, value);
            return;
        }
    }
}

static void compare_arrays(struct walk *walk, json_t *made, json_t *given) {
    size_t most = json_array_size(made);
    most = json_array_size(given) > most ? json_array_size(given) : most;
    for (size_t i = 0; i < most && walk->code == NULL; i++) {
        char number[NUMBER_SIZE];
        (void)snprintf(number, sizeof number, "%zu", i);
        compare_at(walk, number, json_array_get(made, i), json_array_get(given, i));
    }
}

static void compare(struct walk *walk, json_t *made, json_t *given) {
    if (json_is_object(made) && json_is_object(given)) {
        compare_objects(walk, made, given);
    } else if (json_is_array(made) && json_is_array(given)) {
        compare_arrays(walk, made, given);
    } else if (!json_equal(made, given)) {
        walk->code = "differs";
    }
}

void case_difference_tell(json_t *made, json_t *given, struct fault *fault) {
    struct walk walk = {.length = 0};
    compare(&walk, made, given);
    walk.pointer[walk.length] = '\0';
    fault_at(fault, walk.pointer, walk.code != NULL ? walk.code : "differs");
}
