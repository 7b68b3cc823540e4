// SPDX-License-Identifier: EUPL-1.2
// Where a benefit ends and another begins: one ceiling a month, and nothing after the end.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"

#include "service/claim_case.h"
#include "service/claim_sheets.h"
#include "service/person_rulings.h"

static const char *const acts_3[] = {"unable", "unable", "unable", "able"};

// Sent today, in time for that onset.
static struct public_id filed(struct office *office, const char *onset) {
    struct public_id claim = office_draft(office, "temporary-2026", acts_3, onset);
    assert_int_equal(office_send(office, &claim), RC_OK);
    return claim;
}

static void recognise(struct office *office, const struct public_id *claim, const char *complete) {
    assert_int_equal(office_complete(office, claim, complete), RC_OK);
    assert_int_equal(office_find(office, claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, claim, "recognised"), RC_OK);
}

static enum rc ends(struct office *office, const struct public_id *claim, const char *reason,
                    const char *day) {
    struct end_new end = {reason, day, "letter 7", NULL};
    fault_clear(&office->fault);
    return claim_end(&office->service, &office->handler, claim, -1, &end, &office->fault);
}

static enum rc take_back(struct office *office, const struct actor *actor,
                         const struct public_id *claim) {
    fault_clear(&office->fault);
    return claim_correct_end(&office->service, actor, claim, -1, "it was another claim's letter",
                             &office->fault);
}

static enum rc life(struct office *office, const struct public_id *claim, bool died,
                    const char *day) {
    fault_clear(&office->fault);
    struct life_new sign = {died, day, died ? day : NULL, died ? "certificate" : NULL};
    return claim_record_life(&office->service, &office->handler, claim, -1, &sign, &office->fault);
}

// The code at the first place of the last fault.
static const char *place(const struct office *office) {
    return office->fault.count == 0 ? "" : office->fault.at[0].code;
}

// An expense for one day, and what is paid of it; -1: it cannot be approved.
static int64_t paid(struct office *office, const struct public_id *claim, const char *day,
                    int64_t cents) {
    struct public_id expense = office_expense(office, claim, "care-invoice", day, day, cents);
    if (office_approve(office, claim, &expense) != RC_OK)
        return -1;
    const struct claim_view *view = office_case(office, claim);
    for (size_t i = 0; i < view->expense_count; i++) {
        if (public_id_equal(&view->expenses[i].id, &expense))
            return view->expenses[i].payable_cents;
    }
    return -1;
}

static void a_30_a_claim_that_ended_shares_its_last_month_with_the_next_one(void **state) {
    struct office *office = *state;
    struct public_id first = filed(office, "2026-03-01");
    recognise(office, &first, "2026-03-02");
    assert_int_equal(paid(office, &first, "2026-03-02", 20000), 20000);
    office_day(office, "2026-03-10");
    assert_int_equal(ends(office, &first, "state-ended", "2026-03-10"), RC_OK);
    office_day(office, "2026-03-12");
    struct public_id second = filed(office, "2026-03-01");
    recognise(office, &second, "2026-03-12");
    const struct claim_view *view = office_case(office, &second);
    assert_int_equal(view->months[0].elsewhere_cents, 20000);
    assert_int_equal(view->months[0].left_cents, 30000);
    assert_int_equal(view->months[1].left_cents, 50000);
    assert_int_equal(paid(office, &second, "2026-03-12", 40000), 30000);
    // What is brought late of the first one finds the month used up.
    assert_int_equal(paid(office, &first, "2026-03-03", 10000), -1);
    assert_string_equal(office_code(office), "ceiling-reached");
    assert_int_equal(paid(office, &second, "2026-03-12", 10000), -1);
    assert_string_equal(office_code(office), "ceiling-reached");
    // Its own next month is whole.
    office_day(office, "2026-04-12");
    assert_int_equal(paid(office, &second, "2026-04-12", 60000), 50000);
    assert_int_equal(office_case(office, &first)->earlier_count, 0);
    assert_int_equal(office_case(office, &second)->earlier_count, 1);
}

