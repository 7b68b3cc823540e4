// SPDX-License-Identifier: EUPL-1.2
// Each reading of a setting about months and money, against the default (S-05, S-06, S-08, S-15,
// S-16, S-22, S-26, S-27).
#include "scoring/allocation.h"
#include "scoring/benefit_month.h"
#include "scoring/proposal.h"
#include "scoring/survival.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is_day(struct civil_date date, const char *expected) {
    char text[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(date, text);
    assert_string_equal(text, expected);
}

static struct plan plan_a(void) {
    return *plan_file_plan(temporary);
}

static struct entitlement recognised_from(const char *start) {
    return (struct entitlement){.recognised = true, .accrual_start = plans_date(start)};
}

static struct expense invoice(const char *from, const char *to, int64_t cents) {
    return (struct expense){.form = BENEFIT_FORM_INVOICE,
                            .service_from = plans_date(from),
                            .service_to = plans_date(to),
                            .cents = cents};
}

static struct allocation allocate(const struct plan *plan, const struct entitlement *entitlement,
                                  const struct expense *expense, const int64_t *used) {
    static const int64_t nothing[PLAN_MONTHS_MAX];
    struct allocation allocation;
    assert_true(allocation_compute(plan, entitlement, expense, used == NULL ? nothing : used,
                                   PLAN_MONTHS_MAX, plans_date("2027-12-31"), &allocation));
    return allocation;
}

static void s05_calendar_months_with_the_first_and_last_pro_rata(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct civil_date start = plans_date("2026-01-15");
    struct benefit_month months[PLAN_MONTHS_MAX];
    assert_int_equal(benefit_months(&plan, start, months, PLAN_MONTHS_MAX), 6);
    is_day(months[0].last, "2026-02-14");
    plan.settings.month_basis = PLAN_MONTH_CALENDAR;
    assert_int_equal(benefit_months(&plan, start, months, PLAN_MONTHS_MAX), 7);
    is_day(months[0].first, "2026-01-15");
    is_day(months[0].last, "2026-01-31");
    assert_int_equal(months[0].ceiling_cents, 27419); // 17 of 31 days
    is_day(months[1].first, "2026-02-01");
    is_day(months[1].last, "2026-02-28");
    assert_int_equal(months[1].ceiling_cents, 50000);
    is_day(months[6].first, "2026-07-01");
    is_day(months[6].last, "2026-07-14");
    assert_int_equal(months[6].ceiling_cents, 22581); // what month 1 left: six ceilings in all
    struct benefit_month found;
    assert_true(benefit_month_of(&plan, start, plans_date("2026-03-01"), &found));
    assert_int_equal(found.number, 3);
    assert_false(benefit_month_of(&plan, start, plans_date("2026-07-15"), &found));
    assert_int_equal(benefit_month_count(&plan, plans_date("2026-02-01")), 6);
    assert_int_equal(benefit_month_count(&plan, (struct civil_date){0}), 0);
}

static void a_yearly_ceiling_has_benefit_years(void **state) {
    (void)state;
    struct plan plan = plan_a();
    plan.yearly.value = true;
    plan.months.value = 24;
    struct civil_date start = plans_date("2024-02-29");
    struct benefit_month year;
    assert_int_equal(benefit_month_count(&plan, start), 2);
    assert_true(benefit_month_at(&plan, start, 2, &year));
    is_day(year.first, "2025-02-28");
    is_day(year.last, "2026-02-27");
    assert_true(benefit_month_of(&plan, start, plans_date("2025-02-27"), &year));
    assert_int_equal(year.number, 1);
    assert_false(benefit_month_of(&plan, start, plans_date("2026-02-28"), &year));
}

static struct civil_date accrual(enum plan_accrual_start basis, bool next_month,
                                 int64_t deductible) {
    struct plan plan = plan_a();
    plan.settings.accrual_start = basis;
    plan.start_next_month.value = next_month;
    plan.deductible_days.value = deductible;
    const struct claim_facts facts = {
        .as_of = plans_date("2026-12-31"),
        .onset = plans_date("2026-01-02"),
        .first_contact = plans_date("2026-01-05"),
        .sent = plans_date("2026-01-08"),
        .received = plans_date("2026-01-12"),
        .complete = plans_date("2026-02-10"),
        .recognised = plans_date("2026-03-03"),
    };
    struct proposal proposal;
    assert_true(proposal_make(&plan, &facts, &proposal));
    return proposal.accrual_start;
}

