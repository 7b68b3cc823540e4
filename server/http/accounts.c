// SPDX-License-Identifier: EUPL-1.2
// /api/v1/accounts: create, list, disable.
#include <stddef.h>
#include <stdio.h>

#include "base/json.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/account_admin.h"
#include "service/once.h"

static json_t *account_json(const struct account_view *account) {
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:o}", "id", account->id.text, "username",
                     account->username, "name", account->name, "role", role_name(account->role),
                     "disabled", (int)account->disabled, "createdAt",
                     json_instant_or_null(account->created_us));
}

void accounts_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct account_page page;
    const char *position = "";
    int64_t limit = 0;
    enum rc rc = http_page_position(rq, &fault, &position);
    if (rc == RC_OK)
        rc = http_page_limit(rq, 50, 200, &fault, &limit);
    if (rc == RC_OK)
        rc = accounts_list(rq->service, &rq->actor, position, (size_t)limit, rq->arena, &page,
                           &fault);
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; items != NULL && i < page.count; i++)
        items = json_append(items, account_json(&page.accounts[i]));
    http_reply_page(rp, json_pack("{s:o}", "items", items), page.next.text);
}

struct account_body {
    const char *username, *name, *role;
    struct public_id person;
};

static const struct json_field account_fields[] = {
    JSON_TEXT("username", struct account_body, username, 3, 64),
    JSON_TEXT("name", struct account_body, name, 1, 120, JSON_OPTIONAL),
    JSON_TEXT("role", struct account_body, role, 1, 40),
    JSON_ID("person", struct account_body, person, JSON_OPTIONAL),
    JSON_END,
};

void accounts_post(struct http_request *rq, struct http_reply *rp) {
    struct account_body body = {0};
    struct fault fault = {0};
    struct account_view account;
    char password[ACCOUNT_PASSWORD_SIZE];
    enum rc rc = http_body_fill(rq, account_fields, &body, &fault);
    if (rc == RC_OK) {
        struct account_new input = {body.username, body.name, role_from_name(body.role),
                                    body.person};
        rc = account_create(rq->service, &rq->actor, rq->once, &input, rq->arena, &account,
                            password, &fault);
    }
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    char location[80];
    snprintf(location, sizeof location, "/api/v1/accounts/%s", account.id.text);
    http_reply_created(
        rp, location,
        json_pack("{s:o, s:s}", "account", account_json(&account), "oneTimePassword", password));
}

void account_disable_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "account");
    struct fault fault = {0};
    struct account_view account;
    enum rc rc = account_disable(rq->service, &rq->actor, &id, rq->arena, &account, &fault);
    if (rc != RC_OK)
        reply_failure(rp, rc, &fault);
    else
        http_reply_json(rp, 200, account_json(&account));
}
