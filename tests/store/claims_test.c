// SPDX-License-Identifier: EUPL-1.2
// A claim from the draft to the payment line, on real databases.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"
#include "service/expenses.h"
#include "service/payments.h"

// Sheets of the permanent plan by points, of the temporary one by acts that cannot be done.
static const char *const points_35[] = {"grade-3", "grade-2", "grade-2",
                                        "grade-2", "grade-2", "grade-2"};
static const char *const points_40[] = {"grade-3", "grade-3", "grade-2",
                                        "grade-2", "grade-2", "grade-2"};
static const char *const open_40[] = {"grade-3", "grade-3", "grade-3", "grade-3", "grade-1", ""};
static const char *const acts_2[] = {"unable", "unable", "able", "able"};
static const char *const acts_3[] = {"unable", "unable", "unable", "able"};
static const char *const acts_unknown[] = {"unable", "unable", "unable", "unknown"};

static struct public_id sent(struct office *office, const char *plan, const char *const *grades,
                             const char *onset) {
    struct public_id claim = office_draft(office, plan, grades, onset);
    assert_int_equal(office_send(office, &claim), RC_OK);
    return claim;
}

// Complete on the day of sending and judged as the plan asks.
static struct public_id judged(struct office *office, const char *plan, const char *const *grades,
                               const char *day) {
    struct public_id claim = sent(office, plan, grades, day);
    assert_int_equal(office_complete(office, &claim, day), RC_OK);
    bool permanent = strcmp(plan, "permanent-2026") == 0;
    assert_int_equal(
        office_find(office, &claim, permanent ? CONSOLIDATED_YES : CONSOLIDATED_NO, FACT_YES),
        RC_OK);
    return claim;
}

static struct public_id recognised(struct office *office, const char *plan,
                                   const char *const *grades, const char *day) {
    struct public_id claim = judged(office, plan, grades, day);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    return claim;
}

static enum proposal_outcome proposed(struct office *office, const struct public_id *claim) {
    return office_case(office, claim)->proposal.outcome;
}

static void b_25_35_points_are_not_recognised_and_40_are(void **state) {
    struct office *office = *state;
    struct public_id short_of = judged(office, "permanent-2026", points_35, "2026-03-02");
    assert_int_equal(proposed(office, &short_of), PROPOSAL_NOT_RECOGNISED);
    assert_int_equal(office_case(office, &short_of)->proposal.score.sum, 3500);
    struct public_id reached = judged(office, "permanent-2026", points_40, "2026-03-02");
    assert_int_equal(proposed(office, &reached), PROPOSAL_RECOGNISED);
    assert_int_equal(office_case(office, &reached)->proposal.score.sum, 4000);
}

static void
b_24_a_state_that_is_not_consolidated_is_not_recognised_under_the_permanent_plan(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "permanent-2026", points_40, "2026-03-02");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(proposed(office, &claim), PROPOSAL_NOT_RECOGNISED);
}

static void b_25_a_missing_answer_is_incomplete_and_never_zero(void **state) {
    struct office *office = *state;
    struct public_id claim = judged(office, "permanent-2026", open_40, "2026-03-02");
    // 40 points are there already, and yet: no answer is no answer.
    assert_int_equal(office_case(office, &claim)->proposal.score.sum, 4000);
    assert_int_equal(proposed(office, &claim), PROPOSAL_INCOMPLETE);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "answers-open");
    assert_int_equal(office_case(office, &claim)->decision_count, 0);
}

static void a_12_do_not_know_is_an_answer_but_never_counts(void **state) {
    struct office *office = *state;
    struct public_id claim = judged(office, "temporary-2026", acts_unknown, "2026-03-02");
    assert_int_equal(proposed(office, &claim), PROPOSAL_INCOMPLETE);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_CONFLICT);
}

static void a_12_needs_three_of_four_acts(void **state) {
    struct office *office = *state;
    struct public_id two = judged(office, "temporary-2026", acts_2, "2026-03-02");
    assert_int_equal(proposed(office, &two), PROPOSAL_NOT_RECOGNISED);
    struct public_id three = judged(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(proposed(office, &three), PROPOSAL_RECOGNISED);
}

static void a_12_needs_a_constant_need(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_NO), RC_OK);
    assert_int_equal(proposed(office, &claim), PROPOSAL_NOT_RECOGNISED);
}

