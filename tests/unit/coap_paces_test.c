// SPDX-License-Identifier: EUPL-1.2
// A device that asks too often waits, the others do not (telemonitoring §5 case 51).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coap/paces.h"

static const uint8_t one[INBOX_DEVICE_SIZE] = {1};
static const uint8_t other[INBOX_DEVICE_SIZE] = {2};

static void case51_a_burst_is_let_through_then_the_rate(void **state) {
    (void)state;
    struct paces *paces = paces_new(2, 5);
    uint32_t wait_s = 0;
    assert_non_null(paces);
    for (int i = 0; i < 5; i++)
        assert_true(paces_spend(paces, one, 1000, &wait_s));
    assert_false(paces_spend(paces, one, 1000, &wait_s));
    assert_int_equal(wait_s, 1);
    assert_true(paces_spend(paces, other, 1000, &wait_s));
    assert_false(paces_spend(paces, one, 1499, &wait_s));
    assert_true(paces_spend(paces, one, 1500, &wait_s));
    assert_false(paces_spend(paces, one, 1500, &wait_s));
    for (int i = 0; i < 5; i++)
        assert_true(paces_spend(paces, one, 1000000, &wait_s)); // a long pause gives a burst again
    assert_false(paces_spend(paces, one, 1000000, &wait_s));
    paces_free(paces);
}

static void in_the_long_run_the_rate_holds(void **state) {
    (void)state;
    struct paces *paces = paces_new(10, 20);
    uint32_t wait_s = 0;
    int taken = 0;
    assert_non_null(paces);
    for (int64_t now = 0; now < 100000; now += 5)
        taken += paces_spend(paces, one, now, &wait_s) ? 1 : 0;
    assert_in_range(taken, 1015, 1021);
    paces_free(paces);
}

static void no_rate_is_no_cap_and_a_burst_is_at_least_one(void **state) {
    (void)state;
    struct paces *free_of_cap = paces_new(0, 1);
    struct paces *slow = paces_new(1, 0);
    uint32_t wait_s = 0;
    assert_non_null(free_of_cap);
    assert_non_null(slow);
    for (int i = 0; i < 10000; i++)
        assert_true(paces_spend(free_of_cap, one, 0, &wait_s));
    assert_true(paces_spend(slow, one, 0, &wait_s));
    assert_false(paces_spend(slow, one, 0, &wait_s));
    paces_free(free_of_cap);
    paces_free(slow);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case51_a_burst_is_let_through_then_the_rate),
        cmocka_unit_test(in_the_long_run_the_rate_holds),
        cmocka_unit_test(no_rate_is_no_cap_and_a_burst_is_at_least_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
