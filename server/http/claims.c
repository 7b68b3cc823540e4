// SPDX-License-Identifier: EUPL-1.2
// /api/v1/claims: the work list, the case page and what staff do there.
#include "service/claims.h"

#include <stdio.h>

#include "base/json.h"
#include "http/case_json.h"
#include "http/claim_json.h"
#include "http/claims.h"

static json_t *row_json(const struct claim_row *row) {
    const char *code = row->person.codice_fiscale;
    size_t length = 0;
    while (code[length] != '\0')
        length++;
    json_t *person = json_pack("{s:s, s:i, s:s}", "name", row->person.name, "age", row->person.age,
                               "codiceFiscaleTail", length >= 4 ? code + length - 4 : "----");
    return json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:o, s:o}", "id", row->id.text, "number",
                     row->number, "person", person, "plan", row->plan, "state", row->shown,
                     "course", claim_state_name(row->course), "submittedAt",
                     json_instant_or_null(row->submitted_us), "nextDeadline",
                     row->next.code == NULL ? json_null() : deadline_json(&row->next));
}

void claims_get(struct http_request *rq, struct http_reply *rp) {
    static const char *const states[] = {"draft",      "submitted",      "complete",
                                         "recognised", "not-recognised", "reviewable",
                                         "excluded",   "ended",          NULL};
    static const char *const courses[] = {"opened",
                                          "waiting-documents",
                                          "complete",
                                          "under-evaluation",
                                          "recognised",
                                          "not-recognised",
                                          "reviewable",
                                          "excluded",
                                          "not-insurable",
                                          "not-covered",
                                          "late",
                                          "in-payment",
                                          "suspended",
                                          "ended",
                                          NULL};
    struct fault fault = {0};
    struct claim_page *page = arena_alloc(rq->arena, sizeof *page);
    const char *position = "";
    int64_t limit = 50;
    int state = -1, course = -1;
    enum rc rc = page == NULL ? RC_NOMEM : http_page_position(rq, &fault, &position);
    if (rc == RC_OK)
        rc = http_page_limit(rq, 50, 200, &fault, &limit);
    if (rc == RC_OK)
        rc = http_query_choice(rq, "state", states, &fault, &state);
    if (rc == RC_OK)
        rc = http_query_choice(rq, "course", courses, &fault, &course);
    enum claim_state finer = CLAIM_STATE_NONE;
    if (rc == RC_OK && course >= 0 && !claim_state_from_name(courses[course], &finer))
        rc = RC_BUG;
    if (rc == RC_OK)
        rc = claims_list(rq->service, &rq->actor, state < 0 ? NULL : states[state], finer, position,
                         (size_t)limit, rq->arena, page, &fault);
    if (rc != RC_OK) {
        reply_failure(rp, rc, &fault);
        return;
    }
    json_t *items = json_array();
    for (size_t i = 0; i < page->count; i++)
        items = json_append(items, row_json(&page->rows[i]));
    http_reply_page(rp, json_pack("{s:o}", "items", items), page->next);
}

static json_t *finding_json(const struct claim_finding *finding) {
    if (!finding->recorded)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:s*, s:o, s:o}", "consolidated",
                     consolidated_name(finding->consolidated), "constantNeed",
                     fact_name(finding->constant_need), "examinedOn", finding->examined_on, "note",
                     finding->note, "by", claim_staff_json(&finding->by), "at",
                     json_instant_or_null(finding->at_us));
}

// The items that are still open in this way, in the plan's own words.
static json_t *open_items(const struct claim_view *view, enum answer_kind kind) {
    json_t *labels = json_array();
    for (size_t i = 0; i < view->plan->activity_count; i++) {
        if (view->assessment.answers[i].kind == kind)
            labels = json_append(labels, text_json(&view->plan->activities[i].label));
    }
    return labels;
}

// What a reason speaks of travels as it is; the page has the words.
static json_t *proposal_reason_json(const struct claim_view *view, const struct reason *reason) {
    json_t *json = reason_json(reason->rule, reason_key(reason->code), NULL, NULL);
    if (reason->code == REASON_ANSWER_MISSING)
        (void)json_put(json, "items", open_items(view, ANSWER_MISSING));
    if (reason->code == REASON_ANSWER_DONT_KNOW)
        (void)json_put(json, "items", open_items(view, ANSWER_DONT_KNOW));
    if (reason->code == REASON_CHECK_HIT)
        (void)json_put(json, "checks", case_check_codes(view, reason->rule, FACT_YES));
    if (reason->code == REASON_CHECK_UNKNOWN)
        (void)json_put(json, "checks", case_check_codes(view, reason->rule, FACT_UNKNOWN));
    return json;
}

