// SPDX-License-Identifier: EUPL-1.2
// Cover, insurability, exclusions and documents of a plan file. Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_COVER_H
#define SCORING_PLAN_FILE_COVER_H

#include "scoring/plan_file_reader.h"

// What the plan points to.
struct plan_terms {
    struct plan_condition conditions[PLAN_CONDITIONS_MAX];
    struct plan_exclusion exclusions[PLAN_EXCLUSIONS_MAX];
    struct plan_document documents[PLAN_DOCUMENTS_MAX];
};

// Each reads its own member of the file.
bool plan_terms_read_cover(struct plan_reader *reader, const json_t *root, struct plan *plan);
bool plan_terms_read_insurability(struct plan_reader *reader, const json_t *root,
                                  struct plan_terms *terms, struct plan *plan);
bool plan_terms_read_exclusions(struct plan_reader *reader, const json_t *root,
                                struct plan_terms *terms, struct plan *plan);
bool plan_terms_read_documents(struct plan_reader *reader, const json_t *root,
                               struct plan_terms *terms, struct plan *plan);

#endif
