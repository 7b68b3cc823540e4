// SPDX-License-Identifier: EUPL-1.2
// The records on which decisions and expenses were judged, and computing them again.
#include <string.h>

#include "case_file/case_record.h"
#include "service/claim_case.h"
#include "service/decisions.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/decisions.h"
#include "store/expenses.h"
#include "vault/vault.h"

enum { RECORD_MAX = 4 * 1024 * 1024 };

// What was judged by a person, with the record on which they did.
struct opening {
    const struct service *service;
    const struct public_id *claim;
    const struct public_id *decision; // or the expense
    const struct public_id *expense;
    struct arena *arena;
    const char *plan_id;
    int32_t plan_version;
    uint8_t hash[STORE_HASH_SIZE];
    const char *record;
    const json_t *ruling; // of a decision; NULL: one of before records could be computed again
};

static enum rc unseal_decision(const struct data_key *key, const struct decision *row,
                               struct opening *o) {
    struct seal_place record = {"decisions", "record", o->decision};
    struct seal_place ruling = {"decisions", "ruling", o->decision};
    o->plan_id = row->plan_id;
    o->plan_version = row->plan_version;
    memcpy(o->hash, row->record_hash, sizeof o->hash);
    enum rc rc = text_unseal(key, &record, &row->record, o->arena, &o->record);
    if (rc == RC_OK && row->ruling.bytes != NULL)
        rc = json_unseal(key, &ruling, &row->ruling, o->arena, &o->ruling);
    return rc;
}

static enum rc open_decision(struct tx *tx, const struct claim *claim, const struct data_key *key,
                             struct opening *o) {
    struct decision *list = NULL;
    size_t count = 0;
    enum rc rc = decision_list(tx, claim->id, o->arena, &list, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (public_id_equal(&list[i].public_id, o->decision))
            return unseal_decision(key, &list[i], o);
    }
    return rc == RC_OK ? RC_NOT_FOUND : rc;
}

// The claim pins the plan.
static enum rc open_expense(struct tx *tx, const struct claim *claim, const struct data_key *key,
                            struct opening *o) {
    struct expense_entry *list = NULL;
    size_t count = 0, at = 0;
    enum rc rc = expense_list(tx, claim->id, o->arena, &list, &count);
    if (rc != RC_OK)
        return rc;
    while (at < count && !public_id_equal(&list[at].public_id, o->expense))
        at++;
    if (at == count)
        return RC_NOT_FOUND;
    if (list[at].record.bytes == NULL)
        return RC_CONFLICT;
    struct seal_place record = {"expenses", "record", o->expense};
    o->plan_id = claim->plan_id;
    o->plan_version = claim->plan_version;
    memcpy(o->hash, list[at].record_hash, sizeof o->hash);
    return text_unseal(key, &record, &list[at].record, o->arena, &o->record);
}

static enum rc open_record(struct tx *tx, void *context) {
    struct opening *o = context;
    struct claim claim;
    struct person person;
    struct data_key key;
    enum rc rc = claim_by_public_id(tx, o->claim, o->arena, &claim);
    if (rc == RC_OK)
        rc = person_by_public_id(tx, &claim.person, o->arena, &person);
    if (rc == RC_OK)
        rc = person_key(o->service, &person, &key);
    if (rc != RC_OK)
        return rc;
    rc = o->decision != NULL ? open_decision(tx, &claim, &key, o)
                             : open_expense(tx, &claim, &key, o);
    vault_wipe(&key, sizeof key);
    return rc;
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
    const struct plan *plan = plan_shelf_find(service->plans, o->plan_id, o->plan_version);
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

// The read is audited, by whoever may read the claim, readable or not.
static enum rc open_for(const struct actor *actor, struct opening *o, const char *view) {
    struct claim_case *c = arena_alloc(o->arena, sizeof *c);
    if (c == NULL)
        return RC_NOMEM;
    enum rc rc = case_read(o->service, actor, ACTION_CLAIM_READ, o->claim, view, o->arena, c);
    return rc == RC_OK
               ? store_read(o->service->store, STORE_OFFICE, "decision.record", open_record, o)
               : rc;
}

static enum rc replay(const struct service *service, const struct opening *o,
                      struct decision_replayed *replayed, struct fault *fault) {
    const char *recomputed = NULL;
    enum rc rc = recompute(service, o, &recomputed);
    if (rc == RC_CONFLICT)
        return fault_set(fault, rc, "plan-not-pinned");
    if (rc != RC_OK)
        return rc;
    uint8_t hash[VAULT_HASH_SIZE];
    vault_hash(recomputed, strlen(recomputed), hash);
    *replayed = (struct decision_replayed){
        .record = o->record,
        .recomputed = recomputed,
        .same = strcmp(o->record, recomputed) == 0 && memcmp(hash, o->hash, sizeof hash) == 0,
        .settings = json_object_get(o->ruling, "settings"),
    };
    return RC_OK;
}

enum rc decision_record(const struct service *service, const struct actor *actor,
                        const struct public_id *claim, const struct public_id *decision,
                        struct arena *arena, const char **record) {
    struct opening o = {.service = service, .claim = claim, .decision = decision, .arena = arena};
    enum rc rc = open_for(actor, &o, "decision-record");
    if (rc == RC_OK)
        *record = o.record;
    return rc;
}

enum rc decision_replay(const struct service *service, const struct actor *actor,
                        const struct public_id *claim, const struct public_id *decision,
                        struct arena *arena, struct decision_replayed *replayed,
                        struct fault *fault) {
    struct opening o = {.service = service, .claim = claim, .decision = decision, .arena = arena};
    enum rc rc = open_for(actor, &o, "decision-record");
    if (rc == RC_OK && o.ruling == NULL)
        return fault_set(fault, RC_CONFLICT, "record-not-replayable");
    return rc == RC_OK ? replay(service, &o, replayed, fault) : rc;
}

enum rc expense_record(const struct service *service, const struct actor *actor,
                       const struct public_id *claim, const struct public_id *expense,
                       struct arena *arena, const char **record) {
    struct opening o = {.service = service, .claim = claim, .expense = expense, .arena = arena};
    enum rc rc = open_for(actor, &o, "expense-record");
    if (rc == RC_OK)
        *record = o.record;
    return rc;
}

enum rc expense_replay(const struct service *service, const struct actor *actor,
                       const struct public_id *claim, const struct public_id *expense,
                       struct arena *arena, struct decision_replayed *replayed,
                       struct fault *fault) {
    struct opening o = {.service = service, .claim = claim, .expense = expense, .arena = arena};
    enum rc rc = open_for(actor, &o, "expense-record");
    if (rc == RC_CONFLICT)
        return fault_set(fault, rc, "record-missing");
    return rc == RC_OK ? replay(service, &o, replayed, fault) : rc;
}
