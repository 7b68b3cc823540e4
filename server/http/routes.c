// SPDX-License-Identifier: EUPL-1.2
// The table of routes: method, address, action, body limit, flags, query keys, handler.
#include "http/claims.h"
#include "http/house.h"
#include "http/monitoring.h"
#include "http/route.h"

static const struct http_route table[] = {
    // the house
    {HTTP_GET, "/healthz", ACTION_PUBLIC, 0, HTTP_PLAIN, NULL, healthz_get},
    {HTTP_GET, "/readyz", ACTION_PUBLIC, 0, HTTP_PLAIN, NULL, readyz_get},
    {HTTP_GET, "/version", ACTION_PUBLIC, 0, HTTP_PLAIN, NULL, version_get},
    {HTTP_POST, "/api/v1/session", ACTION_PUBLIC, 4096, HTTP_NO_CSRF, NULL, session_post},
    {HTTP_GET, "/api/v1/session", ACTION_SESSION, 0, HTTP_NO_TOUCH, NULL, session_get},
    {HTTP_DELETE, "/api/v1/session", ACTION_SESSION, 0, HTTP_PLAIN, NULL, session_delete_self},
    {HTTP_POST, "/api/v1/session/extend", ACTION_SESSION, 0, HTTP_PLAIN, NULL, session_extend},
    {HTTP_PUT, "/api/v1/session/password", ACTION_SESSION, 4096, HTTP_PLAIN, NULL,
     session_password_put},
    {HTTP_GET, "/api/v1/events", ACTION_EVENTS_FOLLOW, 0, HTTP_STREAM | HTTP_NO_TOUCH, NULL,
     events_get},

    // telemonitoring (http/monitoring.h)

    // claims, persons, plans, payments, accounts (http/claims.h)
    {HTTP_POST, "/api/v1/persons", ACTION_PERSON_MANAGE, HTTP_BODY_JSON, HTTP_NEEDS_KEY, NULL,
     persons_post},
    {HTTP_POST, "/api/v1/persons/search", ACTION_PERSON_READ, 4096, HTTP_PLAIN, NULL,
     persons_search_post},
    {HTTP_GET, "/api/v1/persons/{person}", ACTION_PERSON_READ, 0, HTTP_PLAIN, NULL, person_get},
    {HTTP_POST, "/api/v1/persons/{person}/mandates", ACTION_PERSON_MANAGE, 4096, HTTP_NEEDS_KEY,
     NULL, mandates_post},
    {HTTP_POST, "/api/v1/persons/{person}/monitoring", ACTION_PERSON_MANAGE, 4096, HTTP_NEEDS_KEY,
     NULL, monitoring_post},
    {HTTP_GET, "/api/v1/plans", ACTION_PLAN_READ, 0, HTTP_PLAIN, NULL, plans_get},
    {HTTP_GET, "/api/v1/plans/{plan:slug}/questionnaire", ACTION_PLAN_READ, 0, HTTP_PLAIN, NULL,
     questionnaire_get},
    {HTTP_GET, "/api/v1/portal", ACTION_CLAIM_READ_OWN, 0, HTTP_PLAIN, NULL, portal_get},
    {HTTP_POST, "/api/v1/portal/claims", ACTION_CLAIM_OPEN, 4096, HTTP_NEEDS_KEY, NULL,
     portal_claims_post},
    {HTTP_GET, "/api/v1/portal/claims/{claim}", ACTION_CLAIM_READ_OWN, 0, HTTP_PLAIN, NULL,
     portal_claim_get},
    {HTTP_PUT, "/api/v1/portal/claims/{claim}/answers/{item:slug}", ACTION_CLAIM_OPEN, 4096,
     HTTP_PLAIN, NULL, portal_answer_put},
    {HTTP_PUT, "/api/v1/portal/claims/{claim}/facts", ACTION_CLAIM_OPEN, 4096, HTTP_PLAIN, NULL,
     portal_facts_put},
    {HTTP_POST, "/api/v1/portal/claims/{claim}/submit", ACTION_CLAIM_OPEN, 0, HTTP_NEEDS_KEY, NULL,
     portal_submit_post},
    {HTTP_POST, "/api/v1/portal/claims/{claim}/expenses", ACTION_EXPENSE_SUBMIT, HTTP_BODY_JSON,
     HTTP_NEEDS_KEY, NULL, portal_expenses_post},
    {HTTP_GET, "/api/v1/claims", ACTION_CLAIM_READ, 0, HTTP_PLAIN,
     HTTP_QUERY("cursor", "limit", "state"), claims_get},
    {HTTP_GET, "/api/v1/claims/{claim}", ACTION_CLAIM_READ, 0, HTTP_PLAIN, NULL, claim_get},
    {HTTP_POST, "/api/v1/claims/{claim}/complete", ACTION_CLAIM_HANDLE, 4096, HTTP_NEEDS_MATCH,
     NULL, claim_complete_post},
    {HTTP_PUT, "/api/v1/claims/{claim}/finding", ACTION_CLAIM_FINDING, HTTP_BODY_JSON,
     HTTP_NEEDS_MATCH, NULL, claim_finding_put},
    {HTTP_POST, "/api/v1/claims/{claim}/life", ACTION_CLAIM_HANDLE, 4096, HTTP_NEEDS_MATCH, NULL,
     claim_life_post},
    {HTTP_POST, "/api/v1/claims/{claim}/decision", ACTION_CLAIM_DECIDE, HTTP_BODY_JSON,
     HTTP_NEEDS_MATCH, NULL, claim_decision_post},
    {HTTP_POST, "/api/v1/claims/{claim}/expenses/{expense}/approve", ACTION_EXPENSE_APPROVE, 0,
     HTTP_NEEDS_MATCH, NULL, expense_approve_post},
    {HTTP_POST, "/api/v1/claims/{claim}/expenses/{expense}/refuse", ACTION_EXPENSE_APPROVE, 4096,
     HTTP_NEEDS_MATCH, NULL, expense_refuse_post},
    {HTTP_GET, "/api/v1/payment-lines", ACTION_PAYMENT_LINE_READ, 0, HTTP_PLAIN,
     HTTP_QUERY("cursor", "limit"), payment_lines_get},
    {HTTP_GET, "/api/v1/accounts", ACTION_ACCOUNT_MANAGE, 0, HTTP_PLAIN, NULL, accounts_get},
    {HTTP_POST, "/api/v1/accounts", ACTION_ACCOUNT_MANAGE, 4096, HTTP_NEEDS_KEY, NULL,
     accounts_post},
    {HTTP_POST, "/api/v1/accounts/{account}/disable", ACTION_ACCOUNT_MANAGE, 0, HTTP_PLAIN, NULL,
     account_disable_post},
};

const struct http_route *http_routes(size_t *count) {
    *count = sizeof table / sizeof table[0];
    return table;
}
