// SPDX-License-Identifier: EUPL-1.2
// One connection to the broker: TCP, and TLS over it.
#define _GNU_SOURCE // getaddrinfo_a
#include "subscriber/wire.h"

#include "inbox/inbox.h"
#include "subscriber/tls.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DETAIL_SIZE 160 // with what it is about it fits into why
#define CONNECT_MS 5000 // for one address; then the next one has its turn

// Lives on the heap by itself: while it is under way glibc writes to it.
struct lookup {
    struct gaicb request;
    struct addrinfo hints;
};

struct wire {
    const struct wire_options *options;
    enum wire_state state;
    struct lookup *lookup;
    struct addrinfo *addresses;
    const struct addrinfo *next; // of them, still to be tried
    int fd;
    int64_t until_ms; // for the address that is being connected to
    struct tls *tls;
    char why[WIRE_WHY_SIZE];
};

struct wire *wire_new(const struct wire_options *options) {
    struct wire *wire = calloc(1, sizeof *wire);
    if (wire == NULL)
        return NULL;
    wire->options = options;
    wire->fd = -1;
    return wire;
}

static void fail(struct wire *wire, const char *what, const char *detail) {
    wire_end(wire);
    (void)snprintf(wire->why, sizeof wire->why, "%s: %s", what, detail); // cut is fine
}

static void forget_addresses(struct wire *wire) {
    if (wire->addresses != NULL)
        freeaddrinfo(wire->addresses);
    wire->addresses = NULL;
    wire->next = NULL;
}

// A look-up that cannot be called back is left to itself, a few hundred bytes in the worst case.
static void forget_lookup(struct wire *wire) {
    struct lookup *lookup = wire->lookup;
    wire->lookup = NULL;
    if (lookup == NULL)
        return;
    if (gai_error(&lookup->request) == EAI_INPROGRESS &&
        gai_cancel(&lookup->request) == EAI_NOTCANCELED)
        return;
    if (gai_error(&lookup->request) == 0 && lookup->request.ar_result != NULL)
        freeaddrinfo(lookup->request.ar_result);
    free(lookup);
}

void wire_end(struct wire *wire) {
    forget_lookup(wire);
    tls_free(wire->tls);
    wire->tls = NULL;
    forget_addresses(wire);
    if (wire->fd >= 0)
        (void)close(wire->fd); // nothing that was promised waits in it
    wire->fd = -1;
    wire->state = WIRE_DOWN;
}

void wire_free(struct wire *wire) {
    if (wire == NULL)
        return;
    wire_end(wire);
    free(wire);
}

static bool is_own_machine(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return ntohl(four.sin_addr.s_addr) >> 24 == 127;
    }
    struct sockaddr_in6 six;
    if (address->sa_family != AF_INET6)
        return false;
    memcpy(&six, address, sizeof six);
    return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr);
}

