// SPDX-License-Identifier: EUPL-1.2
// Many MQTT devices in one process, for the speed tests: QoS 1, every message once.
// mqtt_load PORT CAFILE DEVICES CLIENTS IN_FLIGHT RATE SECONDS READINGS STEP NEWEST
// CAFILE "-": no TLS. DEVICES: lines "<id> <secret>", the first CLIENTS of them connect, and a line
// "connected" tells when all have. RATE: messages per second of all together, 0: as fast as they are
// acknowledged, IN_FLIGHT 0: none. Ends after SECONDS with one line of JSON.
#include "bench_message.h"

#include <mosquitto.h>

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define IN_FLIGHT_MAX 64
#define CLIENTS_MAX 6000
#define TIMES_MAX 2000000
#define GREETINGS_AT_ONCE 50

struct line {
    struct mosquitto *client;
    char id[33];
    char secret[129];
    char topic[80];
    bool up;
    bool lost;
    long number; // of its next message
    int flying;
    struct {
        int mid;
        int64_t since_us;
    } flight[IN_FLIGHT_MAX];
};

struct load {
    struct line *lines;
    size_t count;
    size_t up;
    size_t lost;
    int64_t *times; // from publish to acknowledgement, microseconds
    size_t acknowledged;
    time_t newest;
    int readings;
    int step;
};

static struct load load;

