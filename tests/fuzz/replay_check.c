// SPDX-License-Identifier: EUPL-1.2
// An inbox of two starts of a door, changed byte by byte and read by the drain's reader.
#include "replay_check.h"

#include "holds.h"
#include "inbox/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGES 6
#define PATCH 4
#define FILE_MAX (256 * 1024)

// The three files of an inbox; the lock is the writer's alone.
static const char *const suffixes[] = {"", "-wal", "-shm"};
enum { FILES = 3 };

static struct {
    char folder[64];
    char path[96];
    struct inbox_keypair keys;
    unsigned char bytes[FILES][FILE_MAX];
    size_t length[FILES];
    int64_t sequence[MESSAGES];
    char text[MESSAGES][48];
} good;

static void remove_all(void) {
    char path[128];
    for (int i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof path, "%s%s", good.path, suffixes[i]);
        (void)unlink(path); // the last change may have been of a file that is not there
    }
    (void)rmdir(good.folder); // best effort at the end of the process
}

static void append(int from, int to) {
    struct inbox_writer *writer = NULL;
    struct inbox_writer_options options = {.path = good.path, .door = INBOX_DOOR_MQTT};
    memcpy(options.server_public, good.keys.public, INBOX_KEY_SIZE);
    HOLDS(inbox_writer_open(&options, &writer) == INBOX_OK);
    struct inbox_facts facts = {.door = INBOX_DOOR_MQTT,
                                .device = {1, 2, 3},
                                .received_us = 1795766400000000,
                                .kind = "readings",
                                .content_format = INBOX_NO_CONTENT_FORMAT,
                                .protocol = 4,
                                .qos = 1};
    for (int i = from; i < to; i++) {
        (void)snprintf(good.text[i], sizeof good.text[i], "message %d of the inbox", i);
        struct inbox_entry entry = {
            .facts = &facts, .payload = good.text[i], .length = strlen(good.text[i])};
        HOLDS(inbox_writer_append(writer, &entry, &good.sequence[i]) == INBOX_OK);
    }
    inbox_writer_close(writer);
}

static void make_good(void) {
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(good.folder, sizeof good.folder, "%s/sostegno-replay-XXXXXX", base);
    HOLDS(mkdtemp(good.folder) != NULL);
    (void)snprintf(good.path, sizeof good.path, "%s/inbox", good.folder);
    HOLDS(inbox_keypair(&good.keys) == INBOX_OK);
    append(0, MESSAGES / 2);
    append(MESSAGES / 2, MESSAGES);
    char path[128];
    for (int i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof path, "%s%s", good.path, suffixes[i]);
        FILE *file = fopen(path, "rb");
        good.length[i] = file == NULL ? 0 : fread(good.bytes[i], 1, FILE_MAX, file);
        HOLDS(file == NULL || fclose(file) == 0);
        (void)unlink(path);
    }
    for (const char *name = ".lock"; name != NULL; name = name[1] == 'l' ? ".reserve" : NULL) {
        (void)snprintf(path, sizeof path, "%s%s", good.path, name);
        (void)unlink(path); // the reader needs neither
    }
    (void)snprintf(good.path, sizeof good.path, "%s/changed", good.folder);
    HOLDS(atexit(remove_all) == 0);
}

static void write_changed(const unsigned char *bytes, size_t length) {
    static unsigned char copy[FILE_MAX];
    char path[128];
    for (int i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof path, "%s%s", good.path, suffixes[i]);
        memcpy(copy, good.bytes[i], good.length[i]);
        for (size_t at = 0; i == 0 && at + PATCH <= length && at < 64 * PATCH; at += PATCH) {
            size_t place = bytes[at] | (size_t)bytes[at + 1] << 8 | (size_t)bytes[at + 2] << 16;
            copy[place % good.length[i]] = bytes[at + 3];
        }
        FILE *file = fopen(path, "wb");
        HOLDS(file != NULL && fwrite(copy, 1, good.length[i], file) == good.length[i]);
        HOLDS(fclose(file) == 0);
    }
}

static void check_batch(const struct inbox_batch *batch, bool untouched) {
    int64_t before = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const struct inbox_message *message = &batch->messages[i];
        HOLDS(message->sequence > before && message->missing_before >= 0);
        before = message->sequence;
        if (message->soundness == INBOX_DAMAGED) {
            HOLDS(!untouched && message->facts.door == INBOX_DOOR_NONE);
            continue;
        }
        size_t known = 0;
        while (known < MESSAGES && good.sequence[known] != message->sequence) {
            known++;
        }
        HOLDS(known < MESSAGES && strlen(good.text[known]) == message->length);
        HOLDS(memcmp(message->payload, good.text[known], message->length) == 0);
        HOLDS(message->facts.qos == 1 && strcmp(message->facts.kind, "readings") == 0);
    }
    HOLDS(!untouched || batch->count == MESSAGES);
}

static void read_with(struct inbox_reader *reader, bool salvage, bool untouched) {
    struct inbox_batch *batch = NULL;
    enum inbox_result result = salvage ? inbox_reader_salvage(reader, 0, INBOX_READ_MAX, &batch)
                                       : inbox_reader_read(reader, 0, INBOX_READ_MAX, &batch);
    HOLDS(!untouched || result == INBOX_OK);
    if (result == INBOX_OK) {
        check_batch(batch, untouched);
        inbox_batch_free(batch);
    }
}

void replay_check(const void *bytes, size_t length) {
    if (good.folder[0] == '\0') {
        make_good();
    }
    write_changed(bytes, length);
    bool untouched = length < PATCH;
    struct inbox_reader *reader = NULL;
    enum inbox_result result = inbox_reader_open(good.path, &good.keys, &reader);
    HOLDS(!untouched || result == INBOX_OK);
    if (result != INBOX_OK) {
        return;
    }
    struct inbox_bounds bounds;
    enum inbox_result known = inbox_reader_bounds(reader, &bounds);
    HOLDS(!untouched || (known == INBOX_OK && bounds.newest == good.sequence[MESSAGES - 1]));
    read_with(reader, false, untouched);
    read_with(reader, true, untouched);
    inbox_reader_close(reader);
}
