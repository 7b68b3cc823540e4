// SPDX-License-Identifier: EUPL-1.2
// The door's side of custody: append durably, trim, keep the WAL short, refuse after a failed
// flush.
#include "inbox/inbox.h"

#include "inbox/replace.h"
#include "inbox/reserve.h"
#include "inbox/schema.h"
#include "inbox/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MS 1000
#define CHECKPOINT_PATIENCE 5 // times BUSY_MS, at start
#define TRIM_SLICE 500
#define STARTS_KEPT "256"
#define VACUUM_SLICE "200" // pages
#define PROBE_EVERY 20     // calls of upkeep
// A checkpoint costs three flushes, and a write for each page that is not yet in the main file:
// with small messages, which fill the same page over and over, few of them come to many pages of
// WAL.
#define WAL_PAGES_CHECKPOINT 1024
#define FRESH_PAGES_CHECKPOINT 128
#define PAGES_OF_EACH_COMMIT 2        // the page being filled and the highest sequence
#define PAGES_BETWEEN_CHECKPOINTS 128 // while readers keep the WAL from beginning anew

struct inbox_writer {
    sqlite3 *db;
    int lock;
    enum inbox_door door;
    uint8_t id[INBOX_ID_SIZE];
    struct seal_start start;
    int64_t next;      // the sequence that the next message gets
    int64_t trim_upto; // wish of the server
    int64_t trimmed;   // done so far
    int wal_pages;
    int new_pages;   // of the WAL, since the last checkpoint
    int fresh_pages; // the same without those that each commit writes again
    bool latched;
    int reserve;   // file descriptor
    bool reserved; // without it nothing is taken into custody: it could not be trimmed again
    bool starved;  // the last append or probe met a full disk
    bool bloated;  // the main file may hold more pages than it needs, taken while the disk was full
    int probe_in;  // calls of upkeep until the next probe
    sqlite3_stmt *begin;
    sqlite3_stmt *insert;
    sqlite3_stmt *commit;
    sqlite3_stmt *rollback;
    sqlite3_stmt *trim;
};

// From the first sign of failing storage on, nothing is accepted: after a failed fsync the kernel
// may show pages as clean that never reached the disk, and only a restart reads what is really
// there.
static enum inbox_result judge(struct inbox_writer *writer, int code) {
    enum inbox_result result = schema_result(writer->db, code);
    if (result == INBOX_IO || result == INBOX_CORRUPT || result == INBOX_DENIED)
        writer->latched = true;
    return result;
}

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    int reset = sqlite3_reset(statement);
    if (code == SQLITE_DONE || code == SQLITE_ROW)
        code = SQLITE_OK;
    return code == SQLITE_OK ? reset : code;
}

static void undo(struct inbox_writer *writer) {
    if (sqlite3_get_autocommit(writer->db) == 0 && run(writer->rollback) != SQLITE_OK)
        writer->latched = true;
}

static int on_wal(void *context, sqlite3 *db, const char *schema, int pages) {
    struct inbox_writer *writer = context;
    (void)db;
    (void)schema;
    // Not above the last number: it was written from its beginning again.
    int written = pages > writer->wal_pages ? pages - writer->wal_pages : pages;
    writer->wal_pages = pages;
    writer->new_pages += written;
    if (written > PAGES_OF_EACH_COMMIT)
        writer->fresh_pages += written - PAGES_OF_EACH_COMMIT;
    return SQLITE_OK;
}

static enum inbox_result take_lock(const char *path, int *out) {
    size_t size = strlen(path) + sizeof ".lock";
    char *name = malloc(size);
    if (name == NULL)
        return INBOX_NO_MEMORY;
    (void)snprintf(name, size, "%s.lock", path); // sized above, cannot truncate
    enum inbox_result result = INBOX_OK;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0) {
        result = replace_errno(errno);
    } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        result = errno == EWOULDBLOCK ? INBOX_BUSY : INBOX_IO;
        (void)close(fd); // nothing was written
    } else {
        *out = fd;
    }
    free(name);
    return result;
}

// SQLite makes files 0644 minus umask; an inbox is nobody else's business, sealed or not. WAL and
// shared memory take their mode from the main file.
static enum inbox_result make_file(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0)
        return replace_errno(errno);
    (void)close(fd); // nothing was written
    return replace_flush_directory(path);
}

