// SPDX-License-Identifier: EUPL-1.2
// SenML as RFC 8428: resolution, relative times, regrouping, refusals with their place.
#include "payload/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RECEIVED_US INT64_C(1795246205000000)
#define BYTES(text) text, sizeof(text) - 1

static enum payload_fault_code read_as(int32_t content_format, const void *bytes, size_t length,
                                       struct payload_message *message,
                                       struct payload_fault *fault) {
    struct payload_envelope envelope = {.content_format = content_format,
                                        .received_us = RECEIVED_US};
    return payload_read(&envelope, bytes, length, message, fault);
}

static struct payload_message pack(const char *text) {
    struct payload_message message = {0};
    struct payload_fault fault;
    assert_int_equal(read_as(110, text, strlen(text), &message, &fault), PAYLOAD_OK);
    return message;
}

static void a_pressure_is_three_records_and_one_reading(void **state) {
    (void)state;
    struct payload_message message =
        pack("[{\"bn\":\"urn:dev:mac:0024befffe804ff1:\",\"bt\":1795246190,\"n\":\"pulse\",\"u\":"
             "\"beat/min\",\"v\":71},{\"n\":\"systolic\",\"u\":\"mm[Hg]\",\"v\":142},{\"n\":"
             "\"diastolic\",\"u\":\"Pa\",\"v\":11732.4},{\"n\":\"irregular\",\"vb\":true},{\"n\":"
             "\"slot\",\"v\":2},{\"n\":\"battery\",\"u\":\"%EL\",\"v\":81}]");
    assert_int_equal(message.reading_count, 1);
    assert_int_equal(message.battery, 81);
    const struct payload_reading *reading = &message.readings[0];
    assert_int_equal(reading->fault.code, PAYLOAD_OK);
    assert_int_equal(reading->kind, QUANTITY_KIND_BLOOD_PRESSURE);
    assert_int_equal(reading->value_count, 3);
    assert_true(reading->values[0].canonical == 142000);
    assert_true(reading->values[1].canonical == 88000);
    assert_string_equal(reading->sent[1].number, "11732.4");
    assert_string_equal(reading->sent[1].unit, "Pa");
    assert_true(reading->values[2].canonical == 71000);
    assert_string_equal(reading->meter, "0024BEFFFE804FF1");
    assert_true(reading->time_us == INT64_C(1795246190000000));
    assert_int_equal(reading->slot, 2);
    assert_int_equal(reading->flags, PAYLOAD_FLAG_IRREGULAR);
    payload_release(&message);
}

// The same reading in both profiles is one reading (case 5).
static void case5_senml_and_the_primary_profile_have_one_identity(void **state) {
    (void)state;
    static const char device[] = "0123456789abcdef0123456789abcdef";
    static const char primary[] = "{\"sent\":\"2026-11-21T08:30:05+01:00\",\"readings\":[{\"t\":"
                                  "\"2026-11-21T08:29:50+01:00\","
                                  "\"kind\":\"weight\",\"meter\":\"SN1\",\"values\":{\"weight\":{"
                                  "\"v\":79.3,\"u\":\"kg\"}}}]}";
    struct payload_message one =
        pack("[{\"bn\":\"SN1:\",\"n\":\"weight\",\"u\":\"kg\",\"v\":79.30,\"t\":1795246190}]");
    struct payload_message two = {0};
    struct payload_fault fault;
    assert_int_equal(payload_decode(primary, strlen(primary), &two, &fault), PAYLOAD_OK);
    struct payload_keys first;
    struct payload_keys second;
    assert_true(payload_reading_keys(&one, 0, device, &first));
    assert_true(payload_reading_keys(&two, 0, device, &second));
    assert_string_equal(first.slot, second.slot);
    assert_string_equal(first.values, second.values);
    payload_release(&one);
    payload_release(&two);
}

