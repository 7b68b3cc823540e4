// SPDX-License-Identifier: EUPL-1.2
// Strict reading of one JSON tree: every getter knows where it is and writes the first fault found.
// Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_READER_H
#define SCORING_PLAN_FILE_READER_H

#include "scoring/plan.h"
#include "scoring/plan_file.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The first fault ends the reading: a caller whose getter returned false returns false itself.
struct plan_reader {
    struct plan_file_fault *fault;
    size_t depth; // length of fault->pointer that names the value in hand
    bool failed;
};

// Steps into a member or an element; every enter has its leave.
void plan_reader_enter(struct plan_reader *reader, const char *key);
void plan_reader_enter_index(struct plan_reader *reader, size_t index);
void plan_reader_leave(struct plan_reader *reader);

// Records a fault at the value in hand. Returns false.
bool plan_reader_fail(struct plan_reader *reader, const char *code, const char *hint);

// The value is an object that has exactly these keys (NULL-terminated).
bool plan_reader_keys(struct plan_reader *reader, const json_t *object, const char *const *keys);
// The same, and perhaps some of the optional ones.
bool plan_reader_keys_also(struct plan_reader *reader, const json_t *object,
                           const char *const *keys, const char *const *optional);

// Records a fault at that member of the value in hand. Returns false.
bool plan_reader_fail_at(struct plan_reader *reader, const char *key, const char *code,
                         const char *hint);

// Members of an object that plan_reader_keys has accepted. Strings belong to the JSON tree.
bool plan_reader_string(struct plan_reader *reader, const json_t *object, const char *key,
                        bool may_be_empty, const char **out);
// A code: 1 to 40 small letters, digits and hyphens, a letter first.
bool plan_reader_code(struct plan_reader *reader, const json_t *object, const char *key,
                      const char **out);
bool plan_reader_integer(struct plan_reader *reader, const json_t *object, const char *key,
                         int64_t least, int64_t most, int64_t *out);
bool plan_reader_flag(struct plan_reader *reader, const json_t *object, const char *key, bool *out);
bool plan_reader_text(struct plan_reader *reader, const json_t *object, const char *key,
                      bool may_be_empty, struct plan_text *out);

// Points: an integer, or a text with at most two decimals ("12.5", "-1.1"). In hundredths.
bool plan_reader_points(struct plan_reader *reader, const json_t *object, const char *key,
                        int32_t *points);

// The position of a string member in names; "unknown-name" when it is not there.
bool plan_reader_choice(struct plan_reader *reader, const json_t *object, const char *key,
                        const char *const *names, size_t count, size_t *out);

// An array of least to most elements.
bool plan_reader_array(struct plan_reader *reader, const json_t *object, const char *key,
                       size_t least, size_t most, json_t **out);

// {"value": …, "rule": "…", "source": "…"}
bool plan_reader_number(struct plan_reader *reader, const json_t *object, const char *key,
                        int64_t least, int64_t most, struct plan_number *out);
bool plan_reader_amount(struct plan_reader *reader, const json_t *object, const char *key,
                        struct plan_number *out);
bool plan_reader_plan_flag(struct plan_reader *reader, const json_t *object, const char *key,
                           struct plan_flag *out);

#endif