static void s06_every_day_a_benefit_may_start_from(void **state) {
    (void)state;
    is_day(accrual(PLAN_ACCRUAL_COMPLETE, false, 0), "2026-02-10");
    is_day(accrual(PLAN_ACCRUAL_WRITTEN_CLAIM, false, 0), "2026-01-12");
    is_day(accrual(PLAN_ACCRUAL_ONSET, false, 0), "2026-01-02");
    is_day(accrual(PLAN_ACCRUAL_FILED, false, 0), "2026-01-05");
    is_day(accrual(PLAN_ACCRUAL_RECEIVED, false, 0), "2026-01-12");
    is_day(accrual(PLAN_ACCRUAL_RECOGNISED, false, 0), "2026-03-03");
    is_day(accrual(PLAN_ACCRUAL_SURVIVAL_PASSED, false, 0), ""); // plan A has no window
    is_day(accrual(PLAN_ACCRUAL_ONSET, true, 0), "2026-02-01");
    is_day(accrual(PLAN_ACCRUAL_ONSET, false, 90), "2026-04-02");
    is_day(accrual(PLAN_ACCRUAL_COMPLETE, true, 10), "2026-03-11");
}

static void s08_the_day_of_the_invoice_or_of_the_payment(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-02-10");
    struct expense expense = invoice("2026-03-05", "2026-03-14", 10000);
    expense.invoiced = plans_date("2026-03-20");
    expense.paid = plans_date("2026-05-02");
    struct allocation made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.line_count, 2); // months 1 and 2, by days of service
    plan.settings.expense_day = PLAN_EXPENSE_DAY_INVOICE;
    made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.line_count, 1);
    assert_int_equal(made.lines[0].part.number, 2);
    assert_int_equal(made.payable_cents, 10000);
    plan.settings.expense_day = PLAN_EXPENSE_DAY_PAYMENT;
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).lines[0].part.number, 3);
    // The days of service still decide about death.
    entitlement.death = plans_date("2026-03-09");
    made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.payable_cents, 5000);
    assert_int_equal(made.lines[1].reason.code, REASON_AFTER_DEATH);
    expense.paid = (struct civil_date){0};
    made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.outcome, ALLOCATION_HELD);
    assert_int_equal(made.reason.code, REASON_EXPENSE_DATE_UNKNOWN);
}

static void s15_paid_months_only(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-01-01");
    const int64_t used[PLAN_MONTHS_MAX] = {100, 0, 100, 0, 100, 0, 0, 100};
    struct expense late = invoice("2026-09-01", "2026-10-31", 6100); // months 9 and 10
    assert_int_equal(allocate(&plan, &entitlement, &late, used).payable_cents, 0);
    plan.settings.length = PLAN_LENGTH_PAID;
    struct allocation made = allocate(&plan, &entitlement, &late, used);
    assert_int_equal(made.payable_cents, 6100); // the fifth and sixth paid month
    entitlement.months_before = 1;
    made = allocate(&plan, &entitlement, &late, used);
    assert_int_equal(made.payable_cents, 3000);
    assert_int_equal(made.lines[1].reason.code, REASON_MONTHS_USED_BEFORE);
    struct expense again = invoice("2026-03-05", "2026-03-05", 1000); // a month that has paid
    assert_int_equal(allocate(&plan, &entitlement, &again, used).payable_cents, 1000);
}

static void s15_months_that_an_earlier_part_of_the_event_took(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-01-01");
    struct expense expense = invoice("2026-04-30", "2026-05-01", 200);
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 200);
    entitlement.months_before = 2;
    struct allocation made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.payable_cents, 100);
    assert_int_equal(made.lines[1].reason.code, REASON_MONTHS_USED_BEFORE);
    assert_string_equal(made.lines[1].reason.rule, "S-15");
}

