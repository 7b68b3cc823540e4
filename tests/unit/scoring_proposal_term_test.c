// SPDX-License-Identifier: EUPL-1.2
// The terms of a proposal: how long the state must have lasted, all kinds of terms together, and a
// start on the first of a month.
#include "scoring/proposal.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// A permanent-plan claim with 40 points and nothing open, as of a day after the survival window.
static struct claim_facts recognised_facts(void) {
    struct claim_facts facts = {
        .as_of = plans_date("2026-12-10"),
        .consolidated = CONSOLIDATED_YES,
        .holder = FACT_YES,
        .onset = plans_date("2026-08-01"),
        .sent = plans_date("2026-09-28"),
        .received = plans_date("2026-10-01"),
        .complete = plans_date("2026-10-15"),
        .alive_through = plans_date("2026-12-05"),
    };
    for (size_t i = 0; i < 6; i++) {
        facts.assessment.answers[i] = (struct answer){.kind = ANSWER_GRADE, .grade = i < 4 ? 2 : 0};
    }
    return facts;
}

static bool has_reason(const struct proposal *proposal, enum reason_code code, const char *rule) {
    for (size_t i = 0; i < proposal->reason_count; i++) {
        if (proposal->reasons[i].code == code) {
            return strcmp(proposal->reasons[i].rule, rule) == 0;
        }
    }
    return false;
}

// A plan may ask how long the state lasts before a claim, besides the term for filing.
static void the_state_must_have_lasted_before_the_claim(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    plan.earliest_filing_days = (struct plan_number){30, "T-30", ""};
    struct claim_facts facts = recognised_facts();
    struct proposal made;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.deadline_count, 2);
    assert_int_equal(made.deadlines[0].kind, DEADLINE_STATE_WINDOW);
    assert_int_equal(made.deadlines[0].event, DEADLINE_EVENT_ONSET);
    assert_string_equal(made.deadlines[0].rule, "T-30");
    assert_int_equal(made.deadlines[0].last.number, plans_date("2026-08-31").number);
    assert_int_equal(made.deadlines[0].extended_over, HOLIDAY_NONE);

    facts.sent = plans_date("2026-08-30");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_HELD);
    assert_int_equal(made.timeliness, PROPOSAL_EARLY);
    assert_true(has_reason(&made, REASON_FILED_EARLY, "T-30"));
    // A person rules: it stands as it was filed, or it has to be filed again.
    facts.early_ruling = EARLY_RULING_ACCEPTED;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.timeliness, PROPOSAL_EARLY);
    assert_true(has_reason(&made, REASON_FILED_EARLY_ACCEPTED, "T-30"));
    assert_false(has_reason(&made, REASON_FILED_EARLY, "T-30"));
    facts.early_ruling = EARLY_RULING_REFUSED;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_NOT_RECOGNISED);
    assert_true(has_reason(&made, REASON_FILED_EARLY_REFUSED, "T-30"));
    facts.sent = plans_date("2026-08-31");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.timeliness, PROPOSAL_NO_TERM);

    facts.sent = facts.received = (struct civil_date){0};
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_FILING_DATE_UNKNOWN, "S-04"));

    facts.received = plans_date("2026-10-01");
    plan.settings.filing_date = PLAN_FILING_SENT;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_int_equal(made.timeliness, PROPOSAL_NO_TERM);
    plan.settings.filing_date = PLAN_FILING_FIRST_STEP;

    facts = recognised_facts();
    facts.onset = plans_date("2026-11-11"); // 30 days before 11 December
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_STATE_TOO_RECENT, "T-30"));
    facts.onset = plans_date("2026-11-10");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_HELD);
    facts.onset = (struct civil_date){0};
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_ONSET_UNKNOWN, "T-30"));
}

static void a_plan_with_every_kind_of_term_shows_them_all(void **state) {
    (void)state;
    static const struct plan_test parts[] = {
        {.kind = PLAN_TEST_SUM_AT_LEAST, .points = 4000, .rule = "B-25"},
        {.kind = PLAN_TEST_DURATION_AT_LEAST, .count = 57, .rule = "T-60"},
        {.kind = PLAN_TEST_DURATION_AT_LEAST, .count = 70, .rule = "T-70"},
        {.kind = PLAN_TEST_DURATION_AT_LEAST, .count = 80, .rule = "T-80"},
    };
    const struct plan_test all = {
        .kind = PLAN_TEST_ALL, .parts = parts, .part_count = 4, .rule = "T-0"};
    struct plan plan = *plan_file_plan(permanent);
    plan.test = &all;
    plan.filing_days = (struct plan_number){90, "T-90", ""};
    plan.earliest_filing_days = (struct plan_number){30, "T-30", ""};
    struct claim_facts facts = recognised_facts();
    struct proposal made;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.deadline_count, PROPOSAL_DEADLINES_MAX);
    static const char *const rules[] = {"T-60", "T-70", "T-90", "T-30", "B-23"};
    for (size_t i = 0; i < PROPOSAL_DEADLINES_MAX; i++) {
        assert_string_equal(made.deadlines[i].rule, rules[i]);
    }
    assert_int_equal(made.deadlines[0].last.number, plans_date("2026-09-27").number); // a Sunday
    assert_int_equal(made.deadlines[0].event, DEADLINE_EVENT_ONSET);
    assert_int_equal(made.deadlines[0].kind, DEADLINE_STATE_WINDOW);
    assert_int_equal(made.deadlines[0].extended_over, HOLIDAY_NONE);
    assert_int_equal(made.deadlines[1].last.number, plans_date("2026-10-10").number);
    assert_int_equal(made.deadlines[2].event, DEADLINE_EVENT_ONSET);
    plan.earliest_filing_days.value = 29;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.deadlines[3].last.number, plans_date("2026-08-30").number); // a Sunday
}

