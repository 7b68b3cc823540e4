// SPDX-License-Identifier: EUPL-1.2
// Cover on a day, from events, and every reading of it (A-02 … A-09, B-02 … B-14, S-02b, S-12 …
// S-34).
#include "scoring/coverage.h"
#include "scoring_coverage_told.h"
#include "scoring_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is_day(struct civil_date date, const char *expected) {
    char text[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_format(date, text);
    assert_string_equal(text, expected);
}

// A copy of a plan file's plan that a test may change; the file lives as long as the program.
static struct plan plan_of(const char *name) {
    static struct plan_file *files[2];
    size_t i = strcmp(name, "permanent-2026") == 0 ? 0 : 1;
    if (files[i] == NULL) {
        files[i] = plans_open(name);
    }
    return *plan_file_plan(files[i]);
}

static struct plan plan_b(void) {
    return plan_of("permanent-2026");
}

static struct plan plan_a(void) {
    return plan_of("temporary-2026");
}

static enum fact covered(const struct plan *plan, const struct cover_facts *facts,
                         const char *day) {
    return coverage_on(plan, facts, plans_date(day)).covered;
}

static void s02b_a_cut_off_on_a_holiday_moves_only_where_the_plan_says_so(void **state) {
    (void)state;
    struct plan plan = plan_b();
    // 15 August 2026 is a holiday and a Saturday, 16 a Sunday: the next working day is Monday 17.
    struct civil_date told = plans_date("2026-08-17");
    is_day(coverage_effective(&plan, told, told), "2026-10-01");
    plan.settings.extend_cutoffs.value = true;
    is_day(coverage_effective(&plan, told, told), "2026-09-01");
    told = plans_date("2026-08-18");
    is_day(coverage_effective(&plan, told, told), "2026-10-01");
    plan.cover.cutoff_day.value = 31;
    told = plans_date("2026-02-28");
    is_day(coverage_effective(&plan, told, told), "2026-03-01");
    is_day(coverage_effective(&plan, told, (struct civil_date){0}), "");
    is_day(coverage_effective(&plan, (struct civil_date){0}, told), "");
}

static void s12_a_leap_birthday_is_reached_on_1_march_or_28_february(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct civil_date birth = plans_date("2008-02-29");
    is_day(coverage_age_reached(&plan, birth, 18), "2026-03-01");
    is_day(coverage_age_reached(&plan, birth, 20), "2028-02-29");
    plan.settings.leap_birthday = PLAN_LEAP_BIRTHDAY_IN_FEBRUARY;
    is_day(coverage_age_reached(&plan, birth, 18), "2026-02-28");
    is_day(coverage_age_reached(&plan, (struct civil_date){0}, 18), "");
}

