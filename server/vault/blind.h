// SPDX-License-Identifier: EUPL-1.2
// Blind indexes: search sealed values by equality or by word prefix, without the database learning
// the value.
#ifndef VAULT_BLIND_H
#define VAULT_BLIND_H

#include "vault/vault.h"

struct blind_index {
    uint8_t bytes[VAULT_INDEX_SIZE];
};

// Keyed BLAKE2b-128 of the exact bytes, one key per fund and `domain` ("codice-fiscale", "iban").
// The caller normalises (upper case, exactly as issued). Not for values with few possibilities
// (dates, outcomes).
struct blind_index vault_blind(const struct vault *vault, const struct public_id *fund,
                               const char *domain, const char *text);

// Normalise a name for search: compatibility decomposition, marks stripped, lower case, apostrophes
// dropped ("D'Alò" is "dalo"), other punctuation and spaces become one space. Arena text; NULL when
// exhausted or not UTF-8.
char *vault_normal_name(struct arena *arena, const char *text);

// What to store for a name: the index of every prefix of 3 and more letters (up to 12) of every
// word, and whole words of 1–2 letters; distinct, at most VAULT_PREFIXES_MAX. RC_INVALID: not
// UTF-8.
RC_CHECKED enum rc vault_blind_name(const struct vault *vault, const struct public_id *fund,
                                    const char *name, struct blind_index out[VAULT_PREFIXES_MAX],
                                    size_t *count);

// What to look for: one index per word of `query` (cut at 12 letters); a person matches if it has
// all of them. A word of 1–2 letters matches whole words only ("Bo", "De"), and is left out where
// it ends a longer query, since it may still be being typed. At most 8 words. RC_INVALID: nothing
// to look for, or not UTF-8.
enum { VAULT_QUERY_WORDS = 8 };
RC_CHECKED enum rc vault_blind_query(const struct vault *vault, const struct public_id *fund,
                                     const char *query, struct blind_index out[VAULT_QUERY_WORDS],
                                     size_t *count);

#endif
