// SPDX-License-Identifier: EUPL-1.2
// Start and stop of the HTTP server, and its clock thread.
#include "http/server.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/adapter.h"
#include "http/connections.h"
#include "http/exchange.h"
#include "http/listener.h"
#include "http/pool.h"
#include "http/stream.h"
#include "http/www.h"

enum {
    QUEUE_MAX = 256,
    TICK_MS = 250,
    STREAMS_MAX = 512,
    PEM_MAX = 1 << 20,
    REPLY_SECONDS = 600, // for who reads 20 MiB over a bad line, and nobody for ever
    OWN_FILES = 256,     // descriptors beside those of connections
};

struct http_server {
    struct http_settings settings;
    struct http_context context;
    struct http_www *www;
    struct http_streams *streams;
    struct http_connections *connections;
    struct http_pool *pool;
    struct http_adapter *adapter;
    struct listener listener;
    char *tls_cert;
    char *tls_key;
    pthread_t clock;
    bool clock_runs;
    pthread_mutex_t lock;
    pthread_cond_t tick;
    bool wake;
    bool stopping;
};

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

static void fill_defaults(struct http_settings *settings) {
    settings->listen = settings->listen == NULL ? "127.0.0.1:8080" : settings->listen;
    settings->tls_cert = text_or_empty(settings->tls_cert);
    settings->tls_key = text_or_empty(settings->tls_key);
    settings->trusted_proxy = text_or_empty(settings->trusted_proxy);
    settings->www = text_or_empty(settings->www);
    settings->workers = settings->workers == 0 ? 8 : settings->workers;
    settings->connection_limit =
        settings->connection_limit == 0 ? 1024 : settings->connection_limit;
    settings->per_ip_limit = settings->per_ip_limit == 0 ? 64 : settings->per_ip_limit;
    settings->streams_per_user = settings->streams_per_user == 0 ? 4 : settings->streams_per_user;
    settings->header_seconds = settings->header_seconds == 0 ? 10 : settings->header_seconds;
    settings->body_seconds = settings->body_seconds == 0 ? 60 : settings->body_seconds;
    settings->idle_seconds = settings->idle_seconds == 0 ? 30 : settings->idle_seconds;
}

// What would carry sessions in the clear, or believe anybody's claim, does not start.
static enum rc judge(const struct http_settings *settings, struct fault *fault) {
    bool tls = settings->tls_cert[0] != '\0';
    bool proxy = settings->trusted_proxy[0] != '\0';
    bool loopback = listener_loopback(settings->listen);
    if (tls != (settings->tls_key[0] != '\0')) {
        return fault_set(fault, RC_INVALID, "tls-incomplete");
    }
    if (!tls && !proxy && !loopback) {
        return fault_set(fault, RC_INVALID, "plain-http-not-loopback");
    }
    // Its passwords are hashed at the least cost there is.
    if (settings->demo && !loopback) {
        return fault_set(fault, RC_INVALID, "demo-not-loopback");
    }
    if (!settings->secure_cookies && (tls || proxy || !loopback)) {
        return fault_set(fault, RC_INVALID, "insecure-cookies");
    }
    return RC_OK;
}

// The usual soft limit of 1,024 descriptors is below the limit of connections; the hard one is not.
static void raise_files(unsigned connections) {
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + OWN_FILES;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) {
        return;
    }
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted) {
        log_warning("http.few-descriptors", log_int("limit", (int64_t)limit.rlim_cur));
    }
}

static char *read_pem(const char *file) {
    FILE *in = fopen(file, "re");
    char *text = in == NULL ? NULL : calloc(1, PEM_MAX + 1);
    if (text != NULL && fread(text, 1, PEM_MAX, in) == 0) {
        free(text);
        text = NULL;
    }
    if (in != NULL) {
        fclose(in);
    }
    return text;
}

static enum rc read_tls(struct http_server *server, struct fault *fault) {
    if (server->settings.tls_cert[0] == '\0') {
        return RC_OK;
    }
    server->tls_cert = read_pem(server->settings.tls_cert);
    server->tls_key = read_pem(server->settings.tls_key);
    if (server->tls_cert == NULL || server->tls_key == NULL) {
        return fault_set(fault, RC_INVALID, "tls-unreadable");
    }
    return RC_OK;
}

static void *run_clock(void *argument) {
    struct http_server *server = argument;
    for (;;) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        pthread_mutex_lock(&server->lock);
        int waited = 0;
        while (!server->wake && !server->stopping && waited == 0) {
            waited = pthread_cond_timedwait(&server->tick, &server->lock, &until);
        }
        server->wake = false;
        bool stopping = server->stopping;
        pthread_mutex_unlock(&server->lock);
        if (stopping) {
            return NULL;
        }
        http_connections_sweep(server->connections);
        http_streams_tick(server->streams);
    }
}

