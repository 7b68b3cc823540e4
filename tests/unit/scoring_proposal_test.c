// SPDX-License-Identifier: EUPL-1.2
// What the engine proposes (A-12, A-14, A-16, A-21, B-23 … B-26, S-04, S-06, S-09, S-10, S-29).
#include "scoring/proposal.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// One digit per activity: the grade; '-' for no answer, '?' for "don't know".
static struct assessment sheet(const char *grades) {
    struct assessment assessment = {0};
    for (size_t i = 0; grades[i] != '\0'; i++) {
        if (grades[i] == '?') {
            assessment.answers[i].kind = ANSWER_DONT_KNOW;
        } else if (grades[i] != '-') {
            assessment.answers[i] =
                (struct answer){.kind = ANSWER_GRADE, .grade = (size_t)(grades[i] - '0')};
        }
    }
    return assessment;
}

// A permanent-plan claim with nothing open, as of a day after the survival window.
static struct claim_facts permanent_facts(const char *grades, enum consolidated consolidated) {
    return (struct claim_facts){
        .as_of = plans_date("2026-12-10"),
        .assessment = sheet(grades),
        .consolidated = consolidated,
        .holder = FACT_YES,
        .onset = plans_date("2026-08-01"),
        .sent = plans_date("2026-09-28"),
        .received = plans_date("2026-10-01"),
        .complete = plans_date("2026-10-15"),
        .alive_through = plans_date("2026-12-05"),
    };
}

// A temporary-plan claim with nothing open; onset 2 November, last day of filing 16 November.
static struct claim_facts temporary_facts(const char *grades, enum consolidated consolidated,
                                          enum fact need) {
    return (struct claim_facts){
        .as_of = plans_date("2026-11-25"),
        .assessment = sheet(grades),
        .consolidated = consolidated,
        .constant_need = need,
        .onset = plans_date("2026-11-02"),
        .first_contact = plans_date("2026-11-05"),
        .sent = plans_date("2026-11-09"),
        .received = plans_date("2026-11-11"),
        .complete = plans_date("2026-11-20"),
    };
}

static struct proposal make(const struct plan_file *file, struct claim_facts facts) {
    struct proposal proposal = {0};
    assert_true(proposal_make(plan_file_plan(file), &facts, &proposal));
    assert_true(proposal.reason_count > 0);
    return proposal;
}

static bool has_reason(const struct proposal *proposal, enum reason_code code, const char *rule) {
    for (size_t i = 0; i < proposal->reason_count; i++) {
        if (proposal->reasons[i].code == code) {
            return strcmp(proposal->reasons[i].rule, rule) == 0;
        }
    }
    return false;
}

