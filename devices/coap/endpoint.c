// SPDX-License-Identifier: EUPL-1.2
// The DTLS endpoint of the CoAP door: sessions of the roster's devices, and the loop.
#include "coap/endpoint.h"

#include "coap/requests.h"
#include "coap/speaker.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RECEIVE_BUFFER (8 * 1024 * 1024)
#define SESSIONS_IDLE_MAX 20000
#define HANDSHAKES_MAX 500
#define AT_ONCE_MAX 64 // datagrams

#ifdef COAP_PLAIN_PROBE
#define TRANSPORT COAP_PROTO_UDP // the probe of the tests, for clients that know no DTLS
#define PROVEN_BY COAP_EVENT_SERVER_SESSION_NEW
#else
#define TRANSPORT COAP_PROTO_DTLS
#define PROVEN_BY COAP_EVENT_DTLS_CONNECTED
#endif

struct endpoint {
    struct door *door;
    struct requests requests;
    coap_context_t *context;
    uint64_t next_session;     // number given to each handshake, never used twice
    coap_session_t **sessions; // living server sessions, not referenced
    size_t session_count;
    size_t session_room;
    uint8_t psk[ROSTER_PSK_MAX];
    coap_bin_const_t psk_view;      // what the identity callback hands to libcoap, which copies it
    uint8_t nobody[ROSTER_PSK_MAX]; // default key, random: libcoap wants one, no device has it
};

static struct endpoint *of_session(const coap_session_t *session) {
    return coap_get_app_data(coap_session_get_context(session));
}

static const coap_bin_const_t *find_psk(coap_bin_const_t *identity, coap_session_t *session,
                                        void *argument) {
    struct endpoint *endpoint = argument;
    uint8_t id[INBOX_DEVICE_SIZE];
    if (!inbox_device_parse((const char *)identity->s, identity->length, id)) {
        door_trouble(endpoint->door, NULL, INBOX_TROUBLE_UNKNOWN);
        return NULL;
    }
    const struct roster_device *device = door_admits(endpoint->door, id);
    if (device == NULL || device->psk_length == 0) {
        door_trouble(endpoint->door, id, INBOX_TROUBLE_CREDENTIAL);
        return NULL;
    }
    enum roster_secret which = door_offer(endpoint->door, device);
    bool old = which == ROSTER_SECRET_OLD;
    size_t length = old ? device->old_psk_length : device->psk_length;
    if (!speaker_claims_secret(session, device, which))
        return NULL;
    memcpy(endpoint->psk, old ? device->old_psk : device->psk, length);
    endpoint->psk_view = (coap_bin_const_t){.length = length, .s = endpoint->psk};
    return &endpoint->psk_view;
}

// Called for each certificate of the chain after libcoap has checked signature and dates.
static int check_certificate(const char *name, const uint8_t *der, size_t length,
                             coap_session_t *session, unsigned depth, int validated,
                             void *argument) {
    struct endpoint *endpoint = argument;
    uint8_t id[INBOX_DEVICE_SIZE];
    uint8_t fingerprint[ROSTER_HASH_SIZE];
    if (depth > 0 || validated == 0)
        return validated;
    if (name == NULL || !inbox_device_parse(name, strlen(name), id)) {
        door_trouble(endpoint->door, NULL, INBOX_TROUBLE_UNKNOWN);
        return 0;
    }
    const struct roster_device *device = door_admits(endpoint->door, id);
    roster_certificate_fingerprint(der, length, fingerprint);
    if (device == NULL || roster_certificate_check(device, fingerprint, (int64_t)time(NULL)) !=
                              ROSTER_CERTIFICATE_VALID) {
        door_trouble(endpoint->door, id, INBOX_TROUBLE_CREDENTIAL);
        return 0;
    }
    return speaker_claims_certificate(session, id, fingerprint) ? 1 : 0;
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
    // A device that restarted on the same port shakes hands again within the same libcoap session.
    if (event == PROVEN_BY) {
        forget_session(endpoint, session);
        remember_session(endpoint, session);
        speaker_proven(session, ++endpoint->next_session);
    }
    // After a handshake that failed there is only the first of the two.
    if (event == COAP_EVENT_DTLS_CLOSED || event == COAP_EVENT_SERVER_SESSION_DEL) {
        forget_session(endpoint, session);
        speaker_forget(session);
    }
    return 0;
}

