// SPDX-License-Identifier: EUPL-1.2
// What the server last told about devices: how far each is stored; and how a door tells a device.
//
// A table of fixed size in which a device has one place, which another device may take: whoever is
// not in it is asked for again. One thread.
#ifndef INBOX_ACKS_H
#define INBOX_ACKS_H

#include "inbox/wake.h"

enum { ACKS_PLACES = 8192 };

struct acks {
    struct inbox_ack places[ACKS_PLACES]; // zeroed: empty, since nobody is the device 0
};

void acks_keep(struct acks *acks, const struct inbox_ack *ack);

// NULL: not told, or forgotten. Borrowed until the next acks_keep.
const struct inbox_ack *acks_find(const struct acks *acks, const uint8_t device[INBOX_DEVICE_SIZE]);

enum { ACKS_TOPIC_SIZE = 64, ACKS_TEXT_SIZE = 160 };

// The MQTT message for a device that listens on its own branch: topic and JSON, NUL terminated.
void acks_message(const struct inbox_ack *ack, char topic[ACKS_TOPIC_SIZE],
                  char text[ACKS_TEXT_SIZE]);

#endif