static void b24_b25_merit_of_the_permanent_plan(void **state) {
    (void)state;
    static const struct {
        const char *grades;
        enum consolidated consolidated;
        enum proposal_outcome expected;
        enum reason_code reason;
        const char *rule;
    } rows[] = {
        {"222100", CONSOLIDATED_YES, PROPOSAL_NOT_RECOGNISED, REASON_TEST_NOT_REACHED, "B-25"},
        {"222110", CONSOLIDATED_YES, PROPOSAL_RECOGNISED, REASON_TEST_REACHED, "B-25"},
        {"222200", CONSOLIDATED_YES, PROPOSAL_RECOGNISED, REASON_CONSOLIDATED, "B-24"},
        {"221111", CONSOLIDATED_YES, PROPOSAL_RECOGNISED, REASON_TEST_REACHED, "B-25"},
        {"211111", CONSOLIDATED_YES, PROPOSAL_NOT_RECOGNISED, REASON_TEST_NOT_REACHED, "B-25"},
        {"111111", CONSOLIDATED_YES, PROPOSAL_NOT_RECOGNISED, REASON_TEST_NOT_REACHED, "B-25"},
        {"222200", CONSOLIDATED_UNDETERMINED, PROPOSAL_REVIEWABLE,
         REASON_CONSOLIDATION_UNDETERMINED, "S-10"},
        {"222200", CONSOLIDATED_NO, PROPOSAL_NOT_RECOGNISED, REASON_NOT_CONSOLIDATED_NOT_COVERED,
         "B-24"},
        {"222200", CONSOLIDATED_NOT_JUDGED, PROPOSAL_INCOMPLETE, REASON_CONSOLIDATION_NOT_JUDGED,
         "B-24"},
        {"111111", CONSOLIDATED_UNDETERMINED, PROPOSAL_NOT_RECOGNISED, REASON_TEST_NOT_REACHED,
         "B-25"},
        {"22220-", CONSOLIDATED_YES, PROPOSAL_INCOMPLETE, REASON_ANSWER_MISSING, "B-25"},
        {"22220?", CONSOLIDATED_YES, PROPOSAL_INCOMPLETE, REASON_ANSWER_DONT_KNOW, "B-25"},
        {"00000-", CONSOLIDATED_YES, PROPOSAL_INCOMPLETE, REASON_ANSWER_MISSING, "B-25"},
        {"222222", CONSOLIDATED_YES, PROPOSAL_RECOGNISED, REASON_SURVIVAL_PASSED, "B-23"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct proposal made =
            make(permanent, permanent_facts(rows[i].grades, rows[i].consolidated));
        if (made.outcome != rows[i].expected || !has_reason(&made, rows[i].reason, rows[i].rule)) {
            fail_msg("row %zu: %s", i, proposal_outcome_name(made.outcome));
        }
        assert_int_equal(has_reason(&made, REASON_ANSWER_MISSING, "B-25"),
                         strchr(rows[i].grades, '-') != NULL);
        assert_int_equal(has_reason(&made, REASON_ANSWER_DONT_KNOW, "B-25"),
                         strchr(rows[i].grades, '?') != NULL);
        assert_int_equal(made.deadline_count, 1);
        assert_int_equal(made.merit, made.outcome);
        assert_int_equal(made.timeliness, PROPOSAL_NO_TERM);
        assert_int_equal(made.payment, made.outcome == PROPOSAL_RECOGNISED ? PROPOSAL_PAYMENT_OPEN
                                                                           : PROPOSAL_PAYMENT_NONE);
    }
}

static void a12_a14_merit_of_the_temporary_plan(void **state) {
    (void)state;
    static const struct {
        const char *grades;
        enum consolidated consolidated;
        enum fact need;
        enum proposal_outcome expected;
        enum reason_code reason;
        const char *rule;
    } rows[] = {
        {"1110", CONSOLIDATED_NO, FACT_YES, PROPOSAL_RECOGNISED, REASON_TEST_REACHED, "A-12"},
        {"1111", CONSOLIDATED_NO, FACT_YES, PROPOSAL_RECOGNISED, REASON_CONSTANT_NEED, "A-12"},
        {"1100", CONSOLIDATED_NO, FACT_YES, PROPOSAL_NOT_RECOGNISED, REASON_TEST_NOT_REACHED,
         "A-12"},
        {"1111", CONSOLIDATED_YES, FACT_YES, PROPOSAL_NOT_RECOGNISED,
         REASON_CONSOLIDATED_NEVER_COVERED, "A-14"},
        {"1-11", CONSOLIDATED_YES, FACT_YES, PROPOSAL_NOT_RECOGNISED,
         REASON_CONSOLIDATED_NEVER_COVERED, "A-14"},
        {"1110", CONSOLIDATED_UNDETERMINED, FACT_YES, PROPOSAL_REVIEWABLE,
         REASON_CONSOLIDATION_UNDETERMINED, "S-10"},
        {"1110", CONSOLIDATED_NO, FACT_NO, PROPOSAL_NOT_RECOGNISED, REASON_CONSTANT_NEED_ABSENT,
         "A-12"},
        {"1110", CONSOLIDATED_NO, FACT_UNKNOWN, PROPOSAL_INCOMPLETE, REASON_CONSTANT_NEED_UNKNOWN,
         "A-12"},
        {"111-", CONSOLIDATED_NO, FACT_YES, PROPOSAL_INCOMPLETE, REASON_ANSWER_MISSING, "A-12"},
        {"1110", CONSOLIDATED_NOT_JUDGED, FACT_YES, PROPOSAL_INCOMPLETE,
         REASON_CONSOLIDATION_NOT_JUDGED, "A-14"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct proposal made =
            make(temporary, temporary_facts(rows[i].grades, rows[i].consolidated, rows[i].need));
        if (made.outcome != rows[i].expected || !has_reason(&made, rows[i].reason, rows[i].rule)) {
            fail_msg("row %zu: %s", i, proposal_outcome_name(made.outcome));
        }
    }
}

static void a16_s04_s09_filing_around_the_last_day(void **state) {
    (void)state;
    // Onset 11 December: day 14 is Christmas, extended to Monday 28 December.
    static const struct {
        const char *contact;
        const char *sent;
        const char *received;
        enum proposal_timeliness timeliness;
        enum proposal_outcome outcome;
        bool sent_after;
    } rows[] = {
        {"2026-12-12", "2026-12-13", "2026-12-14", PROPOSAL_IN_TIME, PROPOSAL_RECOGNISED, false},
        {NULL, "2026-12-27", "2026-12-30", PROPOSAL_IN_TIME, PROPOSAL_RECOGNISED, false},
        {NULL, "2026-12-28", "2027-01-08", PROPOSAL_IN_TIME, PROPOSAL_RECOGNISED, false},
        {NULL, "2026-12-29", "2027-01-08", PROPOSAL_LATE, PROPOSAL_LATE_FOR_A_PERSON, false},
        {"2026-12-28", "2026-12-29", "2027-01-08", PROPOSAL_IN_TIME, PROPOSAL_RECOGNISED, true},
        {"2026-12-29", "2026-12-29", "2027-01-08", PROPOSAL_LATE, PROPOSAL_LATE_FOR_A_PERSON,
         false},
        {"2026-12-29", "2026-12-28", "2027-01-08", PROPOSAL_IN_TIME, PROPOSAL_RECOGNISED, false},
        {NULL, NULL, "2026-12-28", PROPOSAL_IN_TIME, PROPOSAL_RECOGNISED, false},
        {NULL, NULL, "2026-12-29", PROPOSAL_LATE, PROPOSAL_LATE_FOR_A_PERSON, false},
        {NULL, NULL, NULL, PROPOSAL_TIMELINESS_UNKNOWN, PROPOSAL_INCOMPLETE, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct claim_facts facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
        facts.as_of = plans_date("2027-02-01");
        facts.complete = plans_date("2027-01-20");
        facts.onset = plans_date("2026-12-11");
        facts.first_contact = plans_date(rows[i].contact);
        facts.sent = plans_date(rows[i].sent);
        facts.received = plans_date(rows[i].received);
        struct proposal made = make(temporary, facts);
        if (made.timeliness != rows[i].timeliness || made.outcome != rows[i].outcome ||
            has_reason(&made, REASON_DOSSIER_SENT_AFTER_TERM, "S-04") != rows[i].sent_after) {
            fail_msg("row %zu: %s", i, proposal_outcome_name(made.outcome));
        }
        assert_int_equal(made.merit, PROPOSAL_RECOGNISED);
        assert_int_equal(made.deadline_count, 1);
        assert_int_equal(made.deadlines[0].nominal.number, plans_date("2026-12-25").number);
        assert_int_equal(made.deadlines[0].last.number, plans_date("2026-12-28").number);
        assert_string_equal(made.deadlines[0].rule, "A-16");
    }
}

static void s09_only_a_person_ends_a_delay(void **state) {
    (void)state;
    struct claim_facts facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    facts.first_contact = facts.sent = plans_date("2026-11-17");
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_LATE_FOR_A_PERSON);
    assert_int_equal(make(temporary, facts).payment, PROPOSAL_PAYMENT_NONE);
    facts.late_ruling = LATE_RULING_ACCEPTED;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(make(temporary, facts).timeliness, PROPOSAL_LATE);
    facts.late_ruling = LATE_RULING_LOST;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_NOT_RECOGNISED);
    // A ruling means nothing for a claim in time.
    facts.first_contact = plans_date("2026-11-16");
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_RECOGNISED);
    // The delay comes before the review, and the merits before the delay.
    facts.first_contact = plans_date("2026-11-17");
    facts.late_ruling = LATE_RULING_NONE;
    facts.consolidated = CONSOLIDATED_UNDETERMINED;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_LATE_FOR_A_PERSON);
    assert_int_equal(make(temporary, facts).merit, PROPOSAL_REVIEWABLE);
    facts.consolidated = CONSOLIDATED_YES;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_NOT_RECOGNISED);
}

