// SPDX-License-Identifier: EUPL-1.2
// The DTLS endpoint of the CoAP door: sessions of the roster's devices, and the loop.
//
// DTLS 1.2 with a pre-shared key; the identity is the device id (32 hex digits). No plain port, no
// TCP, no observe, no proxy, no multicast group. What may be asked: requests.h. One thread, one
// endpoint per process, as libcoap keeps global state.
#ifndef COAP_ENDPOINT_H
#define COAP_ENDPOINT_H

#include "inbox/door.h"
#include "scoring/domain_time.h"

#include <stdbool.h>

struct endpoint;

// listen: "address:port" or "[address]:port", numeric. Borrows the door. `clock` is the
// time that devices are told. Says in the log what failed; NULL then.
struct endpoint *endpoint_open(struct door *door, const char *listen,
                               const struct domain_time *clock, door_log *log);

// Commits and answers what waits, closes all sessions. NULL is fine.
void endpoint_close(struct endpoint *endpoint);

// Waits for at most patience_ms and does what is due: receive, commit, answer, housekeeping. False
// when the network side failed for good.
bool endpoint_turn(struct endpoint *endpoint, int patience_ms);

#endif
