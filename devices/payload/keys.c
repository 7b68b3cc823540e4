// SPDX-License-Identifier: EUPL-1.2
// What makes a reading the same reading: canonical meter names and identity keys.
#include "payload/payload.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

static bool is_device(const char *device) {
    for (size_t i = 0; i < PAYLOAD_DEVICE_LENGTH; i++) {
        if (!digit(device[i]) && (device[i] < 'a' || device[i] > 'f')) {
            return false;
        }
    }
    return device[PAYLOAD_DEVICE_LENGTH] == '\0';
}

// "meter SN123 blood-pressure at 1795255790000000". Every word comes from a closed alphabet without
// spaces, so two different slots never print alike.
static void slot_key(const struct payload_message *message, const struct payload_reading *reading,
                     const char *device, char out[PAYLOAD_KEY_SIZE]) {
    bool metered = reading->meter[0] != '\0';
    int at =
        snprintf(out, PAYLOAD_KEY_SIZE, "%s %s %s", metered ? "meter" : "device",
                 metered ? reading->meter : device, quantity_kind_describe(reading->kind)->code);
    char *rest = out + at;
    size_t size = PAYLOAD_KEY_SIZE - (size_t)at;
    if (reading->time_from_sent && message->seq >= 0 && message->boot >= 0) {
        // A meter counts for itself at most through its device, so the device is part of what was
        // counted.
        (void)snprintf(rest, size, " of %s sequence %" PRId64 " %" PRId64, device, message->boot,
                       message->seq);
    } else {
        (void)snprintf(rest, size, " at %" PRId64, reading->time_us);
    }
}

static void values_key(const struct payload_reading *reading, char out[PAYLOAD_KEY_SIZE]) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < reading->value_count; i++) {
        const struct quantity_value *value = &reading->values[i];
        at += (size_t)snprintf(out + at, PAYLOAD_KEY_SIZE - at, "%s%s=%" PRId64, i ? " " : "",
                               quantity_describe(value->quantity)->code, value->canonical);
    }
}

bool payload_reading_keys(const struct payload_message *message, size_t index, const char *device,
                          struct payload_keys *out) {
    if (index >= message->reading_count || !is_device(device)) {
        return false;
    }
    const struct payload_reading *reading = &message->readings[index];
    if (reading->fault.code != PAYLOAD_OK) {
        return false;
    }
    slot_key(message, reading, device, out->slot);
    values_key(reading, out->values);
    out->sequence[0] = '\0';
    if (message->seq >= 0) {
        (void)snprintf(out->sequence, PAYLOAD_KEY_SIZE, "%s %" PRId64 " %" PRId64 " %zu", device,
                       message->boot, message->seq, index);
    }
    return true;
}
