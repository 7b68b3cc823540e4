// SPDX-License-Identifier: EUPL-1.2
// Growing bytes with a bound fixed at the start.
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/result.h"

#include <stddef.h>

struct buffer {
    char *data;      // NUL-terminated after every append; NULL while empty
    size_t length;   // without the NUL
    size_t capacity; // bytes held
    size_t max;      // longest length allowed
};

void buffer_init(struct buffer *buffer, size_t max);
void buffer_free(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); // length 0, memory kept

// All or nothing: RC_LIMIT beyond max, RC_NOMEM; on failure the content is unchanged.
RC_CHECKED enum rc buffer_append(struct buffer *buffer, const void *bytes, size_t length);
RC_CHECKED enum rc buffer_text(struct buffer *buffer, const char *text);
RC_CHECKED enum rc buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The content with its NUL, never NULL; owned by the buffer.
const char *buffer_string(const struct buffer *buffer);

#endif
