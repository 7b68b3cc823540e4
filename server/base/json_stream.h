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

// One value. Texts are UTF-8 and are escaped; NULL becomes null.
void json_stream_text(struct json_stream *stream, const char *text);
void json_stream_integer(struct json_stream *stream, int64_t value);
void json_stream_flag(struct json_stream *stream, bool value);
void json_stream_null(struct json_stream *stream);

// A value that is already JSON.
void json_stream_raw(struct json_stream *stream, const char *json, size_t length);

#endif