static void a_30_what_was_recognised_first_came_first_whatever_was_filed_first(void **state) {
    struct office *office = *state;
    struct public_id filed_first = filed(office, "2026-03-01");
    struct public_id filed_later = filed(office, "2026-03-01");
    recognise(office, &filed_later, "2026-03-02");
    assert_int_equal(paid(office, &filed_later, "2026-03-02", 50000), 50000);
    assert_int_equal(office_complete(office, &filed_first, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &filed_first, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &filed_first, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "benefit-running");
    office_day(office, "2026-03-20");
    assert_int_equal(ends(office, &filed_later, "state-ended", "2026-03-20"), RC_OK);
    assert_int_equal(office_decide(office, &filed_first, "recognised"), RC_OK);
    const struct claim_view *view = office_case(office, &filed_first);
    assert_int_equal(view->earlier_count, 1);
    assert_int_equal(view->month_count, 5); // one of six is gone (S-15)
    assert_int_equal(view->months[0].left_cents, 0);
    assert_int_equal(paid(office, &filed_first, "2026-03-05", 10000), -1);
    assert_string_equal(office_code(office), "ceiling-reached");
    assert_int_equal(office_case(office, &filed_later)->earlier_count, 0);
}

static void a_30_a_corrected_day_of_completeness_does_not_move_months_onto_others(void **state) {
    struct office *office = *state;
    struct actor other = office_account(office, "other.handler", ROLE_CLAIMS_HANDLER, NULL);
    struct public_id first = filed(office, "2026-03-01");
    recognise(office, &first, "2026-03-02"); // to 1 September
    office_day(office, "2026-08-30");
    struct public_id second = filed(office, "2026-08-29");
    office_day(office, "2026-09-05");
    recognise(office, &second, "2026-09-05");
    assert_int_equal(office_dossier(office, &second, "2026-08-31"), RC_OK);
    fault_clear(&office->fault);
    assert_int_equal(claim_correct_complete(&office->service, &other, &second, -1, "2026-08-31",
                                            "wrong stamp", &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "benefit-running");
    assert_int_equal(ends(office, &first, "months-used", "2026-09-02"), RC_OK);
    fault_clear(&office->fault);
    assert_int_equal(claim_correct_complete(&office->service, &other, &second, -1, "2026-08-31",
                                            "wrong stamp", &office->fault),
                     RC_OK);
}

static void s_11_s_22_nothing_is_paid_from_the_day_of_an_end_on(void **state) {
    struct office *office = *state;
    static const struct {
        const char *reason, *code;
        enum consolidated found;
    } rows[] = {{"state-ended", "state-ended", CONSOLIDATED_NO},
                {"consolidated", "consolidated-never-covered", CONSOLIDATED_YES},
                {"withdrawn", "claim-withdrawn", CONSOLIDATED_NO}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char day[16];
        // Months of its own for each: a year later each time.
        (void)snprintf(day, sizeof day, "20%d-03-02", 26 + (int)i);
        office_day(office, day);
        struct public_id claim = filed(office, day);
        recognise(office, &claim, day);
        (void)snprintf(day, sizeof day, "20%d-04-10", 26 + (int)i);
        office_day(office, day);
        assert_int_equal(paid(office, &claim, day, 100), 100); // it runs
        assert_int_equal(office_find(office, &claim, rows[i].found, FACT_YES), RC_OK);
        assert_int_equal(ends(office, &claim, rows[i].reason, day), RC_OK);
        assert_int_equal(paid(office, &claim, day, 200), -1);
        assert_string_equal(office_code(office), rows[i].code);
        (void)snprintf(day, sizeof day, "20%d-04-09", 26 + (int)i);
        assert_int_equal(paid(office, &claim, day, 300), 300);
    }
}

static void s_22_a_state_found_consolidated_on_the_first_day_ends_the_claim_too(void **state) {
    struct office *office = *state;
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_YES, FACT_YES), RC_OK);
    assert_int_equal(ends(office, &claim, "consolidated", "2026-03-02"), RC_OK);
    assert_int_equal(paid(office, &claim, "2026-03-02", 200), -1);
    assert_string_equal(office_code(office), "consolidated-never-covered");
}