static void base_values_hold_until_replaced(void **state) {
    (void)state;
    struct payload_message message =
        pack("[{\"bn\":\"a/\",\"bt\":1795246000,\"bu\":\"kg\",\"bv\":70},"
             "{\"n\":\"weight\",\"v\":9.25},{\"n\":\"weight\",\"t\":60},"
             "{\"bn\":\"b/\",\"bu\":\"Cel\",\"bv\":36,\"n\":\"temperature\",\"v\":0.6}]");
    assert_int_equal(message.reading_count, 3);
    assert_string_equal(message.readings[0].sent[0].number, "79.25");
    assert_true(message.readings[0].values[0].canonical == 79250);
    assert_string_equal(message.readings[0].meter, "A");
    assert_true(message.readings[1].values[0].canonical == 70000);
    assert_true(message.readings[1].time_us == INT64_C(1795246060000000));
    assert_true(message.readings[2].values[0].canonical == 36600);
    assert_string_equal(message.readings[2].meter, "B");
    payload_release(&message);
}

static void case43_times_below_2_28_count_from_the_receipt(void **state) {
    (void)state;
    struct payload_message message =
        pack("[{\"n\":\"seq\",\"v\":12},{\"n\":\"boot\",\"v\":3},"
             "{\"n\":\"weight\",\"u\":\"kg\",\"v\":79.3,\"t\":-300},"
             "{\"n\":\"glucose\",\"u\":\"mg/dL\",\"v\":108},"
             "{\"n\":\"spo2\",\"u\":\"%\",\"v\":97,\"t\":268435455.5},"
             "{\"n\":\"pulse\",\"u\":\"1/min\",\"v\":60,\"t\":268435456}]");
    assert_int_equal(message.reading_count, 4);
    assert_true(message.seq == 12 && message.boot == 3);
    assert_true(message.readings[0].time_relative);
    assert_true(message.readings[0].time_us == RECEIVED_US - 300000000);
    assert_true(message.readings[1].time_us == RECEIVED_US);
    assert_true(message.readings[2].time_us == RECEIVED_US + INT64_C(268435455500000));
    assert_false(message.readings[3].time_relative);
    assert_true(message.readings[3].time_us == INT64_C(268435456000000));
    struct payload_keys keys;
    assert_true(payload_reading_keys(&message, 0, "0123456789abcdef0123456789abcdef", &keys));
    assert_string_equal(keys.slot, "device 0123456789abcdef0123456789abcdef weight of "
                                   "0123456789abcdef0123456789abcdef sequence 3 12 0");
    payload_release(&message);
    // Without a counter nobody could tell the pack from itself when it comes again.
    message = pack("[{\"n\":\"weight\",\"u\":\"kg\",\"v\":79.3}]");
    assert_int_equal(message.readings[0].fault.code, PAYLOAD_NO_SEQUENCE);
    assert_string_equal(message.readings[0].fault.pointer, "/0/t");
    payload_release(&message);
}

static void case43_a_pack_is_refused_whole_for_what_it_says_of_itself(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        {"[{\"n\":\"weight\",\"u\":\"kg\",\"v\":1,\"t\":1795246190,\"xyz_\":1}]",
         PAYLOAD_MUST_UNDERSTAND, "/0/xyz_"},
        {"[{\"bver\":11,\"n\":\"weight\"}]", PAYLOAD_UNKNOWN_VERSION, "/0/bver"},
        {"[{\"n\":\"a\"},{\"bver\":\"10\"}]", PAYLOAD_WRONG_TYPE, "/1/bver"},
        {"[{\"n\":\"weight\",\"n\":\"weight\"}]", PAYLOAD_DUPLICATE_FIELD, "/0/n"},
        {"[{\"bn\":1}]", PAYLOAD_WRONG_TYPE, "/0/bn"},
        {"[{\"bt\":1e300}]", PAYLOAD_BAD_NUMBER, "/0/bt"},
        {"[{\"bt\":1795246190000}]", PAYLOAD_BAD_TIME, "/0/bt"}, // milliseconds
        {"[{\"n\":\"weight\",\"v\":1,\"t\":\"now\"}]", PAYLOAD_WRONG_TYPE, "/0/t"},
        {"[]", PAYLOAD_MISSING_FIELD, "/0"},
        {"[1]", PAYLOAD_WRONG_TYPE, "/0"},
        {"{}", PAYLOAD_WRONG_TYPE, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message;
        struct payload_fault fault;
        assert_int_equal(read_as(110, cases[i].text, strlen(cases[i].text), &message, &fault),
                         cases[i].code);
        assert_string_equal(fault.pointer, cases[i].pointer);
    }
    struct payload_message legal =
        pack("[{\"bver\":26,\"n\":\"weight\",\"u\":\"kg\",\"v\":80,\"t\":"
             "1795246190,\"unknown\":[1,{}]}]");
    assert_int_equal(legal.readings[0].fault.code, PAYLOAD_OK);
    payload_release(&legal);
}

