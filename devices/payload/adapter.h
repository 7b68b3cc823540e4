// SPDX-License-Identifier: EUPL-1.2
// Formats of gateways that know nothing of ours, described by tables. Private to the room.
#ifndef PAYLOAD_ADAPTER_H
#define PAYLOAD_ADAPTER_H

#include "payload/document.h"

#include <stdint.h>

// A report of one attribute with a list of scans: epoch seconds, names in any case, numbers that
// may be text or carry the noise of a float (docs/payload.md). As payload_read.
enum payload_fault_code adapter_read_gateway_report(const struct document *document,
                                                    int64_t received_us,
                                                    struct payload_message *out,
                                                    struct payload_fault *fault);

// One flat record per measurement: local time in Italy, a user button, an error number of the
// meter, numbers as text with a decimal comma. As payload_read.
enum payload_fault_code adapter_read_hub_record(const struct document *document,
                                                int64_t received_us, struct payload_message *out,
                                                struct payload_fault *fault);

#endif
