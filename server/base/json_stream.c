// SPDX-License-Identifier: EUPL-1.2
// Writing JSON in one pass.
#include "base/json_stream.h"

#include <string.h>

enum { INTEGER_SIZE = 24 };

// Pieces are a few bytes each and come by the hundred: those that fit into the memory that the
// buffer has are copied here.
static inline void put(struct json_stream *stream, const char *bytes, size_t length) {
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

static void before_value(struct json_stream *stream) {
    if (stream->comma) {
        put(stream, ",", 1);
    }
    stream->comma = true;
}

struct json_stream json_stream_begin(struct buffer *out) {
    return (struct json_stream){.out = out, .rc = RC_OK};
}

void json_stream_open(struct json_stream *stream, char bracket) {
    before_value(stream);
    put(stream, &bracket, 1);
    stream->comma = false;
}

void json_stream_close(struct json_stream *stream, char bracket) {
    put(stream, &bracket, 1);
    stream->comma = true;
}

void json_stream_name(struct json_stream *stream, const char *name) {
    before_value(stream);
    put(stream, "\"", 1);
    put(stream, name, strlen(name));
    put(stream, "\":", 2);
    stream->comma = false;
}

// Bytes that stand for themselves in a JSON text.
static size_t plain_length(const char *text) {
    size_t length = 0;
    for (; (unsigned char)text[length] >= 0x20 && text[length] != '"' && text[length] != '\\' &&
           text[length] != 0x7f;
         length++) {
    }
    return length;
}

// The escape of a byte that may not stand in a JSON text by itself.
static size_t escape(unsigned char byte, char out[6]) {
    static const char digits[] = "0123456789abcdef";
    if (byte == '"' || byte == '\\') {
        out[0] = '\\';
        out[1] = (char)byte;
        return 2;
    }
    memcpy(out, "\\u00", 4);
    out[4] = digits[byte >> 4];
    out[5] = digits[byte & 15];
    return 6;
}

void json_stream_text(struct json_stream *stream, const char *text) {
    if (!text) {
        json_stream_null(stream);
        return;
    }
    before_value(stream);
    put(stream, "\"", 1);
    for (;;) {
        size_t length = plain_length(text);
        put(stream, text, length);
        text += length;
        if (!*text) {
            break;
        }
        char escaped[6];
        put(stream, escaped, escape((unsigned char)*text, escaped));
        text++;
    }
    put(stream, "\"", 1);
}

void json_stream_integer(struct json_stream *stream, int64_t value) {
    char digits[INTEGER_SIZE];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    json_stream_raw(stream, digits + at, sizeof digits - at);
}

void json_stream_flag(struct json_stream *stream, bool value) {
    json_stream_raw(stream, value ? "true" : "false", value ? 4 : 5);
}

void json_stream_null(struct json_stream *stream) {
    json_stream_raw(stream, "null", 4);
}

void json_stream_raw(struct json_stream *stream, const char *json, size_t length) {
    before_value(stream);
    put(stream, json, length);
}