static void what_is_ambiguous_is_refused_at_its_place(void **state) {
    (void)state;
#define AT "\"t\":1795246190"
#define SYSTOLIC "{\"n\":\"systolic\",\"u\":\"mm[Hg]\",\"v\":142," AT "}"
#define DIASTOLIC "{\"n\":\"diastolic\",\"u\":\"mm[Hg]\",\"v\":88," AT "}"
    static const struct {
        const char *text;
        size_t reading;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        // Case 27: a systolic pressure alone is never a blood pressure.
        {"[" SYSTOLIC "]", 0, PAYLOAD_MISSING_FIELD, "/0/diastolic"},
        {"[" SYSTOLIC ",{\"n\":\"diastolic\",\"u\":\"mm[Hg]\",\"v\":88,\"t\":1795246191}]", 1,
         PAYLOAD_MISSING_FIELD, "/1/systolic"},
        {"[" SYSTOLIC "," DIASTOLIC "," SYSTOLIC "]", 0, PAYLOAD_AMBIGUOUS, "/2/n"},
        {"[" SYSTOLIC "," DIASTOLIC ",{\"n\":\"spo2\",\"u\":\"%\",\"v\":97," AT
         "},{\"n\":\"pulse\",\"u\":\"/min\",\"v\":70," AT "}]",
         2, PAYLOAD_AMBIGUOUS, "/3/n"},
        {"[{\"n\":\"weight\",\"u\":\"kg\",\"v\":80,\"vs\":\"80\"," AT "}]", 0, PAYLOAD_AMBIGUOUS,
         "/0/vs"},
        {"[{\"n\":\"movement\",\"vb\":true," AT "}]", 0, PAYLOAD_AMBIGUOUS, "/0/n"},
        {"[{\"v\":80,\"u\":\"kg\"," AT "}]", 0, PAYLOAD_BAD_NAME, "/0/n"},
        {"[{\"n\":\"-weight\",\"v\":80}]", 0, PAYLOAD_BAD_NAME, "/0/n"},
        {"[{\"n\":\"wei ght\",\"v\":80}]", 0, PAYLOAD_BAD_NAME, "/0/n"},
        {"[{\"n\":\"humidity\",\"u\":\"%RH\",\"v\":80," AT "}]", 0, PAYLOAD_UNKNOWN_QUANTITY,
         "/0/n"},
        {"[{\"n\":\"weight\",\"v\":80," AT "}]", 0, PAYLOAD_MISSING_FIELD, "/0/u"},
        {"[{\"n\":\"weight\",\"u\":\"Cel\",\"v\":80," AT "}]", 0, PAYLOAD_UNKNOWN_UNIT, "/0/u"},
        {"[{\"n\":\"weight\",\"u\":\"kg\"," AT "}]", 0, PAYLOAD_MISSING_FIELD, "/0/v"},
        {"[{\"n\":\"weight\",\"u\":\"kg\",\"vs\":\"LO\"," AT "}]", 0, PAYLOAD_BELOW_RANGE, "/0/vs"},
        {"[{\"n\":\"glucose\",\"u\":\"kPa\",\"vs\":\"LO\"," AT "}]", 0, PAYLOAD_UNKNOWN_UNIT,
         "/0/u"},
        {"[{\"n\":\"glucose\",\"u\":\"mg/dL\",\"vs\":\"low\"," AT "}]", 0, PAYLOAD_WRONG_TYPE,
         "/0/vs"},
        {"[{\"n\":\"weight\",\"u\":\"kg\",\"vd\":\"aGk\"," AT "}]", 0, PAYLOAD_WRONG_TYPE, "/0/v"},
        {"[{\"n\":\"battery\",\"v\":101}]", 0, PAYLOAD_OUT_OF_RANGE, "/0/v"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = pack(cases[i].text);
        assert_true(message.reading_count > cases[i].reading);
        const struct payload_reading *bad = &message.readings[cases[i].reading];
        assert_int_equal(bad->fault.code, cases[i].code);
        assert_string_equal(bad->fault.pointer, cases[i].pointer);
        payload_release(&message);
    }
}

// What is kept of a reading in quarantine holds no byte of another one: it may be another member's.
static void a_regrouped_reading_is_its_own_records_and_no_others(void **state) {
    (void)state;
    const char *text = "[{\"n\":\"A:systolic\",\"u\":\"mm[Hg]\",\"v\":142," AT "},"
                       " {\"n\":\"B:weight\",\"u\":\"kg\",\"v\":80," AT "},"
                       " {\"n\":\"A:diastolic\",\"u\":\"mm[Hg]\",\"v\":88," AT "},"
                       " {\"n\":\"A:slot\",\"v\":2," AT "}, {\"n\":\"battery\",\"v\":80}]";
    struct payload_message message = pack(text);
    char raw[512];
    assert_int_equal(message.reading_count, 2);
    raw[payload_reading_raw(&message, 0, text, raw)] = '\0';
    assert_string_equal(raw, "[{\"n\":\"A:systolic\",\"u\":\"mm[Hg]\",\"v\":142," AT "},"
                             "{\"n\":\"A:diastolic\",\"u\":\"mm[Hg]\",\"v\":88," AT "},"
                             "{\"n\":\"A:slot\",\"v\":2," AT "}]");
    raw[payload_reading_raw(&message, 1, text, raw)] = '\0';
    assert_string_equal(raw, "{\"n\":\"B:weight\",\"u\":\"kg\",\"v\":80," AT "}");
    payload_release(&message);
    // The same in CBOR: [{0: "A:pef", 1: "L/min", 2: 400}, {0: "B:pef", …}, {0: "A:fev1", 1: "L",
    // 2: 2}]
    static const unsigned char cbor[] = "\x83\xa3\x00\x65"
                                        "A:pef"
                                        "\x01\x65"
                                        "L/min"
                                        "\x02\x19\x01\x90"
                                        "\xa3\x00\x65"
                                        "B:pef"
                                        "\x01\x65"
                                        "L/min"
                                        "\x02\x19\x01\x91"
                                        "\xa3\x00\x66"
                                        "A:fev1"
                                        "\x01\x61"
                                        "L"
                                        "\x02\x02";
    struct payload_envelope envelope = {.content_format = 112};
    struct payload_fault fault;
    assert_int_equal(payload_read(&envelope, cbor, sizeof cbor - 1, &message, &fault), PAYLOAD_OK);
    unsigned char bytes[sizeof cbor + 3];
    size_t length = payload_reading_raw(&message, 0, cbor, bytes);
    assert_int_equal(length, 1 + 19 + 14);
    assert_int_equal(bytes[0], 0x82);
    assert_memory_equal(bytes + 1, cbor + 1, 19);
    assert_memory_equal(bytes + 20, cbor + 39, 14);
    payload_release(&message);
}

// Case 31: without its button a reading would be another member's; without its flag a control
// solution would be the patient's glucose. The readings wait as the record does.
static void case31_a_remark_with_a_fault_is_a_fault_of_its_readings(void **state) {
    (void)state;
#define GLUCOSE "{\"n\":\"A:glucose\",\"u\":\"mg/dL\",\"v\":108," AT "}"
#define OTHER ",{\"n\":\"B:weight\",\"u\":\"kg\",\"v\":80," AT "}]"
    static const struct {
        const char *text;
        enum payload_fault_code code; // of the glucose
        const char *pointer;
        enum payload_fault_code other; // of the weight, from another meter
    } cases[] = {
        {"[" GLUCOSE ",{\"n\":\"A:slot\",\"v\":\"2\"," AT "}" OTHER, PAYLOAD_WRONG_TYPE, "/1/v",
         PAYLOAD_OK},
        {"[" GLUCOSE ",{\"n\":\"A:slot\",\"v\":300," AT "}" OTHER, PAYLOAD_OUT_OF_RANGE, "/1/v",
         PAYLOAD_OK},
        {"[" GLUCOSE ",{\"n\":\"A:slot\",\"vs\":\"2\"," AT "}" OTHER, PAYLOAD_OUT_OF_RANGE, "/1/v",
         PAYLOAD_OK},
        {"[" GLUCOSE ",{\"n\":\"A:slot\"," AT "}" OTHER, PAYLOAD_MISSING_FIELD, "/1/v", PAYLOAD_OK},
        {"[" GLUCOSE ",{\"n\":\"A:slot\",\"v\":2}" OTHER, PAYLOAD_AMBIGUOUS, "/1/n", PAYLOAD_OK},
        {"[{\"n\":\"A:control\",\"v\":1," AT "}," GLUCOSE OTHER, PAYLOAD_WRONG_TYPE, "/0/vb",
         PAYLOAD_OK},
        {"[{\"n\":\"A:control\",\"vb\":1," AT "}," GLUCOSE OTHER, PAYLOAD_WRONG_TYPE, "/0/vb",
         PAYLOAD_OK},
        {"[{\"n\":\"A:control\",\"vb\":true}," GLUCOSE OTHER, PAYLOAD_AMBIGUOUS, "/0/n",
         PAYLOAD_OK},
        // Whose meter's it was, nobody can tell.
        {"[{\"n\":\"control\",\"vb\":true," AT "}," GLUCOSE OTHER, PAYLOAD_AMBIGUOUS, "/0/n",
         PAYLOAD_AMBIGUOUS},
        {"[{\"n\":\"a b:slot\",\"v\":2," AT "}," GLUCOSE OTHER, PAYLOAD_BAD_NAME, "/0/n",
         PAYLOAD_BAD_NAME},
        // What the remark was about is apart already: the others are not its readings.
        {"[" GLUCOSE ",{\"n\":\"A:weight\",\"u\":\"kg\",\"v\":\"80\",\"t\":1795246100},"
         "{\"n\":\"A:slot\",\"v\":2,\"t\":1795246100}" OTHER,
         PAYLOAD_OK, "", PAYLOAD_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = pack(cases[i].text);
        size_t seen = 0;
        for (size_t at = 0; at < message.reading_count; at++) {
            const struct payload_reading *reading = &message.readings[at];
            if (reading->kind == QUANTITY_KIND_GLUCOSE) {
                assert_int_equal(reading->fault.code, cases[i].code);
                assert_string_equal(reading->fault.pointer, cases[i].pointer);
                seen++;
            } else if (reading->kind == QUANTITY_KIND_WEIGHT) {
                assert_int_equal(reading->fault.code, cases[i].other);
                seen++;
            }
        }
        assert_int_equal(seen, 2);
        payload_release(&message);
    }
}

static void case42_cbor_has_integer_labels_and_floats_as_their_shortest_decimal(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        enum payload_fault_code code;
        const char *number;
    } cases[] = {
#define HEAD "\x81\xa4\x00\x66weight\x01\x62kg\x06\x1a\x6b\x01\x47\x6e\x02"
        {BYTES(HEAD "\x18\x4f"), PAYLOAD_OK, "79"},
        {BYTES(HEAD "\xc4\x82\x21\x19\x1f\x00"), PAYLOAD_OK, "79.36"},
        {BYTES(HEAD "\xfb\x40\x53\xd3\x33\x33\x33\x33\x33"), PAYLOAD_OK, "79.3"},
        {BYTES(HEAD "\xfa\x42\x9e\x99\x9a"), PAYLOAD_OK, "79.3"},
        {BYTES(HEAD "\xf9\x54\xf0"), PAYLOAD_OK, "79"},
        {BYTES(HEAD "\xf9\x7e\x00"), PAYLOAD_NO_VALUE, NULL},
        {BYTES(HEAD "\xf9\x7c\x00"), PAYLOAD_NO_VALUE, NULL},
        {BYTES(HEAD "\xfb\x7f\xef\xff\xff\xff\xff\xff\xff"), PAYLOAD_BAD_NUMBER, NULL},
        {BYTES(HEAD "\x42hi"), PAYLOAD_WRONG_TYPE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = {0};
        struct payload_fault fault;
        assert_int_equal(read_as(112, cases[i].bytes, cases[i].length, &message, &fault),
                         PAYLOAD_OK);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, cases[i].code);
        if (cases[i].number) {
            assert_string_equal(reading->sent[0].number, cases[i].number);
            assert_true(reading->time_us == INT64_C(1795245934000000));
        }
        payload_release(&message);
    }
    // A text "n" is no label in CBOR; integer keys stay out of the primary profile.
    struct payload_message message = {0};
    struct payload_fault fault;
    assert_int_equal(read_as(112, BYTES("\x81\xa1\x61n\x61x"), &message, &fault), PAYLOAD_OK);
    assert_int_equal(message.reading_count, 0);
    payload_release(&message);
    assert_int_equal(read_as(60, BYTES("\xa1\x00\x01"), &message, &fault), PAYLOAD_MALFORMED);
}

static void what_the_transport_says_decides_the_format(void **state) {
    (void)state;
    static const char senml[] = "[{\"n\":\"weight\",\"u\":\"kg\",\"v\":80,\"t\":1795246190}]";
    static const char primary[] = "{\"sent\":\"2026-11-21T08:30:05+01:00\",\"readings\":[]}";
    static const struct {
        struct payload_envelope envelope;
        const char *text;
        enum payload_fault_code code;
    } cases[] = {
        {{"", PAYLOAD_NO_CONTENT_FORMAT, "", 0}, senml, PAYLOAD_OK},
        {{NULL, PAYLOAD_NO_CONTENT_FORMAT, NULL, 0}, primary, PAYLOAD_OK},
        {{"application/senml+json", PAYLOAD_NO_CONTENT_FORMAT, "", 0}, senml, PAYLOAD_OK},
        {{"Application/SenML+JSON; charset=utf-8", PAYLOAD_NO_CONTENT_FORMAT, "readings", 0},
         senml,
         PAYLOAD_OK},
        {{"application/senml+json", PAYLOAD_NO_CONTENT_FORMAT, "", 0}, primary, PAYLOAD_WRONG_TYPE},
        {{"application/json", PAYLOAD_NO_CONTENT_FORMAT, "", 0}, senml, PAYLOAD_OK},
        {{"application/xml", PAYLOAD_NO_CONTENT_FORMAT, "", 0}, primary, PAYLOAD_UNKNOWN_FORMAT},
        {{"application/senml+jsonp", PAYLOAD_NO_CONTENT_FORMAT, "", 0},
         senml,
         PAYLOAD_UNKNOWN_FORMAT},
        {{"", 110, "", 0}, senml, PAYLOAD_OK},
        {{"", 110, "", 0}, primary, PAYLOAD_WRONG_TYPE},
        {{"", 112, "", 0}, senml, PAYLOAD_MALFORMED},
        {{"", 50, "", 0}, primary, PAYLOAD_OK},
        {{"", 41, "", 0}, primary, PAYLOAD_UNKNOWN_FORMAT}, // XML
        {{"", PAYLOAD_NO_CONTENT_FORMAT, "senml", 0}, senml, PAYLOAD_OK},
        {{"", PAYLOAD_NO_CONTENT_FORMAT, "gateway-report", 0}, primary, PAYLOAD_MISSING_FIELD},
        {{"", 65002, "", 0}, primary, PAYLOAD_MISSING_FIELD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = {0};
        struct payload_fault fault;
        assert_int_equal(payload_read(&cases[i].envelope, cases[i].text, strlen(cases[i].text),
                                      &message, &fault),
                         cases[i].code);
        payload_release(&message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pressure_is_three_records_and_one_reading),
        cmocka_unit_test(case5_senml_and_the_primary_profile_have_one_identity),
        cmocka_unit_test(base_values_hold_until_replaced),
        cmocka_unit_test(case43_times_below_2_28_count_from_the_receipt),
        cmocka_unit_test(case43_a_pack_is_refused_whole_for_what_it_says_of_itself),
        cmocka_unit_test(what_is_ambiguous_is_refused_at_its_place),
        cmocka_unit_test(a_regrouped_reading_is_its_own_records_and_no_others),
        cmocka_unit_test(case31_a_remark_with_a_fault_is_a_fault_of_its_readings),
        cmocka_unit_test(case42_cbor_has_integer_labels_and_floats_as_their_shortest_decimal),
        cmocka_unit_test(what_the_transport_says_decides_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
