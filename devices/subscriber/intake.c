// SPDX-License-Identifier: EUPL-1.2
// The connection of the subscriber: when it is tried, how it ends, and its clock.
#include "subscriber/intake_parts.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GREETING_MS 20000
#define RETRY_LAST_MS 30000
#define SETTLED_MS 10000
#define GOODBYE_MS 1000

// A broker that is away for a night is one line, not one for each try.
static void complain(struct intake *intake, enum door_severity severity, const char *what,
                     const char *detail) {
    char line[INTAKE_LINE_SIZE];
    (void)snprintf(line, sizeof line, "sostegno: %s: %s", what, detail); // cut is fine
    if (strcmp(line, intake->said) == 0)
        return;
    (void)snprintf(intake->said, sizeof intake->said, "%s", line);
    intake->log(severity, line);
}

void intake_go_down(struct intake *intake, int64_t pause_ms) {
    // Up to a quarter by chance, so that many doors do not come back to one broker at one instant.
    uint32_t chance = 0;
    if (getentropy(&chance, sizeof chance) != 0)
        chance = 0; // then they come back together
    int64_t spread = pause_ms / 4 > 0 ? chance % (pause_ms / 4) : 0;
    wire_end(intake->wire);
    if (intake->stage == STAGE_GREETING)
        explicit_bzero(intake->out, INTAKE_OUT_SIZE); // the password was there
    group_empty(&intake->group);
    intake->in_length = 0;
    intake->skip = 0;
    intake->out_from = 0;
    intake->out_length = 0;
    intake->stage = STAGE_DOWN;
    intake->retry_at_ms = inbox_monotonic_ms() + pause_ms + spread;
}

void intake_fall_back(struct intake *intake, const char *what, const char *detail) {
    complain(intake, DOOR_WARNING, what, detail);
    intake_go_down(intake, intake->backoff_ms);
    intake->backoff_ms *= 2;
    if (intake->backoff_ms > RETRY_LAST_MS)
        intake->backoff_ms = RETRY_LAST_MS;
}

bool intake_is_up(const struct intake *intake) {
    return intake->stage > STAGE_WIRE && intake->stage < STAGE_SHUT;
}

uint8_t *intake_out_end(struct intake *intake) {
    return intake->out + intake->out_from + intake->out_length;
}

size_t intake_out_room(const struct intake *intake) {
    return INTAKE_OUT_SIZE - intake->out_from - intake->out_length;
}

// Whatever the group's answers and the small packets need is kept free: 0 is no packet here.
void intake_wrote(struct intake *intake, size_t length) {
    intake->out_length += length;
}

void intake_transmit(struct intake *intake) {
    while (intake->out_length > 0) {
        size_t count = 0;
        enum wire_io result =
            wire_write(intake->wire, intake->out + intake->out_from, intake->out_length, &count);
        if (result == WIRE_GONE) {
            greeting_closed(intake);
            return;
        }
        if (result == WIRE_LATER)
            break;
        intake->out_from += count;
        intake->out_length -= count;
        intake->sent_ms = inbox_monotonic_ms();
    }
    memmove(intake->out, intake->out + intake->out_from, intake->out_length);
    intake->out_from = 0;
}

static void watch_clock(struct intake *intake, int64_t now) {
    if (intake->stage == STAGE_WIRE && wire_is_resolving(intake->wire))
        intake->since_ms = now;
    if (intake->stage != STAGE_FLOWING && now - intake->since_ms > GREETING_MS) {
        intake_fall_back(intake, "the broker", "does not answer");
        return;
    }
    if (intake->stage != STAGE_FLOWING || intake->keep_alive_ms == 0)
        return;
    if (now - intake->flowing_ms > SETTLED_MS)
        intake->backoff_ms = INTAKE_RETRY_FIRST_MS;
    if (now - intake->heard_ms > intake->keep_alive_ms * 3 / 2)
        intake_fall_back(intake, "the broker", "has gone silent");
    else if (now - intake->sent_ms > intake->keep_alive_ms * 2 / 3 &&
             intake_out_room(intake) >= INTAKE_OUT_SPARE) {
        intake_wrote(intake, packet_write_bare(intake_out_end(intake), intake_out_room(intake),
                                               PACKET_PINGREQ));
        intake->sent_ms = now;
    }
}

static void step_wire(struct intake *intake) {
    switch (wire_step(intake->wire)) {
    case WIRE_DOWN:
        intake_fall_back(intake, "the connection to the broker", wire_why(intake->wire));
        return;
    case WIRE_OPEN:
        greeting_begin(intake);
        return;
    case WIRE_RESOLVING:
    case WIRE_CONNECTING:
    case WIRE_SHAKING:
        return;
    }
}

