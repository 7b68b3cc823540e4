// SPDX-License-Identifier: EUPL-1.2
// Handlers of the claims, persons, plans and payments resources; each is one line of the table in
// http/routes.c.
#ifndef HTTP_CLAIMS_H
#define HTTP_CLAIMS_H

#include "http/route.h"

http_handler persons_post, persons_search_post, person_get, mandates_post, monitoring_post;
http_handler plans_get, questionnaire_get;
http_handler portal_get, portal_claims_post, portal_claim_get, portal_answer_put, portal_facts_put;
http_handler portal_submit_post, portal_expenses_post;
http_handler claims_get, claim_get, claim_complete_post, claim_finding_put, claim_life_post;
http_handler claim_decision_post, expense_approve_post, expense_refuse_post;
http_handler payment_lines_get;
http_handler accounts_get, accounts_post, account_disable_post;

#endif
