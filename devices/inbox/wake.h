// SPDX-License-Identifier: EUPL-1.2
// Best-effort datagrams on Unix sockets: "there is something new", "this is how I am", "this is what
// I refused", "how far is this device stored" to the server; "you may trim up to" and "this device
// is stored up to" from it.
//
// door.sock is bound by the door; the server sends it trim words. drain.sock is bound by the
// server; doors send it wakes and, every second, their state: by datagram, since a door whose
// storage fails cannot write it down. Nothing here blocks, and losing any datagram is harmless: the
// drain looks every second by itself, and a later trim word covers the earlier ones. Whoever may
// write to the socket file may send, so the directory's group is the authority; sockets are made
// mode 0660.
#ifndef INBOX_WAKE_H
#define INBOX_WAKE_H

#include "inbox/inbox.h"
#include "inbox/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Binds a non-blocking, close-on-exec datagram socket at path (at most 107 bytes), replacing a dead
// one. The caller closes the descriptor; the file is left behind for the next start to replace.
enum inbox_result inbox_socket_bind(const char *path, int *out) __attribute__((warn_unused_result));

// An unbound sending socket, for the two functions below. The caller closes it.
enum inbox_result inbox_socket_sender(int *out) __attribute__((warn_unused_result));

// Door to server: something was appended. Returns whether it was handed over.
bool inbox_wake_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE]);

enum inbox_state {
    INBOX_STATE_NONE = 0, // not told: a wake
    INBOX_STATE_WELL,
    INBOX_STATE_FULL,    // refuses messages until there is space
    INBOX_STATE_LATCHED, // refuses everything until the door is restarted
    INBOX_STATE_AWAY,    // cannot reach what it takes messages from
};

// Door to server. Returns whether it was handed over.
bool inbox_state_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                      enum inbox_state state);

// What a door refused, or saw.
enum inbox_trouble {
    INBOX_TROUBLE_NONE = 0,
    INBOX_TROUBLE_CREDENTIAL, // a wrong password, or a certificate that is not the device's
    INBOX_TROUBLE_UNKNOWN,    // a device that was never registered
    INBOX_TROUBLE_REVOKED,
    INBOX_TROUBLE_EXPIRED,  // a certificate after its time
    INBOX_TROUBLE_IDENTITY, // the device claimed to be another one
    INBOX_TROUBLE_TOPIC,    // the device published where it may not
    INBOX_TROUBLE_OVERSIZE,
    INBOX_TROUBLE_RATE,
    INBOX_TROUBLE_CLONED, // two clients take the same device's session from each other
    INBOX_TROUBLE_KINDS,
};

// More at once is no count but a fault of the sender.
#define INBOX_TROUBLE_COUNT_MAX INT64_C(1000000)

struct inbox_trouble_report {
    uint8_t device[INBOX_DEVICE_SIZE]; // zero for UNKNOWN
    enum inbox_trouble trouble;
    int64_t count; // since the last report of it, 1 to INBOX_TROUBLE_COUNT_MAX
};

// Door to server. Returns whether it was handed over; if not, it should be added to the next one.
bool inbox_trouble_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                        const struct inbox_trouble_report *report);

// A door has told a trouble.
typedef void inbox_troubled(void *context, const struct inbox_trouble_report *report);

// A door has given a sign of life.
typedef void inbox_heard(void *context, const uint8_t id[INBOX_ID_SIZE], enum inbox_state state);

// A device has proven itself by the new secret of a rotation, told by its tag (roster_secret_tag).
enum { INBOX_TAG_SIZE = 8 };
typedef void inbox_renewed(void *context, const uint8_t device[INBOX_DEVICE_SIZE],
                           const uint8_t tag[INBOX_TAG_SIZE]);

// Door to server. Returns whether it was handed over.
bool inbox_renewed_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                        const uint8_t device[INBOX_DEVICE_SIZE],
                        const uint8_t tag[INBOX_TAG_SIZE]);

// A door wants to know how far a device is stored.
typedef void inbox_asked(void *context, const uint8_t inbox[INBOX_ID_SIZE],
                         const uint8_t device[INBOX_DEVICE_SIZE]);

// Each may be NULL.
struct inbox_ears {
    inbox_heard *heard;
    void *heard_context;
    inbox_troubled *troubled;
    void *troubled_context;
    inbox_asked *asked;
    void *asked_context;
    inbox_renewed *renewed;
    void *renewed_context;
};

// Server: empties the socket; true if any wake had come. ears may be NULL.
bool inbox_wake_receive(int socket, const struct inbox_ears *ears);

// Server to door: everything up to and including upto is stored. Returns whether it was handed
// over.
bool inbox_trim_send(int sender, const char *door_path, const uint8_t id[INBOX_ID_SIZE],
                     int64_t upto);

// How much of what a device has counted (seq, boot of its messages) the server has stored.
struct inbox_ack {
    uint8_t device[INBOX_DEVICE_SIZE];
    int64_t boot;   // -1: the device tells none
    int64_t from;   // the lowest number known of this boot, 0 or more …
    int64_t upto;   // … and everything from there to here is stored
    int64_t newest; // the highest that is stored; beyond upto some before it are missing
};

#define INBOX_ACKS_MAX 128 // in one datagram

// Server to door: 1 to INBOX_ACKS_MAX. Returns whether they were handed over.
bool inbox_acks_send(int sender, const char *door_path, const uint8_t id[INBOX_ID_SIZE],
                     const struct inbox_ack *acks, size_t count);

// Door to server: how far is it? The answer comes as above. Returns whether it was handed over.
bool inbox_ask_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                    const uint8_t device[INBOX_DEVICE_SIZE]);

// The server has told how far a device is stored. Borrowed for the call.
typedef void inbox_acked(void *context, const struct inbox_ack *ack);

// Door: empties the socket; true if a trim word for this inbox had come, *upto the highest of them.
// acked may be NULL.
bool inbox_words_receive(int socket, const uint8_t id[INBOX_ID_SIZE], inbox_acked *acked,
                         void *context, int64_t *upto);

#endif
