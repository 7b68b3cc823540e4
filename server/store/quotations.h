// SPDX-License-Identifier: EUPL-1.2
// Quotations of other currencies by fund: append-only, of each day the newest counts.
#ifndef STORE_QUOTATIONS_H
#define STORE_QUOTATIONS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct quotation_row {
    const char *currency; // "USD"
    const char *day;
    int64_t units;       // of the currency for one euro, in millionths
    int64_t recorded_us; // domain instant
    struct public_id recorded_by;
};

RC_CHECKED enum rc quotation_insert(struct tx *tx, const struct public_id *fund,
                                    const struct quotation_row *row);
// What counts for the currency up to that day, the newest day first, at most `limit`.
RC_CHECKED enum rc quotation_list_before(struct tx *tx, const struct public_id *fund,
                                         const char *currency, const char *day, size_t limit,
                                         struct arena *arena, struct quotation_row **rows,
                                         size_t *count);
// What counts for any currency, the newest day first, at most `limit`.
RC_CHECKED enum rc quotation_list(struct tx *tx, const struct public_id *fund, size_t limit,
                                  struct arena *arena, struct quotation_row **rows, size_t *count);

#endif
