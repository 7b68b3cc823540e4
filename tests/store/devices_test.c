// SPDX-License-Identifier: EUPL-1.2
// Devices on a real store: secrets shown once and sealed, intervals that never overlap, the roster
// that the doors read.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "inbox/roster.h"
#include "service/enrolment.h"
#include "service/ingest_memory.h"
#include "service/once.h"
#include "service/revoked_again.h"
#include "service/roster_writer.h"
#include "service/device_life.h"
#include "store/accounts.h"
#include "ward.h"

struct scene {
    struct arena *arena;
    struct fault fault;
    struct device_view view;
    char secret[DEVICE_SECRET_SIZE];
};

static void a_secret_is_shown_once_and_sealed_in_the_database(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    struct device_new wanted = {.coap = true, .model = "Oximeter", .serial = "SN 7"};
    struct once once;
    once_prepare(&once, &ward->admin.user, "POST /api/v1/devices", "key-0001", "{}", 2);
    assert_int_equal(devices_register(&ward->service, &ward->admin, &once, &wanted, s.arena,
                                      &s.fault, &s.view, s.secret),
                     RC_OK);
    assert_int_equal(strlen(s.secret), 64);
    assert_string_equal(s.view.transport, "coap");
    char sql[300];
    snprintf(sql, sizeof sql, "SELECT instr(secret, '%s') FROM devices", s.secret);
    assert_int_equal(ward_number(ward, sql), 0);
    // The same request again: the same device and secret, and nothing new.
    struct device_view again;
    char secret[DEVICE_SECRET_SIZE];
    once_prepare(&once, &ward->admin.user, "POST /api/v1/devices", "key-0001", "{}", 2);
    assert_int_equal(devices_register(&ward->service, &ward->admin, &once, &wanted, s.arena,
                                      &s.fault, &again, secret),
                     RC_OK);
    assert_true(once.again);
    assert_true(public_id_equal(&again.id, &s.view.id));
    assert_string_equal(secret, s.secret);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM devices"), 1);
    arena_free(s.arena);
}

static struct roster *doors_roster(struct ward *ward, int64_t *written) {
    struct roster *roster = NULL;
    uint8_t key[VAULT_KEY_SIZE];
    const char *path = place_path(ward->place, "devices.snapshot");
    assert_int_equal(roster_write_if_changed(&ward->service, path, 900, written), RC_OK);
    vault_door_key(ward->place->vault, key);
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    return roster;
}

// A restored backup brings back the database of that time, not the doors' roster.
static void what_was_revoked_after_a_backup_is_revoked_again(void **state) {
    struct ward *ward = *state;
    int64_t written = -1;
    struct public_id kept = ward_device(ward), lost = ward_device(ward);
    roster_free(doors_roster(ward, &written));
    struct scene s = {.arena = arena_new(0)};
    assert_int_equal(devices_revoke(&ward->service, &ward->admin, &lost, s.arena, &s.fault, &s.view),
                     RC_OK);
    roster_free(doors_roster(ward, &written));
    place_sql(ward->place, "monitoring.db",
              "UPDATE devices SET state = 'active', revoked_us = NULL, secret = x'00'");
    const char *path = place_path(ward->place, "devices.snapshot");
    assert_int_equal(revoked_again(&ward->service, path), RC_OK);
    assert_int_equal(revoked_again(&ward->service, path), RC_OK);
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM devices WHERE public_id = '%s' AND state = "
             "'revoked' AND secret IS NULL", lost.text);
    assert_int_equal(ward_number(ward, sql), 1);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM devices WHERE public_id = '%s' AND state = "
             "'active'", kept.text);
    assert_int_equal(ward_number(ward, sql), 1);
    assert_int_equal(ward_number(ward, "SELECT count(*) FROM audit WHERE action = 'device.revoke' "
                                       "AND actor = 'system'"),
                     1);
    assert_int_equal(revoked_again(&ward->service, "/nowhere/devices.snapshot"), RC_OK);
    // A device whose secret is damaged is not let in, and not called revoked either.
    written = -1;
    struct roster *roster = doors_roster(ward, &written);
    uint8_t id[INBOX_DEVICE_SIZE];
    public_id_to_bytes(&kept, id);
    assert_null(roster_find(roster, id));
    roster_free(roster);
    arena_free(s.arena);
}

