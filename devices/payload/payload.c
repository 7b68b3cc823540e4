// SPDX-License-Identifier: EUPL-1.2
// The entrance: bounds, format, and the stable texts of faults and flags.
#include "payload/payload.h"

#include "payload/document.h"
#include "payload/profile.h"

#include <stdlib.h>
#include <string.h>

static bool looks_like_json(unsigned char first) {
    return first == '{' || first == ' ' || first == '\t' || first == '\n' || first == '\r';
}

// A map, of definite or indefinite length: what a CBOR message of the profile begins with.
static bool looks_like_cbor(unsigned char first) {
    return first >= 0xa0 && first <= 0xbf;
}

enum payload_fault_code payload_decode(const void *bytes, size_t length,
                                       struct payload_message *out, struct payload_fault *fault) {
    *fault = (struct payload_fault){.code = PAYLOAD_OK};
    if (length == 0 || length > PAYLOAD_BYTES_MAX) {
        fault->code = length == 0 ? PAYLOAD_EMPTY : PAYLOAD_TOO_LARGE;
        return fault->code;
    }
    unsigned char first = *(const unsigned char *)bytes;
    struct document document;
    document_start(&document, bytes, length);
    size_t offset = 0;
    enum payload_fault_code code = PAYLOAD_UNKNOWN_FORMAT;
    if (looks_like_json(first)) {
        code = document_read_json(&document, &offset);
    } else if (looks_like_cbor(first)) {
        code = document_read_cbor(&document, &offset);
    }
    if (code != PAYLOAD_OK) {
        fault->code = code;
        fault->offset = offset;
    } else {
        code = profile_read(&document, out, fault);
    }
    document_release(&document);
    return code;
}

void payload_release(struct payload_message *message) {
    free(message->readings);
    *message = (struct payload_message){0};
}

const char *payload_fault_text(enum payload_fault_code code) {
    switch (code) {
    case PAYLOAD_OK:
        return "ok";
    case PAYLOAD_EMPTY:
        return "empty";
    case PAYLOAD_TOO_LARGE:
        return "too-large";
    case PAYLOAD_UNKNOWN_FORMAT:
        return "unknown-format";
    case PAYLOAD_MALFORMED:
        return "malformed";
    case PAYLOAD_BAD_TEXT:
        return "bad-text";
    case PAYLOAD_TOO_DEEP:
        return "too-deep";
    case PAYLOAD_TOO_MANY:
        return "too-many";
    case PAYLOAD_NO_MEMORY:
        return "no-memory";
    case PAYLOAD_UNKNOWN_FIELD:
        return "unknown-field";
    case PAYLOAD_DUPLICATE_FIELD:
        return "duplicate-field";
    case PAYLOAD_MISSING_FIELD:
        return "missing-field";
    case PAYLOAD_WRONG_TYPE:
        return "wrong-type";
    case PAYLOAD_OUT_OF_RANGE:
        return "out-of-range";
    case PAYLOAD_BAD_TIME:
        return "bad-time";
    case PAYLOAD_NO_OFFSET:
        return "no-offset";
    case PAYLOAD_UNKNOWN_KIND:
        return "unknown-kind";
    case PAYLOAD_UNKNOWN_QUANTITY:
        return "unknown-quantity";
    case PAYLOAD_UNKNOWN_UNIT:
        return "unknown-unit";
    case PAYLOAD_UNKNOWN_FLAG:
        return "unknown-flag";
    case PAYLOAD_BAD_NUMBER:
        return "bad-number";
    case PAYLOAD_BAD_METER:
        return "bad-meter";
    }
    return "malformed";
}

const char *payload_flag_text(enum payload_flag flag) {
    switch (flag) {
    case PAYLOAD_FLAG_NONE:
        return "";
    case PAYLOAD_FLAG_IRREGULAR:
        return "irregular";
    case PAYLOAD_FLAG_MOVEMENT:
        return "movement";
    case PAYLOAD_FLAG_CUFF_LOOSE:
        return "cuff-loose";
    case PAYLOAD_FLAG_POSITION:
        return "position";
    case PAYLOAD_FLAG_LOW_PERFUSION:
        return "low-perfusion";
    case PAYLOAD_FLAG_BEFORE_MEAL:
        return "before-meal";
    case PAYLOAD_FLAG_AFTER_MEAL:
        return "after-meal";
    case PAYLOAD_FLAG_CONTROL:
        return "control";
    }
    return "";
}
