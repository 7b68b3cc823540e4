// SPDX-License-Identifier: EUPL-1.2
// The life of a claim (rule book, chapter 7).
#include "scoring/claim_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum claim_state walk(enum claim_state state, const enum claim_event *events, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!claim_state_next(state, events[i], &state)) {
            fail_msg("%s refuses %s", claim_state_name(state), claim_event_name(events[i]));
        }
    }
    return state;
}

static void a_claim_goes_from_notice_to_payment_and_ends(void **state) {
    (void)state;
    static const enum claim_event events[] = {
        CLAIM_EVENT_FILE,
        CLAIM_EVENT_REQUEST_DOCUMENTS,
        CLAIM_EVENT_DOCUMENTS_COMPLETE,
        CLAIM_EVENT_EVALUATE,
        CLAIM_EVENT_VISIT,
        CLAIM_EVENT_DECIDE_RECOGNISED,
        CLAIM_EVENT_START_PAYMENT,
        CLAIM_EVENT_SUSPEND,
        CLAIM_EVENT_RESUME,
        CLAIM_EVENT_END,
    };
    assert_int_equal(walk(CLAIM_NOTICE, events, sizeof events / sizeof events[0]), CLAIM_ENDED);
    assert_int_equal(walk(CLAIM_NOTICE, events, 7), CLAIM_IN_PAYMENT);
}

static void s09_a_late_claim_waits_for_a_person(void **state) {
    (void)state;
    static const enum claim_event to_late[] = {CLAIM_EVENT_FIND_LATE};
    enum claim_state late = walk(CLAIM_UNDER_EVALUATION, to_late, 1);
    enum claim_state next;
    assert_int_equal(late, CLAIM_LATE);
    assert_true(claim_state_next(late, CLAIM_EVENT_DECIDE_RECOGNISED, &next));
    assert_int_equal(next, CLAIM_RECOGNISED);
    assert_true(claim_state_next(late, CLAIM_EVENT_DECIDE_NOT_RECOGNISED, &next));
    assert_int_equal(next, CLAIM_NOT_RECOGNISED);
    assert_false(claim_state_next(late, CLAIM_EVENT_START_PAYMENT, &next));
}

static void a21_a_reviewable_claim_is_examined_again(void **state) {
    (void)state;
    enum claim_state next;
    assert_true(claim_state_next(CLAIM_REVIEWABLE, CLAIM_EVENT_EVALUATE, &next));
    assert_int_equal(next, CLAIM_UNDER_EVALUATION);
    assert_true(claim_state_next(CLAIM_REVIEWABLE, CLAIM_EVENT_DECIDE_RECOGNISED, &next));
    assert_int_equal(next, CLAIM_RECOGNISED);
    assert_false(claim_state_next(CLAIM_REVIEWABLE, CLAIM_EVENT_START_PAYMENT, &next));
}

static void only_a_recognised_claim_starts_payment(void **state) {
    (void)state;
    for (int from = CLAIM_STATE_NONE; from < CLAIM_STATE_COUNT; from++) {
        enum claim_state next = CLAIM_STATE_NONE;
        bool allowed = claim_state_next((enum claim_state)from, CLAIM_EVENT_START_PAYMENT, &next);
        assert_int_equal(allowed, from == CLAIM_RECOGNISED);
        assert_int_equal(next, allowed ? CLAIM_IN_PAYMENT : CLAIM_STATE_NONE);
    }
}

static void nothing_is_decided_before_the_evaluation(void **state) {
    (void)state;
    for (int event = CLAIM_EVENT_DECIDE_RECOGNISED; event <= CLAIM_EVENT_DECIDE_NOT_COVERED;
         event++) {
        enum claim_state next;
        for (int from = CLAIM_STATE_NONE; from < CLAIM_STATE_COUNT; from++) {
            bool decidable =
                from == CLAIM_UNDER_EVALUATION || from == CLAIM_LATE || from == CLAIM_REVIEWABLE;
            assert_int_equal(
                claim_state_next((enum claim_state)from, (enum claim_event)event, &next),
                decidable);
        }
    }
}

static void an_ended_claim_takes_no_event(void **state) {
    (void)state;
    for (int event = CLAIM_EVENT_NONE; event < CLAIM_EVENT_COUNT; event++) {
        enum claim_state next = CLAIM_NOTICE;
        assert_false(claim_state_next(CLAIM_ENDED, (enum claim_event)event, &next));
        assert_false(claim_state_next(CLAIM_STATE_NONE, (enum claim_event)event, &next));
        assert_int_equal(next, CLAIM_NOTICE);
    }
}

