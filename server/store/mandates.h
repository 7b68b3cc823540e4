// SPDX-License-Identifier: EUPL-1.2
// Who may act for whom: a family account's own person, and mandates for others (S-28). Append-only.
#ifndef STORE_MANDATES_H
#define STORE_MANDATES_H

#include "base/arena.h"
#include "base/public_id.h"
#include "base/result.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

enum mandate_kind {
    MANDATE_NONE = 0,
    MANDATE_SPOUSE,
    MANDATE_COHABITEE,
    MANDATE_RELATIVE,
    MANDATE_IN_LAW,
    MANDATE_GUARDIAN,
    MANDATE_CURATOR,
    MANDATE_SUPPORT_ADMINISTRATOR,
    MANDATE_ATTORNEY,
};
enum { MANDATE_KINDS = MANDATE_ATTORNEY + 1 };

const char *mandate_kind_name(enum mandate_kind kind); // "support-administrator"; "" for none
enum mandate_kind mandate_kind_of(const char *name);   // MANDATE_NONE if unknown

// RC_OK: `user` holds a mandate for `person` on that date ("YYYY-MM-DD"). RC_NOT_FOUND: not. Of
// several rows for the same user and person the one recorded last counts, so that a mandate is
// withdrawn by a later row with an end.
RC_CHECKED enum rc mandate_in_force(struct tx *tx, const struct public_id *user,
                                    const struct public_id *person, const char *date);

struct mandate {
    struct public_id public_id;
    struct public_id user;
    struct public_id person;
    enum mandate_kind kind;
    const char *username; // filled when read
    const char *from_on;  // first day
    const char *to_on;    // last day; NULL: open
    int64_t recorded_us;  // domain instant
    struct public_id recorded_by;
};

RC_CHECKED enum rc mandate_insert(struct tx *tx, const struct mandate *mandate);
// All rows about a person, newest first.
RC_CHECKED enum rc mandate_list(struct tx *tx, const struct public_id *person, struct arena *arena,
                                struct mandate **mandates, size_t *count);
// The mandates a user holds on that date, one per person.
RC_CHECKED enum rc mandate_list_of_user(struct tx *tx, const struct public_id *user,
                                        const char *date, struct arena *arena,
                                        struct mandate **mandates, size_t *count);

// The person that a family account belongs to. RC_CONFLICT: the account has one already.
RC_CHECKED enum rc user_person_insert(struct tx *tx, const struct public_id *user,
                                      const struct public_id *person);
// RC_NOT_FOUND: the account belongs to no insured person (somebody who only acts by mandate).
RC_CHECKED enum rc user_person(struct tx *tx, const struct public_id *user,
                               struct public_id *person);

#endif
