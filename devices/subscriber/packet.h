// SPDX-License-Identifier: EUPL-1.2
// The MQTT packets that a subscriber needs, as bytes: versions 3.1.1 and 5.0 (OASIS standards).
//
// Pure: no I/O, no memory of its own. What is read is borrowed from the caller's buffer. Nothing is
// read beyond what was given, whatever a broker sends; what breaks the standard is told apart from
// what has not yet come. docs/decisions says why this is not a library.
#ifndef SUBSCRIBER_PACKET_H
#define SUBSCRIBER_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A packet up to this many bytes after its fixed header is waited for in whole. A longer PUBLISH is
// cut: it is handed over when its first PACKET_HEAD_MAX bytes are there, so that it can be
// answered.
#define PACKET_WHOLE_MAX (1024 * 1024 + PACKET_HEAD_MAX)
#define PACKET_HEAD_MAX (128 * 1024)
#define PACKET_FIXED_MAX 5 // bytes of the longest fixed header

enum packet_type {
    PACKET_NONE = 0,
    PACKET_CONNECT,
    PACKET_CONNACK,
    PACKET_PUBLISH,
    PACKET_PUBACK,
    PACKET_PUBREC,
    PACKET_PUBREL,
    PACKET_PUBCOMP,
    PACKET_SUBSCRIBE,
    PACKET_SUBACK,
    PACKET_UNSUBSCRIBE,
    PACKET_UNSUBACK,
    PACKET_PINGREQ,
    PACKET_PINGRESP,
    PACKET_DISCONNECT,
    PACKET_AUTH,
};

// Reason codes that we say or look for (MQTT 5.0 §2.4). 3.1.1 has none in an acknowledgement.
enum packet_reason {
    PACKET_SUCCESS = 0x00,
    PACKET_OLD_VERSION = 0x01, // CONNACK of a 3.1.1 broker: another protocol version, please
    PACKET_FAILURE = 0x80,     // from here on it is a refusal
    PACKET_UNSUPPORTED_VERSION = 0x84,
    PACKET_NOT_AUTHORISED = 0x87,
    PACKET_TOPIC_INVALID = 0x90,
    PACKET_QUOTA_EXCEEDED = 0x97,
};

enum packet_framing {
    PACKET_MORE = 0, // not yet all there
    PACKET_WHOLE,
    PACKET_CUT,    // a PUBLISH that is too long to wait for
    PACKET_BROKEN, // no packet of the standard, or one that no broker sends
};

struct packet_frame {
    enum packet_type type;
    uint8_t flags;       // the low four bits of the first byte
    size_t head;         // bytes of the fixed header
    size_t total;        // announced bytes after it
    const uint8_t *body; // what is there of them
    size_t length;       // total unless cut
};

// The packet at the beginning of bytes. *out is written on PACKET_WHOLE and PACKET_CUT.
enum packet_framing packet_frame(const uint8_t *bytes, size_t length, struct packet_frame *out);

struct packet_text {
    const char *at; // not terminated
    size_t length;
};

struct packet_publish {
    struct packet_text topic;
    struct packet_text content_type; // MQTT 5; length 0 when not sent
    const uint8_t *payload;
    size_t length;
    uint16_t id; // 0 for QoS 0
    uint8_t qos; // 0 to 2
    bool retain;
    bool dup;
    bool whole; // payload and content_type are there
};

// five: version 5.0 is spoken. False: broken.
bool packet_read_publish(const struct packet_frame *frame, bool five, struct packet_publish *out);

struct packet_connack {
    bool session_present;
    uint8_t code;             // 0: accepted
    uint16_t receive_maximum; // how many PUBLISH of ours may be unanswered; 65535 when not said
    uint16_t keep_alive;      // seconds that we must use; 0 when not said
    uint32_t session_expiry;  // seconds that the broker keeps the session
    bool session_expiry_said; // false: as we asked
};

bool packet_read_connack(const struct packet_frame *frame, bool five, struct packet_connack *out);

// PUBACK, PUBREC, PUBREL, PUBCOMP. reason is PACKET_SUCCESS when there is none.
bool packet_read_answer(const struct packet_frame *frame, bool five, uint16_t *id, uint8_t *reason);

// To a SUBSCRIBE with one filter: code is the granted QoS, or at least PACKET_FAILURE.
bool packet_read_suback(const struct packet_frame *frame, bool five, uint16_t *id, uint8_t *code);

// reason is PACKET_SUCCESS when there is none.
bool packet_read_disconnect(const struct packet_frame *frame, bool five, uint8_t *reason);

// The writers return the length of the packet, or 0 when `room` is too small or a text too long.

struct packet_connect {
    bool five;
    const char *client_id;
    const char *user;        // or NULL
    const uint8_t *password; // or NULL
    size_t password_length;
    uint16_t keep_alive;      // seconds
    uint32_t session_expiry;  // seconds, MQTT 5
    uint16_t receive_maximum; // MQTT 5
};

// With a session that the broker keeps: "clean start" is never set.
size_t packet_write_connect(uint8_t *out, size_t room, const struct packet_connect *connect);

// One filter. MQTT 5: retained messages only for a subscription that is new, their flag as
// published.
size_t packet_write_subscribe(uint8_t *out, size_t room, bool five, uint16_t id, const char *filter,
                              uint8_t qos);

// QoS 1, or QoS 0 with id 0; not retained.
size_t packet_write_publish(uint8_t *out, size_t room, bool five, uint16_t id, bool dup,
                            const char *topic, const char *payload);

// PUBACK, PUBREC or PUBCOMP. 3.1.1 cannot say a reason.
size_t packet_write_answer(uint8_t *out, size_t room, bool five, enum packet_type type, uint16_t id,
                           uint8_t reason);

// PINGREQ or DISCONNECT.
size_t packet_write_bare(uint8_t *out, size_t room, enum packet_type type);

#endif
