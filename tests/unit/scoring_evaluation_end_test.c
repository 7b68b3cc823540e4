// SPDX-License-Identifier: EUPL-1.2
// A claim that ends while a refused check suspends it (S-11).
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

static void s11_the_end_of_a_suspended_claim_releases_what_was_held(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    const struct evaluation_visit visits[] = {{.ordered = plans_date("2026-04-10"),
                                               .refused = plans_date("2026-04-11"),
                                               .refusal_confirmed = FACT_YES},
                                              {.ordered = plans_date("2026-05-02"),
                                               .held = plans_date("2026-05-10"),
                                               .state_ended = FACT_YES}};
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_DIRECT, "2026-04-06", "2026-04-15", 10000, NULL);
    const unsigned released = CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT;
    facts.expenses = &expense;
    facts.expense_count = 1;
    facts.visits = visits;
    facts.visit_count = 1;
    says(&plan, &facts,
         "recognised suspended; suspended 2026-04-10; S-11 suspended" LIMITED
         "; 6 months; #0 held 0+0 S-11 suspended");
    assert_int_equal(told_evaluation.course.effects, CLAIM_EFFECT_HOLD_EXPENSES);
    facts.ended = plans_date("2026-04-12");
    facts.ended_by = CLAIM_END_STATE_ENDED;
    says(&plan, &facts,
         "recognised ended state-ended; stops 2026-04-12 S-11 state-ended; S-11 state-ended" LIMITED
         "; 6 months [3: paid 0 due 6000 reserved 0 member 4000 left 44000]; #0 payable 6000+4000 "
         "(3: 6000+0) (3: 0+4000 A-12 state-ended)");
    assert_int_equal(told_evaluation.course.effects, released);
    // The day of the end decides, also where it lies before the request.
    facts.ended = plans_date("2026-04-08");
    says(&plan, &facts,
         "recognised ended state-ended; stops 2026-04-08 S-11 state-ended; S-11 state-ended" LIMITED
         "; 6 months [3: paid 0 due 2000 reserved 0 member 8000 left 48000]; #0 payable 2000+8000 "
         "(3: 2000+0) (3: 0+8000 A-12 state-ended)");
    facts.ended = plans_date("2026-04-12");
    facts.ended_by = CLAIM_END_CONSOLIDATED;
    says(&plan, &facts,
         "recognised ended consolidated; stops 2026-04-12 S-22 consolidated-never-covered; S-22 "
         "consolidated-never-covered" LIMITED
         "; 6 months [3: paid 0 due 6000 reserved 0 member 4000 left 44000]; #0 payable 6000+4000 "
         "(3: 6000+0) (3: 0+4000 S-22 consolidated-never-covered)");
    assert_int_equal(told_evaluation.course.effects, released);
    facts.ended_by = CLAIM_END_COVER;
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    says(&plan, &facts,
         "recognised ended cover-ended; cover lost 2026-04-12" LIMITED
         "; 6 months [3: paid 0 due 6000 reserved 0 member 4000 left 44000]; #0 payable 6000+4000 "
         "(3: 6000+0) (3: 0+4000 S-26 cover-ended)");
    assert_int_equal(told_evaluation.course.effects, released);
    plan.settings.cover_loss = plan_a()->settings.cover_loss;
    facts.ended = (struct civil_date){0};
    facts.ended_by = CLAIM_END_NONE;
    facts.withdrawn = plans_date("2026-04-12");
    says(&plan, &facts,
         "recognised ended withdrawn; stops 2026-04-12 chapter 7 claim-withdrawn; chapter 7 "
         "claim-withdrawn" LIMITED
         "; 6 months [3: paid 0 due 6000 reserved 0 member 4000 left 44000]; #0 payable 6000+4000 "
         "(3: 6000+0) (3: 0+4000 chapter 7 claim-withdrawn)");
    assert_int_equal(told_evaluation.course.effects, released);
    facts.withdrawn = (struct civil_date){0};
    facts.facts.death = plans_date("2026-04-11");
    says(&plan, &facts,
         "recognised ended death" LIMITED
         "; 6 months [3: paid 0 due 6000 reserved 0 member 4000 left 44000]; #0 payable 6000+4000 "
         "(3: 6000+0) (3: 0+4000 S-27 after-death)");
    assert_int_equal(told_evaluation.course.effects,
                     released | CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_CLAW_BACK);
    facts.facts.death = (struct civil_date){0};
    // The last day of the months still waits, the next one does not.
    facts.facts.as_of = plans_date("2026-07-31");
    says(&plan, &facts,
         "recognised suspended; suspended 2026-04-10; S-11 suspended" LIMITED
         "; 6 months; #0 held 0+0 S-11 suspended");
    facts.facts.as_of = plans_date("2026-08-01");
    says(&plan, &facts,
         "recognised ended months-used" LIMITED
         "; 6 months [3: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable 10000+0 "
         "(3: 10000+0)");
    assert_int_equal(told_evaluation.course.effects, released);
    // A check that shows that the state had ended takes the months that stood still.
    facts.facts.as_of = plans_date("2026-07-01");
    facts.visit_count = 2;
    says(&plan, &facts,
         "recognised ended state-ended; stops 2026-04-10 S-11 state-ended; S-11 state-ended" LIMITED
         "; 6 months [3: paid 0 due 4000 reserved 0 member 6000 left 46000]; #0 payable 4000+6000 "
         "(3: 4000+0) (3: 0+6000 A-12 state-ended)");
    assert_int_equal(told_evaluation.course.effects, released);
    // Where the plan pays while the state is to be reviewed, an end releases as well (S-10).
    facts.visit_count = 1;
    facts.decision = CLAIM_RULING_REVIEWABLE;
    plan.settings.pay_while_reviewable.value = true;
    (void)told(&plan, &facts);
    assert_int_equal(told_allocations[0].reason.code, REASON_SUSPENDED);
    facts.facts.death = plans_date("2026-04-11");
    (void)told(&plan, &facts);
    assert_int_equal(told_allocations[0].payable_cents, 6000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s11_the_end_of_a_suspended_claim_releases_what_was_held),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
