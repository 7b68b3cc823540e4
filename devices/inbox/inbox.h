// SPDX-License-Identifier: EUPL-1.2
// Custody: one durable file per door, appended by the door, read and trimmed by word of the server.
//
// The promise (docs/architecture.md, contract C1 to C7): when inbox_writer_append or
// inbox_writer_append_group returned INBOX_OK, every message given is on stable storage, and only
// then may a door acknowledge. Any other result: nothing of the call is kept, acknowledge nothing.
//
// The file is SQLite (WAL, synchronous=FULL). The door is its only writer and only checkpointer;
// the server reads through a connection that can write nothing, as another user (setgid directory,
// UMask 0027), while the door runs, after it stopped and after it was killed.
//
// Rows are sealed with secretbox under a key that the door makes at each start and stores in the
// file sealed to the server's public key. Sequence and inbox id lie inside the seal too, so a row
// that was changed, moved or copied is found.
//
// Sequences are never used twice, also not after trimming to empty. They grow by 1 while a door
// runs. Each start of a door skips INBOX_GROUP_MAX of them: after a kill the server may already
// have read rows that no flush had made durable (and nobody was acknowledged for); if the power
// then fails, their sequences must not come again with other content. The reader knows these holes,
// so missing_before always means loss or tampering. The holes of the newest 256 starts that gave
// messages outlive the messages: who counts days needs them (inbox_reader_given).
//
// A full disk refuses messages and heals by itself when there is space again. Beside the file the
// door keeps a reserve of 16 MiB (`<path>.reserve`): it is given up only when trimming finds no
// space otherwise, and until it is there again nothing is taken into custody.
//
// A handle belongs to one thread at a time. Times are microseconds since 1970 UTC by the machine's
// real clock (technical time); the room reads that clock only in inbox_now_us.
#ifndef INBOX_INBOX_H
#define INBOX_INBOX_H

#include "inbox/keys.h"
#include "inbox/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INBOX_ID_SIZE 16
#define INBOX_DEVICE_SIZE 16
#define INBOX_MARK_SIZE 16
#define INBOX_KIND_SIZE 65        // topic kind, at most 64 bytes, NUL terminated
#define INBOX_MEDIA_TYPE_SIZE 65  // at most 64 bytes, NUL terminated
#define INBOX_PAYLOAD_MAX 1048576 // bytes; doors have lower caps of their own
#define INBOX_GROUP_MAX 256       // messages in one append
#define INBOX_READ_MAX 1000       // messages in one read
#define INBOX_NO_CONTENT_FORMAT (-1)

enum inbox_door {
    INBOX_DOOR_NONE = 0,
    INBOX_DOOR_MQTT,
    INBOX_DOOR_COAP,
    INBOX_DOOR_SUBSCRIBER,
};

enum inbox_flag {
    INBOX_FLAG_NONE = 0,
    INBOX_FLAG_RETAIN = 1 << 0,      // the device asked to retain; the door neutralised it
    INBOX_FLAG_CONFIRMABLE = 1 << 1, // CoAP CON
};

// What the door knows about a message, apart from its bytes. All of it lies inside the seal.
struct inbox_facts {
    enum inbox_door door;
    uint8_t device[INBOX_DEVICE_SIZE]; // authenticated identity, never taken from the payload
    int64_t received_us;
    // MQTT: <kind> of ltc/v1/<device>/up/<kind>; CoAP: "" for readings, "hb" for a heartbeat.
    char kind[INBOX_KIND_SIZE];
    char media_type[INBOX_MEDIA_TYPE_SIZE]; // MQTT 5 content type, as sent; otherwise ""
    int32_t content_format;                 // CoAP content format, or INBOX_NO_CONTENT_FORMAT
    uint8_t protocol;                       // MQTT: 3, 4 (3.1.1) or 5; CoAP: 1
    uint8_t qos;                            // MQTT: 0 to 2 (0: stored, but nothing was promised)
    uint8_t flags;                          // enum inbox_flag
};

// Real time, microseconds since 1970 UTC, for received_us.
int64_t inbox_now_us(void);

// What only grows, milliseconds since some instant: for what a door does every so often.
int64_t inbox_monotonic_ms(void);

// "mqtt", "coap", "subscriber" or "none".
const char *inbox_door_text(enum inbox_door door);

