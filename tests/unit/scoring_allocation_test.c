// SPDX-License-Identifier: EUPL-1.2
// Expenses against ceilings (A-30, A-31, B-20, B-22, B-23, S-03, S-07, S-08, S-10, S-27, S-29).
#include "scoring/allocation.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

// Claim received 1 October 2026 (day 60 is 30 November), benefit from 15 October.
static struct entitlement recognised(void) {
    return (struct entitlement){
        .recognised = true,
        .accrual_start = plans_date("2026-10-15"),
        .claim_sent = plans_date("2026-09-28"),
        .claim_received = plans_date("2026-10-01"),
        .alive_through = plans_date("2027-12-31"),
    };
}

static struct expense expense(enum benefit_form form, const char *from, const char *to,
                              int64_t cents) {
    return (struct expense){.form = form,
                            .service_from = plans_date(from),
                            .service_to = plans_date(to),
                            .cents = cents};
}

static struct allocation allocate(const struct plan_file *file, struct entitlement entitlement,
                                  struct expense expense_made, const int64_t *used, size_t count,
                                  const char *as_of) {
    struct allocation allocation = {0};
    assert_true(allocation_compute(plan_file_plan(file), &entitlement, &expense_made, used, count,
                                   plans_date(as_of), &allocation));
    return allocation;
}

