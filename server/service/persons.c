// SPDX-License-Identifier: EUPL-1.2
// Registering, finding and reading persons.
#include "service/persons.h"

#include <stdlib.h>
#include <string.h>

#include "scoring/codice_fiscale.h"
#include "scoring/identity_match.h"
#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/once.h"
#include "service/person_seal.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/covers.h"
#include "store/mandates.h"
#include "store/persons.h"
#include "store/store.h"
#include "vault/blind.h"
#include "vault/vault.h"

_Static_assert((int)PERSON_INDEX_SIZE == (int)VAULT_INDEX_SIZE, "blind indexes are stored whole");

static const char CODE_DOMAIN[] = "codice-fiscale";

static struct person_index code_index(const struct service *service, const struct public_id *fund,
                                      const char *code) {
    struct blind_index blind = vault_blind(service->vault, fund, CODE_DOMAIN, code);
    struct person_index index;
    memcpy(index.bytes, blind.bytes, sizeof index.bytes);
    return index;
}

static struct civil_date date_of(const char *text) {
    struct civil_date date = {0};
    if (text != NULL && !civil_date_parse(text, strlen(text), &date))
        date = (struct civil_date){0};
    return date;
}

struct registering {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct person_new *input;
    struct person person;
    struct person_index code;
    struct person_index names[2 * VAULT_PREFIXES_MAX];
    size_t name_count;
    struct public_id cover_ids[PERSON_COVERS_MAX];
    struct fault *fault;
};

static enum rc check_new(const struct service *service, const struct person_new *input,
                         struct codice_fiscale *code, struct fault *fault) {
    enum rc rc = RC_OK;
    enum codice_fiscale_fault wrong =
        codice_fiscale_check(input->codice_fiscale, strlen(input->codice_fiscale), code);
    if (wrong != CODICE_FISCALE_OK)
        rc = fault_at(fault, "/codiceFiscale", codice_fiscale_fault_name(wrong));
    struct civil_date today = rome_date(service_domain_now(service));
    struct civil_date birth = date_of(input->birth_date);
    if (!civil_date_known(birth))
        rc = fault_at(fault, "/birthDate", "not-a-date");
    else if (civil_date_compare(birth, today) > 0)
        rc = fault_at(fault, "/birthDate", "in-future");
    for (size_t i = 0; i < input->cover_count; i++) {
        const struct person_cover *cover = &input->covers[i];
        if (plan_shelf_latest(service->plans, cover->plan, today) == NULL)
            rc = fault_atf(fault, "unknown-plan", "/covers/%zu/plan", i);
        if (cover->to != NULL && civil_date_compare(date_of(cover->to), date_of(cover->from)) < 0)
            rc = fault_atf(fault, "before-from", "/covers/%zu/to", i);
    }
    return rc;
}

static enum rc index_names(struct registering *r) {
    const struct {
        const char *name, *pointer;
    } parts[] = {{r->input->last_name, "/lastName"}, {r->input->first_name, "/firstName"}};
    enum rc rc = RC_OK;
    for (size_t i = 0; i < 2; i++) {
        struct blind_index blind[VAULT_PREFIXES_MAX];
        size_t count = 0;
        if (vault_blind_name(r->service->vault, &r->actor->fund, parts[i].name, blind, &count) !=
            RC_OK) {
            rc = fault_at(r->fault, parts[i].pointer, "bad-characters");
            continue;
        }
        for (size_t j = 0; j < count; j++)
            memcpy(r->names[r->name_count++].bytes, blind[j].bytes, PERSON_INDEX_SIZE);
    }
    return rc;
}

static enum rc seal_person(struct registering *r, const char *code, struct arena *arena) {
    uint8_t *wrapped = arena_alloc(arena, VAULT_WRAPPED_SIZE);
    if (wrapped == NULL)
        return RC_NOMEM;
    struct person *person = &r->person;
    struct data_key key;
    vault_person_key_new(r->service->vault, &person->public_id, wrapped, &key);
    person->key = (struct sealed){wrapped, VAULT_WRAPPED_SIZE};
    const struct {
        const char *column, *text;
        struct sealed *sealed;
    } fields[] = {
        {"last_name", r->input->last_name, &person->last_name},
        {"first_name", r->input->first_name, &person->first_name},
        {"birth_date", r->input->birth_date, &person->birth_date},
        {"codice_fiscale", code, &person->codice_fiscale},
        {"phone", r->input->phone, &person->phone},
    };
    enum rc rc = RC_OK;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && rc == RC_OK; i++) {
        struct seal_place place = {"persons", fields[i].column, &person->public_id};
        rc = text_seal(&key, &place, fields[i].text, arena, fields[i].sealed);
    }
    vault_wipe(&key, sizeof key);
    return rc;
}

