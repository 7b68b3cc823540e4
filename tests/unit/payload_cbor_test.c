// SPDX-License-Identifier: EUPL-1.2
// CBOR of the primary profile: the same message as in JSON, and nothing that is not exact.
#include "payload/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// {"sent": "2026-11-21T08:30:05+01:00", "readings": [ …one reading of one value… ]}
#define HEAD                                                                                       \
    "\xa2\x64sent\x78\x19"                                                                         \
    "2026-11-21T08:30:05+01:00"                                                                    \
    "\x68readings\x81"
#define WEIGHT "\xa2\x64kind\x66weight\x66values\xa1\x66weight\xa2\x61u\x62kg\x61v"

static enum payload_fault_code decode(const void *bytes, size_t length,
                                      struct payload_message *message,
                                      struct payload_fault *fault) {
    unsigned char *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    enum payload_fault_code code = payload_decode(copy, length, message, fault);
    free(copy);
    return code;
}

#define BYTES(text) text, sizeof(text) - 1

static void case42_numbers_are_integers_or_decimal_fractions(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        enum payload_fault_code code;
        const char *number;
    } cases[] = {
        {BYTES(HEAD WEIGHT "\x18\x4f"), PAYLOAD_OK, "79"},
        {BYTES(HEAD WEIGHT "\x00"), PAYLOAD_OK, "0"},
        {BYTES(HEAD WEIGHT "\x20"), PAYLOAD_OK, "-1"},
        {BYTES(HEAD WEIGHT "\x19\x01\x00"), PAYLOAD_OK, "256"},
        {BYTES(HEAD WEIGHT "\xc4\x82\x21\x19\x03\x2a"), PAYLOAD_OK, "8.10"},
        {BYTES(HEAD WEIGHT "\xc4\x82\x21\x39\x03\x29"), PAYLOAD_OK, "-8.10"},
        {BYTES(HEAD WEIGHT "\xc4\x82\x00\x18\x4f"), PAYLOAD_OK, "79"},
        {BYTES(HEAD WEIGHT "\xc4\x82\x01\x07"), PAYLOAD_OK, "7e1"},
        // 1 * 10^-1000000, 1 * 10^1000000, 2^64 - 1, -2^64: more than can be kept exactly.
        {BYTES(HEAD WEIGHT "\xc4\x82\x3a\x00\x0f\x42\x3f\x01"), PAYLOAD_BAD_NUMBER, NULL},
        {BYTES(HEAD WEIGHT "\xc4\x82\x1a\x00\x0f\x42\x40\x01"), PAYLOAD_BAD_NUMBER, NULL},
        {BYTES(HEAD WEIGHT "\x1b\xff\xff\xff\xff\xff\xff\xff\xff"), PAYLOAD_BAD_NUMBER, NULL},
        {BYTES(HEAD WEIGHT "\x3b\xff\xff\xff\xff\xff\xff\xff\xff"), PAYLOAD_BAD_NUMBER, NULL},
        // Half, single and double floats, NaN among them, are not exact: refused with their
        // reading.
        {BYTES(HEAD WEIGHT "\xf9\x54\xf0"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\xf9\x7e\x00"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\xfa\x42\x9e\x00\x00"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\xfb\x40\x53\xd3\x33\x33\x33\x33\x33"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\xf6"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\xf7"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\x42\x37\x39"), PAYLOAD_WRONG_TYPE, NULL},
        {BYTES(HEAD WEIGHT "\x62\x37\x39"), PAYLOAD_WRONG_TYPE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = {0};
        struct payload_fault fault;
        assert_int_equal(decode(cases[i].bytes, cases[i].length, &message, &fault), PAYLOAD_OK);
        assert_int_equal(message.reading_count, 1);
        const struct payload_reading *reading = &message.readings[0];
        assert_int_equal(reading->fault.code, cases[i].code);
        if (cases[i].number) {
            assert_string_equal(reading->sent[0].number, cases[i].number);
        } else {
            assert_string_equal(reading->fault.pointer, "/readings/0/values/weight/v");
        }
        payload_release(&message);
    }
}

