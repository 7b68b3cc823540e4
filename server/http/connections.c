// SPDX-License-Identifier: EUPL-1.2
// Registry of connections with their phase and deadline.
#include "http/connections.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/origin.h"

struct http_connection {
    struct http_connection *next;
    struct http_connection *previous;
    int fd;
    char peer[CLIENT_SIZE];
    char home[CLIENT_SIZE]; // what connections are counted under
    int64_t deadline_us; // monotonic; 0: none
    bool shut;
};

struct http_connections {
    struct http_connections_options options;
    pthread_mutex_t lock;
    struct http_connection *first;
    size_t count;
};

struct http_connections *http_connections_new(const struct http_connections_options *options) {
    struct http_connections *connections = calloc(1, sizeof *connections);
    if (connections != NULL) {
        connections->options = *options;
        pthread_mutex_init(&connections->lock, NULL);
    }
    return connections;
}

void http_connections_free(struct http_connections *connections) {
    if (connections != NULL) {
        pthread_mutex_destroy(&connections->lock);
        free(connections);
    }
}

static void peer_text(const struct sockaddr *address, char text[CLIENT_SIZE]) {
    snprintf(text, CLIENT_SIZE, "unknown");
    if (address == NULL) {
        return;
    }
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text, CLIENT_SIZE);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
            inet_ntop(AF_INET, v6.sin6_addr.s6_addr + 12, text, CLIENT_SIZE);
        } else {
            inet_ntop(AF_INET6, &v6.sin6_addr, text, CLIENT_SIZE);
        }
    }
}

// Who has one IPv6 address has the 2^64 of its network: those count as one.
static void home_text(const char *peer, char home[CLIENT_SIZE]) {
    struct in6_addr v6;
    snprintf(home, CLIENT_SIZE, "%s", peer);
    if (inet_pton(AF_INET6, peer, &v6) == 1) {
        memset(v6.s6_addr + 8, 0, 8);
        inet_ntop(AF_INET6, &v6, home, CLIENT_SIZE);
    }
}

bool http_connections_admit(struct http_connections *connections, const struct sockaddr *address,
                            socklen_t length) {
    char peer[CLIENT_SIZE], home[CLIENT_SIZE];
    unsigned same = 0;
    (void)length; // peer_text reads by family
    peer_text(address, peer);
    if (origin_loopback(peer) || origin_same(peer, connections->options.proxy)) {
        return true;
    }
    if (connections->options.proxy_alone) {
        log_peer("http.not-the-proxy");
        return false;
    }
    home_text(peer, home);
    pthread_mutex_lock(&connections->lock);
    for (struct http_connection *c = connections->first; c != NULL; c = c->next) {
        same += strcmp(c->home, home) == 0;
    }
    pthread_mutex_unlock(&connections->lock);
    return same < connections->options.per_address;
}

struct http_connection *http_connections_add(struct http_connections *connections, int fd,
                                             const struct sockaddr *address) {
    struct http_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        return NULL;
    }
    connection->fd = fd;
    connection->deadline_us = clock_monotonic_us() + connections->options.header_us;
    peer_text(address, connection->peer);
    home_text(connection->peer, connection->home);
    pthread_mutex_lock(&connections->lock);
    connection->next = connections->first;
    if (connections->first != NULL) {
        connections->first->previous = connection;
    }
    connections->first = connection;
    connections->count++;
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void http_connections_remove(struct http_connections *connections,
                             struct http_connection *connection) {
    pthread_mutex_lock(&connections->lock);
    if (connection->previous != NULL) {
        connection->previous->next = connection->next;
    } else {
        connections->first = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->previous = connection->previous;
    }
    connections->count--;
    pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void http_connection_enter(struct http_connections *connections, struct http_connection *connection,
                           enum connection_phase phase) {
    int64_t deadline = 0;
    int64_t now = clock_monotonic_us();
    switch (phase) {
    case CONNECTION_IDLE:
        deadline = now + connections->options.idle_us;
        break;
    case CONNECTION_HEADER:
        deadline = now + connections->options.header_us;
        break;
    case CONNECTION_BODY:
        deadline = now + connections->options.body_us;
        break;
    case CONNECTION_REPLY:
        deadline = now + connections->options.reply_us;
        break;
    case CONNECTION_WORK:
        break;
    }
    pthread_mutex_lock(&connections->lock);
    connection->deadline_us = deadline;
    pthread_mutex_unlock(&connections->lock);
}

const char *http_connection_peer(const struct http_connection *connection) {
    return connection->peer;
}

void http_connections_sweep(struct http_connections *connections) {
    int64_t now = clock_monotonic_us();
    pthread_mutex_lock(&connections->lock);
    for (struct http_connection *c = connections->first; c != NULL; c = c->next) {
        if (!c->shut && c->deadline_us != 0 && c->deadline_us <= now) {
            // Under the lock the descriptor is still this connection's: it is removed before it is
            // closed.
            c->shut = true;
            shutdown(c->fd, SHUT_RDWR);
            log_peer("http.deadline");
        }
    }
    pthread_mutex_unlock(&connections->lock);
}

size_t http_connections_count(struct http_connections *connections) {
    pthread_mutex_lock(&connections->lock);
    size_t count = connections->count;
    pthread_mutex_unlock(&connections->lock);
    return count;
}
