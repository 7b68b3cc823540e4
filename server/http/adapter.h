// SPDX-License-Identifier: EUPL-1.2
// The one place that talks to libmicrohttpd.
#ifndef HTTP_ADAPTER_H
#define HTTP_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "http/connections.h"
#include "http/exchange.h"
#include "http/pool.h"

struct http_adapter;

struct http_adapter_options {
    const struct http_context *context;
    struct http_connections *connections;
    struct http_pool *pool;
    int listener;         // bound and listening; closed by http_adapter_stop
    const char *tls_cert; // PEM text, not a file name; NULL: plain
    const char *tls_key;
};

// Start serving. RC_INVALID "tls-unreadable" or RC_IO "http-start".
RC_CHECKED enum rc http_adapter_start(const struct http_adapter_options *options,
                                      struct fault *fault, struct http_adapter **adapter);

// Take no more connections; those there are go on.
void http_adapter_quiesce(struct http_adapter *adapter);

// Requests between their request line and the last byte of their reply.
size_t http_adapter_running(struct http_adapter *adapter);

// Close everything. No connection may be paused any more. NULL allowed.
void http_adapter_stop(struct http_adapter *adapter);

// For the pool and the streams.
void http_adapter_done(struct http_exchange *exchange);
void http_adapter_resume(void *connection);
bool http_adapter_gone(void *connection);

#endif
