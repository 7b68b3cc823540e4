// SPDX-License-Identifier: EUPL-1.2
// The audit chain: every kind of tampering is found; reads are noted once in ten minutes.
#include "core_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/accounts.h"
#include "store/audit.h"
#include "store/audit_chain.h"

#define LOOSE "DROP TRIGGER audit_is_append_only_update; DROP TRIGGER audit_is_append_only_delete;"

static enum rc verify(struct place *place, const char *against, struct audit_report *report) {
    struct store_crypto crypto = place_crypto(place->vault);
    return audit_verify(place->folder, &crypto, against, report);
}

static void put(const char *path, const char *text, const char *mode) {
    FILE *out = fopen(path, mode);
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static enum rc append_in_monitoring(struct tx *tx, void *context) {
    return audit_append(tx, "system", "test.note", context, "{\"n\":1}");
}

// Twenty entries in each chain, a checkpoint after the tenth and after the twentieth; closed.
static void fill(struct place *place, bool keep_outside) {
    char text[AUDIT_CHECKPOINT_SIZE], object[24];
    for (int i = 0; i < 20; i++) {
        snprintf(object, sizeof object, "fund %d", i);
        assert_int_equal(place_fund(place, object), RC_OK);
        assert_int_equal(
            store_write(place->store, STORE_MONITORING, "test.note", append_in_monitoring, object),
            RC_OK);
        if (i % 10 == 9) {
            assert_int_equal(audit_checkpoint(place->store, text), RC_OK);
            if (keep_outside) {
                put(place_path(place, "kept.txt"), text, "a");
            }
        }
    }
    place_close(place);
}

static void an_untouched_chain_verifies_with_and_without_outside_checkpoints(void **state) {
    struct place *place = *state;
    struct audit_report report;
    fill(place, true);
    assert_int_equal(verify(place, NULL, &report), RC_OK);
    assert_int_equal(report.entries[STORE_OFFICE], 20);
    assert_int_equal(report.entries[STORE_MONITORING], 20);
    assert_int_equal(report.checkpoints, 4);
    assert_int_equal(verify(place, place_path(place, "kept.txt"), &report), RC_OK);
    assert_int_equal(report.checkpoints, 6);
}

static void every_single_tampering_is_found_at_its_place(void **state) {
    static const struct {
        const char *sql;
        int64_t seq;
        const char *problem;
    } rows[] = {
        {"UPDATE audit SET actor = 'nobody' WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET action = 'x' WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET object = 'x' WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET detail = '{}' WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET at_us = at_us + 1 WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET hash = zeroblob(32) WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET prev = zeroblob(32) WHERE seq = 7", 7, "does not follow"},
        {"UPDATE audit SET actor = actor || 'a', action = 'f' WHERE seq = 1", 1, "changed"},
        {"UPDATE audit SET detail = detail || char(0) || 'x' WHERE seq = 7", 7, "changed"},
        {"UPDATE audit SET actor = actor || char(0, 7) WHERE seq = 20", 20, "changed"},
        {"DELETE FROM audit WHERE seq = 7", 7, "missing"},
        {"DELETE FROM audit WHERE seq = 1", 1, "missing"},
        {"DELETE FROM audit WHERE seq = 20", 20, "missing, a signed checkpoint"},
        {"DELETE FROM audit WHERE seq > 3", 4, "missing, a signed checkpoint"},
        {"DELETE FROM audit", 1, "missing, a signed checkpoint"},
        {"UPDATE audit SET seq = 100 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = 8;"
         " UPDATE audit SET seq = 8 WHERE seq = 100",
         7, "does not follow"},
        {"UPDATE audit SET seq = 21 WHERE seq = 20", 20, "missing"},
        {"INSERT INTO audit SELECT 21, at_us, actor, action, object, detail, hash, zeroblob(32)"
         " FROM audit WHERE seq = 20",
         21, "changed"},
    };
    struct place *place = *state;
    fill(place, false);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct audit_report report;
        char sql[1024];
        snprintf(sql, sizeof sql, "VACUUM INTO '%s'", place_path(place, "good.db"));
        place_sql(place, "office.db", sql);
        snprintf(sql, sizeof sql, LOOSE "%s", rows[i].sql);
        place_sql(place, "office.db", sql);
        assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
        assert_int_equal(report.first_bad_seq[STORE_OFFICE], rows[i].seq);
        assert_non_null(strstr(report.problem, rows[i].problem));
        assert_int_equal(rename(place_path(place, "good.db"), place_path(place, "office.db")), 0);
    }
}

