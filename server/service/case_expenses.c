// SPDX-License-Identifier: EUPL-1.2
// From stored expenses to the engine's.
#include "service/case_expenses.h"

#include <string.h>

#include "case_file/case_record.h"
#include "scoring/exchange.h"
#include "scoring/money.h"
#include "scoring/rome_time.h"
#include "service/benefits.h"
#include "service/case_compose.h"
#include "service/case_particulars.h"
#include "service/plan_shelf.h"
#include "service/portal.h"
#include "service/quotations.h"
#include "service/service.h"
#include "store/quotations.h"

enum {
    RECORD_MAX = 4 * 1024 * 1024,
    // Two weeks of days: one of them or both are of the week before when the first has none.
    QUOTED_DAYS = 14,
    WEEK_LEFT = 6, // days after one that may still be of its week
};

bool expense_is_service(const struct claim_expense *expense) {
    return strcmp(expense->form, "direct") == 0;
}

static bool is_open(const struct claim_expense *expense) {
    return strcmp(expense->state, "submitted") == 0;
}

static void put_text(json_t *object, const char *name, const char *text) {
    if (text != NULL)
        (void)json_put(object, name, json_string(text));
}

static json_t *day_of(int64_t at_us) {
    char text[CIVIL_DATE_TEXT_SIZE];
    return civil_date_format(rome_date(at_us), text) == 0 ? NULL : json_string(text);
}

static json_t *amount_of(const struct claim_expense *expense) {
    char text[MONEY_TEXT_SIZE];
    (void)money_format(expense->amount_cents, text);
    return json_string(text);
}

// What an expense is for, where that is excluded; NULL: nothing was found about it.
static const char *nature_of(const struct claim_case *c, const struct public_id *expense) {
    const struct claim_check_fact *found = case_particular_of(&c->view, "expense", expense);
    return found != NULL && strcmp(found->answer, "yes") == 0 ? found->code : NULL;
}

// What staff read on the document goes before what the family said.
static const char *found_day(const struct claim_case *c, const char *about,
                             const struct claim_expense *expense, const char *said) {
    const struct claim_check_fact *found = case_particular_of(&c->view, about, &expense->id);
    return found != NULL && found->since != NULL ? found->since : said;
}

static json_t *expense_json(const struct claim_case *c, const struct claim_expense *expense) {
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:o, s:s}", "id", expense->id.text, "form",
                             benefit_form_name(benefit_form_of(expense->form)), "from",
                             expense->service_from, "to", expense->service_to, "amount",
                             amount_of(expense), "receipted", expense->receipted ? "yes" : "no");
    (void)json_put(json, "received", day_of(expense->submitted_us));
    put_text(json, "invoiced", found_day(c, "expense-invoiced", expense, expense->invoiced_on));
    put_text(json, "paid", found_day(c, "expense-paid", expense, expense->paid_on));
    put_text(json, "currency", expense->currency);
    put_text(json, "nature", nature_of(c, &expense->id));
    return json;
}

static size_t count_services(const struct claim_view *view) {
    size_t count = 0;
    for (size_t i = 0; i < view->expense_count; i++)
        count += is_open(&view->expenses[i]) && expense_is_service(&view->expenses[i]);
    return count < EVALUATION_EXPENSES_MAX ? count : EVALUATION_EXPENSES_MAX;
}

json_t *case_expenses_json(const struct claim_case *c, const struct public_id *only) {
    size_t room = EVALUATION_EXPENSES_MAX - count_services(&c->view);
    json_t *expenses = json_array();
    for (size_t i = 0; i < c->view.expense_count; i++) {
        const struct claim_expense *expense = &c->view.expenses[i];
        bool wanted = only == NULL || public_id_equal(&expense->id, only);
        if (wanted && is_open(expense) && !expense_is_service(expense) &&
            json_array_size(expenses) < room)
            expenses = json_append(expenses, expense_json(c, expense));
    }
    return expenses;
}

json_t *case_services_json(const struct claim_case *c) {
    json_t *services = json_array();
    for (size_t i = 0; i < c->view.expense_count; i++) {
        const struct claim_expense *expense = &c->view.expenses[i];
        if (is_open(expense) && expense_is_service(expense) &&
            json_array_size(services) < EVALUATION_EXPENSES_MAX)
            services = json_append(
                services, json_pack("{s:s, s:s, s:s, s:o, s:o}", "id", expense->id.text, "from",
                                    expense->service_from, "to", expense->service_to, "amount",
                                    amount_of(expense), "granted", day_of(expense->submitted_us)));
    }
    return services;
}

json_t *case_quotations_json(const struct claim_case *c) {
    json_t *quotations = json_array();
    for (size_t i = 0; i < c->quotation_count; i++) {
        char units[QUOTATION_TEXT_SIZE];
        quotation_units_text(c->quotations[i].units, units);
        quotations = json_append(quotations,
                                 json_pack("{s:s, s:s, s:s}", "currency", c->quotations[i].currency,
                                           "day", c->quotations[i].day, "units", units));
    }
    return quotations;
}

bool case_expense_place(const struct case_input *input, const struct public_id *id, size_t *place) {
    for (size_t i = 0; i < input->facts.expense_count; i++) {
        if (strcmp(input->expense_ids[i], id->text) == 0) {
            *place = i;
            return true;
        }
    }
    return false;
}

