// SPDX-License-Identifier: EUPL-1.2
// Listing payment lines.
#include "service/payments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/person_account.h"
#include "service/person_seal.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/payment_lines.h"
#include "vault/vault.h"

struct listing {
    const struct service *service;
    const struct actor *actor;
    int64_t before;
    size_t limit;
    struct arena *arena;
    struct payment_page *page;
};

// Only what goes to the member goes to the member's account: heirs have one of their own.
static enum rc open_account(struct tx *tx, const struct listing *l,
                            const struct payment_line_row *row, const struct data_key *key,
                            struct payment_view *view) {
    struct person_account account;
    bool member = view->payee == NULL ? view->provider == NULL : strcmp(view->payee, "member") == 0;
    if (!member)
        return RC_OK;
    enum rc rc = person_account_read(tx, &row->person, key,
                                     rome_date(service_domain_now(l->service)), l->arena, &account);
    if (rc == RC_OK) {
        view->iban = account.iban;
        view->holder = account.holder;
    }
    return rc;
}

static enum rc open_sealed(struct tx *tx, const struct listing *l,
                           const struct payment_line_row *row, const struct data_key *key,
                           struct payment_view *view) {
    const char *last = NULL, *first = NULL;
    const json_t *detail = NULL;
    struct seal_place last_place = {"persons", "last_name", &row->person};
    struct seal_place first_place = {"persons", "first_name", &row->person};
    struct seal_place detail_place = {"expenses", "detail", &row->expense};
    enum rc rc = text_unseal(key, &last_place, &row->last_name, l->arena, &last);
    if (rc == RC_OK)
        rc = text_unseal(key, &first_place, &row->first_name, l->arena, &first);
    if (rc == RC_OK)
        rc = json_unseal(key, &detail_place, &row->expense_detail, l->arena, &detail);
    if (rc != RC_OK)
        return rc;
    view->beneficiary = arena_printf(l->arena, "%s, %s", last, first);
    view->document = json_string_value(json_object_get(detail, "document"));
    view->currency = json_string_value(json_object_get(detail, "currency"));
    const char *form = json_string_value(json_object_get(detail, "form"));
    if (form != NULL && strcmp(form, "direct") == 0)
        view->provider = json_string_value(json_object_get(detail, "provider"));
    if (view->beneficiary == NULL || view->document == NULL)
        return RC_NOMEM;
    return open_account(tx, l, row, key, view);
}

static enum rc open_row(struct tx *tx, const struct listing *l, const struct payment_line_row *row,
                        struct payment_view *view) {
    struct person person = {.public_id = row->person, .key = row->person_key};
    struct data_key key;
    *view = (struct payment_view){
        .id = row->line.public_id,
        .claim = row->claim,
        .claim_number = row->claim_number,
        .plan = row->plan_id,
        .kind = row->line.kind,
        .payee = row->line.payee,
        .beneficiary = "",
        .month_number = row->line.month_number,
        .month_from = row->line.month_from,
        .month_to = row->line.month_to,
        .document = "",
        .amount_cents = row->line.amount_cents,
        .part_cents = row->line.part_cents,
        .expense_cents = row->expense_cents,
        .ceiling_cents = row->line.ceiling_cents,
        .created_us = row->line.created_us,
        .stop_kind = row->stop_kind,
        .stop_rule = row->stop_rule,
        .stop_reason = row->stop_reason,
        .stopped_us = row->stopped_us,
    };
    enum rc rc = person_key(l->service, &person, &key);
    if (rc == RC_NOT_FOUND)
        return RC_OK; // erased: the amount stays, the name is gone
    if (rc != RC_OK)
        return rc;
    rc = open_sealed(tx, l, row, &key, view);
    vault_wipe(&key, sizeof key);
    return rc;
}

static enum rc list_lines(struct tx *tx, void *context) {
    struct listing *l = context;
    struct access_object object = {.fund = l->actor->fund};
    struct payment_line_row *rows = NULL;
    struct payment_line_totals totals = {0};
    size_t count = 0;
    enum rc rc = access_check(tx, l->actor, ACTION_PAYMENT_LINE_READ, &object, "");
    if (rc == RC_OK)
        rc = payment_line_list(tx, &l->actor->fund, l->before, l->limit + 1, l->arena, &rows,
                               &count);
    if (rc == RC_OK)
        rc = payment_line_totals(tx, &l->actor->fund, &totals);
    if (rc != RC_OK)
        return rc;
    l->page->lines = totals.count;
    l->page->total_cents = totals.cents;
    l->page->stopped = totals.stopped;
    bool more = count > l->limit;
    l->page->count = more ? l->limit : count;
    l->page->rows = arena_array(l->arena, l->page->count + 1, sizeof *l->page->rows);
    if (l->page->rows == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < l->page->count && rc == RC_OK; i++)
        rc = open_row(tx, l, &rows[i], &l->page->rows[i]);
    l->page->next[0] = '\0';
    if (more)
        snprintf(l->page->next, sizeof l->page->next, "%lld",
                 (long long)rows[l->page->count - 1].line.id);
    return rc;
}

enum rc payments_list(const struct service *service, const struct actor *actor,
                      const char *position, size_t limit, struct arena *arena,
                      struct payment_page *page, struct fault *fault) {
    struct listing l = {service, actor, 0, limit, arena, page};
    if (position[0] != '\0') {
        char *end = NULL;
        l.before = strtoll(position, &end, 10);
        if (*end != '\0' || l.before <= 0)
            return fault_set(fault, RC_INVALID, "bad-cursor");
    }
    if (!access_role_allowed(actor->role, ACTION_PAYMENT_LINE_READ))
        return RC_DENIED;
    enum rc rc = audit_read(service->store, STORE_OFFICE, actor->user.text, actor->fund.text,
                            "payment-lines");
    if (rc == RC_OK)
        rc = store_read(service->store, STORE_OFFICE, "payment-line.list", list_lines, &l);
    return rc;
}
