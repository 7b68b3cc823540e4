// SPDX-License-Identifier: EUPL-1.2
// Reading MQTT packets, strictly and within what is there.
#include "subscriber/packet.h"

#include <string.h>

// Where reading stands; `bad` stays once something did not fit.
struct cursor {
    const uint8_t *at;
    size_t left;
    bool bad;
};

static const uint8_t *take(struct cursor *cursor, size_t count) {
    if (cursor->bad || cursor->left < count) {
        cursor->bad = true;
        return NULL;
    }
    const uint8_t *at = cursor->at;
    cursor->at += count;
    cursor->left -= count;
    return at;
}

static uint8_t take_u8(struct cursor *cursor) {
    const uint8_t *at = take(cursor, 1);
    return at == NULL ? 0 : at[0];
}

static uint16_t take_u16(struct cursor *cursor) {
    const uint8_t *at = take(cursor, 2);
    return (uint16_t)(at == NULL ? 0 : at[0] << 8 | at[1]);
}

static uint32_t take_u32(struct cursor *cursor) {
    uint32_t high = take_u16(cursor);
    return high << 16 | take_u16(cursor);
}

static uint32_t take_variable(struct cursor *cursor) {
    uint32_t value = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        uint8_t byte = take_u8(cursor);
        value |= (uint32_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    cursor->bad = true;
    return 0;
}

static struct packet_text take_text(struct cursor *cursor) {
    struct packet_text text = {.length = take_u16(cursor)};
    text.at = (const char *)take(cursor, text.length);
    return text;
}

enum property {
    PROPERTY_NONE = 0,
    PROPERTY_CONTENT_TYPE = 0x03,
    PROPERTY_SESSION_EXPIRY = 0x11,
    PROPERTY_KEEP_ALIVE = 0x13,
    PROPERTY_RECEIVE_MAXIMUM = 0x21,
};

struct found {
    uint8_t id;
    uint32_t number;
    struct packet_text text;
};

// The next property of any packet; its type is fixed by its number (MQTT 5.0 §2.2.2.2).
static struct found take_property(struct cursor *cursor) {
    struct found found = {.id = take_u8(cursor)};
    switch (found.id) {
    case 0x01: // payload format
    case 0x17: // request problem information
    case 0x19: // request response information
    case 0x24: // maximum QoS
    case 0x25: // retain available
    case 0x28: // wildcard subscription available
    case 0x29: // subscription identifier available
    case 0x2A: // shared subscription available
        found.number = take_u8(cursor);
        return found;
    case PROPERTY_KEEP_ALIVE:
    case PROPERTY_RECEIVE_MAXIMUM:
    case 0x22: // topic alias maximum
    case 0x23: // topic alias
        found.number = take_u16(cursor);
        return found;
    case 0x02: // message expiry
    case PROPERTY_SESSION_EXPIRY:
    case 0x18: // will delay
    case 0x27: // maximum packet size
        found.number = take_u32(cursor);
        return found;
    case 0x0B: // subscription identifier
        found.number = take_variable(cursor);
        return found;
    case PROPERTY_CONTENT_TYPE:
    case 0x08: // response topic
    case 0x09: // correlation data
    case 0x12: // assigned client identifier
    case 0x15: // authentication method
    case 0x16: // authentication data
    case 0x1A: // response information
    case 0x1C: // server reference
    case 0x1F: // reason
        found.text = take_text(cursor);
        return found;
    case 0x26:                   // user property
        (void)take_text(cursor); // its name
        found.text = take_text(cursor);
        return found;
    default:
        cursor->bad = true;
        return found;
    }
}

// The properties as a cursor of their own; the given one goes on behind them.
static struct cursor take_properties(struct cursor *cursor) {
    size_t length = take_variable(cursor);
    struct cursor properties = {.at = take(cursor, length), .left = length};
    properties.bad = cursor->bad;
    return properties;
}

static bool walk_over(struct cursor *properties) {
    while (!properties->bad && properties->left > 0)
        (void)take_property(properties);
    return !properties->bad;
}

static struct cursor body_of(const struct packet_frame *frame) {
    return (struct cursor){.at = frame->body, .left = frame->length};
}

// What a broker sends to a subscriber, with the flags that it must have.
static bool is_from_broker(uint8_t type, uint8_t flags) {
    switch (type) {
    case PACKET_PUBLISH:
        return (flags & 6) != 6; // QoS 3
    case PACKET_PUBREL:
        return flags == 2;
    case PACKET_CONNACK:
    case PACKET_PUBACK:
    case PACKET_PUBREC:
    case PACKET_PUBCOMP:
    case PACKET_SUBACK:
    case PACKET_PINGRESP:
    case PACKET_DISCONNECT:
        return flags == 0;
    default:
        return false;
    }
}

enum packet_framing packet_frame(const uint8_t *bytes, size_t length, struct packet_frame *out) {
    if (length == 0)
        return PACKET_MORE;
    struct packet_frame frame = {.type = (enum packet_type)(bytes[0] >> 4), .flags = bytes[0] & 15};
    if (!is_from_broker((uint8_t)frame.type, frame.flags))
        return PACKET_BROKEN;
    frame.head = 1;
    for (unsigned shift = 0;; shift += 7) {
        if (shift == 28)
            return PACKET_BROKEN;
        if (frame.head == length)
            return PACKET_MORE;
        uint8_t byte = bytes[frame.head++];
        frame.total |= (size_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            break;
    }
    bool cut = frame.total > PACKET_WHOLE_MAX;
    if (cut && frame.type != PACKET_PUBLISH)
        return PACKET_BROKEN;
    frame.body = bytes + frame.head;
    frame.length = cut ? PACKET_HEAD_MAX : frame.total;
    if (length - frame.head < frame.length)
        return PACKET_MORE;
    *out = frame;
    return cut ? PACKET_CUT : PACKET_WHOLE;
}

bool packet_read_publish(const struct packet_frame *frame, bool five, struct packet_publish *out) {
    struct cursor body = body_of(frame);
    struct packet_publish publish = {
        .qos = frame->flags >> 1 & 3,
        .retain = (frame->flags & 1) != 0,
        .dup = (frame->flags & 8) != 0,
        .whole = frame->length == frame->total,
    };
    publish.topic = take_text(&body);
    if (publish.qos > 0)
        publish.id = take_u16(&body);
    if (body.bad || (publish.qos > 0 && publish.id == 0))
        return false;
    if (publish.whole && five) {
        struct cursor properties = take_properties(&body);
        while (!properties.bad && properties.left > 0) {
            struct found found = take_property(&properties);
            if (found.id == PROPERTY_CONTENT_TYPE)
                publish.content_type = found.text;
        }
        if (properties.bad)
            return false;
    }
    publish.length = publish.whole ? body.left : frame->total - (frame->length - body.left);
    publish.payload = publish.whole ? body.at : NULL;
    *out = publish;
    return true;
}

bool packet_read_connack(const struct packet_frame *frame, bool five, struct packet_connack *out) {
    struct cursor body = body_of(frame);
    uint8_t flags = take_u8(&body);
    struct packet_connack connack = {
        .session_present = flags == 1, .code = take_u8(&body), .receive_maximum = 65535};
    if (body.bad || flags > 1)
        return false;
    // A broker that knows no version 5 answers in the form of the older one.
    if (five && body.left > 0) {
        struct cursor properties = take_properties(&body);
        while (!properties.bad && properties.left > 0) {
            struct found found = take_property(&properties);
            if (found.id == PROPERTY_RECEIVE_MAXIMUM)
                connack.receive_maximum = (uint16_t)found.number;
            else if (found.id == PROPERTY_KEEP_ALIVE)
                connack.keep_alive = (uint16_t)found.number;
            else if (found.id == PROPERTY_SESSION_EXPIRY) {
                connack.session_expiry = found.number;
                connack.session_expiry_said = true;
            }
        }
        if (properties.bad || connack.receive_maximum == 0)
            return false;
    }
    if (body.left > 0)
        return false;
    *out = connack;
    return true;
}

bool packet_read_answer(const struct packet_frame *frame, bool five, uint16_t *id,
                        uint8_t *reason) {
    struct cursor body = body_of(frame);
    uint16_t found = take_u16(&body);
    uint8_t why = PACKET_SUCCESS;
    if (five && body.left > 0)
        why = take_u8(&body);
    if (five && body.left > 0) {
        struct cursor properties = take_properties(&body);
        if (!walk_over(&properties))
            return false;
    }
    if (body.bad || body.left > 0 || found == 0)
        return false;
    *id = found;
    *reason = why;
    return true;
}

bool packet_read_suback(const struct packet_frame *frame, bool five, uint16_t *id, uint8_t *code) {
    struct cursor body = body_of(frame);
    uint16_t found = take_u16(&body);
    if (five) {
        struct cursor properties = take_properties(&body);
        if (!walk_over(&properties))
            return false;
    }
    uint8_t granted = take_u8(&body);
    if (body.bad || body.left > 0)
        return false;
    *id = found;
    *code = granted;
    return true;
}

bool packet_read_disconnect(const struct packet_frame *frame, bool five, uint8_t *reason) {
    struct cursor body = body_of(frame);
    uint8_t why = PACKET_SUCCESS;
    if (five && body.left > 0)
        why = take_u8(&body);
    if (five && body.left > 0) {
        struct cursor properties = take_properties(&body);
        if (!walk_over(&properties))
            return false;
    }
    if (body.bad || body.left > 0)
        return false;
    *reason = why;
    return true;
}
