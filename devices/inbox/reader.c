// SPDX-License-Identifier: EUPL-1.2
// The drain's side of custody: read sealed rows in order without writing anything.
#include "inbox/inbox.h"

#include "inbox/replace.h"
#include "inbox/schema.h"
#include "inbox/seal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUSY_MS 1000
#define BATCH_BYTES (4 * 1024 * 1024)

struct start_row {
    struct seal_start start;
    int64_t number;
    uint8_t mark[INBOX_MARK_SIZE];
    uint8_t sealed[SEAL_START_SIZE];
    bool sound;
};

struct inbox_reader {
    sqlite3 *db;
    char *path;
    dev_t device;
    ino_t inode;
    enum inbox_door door;
    uint8_t id[INBOX_ID_SIZE];
    struct inbox_keypair keys;
    struct start_row *starts; // ascending number, read anew with every batch
    size_t start_count;
    sqlite3_stmt *begin;
    sqlite3_stmt *read;
    sqlite3_stmt *salvage;
    sqlite3_stmt *list_starts;
    sqlite3_stmt *bounds;
    sqlite3_stmt *last;
    sqlite3_stmt *waiting;
    sqlite3_stmt *end;
};

// A batch and, hidden from its user, the buffers behind the payloads.
struct owned_batch {
    struct inbox_batch batch;
    uint8_t **buffers;
};

// The wal-index is opened read-only so that a reader of another user, or of root, never writes a
// file of the door; "file:" with every byte outside the unreserved set escaped.
static char *uri_of(const char *path) {
    static const char head[] = "file:";
    static const char tail[] = "?readonly_shm=1";
    static const char digits[] = "0123456789ABCDEF";
    char *uri = malloc(sizeof head + 3 * strlen(path) + sizeof tail);
    if (uri == NULL)
        return NULL;
    memcpy(uri, head, sizeof head - 1);
    char *at = uri + sizeof head - 1;
    for (const char *from = path; *from != '\0'; from++) {
        unsigned char byte = (unsigned char)*from;
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= '0' && byte <= '9') || strchr("/-._~", byte) != NULL) {
            *at++ = (char)byte;
        } else {
            *at++ = '%';
            *at++ = digits[byte >> 4];
            *at++ = digits[byte & 15];
        }
    }
    memcpy(at, tail, sizeof tail);
    return uri;
}

// What was given: the highest sequence of all, and of the newest start the last before it and the
// first. While a start has given nothing, its hole is behind the highest sequence of a message.
#define NUMBERS_GIVEN                                                                              \
    " coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'message'), 0),"                      \
    " coalesce((SELECT after FROM start ORDER BY number DESC LIMIT 1), 0),"                        \
    " coalesce((SELECT first FROM start ORDER BY number DESC LIMIT 1), 1)"

static int64_t last_given(sqlite3_stmt *numbers) {
    int64_t reserved = sqlite3_column_int64(numbers, 0);
    return reserved < sqlite3_column_int64(numbers, 2) ? sqlite3_column_int64(numbers, 1)
                                                       : reserved;
}