static void s13_who_may_renew_and_enter_at_74(void **state) {
    (void)state;
    struct plan plan = plan_a();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10")};
    struct cover_facts facts = facts_of(events, 1);
    facts.birth = plans_date("1950-06-15"); // 74 on 15 June 2024, 75 on 15 June 2025
    assert_int_equal(covered(&plan, &facts, "2025-12-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2026-01-01"), FACT_NO);
    plan.settings.age_limit = PLAN_AGE_LIMIT_STRICT;
    assert_int_equal(covered(&plan, &facts, "2024-12-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-01-01"), FACT_NO);
    // A new contract at 74 completed years, and at 75.
    facts.birth = plans_date("1940-01-20");
    const struct cover_event at_74[] = {event(COVER_ENROLMENT, "2014-12-10", "2014-12-10")};
    facts.events = at_74;
    plan.settings.age_limit = PLAN_AGE_LIMIT_INCLUDED;
    assert_int_equal(covered(&plan, &facts, "2015-01-05"), FACT_YES);
    plan.settings.age_limit = PLAN_AGE_LIMIT_STRICT;
    assert_int_equal(covered(&plan, &facts, "2015-01-05"), FACT_NO);
    plan.settings.age_limit = PLAN_AGE_LIMIT_INCLUDED;
    const struct cover_event at_75[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10")};
    facts.events = at_75;
    struct coverage refused = coverage_on(&plan, &facts, plans_date("2015-03-01"));
    assert_int_equal(refused.covered, FACT_NO);
    assert_string_equal(refused.rule, "A-05");
}

static void a05_a_family_ends_with_its_holder(void **state) {
    (void)state;
    struct plan plan = plan_a();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10")};
    struct cover_facts facts = facts_of(events, 1);
    facts.holder = FACT_NO;
    facts.holder_birth = plans_date("1950-06-15");
    assert_int_equal(covered(&plan, &facts, "2025-12-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2026-01-01"), FACT_NO);
    facts.annual_expiry = (struct civil_date){0};
    assert_int_equal(covered(&plan, &facts, "2026-01-01"), FACT_UNKNOWN);
}

static void s14_a_child_stays_to_the_end_of_the_month_or_to_30_june(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10")};
    struct cover_facts facts = facts_of(events, 1);
    facts.child = FACT_YES;
    facts.birth = plans_date("2004-09-15");
    assert_int_equal(covered(&plan, &facts, "2025-09-30"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-10-01"), FACT_NO);
    plan.settings.child_end = PLAN_CHILD_END_OF_JUNE;
    assert_int_equal(covered(&plan, &facts, "2026-06-30"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2026-07-01"), FACT_NO);
    facts.birth = plans_date("2004-06-30");
    assert_int_equal(covered(&plan, &facts, "2025-06-30"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_NO);
}

static void s25_leave_of_exactly_one_month(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_LEAVE_START, "2025-03-10", NULL),
                                         event(COVER_LEAVE_END, "2025-04-10", "2025-04-10")};
    struct cover_facts facts = facts_of(events, 3);
    assert_int_equal(covered(&plan, &facts, "2025-04-05"), FACT_YES);
    plan.settings.exact_leave_suspends.value = true;
    assert_int_equal(covered(&plan, &facts, "2025-04-05"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-05-01"), FACT_YES);
}

static void b07_a_leave_without_an_end_is_judged_by_what_is_known_today(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_LEAVE_START, "2025-03-10", NULL)};
    struct cover_facts facts = facts_of(events, 2);
    assert_int_equal(covered(&plan, &facts, "2025-04-05"), FACT_YES); // nothing later is known
    facts.known_until = plans_date("2025-04-10");                     // one month, to the day
    assert_int_equal(covered(&plan, &facts, "2025-03-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-04-05"), FACT_UNKNOWN);
    facts.known_until = plans_date("2025-04-11");
    assert_int_equal(covered(&plan, &facts, "2025-03-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-04-05"), FACT_NO);
}

static void s18_a_return_of_which_nobody_says_when_it_was_told_is_not_a_no(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event leave[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                        event(COVER_LEAVE_START, "2025-03-10", NULL),
                                        event(COVER_LEAVE_END, "2025-06-10", NULL)};
    struct cover_facts facts = facts_of(leave, 3);
    assert_int_equal(covered(&plan, &facts, "2025-03-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-06-30"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_UNKNOWN);
    const struct cover_event arrears[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                          event(COVER_UNPAID, "2025-03-31", NULL),
                                          event(COVER_ARREARS_PAID, "2025-06-10", NULL)};
    facts = facts_of(arrears, 3);
    assert_int_equal(covered(&plan, &facts, "2025-06-30"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_UNKNOWN);
    assert_string_equal(coverage_on(&plan, &facts, plans_date("2025-07-01")).rule, "B-14");
    const struct cover_event unseen[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_ARREARS_PAID, "2025-06-10", NULL)};
    facts = facts_of(unseen, 2);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_UNKNOWN);
}

static void
s18_an_event_of_which_nobody_says_when_it_was_told_leaves_the_days_before_it(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", NULL),
                                         event(COVER_TERMINATION, "2025-06-10", NULL)};
    struct cover_facts facts = facts_of(events, 1);
    assert_int_equal(covered(&plan, &facts, "2020-01-31"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2020-02-01"), FACT_UNKNOWN);
    const struct cover_event ended[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                        events[1]};
    facts = facts_of(ended, 2);
    assert_int_equal(covered(&plan, &facts, "2025-06-30"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_UNKNOWN);
}

static void s31_a02_hire_by_another_employer_after_opting_out(void **state) {
    (void)state;
    struct plan plan = plan_a();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_OPT_OUT, "2021-01-01", NULL),
                                         event(COVER_ENROLMENT, "2022-01-10", "2022-01-10"),
                                         event(COVER_REHIRE, "2023-01-10", "2023-01-10")};
    struct cover_facts facts = facts_of(events, 4);
    assert_int_equal(covered(&plan, &facts, "2022-06-01"), FACT_NO);
    struct coverage again = coverage_on(&plan, &facts, plans_date("2023-06-01"));
    assert_int_equal(again.covered, FACT_YES);
    is_day(again.since, "2023-02-01"); // a new entry: insurability is tested again
    plan.settings.rehire = PLAN_REHIRE_OPT_OUT_STANDS;
    assert_int_equal(covered(&plan, &facts, "2023-06-01"), FACT_NO);
}

static struct coverage after_request(const struct plan *plan, const char *asked, enum fact paid,
                                     enum fact for_all, const char *day) {
    struct cover_event request = event(COVER_WINDOW, asked, asked);
    request.paid = paid;
    request.for_all = for_all;
    struct cover_facts facts = facts_of(&request, 1);
    return coverage_on(plan, &facts, plans_date(day));
}

static void b03_s32_relatives_enter_in_june_for_a_year(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct coverage june = after_request(&plan, "2025-06-30", FACT_YES, FACT_YES, "2025-07-01");
    assert_int_equal(june.covered, FACT_YES);
    assert_null(june.flag);
    is_day(june.since, "2025-07-01");
    assert_int_equal(after_request(&plan, "2025-06-30", FACT_YES, FACT_YES, "2026-06-30").covered,
                     FACT_YES);
    assert_int_equal(after_request(&plan, "2025-06-30", FACT_YES, FACT_YES, "2026-07-01").covered,
                     FACT_NO);
    assert_int_equal(after_request(&plan, "2025-06-30", FACT_NO, FACT_YES, "2025-07-01").covered,
                     FACT_NO);
    assert_int_equal(after_request(&plan, "2025-06-30", FACT_YES, FACT_NO, "2025-07-01").covered,
                     FACT_NO);
    assert_int_equal(
        after_request(&plan, "2025-06-30", FACT_YES, FACT_UNKNOWN, "2025-07-01").covered,
        FACT_UNKNOWN);
    assert_int_equal(after_request(&plan, "2025-05-31", FACT_YES, FACT_YES, "2025-07-01").covered,
                     FACT_NO);
    assert_int_equal(after_request(&plan, "2025-08-01", FACT_YES, FACT_YES, "2025-09-01").covered,
                     FACT_NO);
    struct plan without = plan_a();
    assert_int_equal(
        after_request(&without, "2025-06-30", FACT_YES, FACT_YES, "2025-07-01").covered, FACT_NO);
}

static void s32_a_request_in_july_by_each_reading(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct coverage july = after_request(&plan, "2025-07-01", FACT_YES, FACT_YES, "2025-08-01");
    assert_int_equal(july.covered, FACT_YES);
    assert_string_equal(july.flag, "S-32");
    assert_int_equal(after_request(&plan, "2025-07-31", FACT_YES, FACT_YES, "2025-07-31").covered,
                     FACT_NO);
    assert_int_equal(after_request(&plan, "2025-07-31", FACT_YES, FACT_YES, "2026-06-30").covered,
                     FACT_YES);
    assert_int_equal(after_request(&plan, "2025-07-31", FACT_YES, FACT_YES, "2026-07-01").covered,
                     FACT_NO);
    plan.settings.late_window = PLAN_LATE_WINDOW_ACCEPTED;
    july = after_request(&plan, "2025-07-01", FACT_YES, FACT_YES, "2025-08-01");
    assert_int_equal(july.covered, FACT_YES);
    assert_null(july.flag);
    plan.settings.late_window = PLAN_LATE_WINDOW_REFUSED;
    assert_int_equal(after_request(&plan, "2025-07-01", FACT_YES, FACT_YES, "2025-08-01").covered,
                     FACT_NO);
}

static void b03_b09_asked_again_each_june_the_cover_goes_on(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_WINDOW, "2024-06-10", NULL),
                                         event(COVER_WINDOW, "2025-06-10", NULL),
                                         event(COVER_TERMINATION, "2025-09-10", "2025-09-10")};
    struct cover_facts facts = facts_of(events, 2);
    struct coverage second = coverage_on(&plan, &facts, plans_date("2026-01-01"));
    assert_int_equal(second.covered, FACT_YES);
    is_day(second.since, "2024-07-01");
    // The holder's termination ends it before its year is over.
    facts.event_count = 3;
    assert_int_equal(covered(&plan, &facts, "2025-09-30"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-10-01"), FACT_NO);
}

static void s34_arrears_paid_between_the_two_days(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_UNPAID, "2025-03-31", NULL),
                                         event(COVER_ARREARS_PAID, "2025-06-27", "2025-06-27")};
    struct cover_facts facts = facts_of(events, 3);
    assert_int_equal(covered(&plan, &facts, "2025-07-31"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-08-01"), FACT_YES);
    plan.settings.arrears = PLAN_ARREARS_PAYMENT_TERM;
    assert_int_equal(covered(&plan, &facts, "2025-06-30"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_YES);
}

static void b07_a_leave_whose_return_nobody_told_leaves_cover_unknown(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                   event(COVER_LEAVE_START, "2025-03-10", NULL),
                                   event(COVER_LEAVE_START, "2025-06-01", NULL),
                                   event(COVER_LEAVE_END, "2025-06-20", "2025-06-20")};
    struct cover_facts facts = facts_of(events, 4);
    assert_int_equal(covered(&plan, &facts, "2025-03-31"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-04-01"), FACT_UNKNOWN);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_UNKNOWN);
    // The first cannot have been longer than a month.
    events[2] = event(COVER_LEAVE_START, "2025-04-10", NULL);
    assert_int_equal(covered(&plan, &facts, "2025-04-30"), FACT_YES);
}

static void b14_arrears_announced_before_they_are_paid_count_when_paid(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                   event(COVER_UNPAID, "2025-03-31", NULL),
                                   event(COVER_ARREARS_PAID, "2025-06-16", "2025-06-10")};
    struct cover_facts facts = facts_of(events, 3);
    assert_int_equal(covered(&plan, &facts, "2025-07-31"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-08-01"), FACT_YES);
    events[2] = event(COVER_ARREARS_PAID, "2025-06-15", "2025-06-10");
    assert_int_equal(covered(&plan, &facts, "2025-06-30"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, "2025-07-01"), FACT_YES);
}

static void s26_the_first_day_without_cover_after_the_onset(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_TERMINATION, "2025-06-10", "2025-06-10")};
    struct cover_facts facts = facts_of(events, 2);
    is_day(coverage_lost_after(&plan, &facts, plans_date("2025-01-15"), plans_date("2026-01-01")),
           "2025-07-01");
    is_day(coverage_lost_after(&plan, &facts, plans_date("2025-01-15"), plans_date("2025-06-30")),
           "");
    is_day(coverage_lost_after(&plan, &facts, (struct civil_date){0}, plans_date("2026-01-01")),
           "");
}

static void an_entry_age_at_entry_or_on_a_fixed_day(void **state) {
    (void)state;
    struct plan plan = plan_a();
    plan.cover.entry_age = (struct plan_number){70, "entry", "test"};
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10")};
    struct cover_facts facts = facts_of(events, 1);
    facts.birth = plans_date("1950-02-02"); // 69 on the first day of cover, 1 February 2020
    assert_int_equal(covered(&plan, &facts, "2021-01-01"), FACT_YES);
    facts.birth = plans_date("1950-02-01");
    struct coverage refused = coverage_on(&plan, &facts, plans_date("2021-01-01"));
    assert_int_equal(refused.covered, FACT_NO);
    assert_string_equal(refused.rule, "entry");
    plan.cover.entry_age_on = plans_date("2016-11-01");
    assert_int_equal(covered(&plan, &facts, "2021-01-01"), FACT_YES);
    facts.birth = plans_date("1946-11-01");
    assert_int_equal(covered(&plan, &facts, "2021-01-01"), FACT_NO);
    facts.birth = (struct civil_date){0};
    assert_int_equal(covered(&plan, &facts, "2021-01-01"), FACT_UNKNOWN);
}

static void seniority_counts_the_months_that_begin_with_cover(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct civil_date onset = plans_date("2026-02-01");
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2024-01-10", "2024-01-10")};
    struct cover_facts facts = facts_of(events, 1); // covered from 1 February 2024: 24 months
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_YES);
    plan.seniority_months = (struct plan_number){24, "seniority", "test"};
    plan.seniority_within = (struct plan_number){60, "seniority", "test"};
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_YES);
    assert_int_equal(coverage_seniority(&plan, &facts, plans_date("2026-01-31")), FACT_NO);
    plan.seniority_within.value = 23;
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_NO);
    plan.seniority_within.value = 60;
    const struct cover_event open[] = {event(COVER_ENROLMENT, "2024-01-10", NULL)};
    facts.events = open;
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_UNKNOWN);
}

static void waiting_by_the_class_of_the_cause(void **state) {
    (void)state;
    static const struct plan_waiting waiting[] = {
        {"neurological", {"Neurologica", "Neurological"}, {90, "w", "test"}},
        {"accident", {"Infortunio", "Accident"}, {0, "w", "test"}},
        {"other", {"Altra", "Other"}, {90, "w", "test"}},
    };
    struct plan plan = plan_b();
    struct civil_date since = plans_date("2026-01-01");
    struct civil_date early = plans_date("2026-03-31"); // day 89
    struct civil_date later = plans_date("2026-04-01"); // day 90
    struct civil_date unknown = {0};
    plan.waiting = NULL;
    assert_int_equal(coverage_waits(&plan, since, early, "neurological"), FACT_NO);
    plan.waiting = waiting;
    plan.waiting_count = 3;
    assert_int_equal(coverage_waits(&plan, since, early, "neurological"), FACT_YES);
    assert_int_equal(coverage_waits(&plan, since, later, "neurological"), FACT_NO);
    assert_int_equal(coverage_waits(&plan, since, early, "accident"), FACT_NO);
    assert_int_equal(coverage_waits(&plan, since, unknown, "accident"), FACT_NO);
    assert_int_equal(coverage_waits(&plan, since, unknown, "other"), FACT_UNKNOWN);
    assert_int_equal(coverage_waits(&plan, unknown, early, "other"), FACT_UNKNOWN);
    assert_int_equal(coverage_waits(&plan, since, early, NULL), FACT_UNKNOWN);
    assert_int_equal(coverage_waits(&plan, since, later, NULL), FACT_NO);
    plan.waiting_count = 1;
    assert_int_equal(coverage_waits(&plan, since, early, NULL), FACT_YES);
    assert_ptr_equal(coverage_waiting_of(&plan, "neurological"), &waiting[0]);
    assert_null(coverage_waiting_of(&plan, "accident"));
    assert_null(coverage_waiting_of(&plan, NULL));
}

static void b08_nobody_is_covered_after_death_and_a_missing_event_is_unknown(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10")};
    struct cover_facts facts = facts_of(events, 1);
    facts.death = plans_date("2025-03-10");
    assert_int_equal(covered(&plan, &facts, "2025-03-10"), FACT_YES);
    assert_int_equal(covered(&plan, &facts, "2025-03-11"), FACT_NO);
    assert_int_equal(covered(&plan, &facts, NULL), FACT_UNKNOWN);
    facts.event_count = 0;
    assert_int_equal(covered(&plan, &facts, "2025-03-10"), FACT_UNKNOWN);
}

static void events_have_names(void **state) {
    (void)state;
    assert_string_equal(cover_event_name(COVER_WINDOW), "window-request");
    assert_string_equal(cover_event_name(COVER_REHIRE), "rehire");
    assert_string_equal(cover_event_name(COVER_EVENT_NONE), "none");
}

static void seniority_needs_its_months_and_no_more(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct civil_date onset = plans_date("2025-06-01");
    const struct cover_event late[] = {event(COVER_ENROLMENT, "2025-05-10", "2025-05-10")};
    struct cover_facts facts = facts_of(late, 1);
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_YES); // it asks for none
    plan.seniority_months.value = 1;
    plan.seniority_within.value = 1;
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_NO);
    const struct cover_event month[] = {event(COVER_ENROLMENT, "2025-04-10", "2025-04-10")};
    facts = facts_of(month, 1);
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_YES);
    plan.seniority_months.value = 2;
    plan.seniority_within.value = 3;
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_NO);
    // Nobody said when it was told: May is open, the months before are not.
    const struct cover_event open[] = {event(COVER_ENROLMENT, "2025-04-10", NULL)};
    facts = facts_of(open, 1);
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_NO);
    plan.seniority_months.value = 1;
    assert_int_equal(coverage_seniority(&plan, &facts, onset), FACT_UNKNOWN);
}

