// SPDX-License-Identifier: EUPL-1.2
// The devices that were let in since the broker's start: by what, over which connection, how fast.
//
// A client is the broker's own handle, compared as an address and never looked into. Times are
// monotonic milliseconds. Entries never go with a disconnection, since an impostor's failed
// connection ends with one too. One thread.
#ifndef BROKER_SESSIONS_H
#define BROKER_SESSIONS_H

#include "inbox/roster.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SESSIONS_TAKEOVERS = 5,       // within SESSIONS_WINDOW_MS are a cloned device
    SESSIONS_HANDSHAKES = 5,      // … and this many that led to nothing, a guessed key
    SESSIONS_WINDOW_MS = 60000,
};

struct sessions;

// rate: messages a second of one device in the long run, 0 for no cap; burst: how many may come at
// once after a pause, at least 1. NULL without memory.
struct sessions *sessions_new(uint32_t rate, uint32_t burst);
void sessions_free(struct sessions *sessions);

// What was seen beside what was asked.
enum session_sign {
    SESSION_FINE = 0,
    SESSION_CLONED,  // the connection has changed hands too often; told once per window
    SESSION_GUESSED, // handshakes in its name have failed too often; told once per window
    SESSION_STRANGER, // never let in, forgotten by a review, or overtaken: end the connection
    SESSION_NO_MEMORY,
};

// `device` has for its secret the one that is used: of a rotation the new one as in the roster, the
// old one as roster_before says.
//
// The device has proven itself on this connection: by the certificate of that fingerprint, or with
// NULL by its secret.
enum session_sign sessions_admit(struct sessions *sessions, const struct roster_device *device,
                                 const uint8_t *fingerprint, const void *client, int64_t now_ms);

// Somebody begins a handshake in the name of the device, which its key will prove or not.
enum session_sign sessions_begin(struct sessions *sessions, const struct roster_device *device,
                                 const void *client, int64_t now_ms);

// The connected client has done something as the device: a handshake that was begun is proven. Only
// the latest one can be, so that of two that overlap the earlier has to connect again.
enum session_sign sessions_heard(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                                 const void *client, int64_t now_ms);

// The connection ended.
void sessions_gone(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                   const void *client);

// Whether the device is let in by this very secret, not by a certificate. False for a stranger.
bool sessions_by_secret(const struct sessions *sessions, const struct roster_device *device);

// Takes one message out of the device's allowance; false when it is used up.
bool sessions_spend(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE], int64_t now_ms);
// Whether a message would be allowed now.
bool sessions_may_spend(struct sessions *sessions, const uint8_t id[INBOX_DEVICE_SIZE],
                        int64_t now_ms);

typedef void session_ended(void *context, const uint8_t id[INBOX_DEVICE_SIZE]);

// Forgets those who may no longer speak and calls `ended` for each: revoked, gone from the roster,
// their secret replaced, or their certificate taken back or past its time at now_s (since 1970).
void sessions_review(struct sessions *sessions, const struct roster *roster, int64_t now_s,
                     session_ended *ended, void *context);

#endif
