// SPDX-License-Identifier: EUPL-1.2
// Opens both databases under one lock file, lends read connections, and carries closures to the
// writers.
#include "store/store.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/migration.h"
#include "store/store_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { READERS_DEFAULT = 8, WAIT_SECONDS = 5, QUEUE_RETRY_US = 2000 };

struct readers {
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct connection *free;
    size_t open, bound;
    uint64_t reads;
};

struct store {
    struct store_options options;
    char *directory;
    int lock_file;
    struct writer *writers[STORE_DATABASES];
    struct readers readers[STORE_DATABASES];
    pthread_mutex_t backup;
};

const char *store_db_name(enum store_db db) {
    switch (db) {
    case STORE_MONITORING:
        return "monitoring";
    case STORE_OFFICE:
        return "office";
    }
    return "";
}

struct writer *store_writer(struct store *store, enum store_db db) {
    return store->writers[db];
}

const struct store_options *store_options(const struct store *store) {
    return &store->options;
}

void store_heads(struct store *store, struct audit_head heads[STORE_DATABASES]) {
    for (int db = 0; db < STORE_DATABASES; db++) {
        writer_head(store->writers[db], &heads[db]);
    }
}

void store_backup_begin(struct store *store) {
    pthread_mutex_lock(&store->backup);
}

void store_backup_end(struct store *store) {
    pthread_mutex_unlock(&store->backup);
}

enum rc store_path(const char *directory, enum store_db db, char path[STORE_PATH_SIZE]) {
    int length = snprintf(path, STORE_PATH_SIZE, "%s/%s.db", directory, store_db_name(db));
    return length < STORE_PATH_SIZE ? RC_OK : RC_LIMIT;
}

static enum rc take_lock(struct store *store, struct fault *fault) {
    char path[STORE_PATH_SIZE];
    if (snprintf(path, sizeof path, "%s/store.lock", store->directory) >= STORE_PATH_SIZE) {
        return fault_set(fault, RC_LIMIT, "store-unreadable");
    }
    store->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock_file < 0) {
        log_error("store.lock-file", log_text("reason", strerror(errno)));
        return fault_set(fault, RC_IO, "store-unreadable");
    }
    if (flock(store->lock_file, LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? fault_set(fault, RC_BUSY, "store-locked")
                                    : fault_set(fault, RC_IO, "store-unreadable");
    }
    return RC_OK;
}

// SQLite would make the file readable for all that the umask lets; its log and index take the
// file's mode over.
static enum rc make_private(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        log_error("store.database-file", log_text("reason", strerror(errno)));
        return RC_IO;
    }
    close(fd); // no lock of this process is on it yet
    return RC_OK;
}

static enum rc open_database(struct store *store, enum store_db db, struct fault *fault) {
    char path[STORE_PATH_SIZE];
    struct connection *connection = NULL;
    enum rc rc = store_path(store->directory, db, path);
    if (rc == RC_OK) {
        rc = make_private(path);
    }
    if (rc == RC_OK) {
        rc = connection_open(path, store->options.vfs, db, true, &connection);
    }
    if (rc != RC_OK) {
        return fault_set(fault, rc, "store-unreadable");
    }
    rc = migrate(connection, store->directory, &store->options, fault);
    if (rc == RC_OK) {
        rc = connection_check_statements(connection);
        if (rc != RC_OK) {
            fault_set(fault, rc, "store-statement");
        }
    }
    if (rc == RC_OK) {
        rc = writer_start(store, connection, &store->options, &store->writers[db]);
        if (rc != RC_OK) {
            fault_set(fault, rc, "store-unreadable");
        }
    }
    if (rc != RC_OK) {
        connection_close(connection);
    }
    return rc;
}

static void init_readers(struct readers *readers, const struct store_options *options) {
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&readers->lock, NULL);
    pthread_cond_init(&readers->given, &monotonic);
    pthread_condattr_destroy(&monotonic);
    readers->bound = options->readers ? options->readers : READERS_DEFAULT;
}

