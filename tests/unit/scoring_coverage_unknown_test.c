// SPDX-License-Identifier: EUPL-1.2
// The cover of a person of whom something is not known: child, holder, births, expiry (A-05, B-02).
#include "scoring/coverage.h"

#include "scoring_coverage_told.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct plan plan_a(void) {
    return *plan_file_plan(temporary);
}

static struct plan plan_b(void) {
    return *plan_file_plan(permanent);
}

// S-18: an end of which nobody says when it was told is open up to the end that stands already.
static void s18_b06_an_end_without_its_telling_lies_before_the_end_that_is_known(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event asked = event(COVER_WINDOW, "2024-06-10", "2024-06-10");
    asked.paid = asked.for_all = FACT_YES;
    const struct cover_event events[] = {asked, event(COVER_TERMINATION, "2025-03-10", NULL)};
    struct cover_facts facts = facts_of(events, 2);
    says(&plan, &facts, "2024-06-01", "2026-12-31",
         "2024-06-01 no B-03; 2024-07-01 yes B-03 since 2024-07-01; 2025-04-01 unknown B-06 since "
         "2024-07-01; 2025-07-01 no B-03");
}

// who opts out has no cover from that day on, also when an end before it was told late and an
// entry later still.
static void a02_opting_out_ends_also_what_a_late_end_had_left(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_TERMINATION, "2025-01-10", "2025-08-10"),
                                         event(COVER_ENROLMENT, "2025-02-10", "2025-10-10"),
                                         event(COVER_OPT_OUT, "2025-03-05", "2025-03-05")};
    struct cover_facts facts = facts_of(events, 4);
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 yes B-05 since 2020-02-01; 2025-03-05 no A-02");
}

// While nobody said whether the person is a child, the days on which that makes the difference.
static void b02_an_unknown_child_is_unknown_where_yes_and_no_differ(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event entered[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10"),
                                          event(COVER_TERMINATION, "2026-01-10", "2026-01-10")};
    struct cover_facts facts = facts_of(entered, 1);
    facts.birth = plans_date("2004-03-15");
    const char *differs = "2024-12-01 yes B-05 since 2015-02-01; "
                          "2025-04-01 unknown B-02 since 2015-02-01";
    facts.child = FACT_UNKNOWN;
    facts.holder = FACT_UNKNOWN;
    says(&plan, &facts, "2024-12-01", "2026-12-31", differs);
    facts.holder = FACT_NO;
    says(&plan, &facts, "2024-12-01", "2026-12-31", differs);
    facts.holder = FACT_YES; // nobody is a child under a cover of their own
    says(&plan, &facts, "2024-12-01", "2026-12-31", "2024-12-01 yes B-05 since 2015-02-01");
    facts.holder = FACT_UNKNOWN;
    facts.child = FACT_NO;
    says(&plan, &facts, "2024-12-01", "2026-12-31", "2024-12-01 yes B-05 since 2015-02-01");
    facts.child = FACT_YES;
    says(&plan, &facts, "2024-12-01", "2026-12-31",
         "2024-12-01 yes B-05 since 2015-02-01; 2025-04-01 no B-02 since 2015-02-01");
    // An end of the cover is one for both.
    facts.child = FACT_UNKNOWN;
    facts.event_count = 2;
    says(&plan, &facts, "2025-12-01", "2026-12-31",
         "2025-12-01 unknown B-02 since 2015-02-01; 2026-02-01 no B-06");
    // So is an end by age.
    plan = plan_a();
    plan.cover.child_age = (struct plan_number){21, "C-21", ""};
    facts = facts_of(entered, 1);
    facts.birth = plans_date("1950-12-31");
    facts.holder = FACT_NO;
    facts.holder_birth = plans_date("1970-01-01");
    facts.child = FACT_UNKNOWN;
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 unknown C-21 since 2015-02-01; 2026-01-01 no A-05 since 2015-02-01");
}

