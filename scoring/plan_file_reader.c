// SPDX-License-Identifier: EUPL-1.2
// Strict getters over a jansson tree with a JSON Pointer to the value in hand.
#include "scoring/plan_file_reader.h"

#include "scoring/money.h"
#include "scoring/points.h"

#include <stdio.h>
#include <string.h>

enum {
    CODE_LENGTH_MAX = 40,
};

static const char *const basis_keys[] = {"value", "rule", "source", NULL};

// Appends while there is room; a pointer that does not fit ends early, at a whole character.
static void append(struct plan_reader *reader, const char *text) {
    char *pointer = reader->fault->pointer;
    size_t length = strlen(text);
    if (reader->depth + length < sizeof reader->fault->pointer) {
        memcpy(pointer + reader->depth, text, length);
        reader->depth += length;
        pointer[reader->depth] = '\0';
    }
}

void plan_reader_enter(struct plan_reader *reader, const char *key) {
    append(reader, "/");
    for (; *key != '\0'; key++) {
        const char plain[] = {*key, '\0'};
        append(reader, *key == '~' ? "~0" : *key == '/' ? "~1" : plain);
    }
}

void plan_reader_enter_index(struct plan_reader *reader, size_t index) {
    char text[24];
    snprintf(text, sizeof text, "%zu", index);
    plan_reader_enter(reader, text);
}

// A fault keeps its place, also when the getters that were inside go back out.
void plan_reader_leave(struct plan_reader *reader) {
    if (reader->failed) {
        return;
    }
    char *pointer = reader->fault->pointer;
    do {
        reader->depth--;
    } while (pointer[reader->depth] != '/');
    pointer[reader->depth] = '\0';
}

bool plan_reader_fail(struct plan_reader *reader, const char *code, const char *hint) {
    reader->failed = true;
    snprintf(reader->fault->code, sizeof reader->fault->code, "%s", code);
    snprintf(reader->fault->hint, sizeof reader->fault->hint, "%s", hint);
    return false;
}

bool plan_reader_fail_at(struct plan_reader *reader, const char *key, const char *code,
                         const char *hint) {
    plan_reader_enter(reader, key);
    return plan_reader_fail(reader, code, hint);
}

static bool is_among(const char *key, const char *const *keys) {
    for (; *keys != NULL; keys++) {
        if (strcmp(key, *keys) == 0) {
            return true;
        }
    }
    return false;
}

bool plan_reader_keys(struct plan_reader *reader, const json_t *object, const char *const *keys) {
    static const char *const none[] = {NULL};
    return plan_reader_keys_also(reader, object, keys, none);
}

bool plan_reader_keys_also(struct plan_reader *reader, const json_t *object,
                           const char *const *keys, const char *const *optional) {
    if (!json_is_object(object)) {
        return plan_reader_fail(reader, "wrong-type", "an object is expected here");
    }
    // The iterator takes a non-const tree; nothing is written to it.
    json_t *tree = (json_t *)(uintptr_t)object;
    for (void *at = json_object_iter(tree); at != NULL; at = json_object_iter_next(tree, at)) {
        const char *key = json_object_iter_key(at);
        if (!is_among(key, keys) && !is_among(key, optional)) {
            return plan_reader_fail_at(reader, key, "unknown-key",
                                       "no such key here; check its spelling");
        }
    }
    for (; *keys != NULL; keys++) {
        if (json_object_get(object, *keys) == NULL) {
            return plan_reader_fail_at(reader, *keys, "missing-key", "this key must be given");
        }
    }
    return true;
}

bool plan_reader_string(struct plan_reader *reader, const json_t *object, const char *key,
                        bool may_be_empty, const char **out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) {
        return plan_reader_fail_at(reader, key, "wrong-type", "a text is expected here");
    }
    if (!may_be_empty && json_string_length(value) == 0) {
        return plan_reader_fail_at(reader, key, "empty", "this text must not be empty");
    }
    *out = json_string_value(value);
    return true;
}

bool plan_reader_code(struct plan_reader *reader, const json_t *object, const char *key,
                      const char **out) {
    const char *code;
    if (!plan_reader_string(reader, object, key, false, &code)) {
        return false;
    }
    size_t good = strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (code[good] != '\0' || good > CODE_LENGTH_MAX || code[0] < 'a') {
        return plan_reader_fail_at(
            reader, key, "out-of-range",
            "a code has 1 to 40 small letters, digits and hyphens, a letter first");
    }
    *out = code;
    return true;
}

bool plan_reader_integer(struct plan_reader *reader, const json_t *object, const char *key,
                         int64_t least, int64_t most, int64_t *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value)) {
        return plan_reader_fail_at(reader, key, "wrong-type", "a whole number is expected here");
    }
    int64_t number = json_integer_value(value);
    if (number < least || number > most) {
        char hint[sizeof reader->fault->hint];
        if (least == most) {
            snprintf(hint, sizeof hint, "%lld is expected here", (long long)least);
        } else {
            snprintf(hint, sizeof hint, "a number from %lld to %lld is expected here",
                     (long long)least, (long long)most);
        }
        return plan_reader_fail_at(reader, key, "out-of-range", hint);
    }
    *out = number;
    return true;
}

