// SPDX-License-Identifier: EUPL-1.2
// Alerts from the reading to the outcome: one per matter, raised with the reading, worked by one
// operator at a time, kept worklist (contract C6; experience W-04, W-05, W-07, W-10, W-18, W-19).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "service/alerts.h"
#include "service/limits.h"
#include "service/patient.h"
#include "service/silence.h"
#include "service/worklist.h"
#include "ward.h"

// One alert in a ward of its own.
struct scene {
    struct ward *ward;
    struct arena *arena;
    struct fault fault;
    struct public_id device, subject;
    struct public_id id; // of the alert
    struct alert_view alert;
};

static void find_alert(struct scene *scene) {
    struct worklist_query query = {.after = "", .limit = 50};
    struct worklist_view view;
    assert_int_equal(worklist_read(&scene->ward->service, &scene->ward->operator, & query,
                                   scene->arena, &scene->fault, &view),
                     RC_OK);
    assert_int_equal(view.count, 1);
    scene->alert = view.rows[0].alerts[0];
    scene->id = scene->alert.id;
}

static struct scene raised(struct ward *ward, int systolic) {
    struct scene scene = {.ward = ward, .arena = arena_new(0)};
    scene.subject = ward_patient(ward, &scene.device);
    ward_send_pressure(ward, &scene.device, systolic, MINUTE_US);
    ward_drain(ward);
    find_alert(&scene);
    return scene;
}

static void c6_the_alert_stands_in_the_transaction_of_its_reading(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 190);
    assert_string_equal(scene.alert.severity, "urgent");
    assert_string_equal(scene.alert.bound, "alertHigh");
    assert_string_equal(scene.alert.value, "190");
    assert_string_equal(scene.alert.limit, "180");
    assert_string_equal(scene.alert.rule, "four-bound/1");
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM events WHERE kind = 'worklist'"), 1);
    // One entry for the whole batch of readings, alert and cursor.
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM audit WHERE action = 'drain.take'"),
                     1);
    arena_free(scene.arena);
}

static void very_many_members_of_a_transaction_are_one_notice(void **state) {
    enum { SINGLY = 50 };
    struct ward *ward = *state;
    struct public_id devices[SINGLY + 1];
    for (int i = 0; i <= SINGLY; i++) {
        ward_patient(ward, &devices[i]);
    }
    place_sql(ward->place, "monitoring.db", "DELETE FROM events");
    for (int i = 0; i < SINGLY; i++) {
        ward_send_pressure(ward, &devices[i], 120, MINUTE_US);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM events WHERE kind = 'worklist' "
                                       "AND payload LIKE '{\"subject\":%'"),
                     SINGLY);
    for (int i = 0; i <= SINGLY; i++) {
        ward_send_pressure(ward, &devices[i], 121, 0);
    }
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM events WHERE kind = 'worklist'"),
                     SINGLY + 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM events WHERE kind = 'worklist' "
                                       "AND payload = '{}' AND fund IS NOT NULL"),
                     1);
}

static void repeats_are_counted_and_the_worst_lifts_the_alert(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 165);
    assert_string_equal(scene.alert.severity, "warning");
    ward_send_pressure(ward, &scene.device, 166, 2 * MINUTE_US);
    ward_send_pressure(ward, &scene.device, 185, 3 * MINUTE_US);
    ward_send_pressure(ward, &scene.device, 170, 4 * MINUTE_US);
    ward_send_pressure(ward, &scene.device, 85, 5 * MINUTE_US);
    ward_drain(ward);
    find_alert(&scene);
    assert_string_equal(scene.alert.severity, "urgent");
    assert_string_equal(scene.alert.value, "185");
    assert_int_equal(scene.alert.repeats, 4);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE side = 'low'"), 1);
    assert_int_equal(ward_number(ward, "SELECT urgent FROM worklist_counts"), 1);
    assert_int_equal(ward_number(ward, "SELECT warning FROM worklist_counts"), 0);
    arena_free(scene.arena);
}

