// SPDX-License-Identifier: EUPL-1.2
// The HTTP server: libmicrohttpd in front, a bounded pool of workers behind, one stream thread.
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/fault.h"
#include "base/result.h"

struct http_server;
struct service;

// What /readyz tells; filled by the composition root's callback. Ready: every flag is true and the
// drain is young.
struct http_readiness {
    bool database_writable;
    bool migrated;
    bool accepting; // false while stopping
    int64_t
        drain_age_seconds; // since the drain last looked at its inboxes; -1: no inbox is configured
};

// Texts live as long as the config they came from. Zero numbers mean the default in brackets.
struct http_settings {
    const char *listen;   // "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:443"; port 0: any free port
    const char *tls_cert; // PEM files; both or none
    const char *tls_key;
    // Address whose X-Forwarded-For / Forwarded is believed; "" none. Without TLS of our own, and
    // beside loopback, it alone may connect.
    const char *trusted_proxy;
    const char *www;           // folder of the web application; "" none
    bool secure_cookies;       // __Host- and Secure; off only for plain HTTP on loopback
    bool demo;                 // said in the session body: the web app shows its banner
    unsigned workers;          // threads that run handlers (8)
    unsigned connection_limit; // all connections (1024)
    unsigned per_ip_limit; // connections of one address or IPv6 /64 (64); loopback and proxy aside
    unsigned streams_per_user; // event streams of one account (4)
    int64_t header_seconds;    // absolute deadline for the header of a request (10)
    int64_t body_seconds;      // … and for its body (60)
    int64_t idle_seconds;      // silence on a connection (30)
    bool (*ready)(void *closure, struct http_readiness *readiness); // NULL: always ready
    void *ready_closure;
};

// The section [http] of the configuration. Ends with an element whose section is NULL, so that the
// composition root can join it with the tables of other rooms.
extern const struct config_option http_options[];

// Fill settings from the section [http]. Texts point into `config`.
void http_settings_read(const struct config *config, struct http_settings *settings);

// Start listening. RC_INVALID with a stable code: listen-malformed, tls-incomplete, tls-unreadable,
// plain-http-not-loopback (plain HTTP elsewhere than on loopback without a trusted proxy),
// insecure-cookies, demo-not-loopback, www-missing; RC_CONFLICT address-in-use; RC_IO. `service` outlives the server.
RC_CHECKED enum rc http_server_start(const struct http_settings *settings,
                                     const struct service *service, struct fault *fault,
                                     struct http_server **server);

// Finish running requests, end all streams, close. Blocks up to a few seconds; NULL allowed. What
// is left can still be woken (a writer thread may be about to), which then does nothing.
void http_server_stop(struct http_server *server);

// Stop, if that was not done, and free: when no writer thread runs any more. NULL allowed.
void http_server_free(struct http_server *server);

// The port really bound.
uint16_t http_server_port(const struct http_server *server);

// Events were committed: look for them now rather than at the next tick (250 ms). Any thread, never
// blocks.
void http_server_wake(struct http_server *server);

#endif