static void a_duration_that_is_open_leaves_the_case_open_and_says_why(void **state) {
    (void)state;
    static const struct plan_test lasting = {
        .kind = PLAN_TEST_DURATION_AT_LEAST, .count = 60, .rule = "T-60"};
    struct plan plan = *plan_file_plan(permanent);
    plan.test = &lasting;
    struct claim_facts facts = recognised_facts();
    struct proposal made;
    facts.onset = plans_date("2026-10-12"); // 60 days before 11 December
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.merit, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_STATE_STILL_RUNNING, "T-60"));
    assert_int_equal(made.deadline_count, 2);
    assert_string_equal(made.deadlines[0].rule, "T-60");
    assert_false(has_reason(&made, REASON_ONSET_UNKNOWN, "T-60"));
    facts.onset = (struct civil_date){0};
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.merit, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_ONSET_UNKNOWN, "T-60"));
    assert_false(has_reason(&made, REASON_STATE_STILL_RUNNING, "T-60"));
    facts.onset = plans_date("2026-10-11");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.merit, PROPOSAL_RECOGNISED);
    assert_false(has_reason(&made, REASON_STATE_STILL_RUNNING, "T-60"));
}

static void a_plan_that_pays_the_living_asks_at_every_payment(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    plan.alive_at_payment = (struct plan_flag){true, "T-2", ""};
    struct claim_facts facts = recognised_facts();
    struct proposal made;
    facts.alive_through = plans_date("2026-12-09");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_HELD);
    facts.alive_through = plans_date("2026-12-10");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_OPEN);
    facts.death = plans_date("2026-12-10");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_HELD);
    facts.death = plans_date("2026-12-09");
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_BARRED);
}

static void a_start_on_the_first_of_the_next_month_needs_its_day(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    plan.start_next_month = (struct plan_flag){true, "T-1", ""};
    struct claim_facts facts = recognised_facts();
    facts.complete = plans_date("2026-11-30");
    struct proposal made;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.accrual_start.number, plans_date("2026-12-01").number);
    plan.deductible_days = (struct plan_number){3, "T-3", ""};
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.accrual_start.number, plans_date("2026-12-04").number);
    assert_int_equal(made.first_payable.number, plans_date("2026-12-04").number);
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_OPEN);
    plan.deductible_days.value = 30;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.first_payable.number, plans_date("2026-12-31").number);
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_HELD);
    facts.complete = (struct civil_date){0};
    assert_true(proposal_make(&plan, &facts, &made));
    assert_false(civil_date_known(made.accrual_start));
    assert_false(civil_date_known(made.first_payable));
}

// S-09: a late claim that a person reduced goes on; one with an open fact waits for that first.
static void s09_a_late_claim_goes_on_as_a_person_ruled(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(temporary);
    struct claim_facts facts = {
        .as_of = plans_date("2026-11-25"),
        .consolidated = CONSOLIDATED_NO,
        .constant_need = FACT_YES,
        .onset = plans_date("2026-10-02"),
        .sent = plans_date("2026-11-09"),
        .received = plans_date("2026-11-11"),
        .complete = plans_date("2026-11-20"),
        .late_ruling = LATE_RULING_REDUCED,
    };
    for (size_t i = 0; i < 4; i++) {
        facts.assessment.answers[i] = (struct answer){.kind = ANSWER_GRADE, .grade = 1};
    }
    struct proposal made;
    assert_true(proposal_make(plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.timeliness, PROPOSAL_LATE);
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_OPEN);
    assert_true(has_reason(&made, REASON_FILED_LATE_REDUCED, "S-09"));
    facts.late_ruling = LATE_RULING_NONE;
    assert_true(proposal_make(plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_LATE_FOR_A_PERSON);
    facts.constant_need = FACT_UNKNOWN;
    assert_true(proposal_make(plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    struct plan odd = *plan;
    odd.settings.accrual_start = (enum plan_accrual_start)99;
    assert_true(proposal_make(&odd, &facts, &made));
    assert_int_equal(made.accrual_start.number, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_state_must_have_lasted_before_the_claim),
        cmocka_unit_test(a_plan_with_every_kind_of_term_shows_them_all),
        cmocka_unit_test(s09_a_late_claim_goes_on_as_a_person_ruled),
        cmocka_unit_test(a_duration_that_is_open_leaves_the_case_open_and_says_why),
        cmocka_unit_test(a_plan_that_pays_the_living_asks_at_every_payment),
        cmocka_unit_test(a_start_on_the_first_of_the_next_month_needs_its_day),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
