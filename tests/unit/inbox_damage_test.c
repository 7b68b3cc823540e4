// SPDX-License-Identifier: EUPL-1.2
// Damage and tampering: found, reported in its place, never fatal for the sound rest.
#include "inbox_place.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

// Changes the file behind the door's back.
static void tamper(const struct place *place, const char *sql) {
    sqlite3 *db = NULL;
    int on = 1;
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void fill(const struct place *place) {
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, "one");
    place_append(writer, "two");
    place_append(writer, "three");
    inbox_writer_close(writer);
}

static struct inbox_batch *read_all(const struct place *place) {
    struct inbox_reader *reader = place_reader(place);
    struct inbox_batch *batch = NULL;
    assert_int_equal(inbox_reader_read(reader, 0, 10, &batch), INBOX_OK);
    inbox_reader_close(reader);
    return batch;
}

static void damaged_row_is_reported_and_the_rest_is_read(void **state) {
    const struct place *place = *state;
    fill(place);
    tamper(place, "UPDATE message SET box = CAST(substr(box, 1, length(box) - 1) || x'00' AS BLOB)"
                  " WHERE sequence = 2");
    struct inbox_batch *batch = read_all(place);
    assert_int_equal(batch->count, 3);
    assert_int_equal(batch->messages[0].soundness, INBOX_SOUND);
    assert_int_equal(batch->messages[1].soundness, INBOX_DAMAGED);
    assert_int_equal(batch->messages[1].sequence, 2);
    assert_int_equal(batch->messages[1].facts.door, INBOX_DOOR_NONE);
    assert_true(batch->messages[1].length > 0);
    assert_int_equal(batch->messages[2].soundness, INBOX_SOUND);
    assert_memory_equal(batch->messages[2].payload, "three", 5);
    inbox_batch_free(batch);
}

static void short_and_empty_boxes_are_damaged(void **state) {
    const struct place *place = *state;
    fill(place);
    tamper(place, "UPDATE message SET box = x'' WHERE sequence = 1;"
                  "UPDATE message SET box = x'0102' WHERE sequence = 2;");
    struct inbox_batch *batch = read_all(place);
    assert_int_equal(batch->count, 3);
    assert_int_equal(batch->messages[0].soundness, INBOX_DAMAGED);
    assert_int_equal(batch->messages[1].soundness, INBOX_DAMAGED);
    assert_int_equal(batch->messages[2].soundness, INBOX_SOUND);
    inbox_batch_free(batch);
}

static void swapped_rows_are_damaged(void **state) {
    const struct place *place = *state;
    fill(place);
    tamper(place, "UPDATE message SET box = (SELECT box FROM message WHERE sequence = 1)"
                  " WHERE sequence = 3");
    struct inbox_batch *batch = read_all(place);
    assert_int_equal(batch->messages[0].soundness, INBOX_SOUND);
    assert_int_equal(batch->messages[2].soundness, INBOX_DAMAGED);
    inbox_batch_free(batch);
}

static void deleted_row_is_a_gap(void **state) {
    const struct place *place = *state;
    fill(place);
    tamper(place, "DELETE FROM message WHERE sequence = 2");
    struct inbox_batch *batch = read_all(place);
    assert_int_equal(batch->count, 2);
    assert_int_equal(batch->messages[1].sequence, 3);
    assert_int_equal(batch->messages[1].missing_before, 1);
    inbox_batch_free(batch);
}

static void deleted_end_shows_in_the_bounds(void **state) {
    const struct place *place = *state;
    fill(place);
    tamper(place, "DELETE FROM message WHERE sequence = 3");
    struct inbox_reader *reader = place_reader(place);
    struct inbox_bounds bounds;
    assert_int_equal(inbox_reader_bounds(reader, &bounds), INBOX_OK);
    assert_int_equal(bounds.newest, 2);
    assert_int_equal(bounds.last, 3);
    inbox_reader_close(reader);
}

static void damaged_start_damages_its_messages_only(void **state) {
    const struct place *place = *state;
    fill(place);
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, "four");
    inbox_writer_close(writer);
    tamper(place, "UPDATE start SET sealed = zeroblob(length(sealed)) WHERE number = 1");
    struct inbox_batch *batch = read_all(place);
    assert_int_equal(batch->count, 4);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(batch->messages[i].soundness, INBOX_DAMAGED);
    assert_int_equal(batch->messages[3].soundness, INBOX_SOUND);
    inbox_batch_free(batch);
}

