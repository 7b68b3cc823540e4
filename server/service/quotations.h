// SPDX-License-Identifier: EUPL-1.2
// Use cases of quotations: what one euro was worth in other currencies, as published (A-36, S-24).
// All block on the store; any worker thread.
#ifndef SERVICE_QUOTATIONS_H
#define SERVICE_QUOTATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/claim_view.h"

struct once;
struct service;

enum { QUOTATIONS_AT_ONCE = 100, QUOTATION_TEXT_SIZE = 24, QUOTATIONS_SHOWN = 200 };

struct quotation_new {
    const char *currency; // "USD"
    const char *day;
    const char *units; // for one euro: "1.0823", at most six decimals
};

struct quotation_view {
    const char *currency, *day;
    char units[QUOTATION_TEXT_SIZE];
    struct claim_signature signature;
};

// A later quotation of the same day takes the place of the earlier one; what was approved on that
// stays. Faults: invalid-input at /quotations/i/currency (not-a-choice: not three capital letters,
// or EUR), /day (in-future), /units (not-a-quotation, out-of-range).
RC_CHECKED enum rc quotations_record(const struct service *service, const struct actor *actor,
                                     struct once *once, const struct quotation_new *quotations,
                                     size_t count, struct fault *fault);

// What counts, the newest day first; at most QUOTATIONS_SHOWN.
RC_CHECKED enum rc quotations_list(const struct service *service, const struct actor *actor,
                                   struct arena *arena, struct quotation_view **views,
                                   size_t *count);

// Three capital letters.
bool quotation_is_currency(const char *text);

// Millionths as text: "1.0823".
void quotation_units_text(int64_t units, char text[QUOTATION_TEXT_SIZE]);

#endif