static void s04_other_readings_of_the_filing_date(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(temporary);
    struct claim_facts facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    facts.first_contact = plans_date("2026-11-05");
    facts.sent = plans_date("2026-11-16");
    facts.received = plans_date("2026-11-17");
    struct proposal made;
    plan.settings.filing_date = PLAN_FILING_SENT;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.timeliness, PROPOSAL_IN_TIME);
    plan.settings.filing_date = PLAN_FILING_RECEIVED;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.timeliness, PROPOSAL_LATE);
}

static void s06_nothing_is_recognised_before_the_dossier_is_complete(void **state) {
    (void)state;
    struct claim_facts facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    facts.complete = (struct civil_date){0};
    struct proposal made = make(temporary, facts);
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_int_equal(made.merit, PROPOSAL_RECOGNISED);
    assert_true(has_reason(&made, REASON_DOSSIER_NOT_COMPLETE, "S-06"));
    assert_false(civil_date_known(made.accrual_start));
    assert_false(civil_date_known(made.first_payable));
    facts.complete = plans_date("2026-11-26"); // tomorrow
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_INCOMPLETE);
    facts.complete = plans_date("2026-11-25");
    made = make(temporary, facts);
    assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(made.accrual_start.number, facts.complete.number);
    assert_int_equal(made.first_payable.number, facts.complete.number);
    facts.onset = (struct civil_date){0};
    made = make(temporary, facts);
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_ONSET_UNKNOWN, "A-16"));
}

