// SPDX-License-Identifier: EUPL-1.2
// What a decision keeps can be read back without loss, for every sheet; and ages are those of the
// law.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "service/decision_record.h"
#include "service/person_seal.h"
#include "service/plan_shelf.h"

static int shelf_make(void **state) {
    struct plan_shelf *shelf = NULL;
    struct fault fault = {0};
    if (plan_shelf_load(HOUSE_SOURCE_DIR "/scoring/plans", &shelf, &fault) != RC_OK)
        return -1;
    *state = shelf;
    return 0;
}

static int shelf_drop(void **state) {
    plan_shelf_free(*state);
    return 0;
}

static void check_round_trip(const struct plan *plan, const struct claim_facts *facts) {
    struct arena *arena = arena_new(0);
    struct claim_facts read;
    static struct proposal before, after;
    json_t *written = decision_record_inputs(plan, facts);
    assert_non_null(written);
    assert_int_equal(decision_record_facts(plan, written, arena, &read), RC_OK);
    json_t *again = decision_record_inputs(plan, &read);
    assert_true(json_equal(written, again));
    assert_true(proposal_make(plan, facts, &before));
    assert_true(proposal_make(plan, &read, &after));
    json_t *first = decision_record_proposal(&before);
    json_t *second = decision_record_proposal(&after);
    assert_true(json_equal(first, second));
    json_decref(written);
    json_decref(again);
    json_decref(first);
    json_decref(second);
    arena_free(arena);
}

// Every answer open, "I do not know" or one of the grades: 5^6 sheets, in steps that meet all of
// them pairwise.
static void every_sheet_survives_its_record(void **state) {
    const struct plan_shelf *shelf = *state;
    const struct plan *plan = plan_shelf_find(shelf, "permanent-2026", 1);
    struct proposal_check check = {PROPOSAL_CHECK_COVERAGE, "B-05", FACT_NO};
    for (int sheet = 0; sheet < 15625; sheet += 13) {
        struct claim_facts facts = {
            .as_of = civil_date_of(2026, 3, 2),
            .consolidated = (enum consolidated)(sheet % 4),
            .constant_need = (enum fact)(sheet % 3),
            .holder = FACT_YES,
            .onset = civil_date_of(2026, 2, 1 + sheet % 28),
            .sent = civil_date_of(2026, 2, 28),
            .received = civil_date_of(2026, 3, 1),
            .complete = sheet % 2 ? civil_date_of(2026, 3, 2) : (struct civil_date){0},
            .checks = &check,
            .check_count = 1,
        };
        for (int item = 0, rest = sheet; item < 6; item++, rest /= 5) {
            struct answer *answer = &facts.assessment.answers[item];
            answer->kind = rest % 5 == 3   ? ANSWER_MISSING
                           : rest % 5 == 4 ? ANSWER_DONT_KNOW
                                           : ANSWER_GRADE;
            answer->grade = answer->kind == ANSWER_GRADE ? (size_t)(rest % 5) : 0;
        }
        check_round_trip(plan, &facts);
    }
}

static void a_record_that_is_not_ours_is_refused(void **state) {
    const struct plan_shelf *shelf = *state;
    const struct plan *plan = plan_shelf_find(shelf, "permanent-2026", 1);
    struct arena *arena = arena_new(0);
    struct claim_facts read;
    json_t *nonsense = json_pack("{s:s}", "consolidated", "maybe");
    assert_int_equal(decision_record_facts(plan, nonsense, arena, &read), RC_BUG);
    json_decref(nonsense);
    arena_free(arena);
}

static void s_12_the_birthday_counts_and_29_february_is_reached_in_march(void **state) {
    (void)state;
    static const struct {
        const char *birth;
        int year, month, day, age;
    } cases[] = {
        {"1976-08-05", 2026, 8, 4, 49},  {"1976-08-05", 2026, 8, 5, 50},
        {"1976-02-29", 2026, 2, 28, 49}, {"1976-02-29", 2026, 3, 1, 50},
        {"1976-02-29", 2028, 2, 29, 52}, {"2026-08-05", 2026, 8, 4, 0},
        {"not a date", 2026, 8, 4, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(
            person_age(cases[i].birth, civil_date_of(cases[i].year, cases[i].month, cases[i].day)),
            cases[i].age);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet_survives_its_record),
        cmocka_unit_test(a_record_that_is_not_ours_is_refused),
        cmocka_unit_test(s_12_the_birthday_counts_and_29_february_is_reached_in_march),
    };
    return cmocka_run_group_tests(tests, shelf_make, shelf_drop);
}
