// SPDX-License-Identifier: EUPL-1.2
// The months of a case and its expenses, served one after the other (A-30 … A-36, S-08, S-09,
// S-15 … S-17, S-24).
#include "scoring/evaluation.h"

#include "scoring_evaluation_told.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct plan *plan_a(void) {
    return plan_file_plan(temporary);
}

static struct evaluation_case with(const struct evaluation_expense *expenses, size_t count,
                                   size_t authorisations) {
    struct evaluation_case facts = told_case();
    facts.expenses = expenses;
    facts.expense_count = count;
    facts.authorisation_count = authorisations;
    return facts;
}

static void s17_direct_services_first_then_by_the_day_of_receipt(void **state) {
    (void)state;
    const struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, NULL),
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-11", "2026-02-11", 20000, "2026-04-02"),
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-12", "2026-02-12", 15000, "2026-05-01"),
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-13", "2026-02-13", 5000, "2026-04-01"),
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-14", "2026-02-14", 7000, "2026-03-01"),
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-15", "2026-02-15", 3000, "2026-04-02"),
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-16", "2026-02-16", 4000, NULL),
    };
    struct evaluation_case facts = with(expenses, 7, 0);
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 50000 reserved 0 member 14000 left 0]; #2 payable "
         "15000+0 (1: 15000+0); #4 payable 7000+0 (1: 7000+0); #3 payable 5000+0 (1: "
         "5000+0); #1 payable 20000+0 (1: 20000+0); #5 payable 3000+0 (1: 3000+0); #0 "
         "refused 0+10000 A-30 ceiling-reached (1: 0+10000 A-30 ceiling-reached); #6 "
         "refused 0+4000 A-30 ceiling-reached (1: 0+4000 A-30 ceiling-reached)");
}

static void a30_months_have_their_ceiling_less_what_was_paid(void **state) {
    (void)state;
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-03-10", 100000, NULL);
    struct evaluation_case facts = with(&expense, 1, 0);
    facts.paid_cents[0] = 49999;
    facts.paid_cents[1] = 50001;
    facts.paid_cents[2] = 50000;
    facts.paid_cents[3] = 1;
    says(plan_a(), &facts,
         "recognised in-payment" LIMITED
         "; 6 months [1: paid 49999 due 1 reserved 0 member 65516 left 0] [2: paid "
         "50001 due 0 reserved 0 member 34483 left 0] [3: paid 50000 due 0 reserved 0 "
         "member 0 left 0] [4: paid 1 due 0 reserved 0 member 0 left 49999]; #0 payable "
         "1+99999 (1: 1+65516 A-30 ceiling-reached) (2: 0+34483 A-30 ceiling-reached)");
}

static void a30_b22_what_other_claims_used_of_a_month_comes_off_its_ceiling(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-04-10", 100000, NULL);
    struct evaluation_case facts = with(&expense, 1, 0);
    facts.elsewhere_cents[0] = 30000;
    facts.paid_cents[0] = 15000;
    facts.elsewhere_cents[1] = 50000;
    says(&plan, &facts,
         "recognised in-payment; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 "
         "months [1: paid 15000 due 5000 reserved 0 member 26666 left 0] [2: paid 0 due 0 reserved "
         "0 member 51666 left 0] [3: paid 0 due 16668 reserved 0 member 0 left 33332]; #0 payable "
         "21668+78332 (1: 5000+26666 A-30 ceiling-reached) (2: 0+51666 A-30 ceiling-reached) (3: "
         "16668+0)");
    // They are no paid months of this claim (S-15).
    plan.settings.length = PLAN_LENGTH_PAID;
    plan.months.value = 2;
    says(&plan, &facts,
         "recognised in-payment; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 120 "
         "months [1: paid 15000 due 5000 reserved 0 member 26666 left 0] [2: paid 0 due 0 reserved "
         "0 member 51666 left 0] [3: paid 0 due 16668 reserved 0 member 0 left 33332]; #0 payable "
         "21668+78332 (1: 5000+26666 A-30 ceiling-reached) (2: 0+51666 A-30 ceiling-reached) (3: "
         "16668+0)");
}

