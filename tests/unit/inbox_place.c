// SPDX-License-Identifier: EUPL-1.2
// A temporary place with keys and an inbox path, and short ways to append and read, for custody
// tests.
#include "inbox_place.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int place_setup(void **state) {
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    (void)snprintf(place->folder, sizeof place->folder, "/tmp/sostegno-inbox-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    (void)snprintf(place->path, sizeof place->path, "%s/inbox.sqlite", place->folder);
    assert_int_equal(inbox_keypair(&place->keys), INBOX_OK);
    *state = place;
    return 0;
}

int place_teardown(void **state) {
    struct place *place = *state;
    DIR *folder = opendir(place->folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        (void)unlinkat(dirfd(folder), entry->d_name, 0); // "." and ".." are refused, as wanted
    (void)closedir(folder);
    assert_int_equal(rmdir(place->folder), 0);
    free(place);
    return 0;
}

const char *place_file(const struct place *place, int slot, const char *name) {
    static char paths[4][192];
    (void)snprintf(paths[slot], sizeof paths[slot], "%s/%s", place->folder, name);
    return paths[slot];
}

struct inbox_writer *place_writer(const struct place *place) {
    struct inbox_writer *writer = NULL;
    struct inbox_writer_options options = {.path = place->path, .door = INBOX_DOOR_MQTT};
    memcpy(options.server_public, place->keys.public, INBOX_KEY_SIZE);
    assert_int_equal(inbox_writer_open(&options, &writer), INBOX_OK);
    return writer;
}

struct inbox_reader *place_reader(const struct place *place) {
    struct inbox_reader *reader = NULL;
    assert_int_equal(inbox_reader_open(place->path, &place->keys, &reader), INBOX_OK);
    return reader;
}

struct inbox_facts place_facts(void) {
    return (struct inbox_facts){
        .door = INBOX_DOOR_MQTT,
        .device = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
        .received_us = 1795766400000000,
        .kind = "vitals",
        .media_type = "application/json",
        .content_format = INBOX_NO_CONTENT_FORMAT,
        .protocol = 5,
        .qos = 1,
        .flags = INBOX_FLAG_RETAIN,
    };
}

int64_t place_append(struct inbox_writer *writer, const char *text) {
    struct inbox_facts facts = place_facts();
    struct inbox_entry entry = {.facts = &facts, .payload = text, .length = strlen(text)};
    int64_t sequence = 0;
    assert_int_equal(inbox_writer_append(writer, &entry, &sequence), INBOX_OK);
    return sequence;
}

void place_trim(struct inbox_writer *writer, int64_t upto) {
    bool more = true;
    assert_int_equal(inbox_writer_trim(writer, upto), INBOX_OK);
    while (more)
        assert_int_equal(inbox_writer_upkeep(writer, &more), INBOX_OK);
}

void place_expect(const struct place *place, const char *const *texts) {
    struct inbox_reader *reader = place_reader(place);
    struct inbox_batch *batch = NULL;
    assert_int_equal(inbox_reader_read(reader, 0, INBOX_READ_MAX, &batch), INBOX_OK);
    size_t count = 0;
    for (; texts[count] != NULL; count++) {
        assert_true(count < batch->count);
        assert_int_equal(batch->messages[count].soundness, INBOX_SOUND);
        assert_int_equal(batch->messages[count].length, strlen(texts[count]));
        assert_memory_equal(batch->messages[count].payload, texts[count], strlen(texts[count]));
        if (count > 0)
            assert_int_equal(batch->messages[count].missing_before, 0);
    }
    assert_int_equal(batch->count, count);
    inbox_batch_free(batch);
    inbox_reader_close(reader);
}
