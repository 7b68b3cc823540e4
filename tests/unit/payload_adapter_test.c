// SPDX-License-Identifier: EUPL-1.2
// Formats of gateways, numbers of IEEE 11073, and the examples of the guide.
#include "payload/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct payload_message read_kind(const char *kind, const char *text, int64_t received_us) {
    struct payload_envelope envelope = {
        .content_format = PAYLOAD_NO_CONTENT_FORMAT, .kind = kind, .received_us = received_us};
    struct payload_message message = {0};
    struct payload_fault fault;
    assert_int_equal(payload_read(&envelope, text, strlen(text), &message, &fault), PAYLOAD_OK);
    return message;
}

#define REPORT(attribute, entry)                                                                   \
    "{\"from\":\"GW\",\"time\":1795246200,\"data\":{\"attribute\":\"" attribute                    \
    "\",\"value\":{\"device_list\":[" entry "]}}}"
#define SCAN "\"scan_time\":1795246190,\"ble_addr\":\"02:00:5e:10:00:11\""

static void case25_a_report_has_text_numbers_noise_and_names_in_any_case(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *number;
        int64_t canonical;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        {REPORT("SCALE", "{" SCAN ",\"Weight\":79.30000305}"), "79.30000305", 79300, PAYLOAD_OK,
         ""},
        {REPORT("THERMOMETER", "{" SCAN ",\"Temp\":36.43000031}"), "36.43000031", 36430, PAYLOAD_OK,
         ""},
        {REPORT("GLUCOMETER", "{" SCAN ",\"glucose\":\"108\"}"), "108", 108000, PAYLOAD_OK, ""},
        {REPORT("GLUCOMETER", "{" SCAN ",\"glucose\":\"LO\"}"), "LO", 20000, PAYLOAD_OK, ""},
        {REPORT("GLUCOMETER", "{" SCAN ",\"glucose\":\"HI\"}"), "HI", 600000, PAYLOAD_OK, ""},
        {REPORT("SCALE", "{" SCAN ",\"weight\":\"LO\"}"), NULL, 0, PAYLOAD_BELOW_RANGE,
         "/data/value/device_list/0/weight"},
        {REPORT("GLUCOMETER", "{" SCAN ",\"glucose\":\"5,6\"}"), NULL, 0, PAYLOAD_BAD_NUMBER,
         "/data/value/device_list/0/glucose"},
        {REPORT("GLUCOMETER", "{" SCAN ",\"glucose\":\"108\",\"unit\":\"mmol/L\"}"), "108", 108000,
         PAYLOAD_UNKNOWN_QUANTITY, "/data/value/device_list/0/unit"},
        {REPORT("SPIROMETER", "{" SCAN ",\"pef\":400}"), NULL, 0, PAYLOAD_UNKNOWN_KIND,
         "/data/value/device_list/0"},
        {REPORT("SCALE", "{\"ble_addr\":\"02005E100011\",\"weight\":80}"), "80", 80000,
         PAYLOAD_MISSING_FIELD, "/data/value/device_list/0/scan_time"},
        // Case 13: no clock, and milliseconds in the place of seconds.
        {REPORT("SCALE", "{\"scan_time\":0,\"weight\":80}"), "80", 80000, PAYLOAD_BAD_TIME,
         "/data/value/device_list/0/scan_time"},
        {REPORT("SCALE", "{\"scan_time\":1795246190000,\"weight\":80}"), "80", 80000,
         PAYLOAD_BAD_TIME, "/data/value/device_list/0/scan_time"},
        {REPORT("SCALE", "{\"scan_time\":-1,\"weight\":80}"), "80", 80000, PAYLOAD_BAD_TIME,
         "/data/value/device_list/0/scan_time"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = read_kind("gateway-report", cases[i].text, 0);
        assert_int_equal(message.reading_count, 1);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, cases[i].code);
        assert_string_equal(reading->fault.pointer, cases[i].pointer);
        if (cases[i].number) {
            assert_string_equal(reading->sent[0].number, cases[i].number);
            assert_true(reading->values[0].canonical == cases[i].canonical);
        }
        payload_release(&message);
    }
}

// Case 54: addresses with and without colons are one meter.
static void case54_a_report_names_its_meter_in_one_spelling(void **state) {
    (void)state;
    struct payload_message message =
        read_kind("gateway-report",
                  REPORT("BP_METER",
                         "{" SCAN ",\"bp_high\":137,\"BP_LOW\":95,\"PR\":74},"
                         "{\"scan_time\":1795246190,\"ble_addr\":\"02005E100011\",\"bp_high\":137,"
                         "\"bp_low\":95,\"pr\":74}"),
                  0);
    struct payload_keys one;
    struct payload_keys two;
    assert_true(payload_reading_keys(&message, 0, "0123456789abcdef0123456789abcdef", &one));
    assert_true(payload_reading_keys(&message, 1, "0123456789abcdef0123456789abcdef", &two));
    assert_string_equal(one.slot, two.slot);
    assert_string_equal(one.values, two.values);
    payload_release(&message);
}

