// SPDX-License-Identifier: EUPL-1.2
// Cutting a stream into lines.
#include "cli/case_lines.h"

#include <stdlib.h>
#include <string.h>

struct case_lines {
    FILE *in;
    size_t max;
    size_t number;
    size_t start, end; // unread bytes
    char bytes[];      // max + 1: a longer stretch without a line end is a line too long
};

struct case_lines *case_lines_open(FILE *in, size_t max) {
    struct case_lines *lines = malloc(sizeof *lines + max + 1);
    if (lines) {
        *lines = (struct case_lines){.in = in, .max = max};
    }
    return lines;
}

void case_lines_close(struct case_lines *lines) {
    free(lines);
}

// Moves what is unread to the front and reads behind it. False when nothing more came.
static bool refill(struct case_lines *lines) {
    size_t kept = lines->end - lines->start;
    memmove(lines->bytes, lines->bytes + lines->start, kept);
    lines->start = 0;
    size_t got = fread(lines->bytes + kept, 1, lines->max + 1 - kept, lines->in);
    lines->end = kept + got;
    return got > 0;
}

// Throws away what is left of the line in hand.
static void skip_line(struct case_lines *lines) {
    for (;;) {
        char *found = memchr(lines->bytes + lines->start, '\n', lines->end - lines->start);
        if (found) {
            lines->start = (size_t)(found - lines->bytes) + 1;
            return;
        }
        lines->start = lines->end = 0;
        if (!refill(lines)) {
            return;
        }
    }
}

static void take(struct case_lines *lines, size_t length, size_t with_end, struct case_line *line) {
    line->text = lines->bytes + lines->start;
    line->length = length;
    if (length > 0 && line->text[length - 1] == '\r') {
        line->length--;
    }
    lines->start += with_end;
}

bool case_lines_next(struct case_lines *lines, struct case_line *line) {
    *line = (struct case_line){.number = ++lines->number};
    size_t searched = 0;
    for (;;) {
        size_t unread = lines->end - lines->start;
        const char *from = lines->bytes + lines->start;
        char *found = memchr(from + searched, '\n', unread - searched);
        if (found) {
            size_t length = (size_t)(found - from);
            take(lines, length, length + 1, line);
            return true;
        }
        if (unread > lines->max) {
            skip_line(lines);
            line->too_long = true;
            return true;
        }
        searched = unread;
        if (!refill(lines)) {
            take(lines, unread, unread, line);
            return unread > 0;
        }
    }
}

bool case_lines_failed(const struct case_lines *lines) {
    return ferror(lines->in) != 0;
}
