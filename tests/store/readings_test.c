// SPDX-License-Identifier: EUPL-1.2
// From inbox to readings on a real store: exactly once, to the right member, nothing judged that
// must not be (telemonitoring §5, contract C4).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "service/reading_window.h"
#include "store/readings.h"
#include "ward.h"

#define READINGS "SELECT COUNT(*) FROM readings"
#define OF_CODE(code) "SELECT COUNT(*) FROM quarantine WHERE code = '" code "'"
#define OPEN_ALERTS(kind)                                                                          \
    "SELECT COUNT(*) FROM alerts WHERE state <> 'closed' AND kind = '" kind "'"

static void a_reading_is_stored_as_sent_and_canonical(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send_pressure(ward, &device, 131, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
    assert_int_equal(ward_number(ward,
                                 "SELECT COUNT(*) FROM readings WHERE quantity = 'systolic' AND "
                                 "value = 131000 AND sent = '131' AND unit = 'mm[Hg]' AND "
                                 "level = 'normal' AND origin = 'device'"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT sequence FROM inbox_cursors") > 0, 1);
}

static void case_1_the_same_message_twice_is_one_reading(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    const char *text = ward_pressure(190, 80, MINUTE_US, 7);
    ward_send(ward, &device, text);
    ward_send(ward, &device, text);
    ward_drain(ward);
    ward_send(ward, &device, text);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 2);
    assert_int_equal(ward_number(ward, "SELECT messages FROM devices"), 3);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts WHERE kind = 'limit'"), 1);
}

static void case_2_sent_again_under_another_sequence_is_one_reading(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char first[600];
    snprintf(first, sizeof first, "%s", ward_pressure(131, 80, 5 * MINUTE_US, 7));
    char *sequence = strstr(first, "\"seq\":7");
    ward_send(ward, &device, first);
    memcpy(sequence, "\"seq\":8", 7);
    ward_send(ward, &device, first);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 1);
}

static void case_5_through_two_gateways_is_one_reading(void **state) {
    struct ward *ward = *state;
    struct public_id one;
    struct public_id subject = ward_patient(ward, &one);
    struct public_id two = ward_device(ward);
    ward_assign(ward, &two, &subject, service_domain_now(&ward->service) - 34 * DAY_US);
    const char *text = ward_reading("\"kind\":\"weight\",\"meter\":\"SN1\",\"values\":"
                                    "{\"weight\":{\"v\":71.3,\"u\":\"kg\"}}",
                                    HOUR_US);
    ward_send(ward, &one, text);
    ward_send(ward, &two, text);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 1);
}

static void the_same_serial_in_two_homes_is_two_readings(void **state) {
    struct ward *ward = *state;
    struct public_id one;
    struct public_id two;
    ward_patient(ward, &one);
    ward_patient(ward, &two);
    const char *text = ward_reading("\"kind\":\"weight\",\"meter\":\"1\",\"values\":"
                                    "{\"weight\":{\"v\":71.3,\"u\":\"kg\"}}",
                                    HOUR_US);
    ward_send(ward, &one, text);
    ward_send(ward, &two, text);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
}

static void case_7_a_sequence_with_other_values_is_kept_and_both_are_marked(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send(ward, &device, ward_pressure(131, 80, 5 * MINUTE_US, 7));
    ward_send(ward, &device, ward_pressure(125, 78, 5 * MINUTE_US, 7));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 4);
    assert_int_equal(ward_number(ward, READINGS " WHERE flags & 65536"), 4);
    assert_int_equal(
        ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE rule = 'sequence-reused/1' AND "
                          "kind = 'device'"),
        1);
}

static void case_7_after_a_hand_over_the_new_holder_is_told_too(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    struct public_id second = ward_member(ward, "[\"hypertension\"]");
    ward_send(ward, &device, ward_pressure(120, 80, 2 * HOUR_US, 7));
    ward_send(ward, &device, ward_pressure(121, 80, 2 * HOUR_US, 7));
    ward_drain(ward);
    ward_hand_over(ward, &device, &second, service_domain_now(&ward->service) - HOUR_US);
    ward_send(ward, &device, ward_pressure(122, 80, MINUTE_US, 8));
    ward_send(ward, &device, ward_pressure(123, 80, MINUTE_US, 8));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(DISTINCT subject_id) FROM alerts WHERE rule = "
                                       "'sequence-reused/1'"),
                     2);
}

