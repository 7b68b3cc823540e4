// SPDX-License-Identifier: EUPL-1.2
// The entrance: bounds, the format's decoder, and what it says.
#include "payload/payload.h"

#include "payload/document.h"
#include "payload/format.h"
#include "payload/reading.h"

enum payload_fault_code payload_read(const struct payload_envelope *envelope, const void *bytes,
                                     size_t length, struct payload_message *out,
                                     struct payload_fault *fault) {
    *fault = (struct payload_fault){.code = PAYLOAD_OK};
    if (length == 0 || length > PAYLOAD_BYTES_MAX) {
        fault->code = length == 0 ? PAYLOAD_EMPTY : PAYLOAD_TOO_LARGE;
        return fault->code;
    }
    const struct format *format = format_of(envelope, bytes, length);
    if (!format) {
        fault->code = PAYLOAD_UNKNOWN_FORMAT;
        return fault->code;
    }
    struct document document;
    document_start(&document, bytes, length);
    document.labels = format->labels;
    size_t offset = 0;
    enum payload_fault_code code = format->cbor ? document_read_cbor(&document, &offset)
                                                : document_read_json(&document, &offset);
    if (code != PAYLOAD_OK) {
        fault->code = code;
        fault->offset = offset;
    } else {
        code = format->read(&document, envelope->received_us, out, fault);
    }
    document_release(&document);
    return code;
}

enum payload_fault_code payload_decode(const void *bytes, size_t length,
                                       struct payload_message *out, struct payload_fault *fault) {
    struct payload_envelope nothing = {.content_format = PAYLOAD_NO_CONTENT_FORMAT};
    return payload_read(&nothing, bytes, length, out, fault);
}

bool payload_read_element(const void *bytes, size_t length, struct payload_reading *reading) {
    struct payload_envelope nothing = {.content_format = PAYLOAD_NO_CONTENT_FORMAT};
    if (length == 0 || length > PAYLOAD_BYTES_MAX) {
        return false;
    }
    const struct format *format = format_of(&nothing, bytes, length);
    if (!format || format->array) {
        return false;
    }
    struct document document;
    document_start(&document, bytes, length);
    size_t offset;
    enum payload_fault_code code = format->cbor ? document_read_cbor(&document, &offset)
                                                : document_read_json(&document, &offset);
    struct payload_reading found;
    if (code == PAYLOAD_OK) {
        reading_read(&document, &document.nodes[0], 0, false, &found);
    }
    document_release(&document);
    if (code != PAYLOAD_OK || found.kind == QUANTITY_KIND_NONE) {
        return false;
    }
    *reading = found;
    return true;
}
