// SPDX-License-Identifier: EUPL-1.2
// Which reasons a proposal gives, with their rules and in their order: what a letter and a screen
// say.
#include "scoring/proposal.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct plan_file *files[2];

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

// "RULE key, RULE key, …"
static const char *reasons_of(const struct plan *plan, const struct claim_facts *facts) {
    static char text[1000];
    struct proposal proposal = {0};
    assert_true(proposal_make(plan, facts, &proposal));
    text[0] = '\0';
    for (size_t i = 0; i < proposal.reason_count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%s %s", i == 0 ? "" : ", ",
                 proposal.reasons[i].rule, reason_key(proposal.reasons[i].code));
    }
    return text;
}

static struct claim_facts facts_of(const struct plan *plan, size_t spared) {
    struct claim_facts facts = {
        .as_of = plans_date("2026-12-10"),
        .consolidated = plan == plan_file_plan(files[0]) ? CONSOLIDATED_YES : CONSOLIDATED_NO,
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
        size_t worst = plan->activities[i].grade_count - 1;
        facts.assessment.answers[i] =
            (struct answer){.kind = ANSWER_GRADE, .grade = i < spared ? 0 : worst};
    }
    return facts;
}

static void b24_b25_reasons_of_the_permanent_plan(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(files[0]);
    struct claim_facts facts = facts_of(plan, 0);
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidated, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts = facts_of(plan, 3);
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-not-reached, B-24 consolidated, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.assessment.answers[0].kind = ANSWER_MISSING;
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 answer-missing, B-24 consolidated, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.assessment.answers[0].kind = ANSWER_DONT_KNOW;
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 answer-dont-know, B-24 consolidated, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.consolidated = CONSOLIDATED_NO;
    assert_string_equal(
        reasons_of(plan, &facts),
        "B-25 test-reached, B-24 not-consolidated-not-covered, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.consolidated = CONSOLIDATED_NOT_JUDGED;
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidation-not-judged, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.consolidated = CONSOLIDATED_UNDETERMINED;
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, S-10 consolidation-undetermined, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.holder = FACT_NO;
    assert_string_equal(
        reasons_of(plan, &facts),
        "B-25 test-reached, B-24 consolidated, B-26 not-holder, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.holder = FACT_UNKNOWN;
    assert_string_equal(
        reasons_of(plan, &facts),
        "B-25 test-reached, B-24 consolidated, B-26 holder-unknown, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.complete = (struct civil_date){0};
    assert_string_equal(
        reasons_of(plan, &facts),
        "B-25 test-reached, B-24 consolidated, S-06 dossier-not-complete, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.received = (struct civil_date){0};
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidated, S-03 written-claim-unknown");
    facts = facts_of(plan, 0);
    facts.as_of = plans_date("2026-11-01");
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidated, B-23 survival-running");
    facts = facts_of(plan, 0);
    facts.alive_through = plans_date("2026-11-20");
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidated, B-23 survival-unconfirmed");
    facts = facts_of(plan, 0);
    facts.death = plans_date("2026-11-20");
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidated, B-23 died-in-window");
    facts = facts_of(plan, 0);
    facts.death = plans_date("2026-11-30");
    assert_string_equal(reasons_of(plan, &facts),
                        "B-25 test-reached, B-24 consolidated, S-29 died-on-last-day");
    facts = facts_of(plan, 0);
    facts.checks = &(struct proposal_check){PROPOSAL_CHECK_EXCLUSION, "X-17", FACT_YES};
    facts.check_count = 1;
    assert_string_equal(
        reasons_of(plan, &facts),
        "B-25 test-reached, B-24 consolidated, X-17 check-hit, B-23 survival-passed");
    facts = facts_of(plan, 0);
    facts.checks = &(struct proposal_check){PROPOSAL_CHECK_EXCLUSION, "X-17", FACT_UNKNOWN};
    facts.check_count = 1;
    assert_string_equal(
        reasons_of(plan, &facts),
        "B-25 test-reached, B-24 consolidated, X-17 check-unknown, B-23 survival-passed");
}

static void a12_a16_reasons_of_the_temporary_plan(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(files[1]);
    struct claim_facts facts = facts_of(plan, 0);
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, A-16 filed-in-time");
    facts = facts_of(plan, 0);
    facts = facts_of(plan, 2);
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-not-reached, A-14 not-consolidated, A-12 constant-need, A-16 filed-in-time");
    facts = facts_of(plan, 0);
    facts.consolidated = CONSOLIDATED_YES;
    assert_string_equal(reasons_of(plan, &facts),
                        "A-12 test-reached, A-14 consolidated-never-covered, A-12 constant-need, "
                        "A-16 filed-in-time");
    facts = facts_of(plan, 0);
    facts.constant_need = FACT_NO;
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need-absent, A-16 filed-in-time");
    facts = facts_of(plan, 0);
    facts.constant_need = FACT_UNKNOWN;
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need-unknown, A-16 filed-in-time");
    facts = facts_of(plan, 0);
    facts.onset = (struct civil_date){0};
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, A-16 onset-unknown");
    facts = facts_of(plan, 0);
    facts.first_contact = facts.sent = facts.received = (struct civil_date){0};
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, S-04 filing-date-unknown");
    facts = facts_of(plan, 0);
    facts.sent = plans_date("2026-10-08");
    assert_string_equal(reasons_of(plan, &facts),
                        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, A-16 "
                        "filed-in-time, S-04 dossier-sent-after-term");
    facts = facts_of(plan, 0);
    facts.first_contact = facts.sent = plans_date("2026-10-08");
    assert_string_equal(
        reasons_of(plan, &facts),
        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, A-16 filed-late");
    facts = facts_of(plan, 0);
    facts.first_contact = facts.sent = plans_date("2026-10-08");
    facts.late_ruling = LATE_RULING_ACCEPTED;
    assert_string_equal(reasons_of(plan, &facts),
                        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, A-16 "
                        "filed-late, S-09 filed-late-accepted");
    facts = facts_of(plan, 0);
    facts.first_contact = facts.sent = plans_date("2026-10-08");
    facts.late_ruling = LATE_RULING_LOST;
    assert_string_equal(reasons_of(plan, &facts),
                        "A-12 test-reached, A-14 not-consolidated, A-12 constant-need, A-16 "
                        "filed-late, S-09 filed-late-lost");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(b24_b25_reasons_of_the_permanent_plan),
        cmocka_unit_test(a12_a16_reasons_of_the_temporary_plan),
    };
    return cmocka_run_group_tests(tests, open_plans, close_plans);
}
