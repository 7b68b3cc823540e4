// SPDX-License-Identifier: EUPL-1.2
// Cases for evaluation_make, and what it says of them as one text.
#include "scoring_evaluation_told.h"

#include "scoring_plans.h"
#include "scoring_telling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct evaluation told_evaluation;
struct allocation told_allocations[EVALUATION_EXPENSES_MAX];

static void tell_day(const char *word, struct civil_date date) {
    char day[CIVIL_DATE_TEXT_SIZE];
    if (civil_date_known(date)) {
        (void)civil_date_format(date, day);
        tell("%s%s", word, day);
    }
}

static void tell_reason(struct reason reason) {
    if (reason.code != REASON_NONE) {
        tell(" %s %s", reason.rule, reason_key(reason.code));
    }
}

static void tell_tasks(const struct evaluation *evaluation) {
    for (size_t i = 0; i < evaluation->task_count; i++) {
        tell("%s%s %s", i == 0 ? "; tasks " : ", ", evaluation_task_name(evaluation->tasks[i].task),
             evaluation->tasks[i].rule);
    }
    for (size_t i = 0; i < evaluation->warning_count; i++) {
        tell("; warns %s %s", case_warning_name(evaluation->warnings[i].kind),
             evaluation->warnings[i].rule);
    }
}

static void tell_stops(const struct evaluation *evaluation) {
    if (civil_date_known(evaluation->stops_from)) {
        tell_day("; stops ", evaluation->stops_from);
        tell_reason(evaluation->stop);
    }
    tell_day("; suspended ", evaluation->suspended_from);
    const struct proposal *proposal = &evaluation->proposal;
    for (size_t i = 0; i < proposal->reason_count; i++) {
        enum reason_code code = proposal->reasons[i].code;
        assert_int_not_equal(code, REASON_NONE);
        if (code == REASON_SUSPENDED || code == evaluation->stop.code) {
            tell(";");
            tell_reason(proposal->reasons[i]);
        }
    }
    if (evaluation->cover_ended) {
        tell("; cover ended");
    }
    tell_day("; cover lost ", evaluation->cover_lost);
}

static void tell_terms(const struct evaluation *evaluation) {
    for (size_t i = 0; i < evaluation->term_count; i++) {
        const struct deadline *term = &evaluation->terms[i];
        tell("; term %s %s %s %d", term->rule, deadline_kind_name(term->kind),
             deadline_event_name(term->event), (int)term->days);
        tell_day(" from ", term->start);
        tell_day(" to ", term->last);
        if (civil_date_compare(term->nominal, term->last) != 0) {
            tell_day(" nominal ", term->nominal);
        }
    }
}

static void tell_money(const struct evaluation_case *facts, const struct evaluation *evaluation) {
    if (evaluation->month_count > 0) {
        tell("; %zu months", evaluation->month_count);
    }
    for (size_t i = 0; i < evaluation->month_count; i++) {
        const struct evaluation_month *month = &evaluation->months[i];
        if (month->left_cents != month->month.ceiling_cents || month->member_cents != 0) {
            tell(" [%d: paid %lld due %lld reserved %lld member %lld left %lld]",
                 (int)month->month.number, (long long)month->paid_cents,
                 (long long)month->due_cents, (long long)month->reserved_cents,
                 (long long)month->member_cents, (long long)month->left_cents);
        }
    }
    for (size_t i = 0; i < facts->expense_count; i++) {
        size_t at = evaluation->order[i];
        const struct allocation *made = &told_allocations[at];
        tell("; #%zu %s %lld+%lld", at, allocation_outcome_name(made->outcome),
             (long long)made->payable_cents, (long long)made->member_cents);
        tell_reason(made->reason);
        if (at < facts->authorisation_count && evaluation->reserved_cents[at] > 0) {
            tell(" reserves %lld", (long long)evaluation->reserved_cents[at]);
        }
        for (size_t k = 0; k < made->line_count; k++) {
            const struct allocation_line *line = &made->lines[k];
            tell(" (%d: %lld+%lld", (int)line->part.number, (long long)line->payable_cents,
                 (long long)line->member_cents);
            if (line->prejudice_cents > 0) {
                tell(" prejudice %lld", (long long)line->prejudice_cents);
            }
            tell_reason(line->reason);
            tell(")");
        }
    }
    for (size_t i = 0; i < facts->payment_count; i++) {
        tell("; asks back %lld", (long long)evaluation->claw_backs[i].cents);
    }
}

const char *told(const struct plan *plan, const struct evaluation_case *facts) {
    // Nothing of before may show through.
    memset(&told_evaluation, 0xa5, sizeof told_evaluation);
    memset(told_allocations, 0xa5, sizeof told_allocations);
    tell_anew();
    assert_true(evaluation_make(plan, facts, &told_evaluation, told_allocations));
    tell("%s %s", proposal_outcome_name(told_evaluation.proposal.outcome),
         claim_state_name(told_evaluation.course.state));
    if (told_evaluation.course.end != CLAIM_END_NONE) {
        tell(" %s", claim_end_name(told_evaluation.course.end));
    }
    tell_tasks(&told_evaluation);
    tell_stops(&told_evaluation);
    tell_terms(&told_evaluation);
    tell_money(facts, &told_evaluation);
    return tell_text();
}

struct assessment told_sheet(const char *grades) {
    struct assessment sheet = {0};
    for (size_t i = 0; grades[i] != '\0'; i++) {
        if (grades[i] != '-') {
            sheet.answers[i] =
                (struct answer){.kind = ANSWER_GRADE, .grade = (size_t)(grades[i] - '0')};
        }
    }
    return sheet;
}

struct evaluation_case told_case(void) {
    return (struct evaluation_case){
        .facts =
            {
                .as_of = plans_date("2026-07-01"),
                .assessment = told_sheet("1110"),
                .consolidated = CONSOLIDATED_NO,
                .constant_need = FACT_YES,
                .holder = FACT_YES,
                .onset = plans_date("2026-01-10"),
                .sent = plans_date("2026-01-20"),
                .received = plans_date("2026-01-22"),
                .complete = plans_date("2026-02-01"),
            },
        .decision = CLAIM_RULING_RECOGNISED,
    };
}

struct evaluation_expense told_expense(enum benefit_form form, const char *from, const char *to,
                                       int64_t cents, const char *received) {
    return (struct evaluation_expense){
        .expense = {.form = form,
                    .service_from = plans_date(from),
                    .service_to = plans_date(to),
                    .cents = cents},
        .received = plans_date(received),
        .receipted = FACT_YES,
    };
}