static void an_end_has_the_day_of_what_it_rests_on(void **state) {
    struct office *office = *state;
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    office_day(office, "2026-04-10");
    assert_int_equal(office_find_on(office, &claim, CONSOLIDATED_YES, FACT_YES, "2026-04-05"),
                     RC_OK);
    assert_int_equal(ends(office, &claim, "consolidated", "2026-04-04"), RC_INVALID);
    assert_string_equal(place(office), "before-finding");
    assert_int_equal(ends(office, &claim, "state-ended", "2026-02-28"), RC_INVALID);
    assert_string_equal(place(office), "before-onset");
    assert_int_equal(ends(office, &claim, "state-ended", "2026-04-11"), RC_INVALID);
    assert_string_equal(place(office), "in-future");
    assert_int_equal(ends(office, &claim, "withdrawn", "2026-03-01"), RC_INVALID);
    assert_string_equal(place(office), "before-receipt");
    assert_int_equal(ends(office, &claim, "cover-ended", "2026-04-10"), RC_INVALID);
    assert_string_equal(place(office), "not-of-this-plan");
    assert_int_equal(life(office, &claim, true, "2026-04-08"), RC_OK);
    assert_int_equal(ends(office, &claim, "death", "2026-04-09"), RC_INVALID);
    assert_string_equal(place(office), "not-the-day-of-death");
    office_day(office, "2026-09-10");
    assert_int_equal(ends(office, &claim, "months-used", "2026-08-31"), RC_INVALID);
    assert_string_equal(place(office), "before-last-month");
    assert_int_equal(ends(office, &claim, "months-used", "2026-09-02"), RC_OK);
}

static void four_eyes_a_wrong_end_is_taken_back_by_another_person(void **state) {
    struct office *office = *state;
    struct actor other = office_account(office, "other.handler", ROLE_CLAIMS_HANDLER, NULL);
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    assert_int_equal(paid(office, &claim, "2026-03-02", 100), 100);
    assert_int_equal(take_back(office, &other, &claim), RC_CONFLICT);
    assert_string_equal(office_code(office), "nothing-to-correct");
    office_day(office, "2026-03-10");
    assert_int_equal(ends(office, &claim, "state-ended", "2026-03-08"), RC_OK);
    assert_int_equal(paid(office, &claim, "2026-03-09", 200), -1);
    assert_int_equal(take_back(office, &office->handler, &claim), RC_CONFLICT);
    assert_string_equal(office_code(office), "same-person");
    office_day(office, "2026-03-11");
    assert_int_equal(take_back(office, &other, &claim), RC_OK);
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->course, CLAIM_IN_PAYMENT);
    assert_null(view->ending.reason);
    assert_string_equal(view->timeline[0].kind, "end-correction");
    assert_int_equal(place_sql(office->place, "office.db",
                               "SELECT count(*) FROM audit WHERE action = 'claim.correct-end'"),
                     1);
    assert_int_equal(paid(office, &claim, "2026-03-09", 300), 300);
    // And ended again, rightly.
    assert_int_equal(ends(office, &claim, "state-ended", "2026-03-10"), RC_OK);
    assert_int_equal(paid(office, &claim, "2026-03-10", 400), -1);
    assert_string_equal(office_code(office), "state-ended");
    // Its months are another's by now.
    struct public_id next = filed(office, "2026-03-09");
    recognise(office, &next, "2026-03-11");
    assert_int_equal(take_back(office, &other, &claim), RC_CONFLICT);
    assert_string_equal(office_code(office), "benefit-running");
}

static void an_end_taken_back_leaves_an_undecided_claim_where_it_stood(void **state) {
    struct office *office = *state;
    struct actor other = office_account(office, "other.handler", ROLE_CLAIMS_HANDLER, NULL);
    struct public_id claim = filed(office, "2026-03-01");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(ends(office, &claim, "withdrawn", "2026-03-02"), RC_OK);
    assert_int_equal(take_back(office, &other, &claim), RC_OK);
    assert_int_equal(office_case(office, &claim)->course, CLAIM_UNDER_EVALUATION);
    assert_int_equal(office_case(office, &claim)->proposal.outcome, PROPOSAL_RECOGNISED);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
}