static void the_roster_follows_registration_renewal_and_revocation(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    int64_t written = -1;
    roster_free(doors_roster(ward, &written)); // an empty one is written at the start
    struct device_new wanted = {.model = "Gateway"};
    assert_int_equal(devices_register(&ward->service, &ward->admin, NULL, &wanted, s.arena,
                                      &s.fault, &s.view, s.secret),
                     RC_OK);
    uint8_t id[INBOX_DEVICE_SIZE];
    public_id_to_bytes(&s.view.id, id);
    struct roster *roster = doors_roster(ward, &written);
    assert_true(roster_password_check(roster, id, s.secret, 64));
    const struct roster_device *device = roster_find(roster, id);
    assert_int_equal(device->state, ROSTER_ACTIVE);
    assert_int_equal(device->psk_length, 64);
    assert_int_equal(device->report_every, 900);
    assert_memory_equal(device->psk, s.secret, 64);
    roster_free(roster);
    char renewed[DEVICE_SECRET_SIZE];
    assert_int_equal(devices_renew(&ward->service, &ward->admin, NULL, &s.view.id, s.arena,
                                   &s.fault, &s.view, renewed),
                     RC_OK);
    roster = doors_roster(ward, &written);
    // Both are in force until the new one is seen in use, or somebody ends the old one.
    assert_int_equal(roster_password_check(roster, id, s.secret, 64), ROSTER_SECRET_OLD);
    assert_int_equal(roster_password_check(roster, id, renewed, 64), ROSTER_SECRET_NEW);
    device = roster_find(roster, id);
    assert_memory_equal(device->psk, renewed, 64);
    assert_int_equal(device->old_psk_length, 64);
    assert_memory_equal(device->old_psk, s.secret, 64);
    roster_free(roster);
    char third[DEVICE_SECRET_SIZE];
    assert_int_equal(devices_renew(&ward->service, &ward->admin, NULL, &s.view.id, s.arena,
                                   &s.fault, &s.view, third),
                     RC_CONFLICT);
    assert_string_equal(s.fault.code, "two-secrets");
    struct device_wish wish = {.service = &ward->service,
                               .actor = &ward->admin,
                               .device = &s.view.id,
                               .arena = s.arena,
                               .fault = &s.fault,
                               .view = &s.view};
    assert_int_equal(device_life_end_old_secret(&wish), RC_OK);
    assert_int_equal(s.view.old_secret_us, 0);
    roster = doors_roster(ward, &written);
    assert_int_equal(roster_password_check(roster, id, s.secret, 64), ROSTER_SECRET_NONE);
    assert_int_equal(roster_password_check(roster, id, renewed, 64), ROSTER_SECRET_NEW);
    assert_int_equal(roster_find(roster, id)->old_psk_length, 0);
    roster_free(roster);
    assert_int_equal(device_life_end_old_secret(&wish), RC_CONFLICT);
    assert_string_equal(s.fault.code, "no-old-secret");
    assert_int_equal(
        devices_revoke(&ward->service, &ward->admin, &s.view.id, s.arena, &s.fault, &s.view),
        RC_OK);
    assert_true(s.view.revoked);
    roster = doors_roster(ward, &written);
    assert_int_equal(roster_find(roster, id)->state, ROSTER_REVOKED);
    assert_int_equal(roster_find(roster, id)->psk_length, 0);
    roster_free(roster);
    assert_int_equal(devices_renew(&ward->service, &ward->admin, NULL, &s.view.id, s.arena,
                                   &s.fault, &s.view, renewed),
                     RC_CONFLICT);
    assert_string_equal(s.fault.code, "device-revoked");
    arena_free(s.arena);
}

static void a_roster_that_was_removed_is_written_again(void **state) {
    struct ward *ward = *state;
    int64_t written = -1;
    roster_free(doors_roster(ward, &written));
    assert_int_equal(remove(place_path(ward->place, "devices.snapshot")), 0);
    struct roster *roster = doors_roster(ward, &written);
    assert_non_null(roster);
    roster_free(roster);
}

