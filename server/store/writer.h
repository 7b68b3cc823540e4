// SPDX-License-Identifier: EUPL-1.2
// Inside store: the one thread that writes a database, and its queue.
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/connection.h"

struct writer;

struct write_request {
    const char *name;
    store_fn *fn;
    void *context;
    enum store_system system;
    store_done *done;
    void *done_context;
};

// On success takes the connection over.
RC_CHECKED enum rc writer_start(struct store *store, struct connection *connection,
                                const struct store_options *options, struct writer **writer);
// Accept nothing more, run what is queued, checkpoint, end the thread. Then free, once no other
// writer runs (which may still ask for this one's head).
void writer_finish(struct writer *writer);
void writer_free(struct writer *writer);

// RC_BUSY: full, stopping or read-only; then `done` is not called.
RC_CHECKED enum rc writer_submit(struct writer *writer, const struct write_request *request);

// Is the calling thread this writer? (It must not wait for itself.)
bool writer_is_self(const struct writer *writer);

// Stand still between two groups until writer_resume: no commit can happen meanwhile. RC_BUSY:
// stopping.
RC_CHECKED enum rc writer_pause(struct writer *writer);
void writer_resume(struct writer *writer);

// The chain's head as of the last commit.
void writer_head(struct writer *writer, struct audit_head *head);

void writer_metrics(struct writer *writer, struct store_metrics *metrics);

#endif