static void a_record_has_a_user_a_comma_and_errors(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t canonical;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        {"{\"type\":\"TEMP\",\"at\":\"2026-11-21 "
         "08:29\",\"user\":2,\"celsius\":\"36,4\",\"err\":0}",
         36400, PAYLOAD_OK, ""},
        {"{\"type\":\"TEMP\",\"at\":\"2026-11-21 08:29\",\"user\":2,\"celsius\":\"---\",\"err\":0}",
         0, PAYLOAD_NO_VALUE, "/celsius"},
        {"{\"err\":7,\"type\":\"WT\",\"at\":\"2026-11-21 08:29\",\"user\":2,\"kg\":80}", 80000,
         PAYLOAD_NO_VALUE, "/err"},
        {"{\"type\":\"WT\",\"at\":\"2026-11-21T08:29:50Z\",\"user\":2,\"kg\":80}", 80000,
         PAYLOAD_BAD_TIME, "/at"},
        {"{\"type\":\"BG\",\"at\":\"2026-11-21 08:29\",\"user\":2,\"mmol\":5.6}", 100887,
         PAYLOAD_OK, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = read_kind("hub-record", cases[i].text, 0);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, cases[i].code);
        assert_string_equal(reading->fault.pointer, cases[i].pointer);
        assert_int_equal(reading->slot, 2);
        assert_true(reading->value_count == 0 ||
                    reading->values[0].canonical == cases[i].canonical);
        payload_release(&message);
    }
}

// Names are compared without case, so "user" and "User" are one, and the last would win in silence.
static void case41_a_member_twice_is_no_guess(void **state) {
    (void)state;
#define RECORD(more) "{\"type\":\"WT\",\"at\":\"2026-11-21 08:29\",\"kg\":80" more "}"
    static const struct {
        const char *text;
        const char *pointer;
    } cases[] = {
        {RECORD(",\"user\":1,\"user\":2"), "/user"},
        {RECORD(",\"user\":1,\"User\":2"), "/User"},
        {RECORD(",\"sn\":\"A\",\"SN\":\"B\""), "/SN"},
        {RECORD(",\"err\":7,\"Err\":0"), "/err"},
        {RECORD(",\"At\":\"2026-11-21 08:30\""), "/At"},
        {RECORD(",\"KG\":81"), "/KG"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = read_kind("hub-record", cases[i].text, 0);
        const struct payload_reading *reading = &message.readings[0];
        // An error of the meter is said first.
        bool error = strcmp(cases[i].pointer, "/err") == 0;
        assert_int_equal(reading->fault.code, error ? PAYLOAD_NO_VALUE : PAYLOAD_DUPLICATE_FIELD);
        assert_string_equal(reading->fault.pointer, cases[i].pointer);
        assert_true(reading->slot <= 1);
        payload_release(&message);
    }
    static const char *const whole[][2] = {
        {"{\"type\":\"WT\",\"type\":\"TEMP\",\"at\":\"2026-11-21 08:29\",\"kg\":80}", "/type"},
    };
    struct payload_envelope envelope = {.content_format = PAYLOAD_NO_CONTENT_FORMAT,
                                        .kind = "hub-record"};
    struct payload_message message;
    struct payload_fault fault;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        assert_int_equal(
            payload_read(&envelope, whole[i][0], strlen(whole[i][0]), &message, &fault),
            PAYLOAD_DUPLICATE_FIELD);
        assert_string_equal(fault.pointer, whole[i][1]);
    }
    envelope.kind = "gateway-report";
    const char *report = "{\"data\":{\"attribute\":\"SCALE\",\"attribute\":\"THERMOMETER\","
                         "\"value\":{\"device_list\":[]}}}";
    assert_int_equal(payload_read(&envelope, report, strlen(report), &message, &fault),
                     PAYLOAD_DUPLICATE_FIELD);
    assert_string_equal(fault.pointer, "/data/attribute");
}

// Case 14: 02:30 comes twice on 25 October and never on 29 March.
static void case14_the_hour_of_the_change_is_chosen_by_the_receipt(void **state) {
    (void)state;
#define AT_NIGHT "{\"type\":\"WT\",\"kg\":80,\"at\":\"2026-10-25 02:30:00\"}"
    const int64_t first = INT64_C(1792888200000000);  // 00:30 UTC
    const int64_t second = INT64_C(1792891800000000); // 01:30 UTC
    struct payload_message message = read_kind("hub-record", AT_NIGHT, first + 60000000);
    assert_true(message.readings[0].time_us == first);
    assert_int_equal(message.readings[0].offset_minutes, 120);
    payload_release(&message);
    message = read_kind("hub-record", AT_NIGHT, second + 60000000);
    assert_true(message.readings[0].time_us == second);
    assert_int_equal(message.readings[0].offset_minutes, 60);
    payload_release(&message);
    message = read_kind("hub-record", "{\"type\":\"WT\",\"kg\":80,\"at\":\"2026-03-29 02:30:00\"}",
                        second);
    assert_int_equal(message.readings[0].fault.code, PAYLOAD_BAD_TIME);
    payload_release(&message);
}

