// SPDX-License-Identifier: EUPL-1.2
// Fills structs from JSON by constant field tables, collecting every fault with its JSON Pointer.
#include "base/clock.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX_DEFAULT = 200, LIST_MAX_DEFAULT = 100 };

// A place in the text: the chain of names and positions that leads to it. It becomes a JSON Pointer
// only when there is something to complain about.
struct place {
    const struct place *above; // NULL: the place that the caller gave
    const char *name;          // NULL: an item, at `index`
    size_t index;
    const char *root; // of the first place
};

struct filling {
    struct arena *arena;
    struct fault *fault;
    bool faulty;
    bool exhausted;
};

// Names go into a pointer escaped (RFC 6901 §3); what does not fit is cut, the code still tells.
static size_t write_pointer(const struct place *place, char out[FAULT_POINTER_SIZE]) {
    if (!place->above) {
        int written = snprintf(out, FAULT_POINTER_SIZE, "%s", place->root);
        return written < FAULT_POINTER_SIZE ? (size_t)written : FAULT_POINTER_SIZE - 1;
    }
    char index[24];
    (void)snprintf(index, sizeof index, "%zu", place->index);
    size_t used = write_pointer(place->above, out);
    if (used < FAULT_POINTER_SIZE - 3) {
        out[used++] = '/';
    }
    for (const char *name = place->name ? place->name : index;
         *name && used < FAULT_POINTER_SIZE - 3; name++) {
        if (*name == '~' || *name == '/') {
            out[used++] = '~';
            out[used++] = *name == '~' ? '0' : '1';
        } else {
            out[used++] = (unsigned char)*name < 0x20 ? '?' : *name;
        }
    }
    out[used] = '\0';
    return used;
}

static void complain(struct filling *filling, const struct place *place, const char *code) {
    char pointer[FAULT_POINTER_SIZE];
    (void)write_pointer(place, pointer);
    filling->faulty = true;
    fault_at(filling->fault, pointer, code);
}

static void *keep(struct filling *filling, void *memory) {
    if (!memory) {
        filling->exhausted = true;
    }
    return memory;
}

static int64_t characters(const char *text) {
    int64_t count = 0;
    for (; *text; text++) {
        count += ((unsigned char)*text & 0xc0) != 0x80; // jansson has checked that it is UTF-8
    }
    return count;
}

// A control character, or one that turns the direction of the text around it: what is read would
// not be what is stored (an invoice number, a reason).
static bool is_bad_character(const unsigned char *at) {
    if ((at[0] < 0x20 && at[0] != '\n') || at[0] == 0x7f) {
        return true;
    }
    if (at[0] == 0xc2) { // U+0080..U+009F
        return at[1] < 0xa0;
    }
    if (at[0] != 0xe2) {
        return false;
    }
    return (at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) || // U+202A..U+202E
           (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9);   // U+2066..U+2069
}

static bool has_bad_characters(const char *text) {
    for (; *text; text++) {
        if (is_bad_character((const unsigned char *)text)) {
            return true;
        }
    }
    return false;
}

static bool is_blank(const char *text) {
    for (; *text; text++) {
        bool hard_space = (unsigned char)text[0] == 0xc2 && (unsigned char)text[1] == 0xa0;
        if (*text != ' ' && *text != '\n' && !hard_space) {
            return false;
        }
        text += hard_space ? 1 : 0;
    }
    return true;
}

static void fill_text(struct filling *filling, const json_t *json, const struct place *place,
                      const struct json_field *field, const char **target) {
    const char *text = json_string_value(json);
    bool bounded = field->min != 0 || field->max != 0;
    int64_t shortest = bounded ? field->min : 1;
    int64_t count = text ? characters(text) : 0;
    if (!text) {
        complain(filling, place, "wrong-type");
    } else if (count < shortest || (shortest > 0 && is_blank(text))) {
        complain(filling, place, "too-short");
    } else if (count > (bounded ? field->max : TEXT_MAX_DEFAULT)) {
        complain(filling, place, "too-long");
    } else if (has_bad_characters(text)) {
        complain(filling, place, "bad-characters");
    } else {
        *target = keep(filling, arena_strdup(filling->arena, text));
    }
}

static void fill_date(struct filling *filling, const json_t *json, const struct place *place,
                      const char **target) {
    if (!json_is_string(json)) {
        complain(filling, place, "wrong-type");
    } else if (!clock_date_valid(json_string_value(json), json_string_length(json))) {
        complain(filling, place, "not-a-date");
    } else {
        *target = keep(filling, arena_strdup(filling->arena, json_string_value(json)));
    }
}

static void fill_choice(struct filling *filling, const json_t *json, const struct place *place,
                        const struct json_field *field, int *target) {
    const char *text = json_string_value(json);
    if (!text) {
        complain(filling, place, "wrong-type");
        return;
    }
    for (size_t i = 0; i < field->choice_count; i++) {
        if (field->choices[i] && strcmp(field->choices[i], text) == 0) {
            *target = (int)i;
            return;
        }
    }
    complain(filling, place, "not-a-choice");
}

static void fill_int(struct filling *filling, const json_t *json, const struct place *place,
                     const struct json_field *field, int64_t *target) {
    int64_t value = json_integer_value(json);
    if (!json_is_integer(json)) {
        complain(filling, place, "wrong-type");
    } else if ((field->min != 0 || field->max != 0) && (value < field->min || value > field->max)) {
        complain(filling, place, "out-of-range");
    } else {
        *target = value;
    }
}

static void fill_instant(struct filling *filling, const json_t *json, const struct place *place,
                         int64_t *target) {
    if (!json_is_string(json)) {
        complain(filling, place, "wrong-type");
    } else if (clock_parse(json_string_value(json), json_string_length(json), target) != RC_OK) {
        complain(filling, place, "not-an-instant");
    }
}