static void s06_other_starts_of_accrual(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    struct claim_facts facts = permanent_facts("222200", CONSOLIDATED_YES);
    struct proposal made;
    plan.settings.accrual_start = PLAN_ACCRUAL_WRITTEN_CLAIM;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.accrual_start.number, facts.received.number);
    plan.settings.written_claim_date = PLAN_WRITTEN_CLAIM_SENT;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.accrual_start.number, facts.sent.number);
    plan.settings.written_claim_date = PLAN_WRITTEN_CLAIM_RECEIVED;
    plan.settings.accrual_start = PLAN_ACCRUAL_SURVIVAL_PASSED;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.accrual_start.number, plans_date("2026-12-01").number);
}

static void b23_payment_around_day_60(void **state) {
    (void)state;
    static const struct {
        const char *as_of;
        const char *alive;
        const char *death;
        enum proposal_outcome outcome;
        enum proposal_payment payment;
    } rows[] = {
        {"2026-11-29", "2026-11-29", NULL, PROPOSAL_RECOGNISED, PROPOSAL_PAYMENT_HELD},
        {"2026-11-30", "2026-11-30", NULL, PROPOSAL_RECOGNISED, PROPOSAL_PAYMENT_HELD},
        {"2026-12-01", "2026-11-30", NULL, PROPOSAL_RECOGNISED, PROPOSAL_PAYMENT_OPEN},
        {"2026-12-01", "2026-11-29", NULL, PROPOSAL_RECOGNISED, PROPOSAL_PAYMENT_HELD},
        {"2026-12-01", NULL, "2026-11-29", PROPOSAL_NOT_RECOGNISED, PROPOSAL_PAYMENT_BARRED},
        {"2026-12-01", NULL, "2026-11-30", PROPOSAL_HELD, PROPOSAL_PAYMENT_HELD},
        {"2026-12-02", NULL, "2026-12-01", PROPOSAL_RECOGNISED, PROPOSAL_PAYMENT_OPEN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct claim_facts facts = permanent_facts("222200", CONSOLIDATED_YES);
        facts.as_of = plans_date(rows[i].as_of);
        facts.alive_through = plans_date(rows[i].alive);
        facts.death = plans_date(rows[i].death);
        struct proposal made = make(permanent, facts);
        if (made.outcome != rows[i].outcome || made.payment != rows[i].payment) {
            fail_msg("row %zu: %s %s", i, proposal_outcome_name(made.outcome),
                     proposal_payment_name(made.payment));
        }
        assert_int_equal(made.first_payable.number, plans_date("2026-12-01").number);
        assert_int_equal(made.deadlines[0].last.number, plans_date("2026-11-30").number);
    }
}

static void the_later_of_completeness_and_window_is_the_first_payable_day(void **state) {
    (void)state;
    struct claim_facts facts = permanent_facts("222200", CONSOLIDATED_YES);
    facts.complete = plans_date("2026-12-08");
    struct proposal made = make(permanent, facts);
    assert_int_equal(made.first_payable.number, facts.complete.number);
    facts.received = (struct civil_date){0};
    made = make(permanent, facts);
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_WRITTEN_CLAIM_UNKNOWN, "S-03"));
    assert_false(civil_date_known(made.first_payable));
}

