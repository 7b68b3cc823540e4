// SPDX-License-Identifier: EUPL-1.2
// All rows of a query as an array in the arena.
#include "store/rows.h"

#include <string.h>

enum rc rows_collect(struct query *query, struct arena *arena, size_t size, rows_take *take,
                     void **rows, size_t *count) {
    size_t capacity = 16;
    size_t n = 0;
    char *array = arena_array(arena, capacity, size);
    enum rc rc = array == NULL ? RC_NOMEM : RC_OK;
    while (rc == RC_OK && (rc = query_row(query)) == RC_OK) {
        if (n == capacity) {
            char *larger = arena_array(arena, capacity * 2, size);
            if (larger == NULL) {
                return RC_NOMEM;
            }
            memcpy(larger, array, n * size);
            array = larger;
            capacity *= 2;
        }
        take(query, arena, array + n * size);
        n++;
    }
    if (rc != RC_NOT_FOUND) {
        return rc;
    }
    if (arena_failed(arena)) {
        return RC_NOMEM;
    }
    *rows = array;
    *count = n;
    return RC_OK;
}