static int64_t now_us(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static void on_connect(struct mosquitto *client, void *context, int code) {
    struct line *line = context;
    (void)client;
    if (code == 0) {
        line->up = true;
        load.up++;
    }
}

static void on_publish(struct mosquitto *client, void *context, int mid) {
    struct line *line = context;
    (void)client;
    for (int i = 0; i < IN_FLIGHT_MAX; i++)
        if (line->flight[i].since_us != 0 && line->flight[i].mid == mid) {
            if (load.acknowledged < TIMES_MAX)
                load.times[load.acknowledged++] = now_us() - line->flight[i].since_us;
            line->flight[i].since_us = 0;
            line->flying--;
            return;
        }
}

static bool publish(struct line *line) {
    static char text[BENCH_MESSAGE_SIZE];
    int slot = 0;
    while (line->flight[slot].since_us != 0)
        slot++;
    size_t length = bench_message(text, load.newest, line->number++, load.readings, load.step);
    line->flight[slot].since_us = now_us();
    line->flying++;
    return mosquitto_publish(line->client, &line->flight[slot].mid, line->topic, (int)length, text, 1,
                             false) == MOSQ_ERR_SUCCESS;
}

// The lines from `first` on.
static void serve(struct pollfd *waits, size_t first, int patience_ms) {
    for (size_t i = first; i < load.count; i++) {
        struct line *line = &load.lines[i];
        short events = mosquitto_want_write(line->client) ? POLLIN | POLLOUT : POLLIN;
        waits[i] = (struct pollfd){line->lost ? -1 : mosquitto_socket(line->client), events, 0};
    }
    if (poll(waits + first, load.count - first, patience_ms) <= 0)
        return;
    for (size_t i = first; i < load.count; i++) {
        struct line *line = &load.lines[i];
        if (waits[i].revents == 0)
            continue;
        if (mosquitto_loop_read(line->client, 10) != MOSQ_ERR_SUCCESS ||
            (mosquitto_want_write(line->client) &&
             mosquitto_loop_write(line->client, 10) != MOSQ_ERR_SUCCESS)) {
            line->lost = true;
            load.lost++;
        }
    }
}

static void keep_alive(int64_t now) {
    static int64_t next;
    if (now < next)
        return;
    next = now + 1000000;
    for (size_t i = 0; i < load.count; i++)
        if (!load.lines[i].lost)
            (void)mosquitto_loop_misc(load.lines[i].client);
}

// Some at a time, so that the listening queue does not overflow.
static bool connect_all(int port, const char *ca, struct pollfd *waits) {
    size_t all = load.count;
    size_t first = 0; // all before it are up
    int64_t until = now_us() + 120000000;
    for (load.count = 0; load.count < all; load.count++) {
        struct line *line = &load.lines[load.count];
        line->client = mosquitto_new(line->id, true, line);
        if (line->client == NULL || mosquitto_username_pw_set(line->client, line->id, line->secret) ||
            mosquitto_int_option(line->client, MOSQ_OPT_TCP_NODELAY, 1) ||
            (strcmp(ca, "-") != 0 && mosquitto_tls_set(line->client, ca, NULL, NULL, NULL, NULL)))
            return false;
        mosquitto_connect_callback_set(line->client, on_connect);
        mosquitto_publish_callback_set(line->client, on_publish);
        if (mosquitto_connect(line->client, "127.0.0.1", port, 600) != MOSQ_ERR_SUCCESS)
            return false;
        while (first < load.count && load.lines[first].up)
            first++;
        while (load.count - load.up >= GREETINGS_AT_ONCE && now_us() < until)
            serve(waits, first, 10);
    }
    while (load.up < all && load.lost == 0 && now_us() < until)
        serve(waits, first, 10);
    return load.up == all;
}

static void drive(struct pollfd *waits, int in_flight, double rate, double seconds) {
    int64_t begin = now_us();
    int64_t end = begin + (int64_t)(seconds * 1e6);
    int64_t sent = 0;
    size_t turn = 0;
    for (int64_t now = begin; now < end; now = now_us()) {
        if (rate > 0) {
            while ((double)sent < rate * (double)(now - begin) / 1e6) {
                struct line *line = &load.lines[turn++ % load.count];
                sent += line->lost || line->flying == IN_FLIGHT_MAX || publish(line);
            }
        } else {
            for (size_t i = 0; i < load.count; i++)
                while (!load.lines[i].lost && load.lines[i].flying < in_flight)
                    if (!publish(&load.lines[i]))
                        break;
        }
        serve(waits, 0, rate > 0 ? 1 : 50);
        keep_alive(now);
    }
}

static int by_size(const void *a, const void *b) {
    int64_t one = *(const int64_t *)a;
    int64_t other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static bool read_devices(const char *path, size_t wanted) {
    char text[600];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    while (load.count < wanted && fgets(text, sizeof text, file) != NULL) {
        struct line *line = &load.lines[load.count];
        if (bench_device(text, line->id, line->secret)) {
            (void)snprintf(line->topic, sizeof line->topic, "ltc/v1/%s/up/readings", line->id);
            load.count++;
        }
    }
    (void)fclose(file);
    return load.count == wanted;
}

int main(int argc, char **argv) {
    if (argc != 11)
        return 2;
    size_t clients = strtoul(argv[4], NULL, 10);
    int in_flight = (int)strtol(argv[5], NULL, 10);
    double seconds = strtod(argv[7], NULL);
    load.readings = (int)strtol(argv[8], NULL, 10);
    load.step = (int)strtol(argv[9], NULL, 10);
    load.newest = (time_t)strtol(argv[10], NULL, 10);
    load.lines = calloc(CLIENTS_MAX, sizeof *load.lines);
    load.times = calloc(TIMES_MAX, sizeof *load.times);
    struct pollfd *waits = calloc(CLIENTS_MAX, sizeof *waits);
    if (clients == 0 || clients > CLIENTS_MAX || in_flight < 0 || in_flight > IN_FLIGHT_MAX ||
        load.lines == NULL || load.times == NULL || waits == NULL || !read_devices(argv[3], clients))
        return 2;
    (void)mosquitto_lib_init();
    if (!connect_all((int)strtol(argv[1], NULL, 10), argv[2], waits)) {
        fprintf(stderr, "mqtt_load: %zu of %zu connected\n", load.up, clients);
        return 1;
    }
    puts("connected");
    (void)fflush(stdout);
    drive(waits, in_flight, strtod(argv[6], NULL), seconds);
    size_t count = load.acknowledged;
    qsort(load.times, count, sizeof *load.times, by_size);
    printf("{\"acknowledged\":%zu,\"rate\":%.0f,\"p50\":%.2f,\"p99\":%.2f,\"lost\":%zu}\n", count,
           (double)count / seconds, count ? (double)load.times[count / 2] / 1000 : 0,
           count ? (double)load.times[count * 99 / 100] / 1000 : 0, load.lost);
    for (size_t i = 0; i < load.count; i++)
        mosquitto_destroy(load.lines[i].client);
    (void)mosquitto_lib_cleanup();
    free(load.lines);
    free(load.times);
    free(waits);
    return 0;
}
