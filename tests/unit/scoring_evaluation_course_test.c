// SPDX-License-Identifier: EUPL-1.2
// The course of a whole case: sheets, visits, warnings, and the room that its lists have.
#include "scoring/evaluation.h"

#include "scoring_evaluation_told.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static bool refuses(const struct plan *plan, const struct evaluation_case *facts) {
    static struct evaluation evaluation;
    static struct allocation allocations[EVALUATION_EXPENSES_MAX];
    return !evaluation_make(plan, facts, &evaluation, allocations);
}

static const struct plan *plan_a(void) {
    return plan_file_plan(temporary);
}

static struct evaluation_case undecided(void) {
    struct evaluation_case facts = told_case();
    facts.decision = CLAIM_RULING_NONE;
    return facts;
}

static void
s22_the_sheet_before_the_finding_counts_where_consolidation_ends_the_benefit(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    struct dated_sheet sheets[] = {
        {plans_date("2026-01-30"), told_sheet("1110"), CONSOLIDATED_NO, FACT_YES},
        {plans_date("2026-05-04"), told_sheet("1111"), CONSOLIDATED_YES, FACT_YES}};
    facts.facts.assessment = told_sheet("----");
    facts.facts.consolidated = CONSOLIDATED_NOT_JUDGED;
    facts.facts.constant_need = FACT_UNKNOWN;
    facts.sheets = sheets;
    facts.sheet_count = 1;
    says(&plan, &facts, "recognised recognised" LIMITED "; 6 months");
    assert_int_equal(told_evaluation.sheet, 0);
    facts.sheet_count = 2;
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-05-01", "2026-05-10", 10000, NULL);
    facts.expenses = &expense;
    facts.expense_count = 1;
    says(&plan, &facts,
         "recognised ended consolidated; stops 2026-05-04 S-22 "
         "consolidated-never-covered; S-22 consolidated-never-covered" LIMITED
         "; 6 months [4: paid 0 due 3000 reserved 0 member 7000 left 47000]; #0 payable "
         "3000+7000 (4: 3000+0) (4: 0+7000 S-22 consolidated-never-covered)");
    assert_int_equal(told_evaluation.sheet, 0);
    // The benefit had not begun.
    facts.facts.complete = plans_date("2026-05-04");
    says(&plan, &facts,
         "not-recognised recognised; tasks confirm-state-ended A-12" LIMITED
         "; 6 months [1: paid 0 due 7000 reserved 0 member 0 left 43000]; #0 payable "
         "7000+3000 (0: 0+3000 S-06 before-benefit) (1: 7000+0)");
    assert_int_equal(told_evaluation.sheet, 1);
    facts.facts.complete = (struct civil_date){0};
    says(&plan, &facts,
         "not-recognised recognised; tasks complete-dossier S-06, confirm-state-ended "
         "A-12" LIMITED "; #0 held 0+0 S-06 dossier-not-complete");
    facts.facts.complete = plans_date("2026-05-03");
    says(&plan, &facts,
         "recognised ended consolidated; stops 2026-05-04 S-22 "
         "consolidated-never-covered; S-22 consolidated-never-covered" LIMITED
         "; 6 months [1: paid 0 due 1000 reserved 0 member 7000 left 49000]; #0 payable "
         "1000+9000 (0: 0+2000 S-06 before-benefit) (1: 1000+0) (1: 0+7000 S-22 "
         "consolidated-never-covered)");
    // Consolidated all along, or not at all.
    sheets[0].consolidated = CONSOLIDATED_YES;
    says(&plan, &facts,
         "not-recognised recognised; tasks confirm-state-ended A-12" LIMITED
         "; 6 months [1: paid 0 due 8000 reserved 0 member 0 left 42000]; #0 payable "
         "8000+2000 (0: 0+2000 S-06 before-benefit) (1: 8000+0)");
    assert_int_equal(told_evaluation.sheet, 1);
    sheets[0].consolidated = sheets[1].consolidated = CONSOLIDATED_NO;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 8000 reserved 0 member 0 left 42000]; #0 payable "
         "8000+2000 (0: 0+2000 S-06 before-benefit) (1: 8000+0)");
    sheets[1].consolidated = CONSOLIDATED_YES;
    plan.consolidation = PLAN_CONSOLIDATION_ANY;
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 8000 reserved 0 member 0 left 42000]; #0 payable "
         "8000+2000 (0: 0+2000 S-06 before-benefit) (1: 8000+0)");
    assert_int_equal(told_evaluation.sheet, 1);
    // Later than the day of the question: not known yet.
    sheets[0].day = sheets[1].day = plans_date("2026-07-02");
    says(&plan, &facts,
         "incomplete recognised; tasks complete-answers A-12, judge-need A-12" LIMITED
         "; 6 months [1: paid 0 due 8000 reserved 0 member 0 left 42000]; #0 payable "
         "8000+2000 (0: 0+2000 S-06 before-benefit) (1: 8000+0)");
    assert_int_equal(told_evaluation.sheet, 2);
}

