// SPDX-License-Identifier: EUPL-1.2
// What every door has behind its transport: keys, roster, inbox, the two datagram sockets, and the
// housekeeping between messages.
//
// The door's own socket for trim words is "<inbox>.sock" beside the inbox. A handle belongs to one
// thread. Log lines name parts and results, never a device's content.
#ifndef INBOX_DOOR_H
#define INBOX_DOOR_H

#include "inbox/inbox.h"
#include "inbox/roster.h"
#include "inbox/wake.h"

#include <stdbool.h>
#include <stddef.h>

struct door;

enum door_severity {
    DOOR_NOTE = 0,
    DOOR_WARNING,
    DOOR_ERROR,
};

// text has no line end.
typedef void door_log(enum door_severity severity, const char *text);

struct door_options {
    enum inbox_door kind;
    const char *inbox;      // file
    const char *roster;     // devices.snapshot
    const char *door_key;   // key file
    const char *server_key; // key file, public half
    const char
        *wake; // drain.sock, or NULL: the server takes a second to look, and the door for dead
    door_log *log;
    // Called from door_tick for each device of which the server tells how far it is stored, right
    // after it stored more of it; NULL: only door_ack tells.
    inbox_acked *acked;
    void *acked_context;
};

// Opens everything, or says in the log which part failed and why. Roster and keys must exist; the
// inbox is made when missing.
enum inbox_result door_open(const struct door_options *options, struct door **out)
    __attribute__((warn_unused_result));

// NULL is fine.
void door_close(struct door *door);

// Takes 1 to INBOX_GROUP_MAX messages into custody, all or none, with one flush, and wakes the
// drain, from the second call between two ticks on at the tick. Only INBOX_OK allows to acknowledge.
enum inbox_result door_take(struct door *door, const struct inbox_entry *entries, size_t count)
    __attribute__((warn_unused_result));

// Housekeeping; to be called after every round of messages, it looks at the clock first. Each time:
// a checkpoint when the WAL has grown, and the drain is woken if that is due. Every 50 ms: trim
// words and upkeep. Every second: the roster, and how the door is, told to the drain.
// *roster_changed is set when devices may have lost their right, otherwise cleared.
void door_tick(struct door *door, bool *roster_changed);

// The device if it may speak now, otherwise NULL. Borrowed until the next door_tick.
const struct roster_device *door_admits(const struct door *door,
                                        const uint8_t id[INBOX_DEVICE_SIZE]);

// Counts what was refused to a device or done in its name; the server is told every second. A device
// that is not in the roster is counted as unknown, whatever was tried, and a revoked one as revoked.
// device may be NULL.
void door_trouble(struct door *door, const uint8_t device[INBOX_DEVICE_SIZE],
                  enum inbox_trouble trouble);

// For a door that is a client itself: whether it cannot reach what it takes messages from. The
// server is told every second.
void door_set_away(struct door *door, bool away);

// Which of its keys the handshake that begins is given (inbox/offers.h).
enum roster_secret door_offer(struct door *door, const struct roster_device *device);

// The device has proven itself by this secret, or goes on doing so: while a rotation is under way
// the server is told of the new one, so that it can end the old one.
void door_proven(struct door *door, const struct roster_device *device, enum roster_secret which);

// How far the device is stored, as the server last told; NULL: not known, or the device counts
// nothing. Either way the server is asked, so that a later call knows better. Borrowed until the
// next door_tick.
const struct inbox_ack *door_ack(const struct door *door, const uint8_t device[INBOX_DEVICE_SIZE]);

// Whether the inbox had taken messages before this start.
bool door_was_used(const struct door *door);

const struct roster *door_roster(const struct door *door);

#endif
