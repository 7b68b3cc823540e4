// SPDX-License-Identifier: EUPL-1.2
// devices.snapshot: round trip, replacement while in use, damage, revocation, credentials.
#include "inbox_place.h"

#include "inbox/offers.h"
#include "inbox/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t key[INBOX_KEY_SIZE] = {11, 22, 33};

static struct roster_device device_of(uint8_t number, enum roster_state state) {
    struct roster_device device = {.id = {number}, .state = state, .psk_length = 32};
    memset(device.psk, number, device.psk_length);
    return device;
}

static void round_trip_in_any_order(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster_device devices[3] = {device_of(9, ROSTER_ACTIVE), device_of(1, ROSTER_REVOKED),
                                       device_of(5, ROSTER_ACTIVE)};
    devices[2].max_message = 1000;
    devices[2].report_every = 900;
    devices[2].psk_length = 0;
    assert_int_equal(roster_write(path, key, 17, devices, 3), INBOX_OK);
    struct roster *roster = NULL;
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    assert_int_equal(roster_count(roster), 3);
    assert_int_equal(roster_generation(roster), 17);
    const struct roster_device *found = roster_find(roster, devices[0].id);
    assert_non_null(found);
    assert_int_equal(found->state, ROSTER_ACTIVE);
    assert_int_equal(found->psk_length, 32);
    assert_memory_equal(found->psk, devices[0].psk, 32);
    assert_int_equal(roster_message_cap(found), ROSTER_MESSAGE_DEFAULT);
    found = roster_find(roster, devices[1].id);
    assert_non_null(found);
    assert_int_equal(found->state, ROSTER_REVOKED);
    found = roster_find(roster, devices[2].id);
    assert_non_null(found);
    assert_int_equal(roster_message_cap(found), 1000);
    assert_int_equal(found->report_every, 900);
    const uint8_t unknown[INBOX_DEVICE_SIZE] = {7};
    assert_null(roster_find(roster, unknown));
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 037, 0);
    roster_free(roster);
}

static void empty_roster_lets_nobody_in(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster *roster = NULL;
    const uint8_t id[INBOX_DEVICE_SIZE] = {1};
    assert_int_equal(roster_read(path, key, &roster), INBOX_MISSING);
    assert_int_equal(roster_write(path, key, 0, NULL, 0), INBOX_OK);
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    assert_null(roster_find(roster, id));
    assert_false(roster_password_check(roster, id, "", 0));
    roster_free(roster);
}

static void password_opens_only_for_its_active_device(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    static const char password[] =
        "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
    struct roster_device devices[3] = {device_of(1, ROSTER_ACTIVE), device_of(2, ROSTER_REVOKED),
                                       device_of(3, ROSTER_ACTIVE)};
    for (size_t i = 0; i < 2; i++) {
        devices[i].has_password = true;
        roster_password_hash(devices[i].id, password, strlen(password), devices[i].password_hash);
    }
    assert_memory_not_equal(devices[0].password_hash, devices[1].password_hash, ROSTER_HASH_SIZE);
    assert_int_equal(roster_write(path, key, 1, devices, 3), INBOX_OK);
    struct roster *roster = NULL;
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    assert_true(roster_password_check(roster, devices[0].id, password, strlen(password)));
    assert_false(roster_password_check(roster, devices[0].id, password, strlen(password) - 1));
    assert_false(roster_password_check(roster, devices[0].id, "", 0));
    assert_false(roster_password_check(roster, devices[1].id, password, strlen(password)));
    assert_false(roster_password_check(roster, devices[2].id, password, strlen(password)));
    roster_free(roster);
}

static void replacement_is_taken_over_once(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster_device device = device_of(1, ROSTER_ACTIVE);
    struct roster *roster = NULL;
    bool changed = true;
    assert_int_equal(roster_write(path, key, 1, &device, 1), INBOX_OK);
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_OK);
    assert_false(changed);
    device.state = ROSTER_REVOKED;
    assert_int_equal(roster_write(path, key, 2, &device, 1), INBOX_OK);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_OK);
    assert_true(changed);
    assert_int_equal(roster_find(roster, device.id)->state, ROSTER_REVOKED);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_OK);
    assert_false(changed);
    roster_free(roster);
}

static void damaged_replacement_leaves_the_last_good_one_in_force(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster_device device = device_of(1, ROSTER_ACTIVE);
    struct roster *roster = NULL;
    bool changed = false;
    assert_int_equal(roster_write(path, key, 1, &device, 1), INBOX_OK);
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    uint8_t wrong[INBOX_KEY_SIZE] = {1};
    assert_int_equal(roster_write(path, wrong, 2, &device, 1), INBOX_OK);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_WRONG_KEY);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("nonsense", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_CORRUPT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_MISSING);
    assert_non_null(roster_find(roster, device.id));
    assert_int_equal(roster_write(path, key, 3, &device, 1), INBOX_OK);
    assert_int_equal(roster_refresh(roster, &changed), INBOX_OK);
    assert_true(changed);
    roster_free(roster);
}