static void a_14_a_consolidated_state_is_never_covered_by_the_temporary_plan(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_YES, FACT_YES), RC_OK);
    assert_int_equal(proposed(office, &claim), PROPOSAL_NOT_RECOGNISED);
}

static void a_21_an_undetermined_state_is_reviewable_with_a_date(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_UNDETERMINED, FACT_YES), RC_OK);
    assert_int_equal(proposed(office, &claim), PROPOSAL_REVIEWABLE);
    struct decision_new undated = {"reviewable", "to be seen again", NULL};
    fault_clear(&office->fault);
    assert_int_equal(
        claim_decide(&office->service, &office->clinician, &claim, -1, &undated, &office->fault),
        RC_INVALID);
    assert_string_equal(office->fault.at[0].pointer, "/reviewOn");
    assert_int_equal(office_decide(office, &claim, "reviewable"), RC_OK);
    const struct claim_view *view = office_case(office, &claim);
    assert_string_equal(view->shown, "reviewable");
    assert_string_equal(view->deadlines[view->deadline_count - 2].code, "review");
    assert_string_equal(view->deadlines[view->deadline_count - 1].code, "limitation");
    // Resolved in favour: the second decision counts, the first one stays.
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    assert_int_equal(office_case(office, &claim)->decision_count, 2);
}

// Onset 2 March 2026: day 14 is Monday 16 March.
static void a_16_day_14_is_in_time_and_day_15_is_for_a_person(void **state) {
    struct office *office = *state;
    office_day(office, "2026-03-16");
    struct public_id in_time = sent(office, "temporary-2026", acts_3, "2026-03-02");
    assert_string_equal(office_case(office, &in_time)->deadlines[0].status, "met");
    assert_int_equal(office_case(office, &in_time)->proposal.timeliness, PROPOSAL_IN_TIME);
    office_day(office, "2026-03-17");
    struct public_id late = sent(office, "temporary-2026", acts_3, "2026-03-02");
    const struct claim_view *view = office_case(office, &late);
    assert_string_equal(view->shown, "submitted");
    assert_string_equal(view->deadlines[0].status, "missed");
    assert_int_equal(office_complete(office, &late, "2026-03-17"), RC_OK);
    assert_int_equal(office_find(office, &late, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(proposed(office, &late), PROPOSAL_LATE_FOR_A_PERSON);
    // S-09: late is never a refusal by itself; a person rules on it, then recognises.
    assert_int_equal(office_decide(office, &late, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "late-ruling-open");
    assert_int_equal(claim_rule_on_late(&office->service, &office->clinician, &late, -1, "accept",
                                        "no prejudice was proven", 0, &office->fault),
                     RC_OK);
    assert_int_equal(office_decide(office, &late, "recognised"), RC_OK);
    view = office_case(office, &late);
    assert_string_equal(view->shown, "recognised");
    assert_string_equal(view->late_ruling.ruling, "accept");
}

// Onset 22 March 2026: day 14 is Easter Sunday, 6 April is Easter Monday.
static void s_02_a_holiday_moves_the_last_day(void **state) {
    struct office *office = *state;
    office_day(office, "2026-04-07");
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-22");
    const struct claim_view *view = office_case(office, &claim);
    char last[CIVIL_DATE_TEXT_SIZE], nominal[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(view->deadlines[0].last, last);
    (void)civil_date_format(view->deadlines[0].extended_from, nominal);
    assert_string_equal(last, "2026-04-07");
    assert_string_equal(nominal, "2026-04-05");
    assert_int_equal(view->proposal.timeliness, PROPOSAL_IN_TIME);
    office_day(office, "2026-04-08");
    struct public_id late = sent(office, "temporary-2026", acts_3, "2026-03-22");
    assert_int_equal(office_case(office, &late)->proposal.timeliness, PROPOSAL_LATE);
}

static void a_23_nothing_is_decided_before_the_dossier_is_complete(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "claim-not-complete");
    assert_int_equal(office_complete(office, &claim, "2026-03-03"), RC_INVALID);
    assert_string_equal(office->fault.at[0].code, "in-future");
    assert_int_equal(office_complete(office, &claim, "2026-03-01"), RC_INVALID);
    assert_string_equal(office->fault.at[0].code, "before-receipt");
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_CONFLICT);
    assert_string_equal(office_code(office), "complete-already");
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "finding-missing");
}

static void a_30_a_recognised_claim_has_six_months_from_the_day_of_completeness(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->month_count, 6);
    char from[CIVIL_DATE_TEXT_SIZE], to[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(view->months[0].month.first, from);
    (void)civil_date_format(view->months[0].month.last, to);
    assert_string_equal(from, "2026-03-02");
    assert_string_equal(to, "2026-04-01");
    assert_int_equal(view->months[5].month.ceiling_cents, 50000);
}

static struct payment_page lines(struct office *office) {
    struct payment_page page;
    fault_clear(&office->fault);
    assert_int_equal(payments_list(&office->service, &office->officer, "", 50, office->arena, &page,
                                   &office->fault),
                     RC_OK);
    return page;
}

static void s_07_what_is_above_the_ceiling_stays_with_the_member(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    office_day(office, "2026-03-20");
    struct public_id first =
        office_expense(office, &claim, "care-invoice", "2026-03-10", "2026-03-10", 70000);
    assert_int_equal(office_approve(office, &claim, &first), RC_OK);
    struct payment_page page = lines(office);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].amount_cents, 50000);
    assert_int_equal(page.total_cents, 50000);
    assert_string_equal(page.rows[0].beneficiary, "Rossi, Mario");
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->expenses[0].payable_cents, 50000);
    assert_string_equal(view->expenses[0].reasons[0].key, "ceiling-reached");
    assert_string_equal(view->expenses[0].reasons[0].value, "200.00");
    assert_int_equal(view->months[0].left_cents, 0);
    // Nothing is left of the month for a second one, and nothing is carried over.
    struct public_id second =
        office_expense(office, &claim, "care-invoice", "2026-03-11", "2026-03-11", 100);
    assert_int_equal(office_approve(office, &claim, &second), RC_CONFLICT);
    assert_string_equal(office_code(office), "ceiling-reached");
    assert_int_equal(lines(office).count, 1);
}