static void s_11_stop_and_resume_hold_and_release_and_lose_nothing(void **state) {
    (void)state;
    assert_int_equal(claim_state_effects(CLAIM_IN_PAYMENT, CLAIM_EVENT_SUSPEND),
                     CLAIM_EFFECT_HOLD_EXPENSES);
    assert_int_equal(claim_state_effects(CLAIM_SUSPENDED, CLAIM_EVENT_RESUME),
                     CLAIM_EFFECT_RELEASE_EXPENSES);
    assert_int_equal(claim_state_effects(CLAIM_SUSPENDED, CLAIM_EVENT_VISIT), 0);
    assert_int_equal(claim_state_effects(CLAIM_ENDED, CLAIM_EVENT_RESUME), 0);
    assert_int_equal(claim_state_effects(CLAIM_IN_PAYMENT, CLAIM_EVENT_END), 0);
}

static void s_11_every_end_of_a_suspended_claim_releases_what_was_held(void **state) {
    (void)state;
    for (int end = CLAIM_END_MONTHS_USED; end < CLAIM_END_COUNT; end++) {
        enum claim_state next = CLAIM_STATE_NONE;
        unsigned running = 0, suspended = 0;
        assert_true(claim_state_end(CLAIM_IN_PAYMENT, (enum claim_end)end, &next, &running));
        assert_true(claim_state_end(CLAIM_SUSPENDED, (enum claim_end)end, &next, &suspended));
        assert_int_equal(suspended, running | CLAIM_EFFECT_RELEASE_EXPENSES);
        assert_int_equal(running & CLAIM_EFFECT_CLOSE_EXPENSES, 0);
    }
}

static void a_decision_is_recorded_and_a_review_gets_its_day(void **state) {
    (void)state;
    for (int event = CLAIM_EVENT_DECIDE_RECOGNISED; event <= CLAIM_EVENT_DECIDE_NOT_COVERED;
         event++) {
        unsigned effects = claim_state_effects(CLAIM_UNDER_EVALUATION, (enum claim_event)event);
        assert_true((effects & CLAIM_EFFECT_RECORD_DECISION) != 0);
        assert_int_equal((effects & CLAIM_EFFECT_SET_REVIEW) != 0,
                         event == CLAIM_EVENT_DECIDE_REVIEWABLE);
        assert_int_equal((effects & CLAIM_EFFECT_OPEN_MONTHS) != 0,
                         event == CLAIM_EVENT_DECIDE_RECOGNISED);
    }
}

static void s_27_death_pays_the_heirs_stops_services_and_asks_back(void **state) {
    (void)state;
    enum claim_state next = CLAIM_STATE_NONE;
    unsigned effects = 0;
    assert_true(claim_state_end(CLAIM_IN_PAYMENT, CLAIM_END_DEATH, &next, &effects));
    assert_int_equal(next, CLAIM_ENDED);
    assert_int_equal(effects,
                     CLAIM_EFFECT_PAY_HEIRS | CLAIM_EFFECT_STOP_DIRECT | CLAIM_EFFECT_CLAW_BACK);
    // Before a decision the heirs may still want one.
    assert_true(claim_state_end(CLAIM_OPENED, CLAIM_END_DEATH, &next, &effects));
    assert_int_equal(effects, CLAIM_EFFECT_ASK_PERSON);
    assert_true(claim_state_end(CLAIM_OPENED, CLAIM_END_DEATH, &next, NULL));
}

static void every_end_is_reached_from_payment_and_from_suspension(void **state) {
    (void)state;
    for (int end = CLAIM_END_MONTHS_USED; end < CLAIM_END_COUNT; end++) {
        enum claim_state next = CLAIM_STATE_NONE;
        unsigned effects = 0;
        assert_true(claim_state_end(CLAIM_IN_PAYMENT, (enum claim_end)end, &next, &effects));
        assert_int_equal(next, CLAIM_ENDED);
        next = CLAIM_STATE_NONE;
        assert_true(claim_state_end(CLAIM_SUSPENDED, (enum claim_end)end, &next, &effects));
        assert_int_equal(next, CLAIM_ENDED);
        next = CLAIM_NOTICE;
        assert_false(claim_state_end(CLAIM_ENDED, (enum claim_end)end, &next, &effects));
        assert_false(claim_state_end(CLAIM_NOT_RECOGNISED, (enum claim_end)end, &next, &effects));
        assert_int_equal(next, CLAIM_NOTICE);
    }
    enum claim_state next = CLAIM_NOTICE;
    assert_false(claim_state_end(CLAIM_IN_PAYMENT, CLAIM_END_NONE, &next, NULL));
    assert_false(claim_state_end(CLAIM_UNDER_EVALUATION, CLAIM_END_MONTHS_USED, &next, NULL));
}

