// SPDX-License-Identifier: EUPL-1.2
// Backup under load, the proof that it is whole, and everything that makes it not so.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/outbox.h"

struct load {
    struct place *place;
    atomic_bool stop;
    atomic_int written;
};

static void *write_until_stopped(void *context) {
    struct load *load = context;
    while (!atomic_load(&load->stop)) {
        char name[32];
        snprintf(name, sizeof name, "fund-%d", atomic_load(&load->written));
        if (place_fund(load->place, name) == RC_OK) {
            atomic_fetch_add(&load->written, 1);
        }
    }
    return NULL;
}

static enum rc restore(struct place *place, const char *from, const char *into,
                       struct backup_report *report) {
    struct store_crypto crypto = place_crypto(place->vault);
    char target[256];
    snprintf(target, sizeof target, "%s", into ? place_path(place, into) : "");
    return store_restore_verify(place_path(place, from), &crypto, into ? target : NULL, report);
}

static void a_backup_under_load_restores_and_verifies(void **state) {
    struct load load = {.place = *state};
    struct place *place = load.place;
    struct fault fault = {0};
    struct backup_report report;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, write_until_stopped, &load), 0);
    for (int i = 0; i < 5; i++) {
        char name[32];
        snprintf(name, sizeof name, "backup-%d", i);
        while (atomic_load(&load.written) < (i + 1) * 10) {
            usleep(1000);
        }
        int before = atomic_load(&load.written);
        assert_int_equal(store_backup(place->store, place_path(place, name), &fault), RC_OK);
        int after = atomic_load(&load.written);
        assert_int_equal(restore(place, name, NULL, &report), RC_OK);
        assert_string_equal(report.problem, "");
        assert_true(report.audit.entries[STORE_OFFICE] >= before);
        assert_true(report.audit.entries[STORE_OFFICE] <= after + 1);
        assert_true(report.audit.checkpoints >= 1);
    }
    atomic_store(&load.stop, true);
    pthread_join(thread, NULL);
}

static void a_restored_copy_opens_and_goes_on(void **state) {
    struct place *place = *state;
    struct fault fault = {0};
    struct backup_report report;
    assert_int_equal(place_fund(place, "kept"), RC_OK);
    place_sql(place, "office.db",
              "INSERT INTO users (public_id, fund_id, username, role, display_name, password_hash, "
              "password_once, language, disabled, created_us) VALUES (lower(hex(randomblob(16))), "
              "1, 'anna', 'operator', '', 'x', 0, 'it', 0, 0);"
              "INSERT INTO sessions (public_id, user_id, token_hash, created_us, last_seen_us, "
              "idle_us, expires_us) VALUES (lower(hex(randomblob(16))), 1, randomblob(32), 0, 0, "
              "1, 9000000000000000000)");
    assert_int_equal(store_backup(place->store, place_path(place, "backup"), &fault), RC_OK);
    assert_int_equal(place_fund(place, "later"), RC_OK);
    assert_int_equal(restore(place, "backup", "fresh", &report), RC_OK);
    assert_true(report.bytes > 0);
    // Nobody is logged in again by it.
    assert_int_equal(place_sql(place, "fresh/office.db", "SELECT count(*) FROM users"), 1);
    assert_int_equal(place_sql(place, "fresh/office.db", "SELECT count(*) FROM sessions"), 0);
    place_close(place);
    struct place fresh = *place;
    snprintf(fresh.folder, sizeof fresh.folder, "%s", place_path(place, "fresh"));
    place_open(&fresh);
    assert_int_equal(place_fund(&fresh, "later"), RC_OK);
    assert_int_equal(place_fund(&fresh, "kept"), RC_CONFLICT);
    place_close(&fresh);
}

static void flip(const char *path, off_t at) {
    int fd = open(path, O_RDWR);
    char byte = 0;
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte = (char)(byte ^ 1);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void a_changed_byte_in_any_file_is_found(void **state) {
    static const struct {
        const char *file;
        off_t at;
    } rows[] = {{"backup/monitoring.db", 5000},
                {"backup/office.db", 100},
                {"backup/audit-checkpoint.txt", 40},
                {"backup/manifest.json", 30},
                {"backup/manifest.json.sig", 3}};
    struct place *place = *state;
    struct fault fault = {0};
    struct backup_report report;
    assert_int_equal(store_backup(place->store, place_path(place, "backup"), &fault), RC_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        flip(place_path(place, rows[i].file), rows[i].at);
        assert_int_equal(restore(place, "backup", "never", &report), RC_CONFLICT);
        assert_string_not_equal(report.problem, "");
        assert_int_equal(access(place_path(place, "never"), F_OK), -1);
        flip(place_path(place, rows[i].file), rows[i].at);
        assert_int_equal(restore(place, "backup", NULL, &report), RC_OK);
    }
}

static void a_missing_file_or_no_backup_at_all_is_said(void **state) {
    struct place *place = *state;
    struct fault fault = {0};
    struct backup_report report;
    assert_int_equal(restore(place, "nowhere", NULL, &report), RC_INVALID);
    assert_int_equal(store_backup(place->store, place_path(place, "backup"), &fault), RC_OK);
    assert_int_equal(unlink(place_path(place, "backup/office.db")), 0);
    assert_int_equal(restore(place, "backup", NULL, &report), RC_CONFLICT);
    assert_non_null(strstr(report.problem, "office.db"));
}

static void a_backup_signed_by_another_installation_is_refused(void **state) {
    struct place *place = *state;
    struct fault fault = {0};
    struct backup_report report;
    struct vault *other = NULL;
    assert_int_equal(store_backup(place->store, place_path(place, "backup"), &fault), RC_OK);
    assert_int_equal(vault_root_key_create(place_path(place, "other.key")), RC_OK);
    assert_int_equal(
        vault_open(&(struct vault_options){.root_key_file = place_path(place, "other.key")}, &other,
                   &fault),
        RC_OK);
    struct store_crypto crypto = place_crypto(other);
    assert_int_equal(store_restore_verify(place_path(place, "backup"), &crypto, NULL, &report),
                     RC_CONFLICT);
    assert_non_null(strstr(report.problem, "not signed"));
    vault_close(other);
}

static void nothing_is_overwritten(void **state) {
    struct place *place = *state;
    struct fault fault = {0};
    struct backup_report report;
    assert_int_equal(store_backup(place->store, place_path(place, "backup"), &fault), RC_OK);
    assert_int_equal(store_backup(place->store, place_path(place, "backup"), &fault), RC_CONFLICT);
    assert_string_equal(fault.code, "backup-not-empty");
    assert_int_equal(restore(place, "backup", "backup", &report), RC_CONFLICT);
    assert_int_equal(restore(place, "backup", NULL, &report), RC_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_backup_under_load_restores_and_verifies),
        TEST(a_restored_copy_opens_and_goes_on),
        TEST(a_changed_byte_in_any_file_is_found),
        TEST(a_missing_file_or_no_backup_at_all_is_said),
        TEST(a_backup_signed_by_another_installation_is_refused),
        TEST(nothing_is_overwritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
