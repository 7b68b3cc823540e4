// SPDX-License-Identifier: EUPL-1.2
// Benefit months and expenses of a case, as the engine sees them.
#include "service/benefits.h"

#include <string.h>

#include "scoring/rome_time.h"
#include "service/plan_shelf.h"
#include "store/payment_lines.h"

static bool is_recognised(enum claim_state state) {
    return state == CLAIM_RECOGNISED || state == CLAIM_IN_PAYMENT;
}

enum benefit_form benefit_form_of(const char *name) {
    enum benefit_form form = BENEFIT_FORM_UNKNOWN;
    if (strcmp(name, "care-invoice") == 0)
        return BENEFIT_FORM_INVOICE;
    if (strcmp(name, "rsa-stay") == 0 || strcmp(name, "home-carer") == 0)
        (void)benefit_form_from_name(name, &form);
    return form;
}

enum rc benefit_fill_months(struct claim_case *c) {
    c->view.month_count = 0;
    if (!is_recognised(c->state) && c->state != CLAIM_SUSPENDED)
        return RC_OK;
    struct benefit_month months[PLAN_MONTHS_MAX];
    size_t count =
        benefit_months(c->view.plan, c->view.proposal.accrual_start, months, PLAN_MONTHS_MAX);
    struct claim_month *list = arena_array(c->arena, count + 1, sizeof *list);
    if (list == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < count; i++) {
        int64_t left = months[i].ceiling_cents - c->used[i];
        list[i] = (struct claim_month){months[i], c->used[i], left > 0 ? left : 0};
    }
    c->view.months = list;
    c->view.month_count = count;
    return RC_OK;
}

// S-22: a finding after the decision that the state is consolidated stops a plan of the temporary
// state from its day on; what was paid stays paid.
static bool reaches_consolidation(const struct claim_case *c, struct civil_date service_to) {
    const struct claim_finding *finding = &c->view.finding;
    return c->view.plan->consolidation == PLAN_CONSOLIDATION_FORBIDDEN && finding->recorded &&
           finding->consolidated == CONSOLIDATED_YES && c->view.decision_count > 0 &&
           finding->at_us > c->view.decisions[0].at_us &&
           civil_date_compare(service_to, rome_date(finding->at_us)) >= 0;
}

enum rc benefit_allocate(const struct claim_case *c, const struct claim_expense *expense,
                         struct allocation *allocation) {
    struct entitlement entitlement = {
        .recognised = is_recognised(c->state),
        .reviewable = c->state == CLAIM_REVIEWABLE,
        .accrual_start = c->view.proposal.accrual_start,
        .claim_sent = c->facts.sent,
        .claim_received = c->facts.received,
        .alive_through = c->facts.alive_through,
        .death = c->facts.death,
    };
    struct expense asked = {
        .form = benefit_form_of(expense->form),
        .service_from = case_date(expense->service_from),
        .service_to = case_date(expense->service_to),
        .cents = expense->amount_cents,
    };
    if (!allocation_compute(c->view.plan, &entitlement, &asked, c->used, PLAN_MONTHS_MAX, c->today,
                            allocation))
        return RC_BUG;
    if (allocation->outcome == ALLOCATION_PAYABLE && reaches_consolidation(c, asked.service_to))
        *allocation = (struct allocation){
            .outcome = ALLOCATION_HELD,
            .reason = {"S-22", REASON_CONSOLIDATED_NEVER_COVERED},
        };
    return RC_OK;
}

bool benefit_lacks_receipt(const struct claim_case *c, const struct claim_expense *expense) {
    return !expense->receipted && !plan_is_permanent(c->view.plan);
}

static enum rc one_reason(struct claim_case *c, struct claim_expense *expense, const char *rule,
                          const char *key, const char *value) {
    struct claim_reason *reason = arena_alloc(c->arena, sizeof *reason);
    if (reason == NULL)
        return RC_NOMEM;
    *reason = (struct claim_reason){.rule = rule, .key = key, .value = value};
    expense->reasons = reason;
    expense->reason_count = 1;
    return RC_OK;
}

