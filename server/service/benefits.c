// SPDX-License-Identifier: EUPL-1.2
// Benefit months and expenses of a case, as the engine sees them.
#include "service/benefits.h"

#include <string.h>

#include "scoring/claw_back.h"
#include "service/case_expenses.h"
#include "store/payment_lines.h"

enum benefit_form benefit_form_of(const char *name) {
    enum benefit_form form = BENEFIT_FORM_UNKNOWN;
    if (strcmp(name, "care-invoice") == 0)
        return BENEFIT_FORM_INVOICE;
    if (strcmp(name, "rsa-stay") == 0 || strcmp(name, "home-carer") == 0 ||
        strcmp(name, "direct") == 0)
        (void)benefit_form_from_name(name, &form);
    return form;
}

const char *benefit_payee(const struct claim_case *c, const struct claim_expense *expense) {
    enum benefit_form form = benefit_form_of(expense->form);
    return allocation_payee_name(allocation_payee_of(form, c->view.died_on, c->today));
}

enum rc benefit_fill_months(struct claim_case *c) {
    c->view.month_count = 0;
    if (!case_pays(c))
        return RC_OK;
    const struct evaluation *evaluation = &c->evaluation;
    struct claim_month *list = arena_array(c->arena, evaluation->month_count + 1, sizeof *list);
    if (list == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < evaluation->month_count; i++) {
        const struct evaluation_month *month = &evaluation->months[i];
        list[i] = (struct claim_month){
            month->month,          month->paid_cents,   month->elsewhere_cents, month->due_cents,
            month->reserved_cents, month->member_cents, month->left_cents};
    }
    c->view.months = list;
    c->view.month_count = evaluation->month_count;
    return RC_OK;
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
static enum rc explain_open(struct claim_case *c, const struct allocation *allocation,
                            struct claim_expense *expense) {
    if (allocation->outcome == ALLOCATION_PAYABLE)
        return RC_OK;
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
        .invoiced_on = json_string_value(json_object_get(detail, "invoicedOn")),
        .paid_on = json_string_value(json_object_get(detail, "paidOn")),
        .currency = json_string_value(json_object_get(detail, "currency")),
        .state = entry->state,
        .submitted_us = entry->submitted_us,
    };
    if (expense->form == NULL || expense->provider == NULL || expense->document == NULL)
        return RC_BUG;
    rc = payment_line_sum(c->tx, entry->id, &expense->payable_cents);
    if (rc != RC_OK)
        return rc;
    return strcmp(entry->state, "submitted") == 0 ? RC_OK : recorded_reasons(c, entry, expense);
}

enum rc benefit_load_expenses(struct claim_case *c) {
    size_t count = 0;
    enum rc rc = expense_list(c->tx, c->claim.id, c->arena, &c->expenses, &count);
    struct claim_expense *list = arena_array(c->arena, count + 1, sizeof *list);
    if (rc == RC_OK && list == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = open_expense(c, &c->expenses[i], &list[i]);
    c->expense_views = list;
    c->view.expenses = list;
    c->view.expense_count = rc == RC_OK ? count : 0;
    return rc;
}

enum rc benefit_explain_expenses(struct claim_case *c) {
    enum rc rc = RC_OK;
    for (size_t i = 0; i < c->view.expense_count && rc == RC_OK; i++) {
        struct claim_expense *expense = &c->expense_views[i];
        size_t place = 0;
        if (strcmp(expense->state, "submitted") != 0)
            continue;
        expense->payee = benefit_payee(c, expense);
        if (!case_expense_place(&c->input, &expense->id, &place))
            continue;
        rc = explain_open(c, &c->allocations[place], expense);
        expense->euro_cents = c->evaluation.exchanged[place].cents;
    }
    return rc;
}

static const struct claim_expense *expense_of(const struct claim_case *c,
                                              const struct public_id *id) {
    for (size_t i = 0; i < c->view.expense_count; i++) {
        if (public_id_equal(&c->view.expenses[i].id, id))
            return &c->view.expenses[i];
    }
    return NULL;
}

// The line is for the days of service that lie in its month.
static struct case_payment payment_of(const struct payment_line_of_claim *line,
                                      const struct claim_expense *expense) {
    struct case_payment payment = {line->expense, line->month_number, line->amount_cents,
                                   case_date(line->month_from), case_date(line->month_to)};
    struct civil_date from = case_date(expense->service_from);
    struct civil_date to = case_date(expense->service_to);
    if (civil_date_compare(from, payment.from) > 0)
        payment.from = from;
    if (civil_date_compare(to, payment.to) < 0)
        payment.to = to;
    return payment;
}

enum rc benefit_load_payments(struct claim_case *c) {
    struct payment_line_of_claim *lines = NULL;
    size_t count = 0;
    enum rc rc = payment_line_list_of_claim(c->tx, c->claim.id, c->arena, &lines, &count);
    size_t first = count > EVALUATION_PAYMENTS_MAX ? count - EVALUATION_PAYMENTS_MAX : 0;
    c->paid = arena_array(c->arena, count + 1, sizeof *c->paid);
    if (rc == RC_OK && c->paid == NULL)
        rc = RC_NOMEM;
    for (size_t i = first; i < count && rc == RC_OK; i++) {
        const struct claim_expense *expense = expense_of(c, &lines[i].expense);
        if (expense == NULL)
            return RC_BUG;
        c->paid[c->paid_count++] = payment_of(&lines[i], expense);
    }
    return rc;
}

void benefit_fill_clawbacks(struct claim_case *c) {
    for (size_t i = 0; i < c->paid_count; i++) {
        const struct claw_back *back = &c->evaluation.claw_backs[i];
        if (back->cents > 0 && c->view.clawback_count < CLAIM_CLAWBACKS_MAX)
            c->view.clawbacks[c->view.clawback_count++] =
                (struct claim_clawback){c->paid[i].expense, c->paid[i].month, c->paid[i].cents,
                                        back->cents,        back->from,       back->to};
    }
}
