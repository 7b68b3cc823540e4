// SPDX-License-Identifier: EUPL-1.2
#include "service/scheduler.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/clock.h"

static enum rc count_run(void *context) {
    atomic_int *runs = context;
    atomic_fetch_add(runs, 1);
    return RC_OK;
}

static enum rc fail_run(void *context) {
    (void)count_run(context);
    return RC_IO;
}

static void wait_for(atomic_int *runs, int wanted) {
    int64_t until = clock_monotonic_us() + 5000000;
    while (atomic_load(runs) < wanted && clock_monotonic_us() < until) {
    }
    assert_true(atomic_load(runs) >= wanted);
}

static void jobs_run_at_once_and_again_and_a_failing_one_stops_nobody(void **state) {
    (void)state;
    atomic_int quick = 0, failing = 0, slow = 0;
    const struct scheduler_job jobs[] = {
        {"slow", 3600000000, count_run, &slow},
        {"failing", 2000, fail_run, &failing},
        {"quick", 1000, count_run, &quick},
    };
    struct scheduler *scheduler = NULL;
    assert_int_equal(scheduler_start(jobs, 3, &scheduler), RC_OK);
    wait_for(&quick, 5);
    wait_for(&failing, 3);
    scheduler_stop(scheduler);
    assert_int_equal(atomic_load(&slow), 1);
    int after = atomic_load(&quick);
    int64_t until = clock_monotonic_us() + 5000;
    while (clock_monotonic_us() < until) {
    }
    assert_int_equal(atomic_load(&quick), after);
}

static void stop_does_not_wait_for_a_distant_turn(void **state) {
    (void)state;
    atomic_int runs = 0;
    const struct scheduler_job job = {"distant", 3600000000, count_run, &runs};
    struct scheduler *scheduler = NULL;
    assert_int_equal(scheduler_start(&job, 1, &scheduler), RC_OK);
    wait_for(&runs, 1);
    int64_t began = clock_monotonic_us();
    scheduler_stop(scheduler);
    assert_true(clock_monotonic_us() - began < 1000000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_run_at_once_and_again_and_a_failing_one_stops_nobody),
        cmocka_unit_test(stop_does_not_wait_for_a_distant_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