static enum rc assign(struct ward *ward, struct scene *s, const struct public_id *subject,
                      int64_t from_us) {
    s->fault = (struct fault){0};
    return devices_assign(&ward->service, &ward->operator, NULL, &s->view.id, subject, from_us,
                          s->arena, &s->fault, &s->view);
}

static void assignment_intervals_never_overlap(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    struct public_id one = ward_member(ward, "[\"diabetes\"]");
    struct public_id two = ward_member(ward, "[\"copd\"]");
    s.view.id = ward_device(ward);
    assert_int_equal(assign(ward, &s, &one, 10 * DAY_US), RC_OK);
    assert_int_equal(assign(ward, &s, &one, 11 * DAY_US), RC_CONFLICT);
    assert_string_equal(s.fault.code, "already-assigned");
    assert_int_equal(assign(ward, &s, &two, 10 * DAY_US), RC_CONFLICT);
    assert_string_equal(s.fault.code, "assignment-overlap");
    assert_int_equal(assign(ward, &s, &two, 20 * DAY_US), RC_CONFLICT);
    assert_string_equal(s.fault.code, "not-cleaned");
    ward_hand_over(ward, &s.view.id, &two, 20 * DAY_US);
    assert_int_equal(
        devices_read(&ward->service, &ward->admin, &s.view.id, s.arena, &s.fault, &s.view), RC_OK);
    assert_int_equal(s.view.assignment_count, 2);
    assert_int_equal(s.view.assignments[1].to_us, 20 * DAY_US);
    assert_int_equal(s.view.assignments[0].to_us, 0);
    assert_int_equal(devices_end(&ward->service, &ward->operator, & s.view.id, 20 * DAY_US, s.arena,
                                 &s.fault, &s.view),
                     RC_INVALID);
    assert_string_equal(s.fault.at[0].code, "not-after-from");
    assert_int_equal(devices_end(&ward->service, &ward->operator, & s.view.id, 30 * DAY_US, s.arena,
                                 &s.fault, &s.view),
                     RC_OK);
    assert_int_equal(assign(ward, &s, &one, 25 * DAY_US), RC_CONFLICT);
    assert_string_equal(s.fault.code, "assignment-overlap");
    // Back to somebody else, and not cleaned since; to the same one it may go as it is.
    assert_int_equal(assign(ward, &s, &one, 30 * DAY_US), RC_CONFLICT);
    assert_string_equal(s.fault.code, "not-cleaned");
    assert_int_equal(assign(ward, &s, &two, 30 * DAY_US), RC_OK);
    struct public_id stranger = public_id_new();
    assert_int_equal(assign(ward, &s, &stranger, 40 * DAY_US), RC_INVALID);
    assert_string_equal(s.fault.at[0].code, "unknown-subject");
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM assignments"), 3);
    arena_free(s.arena);
}

// Case 32: a hand-over that is recorded late must not leave the new holder's readings with the old.
static void a_device_is_not_handed_over_before_readings_that_its_holder_was_given(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    struct public_id first = ward_patient(ward, &s.view.id);
    struct public_id second = ward_member(ward, "[\"hypertension\"]");
    struct public_id device = s.view.id;
    int64_t now = service_domain_now(&ward->service);
    ward_send_pressure(ward, &device, 130, 2 * DAY_US);
    ward_drain(ward);
    assert_int_equal(assign(ward, &s, &second, now - 3 * DAY_US), RC_CONFLICT);
    assert_string_equal(s.fault.code, "readings-since");
    s.fault = (struct fault){0};
    assert_int_equal(devices_end(&ward->service, &ward->operator, & device, now - 3 * DAY_US,
                                 s.arena, &s.fault, &s.view),
                     RC_CONFLICT);
    assert_string_equal(s.fault.code, "readings-since");
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM assignments WHERE to_us IS NULL"), 1);
    ward_hand_over(ward, &device, &second, now - DAY_US);
    ward_send_pressure(ward, &device, 131, HOUR_US);
    ward_send_pressure(ward, &device, 132, 30 * HOUR_US); // late, of the first holder
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(DISTINCT s.subject_id) FROM readings r JOIN "
                                       "sources s ON s.id = r.source_id"),
                     2);
    assert_false(public_id_equal(&first, &second));
    arena_free(s.arena);
}

