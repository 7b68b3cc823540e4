// SPDX-License-Identifier: EUPL-1.2
// Writing a record.
#include "case_file/case_record.h"

#include <string.h>

#include "base/json_stream.h"

enum { RULES_MAX = 256 };

// Rule ids, sorted.
struct rule_set {
    const char *rules[RULES_MAX];
    size_t count;
};

static void add_rule(struct rule_set *set, const char *rule) {
    size_t at = 0;
    if (!rule || !*rule) {
        return;
    }
    while (at < set->count && strcmp(set->rules[at], rule) < 0) {
        at++;
    }
    bool there = at < set->count && strcmp(set->rules[at], rule) == 0;
    if (there || set->count == RULES_MAX) {
        return;
    }
    memmove(set->rules + at + 1, set->rules + at, (set->count - at) * sizeof set->rules[0]);
    set->rules[at] = rule;
    set->count++;
}

static void add_merits(struct rule_set *set, const struct case_result *result) {
    const struct proposal *proposal = &result->evaluation->proposal;
    for (size_t i = 0; i < result->plan->activity_count; i++) {
        add_rule(set, result->plan->activities[i].rule);
    }
    for (size_t i = 0; i < proposal->score.test_count; i++) {
        add_rule(set, proposal->score.tests[i].rule);
    }
    for (size_t i = 0; i < proposal->reason_count; i++) {
        add_rule(set, proposal->reasons[i].rule);
    }
    for (size_t i = 0; i < proposal->deadline_count; i++) {
        add_rule(set, proposal->deadlines[i].rule);
    }
    for (size_t i = 0; i < result->evaluation->term_count; i++) {
        add_rule(set, result->evaluation->terms[i].rule);
    }
}

static void add_sections(struct rule_set *set, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct claim_facts *facts = &result->input->facts.facts;
    add_rule(set, result->evaluation->coverage.rule);
    if (plan->seniority_months.value > 0) {
        add_rule(set, plan->seniority_months.rule);
    }
    if (plan->waiting_count > 0) {
        const struct plan_waiting *waiting = coverage_waiting_of(plan, result->input->facts.cause);
        add_rule(set, waiting ? waiting->days.rule : plan->waiting[0].days.rule);
    }
    for (size_t i = 0; i < plan->condition_count; i++) {
        add_rule(set, plan->conditions[i].rule);
    }
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        add_rule(set, plan->exclusions[i].rule);
    }
    for (size_t i = 0; i < plan->document_count; i++) {
        add_rule(set, plan->documents[i].rule);
    }
    for (size_t i = 0; i < facts->check_count; i++) {
        add_rule(set, facts->checks[i].rule);
    }
}

static void add_money(struct rule_set *set, const struct case_result *result) {
    if (result->evaluation->month_count > 0) {
        add_rule(set, result->plan->ceiling_cents.rule);
        add_rule(set, result->plan->months.rule);
    }
    for (size_t i = 0; i < result->input->facts.expense_count; i++) {
        const struct allocation *allocation = &result->allocations[i];
        add_rule(set, allocation->reason.rule);
        for (size_t k = 0; k < allocation->line_count; k++) {
            add_rule(set, allocation->lines[k].reason.rule);
        }
    }
}

static void put_rules(struct json_stream *stream, const struct case_result *result) {
    const struct evaluation *evaluation = result->evaluation;
    struct rule_set set;
    set.count = 0;
    add_merits(&set, result);
    add_sections(&set, result);
    add_money(&set, result);
    for (size_t i = 0; i < evaluation->task_count; i++) {
        add_rule(&set, evaluation->tasks[i].rule);
    }
    for (size_t i = 0; i < evaluation->warning_count; i++) {
        add_rule(&set, evaluation->warnings[i].rule);
    }
    json_stream_name(stream, "rules");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < set.count; i++) {
        json_stream_text(stream, set.rules[i]);
    }
    json_stream_close(stream, ']');
}

enum rc case_record_write(const char *digest, const json_t *json, struct arena *arena,
                          const struct case_result *result, struct buffer *out) {
    const char *input = json_render_canonical(arena, json);
    if (!input) {
        return RC_NOMEM;
    }
    struct json_stream stream = json_stream_begin(out);
    json_stream_open(&stream, '{');
    json_stream_name(&stream, "record");
    json_stream_integer(&stream, 1);
    json_stream_name(&stream, "plan");
    json_stream_open(&stream, '{');
    json_stream_name(&stream, "id");
    json_stream_text(&stream, result->plan->id);
    json_stream_name(&stream, "version");
    json_stream_integer(&stream, result->plan->version);
    json_stream_name(&stream, "digest");
    json_stream_text(&stream, digest);
    json_stream_name(&stream, "settings");
    if (result->plan->settings_text) {
        json_stream_raw(&stream, result->plan->settings_text, strlen(result->plan->settings_text));
    } else {
        json_stream_null(&stream);
    }
    json_stream_close(&stream, '}');
    put_rules(&stream, result);
    json_stream_name(&stream, "input");
    json_stream_raw(&stream, input, strlen(input));
    json_stream_name(&stream, "result");
    case_output_json(&stream, result);
    json_stream_close(&stream, '}');
    return stream.rc;
}
