// SPDX-License-Identifier: EUPL-1.2
// The optional rules of a plan about the right and its months. Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_BENEFIT_H
#define SCORING_PLAN_FILE_BENEFIT_H

#include "scoring/plan_file_reader.h"

enum {
    PLAN_BENEFIT_KEYS = 13,
};

// What the plan points to.
struct plan_benefit {
    struct plan_waiting waiting[PLAN_WAITING_MAX];
    struct plan_alternative alternatives[PLAN_ALTERNATIVES_MAX];
};

// The members of a plan file that may be missing: the plan then has no such rule.
extern const char *const plan_benefit_keys[PLAN_BENEFIT_KEYS];

// Reads them, and refuses what does not go together with the rest of the plan, which must have been
// read.
bool plan_benefit_read(struct plan_reader *reader, const json_t *root, struct plan_benefit *benefit,
                       struct plan *plan);

#endif
