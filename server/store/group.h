// SPDX-License-Identifier: EUPL-1.2
// Inside the writer: its state, shared by the thread (writer.c) and the running of groups
// (group.c).
#ifndef STORE_GROUP_H
#define STORE_GROUP_H

#include "store/writer.h"

#include <pthread.h>

struct job {
    struct write_request request;
    enum rc rc;
    bool settled; // its result stands whatever happens to the group
    struct job *next;
};

struct writer {
    struct store *store;
    struct connection *connection;
    struct store_crypto crypto;
    void (*on_events)(void *context, enum store_db db, int64_t last_seq);
    void *on_events_context;
    bool twice;
    size_t bound;
    pthread_t thread;

    pthread_mutex_t lock; // guards what follows
    pthread_cond_t work;  // something to do
    pthread_cond_t moved; // paused or resumed
    struct job *first, **last;
    size_t queued;
    bool stopping, pause_wanted, paused;
    struct audit_head committed;
    struct store_metrics metrics;

    // The writer thread alone:
    struct audit_head head; // with what the open group has appended
    int64_t checkpointed;   // own_seq of the newest audit checkpoint
    int64_t last_event;     // of the open group
    uint64_t wal_pages;
    bool read_only;
};

// The oldest waiting job, or NULL.
struct job *writer_take(struct writer *writer);

// Run `first` and what arrives meanwhile as one group, commit, answer. Takes the jobs.
void group_run(struct writer *writer, struct job *first);

// After a flush that failed nobody can say what is on disk: accept nothing until a restart has read
// it back.
void writer_become_read_only(struct writer *writer, const char *where);

#endif
