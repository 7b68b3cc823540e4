// SPDX-License-Identifier: EUPL-1.2
// The file that says which devices the fleet plays.
//
// One device a line, words separated by spaces or tabs; '#' begins a comment, empty lines are
// skipped:
//   <device: 32 lower-case hex digits> <secret> <mqtt|coap> <condition> <meter serial, or - for
//   none>
// Further words are notes of whoever wrote the file and are not read.
// The secret is used as it is written: as MQTT password (the device id is the user), or as DTLS
// pre-shared key.
#ifndef FLEET_DEVICE_LIST_H
#define FLEET_DEVICE_LIST_H

#include "fleet/curve.h"
#include "payload/payload.h"

#include <stddef.h>

enum transport {
    TRANSPORT_NONE = 0,
    TRANSPORT_MQTT,
    TRANSPORT_COAP,
};

#define DEVICE_SECRET_SIZE 129

struct device {
    char id[PAYLOAD_DEVICE_LENGTH + 1];
    char secret[DEVICE_SECRET_SIZE];
    enum transport transport;
    enum condition condition;
    char meter[PAYLOAD_METER_SIZE]; // "" for none
};

struct device_list {
    struct device *devices; // owned; freed by device_list_free
    size_t count;
};

// Reads the file. False when it cannot be read or a line is wrong: *fault_line is that line, or 0
// for the file itself (errno says why). *out is written only on success.
bool device_list_read(const char *path, struct device_list *out, size_t *fault_line);

// Reads one line without its newline: 1 a device, 0 nothing on it, -1 wrong.
int device_list_line(const char *line, struct device *out);

void device_list_free(struct device_list *list);

const char *transport_text(enum transport transport);

#endif
