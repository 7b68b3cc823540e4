// SPDX-License-Identifier: EUPL-1.2
// An evaluated case as one JSON object.
#include "case_file/case_output.h"

#include <string.h>

#include "case_file/case_proof.h"
#include "case_file/case_put.h"
#include "scoring/money.h"
#include "scoring/points.h"

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
                         struct civil_date as_of, const struct evidence_set *evidence) {
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
    put_evidence(stream, evidence);
    json_stream_close(stream, '}');
}

// Those of the claim, then review, limitation and complaints.
static void put_deadlines(struct json_stream *stream, const struct case_result *result) {
    const struct evaluation *evaluation = result->evaluation;
    struct civil_date as_of = result->input->facts.facts.as_of;
    struct evidence_set set;
    size_t complaint = 0; // terms of complaints come in the order of the complaints
    JSON_STREAM_NAME(stream, "deadlines");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < evaluation->proposal.deadline_count; i++) {
        const struct deadline *deadline = &evaluation->proposal.deadlines[i];
        put_deadline(stream, deadline, as_of,
                     case_evidence_of_deadline(result, deadline->event, complaint, &set));
    }
    for (size_t i = 0; i < evaluation->term_count; i++) {
        const struct deadline *deadline = &evaluation->terms[i];
        put_deadline(stream, deadline, as_of,
                     case_evidence_of_deadline(result, deadline->event, complaint, &set));
        complaint += deadline->event == DEADLINE_EVENT_COMPLAINT_RECEIVED;
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
                  case_evidence_of_waiting(result, &set));
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
        if (month->elsewhere_cents > 0) {
            put_money(stream, "elsewhere", month->elsewhere_cents);
        }
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

static void put_expense_range(struct json_stream *stream, const struct case_result *result,
                              size_t from, size_t to) {
    struct evidence_set set;
    json_stream_open(stream, '[');
    for (size_t i = from; i < to; i++) {
        put_expense(stream, result, i, case_evidence_of_expense(result, i, &set));
    }
    json_stream_close(stream, ']');
}

static void put_expenses(struct json_stream *stream, const struct case_result *result) {
    const struct evaluation_case *facts = &result->input->facts;
    JSON_STREAM_NAME(stream, "authorisations");
    put_expense_range(stream, result, 0, facts->authorisation_count);
    JSON_STREAM_NAME(stream, "expenses");
    put_expense_range(stream, result, facts->authorisation_count, facts->expense_count);
}

// What was paid for days after the death (S-27).
static void put_claw_back(struct json_stream *stream, const struct case_result *result) {
    struct evidence_set set;
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
            put_evidence(stream,
                         case_evidence_of_item(result, &result->input->evidence.payments, i, &set));
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

// What the last step of the claim brings with it.
static void put_effects(struct json_stream *stream, unsigned effects) {
    JSON_STREAM_NAME(stream, "follows");
    json_stream_open(stream, '[');
    for (size_t i = 0; i < CLAIM_EFFECT_COUNT; i++) {
        if ((effects >> i & 1U) != 0) {
            json_stream_text(stream, claim_effect_name(i));
        }
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
    put_effects(stream, evaluation->course.effects);
    put_text(stream, "outcome", proposal_outcome_name(proposal->outcome));
    put_text(stream, "merit", proposal_outcome_name(proposal->merit));
    put_text(stream, "timeliness", proposal_timeliness_name(proposal->timeliness));
    put_text(stream, "payment", proposal_payment_name(proposal->payment));
    put_text(stream, "decision", claim_ruling_name(facts->decision));
    put_date(stream, "accrualStart", proposal->accrual_start);
    put_date(stream, "firstPayable", proposal->first_payable);
    put_date(stream, "stopsFrom",
             civil_date_earliest(evaluation->stops_from, evaluation->cover_lost));
    put_date(stream, "suspendedFrom", evaluation->suspended_from);
    put_date(stream, "assessedOn",
             evaluation->sheet < facts->sheet_count ? facts->sheets[evaluation->sheet].day
                                                    : (struct civil_date){0});
    case_output_score(stream, result->plan, &proposal->score);
    put_reasons(stream, result);
    put_deadlines(stream, result);
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
                       const struct fault *fault, const char *const plans[FAULT_PLACES]) {
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
        if (plans != NULL && plans[i] != NULL) {
            put_text(stream, "plan", plans[i]);
        }
        json_stream_close(stream, '}');
    }
    json_stream_close(stream, ']');
    json_stream_close(stream, '}');
    json_stream_close(stream, '}');
}