static void s_08_a_period_over_two_months_is_split_by_days(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    office_day(office, "2026-04-10");
    // 30 March to 3 April: three days in month 1, two in month 2.
    struct public_id expense =
        office_expense(office, &claim, "care-invoice", "2026-03-30", "2026-04-03", 10001);
    assert_int_equal(office_approve(office, &claim, &expense), RC_OK);
    struct payment_page page = lines(office);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.rows[1].month_number, 1);
    assert_int_equal(page.rows[1].amount_cents, 6000);
    assert_int_equal(page.rows[0].month_number, 2);
    assert_int_equal(page.rows[0].amount_cents, 4001);
    assert_int_equal(office_approve(office, &claim, &expense), RC_CONFLICT);
    assert_string_equal(office_code(office), "expense-decided");
}

static void a_34_an_expense_without_receipt_is_not_paid(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    struct expense_new input = {.form = "care-invoice",
                                .provider = "Casa Serena",
                                .document = "1",
                                .service_from = "2026-03-02",
                                .service_to = "2026-03-02",
                                .amount_cents = 5000};
    struct public_id expense;
    assert_int_equal(portal_expense_submit(&office->service, &office->family, NULL, &claim, &input,
                                           &expense, &office->fault),
                     RC_OK);
    assert_int_equal(office_approve(office, &claim, &expense), RC_CONFLICT);
    assert_string_equal(office_code(office), "not-receipted");
}

static void b_20_a_home_carer_is_never_paid_under_the_permanent_plan(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    office_day(office, "2026-05-10");
    assert_int_equal(office_alive(office, &claim, "2026-05-10"), RC_OK);
    struct public_id carer =
        office_expense(office, &claim, "home-carer", "2026-05-01", "2026-05-05", 30000);
    assert_int_equal(office_approve(office, &claim, &carer), RC_CONFLICT);
    assert_string_equal(office_code(office), "form-not-covered");
    // The family reads the rule, not a bare no.
    const struct claim_view *view = office_case(office, &claim);
    assert_string_equal(view->expenses[0].reasons[0].rule, "B-20");
    fault_clear(&office->fault);
    assert_int_equal(expense_refuse(&office->service, &office->handler, &claim, &carer, -1,
                                    "the plan pays a stay only", &office->fault),
                     RC_OK);
    view = office_case(office, &claim);
    assert_string_equal(view->expenses[0].state, "refused");
    assert_int_equal(view->expenses[0].reason_count, 2);
    assert_string_equal(view->expenses[0].reasons[1].text, "the plan pays a stay only");
    struct public_id stay =
        office_expense(office, &claim, "rsa-stay", "2026-05-01", "2026-05-05", 30000);
    assert_int_equal(office_approve(office, &claim, &stay), RC_OK);
    assert_int_equal(lines(office).total_cents, 30000);
}