static json_t *proposal_json(const struct claim_view *view) {
    const struct proposal *proposal = &view->proposal;
    json_t *reasons = json_array();
    for (size_t i = 0; i < proposal->reason_count; i++)
        reasons = json_append(reasons, proposal_reason_json(view, &proposal->reasons[i]));
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "outcome",
                     proposal_outcome_name(proposal->outcome), "merit",
                     proposal_outcome_name(proposal->merit), "timeliness",
                     proposal_timeliness_name(proposal->timeliness), "payment",
                     proposal_payment_name(proposal->payment), "accrualStart",
                     date_json(proposal->accrual_start), "firstPayable",
                     date_json(proposal->first_payable), "reasons", reasons);
}

static json_t *decisions_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < view->decision_count; i++) {
        const struct claim_decision *decision = &view->decisions[i];
        char version[16];
        snprintf(version, sizeof version, "%d", (int)decision->plan_version);
        list = json_append(
            list,
            json_pack("{s:s, s:s, s:s, s:s*, s:o, s:o, s:o, s:s, s:s}", "id", decision->id.text,
                      "outcome", decision->outcome, "reason", decision->reason, "reviewOn",
                      decision->review_on, "corrects", json_id_or_null(&decision->corrects), "by",
                      claim_staff_json(&decision->by), "at", json_instant_or_null(decision->at_us),
                      "planVersion", version, "proposal", decision->proposal));
    }
    return list;
}

static json_t *deadlines_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < view->deadline_count; i++)
        list = json_append(list, deadline_json(&view->deadlines[i]));
    return list;
}

static json_t *timeline_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < view->moment_count; i++)
        list = json_append(list, json_pack("{s:o, s:s, s:s}", "at",
                                           json_instant_or_null(view->timeline[i].at_us), "kind",
                                           view->timeline[i].kind, "by", view->timeline[i].by));
    return list;
}

static json_t *actions_json(const struct claim_view *view) {
    json_t *list = json_array();
    for (size_t i = 0; i < CLAIM_ACTIONS && view->actions[i].action != NULL; i++)
        list = json_append(list, json_pack("{s:s, s:b, s:o}", "action", view->actions[i].action,
                                           "allowed", (int)view->actions[i].allowed, "reason",
                                           json_text_or_null(view->actions[i].reason)));
    return list;
}

static json_t *death_json(const struct claim_view *view) {
    const struct claim_death *death = &view->death;
    if (death->signature.at_us == 0)
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o}", "notifiedOn", json_text_or_null(death->notified_on),
                     "evidence", json_text_or_null(death->evidence), "by",
                     claim_staff_json(&death->signature.by), "at",
                     json_instant_or_null(death->signature.at_us));
}

static json_t *case_json(const struct claim_view *view) {
    json_t *person = json_pack("{s:s, s:s, s:s, s:s}", "id", view->person.id.text, "name",
                               view->person.name, "birthDate", view->person.birth_date,
                               "codiceFiscale", view->person.codice_fiscale);
    json_t *alive = json_pack("{s:o, s:o, s:o, s:o}", "provenOn", date_json(view->proven_on),
                              "provenEvidence", json_text_or_null(view->proven_evidence), "diedOn",
                              date_json(view->died_on), "death", death_json(view));
    json_t *page = json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:I, s:o, s:s}", "id", view->id.text, "number", view->number,
        "person", person, "plan", plan_json(view->plan), "state", view->shown, "version",
        (json_int_t)view->version, "facts", statement_json(&view->statement), "rater", view->rater);
    (void)json_put(page, "course", json_string(claim_state_name(view->course)));
    (void)json_put(page, "score", score_json(view->plan, &view->proposal.score));
    (void)json_put(page, "finding", finding_json(&view->finding));
    (void)json_put(page, "proposal", proposal_json(view));
    (void)json_put(page, "deadlines", deadlines_json(view));
    (void)json_put(page, "nextDeadline",
                   view->next == NULL ? json_null() : deadline_json(view->next));
    (void)json_put(page, "completeOn", date_json(view->complete_on));
    (void)json_put(page, "alive", alive);
    (void)json_put(page, "decisions", decisions_json(view));
    (void)json_put(page, "months", months_json(view->months, view->month_count));
    (void)json_put(page, "expenses",
                   expenses_json(view->expenses, view->expense_count, view->version));
    (void)json_put(page, "timeline", timeline_json(view));
    (void)json_put(page, "actions", actions_json(view));
    case_json_add(page, view);
    return page;
}

void claim_reply(struct http_request *rq, struct http_reply *rp, const struct public_id *id,
                 enum rc rc, const struct fault *fault) {
    struct claim_view *view = arena_alloc(rq->arena, sizeof *view);
    if (rc == RC_OK)
        rc = view == NULL ? RC_NOMEM : claim_read(rq->service, &rq->actor, id, rq->arena, view);
    if (rc != RC_OK) {
        reply_failure(rp, rc, fault);
        return;
    }
    http_reply_json(rp, 200, case_json(view));
    http_reply_version(rp, view->version);
}

void claim_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    claim_reply(rq, rp, &id, RC_OK, NULL);
}
