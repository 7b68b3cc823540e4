// SPDX-License-Identifier: EUPL-1.2
// The cover of a person from day to day, told as text (A-02 … A-09, B-02 … B-14, S-12 … S-34).
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

// Each day names the rule that made its cover what it is, not that of the last event.
static void the_rule_is_the_one_of_the_day(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event hired[] = {event(COVER_ENROLMENT, "2023-01-10", "2023-01-10"),
                                        event(COVER_TERMINATION, "2024-05-10", "2024-05-10"),
                                        event(COVER_WINDOW, "2024-12-10", "2024-12-10"),
                                        event(COVER_WINDOW, "2025-06-10", "2025-06-10")};
    struct cover_facts facts = facts_of(hired, 4);
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no B-05; 2023-02-01 yes B-05 since 2023-02-01; 2024-06-01 no B-06; "
         "2025-01-01 no B-03; 2025-07-01 yes B-03 since 2025-07-01; 2026-07-01 no B-03");
    facts.death = plans_date("2025-09-09");
    says(&plan, &facts, "2025-07-01", "2025-12-31",
         "2025-07-01 yes B-03 since 2025-07-01; 2025-09-10 no S-27 since 2025-07-01");
    facts.death = plans_date("2024-09-09");
    says(&plan, &facts, "2024-09-01", "2024-12-31", "2024-09-01 no B-06");
    plan = plan_a();
    struct cover_event family[] = {event(COVER_FAMILY_CHANGE, "2024-02-01", "2024-06-10"),
                                   event(COVER_FAMILY_CHANGE, "2025-02-01", "2025-02-10"),
                                   event(COVER_OPT_OUT, "2025-10-05", "2025-10-05"),
                                   event(COVER_ENROLMENT, "2025-12-01", "2025-12-01")};
    facts = facts_of(family, 4);
    says(&plan, &facts, "2024-01-01", "2026-12-31",
         "2024-01-01 no A-06; 2025-03-01 yes A-06 since 2025-03-01; 2025-10-05 no A-02");
    family[0].communicated = family[0].date;
    family[0].paid = FACT_NO;
    says(&plan, &facts, "2024-01-01", "2025-03-31",
         "2024-01-01 no A-07; 2025-03-01 yes A-06 since 2025-03-01");
    // Refused while the cover runs: it runs.
    family[0] = family[1];
    family[1].communicated = plans_date("2025-08-01");
    says(&plan, &facts, "2024-01-01", "2025-12-31",
         "2024-01-01 no A-06; 2025-03-01 yes A-06 since 2025-03-01; 2025-10-05 no A-02");
    // Who opts out before any cover never has one.
    facts.events = &family[2];
    facts.event_count = 2;
    says(&plan, &facts, "2025-01-01", "2026-12-31", "2025-01-01 no A-02");
    facts.event_count = 1;
    says(&plan, &facts, "2025-01-01", "2026-12-31", "2025-01-01 no A-02");
    // Who comes back after opting out is refused by that, whatever ended the cover before.
    const struct cover_event back[] = {event(COVER_ENROLMENT, "2022-02-01", "2022-02-01"),
                                       event(COVER_TERMINATION, "2023-02-10", "2023-02-10"),
                                       event(COVER_OPT_OUT, "2024-10-05", "2024-10-05"),
                                       event(COVER_ENROLMENT, "2025-12-01", "2025-12-01")};
    facts = facts_of(back, 4);
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 yes A-07 since 2022-03-01; 2024-01-01 no A-09; 2026-01-01 no A-02");
    // Neither arrears nor an event of no kind let anybody in.
    const struct cover_event paid[] = {event(COVER_EVENT_NONE, "2022-02-01", "2022-02-01"),
                                       event(COVER_OPT_OUT, "2024-10-05", "2024-10-05"),
                                       event(COVER_ARREARS_PAID, "2025-12-01", "2025-12-01")};
    facts = facts_of(paid, 3);
    says(&plan, &facts, "2022-01-01", "2026-12-31", "2022-01-01 no A-02");
    // A plan without a window knows no request; one may open in January.
    const struct cover_event asked[] = {event(COVER_WINDOW, "2025-01-10", "2025-01-10")};
    facts = facts_of(asked, 1);
    says(&plan, &facts, "2025-01-01", "2026-12-31", "2025-01-01 no A-07");
    plan.cover.window_month = (struct plan_number){1, "window", "test"};
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no window; 2025-02-01 yes window since 2025-02-01; 2026-02-01 no window");
    // Too old for a second cover: the first ended by its own rule.
    const struct cover_event again[] = {event(COVER_ENROLMENT, "2010-01-10", "2010-01-10"),
                                        event(COVER_TERMINATION, "2011-02-10", "2011-02-10"),
                                        event(COVER_ENROLMENT, "2021-02-10", "2021-02-10")};
    facts = facts_of(again, 3);
    facts.birth = plans_date("1945-05-05");
    says(&plan, &facts, "2010-01-01", "2022-12-31",
         "2010-01-01 no A-07; 2010-02-01 yes A-07 since 2010-02-01; 2012-01-01 no A-09; "
         "2021-03-01 no A-05");
}

