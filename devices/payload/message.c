// SPDX-License-Identifier: EUPL-1.2
// The texts of faults and flags, one spelling for meters, and the end of a message.
#include "payload/message.h"

#include <stdlib.h>

#define ADDRESS_DIGITS 12

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

static bool meter_character(char c) {
    return digit(c) || (upper(c) >= 'A' && upper(c) <= 'Z') || c == ':' || c == '.' || c == '_' ||
           c == '-';
}

static bool hex(char c) {
    return digit(c) || (upper(c) >= 'A' && upper(c) <= 'F');
}

// "AA:BB:CC:DD:EE:FF" or with '-': six pairs with five equal separators.
static bool is_address(const char *text, size_t length) {
    if (length != ADDRESS_DIGITS + 5 || (text[2] != ':' && text[2] != '-')) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (i % 3 == 2 ? text[i] != text[2] : !hex(text[i])) {
            return false;
        }
    }
    return true;
}

bool payload_meter_canonical(const char *text, size_t length, char out[PAYLOAD_METER_SIZE]) {
    if (length == 0 || length >= PAYLOAD_METER_SIZE) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!meter_character(text[i])) {
            return false;
        }
    }
    bool address = is_address(text, length);
    size_t at = 0;
    for (size_t i = 0; i < length; i++) {
        if (!address || i % 3 != 2) {
            out[at++] = upper(text[i]);
        }
    }
    out[at] = '\0';
    return true;
}

void payload_release(struct payload_message *message) {
    free(message->readings);
    free(message->pieces);
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
    case PAYLOAD_MUST_UNDERSTAND:
        return "must-understand";
    case PAYLOAD_UNKNOWN_VERSION:
        return "unknown-version";
    case PAYLOAD_BAD_NAME:
        return "bad-name";
    case PAYLOAD_AMBIGUOUS:
        return "ambiguous";
    case PAYLOAD_NO_SEQUENCE:
        return "no-sequence";
    case PAYLOAD_NO_VALUE:
        return "no-value";
    case PAYLOAD_BELOW_RANGE:
        return "below-range";
    case PAYLOAD_ABOVE_RANGE:
        return "above-range";
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
