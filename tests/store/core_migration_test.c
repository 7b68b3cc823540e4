// SPDX-License-Identifier: EUPL-1.2
// Migrations: a schema that is newer, altered or foreign is refused; a database with data is copied
// first.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fts.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "store/accounts.h"
#include "store/migration.h"

static void refused(struct place *place, const char *code) {
    struct fault fault = {0};
    struct store *store = NULL;
    assert_int_equal(store_open(&place->options, &store, &fault), RC_CONFLICT);
    assert_string_equal(fault.code, code);
    assert_null(store);
}

static void a_database_of_a_newer_program_is_refused(void **state) {
    struct place *place = *state;
    place_close(place);
    place_sql(place, "office.db", "INSERT INTO schema_migrations VALUES (9999, 'x', 'y', 'z', 1)");
    refused(place, "store-newer");
}

static void a_step_with_another_hash_is_refused(void **state) {
    struct place *place = *state;
    place_close(place);
    place_sql(place, "monitoring.db", "UPDATE schema_migrations SET sha256 = 'x' WHERE number = 1");
    refused(place, "store-altered");
}

static void a_missing_step_is_refused(void **state) {
    struct place *place = *state;
    place_close(place);
    place_sql(place, "office.db", "DELETE FROM schema_migrations WHERE number = 1");
    refused(place, "store-altered");
}

static void a_schema_changed_by_hand_is_refused(void **state) {
    static const char *const changes[] = {"DROP TRIGGER audit_is_append_only_delete",
                                          "ALTER TABLE outbox ADD COLUMN extra TEXT",
                                          "CREATE TABLE extra (x INTEGER)"};
    struct place *place = *state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char sql[512];
        place_close(place);
        snprintf(sql, sizeof sql, "VACUUM INTO '%s'", place_path(place, "good.db"));
        place_sql(place, "office.db", sql);
        place_sql(place, "office.db", changes[i]);
        refused(place, "store-altered");
        remove(place_path(place, "office.db-wal"));
        remove(place_path(place, "office.db-shm"));
        assert_int_equal(rename(place_path(place, "good.db"), place_path(place, "office.db")), 0);
        place_open(place);
    }
}

static void a_foreign_database_is_refused_and_left_alone(void **state) {
    struct place *place = *state;
    place_close(place);
    remove(place_path(place, "office.db"));
    place_sql(place, "office.db", "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (42)");
    refused(place, "store-altered");
    assert_int_equal(place_sql(place, "office.db", "SELECT x FROM theirs"), 42);
}

static void a_file_that_is_no_database_is_refused(void **state) {
    struct place *place = *state;
    struct fault fault = {0};
    struct store *store = NULL;
    place_close(place);
    FILE *out = fopen(place_path(place, "office.db"), "w");
    for (int i = 0; i < 1000; i++) {
        fputs("this is not a database\n", out);
    }
    fclose(out);
    assert_int_equal(store_open(&place->options, &store, &fault), RC_IO);
    assert_string_equal(fault.code, "store-unreadable");
}

static void opening_again_applies_nothing_twice(void **state) {
    struct place *place = *state;
    assert_int_equal(place_fund(place, "kept"), RC_OK);
    place_close(place);
    place_open(place);
    place_close(place);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM schema_migrations"),
                     (int64_t)STORE_MIGRATION_COUNTS[STORE_OFFICE]);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM funds"), 1);
}

static int copies(struct place *place) {
    char *const roots[] = {place->folder, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL, NULL);
    int count = 0;
    for (FTSENT *entry = fts_read(walk); entry; entry = fts_read(walk)) {
        if (entry->fts_info == FTS_F && strstr(entry->fts_path, "/before-migration/office-")) {
            assert_int_equal(place_sql_in(entry->fts_accpath, "SELECT count(*) FROM funds"), 1);
            count++;
        }
    }
    fts_close(walk);
    return count;
}

// An office database as it was one step ago: the earlier steps, and their rows from the finished
// one.
static void go_one_step_back(struct place *place) {
    struct buffer sql;
    size_t count = STORE_MIGRATION_COUNTS[STORE_OFFICE];
    char now[256];
    snprintf(now, sizeof now, "%s", place_path(place, "now.db"));
    assert_int_equal(rename(place_path(place, "office.db"), now), 0);
    buffer_init(&sql, 1 << 20);
    assert_int_equal(
        buffer_printf(&sql,
                      "PRAGMA journal_mode=WAL; PRAGMA application_id = 1397969991;"
                      "ATTACH '%s' AS now; CREATE TABLE schema_migrations ("
                      "    number INTEGER PRIMARY KEY,"
                      "    name TEXT NOT NULL,"
                      "    sha256 TEXT NOT NULL,"
                      "    schema_hash TEXT NOT NULL,"
                      "    applied_us INTEGER NOT NULL"
                      ") STRICT;"
                      "INSERT INTO schema_migrations SELECT * FROM now.schema_migrations"
                      " WHERE number < %d; DETACH now;",
                      now, STORE_MIGRATIONS[STORE_OFFICE][count - 1].number),
        RC_OK);
    for (size_t i = 0; i < count - 1; i++) {
        assert_int_equal(buffer_text(&sql, STORE_MIGRATIONS[STORE_OFFICE][i].sql), RC_OK);
    }
    assert_int_equal(
        buffer_printf(&sql, "INSERT INTO funds (public_id, name) VALUES ('%032d', 'old')", 1),
        RC_OK);
    place_sql(place, "office.db", buffer_string(&sql));
    buffer_free(&sql);
}

static void data_is_copied_and_checked_before_it_is_migrated(void **state) {
    struct place *place = *state;
    place_close(place);
    go_one_step_back(place);
    place_open(place);
    place_close(place);
    assert_int_equal(copies(place), 1);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM funds"), 1);
    assert_int_equal(place_sql(place, "office.db", "SELECT count(*) FROM schema_migrations"),
                     (int64_t)STORE_MIGRATION_COUNTS[STORE_OFFICE]);
    place_open(place);
    place_close(place);
    assert_int_equal(copies(place), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_database_of_a_newer_program_is_refused),
        TEST(a_step_with_another_hash_is_refused),
        TEST(a_missing_step_is_refused),
        TEST(a_schema_changed_by_hand_is_refused),
        TEST(a_foreign_database_is_refused_and_left_alone),
        TEST(a_file_that_is_no_database_is_refused),
        TEST(opening_again_applies_nothing_twice),
        TEST(data_is_copied_and_checked_before_it_is_migrated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
