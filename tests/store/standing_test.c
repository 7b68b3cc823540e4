// SPDX-License-Identifier: EUPL-1.2
// A death or the end of a cover, known to the office, reaches monitoring as a task for a person
// (telemonitoring §5 case 34).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "office_house.h"
#include "service/enrolment.h"
#include "service/leaving.h"
#include "service/person_cover.h"
#include "service/standing.h"

static const char *const acts_3[] = {"unable", "unable", "unable", "able"};

static int64_t monitoring(struct office *office, const char *sql) {
    return place_sql(office->place, "monitoring.db", sql);
}

static int64_t rows(struct office *office, const char *outcome) {
    char sql[160];
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM outbox WHERE kind = 'monitoring.standing' AND outcome = '%s'",
             outcome);
    return place_sql(office->place, "office.db", sql);
}

#define OPEN(rule) "SELECT count(*) FROM alerts WHERE state <> 'closed' AND rule = '" rule "'"
#define DECEASED OPEN("member-deceased/1")
#define UNCOVERED OPEN("cover-ended/1")

static void apply(struct office *office) {
    assert_int_equal(standing_apply(&office->service), RC_OK);
}

// Somebody who may be monitored, with covers that end on that day (NULL: open) and their account.
static void take_in_under(struct office *office, const char *plan, const char *to) {
    struct person_new input = {
        .first_name = "Rosa",
        .last_name = "Rossi",
        .birth_date = "1960-01-01",
        .codice_fiscale = "RSSMRA85T10A562S",
        .covers = {{plan, "2020-01-01", to, FACT_YES}},
        .cover_count = 1,
    };
    assert_int_equal(person_register(&office->service, &office->handler, NULL, &input,
                                     &office->person, &office->fault),
                     RC_OK);
    office->family = office_account(office, "rosa.rossi", ROLE_FAMILY, &office->person);
}

static void take_in(struct office *office, const char *to) {
    take_in_under(office, "temporary-2026", to);
}

static void enrol(struct office *office) {
    const char *const conditions[] = {"copd"};
    assert_int_equal(person_enrol(&office->service, &office->handler, NULL, &office->person,
                                  conditions, 1, &office->fault),
                     RC_OK);
}

static void monitored(struct office *office, const char *to) {
    take_in(office, to);
    enrol(office);
    assert_int_equal(enrolment_apply(&office->service), RC_OK);
}

static enum rc life(struct office *office, const struct public_id *claim, bool died,
                    const char *day) {
    struct life_new sign = {
        .died = died, .date = day, .notified_on = died ? day : NULL, .evidence = "certificate 7"};
    fault_clear(&office->fault);
    return claim_record_life(&office->service, &office->handler, claim, -1, &sign,
                             &office->fault);
}

static void event_under(struct office *office, const char *plan, const char *kind,
                        const char *on) {
    bool ahead = strcmp(kind, "annual-expiry") == 0;
    struct cover_event_new input = {.plan = plan,
                                    .kind = kind,
                                    .on = on,
                                    .communicated_on = ahead ? NULL : on};
    fault_clear(&office->fault);
    assert_int_equal(cover_event_record(&office->service, &office->handler, NULL, &office->person,
                                        &input, &office->fault),
                     RC_OK);
}

static void event(struct office *office, const char *kind, const char *on) {
    event_under(office, "temporary-2026", kind, on);
}

// A whole day's walk; how many rows it wrote.
static int64_t walk(struct office *office, struct standing_keeper *keeper) {
    int64_t before = place_sql(office->place, "office.db", "SELECT count(*) FROM outbox");
    do {
        assert_int_equal(standing_keeper_run(keeper), RC_OK);
    } while (!keeper->done);
    return place_sql(office->place, "office.db", "SELECT count(*) FROM outbox") - before;
}

static void case_34_a_death_is_one_task_however_often_it_is_told(void **state) {
    struct office *office = *state;
    monitored(office, NULL);
    struct public_id claim = office_draft(office, "temporary-2026", acts_3, "2026-02-20");
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(rows(office, ""), 0);
    assert_int_equal(life(office, &claim, true, "2026-03-01"), RC_OK);
    assert_int_equal(monitoring(office, DECEASED), 0);
    apply(office);
    assert_int_equal(monitoring(office, DECEASED " AND severity = 'technical' AND repeats = 1 "
                                                 "AND kind = 'member'"),
                     1);
    assert_int_equal(monitoring(office, "SELECT grade FROM worklist"), 2);
    // Nothing ends by itself: that is for a person.
    assert_int_equal(monitoring(office, "SELECT count(*) FROM subjects WHERE closed_us IS NULL"),
                     1);
    assert_int_equal(rows(office, "applied"), 1);
    // The mark was lost, by a kill between the two databases.
    place_sql(office->place, "office.db",
              "UPDATE outbox SET done_us = NULL, outcome = '', next_us = 0 WHERE kind LIKE "
              "'%standing'");
    apply(office);
    assert_int_equal(rows(office, "applied"), 1);
    // Told once more, and looked at by the day's walk.
    assert_int_equal(life(office, &claim, true, "2026-02-28"), RC_OK);
    apply(office);
    struct standing_keeper keeper = {.service = &office->service};
    assert_int_equal(walk(office, &keeper), 0);
    assert_int_equal(monitoring(office, "SELECT count(*) FROM alerts WHERE repeats = 1"), 1);
    // A sign of life from later on takes the death back, and the task with it.
    assert_int_equal(life(office, &claim, false, "2026-03-02"), RC_OK);
    apply(office);
    assert_int_equal(monitoring(office, DECEASED), 0);
    assert_int_equal(monitoring(office, "SELECT count(*) FROM worklist"), 0);
    assert_int_equal(monitoring(office, "SELECT standing = 'in-force' FROM subjects"), 1);
}

