// SPDX-License-Identifier: EUPL-1.2
// The writer thread: takes closures from a bounded queue, runs each in a savepoint, commits them as
// a group.
#include "store/writer.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/audit_chain.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    GROUP_MOST = 500,
    GROUP_WINDOW_US = 5000,
    CLOSURE_CAP_US = 50000,
    IDLE_US = 200000,
    QUEUE_DEFAULT = 4096,
    WAL_PAGES_BOUND = 4000,     // 16 MiB: checkpoint between two groups
    WAL_PAGES_TRUNCATE = 32000, // 128 MiB: readers have kept it from being reused
    CHECKPOINT_EVERY = 1000,
};

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

static struct job *take_job(struct writer *writer) {
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

// May this run's changes stand? Every change leaves an audit entry, or is a listed system write in
// its tables.
static enum rc judge(struct writer *writer, const struct tx *tx, const char *name,
                     int64_t changed) {
    bool fits = tx->system == STORE_SYSTEM_NONE ? changed == 0 || tx->audited > 0
                                                : tx->audited == 0 && changed == tx->allowed_rows;
    if (fits) {
        return RC_OK;
    }
    log_bug("store.unaudited-write", log_text("closure", name), log_int("rows", changed),
            log_text("database", store_db_name(writer->connection->db)));
    pthread_mutex_lock(&writer->lock);
    writer->metrics.refused++;
    pthread_mutex_unlock(&writer->lock);
    return RC_BUG;
}

// One run in a savepoint; kept only if it succeeds and `keep`.
static enum rc run_once(struct writer *writer, const struct write_request *request, bool keep,
                        int64_t *event) {
    struct connection *connection = writer->connection;
    struct audit_head before = writer->head;
    enum rc rc = connection_control(connection, CONTROL_SAVEPOINT);
    if (rc != RC_OK) {
        return rc;
    }
    struct tx tx;
    int64_t changed = sqlite3_total_changes64(connection->sqlite);
    tx_begin(&tx, connection, writer->store);
    tx.head = &writer->head;
    tx.crypto = &writer->crypto;
    tx.system = request->system;
    rc = request->fn(&tx, request->context);
    tx_end(&tx);
    changed = sqlite3_total_changes64(connection->sqlite) - changed;
    if (rc == RC_OK) {
        rc = judge(writer, &tx, request->name, changed);
    }
    if (rc == RC_OK && keep) {
        *event = tx.last_event;
        return connection_control(connection, CONTROL_RELEASE);
    }
    writer->head = before;
    if (sqlite3_get_autocommit(connection->sqlite)) {
        return rc; // SQLite has rolled back the whole group already; the caller sees that
    }
    enum rc undone = connection_control(connection, CONTROL_ROLLBACK_TO);
    if (undone == RC_OK) {
        undone = connection_control(connection, CONTROL_RELEASE);
    }
    return undone != RC_OK ? undone : rc;
}

static void run_job(struct writer *writer, struct job *job) {
    int64_t started = clock_monotonic_us();
    int64_t event = 0;
    enum rc rc = RC_OK;
    if (writer->twice) {
        rc = run_once(writer, &job->request, false, &event);
    }
    if (rc == RC_OK && !sqlite3_get_autocommit(writer->connection->sqlite)) {
        rc = run_once(writer, &job->request, true, &event);
    }
    job->rc = rc;
    job->settled = rc != RC_OK;
    if (event > writer->last_event) {
        writer->last_event = event;
    }
    int64_t took = clock_monotonic_us() - started;
    if (took > CLOSURE_CAP_US) {
        log_warning("store.slow-closure", log_text("closure", job->request.name),
                    log_int("us", took));
        pthread_mutex_lock(&writer->lock);
        writer->metrics.slow++;
        pthread_mutex_unlock(&writer->lock);
    }
}

static void answer_all(struct writer *writer, struct job *jobs) {
    uint64_t answered = 0;
    while (jobs) {
        struct job *next = jobs->next;
        jobs->request.done(jobs->request.done_context, jobs->rc);
        free(jobs);
        jobs = next;
        answered++;
    }
    pthread_mutex_lock(&writer->lock);
    writer->metrics.closures += answered;
    pthread_mutex_unlock(&writer->lock);
}

// After a flush that failed nobody can say what is on disk: accept nothing until a restart has read
// it back.
static void become_read_only(struct writer *writer, const char *where) {
    log_error("store.read-only", log_text("database", store_db_name(writer->connection->db)),
              log_text("where", where));
    writer->read_only = true;
    pthread_mutex_lock(&writer->lock);
    writer->metrics.read_only = true;
    pthread_mutex_unlock(&writer->lock);
}

static void settle_commit(struct writer *writer) {
    int64_t event = writer->last_event;
    writer->last_event = 0;
    pthread_mutex_lock(&writer->lock);
    writer->committed = writer->head;
    writer->metrics.commits++;
    writer->metrics.wal_pages = writer->wal_pages;
    pthread_mutex_unlock(&writer->lock);
    if (event > 0 && writer->on_events) {
        writer->on_events(writer->on_events_context, writer->connection->db, event);
    }
}

// Commit or roll back; on failure the head and everything else stands as before the group.
static enum rc commit(struct writer *writer) {
    struct connection *connection = writer->connection;
    enum rc rc = RC_BUG;
    if (!sqlite3_get_autocommit(connection->sqlite)) {
        rc = connection_control(connection, CONTROL_COMMIT);
        if (rc == RC_IO && (sqlite3_errcode(connection->sqlite) & 0xff) != SQLITE_FULL) {
            become_read_only(writer, "commit");
        }
    }
    if (rc == RC_OK) {
        settle_commit(writer);
        return RC_OK;
    }
    if (!sqlite3_get_autocommit(connection->sqlite) &&
        connection_control(connection, CONTROL_ROLLBACK) != RC_OK) {
        become_read_only(writer, "rollback");
    }
    writer->head = writer->committed; // written by this thread only, so it may read it unlocked
    writer->last_event = 0;
    return rc;
}

static void run_alone(struct writer *writer, struct job *job) {
    if (writer->read_only) {
        job->rc = RC_BUSY;
        return;
    }
    job->rc = connection_control(writer->connection, CONTROL_BEGIN_WRITE);
    if (job->rc != RC_OK) {
        return;
    }
    run_job(writer, job);
    enum rc rc = commit(writer);
    if (job->rc == RC_OK) {
        job->rc = rc;
    }
}

// The group did not commit. What failed by itself keeps its result; the innocent are run again one
// by one.
static void recover(struct writer *writer, struct job *jobs, enum rc rc) {
    for (struct job *job = jobs; job; job = job->next) {
        if (job->settled) {
            continue;
        }
        if (writer->read_only) {
            job->rc = rc;
        } else {
            run_alone(writer, job);
        }
    }
}

static void run_group(struct writer *writer, struct job *first) {
    int64_t started = clock_monotonic_us();
    struct job *last = first;
    size_t count = 1;
    enum rc rc =
        writer->read_only ? RC_BUSY : connection_control(writer->connection, CONTROL_BEGIN_WRITE);
    if (rc != RC_OK) {
        first->rc = rc;
        answer_all(writer, first);
        return;
    }
    for (;;) {
        run_job(writer, last);
        if (sqlite3_get_autocommit(writer->connection->sqlite) || count == GROUP_MOST ||
            clock_monotonic_us() - started > GROUP_WINDOW_US) {
            break;
        }
        last->next = take_job(writer);
        if (!last->next) {
            break; // nobody waits: commit at once
        }
        last = last->next;
        count++;
    }
    rc = commit(writer);
    if (rc != RC_OK) {
        recover(writer, first, rc);
    }
    answer_all(writer, first);
}

static void checkpoint(struct writer *writer, int mode) {
    int pages = 0, moved = 0;
    int code = sqlite3_wal_checkpoint_v2(writer->connection->sqlite, NULL, mode, &pages, &moved);
    if ((code & 0xff) == SQLITE_IOERR) {
        become_read_only(writer, "checkpoint");
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

static void ignore_done(void *context, enum rc rc) {
    (void)context;
    if (rc != RC_OK) {
        log_error("store.audit-checkpoint-failed", log_rc(rc));
    }
}

static void sign_heads_when_due(struct writer *writer) {
    if (writer->head.seq - writer->checkpointed < CHECKPOINT_EVERY || writer->read_only) {
        return;
    }
    writer->checkpointed = writer->head.seq; // also when it fails: not again after every commit
    char text[AUDIT_CHECKPOINT_SIZE];
    audit_checkpoint_text(writer->store, text);
    struct job *job = calloc(1, sizeof *job);
    if (job) {
        job->request = (struct write_request){.name = "system.checkpoint",
                                              .fn = audit_checkpoint_insert,
                                              .context = text,
                                              .system = STORE_SYSTEM_CHECKPOINT,
                                              .done = ignore_done};
        run_group(writer, job);
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
    return take_job(writer);
}

static void *run(void *context) {
    struct writer *writer = context;
    bool stop = false;
    while (!stop) {
        struct job *job = wait_for_job(writer, &stop);
        if (job) {
            run_group(writer, job);
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
