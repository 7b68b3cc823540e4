// SPDX-License-Identifier: EUPL-1.2
// The DTLS endpoint of the CoAP door: sessions of the roster's devices, and the loop.
//
// DTLS 1.2 with a pre-shared key, the identity being the device id (32 hex digits), or with a
// certificate that the roster lists for the device of its common name. No plain port, no
// TCP, no observe, no proxy, no multicast group. What may be asked: requests.h. One thread, one
// endpoint per process, as libcoap keeps global state.
#ifndef COAP_ENDPOINT_H
#define COAP_ENDPOINT_H

#include "inbox/door.h"
#include "scoring/domain_time.h"

#include <stdbool.h>

struct endpoint;

struct endpoint_options {
    struct door *door;        // borrowed
    const char *listen;       // "address:port" or "[address]:port", numeric
    struct domain_time clock; // the time that devices are told
    uint32_t rate;            // requests a second of one device in the long run, 0: no cap
    uint32_t burst;           // … and at once after a pause, at least 1
    // Certificates beside keys: all three files (PEM), or all NULL. device_ca: who signs devices.
    const char *certificate;
    const char *key;
    const char *device_ca;
    door_log *log;
};

// NULL when it cannot be opened, and the log says why. The options need not live on.
struct endpoint *endpoint_open(const struct endpoint_options *options);

// Commits and answers what waits, closes all sessions. NULL is fine.
void endpoint_close(struct endpoint *endpoint);

// Waits for at most patience_ms and does what is due: receive, commit, answer, housekeeping. False
// when the network side failed for good.
bool endpoint_turn(struct endpoint *endpoint, int patience_ms);

#endif
