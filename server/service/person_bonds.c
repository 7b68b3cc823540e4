// SPDX-License-Identifier: EUPL-1.2
// What ties a person to others: mandates of the family, and the pseudonym in telemonitoring.
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/once.h"
#include "service/person_seal.h"
#include "service/persons.h"
#include "service/service.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/mandates.h"
#include "store/outbox.h"
#include "store/persons.h"
#include "store/store.h"
#include "vault/vault.h"

enum { MONITORING_AGE_MIN = 50 }; // M-02

struct granting {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *person;
    const struct mandate_new *input;
    struct public_id mandate;
    int64_t now;
    struct arena *arena;
    struct fault *fault;
};

static enum rc load_managed(struct tx *tx, const struct actor *actor, const struct public_id *id,
                            struct arena *arena, struct person *person) {
    enum rc rc = person_by_public_id(tx, id, arena, person);
    if (rc != RC_OK)
        return rc;
    struct access_object object = {person->fund, person->public_id};
    return access_check(tx, actor, ACTION_PERSON_MANAGE, &object, "");
}

static enum rc grant(struct tx *tx, void *context) {
    struct granting *g = context;
    struct person person;
    struct user user;
    fault_clear(g->fault);
    enum rc rc = load_managed(tx, g->actor, g->person, g->arena, &person);
    if (rc == RC_OK)
        rc = once_begin(tx, g->once);
    if (rc != RC_OK || (g->once != NULL && g->once->again))
        return rc;
    rc = user_by_username(tx, g->input->username, g->arena, &user);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !public_id_equal(&user.fund, &person.fund)))
        return fault_at(g->fault, "/username", "unknown-account");
    if (rc == RC_OK && user.role != USER_ROLE_FAMILY)
        return fault_at(g->fault, "/username", "not-a-family-account");
    if (rc == RC_OK)
        rc = mandate_insert(tx, &(struct mandate){.public_id = g->mandate,
                                                  .user = user.public_id,
                                                  .person = person.public_id,
                                                  .kind = mandate_kind_of(g->input->kind),
                                                  .from_on = g->input->from,
                                                  .to_on = g->input->to,
                                                  .recorded_us = g->now,
                                                  .recorded_by = g->actor->user});
    if (rc == RC_OK)
        rc = audit_append(tx, g->actor->user.text, "mandate.grant", person.public_id.text, NULL);
    if (rc == RC_OK)
        rc = once_end(tx, g->once, g->mandate.text);
    return rc;
}

enum rc mandate_grant(const struct service *service, const struct actor *actor, struct once *once,
                      const struct public_id *person, const struct mandate_new *input,
                      struct fault *fault) {
    if (mandate_kind_of(input->kind) == MANDATE_NONE)
        return fault_at(fault, "/kind", "not-a-choice");
    if (input->to != NULL && strcmp(input->to, input->from) < 0)
        return fault_at(fault, "/to", "before-from");
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    struct granting g = {
        service, actor, once, person, input, public_id_new(), service_domain_now(service),
        arena,   fault};
    enum rc rc = store_write(service->store, STORE_OFFICE, "mandate.grant", grant, &g);
    arena_free(arena);
    return rc;
}

struct enrolling {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *person;
    const char *const *conditions;
    size_t condition_count;
    struct public_id subject;
    int64_t now;
    struct arena *arena;
    struct fault *fault;
};

static enum rc check_conditions(const struct enrolling *e) {
    static const char *const known[] = {"diabetes", "hypertension", "copd"}; // M-01
    enum rc rc = RC_OK;
    if (e->condition_count == 0 || e->condition_count > PERSON_CONDITIONS_MAX)
        return fault_at(e->fault, "/conditions", e->condition_count == 0 ? "too-few" : "too-many");
    for (size_t i = 0; i < e->condition_count; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            found = found || strcmp(known[k], e->conditions[i]) == 0;
        if (!found)
            rc = fault_atf(e->fault, "not-a-choice", "/conditions/%zu", i);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(e->conditions[i], e->conditions[j]) == 0)
                rc = fault_atf(e->fault, "repeated", "/conditions/%zu", i);
        }
    }
    return rc;
}

static json_t *condition_list(const struct enrolling *e) {
    json_t *list = json_array();
    for (size_t i = 0; i < e->condition_count; i++)
        list = json_append(list, json_string(e->conditions[i]));
    return list;
}

static enum rc seal_conditions(const struct enrolling *e, const struct person *person,
                               struct sealed *sealed) {
    struct data_key key;
    enum rc rc = person_key(e->service, person, &key);
    if (rc != RC_OK)
        return rc;
    struct seal_place place = {"enrolments", "conditions", &person->public_id};
    json_t *list = condition_list(e);
    rc = json_seal(&key, &place, list, e->arena, sealed);
    json_decref(list);
    vault_wipe(&key, sizeof key);
    return rc;
}

// The monitoring side learns the pseudonym and what to watch, never who it is. What to watch is a
// diagnosis: the deliverer opens it, the outbox holds ids only.
static enum rc tell_monitoring(struct tx *tx, const struct enrolling *e) {
    char at[CLOCK_TEXT_SIZE];
    clock_text(e->now, at);
    json_t *row = json_pack("{s:s, s:s, s:s, s:s}", "subject", e->subject.text, "fund",
                            e->actor->fund.text, "person", e->person->text, "enrolledAt", at);
    char *payload = row == NULL ? NULL : json_render(e->arena, row);
    json_decref(row);
    int64_t id = 0;
    return payload == NULL ? RC_NOMEM : outbox_append(tx, "monitoring.enrol", payload, 0, &id);
}

static enum rc enrol(struct tx *tx, void *context) {
    struct enrolling *e = context;
    struct person person;
    struct identity identity;
    struct sealed conditions;
    fault_clear(e->fault);
    enum rc rc = load_managed(tx, e->actor, e->person, e->arena, &person);
    if (rc == RC_OK)
        rc = once_begin(tx, e->once);
    if (rc != RC_OK || (e->once != NULL && e->once->again))
        return rc;
    rc = person_identity(e->service, &person, e->arena, &identity);
    if (rc != RC_OK)
        return rc;
    if (person_age(identity.birth_date, rome_date(e->now)) < MONITORING_AGE_MIN)
        return fault_set(e->fault, RC_CONFLICT, "too-young");
    rc = seal_conditions(e, &person, &conditions);
    if (rc == RC_OK)
        rc = enrolment_insert(tx, &person.public_id, &e->subject, &conditions, e->now);
    if (rc == RC_CONFLICT)
        return fault_set(e->fault, RC_CONFLICT, "enrolled-already");
    if (rc == RC_OK)
        rc = tell_monitoring(tx, e);
    if (rc == RC_OK)
        rc = audit_append(tx, e->actor->user.text, "person.enrol", person.public_id.text, NULL);
    if (rc == RC_OK)
        rc = once_end(tx, e->once, person.public_id.text);
    return rc;
}

enum rc person_enrol(const struct service *service, const struct actor *actor, struct once *once,
                     const struct public_id *person, const char *const *conditions,
                     size_t condition_count, struct fault *fault) {
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return RC_NOMEM;
    struct enrolling e = {service,
                          actor,
                          once,
                          person,
                          conditions,
                          condition_count,
                          public_id_new(),
                          service_domain_now(service),
                          arena,
                          fault};
    enum rc rc = check_conditions(&e);
    if (rc == RC_OK)
        rc = store_write(service->store, STORE_OFFICE, "person.enrol", enrol, &e);
    arena_free(arena);
    return rc;
}