static void case42_what_the_profile_does_not_use_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        enum payload_fault_code code;
    } cases[] = {
        {BYTES("\xa1"), PAYLOAD_MALFORMED},     // cut short
        {BYTES("\xa1\x61"), PAYLOAD_MALFORMED}, // cut inside text
        {BYTES("\xbf\xff"), PAYLOAD_MALFORMED}, // indefinite map
        {BYTES("\xa1\x61"
               "a\x9f\xff"),
         PAYLOAD_MALFORMED}, // indefinite array
        {BYTES("\xa1\x61"
               "a\x7f\xff"),
         PAYLOAD_MALFORMED}, // indefinite text
        {BYTES("\xa1\x61"
               "a\x5f\xff"),
         PAYLOAD_MALFORMED}, // indefinite bytes
        {BYTES("\xa1\x61"
               "a\xff"),
         PAYLOAD_MALFORMED},                        // end of nothing
        {BYTES("\xa1\x01\x01"), PAYLOAD_MALFORMED}, // key is no text
        {BYTES("\xa1\xa0\x01"), PAYLOAD_MALFORMED}, // key is a map
        {BYTES("\xa1\x61"
               "a\xc2\x41\x01"),
         PAYLOAD_MALFORMED}, // bignum
        {BYTES("\xa1\x61"
               "a\xc1\x01"),
         PAYLOAD_MALFORMED}, // epoch time
        {BYTES("\xa1\x61"
               "a\xc4\x01"),
         PAYLOAD_MALFORMED}, // fraction without array
        {BYTES("\xa1\x61"
               "a\xc4\x83\x01\x01\x01"),
         PAYLOAD_MALFORMED},
        {BYTES("\xa1\x61"
               "a\xc4\x82\x01\x61"
               "b"),
         PAYLOAD_MALFORMED},
        {BYTES("\xa1\x61"
               "a\xc4\x82\xc4\x01"),
         PAYLOAD_MALFORMED},
        {BYTES("\xa1\x61"
               "a\xf8\xff"),
         PAYLOAD_MALFORMED}, // unassigned simple value
        {BYTES("\xa1\x61"
               "a\x1c"),
         PAYLOAD_MALFORMED},                    // reserved length
        {BYTES("\xa0\x00"), PAYLOAD_MALFORMED}, // bytes after the end
        {BYTES("\xa1\x62\xc0\xaf\x01"), PAYLOAD_BAD_TEXT},
        {BYTES("\xa1\x62"
               "a\0\x01"),
         PAYLOAD_BAD_TEXT},
        {BYTES("\xbb\xff\xff\xff\xff\xff\xff\xff\xff"), PAYLOAD_TOO_MANY},
        {BYTES("\xa1\x61"
               "a\x9b\x7f\xff\xff\xff\xff\xff\xff\xff"),
         PAYLOAD_TOO_MANY},
        {BYTES("\xa1\x61"
               "a\x5b\xff\xff\xff\xff\xff\xff\xff\xff"),
         PAYLOAD_MALFORMED},
        {BYTES("\x80"), PAYLOAD_MISSING_FIELD}, // an empty pack of SenML
        {BYTES("\x9f\xff"), PAYLOAD_MALFORMED},
        {BYTES("\xd9\xd9\xf7\xa0"), PAYLOAD_UNKNOWN_FORMAT},
        {BYTES("\xa0"), PAYLOAD_MISSING_FIELD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_message message = {0};
        struct payload_fault fault;
        assert_int_equal(decode(cases[i].bytes, cases[i].length, &message, &fault), cases[i].code);
        assert_true(fault.offset <= cases[i].length);
        assert_null(message.readings);
    }
}

static void case42_a_key_sent_twice_is_refused(void **state) {
    (void)state;
    struct payload_message message = {0};
    struct payload_fault fault;
    static const char twice[] = HEAD "\xa3\x64kind\x66weight\x64kind\x66weight\x66values\xa0";
    assert_int_equal(decode(twice, sizeof twice - 1, &message, &fault), PAYLOAD_OK);
    assert_int_equal(message.readings[0].fault.code, PAYLOAD_DUPLICATE_FIELD);
    assert_string_equal(message.readings[0].fault.pointer, "/readings/0/kind");
    payload_release(&message);
}

static void a_reading_has_the_same_identity_in_json_and_cbor(void **state) {
    (void)state;
    static const char json[] = "{\"sent\":\"2026-11-21T08:30:05+01:00\",\"readings\":[{\"kind\":"
                               "\"weight\",\"values\":{\"weight\":{\"v\":8.1,\"u\":\"kg\"}}}]}";
    static const char cbor[] = HEAD WEIGHT "\xc4\x82\x21\x19\x03\x2a";
    const char *const device = "0123456789abcdef0123456789abcdef";
    struct payload_message message = {0};
    struct payload_fault fault;
    struct payload_keys keys[2];
    assert_int_equal(decode(json, sizeof json - 1, &message, &fault), PAYLOAD_OK);
    assert_true(payload_reading_keys(&message, 0, device, &keys[0]));
    payload_release(&message);
    assert_int_equal(decode(cbor, sizeof cbor - 1, &message, &fault), PAYLOAD_OK);
    assert_true(payload_reading_keys(&message, 0, device, &keys[1]));
    assert_int_equal(message.readings[0].raw_offset + message.readings[0].raw_length,
                     sizeof cbor - 1);
    payload_release(&message);
    assert_string_equal(keys[0].slot, keys[1].slot);
    assert_string_equal(keys[0].values, keys[1].values);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case42_numbers_are_integers_or_decimal_fractions),
        cmocka_unit_test(case42_what_the_profile_does_not_use_is_refused),
        cmocka_unit_test(case42_a_key_sent_twice_is_refused),
        cmocka_unit_test(a_reading_has_the_same_identity_in_json_and_cbor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
