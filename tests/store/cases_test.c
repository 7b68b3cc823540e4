// SPDX-License-Identifier: EUPL-1.2
// Cases of ingestion that end with a person: a meter that shows LO or HI, a test solution, a member
// who has left, a sensor that is stuck (telemonitoring §5 cases 11, 23, 29, 34, 55).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "scoring/plausibility.h"
#include "service/half_keeper.h"
#include "service/reading_window.h"
#include "store/readings.h"
#include "ward.h"

#define READINGS "SELECT COUNT(*) FROM readings"
#define OF_CODE(code) "SELECT COUNT(*) FROM quarantine WHERE code = '" code "'"

static const char *glucose_word(const char *word, int64_t age_us) {
    char members[120];
    snprintf(members, sizeof members,
             "\"kind\":\"glucose\",\"meter\":\"G1\",\"values\":{\"glucose\":{\"v\":%s,"
             "\"u\":\"mg/dL\"}}",
             word);
    return ward_reading(members, age_us);
}

static void case_23_lo_is_urgent_once_also_where_no_limit_is_set(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device); // hypertension: no limit for glucose
    char first[400];
    snprintf(first, sizeof first, "%s", glucose_word("\"LO\"", MINUTE_US));
    ward_send(ward, &device, first);
    ward_send(ward, &device, first);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings WHERE sent = 'LO' AND "
                                       "value = 20000 AND level = 'alertLow' AND flags = 131072"),
                     1);
#define BEYOND "SELECT COUNT(*) FROM alerts WHERE rule = 'beyond-meter/1' AND repeats = 1 AND "
    assert_int_equal(ward_number(ward, BEYOND "severity = 'urgent' AND bound = 'alertLow' AND "
                                              "limit_value = 20000 AND value = 20000"),
                     1);
    // HI stands on the other side, with an alert of its own; what is old is no emergency any more.
    ward_send(ward, &device, glucose_word("\"HI\"", 30 * HOUR_US));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, BEYOND "severity = 'warning' AND bound = 'alertHigh' AND "
                                              "value = 600000"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT grade FROM worklist"), 0);
}

static void case_23_lo_is_in_no_mean(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct public_id subject = ward_patient(ward, &device);
    ward_send(ward, &device, glucose_word("\"LO\"", MINUTE_US));
    ward_send(ward, &device, glucose_word("100", 2 * MINUTE_US));
    ward_drain(ward);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct window_view view;
    int64_t now_us = service_domain_now(&ward->service);
    assert_int_equal(window_read(&ward->service, &ward->operator, & subject, QUANTITY_KIND_GLUCOSE,
                                 now_us - HOUR_US, now_us + HOUR_US, arena, &fault, &view),
                     RC_OK);
    assert_int_equal(view.series[0].count, 2);
    assert_string_equal(view.series[0].mean, "100");
    assert_string_equal(view.series[0].least, "100");
    assert_string_equal(view.series[0].points[1].flags[0], "below-range");
    assert_string_equal(view.series[0].points[1].sent, "LO mg/dL");
    arena_free(arena);
}

static void case_23_an_installation_that_only_records_judges_no_lo(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_close_drain(ward);
    ward->record_only = true;
    ward_open_drain(ward);
    ward_send(ward, &device, glucose_word("\"LO\"", MINUTE_US));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings WHERE level = 'unknown'"), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
}

static void case_34_a_member_who_left_is_counted_and_nothing_is_kept(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    place_sql(ward->place, "monitoring.db", "UPDATE subjects SET closed_us = enrolled_us");
    ward_send_pressure(ward, &device, 190, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT dropped FROM devices"), 1);
    assert_int_equal(ward_number(ward, READINGS), 0);
    // Also what cannot be read is theirs, and not kept.
    ward_send(ward, &device, "{\"sent\": ");
    ward_send(ward, &device,
              "{\"sent\":\"2026-11-21T08:30:05Z\",\"readings\":[{\"t\":0,\"kind\":\"weight\","
              "\"values\":{\"weight\":{\"v\":80,\"u\":\"kg\"}}}]}");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT dropped FROM devices"), 3);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 1);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts WHERE rule = 'recover-kit/1'"),
                     3);
    assert_int_equal(ward_number(ward, "SELECT grade FROM worklist"), 2);
}

