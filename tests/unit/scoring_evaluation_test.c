// SPDX-License-Identifier: EUPL-1.2
// A whole case at once: what it proposes, where it stands, what a person still has to do.
#include "scoring/evaluation.h"

#include "scoring_evaluation_told.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct plan *plan_a(void) {
    return plan_file_plan(temporary);
}

static const struct plan *plan_b(void) {
    return plan_file_plan(permanent);
}

static struct evaluation_case undecided(void) {
    struct evaluation_case facts = told_case();
    facts.decision = CLAIM_RULING_NONE;
    return facts;
}

// Under the permanent plan, undecided; day 60 of survival is 23 March 2026.
static struct evaluation_case permanent_case(void) {
    struct evaluation_case facts = undecided();
    facts.facts.assessment = told_sheet("222200");
    facts.facts.consolidated = CONSOLIDATED_YES;
    facts.facts.holder = FACT_YES;
    facts.facts.alive_through = plans_date("2026-06-30");
    return facts;
}

static void until_a_person_decides_the_proposal_is_reckoned_with(void **state) {
    (void)state;
    struct evaluation_case facts = undecided();
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, NULL);
    facts.expenses = &expense;
    facts.expense_count = 1;
    says(plan_a(), &facts,
         "recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED
         "; 6 months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (1: 10000+0)");
    facts.facts.consolidated = CONSOLIDATED_UNDETERMINED;
    says(plan_a(), &facts,
         "reviewable under-evaluation; tasks review-state S-10, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED
         "; 6 months; #0 held 0+0 S-10 review-open");
    facts.facts.consolidated = CONSOLIDATED_NOT_JUDGED;
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks judge-consolidation A-14, settle-check "
         "A-07, settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED
         "; #0 held 0+0 A-12 decision-open");
    facts.facts.consolidated = CONSOLIDATED_NO;
    facts.facts.assessment = told_sheet("1100");
    says(plan_a(), &facts,
         "not-recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED "; #0 refused 0+10000 A-12 not-recognised");
    facts.facts.assessment = told_sheet("11--");
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks complete-answers A-12, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED
         "; #0 held 0+0 A-12 decision-open");
    facts.facts.assessment.answers[2].kind = ANSWER_DONT_KNOW;
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks complete-answers A-12, complete-answers "
         "A-12, settle-check A-07, settle-check A-11a, settle-check X-17, decide-claim "
         "A-12" LIMITED "; #0 held 0+0 A-12 decision-open");
    facts.facts.assessment = told_sheet("1110");
    facts.facts.constant_need = FACT_UNKNOWN;
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks judge-need A-12, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED
         "; #0 held 0+0 A-12 decision-open");
    facts.facts.constant_need = FACT_YES;
    facts.withdrawn = plans_date("2026-06-01");
    says(plan_a(), &facts,
         "recognised ended withdrawn; stops 2026-06-01 chapter 7 claim-withdrawn; "
         "chapter 7 claim-withdrawn" LIMITED "; #0 refused 0+10000 A-12 not-recognised");
}

static void every_decision_of_a_person_goes_before_the_proposal(void **state) {
    (void)state;
    struct evaluation_case facts = told_case();
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, NULL);
    facts.expenses = &expense;
    facts.expense_count = 1;
    says(plan_a(), &facts,
         "recognised recognised" LIMITED
         "; 6 months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (1: 10000+0)");
    facts.decision = CLAIM_RULING_REVIEWABLE;
    says(plan_a(), &facts,
         "recognised reviewable" LIMITED "; 6 months; #0 held 0+0 S-10 review-open");
    facts.decision = CLAIM_RULING_NOT_RECOGNISED;
    says(plan_a(), &facts,
         "recognised not-recognised" LIMITED "; #0 refused 0+10000 A-12 not-recognised");
    facts.decision = CLAIM_RULING_EXCLUDED;
    says(plan_a(), &facts,
         "recognised excluded" LIMITED "; #0 refused 0+10000 A-12 not-recognised");
    facts.decision = CLAIM_RULING_NOT_INSURABLE;
    says(plan_a(), &facts,
         "recognised not-insurable" LIMITED "; #0 refused 0+10000 A-12 not-recognised");
    facts.decision = CLAIM_RULING_NOT_COVERED;
    says(plan_a(), &facts,
         "recognised not-covered" LIMITED "; #0 refused 0+10000 A-12 not-recognised");
    // A newer sheet speaks against a recognised claim: a person says whether the state has ended.
    facts.decision = CLAIM_RULING_RECOGNISED;
    facts.facts.assessment = told_sheet("1100");
    says(plan_a(), &facts,
         "not-recognised recognised; tasks confirm-state-ended A-12" LIMITED
         "; 6 months [1: paid 0 due 10000 reserved 0 member 0 left 40000]; #0 payable "
         "10000+0 (1: 10000+0)");
}

