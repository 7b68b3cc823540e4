// SPDX-License-Identifier: EUPL-1.2
// Live streams: one list under one lock, filled by the tick, emptied by the adapter.
#include "http/stream.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "service/feed.h"

enum { OUT_MAX = 65536, PAGE = 500 };

struct http_stream {
    struct http_streams *owner;
    struct http_stream *next;
    struct http_stream *previous;
    struct actor actor;
    struct public_id session;
    char token[SESSION_TOKEN_SIZE];
    enum feed feed;
    int64_t after; // last event copied or passed over; INT64_MAX while the backlog is being read
    struct buffer out;
    size_t taken; // bytes of `out` already on the wire
    void *adapter;
    bool paused;
    bool ended;
    int64_t heartbeat_at; // monotonic
};

struct http_streams {
    struct http_streams_options options;
    pthread_mutex_t lock;
    struct http_stream *first;
    size_t count;
    int64_t last[FEED_COUNT]; // newest event delivered
    int64_t look_at;          // when to look for peers that hung up
    void **wake;              // `all` places for the tick
    bool stopping;
};

// Go to the newest event there is: what happened before the start interests nobody.
static enum rc go_to_end(struct http_streams *streams, enum feed feed) {
    for (;;) {
        struct arena *arena = arena_new(0);
        struct feed_event *events = NULL;
        size_t count = 0;
        int64_t oldest = 0;
        enum rc rc = arena == NULL ? RC_NOMEM
                                   : feed_read(streams->options.service, feed, streams->last[feed],
                                               PAGE, arena, &events, &count, &oldest);
        if (rc == RC_OK && count > 0) {
            streams->last[feed] = events[count - 1].seq;
        }
        arena_free(arena);
        if (rc != RC_OK || count == 0) {
            return rc;
        }
    }
}

struct http_streams *http_streams_new(const struct http_streams_options *options) {
    struct http_streams *streams = calloc(1, sizeof *streams);
    if (streams == NULL) {
        return NULL;
    }
    streams->options = *options;
    streams->wake = calloc(options->all, sizeof *streams->wake);
    pthread_mutex_init(&streams->lock, NULL);
    if (streams->wake == NULL || go_to_end(streams, FEED_MONITORING) != RC_OK ||
        go_to_end(streams, FEED_OFFICE) != RC_OK) {
        http_streams_free(streams);
        return NULL;
    }
    return streams;
}

void http_streams_free(struct http_streams *streams) {
    if (streams == NULL) {
        return;
    }
    pthread_mutex_destroy(&streams->lock);
    free(streams->wake);
    free(streams);
}

// Under the lock. A reader so slow that its buffer fills is let go: it comes back with its
// Last-Event-ID.
static void put(struct http_stream *stream, const char *text, size_t length) {
    if (!stream->ended && buffer_append(&stream->out, text, length) != RC_OK) {
        log_notice("stream.too-slow", log_text("user", stream->actor.user.text));
        stream->ended = true;
    }
}

static void put_text(struct http_stream *stream, const char *text) {
    put(stream, text, strlen(text));
}

static void put_event(struct http_stream *stream, const struct feed_event *event) {
    char head[120];
    if (strpbrk(event->payload, "\r\n") != NULL || strpbrk(event->kind, "\r\n") != NULL) {
        log_bug("stream.payload-lines", log_int("seq", event->seq));
        return;
    }
    int length = snprintf(head, sizeof head,
                          "id: %lld\nevent: %.60s\ndata: ", (long long)event->seq, event->kind);
    put(stream, head, (size_t)length);
    put_text(stream, event->payload);
    put_text(stream, "\n\n");
}

// Without the event's name an id alone moves the reader's place and shows nothing.
static void put_place(struct http_stream *stream, bool reset) {
    char text[96];
    int length = snprintf(text, sizeof text, "retry: 2000\nid: %lld\n%s\n",
                          (long long)stream->after, reset ? "event: reset\ndata: {}\n" : "");
    put(stream, text, (size_t)length);
}

static bool id_read(const char *text, int64_t *id) {
    size_t length = strlen(text);
    int64_t value = 0;
    if (length == 0 || length > 18) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *id = value;
    return true;
}

static size_t count_of_user(struct http_streams *streams, const struct public_id *user) {
    size_t count = 0;
    for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
        if (!s->ended && public_id_equal(&s->actor.user, user)) {
            count++;
        }
    }
    return count;
}

// Under the lock: let go of peers that hung up, which a paused connection does not notice by
// itself.
static void drop_gone(struct http_streams *streams) {
    for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
        if (s->paused && !s->ended && streams->options.gone(s->adapter)) {
            s->ended = true;
        }
    }
}

