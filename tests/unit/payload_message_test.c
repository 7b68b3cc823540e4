// SPDX-License-Identifier: EUPL-1.2
// The primary profile: what each field means, and how much a fault takes with it.
#include "payload/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "{\"sent\":\"2026-11-21T08:30:05+01:00\",\"readings\":["
#define GLUCOSE "\"values\":{\"glucose\":{\"v\":108,\"u\":\"mg/dL\"}}"
#define GOOD "{\"t\":\"2026-11-21T08:29:50+01:00\",\"kind\":\"glucose\"," GLUCOSE "}"

static struct payload_message decode(const char *text) {
    struct payload_message message = {0};
    struct payload_fault fault;
    assert_int_equal(payload_decode(text, strlen(text), &message, &fault), PAYLOAD_OK);
    assert_int_equal(fault.code, PAYLOAD_OK);
    return message;
}

static void the_example_of_the_profile_is_read_whole(void **state) {
    (void)state;
    static const char text[] =
        "{\"seq\": 1234, \"boot\": 7, \"sent\": \"2026-11-21T08:30:05+01:00\", \"readings\": "
        "[{\"t\": \"2026-11-21T08:29:50+01:00\", \"kind\": \"blood-pressure\", \"meter\": "
        "\"SN123\", \"slot\": 1,\n\"values\": {\"systolic\": {\"v\": 142, \"u\": \"mm[Hg]\"}, "
        "\"diastolic\": {\"v\": 88, \"u\": \"mm[Hg]\"}, \"pulse\": {\"v\": 71, \"u\": "
        "\"/min\"}}, \"flags\": [\"irregular\"]}], \"battery\": 81}";
    struct payload_message message = decode(text);
    assert_true(message.seq == 1234 && message.boot == 7 && message.battery == 81);
    assert_true(message.sent_us == INT64_C(1795246205000000));
    assert_int_equal(message.sent_offset_minutes, 60);
    assert_int_equal(message.reading_count, 1);
    const struct payload_reading *reading = &message.readings[0];
    assert_int_equal(reading->fault.code, PAYLOAD_OK);
    assert_int_equal(reading->kind, QUANTITY_KIND_BLOOD_PRESSURE);
    assert_true(reading->has_time && !reading->time_from_sent);
    assert_true(reading->time_us == INT64_C(1795246190000000));
    assert_int_equal(reading->offset_minutes, 60);
    assert_string_equal(reading->meter, "SN123");
    assert_int_equal(reading->slot, 1);
    assert_int_equal(reading->flags, PAYLOAD_FLAG_IRREGULAR);
    assert_int_equal(reading->value_count, 3);
    assert_int_equal(reading->values[0].quantity, QUANTITY_SYSTOLIC);
    assert_true(reading->values[0].canonical == 142000);
    assert_int_equal(reading->values[1].quantity, QUANTITY_DIASTOLIC);
    assert_true(reading->values[1].canonical == 88000);
    assert_int_equal(reading->values[2].quantity, QUANTITY_PULSE);
    assert_true(reading->values[2].canonical == 71000);
    assert_string_equal(reading->sent[2].number, "71");
    assert_string_equal(reading->sent[2].unit, "/min");
    assert_int_equal(text[reading->raw_offset], '{');
    assert_int_equal(text[reading->raw_offset + reading->raw_length - 1], '}');
    assert_memory_equal(text + reading->raw_offset + reading->raw_length, "], \"battery\"", 12);
    payload_release(&message);
    assert_null(message.readings);
}

static void optional_fields_are_absent_not_zero(void **state) {
    (void)state;
    struct payload_message message = decode(HEAD "{\"kind\":\"glucose\"," GLUCOSE "}]}");
    assert_true(message.seq == -1 && message.boot == -1 && message.battery == -1);
    const struct payload_reading *reading = &message.readings[0];
    assert_int_equal(reading->fault.code, PAYLOAD_OK);
    assert_string_equal(reading->meter, "");
    assert_int_equal(reading->slot, -1);
    assert_int_equal(reading->flags, 0);
    // A live single reading without "t" was taken when it was sent.
    assert_true(reading->has_time && reading->time_from_sent);
    assert_true(reading->time_us == message.sent_us);
    payload_release(&message);
    message = decode("{\"sent\":\"2026-11-21T08:30:05Z\",\"readings\":[],\"battery\":0}");
    assert_true(message.reading_count == 0 && message.battery == 0);
    payload_release(&message);
}