// A return, or arrears paid, of which nobody said what they end.
static void b07_b14_an_end_without_a_beginning_leaves_cover_unknown_before_it(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10"),
                                   event(COVER_LEAVE_START, "2018-01-10", "2018-01-10"),
                                   event(COVER_LEAVE_END, "2018-02-01", "2018-02-01"),
                                   event(COVER_LEAVE_END, "2025-03-10", "2025-03-10")};
    struct cover_facts facts = facts_of(events, 4);
    says(&plan, &facts, "2018-01-01", "2025-12-31",
         "2018-01-01 yes B-05 since 2015-02-01; 2018-02-01 unknown B-07 since 2015-02-01; "
         "2025-04-01 yes B-05 since 2015-02-01");
    events[1] = event(COVER_LEAVE_END, "2016-02-10", "2016-02-10");
    says(&plan, &facts, "2015-01-01", "2016-12-31",
         "2015-01-01 no B-05; 2015-02-01 unknown B-07 since 2015-02-01");
    events[3].communicated = (struct civil_date){0};
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 unknown B-07 since 2015-02-01");
    plan.cover.leave_months.value = 0; // a plan that leave does not suspend
    says(&plan, &facts, "2018-01-01", "2025-12-31", "2018-01-01 yes B-05 since 2015-02-01");
    plan = plan_b();
    events[1] = event(COVER_UNPAID, "2017-12-05", NULL);
    events[2] = event(COVER_ARREARS_PAID, "2018-02-01", "2018-02-01");
    events[3] = event(COVER_ARREARS_PAID, "2025-03-10", "2025-03-10");
    says(&plan, &facts, "2017-12-01", "2025-12-31",
         "2017-12-01 yes B-05 since 2015-02-01; 2018-01-01 no B-14 since 2015-02-01; "
         "2018-03-01 unknown B-14 since 2015-02-01; "
         "2025-04-01 yes B-05 since 2015-02-01");
    plan.cover.unpaid_suspends.value = false;
    says(&plan, &facts, "2018-01-01", "2025-12-31", "2018-01-01 yes B-05 since 2015-02-01");
}

// Whether the contribution was paid says nothing of the days that a payment would not cover either.
static void a06_b03_an_unknown_payment_leaves_only_the_days_it_buys_unknown(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct cover_event events[] = {event(COVER_FAMILY_CHANGE, "2026-02-19", "2026-04-19"),
                                   event(COVER_TERMINATION, "2026-10-10", "2026-10-10")};
    struct cover_facts facts = facts_of(events, 1);
    events[0].paid = FACT_UNKNOWN;
    says(&plan, &facts, "2026-01-01", "2027-12-31", "2026-01-01 no A-07; 2026-05-01 unknown A-06");
    events[0].communicated = (struct civil_date){0};
    says(&plan, &facts, "2026-01-01", "2027-12-31", "2026-01-01 no A-07; 2026-03-01 unknown A-06");
    // Whatever it was, it ends with the employment.
    facts.event_count = 2;
    says(&plan, &facts, "2026-05-01", "2027-12-31", "2026-05-01 unknown A-06; 2027-01-01 no A-09");
    plan = plan_b();
    events[0] = event(COVER_WINDOW, "2025-06-10", NULL);
    events[0].paid = FACT_UNKNOWN;
    facts.event_count = 1;
    const char *of_june = "2025-05-01 no B-03; 2025-07-01 unknown B-03; 2026-07-01 no B-03";
    says(&plan, &facts, "2025-05-01", "2027-12-31", of_june);
    events[0].paid = FACT_YES;
    events[0].for_all = FACT_UNKNOWN;
    says(&plan, &facts, "2025-05-01", "2027-12-31", of_june);
    events[0].date = plans_date("2025-07-10");
    says(&plan, &facts, "2025-05-01", "2027-12-31",
         "2025-05-01 no B-03; 2025-08-01 unknown B-03; 2026-07-01 no B-03");
}

// An entry that nobody dated is no cover on a day on which no date would make it one.
static void a02_a05_b06_an_entry_without_a_date_is_decided_where_it_can(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2025-01-10", NULL),
                                   event(COVER_TERMINATION, "2025-05-10", "2025-05-10"),
                                   event(COVER_ENROLMENT, "2025-09-10", NULL)};
    struct cover_facts facts = facts_of(events, 2);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 unknown B-05; 2025-06-01 no B-06");
    facts.event_count = 3;
    says(&plan, &facts, "2025-05-01", "2025-12-31",
         "2025-05-01 unknown B-05; 2025-06-01 no B-06; 2025-10-01 unknown B-05");
    events[1].communicated = (struct civil_date){0};
    says(&plan, &facts, "2025-05-01", "2025-12-31", "2025-05-01 unknown B-05");
    events[1] = event(COVER_OPT_OUT, "2025-05-10", NULL);
    says(&plan, &facts, "2025-05-01", "2025-12-31", "2025-05-01 unknown B-05; 2025-05-10 no A-02");
    // Nor at an age at which nobody is covered, or enters.
    facts.event_count = 1;
    facts.child = FACT_YES;
    facts.birth = plans_date("2004-03-15");
    says(&plan, &facts, "2025-02-01", "2025-12-31", "2025-02-01 unknown B-05; 2025-04-01 no B-02");
    plan = plan_a();
    facts.birth = plans_date("2007-03-15");
    says(&plan, &facts, "2025-02-01", "2025-12-31", "2025-02-01 no A-04; 2025-03-15 unknown A-07");
    facts.birth = plans_date("1950-02-01");
    says(&plan, &facts, "2025-01-01", "2025-12-31", "2025-01-01 no A-05");
    facts.birth = plans_date("1950-02-02");
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no A-07; 2025-02-01 unknown A-07; 2026-01-01 no A-05");
}

