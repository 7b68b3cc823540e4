// SPDX-License-Identifier: EUPL-1.2
// Memory of one request, handed out from blocks that are freed together.
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 8192, ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct adopted {
    struct adopted *next;
    void *thing;
    void (*release)(void *thing);
};

struct arena {
    struct block *blocks; // newest first
    struct adopted *adopted;
    size_t total, max;
    bool failed;
};

struct arena *arena_new(size_t max) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->max = max ? max : (size_t)16 << 20;
    }
    return arena;
}

void arena_free(struct arena *arena) {
    if (!arena) {
        return;
    }
    for (struct adopted *a = arena->adopted; a; a = a->next) {
        a->release(a->thing);
    }
    for (struct block *block = arena->blocks; block;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

static struct block *add_block(struct arena *arena, size_t size) {
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct block *block = malloc(sizeof *block + room);
    if (block) {
        *block = (struct block){.next = arena->blocks, .size = room};
        arena->blocks = block;
    }
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (arena->failed || size > arena->max - arena->total) {
        arena->failed = true;
        return NULL;
    }
    size_t need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *block = arena->blocks;
    if (!block || need > block->size - block->used) {
        block = add_block(arena, need);
        if (!block) {
            arena->failed = true;
            return NULL;
        }
    }
    void *piece = block->bytes + block->used;
    block->used += need;
    arena->total += size;
    return memset(piece, 0, need);
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, bytes);
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size) {
    void *piece = arena_alloc(arena, size);
    if (piece && size > 0) {
        memcpy(piece, bytes, size);
    }
    return piece;
}

char *arena_strdup(struct arena *arena, const char *text) {
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length) {
    char *piece = arena_alloc(arena, length + 1);
    if (piece && length > 0) {
        memcpy(piece, text, length);
    }
    return piece;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *piece = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return piece;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *piece = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (piece) {
        vsnprintf(piece, (size_t)length + 1, format, again);
    }
    va_end(again);
    return piece;
}

int arena_failed(const struct arena *arena) {
    return arena->failed;
}

size_t arena_total(const struct arena *arena) {
    return arena->total;
}

int arena_adopt(struct arena *arena, void *thing, void (*release)(void *thing)) {
    struct adopted *adopted = arena_alloc(arena, sizeof *adopted);
    if (!adopted) {
        release(thing);
        return -1;
    }
    *adopted = (struct adopted){.next = arena->adopted, .thing = thing, .release = release};
    arena->adopted = adopted;
    return 0;
}
