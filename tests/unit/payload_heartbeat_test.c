// SPDX-License-Identifier: EUPL-1.2
// Heartbeats: everything optional, nothing unknown, never a reading.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "payload/payload.h"

#define RECEIVED INT64_C(1763712000000000)

static struct payload_message message;
static struct payload_fault fault;

static enum payload_fault_code read_bytes(const void *bytes, size_t length) {
    struct payload_envelope envelope = {
        .content_format = PAYLOAD_NO_CONTENT_FORMAT, .kind = "hb", .received_us = RECEIVED};
    payload_release(&message);
    return payload_read(&envelope, bytes, length, &message, &fault);
}

static enum payload_fault_code read_text(const char *text) {
    return read_bytes(text, strlen(text));
}

static void everything_is_optional(void **state) {
    (void)state;
    assert_int_equal(read_text("{}"), PAYLOAD_OK);
    assert_int_equal(message.battery, -1);
    assert_int_equal(message.seq, -1);
    assert_int_equal(message.reading_count, 0);
    assert_true(message.sent_us == RECEIVED);
}

static void all_fields_are_taken_in_json_and_cbor(void **state) {
    (void)state;
    assert_int_equal(read_text("{\"seq\":9,\"boot\":2,\"sent\":\"2026-11-21T08:30:05+01:00\","
                               "\"battery\":81,\"firmware\":\"1.4.2-rc1\",\"uptime\":86400,"
                               "\"signal\":-71,\"queued\":3}"),
                     PAYLOAD_OK);
    assert_int_equal(message.battery, 81);
    assert_int_equal(message.seq, 9);
    assert_int_equal(message.boot, 2);
    assert_int_equal(message.sent_offset_minutes, 60);
    const uint8_t cbor[] = {0xa1, 0x67, 'b', 'a', 't', 't', 'e', 'r', 'y', 0x18, 55};
    assert_int_equal(read_bytes(cbor, sizeof cbor), PAYLOAD_OK);
    assert_int_equal(message.battery, 55);
}

static void readings_and_other_fields_are_refused_with_their_place(void **state) {
    static const struct {
        const char *text;
        enum payload_fault_code code;
        const char *pointer;
    } cases[] = {
        {"{\"readings\":[]}", PAYLOAD_UNKNOWN_FIELD, "/readings"},
        {"{\"member\":\"x\"}", PAYLOAD_UNKNOWN_FIELD, "/member"},
        {"{\"battery\":101}", PAYLOAD_OUT_OF_RANGE, "/battery"},
        {"{\"battery\":\"81\"}", PAYLOAD_WRONG_TYPE, "/battery"},
        {"{\"signal\":1}", PAYLOAD_OUT_OF_RANGE, "/signal"},
        {"{\"uptime\":-1}", PAYLOAD_OUT_OF_RANGE, "/uptime"},
        {"{\"queued\":1000001}", PAYLOAD_OUT_OF_RANGE, "/queued"},
        {"{\"firmware\":\"\"}", PAYLOAD_OUT_OF_RANGE, "/firmware"},
        {"{\"firmware\":\"1 2\"}", PAYLOAD_OUT_OF_RANGE, "/firmware"},
        {"{\"firmware\":7}", PAYLOAD_WRONG_TYPE, "/firmware"},
        {"{\"sent\":\"2026-11-21T08:30:05\"}", PAYLOAD_NO_OFFSET, "/sent"},
        {"{\"boot\":1,\"boot\":2}", PAYLOAD_DUPLICATE_FIELD, "/boot"},
        {"{", PAYLOAD_MALFORMED, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text(cases[i].text), cases[i].code);
        assert_string_equal(fault.pointer, cases[i].pointer);
    }
    assert_int_not_equal(read_text("[]"), PAYLOAD_OK); // whatever an array is, it is no heartbeat
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_optional),
        cmocka_unit_test(all_fields_are_taken_in_json_and_cbor),
        cmocka_unit_test(readings_and_other_fields_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
