// SPDX-License-Identifier: EUPL-1.2
// Arena and buffer: bounds hold, failures change nothing, foreign things are released once.
#include "base/arena.h"
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void arena_stops_at_its_bound_and_stays_failed(void **state) {
    (void)state;
    struct arena *arena = arena_new(1000);
    assert_non_null(arena_alloc(arena, 900));
    assert_false(arena_failed(arena));
    assert_null(arena_alloc(arena, 101));
    assert_null(arena_strdup(arena, "x"));
    assert_true(arena_failed(arena));
    arena_free(arena);
}

static void arena_refuses_an_overflowing_array(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    assert_null(arena_array(arena, SIZE_MAX / 2, 4));
    arena_free(arena);
}

static void arena_pieces_are_zeroed_aligned_and_apart(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    unsigned char *previous = NULL;
    for (size_t size = 1; size < 20000; size = size * 2 + 1) {
        unsigned char *piece = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)piece % 16, 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(piece[i], 0);
        }
        memset(piece, 0xff, size);
        assert_ptr_not_equal(piece, previous);
        previous = piece;
    }
    assert_string_equal(arena_printf(arena, "%s-%d", "claim", 7), "claim-7");
    assert_null(arena_strdup(arena, NULL));
    arena_free(arena);
    arena_free(NULL);
}

static void count_release(void *thing) {
    ++*(int *)thing;
}

static void adopted_things_are_released_exactly_once(void **state) {
    (void)state;
    int released = 0;
    struct arena *arena = arena_new(0);
    assert_int_equal(arena_adopt(arena, &released, count_release), 0);
    assert_int_equal(released, 0);
    arena_free(arena);
    assert_int_equal(released, 1);
    arena = arena_new(1);
    assert_int_equal(arena_adopt(arena, &released, count_release), -1);
    assert_int_equal(released, 2);
    arena_free(arena);
    assert_int_equal(released, 2);
}

static void buffer_is_unchanged_by_what_does_not_fit(void **state) {
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 10);
    assert_string_equal(buffer_string(&buffer), "");
    assert_int_equal(buffer_text(&buffer, "12345678"), RC_OK);
    assert_int_equal(buffer_printf(&buffer, "%d", 901), RC_LIMIT);
    assert_string_equal(buffer_string(&buffer), "12345678");
    assert_int_equal(buffer_printf(&buffer, "%d", 90), RC_OK);
    assert_string_equal(buffer_string(&buffer), "1234567890");
    assert_int_equal(buffer_append(&buffer, "x", 1), RC_LIMIT);
    buffer_clear(&buffer);
    assert_string_equal(buffer_string(&buffer), "");
    buffer_free(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_stops_at_its_bound_and_stays_failed),
        cmocka_unit_test(arena_refuses_an_overflowing_array),
        cmocka_unit_test(arena_pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(adopted_things_are_released_exactly_once),
        cmocka_unit_test(buffer_is_unchanged_by_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