static void case_34_what_was_measured_before_leaving_is_kept_unless_consent_is_gone(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char at[64];
    snprintf(at, sizeof at, "%lld", (long long)(service_domain_now(&ward->service) - HOUR_US));
    char sql[160];
    snprintf(sql, sizeof sql, "UPDATE subjects SET closed_reason = 'left', closed_us = %s", at);
    place_sql(ward->place, "monitoring.db", sql);
    ward_send_pressure(ward, &device, 131, 2 * HOUR_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
    place_sql(ward->place, "monitoring.db",
              "UPDATE subjects SET closed_reason = 'consent-revoked'");
    ward_send_pressure(ward, &device, 132, 3 * HOUR_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
    assert_int_equal(ward_number(ward, "SELECT dropped FROM devices"), 1);
}

static void case_55_the_same_three_numbers_for_ten_days_are_a_stuck_sensor(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    for (int day = 9; day >= 1; day--) {
        ward_send_pressure(ward, &device, 131, day * DAY_US + HOUR_US);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
    ward_send_pressure(ward, &device, 131, HOUR_US);
    ward_drain(ward);
#define STUCK "SELECT COUNT(*) FROM alerts WHERE rule = 'stuck-sensor/1' AND kind = 'device'"
    assert_int_equal(ward_number(ward, STUCK), 1);
    assert_int_equal(ward_number(ward, READINGS), 20); // kept and judged as ever: it may be true
    ward_send_pressure(ward, &device, 131, HOUR_US / 2);
    ward_send_pressure(ward, &device, 132, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, STUCK " AND repeats = 2"), 1);
    assert_int_equal(ward_number(ward, "SELECT same_count FROM latest_readings WHERE "
                                       "quantity = 'systolic'"),
                     1);
}

static void case_11_a_clock_that_is_ahead_is_marked_and_told(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    // Three minutes ahead, constantly: sent with its own time, measured by it a minute before.
    ward_send(ward, &device, ward_pressure(120, 80, -3 * MINUTE_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS " WHERE flags = 1048576"), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE rule = 'clock-ahead/1' "
                                       "AND severity = 'technical'"),
                     1);
    ward_send(ward, &device, ward_pressure(121, 80, MINUTE_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS " WHERE flags = 0"), 2);
    assert_int_equal(ward_number(ward, "SELECT repeats FROM alerts WHERE rule = 'clock-ahead/1'"),
                     1);
}

// A heartbeat received `ago_us` before now, by a clock that is `back_us` behind.
static void beat(struct ward *ward, const struct public_id *device, int64_t ago_us,
                 int64_t back_us) {
    char at[CLOCK_TEXT_SIZE];
    char text[80];
    int64_t received_us = inbox_now_us() - ago_us;
    clock_text((received_us - back_us) / 1000000 * 1000000, at);
    snprintf(text, sizeof text, "{\"sent\":\"%s\"}", at);
    ward_send_kind(ward, device, "hb", text, received_us);
}

static void case_11_a_clock_that_is_behind_is_known_by_its_heartbeats(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
#define BEHIND READINGS " WHERE flags = 2097152"
    // A message that waited for an hour says nothing of the clock.
    ward_send(ward, &device, ward_pressure(118, 80, HOUR_US, -1));
    beat(ward, &device, 20 * MINUTE_US, HOUR_US);
    ward_send(ward, &device, ward_pressure(119, 80, HOUR_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS " WHERE flags = 0"), 4);
    beat(ward, &device, 10 * MINUTE_US, HOUR_US);
    ward_send(ward, &device, ward_pressure(190, 80, HOUR_US, -1));
    ward_drain(ward);
    // Kept at its own time, marked, judged as ever, and told once of the device.
    assert_int_equal(ward_number(ward, BEHIND), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE rule = 'clock-behind/1' "
                                       "AND severity = 'technical' AND repeats = 1"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE severity = 'urgent'"), 1);
    // One that lies back less: the clock was set.
    ward_send(ward, &device, ward_pressure(121, 80, 10 * 1000000, -1));
    ward_send(ward, &device, ward_pressure(122, 80, 2 * HOUR_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, BEHIND), 2);
    assert_int_equal(ward_number(ward, "SELECT behind_us FROM devices"), 0);
}

static void case_11_a_clock_that_is_days_behind_gives_no_times_but_a_proposal(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    beat(ward, &device, 20 * MINUTE_US, 3 * DAY_US);
    beat(ward, &device, 10 * MINUTE_US, 3 * DAY_US);
    ward_send(ward, &device, ward_pressure(190, 80, 3 * DAY_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    // The proposal is the time by our clock: today, give or take the seconds of this test.
    char at[CLOCK_TEXT_SIZE];
    char sql[240];
    clock_text((inbox_now_us() - HOUR_US) / 1000000 * 1000000, at);
    snprintf(sql, sizeof sql,
             OF_CODE("clock-behind") " AND pointer = '/readings/0/t' AND proposed > 't %s' AND "
                                     "substr(proposed, -1) = '?'",
             at);
    assert_int_equal(ward_number(ward, sql), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE rule = 'quarantine/1'"),
                     1);
    // A time that counts back from the receipt is by our clock.
    ward_send_kind(ward, &device, "senml",
                   "[{\"n\":\"seq\",\"v\":1},{\"n\":\"boot\",\"v\":1},"
                   "{\"n\":\"weight\",\"u\":\"kg\",\"v\":80,\"t\":-60}]",
                   0);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS " WHERE flags = 0"), 1);
}

static void case_11_and_12_a_clock_that_is_ahead_has_a_proposal(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send(ward, &device, ward_pressure(120, 80, -30 * DAY_US, -1));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    char at[CLOCK_TEXT_SIZE];
    char sql[200];
    clock_text((inbox_now_us() + HOUR_US) / 1000000 * 1000000, at);
    snprintf(sql, sizeof sql,
             OF_CODE("in-the-future") " AND proposed < 't %s' AND proposed LIKE 't 20%%Z?'", at);
    assert_int_equal(ward_number(ward, sql), 1);
}

// One record each, of one meter and one moment.
static const char *record(const char *name, int value, int64_t at_us) {
    static char text[200];
    snprintf(text, sizeof text,
             "[{\"bn\":\"urn:dev:mac:02005e100001:\",\"n\":\"%s\",\"u\":\"mm[Hg]\",\"v\":%d,"
             "\"t\":%lld}]",
             name, value, (long long)(at_us / 1000000));
    return text;
}

#define HELD(state) "SELECT COUNT(*) FROM quarantine WHERE code = 'missing-field' AND held = " state

static void case_27_two_halves_within_two_minutes_are_one_blood_pressure(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    char first[200], second[200];
    int64_t now_us = inbox_now_us();
    snprintf(first, sizeof first, "%s", record("systolic", 190, now_us - 5 * MINUTE_US));
    snprintf(second, sizeof second, "%s", record("diastolic", 85, now_us - 5 * MINUTE_US));
    ward_send_kind(ward, &device, "senml", first, now_us - 3 * MINUTE_US);
    ward_drain(ward);
    // Held back: no blood pressure, no alert, nothing that asks for a person.
    assert_int_equal(ward_number(ward, READINGS), 0);
    assert_int_equal(ward_number(ward, HELD("1")), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
    ward_send_kind(ward, &device, "senml", second, now_us - MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS " WHERE quantity = 'systolic' AND value = 190000 "
                                       "AND level = 'alertHigh'"),
                     1);
    assert_int_equal(ward_number(ward, READINGS " WHERE quantity = 'diastolic' AND value = 85000"),
                     1);
    assert_int_equal(ward_number(ward, HELD("2")), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE rule <> "
                                       "'four-bound/1'"),
                     0);
    // Sent again, in either order: repeats.
    ward_send_kind(ward, &device, "senml", second, 0);
    ward_send_kind(ward, &device, "senml", first, 0);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 1);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 2);
    // Nothing is left to tell when the time is over.
    assert_int_equal(halves_check(&ward->service, now_us + HOUR_US), RC_OK);
    assert_int_equal(ward_number(ward, HELD("2")), 1);
    // Forgotten when neither can come again, though no other half waits then.
    int64_t twice_us = 2 * FRESHNESS_OLDEST_US - 3 * MINUTE_US;
    assert_int_equal(halves_check(&ward->service, now_us + twice_us), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM halves"), 1);
    assert_int_equal(halves_check(&ward->service, now_us + twice_us + MINUTE_US), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM halves"), 0);
    assert_int_equal(ward_number(ward, HELD("2")), 1);
}

static void case_27_a_half_alone_is_shown_after_two_minutes_and_not_before(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    int64_t now_us = inbox_now_us();
    ward_send_kind(ward, &device, "senml", record("systolic", 199, now_us - 5 * MINUTE_US), now_us);
    ward_send_kind(ward, &device, "senml", record("systolic", 199, now_us - 5 * MINUTE_US), now_us);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 1);
    assert_int_equal(halves_check(&ward->service, 0), RC_OK); // the drain has not caught up yet
    assert_int_equal(halves_check(&ward->service, now_us + 2 * MINUTE_US), RC_OK);
    assert_int_equal(ward_number(ward, HELD("1")), 1);
    assert_int_equal(halves_check(&ward->service, now_us + 3 * MINUTE_US), RC_OK);
    assert_int_equal(ward_number(ward, HELD("0")), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE rule = 'quarantine/1' "
                                       "AND repeats = 1"),
                     1);
    assert_int_equal(halves_check(&ward->service, now_us + HOUR_US), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE repeats = 1"), 1);
    assert_int_equal(ward_number(ward, READINGS), 0);
}

