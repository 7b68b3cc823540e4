// SPDX-License-Identifier: EUPL-1.2
// One thread, one poll: measure by the domain clock, send, note what is acknowledged.
#include "fleet/run.h"

#include "fleet/clock_file.h"
#include "fleet/coap_line.h"
#include "fleet/member.h"
#include "fleet/mqtt_line.h"
#include "fleet/oracle.h"
#include "fleet/play.h"

#include <mosquitto.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Longest wait: how late a reading or a changed clock may be noticed.
#define WAIT_MS 100
#define CLOCK_AGAIN_MS 1000
// libmosquitto needs three descriptors for a connection: of more devices only so many are connected.
#define OPEN_MAX_OF_MANY 1000
#define MANY 2000

struct fleet {
    const struct options *options;
    struct device_list devices;
    struct member *members;
    struct mqtt_line **mqtt; // by member, NULL for the others
    struct coap_line **coap;
    struct coap_lines *coap_lines;
    struct oracle *oracle;
    struct pollfd *waits; // one for each member, one for CoAP
    struct domain_time clock;
    int64_t clock_read_ms;
    int64_t acknowledged;
    bool oracle_failed;
    struct play *play; // NULL: members live
    int64_t refused;
    bool not_refused; // a message was acknowledged that had to be refused
    int open;
};

static int64_t monotonic_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void on_acknowledged(struct member *member, void *context) {
    struct fleet *fleet = context;
    fleet->acknowledged++;
    if (member->first->step && member->first->step->refused) {
        (void)fprintf(stderr, "sostegno-fleet: device %s: acknowledged, and had to be refused: %s\n",
                      member->device->id, member->first->text);
        fleet->not_refused = true;
    }
    if (!oracle_note(fleet->oracle, member)) {
        fleet->oracle_failed = true;
    }
}

static void on_refused(struct member *member, void *context) {
    struct fleet *fleet = context;
    (void)member;
    fleet->refused++;
}

static bool complain(const char *what, const char *path) {
    (void)fprintf(stderr, "sostegno-fleet: %s %s: %s\n", what, path,
                  errno ? strerror(errno) : "not in the form expected");
    return false;
}

static bool start_clock(struct fleet *fleet) {
    const struct options *options = fleet->options;
    fleet->clock = domain_time_real();
    if (options->write_clock) {
        int64_t now = clock_file_real_now();
        fleet->clock = (struct domain_time){now, now, options->speed * 1000};
        if (!clock_file_write(options->clock, &fleet->clock)) {
            return complain("cannot write the clock", options->clock);
        }
    } else if (options->clock && !clock_file_read(options->clock, &fleet->clock)) {
        return complain("cannot read the clock", options->clock);
    }
    return true;
}

// Whoever sets the clock may do so at any time. A file that cannot be read leaves the clock as it
// is.
static void refresh_clock(struct fleet *fleet, int64_t now_ms) {
    if (fleet->options->clock && now_ms - fleet->clock_read_ms >= CLOCK_AGAIN_MS) {
        (void)clock_file_read(fleet->options->clock, &fleet->clock);
        fleet->clock_read_ms = now_ms;
    }
}

static bool domain_now(const struct fleet *fleet, int64_t *out) {
    return domain_time_at(&fleet->clock, clock_file_real_now(), out);
}

static bool start_members(struct fleet *fleet) {
    const struct options *options = fleet->options;
    size_t fault_line = 0;
    int64_t now = 0;
    errno = 0;
    if (!device_list_read(options->devices, &fleet->devices, &fault_line)) {
        if (fault_line > 0) {
            (void)fprintf(stderr, "sostegno-fleet: %s:%zu: not a device\n", options->devices,
                          fault_line);
            return false;
        }
        return complain("cannot read the devices", options->devices);
    }
    if (!domain_now(fleet, &now)) {
        (void)fputs("sostegno-fleet: the clock is out of range\n", stderr);
        return false;
    }
    const struct fleet_plan plan = {
        .seed = options->seed,
        .boot = clock_file_real_now() / 1000000,
        .start_us = now,
        .days_back = options->days_back,
        .calm = options->calm,
    };
    size_t count = fleet->devices.count;
    fleet->members = members_make(&fleet->devices, &plan);
    fleet->mqtt = calloc(count + 1, sizeof(struct mqtt_line *));
    fleet->coap = calloc(count + 1, sizeof(struct coap_line *));
    fleet->waits = calloc(count + 1, sizeof *fleet->waits);
    bool made = fleet->members && fleet->mqtt && fleet->coap && fleet->waits;
    if (made && options->play) {
        fleet->play = play_begin(options->play, fleet->members, count, now);
        return fleet->play != NULL;
    }
    for (size_t i = 0; made && i < count; i++) {
        made = member_collect(&fleet->members[i], now, true);
    }
    return made || complain("no memory for", options->devices);
}

// Lines for the devices whose transport has an address; the others stay at home.
static bool start_lines(struct fleet *fleet, const struct line_setup *setup) {
    const struct options *options = fleet->options;
    if (options->coap.port != 0) {
        fleet->coap_lines = coap_lines_new(setup);
        if (!fleet->coap_lines) {
            (void)fprintf(stderr, "sostegno-fleet: cannot use --coap %s\n", options->coap.host);
            return false;
        }
    }
    for (size_t i = 0; i < fleet->devices.count; i++) {
        struct member *member = &fleet->members[i];
        bool mqtt = member->device->transport == TRANSPORT_MQTT;
        if (mqtt && options->mqtt.port != 0) {
            fleet->mqtt[i] = mqtt_line_new(setup, member);
            if (!fleet->mqtt[i]) {
                (void)fprintf(stderr, "sostegno-fleet: cannot prepare MQTT%s%s\n",
                              options->cafile ? " with " : "",
                              options->cafile ? options->cafile : "");
                return false;
            }
        } else if (!mqtt && fleet->coap_lines) {
            fleet->coap[i] = coap_line_new(fleet->coap_lines, member);
            if (!fleet->coap[i]) {
                return false;
            }
        }
    }
    return true;
}

