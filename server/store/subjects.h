// SPDX-License-Identifier: EUPL-1.2
// Monitored members by pseudonym (monitoring database). Who they are is known to the office only.
#ifndef STORE_SUBJECTS_H
#define STORE_SUBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

enum condition {
    CONDITION_NONE = 0,
    CONDITION_DIABETES = 1 << 0,
    CONDITION_HYPERTENSION = 1 << 1,
    CONDITION_COPD = 1 << 2,
};

// The single condition's name in API and outbox ("copd"); "" for anything else. Static.
const char *condition_name(enum condition condition);
enum condition condition_of(const char *name); // CONDITION_NONE if unknown

// Why somebody is not watched any longer.
enum leaving_reason {
    LEAVING_NONE = 0,
    LEAVING_LEFT,            // by their own wish
    LEAVING_YEAR_ENDED,      // the policy year, and with it the service
    LEAVING_CONSENT_REVOKED, // nothing is kept any more, whenever it was measured
    LEAVING_DECEASED,
};
enum { LEAVING_REASONS = LEAVING_DECEASED + 1 };
const char *leaving_reason_name(enum leaving_reason reason); // "consent-revoked"

// What the office knows of a member whose monitoring should end, as last told here.
enum subject_standing {
    STANDING_NONE = 0,
    STANDING_IN_FORCE,
    STANDING_UNCOVERED, // had a cover, and has none now
    STANDING_DECEASED,
};
enum { SUBJECT_STANDINGS = STANDING_DECEASED + 1 };
const char *subject_standing_name(enum subject_standing standing); // "uncovered"

struct subject {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    struct public_id fund;
    unsigned conditions;     // of enum condition
    struct sealed key;       // wrapped data key for this subject's texts and quarantined bytes
    int64_t enrolled_us;     // domain instants from here on
    int64_t closed_us;       // 0: still monitored
    enum leaving_reason closed_reason;
    int64_t heard_us;        // measuring time of the newest accepted reading, 0: none yet
    int64_t silent_after_us; // a span: how long without a reading is silence
    bool silent;
    enum subject_standing standing;
};

// id, closed_us, heard_us, silent and standing are ignored. RC_CONFLICT: the pseudonym exists.
RC_CHECKED enum rc subject_insert(struct tx *tx, const struct subject *subject, int64_t *id);
RC_CHECKED enum rc subject_by_public_id(struct tx *tx, const struct public_id *public_id,
                                        struct arena *arena, struct subject *subject);
RC_CHECKED enum rc subject_by_id(struct tx *tx, int64_t id, struct arena *arena,
                                 struct subject *subject);

// RC_NOT_FOUND: closed before.
RC_CHECKED enum rc subject_close(struct tx *tx, int64_t id, enum leaving_reason reason,
                                 int64_t at_us);

RC_CHECKED enum rc subject_set_standing(struct tx *tx, int64_t id, enum subject_standing standing);

// A reading measured at `measured_us` was accepted: silence is due later, and over if the reading
// is younger than the allowed span at `now_us`.
RC_CHECKED enum rc subject_heard(struct tx *tx, int64_t id, int64_t measured_us, int64_t now_us);

// Row numbers of monitored subjects whose silence was due at `now_us` and is not yet noted, or was
// noted and is to be looked at again, the longest due first, at most `limit`.
RC_CHECKED enum rc subject_silence_due(struct tx *tx, int64_t now_us, size_t limit,
                                       struct arena *arena, int64_t **ids, size_t *count);
// Noted: not due again until subject_look_again or a reading.
RC_CHECKED enum rc subject_set_silent(struct tx *tx, int64_t id);
// Who is silent still is due after the allowed span from `now_us`. Changes nothing for others.
RC_CHECKED enum rc subject_look_again(struct tx *tx, int64_t id, int64_t now_us);

#endif