static void every_flipped_byte_is_found(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster_device device = device_of(1, ROSTER_ACTIVE);
    assert_int_equal(roster_write(path, key, 1, &device, 1), INBOX_OK);
    uint8_t bytes[1024];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    assert_int_equal(fclose(file), 0);
    for (size_t i = 0; i < length; i++) {
        bytes[i] ^= 1;
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, length, file), length);
        assert_int_equal(fclose(file), 0);
        bytes[i] ^= 1;
        struct roster *roster = NULL;
        enum inbox_result result = roster_read(path, key, &roster);
        assert_true(result == INBOX_WRONG_KEY || result == INBOX_CORRUPT);
    }
}

static void bad_devices_are_refused_and_the_old_file_stands(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster_device good = device_of(1, ROSTER_ACTIVE);
    assert_int_equal(roster_write(path, key, 1, &good, 1), INBOX_OK);
    struct roster_device twice[2] = {good, good};
    assert_int_equal(roster_write(path, key, 2, twice, 2), INBOX_INVALID);
    struct roster_device bad = good;
    bad.state = ROSTER_UNKNOWN;
    assert_int_equal(roster_write(path, key, 2, &bad, 1), INBOX_INVALID);
    bad = good;
    bad.psk_length = 15;
    assert_int_equal(roster_write(path, key, 2, &bad, 1), INBOX_INVALID);
    bad.psk_length = 65;
    assert_int_equal(roster_write(path, key, 2, &bad, 1), INBOX_INVALID);
    struct roster *roster = NULL;
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    assert_int_equal(roster_generation(roster), 1);
    roster_free(roster);
}

// Rotation: the key proven last is offered first, and the other one after a handshake that failed.
static void a_device_in_rotation_comes_in_at_its_second_try_at_the_latest(void **state) {
    static struct offers offers;
    struct roster_device device = device_of(7, ROSTER_ACTIVE);
    (void)state;
    assert_int_equal(offers_make(&offers, &device), ROSTER_SECRET_NEW); // it has but one
    device.old_psk_length = 32;
    assert_int_equal(offers_make(&offers, &device), ROSTER_SECRET_OLD); // not changed yet …
    offers_proven(&offers, device.id, ROSTER_SECRET_OLD);
    assert_int_equal(offers_make(&offers, &device), ROSTER_SECRET_OLD); // … and now it has
    assert_int_equal(offers_make(&offers, &device), ROSTER_SECRET_NEW);
    offers_proven(&offers, device.id, ROSTER_SECRET_NEW);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(offers_make(&offers, &device), ROSTER_SECRET_NEW);
        offers_proven(&offers, device.id, ROSTER_SECRET_NEW);
    }
}

static void the_old_secret_of_a_rotation_goes_to_the_doors_and_opens(void **state) {
    const struct place *place = *state;
    const char *path = place_file(place, 0, "devices.snapshot");
    struct roster_device device = device_of(7, ROSTER_ACTIVE);
    struct roster *roster = NULL;
    device.has_password = true;
    roster_password_hash(device.id, "new", 3, device.password_hash);
    roster_password_hash(device.id, "old", 3, device.old_password_hash);
    device.old_psk_length = 16;
    memset(device.old_psk, 99, 16);
    assert_int_equal(roster_write(path, key, 1, &device, 1), INBOX_OK);
    assert_int_equal(roster_read(path, key, &roster), INBOX_OK);
    assert_int_equal(roster_password_check(roster, device.id, "new", 3), ROSTER_SECRET_NEW);
    assert_int_equal(roster_password_check(roster, device.id, "old", 3), ROSTER_SECRET_OLD);
    assert_int_equal(roster_password_check(roster, device.id, "odd", 3), ROSTER_SECRET_NONE);
    const struct roster_device before = roster_before(roster_find(roster, device.id));
    assert_int_equal(before.psk_length, 16);
    assert_memory_equal(before.psk, device.old_psk, ROSTER_PSK_MAX);
    roster_free(roster);
    device.old_psk_length = 15;
    assert_int_equal(roster_write(path, key, 2, &device, 1), INBOX_INVALID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(round_trip_in_any_order, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(empty_roster_lets_nobody_in, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(password_opens_only_for_its_active_device, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(replacement_is_taken_over_once, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(damaged_replacement_leaves_the_last_good_one_in_force,
                                        place_setup, place_teardown),
        cmocka_unit_test(a_device_in_rotation_comes_in_at_its_second_try_at_the_latest),
        cmocka_unit_test_setup_teardown(the_old_secret_of_a_rotation_goes_to_the_doors_and_opens,
                                        place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(every_flipped_byte_is_found, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(bad_devices_are_refused_and_the_old_file_stands,
                                        place_setup, place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