// A cover without a date that may matter is unknown by the rule of that event; death ends it all.
static void what_is_not_known_names_its_event(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2023-01-10", "2023-01-10"),
                                         event(COVER_LEAVE_START, "2024-02-10", NULL),
                                         event(COVER_LEAVE_END, "2024-05-10", NULL),
                                         event(COVER_TERMINATION, "2025-05-10", NULL)};
    struct cover_facts facts = facts_of(events, 4);
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no B-05; 2023-02-01 yes B-05 since 2023-02-01; 2024-03-01 no B-07 since "
         "2023-02-01; 2024-06-01 unknown B-07 since 2023-02-01; 2025-06-01 unknown B-06 since "
         "2023-02-01");
    // Without any leave it makes no difference until when the events are known.
    facts.event_count = 1;
    facts.known_until = plans_date("2026-12-31");
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no B-05; 2023-02-01 yes B-05 since 2023-02-01");
    facts.known_until = (struct civil_date){0};
    facts.event_count = 4;
    facts.death = plans_date("2025-09-09");
    says(&plan, &facts, "2025-04-01", "2026-12-31",
         "2025-04-01 unknown B-07 since 2023-02-01; 2025-06-01 unknown B-06 since 2023-02-01; "
         "2025-09-10 no S-27 since 2023-02-01");
    const struct cover_event never[] = {event(COVER_ENROLMENT, "2025-01-10", NULL)};
    facts.events = never;
    facts.event_count = 1;
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no B-05; 2025-02-01 unknown B-05; 2025-09-10 no S-27");
}

// S-32: the flag of a request in July stays with its year when the next one is asked for in June.
static void s32_the_flag_stays_with_the_year_it_was_given_for(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_WINDOW, "2024-06-10", "2024-06-10"),
                                         event(COVER_WINDOW, "2025-07-10", "2025-07-10"),
                                         event(COVER_WINDOW, "2026-06-10", "2026-06-10")};
    struct cover_facts facts = facts_of(events, 3);
    says(&plan, &facts, "2024-06-01", "2027-12-31",
         "2024-06-01 no B-03; 2024-07-01 yes B-03 since 2024-07-01; 2025-07-01 no B-03; "
         "2025-08-01 yes B-03 since 2025-08-01 flag S-32; 2026-07-01 yes B-03 since 2025-08-01; "
         "2027-07-01 no B-03");
    facts.events = &events[1];
    facts.event_count = 2;
    says(&plan, &facts, "2025-07-01", "2027-12-31",
         "2025-07-01 no B-03; 2025-08-01 yes B-03 since 2025-08-01 flag S-32; 2026-07-01 yes "
         "B-03 since 2025-08-01; 2027-07-01 no B-03");
    const struct cover_event early[] = {event(COVER_WINDOW, "2024-06-10", "2024-06-10"),
                                        event(COVER_WINDOW, "2024-07-10", "2024-07-10")};
    facts.events = early;
    says(&plan, &facts, "2024-06-01", "2025-12-31",
         "2024-06-01 no B-03; 2024-07-01 yes B-03 since 2024-07-01; 2024-08-01 yes B-03 since "
         "2024-07-01 flag S-32; 2025-07-01 no B-03");
    // A request changes nothing in a cover that runs without an end.
    const struct cover_event running[] = {event(COVER_ENROLMENT, "2024-01-10", "2024-01-10"),
                                          event(COVER_WINDOW, "2024-07-10", "2024-07-10")};
    facts.events = running;
    says(&plan, &facts, "2024-01-01", "2026-12-31",
         "2024-01-01 no B-05; 2024-02-01 yes B-05 since 2024-02-01");
}