static void a_death_by_mistake_is_taken_back_by_a_sign_of_life_and_then_its_end(void **state) {
    struct office *office = *state;
    struct actor other = office_account(office, "other.handler", ROLE_CLAIMS_HANDLER, NULL);
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    office_day(office, "2026-03-10");
    assert_int_equal(life(office, &claim, true, "2026-03-08"), RC_OK);
    assert_int_equal(ends(office, &claim, "death", "2026-03-08"), RC_OK);
    assert_int_equal(take_back(office, &other, &claim), RC_CONFLICT);
    assert_string_equal(office_code(office), "death-recorded");
    assert_int_equal(life(office, &claim, false, "2026-03-10"), RC_OK);
    assert_int_equal(take_back(office, &other, &claim), RC_OK);
    assert_int_equal(paid(office, &claim, "2026-03-09", 300), 300);
    // Told late of a claim that had ended otherwise, and wrongly.
    assert_int_equal(ends(office, &claim, "state-ended", "2026-03-10"), RC_OK);
    assert_int_equal(life(office, &claim, false, "2026-03-10"), RC_CONFLICT);
    assert_string_equal(office_code(office), "state-forbids");
    assert_int_equal(life(office, &claim, true, "2026-03-01"), RC_OK);
    assert_int_equal(office_case(office, &claim)->clawback_count, 1);
    assert_int_equal(life(office, &claim, false, "2026-03-10"), RC_OK);
    assert_int_equal(office_case(office, &claim)->clawback_count, 0);
}

static void s_22_b_24_a_finding_has_the_day_of_the_examination(void **state) {
    struct office *office = *state;
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    office_day(office, "2026-04-20");
    static const struct {
        const char *day, *code;
    } rows[] = {{"2026-04-21", "in-future"}, {"2026-02-28", "before-onset"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(office_find_on(office, &claim, CONSOLIDATED_YES, FACT_YES, rows[i].day),
                         RC_INVALID);
        assert_string_equal(place(office), rows[i].code);
    }
    assert_int_equal(office_find_on(office, &claim, CONSOLIDATED_YES, FACT_YES, "2026-04-10"),
                     RC_OK);
    assert_int_equal(paid(office, &claim, "2026-04-10", 200), -1);
    assert_string_equal(office_code(office), "consolidated-never-covered");
    assert_int_equal(paid(office, &claim, "2026-04-09", 300), 300);
    // The report of an earlier visit that comes later does not take its place.
    assert_int_equal(office_find_on(office, &claim, CONSOLIDATED_NO, FACT_YES, "2026-04-05"),
                     RC_OK);
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->finding.consolidated, CONSOLIDATED_YES);
    assert_string_equal(view->finding.examined_on, "2026-04-10");
    assert_int_equal(paid(office, &claim, "2026-04-10", 200), -1);
    assert_int_equal(life(office, &claim, true, "2026-04-15"), RC_OK);
    assert_int_equal(office_find_on(office, &claim, CONSOLIDATED_NO, FACT_YES, "2026-04-16"),
                     RC_INVALID);
    assert_string_equal(place(office), "after-death");
}

static enum rc rule_late(struct office *office, const struct actor *actor,
                         const struct public_id *claim, const char *ruling) {
    fault_clear(&office->fault);
    return claim_rule_on_late(&office->service, actor, claim, -1, ruling, "as it was proven", 0,
                              &office->fault);
}