static void case25_the_number_is_kept_as_it_was_sent(void **state) {
    (void)state;
    struct payload_message message = decode(
        HEAD "{\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":79.30000305,\"u\":\"kg\"}}}]}");
    assert_string_equal(message.readings[0].sent[0].number, "79.30000305");
    assert_true(message.readings[0].values[0].canonical == 79300);
    payload_release(&message);
    message = decode(
        HEAD "{\"kind\":\"glucose\",\"values\":{\"glucose\":{\"u\":\"mmol/L\",\"v\":8.10}}}]}");
    assert_string_equal(message.readings[0].sent[0].number, "8.10");
    assert_int_equal(message.readings[0].values[0].sent.scale, 2);
    assert_true(message.readings[0].values[0].canonical == 145926);
    payload_release(&message);
}

static void a_fault_of_the_message_refuses_all_of_it(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        {"{}", PAYLOAD_MISSING_FIELD, "/sent"},
        {"{\"sent\":\"2026-11-21T08:30:05Z\"}", PAYLOAD_MISSING_FIELD, "/readings"},
        {HEAD "],\"rssi\":-70}", PAYLOAD_UNKNOWN_FIELD, "/rssi"},
        {HEAD "],\"readings\":[]}", PAYLOAD_DUPLICATE_FIELD, "/readings"},
        {HEAD "],\"seq\":\"1\"}", PAYLOAD_WRONG_TYPE, "/seq"},
        {HEAD "],\"seq\":1.0}", PAYLOAD_WRONG_TYPE, "/seq"},
        {HEAD "],\"seq\":1e3}", PAYLOAD_WRONG_TYPE, "/seq"},
        {HEAD "],\"seq\":-1}", PAYLOAD_OUT_OF_RANGE, "/seq"},
        {HEAD "],\"seq\":9007199254740992}", PAYLOAD_OUT_OF_RANGE, "/seq"},
        {HEAD "],\"boot\":99999999999999999999999}", PAYLOAD_OUT_OF_RANGE, "/boot"},
        {HEAD "],\"battery\":101}", PAYLOAD_OUT_OF_RANGE, "/battery"},
        {HEAD "],\"battery\":null}", PAYLOAD_WRONG_TYPE, "/battery"},
        {"{\"sent\":1795246205,\"readings\":[]}", PAYLOAD_WRONG_TYPE, "/sent"},
        {"{\"sent\":\"2026-11-21T08:30:05\",\"readings\":[]}", PAYLOAD_NO_OFFSET, "/sent"},
        {"{\"sent\":\"2026-11-21T08:30:05Z\",\"readings\":{}}", PAYLOAD_WRONG_TYPE, "/readings"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = {.seq = 77};
        struct payload_fault fault;
        assert_int_equal(payload_decode(cases[i].text, strlen(cases[i].text), &message, &fault),
                         cases[i].code);
        assert_string_equal(fault.pointer, cases[i].pointer);
        assert_true(message.seq == 77);
    }
}