// What may end or suspend a cover is nothing to a person who has none.
static void b06_b07_b14_where_no_cover_can_be_nothing_makes_it_unknown(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2023-01-10", "2023-01-10"),
                                   event(COVER_TERMINATION, "2023-03-08", "2023-04-17"),
                                   event(COVER_ARREARS_PAID, "2023-09-24", NULL),
                                   event(COVER_ENROLMENT, "2024-01-10", NULL)};
    struct cover_facts facts = facts_of(events, 3);
    says(&plan, &facts, "2023-05-30", "2024-12-31",
         "2023-05-30 unknown B-14 since 2023-02-01; 2023-06-01 no B-06");
    facts.event_count = 4;
    says(&plan, &facts, "2023-06-01", "2024-12-31", "2023-06-01 no B-06; 2024-02-01 unknown B-05");
    events[2] = event(COVER_UNPAID, "2023-03-01", NULL);
    says(&plan, &facts, "2023-06-01", "2024-12-31", "2023-06-01 no B-06");
    events[3].date = (struct civil_date){0};
    events[2] = event(COVER_EVENT_NONE, NULL, NULL);
    says(&plan, &facts, "2023-06-01", "2024-12-31", "2023-06-01 unknown B-05");
}

// An entry that was told late does not put off the one that was told in time after it.
static void s18_of_two_entries_the_one_that_takes_effect_first_counts(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2023-08-31", "2024-06-26"),
                                   event(COVER_ENROLMENT, "2024-03-18", "2024-03-18"),
                                   event(COVER_ENROLMENT, "2024-05-02", "2024-05-02")};
    struct cover_facts facts = facts_of(events, 3);
    const char *from_april = "2024-01-01 no A-07; 2024-04-01 yes A-07 since 2024-04-01";
    says(&plan, &facts, "2024-01-01", "2024-12-31", from_april);
    // Nor does an end of the employment between them, which the first came to know of too late.
    events[0] = event(COVER_ENROLMENT, "2023-03-31", "2024-07-17");
    events[1] = event(COVER_TERMINATION, "2023-12-31", "2023-12-31");
    events[2] = event(COVER_ENROLMENT, "2023-12-31", "2024-03-10");
    facts.annual_expiry = plans_date("2020-06-30");
    says(&plan, &facts, "2024-01-01", "2024-12-31", from_april);
    // Both end together.
    events[0] = event(COVER_ENROLMENT, "2023-08-31", "2024-06-26");
    events[1] = event(COVER_ENROLMENT, "2024-03-18", "2024-03-18");
    events[2] = event(COVER_OPT_OUT, "2024-05-02", NULL);
    says(&plan, &facts, "2024-01-01", "2024-12-31",
         "2024-01-01 no A-07; 2024-04-01 yes A-07 since 2024-04-01; 2024-05-02 no A-02");
    // So does a cover that went on beyond an end that was still to come.
    events[0] = event(COVER_ENROLMENT, "2023-12-06", "2023-12-06");
    events[1] = event(COVER_TERMINATION, "2023-12-17", "2023-12-17");
    events[2] = event(COVER_ENROLMENT, "2024-01-06", "2024-01-09");
    const struct cover_event four[] = {events[0], events[1], events[2],
                                       event(COVER_OPT_OUT, "2024-02-26", NULL)};
    struct cover_facts gone = facts_of(four, 4);
    gone.annual_expiry = plans_date("2020-06-30");
    says(&plan, &gone, "2024-01-01", "2024-12-31",
         "2024-01-01 yes A-07 since 2024-01-01; 2024-02-26 no A-02");
    events[0] = event(COVER_ENROLMENT, "2023-08-31", "2024-06-26");
    events[2] = event(COVER_OPT_OUT, "2024-05-02", NULL);
    // Nobody told the second: it may have been in time.
    events[1] = event(COVER_ENROLMENT, "2024-03-18", NULL);
    facts.event_count = 2;
    says(&plan, &facts, "2024-01-01", "2024-12-31",
         "2024-01-01 no A-07; 2024-04-01 unknown A-07; 2024-08-01 yes A-07 since 2024-08-01");
    facts.event_count = 3;
    says(&plan, &facts, "2024-04-01", "2024-12-31", "2024-04-01 unknown A-07; 2024-05-02 no A-02");
}

