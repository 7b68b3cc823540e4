// SPDX-License-Identifier: EUPL-1.2
// One evaluated case as JSON and as plain text (docs/evaluate.md).
#ifndef CASE_FILE_CASE_OUTPUT_H
#define CASE_FILE_CASE_OUTPUT_H

#include "base/buffer.h"
#include "base/fault.h"
#include "base/json_stream.h"
#include "base/result.h"
#include "case_file/case_input.h"
#include "scoring/evaluation.h"
#include "scoring/plan.h"

// One evaluated case; the parts belong together.
struct case_result {
    const struct plan *plan;
    const struct case_input *input;
    const struct evaluation *evaluation;
    const struct allocation *allocations; // by expense
};

// What the numbers of a test count.
enum case_unit {
    CASE_UNIT_POINTS, // hundredths
    CASE_UNIT_ACTIVITIES,
    CASE_UNIT_DAYS,
    CASE_UNIT_LEVELS,
};
enum case_unit case_test_unit(enum plan_test_kind kind);

// One JSON object, always the same bytes for the same case and plan.
void case_output_json(struct json_stream *stream, const struct case_result *result);

// Its member "score".
void case_output_score(struct json_stream *stream, const struct plan *plan,
                       const struct assessment_result *score);

// What was wrong with line `line` (1-based); id may be NULL. plans: by place, the one of several
// plans that alone refuses it, NULL for a place that any refuses; NULL where there is one plan.
void case_output_fault(struct json_stream *stream, size_t line, const char *id,
                       const struct fault *fault, const char *const plans[FAULT_PLACES]);

enum case_language { CASE_ITALIAN, CASE_ENGLISH };

// Plain text for a person who knows insurance: every number with its rule and its source.
RC_CHECKED enum rc case_output_text(struct buffer *out, const struct case_result *result,
                                    enum case_language language);

#endif