// One address after the other until one begins to connect.
static void connect_next(struct wire *wire) {
    char detail[DETAIL_SIZE];
    (void)snprintf(detail, sizeof detail, "no usable address");
    while (wire->next != NULL) {
        const struct addrinfo *one = wire->next;
        const int yes = 1;
        wire->next = one->ai_next;
        if (!wire->options->tls && !is_own_machine(one->ai_addr)) {
            (void)snprintf(detail, sizeof detail, "without TLS only on this machine");
            continue;
        }
        wire->fd = socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (wire->fd >= 0) {
            // An acknowledgement is four bytes: waiting for more would hold back the broker.
            (void)setsockopt(wire->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            if (connect(wire->fd, one->ai_addr, one->ai_addrlen) == 0 || errno == EINPROGRESS) {
                wire->state = WIRE_CONNECTING;
                wire->until_ms = inbox_monotonic_ms() + CONNECT_MS;
                return;
            }
        }
        (void)snprintf(detail, sizeof detail, "%s", strerror(errno));
        if (wire->fd >= 0)
            (void)close(wire->fd);
        wire->fd = -1;
    }
    fail(wire, "cannot connect", detail);
}

void wire_begin(struct wire *wire) {
    wire->lookup = calloc(1, sizeof *wire->lookup);
    if (wire->lookup == NULL) {
        fail(wire, "cannot connect", "out of memory");
        return;
    }
    struct lookup *lookup = wire->lookup;
    lookup->hints =
        (struct addrinfo){.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    // A numeric address needs no look-up, and so no thread for one.
    if (getaddrinfo(wire->options->host, wire->options->port, &lookup->hints, &wire->addresses) ==
        0) {
        free(lookup);
        wire->lookup = NULL;
        wire->next = wire->addresses;
        connect_next(wire);
        return;
    }
    lookup->hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG;
    lookup->request = (struct gaicb){.ar_name = wire->options->host,
                                     .ar_service = wire->options->port,
                                     .ar_request = &lookup->hints};
    struct gaicb *list[] = {&lookup->request};
    int result = getaddrinfo_a(GAI_NOWAIT, list, 1, NULL);
    if (result != 0) {
        free(lookup);
        wire->lookup = NULL;
        fail(wire, "the broker's name", gai_strerror(result));
        return;
    }
    wire->state = WIRE_RESOLVING;
}

static void look_up(struct wire *wire) {
    int result = gai_error(&wire->lookup->request);
    if (result == EAI_INPROGRESS)
        return;
    if (result == 0) {
        wire->addresses = wire->lookup->request.ar_result;
        wire->next = wire->addresses;
    }
    free(wire->lookup);
    wire->lookup = NULL;
    if (result == 0)
        connect_next(wire);
    else
        fail(wire, "the broker's name", gai_strerror(result));
}

static void connected(struct wire *wire) {
    struct pollfd ask = {.fd = wire->fd, .events = POLLOUT};
    int error = 0;
    socklen_t size = sizeof error;
    bool ready = poll(&ask, 1, 0) > 0;
    if (!ready && inbox_monotonic_ms() < wire->until_ms)
        return;
    if (!ready)
        error = ETIMEDOUT;
    else if (getsockopt(wire->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    if (error != 0) {
        (void)close(wire->fd);
        wire->fd = -1;
        if (wire->next == NULL)
            fail(wire, "cannot connect", strerror(error));
        else
            connect_next(wire);
        return;
    }
    forget_addresses(wire);
    wire->state = WIRE_OPEN;
    if (!wire->options->tls)
        return;
    const struct tls_options options = {.host = wire->options->host,
                                        .ca = wire->options->ca,
                                        .certificate = wire->options->certificate,
                                        .key = wire->options->key};
    char detail[DETAIL_SIZE];
    wire->tls = tls_new(&options, wire->fd, detail, sizeof detail);
    if (wire->tls == NULL)
        fail(wire, "TLS", detail);
    else
        wire->state = WIRE_SHAKING;
}

static void shake(struct wire *wire) {
    char detail[DETAIL_SIZE];
    switch (tls_shake(wire->tls, detail, sizeof detail)) {
    case TLS_LATER:
        return;
    case TLS_DONE:
        wire->state = WIRE_OPEN;
        return;
    case TLS_GONE:
        fail(wire, "TLS", detail);
        return;
    }
}

enum wire_state wire_step(struct wire *wire) {
    if (wire->state == WIRE_RESOLVING)
        look_up(wire);
    if (wire->state == WIRE_CONNECTING)
        connected(wire);
    if (wire->state == WIRE_SHAKING)
        shake(wire);
    return wire->state;
}

bool wire_is_resolving(const struct wire *wire) {
    return wire->state == WIRE_RESOLVING;
}

int wire_descriptor(const struct wire *wire) {
    return wire->fd;
}

short wire_events(const struct wire *wire, bool wants_write) {
    switch (wire->state) {
    case WIRE_DOWN:
    case WIRE_RESOLVING:
        return 0;
    case WIRE_CONNECTING:
        return POLLOUT;
    case WIRE_SHAKING:
    case WIRE_OPEN:
        break;
    }
    bool write = wants_write && wire->state == WIRE_OPEN;
    write = write || (wire->tls != NULL && tls_wants_write(wire->tls));
    return (short)(POLLIN | (write ? POLLOUT : 0));
}

static enum wire_io of_tls(enum tls_io result) {
    switch (result) {
    case TLS_LATER:
        return WIRE_LATER;
    case TLS_DONE:
        return WIRE_DONE;
    case TLS_GONE:
        break;
    }
    return WIRE_GONE;
}

static enum wire_io of_count(ssize_t moved, size_t *count) {
    if (moved > 0) {
        *count = (size_t)moved;
        return WIRE_DONE;
    }
    bool later = moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    return later ? WIRE_LATER : WIRE_GONE;
}

enum wire_io wire_read(struct wire *wire, uint8_t *out, size_t room, size_t *count) {
    if (wire->state != WIRE_OPEN)
        return WIRE_GONE;
    if (wire->tls != NULL)
        return of_tls(tls_read(wire->tls, out, room, count));
    return of_count(recv(wire->fd, out, room, 0), count);
}

enum wire_io wire_write(struct wire *wire, const uint8_t *bytes, size_t length, size_t *count) {
    if (wire->state != WIRE_OPEN)
        return WIRE_GONE;
    if (wire->tls != NULL)
        return of_tls(tls_write(wire->tls, bytes, length, count));
    return of_count(send(wire->fd, bytes, length, MSG_NOSIGNAL), count);
}

const char *wire_why(const struct wire *wire) {
    return wire->why;
}