static void s09_a_right_that_was_ruled_lost_pays_nothing_though_recognised(void **state) {
    (void)state;
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, NULL);
    struct evaluation_case facts = with(&expense, 1, 0);
    facts.facts.late_ruling = LATE_RULING_LOST; // it was not late: nothing to rule on
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 "
         "months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable 10000+0 (1: "
         "10000+0)");
    facts.facts.onset = plans_date("2026-01-01");
    says(plan_a(), &facts,
         "not-recognised recognised; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 "
         "months; #0 refused 0+10000 S-09 filed-late-lost");
    facts.facts.late_ruling = LATE_RULING_ACCEPTED;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 "
         "months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable 10000+0 (1: "
         "10000+0)");
}

static void what_stands_against_an_expense(void **state) {
    (void)state;
    struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-10", "2026-02-10", 10000, NULL)};
    struct evaluation_case facts = with(expenses, 2, 0);
    expenses[0].receipted = expenses[1].receipted = FACT_UNKNOWN;
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #1 payable "
         "10000+0 (1: 10000+0); #0 held 0+0 A-34 not-receipted");
    expenses[0].receipted = FACT_NO;
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #1 payable "
         "10000+0 (1: 10000+0); #0 held 0+0 A-34 not-receipted");
    struct plan trusting = *plan_a();
    trusting.receipt_required.value = false;
    says(&trusting, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 0 left 30000]; #1 payable "
         "10000+0 (1: 10000+0); #0 payable 10000+0 (1: 10000+0)");
    facts.facts.complete = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete recognised; tasks complete-dossier S-06" LIMITED
         "; #1 held 0+0 S-06 dossier-not-complete; #0 held 0+0 S-06 dossier-not-complete");
    facts.decision = CLAIM_RULING_REVIEWABLE;
    says(plan_a(), &facts,
         "incomplete reviewable; tasks complete-dossier S-06" LIMITED
         "; #1 held 0+0 S-06 dossier-not-complete; #0 held 0+0 S-06 dossier-not-complete");
    facts.decision = CLAIM_RULING_NOT_RECOGNISED;
    says(plan_a(), &facts,
         "incomplete not-recognised; tasks complete-dossier S-06" LIMITED
         "; #1 refused 0+10000 A-12 not-recognised; #0 refused 0+10000 A-12 not-recognised");
    // What is never paid waits for no receipt and no quotation.
    expenses[1].currency = "USD";
    says(plan_a(), &facts,
         "incomplete not-recognised; tasks complete-dossier S-06" LIMITED
         "; #1 refused 0+0 A-12 not-recognised; #0 refused 0+10000 A-12 not-recognised");
    facts.facts.complete = told_case().facts.complete;
    facts.decision = CLAIM_RULING_NONE;
    expenses[0].expense.form = expenses[1].expense.form = BENEFIT_FORM_ANNUITY;
    says(plan_a(), &facts,
         "recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, settle-check "
         "X-17, decide-claim A-12" LIMITED
         "; 6 months; #0 refused 0+10000 A-31 annuity-never; #1 refused 0+0 A-31 annuity-never");
    facts.decision = CLAIM_RULING_REVIEWABLE;
    facts.facts.complete = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete reviewable; tasks complete-dossier S-06" LIMITED
         "; #0 refused 0+10000 A-31 annuity-never; #1 refused 0+0 A-31 annuity-never");
    facts.decision = CLAIM_RULING_NONE;
    says(plan_a(), &facts,
         "incomplete opened; tasks complete-dossier S-06, settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED
         "; #0 held 0+0 A-12 decision-open; #1 held 0+0 A-12 decision-open");
    expenses[0].expense.form = BENEFIT_FORM_INVOICE;
    expenses[1].expense.form = BENEFIT_FORM_DIRECT;
    expenses[1].currency = NULL;
    // Of the kind that the plan excludes, whatever else is open.
    facts = with(expenses, 2, 0);
    expenses[0].nature = "medical-therapies";
    expenses[1].nature = "unproven-treatment";
    expenses[1].currency = "USD";
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months; #1 refused 0+0 X-17 expense-excluded; #0 refused 0+10000 X-17 "
         "expense-excluded");
}

