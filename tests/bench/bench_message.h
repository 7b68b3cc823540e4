// SPDX-License-Identifier: EUPL-1.2
// Devices and messages of the speed tests: blood pressure in the primary profile, every reading with a
// time of its own, so that none is a repeat.
#ifndef BENCH_MESSAGE_H
#define BENCH_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BENCH_MESSAGE_SIZE 16384 // room for 50 readings and more

// "<id> <secret> …" into its words; changes the line. False for a comment.
static inline bool bench_device(char *line, char id[33], char secret[129]) {
    char *save = NULL;
    const char *first = strtok_r(line, " \t\n", &save);
    const char *second = strtok_r(NULL, " \t\n", &save);
    return first != NULL && second != NULL && first[0] != '#' &&
           snprintf(id, 33, "%s", first) == 32 && snprintf(secret, 129, "%s", second) < 129;
}

// The instant, as the profile writes it.
static inline void bench_time(time_t at, char out[32]) {
    struct tm parts;
    (void)gmtime_r(&at, &parts);
    (void)strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

// Message `number` of one device with `readings` of them, the newest `number * readings` steps of
// `step_s` seconds before `newest`. Returns its length.
static inline size_t bench_message(char out[BENCH_MESSAGE_SIZE], time_t newest, long number,
                                   int readings, int step_s) {
    char at[32];
    bench_time(time(NULL), at); // the device's clock is right, its readings may be old
    size_t length =
        (size_t)snprintf(out, BENCH_MESSAGE_SIZE, "{\"sent\":\"%s\",\"readings\":[", at);
    for (int i = 0; i < readings; i++) {
        long place = number * readings + i;
        bench_time(newest - place * step_s, at);
        length += (size_t)snprintf(
            out + length, BENCH_MESSAGE_SIZE - length,
            "%s{\"t\":\"%s\",\"kind\":\"blood-pressure\",\"meter\":\"B1\",\"values\":{"
            "\"systolic\":{\"v\":%ld,\"u\":\"mm[Hg]\"},\"diastolic\":{\"v\":%ld,\"u\":\"mm[Hg]\"},"
            "\"pulse\":{\"v\":%ld,\"u\":\"/min\"}}}",
            i == 0 ? "" : ",", at, 110 + place % 20, 70 + place % 9, 60 + place % 11);
    }
    length += (size_t)snprintf(out + length, BENCH_MESSAGE_SIZE - length, "]}");
    return length;
}

#endif
