// SPDX-License-Identifier: EUPL-1.2
// Comma-separated text (RFC 4180), row by row: quotes, CR LF or LF, a byte order mark, any
// separator.
//
// Strict and bounded: UTF-8 without control characters, a quote only where the RFC has one. The
// whole text is in memory; the cells of one row are copied into the reader. Pure; one reader per
// thread.
#ifndef PAYLOAD_CSV_H
#define PAYLOAD_CSV_H

#include "payload/message.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_CELLS_MAX 32
#define CSV_ROW_MAX 4096 // bytes of the cells of one row

// A place as an editor shows it: both count from 1, the column in characters.
struct csv_place {
    size_t line;
    size_t column;
};

struct csv_cell {
    const char *text; // decoded, NUL-terminated; valid until the next row is read
    size_t length;
    struct csv_place place; // of its first byte
};

struct csv_reader {
    const unsigned char *bytes;
    size_t length;
    size_t at;
    char separator;
    struct csv_place place;
    struct csv_cell cells[CSV_CELLS_MAX];
    size_t count; // of cells in the row that was read last
    char text[CSV_ROW_MAX];
    size_t used;
};

// `separator` is an ASCII character other than a quote. A byte order mark is skipped.
void csv_start(struct csv_reader *csv, const void *bytes, size_t length, char separator);

// Reads the next row that is not empty into cells and count; *more is false, and nothing read, at
// the end. PAYLOAD_OK, or with csv->place where it was noticed: PAYLOAD_BAD_TEXT (not UTF-8, a
// control character), PAYLOAD_MALFORMED (a quote where none may be, or one that is not closed),
// PAYLOAD_TOO_MANY (cells, or bytes of a row).
enum payload_fault_code csv_row(struct csv_reader *csv, bool *more);

#endif