static void s09_a_late_claim_is_a_persons_until_ruled_on(void **state) {
    (void)state;
    struct evaluation_case facts = undecided();
    facts.facts.sent = plans_date("2026-01-29");
    facts.facts.received = plans_date("2026-01-30");
    const struct evaluation_expense expense =
        told_expense(BENEFIT_FORM_INVOICE, "2026-02-10", "2026-02-10", 10000, NULL);
    facts.expenses = &expense;
    facts.expense_count = 1;
    says(plan_a(), &facts,
         "late-for-a-person late; tasks rule-on-late S-09, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12; term L-09 act "
         "interruption 0 from 2026-01-30 to 2028-01-31 nominal 2028-01-30; #0 held 0+0 "
         "A-12 decision-open");
    facts.facts.late_ruling = LATE_RULING_ACCEPTED;
    says(plan_a(), &facts,
         "recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12; term L-09 act interruption 0 from "
         "2026-01-30 to 2028-01-31 nominal 2028-01-30; 6 months [1: paid 0 due 10000 "
         "reserved 0 member 0 left 40000]; #0 payable 10000+0 (1: 10000+0)");
    facts.facts.late_ruling = LATE_RULING_LOST;
    says(plan_a(), &facts,
         "not-recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12; term L-09 act interruption 0 from "
         "2026-01-30 to 2028-01-31 nominal 2028-01-30; #0 refused 0+10000 A-12 "
         "not-recognised");
}

static void what_is_not_known_is_a_task_and_never_a_no(void **state) {
    (void)state;
    struct evaluation_case facts = undecided();
    facts.facts.onset = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks state-onset A-16, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12");
    facts = undecided();
    facts.facts.sent = (struct civil_date){0};
    facts.facts.received = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete notice; tasks state-filing S-04, settle-check A-07, settle-check "
         "A-11a, settle-check X-17, decide-claim A-12; term L-09 act onset 0 from "
         "2026-01-10 to 2028-01-10");
    facts.facts.sent = plans_date("2026-01-20");
    says(plan_a(), &facts,
         "recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12; term L-09 act onset 0 from 2026-01-10 "
         "to 2028-01-10; 6 months");
    facts = undecided();
    facts.facts.complete = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete opened; tasks complete-dossier S-06, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    struct plan early = *plan_a();
    early.earliest_filing_days.value = 30;
    early.earliest_filing_days.rule = "E-30";
    facts = undecided();
    says(&early, &facts,
         "held under-evaluation; tasks rule-on-early E-30, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    facts = permanent_case();
    says(plan_b(), &facts,
         "recognised under-evaluation; tasks settle-check B-05, settle-check B-21, "
         "settle-check X-17, decide-claim B-25" LIMITED "; 36 months");
    facts.facts.holder = FACT_UNKNOWN;
    says(plan_b(), &facts,
         "incomplete under-evaluation; tasks say-holder B-26, settle-check B-05, "
         "settle-check B-21, settle-check X-17, decide-claim B-25" LIMITED);
    facts = permanent_case();
    facts.facts.alive_through = (struct civil_date){0};
    says(plan_b(), &facts,
         "recognised under-evaluation; tasks confirm-alive B-23, settle-check B-05, "
         "settle-check B-21, settle-check X-17, decide-claim B-25" LIMITED "; 36 months");
    facts.facts.death = plans_date("2026-03-23");
    says(plan_b(), &facts,
         "held under-evaluation; tasks rule-on-last-day S-29, settle-check B-05, "
         "settle-check B-21, settle-check X-17, decide-claim B-25" LIMITED);
    facts.facts.last_day_ruling = LAST_DAY_RULING_PAYABLE;
    says(plan_b(), &facts,
         "recognised under-evaluation; tasks settle-check B-05, settle-check B-21, "
         "settle-check X-17, decide-claim B-25" LIMITED "; 36 months");
    facts = permanent_case();
    facts.facts.received = (struct civil_date){0};
    says(plan_b(), &facts,
         "incomplete under-evaluation; tasks state-written-claim S-03, settle-check "
         "B-05, settle-check B-21, settle-check X-17, decide-claim B-25; term L-09 act "
         "onset 0 from 2026-01-10 to 2028-01-10");
}

