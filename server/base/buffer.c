// SPDX-License-Identifier: EUPL-1.2
// Growing bytes with a bound.
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *buffer, size_t max) {
    *buffer = (struct buffer){.max = max};
}

void buffer_free(struct buffer *buffer) {
    free(buffer->data);
    *buffer = (struct buffer){.max = buffer->max};
}

void buffer_clear(struct buffer *buffer) {
    buffer->length = 0;
    if (buffer->data) {
        buffer->data[0] = '\0';
    }
}

static enum rc reserve(struct buffer *buffer, size_t more) {
    if (more > buffer->max - buffer->length) {
        return RC_LIMIT;
    }
    size_t need = buffer->length + more + 1;
    if (need <= buffer->capacity) {
        return RC_OK;
    }
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity < need) {
        capacity = capacity > SIZE_MAX / 2 ? need : capacity * 2;
    }
    if (capacity > buffer->max + 1) {
        capacity = buffer->max + 1;
    }
    char *data = realloc(buffer->data, capacity);
    if (!data) {
        return RC_NOMEM;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return RC_OK;
}

enum rc buffer_append(struct buffer *buffer, const void *bytes, size_t length) {
    enum rc rc = reserve(buffer, length);
    if (rc == RC_OK) {
        if (length > 0) {
            memcpy(buffer->data + buffer->length, bytes, length);
        }
        buffer->length += length;
        buffer->data[buffer->length] = '\0';
    }
    return rc;
}

enum rc buffer_text(struct buffer *buffer, const char *text) {
    return buffer_append(buffer, text, strlen(text));
}

enum rc buffer_printf(struct buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    enum rc rc = length < 0 ? RC_BUG : reserve(buffer, (size_t)length);
    if (rc == RC_OK) {
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
    return rc;
}

const char *buffer_string(const struct buffer *buffer) {
    return buffer->data ? buffer->data : "";
}
