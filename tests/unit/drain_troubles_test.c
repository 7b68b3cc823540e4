// SPDX-License-Identifier: EUPL-1.2
// What doors refused: counted and told to staff, but neither under their hands nor by strangers.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "../store/ward.h"
#include "inbox/wake.h"
#include "service/drain_troubles.h"

#define SECOND_US INT64_C(1000000)
#define AUDITED "SELECT count(*) FROM audit WHERE action = 'device.trouble'"
#define COUNTED "SELECT sum(count) FROM device_troubles WHERE device_id IS "

static void hear_and_write(struct ward *ward, struct drain_troubles *troubles,
                           const struct inbox_trouble_report *report, int64_t now_us) {
    drain_troubles_heard(troubles, report);
    assert_int_equal(drain_troubles_write(troubles, &ward->service, now_us), RC_OK);
}

static void an_open_security_alert_keeps_its_version_while_more_is_counted(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct drain_troubles troubles = {.count = 0};
    struct inbox_trouble_report report = {.trouble = INBOX_TROUBLE_CREDENTIAL, .count = 2};
    ward_patient(ward, &device);
    public_id_to_bytes(&device, report.device);
    hear_and_write(ward, &troubles, &report, SECOND_US);
    int64_t version = ward_number(ward, "SELECT version FROM alerts WHERE kind = 'security'");
    for (int i = 2; i < 6; i++) {
        hear_and_write(ward, &troubles, &report, i * SECOND_US);
    }
    assert_int_equal(ward_number(ward, "SELECT count(*) FROM alerts"), 1);
    assert_int_equal(ward_number(ward, "SELECT version FROM alerts"), version);
    assert_int_equal(ward_number(ward, COUNTED "NOT NULL"), 10);
}

static void a_stranger_makes_the_audit_trail_longer_once_a_minute_only(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct drain_troubles troubles = {.count = 0};
    const struct inbox_trouble_report strange = {.trouble = INBOX_TROUBLE_UNKNOWN, .count = 3};
    struct inbox_trouble_report own = {.trouble = INBOX_TROUBLE_TOPIC, .count = 1};
    ward_patient(ward, &device);
    public_id_to_bytes(&device, own.device);
    for (int i = 0; i < 60; i++) {
        hear_and_write(ward, &troubles, &strange, SECOND_US + i * SECOND_US);
    }
    assert_int_equal(ward_number(ward, AUDITED), 1);
    assert_int_equal(ward_number(ward, COUNTED "NULL"), 3);
    // What concerns a device does not wait, and takes the stranger's not along.
    hear_and_write(ward, &troubles, &own, 60 * SECOND_US);
    assert_int_equal(ward_number(ward, AUDITED), 2);
    assert_int_equal(ward_number(ward, COUNTED "NOT NULL"), 1);
    assert_int_equal(ward_number(ward, COUNTED "NULL"), 3);
    // Nothing is lost.
    assert_int_equal(drain_troubles_write(&troubles, &ward->service, 61 * SECOND_US), RC_OK);
    assert_int_equal(ward_number(ward, AUDITED), 3);
    assert_int_equal(ward_number(ward, COUNTED "NULL"), 180);
    assert_int_equal(troubles.count, 0);
}

// The words of doors must not hide who is silent: here the counter is at its end.
static void troubles_that_cannot_be_written_leave_the_drain_caught_up(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    const uint8_t inbox[INBOX_ID_SIZE] = {9};
    struct inbox_trouble_report report = {.trouble = INBOX_TROUBLE_TOPIC, .count = 1};
    char wake[160];
    struct fault fault = {0};
    const struct drain_options options = {
        .service = &ward->service, .inboxes = ward->inboxes, .wake = wake};
    int sender = -1;
    snprintf(wake, sizeof wake, "%s/drain.sock", ward->inboxes);
    ward_patient(ward, &device);
    public_id_to_bytes(&device, report.device);
    ward_close_drain(ward);
    assert_int_equal(drain_open(&options, &ward->drain, &fault), RC_OK);
    assert_int_equal(inbox_socket_sender(&sender), INBOX_OK);
    assert_true(inbox_trouble_send(sender, wake, inbox, &report));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, COUNTED "NOT NULL"), 1);
    place_sql(ward->place, "monitoring.db",
              "UPDATE device_troubles SET count = 9223372036854775807");
    int64_t caught_up_us = drain_caught_up_us(ward->drain);
    assert_true(caught_up_us > 0);
    assert_true(inbox_trouble_send(sender, wake, inbox, &report));
    assert_int_not_equal(drain_run_once(ward->drain), RC_OK);
    assert_true(drain_caught_up_us(ward->drain) > caught_up_us);
    (void)close(sender);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_open_security_alert_keeps_its_version_while_more_is_counted, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_stranger_makes_the_audit_trail_longer_once_a_minute_only,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(troubles_that_cannot_be_written_leave_the_drain_caught_up,
                                        ward_make, ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
