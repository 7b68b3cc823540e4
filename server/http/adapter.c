// SPDX-License-Identifier: EUPL-1.2
// libmicrohttpd's callbacks: header, body, suspension, reply, stream.
#include "http/adapter.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "http/stream.h"

enum {
    POLL_THREADS = 2,
    CONNECTION_MEMORY = 32768, // header and buffers of one connection
    DROP_MAX = 16 * HTTP_BODY_JSON,
    STREAM_BLOCK = 4096,
};

struct http_adapter {
    struct http_adapter_options options;
    struct MHD_Daemon *daemon;
    atomic_size_t running;
    bool quiet;
};

enum phase { PHASE_HEADER = 0, PHASE_BODY, PHASE_DROP, PHASE_WAIT, PHASE_REPLIED };

// One request on its way through the callbacks.
struct passage {
    struct http_adapter *adapter;
    struct MHD_Connection *mhd;
    struct http_connection *connection;
    struct http_exchange *exchange;
    enum phase phase;
    size_t dropped;
};

static struct http_connection *connection_of(struct MHD_Connection *mhd) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

// A paused connection does not notice that its peer hung up; the descriptor knows.
bool http_adapter_gone(void *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info == NULL) {
        return true;
    }
    char byte;
    ssize_t got = recv(info->connect_fd, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void http_adapter_resume(void *connection) {
    MHD_resume_connection(connection);
}

void http_adapter_done(struct http_exchange *exchange) {
    struct passage *passage = exchange->adapter;
    MHD_resume_connection(passage->mhd);
}

static void pause_connection(void *connection) {
    MHD_suspend_connection(connection);
}

static enum MHD_Result on_accept(void *cls, const struct sockaddr *address, socklen_t length) {
    struct http_adapter *adapter = cls;
    return http_connections_admit(adapter->options.connections, address, length) ? MHD_YES : MHD_NO;
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    struct http_adapter *adapter = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*socket_context != NULL) {
            http_connections_remove(adapter->options.connections, *socket_context);
            *socket_context = NULL;
        }
        return;
    }
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    int connect_fd = fd == NULL ? -1 : fd->connect_fd;
    const union MHD_ConnectionInfo *address =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *socket_context = http_connections_add(adapter->options.connections, connect_fd,
                                           address == NULL ? NULL : address->client_addr);
}

// Called with the request line, before the header: the moment at which a request exists.
static void *on_request_line(void *cls, const char *target, struct MHD_Connection *mhd) {
    struct http_adapter *adapter = cls;
    struct passage *passage = calloc(1, sizeof *passage);
    struct http_exchange *exchange = exchange_new(adapter->options.context, target);
    struct http_connection *connection = connection_of(mhd);
    if (passage == NULL || exchange == NULL || connection == NULL) {
        free(passage);
        exchange_free(exchange);
        return NULL;
    }
    *passage = (struct passage){
        .adapter = adapter, .mhd = mhd, .connection = connection, .exchange = exchange};
    exchange->adapter = passage;
    atomic_fetch_add(&adapter->running, 1);
    http_connection_enter(adapter->options.connections, connection, CONNECTION_HEADER);
    return passage;
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode code) {
    struct http_adapter *adapter = cls;
    struct passage *passage = *context;
    (void)mhd;
    (void)code; // a client that left early is its own affair
    if (passage == NULL) {
        return;
    }
    *context = NULL;
    if (passage->exchange->reply.stream != NULL) {
        http_stream_release(passage->exchange->reply.stream);
    }
    http_connection_enter(adapter->options.connections, passage->connection, CONNECTION_IDLE);
    exchange_free(passage->exchange);
    free(passage);
    atomic_fetch_sub(&adapter->running, 1);
}

struct following {
    struct http_stream *stream;
    struct MHD_Connection *mhd;
};

