// SPDX-License-Identifier: EUPL-1.2
// One connection of the subscriber door with network and storage played by a script: every answer
// stands for a message that was stored (or refused) before it, in order; after a failed commit
// nothing is said any more.
//
// The first byte of a script: version 5 (1), receipts (2), bytes that come at once (the rest). Then
// two bytes a step, what and with what: a good message (its QoS), one where no device may publish,
// one too large, PUBREL, PUBACK, PINGRESP, how a later commit ends, a raw byte.
#include "intake_check.h"

#include "holds.h"
#include "subscriber/intake.h"
#include "subscriber/packet.h"
#include "subscriber/wire.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 1600
#define STREAM_MAX (STEPS_MAX * 200)
#define CAP 100
#define ID "0123456789abcdef0123456789abcdef"

// A message that wants an answer, or a PUBREL.
struct wanted {
    uint16_t id;
    uint8_t first; // of the answer
    bool good;
    bool taken;
};

static struct play {
    bool five;
    size_t chunk;
    uint8_t stream[STREAM_MAX];
    size_t length;
    size_t given;
    bool paused; // between two chunks
    bool open;
    bool greeted; // CONNECT was heard
    bool raw;     // a raw byte stands in the stream: what comes behind it is anything
    struct wanted wanted[STEPS_MAX];
    size_t wanted_count;
    size_t answered;
    enum inbox_result commits[STEPS_MAX];
    size_t commit_count;
    size_t commit;
    bool failed;
    size_t stored;
    size_t newest; // number of the message stored last, from 1
    size_t receipts;
    uint8_t said[4 * 65536];
    size_t said_length;
} play;

// ---- the network, as the intake sees it -------------------------------------------------------

struct wire *wire_new(const struct wire_options *options) {
    (void)options;
    return malloc(1);
}

void wire_free(struct wire *wire) {
    free(wire);
}

void wire_begin(struct wire *wire) {
    (void)wire;
    play.open = true;
}

enum wire_state wire_step(struct wire *wire) {
    (void)wire;
    return WIRE_OPEN;
}

bool wire_is_resolving(const struct wire *wire) {
    (void)wire;
    return false;
}

int wire_descriptor(const struct wire *wire) {
    (void)wire;
    return -1;
}

short wire_events(const struct wire *wire, bool wants_write) {
    (void)wire;
    (void)wants_write;
    return 0;
}

void wire_end(struct wire *wire) {
    (void)wire;
    play.open = false;
}

const char *wire_why(const struct wire *wire) {
    (void)wire;
    return "";
}

enum wire_io wire_read(struct wire *wire, uint8_t *out, size_t room, size_t *count) {
    (void)wire;
    size_t left = play.length - play.given;
    play.paused = !play.paused;
    if (!play.greeted || !play.paused || left == 0)
        return WIRE_LATER;
    *count = left < play.chunk ? left : play.chunk;
    *count = *count < room ? *count : room;
    memcpy(out, play.stream + play.given, *count);
    play.given += *count;
    return WIRE_DONE;
}

static void check_answer(const uint8_t *packet, size_t length) {
    if (play.raw && play.answered == play.wanted_count)
        return; // raw bytes may have made a message of their own
    HOLDS(play.answered < play.wanted_count);
    const struct wanted *wanted = &play.wanted[play.answered];
    uint16_t id = (uint16_t)(packet[2] << 8 | packet[3]);
    uint8_t reason = length > 4 ? packet[4] : PACKET_SUCCESS;
    if (play.raw && (id != wanted->id || packet[0] != wanted->first))
        return;
    HOLDS(packet[0] == wanted->first && id == wanted->id);
    HOLDS(!wanted->good || (wanted->taken && reason == PACKET_SUCCESS));
    HOLDS(wanted->good || !play.five || reason >= PACKET_FAILURE);
    play.answered++;
}

