// SPDX-License-Identifier: EUPL-1.2
// What a device may ask of the door, and the response codes.
#include "coap/requests.h"

#include "coap/content.h"
#include "coap/options.h"
#include "coap/speaker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATH_READINGS "v1/r"
#define PATH_HEARTBEAT "v1/hb"
#define PATH_CONFIGURATION "v1/cfg"
#define PATH_TIME "v1/time"
#define PATH_ACK "v1/ack"
#define CONFIGURATION_SECONDS 300 // Max-Age

static void refuse_size(const struct requests *requests, const uint8_t id[INBOX_DEVICE_SIZE],
                        coap_pdu_t *response, uint32_t cap) {
    uint8_t bytes[4];
    unsigned length = coap_encode_var_safe(bytes, sizeof bytes, cap);
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_REQUEST_TOO_LARGE);
    // Size1 is a courtesy: without it 4.13 still says the same.
    (void)coap_add_option(response, COAP_OPTION_SIZE1, length, bytes);
    door_trouble(requests->door, id, INBOX_TROUBLE_OVERSIZE);
}

// False, with 4.29 in the response (RFC 8516), when the device has asked too often.
static bool within_pace(const struct requests *requests, const uint8_t id[INBOX_DEVICE_SIZE],
                        coap_pdu_t *response) {
    uint8_t bytes[4];
    uint32_t seconds = 0;
    if (paces_spend(requests->paces, id, inbox_monotonic_ms(), &seconds))
        return true;
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_TOO_MANY_REQUESTS);
    (void)coap_add_option(response, COAP_OPTION_MAXAGE,
                          coap_encode_var_safe(bytes, sizeof bytes, seconds), bytes); // a courtesy
    door_trouble(requests->door, id, INBOX_TROUBLE_RATE);
    return false;
}

static void refuse_for_now(coap_pdu_t *response) {
    const uint8_t seconds = PENDING_RETRY_SECONDS;
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_SERVICE_UNAVAILABLE);
    (void)coap_add_option(response, COAP_OPTION_MAXAGE, sizeof seconds, &seconds); // a courtesy too
}

static struct block_part part_of(const struct inbox_facts *facts, const coap_session_t *session,
                                 const coap_pdu_t *request, const struct options_block *block,
                                 uint32_t cap) {
    struct block_part part = {
        .session = speaker_handshake(session),
        .tag = options_transfer_tag(request, facts->kind),
        .content_format = facts->content_format,
        .announced = options_number(request, COAP_OPTION_SIZE1, 0),
        .cap = cap,
        .number = block->number,
        .mid = (uint16_t)coap_pdu_get_mid(request),
        .szx = block->szx,
        .more = block->more,
    };
    memcpy(part.device, facts->device, sizeof part.device);
    (void)coap_get_data(request, &part.length, &part.payload); // 0: no payload
    return part;
}

static void answer_part(const struct requests *requests, enum block_verdict verdict,
                        const struct block_part *part, const struct options_block *block,
                        coap_pdu_t *response) {
    switch (verdict) {
    case BLOCK_CONTINUE:
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_CONTINUE);
        options_echo_block1(response, block);
        return;
    case BLOCK_BAD:
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_BAD_REQUEST);
        return;
    case BLOCK_INCOMPLETE:
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_INCOMPLETE);
        return;
    case BLOCK_TOO_LARGE:
        refuse_size(requests, part->device, response, part->cap);
        return;
    case BLOCK_NO_ROOM:
    case BLOCK_WHOLE:
    case BLOCK_NONE:
        refuse_for_now(response);
        return;
    }
}

static struct answer_key key_of(const coap_session_t *session, const coap_pdu_t *request,
                                uint64_t tag, const struct options_block *block) {
    const uint8_t *payload = NULL;
    size_t length = 0;
    (void)coap_get_data(request, &length, &payload);
    coap_bin_const_t token = coap_pdu_get_token(request);
    return (struct answer_key){
        .session = speaker_handshake(session),
        .fingerprint = answers_fingerprint(token.s, token.length, payload, length) ^ tag ^
                       (block->present ? block->number + UINT64_C(1) : 0),
        .mid = (uint16_t)coap_pdu_get_mid(request),
    };
}