static void b_22_an_annuity_is_not_even_a_form(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    struct expense_new input = {.form = "annuity",
                                .provider = "-",
                                .document = "1",
                                .service_from = "2026-03-02",
                                .service_to = "2026-03-02",
                                .amount_cents = 60000,
                                .receipted = true};
    struct public_id expense;
    fault_clear(&office->fault);
    assert_int_equal(portal_expense_submit(&office->service, &office->family, NULL, &claim, &input,
                                           &expense, &office->fault),
                     RC_INVALID);
    assert_string_equal(office->fault.at[0].pointer, "/form");
    assert_int_equal(lines(office).count, 0);
}

// Written claim on 2 March 2026: day 60 is 1 May, a holiday that moves nothing (S-02c).
static void b_23_no_line_before_the_member_was_alive_through_day_60(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    struct public_id stay =
        office_expense(office, &claim, "rsa-stay", "2026-03-02", "2026-03-02", 30000);
    static const struct {
        const char *day, *proof, *code;
    } steps[] = {
        {"2026-04-30", NULL, "survival-running"},         // day 59
        {"2026-05-01", "2026-05-01", "survival-running"}, // day 60, seen alive on it
        {"2026-05-02", NULL, "survival-unconfirmed"},     // day 61: seen on day 60, not through it
        {"2026-05-02", "2026-05-02", NULL},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        office_day(office, steps[i].day);
        if (steps[i].proof != NULL)
            assert_int_equal(office_alive(office, &claim, steps[i].proof), RC_OK);
        enum rc rc = office_approve(office, &claim, &stay);
        assert_int_equal(rc, steps[i].code == NULL ? RC_OK : RC_CONFLICT);
        if (steps[i].code != NULL)
            assert_string_equal(office_code(office), steps[i].code);
        assert_int_equal(lines(office).count, steps[i].code == NULL ? 1 : 0);
    }
}

static void b_23_a_death_inside_the_window_bars_every_line(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    struct public_id stay =
        office_expense(office, &claim, "rsa-stay", "2026-03-02", "2026-03-02", 30000);
    office_day(office, "2026-06-01");
    fault_clear(&office->fault);
    struct life_new death = {true, "2026-05-01", "2026-05-04", "certificate"};
    assert_int_equal(
        claim_record_life(&office->service, &office->handler, &claim, -1, &death, &office->fault),
        RC_OK);
    assert_int_equal(office_approve(office, &claim, &stay), RC_CONFLICT);
    assert_string_equal(office_code(office), "died-on-last-day");
    assert_int_equal(lines(office).count, 0);
}

static void f_08_a_second_sending_keeps_the_first_receipt(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    int64_t first = office_case(office, &claim)->submitted_us;
    office_day(office, "2026-03-05");
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(office_case(office, &claim)->submitted_us, first);
}

static void f_10_what_was_sent_cannot_be_altered_but_what_is_open_can_be_added(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "permanent-2026", open_40, "2026-03-02");
    fault_clear(&office->fault);
    assert_int_equal(portal_answer_save(&office->service, &office->family, &claim, "washing",
                                        "grade-1", &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "answer-already-sent");
    assert_int_equal(portal_answer_save(&office->service, &office->family, &claim, "feeding",
                                        "grade-2", &office->fault),
                     RC_OK);
    assert_int_equal(office_case(office, &claim)->proposal.score.sum, 4500);
}

static void a_decision_computes_to_the_same_bytes(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    struct public_id decision = office_case(office, &claim)->decisions[0].id;
    // Whatever is learnt later does not rewrite what was known then.
    office_day(office, "2026-06-01");
    assert_int_equal(office_alive(office, &claim, "2026-06-01"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_UNDETERMINED, FACT_UNKNOWN), RC_OK);
    struct decision_replayed replayed;
    assert_int_equal(decision_replay(&office->service, &office->clinician, &claim, &decision,
                                     office->arena, &replayed, &office->fault),
                     RC_OK);
    assert_string_equal(replayed.record, replayed.recomputed);
    assert_true(replayed.same);
    assert_non_null(strstr(replayed.record, "\"asOf\":\"2026-03-02\""));
    assert_non_null(strstr(replayed.record, "\"rule\":\"B-25\""));
}

