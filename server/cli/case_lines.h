// SPDX-License-Identifier: EUPL-1.2
// Lines of a stream, one after the other, in constant memory.
#ifndef CLI_CASE_LINES_H
#define CLI_CASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct case_lines;

// Reads from `in`, which stays the caller's. Lines of more than `max` bytes are cut off while they
// are read. NULL when out of memory.
struct case_lines *case_lines_open(FILE *in, size_t max);
void case_lines_close(struct case_lines *lines); // NULL allowed

struct case_line {
    const char *text; // without its line end; not NUL-terminated; valid until the next call
    size_t length;
    size_t number; // from 1
    bool too_long; // nothing of it is given
};

// The next line; false at the end. A last line without a line end counts, an empty one does not.
bool case_lines_next(struct case_lines *lines, struct case_line *line);

// Whether reading failed.
bool case_lines_failed(const struct case_lines *lines);

#endif
