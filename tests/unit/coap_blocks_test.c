// SPDX-License-Identifier: EUPL-1.2
// Block-wise messages: put together exactly, refused with the right code, within all bounds
// (telemonitoring §5 case 44).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "coap/blocks.h"

#define CAP 65536

static uint8_t body[CAP + 1024];

static struct block_part part(uint32_t number, uint8_t szx, bool more, size_t length) {
    struct block_part made = {.device = {1},
                              .session = 1,
                              .tag = 9,
                              .content_format = 50,
                              .cap = CAP,
                              .number = number,
                              .mid = (uint16_t)(100 + number),
                              .szx = szx,
                              .more = more,
                              .length = length};
    size_t place = (size_t)number << (szx + 4);
    made.payload = place < sizeof body ? body + place : body;
    return made;
}

static enum block_verdict give(struct blocks *blocks, const struct block_part *one) {
    struct block_body whole = {0};
    enum block_verdict verdict = blocks_take(blocks, one, 0, &whole);
    free(whole.bytes);
    return verdict;
}

static enum block_verdict give_as(struct blocks *blocks, uint32_t number, bool more) {
    struct block_part one = part(number, 0, more, 16);
    return give(blocks, &one);
}

static void any_block_size_gives_the_message_as_it_was(void **state) {
    struct blocks *blocks = *state;
    for (uint8_t szx = 0; szx <= BLOCKS_SZX_MAX; szx++) {
        size_t size = (size_t)16 << szx;
        const size_t lengths[] = {1, size - 1, size, size + 1, 3 * size, 5 * size + 7};
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            struct block_body whole = {0};
            uint32_t last = (uint32_t)((lengths[i] - 1) / size);
            for (uint32_t n = 0; n <= last; n++) {
                struct block_part one =
                    part(n, szx, n < last, n < last ? size : lengths[i] - n * size);
                assert_int_equal(blocks_take(blocks, &one, 0, &whole),
                                 n < last ? BLOCK_CONTINUE : BLOCK_WHOLE);
            }
            assert_int_equal(whole.length, lengths[i]);
            assert_memory_equal(whole.bytes, body, lengths[i]);
            free(whole.bytes);
            assert_int_equal(blocks_count(blocks), 0);
            assert_int_equal(blocks_bytes(blocks), 0);
        }
    }
}

static void exactly_the_cap_is_taken_and_one_byte_more_is_not(void **state) {
    struct blocks *blocks = *state;
    struct block_body whole = {0};
    for (uint32_t n = 0; n < 64; n++) {
        struct block_part one = part(n, 6, n < 63, 1024);
        assert_int_equal(blocks_take(blocks, &one, 0, &whole),
                         n < 63 ? BLOCK_CONTINUE : BLOCK_WHOLE);
    }
    assert_int_equal(whole.length, CAP);
    free(whole.bytes);
    for (uint32_t n = 0; n < 64; n++) {
        struct block_part one = part(n, 6, true, 1024);
        assert_int_equal(give(blocks, &one), BLOCK_CONTINUE);
    }
    struct block_part one = part(64, 6, false, 1);
    assert_int_equal(give(blocks, &one), BLOCK_TOO_LARGE);
    assert_int_equal(blocks_count(blocks), 0);
}

static void an_announced_size_costs_nothing_and_may_be_a_lie(void **state) {
    struct blocks *blocks = *state;
    struct block_part huge = part(0, 0, true, 16);
    huge.announced = 0xFFFFFFFE;
    assert_int_equal(give(blocks, &huge), BLOCK_TOO_LARGE);
    assert_int_equal(blocks_bytes(blocks), 0);
    struct block_part small = part(0, 0, true, 16);
    small.announced = 3; // less than what comes
    assert_int_equal(give(blocks, &small), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 1, false), BLOCK_WHOLE);
    struct block_part far = part(0xFFFFF, 6, true, 1024);
    far.payload = body;
    assert_int_equal(give(blocks, &far), BLOCK_TOO_LARGE);
}

static void a_missing_block_is_incomplete_and_ends_the_transfer(void **state) {
    struct blocks *blocks = *state;
    assert_int_equal(give_as(blocks, 1, true), BLOCK_INCOMPLETE); // never begun
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 2, false), BLOCK_INCOMPLETE);
    assert_int_equal(give_as(blocks, 1, false), BLOCK_INCOMPLETE);
    assert_int_equal(blocks_count(blocks), 0);
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 1, false), BLOCK_WHOLE);
    assert_int_equal(give_as(blocks, 1, false), BLOCK_INCOMPLETE); // over: the answers know it
}

