// SPDX-License-Identifier: EUPL-1.2
// Reading amounts and services.
#include "case_file/case_money.h"

#include <string.h>

#include "case_file/case_day.h"
#include "case_file/case_rights.h"
#include "case_file/case_table.h"
#include "scoring/money.h"

enum { AMOUNT_LENGTH_MAX = 24, EXPENSE_DAYS_MAX = 3660, CURRENCY_LENGTH = 3, YEAR_MONTHS = 12 };

// A thousand million euro: above it an amount is a slip of the pen.
static const int64_t cents_max = INT64_C(100000000000);

static const char *const form_names[] = {NULL,         "direct",   "invoice",
                                         "home-carer", "rsa-stay", "annuity"};

const struct json_field case_paid_fields[] = {
    {.name = "month",
     .kind = JSON_KIND_INT,
     AT(paid_json, month),
     .min = 1,
     .max = PLAN_MONTHS_MAX},
    TEXT_NEEDED("amount", paid_json, amount, AMOUNT_LENGTH_MAX),
    ONE_OF("form", paid_json, form, form_names),
    EVIDENCE(paid_json),
    JSON_END,
};

const struct json_field case_elsewhere_fields[] = {
    {.name = "month",
     .kind = JSON_KIND_INT,
     AT(paid_json, month),
     .min = 1,
     .max = PLAN_MONTHS_MAX},
    TEXT_NEEDED("amount", paid_json, amount, AMOUNT_LENGTH_MAX),
    JSON_END,
};

const struct json_field case_expense_fields[] = {
    TEXT_NEEDED("id", expense_json, id, CASE_ID_MAX),
    ONE_OF_NEEDED("form", expense_json, form, form_names),
    DATE_NEEDED("from", expense_json, from),
    DATE("to", expense_json, to),
    TEXT_NEEDED("amount", expense_json, amount, AMOUNT_LENGTH_MAX),
    TEXT("currency", expense_json, currency, CURRENCY_LENGTH),
    DATE("received", expense_json, received),
    DATE("invoiced", expense_json, invoiced),
    DATE("paid", expense_json, paid),
    FACT("receipted", expense_json, receipted),
    TEXT("nature", expense_json, nature, CASE_CODE_MAX),
    EVIDENCE(expense_json),
    JSON_END,
};

const struct json_field case_authorisation_fields[] = {
    TEXT_NEEDED("id", authorisation_json, id, CASE_ID_MAX),
    DATE_NEEDED("from", authorisation_json, from),
    DATE("to", authorisation_json, to),
    TEXT_NEEDED("amount", authorisation_json, amount, AMOUNT_LENGTH_MAX),
    DATE("granted", authorisation_json, granted),
    EVIDENCE(authorisation_json),
    JSON_END,
};

static int64_t amount_of(const char *text, const char *list, size_t index, struct fault *fault) {
    int64_t cents = 0;
    // Digits alone that do not fit are a number, only too big.
    bool number = strspn(text, "0123456789.") == strlen(text) && text[0] != '.';
    if (!money_parse(text, strlen(text), &cents)) {
        fault_atf(fault, number && strlen(text) > 16 ? "out-of-range" : "not-an-amount",
                  "/%s/%zu/amount", list, index);
    } else if (cents <= 0 || cents > cents_max) {
        fault_atf(fault, "out-of-range", "/%s/%zu/amount", list, index);
    }
    return cents;
}

// The last benefit month, or year, that a benefit of the plan can have whatever day it starts.
static int64_t last_month_of(const struct plan *plan) {
    if (plan->settings.length == PLAN_LENGTH_PAID) {
        return PLAN_MONTHS_MAX;
    }
    bool calendar = plan->settings.month_basis == PLAN_MONTH_CALENDAR;
    return plan->yearly.value ? plan->months.value / YEAR_MONTHS
                              : plan->months.value + (calendar ? 1 : 0);
}

// Amounts by benefit month, paid by this claim or elsewhere, into `cents`; no month twice.
static void read_months(const struct plan *plan, const struct json_list *list, const char *name,
                        int64_t cents[PLAN_MONTHS_MAX], struct fault *fault) {
    const struct paid_json *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        int64_t amount = amount_of(items[i].amount, name, i, fault);
        if (items[i].month > last_month_of(plan)) {
            fault_atf(fault, "out-of-range", "/%s/%zu/month", name, i);
        } else if (cents[items[i].month - 1] != 0) {
            fault_atf(fault, "duplicate", "/%s/%zu/month", name, i);
        } else {
            cents[items[i].month - 1] = amount;
        }
    }
}

// The alternative in which a month was paid; of one that is named twice, the case is refused.
static void read_taken(const struct plan *plan, const struct json_list *paid,
                       struct evaluation_case *facts) {
    const struct paid_json *items = paid->items;
    for (size_t i = 0; i < paid->count; i++) {
        facts->taken[items[i].month - 1] =
            allocation_alternative(plan, (enum benefit_form)items[i].form);
    }
}

