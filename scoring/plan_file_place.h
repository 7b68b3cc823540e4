// SPDX-License-Identifier: EUPL-1.2
// Where in the text of a JSON file a value stands. Private to the target plan_file.
#ifndef SCORING_PLAN_FILE_PLACE_H
#define SCORING_PLAN_FILE_PLACE_H

#include <stddef.h>

// Line and column (both from 1, column in bytes) of the value that the JSON Pointer names, or,
// where a key is missing, of the innermost value on the way to it. The text must be valid JSON.
void plan_place_of(const char *json, size_t length, const char *pointer, int *line, int *column);

#endif
