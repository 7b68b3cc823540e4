// SPDX-License-Identifier: EUPL-1.2
// Key files: round trip, mixed-up purposes, files that others can read.
#include "inbox_place.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void key_file_round_trip(void **state) {
    const struct place *place = *state;
    static const enum inbox_key_kind kinds[] = {INBOX_KEY_SECRET, INBOX_KEY_PUBLIC, INBOX_KEY_DOOR};
    static const mode_t forbidden[] = {077, 022, 027};
    const char *path = place_file(place, 0, "key");
    for (size_t i = 0; i < 3; i++) {
        uint8_t key[INBOX_KEY_SIZE];
        uint8_t back[INBOX_KEY_SIZE];
        struct stat status;
        assert_int_equal(inbox_key_random(key), INBOX_OK);
        assert_int_equal(inbox_key_write(path, kinds[i], key), INBOX_OK);
        assert_int_equal(inbox_key_read(path, kinds[i], back), INBOX_OK);
        assert_memory_equal(key, back, sizeof key);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & forbidden[i], 0);
    }
}

static void key_of_another_purpose_is_refused(void **state) {
    const struct place *place = *state;
    uint8_t key[INBOX_KEY_SIZE] = {1};
    const char *path = place_file(place, 0, "key");
    assert_int_equal(inbox_key_write(path, INBOX_KEY_PUBLIC, key), INBOX_OK);
    assert_int_equal(inbox_key_read(path, INBOX_KEY_DOOR, key), INBOX_DENIED);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(inbox_key_read(path, INBOX_KEY_DOOR, key), INBOX_WRONG_KEY);
    assert_int_equal(inbox_key_read(path, INBOX_KEY_SECRET, key), INBOX_WRONG_KEY);
    assert_int_equal(inbox_key_write(path, INBOX_KEY_NONE, key), INBOX_INVALID);
}

static void secret_open_to_others_is_refused(void **state) {
    const struct place *place = *state;
    uint8_t key[INBOX_KEY_SIZE] = {7};
    const char *path = place_file(place, 0, "key");
    assert_int_equal(inbox_key_write(path, INBOX_KEY_SECRET, key), INBOX_OK);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(inbox_key_read(path, INBOX_KEY_SECRET, key), INBOX_DENIED);
}

static void not_a_key_file_is_said(void **state) {
    const struct place *place = *state;
    static const char *const texts[] = {"", "hello", "sostegno-door-key ", "sostegno-door-key zz\n",
                                        "sostegno-door-key 00\n"};
    uint8_t key[INBOX_KEY_SIZE];
    const char *path = place_file(place, 0, "key");
    assert_int_equal(inbox_key_read(path, INBOX_KEY_DOOR, key), INBOX_MISSING);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(texts[i], file) >= 0);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(chmod(path, 0600), 0);
        assert_int_equal(inbox_key_read(path, INBOX_KEY_DOOR, key), INBOX_CORRUPT);
    }
}

static void seed_and_secret_give_the_same_pair(void **state) {
    (void)state;
    uint8_t seed[INBOX_KEY_SIZE] = {42};
    struct inbox_keypair one;
    struct inbox_keypair two;
    struct inbox_keypair three;
    assert_int_equal(inbox_keypair_from_seed(seed, &one), INBOX_OK);
    assert_int_equal(inbox_keypair_from_seed(seed, &two), INBOX_OK);
    assert_int_equal(inbox_keypair_from_secret(one.secret, &three), INBOX_OK);
    assert_memory_equal(&one, &two, sizeof one);
    assert_memory_equal(&one, &three, sizeof one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(key_file_round_trip, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(key_of_another_purpose_is_refused, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(secret_open_to_others_is_refused, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(not_a_key_file_is_said, place_setup, place_teardown),
        cmocka_unit_test(seed_and_secret_give_the_same_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