static void a36_another_currency_is_turned_into_euro_first(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    const struct quotation rates[] = {{"USD", plans_date("2026-02-03"), 2000000},
                                      {"USD", plans_date("2026-02-18"), 4000000}};
    struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-03", "2026-02-04", 20000, NULL);
    struct evaluation_case facts = with(&expense, 1, 0);
    facts.quotations = rates;
    facts.quotation_count = 2;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 0 left 30000]; #0 payable "
         "20000+0 (1: 20000+0)");
    assert_int_equal(told_evaluation.exchanged[0].state, EXCHANGE_DAY_UNKNOWN);
    expense.currency = "USD";
    says(&plan, &facts,
         "recognised recognised" LIMITED "; 6 months; #0 held 0+0 S-24 expense-date-unknown");
    expense.expense.paid = plans_date("2026-02-20");
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 5000 reserved 0 member 0 left 45000]; #0 payable "
         "5000+0 (1: 5000+0)");
    assert_int_equal(told_evaluation.exchanged[0].cents, 5000);
    plan.settings.exchange = PLAN_EXCHANGE_SERVICE_MEAN;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (1: 10000+0)");
    expense.expense.cents = 1;
    plan.settings.exchange = PLAN_EXCHANGE_PAYMENT_MEAN;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 1 reserved 0 member 0 left 49999]; #0 payable 1+0 "
         "(1: 1+0)");
    assert_int_equal(told_evaluation.exchanged[0].cents, 1);
    expense.currency = "CHF";
    says(&plan, &facts,
         "recognised recognised" LIMITED "; 6 months; #0 held 0+0 A-36 quotation-missing");
}

static void a32_an_authorised_service_to_come_is_reserved(void **state) {
    (void)state;
    struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_DIRECT, "2026-06-26", "2026-07-05", 20000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-07-22", "2026-08-10", 40000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-10", "2026-02-10", 1000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-07-08", "2026-07-08", 30000, NULL),
        told_expense(BENEFIT_FORM_INVOICE, "2026-06-20", "2026-06-20", 45000, NULL)};
    struct evaluation_case facts = with(expenses, 5, 3);
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 1000 reserved 0 member 0 left 49000] [5: paid 0 due "
         "40000 reserved 10000 member 5000 left 0] [6: paid 0 due 0 reserved 30000 "
         "member 0 left 20000]; #0 held 0+0 S-08 in-future reserves 20000; #1 held 0+0 "
         "S-08 in-future reserves 20000; #2 payable 1000+0 (1: 1000+0); #3 held 0+0 "
         "S-08 in-future; #4 payable 40000+5000 (5: 40000+5000 A-30 ceiling-reached)");
    assert_int_equal(told_evaluation.reserved_cents[2], 0);
    // Held for another reason: nothing is reserved.
    const struct evaluation_visit refused = {.ordered = plans_date("2026-07-01"),
                                             .refused = plans_date("2026-07-01"),
                                             .refusal_confirmed = FACT_YES};
    facts.visits = &refused;
    facts.visit_count = 1;
    says(plan_a(), &facts,
         "recognised suspended; suspended 2026-07-01; S-11 suspended" LIMITED
         "; 6 months [1: paid 0 due 1000 reserved 0 member 0 left 49000] [5: paid 0 due "
         "45000 reserved 0 member 0 left 5000]; #0 held 0+0 S-11 suspended; #1 held 0+0 "
         "S-11 suspended; #2 payable 1000+0 (1: 1000+0); #3 held 0+0 S-11 suspended; #4 "
         "payable 45000+0 (5: 45000+0)");
    // Longer than can be reckoned.
    facts.visit_count = 0;
    expenses[1].expense.service_to = plans_date("2046-08-10");
    static struct evaluation evaluation;
    static struct allocation allocations[EVALUATION_EXPENSES_MAX];
    assert_false(evaluation_make(plan_a(), &facts, &evaluation, allocations));
}

