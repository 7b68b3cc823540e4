// SPDX-License-Identifier: EUPL-1.2
// What a device may ask of the door, and the response codes.
//
// `POST /v1/r` (readings) and `POST /v1/hb` (heartbeat): 2.04 once in custody, also for a repeat;
// 2.31 for a block that is not the last. 4.00 malformed block, 4.01 no device identity, 4.02 a
// critical option that is not understood, 4.03 no longer in the roster or there with another key,
// 4.05 other methods, 4.08 blocks out of order, 4.13 with Size1 too large, 4.15 a content format
// that no reading can be in, 4.29 with Max-Age too often, 5.03 with Max-Age when the storage
// refuses or too much is under way. `GET /v1/cfg` (what the roster says for the device) and `GET
// /v1/time` (the domain clock): 2.05, 2.03 for a known ETag, 4.06 for another format than JSON and
// CBOR. No observe, no proxy (5.05).
#ifndef COAP_REQUESTS_H
#define COAP_REQUESTS_H

#include "coap/answers.h"
#include "coap/blocks.h"
#include "coap/paces.h"
#include "coap/pending.h"

#include "scoring/domain_time.h"

struct requests {
    struct door *door;
    struct answers *answers;
    struct pending *pending;
    struct blocks *blocks;
    struct paces *paces;
    struct domain_time clock;
};

// Makes the resources of a context, whose application data is the endpoint's business. `requests`
// is borrowed until the context is freed.
bool requests_register(coap_context_t *context, struct requests *requests);

#endif