static enum rc register_person(struct tx *tx, void *context) {
    struct registering *r = context;
    struct access_object object = {.fund = r->actor->fund};
    fault_clear(r->fault);
    enum rc rc = access_check(tx, r->actor, ACTION_PERSON_MANAGE, &object, "");
    if (rc == RC_OK)
        rc = once_begin(tx, r->once);
    if (rc != RC_OK || (r->once != NULL && r->once->again))
        return rc;
    rc = person_insert(tx, &r->person, &r->code, r->names, r->name_count);
    if (rc == RC_CONFLICT)
        return fault_set(r->fault, RC_CONFLICT, "codice-fiscale-known");
    for (size_t i = 0; i < r->input->cover_count && rc == RC_OK; i++) {
        rc = cover_insert(tx, &(struct cover){.public_id = r->cover_ids[i],
                                              .person = r->person.public_id,
                                              .plan_id = r->input->covers[i].plan,
                                              .from_on = r->input->covers[i].from,
                                              .to_on = r->input->covers[i].to,
                                              .holder = r->input->covers[i].holder,
                                              .recorded_us = r->person.created_us,
                                              .recorded_by = r->actor->user});
    }
    if (rc == RC_OK)
        rc = audit_append(tx, r->actor->user.text, "person.register", r->person.public_id.text,
                          NULL);
    if (rc == RC_OK)
        rc = once_end(tx, r->once, r->person.public_id.text);
    return rc;
}

enum rc person_register(const struct service *service, const struct actor *actor, struct once *once,
                        const struct person_new *input, struct public_id *person,
                        struct fault *fault) {
    struct registering *r = calloc(1, sizeof *r);
    struct arena *arena = arena_new(0);
    enum rc rc = r == NULL || arena == NULL ? RC_NOMEM : RC_OK;
    if (rc != RC_OK)
        goto out;
    *r = (struct registering){service, actor, once, input, .fault = fault};
    r->person.public_id = public_id_new();
    r->person.fund = actor->fund;
    r->person.created_us = service_domain_now(service);
    for (size_t i = 0; i < PERSON_COVERS_MAX; i++)
        r->cover_ids[i] = public_id_new();
    struct codice_fiscale code = {0};
    enum rc checked = check_new(service, input, &code, fault);
    rc = index_names(r);
    if (checked != RC_OK || rc != RC_OK) {
        rc = checked != RC_OK ? checked : rc;
        goto out;
    }
    struct identity_match match = identity_match_of(&(struct identity_match_facts){
        .code = code.text, .given_name = input->first_name, .family_name = input->last_name});
    r->person.code_mismatch = !codice_fiscale_fits_birth(&code, date_of(input->birth_date)) ||
                              match.given_name == FACT_NO || match.family_name == FACT_NO;
    r->code = code_index(service, &actor->fund, code.text);
    rc = seal_person(r, code.text, arena);
    if (rc == RC_OK)
        rc = store_write(service->store, STORE_OFFICE, "person.register", register_person, r);
    if (rc == RC_OK && once != NULL && once->again)
        rc = public_id_parse(once->result, strlen(once->result), person);
    else if (rc == RC_OK)
        *person = r->person.public_id;
out:
    arena_free(arena);
    free(r);
    return rc;
}

struct searching {
    const struct service *service;
    const struct actor *actor;
    struct arena *arena;
    bool by_code;
    struct person_index code;
    struct person_index names[PERSON_SEARCH_WORDS];
    size_t name_count;
    struct person_found *found;
    const char **sort_keys;
    size_t count;
    bool truncated;
};

