// SPDX-License-Identifier: EUPL-1.2
// Review, limitation, complaints and payments after death of one case (A-21, L-09, K-02, S-27).
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

static void a21_s10_a_day_of_review_that_has_passed_is_a_task(void **state) {
    (void)state;
    struct evaluation_case facts = told_case();
    facts.decision = CLAIM_RULING_REVIEWABLE;
    facts.decided = plans_date("2026-03-01");
    says(plan_a(), &facts,
         "recognised reviewable; term L-09 act interruption 0 from 2026-01-22 to "
         "2028-01-22; 6 months");
    facts.review_on = plans_date("2026-06-30");
    says(plan_a(), &facts,
         "recognised reviewable; tasks hold-review S-10; term A-21 act decision 121 "
         "from 2026-03-01 to 2026-06-30; term L-09 act interruption 0 from 2026-01-22 "
         "to 2028-01-22; 6 months");
    assert_int_equal(told_evaluation.terms[0].nominal.number, facts.review_on.number);
    facts.review_on = plans_date("2026-07-01");
    says(plan_a(), &facts,
         "recognised reviewable; term A-21 act decision 122 from 2026-03-01 to "
         "2026-07-01; term L-09 act interruption 0 from 2026-01-22 to 2028-01-22; 6 "
         "months");
    facts.review_on = plans_date("2026-06-30");
    facts.decision = CLAIM_RULING_RECOGNISED;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-22 to "
         "2028-01-22; 6 months");
}

static void l09_the_right_is_limited_and_interrupted(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    plan.settings.written_claim_date = PLAN_WRITTEN_CLAIM_SENT;
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-20 to "
         "2028-01-20; 6 months");
    const struct civil_date interruptions[] = {plans_date("2027-03-01"), plans_date("2026-12-01")};
    facts.interruptions = interruptions;
    facts.interruption_count = 2;
    says(&plan, &facts,
         "recognised recognised; term L-09 act interruption 0 from 2027-03-01 to "
         "2029-03-01; 6 months");
    facts.interruption_count = 0;
    facts.facts.as_of = plans_date("2028-01-20");
    says(&plan, &facts,
         "recognised ended months-used; term L-09 act interruption 0 from 2026-01-20 to "
         "2028-01-20; 6 months");
    facts.facts.as_of = plans_date("2028-01-21");
    says(&plan, &facts,
         "recognised ended months-used; tasks rule-on-limitation L-09; term L-09 act "
         "interruption 0 from 2026-01-20 to 2028-01-20; 6 months");
    facts.facts.onset = (struct civil_date){0};
    says(&plan, &facts, "incomplete ended months-used; tasks state-onset A-16; 6 months");
}

static void k02_complaints_have_their_term(void **state) {
    (void)state;
    struct evaluation_case facts = told_case();
    const struct complaint complaints[] = {
        {plans_date("2026-06-01"), {0}},
        {plans_date("2026-05-01"), {0}},
        {plans_date("2026-04-01"), plans_date("2026-05-01")},
        {plans_date("2026-03-02"), plans_date("2026-06-01")},
        {{0}, plans_date("2026-06-01")},
        {plans_date("2026-06-02"), {0}},
    };
    facts.complaints = complaints;
    facts.complaint_count = 6;
    says(plan_a(), &facts,
         "recognised recognised; tasks answer-complaint L-11, answer-overdue-complaint "
         "K-02, answer-complaint L-11; term L-09 act interruption 0 from 2026-01-22 to "
         "2028-01-22; term L-11 act complaint-received 45 from 2026-06-01 to "
         "2026-07-16; term L-11 act complaint-received 45 from 2026-05-01 to "
         "2026-06-15; term L-11 act complaint-received 45 from 2026-04-01 to "
         "2026-05-16; term L-11 act complaint-received 45 from 2026-03-02 to "
         "2026-04-16; term L-11 act complaint-received 45 from 2026-06-02 to "
         "2026-07-17; 6 months");
}

static void s27_what_was_paid_for_days_after_the_death_is_asked_back(void **state) {
    (void)state;
    struct evaluation_case facts = told_case();
    struct paid_service payments[] = {{plans_date("2026-05-01"), plans_date("2026-05-10"), 10000},
                                      {plans_date("2026-03-01"), plans_date("2026-03-10"), 10000}};
    facts.payments = payments;
    facts.payment_count = 2;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-22 to "
         "2028-01-22; 6 months; asks back 0; asks back 0");
    facts.facts.death = plans_date("2026-05-04");
    says(plan_a(), &facts,
         "recognised ended death; tasks claw-back S-27; term L-09 act interruption 0 "
         "from 2026-01-22 to 2028-01-22; 6 months; asks back 6000; asks back 0");
    facts.facts.death = plans_date("2026-05-10");
    says(plan_a(), &facts,
         "recognised ended death; term L-09 act interruption 0 from 2026-01-22 to "
         "2028-01-22; 6 months; asks back 0; asks back 0");
    facts.facts.death = plans_date("2026-05-09");
    says(plan_a(), &facts,
         "recognised ended death; tasks claw-back S-27; term L-09 act interruption 0 "
         "from 2026-01-22 to 2028-01-22; 6 months; asks back 1000; asks back 0");
    payments[0].cents = 10;
    says(plan_a(), &facts,
         "recognised ended death; tasks claw-back S-27; term L-09 act interruption 0 "
         "from 2026-01-22 to 2028-01-22; 6 months; asks back 1; asks back 0");
}

static void s15_an_open_question_about_an_earlier_event_is_a_task(void **state) {
    (void)state;
    struct evaluation_case facts = told_case();
    struct earlier_benefit earlier = {plans_date("2025-08-01"), plans_date("2025-10-15"), 2,
                                      FACT_UNKNOWN};
    facts.earlier = &earlier;
    facts.earlier_count = 1;
    says(plan_a(), &facts,
         "recognised recognised; tasks settle-same-event S-15; term L-09 act "
         "interruption 0 from 2026-01-22 to 2028-01-22; 3 months");
    earlier.same_cause = FACT_NO;
    says(plan_a(), &facts,
         "recognised recognised; term L-09 act interruption 0 from 2026-01-22 to "
         "2028-01-22; 6 months");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a21_s10_a_day_of_review_that_has_passed_is_a_task),
        cmocka_unit_test(l09_the_right_is_limited_and_interrupted),
        cmocka_unit_test(k02_complaints_have_their_term),
        cmocka_unit_test(s27_what_was_paid_for_days_after_the_death_is_asked_back),
        cmocka_unit_test(s15_an_open_question_about_an_earlier_event_is_a_task),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
