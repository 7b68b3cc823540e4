// SPDX-License-Identifier: EUPL-1.2
// Writing: groups, failures that stay alone, audit as a condition of commit, snapshots of readers.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/event.h"
#include "store/statement.h"

enum { THREADS = 8, EACH = 100 };

static enum rc count_funds(struct tx *tx, void *context) {
    struct arena *arena = arena_new(0);
    struct fund *funds = NULL;
    enum rc rc = fund_list(tx, arena, &funds, context);
    arena_free(arena);
    return rc;
}

static size_t funds(struct place *place) {
    size_t count = 0;
    assert_int_equal(store_read(place->store, STORE_OFFICE, "test.count", count_funds, &count),
                     RC_OK);
    return count;
}

struct worker {
    struct place *place;
    int number;
    int failed;
};

static void *write_many(void *context) {
    struct worker *worker = context;
    for (int i = 0; i < EACH; i++) {
        char name[64];
        snprintf(name, sizeof name, "fund-%d-%d", worker->number, i);
        worker->failed += place_fund(worker->place, name) != RC_OK;
    }
    return NULL;
}

static void eight_threads_share_commits_and_all_rows_are_there(void **state) {
    struct place *place = *state;
    pthread_t threads[THREADS];
    struct worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.place = place, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(workers[i].failed, 0);
    }
    struct store_metrics metrics;
    store_metrics(place->store, STORE_OFFICE, &metrics);
    assert_int_equal(funds(place), THREADS * EACH);
    assert_int_equal(metrics.closures, THREADS * EACH);
    assert_true(metrics.commits < metrics.closures);
    assert_int_equal(metrics.refused, 0);
}

struct gate {
    sem_t entered, open;
};

static enum rc wait_at_gate(struct tx *tx, void *context) {
    (void)tx;
    struct gate *gate = context;
    sem_post(&gate->entered);
    sem_wait(&gate->open);
    sem_post(&gate->open); // a second run passes
    return RC_OK;
}

struct outcome {
    char name[32];
    enum rc rc;
    sem_t *done;
};

static void note_outcome(void *context, enum rc rc) {
    struct outcome *outcome = context;
    outcome->rc = rc;
    sem_post(outcome->done);
}

// Holds the writer while closures queue up, so that they end in one group.
static void run_as_one_group(struct place *place, store_fn *const fns[], struct outcome *outcomes,
                             size_t count) {
    struct gate gate;
    sem_t done;
    sem_init(&gate.entered, 0, 0);
    sem_init(&gate.open, 0, 0);
    sem_init(&done, 0, 0);
    struct outcome held = {.done = &done};
    assert_int_equal(store_submit(place->store, STORE_OFFICE, "test.gate", wait_at_gate, &gate,
                                  note_outcome, &held),
                     RC_OK);
    sem_wait(&gate.entered);
    for (size_t i = 0; i < count; i++) {
        outcomes[i].done = &done;
        assert_int_equal(store_submit(place->store, STORE_OFFICE, "test.member", fns[i],
                                      outcomes[i].name, note_outcome, &outcomes[i]),
                         RC_OK);
    }
    sem_post(&gate.open);
    for (size_t i = 0; i < count + 1; i++) {
        sem_wait(&done);
    }
    sem_destroy(&gate.entered);
    sem_destroy(&gate.open);
    sem_destroy(&done);
}

static enum rc add_then_refuse(struct tx *tx, void *name) {
    enum rc rc = place_add_fund(tx, name);
    return rc == RC_OK ? RC_DENIED : rc;
}

static enum rc add_unaudited(struct tx *tx, void *name) {
    struct public_id id = public_id_new();
    return fund_insert(tx, &id, name, NULL);
}