static enum rc take(struct scene *scene, const struct actor *actor, int64_t version) {
    struct alert_step step = {.alert = scene->id, .version = version};
    scene->fault = (struct fault){0};
    return alerts_take(&scene->ward->service, actor, &step, scene->arena, &scene->fault,
                       &scene->alert);
}

static enum rc finish(struct scene *scene, const struct actor *actor, int64_t version) {
    struct alert_step step = {.alert = scene->id,
                              .version = version,
                              .choice = "called-ok",
                              .note = "Sta bene, ripete stasera"};
    scene->fault = (struct fault){0};
    return alerts_close(&scene->ward->service, actor, &step, scene->arena, &scene->fault,
                        &scene->alert);
}

static void w07_the_second_operator_is_told_that_it_is_taken(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 190);
    int64_t seen = scene.alert.version;
    assert_int_equal(take(&scene, &ward->operator, seen), RC_OK);
    assert_string_equal(scene.alert.state, "taken");
    assert_true(public_id_equal(&scene.alert.owner.id, &ward->operator.user));
    assert_int_equal(take(&scene, &ward->clinician, seen), RC_CONFLICT);
    assert_string_equal(scene.fault.code, "alert-already-taken");
    assert_true(public_id_equal(&scene.alert.owner.id, &ward->operator.user));
    assert_int_equal(take(&scene, &ward->operator, seen), RC_OK); // one's own: nothing changes
    assert_int_equal(finish(&scene, &ward->clinician, scene.alert.version), RC_CONFLICT);
    assert_string_equal(scene.fault.code, "alert-already-taken");
    arena_free(scene.arena);
}

static void w10_closing_needs_the_owner_and_keeps_the_sealed_note(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 190);
    assert_int_equal(finish(&scene, &ward->operator, scene.alert.version), RC_CONFLICT);
    assert_string_equal(scene.fault.code, "alert-not-taken");
    assert_int_equal(take(&scene, &ward->operator, scene.alert.version), RC_OK);
    assert_int_equal(finish(&scene, &ward->operator, scene.alert.version), RC_OK);
    assert_string_equal(scene.alert.state, "closed");
    assert_string_equal(scene.alert.note, "Sta bene, ripete stasera");
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM worklist"), 0);
    assert_int_equal(ward_number(ward, "SELECT urgent FROM worklist_counts"), 0);
    assert_int_equal(ward_number(ward, "SELECT instr(note, 'bene') FROM alerts"), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM audit WHERE action = 'alert.close'"),
                     1);
    assert_int_equal(take(&scene, &ward->operator, scene.alert.version), RC_CONFLICT);
    assert_string_equal(scene.fault.code, "alert-closed");
    arena_free(scene.arena);
}

static void case_49_a_reading_that_comes_while_closing_is_not_lost(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 190);
    assert_int_equal(take(&scene, &ward->operator, scene.alert.version), RC_OK);
    int64_t seen = scene.alert.version;
    ward_send_pressure(ward, &scene.device, 199, 30 * INT64_C(1000000));
    ward_drain(ward);
    assert_int_equal(finish(&scene, &ward->operator, seen), RC_STALE);
    assert_string_equal(scene.fault.code, "alert-changed");
    find_alert(&scene);
    assert_int_equal(scene.alert.repeats, 2);
    assert_string_equal(scene.alert.state, "taken");
    assert_int_equal(finish(&scene, &ward->operator, scene.alert.version), RC_OK);
    ward_send_pressure(ward, &scene.device, 200, 20 * INT64_C(1000000));
    ward_drain(ward);
    find_alert(&scene); // a new one
    assert_string_equal(scene.alert.state, "open");
    arena_free(scene.arena);
}