static void
sections_that_are_given_leave_no_task_and_those_of_the_plan_only_where_it_asks(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = undecided();
    const struct cover_event enrolled = {.kind = COVER_ENROLMENT,
                                         .date = plans_date("2020-03-10"),
                                         .communicated = plans_date("2020-03-10")};
    const struct cover_facts cover = {
        .events = &enrolled, .event_count = 1, .birth = plans_date("1970-05-05")};
    struct health_facts health = {.statement = FACT_YES,
                                  .invalidity = INVALIDITY_NONE,
                                  .invalidity_percent = -1,
                                  .substances = 0,
                                  .medicines = 0};
    struct cause_facts causes = {.examined = FACT_YES};
    facts.cover = &cover;
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check A-11a, settle-check X-17, "
         "decide-claim A-12" LIMITED "; 6 months");
    facts.facts.holder = FACT_UNKNOWN; // who the holder is, and how old
    says(&plan, &facts,
         "incomplete under-evaluation; tasks settle-check A-05, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    facts.facts.holder = FACT_YES;
    facts.health = &health;
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check X-17, decide-claim A-12" LIMITED
         "; 6 months");
    assert_int_equal(told_evaluation.tested_on.number, plans_date("2020-04-01").number);
    for (size_t i = 0; i < plan.condition_count; i++) {
        assert_int_equal(told_evaluation.conditions[i], FACT_NO);
    }
    facts.causes = &causes;
    says(&plan, &facts,
         "recognised under-evaluation; tasks decide-claim A-12" LIMITED "; 6 months");
    for (size_t i = 0; i < plan.exclusion_count; i++) {
        assert_int_equal(told_evaluation.exclusions[i],
                         plan.exclusions[i].scope == PLAN_SCOPE_CAUSE ? FACT_NO : FACT_UNKNOWN);
    }
    // Speaking against the claim, by a person to confirm.
    const struct cause_finding race = {.code = "dangerous-sports", .present = FACT_YES};
    causes.findings = &race;
    causes.finding_count = 1;
    says(&plan, &facts,
         "excluded under-evaluation; tasks confirm-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.exclusions[5], FACT_YES);
    causes.finding_count = 0;
    health.invalidity = INVALIDITY_RECOGNISED;
    health.invalidity_percent = 50;
    health.invalidity_since = plans_date("2019-01-01");
    says(&plan, &facts,
         "not-insurable under-evaluation; tasks confirm-check A-11b, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.conditions[1], FACT_YES);
    facts.health = NULL;
    facts.causes = NULL;
    plan.condition_count = 1;
    plan.exclusion_count = 1;
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check A-11a, settle-check X-17, "
         "decide-claim A-12" LIMITED "; 6 months");
    assert_int_equal(told_evaluation.seniority, FACT_UNKNOWN); // of which the plan says nothing
    assert_int_equal(told_evaluation.waiting, FACT_UNKNOWN);
    plan.condition_count = 0;
    plan.exclusion_count = 0;
    says(&plan, &facts,
         "recognised under-evaluation; tasks decide-claim A-12" LIMITED "; 6 months");
    // Not known since when: the day that the statement names.
    plan = *plan_a();
    facts = undecided();
    facts.health = &health;
    health.tested_on = plans_date("2018-01-01");
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check A-07, settle-check X-17, "
         "decide-claim A-12" LIMITED "; 6 months");
    assert_int_equal(told_evaluation.tested_on.number, health.tested_on.number);
    assert_int_equal(told_evaluation.conditions[1], FACT_NO);
    facts.health = NULL;
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED "; 6 months");
    assert_int_equal(told_evaluation.tested_on.number, 0);
    assert_int_equal(told_evaluation.conditions[0], FACT_UNKNOWN);
    assert_int_equal(told_evaluation.seniority, FACT_UNKNOWN);
    assert_int_equal(told_evaluation.waiting, FACT_UNKNOWN);
    assert_int_equal(told_evaluation.coverage.covered, FACT_UNKNOWN);
    assert_string_equal(told_evaluation.coverage.rule, "A-07");
}