static void b05_b06_from_enrolment_to_termination_and_back(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {
        event(COVER_ENROLMENT, "2025-01-10", "2025-01-15"),
        event(COVER_ENROLMENT, "2025-02-10", "2025-02-10"), // already covered
        event(COVER_TERMINATION, "2025-05-10", "2025-05-16"),
        event(COVER_TERMINATION, "2025-06-01", "2025-06-20"), // later than the first: no more
        event(COVER_ENROLMENT, "2025-06-10", "2025-06-10"),   // before it has ended: goes on
        event(COVER_TERMINATION, "2025-08-10", "2025-08-10"),
        event(COVER_ENROLMENT, "2025-09-20", "2025-09-20")};
    struct cover_facts facts = facts_of(events, 1);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01");
    facts.event_count = 2;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01");
    facts.event_count = 3;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-07-01 no B-06");
    facts.event_count = 4;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-07-01 no B-06");
    facts.event_count = 5;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01");
    facts.event_count = 6;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-09-01 no B-06");
    facts.event_count = 7;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-09-01 no B-06; "
         "2025-11-01 yes B-05 since 2025-11-01");
    facts.events = events + 2; // an end of what never began
    facts.event_count = 1;
    says(&plan, &facts, "2025-01-01", "2025-12-31", "2025-01-01 no B-05");
    facts.event_count = 0;
    says(&plan, &facts, "2025-01-01", "2025-12-31", "2025-01-01 unknown B-05");
}

static void an_event_without_its_day_is_not_a_no(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2025-01-10", NULL),
                                   event(COVER_TERMINATION, "2025-05-10", "2025-05-10")};
    struct cover_facts facts = facts_of(events, 2);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 unknown B-05; 2025-06-01 no B-06");
    events[0].communicated = plans_date("2025-01-10");
    events[1].communicated = (struct civil_date){0};
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-06-01 unknown B-06 "
         "since 2025-02-01");
    events[1] = event(COVER_TERMINATION, "2025-05-10", "2025-05-10");
    const struct cover_event three[] = {events[0], events[1],
                                        event(COVER_TERMINATION, "2025-05-12", NULL)};
    facts = facts_of(three, 3);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-06-01 no B-06");
    const struct cover_event odd[] = {events[0],
                                      {.kind = COVER_EVENT_NONE},
                                      {.kind = (enum cover_event_kind)99},
                                      event(COVER_WINDOW, NULL, NULL)};
    facts = facts_of(odd, 4);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01");
    plan.cover.end = (enum plan_cover_end)99;
    facts = facts_of(events, 2);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-05-11 unknown B-06 "
         "since 2025-02-01");
}

static void a09_the_cover_lasts_to_the_next_annual_expiry(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2023-01-10", "2023-01-10"),
                                   event(COVER_TERMINATION, "2025-05-31", "2025-05-31")};
    struct cover_facts facts = facts_of(events, 2);
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no A-07; 2023-02-01 yes A-07 since 2023-02-01; 2026-01-01 no A-09");
    facts.annual_expiry = plans_date("2020-05-31");
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no A-07; 2023-02-01 yes A-07 since 2023-02-01; 2025-06-01 no A-09");
    facts.annual_expiry = plans_date("2020-05-30");
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no A-07; 2023-02-01 yes A-07 since 2023-02-01; 2026-05-31 no A-09");
    facts.annual_expiry = plans_date("2028-02-29");
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no A-07; 2023-02-01 yes A-07 since 2023-02-01; 2026-03-01 no A-09");
    facts.annual_expiry = (struct civil_date){0};
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no A-07; 2023-02-01 yes A-07 since 2023-02-01; 2025-06-01 unknown A-09 "
         "since 2023-02-01");
    facts.annual_expiry = plans_date("2020-05-30");
    events[1].date = (struct civil_date){0};
    says(&plan, &facts, "2023-01-01", "2026-12-31",
         "2023-01-01 no A-07; 2023-02-01 unknown A-09 since 2023-02-01");
}