static void c_17_a_stale_page_changes_nothing(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    int64_t version = office_case(office, &claim)->version;
    assert_int_equal(claim_complete(&office->service, &office->handler, &claim, version - 1,
                                    "2026-03-02", &office->fault),
                     RC_STALE);
    assert_int_equal(office_case(office, &claim)->version, version);
}

static void the_wall_lets_no_monitoring_user_see_a_dossier(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    struct claim_view view;
    assert_int_equal(claim_read(&office->service, &office->operator_, &claim, office->arena, &view),
                     RC_DENIED);
    assert_int_equal(claim_read(&office->service, &office->family, &claim, office->arena, &view),
                     RC_DENIED);
    struct actor stranger = office->clinician;
    stranger.fund = office_fund(office, "second");
    assert_int_equal(claim_read(&office->service, &stranger, &claim, office->arena, &view),
                     RC_NOT_FOUND);
}

static void s_28_a_mandate_opens_and_its_end_closes(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    struct actor daughter = office_account(office, "giulia.rossi", ROLE_FAMILY, NULL);
    struct portal_claim view;
    assert_int_equal(portal_claim_read(&office->service, &daughter, &claim, office->arena, &view),
                     RC_NOT_FOUND);
    struct mandate_new mandate = {"giulia.rossi", "relative", "2026-03-01", "2026-03-31"};
    fault_clear(&office->fault);
    assert_int_equal(mandate_grant(&office->service, &office->handler, NULL, &office->person,
                                   &mandate, &office->fault),
                     RC_OK);
    assert_int_equal(portal_claim_read(&office->service, &daughter, &claim, office->arena, &view),
                     RC_OK);
    struct portal_person *people = NULL;
    size_t count = 0;
    // Whoever acts for a hundred people fills more than one request's arena.
    struct arena *little = arena_new(4096);
    assert_int_equal(portal_read(&office->service, &daughter, little, &people, &count), RC_OK);
    arena_free(little);
    assert_int_equal(portal_read(&office->service, &daughter, office->arena, &people, &count),
                     RC_OK);
    assert_int_equal(count, 1);
    assert_string_equal(people[0].relation, "relative");
    assert_int_equal(people[0].claim_count, 1);
    office_day(office, "2026-04-01");
    assert_int_equal(portal_claim_read(&office->service, &daughter, &claim, office->arena, &view),
                     RC_NOT_FOUND);
}

