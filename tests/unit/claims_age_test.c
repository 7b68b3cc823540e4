// SPDX-License-Identifier: EUPL-1.2
// Ages are those of the law.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "service/person_seal.h"

static void s_12_the_birthday_counts_and_29_february_is_reached_in_march(void **state) {
    (void)state;
    static const struct {
        const char *birth;
        int year, month, day, age;
    } cases[] = {
        {"1976-08-05", 2026, 8, 4, 49},  {"1976-08-05", 2026, 8, 5, 50},
        {"1976-02-29", 2026, 2, 28, 49}, {"1976-02-29", 2026, 3, 1, 50},
        {"1976-02-29", 2028, 2, 29, 52}, {"2026-08-05", 2026, 8, 4, 0},
        {"not a date", 2026, 8, 4, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            person_age(cases[i].birth, civil_date_of(cases[i].year, cases[i].month, cases[i].day)),
            cases[i].age);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s_12_the_birthday_counts_and_29_february_is_reached_in_march),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
