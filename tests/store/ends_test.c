// SPDX-License-Identifier: EUPL-1.2
// Where a benefit ends and another begins: one ceiling a month, and nothing after the end.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"

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
    fault_clear(&office->fault);
    return claim_end(&office->service, &office->handler, claim, -1, reason, day, NULL,
                     &office->fault);
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

#define END_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        END_TEST(a_30_a_claim_that_ended_shares_its_last_month_with_the_next_one),
        END_TEST(a_30_what_was_recognised_first_came_first_whatever_was_filed_first),
        END_TEST(a_30_a_corrected_day_of_completeness_does_not_move_months_onto_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
