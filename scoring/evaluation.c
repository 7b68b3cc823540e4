// SPDX-License-Identifier: EUPL-1.2
// Proposal, months and expenses of one case in one go.
#include "scoring/evaluation.h"

static const char *const decision_names[] = {
    [EVALUATION_DECISION_NONE] = "none",
    [EVALUATION_DECISION_RECOGNISED] = "recognised",
    [EVALUATION_DECISION_REVIEWABLE] = "reviewable",
    [EVALUATION_DECISION_NOT_RECOGNISED] = "not-recognised",
};

static const char *const task_names[EVALUATION_TASK_COUNT] = {
    [EVALUATION_TASK_NONE] = "none",
    [EVALUATION_TASK_DECIDE_CLAIM] = "decide-claim",
    [EVALUATION_TASK_COMPLETE_ANSWERS] = "complete-answers",
    [EVALUATION_TASK_JUDGE_CONSOLIDATION] = "judge-consolidation",
    [EVALUATION_TASK_REVIEW_STATE] = "review-state",
    [EVALUATION_TASK_JUDGE_NEED] = "judge-need",
    [EVALUATION_TASK_SAY_HOLDER] = "say-holder",
    [EVALUATION_TASK_COMPLETE_DOSSIER] = "complete-dossier",
    [EVALUATION_TASK_CONFIRM_CHECK] = "confirm-check",
    [EVALUATION_TASK_SETTLE_CHECK] = "settle-check",
    [EVALUATION_TASK_RULE_ON_LATE] = "rule-on-late",
    [EVALUATION_TASK_STATE_ONSET] = "state-onset",
    [EVALUATION_TASK_STATE_FILING] = "state-filing",
    [EVALUATION_TASK_STATE_WRITTEN_CLAIM] = "state-written-claim",
    [EVALUATION_TASK_CONFIRM_ALIVE] = "confirm-alive",
    [EVALUATION_TASK_RULE_ON_LAST_DAY] = "rule-on-last-day",
};

// What a reason of the proposal leaves to a person; EVALUATION_TASK_NONE for settled ones.
static const enum evaluation_task tasks_of_reasons[REASON_COUNT] = {
    [REASON_ANSWER_MISSING] = EVALUATION_TASK_COMPLETE_ANSWERS,
    [REASON_ANSWER_DONT_KNOW] = EVALUATION_TASK_COMPLETE_ANSWERS,
    [REASON_CONSOLIDATION_NOT_JUDGED] = EVALUATION_TASK_JUDGE_CONSOLIDATION,
    [REASON_CONSOLIDATION_UNDETERMINED] = EVALUATION_TASK_REVIEW_STATE,
    [REASON_CONSTANT_NEED_UNKNOWN] = EVALUATION_TASK_JUDGE_NEED,
    [REASON_HOLDER_UNKNOWN] = EVALUATION_TASK_SAY_HOLDER,
    [REASON_DOSSIER_NOT_COMPLETE] = EVALUATION_TASK_COMPLETE_DOSSIER,
    [REASON_CHECK_HIT] = EVALUATION_TASK_CONFIRM_CHECK,
    [REASON_CHECK_UNKNOWN] = EVALUATION_TASK_SETTLE_CHECK,
    [REASON_ONSET_UNKNOWN] = EVALUATION_TASK_STATE_ONSET,
    [REASON_FILING_DATE_UNKNOWN] = EVALUATION_TASK_STATE_FILING,
    [REASON_SURVIVAL_UNCONFIRMED] = EVALUATION_TASK_CONFIRM_ALIVE,
    [REASON_DIED_ON_LAST_DAY] = EVALUATION_TASK_RULE_ON_LAST_DAY,
    [REASON_WRITTEN_CLAIM_UNKNOWN] = EVALUATION_TASK_STATE_WRITTEN_CLAIM,
};

static void add_task(struct evaluation *evaluation, enum evaluation_task task, const char *rule) {
    evaluation->tasks[evaluation->task_count++] = (struct evaluation_open_task){task, rule};
}

