// SPDX-License-Identifier: EUPL-1.2
// Topic rules of the MQTT door, compared byte by byte: no pattern of the broker is involved
// (CVE-2017-7650). `ltc/v1/<device>/up/<kind>` to publish, `ltc/v1/<device>/down/#` to receive.
#ifndef BROKER_TOPIC_H
#define BROKER_TOPIC_H

#include "inbox/inbox.h"

#include <stdbool.h>

// Whether the device may publish there; kind is 1 to 64 of a-z, 0-9, '-', '_', and is copied to
// out.
bool topic_publish(const char *topic, const uint8_t device[INBOX_DEVICE_SIZE],
                   char kind[INBOX_KIND_SIZE]);

// Whether a subscription of the device may have this filter.
bool topic_subscribe(const char *filter, const uint8_t device[INBOX_DEVICE_SIZE]);

// Whether a message with this topic may be delivered to the device.
bool topic_receive(const char *topic, const uint8_t device[INBOX_DEVICE_SIZE]);

#endif