static void an_end_fits_the_plan(void **state) {
    (void)state;
    struct plan plan = {.consolidation = PLAN_CONSOLIDATION_REQUIRED};
    assert_false(claim_end_fits(&plan, CLAIM_END_NONE));
    assert_false(claim_end_fits(&plan, CLAIM_END_COUNT));
    assert_false(claim_end_fits(&plan, CLAIM_END_CONSOLIDATED)); // A-14, S-22
    assert_false(claim_end_fits(&plan, CLAIM_END_COVER));        // S-26
    assert_true(claim_end_fits(&plan, CLAIM_END_MONTHS_USED));
    assert_true(claim_end_fits(&plan, CLAIM_END_STATE_ENDED));
    assert_true(claim_end_fits(&plan, CLAIM_END_DEATH));
    assert_true(claim_end_fits(&plan, CLAIM_END_WITHDRAWN));
    plan.consolidation = PLAN_CONSOLIDATION_FORBIDDEN;
    plan.settings.cover_loss = PLAN_COVER_LOSS_STOPS;
    plan.until_state_ends.value = true;
    assert_true(claim_end_fits(&plan, CLAIM_END_CONSOLIDATED));
    assert_true(claim_end_fits(&plan, CLAIM_END_COVER));
    plan.consolidation = PLAN_CONSOLIDATION_ANY;
    assert_false(claim_end_fits(&plan, CLAIM_END_CONSOLIDATED));
    assert_true(claim_end_fits(&plan, CLAIM_END_COVER));
    assert_false(claim_end_fits(&plan, CLAIM_END_MONTHS_USED));
}

static void every_state_is_reached_and_every_event_used(void **state) {
    (void)state;
    bool reached[CLAIM_STATE_COUNT] = {[CLAIM_STATE_NONE] = true, [CLAIM_NOTICE] = true};
    bool used[CLAIM_EVENT_COUNT] = {[CLAIM_EVENT_NONE] = true};
    for (int round = 0; round < CLAIM_STATE_COUNT; round++) {
        for (int from = CLAIM_NOTICE; from < CLAIM_STATE_COUNT; from++) {
            for (int event = 1; reached[from] && event < CLAIM_EVENT_COUNT; event++) {
                enum claim_state next;
                if (claim_state_next((enum claim_state)from, (enum claim_event)event, &next)) {
                    reached[next] = true;
                    used[event] = true;
                }
            }
        }
    }
    for (int i = 0; i < CLAIM_STATE_COUNT; i++) {
        assert_true(reached[i]);
    }
    for (int i = 0; i < CLAIM_EVENT_COUNT; i++) {
        assert_true(used[i]);
    }
}

static void names_go_both_ways(void **state) {
    (void)state;
    for (int i = 0; i < CLAIM_STATE_COUNT; i++) {
        enum claim_state found = CLAIM_STATE_COUNT;
        assert_true(claim_state_from_name(claim_state_name((enum claim_state)i), &found));
        assert_int_equal(found, i);
    }
    for (int i = 0; i < CLAIM_EVENT_COUNT; i++) {
        enum claim_event found = CLAIM_EVENT_COUNT;
        assert_true(claim_event_from_name(claim_event_name((enum claim_event)i), &found));
        assert_int_equal(found, i);
    }
    for (int i = 0; i < CLAIM_END_COUNT; i++) {
        enum claim_end found = CLAIM_END_COUNT;
        assert_true(claim_end_from_name(claim_end_name((enum claim_end)i), &found));
        assert_int_equal(found, i);
    }
    enum claim_state claim = CLAIM_LATE;
    enum claim_event event = CLAIM_EVENT_FILE;
    enum claim_end end = CLAIM_END_DEATH;
    assert_false(claim_state_from_name("Recognised", &claim));
    assert_false(claim_event_from_name("", &event));
    assert_false(claim_end_from_name("gone", &end));
    assert_int_equal(claim, CLAIM_LATE);
    assert_int_equal(event, CLAIM_EVENT_FILE);
    assert_int_equal(end, CLAIM_END_DEATH);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_goes_from_notice_to_payment_and_ends),
        cmocka_unit_test(s09_a_late_claim_waits_for_a_person),
        cmocka_unit_test(a21_a_reviewable_claim_is_examined_again),
        cmocka_unit_test(only_a_recognised_claim_starts_payment),
        cmocka_unit_test(nothing_is_decided_before_the_evaluation),
        cmocka_unit_test(an_ended_claim_takes_no_event),
        cmocka_unit_test(s_11_stop_and_resume_hold_and_release_and_lose_nothing),
        cmocka_unit_test(s_11_every_end_of_a_suspended_claim_releases_what_was_held),
        cmocka_unit_test(a_decision_is_recorded_and_a_review_gets_its_day),
        cmocka_unit_test(s_27_death_pays_the_heirs_stops_services_and_asks_back),
        cmocka_unit_test(every_end_is_reached_from_payment_and_from_suspension),
        cmocka_unit_test(an_end_fits_the_plan),
        cmocka_unit_test(every_state_is_reached_and_every_event_used),
        cmocka_unit_test(names_go_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