static enum rc start_parts(struct http_server *server, struct fault *fault) {
    const struct http_settings *settings = &server->settings;
    enum rc rc = www_load(settings->www, fault, &server->www);
    if (rc == RC_OK) {
        rc = read_tls(server, fault);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct http_streams_options streams = {
        .service = server->context.service,
        .per_user = settings->streams_per_user,
        .all = settings->connection_limit / 2 < STREAMS_MAX ? settings->connection_limit / 2
                                                            : STREAMS_MAX,
        .heartbeat_us = 15 * CLOCK_SECOND_US,
        .resume = http_adapter_resume,
        .gone = http_adapter_gone,
    };
    struct http_connections_options connections = {
        .per_address = settings->per_ip_limit,
        .proxy = settings->trusted_proxy,
        .proxy_alone = settings->trusted_proxy[0] != '\0' && settings->tls_cert[0] == '\0',
        .idle_us = (settings->idle_seconds + settings->header_seconds) * CLOCK_SECOND_US,
        .header_us = settings->header_seconds * CLOCK_SECOND_US,
        .body_us = settings->body_seconds * CLOCK_SECOND_US,
        .reply_us = REPLY_SECONDS * CLOCK_SECOND_US,
    };
    server->streams = http_streams_new(&streams);
    server->connections = http_connections_new(&connections);
    server->pool = http_pool_start(settings->workers, QUEUE_MAX, http_adapter_done);
    if (server->streams == NULL || server->connections == NULL || server->pool == NULL) {
        return fault_set(fault, RC_NOMEM, "http-start");
    }
    struct http_context *context = &server->context;
    context->settings = settings;
    context->routes = http_routes(&context->route_count);
    context->streams = server->streams;
    context->www = server->www;
    context->https = settings->tls_cert[0] != '\0' || settings->trusted_proxy[0] != '\0';
    raise_files(settings->connection_limit);
    rc = listener_open(settings->listen, fault, &server->listener);
    if (rc != RC_OK) {
        return rc;
    }
    struct http_adapter_options adapter = {
        .context = context,
        .connections = server->connections,
        .pool = server->pool,
        .listener = server->listener.fd,
        .tls_cert = server->tls_cert,
        .tls_key = server->tls_key,
    };
    rc = http_adapter_start(&adapter, fault, &server->adapter);
    if (rc != RC_OK) {
        close(server->listener.fd);
        return rc;
    }
    if (pthread_create(&server->clock, NULL, run_clock, server) != 0) {
        return fault_set(fault, RC_NOMEM, "http-start");
    }
    server->clock_runs = true;
    return RC_OK;
}

enum rc http_server_start(const struct http_settings *settings, const struct service *service,
                          struct fault *fault, struct http_server **out) {
    struct http_server *server = calloc(1, sizeof *server);
    if (server == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->tick, &attributes);
    pthread_condattr_destroy(&attributes);
    server->settings = *settings;
    server->context.service = service;
    fill_defaults(&server->settings);
    enum rc rc = judge(&server->settings, fault);
    if (rc == RC_OK) {
        rc = start_parts(server, fault);
    }
    if (rc != RC_OK) {
        http_server_free(server);
        return rc;
    }
    log_notice("http.listening", log_text("listen", server->settings.listen),
               log_int("port", server->listener.port),
               log_flag("tls", server->settings.tls_cert[0] != '\0'));
    *out = server;
    return RC_OK;
}

static void rest(long milliseconds) {
    struct timespec pause = {.tv_sec = 0, .tv_nsec = milliseconds * 1000000L};
    nanosleep(&pause, NULL);
}

// Order matters: nobody new, then the workers' replies, then the streams' ends, then what is on the
// wire; only when nothing is paused any more may the library stop.
static void drain(struct http_server *server) {
    http_adapter_quiesce(server->adapter);
    http_pool_stop(server->pool);
    http_streams_stop(server->streams);
    for (int i = 0; i < 400 && http_adapter_running(server->adapter) > 0; i++) {
        rest(5);
    }
}

static void free_pem(char *text) {
    if (text != NULL) {
        explicit_bzero(text, PEM_MAX);
        free(text);
    }
}

void http_server_stop(struct http_server *server) {
    if (server == NULL) {
        return;
    }
    if (server->clock_runs) {
        pthread_mutex_lock(&server->lock);
        server->stopping = true;
        pthread_cond_signal(&server->tick);
        pthread_mutex_unlock(&server->lock);
        pthread_join(server->clock, NULL);
    }
    if (server->adapter != NULL) {
        drain(server);
    }
    http_adapter_stop(server->adapter);
    http_pool_stop(server->pool);
    http_pool_free(server->pool);
    http_streams_free(server->streams);
    http_connections_free(server->connections);
    www_free(server->www);
    free_pem(server->tls_cert);
    free_pem(server->tls_key);
    server->clock_runs = false;
    server->adapter = NULL;
    server->pool = NULL;
    server->streams = NULL;
    server->connections = NULL;
    server->www = NULL;
    server->tls_cert = NULL;
    server->tls_key = NULL;
}

void http_server_free(struct http_server *server) {
    if (server == NULL) {
        return;
    }
    http_server_stop(server);
    pthread_cond_destroy(&server->tick);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

uint16_t http_server_port(const struct http_server *server) {
    return server->listener.port;
}

void http_server_wake(struct http_server *server) {
    pthread_mutex_lock(&server->lock);
    server->wake = true;
    pthread_cond_signal(&server->tick);
    pthread_mutex_unlock(&server->lock);
}
