// SPDX-License-Identifier: EUPL-1.2
// The writer thread: a bounded queue in front, checkpoints when idle, signed audit heads when due.
#include "store/writer.h"

#include "base/log.h"
#include "store/audit_chain.h"
#include "store/group.h"
#include "store/store_parts.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    IDLE_US = 200000,
    QUEUE_DEFAULT = 4096,
    WAL_PAGES_BOUND = 16000,    // 64 MiB: checkpoint between two groups. A page that many groups
                                // change is moved once
    WAL_PAGES_TRUNCATE = 32000, // 128 MiB: readers have kept it from being reused
    CHECKPOINT_EVERY = 1000,
};

bool writer_is_self(const struct writer *writer) {
    return pthread_equal(pthread_self(), writer->thread);
}

enum rc writer_submit(struct writer *writer, const struct write_request *request) {
    struct job *job = malloc(sizeof *job);
    if (!job) {
        return RC_NOMEM;
    }
    *job = (struct job){.request = *request};
    pthread_mutex_lock(&writer->lock);
    bool accepted =
        !writer->stopping && !writer->metrics.read_only && writer->queued < writer->bound;
    if (accepted) {
        *writer->last = job;
        writer->last = &job->next;
        writer->queued++;
        pthread_cond_signal(&writer->work);
    } else {
        writer->metrics.refused++;
    }
    pthread_mutex_unlock(&writer->lock);
    if (!accepted) {
        free(job);
        return RC_BUSY;
    }
    return RC_OK;
}

struct job *writer_take(struct writer *writer) {
    pthread_mutex_lock(&writer->lock);
    struct job *job = writer->first;
    if (job) {
        writer->first = job->next;
        job->next = NULL;
        writer->queued--;
        if (!writer->first) {
            writer->last = &writer->first;
        }
    }
    pthread_mutex_unlock(&writer->lock);
    return job;
}

void writer_become_read_only(struct writer *writer, const char *where) {
    log_error("store.read-only", log_text("database", store_db_name(writer->connection->db)),
              log_text("where", where));
    writer->read_only = true;
    pthread_mutex_lock(&writer->lock);
    writer->metrics.read_only = true;
    pthread_mutex_unlock(&writer->lock);
}

// Never waits for a reader (a backup, an audit walk): the writer would stand still that long after
// every group. What a reader holds back is moved another time.
static void checkpoint(struct writer *writer, int mode) {
    int pages = 0, moved = 0;
    sqlite3 *sqlite = writer->connection->sqlite;
    sqlite3_busy_timeout(sqlite, 0);
    int code = sqlite3_wal_checkpoint_v2(sqlite, NULL, mode, &pages, &moved);
    sqlite3_busy_timeout(sqlite, CONNECTION_BUSY_MS);
    if ((code & 0xff) == SQLITE_IOERR) {
        writer_become_read_only(writer, "checkpoint");
    } else if (code == SQLITE_OK && pages == moved) {
        writer->wal_pages = 0;
    }
}

static int on_wal(void *context, sqlite3 *sqlite, const char *name, int pages) {
    (void)sqlite;
    (void)name;
    ((struct writer *)context)->wal_pages = (uint64_t)pages;
    return SQLITE_OK;
}

static void keep_wal_small(struct writer *writer) {
    if (writer->wal_pages > WAL_PAGES_TRUNCATE) {
        checkpoint(writer, SQLITE_CHECKPOINT_TRUNCATE);
    } else if (writer->wal_pages > WAL_PAGES_BOUND) {
        checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
    }
}

// `text` was allocated for this database alone.
static void checkpoint_kept(void *text, enum rc rc) {
    free(text);
    if (rc != RC_OK) {
        log_error("store.audit-checkpoint-failed", log_rc(rc));
    }
}

// Both databases keep it, so that who cuts one of them is found by the other.
static void sign_heads_when_due(struct writer *writer) {
    if (writer->head.seq - writer->checkpointed < CHECKPOINT_EVERY || writer->read_only) {
        return;
    }
    writer->checkpointed = writer->head.seq; // also when it fails: not again after every commit
    char text[AUDIT_CHECKPOINT_SIZE];
    audit_checkpoint_text(writer->store, text);
    for (int db = 0; db < STORE_DATABASES; db++) {
        struct write_request request = {.name = "system.checkpoint",
                                        .fn = audit_checkpoint_insert,
                                        .context = strdup(text),
                                        .system = STORE_SYSTEM_CHECKPOINT,
                                        .done = checkpoint_kept};
        request.done_context = request.context;
        enum rc rc = request.context
                         ? writer_submit(store_writer(writer->store, (enum store_db)db), &request)
                         : RC_NOMEM;
        if (rc != RC_OK) {
            checkpoint_kept(request.context, rc);
        }
    }
}

