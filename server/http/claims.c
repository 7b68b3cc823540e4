// SPDX-License-Identifier: EUPL-1.2
// /api/v1/claims: the work list, the case page and what staff do there.
#include "service/claims.h"

#include <stddef.h>
#include <stdio.h>

#include "base/json.h"
#include "http/case_json.h"
#include "http/claim_json.h"
#include "http/claims.h"
#include "service/decisions.h"
#include "service/expenses.h"

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
    return json_pack("{s:s, s:s, s:s*, s:o, s:o}", "consolidated",
                     consolidated_name(finding->consolidated), "constantNeed",
                     fact_name(finding->constant_need), "note", finding->note, "by",
                     claim_staff_json(&finding->by), "at", json_instant_or_null(finding->at_us));
}

// The labels of the items that are still open in this way; the plan's own words.
static const char *open_labels(struct arena *arena, const struct claim_view *view,
                               enum answer_kind kind) {
    const char *labels = NULL;
    for (size_t i = 0; i < view->plan->activity_count; i++) {
        const char *label = view->plan->activities[i].label.it;
        if (view->assessment.answers[i].kind == kind)
            labels = labels == NULL ? label : arena_printf(arena, "%s, %s", labels, label);
    }
    return labels;
}

static const char *reason_value(struct arena *arena, const struct claim_view *view,
                                const struct reason *reason) {
    if (reason->code == REASON_ANSWER_MISSING)
        return open_labels(arena, view, ANSWER_MISSING);
    if (reason->code == REASON_ANSWER_DONT_KNOW)
        return open_labels(arena, view, ANSWER_DONT_KNOW);
    bool check = reason->code == REASON_CHECK_HIT || reason->code == REASON_CHECK_UNKNOWN;
    return check ? reason->rule : NULL;
}

static json_t *proposal_json(struct arena *arena, const struct claim_view *view) {
    const struct proposal *proposal = &view->proposal;
    json_t *reasons = json_array();
    for (size_t i = 0; i < proposal->reason_count; i++) {
        const struct reason *reason = &proposal->reasons[i];
        reasons = json_append(reasons, reason_json(reason->rule, reason_key(reason->code), NULL,
                                                   reason_value(arena, view, reason)));
    }
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

static json_t *case_json(struct arena *arena, const struct claim_view *view) {
    json_t *person = json_pack("{s:s, s:s, s:s, s:s}", "id", view->person.id.text, "name",
                               view->person.name, "birthDate", view->person.birth_date,
                               "codiceFiscale", view->person.codice_fiscale);
    json_t *alive = json_pack("{s:o, s:o}", "provenOn", date_json(view->proven_on), "diedOn",
                              date_json(view->died_on));
    json_t *page = json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:I, s:o, s:s}", "id", view->id.text, "number", view->number,
        "person", person, "plan", plan_json(view->plan), "state", view->shown, "version",
        (json_int_t)view->version, "facts", statement_json(&view->statement), "rater", view->rater);
    (void)json_put(page, "course", json_string(claim_state_name(view->course)));
    (void)json_put(page, "score", score_json(view->plan, &view->proposal.score));
    (void)json_put(page, "finding", finding_json(&view->finding));
    (void)json_put(page, "proposal", proposal_json(arena, view));
    (void)json_put(page, "deadlines", deadlines_json(view));
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
    http_reply_json(rp, 200, case_json(rq->arena, view));
    http_reply_version(rp, view->version);
}

void claim_get(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    claim_reply(rq, rp, &id, RC_OK, NULL);
}

static const char *const consolidated_words[] = {"yes", "no", "undetermined"};
static const enum consolidated consolidated_values[] = {CONSOLIDATED_YES, CONSOLIDATED_NO,
                                                        CONSOLIDATED_UNDETERMINED};
static const char *const need_words[] = {"yes", "no", "unknown"};
static const enum fact need_values[] = {FACT_YES, FACT_NO, FACT_UNKNOWN};

struct finding_body {
    int consolidated, need;
    const char *note;
};

static const struct json_field finding_fields[] = {
    {.name = "consolidated",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct finding_body, consolidated),
     .choices = consolidated_words,
     .choice_count = 3},
    {.name = "constantNeed",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct finding_body, need),
     .choices = need_words,
     .choice_count = 3},
    {.name = "note",
     .kind = JSON_KIND_TEXT,
     .optional = true,
     .offset = offsetof(struct finding_body, note),
     .min = 0,
     .max = 2000},
    JSON_END,
};

void claim_finding_put(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct finding_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, finding_fields, &body, &fault);
    if (rc == RC_OK) {
        struct finding_new finding = {consolidated_values[body.consolidated],
                                      need_values[body.need], body.note};
        rc = claim_find(rq->service, &rq->actor, &id, rq->if_match, &finding, &fault);
    }
    claim_reply(rq, rp, &id, rc, &fault);
}

static const char *const life_words[] = {"alive", "died"};

struct life_body {
    int fact;
    const char *date;
};

static const struct json_field life_fields[] = {
    {.name = "fact",
     .kind = JSON_KIND_CHOICE,
     .offset = offsetof(struct life_body, fact),
     .choices = life_words,
     .choice_count = 2},
    {.name = "date", .kind = JSON_KIND_DATE, .offset = offsetof(struct life_body, date)},
    JSON_END,
};

void claim_life_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct life_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, life_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_record_life(rq->service, &rq->actor, &id, rq->if_match, body.fact == 1,
                               body.date, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

static const struct json_field decision_fields[] = {
    {.name = "outcome",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct decision_new, outcome),
     .min = 1,
     .max = 40},
    {.name = "reason",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct decision_new, reason),
     .min = 3,
     .max = 2000},
    {.name = "reviewOn",
     .kind = JSON_KIND_DATE,
     .optional = true,
     .offset = offsetof(struct decision_new, review_on)},
    JSON_END,
};

void claim_decision_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct decision_new body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, decision_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_decide(rq->service, &rq->actor, &id, rq->if_match, &body, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

void claim_decision_correction_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct decision_new body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, decision_fields, &body, &fault);
    if (rc == RC_OK)
        rc = claim_correct_decision(rq->service, &rq->actor, &id, rq->if_match, &body, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

void expense_approve_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct public_id expense = http_param_id(rq, "expense");
    struct fault fault = {0};
    enum rc rc = expense_approve(rq->service, &rq->actor, &id, &expense, rq->if_match, &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}

struct refusal_body {
    const char *reason;
};

static const struct json_field refusal_fields[] = {
    {.name = "reason",
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct refusal_body, reason),
     .min = 3,
     .max = 500},
    JSON_END,
};

void expense_refuse_post(struct http_request *rq, struct http_reply *rp) {
    struct public_id id = http_param_id(rq, "claim");
    struct public_id expense = http_param_id(rq, "expense");
    struct refusal_body body = {0};
    struct fault fault = {0};
    enum rc rc = http_body_fill(rq, refusal_fields, &body, &fault);
    if (rc == RC_OK)
        rc = expense_refuse(rq->service, &rq->actor, &id, &expense, rq->if_match, body.reason,
                            &fault);
    claim_reply(rq, rp, &id, rc, &fault);
}
