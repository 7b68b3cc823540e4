// SPDX-License-Identifier: EUPL-1.2
// Comma-separated text by RFC 4180, and the two layouts of exports over it.
#include "payload/export.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#define RECEIVED INT64_C(1793000000000000) // 2026-10-26, behind the change of clocks
#define CUFF "Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm)\n"
#define DIARY "Data;Ora;Glicemia;Unità;Pasto\n"

// The cells of all rows, each followed by '|', a row by '/'.
static enum payload_fault_code cells(const char *text, char separator, char *out, size_t size,
                                     struct csv_place *place) {
    static struct csv_reader csv;
    csv_start(&csv, text, strlen(text), separator);
    size_t at = 0;
    out[0] = '\0';
    for (bool more = true;;) {
        enum payload_fault_code code = csv_row(&csv, &more);
        *place = csv.place;
        if (code != PAYLOAD_OK || !more) {
            return code;
        }
        for (size_t i = 0; i < csv.count; i++) {
            at += (size_t)snprintf(out + at, size - at, "%s|", csv.cells[i].text);
        }
        at += (size_t)snprintf(out + at, size - at, "/");
    }
}

static void rfc4180_rows_quotes_and_line_ends(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *cells;
    } cases[] = {
        {"", ""},
        {"\n\r\n", ""},
        {"a,b\nc,d", "a|b|/c|d|/"},
        {"a,b\r\nc,d\r\n", "a|b|/c|d|/"},
        {"\xef\xbb\xbf"
         "a,b\n",
         "a|b|/"},
        {"a,,\n", "a|||/"},
        {"\"a,b\",\"c\"\"d\"\n", "a,b|c\"d|/"},
        {"\"two\r\nlines\",x\n", "two\nlines|x|/"},
        {"\"\",x\n", "|x|/"},
        {"a\n\nb\n", "a|/b|/"},
        {" a , b\n", " a | b|/"},
        {"Unit\xc3\xa0,x\n", "Unit\xc3\xa0|x|/"},
    };
    char out[256];
    struct csv_place place;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(cells(cases[i].text, ',', out, sizeof out, &place), PAYLOAD_OK);
        assert_string_equal(out, cases[i].cells);
    }
    assert_int_equal(cells("a;b,c\n", ';', out, sizeof out, &place), PAYLOAD_OK);
    assert_string_equal(out, "a|b,c|/");
}

static void what_is_no_table_is_refused_with_line_and_column(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum payload_fault_code code;
        size_t line, column;
    } cases[] = {
        {"a,b\nc,\"d", PAYLOAD_MALFORMED, 2, 5},
        {"a,b\nc,d\"e\n", PAYLOAD_MALFORMED, 2, 4},
        {"a,\"b\"c\n", PAYLOAD_MALFORMED, 1, 6},
        {"\xc3\xa0,b\n\xff\n", PAYLOAD_BAD_TEXT, 2, 1},
        {"\xc3\xa0\x01\n", PAYLOAD_BAD_TEXT, 1, 2},
        {"a\rb\n", PAYLOAD_BAD_TEXT, 1, 2},
        {"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,"
         "33",
         PAYLOAD_TOO_MANY, 1, 88},
    };
    char out[512];
    struct csv_place place;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(cells(cases[i].text, ',', out, sizeof out, &place), cases[i].code);
        assert_int_equal(place.line, cases[i].line);
        assert_int_equal(place.column, cases[i].column);
    }
    static char wide[CSV_ROW_MAX + 2];
    memset(wide, 'x', sizeof wide - 1);
    assert_int_equal(cells(wide, ',', out, sizeof out, &place), PAYLOAD_TOO_MANY);
}

static struct export_file read_file(enum export_layout layout, const char *text) {
    struct export_file file;
    struct export_fault fault;
    assert_int_equal(export_read(layout, text, strlen(text), RECEIVED, &file, &fault), PAYLOAD_OK);
    return file;
}