static ssize_t on_stream_read(void *cls, uint64_t position, char *out, size_t size) {
    struct following *following = cls;
    size_t length = 0;
    (void)position; // a stream has no place to go back to
    switch (
        http_stream_take(following->stream, following->mhd, pause_connection, out, size, &length)) {
    case STREAM_DATA:
        return (ssize_t)length;
    case STREAM_PAUSE:
        return 0;
    case STREAM_END:
        break;
    }
    return MHD_CONTENT_READER_END_OF_STREAM;
}

static void on_stream_free(void *cls) {
    struct following *following = cls;
    http_stream_release(following->stream);
    free(following);
}

static struct MHD_Response *stream_response(struct passage *passage) {
    struct http_reply *rp = &passage->exchange->reply;
    struct following *following = calloc(1, sizeof *following);
    if (following == NULL) {
        return NULL;
    }
    *following = (struct following){.stream = rp->stream, .mhd = passage->mhd};
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, STREAM_BLOCK, on_stream_read, following, on_stream_free);
    if (response == NULL) {
        free(following);
        return NULL;
    }
    rp->stream = NULL; // the response owns it now
    return response;
}

// The body's bytes stay in the exchange, which outlives the response's sending.
static struct MHD_Response *body_response(const struct http_reply *rp) {
    void *bytes = NULL;
    memcpy(&bytes, &rp->body, sizeof bytes); // the library's parameter lacks the const it keeps
    return MHD_create_response_from_buffer(rp->length, bytes, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result reply(struct passage *passage) {
    struct http_exchange *exchange = passage->exchange;
    struct http_reply *rp = &exchange->reply;
    passage->phase = PHASE_REPLIED;
    exchange_finish(exchange);
    unsigned status = rp->status;
    http_connection_enter(passage->adapter->options.connections, passage->connection,
                          rp->stream != NULL ? CONNECTION_WORK : CONNECTION_REPLY);
    struct MHD_Response *response =
        rp->stream != NULL ? stream_response(passage) : body_response(rp);
    if (response == NULL) {
        return MHD_NO;
    }
    enum MHD_Result result = MHD_YES;
    for (size_t i = 0; i < rp->header_count && result == MHD_YES; i++) {
        result = MHD_add_response_header(response, rp->headers[i].name, rp->headers[i].value);
    }
    if (result == MHD_YES) {
        result = MHD_queue_response(passage->mhd, status, response);
    }
    MHD_destroy_response(response);
    return result;
}

struct collecting {
    struct framing_header headers[FRAMING_HEADERS_MAX + 1];
    size_t count;
};

static enum MHD_Result collect(void *cls, enum MHD_ValueKind kind, const char *name,
                               size_t name_length, const char *value, size_t value_length) {
    struct collecting *collecting = cls;
    (void)kind;
    if (collecting->count <= FRAMING_HEADERS_MAX) {
        collecting->headers[collecting->count++] = (struct framing_header){
            .name = name, .name_length = name_length, .value = value, .value_length = value_length};
    }
    return MHD_YES;
}

static enum MHD_Result begin(struct passage *passage, const char *method, const char *version) {
    struct http_exchange *exchange = passage->exchange;
    struct collecting collecting = {.count = 0};
    MHD_get_connection_values_n(passage->mhd, MHD_HEADER_KIND, collect, &collecting);
    struct framing_message message = {.method = method,
                                      .version = version,
                                      .target = exchange->target,
                                      .headers = collecting.headers,
                                      .header_count = collecting.count};
    http_connection_enter(passage->adapter->options.connections, passage->connection,
                          CONNECTION_BODY);
    switch (exchange_begin(exchange, &message, http_connection_peer(passage->connection))) {
    case EXCHANGE_REFUSE:
        return reply(passage);
    case EXCHANGE_REPLY:
        passage->phase = PHASE_DROP;
        break;
    case EXCHANGE_RUN:
        passage->phase = PHASE_BODY;
        break;
    }
    return MHD_YES;
}

static enum MHD_Result take_body(struct passage *passage, const char *bytes, size_t *size) {
    struct http_exchange *exchange = passage->exchange;
    if (passage->phase == PHASE_BODY && !exchange->body_over &&
        buffer_append(&exchange->body, bytes, *size) != RC_OK) {
        exchange->body_over = true;
    }
    if (passage->phase == PHASE_DROP || exchange->body_over) {
        passage->dropped += *size;
    }
    *size = 0;
    return passage->dropped > DROP_MAX ? MHD_NO : MHD_YES;
}

static void hand_over(struct passage *passage) {
    passage->phase = PHASE_WAIT;
    http_connection_enter(passage->adapter->options.connections, passage->connection,
                          CONNECTION_WORK);
    MHD_suspend_connection(passage->mhd);
    if (!http_pool_submit(passage->adapter->options.pool, passage->exchange)) {
        reply_problem(&passage->exchange->reply, 503, "overloaded", NULL);
        MHD_resume_connection(passage->mhd);
    }
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *upload_size, void **context) {
    struct passage *passage = *context;
    (void)cls;
    (void)mhd;
    (void)url; // decoded once already; the exchange holds the target as sent
    if (passage == NULL) {
        return MHD_NO;
    }
    if (passage->phase == PHASE_HEADER) {
        return begin(passage, method, version);
    }
    if (*upload_size > 0) {
        return take_body(passage, upload, upload_size);
    }
    switch (passage->phase) {
    case PHASE_BODY:
        hand_over(passage);
        return MHD_YES;
    case PHASE_DROP:
        http_connection_enter(passage->adapter->options.connections, passage->connection,
                              CONNECTION_WORK);
        return reply(passage);
    case PHASE_WAIT:
        return reply(passage);
    case PHASE_HEADER:
    case PHASE_REPLIED:
        break;
    }
    return MHD_YES;
}

// Targets stay as sent: the guards judge the bytes, not somebody's reading of them.
static size_t keep_escapes(void *cls, struct MHD_Connection *mhd, char *text) {
    (void)cls;
    (void)mhd;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void on_log(void *cls, const char *format,
                                                         va_list arguments) {
    char line[200];
    (void)cls;
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\n")] = '\0';
    log_debug("http.library", log_text("text", line));
}

enum rc http_adapter_start(const struct http_adapter_options *options, struct fault *fault,
                           struct http_adapter **out) {
    const struct http_settings *settings = options->context->settings;
    struct http_adapter *adapter = calloc(1, sizeof *adapter);
    if (adapter == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    adapter->options = *options;
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, NULL},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, NULL},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    char priorities[] = "SECURE128:%SERVER_PRECEDENCE:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    if (options->tls_cert != NULL) {
        flags |= MHD_USE_TLS;
        memcpy(&tls[0].ptr_value, &options->tls_cert, sizeof tls[0].ptr_value);
        memcpy(&tls[1].ptr_value, &options->tls_key, sizeof tls[1].ptr_value);
        tls[2].ptr_value = priorities;
    } else {
        tls[0].option = MHD_OPTION_END;
    }
    adapter->daemon = MHD_start_daemon(
        flags, 0, on_accept, adapter, on_access, adapter, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, options->listener, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)POLL_THREADS, MHD_OPTION_CONNECTION_LIMIT, settings->connection_limit,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)settings->idle_seconds,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, on_request_line, adapter, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, adapter, MHD_OPTION_NOTIFY_CONNECTION, on_connection, adapter,
        MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    if (adapter->daemon == NULL) {
        free(adapter);
        return options->tls_cert != NULL ? fault_set(fault, RC_INVALID, "tls-unreadable")
                                         : fault_set(fault, RC_IO, "http-start");
    }
    *out = adapter;
    return RC_OK;
}

void http_adapter_quiesce(struct http_adapter *adapter) {
    adapter->quiet = MHD_quiesce_daemon(adapter->daemon) != MHD_INVALID_SOCKET;
}

size_t http_adapter_running(struct http_adapter *adapter) {
    return atomic_load(&adapter->running);
}

void http_adapter_stop(struct http_adapter *adapter) {
    if (adapter == NULL) {
        return;
    }
    MHD_stop_daemon(adapter->daemon);
    if (adapter->quiet) {
        close(adapter->options.listener);
    }
    free(adapter);
}