static void a_repeated_block_is_answered_again_and_other_bytes_are_refused(void **state) {
    struct blocks *blocks = *state;
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 1, true), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 1, true), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE); // late on the way, same message id
    assert_int_equal(give_as(blocks, 2, true), BLOCK_CONTINUE);
    struct block_part other = part(1, 0, true, 16);
    other.payload = body + 500;
    assert_int_equal(give(blocks, &other), BLOCK_INCOMPLETE);
    assert_int_equal(blocks_count(blocks), 0);
}

static void block_zero_of_another_message_begins_anew(void **state) {
    struct blocks *blocks = *state;
    struct block_body whole = {0};
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    assert_int_equal(give_as(blocks, 1, true), BLOCK_CONTINUE);
    struct block_part again = part(0, 0, true, 16);
    again.mid = 7777;
    assert_int_equal(give(blocks, &again), BLOCK_CONTINUE);
    struct block_part last = part(1, 0, false, 4);
    assert_int_equal(blocks_take(blocks, &last, 0, &whole), BLOCK_WHOLE);
    assert_int_equal(whole.length, 20);
    free(whole.bytes);
}

static void another_content_format_midway_is_incomplete(void **state) {
    struct blocks *blocks = *state;
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    struct block_part other = part(1, 0, false, 16);
    other.content_format = 60;
    assert_int_equal(give(blocks, &other), BLOCK_INCOMPLETE);
    assert_int_equal(blocks_count(blocks), 0);
}

static void a_smaller_block_size_midway_goes_on_at_its_offset(void **state) {
    struct blocks *blocks = *state;
    struct block_body whole = {0};
    struct block_part first = part(0, 2, true, 64);
    struct block_part second = part(4, 0, true, 16);
    struct block_part third = part(5, 0, false, 3);
    assert_int_equal(give(blocks, &first), BLOCK_CONTINUE);
    assert_int_equal(give(blocks, &second), BLOCK_CONTINUE);
    assert_int_equal(blocks_take(blocks, &third, 0, &whole), BLOCK_WHOLE);
    assert_int_equal(whole.length, 83);
    assert_memory_equal(whole.bytes, body, 83);
    free(whole.bytes);
}

static void size_seven_and_short_or_long_blocks_are_bad(void **state) {
    struct blocks *blocks = *state;
    struct block_part seven = part(0, 7, false, 16);
    struct block_part shorter = part(0, 1, true, 31);
    struct block_part longer = part(0, 0, false, 17);
    struct block_part empty = part(0, 0, true, 0);
    assert_int_equal(give(blocks, &seven), BLOCK_BAD);
    assert_int_equal(give(blocks, &shorter), BLOCK_BAD);
    assert_int_equal(give(blocks, &longer), BLOCK_BAD);
    assert_int_equal(give(blocks, &empty), BLOCK_BAD);
    assert_int_equal(blocks_count(blocks), 0);
}

static void request_tags_and_sessions_are_apart(void **state) {
    struct blocks *blocks = *state;
    struct block_part tagged = part(0, 0, true, 16);
    tagged.tag = 10;
    struct block_part elsewhere = part(0, 0, true, 16);
    elsewhere.session = 2;
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    assert_int_equal(give(blocks, &tagged), BLOCK_CONTINUE);
    assert_int_equal(give(blocks, &elsewhere), BLOCK_CONTINUE);
    assert_int_equal(blocks_count(blocks), 3);
    tagged = part(1, 0, false, 1);
    tagged.tag = 10;
    assert_int_equal(give(blocks, &tagged), BLOCK_WHOLE);
    assert_int_equal(give_as(blocks, 1, false), BLOCK_WHOLE);
    assert_int_equal(blocks_count(blocks), 1);
}

static void a_fifth_transfer_takes_the_place_of_the_devices_oldest(void **state) {
    struct blocks *blocks = *state;
    struct block_body whole = {0};
    for (uint64_t tag = 0; tag < 5; tag++) {
        struct block_part one = part(0, 0, true, 16);
        one.tag = tag;
        assert_int_equal(blocks_take(blocks, &one, (int64_t)tag, &whole), BLOCK_CONTINUE);
    }
    assert_int_equal(blocks_count(blocks), BLOCKS_PER_DEVICE);
    struct block_part gone = part(1, 0, false, 1);
    gone.tag = 0;
    assert_int_equal(give(blocks, &gone), BLOCK_INCOMPLETE);
    struct block_part there = part(1, 0, false, 1);
    there.tag = 1;
    assert_int_equal(give(blocks, &there), BLOCK_WHOLE);
}