static void a06_a_change_in_the_family_has_its_term_and_its_contribution(void **state) {
    (void)state;
    struct plan plan = plan_a();
    struct cover_event change = event(COVER_FAMILY_CHANGE, "2025-03-01", "2025-04-30");
    struct cover_facts facts = facts_of(&change, 1);
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 no A-06; 2025-06-01 yes A-06 since 2025-06-01");
    change.communicated = plans_date("2025-05-02");
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 no A-06");
    plan.cover.family_days.value = 0;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 no A-06; 2025-06-01 yes A-06 since 2025-06-01");
    plan = plan_a();
    change.communicated = plans_date("2025-03-10");
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 no A-06; 2025-04-01 yes A-06 since 2025-04-01");
    change.paid = FACT_NO;
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 no A-07");
    change.paid = FACT_UNKNOWN;
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 no A-07; 2025-04-01 unknown A-06");
}

static void a02_opting_out_ends_the_cover_for_ever(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2025-01-10", "2025-01-10"),
                                         event(COVER_OPT_OUT, "2025-04-10", NULL),
                                         event(COVER_ENROLMENT, "2025-05-10", "2025-05-10"),
                                         event(COVER_WINDOW, "2025-06-10", "2025-06-10"),
                                         event(COVER_REHIRE, "2025-08-10", "2025-08-10")};
    struct cover_facts facts = facts_of(events, 4);
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-04-10 no A-02");
    facts.event_count = 5;
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-04-10 no A-02; "
         "2025-09-01 yes B-05 since 2025-09-01");
    plan.settings.rehire = PLAN_REHIRE_OPT_OUT_STANDS;
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-04-10 no A-02");
    const struct cover_event undated[] = {events[0], event(COVER_OPT_OUT, NULL, NULL)};
    facts = facts_of(undated, 2);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 unknown A-02 since 2025-02-01");
}

static void b07_leave_suspends_when_it_is_longer_than_the_plan_allows(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event events[] = {event(COVER_ENROLMENT, "2024-01-10", "2024-01-10"),
                                   event(COVER_LEAVE_START, "2025-03-10", NULL),
                                   event(COVER_LEAVE_END, "2025-04-11", "2025-04-16")};
    struct cover_facts facts = facts_of(events, 3);
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-07 since 2024-02-01; "
         "2025-06-01 yes B-05 since 2024-02-01");
    events[2].date = plans_date("2025-04-10");
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 yes B-05 since 2024-02-01");
    plan.settings.exact_leave_suspends.value = true;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-07 since 2024-02-01; "
         "2025-06-01 yes B-05 since 2024-02-01");
    events[2].date = plans_date("2025-04-09");
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 yes B-05 since 2024-02-01");
    plan.cover.leave_months.value = 0;
    events[2].date = plans_date("2025-09-09");
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 yes B-05 since 2024-02-01");
    plan.cover.leave_months.value = 2;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-07 since 2024-02-01; "
         "2025-10-01 yes B-05 since 2024-02-01");
    facts.event_count = 2;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-05-10 no B-07 since 2024-02-01");
    facts.known_until = plans_date("2025-05-01");
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 unknown B-07 since "
         "2024-02-01; 2025-05-02 yes B-05 since 2024-02-01; 2025-05-10 no B-07 since "
         "2024-02-01");
    facts.known_until = plans_date("2025-05-11");
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-07 since 2024-02-01");
    plan.cover.leave_months.value = 0;
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 yes B-05 since 2024-02-01");
    // A return from a leave of which nobody said when it began.
    const struct cover_event back[] = {events[0], events[2]};
    plan = plan_b();
    facts = facts_of(back, 2);
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 unknown B-07 since 2024-02-01; 2025-10-01 yes B-05 since 2024-02-01");
}

