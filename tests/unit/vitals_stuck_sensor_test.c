// SPDX-License-Identifier: EUPL-1.2
// When the same numbers, again and again, are a fault of the sensor (telemonitoring §5 case 55).
#include "scoring/stuck_sensor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define DAY INT64_C(86400000000)

static void case55_ten_readings_over_ten_days_with_the_same_values_are_stuck(void **state) {
    (void)state;
    static const struct {
        struct stuck_run runs[3];
        size_t count;
        bool stuck;
    } cases[] = {
        {{{10, 0, 9 * DAY}, {10, 0, 9 * DAY}, {12, -DAY, 9 * DAY}}, 3, true},
        {{{10, 0, 9 * DAY}}, 1, true},
        {{{10, 0, 9 * DAY}, {9, 0, 9 * DAY}, {10, 0, 9 * DAY}}, 3, false},
        {{{10, 0, 9 * DAY}, {10, 0, 9 * DAY}, {10, 0, 9 * DAY - 1}}, 3, false},
        {{{500, 0, DAY}}, 1, false},
        {{{0, 0, 0}}, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(stuck_sensor_found(cases[i].runs, cases[i].count), cases[i].stuck);
    }
}

static void one_value_of_few_digits_is_often_the_same(void **state) {
    (void)state;
    assert_true(stuck_sensor_judges(QUANTITY_KIND_BLOOD_PRESSURE, 2));
    assert_true(stuck_sensor_judges(QUANTITY_KIND_SPO2, 2));
    assert_true(stuck_sensor_judges(QUANTITY_KIND_GLUCOSE, 1));
    assert_false(stuck_sensor_judges(QUANTITY_KIND_SPO2, 1));
    assert_false(stuck_sensor_judges(QUANTITY_KIND_WEIGHT, 1));
    assert_false(stuck_sensor_judges(QUANTITY_KIND_TEMPERATURE, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case55_ten_readings_over_ten_days_with_the_same_values_are_stuck),
        cmocka_unit_test(one_value_of_few_digits_is_often_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