// Exactly 32 lower-case hex digits (length bytes at text, no terminator needed) to 16 bytes.
bool inbox_device_parse(const char *text, size_t length, uint8_t out[INBOX_DEVICE_SIZE]);
// The reverse; out gets 32 digits and NUL.
void inbox_device_text(const uint8_t device[INBOX_DEVICE_SIZE], char out[33]);

// ---- writer: the door -------------------------------------------------------------------------

struct inbox_writer;

struct inbox_writer_options {
    const char *path;                      // the directory must exist
    uint8_t server_public[INBOX_KEY_SIZE]; // rows are sealed so that only its owner reads them
    enum inbox_door door;
};

struct inbox_entry {
    const struct inbox_facts *facts; // borrowed for the call
    const void *payload;             // borrowed for the call; NULL only when length is 0
    size_t length;                   // at most INBOX_PAYLOAD_MAX
};

// Opens or creates the inbox, takes its lock file (`<path>.lock`), checks it, makes the sealing key
// of this start and checkpoints everything found in the WAL to the flushed main file before it
// returns: what was recovered after a kill is on disk before anything is acknowledged.
// INBOX_BUSY: another door has it. INBOX_CORRUPT: not an inbox, or quick check failed.
enum inbox_result inbox_writer_open(const struct inbox_writer_options *options,
                                    struct inbox_writer **out) __attribute__((warn_unused_result));

// Closes cleanly; WAL and shared-memory file stay for readers of another user. NULL is fine.
void inbox_writer_close(struct inbox_writer *writer);

// Random 128-bit id, made when the file was made. Borrowed from the handle.
const uint8_t *inbox_writer_id(const struct inbox_writer *writer);

// One message, one flush. sequence may be NULL.
enum inbox_result inbox_writer_append(struct inbox_writer *writer, const struct inbox_entry *entry,
                                      int64_t *sequence) __attribute__((warn_unused_result));

// 1 to INBOX_GROUP_MAX messages with consecutive sequences, all or none, one flush.
// first may be NULL. INBOX_INVALID: an entry breaks its contract, nothing stored.
enum inbox_result inbox_writer_append_group(struct inbox_writer *writer,
                                            const struct inbox_entry *entries, size_t count,
                                            int64_t *first) __attribute__((warn_unused_result));

// The server has messages up to and including `upto`; they may go. Only notes the wish, the work is
// done in slices by inbox_writer_upkeep. A number beyond the newest sequence is INBOX_INVALID, one
// below an earlier wish changes nothing.
enum inbox_result inbox_writer_trim(struct inbox_writer *writer, int64_t upto)
    __attribute__((warn_unused_result));

// Housekeeping, to be called when idle and about every 100 ms under load: one slice of trimming
// (at most 500 messages); after a full disk it gives space back and takes the reserve again
// (INBOX_FULL: not yet). A few milliseconds. *more says whether it wants to be called again soon;
// may be NULL.
enum inbox_result inbox_writer_upkeep(struct inbox_writer *writer, bool *more)
    __attribute__((warn_unused_result));

// To be called whenever a group is acknowledged: moves the WAL to the main file once 128 pages of
// that would change, or the WAL has 1,024, and costs nothing before. Neither more, because whoever
// sends meanwhile waits for it, nor often, because it flushes three times.
enum inbox_result inbox_writer_checkpoint(struct inbox_writer *writer)
    __attribute__((warn_unused_result));

// True after a failed flush, write or checkpoint: every call answers INBOX_LATCHED until restart,
// because the kernel may have dropped pages it reported as written. A full disk does not latch.
bool inbox_writer_latched(const struct inbox_writer *writer);

// True while messages are refused for lack of space: the reserve is not held, or the newest append
// met a full disk and upkeep has found no space since.
bool inbox_writer_full(const struct inbox_writer *writer);

// True when a door had taken messages into this file before it was opened.
bool inbox_writer_used(const struct inbox_writer *writer);

// ---- reader: the server's drain ---------------------------------------------------------------

struct inbox_reader;

// What the file holds. Comparing with the stored cursor finds what single messages cannot show:
// reserved < cursor: the file was rolled back to an older state (and inbox_reader_follows: was, and
// has gone on since); cursor < last but nothing to read: messages at the end are gone; another id:
// another file. All are alarms.
struct inbox_bounds {
    int64_t oldest;   // 0 when empty
    int64_t newest;   // 0 when empty
    int64_t last;     // highest sequence ever given to a message, 0 when none; survives trimming
    int64_t reserved; // at least last; includes the numbers that the newest start skipped
};