static void two_hundred_random_changes_are_all_found(void **state) {
    struct place *place = *state;
    struct audit_report report;
    static const char *const columns[] = {"actor", "action", "object", "detail"};
    unsigned seed = 20261121;
    fill(place, false);
    place_sql(place, "monitoring.db", LOOSE);
    for (int i = 0; i < 200; i++) {
        char sql[512];
        int seq = rand_r(&seed) % 20 + 1;
        const char *column = columns[rand_r(&seed) % 4];
        snprintf(sql, sizeof sql, "UPDATE audit SET %s = %s || char(%d) WHERE seq = %d", column,
                 column, rand_r(&seed) % 90 + 33, seq);
        place_sql(place, "monitoring.db", sql);
        assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
        assert_int_equal(report.first_bad_seq[STORE_MONITORING], seq);
        snprintf(sql, sizeof sql,
                 "UPDATE audit SET %s = substr(%s, 1, length(%s) - 1) WHERE seq = %d", column,
                 column, column, seq);
        place_sql(place, "monitoring.db", sql);
    }
    assert_int_equal(verify(place, NULL, &report), RC_OK);
}

static void truncation_of_chain_and_checkpoints_is_found_by_the_kept_file(void **state) {
    struct place *place = *state;
    struct audit_report report;
    fill(place, true);
    // The cunning one: cut both chains behind the first checkpoint, and remove every trace of the
    // second.
    static const char cut[] = LOOSE "DELETE FROM audit WHERE seq > 10;"
                                    "DELETE FROM audit_checkpoints WHERE own_seq > 10";
    place_sql(place, "office.db", cut);
    place_sql(place, "monitoring.db", cut);
    assert_int_equal(verify(place, NULL, &report), RC_OK); // nothing inside can know
    assert_int_equal(verify(place, place_path(place, "kept.txt"), &report), RC_CONFLICT);
    assert_int_equal(report.first_bad_seq[STORE_MONITORING], 11);
}

static void truncation_of_one_database_is_found_by_the_other(void **state) {
    struct place *place = *state;
    struct audit_report report;
    fill(place, false);
    place_sql(place, "office.db",
              LOOSE "DELETE FROM audit WHERE seq > 10;"
                    "DELETE FROM audit_checkpoints WHERE own_seq > 10");
    assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
    assert_int_equal(report.first_bad_seq[STORE_OFFICE], 11);
}

static void a_chain_rewritten_by_someone_who_knows_the_hash_is_found(void **state) {
    struct place *place = *state;
    struct store_crypto crypto = place_crypto(place->vault);
    struct audit_report report;
    uint8_t prev[STORE_HASH_SIZE] = {0}, hash[STORE_HASH_SIZE];
    fill(place, false);
    place_sql(place, "office.db", LOOSE "DELETE FROM audit");
    for (int seq = 1; seq <= 20; seq++) {
        char sql[512], prev_hex[65], hash_hex[65];
        struct audit_row row = {seq, 1000 + seq, "eve", "fund.add", "", ""};
        assert_int_equal(audit_row_hash(&crypto, STORE_OFFICE, &row, prev, hash), RC_OK);
        audit_hex(prev, sizeof prev, prev_hex);
        audit_hex(hash, sizeof hash, hash_hex);
        snprintf(sql, sizeof sql,
                 "INSERT INTO audit VALUES (%d, %d, 'eve', 'fund.add', '', '', x'%s', x'%s')", seq,
                 1000 + seq, prev_hex, hash_hex);
        place_sql(place, "office.db", sql);
        memcpy(prev, hash, sizeof prev);
    }
    assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
    assert_int_equal(report.first_bad_seq[STORE_OFFICE], 10);
    assert_non_null(strstr(report.problem, "differs from a signed checkpoint"));
}

static void a_forged_or_spoilt_checkpoint_is_found(void **state) {
    struct place *place = *state;
    struct audit_report report;
    fill(place, true);
    put(place_path(place, "spoilt.txt"), "hello\n", "w");
    assert_int_equal(verify(place, place_path(place, "spoilt.txt"), &report), RC_INVALID);
    put(place_path(place, "empty.txt"), "\n", "w");
    assert_int_equal(verify(place, place_path(place, "empty.txt"), &report), RC_INVALID);
    assert_int_equal(verify(place, place_path(place, "absent.txt"), &report), RC_NOT_FOUND);
    place_sql(place, "office.db",
              "UPDATE audit_checkpoints SET text = replace(text, 'office 10 ', 'office 11 ')");
    assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
    assert_non_null(strstr(report.problem, "signature is not ours"));
}

static void audit_rows_cannot_be_changed_through_a_connection(void **state) {
    struct place *place = *state;
    assert_int_equal(place_fund(place, "one"), RC_OK);
    place_close(place);
    // Both triggers are there; without them these statements would have worked.
    assert_int_equal(place_sql(place, "office.db",
                               "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"
                               " AND tbl_name = 'audit'"),
                     2);
}

