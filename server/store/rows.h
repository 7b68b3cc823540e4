// SPDX-License-Identifier: EUPL-1.2
// All rows of a query as an array in the arena (inside the store).
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/result.h"
#include "store/statement.h"

// Fills one zeroed struct from the current row; texts go into the arena.
typedef void rows_take(struct query *query, struct arena *arena, void *row);

// Walks the query to its end. *rows is an array of *count structs of `size` bytes; with no row it
// is still valid memory. RC_OK also for none.
RC_CHECKED enum rc rows_collect(struct query *query, struct arena *arena, size_t size,
                                rows_take *take, void **rows, size_t *count);

#endif