static void b14_an_unpaid_month_suspends_until_the_arrears_count(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2024-01-10", "2024-01-10"),
                                         event(COVER_UNPAID, "2025-03-31", NULL),
                                         event(COVER_UNPAID, "2025-04-30", NULL),
                                         event(COVER_ARREARS_PAID, "2025-06-10", "2025-06-10"),
                                         event(COVER_UNPAID, "2025-09-30", NULL)};
    struct cover_facts facts = facts_of(events, 2);
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-14 since 2024-02-01");
    facts.event_count = 3;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-14 since 2024-02-01");
    facts.event_count = 4;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-14 since 2024-02-01; "
         "2025-07-01 yes B-05 since 2024-02-01");
    facts.event_count = 5;
    says(&plan, &facts, "2025-03-01", "2025-12-31",
         "2025-03-01 yes B-05 since 2024-02-01; 2025-04-01 no B-14 since 2024-02-01; "
         "2025-07-01 yes B-05 since 2024-02-01; 2025-10-01 no B-14 since 2024-02-01");
    plan.cover.unpaid_suspends.value = false;
    says(&plan, &facts, "2025-03-01", "2025-12-31", "2025-03-01 yes B-05 since 2024-02-01");
}

static void b03_s32_the_window_of_june_and_of_july(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event asked = event(COVER_WINDOW, "2025-06-01", NULL);
    struct cover_facts facts = facts_of(&asked, 1);
    says(&plan, &facts, "2025-05-01", "2026-12-31",
         "2025-05-01 no B-03; 2025-07-01 yes B-03 since 2025-07-01; 2026-07-01 no B-03");
    asked.date = plans_date("2025-05-31");
    says(&plan, &facts, "2025-05-01", "2026-12-31", "2025-05-01 no B-03");
    asked.date = plans_date("2025-07-31");
    says(&plan, &facts, "2025-05-01", "2026-12-31",
         "2025-05-01 no B-03; 2025-08-01 yes B-03 since 2025-08-01 flag S-32; "
         "2026-07-01 no B-03");
    asked.date = plans_date("2025-08-01");
    says(&plan, &facts, "2025-05-01", "2026-12-31", "2025-05-01 no B-03");
    asked.date = plans_date("2025-06-30");
    asked.paid = FACT_UNKNOWN;
    says(&plan, &facts, "2025-05-01", "2026-12-31",
         "2025-05-01 no B-03; 2025-07-01 unknown B-03; 2026-07-01 no B-03");
    // A late request that is accepted with a flag, then one in time: the second year has none.
    struct cover_event two[] = {event(COVER_WINDOW, "2025-07-10", NULL),
                                event(COVER_WINDOW, "2026-06-10", NULL)};
    facts = facts_of(two, 2);
    says(&plan, &facts, "2026-07-01", "2027-12-31",
         "2026-07-01 yes B-03 since 2025-08-01; 2027-07-01 no B-03");
}

