// SPDX-License-Identifier: EUPL-1.2
// The DTLS endpoint of the CoAP door: `POST /v1/r` for devices of the roster, nothing else.
#include "coap/endpoint.h"

#include "coap/answers.h"
#include "coap/pending.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RECEIVE_BUFFER (8 * 1024 * 1024)
#define SESSIONS_IDLE_MAX 20000
#define HANDSHAKES_MAX 500
#define PATH "v1/r"

struct endpoint {
    struct door *door;
    struct answers *answers;
    struct pending *pending;
    coap_context_t *context;
    uint64_t next_session;     // number given to each handshake, never used twice
    coap_session_t **sessions; // living server sessions, not referenced
    size_t session_count;
    size_t session_room;
    uint8_t psk[ROSTER_PSK_MAX];
    coap_bin_const_t psk_view;      // what the identity callback hands to libcoap, which copies it
    uint8_t nobody[ROSTER_PSK_MAX]; // default key, random: libcoap wants one, no device has it
};

static int64_t monotonic_ms(void) {
    struct timespec now;
    // CLOCK_MONOTONIC cannot fail on Linux; zero would only shorten the group window.
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct endpoint *of_session(const coap_session_t *session) {
    return coap_get_app_data(coap_session_get_context(session));
}

static const coap_bin_const_t *find_psk(coap_bin_const_t *identity, coap_session_t *session,
                                        void *argument) {
    struct endpoint *endpoint = argument;
    uint8_t id[INBOX_DEVICE_SIZE];
    (void)session;
    if (!inbox_device_parse((const char *)identity->s, identity->length, id))
        return NULL;
    const struct roster_device *device = door_admits(endpoint->door, id);
    if (device == NULL || device->psk_length == 0)
        return NULL;
    memcpy(endpoint->psk, device->psk, device->psk_length);
    endpoint->psk_view = (coap_bin_const_t){.length = device->psk_length, .s = endpoint->psk};
    return &endpoint->psk_view;
}

// The device that the handshake proved.
static bool device_of(const coap_session_t *session, uint8_t out[INBOX_DEVICE_SIZE]) {
    const coap_bin_const_t *identity = coap_session_get_psk_identity(session);
    return identity != NULL && inbox_device_parse((const char *)identity->s, identity->length, out);
}

static void number_session(struct endpoint *endpoint, coap_session_t *session) {
    coap_session_set_app_data(session, (void *)(uintptr_t)++endpoint->next_session);
}

static void remember_session(struct endpoint *endpoint, coap_session_t *session) {
    if (endpoint->session_count == endpoint->session_room) {
        size_t room = endpoint->session_room == 0 ? 64 : 2 * endpoint->session_room;
        coap_session_t **grown = realloc(endpoint->sessions, room * sizeof *grown);
        if (grown == NULL)
            return; // this session cannot be closed early; its requests are still refused
        endpoint->sessions = grown;
        endpoint->session_room = room;
    }
    endpoint->sessions[endpoint->session_count++] = session;
}

static void forget_session(struct endpoint *endpoint, const coap_session_t *session) {
    for (size_t i = 0; i < endpoint->session_count; i++)
        if (endpoint->sessions[i] == session) {
            endpoint->sessions[i] = endpoint->sessions[--endpoint->session_count];
            return;
        }
}

static int on_event(coap_session_t *session, const coap_event_t event) {
    struct endpoint *endpoint = of_session(session);
    if (endpoint == NULL)
        return 0;
    if (event == COAP_EVENT_SERVER_SESSION_NEW)
        remember_session(endpoint, session);
    if (event == COAP_EVENT_SERVER_SESSION_DEL)
        forget_session(endpoint, session);
    // A device that restarted on the same port shakes hands again within the same libcoap session.
    if (event == COAP_EVENT_DTLS_CONNECTED)
        number_session(endpoint, session);
    return 0;
}

// The device, if it may speak and with the key that this session was opened with; otherwise NULL.
static const struct roster_device *still_admitted(const struct endpoint *endpoint,
                                                  const coap_session_t *session,
                                                  const uint8_t id[INBOX_DEVICE_SIZE]) {
    const struct roster_device *device = door_admits(endpoint->door, id);
    const coap_bin_const_t *key = coap_session_get_psk_key(session);
    if (device == NULL || key == NULL || key->length != device->psk_length ||
        memcmp(key->s, device->psk, key->length) != 0)
        return NULL;
    return device;
}

static void close_the_revoked(struct endpoint *endpoint) {
    for (size_t i = endpoint->session_count; i > 0; i--) {
        coap_session_t *session = endpoint->sessions[i - 1];
        uint8_t id[INBOX_DEVICE_SIZE];
        if (!device_of(session, id) || still_admitted(endpoint, session, id) != NULL)
            continue;
        (void)coap_session_reference(session);
        coap_session_disconnected(session, COAP_NACK_TLS_FAILED);
        coap_session_release(session);
    }
}

static void refuse_size(coap_pdu_t *response, uint32_t cap) {
    uint8_t bytes[4];
    unsigned length = coap_encode_var_safe(bytes, sizeof bytes, cap);
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_REQUEST_TOO_LARGE);
    // Size1 is a courtesy: without it 4.13 still says the same.
    (void)coap_add_option(response, COAP_OPTION_SIZE1, length, bytes);
}