static void a31_b20_forms_of_benefit_are_the_plans_word(void **state) {
    (void)state;
    static const struct {
        bool permanent_plan;
        enum benefit_form form;
        enum allocation_outcome outcome;
        enum reason_code reason;
        const char *rule;
    } rows[] = {
        {true, BENEFIT_FORM_RSA_STAY, ALLOCATION_PAYABLE, REASON_NONE, NULL},
        {true, BENEFIT_FORM_DIRECT, ALLOCATION_PAYABLE, REASON_NONE, NULL},
        {true, BENEFIT_FORM_HOME_CARER, ALLOCATION_REFUSED, REASON_FORM_NOT_COVERED, "B-20"},
        {true, BENEFIT_FORM_INVOICE, ALLOCATION_REFUSED, REASON_FORM_NOT_COVERED, "B-20"},
        {true, BENEFIT_FORM_ANNUITY, ALLOCATION_REFUSED, REASON_ANNUITY_NEVER, "B-20"},
        {true, BENEFIT_FORM_UNKNOWN, ALLOCATION_REFUSED, REASON_FORM_NOT_COVERED, ""},
        {false, BENEFIT_FORM_HOME_CARER, ALLOCATION_PAYABLE, REASON_NONE, NULL},
        {false, BENEFIT_FORM_INVOICE, ALLOCATION_PAYABLE, REASON_NONE, NULL},
        {false, BENEFIT_FORM_DIRECT, ALLOCATION_PAYABLE, REASON_NONE, NULL},
        {false, BENEFIT_FORM_RSA_STAY, ALLOCATION_PAYABLE, REASON_NONE, NULL},
        {false, BENEFIT_FORM_ANNUITY, ALLOCATION_REFUSED, REASON_ANNUITY_NEVER, "A-31"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct allocation made = allocate(
            rows[i].permanent_plan ? permanent : temporary, recognised(),
            expense(rows[i].form, "2026-12-01", "2026-12-01", 30000), NULL, 0, "2026-12-31");
        if (made.outcome != rows[i].outcome || made.reason.code != rows[i].reason) {
            fail_msg("row %zu: %s", i, allocation_outcome_name(made.outcome));
        }
        if (rows[i].rule != NULL) {
            assert_string_equal(made.reason.rule, rows[i].rule);
        }
        bool payable = rows[i].outcome == ALLOCATION_PAYABLE;
        assert_int_equal(made.payable_cents, payable ? 30000 : 0);
        assert_int_equal(made.member_cents, payable ? 0 : 30000);
        assert_int_equal(made.line_count, payable ? 1 : 0);
    }
}

static void b23_no_line_on_day_59_or_60_one_on_day_61(void **state) {
    (void)state;
    static const struct {
        const char *as_of;
        const char *alive;
        const char *death;
        enum allocation_outcome outcome;
        enum reason_code reason;
    } rows[] = {
        {"2026-11-29", "2026-11-29", NULL, ALLOCATION_HELD, REASON_SURVIVAL_RUNNING},
        {"2026-11-30", "2026-11-30", NULL, ALLOCATION_HELD, REASON_SURVIVAL_RUNNING},
        {"2026-12-01", "2026-11-30", NULL, ALLOCATION_PAYABLE, REASON_NONE},
        {"2026-12-01", "2026-11-29", NULL, ALLOCATION_HELD, REASON_SURVIVAL_UNCONFIRMED},
        {"2026-12-01", NULL, NULL, ALLOCATION_HELD, REASON_SURVIVAL_UNCONFIRMED},
        {"2026-12-01", NULL, "2026-11-29", ALLOCATION_REFUSED, REASON_DIED_IN_WINDOW},
        {"2026-12-01", NULL, "2026-11-30", ALLOCATION_HELD, REASON_DIED_ON_LAST_DAY},
        {"2026-12-02", NULL, "2026-12-01", ALLOCATION_PAYABLE, REASON_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct entitlement entitlement = recognised();
        entitlement.alive_through = plans_date(rows[i].alive);
        entitlement.death = plans_date(rows[i].death);
        struct allocation made =
            allocate(permanent, entitlement,
                     expense(BENEFIT_FORM_RSA_STAY, "2026-11-01", "2026-11-10", 50000), NULL, 0,
                     rows[i].as_of);
        if (made.outcome != rows[i].outcome || made.reason.code != rows[i].reason) {
            fail_msg("row %zu: %s %s", i, allocation_outcome_name(made.outcome),
                     reason_key(made.reason.code));
        }
        bool running = rows[i].reason == REASON_SURVIVAL_RUNNING;
        assert_int_equal(made.not_before.number, running ? plans_date("2026-12-01").number : 0);
        assert_int_equal(made.line_count, rows[i].outcome == ALLOCATION_PAYABLE ? 1 : 0);
    }
    struct entitlement undated = recognised();
    undated.claim_received = (struct civil_date){0};
    struct allocation made = allocate(
        permanent, undated, expense(BENEFIT_FORM_RSA_STAY, "2026-11-01", "2026-11-10", 50000), NULL,
        0, "2026-12-31");
    assert_int_equal(made.outcome, ALLOCATION_HELD);
    assert_int_equal(made.reason.code, REASON_WRITTEN_CLAIM_UNKNOWN);
    // The temporary plan has no window.
    struct entitlement unconfirmed = recognised();
    unconfirmed.alive_through = (struct civil_date){0};
    made = allocate(temporary, unconfirmed,
                    expense(BENEFIT_FORM_INVOICE, "2026-10-20", "2026-10-20", 100), NULL, 0,
                    "2026-10-21");
    assert_int_equal(made.outcome, ALLOCATION_PAYABLE);
}

static void b22_payable_is_the_lesser_of_expense_and_what_is_left(void **state) {
    (void)state;
    static const struct {
        int64_t used;
        int64_t cents;
        int64_t payable;
        enum allocation_outcome outcome;
    } rows[] = {
        {0, 59999, 59999, ALLOCATION_PAYABLE},     {0, 60000, 60000, ALLOCATION_PAYABLE},
        {0, 60001, 60000, ALLOCATION_PAYABLE},     {0, 210000, 60000, ALLOCATION_PAYABLE},
        {59999, 500, 1, ALLOCATION_PAYABLE},       {60000, 500, 0, ALLOCATION_REFUSED},
        {99999, 500, 0, ALLOCATION_REFUSED},       {INT64_MAX, 500, 0, ALLOCATION_REFUSED},
        {1, INT64_MAX, 59999, ALLOCATION_PAYABLE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        // 1 December lies in month 2 (15 November to 14 December); month 1 is of no use (S-07).
        const int64_t used[] = {0, rows[i].used};
        struct allocation made =
            allocate(permanent, recognised(),
                     expense(BENEFIT_FORM_RSA_STAY, "2026-12-01", "2026-12-01", rows[i].cents),
                     used, 2, "2026-12-31");
        assert_int_equal(made.outcome, rows[i].outcome);
        assert_true(made.payable_cents == rows[i].payable);
        assert_true(made.member_cents == rows[i].cents - rows[i].payable);
        assert_int_equal(made.line_count, 1);
        assert_int_equal(made.lines[0].part.number, 2);
        bool short_paid = rows[i].cents > rows[i].payable;
        assert_int_equal(made.lines[0].reason.code,
                         short_paid ? REASON_CEILING_REACHED : REASON_NONE);
        if (short_paid) {
            assert_string_equal(made.lines[0].reason.rule, "B-22");
            assert_int_equal(made.lines[0].left_cents, 0);
        }
    }
}

static void s08_a_stay_over_two_months_uses_both_ceilings(void **state) {
    (void)state;
    // 1 to 30 November: 14 days in month 1, 16 in month 2.
    const int64_t used[] = {40000};
    struct allocation made = allocate(
        permanent, recognised(), expense(BENEFIT_FORM_RSA_STAY, "2026-11-01", "2026-11-30", 100000),
        used, 1, "2026-12-31");
    assert_int_equal(made.line_count, 2);
    assert_int_equal(made.lines[0].part.cents, 46666);
    assert_int_equal(made.lines[0].payable_cents, 20000);
    assert_int_equal(made.lines[0].member_cents, 26666);
    assert_int_equal(made.lines[1].part.cents, 53334);
    assert_int_equal(made.lines[1].payable_cents, 53334);
    assert_int_equal(made.lines[1].left_cents, 6666);
    assert_int_equal(made.lines[1].reason.code, REASON_NONE);
    assert_int_equal(made.payable_cents, 73334);
    assert_int_equal(made.member_cents, 26666);
}

static void s06_days_before_and_after_the_benefit_pay_nothing(void **state) {
    (void)state;
    struct allocation made = allocate(
        permanent, recognised(), expense(BENEFIT_FORM_RSA_STAY, "2026-10-11", "2026-10-20", 10000),
        NULL, 0, "2026-12-31");
    assert_int_equal(made.line_count, 2);
    assert_int_equal(made.lines[0].reason.code, REASON_BEFORE_BENEFIT);
    assert_int_equal(made.lines[0].payable_cents, 0);
    assert_int_equal(made.lines[1].payable_cents, 6000);
    made = allocate(temporary, recognised(),
                    expense(BENEFIT_FORM_INVOICE, "2027-04-15", "2027-04-15", 10000), NULL, 0,
                    "2027-05-01");
    assert_int_equal(made.outcome, ALLOCATION_REFUSED);
    assert_int_equal(made.reason.code, REASON_AFTER_BENEFIT);
    assert_string_equal(made.reason.rule, "A-30");
    made = allocate(temporary, recognised(),
                    expense(BENEFIT_FORM_INVOICE, "2027-04-14", "2027-04-14", 10000), NULL, 0,
                    "2027-05-01");
    assert_int_equal(made.lines[0].part.number, 6);
    assert_int_equal(made.payable_cents, 10000);
}

static void s27_days_after_death_pay_nothing(void **state) {
    (void)state;
    struct entitlement entitlement = recognised();
    entitlement.death = plans_date("2026-12-05");
    // Month 2 to 14 December: five days alive, nine not; month 3: two days.
    struct allocation made = allocate(
        permanent, entitlement, expense(BENEFIT_FORM_RSA_STAY, "2026-12-01", "2026-12-16", 16000),
        NULL, 0, "2026-12-31");
    assert_int_equal(made.line_count, 3);
    assert_int_equal(made.lines[0].payable_cents, 5000);
    assert_int_equal(made.lines[0].part.to.number, entitlement.death.number);
    assert_int_equal(made.lines[0].part.days, 5);
    assert_int_equal(made.lines[1].reason.code, REASON_AFTER_DEATH);
    assert_int_equal(made.lines[1].part.cents, 9000);
    assert_int_equal(made.lines[1].part.days, 9);
    assert_int_equal(made.lines[1].member_cents, 9000);
    assert_int_equal(made.lines[2].reason.code, REASON_AFTER_DEATH);
    assert_int_equal(made.payable_cents + made.member_cents, 16000);
    // The day of death itself is payable, up to the whole ceiling of that month.
    made = allocate(permanent, entitlement,
                    expense(BENEFIT_FORM_RSA_STAY, "2026-12-05", "2026-12-05", 60000), NULL, 0,
                    "2026-12-31");
    assert_int_equal(made.payable_cents, 60000);
    made = allocate(permanent, entitlement,
                    expense(BENEFIT_FORM_RSA_STAY, "2026-12-06", "2026-12-06", 60000), NULL, 0,
                    "2026-12-31");
    assert_int_equal(made.outcome, ALLOCATION_REFUSED);
    assert_string_equal(made.reason.rule, "S-27");
}

static void s10_and_decision_come_before_money(void **state) {
    (void)state;
    struct expense stay = expense(BENEFIT_FORM_RSA_STAY, "2026-12-01", "2026-12-01", 30000);
    struct entitlement entitlement = recognised();
    entitlement.recognised = false;
    struct allocation made = allocate(permanent, entitlement, stay, NULL, 0, "2026-12-31");
    assert_int_equal(made.outcome, ALLOCATION_REFUSED);
    assert_int_equal(made.reason.code, REASON_NOT_RECOGNISED);
    entitlement.reviewable = true;
    made = allocate(permanent, entitlement, stay, NULL, 0, "2026-12-31");
    assert_int_equal(made.outcome, ALLOCATION_HELD);
    assert_int_equal(made.reason.code, REASON_REVIEW_OPEN);
    assert_string_equal(made.reason.rule, "S-10");
    struct plan lenient = *plan_file_plan(permanent);
    lenient.settings.pay_while_reviewable.value = true;
    assert_true(allocation_compute(&lenient, &entitlement, &stay, NULL, 0, plans_date("2026-12-31"),
                                   &made));
    assert_int_equal(made.outcome, ALLOCATION_PAYABLE);
}

static void a_service_that_has_not_ended_is_held(void **state) {
    (void)state;
    struct expense stay = expense(BENEFIT_FORM_RSA_STAY, "2026-12-01", "2026-12-10", 30000);
    struct allocation made = allocate(permanent, recognised(), stay, NULL, 0, "2026-12-09");
    assert_int_equal(made.outcome, ALLOCATION_HELD);
    assert_int_equal(made.reason.code, REASON_IN_FUTURE);
    assert_int_equal(made.not_before.number, plans_date("2026-12-10").number);
    made = allocate(permanent, recognised(), stay, NULL, 0, "2026-12-10");
    assert_int_equal(made.outcome, ALLOCATION_PAYABLE);
}

static void malformed_arguments_are_refused(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(temporary);
    struct entitlement entitlement = recognised();
    struct civil_date as_of = plans_date("2026-12-31");
    struct allocation made = {.line_count = 77};
    const int64_t negative[] = {0, 0, -1};
    struct expense good = expense(BENEFIT_FORM_INVOICE, "2026-12-01", "2026-12-02", 100);
    struct expense free_of_charge = good;
    free_of_charge.cents = 0;
    struct expense reversed = good;
    reversed.service_to = plans_date("2026-11-30");
    struct expense undated = good;
    undated.service_from = (struct civil_date){0};
    struct entitlement unstarted = entitlement;
    unstarted.accrual_start = (struct civil_date){0};
    assert_false(
        allocation_compute(plan, &entitlement, &good, NULL, 0, (struct civil_date){0}, &made));
    assert_false(allocation_compute(plan, &entitlement, &free_of_charge, NULL, 0, as_of, &made));
    assert_false(allocation_compute(plan, &entitlement, &reversed, NULL, 0, as_of, &made));
    assert_false(allocation_compute(plan, &entitlement, &undated, NULL, 0, as_of, &made));
    assert_false(allocation_compute(plan, &entitlement, &good, negative, 3, as_of, &made));
    assert_false(allocation_compute(plan, &unstarted, &good, NULL, 0, as_of, &made));
    assert_int_equal(made.line_count, 77);
    assert_true(allocation_compute(plan, &entitlement, &good, NULL, 0, as_of, &made));
}

static void forms_have_names_both_ways(void **state) {
    (void)state;
    for (int i = 0; i < BENEFIT_FORM_COUNT; i++) {
        enum benefit_form found = BENEFIT_FORM_UNKNOWN;
        assert_true(benefit_form_from_name(benefit_form_name((enum benefit_form)i), &found));
        assert_int_equal(found, i);
    }
    enum benefit_form kept = BENEFIT_FORM_DIRECT;
    assert_string_equal(allocation_outcome_name(ALLOCATION_HELD), "held");
    assert_false(benefit_form_from_name("cash", &kept));
    assert_int_equal(kept, BENEFIT_FORM_DIRECT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a31_b20_forms_of_benefit_are_the_plans_word),
        cmocka_unit_test(b23_no_line_on_day_59_or_60_one_on_day_61),
        cmocka_unit_test(b22_payable_is_the_lesser_of_expense_and_what_is_left),
        cmocka_unit_test(s08_a_stay_over_two_months_uses_both_ceilings),
        cmocka_unit_test(s06_days_before_and_after_the_benefit_pay_nothing),
        cmocka_unit_test(s27_days_after_death_pay_nothing),
        cmocka_unit_test(s10_and_decision_come_before_money),
        cmocka_unit_test(a_service_that_has_not_ended_is_held),
        cmocka_unit_test(malformed_arguments_are_refused),
        cmocka_unit_test(forms_have_names_both_ways),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