static void wrong_server_key_is_an_error_not_damage(void **state) {
    const struct place *place = *state;
    fill(place);
    struct inbox_keypair other;
    struct inbox_reader *reader = NULL;
    assert_int_equal(inbox_keypair(&other), INBOX_OK);
    assert_int_equal(inbox_reader_open(place->path, &other, &reader), INBOX_WRONG_KEY);
    assert_null(reader);
}

static void replaced_file_is_noticed(void **state) {
    const struct place *place = *state;
    fill(place);
    struct inbox_reader *reader = place_reader(place);
    struct inbox_batch *batch = NULL;
    assert_int_equal(rename(place->path, place_file(place, 0, "old")), 0);
    assert_int_equal(inbox_reader_read(reader, 0, 10, &batch), INBOX_MISSING);
    inbox_reader_close(reader);
    assert_int_equal(inbox_reader_open(place->path, &place->keys, &reader), INBOX_MISSING);
}

static void a_foreign_file_is_refused_by_both_sides(void **state) {
    const struct place *place = *state;
    tamper(place, "CREATE TABLE other (x)");
    struct inbox_reader *reader = NULL;
    struct inbox_writer *writer = NULL;
    struct inbox_writer_options options = {.path = place->path, .door = INBOX_DOOR_MQTT};
    memcpy(options.server_public, place->keys.public, INBOX_KEY_SIZE);
    assert_int_equal(inbox_reader_open(place->path, &place->keys, &reader), INBOX_CORRUPT);
    assert_int_equal(inbox_writer_open(&options, &writer), INBOX_CORRUPT);
}

// memmem is a GNU function, which this house does not switch on.
static bool contains(const char *bytes, size_t length, const char *text) {
    size_t size = strlen(text);
    for (size_t i = 0; i + size <= length; i++)
        if (memcmp(bytes + i, text, size) == 0)
            return true;
    return false;
}

static void no_plain_text_of_a_message_reaches_the_files(void **state) {
    const struct place *place = *state;
    static const char secret[] = "systolic-one-hundred-and-forty-two";
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, secret);
    inbox_writer_close(writer);
    static const char *const names[] = {"inbox.sqlite", "inbox.sqlite-wal"};
    for (size_t i = 0; i < 2; i++) {
        static char bytes[1 << 20];
        FILE *file = fopen(place_file(place, 0, names[i]), "rb");
        assert_non_null(file);
        size_t length = fread(bytes, 1, sizeof bytes, file);
        assert_int_equal(fclose(file), 0);
        assert_false(contains(bytes, length, secret));
        assert_false(contains(bytes, length, "vitals"));
    }
}

static int count_starts(const struct place *place) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM start", -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int count = sqlite3_column_int(statement, 0);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return count;
}

// Holes outlive their messages, but not without bound, and not for a key that the server has no more.
static void holes_of_trimmed_starts_are_kept_within_bounds(void **state) {
    struct place *place = *state;
    int64_t last = 0;
    for (int start = 0; start < 3; start++) {
        struct inbox_writer *writer = place_writer(place);
        last = place_append(writer, "x");
        place_trim(writer, last);
        inbox_writer_close(writer);
    }
    struct inbox_reader *reader = place_reader(place);
    assert_int_equal(inbox_reader_given(reader, 0, last), 3);
    inbox_reader_close(reader);

    tamper(place, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
                  "INSERT INTO start (number, after, first, server_public, sealed) SELECT -i, 0, 1, "
                  "(SELECT server_public FROM start LIMIT 1), x'00' FROM n");
    struct inbox_writer *writer = place_writer(place);
    place_trim(writer, place_append(writer, "x"));
    inbox_writer_close(writer);
    assert_int_equal(count_starts(place), 256);

    assert_int_equal(inbox_keypair(&place->keys), INBOX_OK);
    writer = place_writer(place);
    place_trim(writer, place_append(writer, "x"));
    inbox_reader_close(place_reader(place)); // a start for the old key would be INBOX_WRONG_KEY
    inbox_writer_close(writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(damaged_row_is_reported_and_the_rest_is_read, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(short_and_empty_boxes_are_damaged, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(swapped_rows_are_damaged, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(deleted_row_is_a_gap, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(deleted_end_shows_in_the_bounds, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(damaged_start_damages_its_messages_only, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(wrong_server_key_is_an_error_not_damage, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(replaced_file_is_noticed, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(a_foreign_file_is_refused_by_both_sides, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(no_plain_text_of_a_message_reaches_the_files, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(holes_of_trimmed_starts_are_kept_within_bounds, place_setup,
                                        place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