static void case10_a_bad_reading_leaves_the_others_good(void **state) {
    (void)state;
#define AT "\"t\":\"2026-11-21T08:29:50Z\","
    static const struct {
        const char *reading;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        {"7", PAYLOAD_WRONG_TYPE, "/readings/1"},
        {"{}", PAYLOAD_MISSING_FIELD, "/readings/1/t"},
        {"{" AT GLUCOSE "}", PAYLOAD_MISSING_FIELD, "/readings/1/kind"},
        {"{" AT "\"kind\":\"glucose\"}", PAYLOAD_MISSING_FIELD, "/readings/1/values"},
        {"{\"kind\":\"glucose\"," GLUCOSE "}", PAYLOAD_MISSING_FIELD, "/readings/1/t"},
        {"{" AT "\"kind\":\"sleep\"," GLUCOSE "}", PAYLOAD_UNKNOWN_KIND, "/readings/1/kind"},
        {"{" AT "\"kind\":1," GLUCOSE "}", PAYLOAD_WRONG_TYPE, "/readings/1/kind"},
        {"{" AT "\"kind\":\"glucose\",\"name\":\"x\"," GLUCOSE "}", PAYLOAD_UNKNOWN_FIELD,
         "/readings/1/name"},
        {"{" AT AT "\"kind\":\"glucose\"," GLUCOSE "}", PAYLOAD_DUPLICATE_FIELD, "/readings/1/t"},
        {"{" AT "\"kind\":\"weight\"," GLUCOSE "}", PAYLOAD_UNKNOWN_QUANTITY,
         "/readings/1/values/glucose"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"steps\":{\"v\":1,\"u\":\"1\"}}}",
         PAYLOAD_UNKNOWN_QUANTITY, "/readings/1/values/steps"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{}}", PAYLOAD_MISSING_FIELD,
         "/readings/1/values/glucose"},
        {"{" AT "\"kind\":\"glucose\",\"values\":[]}", PAYLOAD_WRONG_TYPE, "/readings/1/values"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":5.6}}", PAYLOAD_WRONG_TYPE,
         "/readings/1/values/glucose"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":5.6}}}", PAYLOAD_MISSING_FIELD,
         "/readings/1/values/glucose/u"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"u\":\"mg/dL\"}}}",
         PAYLOAD_MISSING_FIELD, "/readings/1/values/glucose/v"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":1,\"u\":\"mg/dL\",\"x\":1}}}",
         PAYLOAD_UNKNOWN_FIELD, "/readings/1/values/glucose/x"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":108,\"u\":\"mg/dl\"}}}",
         PAYLOAD_UNKNOWN_UNIT, "/readings/1/values/glucose/u"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":108,\"u\":\"kPa\"}}}",
         PAYLOAD_UNKNOWN_UNIT, "/readings/1/values/glucose/u"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":108,\"u\":\"\"}}}",
         PAYLOAD_UNKNOWN_UNIT, "/readings/1/values/glucose/u"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":\"108\",\"u\":\"mg/dL\"}}}",
         PAYLOAD_WRONG_TYPE, "/readings/1/values/glucose/v"},
        {"{" AT "\"kind\":\"weight\",\"values\":{\"weight\":{\"v\":\"LO\",\"u\":\"kg\"}}}",
         PAYLOAD_BELOW_RANGE, "/readings/1/values/weight/v"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":null,\"u\":\"mg/dL\"}}}",
         PAYLOAD_WRONG_TYPE, "/readings/1/values/glucose/v"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":1e400,\"u\":\"mg/dL\"}}}",
         PAYLOAD_BAD_NUMBER, "/readings/1/values/glucose/v"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":999999999999999999,\"u\":"
         "\"mmol/L\"}}}",
         PAYLOAD_BAD_NUMBER, "/readings/1/values/glucose/v"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":0.00000000000000000000000000"
         "00001,\"u\":\"mg/dL\"}}}",
         PAYLOAD_BAD_NUMBER, "/readings/1/values/glucose/v"},
        {"{" AT "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":1,\"u\":\"mg/dL\"},"
         "\"glucose\":{\"v\":2,\"u\":\"mg/dL\"}}}",
         PAYLOAD_DUPLICATE_FIELD, "/readings/1/values/glucose"},
        {"{" AT "\"kind\":\"glucose\",\"meter\":\"\"," GLUCOSE "}", PAYLOAD_BAD_METER,
         "/readings/1/meter"},
        {"{" AT "\"kind\":\"glucose\",\"meter\":\"a b\"," GLUCOSE "}", PAYLOAD_BAD_METER,
         "/readings/1/meter"},
        {"{" AT "\"kind\":\"glucose\",\"slot\":256," GLUCOSE "}", PAYLOAD_OUT_OF_RANGE,
         "/readings/1/slot"},
        {"{" AT "\"kind\":\"glucose\",\"slot\":-1," GLUCOSE "}", PAYLOAD_OUT_OF_RANGE,
         "/readings/1/slot"},
        {"{" AT "\"kind\":\"glucose\",\"flags\":[\"movement\",\"odd\"]," GLUCOSE "}",
         PAYLOAD_UNKNOWN_FLAG, "/readings/1/flags/1"},
        {"{" AT "\"kind\":\"glucose\",\"flags\":[\"control\",\"control\"]," GLUCOSE "}",
         PAYLOAD_DUPLICATE_FIELD, "/readings/1/flags/1"},
        {"{" AT "\"kind\":\"glucose\",\"flags\":\"control\"," GLUCOSE "}", PAYLOAD_WRONG_TYPE,
         "/readings/1/flags"},
        {"{" AT "\"kind\":\"glucose\",\"flags\":[\"\"]," GLUCOSE "}", PAYLOAD_UNKNOWN_FLAG,
         "/readings/1/flags/0"},
        {"{\"t\":1836942771,\"kind\":\"glucose\"," GLUCOSE "}", PAYLOAD_WRONG_TYPE,
         "/readings/1/t"},
        {"{\"t\":\"2026-11-21T08:29:50\",\"kind\":\"glucose\"," GLUCOSE "}", PAYLOAD_NO_OFFSET,
         "/readings/1/t"},
        {"{\"t\":\"2026-02-29T08:29:50Z\",\"kind\":\"glucose\"," GLUCOSE "}", PAYLOAD_BAD_TIME,
         "/readings/1/t"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2048];
        (void)snprintf(text, sizeof text, HEAD GOOD ",%s," GOOD "]}", cases[i].reading);
        struct payload_message message = decode(text);
        assert_int_equal(message.reading_count, 3);
        assert_int_equal(message.readings[0].fault.code, PAYLOAD_OK);
        assert_int_equal(message.readings[2].fault.code, PAYLOAD_OK);
        const struct payload_reading *bad = &message.readings[1];
        assert_int_equal(bad->fault.code, cases[i].code);
        assert_string_equal(bad->fault.pointer, cases[i].pointer);
        assert_int_equal(bad->raw_length, strlen(cases[i].reading));
        assert_memory_equal(text + bad->raw_offset, cases[i].reading, bad->raw_length);
        payload_release(&message);
    }
