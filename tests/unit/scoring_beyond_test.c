// SPDX-License-Identifier: EUPL-1.2
// A value outside its enum, as only a fault elsewhere can make it, is treated as not known: the
// case stays open or held, nothing is recognised and nothing refused by it.
#include "scoring/claim_state.h"
#include "scoring/dossier.h"
#include "scoring/insurability.h"
#include "scoring/proposal.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum {
    BEYOND = 99,
};

static struct plan_file *files[2];
static struct plan lasting;
static struct plan passing;

static int open_plans(void **state) {
    (void)state;
    files[0] = plans_open("permanent-2026");
    files[1] = plans_open("temporary-2026");
    return 0;
}

static int close_plans(void **state) {
    (void)state;
    plan_file_free(files[0]);
    plan_file_free(files[1]);
    return 0;
}

// Copies that a test may spoil.
static int fresh_plans(void **state) {
    (void)state;
    lasting = *plan_file_plan(files[0]);
    passing = *plan_file_plan(files[1]);
    return 0;
}

static struct claim_facts facts_of(const struct plan *plan) {
    struct claim_facts facts = {
        .as_of = plans_date("2026-12-10"),
        .consolidated = plan == &lasting ? CONSOLIDATED_YES : CONSOLIDATED_NO,
        .constant_need = FACT_YES,
        .holder = FACT_YES,
        .onset = plans_date("2026-09-20"),
        .first_contact = plans_date("2026-09-25"),
        .sent = plans_date("2026-09-28"),
        .received = plans_date("2026-10-01"),
        .complete = plans_date("2026-10-15"),
        .alive_through = plans_date("2026-12-05"),
    };
    for (size_t i = 0; i < plan->activity_count; i++) {
        facts.assessment.answers[i] =
            (struct answer){.kind = ANSWER_GRADE, .grade = plan->activities[i].grade_count - 1};
    }
    return facts;
}

static struct proposal proposed(const struct plan *plan, const struct claim_facts *facts) {
    struct proposal proposal = {0};
    assert_true(proposal_make(plan, facts, &proposal));
    return proposal;
}

static void the_cases_are_recognised_as_long_as_nothing_is_odd(void **state) {
    (void)state;
    struct claim_facts facts = facts_of(&lasting);
    assert_int_equal(proposed(&lasting, &facts).outcome, PROPOSAL_RECOGNISED);
    facts = facts_of(&passing);
    assert_int_equal(proposed(&passing, &facts).outcome, PROPOSAL_RECOGNISED);
}

static void an_odd_judgement_leaves_the_case_open(void **state) {
    (void)state;
    struct claim_facts facts = facts_of(&lasting);
    facts.consolidated = (enum consolidated)BEYOND;
    assert_int_equal(proposed(&lasting, &facts).outcome, PROPOSAL_INCOMPLETE);
    facts = facts_of(&passing);
    facts.constant_need = (enum fact)BEYOND;
    assert_int_equal(proposed(&passing, &facts).outcome, PROPOSAL_INCOMPLETE);
}

static void an_odd_ruling_on_a_late_claim_stays_with_a_person(void **state) {
    (void)state;
    struct claim_facts facts = facts_of(&passing);
    facts.first_contact = facts.sent = facts.received = plans_date("2026-10-10");
    facts.late_ruling = (enum late_ruling)BEYOND;
    struct proposal made = proposed(&passing, &facts);
    assert_int_equal(made.timeliness, PROPOSAL_LATE);
    assert_int_equal(made.outcome, PROPOSAL_LATE_FOR_A_PERSON);
}

static void an_odd_ruling_on_an_early_claim_stays_with_a_person(void **state) {
    (void)state;
    struct claim_facts facts = facts_of(&lasting);
    lasting.earliest_filing_days = (struct plan_number){30, "T-30", ""};
    facts.first_contact = facts.sent = facts.received = civil_date_add_days(facts.onset, 29);
    facts.early_ruling = (enum early_ruling)BEYOND;
    struct proposal made = proposed(&lasting, &facts);
    assert_int_equal(made.timeliness, PROPOSAL_EARLY);
    assert_int_equal(made.outcome, PROPOSAL_HELD);
}

