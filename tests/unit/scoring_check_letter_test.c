// SPDX-License-Identifier: EUPL-1.2
// The table of the check letter, character by character (rule book, chapter 5; D.M. 23.12.1976).
#include "scoring/check_letter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// What each character adds at an odd place, as the decree prints it.
static const struct {
    char character;
    int odd;
} table[] = {
    {'0', 1},  {'1', 0},  {'2', 5},  {'3', 7},  {'4', 9},  {'5', 13}, {'6', 15}, {'7', 17},
    {'8', 19}, {'9', 21}, {'A', 1},  {'B', 0},  {'C', 5},  {'D', 7},  {'E', 9},  {'F', 13},
    {'G', 15}, {'H', 17}, {'I', 19}, {'J', 21}, {'K', 2},  {'L', 4},  {'M', 18}, {'N', 20},
    {'O', 11}, {'P', 3},  {'Q', 6},  {'R', 8},  {'S', 12}, {'T', 14}, {'U', 16}, {'V', 10},
    {'W', 22}, {'X', 25}, {'Y', 24}, {'Z', 23},
};

static void every_character_has_the_value_of_its_place(void **state) {
    (void)state;
    assert_int_equal(sizeof table / sizeof table[0], 36);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char c = table[i].character;
        assert_int_equal(check_letter_over(&c, 1), 'A' + table[i].odd);
        int even = c <= '9' ? c - '0' : c - 'A';
        // B counts nothing at an odd place.
        const char pair[] = {'B', c};
        assert_int_equal(check_letter_over(pair, 2), 'A' + even);
        const char third[] = {'B', 'A', c};
        assert_int_equal(check_letter_over(third, 3), 'A' + table[i].odd);
    }
}

static void the_sum_is_taken_modulo_26(void **state) {
    (void)state;
    assert_int_equal(check_letter_over("", 0), 'A');
    assert_int_equal(check_letter_over("XB", 2), 'A'); // 25 + 1
    assert_int_equal(check_letter_over("XC", 2), 'B');
    assert_int_equal(check_letter_over("RSSMRA85T10A562", 15), 'S');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_has_the_value_of_its_place),
        cmocka_unit_test(the_sum_is_taken_modulo_26),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