static void verification_works_while_the_server_writes(void **state) {
    struct place *place = *state;
    struct audit_report report;
    char text[AUDIT_CHECKPOINT_SIZE];
    assert_int_equal(place_fund(place, "one"), RC_OK);
    assert_int_equal(audit_checkpoint(place->store, text), RC_OK);
    assert_int_equal(verify(place, NULL, &report), RC_OK);
    assert_int_equal(report.entries[STORE_OFFICE], 1);
    assert_int_equal(place_fund(place, "two"), RC_OK);
}

static enum rc count_entries(struct tx *tx, void *context) {
    struct arena *arena = arena_new(0);
    struct audit_entry *entries = NULL;
    enum rc rc = audit_list(tx, "subject-1", 0, 100, arena, &entries, context);
    arena_free(arena);
    return rc;
}

static size_t entries(struct place *place) {
    size_t count = 0;
    assert_int_equal(
        store_read(place->store, STORE_MONITORING, "test.entries", count_entries, &count), RC_OK);
    return count;
}

static void a_read_leaves_one_entry_per_actor_subject_view_and_ten_minutes(void **state) {
    struct place *place = *state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(audit_read(place->store, STORE_MONITORING, "anna", "subject-1", "patient"),
                         RC_OK);
        assert_int_equal(entries(place), 1);
    }
    assert_int_equal(audit_read(place->store, STORE_MONITORING, "bruno", "subject-1", "patient"),
                     RC_OK);
    assert_int_equal(audit_read(place->store, STORE_MONITORING, "anna", "subject-1", "chart"),
                     RC_OK);
    assert_int_equal(audit_read(place->store, STORE_MONITORING, "anna", "subject-2", "patient"),
                     RC_OK);
    assert_int_equal(entries(place), 3);
    place_close(place);
    place_sql(place, "monitoring.db",
              "DROP TRIGGER audit_is_append_only_update;"
              "UPDATE audit SET at_us = at_us - 601000000;"
              "CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit\nBEGIN\n"
              "    SELECT RAISE(ABORT, 'audit is append-only');\nEND");
    place_open(place);
    assert_int_equal(audit_read(place->store, STORE_MONITORING, "anna", "subject-1", "patient"),
                     RC_OK);
    assert_int_equal(entries(place), 4);
}

static void a_thousand_entries_sign_a_checkpoint_by_themselves(void **state) {
    struct place *place = *state;
    for (int i = 0; i < 1001; i++) {
        char object[24];
        snprintf(object, sizeof object, "o%d", i);
        assert_int_equal(
            store_write(place->store, STORE_MONITORING, "test.note", append_in_monitoring, object),
            RC_OK);
    }
    place_close(place);
    assert_int_equal(place_sql(place, "monitoring.db", "SELECT count(*) FROM audit_checkpoints"),
                     1);
    assert_in_range(place_sql(place, "monitoring.db", "SELECT own_seq FROM audit_checkpoints"),
                    1000, 1001);
    struct audit_report report;
    assert_int_equal(verify(place, NULL, &report), RC_OK);
    assert_int_equal(report.checkpoints, 2); // one signature, kept on both sides
    place_sql(place, "monitoring.db",
              LOOSE "DELETE FROM audit WHERE seq > 10; DELETE FROM audit_checkpoints");
    assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
    assert_int_equal(report.first_bad_seq[STORE_MONITORING], 11);
}

static void a_spoilt_kept_checkpoint_is_tampering(void **state) {
    struct place *place = *state;
    struct audit_report report;
    fill(place, false);
    place_sql(place, "office.db", "UPDATE audit_checkpoints SET text = 'gone' WHERE own_seq = 20");
    assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
    assert_non_null(strstr(report.problem, "malformed"));
    place_sql(place, "office.db", "UPDATE audit_checkpoints SET text = ''");
    assert_int_equal(verify(place, NULL, &report), RC_CONFLICT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_untouched_chain_verifies_with_and_without_outside_checkpoints),
        TEST(every_single_tampering_is_found_at_its_place),
        TEST(two_hundred_random_changes_are_all_found),
        TEST(truncation_of_chain_and_checkpoints_is_found_by_the_kept_file),
        TEST(truncation_of_one_database_is_found_by_the_other),
        TEST(a_chain_rewritten_by_someone_who_knows_the_hash_is_found),
        TEST(a_forged_or_spoilt_checkpoint_is_found),
        TEST(audit_rows_cannot_be_changed_through_a_connection),
        TEST(verification_works_while_the_server_writes),
        TEST(a_read_leaves_one_entry_per_actor_subject_view_and_ten_minutes),
        TEST(a_thousand_entries_sign_a_checkpoint_by_themselves),
        TEST(a_spoilt_kept_checkpoint_is_tampering),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
