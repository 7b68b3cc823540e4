// SPDX-License-Identifier: EUPL-1.2
// Persons of a fund: every identifying field sealed under the person's own key, found by blind
// indexes.
#ifndef STORE_PERSONS_H
#define STORE_PERSONS_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/sealed.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PERSON_INDEX_SIZE = 16, PERSON_SEARCH_WORDS = 8, PERSON_SEARCH_MAX = 200 };

struct person_index {
    uint8_t bytes[PERSON_INDEX_SIZE];
};

// Sealed columns are "persons|<member name>|<public id>" to the vault.
struct person {
    int64_t id; // row number, inside the server only
    struct public_id public_id;
    struct public_id fund;
    struct sealed key; // the person's data key, wrapped; without it nothing below can be opened
    struct sealed last_name, first_name, birth_date, codice_fiscale;
    struct sealed phone;      // may be none
    bool code_mismatch;       // the codice fiscale does not agree with birth date or name
    struct public_id subject; // pseudonym in the monitoring database; unset: not enrolled
    struct sealed conditions; // JSON array of condition codes; none when not enrolled
    int64_t enrolled_us;      // domain instant, 0: not enrolled
    int64_t created_us;       // domain instant
};

// id, subject, conditions and enrolled_us are ignored. RC_CONFLICT: the fund has a person with that
// codice fiscale.
RC_CHECKED enum rc person_insert(struct tx *tx, const struct person *person,
                                 const struct person_index *code, const struct person_index *names,
                                 size_t name_count);
RC_CHECKED enum rc person_by_public_id(struct tx *tx, const struct public_id *public_id,
                                       struct arena *arena, struct person *person);
RC_CHECKED enum rc person_by_subject(struct tx *tx, const struct public_id *subject,
                                     struct arena *arena, struct person *person);
RC_CHECKED enum rc person_by_code(struct tx *tx, const struct public_id *fund,
                                  const struct person_index *code, struct arena *arena,
                                  struct person *person);
// Persons of the fund that carry all `count` (1..8) name indexes, at most PERSON_SEARCH_MAX + 1 in
// no order that means anything (the last one only tells that there are more).
RC_CHECKED enum rc person_by_names(struct tx *tx, const struct public_id *fund,
                                   const struct person_index *names, size_t count,
                                   struct arena *arena, struct person **persons, size_t *found);

// RC_CONFLICT: the person is enrolled already.
RC_CHECKED enum rc enrolment_insert(struct tx *tx, const struct public_id *person,
                                    const struct public_id *subject,
                                    const struct sealed *conditions, int64_t at_us);

// Persons who are enrolled in monitoring, by row number behind `after`, at most `limit`; *last is
// the row number of the last one, or `after`.
RC_CHECKED enum rc enrolment_list(struct tx *tx, int64_t after, size_t limit, struct arena *arena,
                                  struct person **persons, size_t *count, int64_t *last);

#endif
