// SPDX-License-Identifier: EUPL-1.2
// Readings with their identity key (monitoring database): exactly once, whatever the transport
// does.
#ifndef STORE_READINGS_H
#define STORE_READINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/result.h"
#include "scoring/quantity.h"
#include "scoring/stuck_sensor.h"
#include "store/store.h"

enum {
    READING_DIGEST_SIZE = 16,
    READING_SOURCE_MAX = 64,   // bytes of a source's name
    READING_SOURCES_MAX = 100, // meters of one subject, over all time: a window reads each on each day
};

// How a value stood to the limits in force when it was taken in; never changed afterwards.
enum reading_level {
    READING_LEVEL_UNKNOWN = 0, // no limit was set, or the installation only records
    READING_LEVEL_NORMAL,
    READING_LEVEL_WARN_LOW,
    READING_LEVEL_WARN_HIGH,
    READING_LEVEL_ALERT_LOW,
    READING_LEVEL_ALERT_HIGH,
};
enum { READING_LEVELS = READING_LEVEL_ALERT_HIGH + 1 };

const char *reading_level_name(enum reading_level level); // "unknown", "warnHigh", …
enum reading_level reading_level_of(const char *name);    // UNKNOWN if it is none

enum reading_origin {
    READING_ORIGIN_NONE = 0,
    READING_ORIGIN_DEVICE,
    READING_ORIGIN_MANUAL,
    READING_ORIGIN_CORRECTED,
    READING_ORIGIN_IMPORTED, // from what a meter's program exported
};
const char *reading_origin_name(enum reading_origin origin); // "device"

// Beside the device's own flags (bits of enum payload_flag, below bit 16).
enum {
    READING_FLAG_SEQUENCE_REUSED = 1 << 16, // the same sequence came with other values, too
    READING_FLAG_BELOW_RANGE = 1 << 17,     // of one value: less than `value`, the meter showed LO
    READING_FLAG_ABOVE_RANGE = 1 << 18,     // … more than `value`, it showed HI
    READING_FLAG_HOUR_TWICE = 1 << 19,      // measured in the hour that comes twice (case 14)
    READING_FLAG_CLOCK_AHEAD = 1 << 20,     // the device's clock was ahead of ours (case 11)
    READING_FLAG_CLOCK_BEHIND = 1 << 21,    // … was behind
};

// What took the reading and how the message named it.
struct reading_identity {
    int64_t source_id;
    int64_t time_us; // domain instant of measuring
    uint8_t digest[READING_DIGEST_SIZE];
};

struct reading {
    struct reading_identity identity;
    enum quantity quantity;
    enum quantity_kind kind;
    int64_t device_id; // that delivered it first
    int64_t value;     // thousandths of the canonical unit
    const char *sent;  // number and unit exactly as sent
    const char *unit;
    enum reading_level level;
    enum reading_origin origin;
    unsigned flags;
    int64_t received_us; // domain instant at the door
};

// The row number of a subject's meter (or device, when no meter was named); made at first sight.
// RC_LIMIT: the subject has READING_SOURCES_MAX of others.
RC_CHECKED enum rc reading_source(struct tx *tx, int64_t subject_id, const char *name,
                                  int64_t *source_id);

// One value. *fresh is false, and nothing changes, when this very reading is here already.
RC_CHECKED enum rc reading_insert(struct tx *tx, const struct reading *reading, bool *fresh);

struct reading_sequence {
    int64_t device_id;
    int64_t boot; // -1: not sent
    int64_t seq;
    int64_t place; // index in the message
};

enum sequence_verdict {
    SEQUENCE_NONE = 0,
    SEQUENCE_NEW,    // now remembered with this identity
    SEQUENCE_AGAIN,  // the same reading once more
    SEQUENCE_REUSED, // another reading under a sequence that was used before: *earlier names that
};
RC_CHECKED enum rc reading_sequence_claim(struct tx *tx, const struct reading_sequence *sequence,
                                          const struct reading_identity *identity,
                                          enum sequence_verdict *verdict,
                                          struct reading_identity *earlier);

// Add flags to all values of a reading.
RC_CHECKED enum rc reading_flag(struct tx *tx, const struct reading_identity *identity,
                                unsigned flags);

// The values of one kind of a subject measured in [from_us, to_us), by quantity, then time.
// RC_LIMIT: more than `limit` of them.
RC_CHECKED enum rc reading_window(struct tx *tx, int64_t subject_id, enum quantity_kind kind,
                                  int64_t from_us, int64_t to_us, size_t limit, struct arena *arena,
                                  struct reading **readings, size_t *count);

// Whether the device gave the subject a reading measured in [from_us, to_us). Looks at the newest
// days first.
RC_CHECKED enum rc reading_any_of_device(struct tx *tx, int64_t subject_id, int64_t device_id,
                                         int64_t from_us, int64_t to_us, struct arena *arena,
                                         bool *any);

// The newest value of each quantity, kept with the readings, and for how long it has been the same.
struct reading_newest {
    enum quantity quantity;
    int64_t value;
    struct stuck_run run; // last_us: when the newest was measured
};
// At most `most` quantities.
RC_CHECKED enum rc reading_newest_runs(struct tx *tx, int64_t subject_id,
                                       struct reading_newest *rows, size_t most, size_t *count);
// The reading is the newest of its quantity. `known`: reading_newest_runs gave one before.
RC_CHECKED enum rc reading_newest_keep(struct tx *tx, int64_t subject_id,
                                       const struct reading *reading, const struct stuck_run *run,
                                       bool known);
RC_CHECKED enum rc reading_latest(struct tx *tx, int64_t subject_id, struct arena *arena,
                                  struct reading **readings, size_t *count);

#endif
