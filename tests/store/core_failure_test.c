// SPDX-License-Identifier: EUPL-1.2
// A disk that fails: nothing is acknowledged after a failed flush, and a full disk harms only what
// does not fit.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <semaphore.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core_fault_vfs.h"
#include "store/audit.h"

static void open_on_faulty_disk(struct place *place) {
    place_close(place);
    place->options.vfs = FAULT_VFS;
    place_open(place);
}

static void after_a_failed_flush_nothing_is_accepted_until_restarted(void **state) {
    struct place *place = *state;
    struct store_crypto crypto = place_crypto(place->vault);
    struct store_metrics metrics;
    struct audit_report report;
    open_on_faulty_disk(place);
    assert_int_equal(place_fund(place, "before"), RC_OK);
    int struck = fault_vfs_struck();
    fault_vfs_arm(FAULT_CALL_SYNC, "office.db-wal", 1, SQLITE_IOERR_FSYNC);
    assert_int_equal(place_fund(place, "unknown"), RC_IO);
    assert_int_equal(fault_vfs_struck(), struck + 1);
    // The disk works again, but what the kernel dropped nobody knows.
    assert_int_equal(place_fund(place, "after"), RC_BUSY);
    assert_false(store_ready(place->store));
    store_metrics(place->store, STORE_OFFICE, &metrics);
    assert_true(metrics.read_only);
    store_metrics(place->store, STORE_MONITORING, &metrics);
    assert_false(metrics.read_only);
    place_close(place);
    place_open(place);
    assert_true(store_ready(place->store));
    assert_int_equal(place_fund(place, "restarted"), RC_OK);
    place_close(place);
    assert_int_equal(place_sql(place, "office.db",
                               "SELECT count(*) FROM funds WHERE name IN ('before', 'restarted')"),
                     2);
    assert_int_equal(
        place_sql(place, "office.db", "SELECT count(*) FROM funds WHERE name = 'after'"), 0);
    assert_int_equal(audit_verify(place->folder, &crypto, NULL, &report), RC_OK);
}

static void a_failed_checkpoint_flush_is_a_failed_flush(void **state) {
    struct place *place = *state;
    open_on_faulty_disk(place);
    fault_vfs_arm(FAULT_CALL_SYNC, "office.db", 1, SQLITE_IOERR_FSYNC);
    int struck = fault_vfs_struck();
    assert_int_equal(place_fund(place, "acknowledged"), RC_OK);
    for (int i = 0; i < 200 && fault_vfs_struck() == struck; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL); // it checkpoints when idle
    }
    assert_int_equal(fault_vfs_struck(), struck + 1);
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    assert_int_equal(place_fund(place, "after"), RC_BUSY);
    place_close(place);
    place_open(place);
    place_close(place);
    assert_int_equal(
        place_sql(place, "office.db", "SELECT count(*) FROM funds WHERE name = 'acknowledged'"), 1);
}

struct gate {
    sem_t entered, open, done;
    enum rc rcs[4];
    int answered;
};

static enum rc wait_at_gate(struct tx *tx, void *context) {
    (void)tx;
    struct gate *gate = context;
    sem_post(&gate->entered);
    sem_wait(&gate->open);
    sem_post(&gate->open);
    return RC_OK;
}

static void note_rc(void *context, enum rc rc) {
    struct gate *gate = context;
    gate->rcs[gate->answered++] = rc;
    sem_post(&gate->done);
}

// A closure that changes nothing and three that add a fund, as one group that waits to be let go.
static void gather_group(struct place *place, struct gate *gate, char names[3][8]) {
    sem_init(&gate->entered, 0, 0);
    sem_init(&gate->open, 0, 0);
    sem_init(&gate->done, 0, 0);
    open_on_faulty_disk(place);
    assert_int_equal(
        store_submit(place->store, STORE_OFFICE, "test.gate", wait_at_gate, gate, note_rc, gate),
        RC_OK);
    sem_wait(&gate->entered);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_submit(place->store, STORE_OFFICE, "test.member", place_add_fund,
                                      names[i], note_rc, gate),
                         RC_OK);
    }
}

static void let_group_go(struct gate *gate) {
    sem_post(&gate->open);
    for (int i = 0; i < 4; i++) {
        sem_wait(&gate->done);
    }
}

static void when_a_group_does_not_fit_its_closures_run_again_singly(void **state) {
    struct place *place = *state;
    struct gate gate = {.answered = 0};
    char names[3][8] = {"a", "b", "c"};
    gather_group(place, &gate, names);
    int struck = fault_vfs_struck();
    fault_vfs_arm(FAULT_CALL_WRITE, "office.db-wal", 1, SQLITE_FULL);
    let_group_go(&gate);
    assert_int_equal(fault_vfs_struck(), struck + 1);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gate.rcs[i], RC_OK);
    }
    assert_true(store_ready(place->store));
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM funds"), 3);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM audit"), 3);
}

// The group is known to be rolled back, so only the one whose flush failed is left in doubt.
static void behind_a_rerun_whose_flush_fails_the_others_are_refused_not_in_doubt(void **state) {
    struct place *place = *state;
    struct gate gate = {.answered = 0};
    char names[3][8] = {"a", "b", "c"};
    gather_group(place, &gate, names);
    int struck = fault_vfs_struck();
    fault_vfs_arm(FAULT_CALL_WRITE, "office.db-wal", 1, SQLITE_FULL);
    fault_vfs_then(FAULT_CALL_SYNC, "office.db-wal", SQLITE_IOERR_FSYNC);
    let_group_go(&gate);
    assert_int_equal(fault_vfs_struck(), struck + 2);
    static const enum rc expected[] = {RC_OK, RC_IO, RC_BUSY, RC_BUSY};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gate.rcs[i], expected[i]);
    }
    assert_false(store_ready(place->store));
    place_close(place);
    assert_int_equal(
        place_sql(place, "office.db", "SELECT count(*) FROM funds WHERE name IN ('b', 'c')"), 0);
}

