// SPDX-License-Identifier: EUPL-1.2
// Live streams (server-sent events): who follows, what each may see, heartbeats, resumption.
//
// One thread (http_streams_tick, called by the server's clock) reads new events once and copies
// them to the streams they are meant for; the adapter only moves bytes. Events carry ids and kinds,
// no health data.
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/result.h"
#include "service/session.h"

struct http_stream;
struct http_streams;
struct service;

struct http_streams_options {
    const struct service *service;
    unsigned per_user;             // streams of one account
    unsigned all;                  // streams in all
    int64_t heartbeat_us;          // event `alive`, and a look whether the session still lives
    void (*resume)(void *adapter); // continue a paused connection; called without any lock held
    bool (*gone)(void *adapter);   // has the peer of a paused connection hung up?
};

struct http_streams *
http_streams_new(const struct http_streams_options *options); // NULL: no memory
void http_streams_free(struct http_streams *streams);         // all streams were released before

// Open a stream for a session. `last_id` (NULL: none) is the Last-Event-ID: what came after it is
// sent first; if that is no longer known, the event "reset" tells the page to load everything
// again. RC_LIMIT "streams-user" or "streams-all"; RC_INVALID "last-event-id-malformed"; RC_BUSY
// while stopping. Reads the store: worker threads only.
RC_CHECKED enum rc http_stream_open(struct http_streams *streams, const struct session_view *view,
                                    const char *token, const char *last_id, struct fault *fault,
                                    struct http_stream **stream);

enum stream_state {
    STREAM_DATA = 0, // `*length` bytes were copied
    STREAM_PAUSE,    // nothing to send: `pause` was called with the stream's adapter
    STREAM_END,      // the stream is over
};

// Take bytes for the wire. When there are none, `pause(adapter)` is called under the streams' lock,
// so that no event falls between looking and pausing.
enum stream_state http_stream_take(struct http_stream *stream, void *adapter,
                                   void (*pause)(void *adapter), char *out, size_t size,
                                   size_t *length);

// The connection is done with it. Any thread.
void http_stream_release(struct http_stream *stream);

// Deliver new events, heartbeats; end streams whose session ended or whose peer is gone. One thread
// at a time.
void http_streams_tick(struct http_streams *streams);

// End the streams of one session now (log-out).
void http_streams_end_session(struct http_streams *streams, const struct public_id *session);

// End all streams, refuse new ones and continue those that are paused.
void http_streams_stop(struct http_streams *streams);

// How many are open.
size_t http_streams_count(struct http_streams *streams);

#endif