static void s11_a_refused_check_suspends_once_a_person_confirms_it(void **state) {
    (void)state;
    struct evaluation_case facts = told_case();
    struct evaluation_visit visits[] = {
        {.ordered = plans_date("2026-04-10"), .refused = plans_date("2026-04-20")},
        {.ordered = plans_date("2026-05-02"), .refused = plans_date("2026-05-12")}};
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-10", "2026-04-10", 10000, NULL);
    facts.expenses = &expense;
    facts.expense_count = 1;
    facts.visits = visits;
    facts.visit_count = 1;
    says(plan_a(), &facts,
         "recognised recognised; tasks confirm-refusal S-11" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[0].refusal_confirmed = FACT_NO;
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[0].refusal_confirmed = FACT_YES;
    says(plan_a(), &facts,
         "recognised suspended; suspended 2026-04-10; S-11 suspended" LIMITED
         "; 6 months; #0 held 0+0 S-11 suspended");
    facts.visit_count = 2;
    says(plan_a(), &facts,
         "recognised suspended; tasks confirm-refusal S-11; suspended 2026-04-10; S-11 "
         "suspended" LIMITED "; 6 months; #0 held 0+0 S-11 suspended");
    visits[1].refusal_confirmed = FACT_YES;
    says(plan_a(), &facts,
         "recognised suspended; suspended 2026-04-10; S-11 suspended" LIMITED
         "; 6 months; #0 held 0+0 S-11 suspended");
    // It took place after all, and showed that the state goes on, or that it had ended.
    facts.visit_count = 1;
    visits[0].held = plans_date("2026-05-20");
    visits[0].refusal_confirmed = FACT_UNKNOWN;
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[0].refusal_confirmed = FACT_YES;
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[0].refusal_confirmed = FACT_UNKNOWN;
    visits[0].state_ended = FACT_YES;
    says(plan_a(), &facts,
         "recognised ended state-ended; stops 2026-05-20 S-11 state-ended; S-11 "
         "state-ended" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[0].refusal_confirmed = FACT_YES;
    says(plan_a(), &facts,
         "recognised ended state-ended; stops 2026-04-10 S-11 state-ended; S-11 "
         "state-ended" LIMITED
         "; 6 months [3: paid 0 due 0 reserved 0 member 10000 left 50000]; #0 refused "
         "0+10000 A-12 state-ended (3: 0+10000 A-12 state-ended)");
    visits[0].refused = (struct civil_date){0};
    says(plan_a(), &facts,
         "recognised ended state-ended; stops 2026-05-20 S-11 state-ended; S-11 "
         "state-ended" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[0].refusal_confirmed = FACT_UNKNOWN;
    visits[0].held = (struct civil_date){0};
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    // Two findings: the earlier day stops; of the same day the first one names it.
    facts.visit_count = 2;
    visits[0] = visits[1] = (struct evaluation_visit){.ordered = plans_date("2026-05-02"),
                                                      .held = plans_date("2026-05-20"),
                                                      .state_ended = FACT_YES};
    visits[1].held = plans_date("2026-05-10");
    says(plan_a(), &facts,
         "recognised ended state-ended; stops 2026-05-10 S-11 state-ended; S-11 "
         "state-ended" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    visits[1].held = plans_date("2026-05-30");
    says(plan_a(), &facts,
         "recognised ended state-ended; stops 2026-05-20 S-11 state-ended; S-11 "
         "state-ended" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    facts.withdrawn = plans_date("2026-05-20");
    says(plan_a(), &facts,
         "recognised ended withdrawn; stops 2026-05-20 chapter 7 claim-withdrawn; "
         "chapter 7 claim-withdrawn" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
    facts.withdrawn = plans_date("2026-05-21");
    says(plan_a(), &facts,
         "recognised ended withdrawn; stops 2026-05-20 S-11 state-ended; S-11 state-ended" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (3: 10000+0)");
}

static void s11_s22_s26_an_end_that_a_person_told_stops_from_its_day(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-06", "2026-04-15", 10000, NULL);
    facts.expenses = &expense;
    facts.expense_count = 1;
    facts.ended = plans_date("2026-04-10");
    facts.ended_by = CLAIM_END_STATE_ENDED;
    says(&plan, &facts,
         "recognised ended state-ended; stops 2026-04-10 S-11 state-ended; S-11 state-ended; term "
         "L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 months [3: paid 0 due 4000 "
         "reserved 0 member 6000 left 46000]; #0 payable 4000+6000 (3: 4000+0) (3: 0+6000 A-12 "
         "state-ended)");
    facts.ended_by = CLAIM_END_CONSOLIDATED;
    says(&plan, &facts,
         "recognised ended consolidated; stops 2026-04-10 S-22 consolidated-never-covered; S-22 "
         "consolidated-never-covered; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; "
         "6 months [3: paid 0 due 4000 reserved 0 member 6000 left 46000]; #0 payable 4000+6000 "
         "(3: 4000+0) (3: 0+6000 S-22 consolidated-never-covered)");
    // What came first ends the benefit.
    facts.withdrawn = plans_date("2026-04-08");
    says(&plan, &facts,
         "recognised ended withdrawn; stops 2026-04-08 chapter 7 claim-withdrawn; chapter 7 "
         "claim-withdrawn; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 months "
         "[3: paid 0 due 2000 reserved 0 member 8000 left 48000]; #0 payable 2000+8000 (3: 2000+0) "
         "(3: 0+8000 chapter 7 claim-withdrawn)");
    facts.withdrawn = (struct civil_date){0};
    facts.ended_by = CLAIM_END_COVER;
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    says(&plan, &facts,
         "recognised ended cover-ended; cover lost 2026-04-10; term L-09 act interruption 0 from "
         "2026-01-22 to 2028-01-22; 6 months [3: paid 0 due 4000 reserved 0 member 6000 left "
         "46000]; #0 payable 4000+6000 (3: 4000+0) (3: 0+6000 S-26 cover-ended)");
    // A state that ended later is no longer the end.
    const struct evaluation_visit visit = {.ordered = plans_date("2026-05-01"),
                                           .held = plans_date("2026-05-10"),
                                           .state_ended = FACT_YES};
    facts.visits = &visit;
    facts.visit_count = 1;
    says(&plan, &facts,
         "recognised ended cover-ended; stops 2026-05-10 S-11 state-ended; S-11 state-ended; cover "
         "lost 2026-04-10" LIMITED
         "; 6 months [3: paid 0 due 4000 reserved 0 member 6000 left 46000]; #0 payable "
         "4000+6000 (3: 4000+0) (3: 0+6000 S-26 cover-ended)");
    facts.visit_count = 0;
    // The others follow from their own facts.
    facts.ended_by = CLAIM_END_MONTHS_USED;
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 "
         "months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable 10000+0 (3: "
         "10000+0)");
}

static void chapter_7_where_the_claim_stands(void **state) {
    (void)state;
    struct evaluation_case facts = undecided();
    facts.facts.complete = (struct civil_date){0};
    facts.facts.assessment = told_sheet("----");
    facts.facts.sent = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete opened; tasks complete-answers A-12, complete-dossier S-06, "
         "settle-check A-07, settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    facts.facts.received = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete notice; tasks complete-answers A-12, state-filing S-04, "
         "complete-dossier S-06, settle-check A-07, settle-check A-11a, settle-check "
         "X-17, decide-claim A-12; term L-09 act onset 0 from 2026-01-10 to 2028-01-10");
    facts = told_case();
    facts.paid_cents[119] = 1;
    says(plan_a(), &facts, "recognised in-payment" LIMITED "; 6 months");
    facts.paid_cents[119] = 0;
    facts.paid_cents[0] = 1;
    says(plan_a(), &facts,
         "recognised in-payment" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    facts.facts.as_of = plans_date("2026-07-31");
    says(plan_a(), &facts,
         "recognised in-payment" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    facts.facts.as_of = plans_date("2026-08-01");
    says(plan_a(), &facts,
         "recognised ended months-used" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    facts.facts.death = plans_date("2026-05-01");
    says(plan_a(), &facts,
         "recognised ended death" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    // What came first ends it: the death, the months, or the end of the state.
    facts.facts.as_of = plans_date("2026-09-01");
    facts.facts.death = plans_date("2026-07-31");
    says(plan_a(), &facts,
         "recognised ended death" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    facts.facts.death = plans_date("2026-08-01");
    says(plan_a(), &facts,
         "recognised ended months-used" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    const struct evaluation_visit ended = {.held = plans_date("2026-04-07"),
                                           .state_ended = FACT_YES};
    facts.visits = &ended;
    facts.visit_count = 1;
    facts.facts.death = plans_date("2026-05-01");
    says(plan_a(), &facts,
         "recognised ended state-ended; stops 2026-04-07 S-11 state-ended; S-11 "
         "state-ended" LIMITED "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    facts.facts.death = plans_date("2026-04-06");
    says(plan_a(), &facts,
         "recognised ended death; stops 2026-04-07 S-11 state-ended; S-11 state-ended" LIMITED
         "; 6 months [1: paid 1 due 0 reserved 0 member 0 left 49999]");
    facts.facts.complete = (struct civil_date){0}; // no month is known
    says(plan_a(), &facts,
         "incomplete ended death; tasks complete-dossier S-06; stops 2026-04-07 S-11 "
         "state-ended; S-11 state-ended" LIMITED);
}

static void chapter_5_warnings_do_not_decide(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    facts.iban = "IT60X0542811101000000123456";
    says(&plan, &facts, "recognised recognised" LIMITED "; 6 months");
    facts.iban = "IT60X0542811101000000123457";
    says(&plan, &facts, "recognised recognised; warns iban-invalid chapter 5" LIMITED "; 6 months");
    const struct identity_match_facts member = {.code = "12345678903",
                                                .birth = plans_date("1980-01-01")};
    facts.member = &member;
    says(&plan, &facts,
         "recognised recognised; warns codice-fiscale-provisional chapter 5; warns "
         "iban-invalid chapter 5" LIMITED "; 6 months");
    facts = told_case();
    const struct cover_event asked = {.kind = COVER_WINDOW,
                                      .date = plans_date("2025-07-10"),
                                      .paid = FACT_YES,
                                      .for_all = FACT_YES};
    const struct cover_facts cover = {
        .events = &asked, .event_count = 1, .birth = plans_date("1970-05-05")};
    plan.cover.window_month.value = 6;
    facts.cover = &cover;
    says(&plan, &facts,
         "recognised recognised; warns cover-ended-since S-26; warns cover-asked-late "
         "S-32; cover ended" LIMITED "; 6 months");
    const struct quotation rate = {"USD", plans_date("2026-02-02"), 1000000};
    struct evaluation_expense expenses[] = {
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-10", "2026-02-10", 10000, NULL),
        told_expense(BENEFIT_FORM_DIRECT, "2026-02-10", "2026-02-10", 10000, NULL)};
    facts = told_case();
    facts.expenses = expenses;
    facts.expense_count = 2;
    facts.quotations = &rate;
    facts.quotation_count = 1;
    expenses[0].currency = expenses[1].currency = "USD";
    expenses[0].expense.paid = expenses[1].expense.paid = plans_date("2026-02-04");
    says(&plan, &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 0 left 30000]; #0 payable "
         "10000+0 (1: 10000+0); #1 payable 10000+0 (1: 10000+0)");
    expenses[1].expense.paid = plans_date("2026-02-10");
    says(&plan, &facts,
         "recognised recognised; warns exchange-of-an-earlier-week S-24" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 0 left 30000]; #0 payable "
         "10000+0 (1: 10000+0); #1 payable 10000+0 (1: 10000+0)");
    expenses[0].expense.paid = plans_date("2026-02-10");
    says(&plan, &facts,
         "recognised recognised; warns exchange-of-an-earlier-week S-24" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 0 left 30000]; #0 payable 10000+0 "
         "(1: 10000+0); #1 payable 10000+0 (1: 10000+0)");
    expenses[1].expense.paid = plans_date("2026-02-04");
    says(&plan, &facts,
         "recognised recognised; warns exchange-of-an-earlier-week S-24" LIMITED
         "; 6 months [1: paid 0 due 20000 reserved 0 member 0 left 30000]; #0 payable "
         "10000+0 (1: 10000+0); #1 payable 10000+0 (1: 10000+0)");
}

static void longer_lists_than_there_is_room_for_are_refused(void **state) {
    (void)state;
    static struct evaluation_expense expenses[EVALUATION_EXPENSES_MAX + 1];
    static struct paid_service payments[EVALUATION_PAYMENTS_MAX + 1];
    static struct complaint complaints[EVALUATION_COMPLAINTS_MAX + 1];
    static struct civil_date interruptions[EVALUATION_INTERRUPTIONS_MAX + 1];
    for (size_t i = 0; i <= EVALUATION_EXPENSES_MAX; i++) {
        expenses[i] = told_expense(BENEFIT_FORM_DIRECT, "2026-02-10", "2026-02-10", 1, NULL);
    }
    for (size_t i = 0; i <= EVALUATION_PAYMENTS_MAX; i++) {
        payments[i] = (struct paid_service){plans_date("2026-02-10"), plans_date("2026-02-10"), 1};
    }
    struct evaluation_case facts = told_case();
    facts.expenses = expenses;
    facts.payments = payments;
    facts.complaints = complaints;
    facts.interruptions = interruptions;
    facts.expense_count = EVALUATION_EXPENSES_MAX;
    facts.authorisation_count = EVALUATION_EXPENSES_MAX;
    facts.payment_count = EVALUATION_PAYMENTS_MAX;
    facts.complaint_count = EVALUATION_COMPLAINTS_MAX;
    facts.interruption_count = EVALUATION_INTERRUPTIONS_MAX;
    assert_false(refuses(plan_a(), &facts));
    facts.expense_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.expense_count--;
    facts.authorisation_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.authorisation_count--;
    facts.payment_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.payment_count--;
    facts.complaint_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.complaint_count--;
    facts.interruption_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.interruption_count--;
    assert_false(refuses(plan_a(), &facts));
    expenses[3].expense.cents = 0;
    assert_true(refuses(plan_a(), &facts));
    facts = told_case();
    facts.facts.as_of = (struct civil_date){0};
    assert_true(refuses(plan_a(), &facts));
}

static void the_checks_of_the_case_and_of_its_sections_have_room_together(void **state) {
    (void)state;
    struct proposal_check checks[PROPOSAL_CHECKS_MAX + 1];
    for (size_t i = 0; i <= PROPOSAL_CHECKS_MAX; i++) {
        checks[i] = (struct proposal_check){PROPOSAL_CHECK_INSURABILITY, "A-11b", FACT_NO};
    }
    const struct cause_facts causes = {.examined = FACT_YES};
    struct evaluation_case facts = undecided();
    facts.facts.checks = checks;
    facts.facts.check_count = PROPOSAL_CHECKS_MAX;
    assert_false(refuses(plan_a(), &facts));
    facts.facts.check_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.causes = &causes;
    facts.facts.check_count = PROPOSAL_CHECKS_MAX - 1;
    assert_false(refuses(plan_a(), &facts));
    facts.facts.check_count++;
    assert_true(refuses(plan_a(), &facts));
    facts.facts.check_count = 2;
    checks[1].hit = FACT_YES;
    says(plan_a(), &facts,
         "not-insurable under-evaluation; tasks confirm-check A-11b, settle-check A-07, "
         "settle-check A-11a, decide-claim A-12" LIMITED);
    checks[1].hit = FACT_UNKNOWN;
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks settle-check A-11b, settle-check A-07, "
         "settle-check A-11a, decide-claim A-12" LIMITED);
}

static void the_words_of_the_tasks_are_these(void **state) {
    (void)state;
    static const char *const words[EVALUATION_TASK_COUNT] = {
        "none",
        "decide-claim",
        "complete-answers",
        "judge-consolidation",
        "review-state",
        "judge-need",
        "say-holder",
        "complete-dossier",
        "confirm-check",
        "settle-check",
        "rule-on-late",
        "state-onset",
        "state-filing",
        "state-written-claim",
        "confirm-alive",
        "rule-on-last-day",
        "confirm-refusal",
        "confirm-state-ended",
        "rule-on-early",
        "hold-review",
        "answer-complaint",
        "answer-overdue-complaint",
        "rule-on-limitation",
        "settle-same-event",
        "claw-back",
    };
    for (int i = 0; i < EVALUATION_TASK_COUNT; i++) {
        assert_string_equal(evaluation_task_name((enum evaluation_task)i), words[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            s22_the_sheet_before_the_finding_counts_where_consolidation_ends_the_benefit),
        cmocka_unit_test(s11_a_refused_check_suspends_once_a_person_confirms_it),
        cmocka_unit_test(s11_s22_s26_an_end_that_a_person_told_stops_from_its_day),
        cmocka_unit_test(chapter_7_where_the_claim_stands),
        cmocka_unit_test(chapter_5_warnings_do_not_decide),
        cmocka_unit_test(longer_lists_than_there_is_room_for_are_refused),
        cmocka_unit_test(the_checks_of_the_case_and_of_its_sections_have_room_together),
        cmocka_unit_test(the_words_of_the_tasks_are_these),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