static void check_period(const struct expense *expense, const char *list, size_t i,
                         struct fault *fault) {
    int32_t days = civil_date_days_between(expense->service_from, expense->service_to);
    if (!civil_date_known(expense->service_from)) {
        fault_atf(fault, "out-of-range", "/%s/%zu/from", list, i);
    } else if (!civil_date_known(expense->service_to)) {
        fault_atf(fault, "out-of-range", "/%s/%zu/to", list, i);
    } else if (days < 0) {
        fault_atf(fault, "contradiction", "/%s/%zu/to", list, i);
    } else if (days >= EXPENSE_DAYS_MAX) {
        fault_atf(fault, "out-of-range", "/%s/%zu/to", list, i);
    }
}

static void check_id(const char *const *ids, size_t from, size_t to, const char *list,
                     struct fault *fault) {
    for (size_t k = from; k < to; k++) {
        if (strcmp(ids[k], ids[to]) == 0) {
            fault_atf(fault, "duplicate", "/%s/%zu/id", list, to - from);
            return;
        }
    }
}

static void read_authorisations(const struct json_list *list, struct civil_date as_of,
                                struct evaluation_expense *made, const char **ids,
                                struct fault *fault) {
    const struct authorisation_json *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        struct civil_date from = case_day_of(items[i].from);
        made[i] = (struct evaluation_expense){
            .expense = {.form = BENEFIT_FORM_DIRECT,
                        .service_from = from,
                        .service_to = items[i].to ? case_day_of(items[i].to) : from,
                        .cents = amount_of(items[i].amount, "authorisations", i, fault)},
            .received =
                case_day_of_item(items[i].granted, as_of, "authorisations", i, "granted", fault),
        };
        ids[i] = items[i].id;
        check_period(&made[i].expense, "authorisations", i, fault);
        check_id(ids, 0, i, "authorisations", fault);
    }
}

static void read_expenses(const struct plan *plan, const struct json_list *list, size_t before,
                          struct civil_date as_of, struct evaluation_expense *made,
                          const char **ids, struct fault *fault) {
    const struct expense_json *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        struct civil_date from = case_day_of(items[i].from);
        made[before + i] = (struct evaluation_expense){
            .expense = {.form = (enum benefit_form)items[i].form,
                        .service_from = from,
                        .service_to = items[i].to ? case_day_of(items[i].to) : from,
                        .cents = amount_of(items[i].amount, "expenses", i, fault),
                        .invoiced = case_day_of_item(items[i].invoiced, as_of, "expenses", i,
                                                     "invoiced", fault),
                        .paid =
                            case_day_of_item(items[i].paid, as_of, "expenses", i, "paid", fault)},
            .currency = case_foreign(items[i].currency),
            .received =
                case_day_of_item(items[i].received, as_of, "expenses", i, "received", fault),
            .receipted = (enum fact)items[i].receipted,
            .nature = items[i].nature,
        };
        if (items[i].nature && !exclusion_of_expense(plan, items[i].nature)) {
            fault_atf(fault, "unknown-exclusion", "/expenses/%zu/nature", i);
        }
        if (items[i].currency && !case_currency(items[i].currency)) {
            fault_atf(fault, "not-a-currency", "/expenses/%zu/currency", i);
        }
        ids[before + i] = items[i].id;
        check_period(&made[before + i].expense, "expenses", i, fault);
        check_id(ids, before, before + i, "expenses", fault);
    }
}

bool case_money_read(const struct plan *plan, const struct money_json *json, struct arena *arena,
                     struct evaluation_case *facts, const char *const **ids,
                     struct case_evidence *evidence, struct fault *fault) {
    size_t authorised = json->authorisations.count;
    size_t count = authorised + json->expenses.count;
    read_months(plan, &json->paid, "paid", facts->paid_cents, fault);
    read_taken(plan, &json->paid, facts);
    read_months(plan, &json->elsewhere, "elsewhere", facts->elsewhere_cents, fault);
    if (count > EVALUATION_EXPENSES_MAX) {
        fault_at(fault, "/authorisations", "too-many");
        return true;
    }
    struct evaluation_expense *made = arena_array(arena, count, sizeof *made);
    const char **found = arena_array(arena, count, sizeof *found);
    if (!made || !found) {
        return false;
    }
    struct civil_date as_of = facts->facts.as_of;
    read_authorisations(&json->authorisations, as_of, made, found, fault);
    read_expenses(plan, &json->expenses, authorised, as_of, made, found, fault);
    evidence->paid = EVIDENCE_COLUMN(json->paid, paid_json);
    evidence->authorisations = EVIDENCE_COLUMN(json->authorisations, authorisation_json);
    evidence->expenses = EVIDENCE_COLUMN(json->expenses, expense_json);
    *ids = found;
    facts->expenses = made;
    facts->expense_count = count;
    facts->authorisation_count = authorised;
    return true;
}
