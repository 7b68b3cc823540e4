// SPDX-License-Identifier: EUPL-1.2
// What a court would ask of a case: mistakes that can be mended, money that is paid once, dead ends
// that are none.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"
#include "service/expenses.h"
#include "service/payments.h"

static const char *const points_40[] = {"grade-3", "grade-3", "grade-2",
                                        "grade-2", "grade-2", "grade-2"};
static const char *const acts_3[] = {"unable", "unable", "unable", "able"};
static const char *const acts_open[] = {"unable", "unable", "", "unknown"};

static struct public_id sent(struct office *office, const char *plan, const char *const *grades,
                             const char *onset) {
    struct public_id claim = office_draft(office, plan, grades, onset);
    assert_int_equal(office_send(office, &claim), RC_OK);
    return claim;
}

static struct public_id recognised(struct office *office, const char *plan,
                                   const char *const *grades, const char *day) {
    struct public_id claim = sent(office, plan, grades, day);
    assert_int_equal(office_complete(office, &claim, day), RC_OK);
    bool permanent = strcmp(plan, "permanent-2026") == 0;
    assert_int_equal(
        office_find(office, &claim, permanent ? CONSOLIDATED_YES : CONSOLIDATED_NO, FACT_YES),
        RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    return claim;
}

static enum rc record_death(struct office *office, const struct public_id *claim,
                            const char *date) {
    fault_clear(&office->fault);
    struct life_new death = {true, date, date, "certificate"};
    return claim_record_life(&office->service, &office->handler, claim, -1, &death, &office->fault);
}

static enum rc answer(struct office *office, const struct public_id *claim, const char *item,
                      const char *grade) {
    fault_clear(&office->fault);
    return portal_answer_save(&office->service, &office->family, claim, item, grade,
                              &office->fault);
}

static enum rc expense_again(struct office *office, const struct public_id *claim,
                             const char *provider, const char *document, bool receipted) {
    struct expense_new input = {.form = "care-invoice",
                                .provider = provider,
                                .document = document,
                                .service_from = "2026-03-02",
                                .service_to = "2026-03-02",
                                .amount_cents = 5000,
                                .receipted = receipted};
    struct public_id expense;
    fault_clear(&office->fault);
    return portal_expense_submit(&office->service, &office->family, NULL, claim, &input, &expense,
                                 &office->fault);
}

static void b_23_a_death_recorded_by_mistake_is_withdrawn_by_a_later_sign_of_life(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    struct public_id stay =
        office_expense(office, &claim, "rsa-stay", "2026-03-02", "2026-03-02", 30000);
    office_day(office, "2026-05-10");
    assert_int_equal(record_death(office, &claim, "2026-04-10"), RC_OK);
    assert_int_equal(office_approve(office, &claim, &stay), RC_CONFLICT);
    assert_string_equal(office_code(office), "died-in-window");
    // Seen on the day itself says nothing against a death on that day.
    assert_int_equal(office_alive(office, &claim, "2026-04-10"), RC_OK);
    assert_true(civil_date_known(office_case(office, &claim)->died_on));
    assert_int_equal(office_alive(office, &claim, "2026-05-10"), RC_OK);
    assert_false(civil_date_known(office_case(office, &claim)->died_on));
    assert_int_equal(office_approve(office, &claim, &stay), RC_OK);
    // And a death that is recorded after that counts again.
    assert_int_equal(record_death(office, &claim, "2026-05-10"), RC_OK);
    assert_true(civil_date_known(office_case(office, &claim)->died_on));
}

// Received on 2 March 2026: day 60 is 1 May.
static void s_29_a_person_rules_on_a_death_on_the_last_day(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "permanent-2026", points_40, "2026-03-02");
    struct public_id stay =
        office_expense(office, &claim, "rsa-stay", "2026-03-02", "2026-03-02", 30000);
    fault_clear(&office->fault);
    assert_int_equal(claim_rule_on_survival(&office->service, &office->clinician, &claim, -1,
                                            "payable", "nobody died", &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "not-on-last-day");
    office_day(office, "2026-05-20");
    assert_int_equal(record_death(office, &claim, "2026-05-01"), RC_OK);
    assert_int_equal(office_approve(office, &claim, &stay), RC_CONFLICT);
    assert_string_equal(office_code(office), "died-on-last-day");
    for (int payable = 0; payable < 2; payable++) {
        fault_clear(&office->fault);
        assert_int_equal(claim_rule_on_survival(&office->service, &office->clinician, &claim, -1,
                                                payable ? "payable" : "not-payable",
                                                "read as art. 1370 c.c. wants it", &office->fault),
                         RC_OK);
        assert_int_equal(office_approve(office, &claim, &stay), payable ? RC_OK : RC_CONFLICT);
    }
}

static void a_dossier_that_was_complete_too_early_is_no_dead_end(void **state) {
    struct office *office = *state;
    struct public_id claim = office_draft(office, "temporary-2026", acts_open, "2026-03-02");
    struct claim_statement facts = {.constant_need = "unknown"};
    assert_int_equal(
        portal_facts_save(&office->service, &office->family, &claim, &facts, &office->fault),
        RC_OK);
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    // "I do not know" is as open as no answer.
    facts.constant_need = "yes";
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            portal_facts_save(&office->service, &office->family, &claim, &facts, &office->fault),
            i == 0 ? RC_OK : RC_CONFLICT);
    assert_string_equal(office_code(office), "facts-already-sent");
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "answers-open");
    assert_int_equal(answer(office, &claim, "hygiene", "able"), RC_CONFLICT);
    assert_string_equal(office_code(office), "answer-already-sent");
    assert_int_equal(answer(office, &claim, "moving", "unable"), RC_OK);
    assert_int_equal(answer(office, &claim, "dressing", "able"), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    assert_int_equal(answer(office, &claim, "dressing", "unable"), RC_CONFLICT);
    assert_string_equal(office_code(office), "claim-closed");
}

