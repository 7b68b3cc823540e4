// SPDX-License-Identifier: EUPL-1.2
// The record of a decision: every fact the engine was asked with, and everything it answered.
#include "service/decision_record.h"

#include <string.h>

#include "service/claim_view.h"

static json_t *date_json(struct civil_date date) {
    char text[CIVIL_DATE_TEXT_SIZE];
    return civil_date_format(date, text) == 0 ? json_null() : json_string(text);
}

static json_t *answers_json(const struct plan *plan, const struct assessment *assessment) {
    json_t *answers = json_object();
    for (size_t i = 0; i < plan->activity_count; i++) {
        char text[ASSESSMENT_WORD_SIZE];
        const struct plan_activity *activity = &plan->activities[i];
        (void)json_put(answers, activity->code,
                       json_string(assessment_word(activity, &assessment->answers[i], text)));
    }
    return answers;
}

static json_t *checks_json(const struct claim_facts *facts) {
    json_t *checks = json_array();
    for (size_t i = 0; i < facts->check_count; i++)
        (void)json_array_append_new(
            checks, json_pack("{s:i, s:s, s:s}", "kind", (int)facts->checks[i].kind, "rule",
                              facts->checks[i].rule, "hit", fact_name(facts->checks[i].hit)));
    return checks;
}

// Dates by their place in the struct, so that writing and reading cannot name them differently.
static const struct {
    const char *name;
    size_t offset;
} date_fields[] = {
    {"asOf", offsetof(struct claim_facts, as_of)},
    {"onset", offsetof(struct claim_facts, onset)},
    {"firstContact", offsetof(struct claim_facts, first_contact)},
    {"sent", offsetof(struct claim_facts, sent)},
    {"received", offsetof(struct claim_facts, received)},
    {"complete", offsetof(struct claim_facts, complete)},
    {"aliveThrough", offsetof(struct claim_facts, alive_through)},
    {"death", offsetof(struct claim_facts, death)},
};
enum { DATE_FIELDS = sizeof date_fields / sizeof date_fields[0] };

json_t *decision_record_inputs(const struct plan *plan, const struct claim_facts *facts) {
    json_t *inputs = json_pack("{s:o, s:s, s:s, s:s, s:i, s:o}", "answers",
                               answers_json(plan, &facts->assessment), "consolidated",
                               consolidated_name(facts->consolidated), "constantNeed",
                               fact_name(facts->constant_need), "holder", fact_name(facts->holder),
                               "lateRuling", (int)facts->late_ruling, "checks", checks_json(facts));
    for (size_t i = 0; i < DATE_FIELDS; i++) {
        struct civil_date date;
        memcpy(&date, (const char *)facts + date_fields[i].offset, sizeof date);
        (void)json_put(inputs, date_fields[i].name, date_json(date));
    }
    return inputs;
}

static json_t *reasons_json(const struct proposal *proposal) {
    json_t *reasons = json_array();
    for (size_t i = 0; i < proposal->reason_count; i++)
        (void)json_array_append_new(reasons,
                                    json_pack("{s:s, s:s}", "rule", proposal->reasons[i].rule,
                                              "key", reason_key(proposal->reasons[i].code)));
    return reasons;
}

static json_t *deadlines_json(const struct proposal *proposal) {
    json_t *deadlines = json_array();
    for (size_t i = 0; i < proposal->deadline_count; i++) {
        const struct deadline *deadline = &proposal->deadlines[i];
        (void)json_array_append_new(
            deadlines,
            json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "kind", deadline_kind_name(deadline->kind),
                      "event", deadline_event_name(deadline->event), "rule", deadline->rule,
                      "start", date_json(deadline->start), "nominal", date_json(deadline->nominal),
                      "last", date_json(deadline->last)));
    }
    return deadlines;
}

