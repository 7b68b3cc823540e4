// SPDX-License-Identifier: EUPL-1.2
// What the server last told about devices: how far each is stored.
#include "inbox/acks.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// Ids are random: any two of their bytes spread well.
static size_t place_of(const uint8_t device[INBOX_DEVICE_SIZE]) {
    return (size_t)(device[0] << 8 | device[1]) % ACKS_PLACES;
}

void acks_keep(struct acks *acks, const struct inbox_ack *ack) {
    acks->places[place_of(ack->device)] = *ack;
}

const struct inbox_ack *acks_find(const struct acks *acks,
                                  const uint8_t device[INBOX_DEVICE_SIZE]) {
    static const uint8_t nobody[INBOX_DEVICE_SIZE];
    const struct inbox_ack *ack = &acks->places[place_of(device)];
    return memcmp(ack->device, device, INBOX_DEVICE_SIZE) == 0 &&
                   memcmp(device, nobody, INBOX_DEVICE_SIZE) != 0
               ? ack
               : NULL;
}

void acks_message(const struct inbox_ack *ack, char topic[ACKS_TOPIC_SIZE],
                  char text[ACKS_TEXT_SIZE]) {
    char device[33];
    char boot[32] = "";
    inbox_device_text(ack->device, device);
    // All of them fit, whatever the numbers.
    if (ack->boot >= 0)
        (void)snprintf(boot, sizeof boot, "\"boot\":%" PRId64 ",", ack->boot);
    (void)snprintf(topic, ACKS_TOPIC_SIZE, "ltc/v1/%s/down/ack", device);
    (void)snprintf(text, ACKS_TEXT_SIZE,
                   "{%s\"from\":%" PRId64 ",\"upto\":%" PRId64 ",\"newest\":%" PRId64 "}", boot,
                   ack->from, ack->upto, ack->newest);
}