// The months of an authorised service are kept for it while nobody knows yet that the member lives.
static void b23_a32_a_service_is_reserved_while_the_survival_window_runs(void **state) {
    (void)state;
    const struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-20", "2026-02-20", 20000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-07-20", "2026-07-20", 55000, NULL),
        told_expense(BENEFIT_FORM_RSA_STAY, "2026-02-10", "2026-02-10", 50000, "2026-02-12")};
    struct plan plan = *plan_a();
    plan.survival_days.value = 60;
    plan.survival_days.rule = "B-23";
    struct evaluation_case facts = with(expenses, 3, 2);
    facts.facts.sent = facts.facts.received = plans_date("2026-01-20");
    facts.facts.as_of = plans_date("2026-03-01");
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-20 to 2028-01-20; 6 "
         "months [1: paid 0 due 0 reserved 20000 member 0 left 30000] [6: paid 0 due 0 reserved "
         "50000 member 0 left 0]; #0 held 0+0 B-23 survival-running reserves 20000; #1 held 0+0 "
         "B-23 survival-running reserves 50000; #2 held 0+0 B-23 survival-running");
    facts.facts.as_of = plans_date("2026-07-01");
    says(&plan, &facts,
         "recognised recognised; tasks confirm-alive B-23; term L-09 act interruption 0 from "
         "2026-01-20 to 2028-01-20; 6 months [1: paid 0 due 0 reserved 20000 member 0 left "
         "30000] [6: paid 0 due 0 reserved 50000 member 0 left 0]; #0 held 0+0 B-23 "
         "survival-unconfirmed reserves 20000; #1 held 0+0 B-23 survival-unconfirmed reserves "
         "50000; #2 held 0+0 B-23 survival-unconfirmed");
    facts.facts.alive_through = plans_date("2026-06-30");
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-20 to 2028-01-20; 6 "
         "months [1: paid 0 due 50000 reserved 0 member 20000 left 0] [6: paid 0 due 0 reserved "
         "50000 member 0 left 0]; #0 payable 20000+0 (1: 20000+0); #1 held 0+0 S-08 in-future "
         "reserves 50000; #2 payable 30000+20000 (1: 30000+20000 A-30 ceiling-reached)");
    // A plan that asks for life at every payment: the same for what is to come.
    plan.survival_days.value = 0;
    plan.alive_at_payment.value = true;
    plan.alive_at_payment.rule = "alive";
    facts.facts.alive_through = plans_date("2026-07-01");
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-20 to 2028-01-20; 6 "
         "months [1: paid 0 due 50000 reserved 0 member 20000 left 0] [6: paid 0 due 0 reserved "
         "50000 member 0 left 0]; #0 payable 20000+0 (1: 20000+0); #1 held 0+0 S-08 in-future "
         "reserves 50000; #2 payable 30000+20000 (1: 30000+20000 A-30 ceiling-reached)");
    facts.facts.alive_through = (struct civil_date){0};
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-20 to 2028-01-20; 6 "
         "months [1: paid 0 due 0 reserved 20000 member 0 left 30000] [6: paid 0 due 0 reserved "
         "50000 member 0 left 0]; #0 held 0+0 alive survival-unconfirmed reserves 20000; #1 held "
         "0+0 alive survival-unconfirmed reserves 50000; #2 held 0+0 alive survival-unconfirmed");
    // After a death nothing of it is left.
    plan.survival_days.value = 60;
    facts.facts.as_of = plans_date("2026-03-01");
    facts.facts.death = plans_date("2026-03-01");
    says(&plan, &facts,
         "not-recognised ended death; term L-09 act interruption 0 from 2026-01-20 to "
         "2028-01-20; 6 months; #0 refused 0+20000 B-23 died-in-window; #1 refused 0+55000 B-23 "
         "died-in-window; #2 refused 0+50000 B-23 died-in-window");
    // The date of the written claim is not known: nobody knows a window.
    facts.facts.death = facts.facts.sent = facts.facts.received = (struct civil_date){0};
    facts.decision = CLAIM_RULING_RECOGNISED;
    says(&plan, &facts,
         "incomplete recognised; tasks state-filing S-04, state-written-claim S-03; term L-09 "
         "act onset 0 from 2026-01-10 to 2028-01-10; 6 months; #0 held 0+0 S-03 "
         "written-claim-unknown; #1 held 0+0 S-03 written-claim-unknown; #2 held 0+0 S-03 "
         "written-claim-unknown");
}