static void fill_id(struct filling *filling, const json_t *json, const struct place *place,
                    struct public_id *target) {
    if (!json_is_string(json)) {
        complain(filling, place, "wrong-type");
    } else if (public_id_parse(json_string_value(json), json_string_length(json), target) !=
               RC_OK) {
        complain(filling, place, "not-an-id");
    }
}

static void fill_object(struct filling *filling, const json_t *json, const struct place *place,
                        const struct json_field *fields, void *target);

static void fill_list(struct filling *filling, const json_t *json, const struct place *place,
                      const struct json_field *field, struct json_list *target);

static void fill_value(struct filling *filling, json_t *json, const struct place *place,
                       const struct json_field *field, void *target) {
    switch (field->kind) {
    case JSON_KIND_NONE:
        complain(filling, place, "unknown-field");
        break;
    case JSON_KIND_TEXT:
        fill_text(filling, json, place, field, target);
        break;
    case JSON_KIND_DATE:
        fill_date(filling, json, place, target);
        break;
    case JSON_KIND_INSTANT:
        fill_instant(filling, json, place, target);
        break;
    case JSON_KIND_CHOICE:
        fill_choice(filling, json, place, field, target);
        break;
    case JSON_KIND_INT:
        fill_int(filling, json, place, field, target);
        break;
    case JSON_KIND_BOOL:
        if (json_is_boolean(json)) {
            *(bool *)target = json_is_true(json);
        } else {
            complain(filling, place, "wrong-type");
        }
        break;
    case JSON_KIND_ID:
        fill_id(filling, json, place, target);
        break;
    case JSON_KIND_OBJECT:
        fill_object(filling, json, place, field->fields, target);
        break;
    case JSON_KIND_LIST:
        fill_list(filling, json, place, field, target);
        break;
    case JSON_KIND_ANY:
        *(json_t **)target = json;
        break;
    }
}

static size_t item_size(const struct json_field *field) {
    switch (field->item) {
    case JSON_KIND_TEXT:
    case JSON_KIND_DATE:
        return sizeof(const char *);
    case JSON_KIND_INSTANT:
    case JSON_KIND_INT:
        return sizeof(int64_t);
    case JSON_KIND_CHOICE:
        return sizeof(int);
    case JSON_KIND_BOOL:
        return sizeof(bool);
    case JSON_KIND_ID:
        return sizeof(struct public_id);
    case JSON_KIND_OBJECT:
        return field->item_size;
    case JSON_KIND_ANY:
        return sizeof(json_t *);
    case JSON_KIND_NONE:
    case JSON_KIND_LIST:
        return 0; // a list of lists has no use here
    }
    return 0;
}

static void fill_list(struct filling *filling, const json_t *json, const struct place *place,
                      const struct json_field *field, struct json_list *target) {
    bool bounded = field->min != 0 || field->max != 0;
    size_t count = json_array_size(json);
    size_t size = item_size(field);
    if (!json_is_array(json)) {
        complain(filling, place, "wrong-type");
        return;
    }
    if ((int64_t)count < field->min) {
        complain(filling, place, "too-few");
        return;
    }
    if ((int64_t)count > (bounded ? field->max : LIST_MAX_DEFAULT)) {
        complain(filling, place, "too-many");
        return;
    }
    unsigned char *items = keep(filling, arena_array(filling->arena, count, size));
    if (!items) {
        return;
    }
    struct json_field item = {.name = "",
                              .kind = field->item,
                              .min = field->item_min,
                              .max = field->item_max,
                              .choices = field->choices,
                              .choice_count = field->choice_count,
                              .fields = field->fields};
    for (size_t i = 0; i < count; i++) {
        const struct place below = {.above = place, .index = i};
        fill_value(filling, json_array_get(json, i), &below, &item, items + i * size);
    }
    *target = (struct json_list){.count = count, .items = items};
}

static bool is_known(const struct json_field *fields, const char *name) {
    for (const struct json_field *field = fields; field->name; field++) {
        if (strcmp(field->name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void fill_object(struct filling *filling, const json_t *json, const struct place *place,
                        const struct json_field *fields, void *target) {
    const char *name = NULL;
    if (!json_is_object(json)) {
        complain(filling, place, "wrong-type");
        return;
    }
    for (const struct json_field *field = fields; field->name; field++) {
        const struct place below = {.above = place, .name = field->name};
        json_t *value = json_object_get(json, field->name);
        if (!value || (field->optional && json_is_null(value))) {
            if (!field->optional) {
                complain(filling, &below, "missing");
            }
            continue;
        }
        fill_value(filling, value, &below, field, (unsigned char *)target + field->offset);
        if (field->given) {
            *((bool *)target + (field->given - 1)) = true;
        }
    }
    void *cursor = json_object_iter((json_t *)(uintptr_t)json);
    for (; cursor; cursor = json_object_iter_next((json_t *)(uintptr_t)json, cursor)) {
        name = json_object_iter_key(cursor);
        if (!is_known(fields, name)) {
            const struct place below = {.above = place, .name = name};
            complain(filling, &below, "unknown-field");
        }
    }
}

enum rc json_fill(const json_t *json, const char *pointer, const struct json_field *fields,
                  struct arena *arena, void *target, struct fault *fault) {
    struct filling filling = {.arena = arena, .fault = fault};
    const struct place root = {.root = pointer};
    fill_object(&filling, json, &root, fields, target);
    if (filling.faulty) {
        return RC_INVALID;
    }
    return filling.exhausted ? RC_NOMEM : RC_OK;
}
