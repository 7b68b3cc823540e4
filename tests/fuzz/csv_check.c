// SPDX-License-Identifier: EUPL-1.2
// Exports: every row written again with quotes is the same row, and every reading holds.
#include "csv_check.h"

#include "holds.h"
#include "payload/export.h"
#include "payload/payload.h"

#include <string.h>

#define RECEIVED_US INT64_C(1795255790000000)

// The row with every cell in quotes, as RFC 4180 §2.7 writes them.
static size_t write_row(const struct csv_reader *csv, char *out) {
    size_t at = 0;
    for (size_t i = 0; i < csv->count; i++) {
        if (i > 0) {
            out[at++] = ';';
        }
        out[at++] = '"';
        for (size_t k = 0; k < csv->cells[i].length; k++) {
            out[at++] = csv->cells[i].text[k];
            if (csv->cells[i].text[k] == '"') {
                out[at++] = '"';
            }
        }
        out[at++] = '"';
    }
    out[at++] = '\n';
    return at;
}

static void check_row(const struct csv_reader *csv) {
    static char text[3 * CSV_ROW_MAX + 3 * CSV_CELLS_MAX + 2];
    static struct csv_reader again;
    bool more = false;
    csv_start(&again, text, write_row(csv, text), ';');
    HOLDS(csv_row(&again, &more) == PAYLOAD_OK && more && again.count == csv->count);
    for (size_t i = 0; i < csv->count; i++) {
        HOLDS(again.cells[i].length == csv->cells[i].length);
        HOLDS(memcmp(again.cells[i].text, csv->cells[i].text, csv->cells[i].length) == 0);
        HOLDS(again.cells[i].text[again.cells[i].length] == '\0');
    }
    HOLDS(csv_row(&again, &more) == PAYLOAD_OK && !more);
}

static void check_rows(const void *bytes, size_t length, char separator) {
    static struct csv_reader csv;
    csv_start(&csv, bytes, length, separator);
    size_t line = 0;
    for (bool more = true; more;) {
        enum payload_fault_code code = csv_row(&csv, &more);
        HOLDS(csv.place.line >= 1 && csv.place.column >= 1 && csv.place.line <= length + 1);
        if (code != PAYLOAD_OK) {
            HOLDS(code == PAYLOAD_BAD_TEXT || code == PAYLOAD_MALFORMED ||
                  code == PAYLOAD_TOO_MANY);
            return;
        }
        if (more) {
            HOLDS(csv.count >= 1 && csv.count <= CSV_CELLS_MAX);
            HOLDS(csv.cells[0].place.line > line);
            line = csv.cells[0].place.line;
            check_row(&csv);
        }
    }
}

static void check_reading(const struct export_row *row) {
    const struct payload_reading *reading = &row->reading;
    struct payload_reading copy = *reading;
    struct payload_message message = {.seq = -1, .boot = -1, .reading_count = 1, .readings = &copy};
    struct payload_keys keys;
    bool good = row->fault.code == PAYLOAD_OK;
    HOLDS(good == (reading->fault.code == PAYLOAD_OK));
    HOLDS(payload_reading_keys(&message, 0, "0123456789abcdef0123456789abcdef", &keys) == good);
    HOLDS(memchr(row->fault.title, '\0', sizeof row->fault.title));
    if (!good) {
        HOLDS(row->fault.place.line >= row->line && row->fault.place.column >= 1);
        return;
    }
    HOLDS(reading->has_time && quantity_kind_missing(reading->kind, reading->values,
                                                     reading->value_count) == QUANTITY_NONE);
    for (size_t i = 0; i < reading->value_count; i++) {
        HOLDS(reading->sent[i].number[0] != '\0' && reading->sent[i].unit[0] != '\0');
    }
}

static void check_layout(enum export_layout layout, const void *bytes, size_t length) {
    struct export_file file = {.count = 0x5a};
    struct export_fault fault;
    if (export_read(layout, bytes, length, RECEIVED_US, &file, &fault) != PAYLOAD_OK) {
        HOLDS(file.count == 0x5a && fault.code != PAYLOAD_OK);
        HOLDS(memchr(fault.title, '\0', sizeof fault.title));
        return;
    }
    HOLDS(file.count >= 1 && file.count <= EXPORT_ROWS_MAX);
    size_t line = 1;
    for (size_t i = 0; i < file.count; i++) {
        HOLDS(file.rows[i].line > line);
        line = file.rows[i].line;
        check_reading(&file.rows[i]);
    }
    export_release(&file);
}

void csv_check(const void *bytes, size_t length) {
    check_rows(bytes, length, ',');
    check_rows(bytes, length, ';');
    for (int layout = 1; layout <= EXPORT_LAYOUT_LAST; layout++) {
        check_layout((enum export_layout)layout, bytes, length);
    }
}
