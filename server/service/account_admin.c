// SPDX-License-Identifier: EUPL-1.2
// Creating, listing and disabling accounts.
#include "service/account_admin.h"

#include <stdio.h>
#include <string.h>

#include "service/access.h"
#include "service/once.h"
#include "service/service.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/mandates.h"
#include "store/persons.h"
#include "store/store.h"
#include "vault/password.h"
#include "vault/seal.h"
#include "vault/vault.h"

enum { PASSWORD_GROUPS = 4 };
_Static_assert((int)ACCOUNT_PASSWORD_SIZE == PASSWORD_GROUPS * 5,
               "what vault_password_suggest fills");

static struct account_view view_of(const struct user *user) {
    return (struct account_view){
        .id = user->public_id,
        .username = user->username,
        .name = user->display_name[0] == '\0' ? user->username : user->display_name,
        .role = role_from_name(user_role_name(user->role)),
        .disabled = user->disabled,
        .created_us = user->created_us,
    };
}

struct creating {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct account_new *input;
    struct public_id id;
    char hash[VAULT_PASSWORD_SIZE];
    char result[ONCE_RESULT_SIZE]; // "<id> <sealed password in hex>"
    struct arena *arena;
    struct account_view *account;
    struct fault *fault;
};

// The repetition of a request whose reply was lost shows the same password; until then it lies
// sealed.
static struct seal_place password_place(const struct public_id *id) {
    return (struct seal_place){"idempotency", "one-time-password", id};
}

static enum rc seal_result(struct creating *a, const char *password) {
    static const char digits[] = "0123456789abcdef";
    struct data_key key;
    size_t length = 0;
    struct seal_place place = password_place(&a->id);
    vault_system_key(a->service->vault, &key);
    const uint8_t *sealed = vault_seal_text(&key, &place, password, a->arena, &length);
    vault_wipe(&key, sizeof key);
    if (sealed == NULL)
        return RC_NOMEM;
    size_t used = (size_t)snprintf(a->result, sizeof a->result, "%s ", a->id.text);
    if (used + 2 * length >= sizeof a->result)
        return RC_BUG;
    for (size_t i = 0; i < length; i++) {
        a->result[used++] = digits[sealed[i] >> 4];
        a->result[used++] = digits[sealed[i] & 15];
    }
    a->result[used] = '\0';
    return RC_OK;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum rc open_result(struct creating *a, const char *result,
                           char password[ACCOUNT_PASSWORD_SIZE]) {
    size_t length = strlen(result);
    if (length < PUBLIC_ID_DIGITS + 3 || length % 2 == 0)
        return RC_BUG;
    enum rc rc = public_id_parse(result, PUBLIC_ID_DIGITS, &a->id);
    const char *hex = result + PUBLIC_ID_DIGITS + 1;
    size_t count = strlen(hex) / 2;
    uint8_t *sealed = arena_alloc(a->arena, count);
    if (rc != RC_OK || sealed == NULL)
        return RC_BUG;
    for (size_t i = 0; i < count; i++) {
        int high = digit_of(hex[2 * i]), low = digit_of(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return RC_BUG;
        sealed[i] = (uint8_t)(high * 16 + low);
    }
    struct data_key key;
    char *plain = NULL;
    size_t plain_length = 0;
    struct seal_place place = password_place(&a->id);
    vault_system_key(a->service->vault, &key);
    rc = vault_unseal(&key, &place, sealed, count, a->arena, &plain, &plain_length);
    vault_wipe(&key, sizeof key);
    if (rc == RC_OK && plain_length < ACCOUNT_PASSWORD_SIZE)
        memcpy(password, plain, plain_length + 1);
    return rc == RC_OK && plain_length >= ACCOUNT_PASSWORD_SIZE ? RC_BUG : rc;
}

static enum rc bind_person(struct tx *tx, const struct creating *a) {
    struct person person;
    if (!public_id_is_set(&a->input->person))
        return RC_OK;
    enum rc rc = person_by_public_id(tx, &a->input->person, a->arena, &person);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !public_id_equal(&person.fund, &a->actor->fund)))
        return fault_at(a->fault, "/person", "unknown-person");
    return rc == RC_OK ? user_person_insert(tx, &a->id, &a->input->person) : rc;
}

