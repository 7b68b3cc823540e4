// SPDX-License-Identifier: EUPL-1.2
// Money that waits, is stopped or is kept: suspension and its end, lines of a right that is gone,
// claims beside one that cannot be read, and reservations under the ceiling.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"
#include "service/claim_services.h"
#include "service/payments.h"
#include "service/person_rulings.h"
#include "store/audit.h"
#include "store/payment_lines.h"
#include "store/payment_stops.h"

static const char *const acts_3[] = {"unable", "unable", "unable", "able"};
static const char *const points_40[] = {"grade-3", "grade-3", "grade-2",
                                        "grade-2", "grade-2", "grade-2"};

// Sent, complete and recognised on the day that it is, which is in time for that onset.
static struct public_id recognised(struct office *office, const char *onset, const char *today) {
    struct public_id claim = office_draft(office, "temporary-2026", acts_3, onset);
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(office_complete(office, &claim, today), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    return claim;
}

static struct public_id invoice(struct office *office, const struct public_id *claim,
                                const char *day, int64_t cents) {
    return office_expense(office, claim, "care-invoice", day, day, cents);
}

// "" for one that was approved, else the code of the conflict.
static const char *approving(struct office *office, const struct public_id *claim,
                             const struct public_id *expense) {
    return office_approve(office, claim, expense) == RC_OK ? "" : office_code(office);
}

static const struct claim_expense *shown(struct office *office, const struct public_id *claim,
                                         const struct public_id *expense) {
    const struct claim_view *view = office_case(office, claim);
    for (size_t i = 0; i < view->expense_count; i++) {
        if (public_id_equal(&view->expenses[i].id, expense))
            return &view->expenses[i];
    }
    fail();
    return NULL;
}

static int64_t number(const struct office *office, const char *sql) {
    return place_sql(office->place, "office.db", sql);
}

static void suspend(struct office *office, const struct public_id *claim, const char *day) {
    for (int refused = 0; refused < 2; refused++) {
        fault_clear(&office->fault);
        assert_int_equal(claim_record_control(&office->service, &office->handler, claim, -1,
                                              refused ? "refused" : "requested", day, NULL,
                                              &office->fault),
                         RC_OK);
    }
    fault_clear(&office->fault);
    assert_int_equal(claim_rule_on_refusal(&office->service, &office->clinician, claim, -1,
                                           "confirmed", "no ground was given", &office->fault),
                     RC_OK);
    assert_int_equal(office_case(office, claim)->course, CLAIM_SUSPENDED);
}

static enum rc ends(struct office *office, const struct public_id *claim, const char *reason,
                    const char *day) {
    struct end_new end = {reason, day, "letter 7", NULL};
    fault_clear(&office->fault);
    return claim_end(&office->service, &office->handler, claim, -1, &end, &office->fault);
}

static void s_11_where_a_suspended_claim_ends_what_was_held_is_judged_by_its_day(void **state) {
    struct office *office = *state;
    static const struct {
        const char *reason, *code;
        enum consolidated found;
    } rows[] = {{"state-ended", "state-ended", CONSOLIDATED_NO},
                {"consolidated", "consolidated-never-covered", CONSOLIDATED_YES},
                {"withdrawn", "claim-withdrawn", CONSOLIDATED_NO}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char start[16], request[16], held[16], last[16];
        (void)snprintf(start, sizeof start, "20%d-03-02", 26 + (int)i);
        (void)snprintf(request, sizeof request, "20%d-04-05", 26 + (int)i);
        (void)snprintf(held, sizeof held, "20%d-04-08", 26 + (int)i);
        (void)snprintf(last, sizeof last, "20%d-04-10", 26 + (int)i);
        office_day(office, start);
        struct public_id claim = recognised(office, start, start);
        office_day(office, last);
        struct public_id before = invoice(office, &claim, start, 1000);
        struct public_id between = invoice(office, &claim, held, 2000);
        struct public_id after = invoice(office, &claim, last, 3000);
        suspend(office, &claim, request);
        assert_string_equal(approving(office, &claim, &before), ""); // never held
        assert_string_equal(approving(office, &claim, &between), "suspended");
        assert_string_equal(approving(office, &claim, &after), "suspended");
        assert_int_equal(office_find(office, &claim, rows[i].found, FACT_YES), RC_OK);
        assert_int_equal(ends(office, &claim, rows[i].reason, last), RC_OK);
        assert_string_equal(shown(office, &claim, &after)->reasons[0].key, rows[i].code);
        assert_int_equal(shown(office, &claim, &between)->reason_count, 0);
        assert_string_equal(approving(office, &claim, &between), "");
        assert_string_equal(approving(office, &claim, &after), rows[i].code);
        assert_int_equal(shown(office, &claim, &between)->payable_cents, 2000);
    }
}

static void s_11_an_end_taken_back_holds_again_and_used_months_release(void **state) {
    struct office *office = *state;
    struct actor other = office_account(office, "other.handler", ROLE_CLAIMS_HANDLER, NULL);
    struct public_id claim = recognised(office, "2026-03-02", "2026-03-02");
    office_day(office, "2026-04-10");
    struct public_id held = invoice(office, &claim, "2026-04-08", 2000);
    suspend(office, &claim, "2026-04-05");
    assert_int_equal(ends(office, &claim, "state-ended", "2026-04-10"), RC_OK);
    assert_int_equal(shown(office, &claim, &held)->reason_count, 0);
    fault_clear(&office->fault);
    assert_int_equal(claim_correct_end(&office->service, &other, &claim, -1,
                                       "the letter was of another claim", &office->fault),
                     RC_OK);
    assert_int_equal(office_case(office, &claim)->course, CLAIM_SUSPENDED);
    assert_string_equal(approving(office, &claim, &held), "suspended");
    office_day(office, "2026-09-05");
    assert_int_equal(ends(office, &claim, "months-used", "2026-09-02"), RC_OK);
    assert_string_equal(approving(office, &claim, &held), "");
}

static void s_11_b_08_a_death_releases_what_was_held_to_the_heirs(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "2026-03-02", "2026-03-02");
    office_day(office, "2026-04-10");
    struct public_id held = invoice(office, &claim, "2026-04-08", 2000);
    struct public_id after = invoice(office, &claim, "2026-04-10", 3000);
    suspend(office, &claim, "2026-04-05");
    fault_clear(&office->fault);
    struct life_new death = {true, "2026-04-08", "2026-04-08", "certificate"};
    assert_int_equal(claim_record_life(&office->service, &office->handler, &claim, -1, &death,
                                       &office->fault),
                     RC_OK);
    assert_int_equal(ends(office, &claim, "death", "2026-04-08"), RC_OK);
    assert_string_equal(approving(office, &claim, &held), "");
    assert_string_equal(approving(office, &claim, &after), "after-death");
}