static void refuse_storage(coap_pdu_t *response) {
    const uint8_t seconds = PENDING_RETRY_SECONDS;
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_SERVICE_UNAVAILABLE);
    (void)coap_add_option(response, COAP_OPTION_MAXAGE, sizeof seconds, &seconds); // a courtesy too
}

static int32_t content_format_of(const coap_pdu_t *request) {
    coap_opt_iterator_t iterator;
    const coap_opt_t *option = coap_check_option(request, COAP_OPTION_CONTENT_FORMAT, &iterator);
    if (option == NULL)
        return INBOX_NO_CONTENT_FORMAT;
    return (int32_t)coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option));
}

static bool is_blockwise(const coap_session_t *session, const coap_pdu_t *request) {
    coap_block_b_t block;
    return coap_get_block_b(session, request, COAP_OPTION_BLOCK1, &block) != 0 &&
           (block.m != 0 || block.num != 0);
}

static void on_post(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                    const coap_string_t *query, coap_pdu_t *response) {
    struct endpoint *endpoint = of_session(session);
    struct inbox_facts facts = {
        .door = INBOX_DOOR_COAP,
        .received_us = inbox_now_us(),
        .content_format = content_format_of(request),
        .protocol = 1,
        .flags = coap_pdu_get_type(request) == COAP_MESSAGE_CON ? INBOX_FLAG_CONFIRMABLE
                                                                : INBOX_FLAG_NONE,
    };
    const uint8_t *payload = NULL;
    size_t length = 0;
    (void)resource;
    (void)query;
    if (!device_of(session, facts.device)) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_UNAUTHORIZED);
        return;
    }
    const struct roster_device *device = still_admitted(endpoint, session, facts.device);
    if (device == NULL) {
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_FORBIDDEN);
        return;
    }
    (void)coap_get_data(request, &length, &payload); // 0 and no payload: an empty message
    if (length > roster_message_cap(device) || is_blockwise(session, request)) {
        refuse_size(response, roster_message_cap(device));
        return;
    }
    coap_bin_const_t token = coap_pdu_get_token(request);
    struct answer_key key = {
        .session = (uint64_t)(uintptr_t)coap_session_get_app_data(session),
        .fingerprint = answers_fingerprint(token.s, token.length, payload, length),
        .mid = (uint16_t)coap_pdu_get_mid(request),
    };
    int64_t now = monotonic_ms();
    switch (answers_find(endpoint->answers, &key, now)) {
    case ANSWER_STORED:
        coap_pdu_set_code(response, COAP_RESPONSE_CODE_CHANGED);
        return;
    case ANSWER_NONE:
        if (!pending_add(endpoint->pending, session, request, &key, &facts, payload, length, now)) {
            refuse_storage(response);
            return;
        }
        break;
    case ANSWER_PENDING:
        break;
    }
    // Empty and NON: libcoap sends nothing, the answer follows the commit.
    coap_pdu_set_type(response, COAP_MESSAGE_NON);
}

static bool parse_listen(const char *listen, coap_address_t *out) {
    char host[64];
    const char *colon = strrchr(listen, ':');
    if (colon == NULL || colon == listen || (size_t)(colon - listen) >= sizeof host)
        return false;
    size_t length = (size_t)(colon - listen);
    if (listen[0] == '[' && listen[length - 1] == ']' && length > 2) {
        memcpy(host, listen + 1, length - 2);
        host[length - 2] = '\0';
    } else {
        memcpy(host, listen, length);
        host[length] = '\0';
    }
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
        return false;
    coap_address_init(out);
    bool fits = found->ai_addrlen <= sizeof out->addr;
    if (fits) {
        memcpy(&out->addr, found->ai_addr, found->ai_addrlen);
        out->size = found->ai_addrlen;
    }
    freeaddrinfo(found);
    return fits;
}

