// SPDX-License-Identifier: EUPL-1.2
// One member's MQTT connection: QoS 1, one message in flight, reconnecting for ever.
#ifndef FLEET_MQTT_LINE_H
#define FLEET_MQTT_LINE_H

#include "fleet/member.h"
#include "fleet/options.h"

#include <stdbool.h>
#include <stdint.h>

struct mqtt_line;

// Called for each acknowledged message, before it leaves the member's queue.
typedef void line_acknowledged(struct member *member, void *context);

// Called instead when a message that must be refused was, before it leaves the queue.
typedef void line_refused(struct member *member, void *context);

// What all lines of a fleet share; must outlive them.
struct line_setup {
    const struct options *options;
    line_acknowledged *acknowledged;
    line_refused *refused;
    void *context;
    // Of many devices only so many are connected at a time, and only while they have something to
    // send; 0: all, for as long as they live.
    int open_max;
    int *open;
};

// NULL without memory or with a wrong CA file. MQTT 3.1.1 for every second member, MQTT 5 for the
// others.
struct mqtt_line *mqtt_line_new(const struct line_setup *setup, struct member *member);

// Connects when it is time, sends the next message, keeps the connection alive. now_ms is
// monotonic.
void mqtt_line_tick(struct mqtt_line *line, int64_t now_ms);

// The socket to wait on (-1: none now), and whether it has something to write.
int mqtt_line_socket(struct mqtt_line *line);
bool mqtt_line_wants_write(struct mqtt_line *line);

// Reads and writes what is possible.
void mqtt_line_serve(struct mqtt_line *line, int64_t now_ms);

// Says goodbye and frees. Messages not acknowledged stay in the member's queue.
void mqtt_line_free(struct mqtt_line *line);

#endif
