// SPDX-License-Identifier: EUPL-1.2
// The packets of the subscriber door, byte by byte, and whose a topic is.
#include "subscriber/packet.h"
#include "subscriber/uptopic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ID "0123456789abcdef0123456789abcdef"

static uint8_t out[256];

static void connect_says_who_we_are_and_that_the_session_stays(void **state) {
    (void)state;
    const struct packet_connect five = {.five = true,
                                        .client_id = "door",
                                        .user = "u",
                                        .password = (const uint8_t *)"p\0w",
                                        .password_length = 3,
                                        .keep_alive = 60,
                                        .session_expiry = 604800,
                                        .receive_maximum = 256};
    static const uint8_t wanted[] = {0x10, 0x21, 0,   4, 'M', 'Q', 'T', 'T', 5,   0xc0, 0,  60,
                                     8,    0x11, 0,   9, 58,  128, 33,  1,   0,   0,    4,  'd',
                                     'o',  'o',  'r', 0, 1,   'u', 0,   3,   'p', 0,    'w'};
    assert_int_equal(packet_write_connect(out, sizeof out, &five), sizeof wanted);
    assert_memory_equal(out, wanted, sizeof wanted);
    const struct packet_connect old = {.client_id = "d", .keep_alive = 1};
    static const uint8_t short_one[] = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 0, 0, 1, 0, 1, 'd'};
    assert_int_equal(packet_write_connect(out, sizeof out, &old), sizeof short_one);
    assert_memory_equal(out, short_one, sizeof short_one);
    for (size_t room = 0; room < sizeof short_one; room++)
        assert_int_equal(packet_write_connect(out, room, &old), 0);
}

static void subscriptions_and_receipts_and_answers_as_the_standard_has_them(void **state) {
    (void)state;
    static const uint8_t subscribe[] = {0x82, 8, 0xff, 0xff, 0, 0, 2, 'a', 'b', 0x19};
    assert_int_equal(packet_write_subscribe(out, sizeof out, true, 65535, "ab", 1), 10);
    assert_memory_equal(out, subscribe, sizeof subscribe);
    static const uint8_t older[] = {0x82, 7, 0, 1, 0, 2, 'a', 'b', 2};
    assert_int_equal(packet_write_subscribe(out, sizeof out, false, 1, "ab", 2), 9);
    assert_memory_equal(out, older, sizeof older);
    static const uint8_t publish[] = {0x3a, 8, 0, 1, 't', 2, 3, 0, 'h', 'i'};
    assert_int_equal(packet_write_publish(out, sizeof out, true, 515, true, "t", "hi"), 10);
    assert_memory_equal(out, publish, sizeof publish);
    assert_int_equal(packet_write_answer(out, sizeof out, true, PACKET_PUBREC, 7, 0x97), 5);
    assert_memory_equal(out, "\x50\x03\x00\x07\x97", 5);
    assert_int_equal(packet_write_answer(out, sizeof out, false, PACKET_PUBACK, 7, 0x97), 4);
    assert_memory_equal(out, "\x40\x02\x00\x07", 4);
    assert_int_equal(packet_write_bare(out, sizeof out, PACKET_PINGREQ), 2);
    assert_memory_equal(out, "\xc0\x00", 2);
}

// A message of three megabytes: answered by its beginning, and its end is known.
static void a_message_too_large_is_cut(void **state) {
    (void)state;
    static uint8_t bytes[4 + PACKET_HEAD_MAX + 8];
    static const uint8_t head[] = {0x32, 0x80, 0x80, 0xc0, 0x01, 0, 1, 't', 0, 9, 0};
    struct packet_frame frame;
    struct packet_publish publish;
    memcpy(bytes, head, sizeof head);
    assert_int_equal(packet_frame(bytes, 5 + PACKET_HEAD_MAX - 1, &frame), PACKET_MORE);
    assert_int_equal(packet_frame(bytes, 5 + PACKET_HEAD_MAX, &frame), PACKET_CUT);
    assert_int_equal(frame.total, 3 << 20);
    assert_int_equal(frame.length, PACKET_HEAD_MAX);
    assert_true(packet_read_publish(&frame, true, &publish));
    assert_false(publish.whole);
    assert_int_equal(publish.id, 9);
    assert_true(publish.length > 3000000);
    assert_null(publish.payload);
}

static enum uptopic read_topic(const char *text, uint8_t *device, char *kind) {
    const struct packet_text topic = {.at = text, .length = strlen(text)};
    return uptopic_read(&topic, device, kind);
}

static void a_topic_names_its_device_byte_by_byte(void **state) {
    (void)state;
    uint8_t device[INBOX_DEVICE_SIZE];
    char kind[INBOX_KIND_SIZE];
    char longest[128] = "ltc/v1/" ID "/up/";
    assert_int_equal(read_topic("ltc/v1/" ID "/up/readings", device, kind), UPTOPIC_GOOD);
    assert_int_equal(device[1], 0x23);
    assert_string_equal(kind, "readings");
    memset(longest + strlen(longest), 'k', 64);
    assert_int_equal(read_topic(longest, device, kind), UPTOPIC_GOOD);
    longest[strlen(longest)] = 'k';
    assert_int_equal(read_topic(longest, device, kind), UPTOPIC_ODD);
    static const char *const odd[] = {
        "ltc/v1/" ID,         "ltc/v1/" ID "/up/",   "ltc/v1/" ID "/down/x", "ltc/v1/" ID "/up/a/b",
        "ltc/v1/" ID "/up/A", "ltc/v1/" ID "0/up/a", "ltc/v1/" ID "/up/+",   "ltc/v1/" ID "/up/#"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        assert_int_equal(read_topic(odd[i], device, kind), UPTOPIC_ODD);
    static const char *const foreign[] = {"",
                                          "ltc/v1/",
                                          "ltc/v2/" ID "/up/a",
                                          "/ltc/v1/" ID "/up/a",
                                          "ltc/v1/0123456789ABCDEF0123456789abcdef/up/a",
                                          "ltc/v1/0123456789abcdef0123456789abcde/up/a"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        assert_int_equal(read_topic(foreign[i], device, kind), UPTOPIC_FOREIGN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connect_says_who_we_are_and_that_the_session_stays),
        cmocka_unit_test(subscriptions_and_receipts_and_answers_as_the_standard_has_them),
        cmocka_unit_test(a_message_too_large_is_cut),
        cmocka_unit_test(a_topic_names_its_device_byte_by_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