// While nobody said who the holder is, or how old.
static void a05_who_may_be_a_relative_needs_the_birth_of_the_holder(void **state) {
    (void)state;
    struct plan plan = plan_a();
    const struct cover_event entered = event(COVER_ENROLMENT, "2015-01-10", "2015-01-10");
    struct cover_facts facts = facts_of(&entered, 1);
    says(&plan, &facts, "2025-01-01", "2026-12-31", "2025-01-01 yes A-07 since 2015-02-01");
    facts.holder = FACT_NO;
    says(&plan, &facts, "2025-01-01", "2026-12-31", "2025-01-01 unknown A-05 since 2015-02-01");
    facts.holder = FACT_UNKNOWN;
    says(&plan, &facts, "2025-01-01", "2026-12-31", "2025-01-01 unknown A-05 since 2015-02-01");
    facts.holder_birth = plans_date("1951-01-01");
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 yes A-07 since 2015-02-01; 2027-01-01 no A-05 since 2015-02-01");
    // The person's own age ends it whoever holds it.
    facts.holder_birth = (struct civil_date){0};
    facts.birth = plans_date("1950-12-31");
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 unknown A-05 since 2015-02-01; 2026-01-01 no A-05 since 2015-02-01");
    facts.birth = plans_date("2008-02-29");
    says(&plan, &facts, "2026-01-01", "2026-12-31",
         "2026-01-01 no A-04 since 2015-02-01; 2026-03-01 unknown A-05 since 2015-02-01");
    // And the holder's age ends it whoever the person is.
    facts.birth = (struct civil_date){0};
    facts.holder_birth = plans_date("1950-06-15");
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 unknown S-12 since 2015-02-01; 2026-01-01 no A-05 since 2015-02-01");
    // The expiry comes once within the year after the birthday, whenever that is.
    facts.birth = plans_date("1970-01-01");
    facts.annual_expiry = (struct civil_date){0};
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 yes A-07 since 2015-02-01; 2025-06-16 unknown A-05 since 2015-02-01; "
         "2026-06-15 no A-05 since 2015-02-01");
    plan.settings.age_limit = PLAN_AGE_LIMIT_STRICT;
    says(&plan, &facts, "2024-01-01", "2026-12-31",
         "2024-01-01 yes A-07 since 2015-02-01; 2024-06-16 unknown A-05 since 2015-02-01; "
         "2025-06-15 no A-05 since 2015-02-01");
    plan = plan_b();
    facts.holder_birth = (struct civil_date){0};
    facts.birth = plans_date("1950-12-31");
    says(&plan, &facts, "2025-01-01", "2027-12-31", "2025-01-01 yes B-05 since 2015-02-01");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(b07_b14_an_end_without_a_beginning_leaves_cover_unknown_before_it),
        cmocka_unit_test(s18_b06_an_end_without_its_telling_lies_before_the_end_that_is_known),
        cmocka_unit_test(a02_opting_out_ends_also_what_a_late_end_had_left),
        cmocka_unit_test(b02_an_unknown_child_is_unknown_where_yes_and_no_differ),
        cmocka_unit_test(a06_b03_an_unknown_payment_leaves_only_the_days_it_buys_unknown),
        cmocka_unit_test(a02_a05_b06_an_entry_without_a_date_is_decided_where_it_can),
        cmocka_unit_test(b06_b07_b14_where_no_cover_can_be_nothing_makes_it_unknown),
        cmocka_unit_test(s18_of_two_entries_the_one_that_takes_effect_first_counts),
        cmocka_unit_test(a05_who_may_be_a_relative_needs_the_birth_of_the_holder),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
