// SPDX-License-Identifier: EUPL-1.2
// What was paid for days after a death (S-27).
#include "scoring/claw_back.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct claw_back after(const char *from, const char *to, int64_t cents, const char *death) {
    const struct paid_service service = {plans_date(from), plans_date(to), cents};
    return claw_back_of(&service, plans_date(death));
}

static void s27_only_the_days_after_death_are_asked_back(void **state) {
    (void)state;
    assert_int_equal(after("2026-03-01", "2026-03-10", 10000, NULL).cents, 0);
    assert_int_equal(after("2026-03-01", "2026-03-10", 10000, "2026-03-10").cents, 0);
    struct claw_back part = after("2026-03-01", "2026-03-10", 10001, "2026-03-04");
    assert_int_equal(part.cents, 6001); // the odd cent to the days after
    assert_int_equal(part.from.number, plans_date("2026-03-05").number);
    assert_int_equal(part.to.number, plans_date("2026-03-10").number);
    struct claw_back whole = after("2026-03-01", "2026-03-10", 10001, "2026-02-28");
    assert_int_equal(whole.cents, 10001);
    assert_int_equal(whole.from.number, plans_date("2026-03-01").number);
}

static void s27_the_day_of_death_still_belongs_to_the_member(void **state) {
    (void)state;
    struct claw_back none = after("2026-03-01", "2026-03-10", 10000, "2026-03-10");
    assert_int_equal(none.cents, 0);
    assert_false(civil_date_known(none.from));
    assert_false(civil_date_known(none.to));
    struct claw_back first = after("2026-03-01", "2026-03-10", 10000, "2026-03-01");
    assert_int_equal(first.cents, 9000);
    assert_int_equal(first.from.number, plans_date("2026-03-02").number);
    struct claw_back before = after("2026-03-01", "2026-03-10", 10000, "2026-02-20");
    assert_int_equal(before.cents, 10000);
    assert_int_equal(before.from.number, plans_date("2026-03-01").number);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s27_the_day_of_death_still_belongs_to_the_member),
        cmocka_unit_test(s27_only_the_days_after_death_are_asked_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