static void case_27_what_is_no_half_of_it_is_not_put_to_it(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    int64_t now_us = inbox_now_us();
    int64_t then_us = now_us - 30 * MINUTE_US;
    ward_send_kind(ward, &device, "senml", record("systolic", 140, now_us - HOUR_US), then_us);
    // Another moment; another systolic of that moment; the other half, but too late.
    ward_send_kind(ward, &device, "senml", record("diastolic", 80, now_us - 2 * HOUR_US), then_us);
    ward_send_kind(ward, &device, "senml", record("systolic", 141, now_us - HOUR_US), then_us);
    ward_send_kind(ward, &device, "senml", record("diastolic", 85, now_us - HOUR_US),
                   then_us + 2 * MINUTE_US + 1000000);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    assert_int_equal(ward_number(ward, HELD("1")), 2);
    assert_int_equal(ward_number(ward, HELD("0")), 2);
    // Halves that together cannot be true wait with the reason of the whole.
    ward_send_kind(ward, &device, "senml", record("systolic", 80, now_us - 3 * HOUR_US), now_us);
    ward_send_kind(ward, &device, "senml", record("diastolic", 120, now_us - 3 * HOUR_US), now_us);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    assert_int_equal(ward_number(ward, OF_CODE("pressures-swapped")), 1);
}