static void s10_a_reviewable_claim_pays_only_if_the_plan_says_so(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    struct claim_facts facts = permanent_facts("222200", CONSOLIDATED_UNDETERMINED);
    struct proposal made;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_NONE);
    plan.settings.pay_while_reviewable.value = true;
    assert_true(proposal_make(&plan, &facts, &made));
    assert_int_equal(made.outcome, PROPOSAL_REVIEWABLE);
    assert_int_equal(made.payment, PROPOSAL_PAYMENT_OPEN);
}

static void b26_the_permanent_plan_covers_the_holder_only(void **state) {
    (void)state;
    struct claim_facts facts = permanent_facts("222200", CONSOLIDATED_YES);
    facts.holder = FACT_NO;
    struct proposal made = make(permanent, facts);
    assert_int_equal(made.outcome, PROPOSAL_NOT_COVERED);
    assert_true(has_reason(&made, REASON_NOT_HOLDER, "B-26"));
    facts.holder = FACT_UNKNOWN;
    made = make(permanent, facts);
    assert_int_equal(made.outcome, PROPOSAL_INCOMPLETE);
    assert_true(has_reason(&made, REASON_HOLDER_UNKNOWN, "B-26"));
    struct claim_facts other = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    other.holder = FACT_NO;
    assert_int_equal(make(temporary, other).outcome, PROPOSAL_RECOGNISED);
}

static void checks_speak_against_the_claim_by_their_gravity(void **state) {
    (void)state;
    struct proposal_check checks[] = {
        {PROPOSAL_CHECK_EXCLUSION, "X-1", FACT_NO},
        {PROPOSAL_CHECK_INSURABILITY, "A-11b", FACT_NO},
        {PROPOSAL_CHECK_COVERAGE, "A-01", FACT_NO},
    };
    struct claim_facts facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    facts.checks = checks;
    facts.check_count = 3;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_RECOGNISED);
    checks[0].hit = FACT_UNKNOWN;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_INCOMPLETE);
    checks[0].hit = FACT_YES;
    struct proposal made = make(temporary, facts);
    assert_int_equal(made.outcome, PROPOSAL_EXCLUDED);
    assert_true(has_reason(&made, REASON_CHECK_HIT, "X-1"));
    checks[1].hit = FACT_YES;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_NOT_INSURABLE);
    checks[2].hit = FACT_YES;
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_NOT_COVERED);
}

static void a_plan_may_ask_nothing_of_the_consolidation(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    struct proposal made;
    plan.consolidation = PLAN_CONSOLIDATION_ANY;
    for (int i = CONSOLIDATED_NOT_JUDGED; i <= CONSOLIDATED_UNDETERMINED; i++) {
        struct claim_facts facts = permanent_facts("222200", (enum consolidated)i);
        assert_true(proposal_make(&plan, &facts, &made));
        assert_int_equal(made.outcome, PROPOSAL_RECOGNISED);
    }
}