static void s09_the_proven_prejudice_comes_off_the_first_sums_due(void **state) {
    (void)state;
    const struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_DIRECT, "2026-01-20", "2026-03-10", 50000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-10", "2026-04-10", 20000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-11", "2026-04-11", 20000, NULL)};
    struct evaluation_case facts = with(expenses, 3, 0);
    facts.facts.sent = plans_date("2026-01-29");
    facts.facts.received = plans_date("2026-01-30");
    facts.prejudice_cents = 45000;
    facts.facts.late_ruling = LATE_RULING_ACCEPTED;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-30 to "
         "2028-01-31 nominal 2028-01-30; 6 months [1: paid 0 due 28000 reserved 0 "
         "member 0 left 22000] [2: paid 0 due 10000 reserved 0 member 0 left 40000] [3: "
         "paid 0 due 40000 reserved 0 member 0 left 10000]; #0 payable 38000+12000 (0: "
         "0+12000 S-06 before-benefit) (1: 28000+0) (2: 10000+0); #1 payable 20000+0 "
         "(3: 20000+0); #2 payable 20000+0 (3: 20000+0)");
    facts.facts.late_ruling = LATE_RULING_REDUCED;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-30 to "
         "2028-01-31 nominal 2028-01-30; 6 months [1: paid 0 due 0 reserved 0 member "
         "28000 left 22000] [2: paid 0 due 0 reserved 0 member 10000 left 40000] [3: "
         "paid 0 due 33000 reserved 0 member 7000 left 10000]; #0 refused 0+50000 S-09 "
         "filed-late-reduced (0: 0+12000 S-06 before-benefit) (1: 0+28000 prejudice "
         "28000 S-09 filed-late-reduced) (2: 0+10000 prejudice 10000 S-09 "
         "filed-late-reduced); #1 payable 13000+7000 (3: 13000+7000 prejudice 7000 S-09 "
         "filed-late-reduced); #2 payable 20000+0 (3: 20000+0)");
    facts.prejudice_cents = 30000;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-30 to "
         "2028-01-31 nominal 2028-01-30; 6 months [1: paid 0 due 0 reserved 0 member "
         "28000 left 22000] [2: paid 0 due 8000 reserved 0 member 2000 left 40000] [3: "
         "paid 0 due 40000 reserved 0 member 0 left 10000]; #0 payable 8000+42000 (0: "
         "0+12000 S-06 before-benefit) (1: 0+28000 prejudice 28000 S-09 "
         "filed-late-reduced) (2: 8000+2000 prejudice 2000 S-09 filed-late-reduced); #1 "
         "payable 20000+0 (3: 20000+0); #2 payable 20000+0 (3: 20000+0)");
    facts.prejudice_cents = 1;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-30 to "
         "2028-01-31 nominal 2028-01-30; 6 months [1: paid 0 due 27999 reserved 0 "
         "member 1 left 22000] [2: paid 0 due 10000 reserved 0 member 0 left 40000] [3: "
         "paid 0 due 40000 reserved 0 member 0 left 10000]; #0 payable 37999+12001 (0: "
         "0+12000 S-06 before-benefit) (1: 27999+1 prejudice 1 S-09 filed-late-reduced) "
         "(2: 10000+0); #1 payable 20000+0 (3: 20000+0); #2 payable 20000+0 (3: 20000+0)");
    facts.prejudice_cents = 0;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-30 to "
         "2028-01-31 nominal 2028-01-30; 6 months [1: paid 0 due 28000 reserved 0 "
         "member 0 left 22000] [2: paid 0 due 10000 reserved 0 member 0 left 40000] [3: "
         "paid 0 due 40000 reserved 0 member 0 left 10000]; #0 payable 38000+12000 (0: "
         "0+12000 S-06 before-benefit) (1: 28000+0) (2: 10000+0); #1 payable 20000+0 "
         "(3: 20000+0); #2 payable 20000+0 (3: 20000+0)");
}