// The default buffer loses bursts from about 200 devices on. libcoap does not give its socket away,
// so it is found by its address. More than the system's limit needs CAP_NET_ADMIN.
static void raise_receive_buffer(const coap_address_t *address) {
    for (int fd = 3; fd < 64; fd++) {
        struct sockaddr_storage bound;
        socklen_t size = sizeof bound;
        const int bytes = RECEIVE_BUFFER;
        if (getsockname(fd, (struct sockaddr *)&bound, &size) != 0 || size != address->size ||
            memcmp(&bound, &address->addr, size) != 0)
            continue;
        if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
            (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); // best effort
    }
}

static bool add_resource(coap_context_t *context) {
    coap_str_const_t path = {.length = sizeof PATH - 1, .s = (const uint8_t *)PATH};
    coap_resource_t *resource = coap_resource_init(&path, 0);
    if (resource == NULL)
        return false;
    coap_register_handler(resource, COAP_REQUEST_POST, on_post);
    coap_add_resource(context, resource);
    return true;
}

static bool open_context(struct endpoint *endpoint, const coap_address_t *address) {
    endpoint->context = coap_new_context(NULL);
    if (endpoint->context == NULL)
        return false;
    coap_set_app_data(endpoint->context, endpoint);
    coap_context_set_block_mode(endpoint->context, COAP_BLOCK_USE_LIBCOAP);
    coap_context_set_max_idle_sessions(endpoint->context, SESSIONS_IDLE_MAX);
    coap_context_set_max_handshake_sessions(endpoint->context, HANDSHAKES_MAX);
    coap_register_event_handler(endpoint->context, on_event);
    static const uint8_t hint[] = "sostegno";
    coap_dtls_spsk_t psk = {
        .version = COAP_DTLS_SPSK_SETUP_VERSION,
        .validate_id_call_back = find_psk,
        .id_call_back_arg = endpoint,
        .psk_info = {.hint = {.length = sizeof hint - 1, .s = hint},
                     .key = {.length = sizeof endpoint->nobody, .s = endpoint->nobody}},
    };
    return coap_context_set_psk2(endpoint->context, &psk) != 0 && add_resource(endpoint->context) &&
           coap_new_endpoint(endpoint->context, address, COAP_PROTO_DTLS) != NULL;
}

struct endpoint *endpoint_open(struct door *door, const char *listen, door_log *log) {
    coap_address_t address;
    if (!parse_listen(listen, &address)) {
        log(DOOR_ERROR, "sostegno: --listen needs a numeric address and port, like 127.0.0.1:5684");
        return NULL;
    }
    struct endpoint *endpoint = calloc(1, sizeof *endpoint);
    if (endpoint == NULL)
        return NULL;
    endpoint->door = door;
    coap_startup();
    coap_set_log_level(LOG_CRIT);
    coap_dtls_set_log_level(LOG_CRIT);
    endpoint->answers = answers_new();
    if (endpoint->answers != NULL)
        endpoint->pending = pending_new(door, endpoint->answers);
    if (endpoint->pending == NULL || getentropy(endpoint->nobody, sizeof endpoint->nobody) != 0 ||
        !open_context(endpoint, &address)) {
        log(DOOR_ERROR, "sostegno: cannot open the DTLS endpoint; is the port taken?");
        endpoint_close(endpoint);
        return NULL;
    }
    raise_receive_buffer(&address);
    return endpoint;
}

void endpoint_close(struct endpoint *endpoint) {
    if (endpoint == NULL)
        return;
    if (endpoint->pending != NULL)
        pending_commit(endpoint->pending);
    pending_free(endpoint->pending);
    coap_free_context(endpoint->context);
    coap_cleanup();
    answers_free(endpoint->answers);
    free(endpoint->sessions);
    explicit_bzero(endpoint, sizeof *endpoint);
    free(endpoint);
}

bool endpoint_turn(struct endpoint *endpoint, int patience_ms) {
    bool roster_changed = false;
    int due = pending_due(endpoint->pending, monotonic_ms());
    if (due == 0) {
        pending_commit(endpoint->pending);
        due = -1;
    }
    int wait = due > 0 && due < patience_ms ? due : patience_ms;
    if (coap_io_process(endpoint->context, (uint32_t)wait) < 0)
        return false;
    if (pending_due(endpoint->pending, monotonic_ms()) == 0)
        pending_commit(endpoint->pending);
    door_tick(endpoint->door, &roster_changed);
    if (roster_changed)
        close_the_revoked(endpoint);
    return true;
}