static enum rc open_found(struct searching *s, const struct person *persons, size_t count) {
    s->count = 0;
    s->found = arena_array(s->arena, count + 1, sizeof *s->found);
    if (s->found == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < count; i++) {
        struct identity identity;
        enum rc rc = person_identity(s->service, &persons[i], s->arena, &identity);
        if (rc == RC_NOT_FOUND)
            continue; // erased: the index row outlives the key
        if (rc != RC_OK)
            return rc;
        s->found[s->count++] = (struct person_found){persons[i].public_id, identity.name,
                                                     identity.birth_date, identity.codice_fiscale};
    }
    return RC_OK;
}

static enum rc search_persons(struct tx *tx, void *context) {
    struct searching *s = context;
    struct access_object object = {.fund = s->actor->fund};
    enum rc rc = access_check(tx, s->actor, ACTION_PERSON_READ, &object, "");
    if (rc != RC_OK)
        return rc;
    struct person one;
    struct person *persons = &one;
    size_t count = 0;
    if (s->by_code) {
        rc = person_by_code(tx, &s->actor->fund, &s->code, s->arena, &one);
        count = rc == RC_OK ? 1 : 0;
        if (rc == RC_NOT_FOUND)
            rc = RC_OK;
    } else {
        rc = person_by_names(tx, &s->actor->fund, s->names, s->name_count, s->arena, &persons,
                             &count);
    }
    if (rc != RC_OK)
        return rc;
    s->truncated = count > PERSON_SEARCH_MAX;
    return open_found(s, persons, s->truncated ? PERSON_SEARCH_MAX : count);
}

struct sortable {
    const char *key;
    struct person_found found;
};

static int by_key(const void *a, const void *b) {
    const struct sortable *left = a, *right = b;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : strcmp(left->found.birth_date, right->found.birth_date);
}

// Italian order: letters without case, accents and apostrophes; the vault's normal form of names is
// just that.
static enum rc sort_found(struct searching *s) {
    struct sortable *rows = arena_array(s->arena, s->count + 1, sizeof *rows);
    if (rows == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < s->count; i++) {
        rows[i].found = s->found[i];
        rows[i].key = vault_normal_name(s->arena, s->found[i].name);
        if (rows[i].key == NULL)
            return RC_NOMEM;
    }
    qsort(rows, s->count, sizeof *rows, by_key);
    for (size_t i = 0; i < s->count; i++)
        s->found[i] = rows[i].found;
    return RC_OK;
}

enum rc persons_search(const struct service *service, const struct actor *actor, const char *code,
                       const char *name, struct arena *arena, struct person_found **found,
                       size_t *count, bool *truncated, struct fault *fault) {
    struct searching s = {service, actor, arena, .by_code = code != NULL};
    if ((code == NULL) == (name == NULL))
        return fault_set(fault, RC_INVALID, "search-one-of");
    if (code != NULL) {
        struct codice_fiscale checked;
        enum codice_fiscale_fault wrong = codice_fiscale_check(code, strlen(code), &checked);
        if (wrong != CODICE_FISCALE_OK)
            return fault_at(fault, "/codiceFiscale", codice_fiscale_fault_name(wrong));
        s.code = code_index(service, &actor->fund, checked.text);
    } else {
        struct blind_index blind[VAULT_QUERY_WORDS];
        if (vault_blind_query(service->vault, &actor->fund, name, blind, &s.name_count) != RC_OK)
            return fault_at(fault, "/name", "too-short");
        for (size_t i = 0; i < s.name_count; i++)
            memcpy(s.names[i].bytes, blind[i].bytes, PERSON_INDEX_SIZE);
    }
    enum rc rc = access_role_allowed(actor->role, ACTION_PERSON_READ) ? RC_OK : RC_DENIED;
    if (rc == RC_OK)
        rc = audit_read(service->store, STORE_OFFICE, actor->user.text, actor->fund.text,
                        "person-search");
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "person.search", search_persons, &s);
    if (rc == RC_OK)
        rc = sort_found(&s);
    if (rc != RC_OK)
        return rc;
    *found = s.found;
    *count = s.count;
    *truncated = s.truncated;
    return RC_OK;
}

struct reading {
    const struct service *service;
    const struct actor *actor;
    const struct public_id *id;
    struct arena *arena;
    struct person_record *record;
};

