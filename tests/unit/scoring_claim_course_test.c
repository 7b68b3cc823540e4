// SPDX-License-Identifier: EUPL-1.2
// Where a claim stands, and which of several sheets counts (chapter 7, S-22).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scoring/case_warning.h"
#include "scoring/claim_course.h"
#include "scoring/sheet_history.h"

static void stands(struct claim_course_facts facts, enum claim_state state, enum claim_end end) {
    struct claim_course course = claim_course_of(&facts);
    assert_int_equal(course.state, state);
    assert_int_equal(course.end, end);
}

static void brings(struct claim_course_facts facts, unsigned effects) {
    assert_int_equal(claim_course_of(&facts).effects, effects);
}

static void the_last_step_says_what_follows_from_it(void **state) {
    (void)state;
    brings((struct claim_course_facts){0}, 0);
    brings((struct claim_course_facts){.filed = true, .documents_asked = true},
           CLAIM_EFFECT_ASK_DOCUMENTS);
    struct claim_course_facts facts = {.filed = true, .complete = true};
    brings(facts, CLAIM_EFFECT_START_ACCRUAL);
    facts.examined = true;
    brings(facts, 0);
    facts.late = true;
    brings(facts, CLAIM_EFFECT_ASK_PERSON);
    facts.withdrawn = true;
    brings(facts, CLAIM_EFFECT_CLOSE_EXPENSES);
    facts = (struct claim_course_facts){.decision = CLAIM_RULING_RECOGNISED};
    brings(facts, CLAIM_EFFECT_RECORD_DECISION | CLAIM_EFFECT_OPEN_MONTHS);
    facts.paid = true;
    brings(facts, 0);
    facts.suspended = true;
    brings(facts, CLAIM_EFFECT_HOLD_EXPENSES);
    // The end of a suspended claim: what was held is looked at again.
    facts.months_over = true;
    brings(facts, CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT);
    facts.died = true;
    brings(facts, CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT |
                      CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_CLAW_BACK);
    facts.withdrawn = true;
    brings(facts, CLAIM_EFFECT_RELEASE_EXPENSES | CLAIM_EFFECT_STOP_DIRECT);
    static const char *const names[CLAIM_EFFECT_COUNT] = {
        "ask-documents",    "start-accrual", "ask-person",     "record-decision",
        "set-review",       "open-months",   "close-expenses", "hold-expenses",
        "release-expenses", "stop-direct",   "pay-heirs",      "claw-back"};
    for (size_t i = 0; i < CLAIM_EFFECT_COUNT; i++) {
        assert_string_equal(claim_effect_name(i), names[i]);
    }
    assert_int_equal(CLAIM_EFFECT_CLAW_BACK, 1 << (CLAIM_EFFECT_COUNT - 1));
}

static void chapter_7_what_happened_leads_a_claim_and_nothing_else(void **state) {
    (void)state;
    stands((struct claim_course_facts){0}, CLAIM_NOTICE, CLAIM_END_NONE);
    stands((struct claim_course_facts){.filed = true}, CLAIM_OPENED, CLAIM_END_NONE);
    stands((struct claim_course_facts){.complete = true}, CLAIM_NOTICE, CLAIM_END_NONE);
    stands((struct claim_course_facts){.filed = true, .documents_asked = true},
           CLAIM_WAITING_DOCUMENTS, CLAIM_END_NONE);
    stands((struct claim_course_facts){.filed = true, .complete = true}, CLAIM_COMPLETE,
           CLAIM_END_NONE);
    struct claim_course_facts open = {.filed = true, .complete = true, .examined = true};
    stands(open, CLAIM_UNDER_EVALUATION, CLAIM_END_NONE);
    open.late = true;
    stands(open, CLAIM_LATE, CLAIM_END_NONE);
    open.died = true;
    open.months_over = true;
    stands(open, CLAIM_LATE, CLAIM_END_NONE);
    open.withdrawn = true;
    stands(open, CLAIM_ENDED, CLAIM_END_WITHDRAWN);
}

static void s09_a_decision_leads_on_from_late_and_from_anywhere(void **state) {
    (void)state;
    static const enum claim_state states[CLAIM_RULING_COUNT] = {
        [CLAIM_RULING_RECOGNISED] = CLAIM_RECOGNISED,
        [CLAIM_RULING_REVIEWABLE] = CLAIM_REVIEWABLE,
        [CLAIM_RULING_NOT_RECOGNISED] = CLAIM_NOT_RECOGNISED,
        [CLAIM_RULING_EXCLUDED] = CLAIM_EXCLUDED,
        [CLAIM_RULING_NOT_INSURABLE] = CLAIM_NOT_INSURABLE,
        [CLAIM_RULING_NOT_COVERED] = CLAIM_NOT_COVERED,
    };
    for (int ruling = CLAIM_RULING_RECOGNISED; ruling < CLAIM_RULING_COUNT; ruling++) {
        struct claim_course_facts facts = {.decision = (enum claim_ruling)ruling, .late = true};
        stands(facts, states[ruling], CLAIM_END_NONE);
        assert_string_equal(claim_ruling_name((enum claim_ruling)ruling),
                            claim_state_name(states[ruling]));
    }
    assert_string_equal(claim_ruling_name(CLAIM_RULING_NONE), "none");
}

