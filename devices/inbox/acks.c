// SPDX-License-Identifier: EUPL-1.2
// What the server last told about devices: how far each is stored.
#include "inbox/acks.h"

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