static void check_said(const uint8_t *packet, size_t length) {
    switch (packet[0]) {
    case 0x40:
    case 0x50:
    case 0x70:
        HOLDS(length == 4 || (length == 5 && play.five));
        check_answer(packet, length);
        return;
    case 0x32:
        HOLDS(++play.receipts <= play.stored);
        return;
    case 0x10:
        play.greeted = true;
        return;
    default:
        HOLDS(packet[0] == 0x82 || packet[0] == 0xc0 || packet[0] == 0xe0);
    }
}

enum wire_io wire_write(struct wire *wire, const uint8_t *bytes, size_t length, size_t *count) {
    (void)wire;
    HOLDS(!play.failed && play.open);
    HOLDS(length <= sizeof play.said - play.said_length);
    memcpy(play.said + play.said_length, bytes, length);
    play.said_length += length;
    size_t at = 0;
    for (;;) {
        size_t left = play.said_length - at;
        size_t head = left > 1 && (play.said[at + 1] & 0x80) != 0 ? 3 : 2;
        if (left < head)
            break;
        size_t body = head == 2 ? play.said[at + 1]
                                : (play.said[at + 1] & 0x7fU) | (size_t)play.said[at + 2] << 7;
        if (left < head + body)
            break;
        check_said(play.said + at, head + body);
        at += head + body;
    }
    play.said_length -= at;
    memmove(play.said, play.said + at, play.said_length);
    *count = length;
    return WIRE_DONE;
}

// ---- the storage ------------------------------------------------------------------------------

enum inbox_result door_take(struct door *door, const struct inbox_entry *entries, size_t count) {
    (void)door;
    HOLDS(!play.failed && count >= 1 && count <= INBOX_GROUP_MAX);
    enum inbox_result result =
        play.commit < play.commit_count ? play.commits[play.commit++] : INBOX_OK;
    play.failed = result != INBOX_OK;
    for (size_t i = 0; i < count && result == INBOX_OK; i++) {
        uint16_t number = 0;
        play.stored++;
        if (entries[i].length < sizeof number)
            continue; // of raw bytes
        memcpy(&number, entries[i].payload, sizeof number);
        if (play.raw && (number == 0 || number > play.wanted_count))
            continue;
        if (number == 0)
            continue; // QoS 0: nobody waits for an answer
        HOLDS(number <= play.wanted_count && (play.raw || number > play.newest));
        HOLDS(play.raw || play.wanted[number - 1].good);
        play.wanted[number - 1].taken = true;
        play.newest = number;
    }
    return result;
}

void door_trouble(struct door *door, const uint8_t device[INBOX_DEVICE_SIZE],
                  enum inbox_trouble trouble) {
    (void)door;
    (void)device;
    (void)trouble;
}

void door_tick(struct door *door, bool *roster_changed) {
    (void)door;
    *roster_changed = false;
}

void door_set_away(struct door *door, bool away) {
    (void)door;
    (void)away;
}

bool door_was_used(const struct door *door) {
    (void)door;
    return false;
}

const struct roster *door_roster(const struct door *door) {
    (void)door;
    return NULL;
}

const struct roster_device *roster_find(const struct roster *roster,
                                        const uint8_t id[INBOX_DEVICE_SIZE]) {
    static const struct roster_device device = {.state = ROSTER_ACTIVE, .max_message = CAP};
    (void)roster;
    (void)id;
    return &device;
}

uint32_t roster_message_cap(const struct roster_device *device) {
    return device->max_message;
}

// ---- the script -------------------------------------------------------------------------------

static void put(const void *bytes, size_t length) {
    HOLDS(length <= sizeof play.stream - play.length);
    memcpy(play.stream + play.length, bytes, length);
    play.length += length;
}

static void put_packet(uint8_t first, const uint8_t *body, size_t length) {
    uint8_t head[3] = {first, (uint8_t)length};
    size_t used = 2;
    if (length > 127) {
        head[1] = (uint8_t)((length & 0x7f) | 0x80);
        head[2] = (uint8_t)(length >> 7);
        used = 3;
    }
    put(head, used);
    put(body, length);
}

