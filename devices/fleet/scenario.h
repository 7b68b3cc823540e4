// SPDX-License-Identifier: EUPL-1.2
// Scenarios: what devices send, when, and what must come of it, as text (docs/fleet.md).
//
// The fleet plays what is sent. What must come of it (`expect`) is for whoever looks at the server; here
// it is only checked for its form.
#ifndef FLEET_SCENARIO_H
#define FLEET_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCENARIO_DEVICES_MAX 4
#define SCENARIO_NO_FORMAT (-1)

struct scenario_step {
    int64_t at_s;  // domain seconds after the start
    size_t device; // from 0
    char kind[33]; // last level of the topic; CoAP: "hb" goes to /v1/hb, all else to /v1/r
    char topic[65]; // instead of the device's own, "" for none; '%' stands for the device's id
    char media_type[65]; // MQTT 5; "" for none
    int32_t content_format; // CoAP; SCENARIO_NO_FORMAT: JSON
    int qos;
    bool retain;
    bool refused; // the door must not acknowledge it; given up after one attempt
    bool hex;
    char *text; // owned; with places for times
};

struct scenario {
    int number; // of the case, telemonitoring §5
    size_t devices;
    struct scenario_step *steps; // owned
    size_t count;
};

// False when the file cannot be read (*fault_line 0, errno) or a line is wrong.
bool scenario_read(const char *path, struct scenario *out, size_t *fault_line);
void scenario_free(struct scenario *scenario);

// The bytes of a step that began at start_us (domain): owned by the caller; NULL without memory or when
// a place in it has no known form.
char *scenario_bytes(const struct scenario_step *step, int64_t start_us, size_t *length);

#endif
