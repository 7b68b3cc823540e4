// SPDX-License-Identifier: EUPL-1.2
// The one table of formats that are read. Private to the room.
#ifndef PAYLOAD_FORMAT_H
#define PAYLOAD_FORMAT_H

#include "payload/document.h"
#include "payload/payload.h"

#include <stdbool.h>
#include <stddef.h>

struct format {
    const char *media_type; // NULL: told by its first byte only
    int32_t content_format; // PAYLOAD_NO_CONTENT_FORMAT: none
    const char *kind;       // topic segment that means it; NULL: none
    bool cbor;              // JSON otherwise
    bool array;             // begins with an array, otherwise with an object
    bool labels;            // document.labels
    bool sniffed;           // also when nothing but the first byte is known
    enum payload_fault_code (*read)(const struct document *document, int64_t received_us,
                                    struct payload_message *out, struct payload_fault *fault);
};

// The format of a message of at least one byte. A content type or content format that names one of
// ours decides, one that names none of ours is NULL; a general one (application/json, cbor,
// octet-stream, text/plain) or none at all leaves it to the topic, then to the first byte. NULL:
// none of ours.
const struct format *format_of(const struct payload_envelope *envelope, const void *bytes,
                               size_t length);

#endif