static void s12_s14_ages_at_entry_at_the_onset_and_at_the_end(void **state) {
    (void)state;
    struct plan plan = plan_a();
    const struct cover_event entered = event(COVER_ENROLMENT, "2015-01-10", "2015-01-10");
    struct cover_facts facts = facts_of(&entered, 1);
    facts.birth = plans_date("2008-02-29"); // 18 on 1 March 2026
    says(&plan, &facts, "2026-01-01", "2026-12-31",
         "2026-01-01 no A-04 since 2015-02-01; 2026-03-01 yes A-07 since 2015-02-01");
    plan.settings.leap_birthday = PLAN_LEAP_BIRTHDAY_IN_FEBRUARY;
    says(&plan, &facts, "2026-01-01", "2026-12-31",
         "2026-01-01 no A-04 since 2015-02-01; 2026-02-28 yes A-07 since 2015-02-01");
    plan.cover.minimum_age.value = 0;
    says(&plan, &facts, "2026-01-01", "2026-12-31", "2026-01-01 yes A-07 since 2015-02-01");
    plan = plan_a();
    facts.birth = plans_date("2004-03-15"); // a child to 21
    facts.child = FACT_YES;
    plan.cover.child_age = (struct plan_number){21, "C-21", ""};
    says(&plan, &facts, "2024-12-01", "2026-12-31",
         "2024-12-01 yes A-07 since 2015-02-01; 2025-04-01 no C-21 since 2015-02-01");
    plan.settings.child_end = PLAN_CHILD_END_OF_JUNE;
    says(&plan, &facts, "2024-12-01", "2026-12-31",
         "2024-12-01 yes A-07 since 2015-02-01; 2025-07-01 no C-21 since 2015-02-01");
    facts.birth = plans_date("2004-07-01");
    says(&plan, &facts, "2024-12-01", "2026-12-31",
         "2024-12-01 yes A-07 since 2015-02-01; 2026-07-01 no C-21 since 2015-02-01");
    facts.child = FACT_UNKNOWN;
    says(&plan, &facts, "2024-12-01", "2026-12-31", "2024-12-01 yes A-07 since 2015-02-01");
    facts.birth = (struct civil_date){0};
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 unknown S-12 since 2015-02-01");
    plan.cover.minimum_age.value = plan.cover.exit_age.value = plan.cover.entry_age.value = 0;
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 yes A-07 since 2015-02-01");
    facts.holder = FACT_NO;
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 unknown S-12 since 2015-02-01");
    facts.child = FACT_NO;
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 yes A-07 since 2015-02-01");
    plan.cover.entry_age = (struct plan_number){70, "E-70", ""};
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 unknown S-12 since 2015-02-01");
    plan.cover.entry_age.value = 0;
    plan.cover.exit_age.value = 75;
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 unknown S-12 since 2015-02-01");
    plan.cover.exit_age.value = 0;
    plan.cover.minimum_age.value = 18;
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 unknown S-12 since 2015-02-01");
    plan.cover.minimum_age.value = plan.cover.child_age.value = 0;
    facts.child = FACT_YES;
    says(&plan, &facts, "2024-12-01", "2024-12-02", "2024-12-01 yes A-07 since 2015-02-01");
    // The end at 75, with the annual expiry.
    plan = plan_a();
    facts = facts_of(&entered, 1);
    facts.birth = plans_date("1950-12-31");
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 yes A-07 since 2015-02-01; 2026-01-01 no A-05 since 2015-02-01");
    facts.birth = plans_date("1951-01-01");
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 yes A-07 since 2015-02-01; 2027-01-01 no A-05 since 2015-02-01");
    facts.death = plans_date("2026-04-10");
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 yes A-07 since 2015-02-01; 2026-04-11 no S-27 since 2015-02-01; 2027-01-01 "
         "no A-05 since 2015-02-01");
    facts = facts_of(&entered, 1);
    facts.holder = FACT_NO;
    facts.holder_birth = plans_date("1950-06-15");
    says(&plan, &facts, "2025-01-01", "2027-12-31",
         "2025-01-01 yes A-07 since 2015-02-01; 2026-01-01 no A-05 since 2015-02-01");
    // Nobody of that age enters.
    facts.holder = FACT_YES;
    facts.holder_birth = (struct civil_date){0};
    facts.birth = plans_date("1940-02-01");
    says(&plan, &facts, "2015-01-01", "2015-12-31", "2015-01-01 no A-05");
    facts.birth = plans_date("1940-02-02");
    says(&plan, &facts, "2015-01-01", "2016-12-31",
         "2015-01-01 no A-07; 2015-02-01 yes A-07 since 2015-02-01; 2016-01-01 no A-05 "
         "since 2015-02-01");
    assert_int_equal(coverage_age_reached(&plan, (struct civil_date){0}, 18).number, 0);
    assert_int_equal(coverage_age_reached(&plan, plans_date("2008-02-28"), 18).number,
                     plans_date("2026-02-28").number);
    assert_int_equal(coverage_age_reached(&plan, plans_date("2008-03-29"), 18).number,
                     plans_date("2026-03-29").number);
    assert_int_equal(coverage_age_reached(&plan, plans_date("2990-02-28"), 18).number, 0);
}

static void what_is_open_once_stays_open(void **state) {
    (void)state;
    struct plan plan = plan_b();
    const struct cover_event twice[] = {event(COVER_ENROLMENT, "2025-01-10", NULL),
                                        event(COVER_ENROLMENT, "2025-03-10", NULL)};
    struct cover_facts facts = facts_of(twice, 2);
    says(&plan, &facts, "2025-01-01", "2025-12-31", "2025-01-01 no B-05; 2025-02-01 unknown B-05");
    const struct cover_event ended[] = {event(COVER_ENROLMENT, "2025-01-10", "2025-01-10"),
                                        event(COVER_TERMINATION, "2025-03-10", NULL),
                                        event(COVER_TERMINATION, "2025-05-10", NULL)};
    facts = facts_of(ended, 3);
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01; 2025-04-01 unknown B-06 "
         "since 2025-02-01");
}