#undef AT
}

static void case23_lo_and_hi_of_glucose_are_values_with_a_comparator(void **state) {
    (void)state;
    static const struct {
        const char *word;
        const char *unit;
        enum quantity_beyond beyond;
        int64_t canonical;
        const char *key;
    } cases[] = {
        {"LO", "mg/dL", QUANTITY_BELOW, 20000, "glucose=<20000"},
        {"LO", "mmol/L", QUANTITY_BELOW, 20000, "glucose=<20000"},
        {"HI", "mmol/L", QUANTITY_ABOVE, 600000, "glucose=>600000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       HEAD "{\"t\":\"2026-11-21T08:29:50Z\","
                            "\"kind\":\"glucose\",\"values\":{\"glucose\":{\"v\":\"%s\","
                            "\"u\":\"%s\"}}}]}",
                       cases[i].word, cases[i].unit);
        struct payload_message message = decode(text);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, PAYLOAD_OK);
        assert_int_equal(reading->value_count, 1);
        assert_int_equal(reading->values[0].beyond, cases[i].beyond);
        assert_true(reading->values[0].canonical == cases[i].canonical);
        assert_string_equal(reading->sent[0].number, cases[i].word);
        assert_string_equal(reading->sent[0].unit, cases[i].unit);
        struct payload_keys keys;
        assert_true(payload_reading_keys(&message, 0, "0123456789abcdef0123456789abcdef", &keys));
        assert_string_equal(keys.values, cases[i].key);
        payload_release(&message);
    }
}