static void want(uint16_t id, uint8_t first, bool good) {
    play.wanted[play.wanted_count++] = (struct wanted){.id = id, .first = first, .good = good};
}

static void put_message(const char *topic, uint8_t qos, size_t size, bool good) {
    uint8_t body[200] = {0, (uint8_t)strlen(topic)};
    size_t length = 2;
    uint16_t number = 0;
    memcpy(body + length, topic, strlen(topic));
    length += strlen(topic);
    if (qos > 0) {
        want((uint16_t)(play.wanted_count % 65535 + 1), qos == 1 ? 0x40 : 0x50, good);
        number = (uint16_t)play.wanted_count;
        body[length++] = (uint8_t)(play.wanted[number - 1].id >> 8);
        body[length++] = (uint8_t)play.wanted[number - 1].id;
    }
    if (play.five)
        body[length++] = 0;
    memcpy(body + length, &number, sizeof number);
    put_packet((uint8_t)(0x30 | qos << 1), body, length + size);
}

static void take_step(uint8_t what, uint8_t with) {
    static const enum inbox_result results[] = {INBOX_OK, INBOX_OK, INBOX_FULL, INBOX_IO};
    const uint8_t id[] = {0, (uint8_t)(with | 1)};
    switch (what % 8) {
    case 0:
        put_message("ltc/v1/" ID "/up/readings", with % 3, 2 + with % 90, true);
        return;
    case 1:
        put_message(with % 2 == 0 ? "ltc/v1/" ID "/up/UP" : "elsewhere", with % 3, 2, false);
        return;
    case 2:
        put_message("ltc/v1/" ID "/up/readings", with % 3, CAP + 1, false);
        return;
    case 3:
        want(id[1], 0x70, true);
        play.wanted[play.wanted_count - 1].taken = true;
        put_packet(0x62, id, sizeof id);
        return;
    case 4:
        put_packet(0x40, id, sizeof id);
        return;
    case 5:
        put("\xd0", 2);
        return;
    case 6:
        play.commits[play.commit_count++] = results[with % 4];
        return;
    default:
        play.raw = true;
        put(&with, 1);
        return;
    }
}

static void quiet(enum door_severity severity, const char *text) {
    (void)severity;
    (void)text;
}

struct intake_fate intake_check(const uint8_t *bytes, size_t length) {
    static char client_id[] = "door";
    if (length == 0)
        return (struct intake_fate){0};
    memset(&play, 0, sizeof play);
    play.five = (bytes[0] & 1) != 0;
    play.chunk = (size_t)(bytes[0] >> 2) * 8 + 1;
    const struct settings settings = {
        .client_id = client_id,
        .protocol = play.five ? SETTINGS_PROTOCOL_5 : SETTINGS_PROTOCOL_311,
        .qos = 2,
        .receive_maximum = INBOX_GROUP_MAX,
        .keep_alive = 3600,
        .receipts = (bytes[0] & 2) != 0,
    };
    put_packet(0x20, (const uint8_t *)"\0\0", play.five ? 3 : 2);
    put_packet(0x90, (const uint8_t *)(play.five ? "\xff\xff\0\2" : "\xff\xff\2"),
               play.five ? 4 : 3);
    for (size_t at = 1; at + 2 <= length && at < STEPS_MAX; at += 2)
        take_step(bytes[at], bytes[at + 1]);
    if (play.chunk <= play.length / 500)
        play.chunk = play.length / 500 + 1; // a long script byte by byte shows no more
    struct intake *intake = intake_new(NULL, &settings, quiet);
    HOLDS(intake != NULL);
    do
        intake_turn(intake, 0);
    while (play.open && (play.given < play.length || play.answered < play.wanted_count) &&
           !(play.raw && play.given == play.length));
    if (play.open && !play.raw)
        HOLDS(play.answered == play.wanted_count);
    if (!play.open && !play.raw)
        HOLDS(play.failed);
    struct intake_fate fate = {.stored = play.stored, .answered = play.answered};
    intake_close(intake);
    return fate;
}
