// SPDX-License-Identifier: EUPL-1.2
// Readings from what a meter's own program exported, for one member: looked at first, then taken.
#ifndef SERVICE_READING_IMPORT_H
#define SERVICE_READING_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/entered_reading.h"

struct once;
struct service;

enum { IMPORT_VALUES_MAX = 4, IMPORT_FLAGS_MAX = 10 };

// The names of the layouts that are read (payload/export.h), NULL after the last.
extern const char *const IMPORT_LAYOUTS[];

struct reading_file {
    struct public_id subject;
    int layout; // index in IMPORT_LAYOUTS
    const void *bytes;
    size_t length;
    bool keep; // else nothing changes: what would become of it
    struct once *once;
};

enum import_verdict {
    IMPORT_NONE = 0,
    IMPORT_NEW,         // a reading, or would become one
    IMPORT_KNOWN,       // it is there already, as a reading or in quarantine
    IMPORT_QUARANTINED, // it cannot be evaluated: kept for a person's decision
    IMPORT_REFUSED,     // nothing is kept of it
};
enum { IMPORT_VERDICTS = IMPORT_REFUSED + 1 };
const char *import_verdict_name(enum import_verdict verdict); // "new"

struct import_row {
    enum import_verdict verdict;
    // Why it is not new: of payload_fault_text, plausibility_code, freshness_code,
    // "control-measurement", "no-device" or "too-many-meters"; NULL: nothing is wrong.
    const char *code;
    size_t line;         // in the file, from 1
    size_t column;       // where a fault of the text was noticed, in characters; 0: no such fault
    const char *title;   // of the column at fault; "": of none
    int64_t measured_us; // 0: not known
    struct entered_value values[IMPORT_VALUES_MAX];
    size_t value_count;
    const char *flags[IMPORT_FLAGS_MAX];
    size_t flag_count;
};

struct import_view {
    struct import_row *rows;
    size_t count;
    size_t counts[IMPORT_VERDICTS];
};

// Takes the rows as the drain takes a device's readings, marked as imported and received now: same
// identity, same plausibility, same limits, so the same file again changes nothing. What is too
// old, ahead of time, or of a time at which the member had no device is refused row by row.
// RC_NOT_FOUND "subject-unknown"; RC_INVALID for a file that cannot be read, at "/line/L/column/C".
// Audited, the look as well.
RC_CHECKED enum rc readings_import(const struct service *service, const struct actor *actor,
                                   const struct reading_file *file, struct arena *arena,
                                   struct fault *fault, struct import_view *view);

#endif
