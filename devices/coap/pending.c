// SPDX-License-Identifier: EUPL-1.2
// Requests that wait for the next commit, and their answers after it.
#include "coap/pending.h"

#include "coap/options.h"

#include <stdlib.h>
#include <string.h>

#define TOKEN_MAX 8

struct request {
    coap_session_t *session; // referenced
    coap_mid_t mid;
    bool confirmable;
    uint8_t token[TOKEN_MAX];
    size_t token_length;
    struct options_block block; // Block1 of the request, goes back with the answer
    struct answer_key key;
    struct inbox_facts facts;
    uint8_t *payload;
};

struct pending {
    struct door *door;
    struct answers *answers;
    size_t count;
    struct request requests[INBOX_GROUP_MAX];
    struct inbox_entry entries[INBOX_GROUP_MAX];
};

struct pending *pending_new(struct door *door, struct answers *answers) {
    struct pending *pending = calloc(1, sizeof *pending);
    if (pending == NULL)
        return NULL;
    pending->door = door;
    pending->answers = answers;
    return pending;
}

static void let_go(struct pending *pending) {
    for (size_t i = 0; i < pending->count; i++) {
        free(pending->requests[i].payload);
        coap_session_release(pending->requests[i].session);
    }
    pending->count = 0;
}

void pending_free(struct pending *pending) {
    if (pending == NULL)
        return;
    let_go(pending);
    free(pending);
}

bool pending_add(struct pending *pending, coap_session_t *session, const coap_pdu_t *request,
                 const struct answer_key *key, const struct inbox_facts *facts,
                 const uint8_t *payload, size_t length, int64_t now_ms) {
    coap_bin_const_t token = coap_pdu_get_token(request);
    struct request *slot = &pending->requests[pending->count];
    uint8_t *copy = malloc(length + 1);
    if (copy == NULL || token.length > TOKEN_MAX) {
        free(copy);
        return false;
    }
    if (length > 0)
        memcpy(copy, payload, length);
    *slot = (struct request){
        .session = coap_session_reference(session),
        .mid = coap_pdu_get_mid(request),
        .confirmable = coap_pdu_get_type(request) == COAP_MESSAGE_CON,
        .token_length = token.length,
        .block = options_block(request, COAP_OPTION_BLOCK1),
        .key = *key,
        .facts = *facts,
        .payload = copy,
    };
    if (token.length > 0)
        memcpy(slot->token, token.s, token.length);
    pending->entries[pending->count] =
        (struct inbox_entry){.facts = &slot->facts, .payload = copy, .length = length};
    pending->count++;
    answers_begin(pending->answers, key, now_ms);
    if (pending->count == INBOX_GROUP_MAX)
        pending_commit(pending);
    return true;
}

static void answer(const struct request *request, bool stored) {
    coap_session_t *session = request->session;
    coap_pdu_t *pdu =
        coap_pdu_init(request->confirmable ? COAP_MESSAGE_ACK : COAP_MESSAGE_NON,
                      stored ? COAP_RESPONSE_CODE_CHANGED : COAP_RESPONSE_CODE_SERVICE_UNAVAILABLE,
                      request->confirmable ? request->mid : coap_new_message_id(session),
                      coap_session_max_pdu_size(session));
    if (pdu == NULL)
        return; // the device sends again and is answered from memory
    if (coap_add_token(pdu, request->token_length, request->token) == 0) {
        coap_delete_pdu(pdu);
        return;
    }
    if (!stored) {
        const uint8_t seconds = PENDING_RETRY_SECONDS;
        if (coap_add_option(pdu, COAP_OPTION_MAXAGE, sizeof seconds, &seconds) == 0) {
            coap_delete_pdu(pdu);
            return;
        }
    }
    if (stored)
        options_echo_block1(pdu, &request->block);
    (void)coap_send(session, pdu); // frees the pdu; a lost answer is asked for again
}

void pending_commit(struct pending *pending) {
    if (pending->count == 0)
        return;
    bool stored = door_take(pending->door, pending->entries, pending->count) == INBOX_OK;
    for (size_t i = 0; i < pending->count; i++) {
        answers_end(pending->answers, &pending->requests[i].key, stored);
        answer(&pending->requests[i], stored);
    }
    let_go(pending);
}