static void one_alternative_of_a_plan_closes_the_other_in_its_month(void **state) {
    (void)state;
    static const struct plan_alternative ways[] = {
        {.code = "paid", .forms = {[BENEFIT_FORM_INVOICE] = true}, .rule = "W-1"},
        {.code = "served", .forms = {[BENEFIT_FORM_DIRECT] = true}, .rule = "W-2"}};
    struct plan plan = *plan_a();
    plan.alternatives = ways;
    plan.alternative_count = 2;
    const struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_RSA_STAY, "2026-02-09", "2026-02-09", 10000, "2026-02-28"),
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, "2026-03-01"),
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-10", "2026-02-10", 10000, NULL),
        told_expense(BENEFIT_FORM_INVOICE, "2026-03-10", "2026-03-10", 10000, "2026-03-02"),
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-10", "2026-04-10", 10000, NULL)};
    struct evaluation_case facts = with(expenses, 5, 0);
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 10000 left 30000] [2: paid "
         "0 due 10000 reserved 0 member 0 left 40000] [3: paid 0 due 10000 reserved 0 "
         "member 0 left 40000]; #2 payable 10000+0 (1: 10000+0); #4 payable 10000+0 (3: "
         "10000+0); #0 payable 10000+0 (1: 10000+0); #1 refused 0+10000 W-1 "
         "alternative-used (1: 0+10000 W-1 alternative-used); #3 payable 10000+0 (2: "
         "10000+0)");
    // What pays nothing takes nothing; a cent does.
    const struct evaluation_expense in_april[] = {
        told_expense(BENEFIT_FORM_INVOICE, "2026-04-11", "2026-04-11", 10000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-10", "2026-04-10", 10000, NULL)};
    struct evaluation_case full = with(in_april, 2, 0);
    full.paid_cents[2] = 50000;
    says(&plan, &full,
         "recognised in-payment" LIMITED
         "; 6 months [3: paid 50000 due 0 reserved 0 member 20000 left 0]; #1 refused "
         "0+10000 A-30 ceiling-reached (3: 0+10000 A-30 ceiling-reached); #0 refused "
         "0+10000 A-30 ceiling-reached (3: 0+10000 A-30 ceiling-reached)");
    full.paid_cents[2] = 49999;
    says(&plan, &full,
         "recognised in-payment" LIMITED
         "; 6 months [3: paid 49999 due 1 reserved 0 member 19999 left 0]; #1 payable "
         "1+9999 (3: 1+9999 A-30 ceiling-reached); #0 refused 0+10000 W-1 "
         "alternative-used (3: 0+10000 W-1 alternative-used)");
    facts.taken[2] = 1; // April went to invoices
    facts.paid_cents[3] = 100;
    facts.paid_cents[2] = 50000;
    says(&plan, &facts,
         "recognised in-payment" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 10000 left 30000] [2: paid "
         "0 due 10000 reserved 0 member 0 left 40000] [3: paid 50000 due 0 reserved 0 "
         "member 10000 left 0] [4: paid 100 due 0 reserved 0 member 0 left 49900]; #2 "
         "payable 10000+0 (1: 10000+0); #4 refused 0+10000 W-2 alternative-used (3: "
         "0+10000 W-2 alternative-used); #0 payable 10000+0 (1: 10000+0); #1 refused "
         "0+10000 W-1 alternative-used (1: 0+10000 W-1 alternative-used); #3 payable "
         "10000+0 (2: 10000+0)");
}

static void s15_months_of_the_same_event_are_gone(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct earlier_benefit earlier = {plans_date("2025-08-01"), plans_date("2025-10-15"), 2,
                                      FACT_YES};
    const struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-10", "2026-04-10", 10000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-05-10", "2026-05-10", 10000, NULL)};
    struct evaluation_case facts = with(expenses, 2, 0);
    facts.earlier = &earlier;
    facts.earlier_count = 1;
    says(&plan, &facts,
         "recognised ended months-used" LIMITED
         "; 3 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0); #1 refused 0+10000 S-15 months-used-before (4: 0+10000 "
         "S-15 months-used-before)");
    earlier.same_cause = FACT_UNKNOWN;
    says(&plan, &facts,
         "recognised recognised; tasks settle-same-event S-15" LIMITED
         "; 3 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0); #1 held 0+0 S-15 same-event-open");
    // A month of which it is open whether it is gone keeps the claim from ending.
    earlier.from = plans_date("2025-09-20");
    says(&plan, &facts,
         "recognised recognised; tasks settle-same-event S-15" LIMITED
         "; 5 months [3: paid 0 due 10000 reserved 0 member 0 left 40000] [4: paid 0 due 10000 "
         "reserved 0 member 0 left 40000]; #0 payable 10000+0 (3: 10000+0); #1 payable 10000+0 "
         "(4: 10000+0)");
    earlier.from = plans_date("2025-08-01");
    earlier.same_cause = FACT_YES;
    plan.settings.length = PLAN_LENGTH_PAID;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 120 months [3: paid 0 due 10000 reserved 0 member 0 left 40000] [4: paid 0 "
         "due 10000 reserved 0 member 0 left 40000]; #0 payable 10000+0 (3: 10000+0); "
         "#1 payable 10000+0 (4: 10000+0)");
    plan.settings.length = PLAN_LENGTH_EVENT;
    earlier.from = plans_date("2025-05-01");
    earlier.to = plans_date("2025-10-31");
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; #0 refused 0+10000 S-15 months-used-before (3: 0+10000 S-15 "
         "months-used-before); #1 refused 0+10000 S-15 months-used-before (4: 0+10000 "
         "S-15 months-used-before)");
    plan.settings.length = PLAN_LENGTH_LIFE;
    earlier.from = plans_date("2025-04-01");
    earlier.to = plans_date("2025-09-30");
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; #0 refused 0+10000 S-15 months-used-before (3: 0+10000 S-15 "
         "months-used-before); #1 refused 0+10000 S-15 months-used-before (4: 0+10000 "
         "S-15 months-used-before)");
    plan.months.value = 2;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; #0 refused 0+10000 A-30 after-benefit (0: 0+10000 A-30 after-benefit); #1 "
         "refused 0+10000 A-30 after-benefit (0: 0+10000 A-30 after-benefit)");
}

