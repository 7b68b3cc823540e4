// SPDX-License-Identifier: EUPL-1.2
// The one window in the wall: monitoring staff see who a pseudonymous subject is, nothing of the
// claims side.
#ifndef SERVICE_PERSON_LABEL_H
#define SERVICE_PERSON_LABEL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"

struct service;

// Enough to tell people apart in a list. A subject that is not known in the fund has name "" (its
// enrolment may have been erased); it is never left out, so that no row of a worklist disappears.
struct person_label {
    const char *name;            // "Surname, First"; arena
    int age;                     // completed years on the domain day; 0 when unknown
    char codice_fiscale_tail[5]; // last four characters; "----" when unknown
};

// labels[i] belongs to subjects[i]. Opens sealed names on a read connection of the office database:
// call it outside any store closure. The caller has checked the actor's right to these subjects.
// At most 200 subjects (RC_LIMIT).
RC_CHECKED enum rc person_labels(const struct service *service, const struct public_id *fund,
                                 const struct public_id *subjects, size_t count,
                                 struct arena *arena, struct person_label *labels);

// The identity shown on top of one patient's page.
struct person_banner {
    const char *name;       // "Surname, First"; arena, as all texts here
    const char *birth_date; // "YYYY-MM-DD"
    int age;
    const char *codice_fiscale;
    const char *phone; // NULL when none is known
};

// RC_NOT_FOUND: the fund has no such subject. The caller audits the read first (audit_read).
RC_CHECKED enum rc person_banner(const struct service *service, const struct public_id *fund,
                                 const struct public_id *subject, struct arena *arena,
                                 struct person_banner *banner);

#endif
