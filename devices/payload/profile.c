// SPDX-License-Identifier: EUPL-1.2
// The message of the primary profile: its own fields, then each reading by itself.
#include "payload/profile.h"

#include "payload/field.h"
#include "payload/reading.h"

#include <stdlib.h>

enum { FIELD_SEQ, FIELD_BOOT, FIELD_SENT, FIELD_READINGS, FIELD_BATTERY, FIELD_COUNT };

static const char *const field_names[] = {"seq", "boot", "sent", "readings", "battery"};

// An optional integer: -1 when it was not sent.
static int64_t read_integer(const struct document *document, const struct node *node,
                            const char *name, int64_t most, struct payload_fault *fault) {
    struct place place = place_member(NULL, name);
    int64_t number = -1;
    if (node) {
        (void)field_integer(document, node, 0, most, &number, &place, fault);
    }
    return number;
}

static void read_head(const struct document *document, const struct node *const *found,
                      struct payload_message *message, struct payload_fault *fault) {
    message->seq = read_integer(document, found[FIELD_SEQ], "seq", PAYLOAD_SEQUENCE_MAX, fault);
    message->boot = read_integer(document, found[FIELD_BOOT], "boot", PAYLOAD_SEQUENCE_MAX, fault);
    message->battery = (int)read_integer(document, found[FIELD_BATTERY], "battery", 100, fault);
    struct place sent = place_member(NULL, "sent");
    struct place readings = place_member(NULL, "readings");
    if (!found[FIELD_SENT]) {
        fault_note(fault, PAYLOAD_MISSING_FIELD, &sent, NULL);
    } else {
        message->sent_told = true;
        (void)field_time(document, found[FIELD_SENT], &message->sent_us,
                         &message->sent_offset_minutes, &sent, fault);
    }
    if (!found[FIELD_READINGS]) {
        fault_note(fault, PAYLOAD_MISSING_FIELD, &readings, NULL);
    } else if (field_type(found[FIELD_READINGS], NODE_ARRAY, &readings, fault) &&
               found[FIELD_READINGS]->count > PAYLOAD_READINGS_MAX) {
        fault_note(fault, PAYLOAD_TOO_MANY, &readings, found[FIELD_READINGS]);
    }
}

// A live reading without a time of its own was taken when the message was made.
static void take_time_of_sending(const struct payload_message *message,
                                 struct payload_reading *reading) {
    reading->has_time = true;
    reading->time_from_sent = true;
    reading->time_us = message->sent_us;
    reading->offset_minutes = message->sent_offset_minutes;
}

static void read_readings(const struct document *document, const struct node *list,
                          struct payload_message *message) {
    bool single = list->count == 1;
    for (const struct node *node = field_first(document, list); node;
         node = field_after(document, list, node)) {
        size_t index = message->reading_count++;
        struct payload_reading *reading = &message->readings[index];
        reading_read(document, node, index, !single, reading);
        if (reading->fault.code == PAYLOAD_OK && !reading->has_time) {
            take_time_of_sending(message, reading);
        }
    }
}

enum payload_fault_code profile_read(const struct document *document, int64_t received_us,
                                     struct payload_message *out, struct payload_fault *fault) {
    (void)received_us; // every time of the profile says its moment itself
    const struct node *root = &document->nodes[0];
    if (!field_type(root, NODE_OBJECT, NULL, fault)) {
        return fault->code;
    }
    const struct node *found[FIELD_COUNT];
    struct payload_message message = {0};
    field_find(document, root, field_names, FIELD_COUNT, found, NULL, fault);
    read_head(document, found, &message, fault);
    if (fault->code != PAYLOAD_OK) {
        return fault->code;
    }
    const struct node *list = found[FIELD_READINGS];
    if (list->count > 0) {
        message.readings = malloc(list->count * sizeof *message.readings);
        if (!message.readings) {
            fault_note(fault, PAYLOAD_NO_MEMORY, NULL, NULL);
            return fault->code;
        }
        read_readings(document, list, &message);
    }
    *out = message;
    return PAYLOAD_OK;
}
