// SPDX-License-Identifier: EUPL-1.2
// Strict bounded JSON reading, and writing.
#include "base/json.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

// Depth and number of names are bounded before the parser allocates anything: brackets and colons
// outside of strings tell both exactly in a well-formed text, and at least as much in a malformed
// one.
static enum rc check_shape(const char *text, size_t length, const struct json_limits *limits,
                           struct fault *fault) {
    size_t depth = 0, keys = 0;
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > limits->depth) {
                return fault_set(fault, RC_LIMIT, "json-too-deep");
            }
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        } else if (c == ':' && ++keys > limits->keys) {
            return fault_set(fault, RC_LIMIT, "json-too-many-keys");
        }
    }
    return RC_OK;
}

enum rc json_read(const char *text, size_t length, const struct json_limits *limits,
                  struct fault *fault, json_t **json) {
    struct json_limits bounds = limits ? *limits : JSON_LIMITS_DEFAULT;
    if (length > bounds.bytes) {
        return fault_set(fault, RC_LIMIT, "json-too-large");
    }
    enum rc rc = check_shape(text, length, &bounds, fault);
    if (rc != RC_OK) {
        return rc;
    }
    json_error_t error = {0};
    json_t *read = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!read) {
        enum json_error_code code = json_error_code(&error);
        if (code == json_error_out_of_memory) {
            return fault_set(fault, RC_NOMEM, "out-of-memory");
        }
        return fault_set(fault, RC_INVALID,
                         code == json_error_duplicate_key ? "json-duplicate-key"
                                                          : "json-malformed");
    }
    *json = read;
    return RC_OK;
}

json_t *json_text_or_null(const char *text) {
    return text && text[0] ? json_string(text) : json_null();
}

json_t *json_instant_or_null(int64_t instant_us) {
    char text[CLOCK_TEXT_SIZE];
    if (instant_us == 0) {
        return json_null();
    }
    clock_text(instant_us, text);
    return json_string(text);
}

json_t *json_id_or_null(const struct public_id *id) {
    return public_id_is_set(id) ? json_string(id->text) : json_null();
}

int json_put(json_t *object, const char *name, json_t *value) {
    if (value != NULL)
        return json_object_set_new(object, name, value);
    // No text can hold this: it is not UTF-8.
    (void)json_object_set_new(object, name, json_string_nocheck("\xff"));
    return -1;
}

json_t *json_append(json_t *array, json_t *item) {
    if (array == NULL || item == NULL || json_array_append_new(array, item) != 0) {
        if (array == NULL) {
            json_decref(item);
        }
        json_decref(array);
        return NULL;
    }
    return array;
}

struct sink {
    struct buffer *out;
    enum rc rc;
};

static int take_bytes(const char *bytes, size_t length, void *context) {
    struct sink *sink = context;
    sink->rc = buffer_append(sink->out, bytes, length);
    return sink->rc == RC_OK ? 0 : -1;
}

static enum rc dump(const json_t *json, size_t flags, struct buffer *out) {
    struct sink sink = {.out = out, .rc = RC_OK};
    if (!json) {
        return RC_NOMEM;
    }
    if (json_dump_callback(json, take_bytes, &sink, JSON_COMPACT | JSON_ENCODE_ANY | flags) != 0) {
        return sink.rc != RC_OK ? sink.rc : RC_NOMEM;
    }
    return RC_OK;
}

enum rc json_write(const json_t *json, struct buffer *out) {
    return dump(json, JSON_PRESERVE_ORDER, out);
}

static char *render(struct arena *arena, const json_t *json, size_t flags) {
    struct buffer buffer;
    buffer_init(&buffer, (size_t)16 << 20);
    char *text = NULL;
    if (dump(json, flags, &buffer) == RC_OK) {
        text = arena_strndup(arena, buffer_string(&buffer), buffer.length);
    }
    buffer_free(&buffer);
    return text;
}

char *json_render(struct arena *arena, const json_t *json) {
    return render(arena, json, JSON_PRESERVE_ORDER);
}

char *json_render_canonical(struct arena *arena, const json_t *json) {
    return render(arena, json, JSON_SORT_KEYS);
}