// ISO/IEEE 11073-20601: each special bit pattern, and its neighbours that are numbers.
static void case23_specials_of_sfloat_and_float_are_never_numbers(void **state) {
    (void)state;
    static const struct {
        const char *value;
        enum payload_fault_code code;
        const char *number;
        int64_t canonical;
    } cases[] = {
        {"\"sfloat\":61460", PAYLOAD_OK, "2.0", 2000},  // 0xF014
        {"\"sfloat\":57544", PAYLOAD_OK, "2.00", 2000}, // 0xE0C8
        {"\"sfloat\":2047", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"sfloat\":2046", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"sfloat\":2050", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"sfloat\":2048", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"sfloat\":2049", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"sfloat\":2045", PAYLOAD_OK, "2045", 2045000},
        {"\"sfloat\":2051", PAYLOAD_OK, "-2045", -2045000},
        {"\"sfloat\":63487", PAYLOAD_OK, "204.7", 204700}, // 0xF7FF
        {"\"sfloat\":28673", PAYLOAD_OK, "10000000", INT64_C(10000000000)},
        {"\"sfloat\":65536", PAYLOAD_OUT_OF_RANGE, NULL, 0},
        {"\"sfloat\":-1", PAYLOAD_OUT_OF_RANGE, NULL, 0},
        {"\"sfloat\":1.5", PAYLOAD_OUT_OF_RANGE, NULL, 0},
        {"\"float\":8388607", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"float\":8388606", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"float\":8388610", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"float\":8388608", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"float\":8388609", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"float\":4278190444", PAYLOAD_OK, "36.4", 36400},   // 0xFF00016C
        {"\"float\":2130706433", PAYLOAD_BAD_NUMBER, NULL, 0}, // 10^127
        {"\"float\":2147483649", PAYLOAD_BAD_NUMBER, NULL, 0}, // 10^-128
        {"\"float\":2130706432", PAYLOAD_OK, "0", 0},
        {"\"v\":\"HI\"", PAYLOAD_ABOVE_RANGE, NULL, 0},
        {"\"v\":\"Err\"", PAYLOAD_NO_VALUE, NULL, 0},
        {"\"v\":\"37\"", PAYLOAD_WRONG_TYPE, NULL, 0},
        {"\"v\":37,\"sfloat\":37", PAYLOAD_AMBIGUOUS, NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       "{\"sent\":\"2026-11-21T08:30:05Z\",\"readings\":[{\"kind\":\"weight\","
                       "\"values\":{\"weight\":{%s,\"u\":\"kg\"}}}]}",
                       cases[i].value);
        struct payload_message message = read_kind("", text, 0);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, cases[i].code);
        assert_int_equal(reading->value_count, cases[i].number ? 1 : 0);
        if (cases[i].number) {
            assert_string_equal(reading->sent[0].number, cases[i].number);
            assert_true(reading->values[0].canonical == cases[i].canonical);
        }
        payload_release(&message);
    }
}

// "<!-- example [KIND] CODE -->" before a fenced block of docs/payload.md.
static void the_examples_of_the_guide_are_read_as_it_says(void **state) {
    (void)state;
    static char guide[65536];
    FILE *file = fopen(HOUSE_SOURCE_DIR "/docs/payload.md", "r");
    assert_non_null(file);
    guide[fread(guide, 1, sizeof guide - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    size_t examples = 0;
    for (char *at = strstr(guide, "<!-- example "); at; at = strstr(at, "<!-- example ")) {
        char *kind = at + strlen("<!-- example ");
        char *close = strstr(kind, " -->");
        *close = '\0';
        char *code = strchr(kind, ' ');
        if (code) {
            *code++ = '\0';
        } else {
            code = kind;
            kind = "";
        }
        at = close + 1;
        char *text = strstr(at, "```json\n") + strlen("```json\n");
        char *end = strstr(text, "```");
        *end = '\0';
        struct payload_envelope envelope = {.content_format = PAYLOAD_NO_CONTENT_FORMAT,
                                            .kind = kind,
                                            .received_us = INT64_C(1795246205000000)};
        struct payload_message message = {0};
        struct payload_fault fault;
        assert_string_equal(
            payload_fault_text(payload_read(&envelope, text, strlen(text), &message, &fault)),
            code);
        for (size_t i = 0; i < message.reading_count; i++) {
            assert_string_equal(payload_fault_text(message.readings[i].fault.code), "ok");
        }
        payload_release(&message);
        at = end + 1;
        examples++;
    }
    assert_true(examples >= 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case25_a_report_has_text_numbers_noise_and_names_in_any_case),
        cmocka_unit_test(case54_a_report_names_its_meter_in_one_spelling),
        cmocka_unit_test(a_record_has_a_user_a_comma_and_errors),
        cmocka_unit_test(case41_a_member_twice_is_no_guess),
        cmocka_unit_test(case14_the_hour_of_the_change_is_chosen_by_the_receipt),
        cmocka_unit_test(case23_specials_of_sfloat_and_float_are_never_numbers),
        cmocka_unit_test(the_examples_of_the_guide_are_read_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
