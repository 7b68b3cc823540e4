// SPDX-License-Identifier: EUPL-1.2
// Use cases of claims staff: the work list, the case page, findings of the state, signs of life.
//
// All block on the store; any worker thread. A failed one fills `fault` with a stable code and
// changes nothing. `if_match` is the version the caller last read (RC_STALE when it is not the
// newest).
#ifndef SERVICE_CLAIMS_H
#define SERVICE_CLAIMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "service/actor.h"
#include "service/claim_view.h"

struct service;

enum { CLAIM_POSITION_SIZE = 48 };

struct claim_page {
    struct claim_row *rows;
    size_t count;
    char next[CLAIM_POSITION_SIZE]; // position of the next page, "" on the last one
};

// Claims that wait for staff, nearest due day first, never drafts. `shown` NULL: all such states.
// `course` CLAIM_STATE_NONE: any; otherwise only claims that stand exactly there. `position` "" for
// the start, else a page's `next` (RC_INVALID bad-cursor for anything else).
RC_CHECKED enum rc claims_list(const struct service *service, const struct actor *actor,
                               const char *shown, enum claim_state course, const char *position,
                               size_t limit, struct arena *arena, struct claim_page *page,
                               struct fault *fault);

// The case page. The read is audited.
RC_CHECKED enum rc claim_read(const struct service *service, const struct actor *actor,
                              const struct public_id *claim, struct arena *arena,
                              struct claim_view *view);

struct finding_new {
    enum consolidated consolidated; // yes, no or undetermined
    enum fact constant_need;
    const char *note;        // NULL: none
    const char *examined_on; // the day on which the state was seen so (S-22, B-24)
};

// The clinician's judgement of an examination. That of the latest examination counts, of one day
// the one recorded last; all stay. Faults (RC_CONFLICT): state-forbids, too-many-examinations (on
// another day than those that the engine takes); invalid-input at /examinedOn (in-future,
// before-onset, after-death).
RC_CHECKED enum rc claim_find(const struct service *service, const struct actor *actor,
                              const struct public_id *claim, int64_t if_match,
                              const struct finding_new *finding, struct fault *fault);

struct life_new {
    bool died;
    const char *date;        // seen alive on it, or died on it
    const char *notified_on; // of a death: the day on which the insurer was told; else NULL
    const char *evidence;    // what shows it; NULL: none, of a sign of life only
};

// The member was seen alive on a day, or died on it. What is recorded later counts: whoever is
// seen after the day of their death did not die on it. A death may be told of a claim that has
// ended: what was paid for later days is then shown for asking back (S-27); a sign of life of such
// a claim only takes a death back. Faults: state-forbids (RC_CONFLICT), invalid-input at /date
// (in-future, before-onset, before-onset-elsewhere of another claim that staff can still mend,
// before-birth), /notifiedOn (missing, not-allowed, in-future, before-death), /evidence (missing).
RC_CHECKED enum rc claim_record_life(const struct service *service, const struct actor *actor,
                                     const struct public_id *claim, int64_t if_match,
                                     const struct life_new *sign, struct fault *fault);

#endif