static void list_tasks(const struct plan *plan, const struct evaluation_case *facts,
                       struct evaluation *evaluation) {
    const struct proposal *proposal = &evaluation->proposal;
    evaluation->task_count = 0;
    for (size_t i = 0; i < proposal->reason_count; i++) {
        const struct reason *reason = &proposal->reasons[i];
        enum evaluation_task task = tasks_of_reasons[reason->code];
        bool late =
            reason->code == REASON_FILED_LATE && facts->facts.late_ruling == LATE_RULING_NONE;
        if (late) {
            add_task(evaluation, EVALUATION_TASK_RULE_ON_LATE, "S-09");
        } else if (task != EVALUATION_TASK_NONE) {
            add_task(evaluation, task, reason->rule);
        }
    }
    if (facts->decision != EVALUATION_DECISION_NONE) {
        return;
    }
    if (facts->cover == NULL) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_CHECK, plan->cover.cutoff_day.rule);
    }
    if (facts->health == NULL && plan->condition_count > 0) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_CHECK, plan->conditions[0].rule);
    }
    if (facts->causes == NULL && plan->exclusion_count > 0) {
        add_task(evaluation, EVALUATION_TASK_SETTLE_CHECK, plan->exclusions[0].rule);
    }
    add_task(evaluation, EVALUATION_TASK_DECIDE_CLAIM, plan->test->rule);
}

// What months and expenses are reckoned on. EVALUATION_DECISION_NONE: nothing is settled enough.
static enum evaluation_decision basis_of(const struct evaluation_case *facts,
                                         const struct proposal *proposal) {
    if (facts->decision != EVALUATION_DECISION_NONE) {
        return facts->decision;
    }
    switch (proposal->outcome) {
    case PROPOSAL_RECOGNISED:
        return EVALUATION_DECISION_RECOGNISED;
    case PROPOSAL_REVIEWABLE:
        return EVALUATION_DECISION_REVIEWABLE;
    case PROPOSAL_NOT_RECOGNISED:
    case PROPOSAL_EXCLUDED:
    case PROPOSAL_NOT_INSURABLE:
    case PROPOSAL_NOT_COVERED:
        return EVALUATION_DECISION_NOT_RECOGNISED;
    case PROPOSAL_INCOMPLETE:
    case PROPOSAL_LATE_FOR_A_PERSON:
    case PROPOSAL_HELD:
        break;
    }
    return EVALUATION_DECISION_NONE;
}

// The checks of the case and those of its sections, for the proposal.
struct check_list {
    struct proposal_check checks[PROPOSAL_CHECKS_MAX];
    size_t count;
    bool overflow;
};

static void add_check(struct check_list *list, enum proposal_check_kind kind, const char *rule,
                      enum fact hit) {
    if (list->count == PROPOSAL_CHECKS_MAX) {
        list->overflow = true;
        return;
    }
    list->checks[list->count++] = (struct proposal_check){kind, rule, hit};
}

static enum fact opposite(enum fact fact) {
    switch (fact) {
    case FACT_UNKNOWN:
        break;
    case FACT_NO:
        return FACT_YES;
    case FACT_YES:
        return FACT_NO;
    }
    return FACT_UNKNOWN;
}

static void check_cover(const struct plan *plan, const struct evaluation_case *facts,
                        struct evaluation *evaluation, struct check_list *list) {
    evaluation->coverage = (struct coverage){.rule = plan->cover.cutoff_day.rule};
    if (facts->cover != NULL) {
        evaluation->coverage = coverage_on(plan, facts->cover, facts->facts.onset);
        add_check(list, PROPOSAL_CHECK_COVERAGE, evaluation->coverage.rule,
                  opposite(evaluation->coverage.covered));
    }
}