// SQLite counts its memory under one lock for all threads, which nobody reads. Only before its
// first use in the process; later it goes on counting.
static void do_without_statistics(void) {
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum rc store_open(const struct store_options *options, struct store **store, struct fault *fault) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, do_without_statistics);
    struct store *made = calloc(1, sizeof *made);
    if (!made) {
        return fault_set(fault, RC_NOMEM, "store-unreadable");
    }
    made->options = *options;
    made->lock_file = -1;
    pthread_mutex_init(&made->backup, NULL);
    for (int db = 0; db < STORE_DATABASES; db++) {
        init_readers(&made->readers[db], options);
    }
    made->directory = strdup(options->directory);
    made->options.directory = made->directory;
    enum rc rc = made->directory ? take_lock(made, fault) : RC_NOMEM;
    for (int db = 0; rc == RC_OK && db < STORE_DATABASES; db++) {
        rc = open_database(made, (enum store_db)db, fault);
    }
    if (rc != RC_OK) {
        store_close(made);
        return rc;
    }
    *store = made;
    return RC_OK;
}

void store_close(struct store *store) {
    if (!store) {
        return;
    }
    for (int db = 0; db < STORE_DATABASES; db++) {
        struct readers *readers = &store->readers[db];
        while (readers->free) {
            struct connection *next = readers->free->next_free;
            connection_close(readers->free);
            readers->free = next;
        }
        pthread_cond_destroy(&readers->given);
        pthread_mutex_destroy(&readers->lock);
    }
    for (int db = 0; db < STORE_DATABASES; db++) {
        if (store->writers[db]) {
            writer_finish(store->writers[db]);
        }
    }
    for (int db = 0; db < STORE_DATABASES; db++) {
        if (store->writers[db]) {
            writer_free(store->writers[db]);
        }
    }
    if (store->lock_file >= 0) {
        close(store->lock_file); // drops the lock; nothing was written to it
    }
    pthread_mutex_destroy(&store->backup);
    free(store->directory);
    free(store);
}

enum rc store_submit(struct store *store, enum store_db db, const char *name, store_fn *fn,
                     void *context, store_done *done, void *done_context) {
    return writer_submit(store->writers[db], &(struct write_request){.name = name,
                                                                     .fn = fn,
                                                                     .context = context,
                                                                     .done = done,
                                                                     .done_context = done_context});
}

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    bool done;
    enum rc rc;
};

static void wake(void *context, enum rc rc) {
    struct waiting *waiting = context;
    pthread_mutex_lock(&waiting->lock);
    waiting->rc = rc;
    waiting->done = true;
    pthread_cond_signal(&waiting->answered);
    pthread_mutex_unlock(&waiting->lock);
}

static bool is_a_writer(const struct store *store) {
    return writer_is_self(store->writers[STORE_MONITORING]) ||
           writer_is_self(store->writers[STORE_OFFICE]);
}

static enum rc write_and_wait(struct store *store, enum store_db db,
                              const struct write_request *request) {
    if (is_a_writer(store)) {
        log_bug("store.write-inside-write", log_text("closure", request->name));
        return RC_BUG;
    }
    struct waiting waiting = {.rc = RC_BUG};
    struct write_request asked = *request;
    asked.done = wake;
    asked.done_context = &waiting;
    pthread_mutex_init(&waiting.lock, NULL);
    pthread_cond_init(&waiting.answered, NULL);
    int64_t until = clock_monotonic_us() + WAIT_SECONDS * CLOCK_SECOND_US;
    enum rc rc = writer_submit(store->writers[db], &asked);
    while (rc == RC_BUSY && clock_monotonic_us() < until) {
        struct store_metrics metrics;
        writer_metrics(store->writers[db], &metrics);
        if (metrics.read_only) {
            break; // waiting does not help
        }
        nanosleep(&(struct timespec){.tv_nsec = QUEUE_RETRY_US * 1000L}, NULL);
        rc = writer_submit(store->writers[db], &asked);
    }
    if (rc == RC_OK) {
        pthread_mutex_lock(&waiting.lock);
        while (!waiting.done) {
            pthread_cond_wait(&waiting.answered, &waiting.lock);
        }
        pthread_mutex_unlock(&waiting.lock);
        rc = waiting.rc;
    }
    pthread_cond_destroy(&waiting.answered);
    pthread_mutex_destroy(&waiting.lock);
    return rc;
}