static enum rc may_read(struct tx *tx, void *context) {
    struct reading *r = context;
    struct person person;
    enum rc rc = person_by_public_id(tx, r->id, r->arena, &person);
    if (rc != RC_OK)
        return rc;
    struct access_object object = {person.fund, person.public_id};
    return access_check(tx, r->actor, ACTION_PERSON_READ, &object, "");
}

static enum rc open_conditions(struct reading *r, const struct person *person,
                               struct person_record *record) {
    if (person->conditions.bytes == NULL)
        return RC_OK;
    struct data_key key;
    enum rc rc = person_key(r->service, person, &key);
    if (rc != RC_OK)
        return rc;
    const json_t *list = NULL;
    struct seal_place place = {"enrolments", "conditions", &person->public_id};
    rc = json_unseal(&key, &place, &person->conditions, r->arena, &list);
    vault_wipe(&key, sizeof key);
    for (size_t i = 0; rc == RC_OK && i < json_array_size(list) && i < PERSON_CONDITIONS_MAX; i++)
        record->conditions[record->condition_count++] = json_string_value(json_array_get(list, i));
    return rc;
}

static enum rc read_covers_and_mandates(struct tx *tx, struct reading *r,
                                        struct person_record *record) {
    struct cover *covers = NULL;
    struct mandate *mandates = NULL;
    enum rc rc = cover_list(tx, r->id, r->arena, &covers, &record->cover_count);
    if (rc == RC_OK)
        rc = mandate_list(tx, r->id, r->arena, &mandates, &record->mandate_count);
    if (rc != RC_OK)
        return rc;
    record->covers = arena_array(r->arena, record->cover_count + 1, sizeof *record->covers);
    record->mandates = arena_array(r->arena, record->mandate_count + 1, sizeof *record->mandates);
    if (record->covers == NULL || record->mandates == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < record->cover_count; i++)
        record->covers[i] = (struct person_cover){.plan = covers[i].plan_id,
                                                  .from = covers[i].from_on,
                                                  .to = covers[i].to_on,
                                                  .holder = covers[i].holder};
    for (size_t i = 0; i < record->mandate_count; i++)
        record->mandates[i] =
            (struct person_mandate){mandates[i].username, mandate_kind_name(mandates[i].kind),
                                    mandates[i].from_on, mandates[i].to_on};
    return RC_OK;
}

static enum rc read_record(struct tx *tx, void *context) {
    struct reading *r = context;
    struct person person;
    struct identity identity;
    enum rc rc = may_read(tx, context);
    if (rc == RC_OK)
        rc = person_by_public_id(tx, r->id, r->arena, &person);
    if (rc == RC_OK)
        rc = person_identity(r->service, &person, r->arena, &identity);
    if (rc != RC_OK)
        return rc;
    *r->record = (struct person_record){
        .id = person.public_id,
        .first_name = identity.first_name,
        .last_name = identity.last_name,
        .birth_date = identity.birth_date,
        .codice_fiscale = identity.codice_fiscale,
        .phone = identity.phone,
        .code_mismatch = person.code_mismatch,
        .subject = person.subject,
        .enrolled_us = person.enrolled_us,
    };
    rc = open_conditions(r, &person, r->record);
    if (rc == RC_OK)
        rc = read_covers_and_mandates(tx, r, r->record);
    struct data_key key;
    if (rc == RC_OK)
        rc = person_key(r->service, &person, &key);
    if (rc != RC_OK)
        return rc;
    rc = cover_history_read(tx, r->service, r->id, identity.birth_date, &key, r->arena,
                            &r->record->cover_history);
    if (rc == RC_OK)
        rc = person_account_read(tx, r->id, &key, rome_date(service_domain_now(r->service)),
                                 r->arena, &r->record->account);
    vault_wipe(&key, sizeof key);
    return rc;
}

enum rc person_read(const struct service *service, const struct actor *actor,
                    const struct public_id *person, struct arena *arena,
                    struct person_record *record) {
    struct reading r = {service, actor, person, arena, record};
    enum rc rc = store_read(service->store, STORE_OFFICE, "person.may-read", may_read, &r);
    if (rc == RC_OK)
        rc = audit_read(service->store, STORE_OFFICE, actor->user.text, person->text, "person");
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "person.read", read_record, &r);
    return rc;
}