// The whole message, or the last block of it: stored with the next group unless it is a repeat.
static void take(struct requests *requests, coap_session_t *session, const coap_pdu_t *request,
                 coap_pdu_t *response, const struct inbox_facts *facts, uint32_t cap) {
    struct options_block block = options_block(request, COAP_OPTION_BLOCK1);
    struct answer_key key =
        key_of(session, request, options_transfer_tag(request, facts->kind), &block);
    int64_t now = inbox_monotonic_ms();
    struct block_part part = part_of(facts, session, request, &block, cap);
    struct block_body body = {0};
    const uint8_t *payload = NULL;
    size_t length = 0;
    bool taken = true;
    key.awaited = block.present && blocks_await(requests->blocks, &part, &key.first_mid);
    // A block that others follow was never the end of a message: nothing is said of one yet.
    bool end = !block.present || !block.more;
    switch (end ? answers_find(requests->answers, &key, now) : ANSWER_NONE) {
    case ANSWER_STORED:
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_CHANGED);
        options_echo_block1(response, &block);
        return;
    case ANSWER_PENDING:
        break;
    case ANSWER_NONE:
        // Counted are messages: at their first block, and not when they are repeated.
        if (block.number == 0 && !within_pace(requests, facts->device, response))
            return;
        (void)coap_get_data(request, &length, &payload); // 0 and no payload: an empty message
        if (block.present) {
            enum block_verdict verdict = blocks_take(requests->blocks, &part, now, &body);
            if (verdict != BLOCK_WHOLE) {
                answer_part(requests, verdict, &part, &block, response);
                return;
            }
            payload = body.bytes;
            length = body.length;
        }
        if (length > cap) {
            refuse_size(requests, facts->device, response, cap);
            return;
        }
        taken = pending_add(requests->pending, session, request, &key, facts, payload, length, now);
        free(body.bytes);
        break;
    }
    if (!taken) {
        refuse_for_now(response);
        return;
    }
    // Empty and NON: libcoap sends nothing, the answer follows the commit.
    coap_pdu_set_type(response, COAP_MESSAGE_NON);
}

// Who asks, or NULL with the refusal in the response. id gets the device.
static const struct roster_device *asker(const struct requests *requests,
                                         const coap_session_t *session, const coap_pdu_t *request,
                                         coap_pdu_t *response, uint8_t id[INBOX_DEVICE_SIZE]) {
    if (!speaker_device(session, id)) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_UNAUTHORIZED);
        return NULL;
    }
    const struct roster_device *device = speaker_admitted(requests->door, session, id);
    if (device == NULL) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_FORBIDDEN);
        door_trouble(requests->door, id, INBOX_TROUBLE_CREDENTIAL);
        return NULL;
    }
    // Told with each request while a rotation is under way.
    door_proven(requests->door, device, speaker_secret(session, device));
    if (!options_understood(request)) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_BAD_OPTION);
        return NULL;
    }
    return device;
}

static void on_message(coap_resource_t *resource, coap_session_t *session,
                       const coap_pdu_t *request, coap_pdu_t *response, const char *kind) {
    struct requests *requests = coap_resource_get_userdata(resource);
    struct inbox_facts facts = {
        .door = INBOX_DOOR_COAP,
        .received_us = inbox_now_us(),
        .content_format = options_content_format(request),
        .protocol = 1,
        .flags = coap_pdu_get_type(request) == COAP_MESSAGE_CON ? INBOX_FLAG_CONFIRMABLE
                                                                : INBOX_FLAG_NONE,
    };
    (void)snprintf(facts.kind, sizeof facts.kind, "%s", kind); // ours, and short
    const struct roster_device *device = asker(requests, session, request, response, facts.device);
    if (device == NULL)
        return;
    if (!options_format_known(facts.content_format)) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_UNSUPPORTED_CONTENT_FORMAT);
        return;
    }
    take(requests, session, request, response, &facts, roster_message_cap(device));
}

static void on_readings(coap_resource_t *resource, coap_session_t *session,
                        const coap_pdu_t *request, const coap_string_t *query,
                        coap_pdu_t *response) {
    (void)query;
    on_message(resource, session, request, response, "");
}

static void on_heartbeat(coap_resource_t *resource, coap_session_t *session,
                         const coap_pdu_t *request, const coap_string_t *query,
                         coap_pdu_t *response) {
    (void)query;
    on_message(resource, session, request, response, "hb");
}

