// SPDX-License-Identifier: EUPL-1.2
// Parts of a claim as JSON, shared by the family's and the staff's pages. All return new
// references.
#ifndef HTTP_CLAIM_JSON_H
#define HTTP_CLAIM_JSON_H

#include "base/json.h"
#include <stddef.h>

#include "base/fault.h"
#include "base/result.h"
#include "service/claim_view.h"

struct http_reply;

json_t *date_json(struct civil_date date); // null when unknown
json_t *text_json(const struct plan_text *text);
json_t *plan_json(const struct plan *plan); // PlanSummary
json_t *statement_json(const struct claim_statement *statement);
json_t *months_json(const struct claim_month *months, size_t count);
json_t *expenses_json(const struct claim_expense *expenses, size_t count, int64_t version);
json_t *deadline_json(const struct claim_deadline *deadline);
json_t *reason_json(const char *rule, const char *key, const char *text, const char *value);
json_t *score_json(const struct plan *plan, const struct assessment_result *score);

// The reply to a use case that failed: its fault when it filled one, otherwise its bare result.
void reply_failure(struct http_reply *rp, enum rc rc, const struct fault *fault);

#endif
