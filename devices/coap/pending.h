// SPDX-License-Identifier: EUPL-1.2
// Requests that wait for the next commit: what has arrived together, at most 256, is stored with one
// flush, and only then answered with an acknowledgement of our own making.
//
// libcoap would answer when the handler returns, so the handler leaves its response empty (type
// NON, code 0.00, which libcoap drops) and the real one is sent from here: type ACK with the same
// message id and token. One thread.
#ifndef COAP_PENDING_H
#define COAP_PENDING_H

#include "coap/answers.h"

#include "inbox/door.h"

#include <coap3/coap.h>

#define PENDING_RETRY_SECONDS 30 // Max-Age of 5.03

struct pending;

// Borrows door and answers. NULL when out of memory.
struct pending *pending_new(struct door *door, struct answers *answers);
void pending_free(struct pending *pending);

// Takes a copy of the payload and a reference to the session. False when out of memory: answer 5.03
// at once. A full group is committed before this returns.
bool pending_add(struct pending *pending, coap_session_t *session, const coap_pdu_t *request,
                 const struct answer_key *key, const struct inbox_facts *facts,
                 const uint8_t *payload, size_t length, int64_t now_ms);

// Stores what waits and answers all of it: 2.04, or 5.03 with Max-Age when nothing was stored. Does
// nothing when nothing waits.
void pending_commit(struct pending *pending);

#endif