static struct payment_page *officer_list(struct office *office) {
    struct payment_page *page = arena_alloc(office->arena, sizeof *page);
    fault_clear(&office->fault);
    assert_int_equal(payments_list(&office->service, &office->officer, "", 50, office->arena, page,
                                   &office->fault),
                     RC_OK);
    return page;
}

static enum rc correct(struct office *office, const struct actor *actor,
                       const struct public_id *claim, const char *outcome) {
    struct decision_new input = {outcome, "the cover was another person's", NULL};
    fault_clear(&office->fault);
    return claim_correct_decision(&office->service, actor, claim, -1, &input, &office->fault);
}

static const char STOPS_TOLD[] = "SELECT count(*) FROM audit WHERE action = 'payment-line.stop'";

static void x_17_lines_of_a_recognition_that_was_corrected_away_are_withdrawn(void **state) {
    struct office *office = *state;
    struct actor second = office_account(office, "second.clinician", ROLE_CLAIMS_CLINICIAN, NULL);
    struct public_id claim = recognised(office, "2026-03-02", "2026-03-02");
    struct public_id one = invoice(office, &claim, "2026-03-02", 10000);
    struct public_id two = invoice(office, &claim, "2026-03-02", 5000);
    assert_string_equal(approving(office, &claim, &one), "");
    assert_string_equal(approving(office, &claim, &two), "");
    assert_int_equal(officer_list(office)->total_cents, 15000);
    assert_int_equal(correct(office, &second, &claim, "not-covered"), RC_OK);

    const struct payment_page *page = officer_list(office);
    const struct claim_view *view = office_case(office, &claim);
    assert_int_equal(page->count, 2);
    assert_int_equal(page->lines, 0);
    assert_int_equal(page->total_cents, 0);
    assert_int_equal(page->stopped, 2);
    for (size_t i = 0; i < page->count; i++) {
        assert_string_equal(page->rows[i].stop_kind, "withdrawn");
        assert_string_equal(page->rows[i].stop_reason, "not-covered");
        assert_string_equal(page->rows[i].stop_rule, view->plan->cover.cutoff_day.rule);
    }
    assert_int_equal(number(office, STOPS_TOLD), 2);
    assert_string_equal(shown(office, &claim, &one)->state, "submitted");
    assert_string_equal(shown(office, &claim, &one)->reasons[0].key, "not-recognised");
    assert_int_equal(shown(office, &claim, &one)->payable_cents, 0);
    // What the approval said is kept, with the record on which it was judged.
    assert_int_equal(number(office, "SELECT count(*) FROM expense_reopenings WHERE verdict IS NOT "
                                    "NULL AND length(record_hash) = 32"),
                     2);
    // A later write of the claim stops nothing again.
    assert_int_equal(office_dossier(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(number(office, STOPS_TOLD), 2);

    // The right comes back: the same expense is judged anew, and its line goes on.
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    assert_int_equal(office_case(office, &claim)->months[0].used_cents, 0);
    assert_string_equal(approving(office, &claim, &one), "");
    assert_string_equal(approving(office, &claim, &one), "expense-decided");
    page = officer_list(office);
    assert_int_equal(page->count, 3);
    assert_null(page->rows[0].stop_kind);
    assert_int_equal(page->total_cents, 10000);
    assert_int_equal(page->stopped, 2);
    assert_int_equal(office_case(office, &claim)->months[0].used_cents, 10000);
}

static void x_17_a_line_that_went_to_the_bank_is_for_a_person_to_recover(void **state) {
    struct office *office = *state;
    struct actor second = office_account(office, "second.clinician", ROLE_CLAIMS_CLINICIAN, NULL);
    struct public_id claim = recognised(office, "2026-03-02", "2026-03-02");
    struct public_id sent = invoice(office, &claim, "2026-03-02", 10000);
    struct public_id kept = invoice(office, &claim, "2026-03-02", 5000);
    assert_string_equal(approving(office, &claim, &sent), "");
    // What a payment run will write.
    (void)number(office, "INSERT INTO payment_exports SELECT id, 1 FROM payment_lines");
    assert_string_equal(approving(office, &claim, &kept), "");
    assert_int_equal(correct(office, &second, &claim, "excluded"), RC_OK);
    const struct payment_page *page = officer_list(office);
    assert_string_equal(page->rows[0].stop_kind, "withdrawn");
    assert_string_equal(page->rows[1].stop_kind, "recover");
    assert_string_equal(page->rows[1].stop_rule, "X-17");
    assert_string_equal(page->rows[1].stop_reason, "excluded");
    assert_int_equal(page->rows[1].amount_cents, 10000);
    assert_string_equal(shown(office, &claim, &sent)->state, "approved");
    assert_int_equal(shown(office, &claim, &sent)->payable_cents, 10000);
    assert_string_equal(shown(office, &claim, &kept)->state, "submitted");
    // Its month stays used, for this claim and for the next one.
    struct public_id next = recognised(office, "2026-03-01", "2026-03-02");
    assert_int_equal(office_case(office, &next)->months[0].left_cents, 40000);
}

static enum rc rule_late(struct office *office, const struct actor *actor,
                         const struct public_id *claim, const char *ruling, int64_t cents) {
    fault_clear(&office->fault);
    return claim_rule_on_late(&office->service, actor, claim, -1, ruling, "as it was proven", cents,
                              &office->fault);
}

static void s_09_a_right_ruled_lost_withdraws_its_lines_and_what_was_borne(void **state) {
    struct office *office = *state;
    struct actor second = office_account(office, "second.clinician", ROLE_CLAIMS_CLINICIAN, NULL);
    struct public_id claim = office_draft(office, "temporary-2026", acts_3, "2026-02-01");
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(rule_late(office, &office->clinician, &claim, "reduce", 12000), RC_OK);
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_NO, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    struct public_id expense = invoice(office, &claim, "2026-03-02", 30000);
    for (int round = 0; round < 2; round++) {
        assert_string_equal(approving(office, &claim, &expense), "");
        assert_int_equal(shown(office, &claim, &expense)->payable_cents, 18000);
        assert_int_equal(office_case(office, &claim)->late_ruling.borne_cents, 12000);
        assert_int_equal(office_case(office, &claim)->months[0].used_cents, 30000);
        assert_int_equal(rule_late(office, &second, &claim, "lose", 0), RC_OK);
        assert_int_equal(office_case(office, &claim)->months[0].used_cents, 0);
        assert_int_equal(officer_list(office)->total_cents, 0);
        assert_string_equal(officer_list(office)->rows[0].stop_rule, "S-09");
        assert_string_equal(officer_list(office)->rows[0].stop_reason, "filed-late-lost");
        assert_string_equal(approving(office, &claim, &expense), "filed-late-lost");
        assert_int_equal(rule_late(office, &second, &claim, "reduce", 12000), RC_OK);
    }
}

static void s_29_a_line_falls_with_the_ruling_it_rested_on(void **state) {
    struct office *office = *state;
    struct public_id claim = office_draft(office, "permanent-2026", points_40, "2026-03-02");
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim, CONSOLIDATED_YES, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &claim, "recognised"), RC_OK);
    struct public_id stay =
        office_expense(office, &claim, "rsa-stay", "2026-03-02", "2026-03-02", 30000);
    office_day(office, "2026-05-20");
    fault_clear(&office->fault);
    struct life_new death = {true, "2026-05-01", "2026-05-01", "certificate"};
    assert_int_equal(claim_record_life(&office->service, &office->handler, &claim, -1, &death,
                                       &office->fault),
                     RC_OK);
    for (int payable = 1; payable >= 0; payable--) {
        fault_clear(&office->fault);
        assert_int_equal(claim_rule_on_survival(&office->service, &office->clinician, &claim, -1,
                                                payable ? "payable" : "not-payable",
                                                "as the court read it", &office->fault),
                         RC_OK);
        if (payable)
            assert_string_equal(approving(office, &claim, &stay), "");
    }
    assert_string_equal(officer_list(office)->rows[0].stop_reason, "died-in-window");
    assert_string_equal(officer_list(office)->rows[0].stop_rule, "B-23");
    assert_string_equal(shown(office, &claim, &stay)->state, "submitted");
}

