// SPDX-License-Identifier: EUPL-1.2
// What messages tell of a clock that is behind (telemonitoring §5 case 11).
#include "scoring/device_clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define NOON INT64_C(1795248000000000)

// A message received at `at` that says it was made `back` before.
static struct device_clock take(struct device_clock known, bool heartbeat, int64_t at,
                                int64_t back) {
    return device_clock_learn(known, heartbeat, at - back, at);
}

// Two heartbeats, `apart` from each other by our clock.
static int64_t two(int64_t apart, int64_t first_back, int64_t second_back) {
    struct device_clock clock = take((struct device_clock){0}, true, NOON, first_back);
    assert_int_equal(clock.behind_us, 0);
    return take(clock, true, NOON + apart, second_back).behind_us;
}

static void case11_two_heartbeats_that_agree_show_a_clock_that_is_behind(void **state) {
    (void)state;
    assert_int_equal(two(5 * MINUTE, HOUR, HOUR), HOUR);
    assert_int_equal(two(5 * MINUTE, HOUR, HOUR + MINUTE), HOUR + MINUTE);
    assert_int_equal(two(5 * MINUTE, HOUR, HOUR + MINUTE + 1), 0);
    assert_int_equal(two(5 * MINUTE, HOUR + MINUTE + 1, HOUR), 0);
    assert_int_equal(two(5 * MINUTE, HOUR + MINUTE, HOUR), HOUR);
    assert_int_equal(two(MINUTE, HOUR, HOUR), HOUR);
    assert_int_equal(two(MINUTE - 1, HOUR, HOUR), 0);
    assert_int_equal(two(5 * MINUTE, 2 * MINUTE, 2 * MINUTE), 0);
    assert_int_equal(two(5 * MINUTE, 2 * MINUTE, 2 * MINUTE + 1), 2 * MINUTE + 1);
    assert_int_equal(two(5 * MINUTE, -HOUR, -HOUR), 0); // ahead is judged by each message
}

static void case11_heartbeats_that_waited_in_a_gateway_show_nothing(void **state) {
    (void)state;
    // Made an hour apart, delivered together: they do not lie equally far back.
    assert_int_equal(two(SECOND, 3 * HOUR, 2 * HOUR), 0);
    // Made a minute apart, delivered together: alike, but not apart by our clock.
    assert_int_equal(two(SECOND, HOUR, HOUR - MINUTE + SECOND), 0);
    // The same one delivered twice, minutes apart.
    struct device_clock clock = device_clock_learn((struct device_clock){0}, true, NOON, NOON + HOUR);
    clock = device_clock_learn(clock, true, NOON, NOON + HOUR + MINUTE);
    assert_int_equal(clock.behind_us, 0);
    assert_int_equal(clock.received_us, NOON + HOUR); // the first is what others are compared with
}

static void case11_a_message_that_lies_back_less_shows_that_it_is_less(void **state) {
    (void)state;
    struct device_clock clock = {.sent_us = NOON - HOUR, .received_us = NOON, .behind_us = HOUR};
    assert_int_equal(take(clock, false, NOON + MINUTE, 2 * HOUR).behind_us, HOUR); // it waited
    assert_int_equal(take(clock, false, NOON + MINUTE, HOUR - 1).behind_us, HOUR - 1);
    assert_int_equal(take(clock, false, NOON + MINUTE, 2 * MINUTE + 1).behind_us, 2 * MINUTE + 1);
    assert_int_equal(take(clock, false, NOON + MINUTE, 2 * MINUTE).behind_us, 0);
    assert_int_equal(take(clock, false, NOON + MINUTE, -MINUTE).behind_us, 0);
    assert_int_equal(take(clock, true, NOON + MINUTE, 0).behind_us, 0);
    // Messages that are no heartbeats never begin it, however alike they are.
    clock = (struct device_clock){0};
    for (int i = 0; i < 5; i++) {
        clock = take(clock, false, NOON + i * HOUR, HOUR);
    }
    assert_int_equal(clock.behind_us, 0);
    assert_int_equal(clock.received_us, 0);
}

static void case11_a_clock_that_was_put_back_begins_anew(void **state) {
    (void)state;
    struct device_clock clock = take((struct device_clock){0}, true, NOON, 0);
    clock = take(clock, true, NOON + MINUTE, 30 * HOUR);
    assert_int_equal(clock.behind_us, 0);
    assert_int_equal(clock.received_us, NOON + MINUTE);
    clock = take(clock, true, NOON + 2 * MINUTE, 30 * HOUR);
    assert_int_equal(clock.behind_us, 30 * HOUR);
    assert_true(device_clock_untrusted(clock.behind_us));
    assert_true(device_clock_untrusted(24 * HOUR + 1));
    assert_false(device_clock_untrusted(24 * HOUR));
    // Too soon: still compared with the earlier one.
    struct device_clock soon = take(clock, true, NOON + 2 * MINUTE + SECOND, 30 * HOUR);
    assert_int_equal(soon.received_us, NOON + 2 * MINUTE);
}

static void case11_a_clock_that_starts_at_1970_is_compared_from_its_first_heartbeat(void **state) {
    (void)state;
    struct device_clock clock = take((struct device_clock){0}, true, NOON, NOON - 5 * SECOND);
    assert_int_equal(clock.received_us, NOON);
    clock = take(clock, true, NOON + MINUTE, NOON - 5 * SECOND);
    assert_int_equal(clock.behind_us, NOON - 5 * SECOND);
}

static void case11_instants_of_any_size_do_no_harm(void **state) {
    (void)state;
    struct device_clock clock = device_clock_learn((struct device_clock){0}, true, INT64_MIN, 1);
    clock = device_clock_learn(clock, true, INT64_MIN + MINUTE, INT64_MAX);
    assert_int_equal(clock.behind_us, INT64_MAX);
    assert_int_equal(device_clock_learn(clock, false, INT64_MAX, INT64_MIN).behind_us, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case11_two_heartbeats_that_agree_show_a_clock_that_is_behind),
        cmocka_unit_test(case11_heartbeats_that_waited_in_a_gateway_show_nothing),
        cmocka_unit_test(case11_a_message_that_lies_back_less_shows_that_it_is_less),
        cmocka_unit_test(case11_a_clock_that_was_put_back_begins_anew),
        cmocka_unit_test(case11_a_clock_that_starts_at_1970_is_compared_from_its_first_heartbeat),
        cmocka_unit_test(case11_instants_of_any_size_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
