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

static void when_a_group_does_not_fit_its_closures_run_again_singly(void **state) {
    struct place *place = *state;
    struct gate gate = {.answered = 0};
    char names[3][8] = {"a", "b", "c"};
    sem_init(&gate.entered, 0, 0);
    sem_init(&gate.open, 0, 0);
    sem_init(&gate.done, 0, 0);
    open_on_faulty_disk(place);
    assert_int_equal(
        store_submit(place->store, STORE_OFFICE, "test.gate", wait_at_gate, &gate, note_rc, &gate),
        RC_OK);
    sem_wait(&gate.entered);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_submit(place->store, STORE_OFFICE, "test.member", place_add_fund,
                                      names[i], note_rc, &gate),
                         RC_OK);
    }
    int struck = fault_vfs_struck();
    fault_vfs_arm(FAULT_CALL_WRITE, "office.db-wal", 1, SQLITE_FULL);
    sem_post(&gate.open);
    for (int i = 0; i < 4; i++) {
        sem_wait(&gate.done);
    }
    assert_int_equal(fault_vfs_struck(), struck + 1);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(gate.rcs[i], RC_OK);
    }
    assert_true(store_ready(place->store));
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM funds"), 3);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM audit"), 3);
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
        TEST(a_full_disk_is_said_and_what_was_there_stays),
    };
    return cmocka_run_group_tests(tests, register_vfs, NULL);
}
