// SPDX-License-Identifier: EUPL-1.2
// JSON as bytes: what is not well formed is refused with the place, and nothing else is.
#include "payload/payload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SENT "\"sent\":\"2026-11-21T08:30:05+01:00\""

static enum payload_fault_code decode_bytes(const void *bytes, size_t length,
                                            struct payload_fault *fault) {
    // An exact copy on the heap, so that the address sanitiser sees a read past the end.
    unsigned char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    struct payload_message message = {0};
    enum payload_fault_code code = payload_decode(copy, length, &message, fault);
    free(copy);
    payload_release(&message);
    return code;
}

static enum payload_fault_code decode(const char *text, struct payload_fault *fault) {
    return decode_bytes(text, strlen(text), fault);
}

static void case41_malformed_json_is_refused_at_its_offset(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum payload_fault_code code;
        size_t offset;
    } cases[] = {
        {"{", PAYLOAD_MALFORMED, 1},
        {"{\"a\"", PAYLOAD_MALFORMED, 4},
        {"{\"a\":", PAYLOAD_MALFORMED, 5},
        {"{\"a\":1", PAYLOAD_MALFORMED, 6},
        {"{\"a\":1,}", PAYLOAD_MALFORMED, 7},
        {"{\"a\":1}}", PAYLOAD_MALFORMED, 7},
        {"{\"a\":1} {", PAYLOAD_MALFORMED, 8},
        {"{\"a\":[1,]}", PAYLOAD_MALFORMED, 8},
        {"{\"a\":[1 2]}", PAYLOAD_MALFORMED, 8},
        {"{\"a\":[}]}", PAYLOAD_MALFORMED, 6},
        {"{\"a\":01}", PAYLOAD_MALFORMED, 5},
        {"{\"a\":NaN}", PAYLOAD_MALFORMED, 5},
        {"{\"a\":-Infinity}", PAYLOAD_MALFORMED, 5},
        {"{\"a\":1,5}", PAYLOAD_MALFORMED, 7},
        {"{\"a\":.5}", PAYLOAD_MALFORMED, 5},
        {"{\"a\":tru}", PAYLOAD_MALFORMED, 5},
        {"{a:1}", PAYLOAD_MALFORMED, 1},
        {"{'a':1}", PAYLOAD_MALFORMED, 1},
        {"{1:1}", PAYLOAD_MALFORMED, 1},
        {"{\"a\":\"\\x\"}", PAYLOAD_MALFORMED, 8},
        {"{\"a\":\"\\u12g4\"}", PAYLOAD_MALFORMED, 10},
        {"{\"a\":\"tab\tinside\"}", PAYLOAD_MALFORMED, 9},
        {"{\"a\":\"open", PAYLOAD_MALFORMED, 10},
        {"{\"a\":\"open\\", PAYLOAD_MALFORMED, 11},
        {"{/**/}", PAYLOAD_MALFORMED, 1},
        {"  ", PAYLOAD_MALFORMED, 2},
        {"\"text\"", PAYLOAD_UNKNOWN_FORMAT, 0},
        {"[1", PAYLOAD_MALFORMED, 2},
        {"142", PAYLOAD_UNKNOWN_FORMAT, 0},
        {"\xef\xbb\xbf{}", PAYLOAD_UNKNOWN_FORMAT, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_fault fault;
        assert_int_equal(decode(cases[i].text, &fault), cases[i].code);
        assert_int_equal(fault.code, cases[i].code);
        assert_int_equal(fault.offset, cases[i].offset);
        assert_string_equal(fault.pointer, "");
    }
}

static void case41_bad_text_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "{\"a\":\"\x80\"}",             // lone continuation
        "{\"a\":\"\xc0\xaf\"}",         // overlong
        "{\"a\":\"\xe0\x80\xaf\"}",     // overlong
        "{\"a\":\"\xed\xa0\x80\"}",     // surrogate
        "{\"a\":\"\xf4\x90\x80\x80\"}", // above U+10FFFF
        "{\"a\":\"\xe2\x82\"}",         // cut short
        "{\"a\":\"\xff\"}",
        "{\"\xf0\x9f\x98\":1}",
        "{\"a\":\"\\ud83d\"}",        // lone high surrogate
        "{\"a\":\"\\ude00\"}",        // lone low surrogate
        "{\"a\":\"\\ud83d\\u0041\"}", // high without low
        "{\"a\":\"\\u0000\"}",        // NUL
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct payload_fault fault;
        assert_int_equal(decode(cases[i], &fault), PAYLOAD_BAD_TEXT);
    }
    struct payload_fault fault;
    assert_int_equal(decode_bytes("{\"a\":\"\0\"}", 9, &fault), PAYLOAD_MALFORMED);
    assert_int_equal(decode_bytes("{}\0", 3, &fault), PAYLOAD_MALFORMED);
}

