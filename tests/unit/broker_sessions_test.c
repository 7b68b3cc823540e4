// SPDX-License-Identifier: EUPL-1.2
// Who is connected as which device: take-overs, guessed keys, allowance, and what a review ends.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "broker/sessions.h"

static const struct roster_device device = {
    .id = {1}, .state = ROSTER_ACTIVE, .psk_length = 16, .psk = "0123456789abcdef"};
static const struct roster_device other = {.id = {2}, .state = ROSTER_ACTIVE};
static const char one, two; // addresses of connections

// Two boxes with one image: each connects as soon as it was thrown out.
static void ping_pong_is_told_once_a_window(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(0, 1);
    int told = 0;
    for (int i = 0; i < 12; i++) {
        const void *client = i % 2 == 0 ? &one : &two;
        told += sessions_admit(sessions, &device, NULL, client, 1000 * i) == SESSION_CLONED;
        sessions_gone(sessions, device.id, i % 2 == 0 ? &two : &one); // the one thrown out
    }
    assert_int_equal(told, 2);
    sessions_free(sessions);
}

static void a_device_that_loses_its_line_is_no_clone(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(0, 1);
    for (int i = 0; i < 100; i++) { // its old connection was noticed as gone
        const void *client = i % 2 == 0 ? &one : &two;
        assert_int_equal(sessions_admit(sessions, &device, NULL, client, i), SESSION_FINE);
        sessions_gone(sessions, device.id, client);
    }
    for (int i = 0; i < 100; i++) { // it was not, but that happens now and then only
        const void *client = i % 2 == 0 ? &one : &two;
        assert_int_equal(sessions_admit(sessions, &device, NULL, client, 20000LL * i),
                         SESSION_FINE);
    }
    sessions_free(sessions);
}

static void a_handshake_counts_when_the_client_speaks(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(0, 1);
    assert_int_equal(sessions_heard(sessions, device.id, &one, 0), SESSION_STRANGER);
    int cloned = 0;
    for (int i = 0; i < 6; i++) {
        const void *client = i % 2 == 0 ? &one : &two;
        assert_int_equal(sessions_begin(sessions, &device, client, i), SESSION_FINE);
        sessions_gone(sessions, device.id, i % 2 == 0 ? &two : &one);
        cloned += sessions_heard(sessions, device.id, client, i) == SESSION_CLONED;
    }
    assert_int_equal(cloned, 1);
    sessions_free(sessions);
}

// Who holds the old key finished a handshake that a review has forgotten since; one with the new
// key, even if it is never finished, must not speak for it.
static void a_handshake_with_a_replaced_key_never_counts(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(0, 1);
    assert_int_equal(sessions_begin(sessions, &device, &two, 1), SESSION_FINE);
    assert_int_equal(sessions_heard(sessions, device.id, &one, 2), SESSION_STRANGER);
    // The refusal took nothing from the other one, and after it the old one is as strange.
    assert_int_equal(sessions_heard(sessions, device.id, &two, 3), SESSION_FINE);
    assert_int_equal(sessions_heard(sessions, device.id, &one, 4), SESSION_STRANGER);
    assert_int_equal(sessions_heard(sessions, device.id, &two, 5), SESSION_FINE);
    sessions_free(sessions);
}

static void of_two_handshakes_at_once_the_earlier_connects_again(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(0, 1);
    assert_int_equal(sessions_begin(sessions, &device, &one, 0), SESSION_FINE);
    assert_int_equal(sessions_begin(sessions, &device, &two, 1), SESSION_FINE);
    assert_int_equal(sessions_heard(sessions, device.id, &one, 2), SESSION_STRANGER);
    sessions_gone(sessions, device.id, &one);
    assert_int_equal(sessions_begin(sessions, &device, &one, 3), SESSION_FINE);
    assert_int_equal(sessions_heard(sessions, device.id, &one, 4), SESSION_FINE);
    // A connection that is open stays so while a stranger begins handshakes in its name.
    assert_int_equal(sessions_begin(sessions, &device, &two, 5), SESSION_FINE);
    assert_int_equal(sessions_heard(sessions, device.id, &one, 6), SESSION_FINE);
    sessions_free(sessions);
}

static void guessing_a_key_is_told(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(0, 1);
    int told = 0;
    for (int i = 0; i < 6; i++)
        told += sessions_begin(sessions, &device, &one, i) == SESSION_GUESSED;
    assert_int_equal(told, 1);
    sessions_free(sessions);
}

static void the_allowance_is_each_devices_own(void **state) {
    (void)state;
    struct sessions *sessions = sessions_new(2, 10);
    assert_int_equal(sessions_admit(sessions, &device, NULL, &one, 0), SESSION_FINE);
    assert_int_equal(sessions_admit(sessions, &other, NULL, &two, 0), SESSION_FINE);
    for (int i = 0; i < 10; i++)
        assert_true(sessions_spend(sessions, device.id, 0));
    assert_false(sessions_spend(sessions, device.id, 499));
    assert_true(sessions_spend(sessions, device.id, 500));
    assert_false(sessions_spend(sessions, device.id, 600));
    assert_true(sessions_spend(sessions, other.id, 600));
    for (int i = 0; i < 10; i++)
        assert_true(sessions_spend(sessions, device.id, INT64_MAX / 2));
    assert_false(sessions_spend(sessions, device.id, INT64_MAX / 2));
    sessions_free(sessions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ping_pong_is_told_once_a_window),
        cmocka_unit_test(a_device_that_loses_its_line_is_no_clone),
        cmocka_unit_test(a_handshake_counts_when_the_client_speaks),
        cmocka_unit_test(a_handshake_with_a_replaced_key_never_counts),
        cmocka_unit_test(of_two_handshakes_at_once_the_earlier_connects_again),
        cmocka_unit_test(guessing_a_key_is_told),
        cmocka_unit_test(the_allowance_is_each_devices_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