static void
w18_an_alert_keeps_the_limit_of_its_time_and_new_limits_act_on_new_readings(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 185);
    struct limit_wish wish = {.subject = scene.subject,
                              .quantity = QUANTITY_SYSTOLIC,
                              .warn_high = "150",
                              .alert_high = "190.5",
                              .reason = "Visita del 20/11"};
    struct limit_view limit;
    assert_int_equal(
        limits_set(&ward->service, &ward->operator, & wish, scene.arena, &scene.fault, &limit),
        RC_DENIED);
    scene.fault = (struct fault){0};
    assert_int_equal(
        limits_set(&ward->service, &ward->clinician, &wish, scene.arena, &scene.fault, &limit),
        RC_OK);
    assert_string_equal(limit.alert_high, "190.5");
    assert_string_equal(limit.reason, "Visita del 20/11");
    find_alert(&scene);
    assert_string_equal(scene.alert.limit, "180");
    ward_send_pressure(ward, &scene.device, 155, 40 * INT64_C(1000000));
    ward_drain(ward);
    assert_int_equal(
        ward_number(ward,
                    "SELECT COUNT(*) FROM readings WHERE level = 'warnHigh' AND value = 155000"),
        1);
    assert_int_equal(
        ward_number(ward,
                    "SELECT COUNT(*) FROM readings WHERE level = 'alertHigh' AND value = 185000"),
        1);
    struct limit_view *limits;
    size_t count;
    assert_int_equal(limits_read(&ward->service, &ward->operator, & scene.subject, scene.arena,
                                 &scene.fault, &limits, &count),
                     RC_OK);
    assert_int_equal(count, 4);
    for (size_t i = 0; i + 1 < count; i++) {
        if (limits[i].quantity == QUANTITY_SYSTOLIC &&
            limits[i + 1].quantity == QUANTITY_SYSTOLIC) {
            assert_int_equal(limits[i].to_us, 0);
            assert_int_equal(limits[i + 1].to_us, limits[i].from_us);
            assert_string_equal(limits[i + 1].reason, "profile");
        }
    }
    arena_free(scene.arena);
}

static void p03_limits_that_make_no_sense_are_refused_with_their_place(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 185);
    struct limit_view limit;
    struct limit_wish wish = {.subject = scene.subject,
                              .quantity = QUANTITY_SYSTOLIC,
                              .warn_high = "1,5",
                              .alert_high = "180.0001",
                              .reason = "prova"};
    assert_int_equal(
        limits_set(&ward->service, &ward->clinician, &wish, scene.arena, &scene.fault, &limit),
        RC_INVALID);
    assert_int_equal(scene.fault.count, 2);
    assert_string_equal(scene.fault.at[0].pointer, "/warnHigh");
    assert_string_equal(scene.fault.at[0].code, "not-a-decimal");
    assert_string_equal(scene.fault.at[1].code, "too-many-decimals");
    static const struct {
        const char *warn_high, *alert_high, *code;
    } cases[] = {{"180", "170", "limits-out-of-order"},
                 {"150", "900", "limit-impossible"},
                 {NULL, NULL, "limit-missing"}};
    for (size_t i = 0; i < 3; i++) {
        scene.fault = (struct fault){0};
        wish.warn_high = cases[i].warn_high;
        wish.alert_high = cases[i].alert_high;
        assert_int_equal(
            limits_set(&ward->service, &ward->clinician, &wish, scene.arena, &scene.fault, &limit),
            RC_INVALID);
        assert_string_equal(scene.fault.at[0].code, cases[i].code);
    }
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM care_limits"), 3);
    arena_free(scene.arena);
}

