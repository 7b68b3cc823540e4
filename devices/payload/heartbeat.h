// SPDX-License-Identifier: EUPL-1.2
// A sign of life over nodes: how the device is, and never a measurement. Private to the room.
#ifndef PAYLOAD_HEARTBEAT_H
#define PAYLOAD_HEARTBEAT_H

#include "payload/document.h"

// Reads the whole document as a heartbeat (docs/payload.md): every field is optional, readings are
// unknown to it. *out has no readings. As payload_read.
enum payload_fault_code heartbeat_read(const struct document *document, int64_t received_us,
                                       struct payload_message *out, struct payload_fault *fault);

#endif