static void escapes_and_spaces_are_read_as_json_means_them(void **state) {
    (void)state;
    struct payload_fault fault;
    // "sent" and "readings" spelled with escapes are the same names.
    assert_int_equal(decode(" {\r\n\t\"\\u0073ent\" : \"2026-11-21T08:30:05Z\" ,"
                            " \"r\\u0065adings\" : [ ] } \n",
                            &fault),
                     PAYLOAD_OK);
    assert_int_equal(decode("{\"sent\":\"2026-11-21T08:30:05Z\",\"\\u0073ent\":"
                            "\"2026-11-21T08:30:05Z\",\"readings\":[]}",
                            &fault),
                     PAYLOAD_DUPLICATE_FIELD);
    assert_string_equal(fault.pointer, "/sent");
    assert_int_equal(decode("{\"\\ud83d\\ude00/~\":1}", &fault), PAYLOAD_UNKNOWN_FIELD);
    assert_string_equal(fault.pointer, "/\xf0\x9f\x98\x80~1~0");
}

static void case40_depth_is_bounded(void **state) {
    (void)state;
    struct payload_fault fault;
    char text[200];
    for (size_t depth = 15; depth <= 17; depth++) {
        size_t at = 0;
        memcpy(text, "{\"a\":", 5);
        at = 5;
        memset(text + at, '[', depth - 1);
        at += depth - 1;
        memset(text + at, ']', depth - 1);
        at += depth - 1;
        text[at++] = '}';
        enum payload_fault_code expected =
            depth <= PAYLOAD_DEPTH_MAX ? PAYLOAD_UNKNOWN_FIELD : PAYLOAD_TOO_DEEP;
        assert_int_equal(decode_bytes(text, at, &fault), expected);
    }
}

static void case40_a_bomb_of_brackets_is_cheap_and_refused(void **state) {
    (void)state;
    char *text = malloc(PAYLOAD_BYTES_MAX + 1);
    assert_non_null(text);
    struct payload_fault fault;
    memset(text, '{', PAYLOAD_BYTES_MAX);
    assert_int_equal(decode_bytes(text, PAYLOAD_BYTES_MAX, &fault), PAYLOAD_MALFORMED);
    memset(text, '[', PAYLOAD_BYTES_MAX);
    memcpy(text, "{\"a\":", 5);
    assert_int_equal(decode_bytes(text, PAYLOAD_BYTES_MAX, &fault), PAYLOAD_TOO_DEEP);
    memset(text, ' ', PAYLOAD_BYTES_MAX + 1);
    assert_int_equal(decode_bytes(text, PAYLOAD_BYTES_MAX, &fault), PAYLOAD_MALFORMED);
    assert_int_equal(decode_bytes(text, PAYLOAD_BYTES_MAX + 1, &fault), PAYLOAD_TOO_LARGE);
    free(text);
}

static void case40_too_many_elements_and_members_are_refused(void **state) {
    (void)state;
    struct payload_fault fault;
    for (size_t count = 256; count <= 257; count++) {
        enum payload_fault_code expected = count == 256 ? PAYLOAD_UNKNOWN_FIELD : PAYLOAD_TOO_MANY;
        char text[4096];
        int at = snprintf(text, sizeof text, "{\"a\":[0");
        for (size_t i = 1; i < count; i++) {
            at += snprintf(text + at, sizeof text - (size_t)at, ",0");
        }
        (void)snprintf(text + at, sizeof text - (size_t)at, "]}");
        assert_int_equal(decode(text, &fault), expected);
        at = snprintf(text, sizeof text, "{\"a0\":0");
        for (size_t i = 1; i < count; i++) {
            at += snprintf(text + at, sizeof text - (size_t)at, ",\"a%zu\":0", i);
        }
        (void)snprintf(text + at, sizeof text - (size_t)at, "}");
        assert_int_equal(decode(text, &fault), expected);
    }
}

static void case18_an_empty_message_has_its_own_code(void **state) {
    (void)state;
    struct payload_fault fault;
    assert_int_equal(decode("", &fault), PAYLOAD_EMPTY);
    assert_string_equal(payload_fault_text(fault.code), "empty");
}

static void every_cut_of_a_good_message_is_refused(void **state) {
    (void)state;
    static const char good[] =
        "{\"seq\":1234,\"boot\":7," SENT ",\"readings\":[{\"t\":\"2026-11-21T08:29:50+01:00\","
        "\"kind\":\"blood-pressure\",\"meter\":\"SN123\",\"slot\":1,\"values\":{\"systolic\":"
        "{\"v\":142,\"u\":\"mm[Hg]\"},\"diastolic\":{\"v\":88,\"u\":\"mm[Hg]\"},\"pulse\":"
        "{\"v\":71,\"u\":\"/min\"}},\"flags\":[\"irregular\"]}],\"battery\":81}";
    struct payload_fault fault;
    assert_int_equal(decode(good, &fault), PAYLOAD_OK);
    for (size_t length = 1; length < sizeof good - 1; length++) {
        assert_int_equal(decode_bytes(good, length, &fault), PAYLOAD_MALFORMED);
        assert_true(fault.offset <= length);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case41_malformed_json_is_refused_at_its_offset),
        cmocka_unit_test(case41_bad_text_is_refused),
        cmocka_unit_test(escapes_and_spaces_are_read_as_json_means_them),
        cmocka_unit_test(case40_depth_is_bounded),
        cmocka_unit_test(case40_a_bomb_of_brackets_is_cheap_and_refused),
        cmocka_unit_test(case40_too_many_elements_and_members_are_refused),
        cmocka_unit_test(case18_an_empty_message_has_its_own_code),
        cmocka_unit_test(every_cut_of_a_good_message_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
