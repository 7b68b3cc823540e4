// SPDX-License-Identifier: EUPL-1.2
// Signs of a person's life and death as their claims tell them (inside the service room).
#ifndef SERVICE_LIFE_SIGNS_H
#define SERVICE_LIFE_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/public_id.h"
#include "base/result.h"
#include "scoring/civil_date.h"
#include "store/claims.h"
#include "vault/seal.h"

struct tx;

struct life_sign {
    const struct claim_fact *fact;
    bool died; // else: seen alive
    struct civil_date on;
    const json_t *content; // the arena's
};

struct life_signs {
    struct life_sign *list; // in the order of recording
    size_t count;
};

// A person lives and dies once, whichever of their claims it was told on. `claim`: the row of one
// whose signs are among them for certain, for the list of a person's claims has an end; 0: none.
RC_CHECKED enum rc life_signs_read(struct tx *tx, const struct public_id *person, int64_t claim,
                                   const struct data_key *key, struct arena *arena,
                                   struct life_signs *signs);

// The death that stands: the one told last, unless a later sign says that the person was seen after
// its day. NULL: none.
const struct life_sign *life_signs_death(const struct life_signs *signs);

#endif