// What one transaction of the drain remembers for the next.
struct remembering {
    struct ingest_memory *memory;
    struct public_id device;
    int64_t at_us;
    int64_t holder;
};

static enum rc remember(struct tx *tx, void *context) {
    struct remembering *r = context;
    struct ingest_speaker *speaker;
    ingest_memory_begin(r->memory, tx, r->at_us);
    enum rc rc = ingest_speaker_find(r->memory, tx, &r->device, &speaker);
    if (rc == RC_OK) {
        rc = ingest_speaker_holder(speaker, r->at_us, &r->holder);
    }
    // Closures may run twice, the second time with nothing remembered: each run is looked at.
    int64_t stored = 0;
    if (rc == RC_OK) {
        rc = assignment_at(tx, speaker->device.id, r->at_us, &stored);
    }
    if (rc == RC_OK && stored != r->holder) {
        rc = RC_STALE;
    }
    ingest_memory_end(r->memory, tx);
    return rc;
}

static void look(struct ward *ward, struct remembering *r) {
    assert_int_equal(store_write(ward->service.store, STORE_MONITORING, "remember", remember, r),
                     RC_OK);
    ingest_memory_settled(r->memory);
}

// Case 32 in the middle of a backlog: the next reading must not go to the holder before.
static void what_the_drain_remembers_ends_when_somebody_else_writes(void **state) {
    struct ward *ward = *state;
    struct public_id second = ward_member(ward, "[\"hypertension\"]");
    struct remembering r = {.at_us = service_domain_now(&ward->service) - HOUR_US};
    ward_patient(ward, &r.device);
    assert_int_equal(ingest_memory_open(&r.memory), RC_OK);
    look(ward, &r);
    int64_t first = r.holder;
    assert_true(first > 0);
    look(ward, &r);
    assert_int_equal(r.holder, first);
    ward_hand_over(ward, &r.device, &second, r.at_us - MINUTE_US);
    look(ward, &r);
    assert_true(r.holder > 0 && r.holder != first);
    ingest_memory_close(r.memory);
}

static void another_fund_and_other_roles_may_not(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    struct public_id device = ward_device(ward);
    struct actor stranger = ward->admin;
    stranger.fund = public_id_new();
    assert_int_equal(devices_read(&ward->service, &stranger, &device, s.arena, &s.fault, &s.view),
                     RC_NOT_FOUND);
    assert_string_equal(s.fault.code, "device-unknown");
    assert_int_equal(
        devices_revoke(&ward->service, &ward->operator, & device, s.arena, &s.fault, &s.view),
        RC_DENIED);
    struct device_view *devices;
    size_t count;
    assert_int_equal(
        devices_page(&ward->service, &stranger, "", 10, s.arena, &s.fault, &devices, &count),
        RC_OK);
    assert_int_equal(count, 0);
    arena_free(s.arena);
}

static void an_enrolment_is_applied_once_with_the_limits_of_its_conditions(void **state) {
    struct ward *ward = *state;
    ward_member(ward, "[\"diabetes\",\"copd\"]");
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM care_limits WHERE set_by IS NULL"), 4);
    // As after a crash between applying and finishing the row.
    place_sql(ward->place, "office.db",
              "UPDATE outbox SET done_us = NULL, outcome = '', next_us = 0");
    assert_int_equal(enrolment_apply(&ward->service), RC_OK);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM subjects"), 1);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM care_limits"), 4);
}

static enum rc enrol(struct ward *ward, struct scene *s, const char *client, const char *code,
                     int64_t *wait, struct device_enrolled *made) {
    *wait = 0;
    fault_clear(&s->fault);
    return device_enrol(&ward->service, client, code, NULL, s->arena, &s->fault, wait, made);
}

static void a_code_for(struct ward *ward, struct scene *s, const struct public_id *device,
                       char code[ENROLMENT_CODE_SIZE]) {
    struct device_wish wish = {.service = &ward->service,
                               .actor = &ward->admin,
                               .device = device,
                               .arena = s->arena,
                               .fault = &s->fault,
                               .view = &s->view};
    assert_int_equal(device_life_give_code(&wish, code), RC_OK);
}

