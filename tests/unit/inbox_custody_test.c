// SPDX-License-Identifier: EUPL-1.2
// Custody: what was appended is read back, in order, whoever of door and server runs or died.
#include "inbox_place.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void facts_and_bytes_come_back_as_given(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    const uint8_t bytes[] = {0, 255, 0, 128, '{'};
    struct inbox_entry entry = {.facts = &facts, .payload = bytes, .length = sizeof bytes};
    int64_t sequence = 0;
    assert_int_equal(inbox_writer_append(writer, &entry, &sequence), INBOX_OK);
    assert_int_equal(sequence, 1);
    struct inbox_reader *reader = place_reader(place);
    struct inbox_batch *batch = NULL;
    assert_int_equal(inbox_reader_read(reader, 0, 10, &batch), INBOX_OK);
    assert_int_equal(batch->count, 1);
    const struct inbox_message *message = &batch->messages[0];
    assert_int_equal(message->sequence, 1);
    assert_int_equal(message->missing_before, 0);
    assert_memory_equal(message->facts.device, facts.device, sizeof facts.device);
    assert_int_equal(message->facts.received_us, facts.received_us);
    assert_string_equal(message->facts.kind, facts.kind);
    assert_string_equal(message->facts.media_type, facts.media_type);
    assert_int_equal(message->facts.content_format, INBOX_NO_CONTENT_FORMAT);
    assert_int_equal(message->facts.protocol, 5);
    assert_int_equal(message->facts.qos, 1);
    assert_int_equal(message->facts.flags, INBOX_FLAG_RETAIN);
    assert_int_equal(message->length, sizeof bytes);
    assert_memory_equal(message->payload, bytes, sizeof bytes);
    assert_int_equal(message->payload[sizeof bytes], 0);
    assert_memory_equal(inbox_reader_id(reader), inbox_writer_id(writer), INBOX_ID_SIZE);
    assert_int_equal(inbox_reader_door(reader), INBOX_DOOR_MQTT);
    inbox_batch_free(batch);
    inbox_reader_close(reader);
    inbox_writer_close(writer);
}

static void group_is_all_or_nothing(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entries[3] = {
        {.facts = &facts, .payload = "a", .length = 1},
        {.facts = &facts, .payload = "b", .length = 1},
        {.facts = &facts, .payload = NULL, .length = 1},
    };
    int64_t first = 0;
    assert_int_equal(inbox_writer_append_group(writer, entries, 3, &first), INBOX_INVALID);
    assert_int_equal(inbox_writer_append_group(writer, entries, 0, &first), INBOX_INVALID);
    entries[2].length = 0;
    assert_int_equal(inbox_writer_append_group(writer, entries, 3, &first), INBOX_OK);
    assert_int_equal(first, 1);
    facts.door = INBOX_DOOR_COAP;
    assert_int_equal(inbox_writer_append(writer, entries, NULL), INBOX_INVALID);
    const char *const expected[] = {"a", "b", "", NULL};
    place_expect(place, expected);
    inbox_writer_close(writer);
}

static void reader_pages_by_cursor_and_limit(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    for (int i = 0; i < 25; i++)
        assert_int_equal(place_append(writer, "x"), i + 1);
    struct inbox_reader *reader = place_reader(place);
    int64_t cursor = 0;
    size_t seen = 0;
    for (;;) {
        struct inbox_batch *batch = NULL;
        assert_int_equal(inbox_reader_read(reader, cursor, 10, &batch), INBOX_OK);
        size_t count = batch->count;
        for (size_t i = 0; i < count; i++)
            assert_int_equal(batch->messages[i].sequence, ++cursor);
        seen += count;
        inbox_batch_free(batch);
        if (count == 0)
            break;
    }
    assert_int_equal(seen, 25);
    inbox_reader_close(reader);
    inbox_writer_close(writer);
}

static void reader_sees_what_comes_while_it_is_open(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_reader *reader = place_reader(place);
    struct inbox_batch *batch = NULL;
    assert_int_equal(inbox_reader_read(reader, 0, 10, &batch), INBOX_OK);
    assert_int_equal(batch->count, 0);
    inbox_batch_free(batch);
    for (int64_t i = 1; i <= 50; i++) {
        assert_int_equal(place_append(writer, "x"), i);
        assert_int_equal(inbox_reader_read(reader, i - 1, 10, &batch), INBOX_OK);
        assert_int_equal(batch->count, 1);
        assert_int_equal(batch->messages[0].sequence, i);
        inbox_batch_free(batch);
        if (i % 10 == 0)
            place_trim(writer, i);
    }
    inbox_reader_close(reader);
    inbox_writer_close(writer);
}