static void the_last_day_of_right_cuts_an_expense(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-06", "2026-04-15", 10000, NULL);
    struct evaluation_case facts = with(&expense, 1, 0);
    facts.facts.death = plans_date("2026-04-08");
    says(&plan, &facts,
         "recognised ended death" LIMITED
         "; 6 months [3: paid 0 due 3000 reserved 0 member 7000 left 47000]; #0 payable "
         "3000+7000 (3: 3000+0) (3: 0+7000 S-27 after-death)");
    plan.settings.death_month = PLAN_DEATH_MONTH_PRO_RATA;
    says(&plan, &facts,
         "recognised ended death" LIMITED
         "; 6 months [3: paid 0 due 3000 reserved 0 member 7000 left 10333]; #0 payable "
         "3000+7000 (3: 3000+0) (3: 0+7000 S-27 after-death)");
    assert_int_equal(told_evaluation.months[2].month.ceiling_cents, 13333); // 8 of 30 days
    plan.settings.death_month = PLAN_DEATH_MONTH_FULL;
    facts.facts.death = (struct civil_date){0};
    facts.withdrawn = plans_date("2026-04-10");
    says(&plan, &facts,
         "recognised ended withdrawn; stops 2026-04-10 chapter 7 claim-withdrawn; "
         "chapter 7 claim-withdrawn" LIMITED
         "; 6 months [3: paid 0 due 4000 reserved 0 member 6000 left 46000]; #0 payable "
         "4000+6000 (3: 4000+0) (3: 0+6000 chapter 7 claim-withdrawn)");
    facts.withdrawn = (struct civil_date){0};
    const struct evaluation_visit ended = {.held = plans_date("2026-04-07"),
                                           .state_ended = FACT_YES};
    facts.visits = &ended;
    facts.visit_count = 1;
    says(&plan, &facts,
         "recognised ended state-ended; stops 2026-04-07 S-11 state-ended; S-11 "
         "state-ended" LIMITED
         "; 6 months [3: paid 0 due 1000 reserved 0 member 9000 left 49000]; #0 payable "
         "1000+9000 (3: 1000+0) (3: 0+9000 A-12 state-ended)");
    facts.visit_count = 0;
    plan.survival_days.value = 90;
    plan.survival_days.rule = "V-90";
    says(&plan, &facts,
         "recognised recognised; tasks confirm-alive V-90" LIMITED
         "; 6 months; #0 held 0+0 V-90 survival-unconfirmed");
    facts.facts.alive_through = plans_date("2026-06-30");
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    facts.facts.received = (struct civil_date){0};
    says(&plan, &facts,
         "incomplete recognised; tasks state-written-claim S-03; term L-09 act onset 0 "
         "from 2026-01-10 to 2028-01-10; 6 months; #0 held 0+0 S-03 "
         "written-claim-unknown");
    plan.settings.written_claim_date = PLAN_WRITTEN_CLAIM_SENT;
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-20 to "
         "2028-01-20; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 "
         "payable 10000+0 (3: 10000+0)");
    facts.facts.death = plans_date("2026-04-20");
    says(&plan, &facts,
         "held ended death; tasks rule-on-last-day S-29; term L-09 act interruption 0 "
         "from 2026-01-20 to 2028-01-20; 6 months; #0 held 0+0 S-29 died-on-last-day");
    facts.facts.last_day_ruling = LAST_DAY_RULING_PAYABLE;
    says(&plan, &facts,
         "recognised ended death; term L-09 act interruption 0 from 2026-01-20 to "
         "2028-01-20; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 "
         "payable 10000+0 (3: 10000+0)");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s17_direct_services_first_then_by_the_day_of_receipt),
        cmocka_unit_test(a30_months_have_their_ceiling_less_what_was_paid),
        cmocka_unit_test(a30_b22_what_other_claims_used_of_a_month_comes_off_its_ceiling),
        cmocka_unit_test(s09_a_right_that_was_ruled_lost_pays_nothing_though_recognised),
        cmocka_unit_test(what_stands_against_an_expense),
        cmocka_unit_test(a36_another_currency_is_turned_into_euro_first),
        cmocka_unit_test(a32_an_authorised_service_to_come_is_reserved),
        cmocka_unit_test(b23_a32_a_service_is_reserved_while_the_survival_window_runs),
        cmocka_unit_test(s09_the_proven_prejudice_comes_off_the_first_sums_due),
        cmocka_unit_test(one_alternative_of_a_plan_closes_the_other_in_its_month),
        cmocka_unit_test(s15_months_of_the_same_event_are_gone),
        cmocka_unit_test(the_last_day_of_right_cuts_an_expense),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
