// SPDX-License-Identifier: EUPL-1.2
// Anniversary months and the split of service periods (S-05, S-08, L-05).
#include "scoring/benefit_month.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void s05_months_from_the_last_day_of_january(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"2027-01-31", "2027-02-27"}, {"2027-02-28", "2027-03-30"}, {"2027-03-31", "2027-04-29"},
        {"2027-04-30", "2027-05-30"}, {"2027-05-31", "2027-06-29"}, {"2027-06-30", "2027-07-30"},
    };
    struct benefit_month months[PLAN_MONTHS_MAX];
    size_t count = benefit_months(plan_file_plan(temporary), plans_date("2027-01-31"), months,
                                  PLAN_MONTHS_MAX);
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(months[i].number, i + 1);
        assert_int_equal(months[i].first.number, plans_date(rows[i][0]).number);
        assert_int_equal(months[i].last.number, plans_date(rows[i][1]).number);
        assert_int_equal(months[i].ceiling_cents, 50000);
    }
}

static void s05_months_from_29_february(void **state) {
    (void)state;
    struct benefit_month month;
    const struct plan *plan = plan_file_plan(permanent);
    struct civil_date start = plans_date("2028-02-29");
    assert_true(benefit_month_at(plan, start, 13, &month));
    assert_int_equal(month.first.number, plans_date("2029-02-28").number);
    assert_int_equal(month.last.number, plans_date("2029-03-28").number);
    assert_true(benefit_month_at(plan, start, 14, &month));
    assert_int_equal(month.first.number, plans_date("2029-03-29").number);
    assert_int_equal(month.ceiling_cents, 60000);
}

static void s05_every_day_lies_in_one_month_and_months_leave_no_gap(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(permanent);
    // Every start of four years, so that each day of the month and both kinds of February occur.
    for (struct civil_date start = plans_date("2026-01-01");
         start.number < plans_date("2030-01-01").number; start.number++) {
        struct benefit_month months[PLAN_MONTHS_MAX];
        size_t count = benefit_months(plan, start, months, PLAN_MONTHS_MAX);
        assert_int_equal(count, 36);
        assert_int_equal(months[0].first.number, start.number);
        for (size_t i = 0; i < count; i++) {
            struct benefit_month found;
            assert_true(i == 0 || months[i].first.number == months[i - 1].last.number + 1);
            assert_true(benefit_month_of(plan, start, months[i].first, &found));
            assert_int_equal(found.number, months[i].number);
            assert_true(benefit_month_of(plan, start, months[i].last, &found));
            assert_int_equal(found.number, months[i].number);
        }
        struct benefit_month none = {.number = 77};
        assert_false(benefit_month_of(plan, start, civil_date_add_days(months[35].last, 1), &none));
        assert_false(benefit_month_of(plan, start, civil_date_add_days(start, -1), &none));
        assert_int_equal(none.number, 77);
        assert_int_equal(months[35].last.number, civil_date_add_months(start, 36).number - 1);
    }
}

static void months_outside_the_plan_do_not_exist(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(temporary);
    struct civil_date start = plans_date("2026-11-20");
    struct benefit_month month;
    assert_false(benefit_month_at(plan, start, 0, &month));
    assert_false(benefit_month_at(plan, start, 7, &month));
    assert_false(benefit_month_at(plan, (struct civil_date){0}, 1, &month));
    assert_false(benefit_month_of(plan, (struct civil_date){0}, start, &month));
    assert_false(benefit_month_of(plan, start, (struct civil_date){0}, &month));
    struct benefit_month months[2];
    assert_int_equal(benefit_months(plan, start, months, 2), 2);
    assert_int_equal(benefit_months(plan, (struct civil_date){0}, months, 2), 0);
}

static size_t split(const char *from, const char *to, int64_t cents,
                    struct benefit_part parts[BENEFIT_PARTS_MAX]) {
    return benefit_split(plan_file_plan(temporary), plans_date("2026-11-20"), plans_date(from),
                         plans_date(to), cents, parts);
}

static void s08_a_period_over_two_months_is_split_by_days_cents_to_the_last(void **state) {
    (void)state;
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    // Month 1 ends on 19 December: 19 days of 31 in it, 12 in month 2.
    assert_int_equal(split("2026-12-01", "2026-12-31", 100000, parts), 2);
    assert_int_equal(parts[0].number, 1);
    assert_int_equal(parts[0].days, 19);
    assert_int_equal(parts[0].to.number, plans_date("2026-12-19").number);
    assert_int_equal(parts[0].cents, 61290); // 100000 * 19 / 31 = 61290.3
    assert_int_equal(parts[1].number, 2);
    assert_int_equal(parts[1].days, 12);
    assert_int_equal(parts[1].from.number, plans_date("2026-12-20").number);
    assert_int_equal(parts[1].cents, 38710);
}

