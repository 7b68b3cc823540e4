// SPDX-License-Identifier: EUPL-1.2
// The work list of claims: what it says is what the case says, and no case is opened for it.
#include "office_house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "service/claim_records.h"
#include "service/wait_keeper.h"

static const char *const points[] = {"grade-3", "grade-3", "grade-2",
                                     "grade-2", "grade-2", "grade-2"};
static const char *const acts[] = {"unable", "unable", "unable", "able"};

enum { PAGE = 50, PAGE_BYTES = 512 * 1024, MANY = 400 };

static void with_file(struct office *office, const char *sql) {
    place_close(office->place);
    (void)place_sql(office->place, "office.db", sql);
    place_open(office->place);
    office->service.store = office->place->store;
}

static struct public_id sent(struct office *office, const char *plan, const char *const *grades) {
    struct public_id claim = office_draft(office, plan, grades, "2026-02-20");
    assert_int_equal(office_send(office, &claim), RC_OK);
    return claim;
}

static struct public_id decided(struct office *office, const char *outcome) {
    struct public_id claim = sent(office, "permanent-2026", points);
    assert_int_equal(office_complete(office, &claim, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &claim,
                                 strcmp(outcome, "reviewable") == 0 ? CONSOLIDATED_UNDETERMINED
                                                                    : CONSOLIDATED_YES,
                                 FACT_YES),
                     RC_OK);
    assert_int_equal(office_decide(office, &claim, outcome), RC_OK);
    return claim;
}

// The row of a claim, wherever it stands.
static struct claim_row row_of(struct office *office, const struct public_id *claim) {
    static const char *const shown[] = {NULL, "not-recognised", "excluded", "ended"};
    struct claim_page page;
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        fault_clear(&office->fault);
        assert_int_equal(claims_list(&office->service, &office->handler, shown[i], CLAIM_STATE_NONE,
                                     "", 200, office->arena, &page, &office->fault),
                         RC_OK);
        for (size_t k = 0; k < page.count; k++) {
            if (public_id_equal(&page.rows[k].id, claim))
                return page.rows[k];
        }
    }
    fail_msg("the claim is on no list");
    return (struct claim_row){0};
}

// The list says `code` (NULL: nothing), in the words, days and status of the case page.
static void waits_for(struct office *office, const struct public_id *claim, const char *code,
                      const char *status) {
    struct claim_row row = row_of(office, claim);
    const struct claim_view *view = office_case(office, claim);
    assert_string_equal(row.number, view->number);
    assert_string_equal(row.person.name, view->person.name);
    assert_int_equal(row.person.age, view->person.age);
    assert_string_equal(row.shown, view->shown);
    assert_int_equal(row.course, view->course);
    if (code == NULL) {
        assert_null(row.next.code);
        return;
    }
    assert_non_null(row.next.code);
    assert_string_equal(row.next.code, code);
    for (size_t i = 0; i < view->deadline_count; i++) {
        const struct claim_deadline *there = &view->deadlines[i];
        if (strcmp(there->code, code) != 0 || strcmp(there->status, status) != 0)
            continue;
        assert_string_equal(row.next.basis, there->basis);
        assert_string_equal(row.next.rule, there->rule);
        assert_string_equal(row.next.status, status);
        assert_int_equal(row.next.days, there->days);
        assert_int_equal(row.next.months, there->months);
        assert_int_equal(civil_date_compare(row.next.start, there->start), 0);
        assert_int_equal(civil_date_compare(row.next.last, there->last), 0);
        return;
    }
    fail_msg("the case has no term %s that is %s", code, status);
}

static void complain(struct office *office, const struct public_id *claim, const char *on) {
    struct complaint_new complaint = {on, "Mario", "Rossi", "RSSMRA80A01H501U", "not heard"};
    int64_t version = office_case(office, claim)->version;
    assert_int_equal(claim_record_complaint(&office->service, &office->handler, claim, version,
                                            &complaint, &office->fault),
                     RC_OK);
}

static void the_list_says_what_the_case_says(void **state) {
    struct office *office = *state;
    struct public_id claim = decided(office, "recognised"); // sent 2026-03-02, 60 days
    waits_for(office, &claim, "survival", "open");
    office_day(office, "2026-05-01"); // day 60: still inside
    waits_for(office, &claim, "survival", "open");
    office_day(office, "2026-05-02"); // nothing was written since
    waits_for(office, &claim, "survival", "passed");
    assert_int_equal(office_alive(office, &claim, "2026-05-02"), RC_OK);
    waits_for(office, &claim, NULL, NULL);
    complain(office, &claim, "2026-05-02");
    waits_for(office, &claim, "complaint", "open");
    office_day(office, "2026-08-20"); // 45 days are over
    waits_for(office, &claim, "complaint", "passed");
}

static void a_review_waits_for_its_day_and_a_refusal_for_nothing(void **state) {
    struct office *office = *state;
    struct public_id claim = decided(office, "reviewable");
    waits_for(office, &claim, "review", "open");
    office_day(office, "2027-01-01");
    waits_for(office, &claim, "review", "passed");
    office_day(office, "2026-03-02");
    struct public_id other = sent(office, "temporary-2026", acts);
    assert_int_equal(office_complete(office, &other, "2026-03-02"), RC_OK);
    assert_int_equal(office_find(office, &other, CONSOLIDATED_YES, FACT_YES), RC_OK);
    assert_int_equal(office_decide(office, &other, "not-recognised"), RC_OK);
    waits_for(office, &other, NULL, NULL);
    complain(office, &other, "2026-03-02");
    waits_for(office, &other, "complaint", "open");
}