static enum rc read_account(struct tx *tx, struct creating *a, const struct public_id *id) {
    struct user user;
    enum rc rc = user_by_public_id(tx, id, a->arena, &user);
    if (rc == RC_OK)
        *a->account = view_of(&user);
    return rc;
}

static enum rc create(struct tx *tx, void *context) {
    struct creating *a = context;
    struct access_object object = {.fund = a->actor->fund};
    fault_clear(a->fault);
    enum rc rc = access_check(tx, a->actor, ACTION_ACCOUNT_MANAGE, &object, "");
    if (rc == RC_OK)
        rc = once_begin(tx, a->once);
    if (rc != RC_OK)
        return rc;
    if (a->once != NULL && a->once->again) {
        struct public_id id;
        rc = public_id_parse(a->once->result, PUBLIC_ID_DIGITS, &id);
        return rc == RC_OK ? read_account(tx, a, &id) : RC_BUG;
    }
    struct fund fund;
    rc = fund_by_public_id(tx, &a->actor->fund, a->arena, &fund);
    if (rc != RC_OK)
        return rc;
    struct user user = {
        .public_id = a->id,
        .fund_id = fund.id,
        .fund = a->actor->fund,
        .username = a->input->username,
        .role = user_role_of(role_name(a->input->role)),
        .display_name = a->input->role == ROLE_FAMILY ? "" : a->input->name,
        .password_hash = a->hash,
        .language = "it",
        .password_once = true,
    };
    int64_t row = 0;
    rc = user_insert(tx, &user, &row);
    if (rc == RC_CONFLICT)
        return fault_set(a->fault, RC_CONFLICT, "username-taken");
    if (rc == RC_OK)
        rc = bind_person(tx, a);
    if (rc == RC_OK)
        rc = read_account(tx, a, &a->id);
    char detail[64];
    snprintf(detail, sizeof detail, "{\"role\":\"%s\"}", role_name(a->input->role));
    if (rc == RC_OK)
        rc = audit_append(tx, a->actor->user.text, "account.create", a->id.text, detail);
    if (rc == RC_OK)
        rc = once_end(tx, a->once, a->result);
    return rc;
}

bool account_username_valid(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    return text[length] == '\0' && length >= 3 && length <= USER_USERNAME_MAX && text[0] >= 'a' &&
           text[0] <= 'z';
}

static enum rc check_account(const struct account_new *input, struct fault *fault) {
    enum rc rc = RC_OK;
    if (!account_username_valid(input->username))
        rc = fault_at(fault, "/username", "bad-characters");
    if (input->role == ROLE_NONE)
        rc = fault_at(fault, "/role", "not-a-choice");
    else if (input->role != ROLE_FAMILY && public_id_is_set(&input->person))
        rc = fault_at(fault, "/person", "not-allowed");
    if (input->role != ROLE_NONE && input->role != ROLE_FAMILY && input->name == NULL)
        rc = fault_at(fault, "/name", "missing");
    return rc;
}

enum rc account_create(const struct service *service, const struct actor *actor, struct once *once,
                       const struct account_new *input, struct arena *arena,
                       struct account_view *account, char password[ACCOUNT_PASSWORD_SIZE],
                       struct fault *fault) {
    enum rc rc = check_account(input, fault);
    if (rc != RC_OK)
        return rc;
    struct creating a = {service,
                         actor,
                         once,
                         input,
                         .id = public_id_new(),
                         .arena = arena,
                         .account = account,
                         .fault = fault};
    char suggested[ACCOUNT_PASSWORD_SIZE];
    vault_password_suggest(PASSWORD_GROUPS, suggested);
    rc = vault_password_hash(service->vault, suggested, strlen(suggested), a.hash);
    if (rc == RC_OK)
        rc = seal_result(&a, suggested);
    if (rc == RC_OK)
        rc = store_write(service->store, STORE_OFFICE, "account.create", create, &a);
    if (rc == RC_OK && once != NULL && once->again)
        rc = open_result(&a, once->result, password);
    else if (rc == RC_OK)
        memcpy(password, suggested, sizeof suggested);
    vault_wipe(suggested, sizeof suggested);
    return rc;
}