static void check_health(const struct plan *plan, const struct evaluation_case *facts,
                         struct evaluation *evaluation, struct check_list *list) {
    struct health_facts health = {0};
    evaluation->tested_on = evaluation->coverage.since;
    if (facts->health != NULL) {
        health = *facts->health;
        if (!civil_date_known(evaluation->tested_on)) {
            evaluation->tested_on = health.tested_on;
        }
        health.tested_on = evaluation->tested_on;
    }
    for (size_t i = 0; i < plan->condition_count; i++) {
        evaluation->conditions[i] = FACT_UNKNOWN;
        if (facts->health != NULL) {
            evaluation->conditions[i] = insurability_hit(plan, &plan->conditions[i], &health);
            add_check(list, PROPOSAL_CHECK_INSURABILITY, plan->conditions[i].rule,
                      evaluation->conditions[i]);
        }
    }
}

static void check_causes(const struct plan *plan, const struct evaluation_case *facts,
                         struct evaluation *evaluation, struct check_list *list) {
    for (size_t i = 0; i < plan->exclusion_count; i++) {
        bool cause = facts->causes != NULL && plan->exclusions[i].scope == PLAN_SCOPE_CAUSE;
        evaluation->exclusions[i] =
            cause ? exclusion_hit(&plan->exclusions[i], facts->causes) : FACT_UNKNOWN;
    }
    if (facts->causes != NULL) {
        add_check(list, PROPOSAL_CHECK_EXCLUSION, "X-17", exclusion_any(plan, facts->causes));
    }
}

// The facts of the claim with the answers of the sections.
static bool propose(const struct plan *plan, const struct evaluation_case *facts,
                    struct evaluation *evaluation) {
    struct check_list list = {.count = 0};
    struct claim_facts claim = facts->facts;
    for (size_t i = 0; i < claim.check_count; i++) {
        add_check(&list, claim.checks[i].kind, claim.checks[i].rule, claim.checks[i].hit);
    }
    check_cover(plan, facts, evaluation, &list);
    check_health(plan, facts, evaluation, &list);
    check_causes(plan, facts, evaluation, &list);
    if (facts->dossier != NULL && !civil_date_known(claim.complete)) {
        claim.complete = dossier_complete_on(plan, facts->dossier);
    }
    evaluation->complete = claim.complete;
    claim.checks = list.checks;
    claim.check_count = list.count;
    return !list.overflow && proposal_make(plan, &claim, &evaluation->proposal);
}

static void lay_out_months(const struct plan *plan, const struct evaluation_case *facts,
                           enum evaluation_decision basis, struct evaluation *evaluation) {
    evaluation->month_count = 0;
    if (basis != EVALUATION_DECISION_RECOGNISED && basis != EVALUATION_DECISION_REVIEWABLE) {
        return;
    }
    struct benefit_month months[PLAN_MONTHS_MAX];
    size_t count =
        benefit_months(plan, evaluation->proposal.accrual_start, months, PLAN_MONTHS_MAX);
    for (size_t i = 0; i < count; i++) {
        int64_t paid = facts->paid_cents[i];
        evaluation->months[i] = (struct evaluation_month){
            .month = months[i],
            .paid_cents = paid,
            .left_cents = paid < months[i].ceiling_cents ? months[i].ceiling_cents - paid : 0,
        };
    }
    evaluation->month_count = count;
}

static bool serves_before(const struct evaluation_expense *a, const struct evaluation_expense *b) {
    bool a_direct = a->expense.form == BENEFIT_FORM_DIRECT;
    bool b_direct = b->expense.form == BENEFIT_FORM_DIRECT;
    if (a_direct != b_direct) {
        return a_direct;
    }
    // Direct services keep the order of their authorisation, which is the order given.
    if (a_direct || !civil_date_known(a->received)) {
        return false;
    }
    return !civil_date_known(b->received) || civil_date_compare(a->received, b->received) < 0;
}

// Insertion keeps the given order among equals; lists are short and mostly in order.
static void order_expenses(const struct evaluation_case *facts, struct evaluation *evaluation) {
    for (size_t i = 0; i < facts->expense_count; i++) {
        size_t at = i;
        while (at > 0 &&
               serves_before(&facts->expenses[i], &facts->expenses[evaluation->order[at - 1]])) {
            evaluation->order[at] = evaluation->order[at - 1];
            at--;
        }
        evaluation->order[at] = i;
    }
}

