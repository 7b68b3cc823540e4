// SPDX-License-Identifier: EUPL-1.2
// Writing JSON in one pass.
#include "base/json_stream.h"

#include <string.h>

enum { INTEGER_SIZE = 24 };

static void before_value(struct json_stream *stream) {
    if (stream->comma) {
        json_stream_put(stream, ",", 1);
    }
    stream->comma = true;
}

struct json_stream json_stream_begin(struct buffer *out) {
    return (struct json_stream){.out = out, .rc = RC_OK};
}

void json_stream_open(struct json_stream *stream, char bracket) {
    before_value(stream);
    json_stream_put(stream, &bracket, 1);
    stream->comma = false;
}

void json_stream_close(struct json_stream *stream, char bracket) {
    json_stream_put(stream, &bracket, 1);
    stream->comma = true;
}

void json_stream_name(struct json_stream *stream, const char *name) {
    before_value(stream);
    json_stream_put(stream, "\"", 1);
    json_stream_put(stream, name, strlen(name));
    json_stream_put(stream, "\":", 2);
    stream->comma = false;
}

// Whether the highest bit of some byte of the word is set where a byte needs an escape: it is less
// than 0x20, a quote, a backslash or DEL. Bytes above 0x7f are none of these. May also answer yes
// for a byte that stands above such a one, never no for one that needs it.
static bool word_needs_escape(uint64_t word) {
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\', erase = word ^ ones * 0x7f;
    return (((word - ones * 0x20) | (quote - ones) | (slash - ones) | (erase - ones)) & ~word &
            tops) != 0;
}

// Bytes at the start of the text that stand for themselves in a JSON text.
static size_t plain_length(const char *text, size_t length) {
    size_t at = 0;
    for (; at + sizeof(uint64_t) <= length; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        if (word_needs_escape(word)) {
            break;
        }
    }
    while (at < length && (unsigned char)text[at] >= 0x20 && text[at] != '"' && text[at] != '\\' &&
           text[at] != 0x7f) {
        at++;
    }
    return at;
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
    json_stream_put(stream, "\"", 1);
    size_t left = strlen(text);
    for (;;) {
        size_t length = plain_length(text, left);
        json_stream_put(stream, text, length);
        text += length;
        left -= length;
        if (left == 0) {
            break;
        }
        char escaped[6];
        json_stream_put(stream, escaped, escape((unsigned char)*text, escaped));
        text++;
        left--;
    }
    json_stream_put(stream, "\"", 1);
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
    json_stream_put(stream, json, length);
}