static enum inbox_result checkpoint_truncate(struct inbox_writer *writer) {
    int code = SQLITE_BUSY;
    for (int i = 0; i < CHECKPOINT_PATIENCE && (code & 0xff) == SQLITE_BUSY; i++)
        code =
            sqlite3_wal_checkpoint_v2(writer->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK)
        writer->wal_pages = 0;
    return judge(writer, code);
}

static enum inbox_result prepare(struct inbox_writer *writer) {
    const struct {
        sqlite3_stmt **slot;
        const char *sql;
    } statements[] = {
        {&writer->begin, "BEGIN IMMEDIATE"},
        {&writer->insert, "INSERT INTO message (sequence, start, box) VALUES ($1, $2, $3)"},
        {&writer->commit, "COMMIT"},
        {&writer->rollback, "ROLLBACK"},
        {&writer->trim, "DELETE FROM message WHERE sequence IN (SELECT sequence FROM message"
                        " WHERE sequence <= $1 ORDER BY sequence LIMIT $2)"},
    };
    int code = SQLITE_OK;
    for (size_t i = 0; i < sizeof statements / sizeof statements[0] && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v3(writer->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  statements[i].slot, NULL);
    return judge(writer, code);
}

static enum inbox_result insert_start(struct inbox_writer *writer,
                                      const uint8_t server_public[INBOX_KEY_SIZE]) {
    struct seal_start *start = &writer->start;
    uint8_t sealed[SEAL_START_SIZE];
    sqlite3_stmt *statement = NULL;
    enum inbox_result result = seal_start_close(start, writer->id, server_public, sealed);
    if (result != INBOX_OK)
        return result;
    int code = sqlite3_prepare_v2(writer->db,
                                  "INSERT INTO start (number, after, first, server_public, sealed)"
                                  " VALUES ($1, $2, $3, $4, $5)",
                                  -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 1, start->number);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 2, start->after);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 3, start->first);
    if (code == SQLITE_OK)
        code = sqlite3_bind_blob(statement, 4, server_public, INBOX_KEY_SIZE, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_bind_blob(statement, 5, sealed, sizeof sealed, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = run(statement);
    result = judge(writer, code);
    (void)sqlite3_finalize(statement); // repeats the error of the step, which we have
    return result;
}

// Numbers and key of this start. A start that gave no message is forgotten and its hole joins ours,
// so holes never overlap and none is lost with a trimmed start.
static enum inbox_result begin_start(struct inbox_writer *writer,
                                     const uint8_t server_public[INBOX_KEY_SIZE]) {
    struct seal_start *start = &writer->start;
    int64_t last = 0;
    int64_t number = 0;
    int64_t previous_first = 0;
    int64_t previous_after = 0;
    int code = run(writer->begin);
    if (code != SQLITE_OK)
        return judge(writer, code);
    enum inbox_result result =
        schema_number(writer->db, "SELECT seq FROM sqlite_sequence WHERE name = 'message'", &last);
    if (result == INBOX_OK)
        result = schema_number(writer->db, "SELECT seq FROM sqlite_sequence WHERE name = 'start'",
                               &number);
    if (result == INBOX_OK)
        result = schema_number(writer->db, "SELECT first FROM start ORDER BY number DESC LIMIT 1",
                               &previous_first);
    if (result == INBOX_OK)
        result = schema_number(writer->db, "SELECT after FROM start ORDER BY number DESC LIMIT 1",
                               &previous_after);
    if (result != INBOX_OK)
        goto out;
    start->number = number + 1;
    start->after = last;
    start->first = number == 0 ? 1 : last + 1 + INBOX_GROUP_MAX;
    if (number > 0 && last == previous_first - 1) {
        start->after = previous_after;
        result = schema_number(
            writer->db, "DELETE FROM start WHERE number = (SELECT max(number) FROM start)", NULL);
        if (result != INBOX_OK)
            goto out;
    }
    randombytes_buf(start->key, sizeof start->key);
    result = insert_start(writer, server_public);
    if (result != INBOX_OK)
        goto out;
    char sql[96];
    (void)sqlite3_snprintf(sizeof sql, sql,
                           "UPDATE sqlite_sequence SET seq = %lld WHERE name = 'message'",
                           (long long)(start->first - 1));
    result = schema_number(writer->db, sql, NULL);
    if (result == INBOX_OK)
        result = judge(writer, run(writer->commit));
    if (result == INBOX_OK)
        writer->next = start->first;
out:
    undo(writer);
    return result;
}

static enum inbox_result open_database(struct inbox_writer *writer,
                                       const struct inbox_writer_options *options) {
    int code = sqlite3_open_v2(options->path, &writer->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(writer->db, BUSY_MS);
    enum inbox_result result =
        writer->db == NULL ? INBOX_NO_MEMORY : schema_result(writer->db, code);
    if (result == INBOX_OK)
        result = schema_configure_writer(writer->db);
    if (result == INBOX_OK) {
        (void)sqlite3_wal_hook(writer->db, on_wal, writer); // returns the hook before: none
        result = schema_prepare(writer->db, writer->door, writer->id);
    }
    if (result == INBOX_OK)
        result = prepare(writer);
    if (result == INBOX_OK)
        result = begin_start(writer, options->server_public);
    if (result == INBOX_OK)
        result = checkpoint_truncate(writer);
    return result;
}

static void close_database(struct inbox_writer *writer) {
    sqlite3_stmt **statements[] = {&writer->begin, &writer->insert, &writer->commit,
                                   &writer->rollback, &writer->trim};
    // Errors below were reported by the call that met them; nothing acknowledged depends on a
    // close.
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        (void)sqlite3_finalize(*statements[i]);
        *statements[i] = NULL;
    }
    (void)sqlite3_close(writer->db);
    writer->db = NULL;
}

static enum inbox_result hold_reserve(struct inbox_writer *writer) {
    enum inbox_result result = reserve_hold(writer->reserve);
    writer->reserved = result == INBOX_OK;
    return result;
}

static enum inbox_result give_reserve(struct inbox_writer *writer) {
    enum inbox_result result = reserve_release(writer->reserve);
    if (result == INBOX_OK)
        writer->reserved = false;
    return result;
}

// On a full disk the reserve is what a start can be written to: a door that does not run cannot
// trim.
static enum inbox_result open_with_reserve(struct inbox_writer *writer,
                                           const struct inbox_writer_options *options) {
    enum inbox_result result = reserve_open(options->path, &writer->reserve);
    if (result == INBOX_OK)
        result = hold_reserve(writer);
    if (result == INBOX_OK || result == INBOX_FULL)
        result = open_database(writer, options);
    if (result == INBOX_FULL && writer->reserved) {
        close_database(writer);
        result = give_reserve(writer);
        if (result == INBOX_OK)
            result = open_database(writer, options);
    }
    return result;
}

enum inbox_result inbox_writer_open(const struct inbox_writer_options *options,
                                    struct inbox_writer **out) {
    struct inbox_writer *writer = NULL;
    enum inbox_result result = INBOX_OK;
    if (options == NULL || options->path == NULL || options->door == INBOX_DOOR_NONE)
        return INBOX_INVALID;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return INBOX_NO_MEMORY;
    writer->lock = -1;
    writer->reserve = -1;
    writer->door = options->door;
    result = take_lock(options->path, &writer->lock);
    if (result == INBOX_OK)
        result = make_file(options->path);
    if (result == INBOX_OK)
        result = open_with_reserve(writer, options);
    if (result == INBOX_OK)
        result = replace_flush_directory(options->path);
    if (result == INBOX_OK) {
        *out = writer;
        writer = NULL;
    }
    inbox_writer_close(writer);
    return result;
}

void inbox_writer_close(struct inbox_writer *writer) {
    if (writer == NULL)
        return;
    close_database(writer);
    if (writer->reserve >= 0)
        (void)close(writer->reserve); // nothing was written
    if (writer->lock >= 0)
        (void)close(writer->lock);
    sodium_memzero(writer, sizeof *writer);
    free(writer);
}

const uint8_t *inbox_writer_id(const struct inbox_writer *writer) {
    return writer->id;
}

bool inbox_writer_used(const struct inbox_writer *writer) {
    return writer->start.after > 0;
}

bool inbox_writer_full(const struct inbox_writer *writer) {
    return !writer->reserved || writer->starved;
}

bool inbox_writer_latched(const struct inbox_writer *writer) {
    return writer->latched;
}

enum inbox_result inbox_writer_append(struct inbox_writer *writer, const struct inbox_entry *entry,
                                      int64_t *sequence) {
    return inbox_writer_append_group(writer, entry, 1, sequence);
}

static enum inbox_result insert_message(struct inbox_writer *writer, int64_t sequence,
                                        const struct inbox_entry *entry) {
    uint8_t *box = NULL;
    size_t length = 0;
    enum inbox_result result =
        seal_message(&writer->start, writer->id, sequence, entry, &box, &length);
    if (result != INBOX_OK)
        return result;
    int code = sqlite3_bind_int64(writer->insert, 1, sequence);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(writer->insert, 2, writer->start.number);
    if (code == SQLITE_OK)
        code = sqlite3_bind_blob64(writer->insert, 3, box, length, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = run(writer->insert);
    result = judge(writer, code);
    (void)sqlite3_clear_bindings(writer->insert); // always SQLITE_OK; the box is freed next
    free(box);
    return result;
}

enum inbox_result inbox_writer_append_group(struct inbox_writer *writer,
                                            const struct inbox_entry *entries, size_t count,
                                            int64_t *first) {
    if (entries == NULL || count == 0 || count > INBOX_GROUP_MAX)
        return INBOX_INVALID;
    for (size_t i = 0; i < count; i++)
        if (!seal_entry_valid(&entries[i]) || entries[i].facts->door != writer->door)
            return INBOX_INVALID;
    if (writer->latched)
        return INBOX_LATCHED;
    if (!writer->reserved)
        return INBOX_FULL;
    enum inbox_result result = judge(writer, run(writer->begin));
    for (size_t i = 0; i < count && result == INBOX_OK; i++)
        result = insert_message(writer, writer->next + (int64_t)i, &entries[i]);
    if (result == INBOX_OK)
        result = judge(writer, run(writer->commit));
    writer->starved = result == INBOX_FULL;
    writer->bloated = writer->bloated || writer->starved;
    if (result != INBOX_OK) {
        undo(writer);
        return result;
    }
    if (first != NULL)
        *first = writer->next;
    writer->next += (int64_t)count;
    return INBOX_OK;
}

enum inbox_result inbox_writer_trim(struct inbox_writer *writer, int64_t upto) {
    if (writer->latched)
        return INBOX_LATCHED;
    if (upto < 0 || upto >= writer->next)
        return INBOX_INVALID;
    if (upto > writer->trim_upto)
        writer->trim_upto = upto;
    return INBOX_OK;
}

// Starts whose messages are trimmed stay for a while: the reconciliation counts days, and without
// their holes what a start skipped would be missing. Only those that the server can open.
#define FORGET_STARTS                                                                              \
    "DELETE FROM start WHERE number < coalesce("                                                   \
    "(SELECT start FROM message ORDER BY sequence LIMIT 1), (SELECT max(number) FROM start)) "     \
    "AND (number <= (SELECT number FROM start ORDER BY number DESC LIMIT 1 OFFSET " STARTS_KEPT    \
    ") OR server_public <> (SELECT server_public FROM start ORDER BY number DESC LIMIT 1))"

// One slice, without a flush of its own: losing it costs nothing, and the flush of the next append
// covers it in order.
static enum inbox_result trim_slice(struct inbox_writer *writer) {
    enum inbox_result result =
        judge(writer, sqlite3_exec(writer->db, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL));
    if (result == INBOX_OK)
        result = judge(writer, run(writer->begin));
    if (result == INBOX_OK) {
        int code = sqlite3_bind_int64(writer->trim, 1, writer->trim_upto);
        if (code == SQLITE_OK)
            code = sqlite3_bind_int(writer->trim, 2, TRIM_SLICE);
        if (code == SQLITE_OK)
            code = run(writer->trim);
        int removed = code == SQLITE_OK ? sqlite3_changes(writer->db) : 0;
        if (code == SQLITE_OK)
            code = sqlite3_exec(writer->db, FORGET_STARTS, NULL, NULL, NULL);
        if (code == SQLITE_OK)
            code = run(writer->commit);
        result = judge(writer, code);
        if (result == INBOX_OK && removed < TRIM_SLICE)
            writer->trimmed = writer->trim_upto;
    }
    undo(writer);
    // If this failed the next append would be acknowledged without a flush.
    if (sqlite3_exec(writer->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL) != SQLITE_OK)
        writer->latched = true;
    return result;
}

static enum inbox_result checkpoint(struct inbox_writer *writer, int mode) {
    int code = sqlite3_wal_checkpoint_v2(writer->db, "main", mode, NULL, NULL);
    writer->new_pages = 0;
    writer->fresh_pages = 0;
    // A reader in the way is no fault: the rest is done once the WAL has grown further.
    return (code & 0xff) == SQLITE_BUSY ? INBOX_OK : judge(writer, code);
}

// The reserve is spent on trimming and on nothing else: what the WAL holds moves to the main file,
// the WAL is written from its beginning again.
static enum inbox_result trim(struct inbox_writer *writer) {
    enum inbox_result result = trim_slice(writer);
    if (result != INBOX_FULL)
        return result;
    if (writer->reserved)
        result = give_reserve(writer);
    if (result == INBOX_OK || result == INBOX_FULL)
        result = checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
    return result == INBOX_OK || result == INBOX_FULL ? trim_slice(writer) : result;
}

// A slice of the pages that trimming has freed, given back to the file system. *more: there are
// more of them.
static enum inbox_result give_back(struct inbox_writer *writer, bool *more) {
    int64_t spare = 0;
    enum inbox_result result =
        judge(writer, sqlite3_exec(writer->db, "PRAGMA incremental_vacuum(" VACUUM_SLICE ")", NULL,
                                   NULL, NULL));
    if (result == INBOX_OK)
        result = checkpoint(writer, SQLITE_CHECKPOINT_TRUNCATE);
    if (result == INBOX_OK)
        result = schema_number(writer->db, "PRAGMA freelist_count", &spare);
    if (result == INBOX_OK)
        *more = spare > 0;
    return result;
}

// Takes the reserve again, after giving back what trimming has freed if there is no space
// otherwise. INBOX_FULL: not yet. *more: another slice may help.
static enum inbox_result regain(struct inbox_writer *writer, bool *more) {
    enum inbox_result result = hold_reserve(writer);
    if (result != INBOX_FULL)
        return result;
    result = give_back(writer, more);
    return result == INBOX_OK ? hold_reserve(writer) : result;
}

// Whether there is space again, also when no device asks. A full disk may still hold the main
// file's own free pages: then the WAL starts anew.
static enum inbox_result probe(struct inbox_writer *writer) {
    char sql[160];
    if (writer->probe_in-- > 0)
        return INBOX_FULL;
    writer->probe_in = PROBE_EVERY;
    // There and back again: SQLite writes no page that an update leaves as it was.
    (void)sqlite3_snprintf(sizeof sql, sql,
                           "BEGIN IMMEDIATE; UPDATE inbox SET door = door %% 3 + 1;"
                           "UPDATE inbox SET door = %d; COMMIT",
                           (int)writer->door);
    enum inbox_result result = checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
    if (result == INBOX_OK || result == INBOX_FULL)
        result = judge(writer, sqlite3_exec(writer->db, sql, NULL, NULL, NULL));
    undo(writer);
    writer->starved = result == INBOX_FULL;
    return result;
}

enum inbox_result inbox_writer_checkpoint(struct inbox_writer *writer) {
    if (writer->latched)
        return INBOX_LATCHED;
    bool due = writer->new_pages >= PAGES_BETWEEN_CHECKPOINTS &&
               (writer->wal_pages >= WAL_PAGES_CHECKPOINT ||
                writer->fresh_pages >= FRESH_PAGES_CHECKPOINT);
    return due ? checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE) : INBOX_OK;
}

enum inbox_result inbox_writer_upkeep(struct inbox_writer *writer, bool *more) {
    enum inbox_result result = INBOX_OK;
    bool again = false;
    if (writer->latched)
        return INBOX_LATCHED;
    if (writer->trim_upto > writer->trimmed) {
        result = trim(writer);
        again = writer->trim_upto > writer->trimmed;
    } else if (!writer->reserved) {
        result = regain(writer, &again);
    } else if (writer->starved) {
        result = probe(writer);
    } else if (writer->bloated) {
        result = give_back(writer, &again);
        writer->bloated = result != INBOX_OK || again;
    }
    if (result == INBOX_OK && more != NULL)
        *more = again;
    return result;
}
