// SPDX-License-Identifier: EUPL-1.2
// Receipts on their way: order, window, answers in any order, reconnection, a full ring.
#include "subscriber/receipts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct receipts receipts;

static void add(uint8_t name) {
    const uint8_t device[INBOX_DEVICE_SIZE] = {name};
    const uint8_t digest[RECEIPTS_DIGEST_SIZE] = {(uint8_t)(name + 1)};
    assert_true(receipts_add(&receipts, device, digest));
}

// The packet id that the next one goes out with; its device must be `name`.
static uint16_t go(uint8_t name, size_t window, bool again) {
    uint16_t id = 0;
    const struct receipt *receipt = receipts_next(&receipts, window, &id);
    assert_non_null(receipt);
    assert_int_equal(receipt->device[0], name);
    assert_int_equal(receipt->digest[0], (uint8_t)(name + 1));
    assert_int_equal(receipt->sent, again);
    receipts_sent(&receipts);
    return id;
}

static void none(size_t window) {
    uint16_t id = 0;
    assert_null(receipts_next(&receipts, window, &id));
}

static int begin(void **state) {
    (void)state;
    receipts = (struct receipts){.first = RECEIPTS_MAX - 2}; // so that the ring turns over
    return 0;
}

static void they_go_in_order_within_the_window(void **state) {
    (void)state;
    none(10);
    add(1);
    add(2);
    add(3);
    uint16_t one = go(1, 2, false);
    uint16_t two = go(2, 2, false);
    assert_int_not_equal(one, two);
    none(2);
    receipts_answered(&receipts, two);
    (void)go(3, 2, false);
    none(2);
    receipts_answered(&receipts, two); // twice is no second one
    none(2);
    receipts_answered(&receipts, one);
    assert_int_equal(receipts.count, 1);
}

static void what_is_not_answered_goes_again(void **state) {
    (void)state;
    add(1);
    add(2);
    add(3);
    add(4);
    uint16_t one = go(1, 10, false);
    uint16_t two = go(2, 10, false);
    (void)go(3, 10, false);
    receipts_answered(&receipts, two);
    receipts_again(&receipts);
    assert_int_equal(go(1, 10, true), one);
    uint16_t three = go(3, 10, true); // the second was answered before
    uint16_t four = go(4, 10, false);
    none(10);
    receipts_answered(&receipts, four);
    receipts_answered(&receipts, three);
    assert_int_equal(receipts.count, 4);
    receipts_answered(&receipts, one);
    assert_int_equal(receipts.count, 0);
    none(10);
}

static void answers_to_nothing_change_nothing(void **state) {
    (void)state;
    add(1);
    for (unsigned id = 0; id <= UINT16_MAX; id++)
        receipts_answered(&receipts, (uint16_t)id);
    (void)go(1, 1, false);
    assert_int_equal(receipts.open, 1);
}

static void a_full_ring_takes_no_more(void **state) {
    const uint8_t device[INBOX_DEVICE_SIZE] = {0};
    const uint8_t digest[RECEIPTS_DIGEST_SIZE] = {0};
    (void)state;
    for (int i = 0; i < RECEIPTS_MAX; i++)
        add((uint8_t)i);
    assert_false(receipts_add(&receipts, device, digest));
    for (int i = 0; i < RECEIPTS_MAX; i++)
        receipts_answered(&receipts, go((uint8_t)i, 1, false));
    none(1);
    add(7);
    (void)go(7, 1, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(they_go_in_order_within_the_window, begin),
        cmocka_unit_test_setup(what_is_not_answered_goes_again, begin),
        cmocka_unit_test_setup(answers_to_nothing_change_nothing, begin),
        cmocka_unit_test_setup(a_full_ring_takes_no_more, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