static void malformed_facts_are_refused(void **state) {
    (void)state;
    const struct proposal_check without_kind[] = {{PROPOSAL_CHECK_EXCLUSION, "X-1", FACT_NO},
                                                  {PROPOSAL_CHECK_NONE, "", FACT_YES}};
    const struct proposal_check many[PROPOSAL_CHECKS_MAX + 1] = {
        [0 ... PROPOSAL_CHECKS_MAX] = {PROPOSAL_CHECK_EXCLUSION, "X-1", FACT_YES}};
    const struct plan *plan = plan_file_plan(temporary);
    struct proposal made = {.reason_count = 77};
    struct claim_facts facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    facts.as_of = (struct civil_date){0};
    assert_false(proposal_make(plan, &facts, &made));
    facts = temporary_facts("1120", CONSOLIDATED_NO, FACT_YES); // no such grade
    assert_false(proposal_make(plan, &facts, &made));
    facts = temporary_facts("1110", CONSOLIDATED_NO, FACT_YES);
    facts.checks = without_kind;
    facts.check_count = 2;
    assert_false(proposal_make(plan, &facts, &made));
    facts.checks = many;
    facts.check_count = PROPOSAL_CHECKS_MAX + 1;
    assert_false(proposal_make(plan, &facts, &made));
    assert_int_equal(made.reason_count, 77);
    facts.check_count = PROPOSAL_CHECKS_MAX;
    assert_true(proposal_make(plan, &facts, &made));
    assert_true(made.reason_count <= PROPOSAL_REASONS_MAX);
}

static void a_case_that_knows_nothing_is_incomplete(void **state) {
    (void)state;
    struct claim_facts facts = {.as_of = plans_date("2026-11-25")};
    assert_int_equal(make(temporary, facts).outcome, PROPOSAL_INCOMPLETE);
    assert_int_equal(make(permanent, facts).outcome, PROPOSAL_INCOMPLETE);
}

static void names_are_stable(void **state) {
    (void)state;
    for (int i = CONSOLIDATED_NOT_JUDGED; i <= CONSOLIDATED_UNDETERMINED; i++) {
        enum consolidated found = CONSOLIDATED_NOT_JUDGED;
        assert_true(consolidated_from_name(consolidated_name((enum consolidated)i), &found));
        assert_int_equal(found, i);
    }
    enum consolidated kept = CONSOLIDATED_YES;
    assert_false(consolidated_from_name("perhaps", &kept));
    assert_int_equal(kept, CONSOLIDATED_YES);
    for (int i = FACT_UNKNOWN; i <= FACT_YES; i++) {
        enum fact found = FACT_UNKNOWN;
        assert_true(fact_from_name(fact_name((enum fact)i), &found));
        assert_int_equal(found, i);
    }
    enum fact fact = FACT_YES;
    assert_false(fact_from_name("maybe", &fact));
    assert_int_equal(fact, FACT_YES);
    assert_string_equal(proposal_outcome_name(PROPOSAL_LATE_FOR_A_PERSON), "late-for-a-person");
    assert_string_equal(proposal_timeliness_name(PROPOSAL_NO_TERM), "no-term");
    assert_string_equal(proposal_payment_name(PROPOSAL_PAYMENT_BARRED), "barred");
}

static void every_reason_has_a_key_of_its_own(void **state) {
    (void)state;
    for (int i = 0; i < REASON_COUNT; i++) {
        assert_non_null(reason_key((enum reason_code)i));
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(reason_key((enum reason_code)i),
                                    reason_key((enum reason_code)k));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(b24_b25_merit_of_the_permanent_plan),
        cmocka_unit_test(a12_a14_merit_of_the_temporary_plan),
        cmocka_unit_test(a16_s04_s09_filing_around_the_last_day),
        cmocka_unit_test(s09_only_a_person_ends_a_delay),
        cmocka_unit_test(s04_other_readings_of_the_filing_date),
        cmocka_unit_test(s06_nothing_is_recognised_before_the_dossier_is_complete),
        cmocka_unit_test(s06_other_starts_of_accrual),
        cmocka_unit_test(b23_payment_around_day_60),
        cmocka_unit_test(the_later_of_completeness_and_window_is_the_first_payable_day),
        cmocka_unit_test(s10_a_reviewable_claim_pays_only_if_the_plan_says_so),
        cmocka_unit_test(b26_the_permanent_plan_covers_the_holder_only),
        cmocka_unit_test(checks_speak_against_the_claim_by_their_gravity),
        cmocka_unit_test(a_plan_may_ask_nothing_of_the_consolidation),
        cmocka_unit_test(malformed_facts_are_refused),
        cmocka_unit_test(a_case_that_knows_nothing_is_incomplete),
        cmocka_unit_test(names_are_stable),
        cmocka_unit_test(every_reason_has_a_key_of_its_own),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
