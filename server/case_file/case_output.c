// SPDX-License-Identifier: EUPL-1.2
// An evaluated case as one JSON object.
#include "case_file/case_output.h"

#include <string.h>

#include "case_file/case_proof.h"
#include "scoring/money.h"
#include "scoring/points.h"

// Names are literals, so that each is written with its comma and colon in one piece.
#define put_text(stream, name, text)                                                               \
    (JSON_STREAM_NAME(stream, name), json_stream_text(stream, text))
#define put_integer(stream, name, value)                                                           \
    (JSON_STREAM_NAME(stream, name), json_stream_integer(stream, value))
#define put_flag(stream, name, value)                                                              \
    (JSON_STREAM_NAME(stream, name), json_stream_flag(stream, value))
#define put_date(stream, name, date) (JSON_STREAM_NAME(stream, name), put_day(stream, date))
#define put_money(stream, name, cents) (JSON_STREAM_NAME(stream, name), put_cents(stream, cents))
#define put_points(stream, name, points)                                                           \
    (JSON_STREAM_NAME(stream, name), put_hundredths(stream, points))
#define put_reason(stream, name, reason) (JSON_STREAM_NAME(stream, name), put_why(stream, reason))

static void put_day(struct json_stream *stream, struct civil_date date) {
    char text[1 + CIVIL_DATE_TEXT_SIZE] = "\"";
    if (civil_date_format(date, text + 1) == 0) {
        json_stream_value(stream, "null", 4);
        return;
    }
    text[CIVIL_DATE_TEXT_SIZE] = '"';
    json_stream_value(stream, text, sizeof text);
}

static void put_cents(struct json_stream *stream, int64_t cents) {
    char text[2 + MONEY_TEXT_SIZE] = "\"";
    size_t length = 1 + money_format(cents, text + 1);
    text[length++] = '"';
    json_stream_value(stream, text, length);
}

// As a JSON number without needless zeros: 4000 is 40, 1250 is 12.5, 375 is 3.75.
static void put_hundredths(struct json_stream *stream, int32_t points) {
    char text[POINTS_TEXT_SIZE];
    json_stream_value(stream, text, points_format(points, text));
}

static void put_why(struct json_stream *stream, const struct reason *reason) {
    if (reason->code == REASON_NONE) {
        json_stream_value(stream, "null", 4);
        return;
    }
    json_stream_open(stream, '{');
    put_text(stream, "rule", reason->rule);
    put_text(stream, "key", reason_key(reason->code));
    json_stream_close(stream, '}');
}

// Left out where there is none: most cases name no evidence at all.
static void put_evidence(struct json_stream *stream, const struct evidence_set *set) {
    if (!set) {
        return;
    }
    JSON_STREAM_NAME(stream, "evidence");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < set->count; i++) {
        json_stream_text(stream, set->ids[i]);
    }
    json_stream_close(stream, ']');
}

