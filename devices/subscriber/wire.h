// SPDX-License-Identifier: EUPL-1.2
// One connection to the broker: TCP, and TLS 1.2 or newer over it. Nothing here blocks, the look-up
// of the name included, so that the door's housekeeping goes on whatever the network does.
//
// Without TLS only addresses of this machine are connected to: readings and passwords never cross a
// network in the clear. Certificates and keys are read at each connection, so that replaced files
// are taken without a restart. A handle belongs to one thread.
#ifndef SUBSCRIBER_WIRE_H
#define SUBSCRIBER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_WHY_SIZE 200

struct wire;

struct wire_options {
    bool tls;
    const char *host; // name or numeric address
    const char *port;
    const char *ca; // PEM file of who may sign the broker's certificate; NULL: the system's
    const char *certificate; // PEM files of our own, or both NULL
    const char *key;
};

enum wire_state {
    WIRE_DOWN = 0,
    WIRE_RESOLVING,
    WIRE_CONNECTING,
    WIRE_SHAKING, // TLS handshake
    WIRE_OPEN,
};

enum wire_io {
    WIRE_LATER = 0, // nothing now; come again when poll says so
    WIRE_DONE,      // *count bytes, at least one
    WIRE_GONE,      // the connection is over
};

// Borrows the options and what they point to. NULL without memory.
struct wire *wire_new(const struct wire_options *options);
void wire_free(struct wire *wire);

// Begins to connect; the wire must be down. What goes wrong is seen by wire_step.
void wire_begin(struct wire *wire);

// Goes on as far as possible. WIRE_DOWN: it failed, and wire_why says why.
enum wire_state wire_step(struct wire *wire);

// A name is being looked up, for which the C library has time limits of its own.
bool wire_is_resolving(const struct wire *wire);

// What to poll for: descriptor, or -1 while a name is looked up (come again soon), and events.
int wire_descriptor(const struct wire *wire);
short wire_events(const struct wire *wire, bool wants_write);

enum wire_io wire_read(struct wire *wire, uint8_t *out, size_t room, size_t *count);
enum wire_io wire_write(struct wire *wire, const uint8_t *bytes, size_t length, size_t *count);

// Closes at once; what was not written is never sent. A wire that is down stays so.
void wire_end(struct wire *wire);

// One line fit for a log, about the newest failure.
const char *wire_why(const struct wire *wire);

#endif
