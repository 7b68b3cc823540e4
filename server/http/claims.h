// SPDX-License-Identifier: EUPL-1.2
// Handlers of the claims, persons, plans and payments resources; each is one line of the table in
// http/routes.c.
#ifndef HTTP_CLAIMS_H
#define HTTP_CLAIMS_H

#include "base/fault.h"
#include "base/public_id.h"
#include "http/route.h"

http_handler persons_post, persons_search_post, person_get, mandates_post, monitoring_post,
    cover_events_post;
http_handler plans_get, questionnaire_get;
http_handler portal_get, portal_claims_post, portal_claim_get, portal_answer_put, portal_facts_put;
http_handler portal_submit_post, portal_expenses_post;
http_handler claims_get, claim_get, claim_complete_post, claim_finding_put, claim_life_post;
http_handler claim_decision_post, claim_decision_correction_post;
http_handler decision_record_get, decision_replay_get;
http_handler claim_complete_correction_post, claim_checks_post, claim_dossier_post;
http_handler claim_dates_post, claim_late_ruling_post, claim_survival_ruling_post;
http_handler claim_controls_post, claim_end_post, claim_complaints_post;
http_handler claim_complaint_answer_post;
http_handler expense_approve_post, expense_refuse_post;
http_handler payment_lines_get;
http_handler accounts_get, accounts_post, account_disable_post;

// The case page after a use case, or why it failed.
void claim_reply(struct http_request *rq, struct http_reply *rp, const struct public_id *id,
                 enum rc rc, const struct fault *fault);

#endif