static enum rc admit(struct http_streams *streams, struct http_stream *stream,
                     struct fault *fault) {
    enum rc rc = RC_OK;
    pthread_mutex_lock(&streams->lock);
    if (count_of_user(streams, &stream->actor.user) >= streams->options.per_user) {
        drop_gone(streams);
    }
    if (streams->stopping) {
        rc = fault_set(fault, RC_BUSY, "stopping");
    } else if (streams->count >= streams->options.all) {
        rc = fault_set(fault, RC_LIMIT, "streams-all");
    } else if (count_of_user(streams, &stream->actor.user) >= streams->options.per_user) {
        rc = fault_set(fault, RC_LIMIT, "streams-user");
    } else {
        stream->next = streams->first;
        if (streams->first != NULL) {
            streams->first->previous = stream;
        }
        streams->first = stream;
        streams->count++;
    }
    pthread_mutex_unlock(&streams->lock);
    return rc;
}

// Copy what came after `from`, until the tick's own place is reached under the lock.
static enum rc catch_up(struct http_streams *streams, struct http_stream *stream, int64_t from) {
    bool first = true;
    for (;;) {
        struct arena *arena = arena_new(0);
        struct feed_event *events = NULL;
        size_t count = 0;
        int64_t oldest = 0;
        enum rc rc = arena == NULL ? RC_NOMEM
                                   : feed_read(streams->options.service, stream->feed, from, PAGE,
                                               arena, &events, &count, &oldest);
        if (rc != RC_OK) {
            arena_free(arena);
            return rc;
        }
        pthread_mutex_lock(&streams->lock);
        int64_t last = streams->last[stream->feed];
        bool lost = first && (from > last || (oldest > 0 && oldest > from + 1));
        if (lost) {
            stream->after = last;
            put_place(stream, true);
        } else {
            for (size_t i = 0; i < count; i++) {
                from = events[i].seq;
                if (feed_visible(&stream->actor, &events[i])) {
                    put_event(stream, &events[i]);
                }
            }
            // Nothing left to read, or the tick is not further: from here on it serves this stream
            // too.
            if (count == 0 || from >= last) {
                stream->after = from > last ? from : last;
                put_place(stream, false);
            }
        }
        bool done = stream->after != INT64_MAX;
        pthread_mutex_unlock(&streams->lock);
        arena_free(arena);
        if (done) {
            return RC_OK;
        }
        first = false;
    }
}

enum rc http_stream_open(struct http_streams *streams, const struct session_view *view,
                         const char *token, const char *last_id, struct fault *fault,
                         struct http_stream **out) {
    int64_t from = 0;
    if (last_id != NULL && !id_read(last_id, &from)) {
        return fault_set(fault, RC_INVALID, "last-event-id-malformed");
    }
    struct http_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    stream->owner = streams;
    stream->actor = view->actor;
    stream->session = view->id;
    stream->feed = feed_of_role(view->actor.role);
    stream->after = INT64_MAX;
    stream->heartbeat_at = clock_monotonic_us() + streams->options.heartbeat_us;
    snprintf(stream->token, sizeof stream->token, "%s", token);
    buffer_init(&stream->out, OUT_MAX);
    enum rc rc = admit(streams, stream, fault);
    if (rc != RC_OK) {
        free(stream);
        return rc;
    }
    if (last_id != NULL && stream->feed != FEED_NONE) {
        rc = catch_up(streams, stream, from);
    } else {
        pthread_mutex_lock(&streams->lock);
        stream->after = streams->last[stream->feed];
        put_place(stream, false);
        pthread_mutex_unlock(&streams->lock);
    }
    if (rc != RC_OK) {
        http_stream_release(stream);
        return fault_set(fault, rc, rc_name(rc));
    }
    *out = stream;
    return RC_OK;
}

enum stream_state http_stream_take(struct http_stream *stream, void *adapter,
                                   void (*pause)(void *adapter), char *out, size_t size,
                                   size_t *length) {
    struct http_streams *streams = stream->owner;
    enum stream_state state = STREAM_DATA;
    pthread_mutex_lock(&streams->lock);
    size_t left = stream->out.length - stream->taken;
    if (left > 0) {
        *length = left < size ? left : size;
        memcpy(out, stream->out.data + stream->taken, *length);
        stream->taken += *length;
        if (stream->taken == stream->out.length) {
            buffer_clear(&stream->out);
            stream->taken = 0;
        }
    } else if (stream->ended) {
        state = STREAM_END;
    } else {
        stream->adapter = adapter;
        stream->paused = true;
        pause(adapter);
        state = STREAM_PAUSE;
    }
    pthread_mutex_unlock(&streams->lock);
    return state;
}

