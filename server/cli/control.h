// SPDX-License-Identifier: EUPL-1.2
// The control socket: commands that need the databases run inside the server that owns them.
//
// A Unix stream socket `control.sock` in the data folder, mode 0600; the peer must be root or the
// server's own user (SO_PEERCRED). One request line of JSON {"directory", "words"}, one reply line
// {"code", "out", "err"}, then the connection ends. Request and reply have 5 s each; commands of
// several peers run at the same time.
#ifndef CLI_CONTROL_H
#define CLI_CONTROL_H

#include "base/fault.h"
#include "base/result.h"
#include "cli/node.h"

struct control;

// Server: binds the socket (a dead one is replaced) and answers each peer on a thread of its own, at
// most 16 at a time; further ones wait. Faults: control-socket (RC_IO, RC_NOMEM).
RC_CHECKED enum rc control_start(struct node *node, struct control **control, struct fault *fault);
// Takes no more requests and waits for the commands that run. NULL is fine.
void control_stop(struct control *control);

// Client: asks the server of the data folder to run the words; prints what it answers and stores the
// exit code. RC_NOT_FOUND: no server listens there; RC_INVALID: a word is no UTF-8, which has been
// said.
RC_CHECKED enum rc control_ask(const struct config *config, int count, const char *const *words,
                               int *code);

#endif