static void s_09_intent_that_comes_to_light_after_a_payment_stops_what_would_follow(void **state) {
    struct office *office = *state;
    struct actor second = office_account(office, "second.clinician", ROLE_CLAIMS_CLINICIAN, NULL);
    struct public_id claim = filed(office, "2026-02-01");
    assert_int_equal(rule_late(office, &office->clinician, &claim, "accept"), RC_OK);
    recognise(office, &claim, "2026-03-02");
    assert_int_equal(rule_late(office, &second, &claim, "lose"), RC_CONFLICT);
    assert_string_equal(office_code(office), "recognised-already");
    assert_int_equal(paid(office, &claim, "2026-03-02", 100), 100);
    assert_int_equal(rule_late(office, &office->clinician, &claim, "lose"), RC_CONFLICT);
    assert_string_equal(office_code(office), "same-person");
    assert_int_equal(rule_late(office, &second, &claim, "lose"), RC_OK);
    assert_int_equal(paid(office, &claim, "2026-03-02", 200), -1);
    assert_string_equal(office_code(office), "filed-late-lost");
    assert_int_equal(office_case(office, &claim)->months[0].used_cents, 0); // not paid yet
}

static enum rc correct(struct office *office, const struct actor *actor,
                       const struct public_id *claim, const char *outcome) {
    struct decision_new input = {outcome, "the cover was another person's", NULL};
    fault_clear(&office->fault);
    return claim_correct_decision(&office->service, actor, claim, -1, &input, &office->fault);
}