struct listing {
    const struct actor *actor;
    const char *position;
    size_t limit;
    struct arena *arena;
    struct account_page *page;
    bool bad_cursor;
};

// A position is the id of the last account shown: names do not stand in addresses.
static enum rc find_page(struct tx *tx, struct listing *l, struct user **users, size_t *count) {
    struct public_id after = {0};
    struct fund fund;
    enum rc rc = fund_by_public_id(tx, &l->actor->fund, l->arena, &fund);
    if (rc != RC_OK)
        return rc;
    if (l->position[0] != '\0')
        rc = public_id_parse(l->position, strlen(l->position), &after);
    // One more than asked for tells whether there is a next page.
    if (rc == RC_OK)
        rc = user_list_of_fund(tx, fund.id, &after, l->limit + 1, l->arena, users, count);
    l->bad_cursor = rc == RC_INVALID || rc == RC_NOT_FOUND;
    return rc;
}

static enum rc list_accounts(struct tx *tx, void *context) {
    struct listing *l = context;
    struct access_object object = {.fund = l->actor->fund};
    struct user *users = NULL;
    size_t count = 0;
    enum rc rc = access_check(tx, l->actor, ACTION_ACCOUNT_MANAGE, &object, "");
    if (rc == RC_OK)
        rc = find_page(tx, l, &users, &count);
    if (rc != RC_OK)
        return rc;
    struct account_page *page = l->page;
    page->count = count > l->limit ? l->limit : count;
    page->accounts = arena_array(l->arena, page->count + 1, sizeof *page->accounts);
    if (page->accounts == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < page->count; i++)
        page->accounts[i] = view_of(&users[i]);
    if (count > page->count)
        page->next = users[page->count - 1].public_id;
    return RC_OK;
}

enum rc accounts_list(const struct service *service, const struct actor *actor,
                      const char *position, size_t limit, struct arena *arena,
                      struct account_page *page, struct fault *fault) {
    struct listing l = {actor, position, limit, arena, page, false};
    *page = (struct account_page){0};
    enum rc rc = store_read(service->store, STORE_OFFICE, "account.list", list_accounts, &l);
    return l.bad_cursor ? fault_set(fault, RC_INVALID, "bad-cursor") : rc;
}

struct disabling {
    const struct actor *actor;
    const struct public_id *id;
    struct arena *arena;
    struct account_view *account;
    struct fault *fault;
};

static enum rc disable(struct tx *tx, void *context) {
    struct disabling *d = context;
    struct user user;
    fault_clear(d->fault);
    enum rc rc = user_by_public_id(tx, d->id, d->arena, &user);
    if (rc != RC_OK)
        return rc;
    struct access_object object = {.fund = user.fund};
    rc = access_check(tx, d->actor, ACTION_ACCOUNT_MANAGE, &object, "");
    if (rc == RC_OK && public_id_equal(d->id, &d->actor->user))
        return fault_set(d->fault, RC_CONFLICT, "own-account");
    if (rc == RC_OK && !user.disabled) {
        rc = user_set_disabled(tx, user.id, true);
        if (rc == RC_OK)
            rc = audit_append(tx, d->actor->user.text, "account.disable", d->id->text, NULL);
        user.disabled = true;
    }
    if (rc == RC_OK)
        *d->account = view_of(&user);
    return rc;
}

enum rc account_disable(const struct service *service, const struct actor *actor,
                        const struct public_id *id, struct arena *arena,
                        struct account_view *account, struct fault *fault) {
    struct disabling d = {actor, id, arena, account, fault};
    return store_write(service->store, STORE_OFFICE, "account.disable", disable, &d);
}
