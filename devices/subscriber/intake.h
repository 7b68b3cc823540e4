// SPDX-License-Identifier: EUPL-1.2
// The subscriber's side of the protocol: connect, subscribe, take messages into custody in groups,
// and acknowledge them to the broker only then.
//
// All complete PUBLISH packets that have come are one group with one flush (INBOX_GROUP_MAX at
// most). Their PUBACK (QoS 1) or PUBREC (QoS 2) is written after the commit, in the order in which
// they came (MQTT 5.0 §4.6). A group that could not be stored is not answered at all: the
// connection is closed, and the broker sends its messages again in the next one. Nothing is
// remembered of QoS 2: a PUBREL is always answered, and a message that comes again is stored again;
// exactly once comes from the reading's identity in the database.
//
// Refused, that is answered without being stored, are messages that name no device, are not where a
// device may publish, are of a revoked device or larger than the device may send: the broker has
// taken them and would send them for ever. Each is counted (door_trouble) and gets no receipt. A
// device that is not in the roster is not refused: it may have been registered a moment ago, and
// nobody would send again.
#ifndef SUBSCRIBER_INTAKE_H
#define SUBSCRIBER_INTAKE_H

#include "inbox/door.h"
#include "subscriber/settings.h"

struct intake;

// Borrows door and settings; the connection begins with the first turn. NULL without memory.
struct intake *intake_new(struct door *door, const struct settings *settings, door_log *log);

// Waits for up to patience_ms for something to do and does it; then the door's housekeeping.
void intake_turn(struct intake *intake, int patience_ms);

// Tells a device how far it is stored, on `ltc/v1/<device>/down/ack`, if devices are told at all
// and the broker listens now: QoS 0, since the next message brings it again. NULL is fine.
void intake_tell(struct intake *intake, const struct inbox_ack *ack);

// Sends what is due for up to a second, says goodbye to the broker, which keeps the session, and
// frees. NULL is fine.
void intake_close(struct intake *intake);

#endif
