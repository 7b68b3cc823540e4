// SPDX-License-Identifier: EUPL-1.2
// Streams of a broker: nothing is read beyond what came, a part of a packet is never taken for a
// whole or a broken one, and what we answer can be read again.
#include "packet_check.h"

#include "holds.h"
#include "subscriber/packet.h"
#include "subscriber/uptopic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// On the heap in exactly its length, so that a read past the end is seen.
static uint8_t *copy_of(const uint8_t *bytes, size_t length) {
    uint8_t *copy = malloc(length > 0 ? length : 1);
    HOLDS(copy != NULL);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

static void check_within(const struct packet_frame *frame, const void *at, size_t length) {
    const uint8_t *from = at;
    if (length > 0)
        HOLDS(from >= frame->body && from + length <= frame->body + frame->length);
}

static void check_answer(bool five, uint16_t id, uint8_t reason) {
    uint8_t packet[16];
    struct packet_frame frame;
    uint16_t again = 0;
    uint8_t said = 1;
    size_t length = packet_write_answer(packet, sizeof packet, five, PACKET_PUBACK, id, reason);
    HOLDS(length >= 4 && packet_frame(packet, length, &frame) == PACKET_WHOLE);
    HOLDS(packet_read_answer(&frame, five, &again, &said) && again == id);
    HOLDS(said == (five ? reason : PACKET_SUCCESS));
}

static void check_topic(const struct packet_text *topic) {
    uint8_t device[INBOX_DEVICE_SIZE] = {0};
    char kind[INBOX_KIND_SIZE] = "";
    char again[128];
    char id[33];
    if (uptopic_read(topic, device, kind) != UPTOPIC_GOOD)
        return;
    inbox_device_text(device, id);
    (void)snprintf(again, sizeof again, "ltc/v1/%s/up/%s", id, kind);
    HOLDS(strlen(again) == topic->length && memcmp(again, topic->at, topic->length) == 0);
    HOLDS(kind[0] != '\0');
}

static bool read_publish(const struct packet_frame *frame, bool five) {
    struct packet_publish publish;
    if (!packet_read_publish(frame, five, &publish))
        return false;
    HOLDS(publish.qos <= 2 && (publish.id > 0) == (publish.qos > 0));
    HOLDS(publish.whole == (frame->length == frame->total));
    HOLDS(publish.length <= frame->total);
    check_within(frame, publish.topic.at, publish.topic.length);
    check_within(frame, publish.content_type.at, publish.content_type.length);
    HOLDS(publish.whole || (publish.payload == NULL && publish.content_type.length == 0));
    if (publish.whole)
        check_within(frame, publish.payload, publish.length);
    check_topic(&publish.topic);
    if (publish.id > 0)
        check_answer(five, publish.id, publish.dup ? PACKET_QUOTA_EXCEEDED : PACKET_SUCCESS);
    return true;
}

static bool read_one(const struct packet_frame *frame, bool five) {
    struct packet_connack connack;
    uint16_t id = 0;
    uint8_t code = 0;
    switch (frame->type) {
    case PACKET_PUBLISH:
        return read_publish(frame, five);
    case PACKET_CONNACK:
        if (!packet_read_connack(frame, five, &connack))
            return false;
        HOLDS(connack.receive_maximum > 0);
        return true;
    case PACKET_SUBACK:
        return packet_read_suback(frame, five, &id, &code);
    case PACKET_DISCONNECT:
        return packet_read_disconnect(frame, five, &code);
    case PACKET_PUBACK:
    case PACKET_PUBREC:
    case PACKET_PUBREL:
    case PACKET_PUBCOMP:
        if (!packet_read_answer(frame, five, &id, &code))
            return false;
        HOLDS(id > 0);
        return true;
    case PACKET_PINGRESP:
        return true;
    case PACKET_NONE:
    case PACKET_CONNECT:
    case PACKET_SUBSCRIBE:
    case PACKET_UNSUBSCRIBE:
    case PACKET_UNSUBACK:
    case PACKET_PINGREQ:
    case PACKET_AUTH:
        break;
    }
    HOLDS(frame->type == PACKET_NONE); // a broker does not send these: packet_frame says so
    return false;
}

// A packet that has come in part is waited for, at its fixed header and at its end.
static void check_parts(const uint8_t *bytes, const struct packet_frame *frame) {
    struct packet_frame part;
    size_t whole = frame->head + frame->length;
    for (size_t length = 0; length < whole && length < 8; length++)
        HOLDS(packet_frame(bytes, length, &part) == PACKET_MORE);
    HOLDS(packet_frame(bytes, whole - 1, &part) == PACKET_MORE);
}

struct packet_fate packet_check(const uint8_t *bytes, size_t length) {
    struct packet_fate fate = {0};
    if (length == 0)
        return fate;
    bool five = (bytes[0] & 1) != 0;
    uint8_t *stream = copy_of(bytes + 1, length - 1);
    size_t at = 0;
    while (fate.broken == 0) {
        struct packet_frame frame = {.type = PACKET_NONE};
        enum packet_framing framing = packet_frame(stream + at, length - 1 - at, &frame);
        if (framing == PACKET_MORE)
            break;
        if (framing == PACKET_BROKEN) {
            fate.broken = 1;
            break;
        }
        HOLDS(frame.head >= 2 && frame.head <= PACKET_FIXED_MAX);
        HOLDS(frame.body == stream + at + frame.head);
        HOLDS(frame.length <= length - 1 - at - frame.head);
        HOLDS((framing == PACKET_CUT) == (frame.length < frame.total));
        HOLDS(framing == PACKET_WHOLE ||
              (frame.type == PACKET_PUBLISH && frame.length == PACKET_HEAD_MAX));
        check_parts(stream + at, &frame);
        uint8_t *body = copy_of(frame.body, frame.length);
        frame.body = body;
        if (read_one(&frame, five))
            fate.read++;
        else
            fate.broken = 1;
        free(body);
        at += frame.head + frame.length;
        if (framing == PACKET_CUT)
            break; // the rest is skipped, not read
    }
    free(stream);
    return fate;
}