static void a_16_what_arose_under_a_cover_can_be_claimed_after_its_end(void **state) {
    struct office *office = *state;
    struct person_new input = {
        .first_name = "Bianca",
        .last_name = "Verdi",
        .birth_date = "1955-08-05",
        .codice_fiscale = "BNCGPP55M45F205O",
        .covers = {{"temporary-2026", "2020-01-01", "2026-03-05", FACT_YES},
                   {"permanent-2026", "2026-04-01", NULL, FACT_YES}},
        .cover_count = 2,
    };
    struct public_id person, claim;
    fault_clear(&office->fault);
    assert_int_equal(
        person_register(&office->service, &office->handler, NULL, &input, &person, &office->fault),
        RC_OK);
    office->family = office_account(office, "bianca.verdi", ROLE_FAMILY, &person);
    office->person = person;
    office_day(office, "2026-03-10");
    struct portal_person *people = NULL;
    size_t count = 0;
    assert_int_equal(portal_read(&office->service, &office->family, office->arena, &people, &count),
                     RC_OK);
    assert_int_equal(people[0].cover_count, 1);
    assert_string_equal(people[0].covers[0]->id, "temporary-2026");
    claim = sent(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(office_case(office, &claim)->proposal.timeliness, PROPOSAL_IN_TIME);
    for (size_t i = 0; i < office_case(office, &claim)->proposal.reason_count; i++)
        assert_int_not_equal(office_case(office, &claim)->proposal.reasons[i].code,
                             REASON_CHECK_HIT);
    // Arisen after the end: received, and proposed as excluded.
    claim = sent(office, "temporary-2026", acts_3, "2026-03-08");
    assert_int_equal(office_case(office, &claim)->proposal.outcome, PROPOSAL_NOT_COVERED);
    // A cover that is still to begin opens nothing.
    fault_clear(&office->fault);
    assert_int_equal(portal_claim_open(&office->service, &office->family, NULL, &person,
                                       "permanent-2026", &claim, &office->fault),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "no-cover-in-force");
}

static void y_05_the_same_invoice_is_not_taken_twice(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(expense_again(office, &claim, "Casa Serena", "12/2026", true), RC_OK);
    assert_int_equal(expense_again(office, &claim, " casa  serena ", "12 / 2026", true),
                     RC_CONFLICT);
    assert_string_equal(office_code(office), "expense-known");
    assert_int_equal(expense_again(office, &claim, "Casa Serena", "13/2026", true), RC_OK);
    assert_int_equal(expense_again(office, &claim, "Casa Felice", "12/2026", true), RC_OK);
    assert_int_equal(office_case(office, &claim)->expense_count, 3);
    // Also under another claim of the same person.
    struct public_id other = recognised(office, "permanent-2026", points_40, "2026-03-02");
    assert_int_equal(expense_again(office, &other, "Casa Serena", "12/2026", true), RC_CONFLICT);
    // What was refused may be handed in again; so may the receipted form of what had no receipt.
    struct public_id first = office_case(office, &claim)->expenses[0].id;
    fault_clear(&office->fault);
    assert_int_equal(expense_refuse(&office->service, &office->handler, &claim, &first, -1,
                                    "the second page is missing", &office->fault),
                     RC_OK);
    assert_int_equal(expense_again(office, &claim, "Casa Serena", "12/2026", false), RC_OK);
    assert_int_equal(expense_again(office, &claim, "Casa Serena", "12/2026", true), RC_OK);
}

static void a_34_the_family_reads_at_once_that_a_receipt_is_missing(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    assert_int_equal(expense_again(office, &claim, "Casa Serena", "12/2026", false), RC_OK);
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->expenses[0].reason_count, 1);
    assert_string_equal(view->expenses[0].reasons[0].rule, "A-34");
    assert_string_equal(view->expenses[0].reasons[0].key, "not-receipted");
}

