// SPDX-License-Identifier: EUPL-1.2
// Parts of a claim as JSON.
#include "http/claim_json.h"

#include <stdio.h>

#include "base/json.h"
#include "http/reply.h"
#include "scoring/points.h"
#include "service/plan_shelf.h"

void reply_failure(struct http_reply *rp, enum rc rc, const struct fault *fault) {
    if (fault != NULL && fault->rc != RC_OK)
        http_reply_fault(rp, fault);
    else
        http_reply_rc(rp, rc, NULL);
}

json_t *date_json(struct civil_date date) {
    char text[CIVIL_DATE_TEXT_SIZE];
    return civil_date_format(date, text) == 0 ? json_null() : json_string(text);
}

json_t *text_json(const struct plan_text *text) {
    return json_pack("{s:s, s:s}", "it", text->it, "en", text->en);
}

json_t *plan_json(const struct plan *plan) {
    char version[16];
    snprintf(version, sizeof version, "%d", (int)plan->version);
    return json_pack(
        "{s:s, s:s, s:o, s:s, s:I, s:I, s:I}", "id", plan->id, "version", version, "label",
        text_json(&plan->label), "kind", plan_is_permanent(plan) ? "permanent" : "temporary",
        "monthlyCents", (json_int_t)plan->ceiling_cents.value, "months",
        (json_int_t)plan->months.value, "survivalDays", (json_int_t)plan->survival_days.value);
}

json_t *statement_json(const struct claim_statement *statement) {
    return json_pack("{s:s*, s:s*, s:s*}", "onsetDate", statement->onset_date, "constantNeed",
                     statement->constant_need, "placeOfCare", statement->place_of_care);
}

json_t *months_json(const struct claim_month *months, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        list = json_append(list, json_pack("{s:i, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
                                           "number", (int)months[i].month.number, "from",
                                           date_json(months[i].month.first), "to",
                                           date_json(months[i].month.last), "ceilingCents",
                                           (json_int_t)months[i].month.ceiling_cents, "usedCents",
                                           (json_int_t)months[i].used_cents, "elsewhereCents",
                                           (json_int_t)months[i].elsewhere_cents, "dueCents",
                                           (json_int_t)months[i].due_cents, "reservedCents",
                                           (json_int_t)months[i].reserved_cents, "memberCents",
                                           (json_int_t)months[i].member_cents, "leftCents",
                                           (json_int_t)months[i].left_cents));
    return list;
}

json_t *reason_json(const char *rule, const char *key, const char *text, const char *value) {
    return json_pack("{s:s, s:s, s:s*, s:s*}", "rule", rule, "key", key, "text", text, "value",
                     value);
}

static json_t *expense_json(const struct claim_expense *expense, int64_t version) {
    json_t *reasons = json_array();
    for (size_t i = 0; i < expense->reason_count; i++) {
        const struct claim_reason *reason = &expense->reasons[i];
        reasons = json_append(reasons,
                              reason_json(reason->rule, reason->key, reason->text, reason->value));
    }
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:b, s:s, s:I, s:o, s:o, s:I}", "id", expense->id.text,
        "form", expense->form, "provider", expense->provider, "document", expense->document,
        "serviceFrom", expense->service_from, "serviceTo", expense->service_to, "amountCents",
        (json_int_t)expense->amount_cents, "receipted", (int)expense->receipted, "state",
        expense->state, "payableCents", (json_int_t)expense->payable_cents, "reasons", reasons,
        "submittedAt", json_instant_or_null(expense->submitted_us), "version", (json_int_t)version);
    (void)json_put(json, "invoicedOn", json_text_or_null(expense->invoiced_on));
    (void)json_put(json, "paidOn", json_text_or_null(expense->paid_on));
    (void)json_put(json, "payee", json_text_or_null(expense->payee));
    (void)json_put(json, "currency", json_text_or_null(expense->currency));
    (void)json_put(json, "euroCents",
                   expense->euro_cents > 0 ? json_integer(expense->euro_cents) : json_null());
    return json;
}

// An expense is part of its claim: one version covers both, so either names it in If-Match.
json_t *expenses_json(const struct claim_expense *expenses, size_t count, int64_t version) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        list = json_append(list, expense_json(&expenses[i], version));
    return list;
}

json_t *deadline_json(const struct claim_deadline *deadline) {
    return json_pack("{s:s, s:s, s:o, s:i, s:i, s:o, s:o, s:o, s:s, s:s}", "code", deadline->code,
                     "basis", deadline->basis, "start", date_json(deadline->start), "days",
                     (int)deadline->days, "months", (int)deadline->months, "on",
                     date_json(deadline->last), "extendedFrom", date_json(deadline->extended_from),
                     "holiday", json_text_or_null(deadline->holiday), "rule", deadline->rule,
                     "status", deadline->status);
}

// Points are hundredths inside; the API says "35", "12.5", "3.75".
static const char *number_text(bool sum, int32_t number, char text[POINTS_TEXT_SIZE]) {
    (void)points_format(sum ? number : 100 * number, text);
    return text;
}

static json_t *item_json(const struct plan_activity *activity,
                         const struct assessment_contribution *part, bool sum) {
    json_t *item =
        json_pack("{s:s, s:o}", "item", activity->code, "label", text_json(&activity->label));
    const char *points = NULL;
    json_t *label = NULL;
    char word[ASSESSMENT_WORD_SIZE], number[POINTS_TEXT_SIZE];
    const char *grade = assessment_word(activity, &part->answer, word);
    if (part->answer.kind == ANSWER_GRADE) {
        label = text_json(&activity->grades[part->answer.grade].label);
        points = number_text(sum, sum ? part->points : part->unable, number);
    }
    (void)json_put(item, "grade", json_text_or_null(grade[0] == '\0' ? NULL : grade));
    (void)json_put(item, "gradeLabel", label == NULL ? json_null() : label);
    (void)json_put(item, "points", json_text_or_null(points));
    (void)json_put(item, "answered", json_boolean(part->answer.kind != ANSWER_MISSING));
    return item;
}

// What the plan counts: the sum of points where it has such a test, otherwise the number of acts.
static const struct assessment_test *main_test(const struct assessment_result *score) {
    for (size_t i = 0; i < score->test_count; i++) {
        if (score->tests[i].kind == PLAN_TEST_SUM_AT_LEAST)
            return &score->tests[i];
    }
    return &score->tests[0];
}

json_t *score_json(const struct plan *plan, const struct assessment_result *score) {
    const struct assessment_test *test = main_test(score);
    bool sum = test->kind == PLAN_TEST_SUM_AT_LEAST;
    char total[POINTS_TEXT_SIZE], threshold[POINTS_TEXT_SIZE], distance[POINTS_TEXT_SIZE];
    json_t *items = json_array();
    for (size_t i = 0; i < score->contribution_count; i++)
        items = json_append(items, item_json(&plan->activities[i], &score->contributions[i], sum));
    return json_pack("{s:b, s:b, s:s, s:s, s:s, s:s, s:o}", "complete",
                     (int)(score->outcome != ASSESSMENT_INCOMPLETE), "passed",
                     (int)(score->outcome == ASSESSMENT_REACHED), "method", sum ? "sum" : "count",
                     "total", number_text(sum, test->reached, total), "threshold",
                     number_text(sum, test->threshold, threshold), "distance",
                     number_text(sum, test->distance < 0 ? -test->distance : 0, distance), "items",
                     items);
}