static void a_request_that_is_not_sure_ends_no_cover_and_an_entry_takes_no_flag(void **state) {
    (void)state;
    struct plan plan = plan_b();
    struct cover_event unsure[] = {event(COVER_ENROLMENT, "2025-01-10", "2025-01-10"),
                                   event(COVER_WINDOW, "2025-06-10", NULL)};
    unsure[1].paid = FACT_UNKNOWN;
    struct cover_facts facts = facts_of(unsure, 2);
    says(&plan, &facts, "2025-01-01", "2026-12-31",
         "2025-01-01 no B-05; 2025-02-01 yes B-05 since 2025-02-01");
    const struct cover_event entered[] = {event(COVER_WINDOW, "2025-07-10", NULL),
                                          event(COVER_ENROLMENT, "2026-06-10", "2026-06-10")};
    facts = facts_of(entered, 2);
    says(&plan, &facts, "2026-07-01", "2026-12-31", "2026-07-01 yes B-05 since 2025-08-01");
    // Under a plan without an age for children.
    plan = plan_a();
    facts = facts_of(unsure, 1);
    facts.child = FACT_YES;
    says(&plan, &facts, "2025-01-01", "2025-12-31",
         "2025-01-01 no A-07; 2025-02-01 yes A-07 since 2025-02-01");
}

// A request that comes too late for a window says nothing about the cover that runs out.
static void s32_who_is_too_old_to_enter_has_no_flag_on_the_cover_that_runs_out(void **state) {
    (void)state;
    struct plan plan = plan_b();
    plan.settings.late_window = PLAN_LATE_WINDOW_FLAGGED;
    plan.cover.end = PLAN_COVER_END_ANNUAL_EXPIRY;
    plan.cover.exit_age = (struct plan_number){70, "C-70", ""};
    const struct cover_event events[] = {event(COVER_ENROLMENT, "2015-01-10", "2015-01-10"),
                                         event(COVER_TERMINATION, "2026-01-10", "2026-01-10"),
                                         event(COVER_WINDOW, "2026-07-15", "2026-07-15")};
    struct cover_facts facts = facts_of(events, 3);
    facts.annual_expiry = plans_date("2020-09-30");
    facts.birth = plans_date("1955-12-15");
    says(&plan, &facts, "2026-01-01", "2026-12-31",
         "2026-01-01 yes B-05 since 2015-02-01; 2026-10-01 no C-70");
    facts.birth = plans_date("1970-05-05");
    says(&plan, &facts, "2026-01-01", "2026-12-31",
         "2026-01-01 yes B-05 since 2015-02-01; 2026-08-01 yes B-03 since 2015-02-01 flag S-32");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s32_who_is_too_old_to_enter_has_no_flag_on_the_cover_that_runs_out),
        cmocka_unit_test(the_rule_is_the_one_of_the_day),
        cmocka_unit_test(what_is_not_known_names_its_event),
        cmocka_unit_test(s32_the_flag_stays_with_the_year_it_was_given_for),
        cmocka_unit_test(b05_b06_from_enrolment_to_termination_and_back),
        cmocka_unit_test(an_event_without_its_day_is_not_a_no),
        cmocka_unit_test(a09_the_cover_lasts_to_the_next_annual_expiry),
        cmocka_unit_test(a06_a_change_in_the_family_has_its_term_and_its_contribution),
        cmocka_unit_test(a02_opting_out_ends_the_cover_for_ever),
        cmocka_unit_test(b07_leave_suspends_when_it_is_longer_than_the_plan_allows),
        cmocka_unit_test(b14_an_unpaid_month_suspends_until_the_arrears_count),
        cmocka_unit_test(b03_s32_the_window_of_june_and_of_july),
        cmocka_unit_test(s12_s14_ages_at_entry_at_the_onset_and_at_the_end),
        cmocka_unit_test(what_is_open_once_stays_open),
        cmocka_unit_test(a_request_that_is_not_sure_ends_no_cover_and_an_entry_takes_no_flag),
    };
    return cmocka_run_group_tests(tests, both_plans_open, both_plans_close);
}