static void s15_a_month_of_an_event_that_is_not_settled_is_held(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-01-01");
    entitlement.months_before = 3; // one surely, two if it was the same event
    entitlement.months_open = 2;
    struct expense expense = invoice("2026-03-31", "2026-03-31", 100);
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 100);
    expense = invoice("2026-03-31", "2026-04-01", 200);
    struct allocation made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.outcome, ALLOCATION_HELD);
    assert_int_equal(made.reason.code, REASON_SAME_EVENT_OPEN);
    assert_int_equal(made.line_count, 0);
    expense = invoice("2026-06-01", "2026-06-01", 100); // gone whatever comes out
    made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.outcome, ALLOCATION_REFUSED);
    assert_int_equal(made.reason.code, REASON_MONTHS_USED_BEFORE);
    plan.settings.length = PLAN_LENGTH_PAID;
    const int64_t used[PLAN_MONTHS_MAX] = {100, 100, 100};
    made = allocate(&plan, &entitlement, &expense, used);
    assert_int_equal(made.reason.code, REASON_SAME_EVENT_OPEN);
}

static void s16_the_month_in_which_the_state_ends(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-04-01");
    entitlement.state_ended = plans_date("2026-04-16");
    struct expense expense = invoice("2026-04-01", "2026-04-15", 60000);
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 50000);
    plan.settings.last_month = PLAN_LAST_MONTH_DAILY;
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 25000);
    struct expense after = invoice("2026-04-16", "2026-04-17", 100);
    struct allocation made = allocate(&plan, &entitlement, &after, NULL);
    assert_int_equal(made.outcome, ALLOCATION_REFUSED);
    assert_int_equal(made.reason.code, REASON_STATE_ENDED);
    // A later month keeps its whole ceiling: nothing is due in it anyway.
    struct benefit_month month;
    assert_true(benefit_month_at(&plan, entitlement.accrual_start, 2, &month));
    assert_int_equal(allocation_ceiling(&plan, &entitlement, &month), 50000);
}

static void s27_the_month_of_death_in_full_or_pro_rata(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-04-01");
    entitlement.death = plans_date("2026-04-15");
    struct expense expense = invoice("2026-04-01", "2026-04-15", 60000);
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 50000);
    plan.settings.death_month = PLAN_DEATH_MONTH_PRO_RATA;
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 25000);
    struct benefit_month month = {.first = plans_date("2026-04-13"),
                                  .last = plans_date("2026-05-13"),
                                  .ceiling_cents = 50000};
    entitlement.death = plans_date("2026-04-23"); // 11 of 31 days: 177.419
    assert_int_equal(allocation_ceiling(&plan, &entitlement, &month), 17742);
}

static void s27_who_is_paid(void **state) {
    (void)state;
    struct civil_date death = plans_date("2026-04-15");
    struct civil_date none = {0};
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_INVOICE, none, death),
                     ALLOCATION_PAYEE_MEMBER);
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_INVOICE, death, death),
                     ALLOCATION_PAYEE_HEIRS);
    assert_int_equal(
        allocation_payee_of(BENEFIT_FORM_INVOICE, death, civil_date_add_days(death, -1)),
        ALLOCATION_PAYEE_MEMBER);
    assert_int_equal(allocation_payee_of(BENEFIT_FORM_DIRECT, death, death),
                     ALLOCATION_PAYEE_PROVIDER);
    assert_string_equal(allocation_payee_name(ALLOCATION_PAYEE_HEIRS), "heirs");
}

static void s22_a_finding_of_a_consolidated_state_stops_a_temporary_plan(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-04-01");
    entitlement.consolidated_on = plans_date("2026-04-16");
    struct expense expense = invoice("2026-04-15", "2026-04-16", 200);
    struct allocation made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.payable_cents, 100);
    assert_int_equal(made.lines[1].reason.code, REASON_CONSOLIDATED_NEVER_COVERED);
    plan.consolidation = PLAN_CONSOLIDATION_ANY;
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 200);
}

static void s26_services_after_the_cover_was_lost(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-04-01");
    entitlement.cover_lost = plans_date("2026-04-16");
    struct expense expense = invoice("2026-04-15", "2026-04-16", 200);
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 200);
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    struct allocation made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.payable_cents, 100);
    assert_int_equal(made.lines[1].reason.code, REASON_COVER_ENDED);
}

