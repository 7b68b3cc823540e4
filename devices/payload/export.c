// SPDX-License-Identifier: EUPL-1.2
// Layouts of exports as tables: titles, what stands below them, and how numbers are written.
#include "payload/export.h"

#include "payload/instant.h"
#include "payload/special.h"
#include "payload/utf8.h"
#include "payload/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 12

enum role {
    ROLE_NONE = 0,
    ROLE_NOTE, // read by nobody
    ROLE_DATE,
    ROLE_TIME,
    ROLE_ZONE, // empty or Europe/Rome
    ROLE_VALUE,
    ROLE_UNIT, // of the only value
    ROLE_FLAG, // set when there is anything but "-"
    ROLE_WORD, // one of the layout's words for flags
    ROLE_SERIAL,
};

enum date_style {
    DATE_YEAR_FIRST = 0, // 2026-11-21, 2026/11/21, "Nov 21 2026"
    DATE_DAY_FIRST,      // 21/11/2026
};

struct export_column {
    const char *title; // NULL after the last
    enum role role;
    bool needed; // in the header
    enum quantity quantity;
    enum unit unit; // UNIT_NONE: the row says it
    enum payload_flag flag;
};

struct export_word {
    const char *word; // NULL after the last
    enum payload_flag flag;
};

struct export_shape {
    const char *code;
    char separator;
    bool comma; // the decimal mark; else the point
    enum date_style date;
    enum quantity_kind kind;
    struct export_column columns[COLUMNS_MAX];
    struct export_word words[4];
    const char *units[4][2]; // as it stands there, UCUM
};

