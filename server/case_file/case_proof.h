// SPDX-License-Identifier: EUPL-1.2
// Which evidence of the case each part of its result rests on (docs/evaluate.md).
#ifndef CASE_FILE_CASE_PROOF_H
#define CASE_FILE_CASE_PROOF_H

#include "case_file/case_output.h"

#include <stddef.h>

enum { EVIDENCE_SET_MAX = 64 }; // of one reason or check; more are left out

// Each id once, in the order of the case. The texts are those of the case.
struct evidence_set {
    size_t count;
    const char *ids[EVIDENCE_SET_MAX];
};

// Each fills *set and gives it back, or NULL when there is no evidence.
const struct evidence_set *case_evidence_of_reason(const struct case_result *result,
                                                   const struct reason *reason,
                                                   struct evidence_set *set);
const struct evidence_set *case_evidence_of_cover(const struct case_result *result,
                                                  struct evidence_set *set);
const struct evidence_set *case_evidence_of_waiting(const struct case_result *result,
                                                    struct evidence_set *set);
const struct evidence_set *case_evidence_of_condition(const struct case_result *result,
                                                      const struct plan_condition *condition,
                                                      struct evidence_set *set);
const struct evidence_set *case_evidence_of_exclusion(const struct case_result *result,
                                                      const char *code, struct evidence_set *set);
const struct evidence_set *case_evidence_of_document(const struct case_result *result,
                                                     const char *code, struct evidence_set *set);
const struct evidence_set *case_evidence_of_warning(const struct case_result *result,
                                                    enum case_warning_kind kind,
                                                    struct evidence_set *set);
// Of expense `index` of the facts: its own, the quotations of its currency, and the earlier
// benefits where they took its month.
const struct evidence_set *case_evidence_of_expense(const struct case_result *result, size_t index,
                                                    struct evidence_set *set);
// complaint: index of the complaint whose term it is, read for those only.
const struct evidence_set *case_evidence_of_deadline(const struct case_result *result,
                                                     enum deadline_event event, size_t complaint,
                                                     struct evidence_set *set);
const struct evidence_set *case_evidence_of_item(const struct case_result *result,
                                                 const struct evidence_column *column, size_t index,
                                                 struct evidence_set *set);

#endif