enum rc store_write(struct store *store, enum store_db db, const char *name, store_fn *fn,
                    void *context) {
    return write_and_wait(store, db,
                          &(struct write_request){.name = name, .fn = fn, .context = context});
}

enum rc store_write_system(struct store *store, enum store_db db, enum store_system system,
                           store_fn *fn, void *context) {
    return write_and_wait(
        store, db,
        &(struct write_request){
            .name = system_name(system), .fn = fn, .context = context, .system = system});
}

enum rc store_reader_take(struct store *store, enum store_db db, struct connection **connection) {
    struct readers *readers = &store->readers[db];
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&readers->lock);
    int timed_out = 0;
    while (!readers->free && readers->open == readers->bound && timed_out == 0) {
        timed_out = pthread_cond_timedwait(&readers->given, &readers->lock, &until);
    }
    struct connection *taken = readers->free;
    bool more = !taken && readers->open < readers->bound;
    if (taken) {
        readers->free = taken->next_free;
    } else if (more) {
        readers->open++;
    }
    readers->reads++;
    pthread_mutex_unlock(&readers->lock);
    if (taken) {
        *connection = taken;
        return RC_OK;
    }
    if (!more) {
        return RC_BUSY;
    }
    char path[STORE_PATH_SIZE];
    enum rc rc = store_path(store->directory, db, path);
    if (rc == RC_OK) {
        rc = connection_open(path, store->options.vfs, db, false, connection);
    }
    if (rc != RC_OK) {
        pthread_mutex_lock(&readers->lock);
        readers->open--;
        pthread_cond_signal(&readers->given); // who waits may try to open one
        pthread_mutex_unlock(&readers->lock);
    }
    return rc;
}

void store_reader_give(struct store *store, struct connection *connection) {
    struct readers *readers = &store->readers[connection->db];
    pthread_mutex_lock(&readers->lock);
    connection->next_free = readers->free;
    readers->free = connection;
    pthread_cond_signal(&readers->given);
    pthread_mutex_unlock(&readers->lock);
}

enum rc store_read(struct store *store, enum store_db db, const char *name, store_fn *fn,
                   void *context) {
    struct connection *connection = NULL;
    enum rc rc = store_reader_take(store, db, &connection);
    if (rc != RC_OK) {
        return rc;
    }
    int64_t started = clock_monotonic_us();
    rc = connection_control(connection, CONTROL_BEGIN_READ);
    if (rc == RC_OK) {
        struct tx tx;
        tx_begin(&tx, connection, store);
        rc = fn(&tx, context);
        tx_end(&tx);
        enum rc ended = connection_control(connection, CONTROL_ROLLBACK);
        rc = rc == RC_OK ? ended : rc;
    }
    store_reader_give(store, connection);
    int64_t took = clock_monotonic_us() - started;
    if (took > CLOCK_SECOND_US) {
        log_warning("store.slow-read", log_text("closure", name), log_int("us", took));
    }
    return rc;
}

void store_metrics(struct store *store, enum store_db db, struct store_metrics *metrics) {
    writer_metrics(store->writers[db], metrics);
    pthread_mutex_lock(&store->readers[db].lock);
    metrics->reads = store->readers[db].reads;
    pthread_mutex_unlock(&store->readers[db].lock);
}

bool store_ready(struct store *store) {
    for (int db = 0; db < STORE_DATABASES; db++) {
        struct store_metrics metrics;
        writer_metrics(store->writers[db], &metrics);
        if (metrics.read_only) {
            return false;
        }
    }
    return true;
}
