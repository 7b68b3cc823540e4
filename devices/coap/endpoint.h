// SPDX-License-Identifier: EUPL-1.2
// The DTLS endpoint of the CoAP door: `POST /v1/r` for devices of the roster, nothing else.
//
// DTLS 1.2 with a pre-shared key; the identity is the device id (32 hex digits). No plain port, no
// TCP, no observe, no proxy. One datagram per message; a block-wise body is refused with 4.13.
// Answers: 2.04 in custody (also for a repeat), 4.03 no longer in the roster or there with another
// key, 4.13 too large, 5.03 with Max-Age when the storage refuses. One thread, one endpoint per
// process, as libcoap keeps global state.
#ifndef COAP_ENDPOINT_H
#define COAP_ENDPOINT_H

#include "inbox/door.h"

#include <stdbool.h>

struct endpoint;

// listen: "address:port" or "[address]:port", numeric. Borrows the door. Says in the log what
// failed; NULL then.
struct endpoint *endpoint_open(struct door *door, const char *listen, door_log *log);

// Commits and answers what waits, closes all sessions. NULL is fine.
void endpoint_close(struct endpoint *endpoint);

// Waits for at most patience_ms and does what is due: receive, commit, answer, housekeeping. False
// when the network side failed for good.
bool endpoint_turn(struct endpoint *endpoint, int patience_ms);

#endif
