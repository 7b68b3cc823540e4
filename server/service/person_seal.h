// SPDX-License-Identifier: EUPL-1.2
// Opening and sealing what belongs to a person (inside the service room: use cases only).
#ifndef SERVICE_PERSON_SEAL_H
#define SERVICE_PERSON_SEAL_H

#include "base/arena.h"
#include "base/json.h"
#include "base/result.h"
#include "scoring/civil_date.h"
#include "store/persons.h"
#include "store/sealed.h"
#include "vault/seal.h"

struct service;

// A person's identity, opened. Texts live in the arena.
struct identity {
    const char *last_name, *first_name;
    const char *name; // "Surname, First"
    const char *birth_date;
    const char *codice_fiscale;
    const char *phone; // NULL: none
};

// RC_NOT_FOUND: the person was erased (the key is gone). Wipe the key with vault_wipe after use.
RC_CHECKED enum rc person_key(const struct service *service, const struct person *person,
                              struct data_key *key);
RC_CHECKED enum rc person_identity(const struct service *service, const struct person *person,
                                   struct arena *arena, struct identity *identity);

// Completed years on `today` (S-12: the birthday counts as reached; 29 February is reached on 1
// March in common years); 0 when a date is unknown.
int person_age(const char *birth_date, struct civil_date today);

// One text of one row. `sealed` without bytes opens as NULL.
RC_CHECKED enum rc text_seal(const struct data_key *key, const struct seal_place *place,
                             const char *text, struct arena *arena, struct sealed *sealed);
RC_CHECKED enum rc text_unseal(const struct data_key *key, const struct seal_place *place,
                               const struct sealed *sealed, struct arena *arena, const char **text);

// One JSON value of one row. `json` is borrowed; what is opened belongs to the arena.
RC_CHECKED enum rc json_seal(const struct data_key *key, const struct seal_place *place,
                             const json_t *json, struct arena *arena, struct sealed *sealed);
RC_CHECKED enum rc json_unseal(const struct data_key *key, const struct seal_place *place,
                               const struct sealed *sealed, struct arena *arena,
                               const json_t **json);

#endif