// Which start of the door gave a sequence. Kept beside the cursor: a file that was rolled back
// gives the same numbers again, so numbers alone would take new messages for old ones.
struct inbox_mark {
    int64_t start;                  // 0: not known
    uint8_t bytes[INBOX_MARK_SIZE]; // random, of that start alone
};

enum inbox_soundness {
    INBOX_SOUND = 0,
    INBOX_DAMAGED, // the seal does not open: facts are zero, payload holds the sealed bytes found
};

struct inbox_message {
    int64_t sequence;
    int64_t missing_before; // sequences absent between the one before (or `after`) and this one
    enum inbox_soundness soundness;
    struct inbox_facts facts;
    const uint8_t *payload; // owned by the batch; followed by a NUL that is not counted
    size_t length;
};

struct inbox_batch {
    struct inbox_message *messages; // ascending sequence
    size_t count;
};

// Opens for reading; creates and changes nothing. Reader and writer belong to different processes:
// a process that holds a reader cannot open a writer of the same file afterwards (INBOX_DENIED),
// since SQLite shares the read-only wal-index within a process. INBOX_MISSING before the door's
// first start; INBOX_DENIED also when somebody removed the WAL's shared-memory file, which the next
// start of the door makes again; INBOX_WRONG_KEY when the newest sealing key is for another server
// key.
enum inbox_result inbox_reader_open(const char *path, const struct inbox_keypair *keys,
                                    struct inbox_reader **out) __attribute__((warn_unused_result));

void inbox_reader_close(struct inbox_reader *reader);

// Borrowed from the handle.
const uint8_t *inbox_reader_id(const struct inbox_reader *reader);
enum inbox_door inbox_reader_door(const struct inbox_reader *reader);

enum inbox_result inbox_reader_bounds(struct inbox_reader *reader, struct inbox_bounds *out)
    __attribute__((warn_unused_result));

// Up to limit (1 to INBOX_READ_MAX) messages with sequence > after, and about 4 MiB of payload at
// most; at least one message if there is any. One consistent view, held only during the call. A
// damaged message is reported in its place and is not an error. The caller frees the batch.
// INBOX_WRONG_KEY: some row needs another server key; nothing is returned, nothing may be trimmed.
// INBOX_MISSING: the file was replaced by another since open: close and open again.
enum inbox_result inbox_reader_read(struct inbox_reader *reader, int64_t after, size_t limit,
                                    struct inbox_batch **out) __attribute__((warn_unused_result));

// For a file with damaged pages (INBOX_CORRUPT above): like inbox_reader_read, but steps over what
// the damage hides, counted in missing_before of the next message. An empty batch: nothing more can
// be read. What is hidden may be readable again another time, so nothing may be trimmed for it.
enum inbox_result inbox_reader_salvage(struct inbox_reader *reader, int64_t after, size_t limit,
                                       struct inbox_batch **out)
    __attribute__((warn_unused_result));

void inbox_batch_free(struct inbox_batch *batch);

// How many messages the door has numbered in (after, upto], as of the newest start that was read:
// what starts skipped is not counted. Says nothing about what is there.
int64_t inbox_reader_given(const struct inbox_reader *reader, int64_t after, int64_t upto);

// The highest sequence ever given to a message, as in struct inbox_bounds; can be read while damage
// hides messages.
enum inbox_result inbox_reader_last(struct inbox_reader *reader, int64_t *last)
    __attribute__((warn_unused_result));

// Messages with sequence > after that are in the file. INBOX_CORRUPT: damage hides some.
enum inbox_result inbox_reader_waiting(struct inbox_reader *reader, int64_t after, int64_t *count)
    __attribute__((warn_unused_result));

// The mark of a sequence, as of the last successful read.
struct inbox_mark inbox_reader_mark(const struct inbox_reader *reader, int64_t sequence);

// Whether the file, as of the last successful read, is a later state of the one in which `sequence`
// had `mark`. False: it was rolled back, numbers up to `sequence` may stand for other messages. A
// mark that is not known is followed by anything. (Also false after a power failure took rows that
// were read before their flush; nobody was acknowledged for those, and reading again is harmless.)
bool inbox_reader_follows(const struct inbox_reader *reader, int64_t sequence,
                          const struct inbox_mark *mark);

#endif