static void a_claim_beside_one_that_cannot_be_read_neither_decides_nor_pays(void **state) {
    struct office *office = *state;
    struct public_id broken = recognised(office, "2026-03-01", "2026-03-02");
    office_day(office, "2026-03-10");
    assert_int_equal(ends(office, &broken, "withdrawn", "2026-03-05"), RC_OK);
    struct public_id claim = recognised(office, "2026-03-01", "2026-03-10");
    struct public_id expense = invoice(office, &claim, "2026-03-10", 10000);
    // As older versions may have left it: withdrawn before it was received.
    (void)number(office, "UPDATE claims SET received_on = '2026-03-08', complete_on = '2026-03-08' "
                         "WHERE state = 'ended'");
    assert_string_equal(approving(office, &claim, &expense), "facts-contradict");
    assert_string_equal(shown(office, &claim, &expense)->state, "submitted");
    struct claim_view *view = arena_alloc(office->arena, sizeof *view);
    bool met = false;
    assert_int_equal(claim_read(&office->service, &office->handler, &claim, office->arena, view),
                     RC_OK);
    for (size_t i = 0; i < CLAIM_ACTIONS && view->actions[i].action != NULL; i++) {
        if (strcmp(view->actions[i].action, "approve-expense") == 0) {
            assert_false(view->actions[i].allowed);
            assert_string_equal(view->actions[i].reason, "facts-contradict");
            met = true;
        }
    }
    assert_true(met);
    (void)number(office, "UPDATE claims SET received_on = '2026-03-02', complete_on = '2026-03-02' "
                         "WHERE state = 'ended'");
    assert_string_equal(approving(office, &claim, &expense), "");
}

