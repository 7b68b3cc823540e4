// SPDX-License-Identifier: EUPL-1.2
// Reads, fills a struct, writes and reads again.
#include "json_check.h"

#include "holds.h"
#include "base/json.h"

#include <string.h>

struct inner {
    const char *text;
};

struct body {
    const char *name, *day;
    int64_t at_us, count;
    int kind;
    bool on, count_given;
    struct public_id id;
    struct inner inner;
    struct json_list list, words;
    json_t *free;
};

static const char *const KINDS[] = {NULL, "a", "b"};

static const struct json_field INNER[] = {
    {.name = "text", .kind = JSON_KIND_TEXT, .offset = offsetof(struct inner, text), .max = 3},
    JSON_END,
};

static const struct json_field BODY[] = {
    {.name = "name", .kind = JSON_KIND_TEXT, .offset = offsetof(struct body, name)},
    {.name = "day", .kind = JSON_KIND_DATE, .optional = true, .offset = offsetof(struct body, day)},
    {.name = "at",
     .kind = JSON_KIND_INSTANT,
     .optional = true,
     .offset = offsetof(struct body, at_us)},
    {.name = "count",
     .kind = JSON_KIND_INT,
     .optional = true,
     .offset = offsetof(struct body, count),
     .given = 1 + offsetof(struct body, count_given),
     .min = -5,
     .max = 5},
    {.name = "kind",
     .kind = JSON_KIND_CHOICE,
     .optional = true,
     .offset = offsetof(struct body, kind),
     .choices = KINDS,
     .choice_count = 3},
    {.name = "on", .kind = JSON_KIND_BOOL, .optional = true, .offset = offsetof(struct body, on)},
    {.name = "id", .kind = JSON_KIND_ID, .optional = true, .offset = offsetof(struct body, id)},
    {.name = "inner",
     .kind = JSON_KIND_OBJECT,
     .optional = true,
     .offset = offsetof(struct body, inner),
     .fields = INNER},
    {.name = "list",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct body, list),
     .max = 4,
     .item = JSON_KIND_OBJECT,
     .item_size = sizeof(struct inner),
     .fields = INNER},
    {.name = "words",
     .kind = JSON_KIND_LIST,
     .optional = true,
     .offset = offsetof(struct body, words),
     .max = 4,
     .item = JSON_KIND_TEXT,
     .item_max = 2},
    {.name = "free",
     .kind = JSON_KIND_ANY,
     .optional = true,
     .offset = offsetof(struct body, free)},
    JSON_END,
};

static void check_fill(const json_t *json, struct arena *arena) {
    struct body body = {0};
    struct fault fault = {0};
    enum rc rc = json_fill(json, "", BODY, arena, &body, &fault);
    if (rc == RC_OK) {
        HOLDS(fault.count == 0 && body.name && strlen(body.name) > 0);
        HOLDS(body.count >= -5 && body.count <= 5 && (body.count == 0 || body.count_given));
        HOLDS(body.kind >= 0 && body.kind <= 2);
        HOLDS(body.list.count <= 4 && body.words.count <= 4);
        for (size_t i = 0; i < body.words.count; i++) {
            HOLDS(strlen(((const char **)body.words.items)[i]) <= 8);
        }
    } else {
        HOLDS(rc == RC_INVALID && fault.rc == RC_INVALID && fault.count > 0);
        for (size_t i = 0; i < fault.count; i++) {
            HOLDS(fault.at[i].code[0] != '\0');
            HOLDS(fault.at[i].pointer[0] == '\0' || fault.at[i].pointer[0] == '/');
        }
    }
}

void json_check(const char *bytes, size_t length) {
    struct fault fault = {0};
    json_t *json = NULL;
    enum rc rc = json_read(bytes, length, NULL, &fault, &json);
    if (rc != RC_OK) {
        HOLDS((rc == RC_INVALID || rc == RC_LIMIT) && strncmp(fault.code, "json-", 5) == 0);
        return;
    }
    HOLDS(length <= JSON_LIMITS_DEFAULT.bytes);
    struct arena *arena = arena_new(0);
    check_fill(json, arena);
    // The canonical form is a fixed point: it is what decisions are replayed from.
    const struct json_limits wide = {.bytes = (size_t)8 << 20, .depth = 16, .keys = 256};
    char *once = json_render_canonical(arena, json);
    json_t *again = NULL;
    HOLDS(once && json_read(once, strlen(once), &wide, &fault, &again) == RC_OK);
    char *twice = json_render_canonical(arena, again);
    HOLDS(twice && strcmp(once, twice) == 0);
    json_decref(again);
    json_decref(json);
    arena_free(arena);
}
