// SPDX-License-Identifier: EUPL-1.2
// JSON in and out: bounded strict parsing, constant field tables that fill structs, small pack
// helpers.
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_limits {
    size_t bytes; // of the whole text
    size_t depth; // of nested objects and arrays
    size_t keys;  // names in the whole text
};

#define JSON_LIMITS_DEFAULT ((struct json_limits){.bytes = 65536, .depth = 16, .keys = 256})

// Parse one JSON text (RFC 8259: UTF-8 strict, no NUL, duplicate names rejected, nothing after it).
// `limits` NULL means the default. On success *json is owned by the caller (json_decref). Faults,
// with RC_INVALID (RC_LIMIT for the first three): json-too-large, json-too-deep,
// json-too-many-keys, json-duplicate-key, json-malformed.
RC_CHECKED enum rc json_read(const char *text, size_t length, const struct json_limits *limits,
                             struct fault *fault, json_t **json);

// What a member of a JSON object must be, and which C type it is stored as.
enum json_kind {
    JSON_KIND_NONE = 0,
    JSON_KIND_TEXT, // const char *; min..max Unicode characters; control characters other than \n
                    // refused
    JSON_KIND_DATE, // const char *; an existing calendar day YYYY-MM-DD
    JSON_KIND_INSTANT, // int64_t microseconds UTC; strict RFC 3339
    JSON_KIND_CHOICE,  // int: index in `choices`; a NULL choice (the named zero) is skipped
    JSON_KIND_INT,     // int64_t in min..max; 3.0 or "3" is refused
    JSON_KIND_BOOL,    // bool
    JSON_KIND_ID,      // struct public_id
    JSON_KIND_OBJECT,  // the struct itself, filled by `fields`
    JSON_KIND_LIST,    // struct json_list; min..max items; item kind in `item`
    JSON_KIND_ANY,     // json_t *, borrowed from the document: its content is checked by the caller
};

struct json_list {
    size_t count;
    void *items; // array in the arena: of structs (`fields`), const char *, int64_t, int, struct
                 // public_id
};

struct json_field {
    const char *name;
    enum json_kind kind;
    bool optional;    // absent or null leaves the target untouched
    size_t offset;    // of the target in the struct
    size_t given;     // 1 + offset of a bool set when the member is there; 0: none wanted
    int64_t min, max; // see the kind; both 0: text 1..200, integers unbounded, lists 0..100
    const char *const *choices; // JSON_KIND_CHOICE; `choice_count` entries
    size_t choice_count;
    const struct json_field *fields; // JSON_KIND_OBJECT and lists of objects; ends with name NULL
    enum json_kind item; // JSON_KIND_LIST: kind of its items; min/max of texts: item_min/max
    int64_t item_min, item_max;
    size_t item_size; // JSON_KIND_LIST of objects: sizeof the struct
};

#define JSON_END ((struct json_field){.name = NULL})

// Shorthand for the tables: the member `member` of `type`; what else a field needs follows, such as
// JSON_OPTIONAL or JSON_GIVEN.
#define JSON_FIELD(sort, field, type, member, ...)                                                 \
    { .name = field, .kind = sort, .offset = offsetof(type, member), __VA_ARGS__ }
#define JSON_OPTIONAL .optional = true
#define JSON_GIVEN(type, member) .optional = true, .given = 1 + offsetof(type, member)
#define JSON_TEXT(field, type, member, shortest, longest, ...)                                     \
    JSON_FIELD(JSON_KIND_TEXT, field, type, member, .min = shortest, .max = longest, __VA_ARGS__)
#define JSON_INT(field, type, member, least, most, ...)                                            \
    JSON_FIELD(JSON_KIND_INT, field, type, member, .min = least, .max = most, __VA_ARGS__)
#define JSON_DATE(field, type, member, ...)                                                        \
    JSON_FIELD(JSON_KIND_DATE, field, type, member, __VA_ARGS__)
#define JSON_ID(field, type, member, ...) JSON_FIELD(JSON_KIND_ID, field, type, member, __VA_ARGS__)
#define JSON_CHOICE(field, type, member, words, ...)                                               \
    JSON_FIELD(JSON_KIND_CHOICE, field, type, member, .choices = words,                            \
               .choice_count = sizeof words / sizeof words[0], __VA_ARGS__)
#define JSON_TEXTS(field, type, member, fewest, most, longest, ...)                                \
    JSON_FIELD(JSON_KIND_LIST, field, type, member, .min = fewest, .max = most,                    \
               .item = JSON_KIND_TEXT, .item_min = 1, .item_max = longest, __VA_ARGS__)
#define JSON_OBJECTS(field, type, member, fewest, most, item_type, item_fields, ...)               \
    JSON_FIELD(JSON_KIND_LIST, field, type, member, .min = fewest, .max = most,                    \
               .item = JSON_KIND_OBJECT, .item_size = sizeof(item_type), .fields = item_fields,    \
               __VA_ARGS__)

// Fill `target` (zeroed or preset by the caller) from `json` by the table. Every fault is collected
// with its JSON Pointer (below `pointer`, "" for the root): missing, unknown-field, wrong-type,
// too-short (also nothing but blanks), too-long, out-of-range, not-a-choice, not-a-date,
// not-an-instant, not-an-id, bad-characters, too-few, too-many. Texts are copied into the arena.
// RC_INVALID, and `target` then must not be used.
RC_CHECKED enum rc json_fill(const json_t *json, const char *pointer,
                             const struct json_field *fields, struct arena *arena, void *target,
                             struct fault *fault);

// Pack helpers; each returns a new reference (NULL only when out of memory, which json_write
// reports).
json_t *json_text_or_null(const char *text);      // NULL and "" become null
json_t *json_instant_or_null(int64_t instant_us); // 0 becomes null
json_t *json_id_or_null(const struct public_id *id);

// Add an owned value. With a NULL value returns -1, and the object can no longer be written: its
// text lacks no member silently, whoever ignores the result.
int json_put(json_t *object, const char *name, json_t *value);

// The array with one more owned value, to be assigned back. NULL, and both released, when either is
// NULL or memory ran out: a list lacks no item silently, and packing it further fails.
RC_CHECKED json_t *json_append(json_t *array, json_t *item);

// Compact text, members in the order they were added. RC_LIMIT if the buffer's bound is too small.
RC_CHECKED enum rc json_write(const json_t *json, struct buffer *out);
// The same into an arena; NULL on failure.
char *json_render(struct arena *arena, const json_t *json);
// Members sorted by name, no spaces: the form that is hashed and stored for replay.
char *json_render_canonical(struct arena *arena, const json_t *json);

#endif