static bool has_quotation(const struct claim_case *c, const struct quotation_row *row) {
    for (size_t i = 0; i < c->quotation_count; i++) {
        if (strcmp(c->quotations[i].currency, row->currency) == 0 &&
            strcmp(c->quotations[i].day, row->day) == 0)
            return true;
    }
    return false;
}

static enum rc add_quotations(struct claim_case *c, const struct claim_expense *expense) {
    const char *paid = found_day(c, "expense-paid", expense, expense->paid_on);
    const char *day = exchange_by_payment(c->view.plan) ? paid : expense->service_from;
    struct civil_date last = civil_date_add_days(case_date(day), WEEK_LEFT);
    struct quotation_row *rows = NULL;
    size_t count = 0;
    if (!civil_date_known(last))
        return RC_OK;
    enum rc rc =
        quotation_list_before(c->tx, &c->claim.fund, expense->currency,
                              case_date_text(c->arena, last), QUOTED_DAYS, c->arena, &rows, &count);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        if (c->quotation_count < EXCHANGE_QUOTATIONS_MAX && !has_quotation(c, &rows[i]))
            c->quotations[c->quotation_count++] = rows[i];
    }
    return rc;
}

enum rc case_load_quotations(struct claim_case *c) {
    enum rc rc = RC_OK;
    for (size_t i = 0; i < c->view.expense_count && rc == RC_OK; i++) {
        const struct claim_expense *expense = &c->view.expenses[i];
        if (!is_open(expense) || expense->currency == NULL)
            continue;
        if (c->quotations == NULL)
            c->quotations = arena_array(c->arena, EXCHANGE_QUOTATIONS_MAX, sizeof *c->quotations);
        rc = c->quotations == NULL ? RC_NOMEM : add_quotations(c, expense);
    }
    return rc;
}

enum rc case_add_expense(struct claim_case *c, const struct expense_new *input,
                         const struct public_id *id) {
    struct expense_entry entry = {
        .public_id = *id,
        .amount_cents = input->amount_cents,
        .submitted_us = service_domain_now(c->service),
        .submitted_by = c->actor->user,
    };
    bool euro = input->currency == NULL || strcmp(input->currency, "EUR") == 0;
    json_t *detail = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:b, s:s*, s:s*, s:s*}", "form", input->form, "provider",
        input->provider, "document", input->document, "serviceFrom", input->service_from,
        "serviceTo", input->service_to, "receipted", (int)input->receipted, "invoicedOn",
        input->invoiced_on, "paidOn", input->paid_on, "currency", euro ? NULL : input->currency);
    struct seal_place place = {"expenses", "detail", id};
    enum rc rc = json_seal(&c->key, &place, detail, c->arena, &entry.detail);
    json_decref(detail);
    return rc == RC_OK ? expense_insert(c->tx, c->claim.id, &entry) : rc;
}

static enum rc write_record(const struct claim_case *c, const json_t *json,
                            const struct case_input *input, const struct evaluation *evaluation,
                            const struct allocation *allocations, const char **record) {
    char digest[PLAN_DIGEST_SIZE];
    plan_shelf_digest(c->service->plans, c->view.plan, digest);
    struct case_result result = {c->view.plan, input, evaluation, allocations};
    struct buffer out;
    buffer_init(&out, RECORD_MAX);
    enum rc rc = case_record_write(digest, json, c->arena, &result, &out);
    if (rc == RC_OK) {
        *record = arena_strndup(c->arena, out.data, out.length);
        rc = *record == NULL ? RC_NOMEM : RC_OK;
    }
    buffer_free(&out);
    return rc;
}

static enum rc judge(const struct claim_case *c, json_t *json, const struct public_id *expense,
                     struct allocation *allocation, const char **record) {
    struct case_input *input = arena_alloc(c->arena, sizeof *input);
    struct evaluation *evaluation = arena_alloc(c->arena, sizeof *evaluation);
    struct fault fault = {0};
    size_t place = 0;
    if (input == NULL || evaluation == NULL)
        return RC_NOMEM;
    if (!civil_date_known(c->facts.onset)) // it was left out where it contradicts the other facts
        (void)json_object_del(json_object_get(json, "claim"), "onset");
    enum rc rc = case_input_read(c->view.plan, json, c->today, c->arena, input, &fault);
    if (rc != RC_OK)
        return rc == RC_INVALID ? RC_BUG : rc;
    struct allocation *allocations =
        arena_array(c->arena, input->facts.expense_count + 1, sizeof *allocations);
    if (allocations == NULL)
        return RC_NOMEM;
    if (!case_expense_place(input, expense, &place))
        return RC_LIMIT; // more authorised services than the engine looks at
    if (!evaluation_make(c->view.plan, &input->facts, evaluation, allocations))
        return RC_BUG;
    *allocation = allocations[place];
    return write_record(c, json, input, evaluation, allocations, record);
}

enum rc case_judge_expense(const struct claim_case *c, const struct public_id *expense,
                           struct allocation *allocation, const char **record) {
    json_t *json = case_compose_for(c, expense);
    enum rc rc = json == NULL ? RC_NOMEM : judge(c, json, expense, allocation, record);
    json_decref(json);
    return rc;
}