static void w05_one_person_is_one_row_most_urgent_first(void **state) {
    struct ward *ward = *state;
    struct public_id devices[3];
    struct public_id subjects[3];
    static const int systolic[] = {165, 190, 166};
    for (int i = 0; i < 3; i++) {
        subjects[i] = ward_patient(ward, &devices[i]);
        ward_send(ward, &devices[i], ward_pressure(systolic[i], 105, MINUTE_US, -1));
    }
    ward_drain(ward);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct worklist_query query = {.after = "", .limit = 2};
    struct worklist_view view;
    assert_int_equal(worklist_read(&ward->service, &ward->operator, & query, arena, &fault, &view),
                     RC_OK);
    assert_int_equal(view.count, 2);
    assert_true(public_id_equal(&view.rows[0].subject, &subjects[1]));
    assert_int_equal(view.rows[0].alert_count, 2); // systolic and diastolic
    assert_int_equal(view.urgent, 1);
    assert_int_equal(view.warning, 2);
    assert_int_equal(view.reporting_devices, 3);
    assert_true(view.received_us > 0);
    query.after = view.next;
    struct worklist_view rest;
    assert_int_equal(worklist_read(&ward->service, &ward->operator, & query, arena, &fault, &rest),
                     RC_OK);
    assert_int_equal(rest.count, 1);
    assert_string_equal(rest.next, "");
    assert_false(public_id_equal(&rest.rows[0].subject, &view.rows[1].subject));
    query = (struct worklist_query){.after = "nonsense", .limit = 2};
    assert_int_equal(worklist_read(&ward->service, &ward->operator, & query, arena, &fault, &rest),
                     RC_INVALID);
    assert_string_equal(fault.code, "bad-cursor");
    query = (struct worklist_query){.after = "",
                                    .limit = 9,
                                    .severity = "warning",
                                    .condition = "hypertension",
                                    .nobody = true};
    assert_int_equal(worklist_read(&ward->service, &ward->operator, & query, arena, &fault, &rest),
                     RC_OK);
    assert_int_equal(rest.count, 2);
    query.mine = true;
    query.nobody = false;
    assert_int_equal(worklist_read(&ward->service, &ward->operator, & query, arena, &fault, &rest),
                     RC_OK);
    assert_int_equal(rest.count, 0);
    arena_free(arena);
}

// An old technical alert beside a new warning must not lift the warning above an older one.
static void w01_rows_stand_in_the_order_of_the_time_they_show(void **state) {
    struct ward *ward = *state;
    struct public_id devices[2];
    struct public_id subjects[2];
    for (int i = 0; i < 2; i++) {
        subjects[i] = ward_patient(ward, &devices[i]);
    }
    assert_int_equal(silence_check(&ward->service, service_domain_now(&ward->service) - HOUR_US),
                     RC_OK);
    ward_send_pressure(ward, &devices[1], 170, MINUTE_US);
    ward_drain(ward);
    ward_send_pressure(ward, &devices[0], 170, 3 * DAY_US); // late: the silence goes on
    ward_drain(ward);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct worklist_query query = {.after = "", .limit = 9};
    struct worklist_view view;
    assert_int_equal(worklist_read(&ward->service, &ward->operator, &query, arena, &fault, &view),
                     RC_OK);
    assert_int_equal(view.count, 2);
    assert_true(public_id_equal(&view.rows[0].subject, &subjects[1]));
    assert_int_equal(view.rows[1].alert_count, 2);
    for (size_t i = 0; i < view.count; i++) {
        assert_string_equal(view.rows[i].severity, "warning");
        assert_true(view.rows[i].since_us == view.rows[i].alerts[0].raised_us);
    }
    arena_free(arena);
}

static void w14_ten_thousand_open_alerts_page_on_from_anywhere(void **state) {
    struct ward *ward = *state;
    ward_member(ward, "[\"copd\"]");
    place_sql(ward->place, "monitoring.db",
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
              "INSERT INTO subjects (public_id, fund, diabetes, hypertension, copd, key, "
              "enrolled_us, silent_after_us, silence_due_us) SELECT lower(hex(randomblob(16))), "
              "(SELECT fund FROM subjects), 1, 0, 0, x'00', 0, 1, 9000000000000000000 FROM n;"
              "INSERT INTO alerts (public_id, fund, subject_id, kind, severity, scope, rule, "
              "raised_us) SELECT lower(hex(randomblob(16))), fund, id, 'silence', 'technical', "
              "'x' || id, 'r', id FROM subjects WHERE diabetes = 1;"
              "INSERT INTO worklist (subject_id, subject, fund, grade, since_us) "
              "SELECT id, public_id, fund, 2, id FROM subjects WHERE diabetes = 1");
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    char after[WORKLIST_POSITION_SIZE] = "";
    int64_t seen = 0;
    for (int page = 0; page < 5; page++) {
        struct worklist_query query = {.after = after, .limit = 50};
        struct worklist_view view;
        assert_int_equal(
            worklist_read(&ward->service, &ward->operator, &query, arena, &fault, &view), RC_OK);
        assert_int_equal(view.count, 50);
        assert_true(view.rows[0].since_us > seen);
        seen = view.rows[49].since_us;
        snprintf(after, sizeof after, "%s", view.next);
        if (page == 2) {
            seen = 8999;
            snprintf(after, sizeof after, "technical:9000:%s", view.rows[49].subject.text);
        }
    }
    arena_free(arena);
}

