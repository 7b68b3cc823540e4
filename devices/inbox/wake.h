// SPDX-License-Identifier: EUPL-1.2
// Two best-effort datagrams on Unix sockets: "there is something new" and "you may trim up to".
//
// door.sock is bound by the door; the server sends it trim words. drain.sock is bound by the
// server; doors send it wakes. Nothing here blocks, and losing any datagram is harmless: the drain
// looks every second by itself, and a later trim word covers the earlier ones. Whoever may write to
// the socket file may send, so the directory's group is the authority; sockets are made mode 0660.
#ifndef INBOX_WAKE_H
#define INBOX_WAKE_H

#include "inbox/inbox.h"
#include "inbox/result.h"

#include <stdbool.h>
#include <stdint.h>

// Binds a non-blocking, close-on-exec datagram socket at path (at most 107 bytes), replacing a dead
// one. The caller closes the descriptor; the file is left behind for the next start to replace.
enum inbox_result inbox_socket_bind(const char *path, int *out) __attribute__((warn_unused_result));

// An unbound sending socket, for the two functions below. The caller closes it.
enum inbox_result inbox_socket_sender(int *out) __attribute__((warn_unused_result));

// Door to server: something was appended. Returns whether it was handed over.
bool inbox_wake_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE]);

// Server: empties the socket; true if any wake had come.
bool inbox_wake_receive(int socket);

// Server to door: everything up to and including upto is stored. Returns whether it was handed
// over.
bool inbox_trim_send(int sender, const char *door_path, const uint8_t id[INBOX_ID_SIZE],
                     int64_t upto);

// Door: empties the socket; true if a trim word for this inbox had come, *upto the highest of them.
bool inbox_trim_receive(int socket, const uint8_t id[INBOX_ID_SIZE], int64_t *upto);

#endif
