// SPDX-License-Identifier: EUPL-1.2
// What happens to a person's cover under a plan: entry, contributions, leave, end (A-05 … A-09,
// B-02, B-05 … B-07, B-13, B-14, S-18).
//
// All block on the store; any worker thread. A failed one fills `fault` with a stable code and
// changes nothing.
#ifndef SERVICE_PERSON_COVER_H
#define SERVICE_PERSON_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/coverage.h"
#include "service/actor.h"
#include "service/claim_view.h"

struct data_key;
struct once;
struct service;
struct tx;

struct cover_event_new {
    const char *plan;
    // An event of scoring/coverage.h; "annual-expiry": its day is one of the yearly expiries;
    // "child": covered as a child of the holder from that day, "not-child": not, or no longer;
    // "holder": the person holds the cover, "relative": another person does (B-26); "holder-birth":
    // the same, and the day is the holder's birth; "withdrawn", with `replaces`: that event
    // never was.
    const char *kind;
    const char *on;
    const char *communicated_on; // NULL: not known
    enum fact paid;              // contribution of a relative
    enum fact for_all;           // of a window-request: all relatives were asked for (B-03)
    const char *evidence;        // NULL: none
    struct public_id replaces;   // unset: a new event
};

// What the engine takes of one plan, what only the register knows not counted.
enum { COVER_EVENTS_MAX = 100 };

// An event of scoring/coverage.h, not one of the kinds that only the register knows.
bool cover_event_counts(const char *kind);

// Faults: invalid-input at /plan (unknown-plan), /kind (not-a-choice, too-many), /on (in-future,
// except of an annual expiry; before-birth), /communicatedOn (in-future), /replaces (missing,
// not-found of this person); facts-contradict (RC_INVALID: a claim of the person could not be read
// with it); replaced-already (RC_CONFLICT).
RC_CHECKED enum rc cover_event_record(const struct service *service, const struct actor *actor,
                                      struct once *once, const struct public_id *person,
                                      const struct cover_event_new *input, struct fault *fault);

struct person_cover_event {
    struct public_id id;
    const char *plan, *kind, *on, *communicated_on, *paid, *for_all;
    const char *evidence; // NULL: none
    struct claim_signature signature;
};

// What the engine says about the cover of a plan on a day.
struct person_coverage {
    const char *plan;
    struct coverage coverage;
};
enum { PERSON_COVERAGES_MAX = 8 };

struct person_cover_history {
    struct person_cover_event *events;
    size_t event_count;
    struct person_coverage coverages[PERSON_COVERAGES_MAX]; // of the plans that have events
    size_t coverage_count;
};

// Inside a read of the person, whose key is given.
RC_CHECKED enum rc cover_history_read(struct tx *tx, const struct service *service,
                                      const struct public_id *person, const char *birth_date,
                                      const struct data_key *key, struct arena *arena,
                                      struct person_cover_history *history);

// Does the person hold the cover of that plan? The event recorded last that says so or not ("child"
// says not), else what the register says.
struct cover_event_row;
enum fact cover_holder_of(const struct cover_event_row *rows, size_t count, const char *plan,
                          enum fact registered);

// The birth of the person's holder as recorded last; NULL: not known.
const char *cover_holder_birth_of(const struct cover_event_row *rows, size_t count,
                                  const char *plan);

// The facts of one plan among all `rows` of the person, for the engine; who holds the cover where no
// event says it, the newest cover of the register that has begun by `today` does. Events live in the
// arena.
RC_CHECKED enum rc cover_facts_of(struct tx *tx, const struct public_id *person,
                                  const struct cover_event_row *rows, size_t count,
                                  const char *plan, const char *birth_date, struct civil_date today,
                                  struct arena *arena, struct cover_facts *facts);

#endif
