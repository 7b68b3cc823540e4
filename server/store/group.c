// SPDX-License-Identifier: EUPL-1.2
// Runs closures, each but the first in a savepoint, and commits them as a group; the innocent of a
// failed group run again singly.
#include "store/group.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>

enum { GROUP_MOST = 500, GROUP_WINDOW_US = 5000, CLOSURE_CAP_US = 50000 };

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

// Takes back what the savepoint holds; `rc` is why. What cannot be taken back must not be committed
// with the others: then the whole group goes, and its innocent run again.
static enum rc undo(struct writer *writer, bool savepoint, enum rc rc) {
    struct connection *connection = writer->connection;
    enum rc undone = rc;
    if (savepoint) {
        undone = connection_control(connection, CONTROL_ROLLBACK_TO);
        if (undone == RC_OK) {
            undone = connection_control(connection, CONTROL_RELEASE);
        }
        if (undone == RC_OK) {
            return rc;
        }
    }
    if (connection_control(connection, CONTROL_ROLLBACK) != RC_OK) {
        writer_become_read_only(writer, "rollback");
    }
    return undone;
}

// One run; kept only if it succeeds and `keep`. Without a savepoint the transaction holds nothing
// else yet, and goes with it: SQLite copies every page that changes in a savepoint, which costs a
// long closure more than anything.
static enum rc run_once(struct writer *writer, const struct write_request *request, bool savepoint,
                        bool keep, int64_t *event) {
    struct connection *connection = writer->connection;
    struct audit_head before = writer->head;
    enum rc rc = savepoint ? connection_control(connection, CONTROL_SAVEPOINT) : RC_OK;
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
        rc = savepoint ? connection_control(connection, CONTROL_RELEASE) : RC_OK;
        if (rc == RC_OK) {
            *event = tx.last_event;
            return RC_OK;
        }
    }
    writer->head = before;
    if (sqlite3_get_autocommit(connection->sqlite)) {
        return rc; // SQLite has rolled back the whole group already; the caller sees that
    }
    return undo(writer, savepoint, rc);
}

static void run_job(struct writer *writer, struct job *job, bool first) {
    int64_t started = clock_monotonic_us();
    int64_t event = 0;
    enum rc rc = RC_OK;
    if (writer->twice) {
        rc = run_once(writer, &job->request, true, false, &event);
    }
    if (rc == RC_OK && !sqlite3_get_autocommit(writer->connection->sqlite)) {
        rc = run_once(writer, &job->request, !first, true, &event);
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

// Counted before anybody is told: who waits for the last answer finds it in the figures.
static void answer_all(struct writer *writer, struct job *jobs) {
    uint64_t answered = 0;
    for (const struct job *job = jobs; job; job = job->next) {
        answered++;
    }
    pthread_mutex_lock(&writer->lock);
    writer->metrics.closures += answered;
    pthread_mutex_unlock(&writer->lock);
    while (jobs) {
        struct job *next = jobs->next;
        jobs->request.done(jobs->request.done_context, jobs->rc);
        free(jobs);
        jobs = next;
    }
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
            writer_become_read_only(writer, "commit");
        }
    }
    if (rc == RC_OK) {
        settle_commit(writer);
        return RC_OK;
    }
    if (!sqlite3_get_autocommit(connection->sqlite) &&
        connection_control(connection, CONTROL_ROLLBACK) != RC_OK) {
        writer_become_read_only(writer, "rollback");
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
    run_job(writer, job, true);
    enum rc rc = commit(writer);
    if (job->rc == RC_OK) {
        job->rc = rc;
    }
}

// The group did not commit. What failed by itself keeps its result; the innocent are run again one
// by one. Where its own flush failed nobody knows what is on disk, and all are told that; where the
// flush of one that ran again failed, those behind it were rolled back before and are only refused.
static void recover(struct writer *writer, struct job *jobs, enum rc rc) {
    bool unknown = writer->read_only;
    for (struct job *job = jobs; job; job = job->next) {
        if (job->settled) {
            continue;
        }
        if (unknown) {
            job->rc = rc;
        } else {
            run_alone(writer, job);
        }
    }
}

void group_run(struct writer *writer, struct job *first) {
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
        run_job(writer, last, count == 1);
        if (sqlite3_get_autocommit(writer->connection->sqlite) || count == GROUP_MOST ||
            clock_monotonic_us() - started > GROUP_WINDOW_US) {
            break;
        }
        last->next = writer_take(writer);
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