// The rule of a death speaks for itself: nobody has to look at a cover that ended with it.
static void s26_a_death_is_no_end_of_cover(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    const struct cover_event enrolled = {.kind = COVER_ENROLMENT,
                                         .date = plans_date("2020-03-10"),
                                         .communicated = plans_date("2020-03-10")};
    const struct cover_facts cover = {.events = &enrolled,
                                      .event_count = 1,
                                      .birth = plans_date("1970-05-05"),
                                      .death = plans_date("2026-05-20")};
    facts.cover = &cover;
    facts.facts.death = cover.death;
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    const char *text = told(&plan, &facts);
    assert_non_null(strstr(text, "ended death"));
    assert_null(strstr(text, "cover"));
    assert_int_equal(told_evaluation.coverage.covered, FACT_YES);
}

static void s26_cover_before_on_and_after_the_onset(void **state) {
    (void)state;
    struct plan plan = *plan_a();
    struct evaluation_case facts = told_case();
    struct cover_event events[] = {{.kind = COVER_ENROLMENT,
                                    .date = plans_date("2020-03-10"),
                                    .communicated = plans_date("2020-03-10")},
                                   {.kind = COVER_OPT_OUT, .date = plans_date("2026-05-11")}};
    struct cover_facts cover = {
        .events = events, .event_count = 2, .birth = plans_date("1970-05-05")};
    facts.cover = &cover;
    says(&plan, &facts,
         "recognised recognised; warns cover-ended-since S-26; cover ended" LIMITED "; 6 months");
    plan.months.value = 1;
    says(&plan, &facts,
         "recognised ended months-used; warns cover-ended-since S-26; cover ended" LIMITED
         "; 1 months");
    facts.decision = CLAIM_RULING_NOT_RECOGNISED;
    says(&plan, &facts, "recognised not-recognised; cover ended" LIMITED);
    facts.decision = CLAIM_RULING_RECOGNISED;
    plan.months.value = 6;
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    says(&plan, &facts,
         "recognised ended cover-ended; warns cover-ended-since S-26; cover ended; "
         "cover lost 2026-05-11" LIMITED "; 6 months");
    events[1].date = plans_date("2026-08-11");
    says(&plan, &facts, "recognised recognised" LIMITED "; 6 months");
    facts.decision = CLAIM_RULING_NONE;
    events[1].date = plans_date("2025-12-11");
    says(&plan, &facts,
         "not-covered under-evaluation; tasks confirm-check A-02, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    cover.event_count = 0;
    says(&plan, &facts,
         "incomplete under-evaluation; tasks settle-check A-07, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    cover.event_count = 1;
    plan.seniority_months.value = 1;
    plan.seniority_months.rule = "E-1";
    plan.seniority_within.value = 1;
    events[0].date = events[0].communicated = plans_date("2025-12-10");
    says(&plan, &facts,
         "not-covered under-evaluation; tasks confirm-check E-1, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.seniority, FACT_YES);
    events[0].date = events[0].communicated = plans_date("2020-03-10");
    plan.seniority_months.value = 12;
    plan.seniority_months.rule = "E-12";
    plan.seniority_within.value = 24;
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check A-11a, settle-check X-17, "
         "decide-claim A-12" LIMITED "; 6 months");
    assert_int_equal(told_evaluation.seniority, FACT_NO);
    events[0].date = events[0].communicated = plans_date("2025-10-10");
    says(&plan, &facts,
         "not-covered under-evaluation; tasks confirm-check E-12, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.seniority, FACT_YES);
    plan.seniority_months.value = 0;
    static const struct plan_waiting waiting[] = {{.cause = "illness", .days = {90, "W-90", ""}},
                                                  {.cause = "accident", .days = {0, "W-0", ""}}};
    plan.waiting = waiting;
    plan.waiting_count = 2;
    facts.cause = "illness";
    says(&plan, &facts,
         "not-covered under-evaluation; tasks confirm-check W-90, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.waiting, FACT_YES);
    facts.cause = "accident";
    says(&plan, &facts,
         "recognised under-evaluation; tasks settle-check A-11a, settle-check X-17, "
         "decide-claim A-12" LIMITED "; 6 months");
    assert_int_equal(told_evaluation.waiting, FACT_NO);
    facts.cause = NULL;
    says(&plan, &facts,
         "incomplete under-evaluation; tasks settle-check W-90, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.waiting, FACT_UNKNOWN);
    plan.waiting_count = 1;
    says(&plan, &facts,
         "not-covered under-evaluation; tasks confirm-check W-90, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
    // A leave that is still running on the day of the question is known to have been long.
    plan.waiting_count = 0;
    plan.cover.leave_months = (struct plan_number){1, "V-1", ""};
    events[0].date = events[0].communicated = plans_date("2020-03-10");
    events[1] = (struct cover_event){.kind = COVER_LEAVE_START, .date = plans_date("2025-12-20")};
    cover.event_count = 2;
    says(&plan, &facts,
         "not-covered under-evaluation; tasks confirm-check V-1, settle-check A-11a, "
         "settle-check X-17, decide-claim A-12" LIMITED);
}

static void a_dossier_gives_the_day_of_completeness_unless_it_is_known(void **state) {
    (void)state;
    struct evaluation_case facts = undecided();
    struct document_fact documents[] = {{"D1", plans_date("2026-02-03"), FACT_YES},
                                        {"D2", plans_date("2026-02-05"), FACT_YES},
                                        {"D3", plans_date("2026-02-04"), FACT_YES},
                                        {"D4", plans_date("2026-02-04"), FACT_YES}};
    const struct dossier_facts dossier = {documents, 4, FACT_NO, FACT_NO, FACT_NO};
    facts.dossier = &dossier;
    facts.facts.assessment = told_sheet("----");
    says(plan_a(), &facts,
         "incomplete complete; tasks complete-answers A-12, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.complete.number, plans_date("2026-02-01").number);
    facts.facts.complete = (struct civil_date){0};
    says(plan_a(), &facts,
         "incomplete complete; tasks complete-answers A-12, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    assert_int_equal(told_evaluation.complete.number, plans_date("2026-02-05").number);
    documents[1].accepted = FACT_NO;
    says(plan_a(), &facts,
         "incomplete waiting-documents; tasks complete-answers A-12, complete-dossier "
         "S-06, settle-check A-07, settle-check A-11a, settle-check X-17, decide-claim "
         "A-12" LIMITED);
    assert_int_equal(told_evaluation.complete.number, 0);
    facts.dossier = NULL;
    says(plan_a(), &facts,
         "incomplete opened; tasks complete-answers A-12, complete-dossier S-06, "
         "settle-check A-07, settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    // A day that lies ahead is not there yet.
    facts.dossier = &dossier;
    facts.facts.complete = plans_date("2026-07-02");
    says(plan_a(), &facts,
         "incomplete waiting-documents; tasks complete-answers A-12, complete-dossier "
         "S-06, settle-check A-07, settle-check A-11a, settle-check X-17, decide-claim "
         "A-12" LIMITED);
    facts.facts.complete = plans_date("2026-07-01");
    says(plan_a(), &facts,
         "incomplete complete; tasks complete-answers A-12, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
    // Somebody looked at the person.
    const struct evaluation_visit visit = {.ordered = plans_date("2026-06-01")};
    facts.visits = &visit;
    facts.visit_count = 1;
    says(plan_a(), &facts,
         "incomplete under-evaluation; tasks complete-answers A-12, settle-check A-07, "
         "settle-check A-11a, settle-check X-17, decide-claim A-12" LIMITED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(until_a_person_decides_the_proposal_is_reckoned_with),
        cmocka_unit_test(every_decision_of_a_person_goes_before_the_proposal),
        cmocka_unit_test(s09_a_late_claim_is_a_persons_until_ruled_on),
        cmocka_unit_test(what_is_not_known_is_a_task_and_never_a_no),
        cmocka_unit_test(
            sections_that_are_given_leave_no_task_and_those_of_the_plan_only_where_it_asks),
        cmocka_unit_test(s26_a_death_is_no_end_of_cover),
        cmocka_unit_test(s26_cover_before_on_and_after_the_onset),
        cmocka_unit_test(a_dossier_gives_the_day_of_completeness_unless_it_is_known),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
