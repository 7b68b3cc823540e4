// SPDX-License-Identifier: EUPL-1.2
// What makes a reading the same reading: identity keys.
#include "payload/payload.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool digit(char c) {
    return c >= '0' && c <= '9';
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
static void slot_key(const struct payload_message *message, size_t index, const char *device,
                     char out[PAYLOAD_KEY_SIZE]) {
    const struct payload_reading *reading = &message->readings[index];
    bool metered = reading->meter[0] != '\0';
    int at =
        snprintf(out, PAYLOAD_KEY_SIZE, "%s %s %s", metered ? "meter" : "device",
                 metered ? reading->meter : device, quantity_kind_describe(reading->kind)->code);
    char *rest = out + at;
    size_t size = PAYLOAD_KEY_SIZE - (size_t)at;
    bool counted = message->seq >= 0 && message->boot >= 0;
    if (reading->time_relative || (reading->time_from_sent && counted)) {
        // A meter counts for itself at most through its device, so the device is part of what was
        // counted.
        int end = snprintf(rest, size, " of %s sequence %" PRId64 " %" PRId64, device,
                           message->boot, message->seq);
        // Of several in one message each has a place; "sent" is the time of an only one.
        if (reading->time_relative) {
            (void)snprintf(rest + end, size - (size_t)end, " %zu", index);
        }
    } else {
        (void)snprintf(rest, size, " at %" PRId64, reading->time_us);
    }
}

static void values_key(const struct payload_reading *reading, char out[PAYLOAD_KEY_SIZE]) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < reading->value_count; i++) {
        const struct quantity_value *value = &reading->values[i];
        static const char *const signs[] = {
            [QUANTITY_WITHIN] = "", [QUANTITY_BELOW] = "<", [QUANTITY_ABOVE] = ">"};
        at += (size_t)snprintf(out + at, PAYLOAD_KEY_SIZE - at, "%s%s=%s%" PRId64, i ? " " : "",
                               quantity_describe(value->quantity)->code, signs[value->beyond],
                               value->canonical);
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
    slot_key(message, index, device, out->slot);
    values_key(reading, out->values);
    out->sequence[0] = '\0';
    if (message->seq >= 0) {
        (void)snprintf(out->sequence, PAYLOAD_KEY_SIZE, "%s %" PRId64 " %" PRId64 " %zu", device,
                       message->boot, message->seq, index);
    }
    return true;
}
