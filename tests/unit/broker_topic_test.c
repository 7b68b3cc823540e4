// SPDX-License-Identifier: EUPL-1.2
// Topic rules: a device speaks for itself only (CVE-2017-7650, wildcards, $share, $SYS, $CONTROL).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "broker/topic.h"

#define OWN "00112233445566778899aabbccddeeff"
#define OTHER "00112233445566778899aabbccddeefe"

static const uint8_t device[INBOX_DEVICE_SIZE] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                                  0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};

static void own_up_topic_is_published(void **state) {
    (void)state;
    char kind[INBOX_KIND_SIZE];
    assert_true(topic_publish("ltc/v1/" OWN "/up/readings", device, kind));
    assert_string_equal(kind, "readings");
    assert_true(topic_publish("ltc/v1/" OWN "/up/a-b_9", device, kind));
}

static void foreign_and_odd_topics_are_refused(void **state) {
    (void)state;
    static const char *const topics[] = {
        "",
        "ltc/v1/" OTHER "/up/readings",
        "ltc/v1/00112233445566778899AABBCCDDEEFF/up/readings",
        "ltc/v1/+/up/readings",
        "ltc/v1/#",
        "ltc/v1/" OWN,
        "ltc/v1/" OWN "/up",
        "ltc/v1/" OWN "/up/",
        "ltc/v1/" OWN "/up/a/b",
        "ltc/v1/" OWN "/up/Readings",
        "ltc/v1/" OWN "/up/a b",
        "ltc/v1/" OWN "/up/a\"b",
        "ltc/v1/" OWN "/down/config",
        "ltc/v1/" OWN "x/up/readings",
        "ltc/v2/" OWN "/up/readings",
        "/ltc/v1/" OWN "/up/readings",
        "$SYS/broker/uptime",
        "$CONTROL/dynamic-security/v1",
        "$share/g/ltc/v1/" OWN "/up/readings",
        "ltc/v1/" OWN "/up/"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    char kind[INBOX_KIND_SIZE] = "kept";
    for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++)
        assert_false(topic_publish(topics[i], device, kind));
    assert_false(topic_publish(NULL, device, kind));
    assert_string_equal(kind, "kept");
}

static void only_own_down_branch_is_subscribed(void **state) {
    (void)state;
    assert_true(topic_subscribe("ltc/v1/" OWN "/down/#", device));
    assert_true(topic_subscribe("ltc/v1/" OWN "/down/config", device));
    static const char *const filters[] = {
        "#",
        "+/#",
        "ltc/#",
        "ltc/v1/#",
        "ltc/v1/+/down/#",
        "ltc/v1/" OTHER "/down/#",
        "ltc/v1/" OWN "/#",
        "ltc/v1/" OWN "/up/#",
        "ltc/v1/" OWN "/down/",
        "ltc/v1/" OWN "/down",
        "$SYS/#",
        "$CONTROL/#",
        "$share/g/ltc/v1/" OWN "/down/#",
    };
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
        assert_false(topic_subscribe(filters[i], device));
}

static void only_own_down_messages_are_received(void **state) {
    (void)state;
    assert_true(topic_receive("ltc/v1/" OWN "/down/config", device));
    assert_false(topic_receive("ltc/v1/" OTHER "/down/config", device));
    assert_false(topic_receive("ltc/v1/" OWN "/up/readings", device));
    assert_false(topic_receive("$SYS/broker/uptime", device));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_up_topic_is_published),
        cmocka_unit_test(foreign_and_odd_topics_are_refused),
        cmocka_unit_test(only_own_down_branch_is_subscribed),
        cmocka_unit_test(only_own_down_messages_are_received),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
