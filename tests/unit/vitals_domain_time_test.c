// SPDX-License-Identifier: EUPL-1.2
// Domain time: server and fleet read the same line and mean the same moment.
#include "scoring/domain_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void real_time_maps_to_itself(void **state) {
    (void)state;
    const struct domain_time clock = domain_time_real();
    static const int64_t instants[] = {0, 1, -1, 1795255790000000, -62135596800000000};
    for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) {
        int64_t domain = 0;
        int64_t real = 0;
        assert_true(domain_time_at(&clock, instants[i], &domain));
        assert_true(domain == instants[i]);
        assert_true(domain_time_when(&clock, instants[i], &real));
        assert_true(real == instants[i]);
    }
}

static void speed_steps_and_standstill_follow_the_formula(void **state) {
    (void)state;
    static const struct {
        struct domain_time clock;
        int64_t real;
        int64_t domain;
    } cases[] = {
        {{100, 5000, 60000}, 101, 5060},
        {{100, 5000, 60000}, 99, 4940},
        {{100, 5000, 500}, 101, 5000},
        {{100, 5000, 500}, 102, 5001},
        {{100, 5000, 500}, 99, 4999},
        {{100, 5000, 0}, 987654321, 5000},
        {{0, 0, 1000000000}, 7, 7000000},
        {{0, 0, 1}, 999, 0},
        {{0, 0, 1}, -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t domain = -1;
        assert_true(domain_time_at(&cases[i].clock, cases[i].real, &domain));
        assert_true(domain == cases[i].domain);
    }
}

static void when_is_the_first_moment_that_is_not_too_early(void **state) {
    (void)state;
    static const int64_t speeds[] = {1, 7, 500, 999, 1000, 1001, 60000, 86400000, 1000000000};
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++) {
        const struct domain_time clock = {1000, -50, speeds[i]};
        for (int64_t domain = -120; domain < 120; domain += 7) {
            int64_t real = 0;
            int64_t there = 0;
            int64_t before = 0;
            assert_true(domain_time_when(&clock, domain, &real));
            assert_true(domain_time_at(&clock, real, &there));
            assert_true(domain_time_at(&clock, real - 1, &before));
            assert_true(there >= domain && before < domain);
        }
    }
    const struct domain_time stopped = {0, 0, 0};
    int64_t real = 4;
    assert_false(domain_time_when(&stopped, 1, &real));
    assert_true(real == 4);
}

static void overflow_is_reported_never_wrapped(void **state) {
    (void)state;
    static const struct {
        struct domain_time clock;
        int64_t real;
    } cases[] = {
        {{0, 0, 1000000000}, INT64_MAX}, {{INT64_MIN, 0, 1000}, 1},
        {{INT64_MAX, 0, 1000}, -2},      {{0, INT64_MAX, 1000}, 1},
        {{0, INT64_MIN, 1000}, -1},      {{0, 0, -1}, 5},
        {{0, 0, 1000000001}, 5},         {{0, 0, 1000000000}, INT64_MIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t out = 3;
        assert_false(domain_time_at(&cases[i].clock, cases[i].real, &out));
        assert_true(out == 3);
    }
    const struct domain_time slow = {0, 0, 1};
    int64_t out = 3;
    assert_false(domain_time_when(&slow, INT64_MAX, &out));
    assert_false(domain_time_when(&slow, INT64_MIN, &out));
    const struct domain_time backwards = {0, 0, -1};
    assert_false(domain_time_when(&backwards, 5, &out));
    const struct domain_time late = {0, INT64_MAX, 1000};
    assert_false(domain_time_when(&late, -2, &out));
    const struct domain_time behind = {INT64_MAX, 0, 1000};
    assert_false(domain_time_when(&behind, 1, &out));
    assert_true(out == 3);
}

// The largest whole number of seconds is the last that can be scaled, in both directions.
static void the_largest_moments_are_still_mapped(void **state) {
    (void)state;
    const struct domain_time clock = domain_time_real();
    const int64_t edges[] = {INT64_C(9223372036854775000), INT64_C(9223372036854775807),
                             -INT64_C(9223372036854775000)};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        int64_t domain = 0;
        assert_true(domain_time_at(&clock, edges[i], &domain));
        assert_true(domain == edges[i]);
    }
}

static void a_line_ends_with_its_length(void **state) {
    (void)state;
    struct domain_time read = {9, 9, 9};
    assert_true(domain_time_parse("domain 1 0 0 10005", 17, &read));
    assert_true(read.speed_permille == 1000);
    assert_false(domain_time_parse("domain 1 0 0 1000", 10, &read));
    assert_false(domain_time_parse("domain 1 0 0 1000", 13, &read));
    assert_true(domain_time_parse("domain 1 0 0 1000\n", 17, &read));
}

static void the_line_is_read_back_as_printed(void **state) {
    (void)state;
    static const struct domain_time cases[] = {
        {0, 0, 1000},
        {1795255790123456, 1795168800000000, 60000},
        {INT64_MIN, INT64_MAX, 0},
        {-1, INT64_MIN, 1000000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[DOMAIN_TIME_TEXT_SIZE];
        size_t length = domain_time_print(&cases[i], line);
        assert_int_equal(length, strlen(line));
        assert_true(length < sizeof line);
        assert_int_equal(line[length - 1], '\n');
        struct domain_time read = {9, 9, 9};
        assert_true(domain_time_parse(line, length, &read));
        assert_memory_equal(&read, &cases[i], sizeof read);
        assert_true(domain_time_parse(line, length - 1, &read));
    }
    char line[DOMAIN_TIME_TEXT_SIZE];
    domain_time_print(&cases[1], line);
    assert_string_equal(line, "domain 1 1795255790123456 1795168800000000 60000\n");
}

static void anything_but_the_line_is_refused(void **state) {
    (void)state;
    static const char *const lines[] = {
        "",
        "domain",
        "domain 1 ",
        "domain 1 0 0",
        "domain 1 0 0 ",
        "domain 2 0 0 1000",
        "Domain 1 0 0 1000",
        "domain 1  0 0 1000",
        "domain 1 0 0 1000 ",
        "domain 1 0 0 1000\n\n",
        "domain 1 0 0 1000\r\n",
        "domain 1 00 0 1000",
        "domain 1 -0 0 1000",
        "domain 1 +0 0 1000",
        "domain 1 0x0 0 1000",
        "domain 1 0 0 -1",
        "domain 1 0 0 1000000001",
        "domain 1 9223372036854775808 0 1000",
        "domain 1 -9223372036854775809 0 1000",
        "domain 1 99999999999999999999999 0 1000",
        "domain 1 0 0 1000.0",
        "domain 1 0 x 1000",
        "domain 1 0x0 1000",
        "domain 1 0 0x1000",
        "domain 1 0 0 1:",
        "domain 1 0 0 99999999999999999999",
        "domain 1 0 0\n1000",
        "domain 1 0\n0 1000",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct domain_time read = {9, 9, 9};
        assert_false(domain_time_parse(lines[i], strlen(lines[i]), &read));
        assert_true(read.speed_permille == 9);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_time_maps_to_itself),
        cmocka_unit_test(speed_steps_and_standstill_follow_the_formula),
        cmocka_unit_test(when_is_the_first_moment_that_is_not_too_early),
        cmocka_unit_test(overflow_is_reported_never_wrapped),
        cmocka_unit_test(the_largest_moments_are_still_mapped),
        cmocka_unit_test(a_line_ends_with_its_length),
        cmocka_unit_test(the_line_is_read_back_as_printed),
        cmocka_unit_test(anything_but_the_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