static void an_abandoned_transfer_goes_after_its_time(void **state) {
    struct blocks *blocks = *state;
    assert_int_equal(give_as(blocks, 0, true), BLOCK_CONTINUE);
    blocks_expire(blocks, BLOCKS_LIFETIME_MS - 1);
    assert_int_equal(blocks_count(blocks), 1);
    blocks_expire(blocks, BLOCKS_LIFETIME_MS);
    assert_int_equal(blocks_count(blocks), 0);
    assert_int_equal(blocks_bytes(blocks), 0);
}

static struct block_part of_device(unsigned device, uint32_t number) {
    struct block_part one = part(number, 6, true, 1024);
    one.device[0] = (uint8_t)device;
    one.device[1] = (uint8_t)(device >> 8);
    return one;
}

static void transfers_of_all_devices_are_bounded_and_the_given_up_give_way(void **state) {
    struct blocks *blocks = *state;
    struct block_body whole = {0};
    for (unsigned device = 0; device < BLOCKS_TRANSFERS_MAX; device++) {
        struct block_part one = of_device(device, 0);
        assert_int_equal(blocks_take(blocks, &one, 0, &whole), BLOCK_CONTINUE);
    }
    struct block_part more = of_device(5000, 0);
    assert_int_equal(blocks_take(blocks, &more, BLOCKS_GIVEN_UP_MS - 1, &whole), BLOCK_NO_ROOM);
    assert_int_equal(blocks_count(blocks), BLOCKS_TRANSFERS_MAX);
    struct block_part alive = of_device(7, 1);
    assert_int_equal(blocks_take(blocks, &alive, BLOCKS_GIVEN_UP_MS - 1, &whole), BLOCK_CONTINUE);
    assert_int_equal(blocks_take(blocks, &more, BLOCKS_GIVEN_UP_MS, &whole), BLOCK_CONTINUE);
    assert_int_equal(blocks_count(blocks), 2);
}

static void bytes_of_all_devices_are_bounded_and_a_refused_block_may_come_again(void **state) {
    struct blocks *blocks = *state;
    struct block_body whole = {0};
    enum block_verdict verdict = BLOCK_CONTINUE;
    unsigned device = 0;
    uint32_t number = 0;
    while (verdict == BLOCK_CONTINUE && device < 4000) {
        for (number = 0; number < 33 && verdict == BLOCK_CONTINUE; number++) {
            struct block_part one = of_device(device, number);
            verdict = blocks_take(blocks, &one, 0, &whole);
        }
        device++;
    }
    assert_int_equal(verdict, BLOCK_NO_ROOM);
    assert_true(blocks_bytes(blocks) <= BLOCKS_BYTES_MAX);
    size_t count = blocks_count(blocks);
    struct block_part first = of_device(0, 33); // its room is there already
    assert_int_equal(blocks_take(blocks, &first, 0, &whole), BLOCK_CONTINUE);
    assert_int_equal(blocks_count(blocks), count);
    struct block_part again = of_device(device - 1, number - 1);
    assert_int_equal(blocks_take(blocks, &again, BLOCKS_GIVEN_UP_MS, &whole), BLOCK_CONTINUE);
}

static int open_blocks(void **state) {
    for (size_t i = 0; i < sizeof body; i++)
        body[i] = (uint8_t)(i * 31 + i / 256);
    *state = blocks_new();
    return *state == NULL;
}

static int close_blocks(void **state) {
    blocks_free(*state);
    return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_blocks, close_blocks)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(any_block_size_gives_the_message_as_it_was),
        CASE(exactly_the_cap_is_taken_and_one_byte_more_is_not),
        CASE(an_announced_size_costs_nothing_and_may_be_a_lie),
        CASE(a_missing_block_is_incomplete_and_ends_the_transfer),
        CASE(a_repeated_block_is_answered_again_and_other_bytes_are_refused),
        CASE(block_zero_of_another_message_begins_anew),
        CASE(another_content_format_midway_is_incomplete),
        CASE(a_smaller_block_size_midway_goes_on_at_its_offset),
        CASE(size_seven_and_short_or_long_blocks_are_bad),
        CASE(request_tags_and_sessions_are_apart),
        CASE(a_fifth_transfer_takes_the_place_of_the_devices_oldest),
        CASE(an_abandoned_transfer_goes_after_its_time),
        CASE(transfers_of_all_devices_are_bounded_and_the_given_up_give_way),
        CASE(bytes_of_all_devices_are_bounded_and_a_refused_block_may_come_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