static void a_full_disk_is_said_and_what_was_there_stays(void **state) {
    struct place *place = *state;
    open_on_faulty_disk(place);
    assert_int_equal(place_fund(place, "before"), RC_OK);
    fault_vfs_arm(FAULT_CALL_WRITE, "office.db-wal", 1, SQLITE_FULL);
    // Alone in its group it is run once more, and fits by then.
    assert_int_equal(place_fund(place, "second try"), RC_OK);
    assert_true(store_ready(place->store));
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM funds"), 2);
}

enum { SCRIPT = 6 };

// Opens the store and adds funds "<run>-<i>"; returns how many were acknowledged (bit i), or -1 if
// it did not open.
static int run_script(struct place *place, int run) {
    struct fault fault = {0};
    int acknowledged = 0;
    if (store_open(&place->options, &place->store, &fault) != RC_OK) {
        place->store = NULL;
        return -1;
    }
    for (int i = 0; i < SCRIPT; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d-%d", run, i);
        if (place_fund(place, name) == RC_OK) {
            acknowledged |= 1 << i;
        }
    }
    place_close(place);
    return acknowledged;
}

static void check_script(struct place *place, int run, int acknowledged) {
    struct store_crypto crypto = place_crypto(place->vault);
    struct audit_report report;
    for (int i = 0; i < SCRIPT; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM funds WHERE name = '%d-%d'", run, i);
        int64_t there = place_sql(place, "office.db", sql);
        assert_true(there <= 1);
        if (acknowledged >= 0 && (acknowledged & 1 << i)) {
            assert_int_equal(there, 1);
        }
    }
    assert_int_equal(audit_verify(place->folder, &crypto, NULL, &report), RC_OK);
}

// The k-th call fails, for every k of the script: opening, writing, checkpointing, closing.
static int fail_every(struct place *place, enum fault_call call, const char *suffix, int code,
                      int first) {
    int struck = 0;
    for (int k = 1;; k++) {
        int before = fault_vfs_struck();
        fault_vfs_arm(call, suffix, k, code);
        int acknowledged = run_script(place, first + k);
        if (fault_vfs_struck() == before) {
            fault_vfs_arm(FAULT_CALL_NONE, suffix, 1, code);
            assert_int_equal(acknowledged, (1 << SCRIPT) - 1);
            return struck;
        }
        struck++;
        check_script(place, first + k, acknowledged);
    }
}

static void whichever_call_fails_what_was_acknowledged_is_there(void **state) {
    static const struct {
        enum fault_call call;
        const char *suffix;
        int code;
    } rows[] = {
        {FAULT_CALL_SYNC, "office.db-wal", SQLITE_IOERR_FSYNC},
        {FAULT_CALL_SYNC, "office.db", SQLITE_IOERR_FSYNC},
        {FAULT_CALL_WRITE, "office.db-wal", SQLITE_IOERR_WRITE},
        {FAULT_CALL_WRITE, "office.db", SQLITE_IOERR_WRITE},
        {FAULT_CALL_WRITE, "office.db-wal", SQLITE_FULL},
        {FAULT_CALL_WRITE, "office.db", SQLITE_FULL},
    };
    struct place *place = *state;
    place_close(place);
    place->options.vfs = FAULT_VFS;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int struck =
            fail_every(place, rows[i].call, rows[i].suffix, rows[i].code, (int)(i + 1) * 1000);
        assert_true(struck > 0);
    }
}

// A first start that is cut short at any call: either it says so and the next one completes, or
// nothing was lost. Every one of the first calls, then ever sparser: each migration adds many, and
// each point costs two starts.
static void whichever_call_fails_the_first_start_can_be_repeated(void **state) {
    struct place *place = *state;
    int struck = 0;
    place_close(place);
    place->options.vfs = FAULT_VFS;
    for (int k = 1;; k += 1 + k / 12) {
        static const char *const files[] = {"office.db", "office.db-wal", "office.db-shm"};
        for (size_t i = 0; i < 3; i++) {
            remove(place_path(place, files[i]));
        }
        int before = fault_vfs_struck();
        fault_vfs_arm(FAULT_CALL_WRITE, "office.db-wal", k, SQLITE_IOERR_WRITE);
        int acknowledged = run_script(place, k);
        fault_vfs_arm(FAULT_CALL_NONE, "x", 1, SQLITE_OK);
        if (fault_vfs_struck() == before) {
            break;
        }
        struck++;
        place_open(place);
        place_close(place);
        check_script(place, k, acknowledged);
    }
    assert_true(struck > 10);
}

static int register_vfs(void **state) {
    (void)state;
    fault_vfs_register();
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(after_a_failed_flush_nothing_is_accepted_until_restarted),
        TEST(a_failed_checkpoint_flush_is_a_failed_flush),
        TEST(when_a_group_does_not_fit_its_closures_run_again_singly),
        TEST(behind_a_rerun_whose_flush_fails_the_others_are_refused_not_in_doubt),
        TEST(a_full_disk_is_said_and_what_was_there_stays),
        TEST(whichever_call_fails_what_was_acknowledged_is_there),
        TEST(whichever_call_fails_the_first_start_can_be_repeated),
    };
    return cmocka_run_group_tests(tests, register_vfs, NULL);
}