static void odd_settings_give_unknown_days(void **state) {
    (void)state;
    struct claim_facts facts = facts_of(&passing);
    passing.settings.filing_date = (enum plan_filing_date)BEYOND;
    assert_int_equal(proposed(&passing, &facts).outcome, PROPOSAL_INCOMPLETE);
    facts = facts_of(&lasting);
    lasting.settings.accrual_start = (enum plan_accrual_start)BEYOND;
    struct proposal made = proposed(&lasting, &facts);
    assert_false(civil_date_known(made.accrual_start));
    assert_false(civil_date_known(made.first_payable));
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_HELD);
}

static void an_odd_check_says_nothing_and_a_nameless_one_is_refused(void **state) {
    (void)state;
    struct claim_facts facts = facts_of(&lasting);
    struct proposal_check check = {PROPOSAL_CHECK_EXCLUSION, "X-17", (enum fact)BEYOND};
    facts.checks = &check;
    facts.check_count = 1;
    assert_int_equal(proposed(&lasting, &facts).outcome, PROPOSAL_RECOGNISED);
    check = (struct proposal_check){(enum proposal_check_kind)BEYOND, "X-17", FACT_YES};
    assert_int_equal(proposed(&lasting, &facts).outcome, PROPOSAL_INCOMPLETE);
    check.kind = PROPOSAL_CHECK_NONE;
    struct proposal kept = {0};
    assert_false(proposal_make(&lasting, &facts, &kept));
}

static void odd_conditions_and_documents_are_unknown(void **state) {
    (void)state;
    const struct health_facts health = {.statement = FACT_YES,
                                        .invalidity = (enum invalidity_status)BEYOND,
                                        .invalidity_percent = -1,
                                        .tested_on = plans_date("2026-01-01")};
    struct plan_condition condition = {.kind = (enum plan_condition_kind)BEYOND};
    assert_int_equal(insurability_hit(&lasting, &condition, &health), FACT_UNKNOWN);
    condition = (struct plan_condition){.kind = PLAN_CONDITION_INVALIDITY, .least = 40};
    assert_int_not_equal(insurability_hit(&lasting, &condition, &health), FACT_NO);
    const struct plan_document document = {.code = "d", .when = (enum plan_document_when)BEYOND};
    const struct dossier_facts none = {.admitted = FACT_NO};
    assert_int_equal(dossier_needs(&document, &none), FACT_UNKNOWN);
}

static void a_claim_never_ends_for_nothing(void **state) {
    (void)state;
    assert_false(claim_end_fits(&lasting, CLAIM_END_NONE));
    assert_false(claim_end_fits(&lasting, CLAIM_END_COUNT));
    // An end that is none of the table is fit, but leads nowhere.
    assert_true(claim_end_fits(&lasting, (enum claim_end)BEYOND));
    assert_false(claim_state_end(CLAIM_IN_PAYMENT, (enum claim_end)BEYOND, NULL, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_cases_are_recognised_as_long_as_nothing_is_odd, fresh_plans),
        cmocka_unit_test_setup(an_odd_judgement_leaves_the_case_open, fresh_plans),
        cmocka_unit_test_setup(an_odd_ruling_on_a_late_claim_stays_with_a_person, fresh_plans),
        cmocka_unit_test_setup(an_odd_ruling_on_an_early_claim_stays_with_a_person, fresh_plans),
        cmocka_unit_test_setup(odd_settings_give_unknown_days, fresh_plans),
        cmocka_unit_test_setup(an_odd_check_says_nothing_and_a_nameless_one_is_refused,
                               fresh_plans),
        cmocka_unit_test_setup(odd_conditions_and_documents_are_unknown, fresh_plans),
        cmocka_unit_test_setup(a_claim_never_ends_for_nothing, fresh_plans),
    };
    return cmocka_run_group_tests(tests, open_plans, close_plans);
}