static void x_17_a_right_found_missing_after_a_payment_is_refused_from_then_on(void **state) {
    struct office *office = *state;
    struct actor second = office_account(office, "second.clinician", ROLE_CLAIMS_CLINICIAN, NULL);
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    assert_int_equal(paid(office, &claim, "2026-03-02", 10000), 10000);
    struct public_id open =
        office_expense(office, &claim, "care-invoice", "2026-03-02", "2026-03-02", 5000);
    assert_int_equal(correct(office, &second, &claim, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "benefit-paid");
    assert_int_equal(correct(office, &office->clinician, &claim, "not-covered"), RC_CONFLICT);
    assert_string_equal(office_code(office), "same-person");
    assert_int_equal(correct(office, &second, &claim, "not-covered"), RC_OK);
    assert_int_equal(office_case(office, &claim)->course, CLAIM_NOT_COVERED);
    assert_int_equal(office_approve(office, &claim, &open), RC_CONFLICT);
    assert_string_equal(office_code(office), "not-recognised");
    // What did not go to the bank is not given: the month is whole, and none of it counts (S-15).
    struct public_id next = filed(office, "2026-03-01");
    recognise(office, &next, "2026-03-02");
    const struct claim_view *view = office_case(office, &next);
    assert_int_equal(view->months[0].left_cents, 50000);
    assert_int_equal(view->month_count, 6);
}

static void a_death_before_the_onset_of_another_claim_is_refused_until_one_is_mended(void **state) {
    struct office *office = *state;
    static const char *const points_40[] = {"grade-3", "grade-3", "grade-2",
                                            "grade-2", "grade-2", "grade-2"};
    struct public_id claim = filed(office, "2026-03-01");
    recognise(office, &claim, "2026-03-02");
    office_day(office, "2026-03-10");
    struct public_id other = office_draft(office, "permanent-2026", points_40, "2026-03-05");
    assert_int_equal(office_send(office, &other), RC_OK);
    assert_int_equal(life(office, &claim, true, "2026-03-04"), RC_INVALID);
    assert_string_equal(place(office), "before-onset-elsewhere");
    assert_false(civil_date_known(office_case(office, &claim)->died_on));
    fault_clear(&office->fault);
    assert_int_equal(claim_record_date(&office->service, &office->handler, &other, -1, "onset",
                                       "2026-03-01", "D3", &office->fault),
                     RC_OK);
    // A draft is the family's: it waits, and says so once it is sent.
    struct public_id draft = office_draft(office, "permanent-2026", points_40, "2026-03-06");
    assert_int_equal(life(office, &claim, true, "2026-03-04"), RC_OK);
    assert_false(office_case(office, &other)->facts_contradict);
    assert_int_equal(office_send(office, &draft), RC_OK);
    assert_true(office_case(office, &draft)->facts_contradict);
}

#define END_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

// The n-th day from 1 March 2026 on.
static const char *day_of(struct office *office, int n) {
    struct civil_date first;
    char text[CIVIL_DATE_TEXT_SIZE];
    assert_true(civil_date_parse("2026-03-01", 10, &first));
    assert_true(civil_date_format(civil_date_add_days(first, n), text) > 0);
    return arena_strdup(office->arena, text);
}

static enum rc found(struct office *office, const struct public_id *claim,
                     enum consolidated consolidated, const char *day) {
    struct finding_new finding = {consolidated, FACT_YES, NULL, day};
    fault_clear(&office->fault);
    return claim_find(&office->service, &office->clinician, claim, -1, &finding, &office->fault);
}

// So many facts of a kind in one transaction, as if they had been recorded one by one.
struct filling {
    struct office *office;
    const struct public_id *claim;
    enum claim_fact_kind kind;
    int count;
    const char *first; // members of the content
    const char *second;
};

static enum rc fill_facts(struct tx *tx, void *context) {
    struct filling *f = context;
    struct claim_case *c = arena_alloc(f->office->arena, sizeof *c);
    assert_non_null(c);
    enum rc rc = case_open(tx, &f->office->service, &f->office->handler, ACTION_CLAIM_HANDLE,
                           f->claim, -1, f->office->arena, &f->office->fault, c);
    if (rc != RC_OK)
        return rc;
    for (int n = 0; n < f->count && rc == RC_OK; n++) {
        bool found = f->kind == CLAIM_FACT_FINDING;
        json_t *content =
            found ? json_pack("{s:s, s:s}", "consolidated", "no", "constantNeed", "yes")
                  : json_pack("{s:s, s:s, s:s, s:s}", f->first, f->second, "firstName", "Anna",
                              "lastName", "Rossi", "codiceFiscale", "RSSMRA80A01H501U");
        rc = case_record(c, f->kind, day_of(f->office, found ? n : 1), content);
    }
    if (rc == RC_OK)
        rc = case_close(c, "test.fill");
    case_wipe(c);
    return rc;
}

static void fill(struct office *office, const struct public_id *claim, enum claim_fact_kind kind,
                 int count, const char *first, const char *second) {
    struct filling f = {office, claim, kind, count, first, second};
    assert_int_equal(store_write(office->place->store, STORE_OFFICE, "test.fill", fill_facts, &f),
                     RC_OK);
}

static size_t times(const char *text, const char *word) {
    size_t count = 0;
    for (text = strstr(text, word); text != NULL; text = strstr(text + 1, word))
        count++;
    return count;
}

static void no_finding_is_dropped_the_51st_day_is_refused(void **state) {
    struct office *office = *state;
    struct public_id claim = filed(office, "2026-03-01");
    office_day(office, "2026-06-01");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    fill(office, &claim, CLAIM_FACT_FINDING, 49, NULL, NULL);
    assert_int_equal(found(office, &claim, CONSOLIDATED_NO, day_of(office, 49)), RC_OK);
    assert_int_equal(found(office, &claim, CONSOLIDATED_NO, day_of(office, 50)), RC_CONFLICT);
    assert_string_equal(office_code(office), "too-many-examinations");
    struct sheet_answer answers[] = {
        {"hygiene", "unable"}, {"feeding", "unable"}, {"moving", "unable"}, {"dressing", "able"}};
    struct sheet_new sheet = {"physician", day_of(office, 50), answers, 4};
    fault_clear(&office->fault);
    assert_int_equal(
        claim_examine(&office->service, &office->clinician, &claim, -1, &sheet, &office->fault),
        RC_CONFLICT);
    assert_string_equal(office_code(office), "too-many-examinations");
    // A day that is there can be examined, and corrected, again and again.
    sheet.on = day_of(office, 0);
    fault_clear(&office->fault);
    assert_int_equal(
        claim_examine(&office->service, &office->clinician, &claim, -1, &sheet, &office->fault),
        RC_OK);
    assert_int_equal(found(office, &claim, CONSOLIDATED_UNDETERMINED, day_of(office, 0)), RC_OK);
    assert_int_equal(found(office, &claim, CONSOLIDATED_NO, day_of(office, 49)), RC_OK);
    // And the first of them all is in the record, with what was said of it last.
    assert_int_equal(office_decide(office, &claim, "not-recognised"), RC_OK);
    struct public_id decision = office_case(office, &claim)->decisions[0].id;
    const char *record = NULL;
    assert_int_equal(decision_record(&office->service, &office->clinician, &claim, &decision,
                                     office->arena, &record),
                     RC_OK);
    assert_int_equal(times(record, "\"constantNeed\":"), 50);
    assert_int_equal(times(record, "\"consolidated\":\"undetermined\""), 1);
    assert_non_null(strstr(record, "\"date\":\"2026-03-01\""));
    assert_non_null(strstr(record, "\"date\":\"2026-04-19\""));
}

static void what_the_engine_has_no_room_for_is_refused_not_dropped(void **state) {
    struct office *office = *state;
    struct public_id claim = filed(office, "2026-03-01");
    const struct complaint_new complaint = {"2026-03-02", "Anna", "Rossi", "RSSMRA80A01H501U",
                                            "no answer"};
    fill(office, &claim, CLAIM_FACT_CONTROL, 49, "event", "requested");
    fill(office, &claim, CLAIM_FACT_COMPLAINT, 99, "text", "no answer");
    fill(office, &claim, CLAIM_FACT_INTERRUPTION, 49, "evidence", "letter");
    for (int last = 1; last >= 0; last--) {
        fault_clear(&office->fault);
        assert_int_equal(claim_record_control(&office->service, &office->handler, &claim, -1,
                                              "requested", "2026-03-02", NULL, &office->fault),
                         last ? RC_OK : RC_CONFLICT);
        assert_string_equal(office_code(office), last ? "" : "too-many-controls");
        fault_clear(&office->fault);
        assert_int_equal(claim_record_complaint(&office->service, &office->handler, &claim, -1,
                                                &complaint, &office->fault),
                         last ? RC_OK : RC_CONFLICT);
        assert_string_equal(office_code(office), last ? "" : "too-many-complaints");
        fault_clear(&office->fault);
        assert_int_equal(claim_record_interruption(&office->service, &office->handler, &claim, -1,
                                                   "2026-03-02", "letter", &office->fault),
                         last ? RC_OK : RC_CONFLICT);
        assert_string_equal(office_code(office), last ? "" : "too-many-interruptions");
    }
    // An answer to a check has room always.
    fault_clear(&office->fault);
    assert_int_equal(claim_record_control(&office->service, &office->handler, &claim, -1,
                                          "complied", "2026-03-02", NULL, &office->fault),
                     RC_OK);
    // All of it is on the page: every complaint has its term.
    const struct claim_view *view = office_case(office, &claim);
    size_t terms = 0;
    for (size_t i = 0; i < view->deadline_count; i++)
        terms += strcmp(view->deadlines[i].code, "complaint") == 0;
    assert_int_equal(terms, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        END_TEST(a_30_a_claim_that_ended_shares_its_last_month_with_the_next_one),
        END_TEST(a_30_what_was_recognised_first_came_first_whatever_was_filed_first),
        END_TEST(a_30_a_corrected_day_of_completeness_does_not_move_months_onto_others),
        END_TEST(s_11_s_22_nothing_is_paid_from_the_day_of_an_end_on),
        END_TEST(s_22_a_state_found_consolidated_on_the_first_day_ends_the_claim_too),
        END_TEST(an_end_has_the_day_of_what_it_rests_on),
        END_TEST(four_eyes_a_wrong_end_is_taken_back_by_another_person),
        END_TEST(an_end_taken_back_leaves_an_undecided_claim_where_it_stood),
        END_TEST(a_death_by_mistake_is_taken_back_by_a_sign_of_life_and_then_its_end),
        END_TEST(s_22_b_24_a_finding_has_the_day_of_the_examination),
        END_TEST(s_09_intent_that_comes_to_light_after_a_payment_stops_what_would_follow),
        END_TEST(x_17_a_right_found_missing_after_a_payment_is_refused_from_then_on),
        END_TEST(a_death_before_the_onset_of_another_claim_is_refused_until_one_is_mended),
        END_TEST(no_finding_is_dropped_the_51st_day_is_refused),
        END_TEST(what_the_engine_has_no_room_for_is_refused_not_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
