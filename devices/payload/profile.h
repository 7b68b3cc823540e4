// SPDX-License-Identifier: EUPL-1.2
// The primary profile over nodes. Private to the room.
#ifndef PAYLOAD_PROFILE_H
#define PAYLOAD_PROFILE_H

#include "payload/document.h"

// Reads the whole document as one message of the primary profile. As payload_read.
enum payload_fault_code profile_read(const struct document *document, int64_t received_us,
                                     struct payload_message *out, struct payload_fault *fault);

#endif