static void case27_a_systolic_alone_is_not_a_blood_pressure(void **state) {
    (void)state;
    struct payload_message message = decode(
        HEAD
        "{\"kind\":\"blood-pressure\",\"values\":{\"systolic\":{\"v\":142,\"u\":\"mm[Hg]\"}}}]}");
    const struct payload_reading *reading = &message.readings[0];
    assert_int_equal(reading->fault.code, PAYLOAD_MISSING_FIELD);
    assert_string_equal(reading->fault.pointer, "/readings/0/values/diastolic");
    // What could be read is there for the person who looks at the quarantine.
    assert_int_equal(reading->kind, QUANTITY_KIND_BLOOD_PRESSURE);
    assert_int_equal(reading->value_count, 1);
    payload_release(&message);
}

static void case40_200_readings_are_taken_and_201_refused(void **state) {
    (void)state;
    static char text[PAYLOAD_BYTES_MAX];
    for (size_t count = 200; count <= 201; count++) {
        int at = snprintf(text, sizeof text, HEAD GOOD);
        for (size_t i = 1; i < count; i++) {
            at += snprintf(text + at, sizeof text - (size_t)at, "," GOOD);
        }
        (void)snprintf(text + at, sizeof text - (size_t)at, "]}");
        struct payload_message message = {0};
        struct payload_fault fault;
        enum payload_fault_code code = payload_decode(text, strlen(text), &message, &fault);
        assert_int_equal(code, count == 200 ? PAYLOAD_OK : PAYLOAD_TOO_MANY);
        assert_int_equal(message.reading_count, count == 200 ? 200 : 0);
        payload_release(&message);
    }
}

static void case13_case14_times_need_a_real_moment_and_an_offset(void **state) {
    (void)state;
    static const struct {
        const char *time;
        enum payload_fault_code code;
        int64_t instant;
        int offset;
    } cases[] = {
        {"1970-01-01T00:00:00Z", PAYLOAD_OK, 0, 0},
        {"1969-12-31T23:59:59.999999Z", PAYLOAD_OK, -1, 0},
        {"2024-02-29T12:00:00+02:00", PAYLOAD_OK, INT64_C(1709200800000000), 120},
        {"2026-10-25T02:30:00+01:00", PAYLOAD_OK, INT64_C(1792891800000000), 60},
        {"2026-10-25T02:30:00+02:00", PAYLOAD_OK, INT64_C(1792888200000000), 120},
        {"2026-11-21T08:29:50.5-03:30", PAYLOAD_OK, INT64_C(1795262390500000), -210},
        {"2026-11-21T08:29:50.123456789Z", PAYLOAD_OK, INT64_C(1795249790123456), 0},
        {"2026-11-21T08:29:50+14:00", PAYLOAD_OK, INT64_C(1795199390000000), 840},
        {"2026-11-21T08:29:50+14:01", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50+01", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50+0100", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50 Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21t08:29:50Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21 08:29:50Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T24:00:00Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:60:00Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-12-31T23:59:60Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-13-01T00:00:00Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-04-31T00:00:00Z", PAYLOAD_BAD_TIME, 0, 0},
        {"0000-00-00T00:00:00Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50.Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50.1234567890Z", PAYLOAD_BAD_TIME, 0, 0},
        {"2026-11-21T08:29:50.123", PAYLOAD_NO_OFFSET, 0, 0},
        {"2026-03-29T02:30:00", PAYLOAD_NO_OFFSET, 0, 0},
        {"", PAYLOAD_BAD_TIME, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        (void)snprintf(text, sizeof text, HEAD "{\"t\":\"%s\",\"kind\":\"glucose\"," GLUCOSE "}]}",
                       cases[i].time);
        struct payload_message message = decode(text);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, cases[i].code);
        assert_int_equal(reading->has_time, cases[i].code == PAYLOAD_OK);
        if (cases[i].code == PAYLOAD_OK) {
            assert_true(reading->time_us == cases[i].instant);
            assert_int_equal(reading->offset_minutes, cases[i].offset);
        }
        payload_release(&message);
    }
}

static void a_long_unknown_name_is_cut_in_the_pointer(void **state) {
    (void)state;
    char name[301];
    memset(name, '~', 300);
    name[300] = '\0';
    char text[700];
    (void)snprintf(text, sizeof text, HEAD "{\"values\":{\"glucose\":{\"%s\":1}}}]}", name);
    struct payload_message message = decode(text);
    // The first fault is reported: the missing kind comes before the values.
    assert_string_equal(message.readings[0].fault.pointer, "/readings/0/kind");
    payload_release(&message);
    (void)snprintf(text, sizeof text,
                   HEAD "{\"kind\":\"glucose\",\"values\":{\"glucose\":{\"%s\":1}}}]}", name);
    message = decode(text);
    const struct payload_fault *fault = &message.readings[0].fault;
    assert_int_equal(fault->code, PAYLOAD_UNKNOWN_FIELD);
    assert_int_equal(strlen(fault->pointer), strlen("/readings/0/values/glucose/") + 64);
    payload_release(&message);
}

static void every_fault_and_flag_has_its_own_text(void **state) {
    (void)state;
    for (int i = PAYLOAD_OK; i <= PAYLOAD_ABOVE_RANGE; i++) {
        for (int j = PAYLOAD_OK; j < i; j++) {
            assert_string_not_equal(payload_fault_text((enum payload_fault_code)i),
                                    payload_fault_text((enum payload_fault_code)j));
        }
    }
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL; flag *= 2) {
        assert_true(payload_flag_text((enum payload_flag)flag)[0] != '\0');
    }
    assert_string_equal(payload_flag_text((enum payload_flag)3), "");
}