static void a_draft_needs_a_cover_in_force_and_is_one(void **state) {
    struct office *office = *state;
    struct public_id claim;
    fault_clear(&office->fault);
    assert_int_equal(portal_claim_open(&office->service, &office->family, NULL, &office->person,
                                       "no-such-plan", &claim, &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "no-cover-in-force");
    (void)office_draft(office, "temporary-2026", acts_2, "2026-03-02");
    fault_clear(&office->fault);
    assert_int_equal(portal_claim_open(&office->service, &office->family, NULL, &office->person,
                                       "temporary-2026", &claim, &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "draft-exists");
}

static void y_04_the_schema_itself_refuses_a_line_above_the_ceiling(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    struct public_id expense =
        office_expense(office, &claim, "care-invoice", "2026-03-02", "2026-03-02", 40000);
    assert_int_equal(office_approve(office, &claim, &expense), RC_OK);
    expense = office_expense(office, &claim, "care-invoice", "2026-03-02", "2026-03-02", 40000);
    assert_int_equal(office_approve(office, &claim, &expense), RC_OK);
    assert_int_equal(lines(office).total_cents, 50000);
    assert_int_equal(place_sql(office->place, "office.db",
                               "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' "
                               "AND name = 'payment_lines_under_the_ceiling'"),
                     1);
}

static void a_list_page_carries_on_where_the_last_one_ended(void **state) {
    struct office *office = *state;
    for (int i = 0; i < 5; i++)
        (void)sent(office, i % 2 ? "temporary-2026" : "permanent-2026", i % 2 ? acts_3 : points_40,
                   "2026-03-02");
    struct claim_page page;
    char position[CLAIM_POSITION_SIZE] = "";
    size_t seen = 0, pages = 0;
    do {
        fault_clear(&office->fault);
        assert_int_equal(claims_list(&office->service, &office->handler, "submitted",
                                     CLAIM_STATE_NONE, position, 2, office->arena, &page,
                                     &office->fault),
                         RC_OK);
        if (pages == 0) // those with a survival window come first
            assert_string_equal(page.rows[0].next.code, "survival");
        seen += page.count;
        pages++;
        memcpy(position, page.next, sizeof position);
    } while (position[0] != '\0');
    assert_int_equal(seen, 5);
    assert_int_equal(pages, 3);
    assert_int_equal(claims_list(&office->service, &office->handler, NULL, CLAIM_STATE_NONE,
                                 "nonsense", 2, office->arena, &page, &office->fault),
                     RC_INVALID);
}

static void a_37_every_event_of_the_checks_of_the_state_is_kept(void **state) {
    struct office *office = *state;
    struct public_id claim = judged(office, "temporary-2026", acts_3, "2026-03-02");
    enum { EVENTS = 46 };
    for (size_t i = 0; i < EVENTS; i++) {
        int64_t version = office_case(office, &claim)->version;
        fault_clear(&office->fault);
        assert_int_equal(claim_record_control(&office->service, &office->handler, &claim, version,
                                              i % 2 == 0 ? "requested" : "complied", "2026-03-02",
                                              arena_printf(office->arena, "event %zu", i),
                                              &office->fault),
                         RC_OK);
    }
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->control_count, EVENTS);
    assert_string_equal(view->controls[0].note, "event 0");
    assert_string_equal(view->controls[EVENTS - 1].note, "event 45");
}

#define CLAIM_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        CLAIM_TEST(b_25_35_points_are_not_recognised_and_40_are),
        CLAIM_TEST(
            b_24_a_state_that_is_not_consolidated_is_not_recognised_under_the_permanent_plan),
        CLAIM_TEST(b_25_a_missing_answer_is_incomplete_and_never_zero),
        CLAIM_TEST(a_12_do_not_know_is_an_answer_but_never_counts),
        CLAIM_TEST(a_12_needs_three_of_four_acts),
        CLAIM_TEST(a_12_needs_a_constant_need),
        CLAIM_TEST(a_14_a_consolidated_state_is_never_covered_by_the_temporary_plan),
        CLAIM_TEST(a_21_an_undetermined_state_is_reviewable_with_a_date),
        CLAIM_TEST(a_16_day_14_is_in_time_and_day_15_is_for_a_person),
        CLAIM_TEST(s_02_a_holiday_moves_the_last_day),
        CLAIM_TEST(a_23_nothing_is_decided_before_the_dossier_is_complete),
        CLAIM_TEST(a_30_a_recognised_claim_has_six_months_from_the_day_of_completeness),
        CLAIM_TEST(s_07_what_is_above_the_ceiling_stays_with_the_member),
        CLAIM_TEST(s_08_a_period_over_two_months_is_split_by_days),
        CLAIM_TEST(a_34_an_expense_without_receipt_is_not_paid),
        CLAIM_TEST(b_20_a_home_carer_is_never_paid_under_the_permanent_plan),
        CLAIM_TEST(b_22_an_annuity_is_not_even_a_form),
        CLAIM_TEST(b_23_no_line_before_the_member_was_alive_through_day_60),
        CLAIM_TEST(b_23_a_death_inside_the_window_bars_every_line),
        CLAIM_TEST(f_08_a_second_sending_keeps_the_first_receipt),
        CLAIM_TEST(f_10_what_was_sent_cannot_be_altered_but_what_is_open_can_be_added),
        CLAIM_TEST(a_decision_computes_to_the_same_bytes),
        CLAIM_TEST(c_17_a_stale_page_changes_nothing),
        CLAIM_TEST(the_wall_lets_no_monitoring_user_see_a_dossier),
        CLAIM_TEST(s_28_a_mandate_opens_and_its_end_closes),
        CLAIM_TEST(a_draft_needs_a_cover_in_force_and_is_one),
        CLAIM_TEST(y_04_the_schema_itself_refuses_a_line_above_the_ceiling),
        CLAIM_TEST(a_37_every_event_of_the_checks_of_the_state_is_kept),
        CLAIM_TEST(a_list_page_carries_on_where_the_last_one_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
