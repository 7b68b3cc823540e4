// SPDX-License-Identifier: EUPL-1.2
// A sign of life over nodes: how the device is, and never a measurement.
#include "payload/heartbeat.h"

#include "payload/field.h"

#define FIRMWARE_MAX 64
#define UPTIME_MAX INT64_C(4294967295) // seconds
#define QUEUED_MAX INT64_C(1000000)    // messages

enum {
    FIELD_SEQ,
    FIELD_BOOT,
    FIELD_SENT,
    FIELD_BATTERY,
    FIELD_FIRMWARE,
    FIELD_UPTIME,
    FIELD_SIGNAL,
    FIELD_QUEUED,
    FIELD_COUNT
};

static const char *const field_names[] = {"seq",      "boot",   "sent",   "battery",
                                          "firmware", "uptime", "signal", "queued"};

static int64_t read_integer(const struct document *document, const struct node *const *found,
                            size_t field, int64_t least, int64_t most,
                            struct payload_fault *fault) {
    struct place place = place_member(NULL, field_names[field]);
    int64_t number = -1;
    if (found[field])
        (void)field_integer(document, found[field], least, most, &number, &place, fault);
    return number;
}

// Printable ASCII, so that it can be shown and compared anywhere.
static void check_firmware(const struct document *document, const struct node *node,
                           struct payload_fault *fault) {
    struct place place = place_member(NULL, field_names[FIELD_FIRMWARE]);
    if (!field_type(node, NODE_STRING, &place, fault))
        return;
    const char *text = field_text(document, node);
    bool good = node->text_length >= 1 && node->text_length <= FIRMWARE_MAX;
    for (uint32_t i = 0; good && i < node->text_length; i++)
        good = text[i] > ' ' && text[i] <= '~';
    if (!good)
        fault_note(fault, PAYLOAD_OUT_OF_RANGE, &place, node);
}

enum payload_fault_code heartbeat_read(const struct document *document, int64_t received_us,
                                       struct payload_message *out, struct payload_fault *fault) {
    const struct node *root = &document->nodes[0];
    const struct node *found[FIELD_COUNT];
    struct payload_message message = {.sent_us = received_us, .heartbeat = true};
    if (!field_type(root, NODE_OBJECT, NULL, fault))
        return fault->code;
    field_find(document, root, field_names, FIELD_COUNT, found, NULL, fault);
    message.seq = read_integer(document, found, FIELD_SEQ, 0, PAYLOAD_SEQUENCE_MAX, fault);
    message.boot = read_integer(document, found, FIELD_BOOT, 0, PAYLOAD_SEQUENCE_MAX, fault);
    message.battery = (int)read_integer(document, found, FIELD_BATTERY, 0, 100, fault);
    (void)read_integer(document, found, FIELD_UPTIME, 0, UPTIME_MAX, fault);
    (void)read_integer(document, found, FIELD_SIGNAL, -200, 0, fault);
    (void)read_integer(document, found, FIELD_QUEUED, 0, QUEUED_MAX, fault);
    if (found[FIELD_FIRMWARE])
        check_firmware(document, found[FIELD_FIRMWARE], fault);
    if (found[FIELD_SENT]) {
        message.sent_told = true;
        struct place sent = place_member(NULL, field_names[FIELD_SENT]);
        (void)field_time(document, found[FIELD_SENT], &message.sent_us,
                         &message.sent_offset_minutes, &sent, fault);
    }
    if (fault->code == PAYLOAD_OK)
        *out = message;
    return fault->code;
}
