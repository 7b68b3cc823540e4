// SPDX-License-Identifier: EUPL-1.2
// Reading signs of life and death out of all claims of a person.
#include "service/life_signs.h"

#include <string.h>

#include "service/claim_case.h"
#include "service/person_seal.h"

struct looking {
    struct tx *tx;
    const struct data_key *key;
    struct arena *arena;
    struct life_signs signs;
};

static enum rc open_sign(struct looking *l, const struct claim_fact *fact, struct life_sign *sign) {
    const json_t *content = NULL;
    struct seal_place place = {"claim_facts", "content", &fact->public_id};
    enum rc rc = json_unseal(l->key, &place, &fact->content, l->arena, &content);
    if (rc != RC_OK)
        return rc;
    const char *what = json_string_value(json_object_get(content, "fact"));
    *sign = (struct life_sign){fact, what != NULL && strcmp(what, "died") == 0,
                               case_date(fact->effective_on), content};
    return RC_OK;
}

// Merges the signs of one more claim into those of the others.
static enum rc add_claim(struct looking *l, int64_t claim) {
    struct claim_fact *facts = NULL;
    size_t count = 0;
    enum rc rc = claim_fact_list(l->tx, claim, l->arena, &facts, &count);
    struct life_signs *old = &l->signs;
    struct life_sign *all = arena_array(l->arena, old->count + count + 1, sizeof *all);
    if (rc == RC_OK && all == NULL)
        rc = RC_NOMEM;
    size_t taken = 0, made = 0;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (facts[i].kind != CLAIM_FACT_LIFE)
            continue;
        while (taken < old->count && old->list[taken].fact->recorded_us <= facts[i].recorded_us)
            all[made++] = old->list[taken++];
        rc = open_sign(l, &facts[i], &all[made++]);
    }
    if (rc != RC_OK)
        return rc;
    while (taken < old->count)
        all[made++] = old->list[taken++];
    l->signs = (struct life_signs){all, made};
    return RC_OK;
}

enum rc life_signs_read(struct tx *tx, const struct public_id *person, int64_t claim,
                        const struct data_key *key, struct arena *arena, struct life_signs *signs) {
    struct looking l = {.tx = tx, .key = key, .arena = arena};
    struct claim *claims = NULL;
    size_t count = 0;
    enum rc rc = claim_list_of_person(tx, person, arena, &claims, &count);
    if (rc == RC_OK && claim != 0)
        rc = add_claim(&l, claim);
    for (size_t i = count; i > 0 && rc == RC_OK; i--) {
        if (claims[i - 1].id != claim)
            rc = add_claim(&l, claims[i - 1].id);
    }
    if (rc == RC_OK)
        *signs = l.signs;
    return rc;
}

const struct life_sign *life_signs_death(const struct life_signs *signs) {
    const struct life_sign *death = NULL;
    for (size_t i = 0; i < signs->count; i++) {
        const struct life_sign *sign = &signs->list[i];
        if (sign->died)
            death = sign;
        else if (death != NULL && civil_date_compare(sign->on, death->on) > 0)
            death = NULL;
    }
    return death;
}