static enum inbox_result prepare(struct inbox_reader *reader) {
    const struct {
        sqlite3_stmt **slot;
        const char *sql;
    } statements[] = {
        {&reader->begin, "BEGIN"},
        {&reader->read, "SELECT sequence, start, box FROM message WHERE sequence > $1"
                        " ORDER BY sequence LIMIT $2"},
        // From a number on, not behind one: looking for the one before would meet its damaged page.
        {&reader->salvage, "SELECT sequence, start, box FROM message WHERE sequence >= $1"
                           " ORDER BY sequence LIMIT $2"},
        {&reader->list_starts, "SELECT number, server_public, sealed FROM start ORDER BY number"},
        {&reader->bounds, "SELECT" NUMBERS_GIVEN
                          ", coalesce((SELECT min(sequence) FROM message), 0),"
                          " coalesce((SELECT max(sequence) FROM message), 0)"},
        {&reader->last, "SELECT" NUMBERS_GIVEN},
        // The boxes are looked at, so that damage among them is met.
        {&reader->waiting, "SELECT count(box) FROM message WHERE sequence > $1"},
        {&reader->end, "COMMIT"},
    };
    int code = SQLITE_OK;
    for (size_t i = 0; i < sizeof statements / sizeof statements[0] && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v3(reader->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  statements[i].slot, NULL);
    return schema_result(reader->db, code);
}

static enum inbox_result begin(struct inbox_reader *reader) {
    int code = sqlite3_step(reader->begin);
    int reset = sqlite3_reset(reader->begin);
    return schema_result(reader->db, code == SQLITE_DONE ? reset : code);
}

static void end(struct inbox_reader *reader) {
    // Ending a read transaction writes nothing, so there is nothing to lose if it complains.
    (void)sqlite3_reset(reader->read);
    (void)sqlite3_reset(reader->salvage);
    (void)sqlite3_reset(reader->list_starts);
    (void)sqlite3_reset(reader->bounds);
    if (sqlite3_get_autocommit(reader->db) == 0) {
        (void)sqlite3_step(reader->end);
        (void)sqlite3_reset(reader->end);
    }
}

// As it was opened before: opening costs more than reading many messages.
static const struct start_row *known_start(const struct inbox_reader *reader, int64_t number,
                                           const uint8_t *sealed, size_t length) {
    for (size_t i = 0; length == SEAL_START_SIZE && i < reader->start_count; i++) {
        const struct start_row *row = &reader->starts[i];
        if (row->sound && row->number == number &&
            memcmp(row->sealed, sealed, SEAL_START_SIZE) == 0)
            return row;
    }
    return NULL;
}

// All starts of the file. A start sealed for another server key is an error: its messages are sound
// and must not be taken for damaged. One sealed for us that does not open is damaged.
static enum inbox_result load_starts(struct inbox_reader *reader) {
    struct start_row *rows = NULL;
    size_t count = 0;
    size_t room = 0;
    int code;
    enum inbox_result result = INBOX_OK;
    while ((code = sqlite3_step(reader->list_starts)) == SQLITE_ROW) {
        const uint8_t *public = sqlite3_column_blob(reader->list_starts, 1);
        if (sqlite3_column_bytes(reader->list_starts, 1) == INBOX_KEY_SIZE &&
            memcmp(public, reader->keys.public, INBOX_KEY_SIZE) != 0) {
            result = INBOX_WRONG_KEY;
            goto out;
        }
        if (count == room) {
            room = room == 0 ? 8 : 2 * room;
            struct start_row *grown = realloc(rows, room * sizeof *rows);
            if (grown == NULL) {
                result = INBOX_NO_MEMORY;
                goto out;
            }
            rows = grown;
        }
        struct start_row *row = &rows[count++];
        *row = (struct start_row){.number = sqlite3_column_int64(reader->list_starts, 0)};
        const uint8_t *sealed = sqlite3_column_blob(reader->list_starts, 2);
        int length = sqlite3_column_bytes(reader->list_starts, 2);
        const struct start_row *known = known_start(reader, row->number, sealed, (size_t)length);
        if (known != NULL) {
            *row = *known;
            continue;
        }
        row->sound = seal_start_open(sealed, (size_t)length, row->number, reader->id, &reader->keys,
                                     &row->start) == INBOX_OK;
        // The seal begins with a public key made for it alone: random, and no secret.
        if (row->sound) {
            memcpy(row->mark, sealed, sizeof row->mark);
            memcpy(row->sealed, sealed, sizeof row->sealed);
        }
    }
    result = schema_result(reader->db, code);
    if (result != INBOX_OK)
        goto out;
    struct start_row *before = reader->starts;
    reader->starts = rows;
    reader->start_count = count;
    rows = before;
out:
    (void)sqlite3_reset(reader->list_starts); // repeats the error of the step, which we have
    free(rows);
    return result;
}

static const struct seal_start *find_start(const struct inbox_reader *reader, int64_t number) {
    for (size_t i = reader->start_count; i > 0; i--)
        if (reader->starts[i - 1].number == number)
            return reader->starts[i - 1].sound ? &reader->starts[i - 1].start : NULL;
    return NULL;
}

// Sequences absent between two, not counting the numbers that starts skipped.
static int64_t missing_between(const struct inbox_reader *reader, int64_t before,
                               int64_t sequence) {
    int64_t missing = sequence - before - 1;
    for (size_t i = 0; i < reader->start_count; i++) {
        if (!reader->starts[i].sound)
            continue;
        const struct seal_start *start = &reader->starts[i].start;
        int64_t low = start->after > before ? start->after : before;
        int64_t high = start->first < sequence ? start->first : sequence;
        if (high - low > 1)
            missing -= high - low - 1;
    }
    return missing > 0 ? missing : 0;
}

int64_t inbox_reader_given(const struct inbox_reader *reader, int64_t after, int64_t upto) {
    return upto <= after ? 0 : missing_between(reader, after, upto + 1);
}

enum inbox_result inbox_reader_last(struct inbox_reader *reader, int64_t *last) {
    int code = sqlite3_step(reader->last);
    enum inbox_result result = schema_result(reader->db, code);
    if (code == SQLITE_ROW)
        *last = last_given(reader->last);
    (void)sqlite3_reset(reader->last); // repeats the error of the step, which we have
    return result;
}

enum inbox_result inbox_reader_waiting(struct inbox_reader *reader, int64_t after, int64_t *count) {
    int code = sqlite3_bind_int64(reader->waiting, 1, after);
    if (code == SQLITE_OK)
        code = sqlite3_step(reader->waiting);
    enum inbox_result result = schema_result(reader->db, code);
    if (code == SQLITE_ROW)
        *count = sqlite3_column_int64(reader->waiting, 0);
    (void)sqlite3_reset(reader->waiting); // repeats the error of the step, which we have
    return result;
}

struct inbox_mark inbox_reader_mark(const struct inbox_reader *reader, int64_t sequence) {
    struct inbox_mark mark = {0};
    for (size_t i = 0; i < reader->start_count; i++) {
        const struct start_row *row = &reader->starts[i];
        if (row->sound && row->start.first <= sequence) {
            mark.start = row->number;
            memcpy(mark.bytes, row->mark, sizeof mark.bytes);
        }
    }
    return mark;
}

bool inbox_reader_follows(const struct inbox_reader *reader, int64_t sequence,
                          const struct inbox_mark *mark) {
    if (mark->start == 0)
        return true;
    for (size_t i = 0; i < reader->start_count; i++) {
        const struct start_row *row = &reader->starts[i];
        if (!row->sound)
            continue;
        if (row->number == mark->start && memcmp(row->mark, mark->bytes, sizeof row->mark) != 0)
            return false;
        // A later start begins behind everything that was given before it.
        if (row->number > mark->start && row->start.after < sequence)
            return false;
    }
    return reader->start_count > 0 && reader->starts[reader->start_count - 1].number >= mark->start;
}

static enum inbox_result open_database(struct inbox_reader *reader) {
    struct stat status;
    enum inbox_result result = INBOX_OK;
    char *uri = NULL;
    if (stat(reader->path, &status) != 0)
        return replace_errno(errno);
    reader->device = status.st_dev;
    reader->inode = status.st_ino;
    uri = uri_of(reader->path);
    if (uri == NULL)
        return INBOX_NO_MEMORY;
    int code = sqlite3_open_v2(uri, &reader->db,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    if (reader->db == NULL) {
        result = INBOX_NO_MEMORY;
        goto out;
    }
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(reader->db, BUSY_MS);
    if (code == SQLITE_OK)
        code = sqlite3_exec(reader->db,
                            "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF;"
                            "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;",
                            NULL, NULL, NULL);
    result = schema_result(reader->db, code);
    if (result == INBOX_OK)
        result = schema_identify(reader->db, &reader->door, reader->id);
    if (result == INBOX_OK)
        result = prepare(reader);
out:
    free(uri);
    return result;
}

enum inbox_result inbox_reader_open(const char *path, const struct inbox_keypair *keys,
                                    struct inbox_reader **out) {
    struct inbox_reader *reader = NULL;
    enum inbox_result result = INBOX_OK;
    if (path == NULL || keys == NULL)
        return INBOX_INVALID;
    if (sodium_init() < 0)
        return INBOX_NO_MEMORY;
    reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return INBOX_NO_MEMORY;
    reader->keys = *keys;
    reader->path = strdup(path);
    if (reader->path == NULL) {
        result = INBOX_NO_MEMORY;
        goto out;
    }
    result = open_database(reader);
    if (result == INBOX_OK)
        result = begin(reader);
    if (result == INBOX_OK)
        result = load_starts(reader);
    if (result == INBOX_OK) {
        end(reader);
        *out = reader;
        reader = NULL;
    }
out:
    inbox_reader_close(reader);
    return result;
}

void inbox_reader_close(struct inbox_reader *reader) {
    if (reader == NULL)
        return;
    sqlite3_stmt *statements[] = {reader->begin,       reader->read,   reader->salvage,
                                  reader->list_starts, reader->bounds, reader->last,
                                  reader->waiting,     reader->end};
    // A reader wrote nothing: no error of closing can lose anything.
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
        (void)sqlite3_finalize(statements[i]);
    (void)sqlite3_close(reader->db);
    if (reader->starts != NULL)
        sodium_memzero(reader->starts, reader->start_count * sizeof *reader->starts);
    free(reader->starts);
    free(reader->path);
    sodium_memzero(reader, sizeof *reader);
    free(reader);
}

const uint8_t *inbox_reader_id(const struct inbox_reader *reader) {
    return reader->id;
}

enum inbox_door inbox_reader_door(const struct inbox_reader *reader) {
    return reader->door;
}

enum inbox_result inbox_reader_bounds(struct inbox_reader *reader, struct inbox_bounds *out) {
    int code = sqlite3_step(reader->bounds);
    enum inbox_result result = schema_result(reader->db, code);
    if (result == INBOX_OK && code == SQLITE_ROW)
        *out = (struct inbox_bounds){
            .oldest = sqlite3_column_int64(reader->bounds, 3),
            .newest = sqlite3_column_int64(reader->bounds, 4),
            .last = last_given(reader->bounds),
            .reserved = sqlite3_column_int64(reader->bounds, 0),
        };
    (void)sqlite3_reset(reader->bounds); // repeats the error of the step, which we have
    return result;
}

static enum inbox_result add_message(struct inbox_reader *reader, sqlite3_stmt *row, int64_t before,
                                     struct owned_batch *owned) {
    struct inbox_message message = {.sequence = sqlite3_column_int64(row, 0)};
    int64_t number = sqlite3_column_int64(row, 1);
    const uint8_t *box = sqlite3_column_blob(row, 2);
    size_t length = (size_t)sqlite3_column_bytes(row, 2);
    message.missing_before = missing_between(reader, before, message.sequence);
    enum inbox_result result = seal_open(find_start(reader, number), reader->id, box, length,
                                         &message, &owned->buffers[owned->batch.count]);
    if (result == INBOX_OK)
        owned->batch.messages[owned->batch.count++] = message;
    return result;
}

static struct owned_batch *new_batch(size_t limit) {
    struct owned_batch *owned = calloc(1, sizeof *owned);
    if (owned == NULL)
        return NULL;
    owned->batch.messages = calloc(limit, sizeof *owned->batch.messages);
    owned->buffers = calloc(limit, sizeof *owned->buffers);
    if (owned->batch.messages == NULL || owned->buffers == NULL) {
        inbox_batch_free(&owned->batch);
        return NULL;
    }
    return owned;
}

// Where a batch has come to while it is read.
struct place {
    int64_t before; // the message before the next one
    size_t bytes;
};

static enum inbox_result take_row(struct inbox_reader *reader, sqlite3_stmt *row,
                                  struct place *place, struct owned_batch *owned) {
    // Numbers that do not ascend are a damaged page: the cursor of the drain must never go back.
    if (sqlite3_column_int64(row, 0) <= place->before)
        return INBOX_CORRUPT;
    enum inbox_result result = add_message(reader, row, place->before, owned);
    if (result == INBOX_OK) {
        place->before = owned->batch.messages[owned->batch.count - 1].sequence;
        place->bytes += owned->batch.messages[owned->batch.count - 1].length;
    }
    return result;
}

static int bind(sqlite3_stmt *statement, int64_t sequence, size_t limit) {
    (void)sqlite3_reset(statement); // repeats the error of the step, which was judged
    int code = sqlite3_bind_int64(statement, 1, sequence);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 2, (int64_t)limit);
    return code;
}

static enum inbox_result read_rows(struct inbox_reader *reader, int64_t after, size_t limit,
                                   struct owned_batch *owned) {
    struct place place = {.before = after};
    enum inbox_result result = schema_result(reader->db, bind(reader->read, after, limit));
    while (result == INBOX_OK && place.bytes < BATCH_BYTES) {
        int code = sqlite3_step(reader->read);
        if (code != SQLITE_ROW) {
            // A damaged page must not hide the sound messages before it; the next read meets it.
            if (owned->batch.count == 0 || code == SQLITE_DONE)
                result = schema_result(reader->db, code);
            break;
        }
        result = take_row(reader, reader->read, &place, owned);
        if (result == INBOX_CORRUPT && owned->batch.count > 0)
            return INBOX_OK; // likewise
    }
    return result;
}

// Number after number through what a damaged page hides, so that no sound row between two damaged
// ones is passed by.
static enum inbox_result salvage_rows(struct inbox_reader *reader, int64_t after, size_t limit,
                                      struct owned_batch *owned) {
    struct place place = {.before = after};
    int64_t last = 0;
    int64_t next = after + 1;
    enum inbox_result result =
        schema_number(reader->db, "SELECT seq FROM sqlite_sequence WHERE name = 'message'", &last);
    if (result == INBOX_OK)
        result = schema_result(reader->db, bind(reader->salvage, next, limit));
    while (result == INBOX_OK && place.bytes < BATCH_BYTES && owned->batch.count < limit) {
        int code = sqlite3_step(reader->salvage);
        bool row = code == SQLITE_ROW && sqlite3_column_int64(reader->salvage, 0) >= next;
        bool hidden = (code & 0xff) == SQLITE_CORRUPT || (code == SQLITE_ROW && !row);
        if (row) {
            result = take_row(reader, reader->salvage, &place, owned);
            next = place.before + 1;
        } else if (hidden && next < last) {
            next++;
            result =
                schema_result(reader->db, bind(reader->salvage, next, limit - owned->batch.count));
        } else {
            if (!hidden)
                result = schema_result(reader->db, code);
            break;
        }
    }
    return result;
}

typedef enum inbox_result row_reader(struct inbox_reader *reader, int64_t after, size_t limit,
                                     struct owned_batch *owned);

static enum inbox_result read_batch(struct inbox_reader *reader, int64_t after, size_t limit,
                                    row_reader *rows, struct inbox_batch **out) {
    struct stat status;
    if (after < 0 || limit == 0 || limit > INBOX_READ_MAX)
        return INBOX_INVALID;
    if (stat(reader->path, &status) != 0)
        return replace_errno(errno);
    if (status.st_dev != reader->device || status.st_ino != reader->inode)
        return INBOX_MISSING;
    struct owned_batch *owned = new_batch(limit);
    if (owned == NULL)
        return INBOX_NO_MEMORY;
    enum inbox_result result = begin(reader);
    if (result == INBOX_OK)
        result = load_starts(reader);
    if (result == INBOX_OK)
        result = rows(reader, after, limit, owned);
    end(reader);
    if (result != INBOX_OK) {
        inbox_batch_free(&owned->batch);
        return result;
    }
    *out = &owned->batch;
    return INBOX_OK;
}

enum inbox_result inbox_reader_read(struct inbox_reader *reader, int64_t after, size_t limit,
                                    struct inbox_batch **out) {
    return read_batch(reader, after, limit, read_rows, out);
}

enum inbox_result inbox_reader_salvage(struct inbox_reader *reader, int64_t after, size_t limit,
                                       struct inbox_batch **out) {
    return read_batch(reader, after, limit, salvage_rows, out);
}

void inbox_batch_free(struct inbox_batch *batch) {
    if (batch == NULL)
        return;
    // The batch is the first member of its owner, so both have one address.
    struct owned_batch *owned = (struct owned_batch *)batch;
    for (size_t i = 0; owned->buffers != NULL && i < batch->count; i++)
        free(owned->buffers[i]);
    free(owned->buffers);
    free(batch->messages);
    free(owned);
}
