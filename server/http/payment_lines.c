// SPDX-License-Identifier: EUPL-1.2
// /api/v1/payment-lines: the one list of what is owed.
#include "base/json.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/payments.h"

static json_t *stop_json(const struct payment_view *line) {
    if (line->stop_kind == NULL)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:o}", "kind", line->stop_kind, "rule", line->stop_rule,
                     "reason", line->stop_reason, "at", json_instant_or_null(line->stopped_us));
}

static json_t *account_json(const struct payment_view *line) {
    return line->iban == NULL ? json_null()
                              : json_pack("{s:s, s:s}", "iban", line->iban, "holder", line->holder);
}

static json_t *line_json(const struct payment_view *line) {
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:o, s:o, s:I, s:I, s:I, s:I, s:o}",
        "id", line->id.text, "claim", line->claim.text, "claimNumber", line->claim_number, "plan",
        line->plan, "kind", line->kind, "beneficiary", line->beneficiary, "monthNumber",
        (int)line->month_number, "monthFrom", line->month_from, "monthTo", line->month_to,
        "document", line->document, "provider", json_text_or_null(line->provider), "currency",
        json_text_or_null(line->currency), "amountCents", (json_int_t)line->amount_cents,
        "partCents", (json_int_t)line->part_cents, "expenseCents", (json_int_t)line->expense_cents,
        "ceilingCents", (json_int_t)line->ceiling_cents, "createdAt",
        json_instant_or_null(line->created_us));
    (void)json_put(json, "payee", json_text_or_null(line->payee));
    (void)json_put(json, "account", account_json(line));
    (void)json_put(json, "stopped", stop_json(line));
    return json;
}

void payment_lines_get(struct http_request *rq, struct http_reply *rp) {
    struct fault fault = {0};
    struct payment_page *page = arena_alloc(rq->arena, sizeof *page);
    const char *position = "";
    int64_t limit = 50;
    enum rc rc = page == NULL ? RC_NOMEM : http_page_position(rq, &fault, &position);
    if (rc == RC_OK)
        rc = http_page_limit(rq, 50, 200, &fault, &limit);
    if (rc == RC_OK)
        rc = payments_list(rq->service, &rq->actor, position, (size_t)limit, rq->arena, page,
                           &fault);
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; i < page->count; i++)
        items = json_append(items, line_json(&page->rows[i]));
    http_reply_page(rp,
                    json_pack("{s:o, s:I, s:I, s:I}", "items", items, "count",
                              (json_int_t)page->lines, "totalCents", (json_int_t)page->total_cents,
                              "stoppedCount", (json_int_t)page->stopped),
                    page->next);
}