static void a_cuff_log_gives_pressures_flags_and_the_meter(void **state) {
    (void)state;
    struct export_file file = read_file(
        EXPORT_CUFF_LOG, "Date,Time,Time Zone,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),"
                         "Irregular Heartbeat,Body Movement,Loose Cuff,Serial,Notes\r\n"
                         "2026-10-20,08:05,Europe/Rome,142,88,71,-,-,-,ab12,\"after, coffee\"\r\n"
                         "Oct 21 2026,08:05:30,,138,85,-,yes,,x,,\r\n"
                         "2026/10/22,08:05,-,138,85,70,,,,,\r\n");
    assert_int_equal(file.count, 3);
    const struct payload_reading *first = &file.rows[0].reading;
    assert_int_equal(first->fault.code, PAYLOAD_OK);
    assert_int_equal(first->value_count, 3);
    assert_true(first->values[0].canonical == 142000 && first->values[2].canonical == 71000);
    assert_string_equal(first->meter, "AB12");
    assert_string_equal(first->place, "#row=2");
    assert_true(first->time_us == INT64_C(1792476300000000)); // 06:05 UTC
    assert_int_equal(first->offset_minutes, 120);
    assert_int_equal(first->flags, 0);
    const struct payload_reading *second = &file.rows[1].reading;
    assert_int_equal(second->value_count, 2);
    assert_int_equal(second->flags, PAYLOAD_FLAG_IRREGULAR | PAYLOAD_FLAG_CUFF_LOOSE);
    assert_true(second->time_us == first->time_us + INT64_C(86430000000));
    assert_int_equal(file.rows[2].reading.fault.code, PAYLOAD_OK);
    export_release(&file);
}

static void case25_a_decimal_comma_only_where_the_layout_declares_it(void **state) {
    (void)state;
    struct export_file file =
        read_file(EXPORT_GLUCOSE_DIARY, DIARY "20/10/2026;08:05;5,6;mmol/L;prima\n"
                                              "20/10/2026;12:05;5.6;mmol/L;dopo\n"
                                              "20/10/2026;13:05;108;mg/dl;\n"
                                              "20/10/2026;14:05;LO;;\n"
                                              "20/10/2026;15:05;102;mg/dL;controllo\n");
    assert_true(file.rows[0].reading.values[0].canonical == 100887);
    assert_string_equal(file.rows[0].reading.sent[0].number, "5.6");
    assert_int_equal(file.rows[0].reading.flags, PAYLOAD_FLAG_BEFORE_MEAL);
    assert_int_equal(file.rows[1].fault.code, PAYLOAD_BAD_NUMBER);
    assert_string_equal(file.rows[1].fault.title, "Glicemia");
    assert_string_equal(file.rows[2].reading.sent[0].unit, "mg/dL");
    assert_int_equal(file.rows[3].reading.values[0].beyond, QUANTITY_BELOW);
    assert_int_equal(file.rows[4].reading.flags, PAYLOAD_FLAG_CONTROL);
    export_release(&file);
    file = read_file(EXPORT_CUFF_LOG, CUFF "2026-10-20,08:05,\"142,5\",88,71\n"
                                           "2026-10-20,08:06,142.5,88,71\n");
    assert_int_equal(file.rows[0].fault.code, PAYLOAD_BAD_NUMBER);
    assert_true(file.rows[1].reading.values[0].canonical == 142500);
    export_release(&file);
}