static bool measure_and_send(struct fleet *fleet, int64_t now_ms) {
    int64_t now = 0;
    bool known = domain_now(fleet, &now);
    for (size_t i = 0; i < fleet->devices.count; i++) {
        bool silent = fleet->play && !fleet->members[i].part.scenario;
        if (known && !silent && !member_collect(&fleet->members[i], now, false)) {
            return complain("no memory, or a place of no known form, for", "messages");
        }
        if (fleet->mqtt[i]) {
            mqtt_line_tick(fleet->mqtt[i], now_ms);
        } else if (fleet->coap[i]) {
            coap_line_tick(fleet->coap[i], now_ms);
        }
    }
    return true;
}

static void wait_and_serve(struct fleet *fleet) {
    size_t count = fleet->devices.count;
    for (size_t i = 0; i < count; i++) {
        struct mqtt_line *line = fleet->mqtt[i];
        int socket = line ? mqtt_line_socket(line) : -1;
        bool writes = socket >= 0 && mqtt_line_wants_write(line);
        fleet->waits[i] = (struct pollfd){socket, writes ? POLLIN | POLLOUT : POLLIN, 0};
    }
    int coap_socket = fleet->coap_lines ? coap_lines_socket(fleet->coap_lines) : -1;
    fleet->waits[count] = (struct pollfd){coap_socket, POLLIN, 0};
    (void)poll(fleet->waits, count + 1, WAIT_MS);
    int64_t now_ms = monotonic_ms();
    for (size_t i = 0; i < count; i++) {
        // Also without an event: TLS may hold bytes that the socket no longer shows.
        if (fleet->mqtt[i] && (fleet->waits[i].revents != 0 || fleet->options->cafile)) {
            mqtt_line_serve(fleet->mqtt[i], now_ms);
        }
    }
    if (fleet->coap_lines) {
        coap_lines_serve(fleet->coap_lines);
    }
}

static bool all_played(const struct fleet *fleet) {
    for (size_t i = 0; i < fleet->devices.count; i++) {
        if (member_has_steps(&fleet->members[i]) ||
            (fleet->members[i].part.scenario && fleet->members[i].first)) {
            return false;
        }
    }
    return true;
}

static size_t messages_left(const struct fleet *fleet) {
    size_t left = 0;
    for (size_t i = 0; i < fleet->devices.count; i++) {
        bool has_line = fleet->mqtt[i] || fleet->coap[i];
        left += has_line ? fleet->members[i].outgoing_count : 0;
    }
    return left;
}

static int live(struct fleet *fleet, const volatile sig_atomic_t *stop) {
    const struct options *options = fleet->options;
    int64_t end_ms = monotonic_ms() + options->duration_s * 1000;
    while (!*stop) {
        int64_t now_ms = monotonic_ms();
        if ((options->duration_s > 0 && now_ms >= end_ms) ||
            (options->history_only && messages_left(fleet) == 0) ||
            (fleet->play && all_played(fleet))) {
            break;
        }
        refresh_clock(fleet, now_ms);
        if (!measure_and_send(fleet, now_ms)) {
            return 1;
        }
        wait_and_serve(fleet);
        if (fleet->oracle_failed) {
            (void)fputs("sostegno-fleet: cannot write down what was acknowledged\n", stderr);
            return 1;
        }
    }
    size_t left = messages_left(fleet);
    (void)fprintf(stderr, "sostegno-fleet: %lld messages acknowledged, %zu not\n",
                  (long long)fleet->acknowledged, left);
    if (fleet->not_refused) {
        return 4;
    }
    return (options->history_only && left > 0) || (fleet->play && !all_played(fleet)) ? 3 : 0;
}

int fleet_run(const struct options *options, const volatile sig_atomic_t *stop) {
    struct fleet fleet = {.options = options};
    struct line_setup setup = {.options = options,
                               .acknowledged = on_acknowledged,
                               .refused = on_refused,
                               .context = &fleet,
                               .open = &fleet.open};
    int status = 1;
    (void)mosquitto_lib_init();
    fleet.oracle = oracle_open(options->oracle);
    if (!fleet.oracle) {
        (void)complain("cannot open the oracle", options->oracle ? options->oracle : "");
    } else if (start_clock(&fleet) && start_members(&fleet)) {
        setup.open_max = fleet.devices.count > MANY ? OPEN_MAX_OF_MANY : 0;
        if (start_lines(&fleet, &setup)) {
            status = live(&fleet, stop);
        }
    }
    for (size_t i = 0; i < fleet.devices.count; i++) {
        mqtt_line_free(fleet.mqtt ? fleet.mqtt[i] : NULL);
        coap_line_free(fleet.coap ? fleet.coap[i] : NULL);
    }
    coap_lines_free(fleet.coap_lines);
    members_free(fleet.members, fleet.devices.count);
    play_free(fleet.play);
    free(fleet.mqtt);
    free(fleet.coap);
    free(fleet.waits);
    device_list_free(&fleet.devices);
    oracle_close(fleet.oracle);
    (void)mosquitto_lib_cleanup();
    return status;
}