static void case_34_a_death_told_before_the_enrolment_arrived_waits_for_it(void **state) {
    struct office *office = *state;
    take_in(office, NULL);
    struct public_id claim = office_draft(office, "temporary-2026", acts_3, "2026-02-20");
    assert_int_equal(office_send(office, &claim), RC_OK);
    // Of somebody who is not enrolled monitoring hears nothing.
    assert_int_equal(life(office, &claim, true, "2026-03-01"), RC_OK);
    assert_int_equal(rows(office, ""), 0);
    enrol(office);
    assert_int_equal(life(office, &claim, true, "2026-03-01"), RC_OK);
    apply(office);
    assert_int_equal(rows(office, "not-found"), 1);
    assert_int_equal(enrolment_apply(&office->service), RC_OK);
    place_sql(office->place, "office.db", "UPDATE outbox SET next_us = 0");
    apply(office);
    assert_int_equal(monitoring(office, DECEASED), 1);
}

static void case_34_a_cover_that_ends_by_the_calendar_is_a_task_on_its_day(void **state) {
    struct office *office = *state;
    struct standing_keeper keeper = {.service = &office->service};
    monitored(office, "2026-03-31");
    assert_int_equal(walk(office, &keeper), 0);
    office_day(office, "2026-03-31");
    assert_int_equal(walk(office, &keeper), 0);
    office_day(office, "2026-04-01");
    assert_int_equal(walk(office, &keeper), 1);
    assert_int_equal(walk(office, &keeper), 0); // that day is done
    apply(office);
    assert_int_equal(monitoring(office, UNCOVERED), 1);
    // A person who closes the task has decided: the next day asks nothing.
    place_sql(office->place, "monitoring.db",
              "UPDATE alerts SET state = 'closed', closed_us = raised_us; DELETE FROM worklist");
    office_day(office, "2026-04-02");
    assert_int_equal(walk(office, &keeper), 0);
    apply(office);
    assert_int_equal(monitoring(office, UNCOVERED), 0);
}

static void case_34_a_cover_that_was_given_up_is_a_task_and_done_with_the_end(void **state) {
    struct office *office = *state;
    struct standing_keeper keeper = {.service = &office->service};
    monitored(office, NULL);
    event(office, "enrolment", "2020-01-01");
    event(office, "annual-expiry", "2026-05-31");
    apply(office);
    assert_int_equal(monitoring(office, UNCOVERED), 0);
    event(office, "termination", "2026-03-02");
    apply(office);
    // The plan keeps the cover until the expiry of the year; the walk of the day after sees it.
    assert_int_equal(monitoring(office, UNCOVERED), 0);
    office_day(office, "2026-05-31");
    assert_int_equal(walk(office, &keeper), 0);
    office_day(office, "2026-06-01");
    assert_int_equal(walk(office, &keeper), 1);
    apply(office);
    assert_int_equal(monitoring(office, UNCOVERED), 1);
    struct public_id subject;
    struct leaving leaving = {.reason = LEAVING_YEAR_ENDED};
    struct arena *arena = arena_new(0);
    char sql[120];
    for (int i = 0; i < 32; i++) { // place_sql gives numbers
        snprintf(sql, sizeof sql, "SELECT unicode(substr(public_id, %d, 1)) FROM subjects", i + 1);
        subject.text[i] = (char)monitoring(office, sql);
    }
    subject.text[32] = '\0';
    leaving.subject = subject;
    assert_int_equal(
        monitoring_end(&office->service, &office->operator_, &leaving, arena, &office->fault),
        RC_OK);
    arena_free(arena);
    assert_int_equal(monitoring(office, UNCOVERED), 0);
    // Of who has left nothing is asked any more.
    struct public_id claim = office_draft(office, "temporary-2026", acts_3, "2026-02-20");
    assert_int_equal(office_send(office, &claim), RC_OK);
    assert_int_equal(life(office, &claim, true, "2026-05-30"), RC_OK);
    apply(office);
    assert_int_equal(monitoring(office, "SELECT count(*) FROM alerts WHERE state <> 'closed'"), 0);
}

static void case_34_who_holds_the_cover_counts_as_it_does_on_the_pages(void **state) {
    struct office *office = *state;
    static const char plan[] = "permanent-2026";
    take_in_under(office, plan, NULL);
    enrol(office);
    assert_int_equal(enrolment_apply(&office->service), RC_OK);
    event_under(office, plan, "enrolment", "2020-01-01");
    event_under(office, plan, "child", "2020-01-01"); // at the age of sixty
    apply(office);
    assert_int_equal(monitoring(office, UNCOVERED), 1);
    // Nobody is a child under a cover of their own.
    event_under(office, plan, "holder", "2020-06-01");
    apply(office);
    assert_int_equal(monitoring(office, UNCOVERED), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(case_34_a_death_is_one_task_however_often_it_is_told,
                                        office_make, office_drop),
        cmocka_unit_test_setup_teardown(
            case_34_a_death_told_before_the_enrolment_arrived_waits_for_it, office_make,
            office_drop),
        cmocka_unit_test_setup_teardown(
            case_34_a_cover_that_ends_by_the_calendar_is_a_task_on_its_day, office_make,
            office_drop),
        cmocka_unit_test_setup_teardown(
            case_34_a_cover_that_was_given_up_is_a_task_and_done_with_the_end, office_make,
            office_drop),
        cmocka_unit_test_setup_teardown(case_34_who_holds_the_cover_counts_as_it_does_on_the_pages,
                                        office_make, office_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