static void close_the_revoked(struct endpoint *endpoint) {
    for (size_t i = endpoint->session_count; i > 0; i--) {
        coap_session_t *session = endpoint->sessions[i - 1];
        uint8_t id[INBOX_DEVICE_SIZE];
        if (!speaker_device(session, id) || speaker_admitted(endpoint->door, session, id) != NULL)
            continue;
        (void)coap_session_reference(session);
        coap_session_disconnected(session, COAP_NACK_TLS_FAILED);
        coap_session_release(session);
    }
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

// The chain and the dates are libcoap's to check; whether the certificate speaks for a device says
// the roster, so that no revocation list is needed and a stolen issuing key lets nobody in.
static bool set_certificates(struct endpoint *endpoint, const struct endpoint_options *options) {
    if (options->certificate == NULL)
        return true;
    coap_dtls_pki_t pki = {
        .version = COAP_DTLS_PKI_SETUP_VERSION,
        .verify_peer_cert = 1,
        .cert_chain_validation = 1,
        .cert_chain_verify_depth = 2,
        .allow_no_crl = 1,
        .validate_cn_call_back = check_certificate,
        .cn_call_back_arg = endpoint,
        .pki_key = {.key_type = COAP_PKI_KEY_PEM,
                    .key.pem = {.ca_file = options->device_ca,
                                .public_cert = options->certificate,
                                .private_key = options->key}},
    };
    // Without the root store libcoap takes the file for what clients are shown, and verifies
    // nothing with it.
    return coap_context_set_pki(endpoint->context, &pki) != 0 &&
           coap_context_set_pki_root_cas(endpoint->context, options->device_ca, NULL) != 0;
}

static bool open_context(struct endpoint *endpoint, const struct endpoint_options *options,
                         const coap_address_t *address) {
    endpoint->context = coap_new_context(NULL);
    if (endpoint->context == NULL)
        return false;
    coap_set_app_data(endpoint->context, endpoint);
    coap_context_set_block_mode(endpoint->context, 0); // blocks.h does it
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
    return coap_context_set_psk2(endpoint->context, &psk) != 0 &&
           set_certificates(endpoint, options) &&
           requests_register(endpoint->context, &endpoint->requests) &&
           coap_new_endpoint(endpoint->context, address, TRANSPORT) != NULL;
}

struct endpoint *endpoint_open(const struct endpoint_options *options) {
    coap_address_t address;
    if (!parse_listen(options->listen, &address)) {
        options->log(DOOR_ERROR,
                     "sostegno: --listen needs a numeric address and port, like 127.0.0.1:5684");
        return NULL;
    }
    struct endpoint *endpoint = calloc(1, sizeof *endpoint);
    if (endpoint == NULL)
        return NULL;
    endpoint->door = options->door;
    coap_startup();
    coap_set_log_level(LOG_CRIT);
    coap_dtls_set_log_level(LOG_CRIT);
    endpoint->requests.answers = answers_new();
    if (endpoint->requests.answers != NULL)
        endpoint->requests.pending = pending_new(options->door, endpoint->requests.answers);
    endpoint->requests.door = options->door;
    endpoint->requests.clock = options->clock;
    endpoint->requests.blocks = blocks_new();
    endpoint->requests.paces = paces_new(options->rate, options->burst);
    if (endpoint->requests.pending == NULL || endpoint->requests.blocks == NULL ||
        endpoint->requests.paces == NULL ||
        getentropy(endpoint->nobody, sizeof endpoint->nobody) != 0 ||
        !open_context(endpoint, options, &address)) {
        options->log(DOOR_ERROR, "sostegno: cannot open the DTLS endpoint; is the port taken?");
        endpoint_close(endpoint);
        return NULL;
    }
    raise_receive_buffer(&address);
    return endpoint;
}

void endpoint_close(struct endpoint *endpoint) {
    if (endpoint == NULL)
        return;
    if (endpoint->requests.pending != NULL)
        pending_commit(endpoint->requests.pending);
    pending_free(endpoint->requests.pending);
    for (size_t i = 0; i < endpoint->session_count; i++)
        speaker_forget(endpoint->sessions[i]); // libcoap tells of no end from here on
    coap_free_context(endpoint->context);
    coap_cleanup();
    blocks_free(endpoint->requests.blocks);
    paces_free(endpoint->requests.paces);
    answers_free(endpoint->requests.answers);
    free(endpoint->sessions);
    explicit_bzero(endpoint, sizeof *endpoint);
    free(endpoint);
}

// What has arrived meanwhile goes into the same group. A group is as large as what comes during one
// flush: a slow disk makes large ones, and nobody waits for a message that may not come.
//
// libcoap reads one datagram for an event and looks at each of its sessions after every call, so it
// is shown the same event several times as long as there is more and more to read. Reading from the
// socket when nothing is left does no harm, it never blocks.
static void read_what_is_there(const struct endpoint *endpoint) {
    struct epoll_event events[AT_ONCE_MAX];
    int fd = coap_context_get_coap_fd(endpoint->context);
    int at_once = 1;
    for (int seen = 0; seen < INBOX_GROUP_MAX; seen += at_once) {
        int count = epoll_wait(fd, events, AT_ONCE_MAX, 0);
        if (count <= 0)
            return;
        bool only_socket = count == 1 && events[0].data.ptr != NULL; // otherwise libcoap's timer, too
        while (only_socket && count < at_once)
            events[count++] = events[0];
        coap_io_do_epoll(endpoint->context, events, (size_t)count);
        at_once = at_once < AT_ONCE_MAX ? 2 * at_once : AT_ONCE_MAX;
    }
}

bool endpoint_turn(struct endpoint *endpoint, int patience_ms) {
    bool roster_changed = false;
    if (coap_io_process(endpoint->context, (uint32_t)patience_ms) < 0)
        return false;
    read_what_is_there(endpoint);
    pending_commit(endpoint->requests.pending);
    blocks_expire(endpoint->requests.blocks, inbox_monotonic_ms());
    door_tick(endpoint->door, &roster_changed);
    if (roster_changed)
        close_the_revoked(endpoint);
    return true;
}
