// SPDX-License-Identifier: EUPL-1.2
// What the files of the intake share: its state, and how each part is called by the others.
#ifndef SUBSCRIBER_INTAKE_PARTS_H
#define SUBSCRIBER_INTAKE_PARTS_H

#include "subscriber/group.h"
#include "subscriber/intake.h"
#include "subscriber/receipts.h"
#include "subscriber/wire.h"

#define INTAKE_IN_SIZE (PACKET_FIXED_MAX + PACKET_WHOLE_MAX)
#define INTAKE_OUT_SIZE 65536
#define INTAKE_OUT_SPARE 4096 // room for the answers of a group, a ping and a goodbye
#define INTAKE_RETRY_FIRST_MS 500
#define INTAKE_LINE_SIZE 400

_Static_assert(INTAKE_OUT_SPARE > INBOX_GROUP_MAX * 5 + 64, "the answers of a group fit");

enum stage {
    STAGE_DOWN = 0,
    STAGE_WIRE,     // connecting
    STAGE_GREETING, // CONNECT was sent
    STAGE_ASKING,   // SUBSCRIBE was sent
    STAGE_FLOWING,
    STAGE_SHUT, // the storage failed: nothing is taken until the process is restarted
};

struct intake {
    struct door *door;
    const struct settings *settings;
    door_log *log;
    struct wire_options wire_options;
    struct wire *wire;
    enum stage stage;
    bool five;          // version 5 is spoken
    bool answered;      // the broker has answered a greeting in this process
    unsigned closed;    // greetings that it closed instead, before that
    bool had_session;   // the broker has kept one for us, now or before this start
    bool subscribed;    // in this process
    int64_t since_ms;   // of the connection
    int64_t flowing_ms; // since when messages flow
    int64_t retry_at_ms;
    int64_t backoff_ms;
    int64_t sent_ms;
    int64_t heard_ms;
    int64_t keep_alive_ms; // 0: no pings
    uint8_t *in;
    size_t in_length;
    size_t skip; // bytes still to come of a message that is too large
    uint8_t *out;
    size_t out_from;
    size_t out_length;
    struct group group;
    struct receipts receipts;
    size_t window;
    bool receipts_refused; // said once
    bool receipts_full;
    bool again;                  // something is left to do without waiting
    char said[INTAKE_LINE_SIZE]; // the newest complaint, so that it is logged once
};

// intake.c

// Connected, whatever the broker has said so far.
bool intake_is_up(const struct intake *intake);

// Closes without sending what waits, and forgets what was not stored; the next try comes after
// pause_ms.
void intake_go_down(struct intake *intake, int64_t pause_ms);

// The same after a fault, told in the log, with a pause that grows from try to try.
void intake_fall_back(struct intake *intake, const char *what, const char *detail);

uint8_t *intake_out_end(struct intake *intake);
size_t intake_out_room(const struct intake *intake);
void intake_wrote(struct intake *intake, size_t length);

// Sends as much as the network takes now.
void intake_transmit(struct intake *intake);

// greeting.c

// CONNECT, with the password as its file has it now.
void greeting_begin(struct intake *intake);
void greeting_connack(struct intake *intake, const struct packet_frame *frame);
void greeting_suback(struct intake *intake, const struct packet_frame *frame);
void greeting_disconnect(struct intake *intake, const struct packet_frame *frame);

// The broker closed the connection, at whatever stage: falls back, and may change the version.
void greeting_closed(struct intake *intake);

// delivery.c

// Reads until nothing more comes or the buffer is full. False: the connection is over, but for what
// came before.
bool delivery_receive(struct intake *intake);

// Takes a group at most of what has come into custody and answers it; intake->again when packets
// are left.
void delivery_handle(struct intake *intake);

// Receipts, as far as broker and buffer have room for them.
void delivery_receipts(struct intake *intake);

#endif
