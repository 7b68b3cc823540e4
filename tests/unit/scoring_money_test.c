// SPDX-License-Identifier: EUPL-1.2
// Money: exact text and checked arithmetic (S-30).
#include "scoring/money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void s30_text_and_cents_agree(void **state) {
    (void)state;
    static const struct {
        int64_t cents;
        const char *text;
    } rows[] = {
        {0, "0.00"},
        {5, "0.05"},
        {-5, "-0.05"},
        {-1, "-0.01"},
        {50, "0.50"},
        {100, "1.00"},
        {123450, "1234.50"},
        {-123456, "-1234.56"},
        {60000, "600.00"},
        {INT64_MAX, "92233720368547758.07"},
        {INT64_MIN, "-92233720368547758.08"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[MONEY_TEXT_SIZE];
        assert_int_equal(money_format(rows[i].cents, text), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
        int64_t cents = 77;
        assert_true(money_parse(rows[i].text, strlen(rows[i].text), &cents));
        assert_true(cents == rows[i].cents);
    }
}

static void short_decimals_are_filled_up(void **state) {
    (void)state;
    int64_t cents;
    assert_true(money_parse("1234.5", 6, &cents));
    assert_int_equal(cents, 123450);
    assert_true(money_parse("7", 1, &cents));
    assert_int_equal(cents, 700);
    assert_true(money_parse("-3.1", 4, &cents));
    assert_int_equal(cents, -310);
    assert_true(money_parse("1234", 2, &cents));
    assert_int_equal(cents, 1200);
    assert_true(money_parse("12.34trailing", 5, &cents));
    assert_int_equal(cents, 1234);
}

static void what_is_not_an_amount_is_refused(void **state) {
    (void)state;
    static const char *const rows[] = {
        "",
        "-",
        ".",
        ".5",
        "1.",
        "1.234",
        "+1",
        " 1",
        "1 ",
        "1,50",
        "1.2.3",
        "1e3",
        "0x10",
        "01",
        "00.5",
        "--1",
        "1.-2",
        "1.2a",
        "1234567890123456789012",
        "92233720368547758.08",
        "-92233720368547758.09",
        "1'000",
        "NaN",
        "1_0",
        "1:",
        "1/",
        "1.5:",
        "18446744073709551616", // 2^64, which would wrap to 0
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t cents = 77;
        assert_false(money_parse(rows[i], strlen(rows[i]), &cents));
        assert_int_equal(cents, 77);
    }
}

static void overflow_is_told_and_changes_nothing(void **state) {
    (void)state;
    int64_t out = 77;
    assert_false(money_add(INT64_MAX, 1, &out));
    assert_false(money_subtract(INT64_MIN, 1, &out));
    assert_false(money_multiply(INT64_MAX / 2, 3, &out));
    assert_int_equal(out, 77);
    assert_true(money_add(40, 2, &out));
    assert_int_equal(out, 42);
    assert_true(money_subtract(40, 42, &out));
    assert_int_equal(out, -2);
    assert_true(money_multiply(60000, 36, &out));
    assert_int_equal(out, 2160000);
    assert_int_equal(money_min(3, 2), 2);
    assert_int_equal(money_min(-3, 2), -3);
}

static void a_share_is_rounded_down_and_never_overflows(void **state) {
    (void)state;
    assert_int_equal(money_share(1000, 1, 3), 333);
    assert_int_equal(money_share(1000, 2, 3), 666);
    assert_int_equal(money_share(1000, 3, 3), 1000);
    assert_int_equal(money_share(1000, 0, 3), 0);
    assert_true(money_share(INT64_MAX, 999999, 1000000) ==
                INT64_MAX / 1000000 * 999999 + INT64_MAX % 1000000 * 999999 / 1000000);
    assert_int_equal(money_share(-1, 1, 3), 0);
    assert_int_equal(money_share(10, 4, 3), 0);
    assert_int_equal(money_share(10, -1, 3), 0);
    assert_int_equal(money_share(10, 0, 0), 0);
    assert_int_equal(money_share(5, 1, 1), 5);
    assert_int_equal(money_share(-1, 1, 1), 0);
    assert_int_equal(money_share(10000000, 1, 1000001), 0);
    assert_int_equal(money_share(10000000, 1, 1000000), 10);
    // A ceiling by days is rounded half up: 16.129, 177.419, 339.2857, 0.5 and just below it.
    assert_int_equal(money_prorated(50000, 1, 31), 1613);
    assert_int_equal(money_prorated(50000, 11, 31), 17742);
    assert_int_equal(money_prorated(50000, 19, 28), 33929);
    assert_int_equal(money_prorated(1, 1, 2), 1);
    assert_int_equal(money_prorated(1, 15, 31), 0);
    assert_int_equal(money_prorated(1, 16, 31), 1);
    assert_int_equal(money_prorated(60000, 31, 31), 60000);
    assert_int_equal(money_prorated(INT64_MAX, 31, 31), INT64_MAX);
    assert_int_equal(money_prorated(1, 2, 1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s30_text_and_cents_agree),
        cmocka_unit_test(short_decimals_are_filled_up),
        cmocka_unit_test(what_is_not_an_amount_is_refused),
        cmocka_unit_test(overflow_is_told_and_changes_nothing),
        cmocka_unit_test(a_share_is_rounded_down_and_never_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