static void sequence_is_never_reused_after_trim_to_empty_and_restart(void **state) {
    const struct place *place = *state;
    int64_t highest = 0;
    uint8_t id[INBOX_ID_SIZE] = {0};
    for (int start = 0; start < 5; start++) {
        struct inbox_writer *writer = place_writer(place);
        if (start == 0)
            memcpy(id, inbox_writer_id(writer), sizeof id);
        assert_memory_equal(inbox_writer_id(writer), id, sizeof id);
        for (int i = 0; i < 3; i++) {
            int64_t sequence = place_append(writer, "x");
            assert_true(sequence > highest);
            highest = sequence;
        }
        place_trim(writer, highest);
        struct inbox_reader *reader = place_reader(place);
        struct inbox_bounds bounds;
        assert_int_equal(inbox_reader_bounds(reader, &bounds), INBOX_OK);
        assert_int_equal(bounds.oldest, 0);
        assert_int_equal(bounds.newest, 0);
        assert_int_equal(bounds.last, highest);
        inbox_reader_close(reader);
        inbox_writer_close(writer);
    }
}

static void hole_of_a_start_is_no_missing_message(void **state) {
    const struct place *place = *state;
    int64_t cursor = 0;
    for (int start = 0; start < 6; start++) {
        struct inbox_writer *writer = place_writer(place);
        // Starts 2 and 3 give nothing, so their holes must join that of start 4.
        int64_t sequence = start == 2 || start == 3 ? 0 : place_append(writer, "x");
        struct inbox_reader *reader = place_reader(place);
        struct inbox_batch *batch = NULL;
        struct inbox_bounds bounds;
        assert_int_equal(inbox_reader_bounds(reader, &bounds), INBOX_OK);
        assert_int_equal(inbox_reader_read(reader, cursor, 10, &batch), INBOX_OK);
        if (sequence > 0) {
            assert_int_equal(batch->count, 1);
            assert_int_equal(batch->messages[0].missing_before, 0);
            cursor = sequence;
        } else {
            assert_int_equal(batch->count, 0);
            assert_true(bounds.reserved > cursor);
        }
        assert_int_equal(bounds.last, cursor);
        inbox_batch_free(batch);
        inbox_reader_close(reader);
        if (start == 1)
            place_trim(writer, cursor);
        inbox_writer_close(writer);
    }
}

static void reader_works_after_clean_stop(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, "one");
    place_append(writer, "two");
    inbox_writer_close(writer);
    const char *const expected[] = {"one", "two", NULL};
    place_expect(place, expected);
    place_expect(place, expected);
}

// The wal-index and the WAL stay behind a clean stop, or a reader that may create no file could not
// open the inbox.
static void clean_stop_leaves_wal_and_shared_memory(void **state) {
    const struct place *place = *state;
    struct stat status;
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, "one");
    inbox_writer_close(writer);
    assert_int_equal(stat(place_file(place, 0, "inbox.sqlite-wal"), &status), 0);
    assert_int_equal(status.st_mode & 07, 0);
    assert_int_equal(stat(place_file(place, 0, "inbox.sqlite-shm"), &status), 0);
    assert_int_equal(status.st_mode & 07, 0);
    assert_int_equal(stat(place->path, &status), 0);
    assert_int_equal(status.st_mode & 07, 0);
}

// A door in a process of its own, as it is in life. Forked before any reader is open, since SQLite
// shares the state of a file within a process and its children.
struct door {
    pid_t pid;
    int go;
    int done;
};

// Waits for go, appends the texts (NULL ends the list), says done, and waits for go to close.
static void run_door(const struct place *place, const char *const *texts, int go, int done) {
    char byte;
    if (read(go, &byte, 1) != 1)
        _exit(1);
    struct inbox_writer *writer = place_writer(place);
    for (size_t i = 0; texts[i] != NULL; i++)
        place_append(writer, texts[i]);
    if (write(done, "d", 1) != 1 || read(go, &byte, 1) != 0)
        _exit(1);
    inbox_writer_close(writer);
    _exit(0);
}

static struct door make_door(const struct place *place, const char *const *texts) {
    int go[2];
    int done[2];
    assert_int_equal(pipe(go), 0);
    assert_int_equal(pipe(done), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)close(go[1]);
        (void)close(done[0]);
        run_door(place, texts, go[0], done[1]);
    }
    (void)close(go[0]);
    (void)close(done[1]);
    return (struct door){.pid = pid, .go = go[1], .done = done[0]};
}

static void let_append(const struct door *door) {
    char byte;
    assert_int_equal(write(door->go, "g", 1), 1);
    assert_int_equal(read(door->done, &byte, 1), 1);
}

static void end_door(const struct door *door, bool by_kill) {
    if (by_kill)
        assert_int_equal(kill(door->pid, SIGKILL), 0);
    (void)close(door->go);
    (void)close(door->done);
    assert_int_equal(waitpid(door->pid, NULL, 0), door->pid);
}

