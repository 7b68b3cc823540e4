// SPDX-License-Identifier: EUPL-1.2
// Recording and reading the account of a person.
#include "service/person_account.h"

#include <string.h>

#include "scoring/iban.h"
#include "service/access.h"
#include "service/claim_case.h"
#include "service/once.h"
#include "service/person_seal.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/bank_accounts.h"
#include "vault/vault.h"

struct noting {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct public_id *person;
    const struct person_account_new *input; // NULL: there is none any more
    char iban[IBAN_TEXT_SIZE];
    struct public_id id;
    struct arena *arena;
    struct fault *fault;
};

static enum rc check_iban(struct noting *n) {
    const char *typed = n->input->iban;
    switch (iban_check(typed, strlen(typed), n->iban)) {
    case IBAN_OK:
        return RC_OK;
    case IBAN_LENGTH:
        return fault_at(n->fault, "/iban", "iban-length");
    case IBAN_CHARACTER:
        return fault_at(n->fault, "/iban", "iban-character");
    case IBAN_CHECK:
        return fault_at(n->fault, "/iban", "iban-check");
    case IBAN_CIN:
        return fault_at(n->fault, "/iban", "iban-cin");
    }
    return RC_BUG;
}

static enum rc seal_detail(const struct noting *n, const struct person *person,
                           struct bank_account_row *row) {
    struct data_key key;
    enum rc rc = person_key(n->service, person, &key);
    if (rc != RC_OK)
        return rc;
    json_t *detail = json_pack("{s:s, s:s, s:s}", "iban", n->iban, "holder", n->input->holder,
                               "evidence", n->input->evidence);
    struct seal_place place = {"bank_accounts", "detail", &n->id};
    rc = detail == NULL ? RC_NOMEM : json_seal(&key, &place, detail, n->arena, &row->detail);
    json_decref(detail);
    vault_wipe(&key, sizeof key);
    return rc;
}

static enum rc insert_account(struct tx *tx, const struct noting *n, const struct person *person) {
    struct bank_account_row row = {.public_id = n->id,
                                   .recorded_us = service_domain_now(n->service),
                                   .recorded_by = n->actor->user};
    enum rc rc = RC_OK;
    if (n->input != NULL) {
        rc = seal_detail(n, person, &row);
    } else {
        struct bank_account_row newest;
        rc = bank_account_newest(tx, n->person, n->arena, &newest);
        if (rc == RC_NOT_FOUND || (rc == RC_OK && newest.detail.bytes == NULL))
            rc = fault_set(n->fault, RC_CONFLICT, "no-bank-account");
    }
    return rc == RC_OK ? bank_account_insert(tx, n->person, &row) : rc;
}

static enum rc note_account(struct tx *tx, void *context) {
    struct noting *n = context;
    struct person person;
    fault_clear(n->fault);
    enum rc rc = person_by_public_id(tx, n->person, n->arena, &person);
    struct access_object object = {person.fund, person.public_id};
    if (rc == RC_OK)
        rc = access_check(tx, n->actor, ACTION_PERSON_MANAGE, &object, "");
    if (rc == RC_OK)
        rc = once_begin(tx, n->once);
    if (rc != RC_OK || (n->once != NULL && n->once->again))
        return rc;
    rc = insert_account(tx, n, &person);
    if (rc == RC_OK)
        rc = audit_append(tx, n->actor->user.text,
                          n->input == NULL ? "person.bank-account-end" : "person.bank-account",
                          person.public_id.text, NULL);
    return rc == RC_OK ? once_end(tx, n->once, n->id.text) : rc;
}

static enum rc run(struct noting *n) {
    n->arena = arena_new(0);
    if (n->arena == NULL)
        return RC_NOMEM;
    n->id = public_id_new();
    enum rc rc =
        store_write(n->service->store, STORE_OFFICE, "person.bank-account", note_account, n);
    arena_free(n->arena);
    vault_wipe(n->iban, sizeof n->iban);
    return rc;
}

enum rc person_account_record(const struct service *service, const struct actor *actor,
                              struct once *once, const struct public_id *person,
                              const struct person_account_new *input, struct fault *fault) {
    struct noting n = {service, actor, once, person, input, .fault = fault};
    enum rc rc = check_iban(&n);
    return rc == RC_OK ? run(&n) : rc;
}

enum rc person_account_end(const struct service *service, const struct actor *actor,
                           struct once *once, const struct public_id *person, struct fault *fault) {
    struct noting n = {service, actor, once, person, .fault = fault};
    return run(&n);
}

static enum rc open_detail(const struct bank_account_row *row, const struct data_key *key,
                           struct arena *arena, struct person_account *account) {
    const json_t *detail = NULL;
    struct seal_place place = {"bank_accounts", "detail", &row->public_id};
    enum rc rc = json_unseal(key, &place, &row->detail, arena, &detail);
    if (rc != RC_OK)
        return rc;
    account->iban = json_string_value(json_object_get(detail, "iban"));
    account->holder = json_string_value(json_object_get(detail, "holder"));
    account->evidence = json_string_value(json_object_get(detail, "evidence"));
    account->signature.at_us = row->recorded_us;
    return account->iban == NULL || account->holder == NULL || account->evidence == NULL ? RC_BUG
                                                                                         : RC_OK;
}

enum rc person_account_read(struct tx *tx, const struct public_id *person,
                            const struct data_key *key, struct civil_date today,
                            struct arena *arena, struct person_account *account) {
    struct bank_account_row row;
    *account = (struct person_account){0};
    enum rc rc = bank_account_newest(tx, person, arena, &row);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && row.detail.bytes == NULL))
        return RC_OK;
    if (rc == RC_OK)
        rc = open_detail(&row, key, arena, account);
    if (rc != RC_OK)
        return rc;
    account->in_sepa = iban_in_sepa(account->iban, today);
    return case_staff(tx, &row.recorded_by, arena, &account->signature.by);
}
