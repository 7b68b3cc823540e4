// SPDX-License-Identifier: EUPL-1.2
#include "service/measure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_value_is_never_shown_equal_to_the_limit_it_crossed(void **state) {
    (void)state;
    static const struct {
        enum quantity quantity;
        int64_t value, limit;
        const char *shown;
    } cases[] = {
        {QUANTITY_GLUCOSE, 250417, 250000, "250.4"},   {QUANTITY_GLUCOSE, 250040, 250000, "250.04"},
        {QUANTITY_GLUCOSE, 250004, 250000, "250.004"}, {QUANTITY_GLUCOSE, 66700, 70000, "67"},
        {QUANTITY_SYSTOLIC, 182000, 180000, "182"},    {QUANTITY_TEMPERATURE, 38640, 38000, "38.6"},
        {QUANTITY_SYSTOLIC, 151000, 150500, "151"},    {QUANTITY_SYSTOLIC, 160400, 160300, "160.4"},
        {QUANTITY_SYSTOLIC, 89600, 90000, "89.6"},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(
            measure_beside(arena, cases[i].quantity, cases[i].value, cases[i].limit),
            cases[i].shown);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_never_shown_equal_to_the_limit_it_crossed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