// What stands against an open expense today, so that nobody waits for what the plan cannot pay.
static enum rc explain_open(struct claim_case *c, struct claim_expense *expense) {
    struct allocation *allocation = arena_alloc(c->arena, sizeof *allocation);
    if (allocation == NULL)
        return RC_NOMEM;
    enum rc rc = benefit_allocate(c, expense, allocation);
    if (rc != RC_OK)
        return rc;
    if (allocation->outcome == ALLOCATION_PAYABLE)
        return benefit_lacks_receipt(c, expense)
                   ? one_reason(c, expense, "A-34", "not-receipted", NULL)
                   : RC_OK;
    return one_reason(c, expense, allocation->reason.rule, reason_key(allocation->reason.code),
                      case_date_text(c->arena, allocation->not_before));
}

static enum rc recorded_reasons(struct claim_case *c, const struct expense_entry *entry,
                                struct claim_expense *expense) {
    const json_t *verdict = NULL;
    struct seal_place place = {"expenses", "verdict", &entry->public_id};
    enum rc rc = json_unseal(&c->key, &place, &entry->verdict, c->arena, &verdict);
    size_t count = json_array_size(verdict);
    struct claim_reason *reasons = arena_array(c->arena, count + 1, sizeof *reasons);
    if (rc == RC_OK && reasons == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        const json_t *item = json_array_get(verdict, i);
        reasons[i] = (struct claim_reason){
            json_string_value(json_object_get(item, "rule")),
            json_string_value(json_object_get(item, "key")),
            json_string_value(json_object_get(item, "text")),
            json_string_value(json_object_get(item, "value")),
        };
        if (reasons[i].rule == NULL || reasons[i].key == NULL)
            rc = RC_BUG;
    }
    expense->reasons = reasons;
    expense->reason_count = rc == RC_OK ? count : 0;
    return rc;
}

static enum rc open_expense(struct claim_case *c, const struct expense_entry *entry,
                            struct claim_expense *expense) {
    const json_t *detail = NULL;
    struct seal_place place = {"expenses", "detail", &entry->public_id};
    enum rc rc = json_unseal(&c->key, &place, &entry->detail, c->arena, &detail);
    if (rc != RC_OK)
        return rc;
    *expense = (struct claim_expense){
        .id = entry->public_id,
        .form = json_string_value(json_object_get(detail, "form")),
        .provider = json_string_value(json_object_get(detail, "provider")),
        .document = json_string_value(json_object_get(detail, "document")),
        .service_from = json_string_value(json_object_get(detail, "serviceFrom")),
        .service_to = json_string_value(json_object_get(detail, "serviceTo")),
        .amount_cents = entry->amount_cents,
        .receipted = json_is_true(json_object_get(detail, "receipted")),
        .state = entry->state,
        .submitted_us = entry->submitted_us,
    };
    if (expense->form == NULL || expense->provider == NULL || expense->document == NULL)
        return RC_BUG;
    rc = payment_line_sum(c->tx, entry->id, &expense->payable_cents);
    if (rc != RC_OK)
        return rc;
    return strcmp(entry->state, "submitted") == 0 ? explain_open(c, expense)
                                                  : recorded_reasons(c, entry, expense);
}

enum rc benefit_fill_expenses(struct claim_case *c) {
    size_t count = 0;
    enum rc rc = expense_list(c->tx, c->claim.id, c->arena, &c->expenses, &count);
    struct claim_expense *list = arena_array(c->arena, count + 1, sizeof *list);
    if (rc == RC_OK && list == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = open_expense(c, &c->expenses[i], &list[i]);
    c->view.expenses = list;
    c->view.expense_count = rc == RC_OK ? count : 0;
    return rc;
}
