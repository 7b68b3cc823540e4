// SPDX-License-Identifier: EUPL-1.2
// Handlers of the claims, persons, plans and payments resources; each is one line of the table in
// http/routes.c.
#ifndef HTTP_CLAIMS_H
#define HTTP_CLAIMS_H

#include "base/fault.h"
#include "base/public_id.h"
#include "http/route.h"

http_handler persons_search_post, person_get, person_write;
http_handler plans_get, questionnaire_get;
http_handler portal_get, portal_claim_get, portal_claim_make, portal_claim_change;
http_handler claims_get, claim_get, claim_record_write, claim_decision_write, claim_act_write;
http_handler decision_record_get, decision_replay_get, expense_record_get, expense_replay_get;
http_handler payment_lines_get, quotations_get, quotations_post;
http_handler accounts_get, accounts_post, account_disable_post;

// The case page after a use case, or why it failed.
void claim_reply(struct http_request *rq, struct http_reply *rp, const struct public_id *id,
                 enum rc rc, const struct fault *fault);

#endif