static void a_fault_in_a_row_names_line_and_column_and_leaves_the_others(void **state) {
    (void)state;
    static const struct {
        const char *row;
        enum payload_fault_code code;
        size_t column;
        const char *title;
    } cases[] = {
        {"2026-02-30,08:05,142,88,71", PAYLOAD_BAD_TIME, 12, "Time"},
        {"30/02/2026,08:05,142,88,71", PAYLOAD_BAD_TIME, 1, "Date"},
        {"Foo 1 2026,08:05,142,88,71", PAYLOAD_BAD_TIME, 1, "Date"},
        {"2026-10-20,8:05,142,88,71", PAYLOAD_BAD_TIME, 12, "Time"},
        {"2026-10-20,08:05:00.5,142,88,71", PAYLOAD_BAD_TIME, 12, "Time"},
        {"2026-03-29,02:30,142,88,71", PAYLOAD_BAD_TIME, 12, "Time"}, // case 14: no such hour
        {"2026-10-20,08:05,14x,88,71", PAYLOAD_BAD_NUMBER, 18, "Systolic (mmHg)"},
        {"2026-10-20,08:05,+142,88,71", PAYLOAD_BAD_NUMBER, 18, "Systolic (mmHg)"},
        {"2026-10-20,08:05,142,,71", PAYLOAD_MISSING_FIELD, 22, "Diastolic (mmHg)"},
        {"2026-10-20,08:05,142,Err,71", PAYLOAD_NO_VALUE, 22, "Diastolic (mmHg)"},
        {"2026-10-20,08:05,142,LO,71", PAYLOAD_BELOW_RANGE, 22, "Diastolic (mmHg)"},
        {"2026-10-20,08:05,142,88", PAYLOAD_MALFORMED, 22, ""},
        {"2026-10-20,08:05,142,88,71,1", PAYLOAD_MALFORMED, 28, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        (void)snprintf(text, sizeof text,
                       CUFF "2026-10-20,09:05,120,80,70\n%s\n2026-10-20,10:05,120,80,70\n",
                       cases[i].row);
        struct export_file file = read_file(EXPORT_CUFF_LOG, text);
        assert_int_equal(file.count, 3);
        assert_int_equal(file.rows[0].fault.code, PAYLOAD_OK);
        assert_int_equal(file.rows[2].fault.code, PAYLOAD_OK);
        assert_int_equal(file.rows[1].fault.code, cases[i].code);
        assert_int_equal(file.rows[1].line, 3);
        assert_int_equal(file.rows[1].fault.place.line, 3);
        assert_int_equal(file.rows[1].fault.place.column, cases[i].column);
        assert_string_equal(file.rows[1].fault.title, cases[i].title);
        export_release(&file);
    }
    static const struct {
        const char *row;
        enum payload_fault_code code;
        const char *title;
    } diary[] = {
        {"20/10/2026;08:05;108;mg;", PAYLOAD_UNKNOWN_UNIT, "Unità"},
        {"20/10/2026;08:05;108;;", PAYLOAD_UNKNOWN_UNIT, "Unità"},
        {"20/10/2026;08:05;108;mg/dL;cena", PAYLOAD_UNKNOWN_FLAG, "Pasto"},
        {"2026-10-20;08:05;108;mg/dL;", PAYLOAD_BAD_TIME, "Data"},
    };
    for (size_t i = 0; i < sizeof diary / sizeof *diary; i++) {
        char text[200];
        (void)snprintf(text, sizeof text, DIARY "%s\n", diary[i].row);
        struct export_file file = read_file(EXPORT_GLUCOSE_DIARY, text);
        assert_int_equal(file.rows[0].fault.code, diary[i].code);
        assert_string_equal(file.rows[0].fault.title, diary[i].title);
        export_release(&file);
    }
    struct export_file file =
        read_file(EXPORT_CUFF_LOG, "Date,Time,Time Zone,Systolic (mmHg),Diastolic (mmHg),Serial\n"
                                   "2026-10-20,08:05,Asia/Bangkok,142,88,\n"
                                   "2026-10-20,08:05,,142,88,a b\n");
    assert_string_equal(file.rows[0].fault.title, "Time Zone");
    assert_int_equal(file.rows[1].fault.code, PAYLOAD_BAD_METER);
    export_release(&file);
}

static void a_file_that_is_none_of_the_layout_is_refused_whole(void **state) {
    (void)state;
    static char long_file[EXPORT_BYTES_MAX + 2];
    static char rows[EXPORT_ROWS_MAX * 30 + 200];
    memset(long_file, 'x', sizeof long_file - 1);
    size_t at = (size_t)snprintf(rows, sizeof rows, CUFF);
    for (size_t i = 0; i <= EXPORT_ROWS_MAX; i++) {
        at += (size_t)snprintf(rows + at, sizeof rows - at, "2026-10-20,08:05,142,88,71\n");
    }
    const struct {
        const char *text;
        enum payload_fault_code code;
        size_t line, column;
        const char *title;
    } cases[] = {
        {"", PAYLOAD_EMPTY, 1, 1, ""},
        {CUFF, PAYLOAD_EMPTY, 2, 1, ""},
        {long_file, PAYLOAD_TOO_LARGE, 1, 1, ""},
        {rows, PAYLOAD_TOO_MANY, EXPORT_ROWS_MAX + 2, 1, ""},
        {"Date,Time,Systolic (mmHg)\n", PAYLOAD_MISSING_FIELD, 1, 1, "Diastolic (mmHg)"},
        {"Date,Time,Steps\n", PAYLOAD_UNKNOWN_FIELD, 1, 11, "Steps"},
        {"Date,Date,Time\n", PAYLOAD_DUPLICATE_FIELD, 1, 6, "Date"},
        {"date,Time\n", PAYLOAD_UNKNOWN_FIELD, 1, 1, "date"},
        {CUFF "2026-10-20,\"08:05,142,88,71\n", PAYLOAD_MALFORMED, 3, 1, ""},
        {"\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0"
         "\xc3\xa0"
         "\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0x"
         "\xc3\xa0\n",
         PAYLOAD_UNKNOWN_FIELD, 1, 1,
         "\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0"
         "\xc3\xa0"
         "\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0"
         "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export_file file = {.count = 77};
        struct export_fault fault;
        assert_int_equal(export_read(EXPORT_CUFF_LOG, cases[i].text, strlen(cases[i].text),
                                     RECEIVED, &file, &fault),
                         cases[i].code);
        assert_int_equal(fault.code, cases[i].code);
        assert_int_equal(fault.place.line, cases[i].line);
        assert_int_equal(fault.place.column, cases[i].column);
        assert_string_equal(fault.title, cases[i].title);
        assert_int_equal(file.count, 77);
    }
}

// 25 October 2026: 02:30 is 00:30 UTC and 01:30 UTC.
static void case14_the_order_of_the_rows_tells_the_hour_that_comes_twice(void **state) {
    (void)state;
    const int64_t first = INT64_C(1792888200000000);
    const int64_t hour = INT64_C(3600000000);
    const int64_t minute = INT64_C(60000000);
#define NIGHT(clock) "2026-10-25," clock ",142,88,71\n"
#define DAY_BEFORE "2026-10-24,22:00,142,88,71\n"
    const struct {
        const char *text;
        int64_t received, times[3]; // of the rows from the second on, 0: none
    } cases[] = {
        // The clock goes back between two rows.
        {CUFF DAY_BEFORE NIGHT("02:30") NIGHT("02:10"), RECEIVED, {first, first + 40 * minute, 0}},
        {CUFF DAY_BEFORE NIGHT("02:30") NIGHT("02:50") NIGHT("02:40"),
         RECEIVED,
         {first, first + 20 * minute, first + 10 * minute + hour}},
        // Newest first.
        {CUFF "2026-10-25,08:00,142,88,71\n" NIGHT("02:10") NIGHT("02:30"),
         RECEIVED,
         {first - 20 * minute + hour, first, 0}},
        // Nothing tells: the later, unless that is not yet.
        {CUFF DAY_BEFORE NIGHT("02:30"), RECEIVED, {first + hour, 0, 0}},
        {CUFF DAY_BEFORE NIGHT("02:30"), first + minute, {first, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export_file file;
        struct export_fault fault;
        assert_int_equal(export_read(EXPORT_CUFF_LOG, cases[i].text, strlen(cases[i].text),
                                     cases[i].received, &file, &fault),
                         PAYLOAD_OK);
        assert_false(file.rows[0].reading.hour_twice);
        for (size_t k = 0; k + 1 < file.count; k++) {
            const struct payload_reading *reading = &file.rows[k + 1].reading;
            assert_true(reading->time_us == cases[i].times[k]);
            assert_true(reading->hour_twice);
            assert_int_equal(reading->offset_minutes,
                             reading->time_us < INT64_C(1792890000000000) ? 120 : 60);
        }
        export_release(&file);
    }
}

static void layouts_have_their_names(void **state) {
    (void)state;
    assert_string_equal(export_layout_code(EXPORT_CUFF_LOG), "cuff-log");
    assert_string_equal(export_layout_code(EXPORT_GLUCOSE_DIARY), "glucose-diary");
    assert_string_equal(export_layout_code(EXPORT_NONE), "");
    assert_string_equal(export_layout_code((enum export_layout)(EXPORT_LAYOUT_LAST + 1)), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc4180_rows_quotes_and_line_ends),
        cmocka_unit_test(what_is_no_table_is_refused_with_line_and_column),
        cmocka_unit_test(a_cuff_log_gives_pressures_flags_and_the_meter),
        cmocka_unit_test(case25_a_decimal_comma_only_where_the_layout_declares_it),
        cmocka_unit_test(a_fault_in_a_row_names_line_and_column_and_leaves_the_others),
        cmocka_unit_test(a_file_that_is_none_of_the_layout_is_refused_whole),
        cmocka_unit_test(case14_the_order_of_the_rows_tells_the_hour_that_comes_twice),
        cmocka_unit_test(layouts_have_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