static void an_enrolment_code_is_good_for_a_day_and_no_longer(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    struct public_id device = ward_device(ward);
    struct device_enrolled made;
    char code[ENROLMENT_CODE_SIZE];
    int64_t wait;
    int64_t before_us = clock_technical_us();
    a_code_for(ward, &s, &device, code);
    int64_t until_us = ward_number(ward, "SELECT until_us FROM device_enrolments");
    assert_true(until_us >= before_us + 24 * HOUR_US);
    assert_true(until_us <= clock_technical_us() + 24 * HOUR_US);
    // The day has passed by the server's real clock, whatever the domain's says.
    char sql[120];
    snprintf(sql, sizeof sql, "UPDATE device_enrolments SET until_us = %lld",
             (long long)before_us - 1);
    place_sql(ward->place, "monitoring.db", sql);
    assert_int_equal(enrol(ward, &s, "10.0.0.7", code, &wait, &made), RC_DENIED);
    assert_string_equal(s.fault.code, "enrolment-refused");
    assert_null(made.secret);
    // A new code takes the place of the old one.
    a_code_for(ward, &s, &device, code);
    assert_int_equal(enrol(ward, &s, "10.0.0.7", code, &wait, &made), RC_OK);
    assert_int_equal(strlen(made.secret), 64);
    assert_int_equal(enrol(ward, &s, "10.0.0.7", code, &wait, &made), RC_DENIED);
    arena_free(s.arena);
}

static void codes_that_are_guessed_make_their_network_wait_and_no_other(void **state) {
    struct ward *ward = *state;
    struct scene s = {.arena = arena_new(0)};
    struct public_id device = ward_device(ward);
    struct device_enrolled made;
    char code[ENROLMENT_CODE_SIZE];
    char guess[40];
    int64_t wait;
    a_code_for(ward, &s, &device, code);
    for (int i = 0; i < 20; i++) { // from one /24 network
        char client[20];
        snprintf(client, sizeof client, "10.0.0.%d", i + 1);
        snprintf(guess, sizeof guess, "guess-%d", i);
        assert_int_equal(enrol(ward, &s, client, guess, &wait, &made), RC_DENIED);
        assert_int_equal(wait, 0);
    }
    assert_int_equal(place_sql(ward->place, "office.db",
                               "SELECT COUNT(*) FROM login_failures WHERE network = '10.0.0.0/24'"),
                     20);
    // Some more, so that the delay does not end while this test runs.
    for (int i = 0; i < 9; i++) {
        struct login_name name = {{(uint8_t)i}};
        assert_int_equal(login_failed(ward->service.store, &name, "10.0.0.0/24",
                                      clock_technical_us()),
                         RC_OK);
    }
    // Also the right code is not looked at, and stays good.
    assert_int_equal(enrol(ward, &s, "10.0.0.200", code, &wait, &made), RC_LIMIT);
    assert_string_equal(s.fault.code, "login-delayed");
    assert_in_range(wait, 60, 900);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM device_enrolments"), 1);
    assert_int_equal(enrol(ward, &s, "10.0.1.200", code, &wait, &made), RC_OK);
    assert_int_equal(wait, 0);
    arena_free(s.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_enrolment_code_is_good_for_a_day_and_no_longer,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            codes_that_are_guessed_make_their_network_wait_and_no_other, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_secret_is_shown_once_and_sealed_in_the_database,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(the_roster_follows_registration_renewal_and_revocation,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(what_was_revoked_after_a_backup_is_revoked_again,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(a_roster_that_was_removed_is_written_again, ward_make,
                                        ward_drop),
        cmocka_unit_test_setup_teardown(assignment_intervals_never_overlap, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            a_device_is_not_handed_over_before_readings_that_its_holder_was_given, ward_make,
            ward_drop),
        cmocka_unit_test_setup_teardown(what_the_drain_remembers_ends_when_somebody_else_writes,
                                        ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(another_fund_and_other_roles_may_not, ward_make, ward_drop),
        cmocka_unit_test_setup_teardown(
            an_enrolment_is_applied_once_with_the_limits_of_its_conditions, ward_make, ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
