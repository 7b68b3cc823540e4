// SPDX-License-Identifier: EUPL-1.2
// Recording and reading quotations.
#include "service/quotations.h"

#include <stdio.h>
#include <string.h>

#include "scoring/exchange.h"
#include "scoring/rome_time.h"
#include "service/access.h"
#include "service/claim_case.h"
#include "service/once.h"
#include "service/service.h"
#include "store/audit.h"
#include "store/quotations.h"

enum { UNITS_DECIMALS = 6, UNITS_DIGITS = 10 };

bool quotation_is_currency(const char *text) {
    return strlen(text) == 3 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

void quotation_units_text(int64_t units, char text[QUOTATION_TEXT_SIZE]) {
    snprintf(text, QUOTATION_TEXT_SIZE, "%lld.%06lld", (long long)(units / EXCHANGE_SCALE),
             (long long)(units % EXCHANGE_SCALE));
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.')
        text[length - 1] = '\0';
}

// "1.0823" in millionths; 0 for what is no quotation.
static int64_t units_of(const char *text) {
    size_t whole = strspn(text, "0123456789");
    bool point = text[whole] == '.';
    const char *rest = text + whole + (point ? 1 : 0);
    size_t decimals = strspn(rest, "0123456789");
    bool shaped = whole > 0 && whole <= UNITS_DIGITS && rest[decimals] == '\0' &&
                  point == (decimals > 0) && decimals <= UNITS_DECIMALS;
    int64_t units = 0;
    for (size_t i = 0; shaped && i < whole; i++)
        units = units * 10 + (text[i] - '0');
    for (size_t i = 0; shaped && i < UNITS_DECIMALS; i++)
        units = units * 10 + (i < decimals ? rest[i] - '0' : 0);
    return units;
}

struct quoting {
    const struct service *service;
    const struct actor *actor;
    struct once *once;
    const struct quotation_new *quotations;
    size_t count;
    struct fault *fault;
    struct arena *arena;
    struct quotation_view *views;
    size_t view_count;
};

static enum rc check_quotations(const struct quoting *q) {
    struct civil_date today = rome_date(service_domain_now(q->service));
    for (size_t i = 0; i < q->count; i++) {
        const struct quotation_new *one = &q->quotations[i];
        int64_t units = units_of(one->units);
        if (!quotation_is_currency(one->currency) || strcmp(one->currency, "EUR") == 0)
            fault_atf(q->fault, "not-a-choice", "/quotations/%zu/currency", i);
        if (civil_date_compare(case_date(one->day), today) > 0)
            fault_atf(q->fault, "in-future", "/quotations/%zu/day", i);
        if (units == 0)
            fault_atf(q->fault, "not-a-quotation", "/quotations/%zu/units", i);
        else if (units < EXCHANGE_UNITS_MIN || units > EXCHANGE_UNITS_MAX)
            fault_atf(q->fault, "out-of-range", "/quotations/%zu/units", i);
    }
    return q->fault->count > 0 ? RC_INVALID : RC_OK;
}

static enum rc record_all(struct tx *tx, void *context) {
    struct quoting *q = context;
    struct access_object object = {.fund = q->actor->fund};
    enum rc rc = access_check(tx, q->actor, ACTION_QUOTATION_RECORD, &object, "");
    if (rc == RC_OK)
        rc = once_begin(tx, q->once);
    if (rc != RC_OK || (q->once != NULL && q->once->again))
        return rc;
    for (size_t i = 0; i < q->count && rc == RC_OK; i++) {
        struct quotation_row row = {
            .currency = q->quotations[i].currency,
            .day = q->quotations[i].day,
            .units = units_of(q->quotations[i].units),
            .recorded_us = service_domain_now(q->service),
            .recorded_by = q->actor->user,
        };
        rc = quotation_insert(tx, &q->actor->fund, &row);
    }
    if (rc == RC_OK)
        rc = audit_append(tx, q->actor->user.text, "quotation.record", q->actor->fund.text, NULL);
    return rc == RC_OK ? once_end(tx, q->once, "") : rc;
}

enum rc quotations_record(const struct service *service, const struct actor *actor,
                          struct once *once, const struct quotation_new *quotations, size_t count,
                          struct fault *fault) {
    struct quoting q = {service, actor, once, quotations, count, fault, .arena = NULL};
    fault_clear(fault);
    enum rc rc = check_quotations(&q);
    return rc == RC_OK
               ? store_write(service->store, STORE_OFFICE, "quotation.record", record_all, &q)
               : rc;
}

static enum rc list_all(struct tx *tx, void *context) {
    struct quoting *q = context;
    struct access_object object = {.fund = q->actor->fund};
    struct quotation_row *rows = NULL;
    size_t count = 0;
    enum rc rc = access_check(tx, q->actor, ACTION_QUOTATION_READ, &object, "");
    if (rc == RC_OK)
        rc = quotation_list(tx, &q->actor->fund, QUOTATIONS_SHOWN, q->arena, &rows, &count);
    q->views = arena_array(q->arena, count + 1, sizeof *q->views);
    if (rc == RC_OK && q->views == NULL)
        rc = RC_NOMEM;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        struct quotation_view *view = &q->views[i];
        *view = (struct quotation_view){.currency = rows[i].currency,
                                        .day = rows[i].day,
                                        .signature = {.at_us = rows[i].recorded_us}};
        quotation_units_text(rows[i].units, view->units);
        rc = case_staff(tx, &rows[i].recorded_by, q->arena, &view->signature.by);
    }
    q->view_count = rc == RC_OK ? count : 0;
    return rc;
}

enum rc quotations_list(const struct service *service, const struct actor *actor,
                        struct arena *arena, struct quotation_view **views, size_t *count) {
    struct quoting q = {service, actor, .arena = arena};
    if (!access_role_allowed(actor->role, ACTION_QUOTATION_READ))
        return RC_DENIED;
    enum rc rc = store_read(service->store, STORE_OFFICE, "quotation.list", list_all, &q);
    if (rc != RC_OK)
        return rc;
    *views = q.views;
    *count = q.view_count;
    return RC_OK;
}
