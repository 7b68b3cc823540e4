// SPDX-License-Identifier: EUPL-1.2
// Writing MQTT packets.
#include "subscriber/packet.h"

#include <string.h>

#define TEXT_MAX 65535

struct writer {
    uint8_t *out;
    size_t room;
    size_t length;
    bool bad;
};

static void put(struct writer *writer, const void *bytes, size_t count) {
    if (writer->bad || writer->room - writer->length < count) {
        writer->bad = true;
        return;
    }
    if (count > 0)
        memcpy(writer->out + writer->length, bytes, count);
    writer->length += count;
}

static void put_u8(struct writer *writer, uint8_t value) {
    put(writer, &value, 1);
}

static void put_u16(struct writer *writer, uint16_t value) {
    put_u8(writer, (uint8_t)(value >> 8));
    put_u8(writer, (uint8_t)value);
}

static void put_u32(struct writer *writer, uint32_t value) {
    put_u16(writer, (uint16_t)(value >> 16));
    put_u16(writer, (uint16_t)value);
}

static void put_bytes(struct writer *writer, const void *bytes, size_t count) {
    if (count > TEXT_MAX)
        writer->bad = true;
    put_u16(writer, (uint16_t)count);
    put(writer, bytes, count);
}

static void put_text(struct writer *writer, const char *text) {
    put_bytes(writer, text, strlen(text));
}

// The body is written behind the room of the longest fixed header and then moved up to it.
static struct writer begin(uint8_t *out, size_t room) {
    struct writer writer = {.out = out, .room = room, .length = PACKET_FIXED_MAX};
    writer.bad = room < PACKET_FIXED_MAX;
    return writer;
}

static size_t end(struct writer *writer, enum packet_type type, uint8_t flags) {
    if (writer->bad)
        return 0;
    uint8_t head[PACKET_FIXED_MAX] = {(uint8_t)(type << 4 | flags)};
    size_t used = 1;
    size_t body = writer->length - PACKET_FIXED_MAX;
    size_t left = body;
    do {
        head[used] = left & 0x7f;
        left >>= 7;
        if (left > 0)
            head[used] |= 0x80;
        used++;
    } while (left > 0 && used < PACKET_FIXED_MAX);
    if (left > 0)
        return 0;
    memmove(writer->out + used, writer->out + PACKET_FIXED_MAX, body);
    memcpy(writer->out, head, used);
    return used + body;
}

size_t packet_write_connect(uint8_t *out, size_t room, const struct packet_connect *connect) {
    struct writer writer = begin(out, room);
    put_text(&writer, "MQTT");
    put_u8(&writer, connect->five ? 5 : 4);
    put_u8(&writer, (uint8_t)((connect->user != NULL) << 7 | (connect->password != NULL) << 6));
    put_u16(&writer, connect->keep_alive);
    if (connect->five) {
        put_u8(&writer, 8); // bytes of properties
        put_u8(&writer, 0x11);
        put_u32(&writer, connect->session_expiry);
        put_u8(&writer, 0x21);
        put_u16(&writer, connect->receive_maximum);
    }
    put_text(&writer, connect->client_id);
    if (connect->user != NULL)
        put_text(&writer, connect->user);
    if (connect->password != NULL)
        put_bytes(&writer, connect->password, connect->password_length);
    return end(&writer, PACKET_CONNECT, 0);
}

size_t packet_write_subscribe(uint8_t *out, size_t room, bool five, uint16_t id, const char *filter,
                              uint8_t qos) {
    struct writer writer = begin(out, room);
    put_u16(&writer, id);
    if (five)
        put_u8(&writer, 0); // no properties
    put_text(&writer, filter);
    // Retain as published (bit 3), retained messages if the subscription is new (bits 4 and 5).
    put_u8(&writer, five ? (uint8_t)(qos | 1 << 3 | 1 << 4) : qos);
    return end(&writer, PACKET_SUBSCRIBE, 2);
}

size_t packet_write_publish(uint8_t *out, size_t room, bool five, uint16_t id, bool dup,
                            const char *topic, const char *payload) {
    struct writer writer = begin(out, room);
    put_text(&writer, topic);
    if (id > 0)
        put_u16(&writer, id);
    if (five)
        put_u8(&writer, 0); // no properties
    put(&writer, payload, strlen(payload));
    return end(&writer, PACKET_PUBLISH, (uint8_t)(dup << 3 | (id > 0) << 1));
}

size_t packet_write_answer(uint8_t *out, size_t room, bool five, enum packet_type type, uint16_t id,
                           uint8_t reason) {
    struct writer writer = begin(out, room);
    put_u16(&writer, id);
    if (five && reason != PACKET_SUCCESS)
        put_u8(&writer, reason);
    return end(&writer, type, 0);
}

size_t packet_write_bare(uint8_t *out, size_t room, enum packet_type type) {
    struct writer writer = begin(out, room);
    return end(&writer, type, 0);
}