static void case_32_late_data_belongs_to_whoever_had_the_device(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct public_id before = ward_patient(ward, &device);
    struct public_id after = ward_member(ward, "[\"hypertension\"]");
    ward_hand_over(ward, &device, &after, service_domain_now(&ward->service) - 2 * HOUR_US);
    ward_send_pressure(ward, &device, 121, 3 * HOUR_US);
    ward_send_pressure(ward, &device, 122, HOUR_US);
    ward_drain(ward);
    char sql[300];
    const struct public_id *members[] = {&before, &after};
    for (int i = 0; i < 2; i++) {
        snprintf(sql, sizeof sql,
                 "SELECT MAX(r.value) FROM readings r JOIN sources o ON o.id = r.source_id JOIN "
                 "subjects s ON s.id = o.subject_id WHERE s.public_id = '%s' HAVING COUNT(*) = 2",
                 members[i]->text);
        assert_int_equal(ward_number(ward, sql), 121000 + 1000 * i);
    }
}

static void case_32_outside_any_assignment_is_quarantined(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    struct public_id loose = ward_device(ward);
    ward_send_pressure(ward, &loose, 190, MINUTE_US);
    ward_send_at(ward, &device, ward_pressure(190, 80, 34 * DAY_US + HOUR_US, -1), 0);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    assert_int_equal(ward_number(ward, OF_CODE("not-assigned")), 2);
    assert_int_equal(ward_number(ward, OPEN_ALERTS("limit")), 0);
    // The content is nobody's; that the assigned device is odd stands on its holder's row.
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine WHERE subject_id IS NULL"),
                     2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE subject_id IS NULL"), 1);
    assert_int_equal(ward_number(ward, "SELECT technical FROM worklist_counts"), 1);
}

static void case_35_an_unknown_device_is_quarantined_for_nobody(void **state) {
    struct ward *ward = *state;
    struct public_id stranger = public_id_new();
    ward_send_pressure(ward, &stranger, 120, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, OF_CODE("unknown-device") " AND fund IS NULL"), 1);
}

static void case_9_old_extremes_are_one_warning_and_never_urgent(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int day = 2; day < 12; day++) {
        ward_send_pressure(ward, &device, 195, day * DAY_US);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 20);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE kind = 'limit'"), 1);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts WHERE severity = 'warning'"),
                     10);
    ward_send_pressure(ward, &device, 195, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE severity = 'urgent'"), 1);
}

static void case_11_and_12_wrong_times_are_never_evaluated(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send_pressure(ward, &device, 190, -10 * MINUTE_US);
    ward_send_pressure(ward, &device, 190, 36 * DAY_US);
    ward_send_pressure(ward, &device, 120, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, OF_CODE("in-the-future")), 1);
    assert_int_equal(ward_number(ward, OF_CODE("too-old")), 1);
    assert_int_equal(ward_number(ward, READINGS), 2);
    assert_int_equal(ward_number(ward, OPEN_ALERTS("limit")), 0);
}