static const struct export_shape shapes[] =
    {
        [EXPORT_CUFF_LOG] =
            {
                .code = "cuff-log",
                .separator = ',',
                .kind = QUANTITY_KIND_BLOOD_PRESSURE,
                .columns =
                    {{"Date", ROLE_DATE, true, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Time", ROLE_TIME, true, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Time Zone", ROLE_ZONE, false, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Systolic (mmHg)", ROLE_VALUE, true, QUANTITY_SYSTOLIC, UNIT_MMHG,
                      PAYLOAD_FLAG_NONE},
                     {"Diastolic (mmHg)", ROLE_VALUE, true, QUANTITY_DIASTOLIC, UNIT_MMHG,
                      PAYLOAD_FLAG_NONE},
                     {"Pulse (bpm)", ROLE_VALUE, false, QUANTITY_PULSE, UNIT_PER_MINUTE,
                      PAYLOAD_FLAG_NONE},
                     {"Irregular Heartbeat", ROLE_FLAG, false, QUANTITY_NONE, UNIT_NONE,
                      PAYLOAD_FLAG_IRREGULAR},
                     {"Body Movement", ROLE_FLAG, false, QUANTITY_NONE, UNIT_NONE,
                      PAYLOAD_FLAG_MOVEMENT},
                     {"Loose Cuff", ROLE_FLAG, false, QUANTITY_NONE, UNIT_NONE,
                      PAYLOAD_FLAG_CUFF_LOOSE},
                     {"Serial", ROLE_SERIAL, false, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Notes", ROLE_NOTE, false, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE}},
            },
        [EXPORT_GLUCOSE_DIARY] =
            {
                .code = "glucose-diary",
                .separator = ';',
                .comma = true,
                .date = DATE_DAY_FIRST,
                .kind = QUANTITY_KIND_GLUCOSE,
                .columns =
                    {{"Data", ROLE_DATE, true, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Ora", ROLE_TIME, true, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Glicemia", ROLE_VALUE, true, QUANTITY_GLUCOSE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Unità", ROLE_UNIT, true, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Pasto", ROLE_WORD, false, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Matricola", ROLE_SERIAL, false, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE},
                     {"Note", ROLE_NOTE, false, QUANTITY_NONE, UNIT_NONE, PAYLOAD_FLAG_NONE}},
                .words = {{"prima", PAYLOAD_FLAG_BEFORE_MEAL},
                          {"dopo", PAYLOAD_FLAG_AFTER_MEAL},
                          {"controllo", PAYLOAD_FLAG_CONTROL}},
                .units = {{"mg/dL", "mg/dL"},
                          {"mg/dl", "mg/dL"},
                          {"mmol/L", "mmol/L"},
                          {"mmol/l", "mmol/L"}},
            },
};

// A row on its way to a reading.
struct row_job {
    const struct export_shape *shape;
    const struct csv_cell *cells[COLUMNS_MAX]; // of each column of the shape; NULL: not in the file
    struct export_row *row;
};

// The wall clock of a row, and what it may mean.
struct row_time {
    char wall[20]; // "2026-11-21 08:29:50"; "" when it is none
    int64_t moments[2];
    size_t count;
};

const char *export_layout_code(enum export_layout layout) {
    size_t index = (size_t)layout;
    return index >= 1 && index <= EXPORT_LAYOUT_LAST ? shapes[index].code : "";
}

// Not in the middle of a character.
static void copy_title(char out[EXPORT_TITLE_SIZE], const char *title) {
    size_t at = 0;
    for (size_t size = 0; title[at] != '\0'; at += size) {
        size = utf8_sequence((const unsigned char *)title + at, strlen(title + at));
        if (size == 0 || at + size >= EXPORT_TITLE_SIZE) {
            break;
        }
    }
    memcpy(out, title, at);
    out[at] = '\0';
}

static void fault_set_at(struct export_fault *fault, enum payload_fault_code code,
                         struct csv_place place, const char *title) {
    if (fault->code == PAYLOAD_OK) {
        *fault = (struct export_fault){.code = code, .place = place};
        copy_title(fault->title, title);
    }
}

static void note(struct row_job *job, size_t column, enum payload_fault_code code) {
    fault_set_at(&job->row->fault, code, job->cells[column]->place,
                 job->shape->columns[column].title);
}

static bool is_empty(const struct csv_cell *cell) {
    return !cell || cell->length == 0 || strcmp(cell->text, "-") == 0;
}

static size_t column_count(const struct export_shape *shape) {
    size_t count = 0;
    while (count < COLUMNS_MAX && shape->columns[count].title) {
        count++;
    }
    return count;
}

static size_t column_of(const struct export_shape *shape, enum role role) {
    size_t i = 0;
    while (i < COLUMNS_MAX && shape->columns[i].role != role) {
        i++;
    }
    return i;
}

// ---- times
// ---------------------------------------------------------------------------------------

static bool digits(const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

// "Nov 21 2026" or "Nov 1 2026".
static bool named_month(const char *text, char out[11]) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    size_t length = strlen(text);
    size_t day = length == 10 ? 1 : 2;
    if (length != 9 + day || text[3] != ' ' || !digits(text + 4, day) || text[4 + day] != ' ' ||
        !digits(text + 5 + day, 4)) {
        return false;
    }
    for (unsigned month = 0; month < 12; month++) {
        if (memcmp(text, months + (size_t)month * 3, 3) == 0) {
            char tens = month < 9 ? '0' : '1';
            char ones = (char)('0' + (month + 1) % 10);
            (void)snprintf(out, 11, "%.4s-%c%c-%s%.*s", text + 5 + day, tens, ones,
                           day == 1 ? "0" : "", (int)day, text + 4);
            return true;
        }
    }
    return false;
}

static bool date_of(const struct export_shape *shape, const char *text, char out[11]) {
    if (shape->date == DATE_DAY_FIRST) {
        bool good = strlen(text) == 10 && digits(text, 2) && text[2] == '/' &&
                    digits(text + 3, 2) && text[5] == '/' && digits(text + 6, 4);
        if (good) {
            (void)snprintf(out, 11, "%.4s-%.2s-%.2s", text + 6, text + 3, text);
        }
        return good;
    }
    if (named_month(text, out)) {
        return true;
    }
    bool good = strlen(text) == 10 && digits(text, 4) && (text[4] == '-' || text[4] == '/') &&
                digits(text + 5, 2) && text[7] == text[4] && digits(text + 8, 2);
    if (good) {
        (void)snprintf(out, 11, "%.4s-%.2s-%.2s", text, text + 5, text + 8);
    }
    return good;
}

static void read_time(struct row_job *job, struct row_time *time) {
    size_t date = column_of(job->shape, ROLE_DATE);
    size_t clock = column_of(job->shape, ROLE_TIME);
    size_t zone = column_of(job->shape, ROLE_ZONE);
    char day[11];
    *time = (struct row_time){.count = 0};
    if (!date_of(job->shape, job->cells[date]->text, day)) {
        note(job, date, PAYLOAD_BAD_TIME);
        return;
    }
    const char *at = job->cells[clock]->text;
    if (zone < COLUMNS_MAX && !is_empty(job->cells[zone]) &&
        strcmp(job->cells[zone]->text, "Europe/Rome") != 0) {
        note(job, zone, PAYLOAD_BAD_TIME);
        return;
    }
    if (strlen(at) > 8) {
        note(job, clock, PAYLOAD_BAD_TIME);
        return;
    }
    int length = snprintf(time->wall, sizeof time->wall, "%s %s", day, at);
    if (instant_wall(time->wall, (size_t)length, time->moments, &time->count) != PAYLOAD_OK) {
        note(job, clock, PAYLOAD_BAD_TIME);
        time->wall[0] = '\0';
    }
}

// Whether the file runs from old to new, by the first two rows that differ.
static bool is_ascending(const struct row_time *times, size_t count) {
    const char *last = "";
    for (size_t i = 0; i < count; i++) {
        if (times[i].wall[0] == '\0') {
            continue;
        }
        if (last[0] != '\0' && strcmp(times[i].wall, last) != 0) {
            return strcmp(times[i].wall, last) > 0;
        }
        last = times[i].wall;
    }
    return true;
}

// Where in [from, to), rows of one hour that comes twice, the clock was put back: the first row
// behind it; `to`: nowhere that could be seen.
static size_t step_back(const struct row_time *times, size_t from, size_t to, bool ascending) {
    for (size_t i = from + 1; i < to; i++) {
        int order = strcmp(times[i].wall, times[i - 1].wall);
        if (ascending ? order < 0 : order > 0) {
            return i;
        }
    }
    return to;
}

static void take_moment(struct export_row *row, int64_t moment, bool twice) {
    row->reading.time_us = moment;
    row->reading.hour_twice = twice;
    row->reading.offset_minutes = instant_rome_minutes(moment);
    row->reading.has_time = true;
}

// Rows [from, to) lie in the hour that comes twice. When the clock can be seen to go back among
// them, what stands before is the first of the two; else the later is meant unless it lies after
// the receipt.
static void place_twice(struct export_file *file, const struct row_time *times, size_t from,
                        size_t to, bool ascending, int64_t received_us) {
    size_t step = step_back(times, from, to, ascending);
    for (size_t i = from; i < to; i++) {
        bool second = times[i].moments[1] <= received_us;
        if (step < to) {
            second = ascending ? i >= step : i < step;
        }
        take_moment(&file->rows[i], times[i].moments[second ? 1 : 0], true);
    }
}

static void place_in_time(struct export_file *file, const struct row_time *times,
                          int64_t received_us) {
    bool ascending = is_ascending(times, file->count);
    for (size_t i = 0; i < file->count;) {
        size_t to = i + 1;
        if (times[i].count == 1) {
            take_moment(&file->rows[i], times[i].moments[0], false);
        } else if (times[i].count == 2) {
            while (to < file->count && times[to].count == 2 &&
                   strncmp(times[to].wall, times[i].wall, 10) == 0) {
                to++;
            }
            place_twice(file, times, i, to, ascending, received_us);
        }
        i = to;
    }
}

// ---- values
// --------------------------------------------------------------------------------------

static enum payload_fault_code number_of(const struct row_job *job, const struct csv_cell *cell,
                                         struct quantity_value *value, struct payload_sent *sent) {
    char text[PAYLOAD_NUMBER_SIZE];
    enum payload_fault_code word = special_word(cell->text, cell->length);
    if (word != PAYLOAD_WRONG_TYPE) {
        return value_word(word, value->quantity, sent, value);
    }
    char foreign = job->shape->comma ? '.' : ',';
    if (cell->length >= sizeof text || strchr(cell->text, foreign)) {
        return PAYLOAD_BAD_NUMBER;
    }
    for (size_t i = 0; i <= cell->length; i++) {
        text[i] = cell->text[i] == ',' ? '.' : cell->text[i];
    }
    return value_number(text, cell->length, sent, &value->sent);
}

// The UCUM code of the row's own unit; "" when it is none of the layout's.
static const char *unit_of(const struct row_job *job, const struct csv_cell *cell) {
    for (size_t i = 0; i < 4 && job->shape->units[i][0]; i++) {
        if (strcmp(job->shape->units[i][0], cell->text) == 0) {
            return job->shape->units[i][1];
        }
    }
    return "";
}

static void take_value(struct row_job *job, size_t column) {
    const struct export_column *shape = &job->shape->columns[column];
    struct quantity_value value = {.quantity = shape->quantity};
    struct payload_sent sent = {{0}, {0}};
    enum payload_fault_code code = number_of(job, job->cells[column], &value, &sent);
    if (code != PAYLOAD_OK) {
        note(job, column, code);
        return;
    }
    size_t place = shape->unit == UNIT_NONE ? column_of(job->shape, ROLE_UNIT) : column;
    const char *unit = unit_code(shape->unit);
    if (shape->unit == UNIT_NONE) {
        // LO and HI need no unit to be understood.
        bool word = value.beyond != QUANTITY_WITHIN && is_empty(job->cells[place]);
        unit = word ? unit_code(value.unit) : unit_of(job, job->cells[place]);
    }
    if (value_unit(unit, strlen(unit), shape->quantity, &sent, &value.unit) != PAYLOAD_OK) {
        note(job, place, PAYLOAD_UNKNOWN_UNIT);
    } else if (value_add(&job->row->reading, value, &sent) != PAYLOAD_OK) {
        note(job, column, PAYLOAD_BAD_NUMBER);
    }
}

static void take_word(struct row_job *job, size_t column) {
    for (size_t i = 0; i < 4 && job->shape->words[i].word; i++) {
        if (strcmp(job->shape->words[i].word, job->cells[column]->text) == 0) {
            job->row->reading.flags |= job->shape->words[i].flag;
            return;
        }
    }
    note(job, column, PAYLOAD_UNKNOWN_FLAG);
}

static void take_cell(struct row_job *job, size_t column) {
    const struct csv_cell *cell = job->cells[column];
    const struct export_column *shape = &job->shape->columns[column];
    if (is_empty(cell)) {
        return;
    }
    switch (shape->role) {
    case ROLE_VALUE:
        take_value(job, column);
        return;
    case ROLE_FLAG:
        job->row->reading.flags |= shape->flag;
        return;
    case ROLE_WORD:
        take_word(job, column);
        return;
    case ROLE_SERIAL:
        if (!payload_meter_canonical(cell->text, cell->length, job->row->reading.meter)) {
            note(job, column, PAYLOAD_BAD_METER);
        }
        return;
    case ROLE_NONE:
    case ROLE_NOTE:
    case ROLE_DATE:
    case ROLE_TIME:
    case ROLE_ZONE:
    case ROLE_UNIT:
        return;
    }
}

static void read_row(struct row_job *job, struct row_time *time) {
    struct payload_reading *reading = &job->row->reading;
    *reading = (struct payload_reading){.slot = -1, .kind = job->shape->kind};
    (void)snprintf(reading->place, sizeof reading->place, "#row=%zu", job->row->line);
    read_time(job, time);
    for (size_t i = 0; i < column_count(job->shape); i++) {
        take_cell(job, i);
    }
    enum quantity missing =
        quantity_kind_missing(reading->kind, reading->values, reading->value_count);
    for (size_t i = 0; missing != QUANTITY_NONE && i < column_count(job->shape); i++) {
        if (job->shape->columns[i].quantity == missing) {
            note(job, i, PAYLOAD_MISSING_FIELD);
        }
    }
    reading->fault.code = job->row->fault.code;
}

// ---- the file
// ------------------------------------------------------------------------------------

// Which cell of a row belongs to which column: places[i] of column i, CSV_CELLS_MAX when the file
// does not have it.
static enum payload_fault_code read_header(const struct export_shape *shape,
                                           const struct csv_reader *csv, size_t places[COLUMNS_MAX],
                                           struct export_fault *fault) {
    size_t columns = column_count(shape);
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        places[i] = CSV_CELLS_MAX;
    }
    for (size_t at = 0; at < csv->count; at++) {
        const struct csv_cell *cell = &csv->cells[at];
        size_t i = 0;
        while (i < columns && strcmp(shape->columns[i].title, cell->text) != 0) {
            i++;
        }
        if (i == columns) {
            fault_set_at(fault, PAYLOAD_UNKNOWN_FIELD, cell->place, cell->text);
        } else if (places[i] != CSV_CELLS_MAX) {
            fault_set_at(fault, PAYLOAD_DUPLICATE_FIELD, cell->place, cell->text);
        } else {
            places[i] = at;
        }
    }
    for (size_t i = 0; i < columns; i++) {
        if (shape->columns[i].needed && places[i] == CSV_CELLS_MAX) {
            fault_set_at(fault, PAYLOAD_MISSING_FIELD, (struct csv_place){1, 1},
                         shape->columns[i].title);
        }
    }
    return fault->code;
}

static void read_cells(const struct export_shape *shape, const struct csv_reader *csv,
                       const size_t places[COLUMNS_MAX], size_t width, struct export_row *row,
                       struct row_time *time) {
    struct row_job job = {.shape = shape, .row = row};
    *row = (struct export_row){.line = csv->cells[0].place.line};
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        job.cells[i] = places[i] < csv->count ? &csv->cells[places[i]] : NULL;
    }
    if (csv->count != width) {
        // Which cell is missing, or too much, cannot be known.
        fault_set_at(&row->fault, PAYLOAD_MALFORMED, csv->cells[csv->count - 1].place, "");
        row->reading.fault.code = row->fault.code;
        *time = (struct row_time){.count = 0};
        return;
    }
    read_row(&job, time);
}

static enum payload_fault_code read_rows(const struct export_shape *shape, struct csv_reader *csv,
                                         struct export_file *file, struct row_time *times,
                                         struct export_fault *fault) {
    size_t places[COLUMNS_MAX];
    size_t width = 0;
    bool more = true;
    while (fault->code == PAYLOAD_OK) {
        enum payload_fault_code code = csv_row(csv, &more);
        if (code != PAYLOAD_OK) {
            fault_set_at(fault, code, csv->place, "");
        } else if (!more) {
            break;
        } else if (width == 0) {
            width = csv->count;
            (void)read_header(shape, csv, places, fault);
        } else if (file->count == EXPORT_ROWS_MAX) {
            fault_set_at(fault, PAYLOAD_TOO_MANY, csv->cells[0].place, "");
        } else {
            read_cells(shape, csv, places, width, &file->rows[file->count], &times[file->count]);
            file->count++;
        }
    }
    if (file->count == 0) {
        fault_set_at(fault, PAYLOAD_EMPTY, csv->place, "");
    }
    return fault->code;
}

enum payload_fault_code export_read(enum export_layout layout, const void *bytes, size_t length,
                                    int64_t received_us, struct export_file *file,
                                    struct export_fault *fault) {
    *fault = (struct export_fault){.code = PAYLOAD_OK, .place = {1, 1}};
    if (length > EXPORT_BYTES_MAX) {
        fault->code = PAYLOAD_TOO_LARGE;
        return fault->code;
    }
    const struct export_shape *shape = &shapes[layout];
    struct csv_reader *csv = malloc(sizeof *csv);
    struct row_time *times = malloc(EXPORT_ROWS_MAX * sizeof *times);
    struct export_file found = {.rows = malloc(EXPORT_ROWS_MAX * sizeof *found.rows)};
    if (csv && times && found.rows) {
        csv_start(csv, bytes, length, shape->separator);
        if (read_rows(shape, csv, &found, times, fault) == PAYLOAD_OK) {
            place_in_time(&found, times, received_us);
        }
    } else {
        fault->code = PAYLOAD_NO_MEMORY;
    }
    if (fault->code == PAYLOAD_OK) {
        *file = found;
    } else {
        free(found.rows);
    }
    free(times);
    free(csv);
    return fault->code;
}

void export_release(struct export_file *file) {
    free(file->rows);
    *file = (struct export_file){0};
}
