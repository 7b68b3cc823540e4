// SPDX-License-Identifier: EUPL-1.2
// Assessments with their rater, and every answer ever saved in them (append-only, sealed).
#ifndef STORE_ASSESSMENTS_H
#define STORE_ASSESSMENTS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct assessment_sheet {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    const char *rater; // "family", "physician", "visit"
    const char *on;    // day of the examination; NULL: the family's
    int64_t created_us;
    struct public_id created_by;
};

RC_CHECKED enum rc assessment_insert(struct tx *tx, int64_t claim_id,
                                     const struct assessment_sheet *sheet);
// The newest one of the claim that the family fills.
RC_CHECKED enum rc assessment_of_family(struct tx *tx, int64_t claim_id, struct arena *arena,
                                        struct assessment_sheet *sheet);
// Those of examinations, in the order of recording.
RC_CHECKED enum rc assessment_list_examined(struct tx *tx, int64_t claim_id, struct arena *arena,
                                            struct assessment_sheet **sheets, size_t *count);
RC_CHECKED enum rc assessment_by_public_id(struct tx *tx, const struct public_id *public_id,
                                           struct arena *arena, struct assessment_sheet *sheet);

struct saved_answer {
    struct public_id public_id;
    const char *item;    // activity code of the plan
    struct sealed grade; // sealed at "answers|grade|<public id>", padded
    int64_t saved_us;    // domain instant
    struct public_id saved_by;
};

RC_CHECKED enum rc answer_insert(struct tx *tx, int64_t assessment_id,
                                 const struct saved_answer *answer);
// The last saved answer of each item.
RC_CHECKED enum rc answer_list(struct tx *tx, int64_t assessment_id, struct arena *arena,
                               struct saved_answer **answers, size_t *count);

#endif