static void s_07_one_cent_over_two_full_months_has_its_reason(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    office_day(office, "2026-05-10");
    struct public_id full =
        office_expense(office, &claim, "care-invoice", "2026-03-02", "2026-03-02", 50000);
    assert_int_equal(office_approve(office, &claim, &full), RC_OK);
    full = office_expense(office, &claim, "care-invoice", "2026-04-02", "2026-04-02", 50000);
    assert_int_equal(office_approve(office, &claim, &full), RC_OK);
    // One day in month 1, 29 in month 2: the cent falls to month 2 whole.
    struct public_id cent =
        office_expense(office, &claim, "care-invoice", "2026-04-01", "2026-04-30", 1);
    assert_string_equal(office_case(office, &claim)->expenses[2].reasons[0].key, "ceiling-reached");
    assert_int_equal(office_approve(office, &claim, &cent), RC_CONFLICT);
    assert_string_equal(office_code(office), "ceiling-reached");
}

// Six months from 2 March 2026 end on 1 September.
static void s_15_a_month_is_never_opened_twice_under_one_plan(void **state) {
    struct office *office = *state;
    (void)recognised(office, "temporary-2026", acts_3, "2026-03-02");
    office_day(office, "2026-09-01");
    struct public_id second = sent(office, "temporary-2026", acts_3, "2026-09-01");
    assert_int_equal(office_complete(office, &second, "2026-09-01"), RC_OK);
    assert_int_equal(office_find(office, &second, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &second, "recognised"), RC_CONFLICT);
    assert_string_equal(office_code(office), "benefit-running");
    assert_int_equal(office_case(office, &second)->decision_count, 0);
    assert_int_equal(office_decide(office, &second, "not-recognised"), RC_OK);
    // The other plan has months of its own; and after the last month a new event may follow.
    (void)recognised(office, "permanent-2026", points_40, "2026-09-01");
    office_day(office, "2026-09-02");
    struct public_id waiting = sent(office, "temporary-2026", acts_3, "2026-09-02");
    assert_int_equal(office_complete(office, &waiting, "2026-09-02"), RC_OK);
    assert_int_equal(office_find(office, &waiting, CONSOLIDATED_NO, FACT_YES), RC_OK);
    // Months that begin after these would have ended stand in nobody's way.
    office_day(office, "2027-03-02");
    (void)recognised(office, "temporary-2026", acts_3, "2027-03-02");
    assert_int_equal(office_decide(office, &waiting, "recognised"), RC_OK);
}

static void p_10_a_home_page_is_a_read_of_everybody_on_it(void **state) {
    struct office *office = *state;
    struct actor daughter = office_account(office, "giulia.rossi", ROLE_FAMILY, NULL);
    struct mandate_new mandate = {"giulia.rossi", "relative", "2026-03-01", NULL};
    fault_clear(&office->fault);
    assert_int_equal(mandate_grant(&office->service, &office->handler, NULL, &office->person,
                                   &mandate, &office->fault),
                     RC_OK);
    struct portal_person *people = NULL;
    size_t count = 0;
    assert_int_equal(portal_read(&office->service, &daughter, office->arena, &people, &count),
                     RC_OK);
    assert_int_equal(count, 1);
    assert_int_equal(place_sql(office->place, "office.db",
                               "SELECT count(*) FROM audit JOIN persons ON public_id = object "
                               "WHERE action = 'read.portal'"),
                     1);
}

static void s_22_a_state_found_consolidated_stops_the_temporary_plan_from_that_day(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "temporary-2026", acts_3, "2026-03-02");
    office_day(office, "2026-04-10");
    struct public_id before =
        office_expense(office, &claim, "care-invoice", "2026-04-01", "2026-04-09", 1000);
    struct public_id after =
        office_expense(office, &claim, "care-invoice", "2026-04-10", "2026-04-10", 2000);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_YES, FACT_YES), RC_OK);
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(view->expenses[0].reason_count, 0);
    assert_string_equal(view->expenses[1].reasons[0].rule, "S-22");
    assert_int_equal(office_approve(office, &claim, &after), RC_CONFLICT);
    assert_string_equal(office_code(office), "consolidated-never-covered");
    assert_int_equal(office_approve(office, &claim, &before), RC_OK);
    // A finding that takes it back opens the months again; what a person decided on in full
    // knowledge of it stands.
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_approve(office, &claim, &after), RC_OK);
}

#define RIGHT_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        RIGHT_TEST(b_23_a_death_recorded_by_mistake_is_withdrawn_by_a_later_sign_of_life),
        RIGHT_TEST(s_29_a_person_rules_on_a_death_on_the_last_day),
        RIGHT_TEST(a_dossier_that_was_complete_too_early_is_no_dead_end),
        RIGHT_TEST(a_16_what_arose_under_a_cover_can_be_claimed_after_its_end),
        RIGHT_TEST(y_05_the_same_invoice_is_not_taken_twice),
        RIGHT_TEST(a_34_the_family_reads_at_once_that_a_receipt_is_missing),
        RIGHT_TEST(s_07_one_cent_over_two_full_months_has_its_reason),
        RIGHT_TEST(s_15_a_month_is_never_opened_twice_under_one_plan),
        RIGHT_TEST(p_10_a_home_page_is_a_read_of_everybody_on_it),
        RIGHT_TEST(s_22_a_state_found_consolidated_stops_the_temporary_plan_from_that_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