json_t *decision_record_proposal(const struct proposal *proposal) {
    // Records of format 1 say tenths; only a sum that is not a whole number of them says
    // hundredths.
    int32_t sum = proposal->score.sum;
    bool tenths = sum % 10 == 0;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:i, s:i, s:o, s:o}", "outcome",
        proposal_outcome_name(proposal->outcome), "shown", claim_proposal_name(proposal->outcome),
        "merit", proposal_outcome_name(proposal->merit), "timeliness",
        proposal_timeliness_name(proposal->timeliness), "payment",
        proposal_payment_name(proposal->payment), "accrualStart",
        date_json(proposal->accrual_start), "firstPayable", date_json(proposal->first_payable),
        "assessment", assessment_outcome_name(proposal->score.outcome),
        tenths ? "sumTenths" : "sumHundredths", (int)(tenths ? sum / 10 : sum), "unable",
        (int)proposal->score.unable_count, "reasons", reasons_json(proposal), "deadlines",
        deadlines_json(proposal));
}

static enum rc read_answers(const struct plan *plan, const json_t *answers,
                            struct assessment *assessment) {
    for (size_t i = 0; i < plan->activity_count; i++) {
        const char *code = plan->activities[i].code;
        const char *word = json_string_value(json_object_get(answers, code));
        if (word == NULL)
            return RC_BUG;
        if (strcmp(word, "unknown") == 0)
            assessment->answers[i].kind = ANSWER_DONT_KNOW;
        else if (word[0] != '\0' && !assessment_answer(plan, assessment, code, word))
            return RC_BUG;
    }
    return RC_OK;
}

static enum rc read_checks(const json_t *list, struct arena *arena, struct claim_facts *facts) {
    size_t count = json_array_size(list);
    struct proposal_check *checks = arena_array(arena, count + 1, sizeof *checks);
    if (checks == NULL)
        return RC_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const json_t *check = json_array_get(list, i);
        const char *rule = json_string_value(json_object_get(check, "rule"));
        const char *hit = json_string_value(json_object_get(check, "hit"));
        checks[i].kind =
            (enum proposal_check_kind)json_integer_value(json_object_get(check, "kind"));
        checks[i].rule = rule;
        if (rule == NULL || hit == NULL || !fact_from_name(hit, &checks[i].hit))
            return RC_BUG;
    }
    facts->checks = checks;
    facts->check_count = count;
    return RC_OK;
}

static enum rc read_dates(const json_t *inputs, struct claim_facts *facts) {
    for (size_t i = 0; i < DATE_FIELDS; i++) {
        const json_t *value = json_object_get(inputs, date_fields[i].name);
        struct civil_date date = {0};
        const char *text = json_string_value(value);
        if (!json_is_null(value) && (text == NULL || !civil_date_parse(text, strlen(text), &date)))
            return RC_BUG;
        memcpy((char *)facts + date_fields[i].offset, &date, sizeof date);
    }
    return RC_OK;
}

enum rc decision_record_facts(const struct plan *plan, const json_t *inputs, struct arena *arena,
                              struct claim_facts *facts) {
    struct claim_facts read = {0};
    const char *consolidated = json_string_value(json_object_get(inputs, "consolidated"));
    const char *need = json_string_value(json_object_get(inputs, "constantNeed"));
    const char *holder = json_string_value(json_object_get(inputs, "holder"));
    if (consolidated == NULL || need == NULL || holder == NULL ||
        !consolidated_from_name(consolidated, &read.consolidated) ||
        !fact_from_name(need, &read.constant_need) || !fact_from_name(holder, &read.holder))
        return RC_BUG;
    read.late_ruling = (enum late_ruling)json_integer_value(json_object_get(inputs, "lateRuling"));
    enum rc rc = read_answers(plan, json_object_get(inputs, "answers"), &read.assessment);
    if (rc == RC_OK)
        rc = read_checks(json_object_get(inputs, "checks"), arena, &read);
    if (rc == RC_OK)
        rc = read_dates(inputs, &read);
    if (rc == RC_OK)
        *facts = read;
    return rc;
}