// Why nothing can be reckoned for this expense yet; REASON_NONE when it can.
static struct reason obstacle(const struct plan *plan, enum evaluation_decision basis,
                              const struct proposal *proposal,
                              const struct evaluation_expense *expense) {
    if (basis == EVALUATION_DECISION_NONE) {
        return (struct reason){plan->test->rule, REASON_DECISION_OPEN};
    }
    if (basis != EVALUATION_DECISION_NOT_RECOGNISED && !civil_date_known(proposal->accrual_start)) {
        return (struct reason){"S-06", REASON_DOSSIER_NOT_COMPLETE};
    }
    if (plan->receipt_required.value && expense->expense.form != BENEFIT_FORM_DIRECT &&
        expense->receipted != FACT_YES) {
        return (struct reason){plan->receipt_required.rule, REASON_NOT_RECEIPTED};
    }
    return (struct reason){0};
}

static void book_lines(const struct allocation *allocation, struct evaluation *evaluation,
                       int64_t used_cents[PLAN_MONTHS_MAX]) {
    for (size_t i = 0; i < allocation->line_count; i++) {
        const struct allocation_line *line = &allocation->lines[i];
        if (line->part.place != BENEFIT_PLACE_MONTH) {
            continue;
        }
        struct evaluation_month *month = &evaluation->months[line->part.number - 1];
        month->due_cents += line->payable_cents;
        month->member_cents += line->member_cents;
        month->left_cents -= line->payable_cents;
        used_cents[line->part.number - 1] += line->payable_cents;
    }
}

static bool allocate_all(const struct plan *plan, const struct evaluation_case *facts,
                         enum evaluation_decision basis, struct evaluation *evaluation,
                         struct allocation *allocations) {
    const struct entitlement entitlement = {
        .recognised = basis == EVALUATION_DECISION_RECOGNISED,
        .reviewable = basis == EVALUATION_DECISION_REVIEWABLE,
        .accrual_start = evaluation->proposal.accrual_start,
        .claim_sent = facts->facts.sent,
        .claim_received = facts->facts.received,
        .alive_through = facts->facts.alive_through,
        .death = facts->facts.death,
    };
    int64_t used_cents[PLAN_MONTHS_MAX];
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        used_cents[i] = facts->paid_cents[i];
    }
    for (size_t i = 0; i < facts->expense_count; i++) {
        const struct evaluation_expense *expense = &facts->expenses[evaluation->order[i]];
        struct allocation *allocation = &allocations[evaluation->order[i]];
        struct reason open = obstacle(plan, basis, &evaluation->proposal, expense);
        const struct plan_exclusion *exclusion = exclusion_of_expense(plan, expense->nature);
        if (exclusion != NULL) {
            *allocation = (struct allocation){
                .outcome = ALLOCATION_REFUSED,
                .reason = {exclusion->rule, REASON_EXPENSE_EXCLUDED},
                .member_cents = expense->expense.cents,
            };
        } else if (open.code != REASON_NONE) {
            *allocation = (struct allocation){.outcome = ALLOCATION_HELD, .reason = open};
        } else if (!allocation_compute(plan, &entitlement, &expense->expense, used_cents,
                                       PLAN_MONTHS_MAX, facts->facts.as_of, allocation)) {
            return false;
        } else {
            book_lines(allocation, evaluation, used_cents);
        }
    }
    return true;
}

bool evaluation_make(const struct plan *plan, const struct evaluation_case *facts,
                     struct evaluation *evaluation, struct allocation *allocations) {
    if (facts->expense_count > EVALUATION_EXPENSES_MAX || !propose(plan, facts, evaluation)) {
        return false;
    }
    enum evaluation_decision basis = basis_of(facts, &evaluation->proposal);
    list_tasks(plan, facts, evaluation);
    lay_out_months(plan, facts, basis, evaluation);
    order_expenses(facts, evaluation);
    return allocate_all(plan, facts, basis, evaluation, allocations);
}

const char *evaluation_task_name(enum evaluation_task task) {
    return task_names[task];
}

const char *evaluation_decision_name(enum evaluation_decision decision) {
    return decision_names[decision];
}