static void case_19_and_26_implausible_is_quarantined_with_a_proposal(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send(ward, &device,
              ward_reading("\"kind\":\"glucose\",\"values\":"
                           "{\"glucose\":{\"v\":5.6,\"u\":\"mg/dL\"}}",
                           MINUTE_US));
    ward_send(ward, &device, ward_pressure(80, 140, MINUTE_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    assert_int_equal(
        ward_number(ward, OF_CODE("unit-suspect") " AND proposed = 'glucose 5.6 mmol/L?'"), 1);
    assert_int_equal(
        ward_number(ward, OF_CODE("pressures-swapped") " AND proposed = 'systolic 140 mm[Hg], "
                                                       "diastolic 80 mm[Hg]?'"),
        1);
    assert_int_equal(ward_number(ward, OPEN_ALERTS("limit")), 0);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts WHERE kind = 'quarantine'"), 2);
}

static void what_a_revoked_device_still_sent_is_quarantined(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send_at(ward, &device, ward_pressure(120, 80, HOUR_US, -1), inbox_now_us() - HOUR_US);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct device_view view;
    assert_int_equal(devices_revoke(&ward->service, &ward->admin, &device, arena, &fault, &view),
                     RC_OK);
    arena_free(arena);
    ward_send_pressure(ward, &device, 190, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2); // what came before the revocation counts
    assert_int_equal(ward_number(ward, OF_CODE("device-revoked")), 1);
}

static void case_10_the_good_half_of_a_message_is_stored(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char at[CLOCK_TEXT_SIZE];
    char text[500];
    clock_text((inbox_now_us() - MINUTE_US) / 1000000 * 1000000, at);
    snprintf(text, sizeof text,
             "{\"sent\":\"%s\",\"readings\":[{\"t\":\"%s\",\"kind\":\"weight\",\"values\":"
             "{\"weight\":{\"v\":71,\"u\":\"kg\"}}},{\"t\":\"%s\",\"kind\":\"spo2\",\"values\":"
             "{\"spo2\":{\"v\":94,\"u\":\"kg\"}}}]}",
             at, at, at);
    ward_send(ward, &device, text);
    ward_send(ward, &device, text);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 1);
    assert_int_equal(ward_number(ward, OF_CODE("unknown-unit") " AND pointer LIKE '/readings/1%'"),
                     2);
}

static void without_a_time_of_its_own_the_sequence_tells_a_retry(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int retry = 0; retry < 3; retry++) {
        char at[CLOCK_TEXT_SIZE];
        char text[300];
        clock_text((inbox_now_us() - (10 - retry) * MINUTE_US) / 1000000 * 1000000, at);
        snprintf(text, sizeof text,
                 "{\"seq\":3,\"boot\":1,\"sent\":\"%s\",\"readings\":[{\"kind\":\"weight\","
                 "\"values\":{\"weight\":{\"v\":71,\"u\":\"kg\"}}}]}",
                 at);
        ward_send(ward, &device, text);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 1);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 2);
}

static void a_window_shows_points_gaps_and_limits_as_steps(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct public_id subject = ward_patient(ward, &device);
    int64_t now_us = service_domain_now(&ward->service);
    for (int day = 0; day < 30; day++) {
        for (int time = 0; time < 4 && day != 12 && day != 13; time++) {
            ward_send_pressure(ward, &device, 120 + time,
                               day * DAY_US + time * 6 * HOUR_US + MINUTE_US);
        }
    }
    ward_drain(ward);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct window_view view;
    int64_t began = clock_monotonic_us();
    assert_int_equal(window_read(&ward->service, &ward->operator, & subject,
                                 QUANTITY_KIND_BLOOD_PRESSURE, now_us - 30 * DAY_US, now_us, arena,
                                 &fault, &view),
                     RC_OK);
    assert_true(clock_monotonic_us() - began < 500000); // with the sanitizers; a few ms without
    assert_int_equal(view.series_count, 3);
    assert_int_equal(view.series[0].quantity, QUANTITY_SYSTOLIC);
    assert_int_equal(view.series[0].count, 4 * 28);
    assert_int_equal(view.series[0].point_count, 4 * 28);
    assert_string_equal(view.series[0].least, "120");
    assert_string_equal(view.series[0].greatest, "123");
    assert_int_equal(view.series[0].step_count, 1);
    assert_string_equal(view.series[0].steps[0].alert_high, "180");
    assert_int_equal(view.gap_count, 1);
    arena_free(arena);
}