static void on_configuration(coap_resource_t *resource, coap_session_t *session,
                             const coap_pdu_t *request, const coap_string_t *query,
                             coap_pdu_t *response) {
    const struct requests *requests = coap_resource_get_userdata(resource);
    uint8_t id[INBOX_DEVICE_SIZE];
    struct content_field fields[2] = {{.name = "maxMessage"}, {.name = "reportEvery"}};
    (void)query;
    const struct roster_device *device = asker(requests, session, request, response, id);
    if (device == NULL || !within_pace(requests, id, response))
        return;
    fields[0].number = roster_message_cap(device);
    fields[1].number = device->report_every;
    content_answer(request, response, fields, device->report_every > 0 ? 2 : 1,
                   CONFIGURATION_SECONDS);
}

static void on_time(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                    const coap_string_t *query, coap_pdu_t *response) {
    const struct requests *requests = coap_resource_get_userdata(resource);
    uint8_t id[INBOX_DEVICE_SIZE];
    struct content_field fields[2] = {{.name = "time"}, {.name = "unix"}};
    struct tm parts;
    int64_t now = 0;
    (void)query;
    if (asker(requests, session, request, response, id) == NULL ||
        !within_pace(requests, id, response))
        return;
    if (!domain_time_at(&requests->clock, inbox_now_us(), &now) || now < 0) {
        refuse_for_now(response);
        return;
    }
    fields[1].number = now / 1000000;
    time_t seconds = (time_t)fields[1].number;
    if (gmtime_r(&seconds, &parts) == NULL ||
        strftime(fields[0].text, sizeof fields[0].text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        refuse_for_now(response);
        return;
    }
    content_answer(request, response, fields, 2, 0);
}

static void on_ack(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                   const coap_string_t *query, coap_pdu_t *response) {
    const struct requests *requests = coap_resource_get_userdata(resource);
    uint8_t id[INBOX_DEVICE_SIZE];
    struct content_field fields[4] = {
        {.name = "from"}, {.name = "upto"}, {.name = "newest"}, {.name = "boot"}};
    (void)query;
    if (asker(requests, session, request, response, id) == NULL ||
        !within_pace(requests, id, response))
        return;
    const struct inbox_ack *ack = door_ack(requests->door, id);
    if (ack != NULL) {
        fields[0].number = ack->from;
        fields[1].number = ack->upto;
        fields[2].number = ack->newest;
        fields[3].number = ack->boot;
    }
    content_answer(request, response, fields, ack == NULL ? 0 : ack->boot < 0 ? 3 : 4, 0);
}

// libcoap would answer DELETE of what is not there with 2.02.
static void on_nothing(coap_resource_t *resource, coap_session_t *session,
                       const coap_pdu_t *request, const coap_string_t *query,
                       coap_pdu_t *response) {
    (void)resource;
    (void)session;
    (void)request;
    (void)query;
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_NOT_FOUND);
}

static bool add(coap_context_t *context, struct requests *requests, const char *path,
                coap_request_t method, coap_method_handler_t handler) {
    coap_str_const_t name = {.length = strlen(path), .s = (const uint8_t *)path};
    coap_resource_t *resource = coap_resource_init(&name, 0);
    if (resource == NULL)
        return false;
    coap_resource_set_userdata(resource, requests);
    coap_register_handler(resource, method, handler);
    coap_add_resource(context, resource);
    return true;
}

bool requests_register(coap_context_t *context, struct requests *requests) {
    coap_resource_t *rest = coap_resource_unknown_init(on_nothing);
    if (rest == NULL)
        return false;
    coap_register_handler(rest, COAP_REQUEST_DELETE, on_nothing);
    coap_add_resource(context, rest);
    return add(context, requests, PATH_READINGS, COAP_REQUEST_POST, on_readings) &&
           add(context, requests, PATH_HEARTBEAT, COAP_REQUEST_POST, on_heartbeat) &&
           add(context, requests, PATH_CONFIGURATION, COAP_REQUEST_GET, on_configuration) &&
           add(context, requests, PATH_TIME, COAP_REQUEST_GET, on_time) &&
           add(context, requests, PATH_ACK, COAP_REQUEST_GET, on_ack);
}
