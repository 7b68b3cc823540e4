// SPDX-License-Identifier: EUPL-1.2
// All open connections and how long each may take: absolute deadlines beside libmicrohttpd's
// inactivity timer, which a slow drip of bytes never meets (security finding 10).
#ifndef HTTP_CONNECTIONS_H
#define HTTP_CONNECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum connection_phase {
    CONNECTION_IDLE = 0, // between requests, or before the first
    CONNECTION_HEADER,   // the request line has come
    CONNECTION_BODY,
    CONNECTION_WORK,  // ours to answer, or a live stream: no deadline
    CONNECTION_REPLY, // theirs to read
};

struct http_connections;
struct http_connection;

struct http_connections_options {
    unsigned per_address; // connections of one address, in IPv6 of one /64
    const char *proxy;    // not counted, as loopback is not; "" none
    bool proxy_alone;     // plain HTTP beyond loopback: the proxy alone may bring it
    int64_t idle_us;      // from a reply (or the accept) to the next request line
    int64_t header_us;
    int64_t body_us;
    int64_t reply_us;
};

struct http_connections *http_connections_new(const struct http_connections_options *options);
void http_connections_free(struct http_connections *connections); // all were removed before

// May this address open one (more) connection?
bool http_connections_admit(struct http_connections *connections, const struct sockaddr *address,
                            socklen_t length);

// NULL when out of memory.
struct http_connection *http_connections_add(struct http_connections *connections, int fd,
                                             const struct sockaddr *address);
// Before the descriptor is closed.
void http_connections_remove(struct http_connections *connections,
                             struct http_connection *connection);

// The connection enters a phase; its clock starts anew.
void http_connection_enter(struct http_connections *connections, struct http_connection *connection,
                           enum connection_phase phase);

// The peer's address in text.
const char *http_connection_peer(const struct http_connection *connection);

// Shut down what is past its deadline; its owner then sees the end of input and closes it.
void http_connections_sweep(struct http_connections *connections);

size_t http_connections_count(struct http_connections *connections);

#endif
