// SPDX-License-Identifier: EUPL-1.2
// The server is killed again and again while it drains: nothing lost, nothing doubled, one alert
// (contract C3, C4, C6).
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../store/ward.h"
#include "store/audit.h"

enum { MESSAGES = 400, KILLS = 12 };

// A server of its own on the ward's files, draining in small steps until it is killed.
static void drain_in_child(struct ward *ward) {
    place_open(ward->place);
    ward->service.store = ward->place->store;
    ward_open_drain(ward);
    for (;;) {
        (void)!drain_run_once(ward->drain); // the parent looks at what came of it
    }
}

static void kills_while_draining_lose_and_double_nothing(void **state) {
    struct ward *ward = *state;
    struct public_id device;
    ward_patient(ward, &device);
    ward_close_drain(ward);
    place_close(ward->place);
    int sent = 0;
    for (int kill_at = 0; kill_at < KILLS; kill_at++) {
        pid_t server = fork();
        assert_true(server >= 0);
        if (server == 0) {
            drain_in_child(ward);
        }
        // The door goes on while the server starts, drains and dies.
        for (int i = 0; i < MESSAGES / KILLS; i++, sent++) {
            ward_send(ward, &device,
                      ward_pressure(100 + sent % 90, 70, (sent + 1) * 10 * INT64_C(1000000), sent));
        }
        struct timespec wait = {.tv_nsec = (kill_at % 6) * 20000000L + 5000000L};
        nanosleep(&wait, NULL);
        assert_int_equal(kill(server, SIGKILL), 0);
        assert_int_equal(waitpid(server, NULL, 0), server);
    }
    place_open(ward->place);
    ward->service.store = ward->place->store;
    ward_open_drain(ward);
    ward_drain(ward);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM readings WHERE quantity = 'systolic'"),
                     sent);
    assert_int_equal(ward_number(ward, "SELECT COUNT(DISTINCT time_us) FROM readings"), sent);
    assert_int_equal(ward_number(ward, "SELECT messages FROM devices"), sent);
    assert_int_equal(ward_number(ward, "SELECT duplicates FROM devices"), 0);
    assert_int_equal(ward_number(ward, "SELECT COUNT(*) FROM quarantine"), 0);
    // Each reading above a limit is in one of the alerts, once.
    int64_t out =
        ward_number(ward, "SELECT COUNT(*) FROM readings WHERE level NOT IN ('normal', 'unknown')");
    assert_true(out > 0);
    assert_int_equal(ward_number(ward, "SELECT SUM(repeats) FROM alerts"), out);
    ward_close_drain(ward);
    place_close(ward->place);
    struct audit_report report;
    struct store_crypto crypto = place_crypto(ward->place->vault);
    assert_int_equal(audit_verify(ward->place->folder, &crypto, NULL, &report), RC_OK);
    place_open(ward->place);
    ward->service.store = ward->place->store;
    ward_open_drain(ward);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kills_while_draining_lose_and_double_nothing, ward_make,
                                        ward_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
