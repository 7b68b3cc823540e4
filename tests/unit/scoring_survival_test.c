// SPDX-License-Identifier: EUPL-1.2
// The survival window of the permanent plan, day by day (B-23, S-03, S-02c, S-29).
#include "scoring/survival.h"

#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

// Written claim received 1 October 2026: day 59 is 29 November, day 60 the 30th, day 61 1 December.
static const char received[] = "2026-10-01";
static const char day_59[] = "2026-11-29";
static const char day_60[] = "2026-11-30";
static const char day_61[] = "2026-12-01";

static void b23_state_by_alive_death_and_day(void **state) {
    (void)state;
    static const struct {
        const char *alive;
        const char *death;
        const char *as_of;
        enum survival_state expected;
    } rows[] = {
        {NULL, NULL, received, SURVIVAL_RUNNING},
        {day_59, NULL, day_59, SURVIVAL_RUNNING},
        {day_60, NULL, day_60, SURVIVAL_RUNNING}, // day 60 has not fully passed
        {day_60, NULL, day_61, SURVIVAL_PASSED},
        {day_61, NULL, day_61, SURVIVAL_PASSED},
        {day_59, NULL, day_61, SURVIVAL_UNCONFIRMED},
        {NULL, NULL, day_61, SURVIVAL_UNCONFIRMED},
        {NULL, NULL, "2028-01-01", SURVIVAL_UNCONFIRMED},
        {NULL, day_59, day_61, SURVIVAL_DIED},
        {NULL, day_59, day_59, SURVIVAL_DIED},
        {NULL, received, day_61, SURVIVAL_DIED},
        {NULL, day_60, day_60, SURVIVAL_DIED_ON_LAST_DAY},
        {NULL, day_60, day_61, SURVIVAL_DIED_ON_LAST_DAY},
        {NULL, day_61, day_61, SURVIVAL_PASSED}, // lived through day 60
        {NULL, "2027-05-01", "2027-06-01", SURVIVAL_PASSED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct survival_facts facts = {
            .claim_received = plans_date(received),
            .alive_through = plans_date(rows[i].alive),
            .death = plans_date(rows[i].death),
        };
        if (survival_on(plan_file_plan(permanent), &facts, plans_date(rows[i].as_of)) !=
            rows[i].expected) {
            fail_msg("row %zu", i);
        }
    }
}

static void s29_the_other_reading_pays_for_a_death_on_day_60(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    plan.settings.survival = PLAN_SURVIVAL_DAY_REACHED;
    struct survival_facts facts = {.claim_received = plans_date(received),
                                   .death = plans_date(day_60)};
    assert_int_equal(survival_on(&plan, &facts, plans_date(day_60)), SURVIVAL_PASSED);
    assert_int_equal(survival_first_payable(&plan, &facts).number, plans_date(day_60).number);
    facts.death = plans_date(day_59);
    assert_int_equal(survival_on(&plan, &facts, plans_date(day_60)), SURVIVAL_DIED);
    facts = (struct survival_facts){.claim_received = plans_date(received),
                                    .alive_through = plans_date(day_60)};
    assert_int_equal(survival_on(&plan, &facts, plans_date(day_59)), SURVIVAL_RUNNING);
    assert_int_equal(survival_on(&plan, &facts, plans_date(day_60)), SURVIVAL_PASSED);
}

static void s29_a_person_rules_on_a_death_on_day_60(void **state) {
    (void)state;
    const struct plan *plan = plan_file_plan(permanent);
    struct survival_facts facts = {.claim_received = plans_date(received),
                                   .death = plans_date(day_60)};
    struct civil_date after = civil_date_add_days(plans_date(day_60), 1);
    assert_int_equal(survival_on(plan, &facts, after), SURVIVAL_DIED_ON_LAST_DAY);
    facts.last_day_ruling = LAST_DAY_RULING_PAYABLE;
    assert_int_equal(survival_on(plan, &facts, after), SURVIVAL_PASSED);
    assert_int_equal(survival_on(plan, &facts, plans_date(day_60)), SURVIVAL_RUNNING);
    facts.last_day_ruling = LAST_DAY_RULING_NOT_PAYABLE;
    assert_int_equal(survival_on(plan, &facts, after), SURVIVAL_DIED);
    // The ruling is about the last day: it changes no earlier death.
    facts.death = plans_date(day_59);
    facts.last_day_ruling = LAST_DAY_RULING_PAYABLE;
    assert_int_equal(survival_on(plan, &facts, after), SURVIVAL_DIED);
}

static void s03_the_claim_bears_the_date_it_was_received(void **state) {
    (void)state;
    struct plan plan = *plan_file_plan(permanent);
    struct survival_facts facts = {.claim_sent = plans_date("2026-09-25"),
                                   .claim_received = plans_date(received)};
    struct deadline window = survival_window(&plan, &facts);
    assert_int_equal(window.last.number, plans_date(day_60).number);
    assert_int_equal(window.event, DEADLINE_EVENT_CLAIM_RECEIVED);
    assert_int_equal(survival_first_payable(&plan, &facts).number, plans_date(day_61).number);
    plan.settings.written_claim_date = PLAN_WRITTEN_CLAIM_SENT;
    window = survival_window(&plan, &facts);
    assert_int_equal(window.last.number, plans_date("2026-11-24").number);
    assert_int_equal(window.event, DEADLINE_EVENT_CLAIM_SENT);
}

static void s02c_the_window_is_not_extended_over_a_holiday(void **state) {
    (void)state;
    // Day 60 is Christmas Day.
    struct survival_facts facts = {.claim_received = plans_date("2026-10-26")};
    struct deadline window = survival_window(plan_file_plan(permanent), &facts);
    assert_int_equal(window.last.number, plans_date("2026-12-25").number);
    assert_int_equal(window.kind, DEADLINE_STATE_WINDOW);
}

static void a_plan_without_window_and_a_claim_without_date(void **state) {
    (void)state;
    struct survival_facts facts = {.claim_received = plans_date(received)};
    struct civil_date day = plans_date(day_61);
    assert_int_equal(survival_on(plan_file_plan(temporary), &facts, day), SURVIVAL_NO_WINDOW);
    assert_int_equal(survival_window(plan_file_plan(temporary), &facts).kind, DEADLINE_NONE);
    assert_false(civil_date_known(survival_first_payable(plan_file_plan(temporary), &facts)));
    facts = (struct survival_facts){.alive_through = day};
    assert_int_equal(survival_on(plan_file_plan(permanent), &facts, day),
                     SURVIVAL_CLAIM_DATE_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(b23_state_by_alive_death_and_day),
        cmocka_unit_test(s29_the_other_reading_pays_for_a_death_on_day_60),
        cmocka_unit_test(s29_a_person_rules_on_a_death_on_day_60),
        cmocka_unit_test(s03_the_claim_bears_the_date_it_was_received),
        cmocka_unit_test(s02c_the_window_is_not_extended_over_a_holiday),
        cmocka_unit_test(a_plan_without_window_and_a_claim_without_date),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
