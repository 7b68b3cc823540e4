// SPDX-License-Identifier: EUPL-1.2
// Memory of one request: many small pieces, freed together. One thread at a time.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

// At most `max` bytes in all (0: 16 MiB). NULL when out of memory.
struct arena *arena_new(size_t max);
void arena_free(struct arena *arena); // NULL allowed

// Zeroed, aligned for any type. NULL when the bound or the memory is exhausted, and from then on
// always: callers may check once at the end with arena_failed().
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size); // overflow-checked
void *arena_copy(struct arena *arena, const void *bytes, size_t size);
char *arena_strdup(struct arena *arena, const char *text); // NULL stays NULL
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
int arena_failed(const struct arena *arena);

// Bytes handed out so far.
size_t arena_total(const struct arena *arena);

// Make the arena free a foreign thing with the rest, in reverse order of registration. 0, or -1
// when full (then `release(thing)` has been called already).
int arena_adopt(struct arena *arena, void *thing, void (*release)(void *thing));

#endif