static void a_single_day_is_not_split(void **state) {
    (void)state;
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    assert_int_equal(split("2026-12-19", "2026-12-19", 777, parts), 1);
    assert_int_equal(parts[0].number, 1);
    assert_int_equal(parts[0].cents, 777);
    assert_int_equal(split("2026-12-20", "2026-12-20", 777, parts), 1);
    assert_int_equal(parts[0].number, 2);
}

static void days_before_and_after_the_benefit_are_told(void **state) {
    (void)state;
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    size_t count = split("2026-11-18", "2027-05-21", 18500, parts);
    assert_int_equal(count, 8);
    assert_int_equal(parts[0].place, BENEFIT_PLACE_BEFORE);
    assert_int_equal(parts[0].days, 2);
    assert_int_equal(parts[0].number, 0);
    assert_int_equal(parts[0].cents, 200);
    for (size_t i = 1; i <= 6; i++) {
        assert_int_equal(parts[i].place, BENEFIT_PLACE_MONTH);
        assert_int_equal(parts[i].number, i);
    }
    assert_int_equal(parts[7].place, BENEFIT_PLACE_AFTER);
    assert_int_equal(parts[7].days, 2);
    assert_int_equal(parts[7].cents, 200);
    assert_int_equal(split("2026-11-01", "2026-11-19", 100, parts), 1);
    assert_int_equal(parts[0].place, BENEFIT_PLACE_BEFORE);
    assert_int_equal(split("2027-05-20", "2027-05-20", 100, parts), 1);
    assert_int_equal(parts[0].place, BENEFIT_PLACE_AFTER);
}

static void a_split_without_sense_gives_no_part(void **state) {
    (void)state;
    struct benefit_part parts[BENEFIT_PARTS_MAX];
    assert_int_equal(split("2026-12-02", "2026-12-01", 100, parts), 0);
    assert_int_equal(split(NULL, "2026-12-01", 100, parts), 0);
    assert_int_equal(split("2026-12-01", NULL, 100, parts), 0);
    assert_int_equal(split("2026-12-01", "2026-12-01", -1, parts), 0);
    assert_int_equal(split("2026-12-01", "2026-12-01", 0, parts), 1);
    assert_int_equal(split("2026-01-01", "2036-01-09", 100, parts), 0);
    assert_int_equal(split("2026-01-01", "2036-01-08", 100, parts), 8);
    assert_int_equal(split("2999-12-30", "2999-12-31", 100, parts), 1);
    // A month that would end after the last date there is does not exist.
    struct benefit_month month;
    assert_false(benefit_month_at(plan_file_plan(temporary), plans_date("2999-12-15"), 1, &month));
    assert_int_equal(benefit_split(plan_file_plan(temporary), (struct civil_date){0},
                                   plans_date("2026-12-01"), plans_date("2026-12-01"), 1, parts),
                     0);
}

static void s05_calendar_months_from_the_first_or_the_second_day(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(temporary);
    plan.settings.month_basis = PLAN_MONTH_CALENDAR;
    struct benefit_month month;
    assert_int_equal(benefit_month_count(&plan, plans_date("2026-02-01")), 6);
    assert_true(benefit_month_at(&plan, plans_date("2026-02-01"), 6, &month));
    assert_int_equal(month.ceiling_cents, 50000);
    assert_int_equal(month.last.number, plans_date("2026-07-31").number);
    assert_int_equal(benefit_month_count(&plan, plans_date("2026-02-02")), 7);
    assert_true(benefit_month_at(&plan, plans_date("2026-02-02"), 7, &month));
    assert_int_equal(month.ceiling_cents, 50000 - 48214); // 27 of 28 days went to February
    assert_int_equal(month.last.number, plans_date("2026-08-01").number);
    // S-30: 19 of 28 days are 339.2857, half a cent up; the last month has the rest.
    assert_true(benefit_month_at(&plan, plans_date("2026-02-10"), 1, &month));
    assert_int_equal(month.ceiling_cents, 33929);
    assert_true(benefit_month_at(&plan, plans_date("2026-02-10"), 7, &month));
    assert_int_equal(month.ceiling_cents, 50000 - 33929);
}

static void months_after_the_last_date_there_is_do_not_exist(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(temporary);
    plan.months.value = 36;
    struct benefit_month month = {.number = 77};
    assert_false(benefit_month_at(&plan, plans_date("2998-06-01"), 30, &month));
    assert_int_equal(month.number, 77);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s05_months_from_the_last_day_of_january),
        cmocka_unit_test(s05_months_from_29_february),
        cmocka_unit_test(s05_every_day_lies_in_one_month_and_months_leave_no_gap),
        cmocka_unit_test(months_outside_the_plan_do_not_exist),
        cmocka_unit_test(s08_a_period_over_two_months_is_split_by_days_cents_to_the_last),
        cmocka_unit_test(a_single_day_is_not_split),
        cmocka_unit_test(days_before_and_after_the_benefit_are_told),
        cmocka_unit_test(a_split_without_sense_gives_no_part),
        cmocka_unit_test(s05_calendar_months_from_the_first_or_the_second_day),
        cmocka_unit_test(months_after_the_last_date_there_is_do_not_exist),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