static void a_spike_survives_the_slices_of_a_long_window(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct public_id subject = ward_patient(ward, &device);
    int64_t now_us = service_domain_now(&ward->service);
    for (int i = 0; i < 2600; i += 100) {
        char text[20000] = "";
        char at[CLOCK_TEXT_SIZE];
        clock_text((inbox_now_us() - MINUTE_US) / 1000000 * 1000000, at);
        size_t length = (size_t)snprintf(text, sizeof text, "{\"sent\":\"%s\",\"readings\":[", at);
        for (int j = i; j < i + 100; j++) {
            clock_text((inbox_now_us() - (j + 1) * 10 * MINUTE_US) / 1000000 * 1000000, at);
            length += (size_t)snprintf(text + length, sizeof text - length,
                                       "%s{\"t\":\"%s\",\"kind\":\"weight\",\"values\":{\"weight\":"
                                       "{\"v\":%s,\"u\":\"kg\"}}}",
                                       j == i ? "" : ",", at, j == 1234 ? "99" : "70");
        }
        snprintf(text + length, sizeof text - length, "]}");
        ward_send(ward, &device, text);
    }
    ward_drain(ward);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct window_view view;
    assert_int_equal(window_read(&ward->service, &ward->operator, & subject, QUANTITY_KIND_WEIGHT,
                                 now_us - 30 * DAY_US, now_us, arena, &fault, &view),
                     RC_OK);
    const struct window_series *weight = &view.series[0];
    assert_int_equal(weight->count, 2600);
    assert_true(weight->point_count <= WINDOW_POINTS_MAX);
    int spikes = 0;
    for (size_t i = 0; i < weight->point_count; i++) {
        spikes += strcmp(weight->points[i].value, "99") == 0;
        assert_true(i == 0 || weight->points[i - 1].t_us <= weight->points[i].t_us);
    }
    assert_int_equal(spikes, 1);
    arena_free(arena);
}

static void another_fund_sees_nothing(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct public_id subject = ward_patient(ward, &device);
    struct actor stranger = ward->operator;
    stranger.fund = public_id_new();
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct window_view view;
    assert_int_equal(window_read(&ward->service, &stranger, &subject, QUANTITY_KIND_WEIGHT, 1,
                                 DAY_US, arena, &fault, &view),
                     RC_NOT_FOUND);
    assert_string_equal(fault.code, "subject-unknown");
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM audit WHERE action LIKE 'read.%'"), 0);
    arena_free(arena);
}

static void send_weight_of(struct ward *ward, const struct public_id *device, int meter) {
    char members[120];
    snprintf(members, sizeof members,
             "\"kind\":\"weight\",\"meter\":\"M%d\",\"values\":"
             "{\"weight\":{\"v\":71.5,\"u\":\"kg\"}}",
             meter);
    ward_send(ward, device, ward_reading(members, (meter + 1) * MINUTE_US));
}

// Each meter of a member costs every chart a look for each of its days.
static void a_gateway_that_makes_up_meters_ends_in_quarantine(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int meter = 0; meter < READING_SOURCES_MAX + 2; meter++) {
        send_weight_of(ward, &device, meter);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM sources"), READING_SOURCES_MAX);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings"), READING_SOURCES_MAX);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine WHERE code = "
                                       "'too-many-meters' AND pointer = '/readings/0/meter'"),
                     2);
    send_weight_of(ward, &device, 7); // a known one goes on
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_gateway_that_makes_up_meters_ends_in_quarantine,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_reading_is_stored_as_sent_and_canonical, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_1_the_same_message_twice_is_one_reading, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_2_sent_again_under_another_sequence_is_one_reading,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_5_through_two_gateways_is_one_reading, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(the_same_serial_in_two_homes_is_two_readings, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(
            case_7_a_sequence_with_other_values_is_kept_and_both_are_marked, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_7_after_a_hand_over_the_new_holder_is_told_too,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_32_late_data_belongs_to_whoever_had_the_device,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_32_outside_any_assignment_is_quarantined, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_35_an_unknown_device_is_quarantined_for_nobody,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_9_old_extremes_are_one_warning_and_never_urgent,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_11_and_12_wrong_times_are_never_evaluated, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_19_and_26_implausible_is_quarantined_with_a_proposal,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(what_a_revoked_device_still_sent_is_quarantined, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_10_the_good_half_of_a_message_is_stored, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(without_a_time_of_its_own_the_sequence_tells_a_retry,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_window_shows_points_gaps_and_limits_as_steps, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(a_spike_survives_the_slices_of_a_long_window, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(another_fund_sees_nothing, ward_make, ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
