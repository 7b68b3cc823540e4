// SPDX-License-Identifier: EUPL-1.2
// The disk's limit: how often a second 512 bytes can be appended and flushed in a folder.
// flush_rate FOLDER SECONDS prints flushes per second.
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: flush_rate FOLDER SECONDS\n", stderr);
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
    double begin = now(), end = begin + strtod(argv[2], NULL);
    uint64_t flushes = 0;
    while (now() < end) {
        if (write(file, block, sizeof block) != (ssize_t)sizeof block || fdatasync(file) != 0) {
            perror("flush");
            return 1;
        }
        flushes++;
    }
    printf("%.0f\n", (double)flushes / (now() - begin));
    return 0;
}