static void case_29_a_control_measurement_is_kept_apart_and_alarms_nobody(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send(ward, &device,
              ward_reading("\"kind\":\"glucose\",\"flags\":[\"control\"],\"values\":{\"glucose\":"
                           "{\"v\":40,\"u\":\"mg/dL\"}}",
                           MINUTE_US));
    ward_drain(ward);
    assert_int_equal(ward_number(ward, READINGS), 0);
    assert_int_equal(ward_number(ward, OF_CODE("control-measurement")), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(case_11_a_clock_that_is_ahead_is_marked_and_told, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_11_a_clock_that_is_behind_is_known_by_its_heartbeats,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            case_11_a_clock_that_is_days_behind_gives_no_times_but_a_proposal, ward_make,
            ward_drop),
        cmocka_unit_test_setup_teardown(case_11_and_12_a_clock_that_is_ahead_has_a_proposal,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            case_27_two_halves_within_two_minutes_are_one_blood_pressure, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            case_27_a_half_alone_is_shown_after_two_minutes_and_not_before, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_27_what_is_no_half_of_it_is_not_put_to_it, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(case_23_lo_is_urgent_once_also_where_no_limit_is_set,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_23_lo_is_in_no_mean, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_23_an_installation_that_only_records_judges_no_lo,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_34_a_member_who_left_is_counted_and_nothing_is_kept,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            case_34_what_was_measured_before_leaving_is_kept_unless_consent_is_gone, ward_make,
            ward_drop),
        cmocka_unit_test_setup_teardown(
            case_55_the_same_three_numbers_for_ten_days_are_a_stuck_sensor, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            case_29_a_control_measurement_is_kept_apart_and_alarms_nobody, ward_make, ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
