// SPDX-License-Identifier: EUPL-1.2
// Cursors come back as they went out, and nothing else is one.
#include "http/cursor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_length_survives_the_round_trip(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    char position[CURSOR_POSITION_MAX + 2] = "";
    for (size_t length = 0; length <= CURSOR_POSITION_MAX; length++) {
        memset(position, '0' + (int)(length % 70), length);
        position[length] = '\0';
        const char *cursor = cursor_write(arena, "/a", position);
        const char *back = NULL;
        assert_non_null(cursor);
        assert_true(strlen(cursor) <= 200);
        assert_int_equal(strspn(cursor, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789-_"),
                         strlen(cursor));
        assert_true(cursor_read(arena, "/a", cursor, &back));
        assert_string_equal(back, position);
    }
    memset(position, 'x', CURSOR_POSITION_MAX + 1);
    position[CURSOR_POSITION_MAX + 1] = '\0';
    assert_null(cursor_write(arena, "/a", position));
    arena_free(arena);
}

static void a_cursor_of_another_list_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    const char *back = NULL;
    assert_false(cursor_read(arena, "/b", cursor_write(arena, "/a", "1|2"), &back));
    arena_free(arena);
}

static void every_changed_character_is_noticed(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    const char *back = NULL;
    char *cursor = arena_strdup(arena, cursor_write(arena, "/a", "2026-11-21|abc"));
    for (size_t i = 0; cursor[i] != '\0'; i++) {
        char kept = cursor[i];
        for (const char *c = "ABCxyz019-_.=+/ "; *c != '\0'; c++) {
            cursor[i] = *c;
            assert_int_equal(cursor_read(arena, "/a", cursor, &back), *c == kept);
        }
        cursor[i] = kept;
    }
    static const char *const garbage[] = {"", "A", "AAAA", "%", "AAAAAAAA=", "null", "AAAAAAAAA"};
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        assert_false(cursor_read(arena, "/a", garbage[i], &back));
    }
    char huge[400];
    memset(huge, 'A', sizeof huge);
    huge[399] = '\0';
    assert_false(cursor_read(arena, "/a", huge, &back));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_survives_the_round_trip),
        cmocka_unit_test(a_cursor_of_another_list_is_refused),
        cmocka_unit_test(every_changed_character_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