static void put_contributions(struct json_stream *stream, const struct plan *plan,
                              const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "contributions");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < score->contribution_count; i++) {
        const struct assessment_contribution *contribution = &score->contributions[i];
        json_stream_open(stream, '{');
        put_text(stream, "activity", plan->activities[i].code);
        char text[ASSESSMENT_WORD_SIZE];
        const char *word = assessment_word(&plan->activities[i], &contribution->answer, text);
        put_text(stream, "answer", word[0] == '\0' ? NULL : word);
        put_points(stream, "points", contribution->points);
        put_points(stream, "possible", contribution->points_possible);
        put_flag(stream, "unable", contribution->unable);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static const char *subject_code(const struct plan *plan, struct plan_subject subject) {
    switch (subject.kind) {
    case PLAN_SUBJECT_ALL:
        break;
    case PLAN_SUBJECT_ACTIVITY:
        return plan->activities[subject.index].code;
    case PLAN_SUBJECT_GROUP:
        return plan->groups[subject.index].code;
    case PLAN_SUBJECT_SCALE:
        return plan->scales[subject.index].code;
    }
    return NULL;
}

// A plan that only adds up or counts all its items says nothing more than its sum and tests.
static bool is_plain(const struct plan *plan, const struct assessment_result *score) {
    bool plain = plan->group_count == 0 && plan->scale_count == 0 &&
                 plan->answers_needed == PLAN_ANSWERS_ALL;
    for (size_t i = 0; i < score->test_count; i++) {
        plain = plain && score->tests[i].kind <= PLAN_TEST_POINTS_AT_LEAST &&
                score->tests[i].test->subject.kind == PLAN_SUBJECT_ALL;
    }
    return plain;
}

static void put_test_more(struct json_stream *stream, const struct plan *plan,
                          const struct assessment_test *test) {
    bool points = case_test_unit(test->kind) == CASE_UNIT_POINTS;
    put_text(stream, "of", subject_code(plan, test->test->subject));
    if (points) {
        put_points(stream, "possible", test->possible);
    } else {
        put_integer(stream, "possible", test->possible);
    }
    if (test->kind == PLAN_TEST_IN_BAND) {
        put_points(stream, "to", test->test->to);
    }
    if (test->kind == PLAN_TEST_DURATION_AT_LEAST) {
        put_date(stream, "since", test->since);
    }
    put_text(stream, "answer", fact_name(test->answer));
}

static void put_tests(struct json_stream *stream, const struct plan *plan,
                      const struct assessment_result *score) {
    bool plain = is_plain(plan, score);
    JSON_STREAM_NAME(stream, "tests");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < score->test_count; i++) {
        const struct assessment_test *test = &score->tests[i];
        bool points = case_test_unit(test->kind) == CASE_UNIT_POINTS;
        json_stream_open(stream, '{');
        put_text(stream, "kind", plan_test_kind_name(test->kind));
        put_text(stream, "rule", test->rule);
        if (points) {
            put_points(stream, "threshold", test->threshold);
            put_points(stream, "reached", test->reached);
            put_points(stream, "distance", test->distance);
        } else {
            put_integer(stream, "threshold", test->threshold);
            put_integer(stream, "reached", test->reached);
            put_integer(stream, "distance", test->distance);
        }
        put_flag(stream, "holds", test->holds);
        if (!plain) {
            put_test_more(stream, plan, test);
        }
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_groups(struct json_stream *stream, const struct plan *plan,
                       const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "groups");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < plan->group_count; i++) {
        const struct plan_group *group = &plan->groups[i];
        const struct assessment_group *made = &score->groups[i];
        json_stream_open(stream, '{');
        put_text(stream, "group", group->code);
        put_text(stream, "rule", group->rule);
        put_text(stream, "combine", plan_combine_name(group->combine));
        put_points(stream, "raw", made->raw_low);
        put_points(stream, "rawPossible", made->raw_high);
        put_points(stream, "points", made->low);
        put_points(stream, "pointsPossible", made->high);
        put_points(stream, "most", group->range.most);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_levels(struct json_stream *stream, const struct plan_scale *scale,
                       const struct assessment_scale *found) {
    JSON_STREAM_NAME(stream, "levels");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < scale->level_count; i++) {
        const struct plan_level *level = &scale->levels[i];
        json_stream_open(stream, '{');
        put_text(stream, "level", level->code);
        put_points(stream, "threshold", level->threshold);
        put_flag(stream, "above", level->above);
        put_points(stream, "distance", found->low - level->threshold);
        put_flag(stream, "possible", (found->possible & UINT32_C(2) << i) != 0);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_scales(struct json_stream *stream, const struct plan *plan,
                       const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "scales");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < plan->scale_count; i++) {
        const struct plan_scale *scale = &plan->scales[i];
        const struct assessment_scale *found = &score->scales[i];
        size_t level = 0;
        bool known = assessment_level(found, &level);
        json_stream_open(stream, '{');
        put_text(stream, "scale", scale->code);
        put_text(stream, "rule", scale->rule);
        put_text(stream, "of", subject_code(plan, scale->subject));
        put_points(stream, "score", found->low);
        put_points(stream, "scorePossible", found->high);
        put_flag(stream, "open", !known);
        put_text(stream, "level", known && level > 0 ? scale->levels[level - 1].code : NULL);
        put_text(stream, "override", found->override == NULL ? NULL : found->override->rule);
        put_levels(stream, scale, found);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_score(struct json_stream *stream, const struct plan *plan,
                      const struct assessment_result *score) {
    JSON_STREAM_NAME(stream, "score");
    json_stream_open(stream, '{');
    put_text(stream, "outcome", assessment_outcome_name(score->outcome));
    put_points(stream, "sum", score->sum);
    put_points(stream, "sumPossible", score->sum_possible);
    put_integer(stream, "unable", score->unable_count);
    put_integer(stream, "missing", (int64_t)score->missing);
    put_integer(stream, "dontKnow", (int64_t)score->dont_know);
    put_contributions(stream, plan, score);
    put_tests(stream, plan, score);
    // Only where the plan has some: the results of all other plans stay as they were.
    if (plan->group_count > 0) {
        put_groups(stream, plan, score);
    }
    if (plan->scale_count > 0) {
        put_scales(stream, plan, score);
    }
    json_stream_close(stream, '}');
}

static void put_reasons(struct json_stream *stream, const struct case_result *result) {
    const struct proposal *proposal = &result->evaluation->proposal;
    struct evidence_set set;
    JSON_STREAM_NAME(stream, "reasons");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < proposal->reason_count; i++) {
        json_stream_open(stream, '{');
        put_text(stream, "rule", proposal->reasons[i].rule);
        put_text(stream, "key", reason_key(proposal->reasons[i].code));
        put_evidence(stream, case_evidence_of_reason(result, &proposal->reasons[i], &set));
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_deadline(struct json_stream *stream, const struct deadline *deadline,
                         struct civil_date as_of) {
    json_stream_open(stream, '{');
    put_text(stream, "rule", deadline->rule);
    put_text(stream, "kind", deadline_kind_name(deadline->kind));
    put_text(stream, "event", deadline_event_name(deadline->event));
    put_date(stream, "start", deadline->start);
    put_integer(stream, "days", deadline->days);
    put_integer(stream, "months", deadline->months);
    put_date(stream, "nominal", deadline->nominal);
    put_date(stream, "last", deadline->last);
    put_text(stream, "extendedOver",
             deadline->extended_over == HOLIDAY_NONE ? NULL
                                                     : holiday_name(deadline->extended_over));
    put_text(stream, "position", deadline_position_name(deadline_position(deadline, as_of)));
    json_stream_close(stream, '}');
}

// Those of the claim, then review, limitation and complaints.
static void put_deadlines(struct json_stream *stream, const struct evaluation *evaluation,
                          struct civil_date as_of) {
    JSON_STREAM_NAME(stream, "deadlines");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < evaluation->proposal.deadline_count; i++) {
        put_deadline(stream, &evaluation->proposal.deadlines[i], as_of);
    }
    for (size_t i = 0; i < evaluation->term_count; i++) {
        put_deadline(stream, &evaluation->terms[i], as_of);
    }
    json_stream_close(stream, ']');
}

static void put_check(struct json_stream *stream, const char *kind, const char *rule,
                      const char *code, const char *item, enum fact hit,
                      const struct evidence_set *evidence) {
    json_stream_open(stream, '{');
    put_text(stream, "kind", kind);
    put_text(stream, "rule", rule);
    put_text(stream, "code", code);
    put_text(stream, "item", item);
    put_text(stream, "hit", fact_name(hit));
    put_evidence(stream, evidence);
    json_stream_close(stream, '}');
}

// Every check of the plan, also those that nobody examined; then those the case brought along.
static void put_checks(struct json_stream *stream, const struct case_result *result) {
    const struct plan *plan = result->plan;
    const struct evaluation *evaluation = result->evaluation;
    const struct claim_facts *facts = &result->input->facts.facts;
    static const char *const kinds[] = {"none", "coverage", "insurability", "exclusion"};
    enum fact covered = evaluation->coverage.covered;
    const struct evidence_set *found;
    struct evidence_set set;
    JSON_STREAM_NAME(stream, "checks");
    json_stream_open(stream, '[');
    put_check(stream, "coverage", evaluation->coverage.rule, "cover", NULL,
              covered == FACT_UNKNOWN ? FACT_UNKNOWN
              : covered == FACT_YES   ? FACT_NO
                                      : FACT_YES,
              case_evidence_of_cover(result, &set));
    if (plan->seniority_months.value > 0) {
        put_check(stream, "coverage", plan->seniority_months.rule, "seniority", NULL,
                  evaluation->seniority, case_evidence_of_cover(result, &set));
    }
    if (plan->waiting_count > 0) {
        const struct plan_waiting *waiting = coverage_waiting_of(plan, result->input->facts.cause);
        put_check(stream, "coverage", waiting ? waiting->days.rule : plan->waiting[0].days.rule,
                  "waiting", waiting ? waiting->cause : NULL, evaluation->waiting,
                  case_evidence_of_cover(result, &set));
    }
    for (size_t i = 0; i < plan->condition_count; i++) {
        found = case_evidence_of_condition(result, &plan->conditions[i], &set);
        put_check(stream, "insurability", plan->conditions[i].rule, plan->conditions[i].code, NULL,
                  evaluation->conditions[i], found);
    }
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        if (plan->exclusions[i].scope == PLAN_SCOPE_CAUSE) {
            const struct plan_exclusion *exclusion = &plan->exclusions[i];
            found = case_evidence_of_exclusion(result, exclusion->code, &set);
            put_check(stream, "exclusion", exclusion->rule, exclusion->code,
                      exclusion->item[0] != '\0' ? exclusion->item : exclusion->general_item,
                      evaluation->exclusions[i], found);
        }
    }
    for (size_t i = 0; i < facts->check_count; i++) {
        found = case_evidence_of_item(result, &result->input->evidence.checks, i, &set);
        put_check(stream, kinds[facts->checks[i].kind], facts->checks[i].rule, NULL, NULL,
                  facts->checks[i].hit, found);
    }
    json_stream_close(stream, ']');
}

// What the opening dossier needs; empty for a plan that lists nothing or a case without a dossier.
static void put_documents(struct json_stream *stream, const struct case_result *result) {
    const struct dossier_facts *dossier = result->input->facts.dossier;
    size_t count = dossier ? result->plan->document_count : 0;
    struct evidence_set set;
    JSON_STREAM_NAME(stream, "documents");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < count; i++) {
        const struct plan_document *document = &result->plan->documents[i];
        json_stream_open(stream, '{');
        put_text(stream, "code", document->code);
        put_text(stream, "rule", document->rule);
        put_text(stream, "needed", fact_name(dossier_needs(document, dossier)));
        put_date(stream, "received", dossier_received(document, dossier));
        put_evidence(stream, case_evidence_of_document(result, document->code, &set));
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_months(struct json_stream *stream, const struct evaluation *evaluation) {
    JSON_STREAM_NAME(stream, "months");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < evaluation->month_count; i++) {
        const struct evaluation_month *month = &evaluation->months[i];
        json_stream_open(stream, '{');
        put_integer(stream, "number", month->month.number);
        put_date(stream, "from", month->month.first);
        put_date(stream, "to", month->month.last);
        put_money(stream, "ceiling", month->month.ceiling_cents);
        put_money(stream, "paid", month->paid_cents);
        put_money(stream, "due", month->due_cents);
        put_money(stream, "reserved", month->reserved_cents);
        put_money(stream, "member", month->member_cents);
        put_money(stream, "left", month->left_cents);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static const char *place_name(enum benefit_place place) {
    switch (place) {
    case BENEFIT_PLACE_MONTH:
        return "month";
    case BENEFIT_PLACE_BEFORE:
        return "before";
    case BENEFIT_PLACE_AFTER:
        return "after";
    }
    return "month";
}

static void put_lines(struct json_stream *stream, const struct allocation *allocation) {
    JSON_STREAM_NAME(stream, "lines");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < allocation->line_count; i++) {
        const struct allocation_line *line = &allocation->lines[i];
        json_stream_open(stream, '{');
        put_text(stream, "place", place_name(line->part.place));
        put_integer(stream, "month", line->part.number);
        put_date(stream, "from", line->part.from);
        put_date(stream, "to", line->part.to);
        put_money(stream, "amount", line->part.cents);
        put_money(stream, "due", line->payable_cents);
        put_money(stream, "member", line->member_cents);
        put_reason(stream, "reason", &line->reason);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_payee(struct json_stream *stream, const struct case_result *result, size_t index) {
    const struct evaluation_case *facts = &result->input->facts;
    put_text(stream, "payee",
             allocation_payee_name(allocation_payee_of(facts->expenses[index].expense.form,
                                                       facts->facts.death, facts->facts.as_of)));
}

// Only of an expense in another currency.
static void put_exchange(struct json_stream *stream, const struct case_result *result,
                         size_t index) {
    const struct evaluation_expense *expense = &result->input->facts.expenses[index];
    const struct exchanged *exchanged = &result->evaluation->exchanged[index];
    if (!expense->currency) {
        return;
    }
    JSON_STREAM_NAME(stream, "exchange");
    json_stream_open(stream, '{');
    put_text(stream, "currency", expense->currency);
    put_money(stream, "amount", expense->expense.cents);
    put_date(stream, "week", exchanged->week);
    put_integer(stream, "quotations", exchanged->quotations);
    put_flag(stream, "earlierWeek", exchanged->state == EXCHANGE_OF_AN_EARLIER_WEEK);
    put_money(stream, "euro", exchanged->cents);
    json_stream_close(stream, '}');
}

static void put_expense(struct json_stream *stream, const struct case_result *result, size_t index,
                        const struct evidence_set *evidence) {
    const struct allocation *allocation = &result->allocations[index];
    json_stream_open(stream, '{');
    put_text(stream, "id", result->input->expense_ids[index]);
    put_text(stream, "outcome", allocation_outcome_name(allocation->outcome));
    put_reason(stream, "reason", &allocation->reason);
    put_date(stream, "notBefore", allocation->not_before);
    put_money(stream, "due", allocation->payable_cents);
    if (index < result->input->facts.authorisation_count) {
        put_money(stream, "reserved", result->evaluation->reserved_cents[index]);
    }
    put_money(stream, "member", allocation->member_cents);
    put_payee(stream, result, index);
    put_exchange(stream, result, index);
    put_lines(stream, allocation);
    put_evidence(stream, evidence);
    json_stream_close(stream, '}');
}

static void put_expenses(struct json_stream *stream, const struct case_result *result) {
    const struct evaluation_case *facts = &result->input->facts;
    const struct case_evidence *evidence = &result->input->evidence;
    struct evidence_set set;
    JSON_STREAM_NAME(stream, "authorisations");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < facts->authorisation_count; i++) {
        put_expense(stream, result, i,
                    case_evidence_of_item(result, &evidence->authorisations, i, &set));
    }
    json_stream_close(stream, ']');
    JSON_STREAM_NAME(stream, "expenses");
    json_stream_open(stream, '[');
    for (size_t i = facts->authorisation_count; i < facts->expense_count; i++) {
        put_expense(stream, result, i,
                    case_evidence_of_item(result, &evidence->expenses,
                                          i - facts->authorisation_count, &set));
    }
    json_stream_close(stream, ']');
}

// What was paid for days after the death (S-27).
static void put_claw_back(struct json_stream *stream, const struct case_result *result) {
    JSON_STREAM_NAME(stream, "clawBack");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < result->input->facts.payment_count; i++) {
        const struct claw_back *claw_back = &result->evaluation->claw_backs[i];
        if (claw_back->cents > 0) {
            json_stream_open(stream, '{');
            put_text(stream, "id", result->input->payment_ids[i]);
            put_date(stream, "from", claw_back->from);
            put_date(stream, "to", claw_back->to);
            put_money(stream, "amount", claw_back->cents);
            json_stream_close(stream, '}');
        }
    }
    json_stream_close(stream, ']');
}

static void put_warnings(struct json_stream *stream, const struct case_result *result) {
    const struct evaluation *evaluation = result->evaluation;
    struct evidence_set set;
    JSON_STREAM_NAME(stream, "warnings");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < evaluation->warning_count; i++) {
        json_stream_open(stream, '{');
        put_text(stream, "rule", evaluation->warnings[i].rule);
        put_text(stream, "warning", case_warning_name(evaluation->warnings[i].kind));
        put_evidence(stream, case_evidence_of_warning(result, evaluation->warnings[i].kind, &set));
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

static void put_tasks(struct json_stream *stream, const struct evaluation *evaluation) {
    JSON_STREAM_NAME(stream, "tasks");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < evaluation->task_count; i++) {
        json_stream_open(stream, '{');
        put_text(stream, "rule", evaluation->tasks[i].rule);
        put_text(stream, "task", evaluation_task_name(evaluation->tasks[i].task));
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
}

void case_output_json(struct json_stream *stream, const struct case_result *result) {
    const struct evaluation *evaluation = result->evaluation;
    const struct proposal *proposal = &evaluation->proposal;
    const struct evaluation_case *facts = &result->input->facts;
    json_stream_open(stream, '{');
    put_text(stream, "id", result->input->id);
    JSON_STREAM_NAME(stream, "plan");
    json_stream_open(stream, '{');
    put_text(stream, "id", result->plan->id);
    put_integer(stream, "version", result->plan->version);
    json_stream_close(stream, '}');
    put_date(stream, "asOf", facts->facts.as_of);
    put_text(stream, "state", claim_state_name(evaluation->course.state));
    put_text(stream, "ended",
             evaluation->course.end == CLAIM_END_NONE ? NULL
                                                      : claim_end_name(evaluation->course.end));
    put_text(stream, "outcome", proposal_outcome_name(proposal->outcome));
    put_text(stream, "merit", proposal_outcome_name(proposal->merit));
    put_text(stream, "timeliness", proposal_timeliness_name(proposal->timeliness));
    put_text(stream, "payment", proposal_payment_name(proposal->payment));
    put_text(stream, "decision", claim_ruling_name(facts->decision));
    put_date(stream, "accrualStart", proposal->accrual_start);
    put_date(stream, "firstPayable", proposal->first_payable);
    put_date(stream, "stopsFrom", evaluation->stops_from);
    put_date(stream, "suspendedFrom", evaluation->suspended_from);
    put_date(stream, "assessedOn",
             evaluation->sheet < facts->sheet_count ? facts->sheets[evaluation->sheet].day
                                                    : (struct civil_date){0});
    put_score(stream, result->plan, &proposal->score);
    put_reasons(stream, result);
    put_deadlines(stream, evaluation, facts->facts.as_of);
    put_date(stream, "coverSince", result->evaluation->coverage.since);
    put_date(stream, "insurabilityTestedOn", result->evaluation->tested_on);
    put_checks(stream, result);
    put_documents(stream, result);
    put_date(stream, "complete", result->evaluation->complete);
    put_expenses(stream, result);
    put_months(stream, result->evaluation);
    put_claw_back(stream, result);
    put_tasks(stream, result->evaluation);
    put_warnings(stream, result);
    json_stream_close(stream, '}');
}

void case_output_fault(struct json_stream *stream, size_t line, const char *id,
                       const struct fault *fault) {
    json_stream_open(stream, '{');
    put_integer(stream, "line", (int64_t)line);
    put_text(stream, "id", id);
    JSON_STREAM_NAME(stream, "error");
    json_stream_open(stream, '{');
    put_text(stream, "code", fault->code);
    JSON_STREAM_NAME(stream, "at");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < fault->count; i++) {
        json_stream_open(stream, '{');
        put_text(stream, "pointer", fault->at[i].pointer);
        put_text(stream, "code", fault->at[i].code);
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
    json_stream_close(stream, '}');
    json_stream_close(stream, '}');
}
