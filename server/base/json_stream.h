// SPDX-License-Identifier: EUPL-1.2
// JSON written straight into a buffer, without a tree in between: for output in bulk.
//
// The caller opens, names and closes in the right order; commas are set here. The first failure is
// kept in rc and everything after it does nothing, so that callers ask once at the end.
#ifndef BASE_JSON_STREAM_H
#define BASE_JSON_STREAM_H

#include "base/buffer.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct json_stream {
    struct buffer *out;
    bool comma; // something stands before the next value at this level
    enum rc rc;
};

// Begins one JSON text at the end of `out`.
struct json_stream json_stream_begin(struct buffer *out);

// '{', '[' and their ends.
void json_stream_open(struct json_stream *stream, char bracket);
void json_stream_close(struct json_stream *stream, char bracket);

// The name of the next member. It must need no escape: names are constants of the program.
void json_stream_name(struct json_stream *stream, const char *name);

// Bytes as they are, without a comma before them. Pieces are a few bytes each and come by the
// hundred: those that fit into the memory that the buffer has are copied in place.
static inline void json_stream_put(struct json_stream *stream, const char *bytes, size_t length) {
    struct buffer *out = stream->out;
    if (stream->rc != RC_OK) {
        return;
    }
    if (length < out->capacity - out->length) {
        memcpy(out->data + out->length, bytes, length);
        out->length += length;
        out->data[out->length] = '\0';
        return;
    }
    stream->rc = buffer_append(out, bytes, length);
}

// The same as json_stream_name for a name that is written in place: one copy of known length.
#define JSON_STREAM_NAME(stream, name)                                                             \
    json_stream_joined((stream), ",\"" name "\":", sizeof ",\"" name "\":" - 1)

static inline void json_stream_joined(struct json_stream *stream, const char *name, size_t length) {
    if (stream->comma) {
        json_stream_put(stream, name, length);
    } else {
        json_stream_put(stream, name + 1, length - 1);
    }
    stream->comma = false;
}

// A value that is already JSON, of a length known in place.
static inline void json_stream_value(struct json_stream *stream, const char *json, size_t length) {
    if (stream->comma) {
        json_stream_put(stream, ",", 1);
    }
    json_stream_put(stream, json, length);
    stream->comma = true;
}

// One value. Texts are UTF-8 and are escaped; NULL becomes null.
void json_stream_text(struct json_stream *stream, const char *text);
void json_stream_integer(struct json_stream *stream, int64_t value);
void json_stream_flag(struct json_stream *stream, bool value);
void json_stream_null(struct json_stream *stream);

// A value that is already JSON.
void json_stream_raw(struct json_stream *stream, const char *json, size_t length);

#endif
