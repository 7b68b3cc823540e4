// SPDX-License-Identifier: EUPL-1.2
// Failing storage: nothing acknowledged without a flush, a full disk heals, a failed flush latches.
#include "inbox_place.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int flushes_that_fail;
static int flushes_counted = -1;    // -1: they reach the disk
static int writes_before_full = -1; // -1: the disk is well
static int error_of_writes = ENOSPC;

// SQLite calls these two instead of libc's; the test decides when the disk is bad.
int fdatasync(int fd) {
    if (flushes_that_fail > 0) {
        flushes_that_fail--;
        errno = EIO;
        return -1;
    }
    if (flushes_counted >= 0) {
        flushes_counted++;
        return 0;
    }
    return (int)syscall(SYS_fdatasync, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset);

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
    if (writes_before_full == 0) {
        errno = error_of_writes;
        return -1;
    }
    if (writes_before_full > 0)
        writes_before_full--;
    return (ssize_t)syscall(SYS_pwrite64, fd, bytes, length, offset);
}

static void failed_flush_latches_until_restart(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entry = {.facts = &facts, .payload = "lost", .length = 4};
    place_append(writer, "one");
    flushes_that_fail = 1;
    assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_IO);
    assert_int_equal(flushes_that_fail, 0);
    assert_true(inbox_writer_latched(writer));
    assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_LATCHED);
    assert_int_equal(inbox_writer_trim(writer, 1), INBOX_LATCHED);
    assert_int_equal(inbox_writer_upkeep(writer, NULL), INBOX_LATCHED);
    inbox_writer_close(writer);
    writer = place_writer(place);
    assert_false(inbox_writer_latched(writer));
    assert_true(place_append(writer, "two") > 1);
    inbox_writer_close(writer);
}

static void failed_flush_at_start_refuses_to_start(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, "one");
    inbox_writer_close(writer);
    struct inbox_writer_options options = {.path = place->path, .door = INBOX_DOOR_MQTT};
    memcpy(options.server_public, place->keys.public, INBOX_KEY_SIZE);
    writer = NULL;
    flushes_that_fail = 1;
    assert_int_equal(inbox_writer_open(&options, &writer), INBOX_IO);
    assert_null(writer);
    flushes_that_fail = 0;
}

static void full_disk_refuses_and_recovers_without_restart(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entry = {.facts = &facts, .payload = "refused", .length = 7};
    place_append(writer, "one");
    // The disk is full at the first, then at the second write of a commit, and so on.
    for (int good = 0; good < 3; good++) {
        writes_before_full = good;
        assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_FULL);
        writes_before_full = -1;
        assert_false(inbox_writer_latched(writer));
        assert_true(inbox_writer_full(writer));
    }
    assert_int_equal(place_append(writer, "two"), 2);
    assert_false(inbox_writer_full(writer));
    inbox_writer_close(writer);
    const char *const expected[] = {"one", "two", NULL};
    place_expect(place, expected);
}

// Nobody sends, yet the door finds that it is well again, and no sooner.
static void full_disk_is_over_without_a_message(void **state) {
    enum { CALLS = 100 };
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entry = {.facts = &facts, .payload = "refused", .length = 7};
    place_append(writer, "one");
    writes_before_full = 0;
    assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_FULL);
    for (int i = 0; i < CALLS; i++)
        assert_int_equal(inbox_writer_upkeep(writer, NULL), INBOX_FULL);
    assert_true(inbox_writer_full(writer));
    writes_before_full = -1;
    int calls = 0;
    while (inbox_writer_upkeep(writer, NULL) == INBOX_FULL)
        assert_true(++calls < CALLS);
    assert_false(inbox_writer_full(writer));
    assert_int_equal(place_append(writer, "two"), 2);
    inbox_writer_close(writer);
    const char *const expected[] = {"one", "two", NULL};
    place_expect(place, expected);
}

static void failing_write_latches(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entry = {.facts = &facts, .payload = "refused", .length = 7};
    place_append(writer, "one");
    writes_before_full = 1;
    error_of_writes = EIO;
    assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_IO);
    writes_before_full = -1;
    error_of_writes = ENOSPC;
    assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_LATCHED);
    inbox_writer_close(writer);
    const char *const expected[] = {"one", NULL};
    place_expect(place, expected);
}

static void oversized_payload_is_invalid(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entry = {
        .facts = &facts, .payload = "x", .length = (size_t)INBOX_PAYLOAD_MAX + 1};
    assert_int_equal(inbox_writer_append(writer, &entry, NULL), INBOX_INVALID);
    inbox_writer_close(writer);
}

static void no_directory_no_inbox(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = NULL;
    struct inbox_writer_options options = {.path = place_file(place, 0, "absent/inbox"),
                                           .door = INBOX_DOOR_MQTT};
    assert_int_equal(inbox_writer_open(&options, &writer), INBOX_MISSING);
    assert_null(writer);
}

// As a door does it, one by one, beside a reader that is always at the message before, or NULL.
// Gives the flushes beyond those of the messages.
static int send_small(struct inbox_writer *writer, int count, sqlite3 *reader) {
    flushes_counted = 0;
    for (int i = 0; i < count; i++) {
        assert_true(reader == NULL || sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM start",
                                                   NULL, NULL, NULL) == SQLITE_OK);
        place_append(writer, "small");
        assert_int_equal(inbox_writer_checkpoint(writer), INBOX_OK);
        assert_true(reader == NULL ||
                    sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    }
    int more = flushes_counted - count;
    flushes_counted = -1;
    return more;
}

static off_t wal_size(const struct place *place) {
    struct stat status;
    assert_int_equal(stat(place_file(place, 0, "inbox.sqlite-wal"), &status), 0);
    return status.st_size;
}

// Whoever sends meanwhile waits for a checkpoint: with small messages it must be seldom, and come.
static void small_messages_share_a_checkpoint(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    int more = send_small(writer, 1100, NULL);
    assert_in_range(more, 2 * 2, 2 * 4); // two of them
    assert_true(wal_size(place) < 5 * 1024 * 1024);
    inbox_writer_close(writer);
}

// Nor may it be tried in vain after every message while a reader keeps the WAL from beginning anew.
static void reader_in_the_way_costs_few_checkpoints(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    sqlite3 *reader = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &reader, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_in_range(send_small(writer, 1000, reader), 5, 40); // nine of them
    assert_int_equal(sqlite3_close(reader), SQLITE_OK);
    (void)send_small(writer, 100, NULL);
    off_t size = wal_size(place);
    (void)send_small(writer, 300, NULL);
    assert_int_equal(wal_size(place), size);
    inbox_writer_close(writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(failed_flush_latches_until_restart, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(failed_flush_at_start_refuses_to_start, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(full_disk_refuses_and_recovers_without_restart, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(full_disk_is_over_without_a_message, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(failing_write_latches, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(oversized_payload_is_invalid, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(no_directory_no_inbox, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(small_messages_share_a_checkpoint, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(reader_in_the_way_costs_few_checkpoints, place_setup,
                                        place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
