// SPDX-License-Identifier: EUPL-1.2
// Following a JSON Pointer through text that has already been parsed once.
#include "scoring/plan_file_place.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct scan {
    const char *text;
    size_t length;
    size_t at;
};

static char current(const struct scan *scan) {
    return scan->at < scan->length ? scan->text[scan->at] : '\0';
}

static void skip_blanks(struct scan *scan) {
    while (scan->at < scan->length && strchr(" \t\r\n", scan->text[scan->at]) != NULL) {
        scan->at++;
    }
}

// From an opening quote to the character after the closing one.
static void skip_text(struct scan *scan) {
    scan->at++;
    while (scan->at < scan->length && scan->text[scan->at] != '"') {
        scan->at += scan->text[scan->at] == '\\' ? 2 : 1;
    }
    scan->at++;
}

// From the first character of a value to the character after it.
static void skip_value(struct scan *scan) {
    size_t depth = 0;
    do {
        char c = current(scan);
        if (c == '"') {
            skip_text(scan);
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
        scan->at++;
        // A number or a word ends where the next sign begins.
        while (depth == 0 && scan->at < scan->length &&
               strchr(",]} \t\r\n", scan->text[scan->at]) == NULL) {
            scan->at++;
        }
    } while (depth > 0 && scan->at < scan->length);
}

// Does the reference token (with its ~0 and ~1) name this key? A key written with escapes never
// matches: the place of the object around it is then given.
static bool token_names(const char *token, size_t token_length, const char *key, size_t length) {
    size_t k = 0;
    for (size_t i = 0; i < token_length; i++, k++) {
        char c = token[i];
        if (c == '~' && i + 1 < token_length) {
            c = token[++i] == '1' ? '/' : '~';
        }
        if (k >= length || key[k] != c) {
            return false;
        }
    }
    return k == length;
}

// Both leave the scan on the first character of the value they find.
static bool enter_member(struct scan *scan, const char *token, size_t token_length) {
    scan->at++;
    for (skip_blanks(scan); current(scan) == '"'; skip_blanks(scan)) {
        size_t key = scan->at + 1;
        skip_text(scan);
        bool found = token_names(token, token_length, scan->text + key, scan->at - 1 - key);
        skip_blanks(scan);
        scan->at++; // the colon
        skip_blanks(scan);
        if (found) {
            return true;
        }
        skip_value(scan);
        skip_blanks(scan);
        scan->at += current(scan) == ',' ? 1 : 0;
    }
    return false;
}

static bool enter_element(struct scan *scan, const char *token) {
    unsigned long index = strtoul(token, NULL, 10);
    scan->at++;
    for (skip_blanks(scan); index > 0 && current(scan) != ']' && current(scan) != '\0'; index--) {
        skip_value(scan);
        skip_blanks(scan);
        scan->at += current(scan) == ',' ? 1 : 0;
        skip_blanks(scan);
    }
    return index == 0 && current(scan) != ']';
}

void plan_place_of(const char *json, size_t length, const char *pointer, int *line, int *column) {
    struct scan scan = {json, length, 0};
    skip_blanks(&scan);
    size_t place = scan.at;
    while (*pointer == '/') {
        const char *token = pointer + 1;
        size_t token_length = strcspn(token, "/");
        bool found = (current(&scan) == '{' && enter_member(&scan, token, token_length)) ||
                     (current(&scan) == '[' && enter_element(&scan, token));
        if (!found) {
            break;
        }
        place = scan.at;
        pointer = token + token_length;
    }
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < place && i < length; i++) {
        *line += json[i] == '\n' ? 1 : 0;
        *column = json[i] == '\n' ? 1 : *column + 1;
    }
}