static void a_recognised_claim_pays_is_suspended_and_ends(void **state) {
    (void)state;
    struct claim_course_facts facts = {.decision = CLAIM_RULING_RECOGNISED, .paid = true};
    stands(facts, CLAIM_IN_PAYMENT, CLAIM_END_NONE);
    facts.suspended = true;
    stands(facts, CLAIM_SUSPENDED, CLAIM_END_NONE);
    facts.months_over = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_MONTHS_USED);
    facts.cover_lost = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_COVER);
    facts.state_ended = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_STATE_ENDED);
    facts.consolidated = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_CONSOLIDATED);
    facts.died = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_DEATH);
    facts.withdrawn = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_WITHDRAWN);
}

static void a_claim_ends_from_recognition_payment_and_suspension_and_not_before(void **state) {
    (void)state;
    struct claim_course_facts facts = {.decision = CLAIM_RULING_RECOGNISED, .died = true};
    stands(facts, CLAIM_ENDED, CLAIM_END_DEATH);
    facts.paid = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_DEATH);
    facts.suspended = true;
    stands(facts, CLAIM_ENDED, CLAIM_END_DEATH);
    facts.decision = CLAIM_RULING_NOT_RECOGNISED;
    facts.cover_lost = facts.consolidated = facts.state_ended = facts.withdrawn = true;
    stands(facts, CLAIM_NOT_RECOGNISED, CLAIM_END_NONE);
    facts.decision = CLAIM_RULING_REVIEWABLE;
    facts.withdrawn = false;
    stands(facts, CLAIM_REVIEWABLE, CLAIM_END_NONE);
}

static struct dated_sheet sheet(int day, enum consolidated consolidated) {
    return (struct dated_sheet){.day = civil_date_of(2026, 3, day), .consolidated = consolidated};
}

static void s22_the_newest_sheet_counts_and_the_finding_has_its_first_day(void **state) {
    (void)state;
    const struct dated_sheet sheets[] = {
        sheet(20, CONSOLIDATED_YES), sheet(1, CONSOLIDATED_NO),   sheet(10, CONSOLIDATED_YES),
        sheet(25, CONSOLIDATED_NO),  sheet(20, CONSOLIDATED_YES),
    };
    struct sheet_history history = {sheets, 5, civil_date_of(2026, 3, 24)};
    const struct civil_date any = {0};
    assert_int_equal(sheet_history_newest(&history, any), 4);
    assert_int_equal(sheet_history_newest(&history, civil_date_of(2026, 3, 20)), 2);
    assert_int_equal(sheet_history_newest(&history, civil_date_of(2026, 3, 1)), 5);
    assert_int_equal(sheet_history_consolidated_since(&history).number,
                     civil_date_of(2026, 3, 10).number);
    history.as_of = civil_date_of(2026, 3, 20); // the day itself is known
    assert_int_equal(sheet_history_newest(&history, any), 4);
    history.count = 1;
    assert_int_equal(sheet_history_newest(&history, any), 0);
    history.as_of = civil_date_of(2026, 3, 19);
    assert_int_equal(sheet_history_newest(&history, any), 1);
    history.count = 5;
    history.as_of = civil_date_of(2026, 3, 31);
    assert_false(civil_date_known(sheet_history_consolidated_since(&history)));
    history.count = 0;
    assert_int_equal(sheet_history_newest(&history, any), 0);
    assert_false(civil_date_known(sheet_history_consolidated_since(&history)));
}

static void chapter_5_each_difference_is_one_warning(void **state) {
    (void)state;
    struct case_warning warnings[CASE_WARNINGS_MAX];
    struct identity_match match = {.valid = FACT_YES};
    assert_int_equal(case_warning_of_identity(&match, warnings), 0);
    match = (struct identity_match){
        FACT_NO, CODICE_FISCALE_CHECK, true, 1, FACT_NO, FACT_NO, FACT_NO, FACT_NO, FACT_NO};
    assert_int_equal(case_warning_of_identity(&match, warnings), 8);
    static const char *const words[CASE_WARNING_COUNT] = {
        "none",
        "codice-fiscale-invalid",
        "codice-fiscale-provisional",
        "codice-fiscale-omocodic",
        "family-name-differs",
        "given-name-differs",
        "birth-differs",
        "sex-differs",
        "birth-place-differs",
        "iban-invalid",
        "cover-ended-since",
        "cover-asked-late",
        "exchange-of-an-earlier-week",
    };
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(case_warning_name(warnings[i].kind), words[i + 1]);
        assert_string_equal(warnings[i].rule, "chapter 5");
    }
    for (int i = 0; i < CASE_WARNING_COUNT; i++) {
        assert_string_equal(case_warning_name((enum case_warning_kind)i), words[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_step_says_what_follows_from_it),
        cmocka_unit_test(chapter_7_what_happened_leads_a_claim_and_nothing_else),
        cmocka_unit_test(s09_a_decision_leads_on_from_late_and_from_anywhere),
        cmocka_unit_test(a_recognised_claim_pays_is_suspended_and_ends),
        cmocka_unit_test(a_claim_ends_from_recognition_payment_and_suspension_and_not_before),
        cmocka_unit_test(s22_the_newest_sheet_counts_and_the_finding_has_its_first_day),
        cmocka_unit_test(chapter_5_each_difference_is_one_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
