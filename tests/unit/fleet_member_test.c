// SPDX-License-Identifier: EUPL-1.2
// Members: who sends what and when; nothing leaves a queue before its acknowledgement.
#include "fleet/member.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY_US INT64_C(86400000000)
#define START INT64_C(1795248000000000)

static struct device_list ten_devices(struct device devices[10]) {
    static const enum condition conditions[] = {CONDITION_HYPERTENSION, CONDITION_DIABETES,
                                                CONDITION_COPD};
    for (size_t i = 0; i < 10; i++) {
        devices[i] = (struct device){.transport = i % 4 == 3 ? TRANSPORT_COAP : TRANSPORT_MQTT,
                                     .condition = conditions[i % 3]};
        (void)snprintf(devices[i].id, sizeof devices[i].id, "%032zx", i);
    }
    return (struct device_list){devices, 10};
}

// Decodes every message waiting, acknowledges it, and returns the number of readings seen; with
// `last`, the time of the latest reading.
static size_t drain(struct member *member, int64_t *last) {
    size_t readings = 0;
    while (member->first) {
        struct payload_message message = {0};
        struct payload_fault fault;
        const struct outgoing *first = member->first;
        assert_int_equal(payload_decode(first->text, first->length, &message, &fault), PAYLOAD_OK);
        for (size_t i = 0; i < message.reading_count; i++) {
            assert_int_equal(message.readings[i].fault.code, PAYLOAD_OK);
            *last = message.readings[i].time_us > *last ? message.readings[i].time_us : *last;
        }
        readings += first->repeat ? 0 : message.reading_count;
        payload_release(&message);
        member_acknowledged(member);
    }
    assert_int_equal(member->outgoing_count, 0);
    return readings;
}

static void roles_are_given_once_and_calm_gives_none(void **state) {
    (void)state;
    struct device devices[10];
    const struct device_list list = ten_devices(devices);
    struct fleet_plan plan = {.seed = 1, .boot = 5, .start_us = START, .days_back = 2};
    struct member *members = members_make(&list, &plan);
    assert_non_null(members);
    size_t ill = 0;
    size_t silent = 0;
    size_t late = 0;
    size_t twice = 0;
    for (size_t i = 0; i < 10; i++) {
        ill += members[i].curve.exacerbation;
        silent += members[i].habit == SENDS_NO_MORE;
        late += members[i].habit == SENDS_LATE;
        twice += members[i].habit == SENDS_TWICE;
        assert_true(!members[i].curve.exacerbation || members[i].habit == SENDS_AT_ONCE);
    }
    assert_true(ill == 1 && silent == 1 && late >= 1 && twice >= 1);
    members_free(members, 10);
    plan.calm = true;
    members = members_make(&list, &plan);
    assert_non_null(members);
    for (size_t i = 0; i < 10; i++) {
        assert_true(!members[i].curve.exacerbation && members[i].habit == SENDS_AT_ONCE);
    }
    members_free(members, 10);
}

static void case9_history_comes_in_few_messages_and_only_of_the_days_asked(void **state) {
    (void)state;
    struct device devices[10];
    const struct device_list list = ten_devices(devices);
    const struct fleet_plan plan = {.seed = 1, .boot = 5, .start_us = START, .days_back = 14};
    struct member *members = members_make(&list, &plan);
    assert_non_null(members);
    for (size_t i = 0; i < 10; i++) {
        assert_true(member_collect(&members[i], START, true));
        assert_non_null(members[i].first);
        bool mqtt = devices[i].transport == TRANSPORT_MQTT;
        assert_true(members[i].first->length <= (mqtt ? 60000 : 1024));
        assert_true(!mqtt || members[i].outgoing_count <= 2);
        int64_t last = 0;
        size_t readings = drain(&members[i], &last);
        assert_true(readings >= 14 && readings <= 14 * 4);
        int64_t newest = members[i].habit == SENDS_NO_MORE ? START - 3 * DAY_US : START;
        assert_true(last <= newest && last > newest - DAY_US);
        assert_int_equal(members[i].waiting_count, 0);
    }
    members_free(members, 10);
}

static void live_readings_come_one_by_one_late_ones_by_the_day(void **state) {
    (void)state;
    struct device devices[10];
    const struct device_list list = ten_devices(devices);
    const struct fleet_plan plan = {.seed = 1, .boot = 5, .start_us = START, .days_back = 0};
    struct member *members = members_make(&list, &plan);
    assert_non_null(members);
    for (size_t i = 0; i < 10; i++) {
        struct member *member = &members[i];
        size_t messages = 0;
        size_t readings = 0;
        int64_t last = 0;
        assert_true(member_collect(member, START, true));
        assert_null(member->first);
        for (int64_t now = START; now < START + 4 * DAY_US; now += DAY_US / 96) {
            assert_true(member_collect(member, now, false));
            messages += member->outgoing_count;
            size_t seen = drain(member, &last);
            readings += seen;
            // What is sent at once is at most one step old.
            assert_true(seen == 0 || member->habit == SENDS_LATE || now - last <= DAY_US / 96);
        }
        switch (member->habit) {
        case SENDS_AT_ONCE:
        case SENDS_TWICE:
            assert_int_equal(messages, readings);
            assert_true(readings >= 4);
            break;
        case SENDS_LATE:
            assert_true(messages >= 1 && messages <= 4 && readings > messages);
            break;
        case SENDS_NO_MORE:
            assert_int_equal(readings, 0);
            break;
        }
    }
    members_free(members, 10);
}

