// SPDX-License-Identifier: EUPL-1.2
// Computing a stored decision again.
#include <string.h>

#include "case_file/case_record.h"
#include "service/claim_case.h"
#include "service/decisions.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/decisions.h"
#include "vault/vault.h"

enum { RECORD_MAX = 4 * 1024 * 1024 };

struct opening {
    const struct service *service;
    const struct public_id *claim, *decision;
    struct arena *arena;
    struct decision row;
    const char *record;
    const json_t *ruling;
};

static enum rc unseal_row(const struct data_key *key, struct opening *o) {
    struct seal_place record = {"decisions", "record", o->decision};
    struct seal_place ruling = {"decisions", "ruling", o->decision};
    if (o->row.ruling.bytes == NULL)
        return RC_CONFLICT; // of before there were records that can be computed again
    enum rc rc = text_unseal(key, &record, &o->row.record, o->arena, &o->record);
    if (rc == RC_OK)
        rc = json_unseal(key, &ruling, &o->row.ruling, o->arena, &o->ruling);
    return rc;
}

static enum rc open_record(struct tx *tx, void *context) {
    struct opening *o = context;
    struct claim claim;
    struct person person;
    struct decision *list = NULL;
    size_t count = 0;
    enum rc rc = claim_by_public_id(tx, o->claim, o->arena, &claim);
    if (rc == RC_OK)
        rc = person_by_public_id(tx, &claim.person, o->arena, &person);
    if (rc == RC_OK)
        rc = decision_list(tx, claim.id, o->arena, &list, &count);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < count; i++) {
        if (!public_id_equal(&list[i].public_id, o->decision))
            continue;
        struct data_key key;
        rc = person_key(o->service, &person, &key);
        if (rc != RC_OK)
            return rc;
        o->row = list[i];
        rc = unseal_row(&key, o);
        vault_wipe(&key, sizeof key);
        return rc;
    }
    return RC_NOT_FOUND;
}

static enum rc evaluate_again(const struct plan *plan, const char *digest, const json_t *input,
                              struct arena *arena, struct buffer *out) {
    struct case_input *read = arena_alloc(arena, sizeof *read);
    struct evaluation *evaluation = arena_alloc(arena, sizeof *evaluation);
    struct fault fault = {0};
    if (read == NULL || evaluation == NULL)
        return RC_NOMEM;
    enum rc rc = case_input_read(plan, input, (struct civil_date){0}, arena, read, &fault);
    if (rc != RC_OK)
        return rc == RC_INVALID ? RC_BUG : rc;
    struct allocation *allocations =
        arena_array(arena, read->facts.expense_count + 1, sizeof *allocations);
    if (allocations == NULL)
        return RC_NOMEM;
    if (!evaluation_make(plan, &read->facts, evaluation, allocations))
        return RC_BUG;
    struct case_result result = {plan, read, evaluation, allocations};
    return case_record_write(digest, input, arena, &result, out);
}

// The record again, from the case that it holds.
static enum rc recompute(const struct service *service, const struct opening *o,
                         const char **recomputed) {
    const struct json_limits limits = {.bytes = RECORD_MAX, .depth = 16, .keys = 65536};
    char digest[PLAN_DIGEST_SIZE] = "";
    json_t *record = NULL;
    enum rc rc = json_read(o->record, strlen(o->record), &limits, NULL, &record);
    if (rc != RC_OK)
        return RC_BUG;
    const struct plan *plan = plan_shelf_find(service->plans, o->row.plan_id, o->row.plan_version);
    if (plan != NULL)
        plan_shelf_digest(service->plans, plan, digest);
    const char *pinned =
        json_string_value(json_object_get(json_object_get(record, "plan"), "digest"));
    struct buffer out;
    buffer_init(&out, RECORD_MAX);
    if (plan == NULL || pinned == NULL || strcmp(pinned, digest) != 0)
        rc = RC_CONFLICT;
    else
        rc = evaluate_again(plan, digest, json_object_get(record, "input"), o->arena, &out);
    if (rc == RC_OK) {
        *recomputed = arena_strndup(o->arena, out.data, out.length);
        rc = *recomputed == NULL ? RC_NOMEM : RC_OK;
    }
    buffer_free(&out);
    json_decref(record);
    return rc;
}

enum rc decision_replay(const struct service *service, const struct actor *actor,
                        const struct public_id *claim, const struct public_id *decision,
                        struct arena *arena, struct decision_replayed *replayed) {
    struct claim_case *c = arena_alloc(arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    struct opening o = {service, claim, decision, arena, .record = NULL};
    enum rc rc = case_read(service, actor, ACTION_CLAIM_READ, claim, "decision-record", arena, c);
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "decision.record", open_record, &o);
    const char *recomputed = NULL;
    if (rc == RC_OK)
        rc = recompute(service, &o, &recomputed);
    if (rc != RC_OK)
        return rc;
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash(recomputed, strlen(recomputed), hash);
    *replayed = (struct decision_replayed){
        .record = o.record,
        .recomputed = recomputed,
        .same =
            strcmp(o.record, recomputed) == 0 && memcmp(hash, o.row.record_hash, sizeof hash) == 0,
        .settings = json_object_get(o.ruling, "settings"),
    };
    return RC_OK;
}