enum raw { RAW_LINE, RAW_BORNE, RAW_RESERVATION };

// One write of the store that goes around the use cases.
struct raw_write {
    int64_t claim_id, expense_id, cents;
    enum raw what;
    struct public_id fund, user;
};

static enum rc write_raw(struct tx *tx, void *context) {
    const struct raw_write *w = context;
    enum rc rc = audit_append(tx, "system", "test.raw", "", NULL);
    if (rc != RC_OK)
        return rc;
    if (w->what == RAW_LINE) {
        struct payment_line line = {.public_id = public_id_new(),
                                    .fund = w->fund,
                                    .claim_id = w->claim_id,
                                    .expense_id = w->expense_id,
                                    .month_number = 1,
                                    .month_from = "2026-03-02",
                                    .month_to = "2026-04-01",
                                    .part_cents = w->cents,
                                    .amount_cents = w->cents,
                                    .ceiling_cents = 50000,
                                    .created_by = w->user};
        return payment_line_insert(tx, &line);
    }
    if (w->what == RAW_BORNE) {
        struct borne_line line = {.claim_id = w->claim_id,
                                  .expense_id = w->expense_id,
                                  .month_number = 1,
                                  .borne_cents = w->cents,
                                  .ceiling_cents = 50000,
                                  .created_by = w->user};
        return borne_line_insert(tx, &line);
    }
    struct month_reservation reservation = {w->claim_id, 1, w->cents, 0, 50000};
    rc = month_reservation_lift(tx, w->claim_id);
    return rc == RC_OK ? month_reservation_insert(tx, &reservation) : rc;
}