static void a_closure_that_fails_harms_nobody_else_in_its_group(void **state) {
    struct place *place = *state;
    store_fn *const fns[] = {place_add_fund, add_then_refuse, place_add_fund,
                             add_unaudited,  place_add_fund,  place_add_fund};
    struct outcome outcomes[] = {{.name = "a"}, {.name = "b"}, {.name = "c"},
                                 {.name = "d"}, {.name = "a"}, {.name = "e"}};
    struct store_metrics before, after;
    store_metrics(place->store, STORE_OFFICE, &before);
    run_as_one_group(place, fns, outcomes, 6);
    store_metrics(place->store, STORE_OFFICE, &after);
    static const enum rc expected[] = {RC_OK, RC_DENIED, RC_OK, RC_BUG, RC_CONFLICT, RC_OK};
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(outcomes[i].rc, expected[i]);
    }
    assert_int_equal(funds(place), 3); // a, c, e
    assert_true(after.commits - before.commits < 5); // grouped, however slow the machine
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM audit"), 3);
    assert_int_equal(place_sql(place, "office.db", "SELECT max(seq) FROM audit"), 3);
    place_open(place);
}

// The first of a group has no savepoint: its failure ends the transaction. Run once, since the run
// of sanitizer builds that is not kept has one.
static void a_first_closure_that_fails_leaves_nothing_and_stops_nobody(void **state) {
    struct place *place = *state;
    char refused[] = "b", silent[] = "d", kept[] = "a";
    place_close(place);
    place->options.run_once = true;
    place_open(place);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.b", add_then_refuse, refused),
                     RC_DENIED);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.d", add_unaudited, silent),
                     RC_BUG);
    assert_int_equal(funds(place), 0);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.a", place_add_fund, kept), RC_OK);
    assert_int_equal(funds(place), 1);
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) + max(seq) FROM audit"), 2);
    place_open(place);
}

static void a_change_without_an_audit_entry_is_refused_and_rolled_back(void **state) {
    struct place *place = *state;
    char name[] = "silent";
    struct store_metrics metrics;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.silent", add_unaudited, name),
                     RC_BUG);
    assert_int_equal(funds(place), 0);
    store_metrics(place->store, STORE_OFFICE, &metrics);
    assert_int_equal(metrics.refused, 1);
    assert_true(store_ready(place->store));
}

static void a_system_write_may_touch_its_own_tables_only(void **state) {
    struct place *place = *state;
    char name[] = "silent";
    assert_int_equal(
        store_write_system(place->store, STORE_OFFICE, STORE_SYSTEM_SESSION, add_unaudited, name),
        RC_BUG);
    assert_int_equal(
        store_write_system(place->store, STORE_OFFICE, STORE_SYSTEM_SESSION, place_add_fund, name),
        RC_BUG);
    assert_int_equal(funds(place), 0);
    const struct login_name anna = {{1}};
    assert_int_equal(login_failed(place->store, &anna, "192.0.2.0/24", 1), RC_OK);
    assert_int_equal(login_succeeded(place->store, &anna), RC_OK);
}

struct nested {
    struct place *place;
    enum rc inner;
};

static enum rc write_inside(struct tx *tx, void *context) {
    (void)tx;
    struct nested *nested = context;
    nested->inner = place_fund(nested->place, "inner");
    return RC_OK;
}

static void a_write_inside_a_write_is_a_bug_and_not_a_deadlock(void **state) {
    struct nested nested = {.place = *state};
    assert_int_equal(
        store_write(nested.place->store, STORE_MONITORING, "test.outer", write_inside, &nested),
        RC_OK);
    assert_int_equal(nested.inner, RC_BUG);
}

struct snapshot {
    struct place *place;
    size_t before, after;
    enum rc written;
};

static void *write_meanwhile(void *context) {
    struct snapshot *snapshot = context;
    snapshot->written = place_fund(snapshot->place, "meanwhile");
    return NULL;
}

static enum rc look_twice(struct tx *tx, void *context) {
    struct snapshot *snapshot = context;
    pthread_t thread;
    enum rc rc = count_funds(tx, &snapshot->before);
    pthread_create(&thread, NULL, write_meanwhile, snapshot);
    pthread_join(thread, NULL);
    return rc == RC_OK ? count_funds(tx, &snapshot->after) : rc;
}