// The next job, NULL when idle or told to stop or stand still.
static struct job *wait_for_job(struct writer *writer, bool *stop) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += IDLE_US * 1000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_mutex_lock(&writer->lock);
    int timed_out = 0;
    while (!writer->first && !writer->stopping && !writer->pause_wanted && timed_out == 0) {
        // With nothing in the WAL there is nothing to do when idle, so sleep until called.
        timed_out = writer->wal_pages > 0
                        ? pthread_cond_timedwait(&writer->work, &writer->lock, &until)
                        : pthread_cond_wait(&writer->work, &writer->lock);
    }
    while (writer->pause_wanted) {
        writer->paused = true;
        pthread_cond_broadcast(&writer->moved);
        pthread_cond_wait(&writer->moved, &writer->lock);
    }
    writer->paused = false;
    *stop = writer->stopping && !writer->first;
    pthread_mutex_unlock(&writer->lock);
    return writer_take(writer);
}

static void *run(void *context) {
    struct writer *writer = context;
    bool stop = false;
    while (!stop) {
        struct job *job = wait_for_job(writer, &stop);
        if (job) {
            group_run(writer, job);
            sign_heads_when_due(writer);
            keep_wal_small(writer);
        } else if (!stop && writer->wal_pages > 0 && !writer->read_only) {
            checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE); // what a reader holds back waits
        }
    }
    if (!writer->read_only) {
        checkpoint(writer, SQLITE_CHECKPOINT_TRUNCATE);
    }
    return NULL;
}

static void init_locks(struct writer *writer) {
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->work, &monotonic);
    pthread_cond_init(&writer->moved, NULL);
    pthread_condattr_destroy(&monotonic);
}

static bool runs_twice(const struct store_options *options) {
#if defined(__SANITIZE_ADDRESS__)
    return !options->run_once;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return !options->run_once;
#endif
#endif
    (void)options;
    return false;
}

enum rc writer_start(struct store *store, struct connection *connection,
                     const struct store_options *options, struct writer **writer) {
    struct writer *made = calloc(1, sizeof *made);
    if (!made) {
        return RC_NOMEM;
    }
    made->store = store;
    made->connection = connection;
    made->crypto = options->crypto;
    made->on_events = options->on_events;
    made->on_events_context = options->on_events_context;
    made->twice = runs_twice(options);
    made->bound = options->queue ? options->queue : QUEUE_DEFAULT;
    made->last = &made->first;
    enum rc rc = audit_head_load(connection, &made->head, &made->checkpointed);
    made->committed = made->head;
    if (rc != RC_OK) {
        free(made);
        return rc;
    }
    init_locks(made);
    sqlite3_wal_hook(connection->sqlite, on_wal, made);
    made->wal_pages = 1; // what an earlier run left is checkpointed at the first idle moment
    if (pthread_create(&made->thread, NULL, run, made) != 0) {
        made->connection = NULL; // stays the caller's
        writer_free(made);
        return RC_NOMEM;
    }
    *writer = made;
    return RC_OK;
}

void writer_finish(struct writer *writer) {
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
}

void writer_free(struct writer *writer) {
    connection_close(writer->connection);
    pthread_cond_destroy(&writer->moved);
    pthread_cond_destroy(&writer->work);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

enum rc writer_pause(struct writer *writer) {
    pthread_mutex_lock(&writer->lock);
    writer->pause_wanted = true;
    pthread_cond_signal(&writer->work);
    while (!writer->paused && !writer->stopping) {
        pthread_cond_wait(&writer->moved, &writer->lock);
    }
    enum rc rc = writer->paused ? RC_OK : RC_BUSY;
    if (rc != RC_OK) {
        writer->pause_wanted = false;
    }
    pthread_mutex_unlock(&writer->lock);
    return rc;
}

void writer_resume(struct writer *writer) {
    pthread_mutex_lock(&writer->lock);
    writer->pause_wanted = false;
    pthread_cond_broadcast(&writer->moved);
    while (writer->paused) {
        // Leave only when the writer runs again, so that the next pause is not mistaken for this
        // one.
        pthread_mutex_unlock(&writer->lock);
        nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
        pthread_mutex_lock(&writer->lock);
    }
    pthread_mutex_unlock(&writer->lock);
}

void writer_head(struct writer *writer, struct audit_head *head) {
    pthread_mutex_lock(&writer->lock);
    *head = writer->committed;
    pthread_mutex_unlock(&writer->lock);
}

void writer_metrics(struct writer *writer, struct store_metrics *metrics) {
    pthread_mutex_lock(&writer->lock);
    *metrics = writer->metrics;
    metrics->queued = writer->queued;
    pthread_mutex_unlock(&writer->lock);
}
