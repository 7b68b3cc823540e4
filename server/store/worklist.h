// SPDX-License-Identifier: EUPL-1.2
// The worklist as kept: one row per subject with open alerts, and the counts of a fund, renewed in
// the transaction that changes an alert. Reading a page counts nothing.
#ifndef STORE_WORKLIST_H
#define STORE_WORKLIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/alerts.h"
#include "store/store.h"
#include "store/subjects.h"

struct worklist_row {
    struct public_id subject;
    int64_t subject_id;
    unsigned conditions; // of enum condition
    enum alert_severity severity;
    int64_t since_us;       // when the oldest of the most urgent alerts arose
    struct public_id owner; // of the most urgent alert; unset: nobody
};

struct worklist_filter {
    struct public_id fund;
    enum alert_severity severity; // NONE: any
    enum condition condition;     // NONE: any
    struct public_id owner;       // unset: any …
    bool nobody;                  // … or only rows that nobody has taken
};

// Where a page starts: after the row with these. Zeroed: at the beginning.
struct worklist_place {
    enum alert_severity severity;
    int64_t since_us;
    struct public_id subject;
};

// After any change to the subject's alerts, in the same closure.
RC_CHECKED enum rc worklist_keep(struct tx *tx, int64_t subject_id, const struct public_id *subject,
                                 const struct public_id *fund, struct arena *arena);

// Most urgent first, then oldest, then by subject.
RC_CHECKED enum rc worklist_page(struct tx *tx, const struct worklist_filter *filter,
                                 const struct worklist_place *after, size_t limit,
                                 struct arena *arena, struct worklist_row **rows, size_t *count);

struct worklist_counts {
    int64_t urgent, warning, technical; // persons whose worst open alert it is
    int64_t silent;                     // persons
    int64_t received_us;                // newest message of any device, 0: none yet
};
// All zero for a fund that never had any.
RC_CHECKED enum rc worklist_counts(struct tx *tx, const struct public_id *fund,
                                   struct worklist_counts *counts);
RC_CHECKED enum rc worklist_count_silent(struct tx *tx, const struct public_id *fund,
                                         int64_t change);
RC_CHECKED enum rc worklist_received(struct tx *tx, const struct public_id *fund,
                                     int64_t received_us);

#endif