static void work(struct intake *intake) {
    int64_t now = inbox_monotonic_ms();
    intake->again = false;
    if (intake->stage == STAGE_DOWN && now >= intake->retry_at_ms) {
        intake->stage = STAGE_WIRE;
        intake->since_ms = now;
        intake->heard_ms = now;
        intake->sent_ms = now;
        wire_begin(intake->wire);
    }
    if (intake->stage == STAGE_WIRE)
        step_wire(intake);
    if (intake_is_up(intake)) {
        bool open = delivery_receive(intake);
        bool full = intake->in_length == INTAKE_IN_SIZE;
        delivery_handle(intake);
        if (intake_is_up(intake) && !open && !intake->again)
            greeting_closed(intake);
        intake->again |= full;
    }
    if (intake_is_up(intake)) {
        delivery_receipts(intake);
        intake_transmit(intake);
    }
    // Answers that cannot be written yet hold back everything else.
    intake->again =
        intake->again && intake_is_up(intake) && intake_out_room(intake) >= INTAKE_OUT_SPARE;
    if (intake->stage != STAGE_DOWN && intake->stage != STAGE_SHUT)
        watch_clock(intake, inbox_monotonic_ms());
}

struct intake *intake_new(struct door *door, const struct settings *settings, door_log *log) {
    struct intake *intake = calloc(1, sizeof *intake);
    if (intake == NULL)
        return NULL;
    intake->door = door;
    intake->settings = settings;
    intake->log = log;
    intake->five = settings->protocol != SETTINGS_PROTOCOL_311;
    intake->backoff_ms = INTAKE_RETRY_FIRST_MS;
    intake->had_session = door_was_used(door);
    intake->wire_options = (struct wire_options){.tls = settings->tls,
                                                 .host = settings->host,
                                                 .port = settings->port,
                                                 .ca = settings->ca,
                                                 .certificate = settings->certificate,
                                                 .key = settings->key};
    intake->wire = wire_new(&intake->wire_options);
    intake->in = malloc(INTAKE_IN_SIZE);
    intake->out = malloc(INTAKE_OUT_SIZE);
    if (intake->wire == NULL || intake->in == NULL || intake->out == NULL) {
        intake_close(intake);
        return NULL;
    }
    return intake;
}

static int patience(const struct intake *intake, int most) {
    if (intake->again)
        return 0;
    if (intake->stage == STAGE_WIRE && wire_is_resolving(intake->wire))
        return most < 10 ? most : 10;
    if (intake->stage != STAGE_DOWN)
        return most;
    int64_t left = intake->retry_at_ms - inbox_monotonic_ms();
    return left < 0 ? 0 : left < most ? (int)left : most;
}

void intake_turn(struct intake *intake, int patience_ms) {
    bool roster_changed = false;
    struct pollfd wait = {.fd = wire_descriptor(intake->wire),
                          .events = wire_events(intake->wire, intake->out_length > 0)};
    if (intake_is_up(intake) && intake_out_room(intake) < INTAKE_OUT_SPARE)
        wait.events &= (short)~POLLIN;
    // What is ready the reading finds out by itself.
    (void)poll(&wait, wait.fd >= 0, patience(intake, patience_ms));
    work(intake);
    door_set_away(intake->door, intake->stage != STAGE_FLOWING && intake->stage != STAGE_SHUT);
    // Messages are judged by the newest roster, one by one: nothing is kept from an older one.
    door_tick(intake->door, &roster_changed);
}

void intake_close(struct intake *intake) {
    if (intake == NULL)
        return;
    if (intake->wire != NULL && intake_is_up(intake)) {
        int64_t until = inbox_monotonic_ms() + GOODBYE_MS;
        intake_wrote(intake, packet_write_bare(intake_out_end(intake), intake_out_room(intake),
                                               PACKET_DISCONNECT));
        intake_transmit(intake);
        while (intake_is_up(intake) && intake->out_length > 0 && inbox_monotonic_ms() < until) {
            struct pollfd wait = {.fd = wire_descriptor(intake->wire),
                                  .events = wire_events(intake->wire, true)};
            (void)poll(&wait, 1, 50); // whether it may be written shows the next try
            intake_transmit(intake);
        }
    }
    wire_free(intake->wire);
    if (intake->out != NULL)
        explicit_bzero(intake->out, INTAKE_OUT_SIZE);
    free(intake->in);
    free(intake->out);
    free(intake);
}