static void a_sign_of_life_or_death_told_on_one_claim_counts_for_all(void **state) {
    struct office *office = *state;
    struct public_id first = sent(office, "permanent-2026", points);
    struct public_id second = sent(office, "temporary-2026", acts);
    office_day(office, "2026-05-10");
    waits_for(office, &first, "survival", "passed");
    int64_t version = office_case(office, &first)->version;
    assert_int_equal(office_alive(office, &second, "2026-05-10"), RC_OK);
    waits_for(office, &first, NULL, NULL);
    // It is no change of the other claim: whoever has it open may go on.
    assert_int_equal(office_case(office, &first)->version, version);
}

// Copies of one claim's row, without answers, facts or anything else of a case: to open one fails.
static void hundreds_of_claims_are_listed_page_by_page_and_no_case_is_opened(void **state) {
    struct office *office = *state;
    struct public_id claim = sent(office, "permanent-2026", points);
    assert_int_equal(row_of(office, &claim).next.days, 60);
    with_file(office,
              "INSERT INTO claims (public_id, fund, number, person_id, plan_id, plan_version, "
              "holder, state, shown, version, opened_us, opened_by, submitted_us, submitted_by, "
              "received_on, complete_on, due_on) "
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
              "SELECT printf('%032x', i), fund, printf('2026-9%05d', i), person_id, plan_id, "
              "plan_version, holder, state, shown, version, opened_us, opened_by, submitted_us, "
              "submitted_by, received_on, complete_on, "
              "date('2026-01-01', printf('+%d days', i * 7 % 365)) FROM claims, n "
              "WHERE shown = 'submitted'");
    with_file(office, "INSERT INTO claim_waits SELECT c.id, w.engine, w.code, w.basis, w.start_on, "
                      "w.days, w.months, w.extended_from, w.holiday, w.rule, w.late_from "
                      "FROM claims c JOIN claim_waits w WHERE c.number LIKE '2026-9%' "
                      "AND w.code IS NOT NULL");
    char position[CLAIM_POSITION_SIZE] = "";
    struct civil_date before = {0};
    size_t seen = 0, pages = 0;
    do {
        struct claim_page page;
        struct arena *arena = arena_new(PAGE_BYTES); // the same for the first page and the last
        assert_non_null(arena);
        fault_clear(&office->fault);
        assert_int_equal(claims_list(&office->service, &office->handler, NULL, CLAIM_STATE_NONE,
                                     position, PAGE, arena, &page, &office->fault),
                         RC_OK);
        for (size_t i = 0; i < page.count; i++) {
            assert_string_equal(page.rows[i].next.code, "survival");
            assert_true(civil_date_compare(before, page.rows[i].next.last) <= 0);
            before = page.rows[i].next.last;
        }
        seen += page.count;
        pages++;
        memcpy(position, page.next, sizeof position);
        arena_free(arena);
    } while (position[0] != '\0');
    assert_int_equal(seen, MANY + 1);
    assert_int_equal(pages, MANY / PAGE + 1);
    struct claim_view *view = arena_alloc(office->arena, sizeof *view);
    struct public_id copy = {"00000000000000000000000000000001"};
    assert_int_not_equal(
        claim_read(&office->service, &office->clinician, &copy, office->arena, view), RC_OK);
}

static int64_t kept(struct office *office) {
    place_close(office->place);
    int64_t count = place_sql(office->place, "office.db",
                              "SELECT count(*) FROM claim_waits WHERE engine <> 'rules/0'");
    place_open(office->place);
    office->service.store = office->place->store;
    return count;
}

// What an earlier schema or earlier rules left is true on the list at once, and kept soon.
static void what_an_earlier_release_left_is_worked_out_anew(void **state) {
    struct office *office = *state;
    struct public_id first = decided(office, "recognised");
    struct public_id second = sent(office, "temporary-2026", acts);
    static const char *const earlier[] = {"DELETE FROM claim_waits",
                                          "UPDATE claim_waits SET engine = 'rules/0', days = 7 "
                                          "WHERE code IS NOT NULL"};
    for (size_t i = 0; i < 2; i++) {
        with_file(office, earlier[i]);
        waits_for(office, &first, "survival", "open");
        waits_for(office, &second, NULL, NULL);
        struct wait_keeper keeper = {.service = &office->service};
        for (int turns = 0; !keeper.done && turns < 10; turns++)
            assert_int_equal(wait_keeper_run(&keeper), RC_OK);
        assert_true(keeper.done);
        assert_int_equal(kept(office), 2);
        waits_for(office, &first, "survival", "open");
    }
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, office_make, office_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WORK_TEST(the_list_says_what_the_case_says),
        WORK_TEST(a_review_waits_for_its_day_and_a_refusal_for_nothing),
        WORK_TEST(a_sign_of_life_or_death_told_on_one_claim_counts_for_all),
        WORK_TEST(hundreds_of_claims_are_listed_page_by_page_and_no_case_is_opened),
        WORK_TEST(what_an_earlier_release_left_is_worked_out_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
