// SPDX-License-Identifier: EUPL-1.2
// What a meter's own program exports, as readings: layouts as tables over comma-separated text.
//
// A file is read whole or, row by row, as far as it can be: a fault of the text or of the header is
// the file's; a fault in a row is the row's alone. Titles are compared exactly. A title that no
// layout names is a fault: it may be a value that nobody has told us about. Times are the wall
// clock in Italy; in the hour that comes twice the order of the rows decides, else the receipt
// (cases 14 and 15). A decimal comma is taken only by the layout that declares it (case 25). Pure;
// any thread.
#ifndef PAYLOAD_EXPORT_H
#define PAYLOAD_EXPORT_H

#include "payload/csv.h"
#include "payload/message.h"

#define EXPORT_BYTES_MAX 131072
#define EXPORT_ROWS_MAX 500
#define EXPORT_TITLE_SIZE 48

enum export_layout {
    EXPORT_NONE = 0,
    EXPORT_CUFF_LOG,      // "cuff-log": blood pressure, commas, decimal point
    EXPORT_GLUCOSE_DIARY, // "glucose-diary": glucose, semicolons, decimal comma
};

#define EXPORT_LAYOUT_LAST EXPORT_GLUCOSE_DIARY

struct export_fault {
    enum payload_fault_code code;
    struct csv_place place;
    char title[EXPORT_TITLE_SIZE]; // of the column, cut at a character; "" when it is about none
};

struct export_row {
    size_t line;
    struct export_fault fault; // PAYLOAD_OK: the reading is whole
    struct payload_reading reading;
};

struct export_file {
    size_t count;
    struct export_row *rows; // to be released by export_release
};

// The layout's name in the API; "" for none. Static.
const char *export_layout_code(enum export_layout layout);

// On PAYLOAD_OK *file holds at least one row. Else *file is untouched and *fault says what and
// where: PAYLOAD_EMPTY (no row below the header), PAYLOAD_TOO_LARGE, PAYLOAD_TOO_MANY (rows),
// PAYLOAD_UNKNOWN_FIELD, PAYLOAD_DUPLICATE_FIELD and PAYLOAD_MISSING_FIELD (titles), those of
// csv_row, PAYLOAD_NO_MEMORY.
enum payload_fault_code export_read(enum export_layout layout, const void *bytes, size_t length,
                                    int64_t received_us, struct export_file *file,
                                    struct export_fault *fault);

void export_release(struct export_file *file);

#endif