void http_stream_release(struct http_stream *stream) {
    struct http_streams *streams = stream->owner;
    pthread_mutex_lock(&streams->lock);
    if (stream->previous != NULL) {
        stream->previous->next = stream->next;
    } else {
        streams->first = stream->next;
    }
    if (stream->next != NULL) {
        stream->next->previous = stream->previous;
    }
    streams->count--;
    pthread_mutex_unlock(&streams->lock);
    buffer_free(&stream->out);
    explicit_bzero(stream->token, sizeof stream->token);
    free(stream);
}

static void deliver(struct http_streams *streams, enum feed feed) {
    for (;;) {
        struct arena *arena = arena_new(0);
        struct feed_event *events = NULL;
        size_t count = 0;
        int64_t oldest = 0;
        enum rc rc = arena == NULL ? RC_NOMEM
                                   : feed_read(streams->options.service, feed, streams->last[feed],
                                               PAGE, arena, &events, &count, &oldest);
        if (rc != RC_OK) {
            log_warning("stream.feed", log_rc(rc));
            count = 0;
        }
        pthread_mutex_lock(&streams->lock);
        for (size_t i = 0; i < count; i++) {
            for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
                if (s->feed != feed || events[i].seq <= s->after) {
                    continue;
                }
                s->after = events[i].seq;
                if (feed_visible(&s->actor, &events[i])) {
                    put_event(s, &events[i]);
                }
            }
            streams->last[feed] = events[i].seq;
        }
        pthread_mutex_unlock(&streams->lock);
        arena_free(arena);
        if (count < PAGE) {
            return;
        }
    }
}

// The session of one due stream at a time, looked up without the lock; false when none is due.
static bool heartbeat(struct http_streams *streams) {
    char token[SESSION_TOKEN_SIZE];
    struct session_view view;
    int64_t now = clock_monotonic_us();
    bool due = false;
    pthread_mutex_lock(&streams->lock);
    for (struct http_stream *s = streams->first; s != NULL && !due; s = s->next) {
        if (!s->ended && s->heartbeat_at <= now) {
            memcpy(token, s->token, sizeof token);
            due = true;
        }
    }
    pthread_mutex_unlock(&streams->lock);
    if (!due) {
        return false;
    }
    struct arena *arena = arena_new(0);
    enum rc rc = arena == NULL ? RC_NOMEM
                               : session_find(streams->options.service, token, false, arena, &view);
    arena_free(arena);
    pthread_mutex_lock(&streams->lock);
    for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
        if (s->heartbeat_at > now || memcmp(s->token, token, sizeof token) != 0) {
            continue;
        }
        s->heartbeat_at = now + streams->options.heartbeat_us;
        if (rc == RC_NOT_FOUND) {
            put_text(s, "event: session-ended\ndata: {}\n\n");
            s->ended = true;
        } else {
            put_text(s, "event: alive\ndata: {}\n\n");
        }
    }
    pthread_mutex_unlock(&streams->lock);
    explicit_bzero(token, sizeof token);
    return true;
}

// Continue every paused stream that has something to do.
static void wake_up(struct http_streams *streams) {
    size_t count = 0;
    pthread_mutex_lock(&streams->lock);
    for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
        if (s->paused && (s->ended || s->out.length > 0) && count < streams->options.all) {
            s->paused = false;
            streams->wake[count++] = s->adapter;
        }
    }
    pthread_mutex_unlock(&streams->lock);
    for (size_t i = 0; i < count; i++) {
        streams->options.resume(streams->wake[i]);
    }
}

void http_streams_tick(struct http_streams *streams) {
    deliver(streams, FEED_MONITORING);
    deliver(streams, FEED_OFFICE);
    while (heartbeat(streams)) {
    }
    int64_t now = clock_monotonic_us();
    if (now >= streams->look_at) {
        streams->look_at = now + CLOCK_SECOND_US;
        pthread_mutex_lock(&streams->lock);
        drop_gone(streams);
        pthread_mutex_unlock(&streams->lock);
    }
    wake_up(streams);
}

void http_streams_end_session(struct http_streams *streams, const struct public_id *session) {
    pthread_mutex_lock(&streams->lock);
    for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
        s->ended = s->ended || public_id_equal(&s->session, session);
    }
    pthread_mutex_unlock(&streams->lock);
}

void http_streams_stop(struct http_streams *streams) {
    pthread_mutex_lock(&streams->lock);
    streams->stopping = true;
    for (struct http_stream *s = streams->first; s != NULL; s = s->next) {
        s->ended = true;
    }
    pthread_mutex_unlock(&streams->lock);
    wake_up(streams);
}

size_t http_streams_count(struct http_streams *streams) {
    pthread_mutex_lock(&streams->lock);
    size_t count = streams->count;
    pthread_mutex_unlock(&streams->lock);
    return count;
}