static void case2_a_repeat_has_the_same_bytes_and_comes_once(void **state) {
    (void)state;
    struct device devices[10];
    const struct device_list list = ten_devices(devices);
    const struct fleet_plan plan = {.seed = 1, .boot = 5, .start_us = START, .days_back = 1};
    struct member *members = members_make(&list, &plan);
    assert_non_null(members);
    struct member *member = &members[2];
    member->habit = SENDS_TWICE;
    assert_true(member_collect(member, START, true));
    assert_int_equal(member->outgoing_count, 1);
    char *text = strdup(member->first->text);
    assert_non_null(text);
    assert_false(member->first->repeat);
    member_acknowledged(member);
    assert_int_equal(member->outgoing_count, 1);
    assert_true(member->first->repeat);
    assert_string_equal(member->first->text, text);
    member_acknowledged(member);
    assert_null(member->first);
    assert_null(member->last);
    free(text);
    members_free(members, 10);
}

static void sequences_count_up_without_gaps(void **state) {
    (void)state;
    struct device devices[10];
    const struct device_list list = ten_devices(devices);
    const struct fleet_plan plan = {.seed = 1, .boot = 77, .start_us = START, .days_back = 14};
    struct member *members = members_make(&list, &plan);
    assert_non_null(members);
    struct member *member = &members[3]; // CoAP: many small messages
    assert_true(member_collect(member, START, true));
    int64_t expected = 1;
    for (const struct outgoing *message = member->first; message; message = message->next) {
        struct payload_message decoded = {0};
        struct payload_fault fault;
        assert_int_equal(payload_decode(message->text, message->length, &decoded, &fault),
                         PAYLOAD_OK);
        assert_true(decoded.seq == expected && decoded.boot == 77);
        assert_true(decoded.sent_us == START);
        assert_in_range(decoded.battery, 4, 98);
        payload_release(&decoded);
        expected++;
    }
    assert_true(expected > 3);
    members_free(members, 10);
}

static void the_list_of_devices_is_read_strictly(void **state) {
    (void)state;
#define ID "0123456789abcdef0123456789abcdef"
    static const struct {
        const char *line;
        int kind;
    } cases[] = {
        {ID " s3cret mqtt copd SN1", 1},
        {ID "\ts3cret\tcoap\tdiabetes\t-\r", 1},
        {"  " ID "  s3cret  mqtt  hypertension  aa:bb:cc:dd:ee:ff  # ours", 1},
        {"", 0},
        {"   ", 0},
        {"# nothing", 0},
        {ID " s3cret mqtt copd", -1},
        {ID " s3cret mqtt copd SN1 a-note another", 1},
        {"0123456789ABCDEF0123456789ABCDEF s3cret mqtt copd SN1", -1},
        {ID "0 s3cret mqtt copd SN1", -1},
        {ID " s3cret lora copd SN1", -1},
        {ID " s3cret mqtt fever SN1", -1},
        {ID " s3cret mqtt copd S/N", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct device device;
        assert_int_equal(device_list_line(cases[i].line, &device), cases[i].kind);
    }
    struct device device;
    assert_int_equal(device_list_line(cases[2].line, &device), 1);
    assert_string_equal(device.id, ID);
    assert_string_equal(device.secret, "s3cret");
    assert_string_equal(device.meter, "AABBCCDDEEFF");
    char path[] = "/tmp/fleet-devices-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    static const char text[] = "# two\n" ID " a mqtt copd -\n\n" ID " b coap copd -\nwrong\n";
    assert_int_equal(write(file, text, sizeof text - 1), sizeof text - 1);
    struct device_list list = {NULL, 0};
    size_t fault_line = 0;
    assert_false(device_list_read(path, &list, &fault_line));
    assert_int_equal(fault_line, 5);
    assert_null(list.devices);
    assert_int_equal(ftruncate(file, sizeof text - 1 - 6), 0);
    assert_true(device_list_read(path, &list, &fault_line));
    assert_int_equal(list.count, 2);
    device_list_free(&list);
    assert_int_equal(close(file), 0);
    assert_int_equal(unlink(path), 0);
    assert_false(device_list_read(path, &list, &fault_line));
    assert_int_equal(fault_line, 0);
#undef ID
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_are_given_once_and_calm_gives_none),
        cmocka_unit_test(case9_history_comes_in_few_messages_and_only_of_the_days_asked),
        cmocka_unit_test(live_readings_come_one_by_one_late_ones_by_the_day),
        cmocka_unit_test(case2_a_repeat_has_the_same_bytes_and_comes_once),
        cmocka_unit_test(sequences_count_up_without_gaps),
        cmocka_unit_test(the_list_of_devices_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
