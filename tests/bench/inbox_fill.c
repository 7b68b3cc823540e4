// SPDX-License-Identifier: EUPL-1.2
// Appends messages to an inbox as a door does, without a network: how fast custody itself is, and the
// backlogs of the drain's speed tests.
// inbox_fill INBOX SERVER_KEY DEVICES MESSAGES READINGS GROUP STEP NEWEST: MESSAGES for every device of
// the file (32 hex digits at the beginning of each line) with READINGS each, STEP seconds apart and
// back from the instant NEWEST (seconds since 1970), GROUP messages to a flush.
// Prints messages per second and the highest sequence.
#include "inbox/inbox.h"

#include "bench_message.h"

#include <stdlib.h>
#include <string.h>

struct fill {
    struct inbox_writer *writer;
    struct inbox_facts facts[INBOX_GROUP_MAX];
    struct inbox_entry entries[INBOX_GROUP_MAX];
    char (*texts)[BENCH_MESSAGE_SIZE];
    size_t group;
    size_t count;
    int64_t last;
};

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static bool flush(struct fill *fill) {
    int64_t first = 0;
    bool more = false;
    if (fill->count == 0)
        return true;
    if (inbox_writer_append_group(fill->writer, fill->entries, fill->count, &first) != INBOX_OK ||
        inbox_writer_upkeep(fill->writer, &more) != INBOX_OK ||
        inbox_writer_checkpoint(fill->writer) != INBOX_OK)
        return false;
    fill->last = first + (int64_t)fill->count - 1;
    fill->count = 0;
    return true;
}

static bool add(struct fill *fill, const char *device, long number, int readings, int step,
                time_t newest) {
    size_t at = fill->count++;
    fill->facts[at] = (struct inbox_facts){.door = INBOX_DOOR_MQTT,
                                           .received_us = inbox_now_us(),
                                           .kind = "readings",
                                           .content_format = INBOX_NO_CONTENT_FORMAT,
                                           .protocol = 4,
                                           .qos = 1};
    if (!inbox_device_parse(device, 32, fill->facts[at].device))
        return false;
    size_t length = bench_message(fill->texts[at], newest, number, readings, step);
    fill->entries[at] = (struct inbox_entry){&fill->facts[at], fill->texts[at], length};
    return fill->count < fill->group || flush(fill);
}

int main(int argc, char **argv) {
    static struct fill fill;
    struct inbox_writer_options options = {.door = INBOX_DOOR_MQTT};
    static char devices[20000][33];
    size_t device_count = 0;
    char line[512];
    if (argc != 9)
        return 2;
    options.path = argv[1];
    FILE *file = fopen(argv[3], "r");
    if (file == NULL || inbox_key_read(argv[2], INBOX_KEY_PUBLIC, options.server_public) != INBOX_OK)
        return 2;
    while (device_count < 20000 && fgets(line, sizeof line, file) != NULL)
        if (strlen(line) >= 32 && line[0] != '#')
            memcpy(devices[device_count++], line, 32);
    (void)fclose(file);
    long messages = strtol(argv[4], NULL, 10);
    int readings = (int)strtol(argv[5], NULL, 10);
    int step = (int)strtol(argv[7], NULL, 10);
    time_t newest = (time_t)strtol(argv[8], NULL, 10);
    fill.group = strtoul(argv[6], NULL, 10);
    if (fill.group == 0 || fill.group > INBOX_GROUP_MAX)
        return 2;
    fill.texts = calloc(INBOX_GROUP_MAX, sizeof *fill.texts);
    if (fill.texts == NULL || inbox_writer_open(&options, &fill.writer) != INBOX_OK)
        return 1;
    double begin = now();
    bool well = true;
    for (long number = 0; number < messages && well; number++)
        for (size_t i = 0; i < device_count && well; i++)
            well = add(&fill, devices[i], number, readings, step, newest);
    well = well && flush(&fill);
    printf("%.0f %lld\n", (double)messages * (double)device_count / (now() - begin),
           (long long)fill.last);
    inbox_writer_close(fill.writer);
    free(fill.texts);
    return well ? 0 : 1;
}