static void a_reader_keeps_its_snapshot_while_others_commit(void **state) {
    struct snapshot snapshot = {.place = *state};
    assert_int_equal(place_fund(snapshot.place, "before"), RC_OK);
    assert_int_equal(
        store_read(snapshot.place->store, STORE_OFFICE, "test.twice", look_twice, &snapshot),
        RC_OK);
    assert_int_equal(snapshot.written, RC_OK);
    assert_int_equal(snapshot.before, 1);
    assert_int_equal(snapshot.after, 1);
    assert_int_equal(funds(snapshot.place), 2);
}

static void a_read_cannot_write(void **state) {
    struct place *place = *state;
    char name[] = "smuggled";
    assert_int_not_equal(
        store_read(place->store, STORE_OFFICE, "test.smuggle", add_unaudited, name), RC_OK);
    assert_int_equal(funds(place), 0);
}

static enum rc use_other_database(struct tx *tx, void *name) {
    return place_add_fund(tx, name); // funds live in office
}

static void a_statement_of_the_other_database_is_refused(void **state) {
    struct place *place = *state;
    char name[] = "wrong side";
    assert_int_equal(
        store_write(place->store, STORE_MONITORING, "test.side", use_other_database, name), RC_BUG);
}

static int runs;

static enum rc count_runs(struct tx *tx, void *name) {
    runs++;
    return place_add_fund(tx, name);
}

static void a_sanitizer_build_runs_each_closure_twice_and_keeps_one(void **state) {
    struct place *place = *state;
    char name[] = "twice";
    runs = 0;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.twice", count_runs, name),
                     RC_OK);
#ifdef __SANITIZE_ADDRESS__
    assert_int_equal(runs, 2);
#else
    assert_int_equal(runs, 1);
#endif
    assert_int_equal(funds(place), 1);
    place_close(place);
    place->options.run_once = true;
    place_open(place);
    char other[] = "once";
    runs = 0;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.once", count_runs, other),
                     RC_OK);
    assert_int_equal(runs, 1);
}

static void a_full_queue_answers_busy(void **state) {
    struct place *place = *state;
    place_close(place);
    place->options.queue = 2;
    place_open(place);
    struct gate gate;
    sem_t done;
    sem_init(&gate.entered, 0, 0);
    sem_init(&gate.open, 0, 0);
    sem_init(&done, 0, 0);
    struct outcome outcomes[4] = {{.done = &done, .name = "0"},
                                  {.done = &done, .name = "1"},
                                  {.done = &done, .name = "2"},
                                  {.done = &done, .name = "3"}};
    assert_int_equal(store_submit(place->store, STORE_OFFICE, "test.gate", wait_at_gate, &gate,
                                  note_outcome, &outcomes[0]),
                     RC_OK);
    sem_wait(&gate.entered);
    for (int i = 1; i < 4; i++) {
        assert_int_equal(store_submit(place->store, STORE_OFFICE, "test.member", place_add_fund,
                                      outcomes[i].name, note_outcome, &outcomes[i]),
                         i < 3 ? RC_OK : RC_BUSY);
    }
    sem_post(&gate.open);
    for (int i = 0; i < 3; i++) {
        sem_wait(&done);
    }
    assert_int_equal(funds(place), 2);
}

static enum rc take_long(struct tx *tx, void *context) {
    (void)tx;
    (void)context;
    nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
    return RC_OK;
}

static void a_closure_over_its_cap_is_counted(void **state) {
    struct place *place = *state;
    struct store_metrics metrics;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.long", take_long, NULL), RC_OK);
    store_metrics(place->store, STORE_OFFICE, &metrics);
    assert_int_equal(metrics.slow, 1);
}

