// SPDX-License-Identifier: EUPL-1.2
// Plan files: strict JSON to `struct plan`. Unknown and missing keys are refused, each with its
// place.
//
// This is the target `plan_file`; it allocates, the room `scoring` does not. A read plan never
// changes and may be used from any number of threads.
#ifndef SCORING_PLAN_FILE_H
#define SCORING_PLAN_FILE_H

#include "scoring/plan.h"

#include <stddef.h>

struct plan_file;

enum plan_file_result {
    PLAN_FILE_OK,
    PLAN_FILE_SYNTAX,  // not JSON, a repeated key, too deep, invalid UTF-8
    PLAN_FILE_INVALID, // JSON, but not a plan: pointer is set too
    PLAN_FILE_TOO_BIG, // longer than PLAN_FILE_BYTES_MAX
    PLAN_FILE_NO_MEMORY,
};

enum {
    PLAN_FILE_BYTES_MAX = 256 * 1024,
};

// Where and why a file is refused.
struct plan_file_fault {
    char pointer[192]; // JSON Pointer (RFC 6901) of the value, "" for the whole file
    char code[32];     // stable: "unknown-key", "missing-key", "wrong-type", "out-of-range",
                       // "unknown-name", "duplicate-code", "out-of-order", "empty", "too-many",
                       // "not-built", "syntax", "too-big"
    char hint[160];    // one sentence in English for the person who edits the file
    int line;          // 1-based, 0 when not known; of a missing key: of the object around it
    int column;
};

// Reads one plan. The text need not end with NUL and is not kept. On success the caller owns *out
// (plan_file_free). On failure *out is untouched and *fault says where; fault may be NULL.
__attribute__((warn_unused_result)) enum plan_file_result
plan_file_read(const char *json, size_t length, struct plan_file **out,
               struct plan_file_fault *fault);

// The plan; it and all it points to live until plan_file_free.
const struct plan *plan_file_plan(const struct plan_file *file);

// The whole file again as compact JSON in the order of the file, UTF-8, NUL-terminated: what the
// API shows (questionnaire, wording, sources) and what a digest may be taken of. Owned by the file.
const char *plan_file_json(const struct plan_file *file, size_t *length);

// Accepts NULL.
void plan_file_free(struct plan_file *file);

#endif
