// SPDX-License-Identifier: EUPL-1.2
// Amounts abroad at the average exchange of a week (A-36, S-24).
#include "scoring/exchange.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct quotation usd(const char *day, int64_t units) {
    return (struct quotation){"USD", plans_date(day), units};
}

static void a36_the_mean_of_the_quotations_of_the_week_half_up(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    // Monday 2 to Sunday 8 March 2026; the ones of the neighbouring weeks are not taken.
    const struct quotation list[] = {
        usd("2026-03-01", 2000000), usd("2026-03-02", 1080000),
        usd("2026-03-04", 1090000), usd("2026-03-06", 1100000),
        usd("2026-03-09", 3000000), {"GBP", plans_date("2026-03-03"), 850000},
    };
    struct exchanged made = exchange_to_euro(plan, list, 6, "USD", 10900, plans_date("2026-03-08"));
    assert_int_equal(made.state, EXCHANGE_OF_THE_WEEK);
    assert_int_equal(made.quotations, 3);
    assert_int_equal(made.week.number, plans_date("2026-03-02").number);
    assert_int_equal(made.cents, 10000); // 109.00 / 1.09
    // 0.545 / 1.09 = 0.50 cents rounds up, a little less rounds down.
    const struct quotation two[] = {usd("2026-03-02", 2000000)};
    assert_int_equal(exchange_to_euro(plan, two, 1, "USD", 1, plans_date("2026-03-02")).cents, 1);
    const struct quotation above[] = {usd("2026-03-02", 2000001)};
    assert_int_equal(exchange_to_euro(plan, above, 1, "USD", 1, plans_date("2026-03-02")).cents, 0);
    plan_file_free(file);
}

static void s24_no_quotation_in_the_week_takes_the_last_earlier_week(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    const struct plan *plan = plan_file_plan(file);
    const struct quotation list[] = {usd("2026-02-20", 1000000), usd("2026-02-12", 4000000),
                                     usd("2026-03-16", 2000000)};
    struct exchanged made = exchange_to_euro(plan, list, 3, "USD", 500, plans_date("2026-03-04"));
    assert_int_equal(made.state, EXCHANGE_OF_AN_EARLIER_WEEK);
    assert_int_equal(made.week.number, plans_date("2026-02-16").number);
    assert_int_equal(made.cents, 500);
    made = exchange_to_euro(plan, list, 3, "USD", 500, plans_date("2026-02-01"));
    assert_int_equal(made.state, EXCHANGE_NO_QUOTATION);
    assert_int_equal(made.cents, 0);
    made = exchange_to_euro(plan, list, 3, "CHF", 500, plans_date("2026-03-04"));
    assert_int_equal(made.state, EXCHANGE_NO_QUOTATION);
    made = exchange_to_euro(plan, list, 3, "USD", 500, (struct civil_date){0});
    assert_int_equal(made.state, EXCHANGE_DAY_UNKNOWN);
    plan_file_free(file);
}

static void s24_the_mean_of_inverses_differs_from_the_inverse_of_the_mean(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    const struct quotation list[] = {usd("2026-03-02", 1000000), usd("2026-03-03", 2000000)};
    struct civil_date day = plans_date("2026-03-05");
    assert_int_equal(exchange_to_euro(&plan, list, 2, "USD", 30000, day).cents, 20000);
    assert_true(exchange_by_payment(&plan));
    plan.settings.exchange = PLAN_EXCHANGE_PAYMENT_MEAN_OF_INVERSES;
    assert_int_equal(exchange_to_euro(&plan, list, 2, "USD", 30000, day).cents, 22500);
    assert_true(exchange_by_payment(&plan));
    plan.settings.exchange = PLAN_EXCHANGE_SERVICE_MEAN_OF_INVERSES;
    assert_int_equal(exchange_to_euro(&plan, list, 2, "USD", 30000, day).cents, 22500);
    assert_false(exchange_by_payment(&plan));
    plan.settings.exchange = PLAN_EXCHANGE_SERVICE_MEAN;
    assert_int_equal(exchange_to_euro(&plan, list, 2, "USD", 30000, day).cents, 20000);
    assert_false(exchange_by_payment(&plan));
    plan_file_free(file);
}

static void the_largest_amount_at_the_least_quotation_does_not_overflow(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    struct quotation list[7];
    for (int i = 0; i < 7; i++) {
        list[i] = (struct quotation){"KWD", civil_date_add_days(plans_date("2026-03-02"), i),
                                     EXCHANGE_UNITS_MIN};
    }
    struct civil_date day = plans_date("2026-03-08");
    assert_true(exchange_to_euro(&plan, list, 7, "KWD", EXCHANGE_AMOUNT_MAX, day).cents ==
                EXCHANGE_AMOUNT_MAX * 10);
    plan.settings.exchange = PLAN_EXCHANGE_PAYMENT_MEAN_OF_INVERSES;
    assert_true(exchange_to_euro(&plan, list, 7, "KWD", EXCHANGE_AMOUNT_MAX, day).cents ==
                EXCHANGE_AMOUNT_MAX * 10);
    list[0].units = EXCHANGE_UNITS_MAX;
    assert_int_equal(exchange_to_euro(&plan, list, 1, "KWD", EXCHANGE_AMOUNT_MAX, day).cents, 100);
    plan_file_free(file);
}

static void s24_an_inverse_keeps_six_digits_of_a_cent(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct plan plan = *plan_file_plan(file);
    plan.settings.exchange = PLAN_EXCHANGE_PAYMENT_MEAN_OF_INVERSES;
    struct civil_date day = plans_date("2026-03-05");
    // 1 / 2 is half a cent, 1 / 2.000001 is 0.499999 of one.
    const struct quotation half[] = {usd("2026-03-02", 2000000)};
    assert_int_equal(exchange_to_euro(&plan, half, 1, "USD", 1, day).cents, 1);
    const struct quotation less[] = {usd("2026-03-02", 2000001)};
    assert_int_equal(exchange_to_euro(&plan, less, 1, "USD", 1, day).cents, 0);
    // 100 / 7 + 100 / 8 + 100 / 9 = 37.896825, a third of it 12.632275.
    const struct quotation three[] = {usd("2026-03-02", 7000000), usd("2026-03-03", 8000000),
                                      usd("2026-03-04", 9000000)};
    assert_int_equal(exchange_to_euro(&plan, three, 3, "USD", 100, day).cents, 13);
    assert_int_equal(exchange_to_euro(&plan, three, 3, "USD", 100000000, day).cents, 12632275);
    plan_file_free(file);
}

static void an_eighth_quotation_of_a_week_is_not_taken(void **state) {
    (void)state;
    struct plan_file *file = plans_open("temporary-2026");
    struct quotation list[8];
    for (size_t i = 0; i < 8; i++) {
        list[i] = usd("2026-03-02", i < 7 ? 1000000 : 9000000);
    }
    struct exchanged made =
        exchange_to_euro(plan_file_plan(file), list, 8, "USD", 700, plans_date("2026-03-02"));
    assert_int_equal(made.quotations, 7);
    assert_int_equal(made.cents, 700);
    plan_file_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a36_the_mean_of_the_quotations_of_the_week_half_up),
        cmocka_unit_test(s24_no_quotation_in_the_week_takes_the_last_earlier_week),
        cmocka_unit_test(s24_the_mean_of_inverses_differs_from_the_inverse_of_the_mean),
        cmocka_unit_test(s24_an_inverse_keeps_six_digits_of_a_cent),
        cmocka_unit_test(an_eighth_quotation_of_a_week_is_not_taken),
        cmocka_unit_test(the_largest_amount_at_the_least_quotation_does_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