static void the_words_of_the_events_are_these(void **state) {
    (void)state;
    static const char *const words[] = {"none",         "enrolment",   "family-change", "opt-out",
                                        "termination",  "leave-start", "leave-end",     "unpaid",
                                        "arrears-paid", "rehire",      "window-request"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_string_equal(cover_event_name((enum cover_event_kind)i), words[i]);
    }
}

static void s26_the_day_on_which_the_cover_is_lost_is_the_first_of_all(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2020-01-10", "2020-01-10"),
                                         event(COVER_OPT_OUT, "2025-06-10", NULL)};
    const struct cover_facts facts = facts_of(events, 2);
    struct civil_date lost = plans_date("2025-06-10");
    struct civil_date eve = plans_date("2025-06-09");
    struct civil_date earlier = plans_date("2025-06-08");
    assert_int_equal(coverage_lost_after(&plan, &facts, eve, lost).number, lost.number);
    assert_int_equal(coverage_lost_after(&plan, &facts, earlier, lost).number, lost.number);
    assert_int_equal(coverage_lost_after(&plan, &facts, earlier, eve).number, 0);
    assert_int_equal(coverage_lost_after(&plan, &facts, lost, plans_date("2025-07-01")).number,
                     lost.number + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s02b_a_cut_off_on_a_holiday_moves_only_where_the_plan_says_so),
        cmocka_unit_test(s12_a_leap_birthday_is_reached_on_1_march_or_28_february),
        cmocka_unit_test(s13_who_may_renew_and_enter_at_74),
        cmocka_unit_test(a05_a_family_ends_with_its_holder),
        cmocka_unit_test(s14_a_child_stays_to_the_end_of_the_month_or_to_30_june),
        cmocka_unit_test(s25_leave_of_exactly_one_month),
        cmocka_unit_test(b07_a_leave_without_an_end_is_judged_by_what_is_known_today),
        cmocka_unit_test(
            s18_an_event_of_which_nobody_says_when_it_was_told_leaves_the_days_before_it),
        cmocka_unit_test(s18_a_return_of_which_nobody_says_when_it_was_told_is_not_a_no),
        cmocka_unit_test(s31_a02_hire_by_another_employer_after_opting_out),
        cmocka_unit_test(b03_s32_relatives_enter_in_june_for_a_year),
        cmocka_unit_test(s32_a_request_in_july_by_each_reading),
        cmocka_unit_test(b03_b09_asked_again_each_june_the_cover_goes_on),
        cmocka_unit_test(s34_arrears_paid_between_the_two_days),
        cmocka_unit_test(b07_a_leave_whose_return_nobody_told_leaves_cover_unknown),
        cmocka_unit_test(b14_arrears_announced_before_they_are_paid_count_when_paid),
        cmocka_unit_test(s26_the_first_day_without_cover_after_the_onset),
        cmocka_unit_test(an_entry_age_at_entry_or_on_a_fixed_day),
        cmocka_unit_test(seniority_counts_the_months_that_begin_with_cover),
        cmocka_unit_test(waiting_by_the_class_of_the_cause),
        cmocka_unit_test(b08_nobody_is_covered_after_death_and_a_missing_event_is_unknown),
        cmocka_unit_test(events_have_names),
        cmocka_unit_test(s26_the_day_on_which_the_cover_is_lost_is_the_first_of_all),
        cmocka_unit_test(the_words_of_the_events_are_these),
        cmocka_unit_test(seniority_needs_its_months_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
