// SPDX-License-Identifier: EUPL-1.2
// Who published, by the topic: `ltc/v1/<device>/up/<kind>`, compared byte by byte.
//
// The foreign broker guarantees by its access rules that a device publishes below its own id only
// (docs/subscriber.md); what the topic says is therefore whose message it is.
#ifndef SUBSCRIBER_UPTOPIC_H
#define SUBSCRIBER_UPTOPIC_H

#include "inbox/inbox.h"
#include "subscriber/packet.h"

enum uptopic {
    UPTOPIC_FOREIGN = 0, // names no device
    UPTOPIC_ODD,         // of a device, but not where a device may publish; device is written
    UPTOPIC_GOOD,        // device and kind are written; kind is 1 to 64 of a-z, 0-9, '-', '_'
};

enum uptopic uptopic_read(const struct packet_text *topic, uint8_t device[INBOX_DEVICE_SIZE],
                          char kind[INBOX_KIND_SIZE]);

#endif
