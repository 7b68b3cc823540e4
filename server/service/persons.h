// SPDX-License-Identifier: EUPL-1.2
// Use cases about persons of the fund: register, find, read, mandates, enrolment in telemonitoring.
//
// All block on the store; any worker thread. A failed one fills `fault` with a stable code and
// changes nothing.
#ifndef SERVICE_PERSONS_H
#define SERVICE_PERSONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/fact.h"
#include "service/actor.h"
#include "service/person_account.h"
#include "service/person_cover.h"

struct once;
struct service;

enum { PERSON_COVERS_MAX = 4, PERSON_CONDITIONS_MAX = 3 };

struct person_cover {
    const char *plan;
    const char *from; // "YYYY-MM-DD", first day
    const char *to;   // last day; NULL: open
    enum fact holder; // the person holds it; no: a relative under it (B-26, A-05)
};

struct person_new {
    const char *first_name, *last_name;
    const char *birth_date;
    const char *codice_fiscale; // as typed: blanks around it and lower case are accepted
    const char *phone;          // NULL: none
    struct person_cover covers[PERSON_COVERS_MAX];
    size_t cover_count;
};

// Faults: invalid-input at /codiceFiscale (the check's name), /birthDate (in-future),
// /covers/i/plan (unknown-plan), /covers/i/to (before-from), /firstName, /lastName
// (bad-characters); codice-fiscale-known (RC_CONFLICT). A code that does not fit the birth date is
// kept and shown as a warning.
RC_CHECKED enum rc person_register(const struct service *service, const struct actor *actor,
                                   struct once *once, const struct person_new *input,
                                   struct public_id *person, struct fault *fault);

struct person_found {
    struct public_id id;
    const char *name; // "Surname, First"
    const char *birth_date;
    const char *codice_fiscale;
};

// Exactly one of `code` and `name` is given. By code: none or one. By name: persons whose name has
// a word beginning with each word of `name`; at most 200, in Italian alphabetical order; *truncated
// when there are more. Faults: search-one-of, invalid-input at /codiceFiscale or /name (too-short).
RC_CHECKED enum rc persons_search(const struct service *service, const struct actor *actor,
                                  const char *code, const char *name, struct arena *arena,
                                  struct person_found **found, size_t *count, bool *truncated,
                                  struct fault *fault);

struct person_mandate {
    const char *username;
    const char *kind;
    const char *from, *to; // to NULL: open
};

struct person_record {
    struct public_id id;
    const char *first_name, *last_name, *birth_date, *codice_fiscale;
    const char *phone; // NULL: none
    bool code_mismatch;
    struct person_cover *covers;
    size_t cover_count;
    struct person_cover_history cover_history;
    struct person_account account; // iban NULL: none is known
    struct person_mandate *mandates;
    size_t mandate_count;
    struct public_id subject; // unset: not monitored
    const char *conditions[PERSON_CONDITIONS_MAX];
    size_t condition_count;
    int64_t enrolled_us;
};

// Identity, covers, mandates. The read is audited before anything is opened.
RC_CHECKED enum rc person_read(const struct service *service, const struct actor *actor,
                               const struct public_id *person, struct arena *arena,
                               struct person_record *record);

struct mandate_new {
    const char *username; // of a family account of the fund
    const char *kind;     // mandate_kind_name()
    const char *from, *to;
};

// Faults: invalid-input at /username (unknown-account, not-a-family-account), /to (before-from).
RC_CHECKED enum rc mandate_grant(const struct service *service, const struct actor *actor,
                                 struct once *once, const struct public_id *person,
                                 const struct mandate_new *input, struct fault *fault);

// Enrol in telemonitoring (M-01, M-02): makes the pseudonym and tells the monitoring side through
// the outbox row "monitoring.enrol" {"subject", "fund", "person", "enrolledAt"}. Faults:
// too-young (RC_CONFLICT, below 50 on the domain day), enrolled-already (RC_CONFLICT),
// invalid-input at /conditions/i (not-a-choice, repeated).
RC_CHECKED enum rc person_enrol(const struct service *service, const struct actor *actor,
                                struct once *once, const struct public_id *person,
                                const char *const *conditions, size_t condition_count,
                                struct fault *fault);

#endif