static void an_idle_writer_empties_its_log(void **state) {
    struct place *place = *state;
    assert_int_equal(place_fund(place, "one"), RC_OK);
    // The whole schema is in the database file soon, without another write and without closing.
    for (int i = 0; i < 100; i++) {
        struct stat facts;
        assert_int_equal(stat(place_path(place, "office.db"), &facts), 0);
        if (facts.st_size > 65536) {
            return;
        }
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    fail_msg("the write-ahead log was not checkpointed");
}

// A backup or an audit walk reads for minutes, and the writer must not wait for it.
static void a_reader_that_stays_holds_no_checkpoint_up(void **state) {
    struct place *place = *state;
    sqlite3 *reader = NULL;
    assert_int_equal(place_fund(place, "before"), RC_OK);
    assert_int_equal(sqlite3_open(place_path(place, "office.db"), &reader), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM funds;", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(place_fund(place, "after"), RC_OK);
    int64_t began = clock_monotonic_us();
    place_close(place); // truncates the log if nobody reads it
    assert_true(clock_monotonic_us() - began < CLOCK_SECOND_US);
    sqlite3_close(reader);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM funds"), 2);
}

static void database_files_are_private_whatever_the_umask(void **state) {
    static const char *const names[] = {"office.db", "office.db-wal", "monitoring.db",
                                        "store.lock"};
    struct place *place = *state;
    assert_int_equal(place_fund(place, "one"), RC_OK);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct stat facts;
        assert_int_equal(stat(place_path(place, names[i]), &facts), 0);
        assert_int_equal(facts.st_mode & 0777, 0600);
    }
}

static int64_t told;

static void note_events(void *context, enum store_db db, int64_t last_seq) {
    (void)context;
    told = db == STORE_OFFICE ? last_seq : -1;
}

static enum rc add_event(struct tx *tx, void *context) {
    struct event event = {.audience = "claims", .kind = "claim.filed", .payload = "{}"};
    event.fund = public_id_new();
    enum rc rc = event_append(tx, &event);
    if (rc == RC_OK && context) {
        return RC_DENIED;
    }
    return rc == RC_OK ? audit_append(tx, "system", "test.event", "", NULL) : rc;
}

static void events_are_told_after_the_commit_and_not_when_rolled_back(void **state) {
    struct place *place = *state;
    int refuse = 1;
    place_close(place);
    place->options.on_events = note_events;
    place_open(place);
    told = 0;
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.event", add_event, &refuse),
                     RC_DENIED);
    assert_int_equal(told, 0);
    assert_int_equal(store_write(place->store, STORE_OFFICE, "test.event", add_event, NULL), RC_OK);
    assert_int_equal(told, 1);
}

static void a_second_process_is_told_that_the_store_is_locked(void **state) {
    struct place *place = *state;
    struct fault fault = {0};
    struct store *second = NULL;
    assert_int_equal(store_open(&place->options, &second, &fault), RC_BUSY);
    assert_string_equal(fault.code, "store-locked");
    assert_null(second);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(eight_threads_share_commits_and_all_rows_are_there),
        TEST(a_closure_that_fails_harms_nobody_else_in_its_group),
        TEST(a_first_closure_that_fails_leaves_nothing_and_stops_nobody),
        TEST(a_change_without_an_audit_entry_is_refused_and_rolled_back),
        TEST(a_system_write_may_touch_its_own_tables_only),
        TEST(a_write_inside_a_write_is_a_bug_and_not_a_deadlock),
        TEST(a_reader_keeps_its_snapshot_while_others_commit),
        TEST(a_read_cannot_write),
        TEST(a_statement_of_the_other_database_is_refused),
        TEST(a_sanitizer_build_runs_each_closure_twice_and_keeps_one),
        TEST(a_full_queue_answers_busy),
        TEST(a_closure_over_its_cap_is_counted),
        TEST(an_idle_writer_empties_its_log),
        TEST(a_reader_that_stays_holds_no_checkpoint_up),
        TEST(database_files_are_private_whatever_the_umask),
        TEST(events_are_told_after_the_commit_and_not_when_rolled_back),
        TEST(a_second_process_is_told_that_the_store_is_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
