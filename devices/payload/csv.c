// SPDX-License-Identifier: EUPL-1.2
// Comma-separated text (RFC 4180), row by row.
#include "payload/csv.h"

#include "payload/utf8.h"

#include <string.h>

void csv_start(struct csv_reader *csv, const void *bytes, size_t length, char separator) {
    *csv = (struct csv_reader){
        .bytes = bytes, .length = length, .separator = separator, .place = {1, 1}};
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        csv->at = 3;
    }
}

static int peek(const struct csv_reader *csv) {
    return csv->at < csv->length ? csv->bytes[csv->at] : -1;
}

// The length of the end of line that stands here, 0: none does.
static size_t line_end(const struct csv_reader *csv) {
    if (peek(csv) == '\n') {
        return 1;
    }
    bool both = peek(csv) == '\r' && csv->at + 1 < csv->length && csv->bytes[csv->at + 1] == '\n';
    return both ? 2 : 0;
}

static void skip_line_end(struct csv_reader *csv, size_t length) {
    csv->at += length;
    csv->place.line++;
    csv->place.column = 1;
}

// Keeps the last byte of the text for the NUL of the last cell.
static enum payload_fault_code put(struct csv_reader *csv, const void *bytes, size_t length) {
    if (length > sizeof csv->text - 1 - csv->used) {
        return PAYLOAD_TOO_MANY;
    }
    memcpy(csv->text + csv->used, bytes, length);
    csv->used += length;
    return PAYLOAD_OK;
}

// One character of a cell. A tab is the only control character that may be.
static enum payload_fault_code take_character(struct csv_reader *csv) {
    size_t length = utf8_sequence(csv->bytes + csv->at, csv->length - csv->at);
    unsigned char first = csv->bytes[csv->at];
    if (length == 0 || (first < 0x20 && first != '\t') || first == 0x7f) {
        return PAYLOAD_BAD_TEXT;
    }
    enum payload_fault_code code = put(csv, csv->bytes + csv->at, length);
    if (code == PAYLOAD_OK) {
        csv->at += length;
        csv->place.column++;
    }
    return code;
}

static enum payload_fault_code take_quoted(struct csv_reader *csv) {
    csv->at++;
    csv->place.column++;
    for (;;) {
        size_t end = line_end(csv);
        enum payload_fault_code code = PAYLOAD_OK;
        if (peek(csv) < 0) {
            return PAYLOAD_MALFORMED;
        }
        if (peek(csv) == '"') {
            csv->at++;
            csv->place.column++;
            if (peek(csv) != '"') {
                return PAYLOAD_OK;
            }
            code = take_character(csv);
        } else if (end > 0) {
            code = put(csv, "\n", 1);
            skip_line_end(csv, code == PAYLOAD_OK ? end : 0);
        } else {
            code = take_character(csv);
        }
        if (code != PAYLOAD_OK) {
            return code;
        }
    }
}

static bool at_cell_end(const struct csv_reader *csv) {
    return peek(csv) < 0 || peek(csv) == csv->separator || line_end(csv) > 0;
}

static enum payload_fault_code take_cell(struct csv_reader *csv) {
    if (csv->count == CSV_CELLS_MAX) {
        return PAYLOAD_TOO_MANY;
    }
    struct csv_cell *cell = &csv->cells[csv->count];
    *cell = (struct csv_cell){.text = csv->text + csv->used, .place = csv->place};
    size_t from = csv->used;
    enum payload_fault_code code = PAYLOAD_OK;
    if (peek(csv) == '"') {
        code = take_quoted(csv);
        if (code == PAYLOAD_OK && !at_cell_end(csv)) {
            code = PAYLOAD_MALFORMED;
        }
    }
    while (code == PAYLOAD_OK && !at_cell_end(csv)) {
        code = peek(csv) == '"' ? PAYLOAD_MALFORMED : take_character(csv);
    }
    cell->length = csv->used - from;
    if (code == PAYLOAD_OK) {
        code = put(csv, "", 1); // the NUL
    }
    csv->count += code == PAYLOAD_OK ? 1 : 0;
    return code;
}

enum payload_fault_code csv_row(struct csv_reader *csv, bool *more) {
    csv->count = 0;
    csv->used = 0;
    *more = false;
    for (size_t end = line_end(csv); end > 0; end = line_end(csv)) {
        skip_line_end(csv, end);
    }
    if (peek(csv) < 0) {
        return PAYLOAD_OK;
    }
    for (;;) {
        enum payload_fault_code code = take_cell(csv);
        if (code != PAYLOAD_OK) {
            return code;
        }
        if (peek(csv) != csv->separator) {
            break;
        }
        csv->at++;
        csv->place.column++;
    }
    size_t end = line_end(csv);
    if (end > 0) {
        skip_line_end(csv, end);
    }
    *more = true;
    return PAYLOAD_OK;
}