static void killed_door_lost_nothing(void **state) {
    const struct place *place = *state;
    const char *const first[] = {"one", "two", NULL};
    const char *const second[] = {"three", NULL};
    const char *const all[] = {"one", "two", "three", NULL};
    struct inbox_batch *batch = NULL;
    struct door after = make_door(place, second);
    struct door before = make_door(place, first);
    let_append(&before);
    place_expect(place, first);
    struct inbox_reader *open_across_the_kill = place_reader(place);
    end_door(&before, true);
    place_expect(place, first);
    assert_int_equal(inbox_reader_read(open_across_the_kill, 0, 10, &batch), INBOX_OK);
    assert_int_equal(batch->count, 2);
    inbox_batch_free(batch);
    let_append(&after);
    assert_int_equal(inbox_reader_read(open_across_the_kill, 2, 10, &batch), INBOX_OK);
    assert_int_equal(batch->count, 1);
    assert_int_equal(batch->messages[0].missing_before, 0);
    assert_memory_equal(batch->messages[0].payload, "three", 5);
    inbox_batch_free(batch);
    end_door(&after, false);
    inbox_reader_close(open_across_the_kill);
    place_expect(place, all);
}

static void second_door_on_the_same_inbox_is_refused(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_writer *second = NULL;
    struct inbox_writer_options options = {.path = place->path, .door = INBOX_DOOR_MQTT};
    memcpy(options.server_public, place->keys.public, INBOX_KEY_SIZE);
    assert_int_equal(inbox_writer_open(&options, &second), INBOX_BUSY);
    inbox_writer_close(writer);
    options.door = INBOX_DOOR_COAP;
    assert_int_equal(inbox_writer_open(&options, &second), INBOX_CORRUPT);
    assert_null(second);
}

static void trim_beyond_the_newest_is_refused(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    place_append(writer, "one");
    assert_int_equal(inbox_writer_trim(writer, 2), INBOX_INVALID);
    assert_int_equal(inbox_writer_trim(writer, -1), INBOX_INVALID);
    const char *const expected[] = {"one", NULL};
    place_expect(place, expected);
    inbox_writer_close(writer);
}

static void trim_keeps_what_is_above(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    struct inbox_entry entries[200];
    for (size_t i = 0; i < 200; i++)
        entries[i] = (struct inbox_entry){.facts = &facts, .payload = "x", .length = 1};
    for (int i = 0; i < 6; i++)
        assert_int_equal(inbox_writer_append_group(writer, entries, 200, NULL), INBOX_OK);
    place_trim(writer, 1190);
    place_trim(writer, 100);
    struct inbox_reader *reader = place_reader(place);
    struct inbox_bounds bounds;
    assert_int_equal(inbox_reader_bounds(reader, &bounds), INBOX_OK);
    assert_int_equal(bounds.oldest, 1191);
    assert_int_equal(bounds.newest, 1200);
    inbox_reader_close(reader);
    inbox_writer_close(writer);
}

// The server's word comes with every message: trimming must not crowd out the checkpoint.
static void wal_stays_bounded_under_load(void **state) {
    const struct place *place = *state;
    struct inbox_writer *writer = place_writer(place);
    struct inbox_facts facts = place_facts();
    uint8_t *big = calloc(1, 60000);
    assert_non_null(big);
    struct inbox_entry entry = {.facts = &facts, .payload = big, .length = 60000};
    for (int i = 0; i < 300; i++) {
        int64_t sequence = 0;
        assert_int_equal(inbox_writer_append(writer, &entry, &sequence), INBOX_OK);
        assert_int_equal(inbox_writer_trim(writer, sequence), INBOX_OK);
        assert_int_equal(inbox_writer_upkeep(writer, NULL), INBOX_OK);
        assert_int_equal(inbox_writer_checkpoint(writer), INBOX_OK);
    }
    struct stat status;
    assert_int_equal(stat(place_file(place, 0, "inbox.sqlite-wal"), &status), 0);
    assert_true(status.st_size < 2 * 1024 * 1024);
    free(big);
    inbox_writer_close(writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(facts_and_bytes_come_back_as_given, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(group_is_all_or_nothing, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(reader_pages_by_cursor_and_limit, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(reader_sees_what_comes_while_it_is_open, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(sequence_is_never_reused_after_trim_to_empty_and_restart,
                                        place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(hole_of_a_start_is_no_missing_message, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(reader_works_after_clean_stop, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(clean_stop_leaves_wal_and_shared_memory, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(killed_door_lost_nothing, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(second_door_on_the_same_inbox_is_refused, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(trim_beyond_the_newest_is_refused, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(trim_keeps_what_is_above, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(wal_stays_bounded_under_load, place_setup, place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