static void w04_silence_is_a_state_and_ends_by_itself(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    struct public_id subject = ward_patient(ward, &device);
    int64_t now_us = service_domain_now(&ward->service);
    assert_int_equal(silence_check(&ward->service, 0), RC_OK); // the backlog is not in yet
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
    assert_int_equal(silence_check(&ward->service, now_us), RC_OK);
    assert_int_equal(silence_check(&ward->service, now_us), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE kind = 'silence' AND "
                                       "severity = 'technical' AND state = 'open'"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT silent FROM worklist_counts"), 1);
    // Old data does not end it, new data does.
    ward_send_pressure(ward, &device, 120, 20 * DAY_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT silent FROM worklist_counts"), 1);
    ward_send_pressure(ward, &device, 121, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT silent FROM worklist_counts"), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE kind = 'silence' AND "
                                       "state = 'closed' AND outcome IS NULL"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM worklist"), 0);
    assert_int_equal(silence_check(&ward->service, now_us + 2 * DAY_US), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT silent FROM subjects"), 1);
    (void)subject;
}

static void case_47_a_jump_of_the_servers_clock_calls_nobody_silent(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send_pressure(ward, &device, 120, MINUTE_US);
    ward_drain(ward);
    struct silence_keeper keeper = {.service = &ward->service};
    int64_t real_us = service_domain_now(&ward->service); // domain time is real time here
    int64_t monotonic_us = HOUR_US;
#define SILENT "SELECT COUNT(*) FROM alerts WHERE kind = 'silence'"
#define LOOK(jump, passed)                                                                         \
    monotonic_us += (passed);                                                                      \
    real_us += (jump) + (passed);                                                                  \
    assert_int_equal(silence_keep(&keeper, real_us, real_us, monotonic_us), RC_OK)
    LOOK(0, 0);
    LOOK(0, 1000000);
    // A wrong time server: three days ahead, and back after ten minutes. Nobody was silent.
    LOOK(3 * DAY_US, 1000000);
    LOOK(0, 10 * MINUTE_US);
    assert_int_equal(ward_number(ward, SILENT), 0);
    LOOK(-3 * DAY_US, 1000000);
    LOOK(0, 14 * MINUTE_US);
    LOOK(0, 2 * MINUTE_US);
    assert_int_equal(ward_number(ward, SILENT), 0);
    // Drift is no jump, however long it goes on.
    for (int i = 0; i < 5; i++) {
        LOOK(59 * 1000000, 1000000);
    }
    assert_int_equal(keeper.clock.held_until_us < monotonic_us, 1);
    // A machine that slept for three days: the devices have a quarter of an hour to deliver.
    LOOK(3 * DAY_US, 1000000);
    LOOK(0, 15 * MINUTE_US - 1);
    assert_int_equal(ward_number(ward, SILENT), 0);
    LOOK(0, 1);
    assert_int_equal(ward_number(ward, SILENT), 1);
    LOOK(0, MINUTE_US);
    assert_int_equal(ward_number(ward, SILENT " AND repeats = 1"), 1);
}

// Somebody who does not answer and does not measure must not be forgotten with the closed alert.
static void w04_silence_closed_by_hand_comes_again_when_it_lasts(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    struct arena *arena = arena_new(0);
    struct fault fault = {0};
    struct worklist_query query = {.after = "", .limit = 10};
    struct worklist_view list;
    struct alert_view view;
    int64_t now_us = service_domain_now(&ward->service);
    assert_int_equal(silence_check(&ward->service, now_us), RC_OK);
    assert_int_equal(worklist_read(&ward->service, &ward->operator, &query, arena, &fault, &list),
                     RC_OK);
    struct alert_step step = {.alert = list.rows[0].alerts[0].id, .version = -1};
    assert_int_equal(alerts_take(&ward->service, &ward->operator, &step, arena, &fault, &view),
                     RC_OK);
    step.choice = "called-no-answer";
    assert_int_equal(alerts_close(&ward->service, &ward->operator, &step, arena, &fault, &view),
                     RC_OK);
    // Old data does not bring it back at once.
    ward_send_pressure(ward, &device, 120, 20 * DAY_US);
    ward_drain(ward);
    assert_int_equal(silence_check(&ward->service, now_us + 23 * HOUR_US), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE kind = 'silence'"), 1);
    assert_int_equal(silence_check(&ward->service, now_us + 25 * HOUR_US), RC_OK);
    assert_int_equal(silence_check(&ward->service, now_us + 26 * HOUR_US), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE kind = 'silence' AND "
                                       "state = 'open' AND repeats = 1"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT silent FROM worklist_counts"), 1);
    ward_send_pressure(ward, &device, 121, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT silent FROM worklist_counts"), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE state <> 'closed'"), 0);
    arena_free(arena);
}

static void record_only_stores_and_shows_but_raises_nothing(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_close_drain(ward);
    ward->record_only = true;
    ward_open_drain(ward);
    ward_send_pressure(ward, &device, 199, MINUTE_US);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings WHERE level = 'unknown'"), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts"), 0);
}

static void w19_what_is_quarantined_never_makes_a_clinical_alert(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_send(ward, &device, ward_pressure(0, 0, MINUTE_US, -1));
    ward_send(ward, &device, "{\"sent\": ");
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 2);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM alerts WHERE severity <> 'technical'"),
                     0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings"), 0);
}

static void a_page_and_an_alert_leave_one_audit_entry_for_ten_minutes(void **state) {
    struct ward *ward = *state;
    struct scene scene = raised(ward, 190);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(alerts_read(&ward->service, &ward->operator, & scene.alert.id, scene.arena,
                                     &scene.fault, &scene.alert),
                         RC_OK);
    }
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM audit WHERE action = 'read.alert'"),
                     1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM audit WHERE action = 'read.worklist'"),
                     1);
    arena_free(scene.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(c6_the_alert_stands_in_the_transaction_of_its_reading,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(very_many_members_of_a_transaction_are_one_notice,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(repeats_are_counted_and_the_worst_lifts_the_alert,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(w07_the_second_operator_is_told_that_it_is_taken, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(w10_closing_needs_the_owner_and_keeps_the_sealed_note,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(case_49_a_reading_that_comes_while_closing_is_not_lost,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            w18_an_alert_keeps_the_limit_of_its_time_and_new_limits_act_on_new_readings, ward_make,
            ward_drop),
        cmocka_unit_test_setup_teardown(p03_limits_that_make_no_sense_are_refused_with_their_place,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(w05_one_person_is_one_row_most_urgent_first, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(w01_rows_stand_in_the_order_of_the_time_they_show,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(w14_ten_thousand_open_alerts_page_on_from_anywhere,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            case_47_a_jump_of_the_servers_clock_calls_nobody_silent, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(w04_silence_is_a_state_and_ends_by_itself, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(w04_silence_closed_by_hand_comes_again_when_it_lasts,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(record_only_stores_and_shows_but_raises_nothing, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(w19_what_is_quarantined_never_makes_a_clinical_alert,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_page_and_an_alert_leave_one_audit_entry_for_ten_minutes,
                                        ward_make, ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