static void a_32_paid_and_reserved_never_pass_the_ceiling_whoever_writes(void **state) {
    struct office *office = *state;
    struct public_id claim = recognised(office, "2026-03-02", "2026-03-02");
    struct public_id paid = invoice(office, &claim, "2026-03-02", 20000);
    assert_string_equal(approving(office, &claim, &paid), "");
    struct service_new service = {"Casa Serena", "order 1", "2026-03-30", "2026-03-30", 25000};
    fault_clear(&office->fault);
    assert_int_equal(
        claim_authorise(&office->service, &office->handler, &claim, -1, &service, &office->fault),
        RC_OK);
    assert_int_equal(number(office, "SELECT reserved_cents FROM month_reservations "
                                    "WHERE month_number = 1 AND ceiling_cents = 50000"),
                     25000);
    struct public_id open = invoice(office, &claim, "2026-03-02", 100);
    struct raw_write raw = {
        .claim_id = number(office, "SELECT id FROM claims"),
        .expense_id = number(office, "SELECT max(id) FROM expenses"),
        .fund = office->admin.fund,
        .user = office->handler.user,
    };
    static const struct {
        enum raw what;
        int64_t cents;
        enum rc rc;
    } rows[] = {{RAW_LINE, 5001, RC_CONFLICT},
                {RAW_BORNE, 5001, RC_CONFLICT},
                {RAW_RESERVATION, 30001, RC_CONFLICT},
                {RAW_RESERVATION, 30000, RC_OK},
                {RAW_LINE, 1, RC_CONFLICT},
                {RAW_RESERVATION, 25000, RC_OK}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        raw.what = rows[i].what;
        raw.cents = rows[i].cents;
        assert_int_equal(
            store_write(office->place->store, STORE_OFFICE, "test.raw", write_raw, &raw),
            rows[i].rc);
    }
    assert_int_equal(number(office, "SELECT sum(amount_cents) FROM payment_lines"), 20000);
    assert_int_equal(number(office, "SELECT sum(reserved_cents) FROM month_reservations"), 25000);
    // The engine keeps to it, too: an invoice gets what payment and reservation left, and the
    // service, once it was given, takes the place of its reservation.
    assert_string_equal(approving(office, &claim, &open), "");
    struct public_id big = invoice(office, &claim, "2026-03-02", 40000);
    assert_string_equal(approving(office, &claim, &big), "");
    assert_int_equal(shown(office, &claim, &big)->payable_cents, 4900);
    office_day(office, "2026-03-31");
    const struct claim_view *view = office_case(office, &claim);
    struct public_id given = {0};
    for (size_t i = 0; i < view->expense_count; i++) {
        if (strcmp(view->expenses[i].form, "direct") == 0)
            given = view->expenses[i].id;
    }
    assert_string_equal(approving(office, &claim, &given), "");
    assert_int_equal(shown(office, &claim, &given)->payable_cents, 25000);
    assert_int_equal(number(office, "SELECT count(*) FROM month_reservations"), 0);
    assert_int_equal(number(office, "SELECT sum(amount_cents) FROM payment_lines"), 50000);
}

#define MONEY_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        MONEY_TEST(s_11_where_a_suspended_claim_ends_what_was_held_is_judged_by_its_day),
        MONEY_TEST(s_11_an_end_taken_back_holds_again_and_used_months_release),
        MONEY_TEST(s_11_b_08_a_death_releases_what_was_held_to_the_heirs),
        MONEY_TEST(x_17_lines_of_a_recognition_that_was_corrected_away_are_withdrawn),
        MONEY_TEST(x_17_a_line_that_went_to_the_bank_is_for_a_person_to_recover),
        MONEY_TEST(s_09_a_right_ruled_lost_withdraws_its_lines_and_what_was_borne),
        MONEY_TEST(s_29_a_line_falls_with_the_ruling_it_rested_on),
        MONEY_TEST(a_claim_beside_one_that_cannot_be_read_neither_decides_nor_pays),
        MONEY_TEST(a_32_paid_and_reserved_never_pass_the_ceiling_whoever_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
