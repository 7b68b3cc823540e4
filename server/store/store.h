// SPDX-License-Identifier: EUPL-1.2
// Two SQLite databases, one per purpose, each with one writer thread and group commit. All SQL
// lives in this room.
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/fault.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// No transaction spans both; what one must tell the other is an outbox row (store/outbox.h).
enum store_db { STORE_MONITORING = 0, STORE_OFFICE };
enum { STORE_DATABASES = 2, STORE_HASH_SIZE = 32, STORE_SIGNATURE_SIZE = 64, STORE_KEY_SIZE = 32 };

const char *store_db_name(enum store_db db); // "monitoring", "office"

// What the store needs of cryptography, handed in by the composition root (from the vault).
struct store_crypto {
    void *context;
    void (*hash)(void *context, const void *bytes, size_t length, uint8_t hash[STORE_HASH_SIZE]);
    void (*sign)(void *context, const void *bytes, size_t length,
                 uint8_t signature[STORE_SIGNATURE_SIZE]);
    bool (*verify)(void *context, const void *bytes, size_t length,
                   const uint8_t signature[STORE_SIGNATURE_SIZE]);
};

struct store_options {
    const char *directory; // must exist; monitoring.db, office.db and the lock file live here
    struct store_crypto crypto;
    size_t queue;    // waiting closures per database; 0: 4096
    size_t readers;  // read connections per database; 0: 8
    const char *vfs; // SQLite VFS name; NULL: the default (tests place faults here)
    bool run_once;   // sanitizer builds run each write closure twice, the first time rolled back,
                     // unless set
    // Called by a writer thread after a commit that appended events (store/event.h). May be NULL;
    // must be quick and must not call the store.
    void (*on_events)(void *context, enum store_db db, int64_t last_seq);
    void *on_events_context;
};

struct store;
struct tx;

// Take the lock file, migrate both databases (after an automatic verified backup if they hold
// data), check every statement, start the writers. Faults: store-locked (RC_BUSY: another server
// process owns the folder), store-newer, store-altered (RC_CONFLICT: the schema is not one this
// program made), store-unreadable (RC_IO), store-statement (RC_BUG).
RC_CHECKED enum rc store_open(const struct store_options *options, struct store **store,
                              struct fault *fault);

// Finish everything accepted, checkpoint, close, drop the lock. No other thread may use the store
// any more.
void store_close(struct store *store);

// Use cases are closures. A write closure runs on the writer thread of its database, as one of a
// group transaction (a savepoint of it, but for the first), and may run more than once: it must set
// every result in its context anew each time, and it sends nothing and replies to nobody. A result other than RC_OK rolls back what
// it did, and only that. A closure that changed rows must have called audit_append (store/audit.h)
// or is refused with RC_BUG.
typedef enum rc store_fn(struct tx *tx, void *context);

// Run and wait until the group is durable. `name` is a literal ("claim.file") for log and metrics.
// Any thread except a writer's. Beside the closure's own results: RC_BUSY (queue full for 5 s,
// stopping, or read-only after a failed flush), RC_IO (the commit failed: whether it is on disk is
// unknown only in this case), RC_BUG.
RC_CHECKED enum rc store_write(struct store *store, enum store_db db, const char *name,
                               store_fn *fn, void *context);

// The same without waiting: `done` runs on the writer thread after the commit, must be quick, must
// not call the store. RC_BUSY at once if the queue is full; then `done` is not called.
typedef void store_done(void *done_context, enum rc rc);
RC_CHECKED enum rc store_submit(struct store *store, enum store_db db, const char *name,
                                store_fn *fn, void *context, store_done *done, void *done_context);

// Writes that need no audit entry, and the only tables each may touch; anything else is refused
// with RC_BUG.
enum store_system {
    STORE_SYSTEM_NONE = 0,
    STORE_SYSTEM_SESSION,     // sessions: last seen, expiry
    STORE_SYSTEM_LOGIN,       // login_failures (each failure is in the log)
    STORE_SYSTEM_OUTBOX,      // outbox: claim, attempt, finish
    STORE_SYSTEM_IDEMPOTENCY, // idempotency: expiry
    STORE_SYSTEM_EVENT,       // events: pruning, notices without a change
    STORE_SYSTEM_CURSOR,      // inbox_cursors: progress over messages that changed nothing
    STORE_SYSTEM_CHECKPOINT,  // audit_checkpoints
};
RC_CHECKED enum rc store_write_system(struct store *store, enum store_db db,
                                      enum store_system system, store_fn *fn, void *context);

// Run on a read-only connection, in one consistent snapshot, on the calling thread. Waits up to 5 s
// for a free connection (RC_BUSY). Do not nest, and do not write or wait for a write inside.
RC_CHECKED enum rc store_read(struct store *store, enum store_db db, const char *name, store_fn *fn,
                              void *context);

// Which database a transaction belongs to, its store, and the technical time at which this run of
// it began.
enum store_db tx_db(const struct tx *tx);
struct store *tx_store(const struct tx *tx);
int64_t tx_at_us(const struct tx *tx);
// Rows changed by this connection since it was opened, also those that were rolled back. As long as
// it is the same for the writer, nothing has been written to the database.
int64_t tx_changes(const struct tx *tx);

struct store_metrics {
    uint64_t closures; // answered, any result
    uint64_t commits;  // groups
    uint64_t refused;  // unaudited writes and RC_BUSY
    uint64_t slow;     // closures over the 50 ms cap
    uint64_t reads;
    uint64_t wal_pages; // after the last commit
    size_t queued;
    bool read_only; // after a failed flush, until restarted
};
void store_metrics(struct store *store, enum store_db db, struct store_metrics *metrics);

// Can it write right now? (for /readyz)
bool store_ready(struct store *store);

#endif