bool plan_reader_flag(struct plan_reader *reader, const json_t *object, const char *key,
                      bool *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_boolean(value)) {
        return plan_reader_fail_at(reader, key, "wrong-type", "true or false is expected here");
    }
    *out = json_typeof(value) == JSON_TRUE;
    return true;
}

bool plan_reader_text(struct plan_reader *reader, const json_t *object, const char *key,
                      bool may_be_empty, struct plan_text *out) {
    static const char *const languages[] = {"it", "en", NULL};
    const json_t *value = json_object_get(object, key);
    plan_reader_enter(reader, key);
    bool good = plan_reader_keys(reader, value, languages) &&
                plan_reader_string(reader, value, "it", may_be_empty, &out->it) &&
                plan_reader_string(reader, value, "en", may_be_empty, &out->en);
    if (good && (out->it[0] == '\0') != (out->en[0] == '\0')) {
        return plan_reader_fail(reader, "empty", "give the text in both languages or in none");
    }
    plan_reader_leave(reader);
    return good;
}

bool plan_reader_points(struct plan_reader *reader, const json_t *object, const char *key,
                        int32_t *points) {
    const json_t *value = json_object_get(object, key);
    if (json_is_integer(value)) {
        int64_t whole = json_integer_value(value);
        if (whole < -PLAN_POINTS_MAX / 100 || whole > PLAN_POINTS_MAX / 100) {
            return plan_reader_fail_at(reader, key, "out-of-range",
                                       "points lie between -10000 and 10000");
        }
        *points = (int32_t)whole * 100;
        return true;
    }
    if (!json_is_string(value)) {
        return plan_reader_fail_at(reader, key, "wrong-type",
                                   "a whole number, or a text such as \"12.5\", is expected here");
    }
    if (!points_parse(json_string_value(value), json_string_length(value), points)) {
        return plan_reader_fail_at(
            reader, key, "out-of-range",
            "points look like \"12.5\", with at most two decimals, between -10000 and 10000");
    }
    return true;
}

bool plan_reader_choice(struct plan_reader *reader, const json_t *object, const char *key,
                        const char *const *names, size_t count, size_t *out) {
    const char *name;
    if (!plan_reader_string(reader, object, key, false, &name)) {
        return false;
    }
    char hint[sizeof reader->fault->hint] = "one of:";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = i;
            return true;
        }
        size_t used = strlen(hint);
        snprintf(hint + used, sizeof hint - used, " %s", names[i]);
    }
    return plan_reader_fail_at(reader, key, "unknown-name", hint);
}

bool plan_reader_array(struct plan_reader *reader, const json_t *object, const char *key,
                       size_t least, size_t most, json_t **out) {
    json_t *value = json_object_get(object, key);
    if (!json_is_array(value)) {
        return plan_reader_fail_at(reader, key, "wrong-type", "a list is expected here");
    }
    if (json_array_size(value) < least) {
        return plan_reader_fail_at(reader, key, "empty", "the list has too few entries");
    }
    if (json_array_size(value) > most) {
        return plan_reader_fail_at(reader, key, "too-many", "the list has too many entries");
    }
    *out = value;
    return true;
}

bool plan_reader_number(struct plan_reader *reader, const json_t *object, const char *key,
                        int64_t least, int64_t most, struct plan_number *out) {
    const json_t *value = json_object_get(object, key);
    plan_reader_enter(reader, key);
    bool good = plan_reader_keys(reader, value, basis_keys) &&
                plan_reader_integer(reader, value, "value", least, most, &out->value) &&
                plan_reader_string(reader, value, "rule", true, &out->rule) &&
                plan_reader_string(reader, value, "source", false, &out->source);
    plan_reader_leave(reader);
    return good;
}

bool plan_reader_amount(struct plan_reader *reader, const json_t *object, const char *key,
                        struct plan_number *out) {
    const int64_t most_cents = INT64_C(1000000000);
    const json_t *value = json_object_get(object, key);
    const char *text;
    plan_reader_enter(reader, key);
    if (!plan_reader_keys(reader, value, basis_keys) ||
        !plan_reader_string(reader, value, "value", false, &text) ||
        !plan_reader_string(reader, value, "rule", true, &out->rule) ||
        !plan_reader_string(reader, value, "source", false, &out->source)) {
        return false;
    }
    if (!money_parse(text, strlen(text), &out->value) || out->value <= 0 ||
        out->value > most_cents) {
        return plan_reader_fail_at(
            reader, "value", "out-of-range",
            "an amount looks like \"600.00\", above zero and up to ten million");
    }
    plan_reader_leave(reader);
    return true;
}

bool plan_reader_plan_flag(struct plan_reader *reader, const json_t *object, const char *key,
                           struct plan_flag *out) {
    const json_t *value = json_object_get(object, key);
    plan_reader_enter(reader, key);
    bool good = plan_reader_keys(reader, value, basis_keys) &&
                plan_reader_flag(reader, value, "value", &out->value) &&
                plan_reader_string(reader, value, "rule", true, &out->rule) &&
                plan_reader_string(reader, value, "source", false, &out->source);
    plan_reader_leave(reader);
    return good;
}