static void s11_services_from_the_day_of_the_request_wait(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct entitlement entitlement = recognised_from("2026-04-01");
    entitlement.suspended_from = plans_date("2026-04-16");
    struct expense before = invoice("2026-04-10", "2026-04-15", 200);
    assert_int_equal(allocate(&plan, &entitlement, &before, NULL).payable_cents, 200);
    struct expense after = invoice("2026-04-10", "2026-04-16", 200);
    struct allocation made = allocate(&plan, &entitlement, &after, NULL);
    assert_int_equal(made.outcome, ALLOCATION_HELD);
    assert_int_equal(made.reason.code, REASON_SUSPENDED);
    entitlement.suspended_from = (struct civil_date){0}; // complied: nothing was lost
    assert_int_equal(allocate(&plan, &entitlement, &after, NULL).payable_cents, 200);
}

static void a_plan_that_pays_to_the_living_only(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct civil_date day = plans_date("2026-06-01");
    struct survival_facts facts = {.alive_through = day};
    assert_int_equal(survival_at_payment(&plan, &facts, day), SURVIVAL_NO_WINDOW);
    plan.alive_at_payment.value = true;
    assert_int_equal(survival_at_payment(&plan, &facts, day), SURVIVAL_PASSED);
    facts.alive_through = plans_date("2026-05-31");
    assert_int_equal(survival_at_payment(&plan, &facts, day), SURVIVAL_UNCONFIRMED);
    facts.death = day;
    assert_int_equal(survival_at_payment(&plan, &facts, day), SURVIVAL_DIED_ON_LAST_DAY);
    facts.death = plans_date("2026-05-31");
    assert_int_equal(survival_at_payment(&plan, &facts, day), SURVIVAL_DIED);
    facts.death = plans_date("2026-06-02"); // after the payment
    assert_int_equal(survival_at_payment(&plan, &facts, day), SURVIVAL_UNCONFIRMED);
}

static void forms_that_exclude_each_other(void **state) {
    (void)state;
    static const struct plan_alternative alternatives[] = {
        {.code = "home", .forms = {[BENEFIT_FORM_INVOICE] = true}, .rule = "alt"},
        {.code = "facility", .forms = {[BENEFIT_FORM_RSA_STAY] = true}, .rule = "alt"},
    };
    struct plan plan = plan_a();
    plan.alternatives = alternatives;
    plan.alternative_count = 2;
    struct entitlement entitlement = recognised_from("2026-04-01");
    uint8_t taken[PLAN_MONTHS_MAX] = {2};
    entitlement.taken = taken;
    struct expense expense = invoice("2026-04-10", "2026-04-10", 200);
    struct allocation made = allocate(&plan, &entitlement, &expense, NULL);
    assert_int_equal(made.reason.code, REASON_ALTERNATIVE_USED);
    taken[0] = 1;
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 200);
    taken[0] = 2;
    expense.form = BENEFIT_FORM_HOME_CARER; // in no group
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 200);
    entitlement.taken = NULL;
    expense.form = BENEFIT_FORM_INVOICE;
    assert_int_equal(allocate(&plan, &entitlement, &expense, NULL).payable_cents, 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s05_calendar_months_with_the_first_and_last_pro_rata),
        cmocka_unit_test(a_yearly_ceiling_has_benefit_years),
        cmocka_unit_test(s06_every_day_a_benefit_may_start_from),
        cmocka_unit_test(s08_the_day_of_the_invoice_or_of_the_payment),
        cmocka_unit_test(s15_paid_months_only),
        cmocka_unit_test(s15_months_that_an_earlier_part_of_the_event_took),
        cmocka_unit_test(s15_a_month_of_an_event_that_is_not_settled_is_held),
        cmocka_unit_test(s16_the_month_in_which_the_state_ends),
        cmocka_unit_test(s27_the_month_of_death_in_full_or_pro_rata),
        cmocka_unit_test(s27_who_is_paid),
        cmocka_unit_test(s22_a_finding_of_a_consolidated_state_stops_a_temporary_plan),
        cmocka_unit_test(s26_services_after_the_cover_was_lost),
        cmocka_unit_test(s11_services_from_the_day_of_the_request_wait),
        cmocka_unit_test(a_plan_that_pays_to_the_living_only),
        cmocka_unit_test(forms_that_exclude_each_other),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