static void the_guide_names_every_code_flag_and_unit(void **state) {
    (void)state;
    static char guide[32768];
    FILE *file = fopen(HOUSE_SOURCE_DIR "/docs/payload.md", "r");
    assert_non_null(file);
    size_t length = fread(guide, 1, sizeof guide - 1, file);
    assert_int_equal(fclose(file), 0);
    assert_in_range(length, 1000, sizeof guide - 2);
    char quoted[64];
    for (int i = PAYLOAD_EMPTY; i <= PAYLOAD_ABOVE_RANGE; i++) {
        const char *text = payload_fault_text((enum payload_fault_code)i);
        (void)snprintf(quoted, sizeof quoted, "`%s`", text);
        assert_non_null(strstr(guide, quoted));
    }
    for (unsigned flag = 1; flag <= PAYLOAD_FLAG_CONTROL; flag *= 2) {
        const char *text = payload_flag_text((enum payload_flag)flag);
        (void)snprintf(quoted, sizeof quoted, "`%s`", text);
        assert_non_null(strstr(guide, quoted));
    }
    for (int i = 1; i <= UNIT_LAST; i++) {
        (void)snprintf(quoted, sizeof quoted, "`%s`", unit_code((enum unit)i));
        assert_non_null(strstr(guide, quoted));
    }
    for (int i = 1; i <= QUANTITY_LAST; i++) {
        (void)snprintf(quoted, sizeof quoted, "`%s`", quantity_describe((enum quantity)i)->code);
        assert_non_null(strstr(guide, quoted));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_profile_is_read_whole),
        cmocka_unit_test(optional_fields_are_absent_not_zero),
        cmocka_unit_test(case25_the_number_is_kept_as_it_was_sent),
        cmocka_unit_test(a_fault_of_the_message_refuses_all_of_it),
        cmocka_unit_test(case10_a_bad_reading_leaves_the_others_good),
        cmocka_unit_test(case23_lo_and_hi_of_glucose_are_values_with_a_comparator),
        cmocka_unit_test(case27_a_systolic_alone_is_not_a_blood_pressure),
        cmocka_unit_test(case40_200_readings_are_taken_and_201_refused),
        cmocka_unit_test(case13_case14_times_need_a_real_moment_and_an_offset),
        cmocka_unit_test(a_long_unknown_name_is_cut_in_the_pointer),
        cmocka_unit_test(every_fault_and_flag_has_its_own_text),
        cmocka_unit_test(the_guide_names_every_code_flag_and_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
