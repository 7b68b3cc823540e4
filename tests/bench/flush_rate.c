// SPDX-License-Identifier: EUPL-1.2
// The disk's limit: how often a second 512 bytes can be written and flushed in a folder, appended
// to a file, or over what a file holds already, as SQLite's WAL does once it has its size: the file
// system then has nothing of its own to write. flush_rate FOLDER SECONDS [over] prints flushes per
// second.
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HELD (4 * 1024 * 1024)

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    bool over = argc == 4 && strcmp(argv[3], "over") == 0;
    if (argc != 3 && !over) {
        fputs("usage: flush_rate FOLDER SECONDS [over]\n", stderr);
        return 2;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/flush_rate.tmp", argv[1]);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        perror(path);
        return 1;
    }
    unlink(path);
    char block[512];
    memset(block, 'x', sizeof block);
    for (size_t held = 0; over && held < HELD; held += sizeof block)
        if (write(file, block, sizeof block) != (ssize_t)sizeof block) {
            perror("fill");
            return 1;
        }
    if (fsync(file) != 0) {
        perror("fill");
        return 1;
    }
    double begin = now(), end = begin + strtod(argv[2], NULL);
    uint64_t flushes = 0;
    while (now() < end) {
        off_t at = (off_t)(flushes * sizeof block);
        if (pwrite(file, block, sizeof block, over ? at % HELD : at) != (ssize_t)sizeof block ||
            fdatasync(file) != 0) {
            perror("flush");
            return 1;
        }
        flushes++;
    }
    printf("%.0f\n", (double)flushes / (now() - begin));
    return 0;
}
